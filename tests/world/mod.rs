//! A user's world for the scenarios: a server, a configuration, a state folder, and the program
//! itself, run as the service runs it but for the hour.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a scenario stops where its world does, and starts the program"
)]
#![allow(dead_code, reason = "each test binary uses a part of the world")]

pub mod home;
pub mod mails;
pub mod post;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use afterword::mailbox::Digest;
use jiff::{Timestamp, tz::TimeZone};
use mail_parser::MessageParser;
use tempfile::TempDir;

use self::mails::{FOUNDRY, rewritten};
use crate::lab::{Lab, PASSWORD, USER, raw::Stored};

/// The mailboxes of the lab.
pub const MAILBOXES: [&str; 5] = ["INBOX", "Drafts", "Sent", "Trash", "Junk"];

/// A real server and the program need this long at most, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

// The story that all scenarios tell, in London's summer time until 25 October 2026.
pub const INVITED: &str = "2026-10-02T11:00:00Z";
/// During the interview, 14:30 in London.
pub const DURING: &str = "2026-10-07T13:30:00Z";
/// A minute after its end.
pub const ENDED: &str = "2026-10-07T13:46:00Z";
/// Three hours after its end, less and more a minute.
pub const THANKS_AHEAD: &str = "2026-10-07T16:44:00Z";
pub const THANKS: &str = "2026-10-07T16:46:00Z";
/// The company named Friday 16 October.
pub const UPDATED: &str = "2026-10-09T10:05:00Z";
/// The second morning after that Friday, less and more a minute.
pub const CHASER_AHEAD: &str = "2026-10-20T07:29:00Z";
pub const CHASER: &str = "2026-10-20T07:31:00Z";
/// The company answered, or its machine did.
pub const ANSWERED: &str = "2026-10-20T09:10:00Z";

/// A draft as it lies in the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub uid: u32,
    pub flags: Vec<String>,
    pub bytes: Vec<u8>,
    pub to: String,
    pub subject: String,
    pub id: String,
    pub parent: String,
    pub text: String,
}

impl Draft {
    pub fn read(stored: Stored) -> Draft {
        let mail = MessageParser::default().parse(&stored.bytes).unwrap();
        let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
        Draft {
            uid: stored.uid,
            to: to.unwrap_or_default().to_owned(),
            subject: mail.subject().unwrap_or_default().to_owned(),
            id: mail.message_id().unwrap_or_default().to_owned(),
            parent: mail.in_reply_to().as_text().unwrap_or_default().to_owned(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
            flags: stored.flags,
            bytes: stored.bytes,
        }
    }
}

pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// Who the drafts are to, in order.
pub fn recipients(drafts: &[Draft]) -> Vec<&str> {
    let mut to: Vec<&str> = drafts.iter().map(|draft| draft.to.as_str()).collect();
    to.sort_unstable();
    to
}

/// The one draft to an address.
pub fn only<'a>(drafts: &'a [Draft], to: &str) -> &'a Draft {
    let found: Vec<&Draft> = drafts.iter().filter(|draft| draft.to == to).collect();
    assert_eq!(found.len(), 1, "drafts to {to}: {:?}", recipients(drafts));
    found[0]
}

/// A configuration and a state folder, and no account yet.
pub struct Desk {
    dir: TempDir,
}

impl Desk {
    /// Writes a configuration with these `[account.…]` tables.
    pub fn with(accounts: &str) -> Desk {
        let dir = tempfile::Builder::new().prefix("awd").tempdir_in("/tmp").unwrap();
        let desk = Desk { dir };
        desk.configure(accounts);
        desk
    }

    /// One account, a Maildir of this folder; returned with it.
    pub fn with_maildir() -> (Desk, PathBuf) {
        let desk = Desk::with("");
        let mail = desk.path().join("Mail");
        for folder in ["", ".Drafts", ".Sent"] {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(mail.join(folder).join(part)).unwrap();
            }
        }
        desk.configure(&format!("[account.local]\nmaildir = \"{}\"\n", mail.display()));
        (desk, mail)
    }

    pub fn configure(&self, accounts: &str) {
        let text = format!(
            "[me]\nname = \"{}\"\naddresses = [\"{}\"]\nzone = \"Europe/London\"\n\n{accounts}",
            mails::MY_NAME,
            mails::ME
        );
        fs::write(self.config(), text).unwrap();
    }

    pub fn config(&self) -> PathBuf {
        self.dir.path().join("afterword.toml")
    }

    pub fn state_dir(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The program with a clean environment.
    pub fn afterword(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
        command.args(arguments).arg("--config").arg(self.config());
        command.arg("--state-dir").arg(self.state_dir()).env_clear();
        command.env("HOME", self.dir.path()).env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.afterword(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// `run --once` at an hour, which must succeed.
    pub fn once(&self, at: &str) {
        let output = self.run(&["run", "--once", "--at", at]);
        assert!(output.status.success(), "at {at}: {}", said(&output));
    }

    /// The daemon, which stays.
    pub fn stay(&self, at: &str) -> Running {
        self.start(&mut self.afterword(&["run", "--at", at]))
    }

    pub fn start(&self, command: &mut Command) -> Running {
        let log = fs::File::create(self.dir.path().join("daemon.log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Running(command.spawn().unwrap())
    }

    pub fn daemon_log(&self) -> String {
        fs::read_to_string(self.dir.path().join("daemon.log")).unwrap()
    }

    /// Every file in the state folder, with a digest of its bytes.
    pub fn remembered(&self) -> BTreeMap<PathBuf, Digest> {
        let Ok(entries) = fs::read_dir(self.state_dir()) else { return BTreeMap::new() };
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.map(|path| (path.clone(), Digest::of(&fs::read(&path).unwrap()))).collect()
    }
}

/// What a command said, on both channels.
pub fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text)).concat()
}

/// A daemon that runs until it is killed.
pub struct Running(Child);

impl Running {
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// `kill -9`, at whatever it was doing.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Ends it as systemd would; true when it went in peace.
    pub fn stop(mut self) -> bool {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.0.wait().unwrap().success()
    }

    pub fn runs(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A desk with one account on a server of its own.
pub struct World {
    pub lab: Lab,
    pub desk: Desk,
}

impl World {
    pub fn start() -> World {
        let lab = Lab::start();
        let desk = Desk::with("");
        desk.configure(&account(&lab, "home", &password_file(&desk, PASSWORD)));
        World { lab, desk }
    }

    /// The interview is over, the company named a day, the day passed: a check-in lies in Drafts.
    pub fn with_check_in() -> World {
        let world = World::start();
        world.deliver(&FOUNDRY.invite());
        world.once(INVITED);
        world.deliver(&FOUNDRY.update());
        let drafts = world.once(UPDATED);
        // The user sends the acknowledgement, so that only the check-in is left to speak of.
        let answer = only(&drafts, &FOUNDRY.recruiter_address());
        let sent = rewritten(&answer.bytes, Some("answer.1@home.example"), at(UPDATED), "");
        world.put("Sent", &sent);
        world.lab.raw().remove("Drafts", answer.uid);
        assert!(world.once(CHASER_AHEAD).is_empty());
        assert_eq!(recipients(&world.once(CHASER)), [FOUNDRY.recruiter_address()]);
        world
    }

    /// Puts a mail into INBOX as if it had come when it was written.
    pub fn deliver(&self, bytes: &[u8]) {
        self.put("INBOX", bytes);
    }

    pub fn put(&self, mailbox: &str, bytes: &[u8]) {
        let written = MessageParser::default().parse(bytes).unwrap();
        let seconds = written.date().unwrap().to_timestamp();
        let at = Timestamp::from_second(seconds).unwrap().to_zoned(TimeZone::UTC);
        let date = at.strftime("%d-%b-%Y %H:%M:%S +0000").to_string();
        self.lab.raw().append(mailbox, "", Some(&date), bytes);
    }

    /// What lies in Drafts.
    pub fn drafts(&self) -> Vec<Draft> {
        self.lab.list("Drafts").into_iter().map(Draft::read).collect()
    }

    /// One visit at an hour, and what lies in Drafts then.
    pub fn once(&self, at: &str) -> Vec<Draft> {
        self.desk.once(at);
        self.drafts()
    }

    /// Waits until Drafts is as it should be.
    pub fn await_drafts(&self, what: &str, right: impl Fn(&[Draft]) -> bool) -> Vec<Draft> {
        let start = Instant::now();
        loop {
            let drafts = self.drafts();
            if right(&drafts) {
                return drafts;
            }
            let log = || self.desk.daemon_log();
            assert!(
                start.elapsed() < PATIENCE,
                "never {what}: {:?}\n{}",
                recipients(&drafts),
                log()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Everything in every mailbox: UIDs, flags and bytes.
    pub fn everything(&self) -> Vec<(&'static str, Vec<Stored>)> {
        let mut client = self.lab.raw();
        MAILBOXES.into_iter().map(|name| (name, client.list(name))).collect()
    }
}

/// A file with a secret in it.
pub fn password_file(desk: &Desk, password: &str) -> PathBuf {
    let path = desk.path().join("password");
    fs::write(&path, format!("{password}\n")).unwrap();
    path
}

/// The table of an account over TLS, checked with the lab's CA, its password from a command.
pub fn account(lab: &Lab, name: &str, password: &Path) -> String {
    let account = lab.account();
    format!(
        "[account.{name}]\nhost = \"{}\"\nport = {}\nca_file = \"{}\"\nuser = \"{USER}\"\n\
         password = {{ command = [\"cat\", \"{}\"] }}\n",
        account.host,
        account.port,
        account.ca_file.unwrap().display(),
        password.display()
    )
}
