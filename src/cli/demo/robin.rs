//! What the world does to the mailbox: mail arrives, and Robin's mail client sends, edits and
//! deletes drafts the way Thunderbird does: under a new Message-ID, with In-Reply-To and References
//! kept.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::{Timestamp, tz::TimeZone};

use super::story::{Act, Touch};
use crate::{
    draft::{
        Envelope,
        assemble::{self, ReadBack},
    },
    etiquette::Policy,
    mailbox::DraftKey,
    message::{Address, MailId},
    reading::{Kind, Reading},
};

/// Maildir++: the folder itself is INBOX.
const FOLDERS: [&str; 5] = ["", ".Archive", DRAFTS, ".Junk", SENT];
const DRAFTS: &str = ".Drafts";
const SENT: &str = ".Sent";

/// The hands at the mailbox.
pub struct Hands {
    root: PathBuf,
    zone: TimeZone,
    me: Address,
    /// Files written so far: names are made of it.
    count: u32,
}

/// A draft as it lies there.
pub struct Lying {
    path: PathBuf,
    pub mail: ReadBack,
}

impl Lying {
    /// Not changed by Robin: the Message-ID is still ours.
    pub fn untouched(&self) -> bool {
        self.mail.id.as_ref().and_then(DraftKey::of).is_some()
    }

    /// Has a gap that only Robin can fill.
    pub fn has_slot(&self) -> bool {
        self.mail.body.contains("[[")
    }
}

impl Hands {
    /// Makes the mailbox.
    pub fn new(root: &Path, policy: &Policy) -> io::Result<Hands> {
        for folder in FOLDERS {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(root.join(folder).join(part))?;
            }
        }
        let (name, email) = (policy.me.name.clone(), policy.me.address.clone());
        let me = Address { name: Some(name), email };
        Ok(Hands { root: root.to_owned(), zone: policy.zone.clone(), me, count: 0 })
    }

    /// A mail arrives, or Robin's own lies in Sent.
    pub fn deliver(&mut self, text: &str, reading: &Reading, at: Timestamp) -> io::Result<()> {
        match reading.kind {
            Kind::OwnSent => self.write(&format!("{SENT}/cur"), ":2,S", text.as_bytes(), at),
            _ => self.write("new", "", text.as_bytes(), at),
        }
    }

    /// Does something with the newest draft of ours to somebody; tells which mail it was.
    pub fn touch(
        &mut self,
        act: &Act,
        touch: &Touch,
        now: Timestamp,
    ) -> io::Result<Option<ReadBack>> {
        let to_them = |lying: &Lying| lying.mail.to.iter().any(|a| a.email == touch.to);
        let newest = self.drafts()?.into_iter().rfind(|l| l.untouched() && to_them(l));
        let Some(Lying { path, mail }) = newest else { return Ok(None) };
        let bytes = self.rewritten(&mail, touch, now);
        match act {
            Act::Edit(_) => self.write(&format!("{DRAFTS}/cur"), ":2,DS", &bytes, now)?,
            Act::Send(_) => self.write(&format!("{SENT}/cur"), ":2,S", &bytes, now)?,
            Act::Discard(_) | Act::Mail(_) => {}
        }
        fs::remove_file(path)?;
        Ok(Some(mail))
    }

    /// What lies in Drafts, oldest first.
    pub fn drafts(&self) -> io::Result<Vec<Lying>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(self.root.join(DRAFTS).join("cur"))? {
            let path = entry?.path();
            let bytes = fs::read(&path)?;
            let date = crate::message::parse(&bytes).date.map(|date| date.timestamp());
            let mail = assemble::read_back(&bytes);
            all.push((date, mail.to.first().map(|to| to.email.clone()), Lying { path, mail }));
        }
        all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        Ok(all.into_iter().map(|(_, _, lying)| lying).collect())
    }

    /// Copies the drafts to where a client that reads no Maildir can open them.
    pub fn copy(drafts: &[Lying], folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for (draft, number) in drafts.iter().zip(1..) {
            fs::copy(&draft.path, folder.join(format!("draft-{number}.eml")))?;
        }
        Ok(())
    }

    /// A draft as a mail client saves or sends it.
    fn rewritten(&self, mail: &ReadBack, touch: &Touch, now: Timestamp) -> Vec<u8> {
        let parent = mail.in_reply_to.first().cloned();
        let ancestors = mail.references.iter().filter(|id| Some(*id) != parent.as_ref());
        let envelope = Envelope {
            id: MailId(format!("robin.{}@mailbox.example", now.as_second())),
            from: self.me.clone(),
            to: mail.to.clone(),
            subject: mail.subject.clone(),
            ancestors: ancestors.cloned().collect(),
            parent,
            date: now.to_zoned(self.zone.clone()),
        };
        let mut body = mail.body.clone();
        if let Some(fill) = &touch.fill {
            body = filled(&body, fill);
        }
        for (label, note) in &touch.notes {
            body = body.replace(&format!("{label}\n"), &format!("{label} {note}\n"));
        }
        assemble::assemble(&envelope, &body)
    }

    /// Writes a file as Maildir demands: into `tmp` first, then renamed. Its time is the month's.
    fn write(&mut self, part: &str, flags: &str, bytes: &[u8], at: Timestamp) -> io::Result<()> {
        self.count += 1;
        let name = format!("{}.demo{}.robin{flags}", at.as_second(), self.count);
        let folder = self.root.join(part);
        let tmp = folder.with_file_name("tmp").join(&name);
        let mut file = File::create_new(&tmp)?;
        file.write_all(&bytes.iter().copied().filter(|b| *b != b'\r').collect::<Vec<_>>())?;
        file.set_modified(SystemTime::from(at))?;
        fs::rename(&tmp, folder.join(name))
    }
}

/// A text with its first slot filled.
fn filled(body: &str, fill: &str) -> String {
    let slot = body.split_once("[[").and_then(|(before, rest)| {
        let (_, after) = rest.split_once("]]")?;
        Some(format!("{before}{fill}{after}"))
    });
    slot.unwrap_or_else(|| body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn only_the_slot_of_a_draft_is_filled() {
        assert_eq!(
            filled("Dear Ana,\n\n[[One thing.]] Thanks\n", "Ships."),
            "Dear Ana,\n\nShips. Thanks\n"
        );
        assert_eq!(filled("No slot\n", "Ships."), "No slot\n");
    }
}
