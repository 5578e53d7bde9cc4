//! Where an account's mail lies: a scripted server or a Maildir, seen and changed as the user's own
//! client would, without any of the program's code.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use afterword::{
    mailbox::{Digest, TOKEN_DOMAIN},
    settings::MaildirAccount,
};
use jiff::{Timestamp, tz::TimeZone};
use mail_parser::MessageParser;
use tempfile::TempDir;

use crate::lab::server::{Mailboxes, Server};

/// The folders of every post.
pub const FOLDERS: [&str; 4] = ["INBOX", "Drafts", "Sent", "Trash"];

pub enum Post {
    Maildir { dir: TempDir },
    Server(Server),
}

/// A message as it lies there.
#[derive(Debug, Clone)]
pub struct Lying {
    handle: Handle,
    pub bytes: Vec<u8>,
    /// Flagged so: as good as gone.
    pub deleted: bool,
    pub seen: bool,
}

#[derive(Debug, Clone)]
enum Handle {
    File(PathBuf),
    Uid(u32),
}

impl Lying {
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    pub fn to(&self) -> String {
        let mail = MessageParser::default().parse(&self.bytes).unwrap();
        let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
        to.unwrap_or_default().to_owned()
    }

    pub fn id(&self) -> String {
        let mail = MessageParser::default().parse(&self.bytes).unwrap();
        mail.message_id().unwrap_or_default().to_owned()
    }

    /// Carries a Message-ID of ours.
    pub fn ours(&self) -> bool {
        self.id().ends_with(TOKEN_DOMAIN)
    }
}

impl Post {
    pub fn server(capabilities: &str) -> Post {
        Post::Server(Server::start(Mailboxes::empty(capabilities)))
    }

    pub fn maildir(temporary: &Path) -> Post {
        let dir = tempfile::tempdir_in(temporary).unwrap();
        for folder in FOLDERS {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(within(dir.path(), folder).join(part)).unwrap();
            }
        }
        Post::Maildir { dir }
    }

    pub fn as_server(&self) -> &Server {
        match self {
            Post::Server(server) => server,
            Post::Maildir { .. } => panic!("a Maildir answers no commands"),
        }
    }

    pub fn account(&self) -> Option<MaildirAccount> {
        let Post::Maildir { dir } = self else { return None };
        let path = dir.path().to_owned();
        Some(MaildirAccount { path, watch: None, drafts: None, sent: None })
    }

    /// The account's table for the program itself.
    pub fn table(&self, name: &str, password: &Path) -> String {
        match self {
            Post::Maildir { dir } => {
                format!("[account.{name}]\nmaildir = \"{}\"\n", dir.path().display())
            }
            Post::Server(server) => format!(
                "[account.{name}]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\n\
                 user = \"alice\"\npassword = {{ command = [\"cat\", \"{}\"] }}\n",
                server.port(),
                password.display()
            ),
        }
    }

    pub fn lying(&self, folder: &str) -> Vec<Lying> {
        match self {
            Post::Server(server) => server.mail(|mail| {
                let mails = mail.folder(folder).mails.iter();
                let lying = mails.map(|mail| Lying {
                    handle: Handle::Uid(mail.uid),
                    bytes: mail.bytes.clone(),
                    deleted: mail.deleted(),
                    seen: mail.flags.iter().any(|flag| flag == "\\Seen"),
                });
                lying.collect()
            }),
            Post::Maildir { dir } => {
                let parts = ["new", "cur"].map(|part| within(dir.path(), folder).join(part));
                let files = parts.iter().flat_map(|part| fs::read_dir(part).unwrap());
                let lying = files.map(|entry| {
                    let path = entry.unwrap().path();
                    let flags = path.to_string_lossy().rsplit(":2,").next().unwrap().to_owned();
                    let flags =
                        if path.to_string_lossy().contains(":2,") { flags } else { "".into() };
                    Lying {
                        bytes: fs::read(&path).unwrap(),
                        deleted: flags.contains('T'),
                        seen: flags.contains('S'),
                        handle: Handle::File(path),
                    }
                });
                lying.collect()
            }
        }
    }

    /// Puts a message there as if it came when it was written.
    pub fn put(&self, folder: &str, bytes: &[u8]) {
        let mail = MessageParser::default().parse(bytes).unwrap();
        let at = Timestamp::from_second(mail.date().unwrap().to_timestamp()).unwrap();
        match self {
            Post::Server(server) => {
                let date = at.to_zoned(TimeZone::UTC).strftime("%d-%b-%Y %H:%M:%S +0000");
                server.mail(|mail| mail.folder(folder).add(&[], &date.to_string(), bytes));
            }
            Post::Maildir { dir } => {
                let cur = within(dir.path(), folder).join("cur");
                let name = fs::read_dir(&cur).unwrap().count();
                let path = cur.join(format!("{}.U{name}.desk:2,", at.as_second()));
                fs::write(&path, bytes).unwrap();
                let seconds = u64::try_from(at.as_second()).unwrap();
                let then = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
                fs::File::open(&path).unwrap().set_modified(then).unwrap();
            }
        }
    }

    /// Takes a message away for good.
    pub fn take(&self, folder: &str, lying: &Lying) {
        match (self, &lying.handle) {
            (Post::Server(server), Handle::Uid(uid)) => {
                server.mail(|mail| mail.folder(folder).remove(*uid)).unwrap();
            }
            (Post::Maildir { .. }, Handle::File(path)) => fs::remove_file(path).unwrap(),
            _ => panic!("of another post"),
        }
    }

    /// Waits until nothing of a dead client is under way.
    pub fn drain(&self) {
        if let Post::Server(server) = self {
            server.drain();
        }
    }
}

/// Maildir++: INBOX is the folder itself.
fn within(dir: &Path, folder: &str) -> PathBuf {
    if folder == "INBOX" { dir.to_owned() } else { dir.join(format!(".{folder}")) }
}
