//! A user on one of the servers: his mailboxes as that server names them, and a desk.

use std::{
    fs,
    time::{Duration, Instant},
};

use afterword::settings::{Auth, ImapAccount, SecretSource, Tls};
use jiff::{Timestamp, tz::TimeZone};
use mail_parser::MessageParser;

use crate::{
    lab::{Lab, PASSWORD, Wish, courier::Courier, cyrus::Cyrus, raw},
    world::{Desk, Draft, password_file},
};

const PATIENCE: Duration = Duration::from_secs(90);

pub enum Server {
    Courier(Courier),
    Cyrus(Cyrus),
    Dovecot(Lab),
}

impl Server {
    pub fn kind(&self) -> &'static str {
        match self {
            Server::Courier(_) => "courier",
            Server::Cyrus(_) => "cyrus",
            Server::Dovecot(_) => "dovecot",
        }
    }

    fn port(&self) -> u16 {
        match self {
            Server::Courier(courier) => courier.port(),
            Server::Cyrus(cyrus) => cyrus.port(),
            Server::Dovecot(lab) => lab.account_by(Tls::None).port,
        }
    }

    pub fn kill(&mut self) {
        match self {
            Server::Courier(courier) => courier.kill(),
            Server::Cyrus(cyrus) => cyrus.kill(),
            Server::Dovecot(lab) => lab.kill(),
        }
    }

    /// After it was killed.
    pub fn start_again(&mut self) {
        match self {
            Server::Courier(courier) => courier.restart(),
            Server::Cyrus(cyrus) => cyrus.restart(),
            Server::Dovecot(lab) => lab.restart(),
        }
    }
}

/// One way to name mailboxes on one server.
pub struct Dialect {
    pub name: &'static str,
    /// Drafts, Sent and Trash for people.
    pub boxes: [&'static str; 3],
    /// The same on the wire.
    pub wire: [&'static str; 3],
    /// The server tells the use of a mailbox that is created with one.
    pub special_use: bool,
    pub start: fn(&[String]) -> Server,
}

const ENGLISH: [&str; 3] = ["Drafts", "Sent", "Trash"];
const BELOW: [&str; 3] = ["INBOX.Drafts", "INBOX.Sent", "INBOX.Trash"];
const GERMAN: [&str; 3] = ["Entwürfe", "Gesendet", "Papierkorb"];
const GERMAN_BELOW: [&str; 3] = ["INBOX.Entwürfe", "INBOX.Gesendet", "INBOX.Papierkorb"];
const GERMAN_WIRE: [&str; 3] = ["Entw&APw-rfe", "Gesendet", "Papierkorb"];
const GERMAN_BELOW_WIRE: [&str; 3] = ["INBOX.Entw&APw-rfe", "INBOX.Gesendet", "INBOX.Papierkorb"];
/// What no list of names holds: only their use tells.
const ODD: [&str; 3] = ["Werkstatt", "Hinaus", "Tonne"];

fn dovecot(boxes: [&'static str; 3], special_use: bool, below: bool, users: &[String]) -> Server {
    // The configuration names mailboxes without their namespace.
    let [drafts, sent, trash] = boxes.map(|name| name.strip_prefix("INBOX.").unwrap_or(name));
    let names = [drafts, sent, trash, "Junk"];
    let users = users.to_vec();
    let wish = Wish { names, special_use, below_inbox: below, users, ..Wish::default() };
    Server::Dovecot(Lab::with(&wish))
}

pub fn dialects() -> Vec<Dialect> {
    let row =
        |name, boxes, wire, special_use, start| Dialect { name, boxes, wire, special_use, start };
    vec![
        row("dovecot", ENGLISH, ENGLISH, false, |users| dovecot(ENGLISH, true, false, users)),
        row("dovecot, Entwürfe", GERMAN, GERMAN_WIRE, false, |users| {
            dovecot(GERMAN, true, false, users)
        }),
        row("dovecot, INBOX. and no uses", BELOW, BELOW, false, |users| {
            dovecot(BELOW, false, true, users)
        }),
        row("cyrus", ENGLISH, ENGLISH, true, |users| Server::Cyrus(Cyrus::start(users, false))),
        row("cyrus, only the uses tell", ODD, ODD, true, |users| {
            Server::Cyrus(Cyrus::start(users, false))
        }),
        row("cyrus, INBOX. and Entwürfe", GERMAN_BELOW, GERMAN_BELOW_WIRE, false, |users| {
            Server::Cyrus(Cyrus::start(users, true))
        }),
        row("courier", BELOW, BELOW, false, |users| Server::Courier(Courier::start(users))),
        row("courier, Entwürfe", GERMAN_BELOW, GERMAN_BELOW_WIRE, false, |users| {
            Server::Courier(Courier::start(users))
        }),
    ]
}

pub struct Place<'a> {
    pub server: &'a mut Server,
    pub dialect: &'a Dialect,
    user: String,
    pub desk: Desk,
}

impl<'a> Place<'a> {
    pub fn of(server: &'a mut Server, dialect: &'a Dialect, user: &str) -> Place<'a> {
        let place = Place { server, dialect, user: user.to_owned(), desk: Desk::with("") };
        place.configure(&place.desk);
        if !matches!(place.server, Server::Dovecot(_)) {
            let mut client = place.raw();
            for (wire, at) in dialect.wire.iter().zip(["Drafts", "Sent", "Trash"]) {
                let at = match dialect.special_use {
                    true => format!(" (USE (\\{at}))"),
                    false => String::new(),
                };
                client.run(&format!("CREATE \"{wire}\"{at}"));
            }
        }
        place
    }

    pub fn configure(&self, desk: &Desk) {
        desk.configure(&format!(
            "[account.home]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nuser = \"{}\"\n\
             password = {{ command = [\"cat\", \"{}\"] }}\n",
            self.server.port(),
            self.user,
            password_file(desk, PASSWORD).display()
        ));
    }

    pub fn account(&self) -> ImapAccount {
        ImapAccount {
            host: "127.0.0.1".into(),
            port: self.server.port(),
            tls: Tls::None,
            ca_file: None,
            tls_pin_sha256: None,
            user: self.user.clone(),
            auth: Auth::Password(SecretSource::Keyring),
            watch: None,
            drafts: None,
            sent: None,
        }
    }

    pub fn raw(&self) -> raw::Client {
        raw::Client::log_in(self.server.port(), &self.user, PASSWORD)
    }

    pub fn deliver(&self, bytes: &[u8]) {
        self.put("INBOX", "", bytes);
    }

    /// Stores a message as if it had come when it was written.
    pub fn put(&self, wire: &str, flags: &str, bytes: &[u8]) -> u32 {
        let written = MessageParser::default().parse(bytes).unwrap();
        let at = Timestamp::from_second(written.date().unwrap().to_timestamp()).unwrap();
        let date = at.to_zoned(TimeZone::UTC).strftime("%d-%b-%Y %H:%M:%S +0000").to_string();
        self.raw().append(wire, flags, Some(&date), bytes)
    }

    /// What lies in Drafts and is not flagged as gone.
    pub fn drafts(&self) -> Vec<Draft> {
        let drafts = self.raw().list(self.dialect.wire[0]).into_iter().map(Draft::read);
        drafts.filter(|draft| !draft.flags.iter().any(|flag| flag == "\\Deleted")).collect()
    }

    pub fn once(&self, at: &str) -> Vec<Draft> {
        self.desk.once(at);
        self.drafts()
    }

    pub fn remove(&self, draft: &Draft) {
        self.raw().remove(self.dialect.wire[0], draft.uid);
    }

    pub fn await_drafts(&self, what: &str, right: impl Fn(&[Draft]) -> bool) {
        let start = Instant::now();
        while !right(&self.drafts()) {
            let log = fs::read_to_string(self.desk.path().join("daemon.log"));
            assert!(start.elapsed() < PATIENCE, "never {what}: {log:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
