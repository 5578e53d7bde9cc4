//! A server by hand that answers as the test says, however wrong.
//!
//! It keeps the pleasantries (greeting, log-in, three empty mailboxes) to itself; a test names what
//! is said instead. In a reply `%` stands for the command's tag, and `<close>` ends the connection.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use afterword::settings::{Auth, ImapAccount, SecretSource, Tls};

/// What is said unless the test says something else; the first that fits counts.
const MANNERS: &[(&str, &str)] = &[
    ("greeting", "* OK [CAPABILITY IMAP4rev1 UIDPLUS UNSELECT AUTH=PLAIN SASL-IR] hello\r\n"),
    (
        "LIST",
        "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Drafts\r\n* LIST () \"/\" Sent\r\n% OK listed\r\n",
    ),
    ("EXAMINE", "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 5] n\r\n% OK opened\r\n"),
    ("SELECT", "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 5] n\r\n% OK opened\r\n"),
    ("APPEND", "+ go on\r\n"),
    ("CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS UNSELECT\r\n% OK that was all\r\n"),
    ("literal", "% OK stored\r\n"),
    ("", "% OK done\r\n"),
];

pub struct Peer {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    /// Answers each connection by `script`: the start of a command (or "greeting", "literal"), and
    /// the reply. An entry that is there several times is used up in order, the last one stays.
    pub fn start(script: &[(&str, &str)]) -> Peer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let script: Vec<(String, String)> =
            script.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let _ = converse(stream, script.clone(), &ear);
            }
        });
        Peer { port, heard }
    }

    pub fn account(&self) -> ImapAccount {
        ImapAccount {
            host: "127.0.0.1".into(),
            port: self.port,
            tls: Tls::None,
            ca_file: None,
            tls_pin_sha256: None,
            user: "alice".into(),
            auth: Auth::Password(SecretSource::Keyring),
            watch: None,
            drafts: None,
            sent: None,
        }
    }

    /// The commands so far, without their tags.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn converse(
    stream: TcpStream,
    mut script: Vec<(String, String)>,
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    if !say(&mut reader, &reply(&mut script, "greeting"), "*")? {
        return Ok(());
    }
    let mut tag = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        // An answer within a command has no tag of its own.
        let command = match line.split_once(' ') {
            Some((new, command)) if new.starts_with(['a', 's']) && new.len() < 8 => {
                tag = new.to_owned();
                command.to_owned()
            }
            _ => line.clone(),
        };
        heard.lock().unwrap().push(command.clone());
        let size = command.strip_suffix('}').and_then(|c| c.rsplit('{').next());
        let answer = reply(&mut script, &command);
        let goes_on = answer.contains("+ ");
        if !say(&mut reader, &answer, &tag)? {
            return Ok(());
        }
        if let (Some(size), true) = (size.and_then(|digits| digits.parse().ok()), goes_on) {
            let mut literal = vec![0; size];
            reader.read_exact(&mut literal)?;
            let mut rest = String::new();
            reader.read_line(&mut rest)?;
            if !say(&mut reader, &reply(&mut script, "literal"), &tag)? {
                return Ok(());
            }
        }
    }
}

fn reply(script: &mut Vec<(String, String)>, command: &str) -> String {
    let fits = |start: &str| command.starts_with(start);
    if let Some(at) = script.iter().position(|(start, _)| fits(start)) {
        let (start, reply) = script[at].clone();
        if script[at + 1..].iter().any(|(other, _)| *other == start) {
            script.remove(at);
        }
        return reply;
    }
    MANNERS.iter().find(|(start, _)| fits(start)).unwrap().1.to_owned()
}

/// Says it; false when the connection is to end.
fn say(reader: &mut BufReader<TcpStream>, reply: &str, tag: &str) -> std::io::Result<bool> {
    let (text, open) = match reply.split_once("<close>") {
        Some((text, _)) => (text, false),
        None => (reply, true),
    };
    reader.get_mut().write_all(text.replace('%', tag).as_bytes())?;
    Ok(open)
}
