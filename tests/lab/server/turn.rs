//! One command and its answer: the usual one, or what a test makes of it.

use std::time::Duration;

use super::mail::{Folder, Mail, Mailboxes};

/// What goes over the wire.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub head: Vec<u8>,
    /// Said so many times before the rest.
    pub flood: Vec<u8>,
    pub times: usize,
    pub bytes: Vec<u8>,
    /// Before each byte.
    pub pause: Option<Duration>,
    /// The connection ends after it.
    pub close: bool,
}

impl Reply {
    pub fn of(text: impl Into<Vec<u8>>) -> Reply {
        Reply { bytes: text.into(), ..Reply::default() }
    }

    /// The bytes as text, changed.
    pub fn edit(mut self, edit: impl FnOnce(String) -> String) -> Reply {
        self.bytes = edit(String::from_utf8_lossy(&self.bytes).into_owned()).into_bytes();
        self
    }

    /// Said first.
    pub fn after(mut self, text: &str) -> Reply {
        self.bytes = [text.as_bytes(), &self.bytes].concat();
        self
    }

    pub fn close(mut self) -> Reply {
        self.close = true;
        self
    }
}

/// A command that was heard, and the means to answer it.
pub struct Turn<'a> {
    /// Without the tag; "greeting" before the first, "literal" when an APPEND's bytes are there.
    pub command: &'a str,
    pub tag: &'a str,
    pub literal: &'a [u8],
    /// The mailbox that is open.
    pub at: &'a mut Option<String>,
    pub mail: &'a mut Mailboxes,
}

impl Turn<'_> {
    /// A reply in which `%` stands for the tag.
    pub fn say(&self, text: &str) -> Reply {
        Reply::of(text.replace('%', self.tag))
    }

    /// Does what was asked, and says so.
    pub fn usual(&mut self) -> Reply {
        let (tag, command) = (self.tag, self.command);
        let caps = self.mail.capabilities.clone();
        let verb = command.split([' ', '"']).next().unwrap_or_default();
        let done = format!("{tag} OK done\r\n");
        Reply::of(match verb {
            "greeting" => format!("* OK [CAPABILITY {caps}] hello\r\n").into_bytes(),
            "CAPABILITY" => format!("* CAPABILITY {caps}\r\n{done}").into_bytes(),
            "AUTHENTICATE" | "LOGIN" => format!("{tag} OK [CAPABILITY {caps}] in\r\n").into_bytes(),
            "LIST" => [self.list().as_str(), &done].concat().into_bytes(),
            "EXAMINE" | "SELECT" => self.open(verb).into_bytes(),
            "UNSELECT" => {
                *self.at = None;
                done.into_bytes()
            }
            "STATUS" => {
                let next = self.folder(quoted(command)).map_or(0, |folder| folder.next);
                format!("* STATUS {} (UIDNEXT {next})\r\n{done}", quoted(command)).into_bytes()
            }
            "APPEND" => {
                self.mail.go_ahead = true;
                b"+ go on\r\n".to_vec()
            }
            "literal" => self.append().into_bytes(),
            "UID" => self.uid(),
            "IDLE" => {
                self.mail.go_ahead = false;
                b"+ idling\r\n".to_vec()
            }
            "LOGOUT" => format!("* BYE so long\r\n{done}").into_bytes(),
            _ => done.into_bytes(),
        })
    }

    fn folder(&mut self, name: &str) -> Option<&mut Folder> {
        self.mail.folders.get_mut(name)
    }

    fn opened(&mut self) -> Option<&mut Folder> {
        let name = self.at.clone()?;
        self.folder(&name)
    }

    fn list(&self) -> String {
        let names = self.mail.folders.keys();
        names.map(|name| format!("* LIST () \"/\" \"{name}\"\r\n")).collect()
    }

    fn open(&mut self, verb: &str) -> String {
        let name = quoted(self.command).to_owned();
        let tag = self.tag;
        let Some(folder) = self.folder(&name) else { return format!("{tag} NO no such\r\n") };
        let rights = if verb == "SELECT" { "READ-WRITE" } else { "READ-ONLY" };
        let text = format!(
            "* FLAGS (\\Seen \\Deleted \\Draft)\r\n* {} EXISTS\r\n* OK [UIDVALIDITY {}] v\r\n\
             * OK [UIDNEXT {}] n\r\n{tag} OK [{rights}] open\r\n",
            folder.mails.len(),
            folder.validity,
            folder.next
        );
        *self.at = Some(name);
        text
    }

    fn append(&mut self) -> String {
        self.mail.go_ahead = false;
        let (tag, literal) = (self.tag, self.literal.to_vec());
        let plus = self.mail.has("UIDPLUS");
        let drafts = self.mail.folder("Drafts");
        let uid = drafts.add(&["\\Draft"], "01-Oct-2026 10:00:00 +0000", &literal);
        let code = format!("[APPENDUID {} {uid}] ", drafts.validity);
        format!("{tag} OK {}stored\r\n", if plus { &code } else { "" })
    }

    fn uid(&mut self) -> Vec<u8> {
        let command = self.command.to_owned();
        let done = format!("{} OK done\r\n", self.tag).into_bytes();
        let mut words = command.split(' ').skip(1);
        let (verb, set) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let target = quoted(&command).to_owned();
        let Some(folder) = self.opened() else {
            return format!("{} BAD nothing is open\r\n", self.tag).into_bytes();
        };
        let uids = members(set, folder);
        let mut said = Vec::new();
        match verb {
            "FETCH" => {
                for (n, mail) in (1..).zip(&folder.mails) {
                    if uids.contains(&mail.uid) {
                        said.extend(fetched(n, mail, &command));
                    }
                }
            }
            "STORE" => {
                for mail in folder.mails.iter_mut().filter(|mail| uids.contains(&mail.uid)) {
                    if !mail.deleted() {
                        mail.flags.push("\\Deleted".into());
                    }
                }
            }
            "EXPUNGE" => folder.mails.retain(|mail| !mail.deleted() || !uids.contains(&mail.uid)),
            "MOVE" => {
                let moved: Vec<Mail> = uids.iter().filter_map(|uid| folder.remove(*uid)).collect();
                let target = self.mail.folder(&target);
                for mail in moved {
                    let flags: Vec<&str> = mail.flags.iter().map(String::as_str).collect();
                    target.add(&flags, &mail.date, &mail.bytes);
                }
            }
            _ => return format!("{} BAD what\r\n", self.tag).into_bytes(),
        }
        said.extend(done);
        said
    }
}

/// What stands in the last pair of quotation marks.
fn quoted(command: &str) -> &str {
    command.rsplit('"').nth(1).unwrap_or_default()
}

/// The UIDs of a set that are there; `n:*` always names the last (RFC 3501 §6.4.8).
fn members(set: &str, folder: &Folder) -> Vec<u32> {
    let last = folder.mails.last().map_or(0, |mail| mail.uid);
    let there = folder.mails.iter().map(|mail| mail.uid);
    let named = |uid: &u32| {
        set.split(',').any(|range| match range.split_once(':') {
            Some((from, "*")) => *uid == last || *uid >= from.parse().unwrap(),
            Some((from, to)) => *uid >= from.parse().unwrap() && *uid <= to.parse().unwrap(),
            None => range.parse() == Ok(*uid),
        })
    };
    there.filter(named).collect()
}

/// A FETCH response with what was asked for.
fn fetched(n: usize, mail: &Mail, command: &str) -> Vec<u8> {
    let mut items = format!("* {n} FETCH (UID {}", mail.uid);
    if command.contains("FLAGS") {
        items.push_str(&format!(" FLAGS ({})", mail.flags.join(" ")));
    }
    if command.contains("INTERNALDATE") {
        items.push_str(&format!(" INTERNALDATE \"{}\"", mail.date));
    }
    let mut out = items.into_bytes();
    if let Some((_, asked)) = command.split_once("BODY.PEEK[") {
        let (section, rest) = asked.split_once(']').unwrap();
        let most = rest.strip_prefix("<0.").and_then(|rest| rest.split_once('>'));
        let most = most.map_or(usize::MAX, |(n, _)| n.parse().unwrap());
        let bytes = match section.split_once('(') {
            Some((_, names)) => fields(&mail.bytes, names.trim_end_matches(')')),
            None => mail.bytes.clone(),
        };
        let bytes = &bytes[..bytes.len().min(most)];
        out.extend(format!(" BODY[{section}]<0> {{{}}}\r\n", bytes.len()).bytes());
        out.extend(bytes);
    }
    out.extend(b")\r\n");
    out
}

/// The named header fields, and the empty line.
fn fields(bytes: &[u8], names: &str) -> Vec<u8> {
    let names: Vec<&str> = names.split(' ').collect();
    let (mut out, mut wanted) = (Vec::new(), false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line == b"\r\n" || line == b"\n" {
            break;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            let name = String::from_utf8_lossy(name);
            wanted = names.iter().any(|wanted| wanted.eq_ignore_ascii_case(&name));
        }
        if wanted {
            out.extend_from_slice(line);
        }
    }
    out.extend_from_slice(b"\r\n");
    out
}
