//! Mailboxes in memory: what lies there, by UID.

use std::collections::BTreeMap;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub uid: u32,
    pub flags: Vec<String>,
    /// INTERNALDATE.
    pub date: String,
    pub bytes: Vec<u8>,
}

impl Mail {
    pub fn deleted(&self) -> bool {
        self.flags.iter().any(|flag| flag == "\\Deleted")
    }

    /// A header field's first line, for tests about mails that they wrote themselves.
    pub fn field(&self, name: &str) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let line = head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        line.unwrap_or_default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub validity: u32,
    pub next: u32,
    pub mails: Vec<Mail>,
}

impl Folder {
    pub fn add(&mut self, flags: &[&str], date: &str, bytes: &[u8]) -> u32 {
        let uid = self.next;
        self.next += 1;
        let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        self.mails.push(Mail { uid, flags, date: date.to_owned(), bytes: with_crlf(bytes) });
        uid
    }

    pub fn remove(&mut self, uid: u32) -> Option<Mail> {
        let at = self.mails.iter().position(|mail| mail.uid == uid)?;
        Some(self.mails.remove(at))
    }

    /// Another UIDVALIDITY, and every message under another UID.
    pub fn renumber(&mut self) {
        self.validity += 1;
        let first = self.next + 100;
        for (uid, mail) in (first..).zip(&mut self.mails) {
            mail.uid = uid;
        }
        self.next = first + u32::try_from(self.mails.len()).unwrap();
    }
}

/// All there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailboxes {
    pub capabilities: String,
    pub folders: BTreeMap<String, Folder>,
    /// The literal that was announced last is waited for.
    pub go_ahead: bool,
    /// A draft that was sent and is not stored yet.
    pub late: Vec<u8>,
}

impl Mailboxes {
    /// INBOX, Drafts, Sent and Trash, empty.
    pub fn empty(capabilities: &str) -> Mailboxes {
        let names = ["INBOX", "Drafts", "Sent", "Trash"].into_iter().zip(7..);
        let folder = |validity| Folder { validity, next: 1, mails: Vec::new() };
        Mailboxes {
            capabilities: format!("IMAP4rev1 AUTH=PLAIN SASL-IR {capabilities}"),
            folders: names.map(|(name, n)| (name.to_owned(), folder(n))).collect(),
            go_ahead: false,
            late: Vec::new(),
        }
    }

    pub fn folder(&mut self, name: &str) -> &mut Folder {
        self.folders.get_mut(name).unwrap()
    }

    /// What lies in Drafts and does not carry `\Deleted`.
    pub fn live(&self) -> Vec<&Mail> {
        let drafts = self.folders["Drafts"].mails.iter();
        drafts.filter(|mail| !mail.deleted()).collect()
    }

    pub fn has(&self, capability: &str) -> bool {
        self.capabilities.split(' ').any(|found| found == capability)
    }
}

fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}
