//! A small blocking IMAP client of the lab's own, for what we must not ask our own code.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

/// One message as it lies in a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub uid: u32,
    /// Sorted, without `\Recent`.
    pub flags: Vec<String>,
    pub bytes: Vec<u8>,
}

pub struct Client {
    stream: BufReader<TcpStream>,
    tags: u32,
}

/// A response line, or a literal within a response.
enum Piece {
    Line(String),
    Literal(Vec<u8>),
}

impl Client {
    pub fn log_in(port: u16, user: &str, password: &str) -> Client {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut client = Client { stream: BufReader::new(stream), tags: 0 };
        client.line();
        client.run(&format!("LOGIN {user} {password}"));
        client
    }

    /// Runs a command that must succeed; its text responses.
    pub fn run(&mut self, command: &str) -> Vec<String> {
        let tag = self.send(command);
        let mut lines = Vec::new();
        for piece in self.pieces(&tag) {
            if let Piece::Line(line) = piece {
                lines.push(line);
            }
        }
        lines
    }

    /// APPENDs and gives the UID; `date` is an IMAP date-time.
    pub fn append(&mut self, mailbox: &str, flags: &str, date: Option<&str>, bytes: &[u8]) -> u32 {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let bytes = text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        let date = date.map_or(String::new(), |date| format!("\"{date}\" "));
        let command = format!("APPEND \"{mailbox}\" ({flags}) {date}{{{}}}", bytes.len());
        let tag = self.send(&command);
        assert!(self.line().starts_with('+'));
        self.stream.get_mut().write_all(&[&bytes[..], b"\r\n"].concat()).unwrap();
        let lines = self.pieces(&tag);
        let Some(Piece::Line(line)) = lines.last() else { panic!() };
        let uid = line.split("APPENDUID ").nth(1).unwrap().split([' ', ']']).nth(1).unwrap();
        uid.parse().unwrap()
    }

    pub fn list(&mut self, mailbox: &str) -> Vec<Stored> {
        self.run(&format!("EXAMINE \"{mailbox}\""));
        let tag = self.send("UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
        let pieces = self.pieces(&tag);
        let mut found = Vec::new();
        for pair in pieces.windows(2) {
            let [Piece::Line(line), Piece::Literal(bytes)] = pair else {
                continue;
            };
            let uid = line.split("UID ").nth(1).unwrap().split([' ', ')']).next().unwrap();
            let flags = line.split("FLAGS (").nth(1).unwrap().split(')').next().unwrap();
            let mut flags: Vec<String> = flags.split_whitespace().map(str::to_owned).collect();
            flags.retain(|flag| flag != "\\Recent");
            flags.sort();
            found.push(Stored { uid: uid.parse().unwrap(), flags, bytes: bytes.clone() });
        }
        found
    }

    /// Takes one message away for good.
    pub fn remove(&mut self, mailbox: &str, uid: u32) {
        self.run(&format!("SELECT \"{mailbox}\""));
        self.run(&format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)"));
        self.run(&format!("UID EXPUNGE {uid}"));
    }

    fn send(&mut self, command: &str) -> String {
        self.tags += 1;
        let tag = format!("r{}", self.tags);
        self.stream.get_mut().write_all(format!("{tag} {command}\r\n").as_bytes()).unwrap();
        tag
    }

    /// Up to and with the tagged answer, which must be OK.
    fn pieces(&mut self, tag: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        loop {
            let line = self.line();
            if let Some(answer) = line.strip_prefix(&format!("{tag} ")) {
                assert!(answer.starts_with("OK"), "{line}");
                pieces.push(Piece::Line(line));
                return pieces;
            }
            let size = line.strip_suffix('}').and_then(|l| l.rsplit('{').next());
            let size = size.and_then(|digits| digits.parse().ok());
            pieces.push(Piece::Line(line));
            if let Some(size) = size {
                let mut bytes = vec![0; size];
                self.stream.read_exact(&mut bytes).unwrap();
                pieces.push(Piece::Literal(bytes));
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).unwrap();
        assert!(!line.is_empty(), "the server closed the connection");
        String::from_utf8_lossy(&line).trim_end().to_owned()
    }
}
