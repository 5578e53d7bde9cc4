//! A mailbox in the file system, as mbsync, OfflineIMAP or Dovecot keep it.
//!
//! What is watched is only ever read: no file is moved from `new` to `cur` and no flag is set.
//! Drafts is the only folder written to. A draft's place is its unique name; the rest of a file's
//! name changes whenever it is synchronised or flagged. Read `layout.rs` and `files.rs` next.

mod files;
mod layout;

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use mail_parser::{Address as ParsedAddress, HeaderValue, MessageParser};

use self::layout::{Folder, Layout};
use super::{Mailbox, Mark, Marks, News, Ring, Trouble, bell::Bell, clock, fate};
use crate::{
    mailbox::{
        Appended, Arrival, Digest, DraftKey, FETCH_BYTES_MAX, Intent, Look, Place, SeenDraft,
    },
    message::{self, Address, MailId},
    settings::MaildirAccount,
};

/// Of a draft at most this much is read for its headers.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// A draft of ours is far smaller; a larger file has other bytes than we wrote.
const DRAFT_BYTES_MAX: usize = 1024 * 1024;
/// Between so many mails the other tasks get their turn.
const MAILS_A_TURN: usize = 64;
/// The flag `D` alone. The draft stays unseen: the count beside Drafts is how the user learns of
/// it, as with the IMAP `\Draft` flag alone.
const FLAGS: &str = ":2,D";

/// One account's Maildirs.
pub struct MaildirMailbox {
    account: MaildirAccount,
    layout: Layout,
    /// Hung up before the first reading, so that nothing arrives unheard in between.
    bell: Option<Bell>,
}

impl MaildirMailbox {
    /// Finds the mailboxes of an account.
    pub fn open(account: &MaildirAccount) -> Result<MaildirMailbox, Trouble> {
        let layout = Layout::find(account)?;
        Ok(MaildirMailbox { account: account.clone(), layout, bell: None })
    }

    /// The names of the mailboxes in use: watched, then Sent (if any), then Drafts.
    pub fn mailboxes(&self) -> (Vec<&str>, Option<&str>, &str) {
        let watched = self.layout.watched.iter().map(|f| f.name.as_str()).collect();
        let sent = self.layout.sent.as_ref().map(|f| f.name.as_str());
        (watched, sent, &self.layout.drafts.name)
    }

    fn hang_bell(&mut self) {
        let Layout { watched, drafts, sent } = &self.layout;
        let folders = watched.iter().chain(sent).chain([drafts]);
        if self.bell.is_none() {
            let parts = folders.flat_map(|f| ["new", "cur"].map(|part| f.path.join(part)));
            self.bell = Bell::over(parts);
        }
    }

    /// What lies in the mailboxes and was not read yet, Sent last.
    fn unread(&self, marks: &Marks, since: Timestamp) -> Result<Vec<Unread>, Trouble> {
        let watched = self.layout.watched.iter().map(|folder| (folder, false));
        let sent = self.layout.sent.iter().map(|folder| (folder, true));
        watched
            .chain(sent)
            .map(|(folder, in_sent)| Unread::list(folder, in_sent, marks.get(&folder.name), since))
            .collect()
    }
}

impl Mailbox for MaildirMailbox {
    async fn read_news(
        &mut self,
        marks: &Marks,
        since: Timestamp,
        each: &mut dyn FnMut(News),
    ) -> Result<(), Trouble> {
        if self.layout.sent.is_none() {
            self.layout = Layout::find(&self.account)?;
        }
        self.hang_bell();
        let unread = self.unread(marks, since)?;
        if unread.iter().any(|mailbox| !marks.contains_key(&mailbox.folder.name)) {
            let count: usize = unread.iter().map(|mailbox| mailbox.mails.len()).sum();
            each(News::Expected(count as u64));
        }
        for mailbox in unread {
            let known = marks.get(&mailbox.folder.name);
            mailbox.read(known, each).await?;
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<Look, Trouble> {
        let drafts = &self.layout.drafts.path;
        let mut look = Look { uid_next: files::stamp(drafts)?, ..Look::default() };
        for (name, path) in files::list_surely(drafts)? {
            if let Some(draft) = seen(drafts, name, &path)? {
                look.drafts.push(draft);
            }
        }
        Ok(look)
    }

    async fn append(&mut self, intent: &Intent) -> Result<Appended, Trouble> {
        let drafts = &self.layout.drafts.path;
        let name = clock::unique_name();
        let tmp = drafts.join("tmp").join(&name);
        let cur = drafts.join("cur").join(format!("{name}{FLAGS}"));
        // A Maildir's lines end with LF alone.
        let written = write_new(&tmp, &without_cr(&intent.bytes)).and_then(|()| {
            fate::step();
            fs::rename(&tmp, &cur)
        });
        if let Err(error) = written {
            fs::remove_file(&tmp).ok();
            return Err(trouble("Write a draft to", drafts, &error));
        }
        if sync_folder(&drafts.join("cur")).is_err() {
            return Ok(Appended::Doubtful);
        }
        let stored = files::read(drafts, &cur, DRAFT_BYTES_MAX);
        Ok(match stored {
            Ok(Some(bytes)) if Digest::of(&bytes) == Digest::of(&intent.bytes) => {
                Appended::Stored { place: Place::File(name), baseline: Digest::of(&bytes) }
            }
            Ok(_) | Err(_) => Appended::Doubtful,
        })
    }

    async fn retire(&mut self, place: &Place, baseline: &Digest) -> Result<(), Trouble> {
        let Place::File(name) = place else {
            return Ok(());
        };
        let drafts = &self.layout.drafts.path;
        let Some(path) = files::list_surely(drafts)?.remove(name) else {
            return Ok(());
        };
        if files::is_trashed(&path) {
            return Ok(());
        }
        match remove_untouched(&path, baseline) {
            Ok(()) => Ok(()),
            // Renamed or removed under our hands: the next look tells.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(trouble("Remove a draft from", drafts, &error)),
        }
    }

    async fn wait(&mut self, limit: Duration) -> Result<Ring, Trouble> {
        self.hang_bell();
        match &self.bell {
            Some(bell) => Ok(bell.wait(limit).await),
            None => {
                tokio::time::sleep(limit).await;
                Ok(Ring::Timer)
            }
        }
    }
}

/// One mailbox's mail that was not read yet, oldest first.
struct Unread {
    folder: Folder,
    in_sent: bool,
    /// Every unique name that lies there.
    names: BTreeSet<String>,
    mails: Vec<(Timestamp, String, PathBuf)>,
}

impl Unread {
    fn list(
        folder: &Folder,
        in_sent: bool,
        mark: Option<&Mark>,
        since: Timestamp,
    ) -> Result<Unread, Trouble> {
        let mut unread =
            Unread { folder: folder.clone(), in_sent, names: BTreeSet::new(), mails: Vec::new() };
        for (name, path) in files::list(&folder.path)? {
            if !mark.is_some_and(|mark| mark.names.contains(&name)) {
                match files::written_at(&path) {
                    Some(at) if at >= since => unread.mails.push((at, name.clone(), path)),
                    Some(_) => {}
                    // Renamed since it was listed, so it is recent: reading finds it by its name.
                    None if path.is_dir() => continue,
                    None => unread.mails.push((clock::now(), name.clone(), path)),
                }
            }
            unread.names.insert(name);
        }
        unread.mails.sort();
        Ok(unread)
    }

    async fn read(self, known: Option<&Mark>, each: &mut dyn FnMut(News)) -> Result<(), Trouble> {
        let mut mark = Mark { names: self.names, ..Mark::default() };
        for (count, (received, name, path)) in self.mails.into_iter().enumerate() {
            if count % MAILS_A_TURN == MAILS_A_TURN - 1 {
                tokio::task::yield_now().await;
            }
            let Some(bytes) = files::read(&self.folder.path, &path, FETCH_BYTES_MAX)? else {
                mark.names.remove(&name);
                continue;
            };
            each(News::Mail(Arrival {
                mailbox: self.folder.name.clone(),
                in_sent: self.in_sent,
                received,
                bytes,
            }));
        }
        if known != Some(&mark) {
            let mailbox = self.folder.name;
            each(News::Mark { mailbox, mark });
        }
        Ok(())
    }
}

/// A draft as it lies there; `None` when it vanished since it was listed.
fn seen(drafts: &Path, name: String, path: &Path) -> Result<Option<SeenDraft>, Trouble> {
    let Some(head) = files::read(drafts, path, HEADER_BYTES_MAX)? else {
        return Ok(None);
    };
    let mut draft = headers(&head);
    draft.place = Place::File(name);
    draft.deleted = files::is_trashed(path);
    if draft.to_self() || draft.id.as_ref().and_then(DraftKey::of).is_some() {
        match files::read(drafts, path, DRAFT_BYTES_MAX)? {
            Some(bytes) => {
                draft.digest = Some(Digest::of(&bytes));
                draft.note = draft.to_self().then(|| message::parse(&bytes).noted());
            }
            None => return Ok(None),
        }
    }
    Ok(Some(draft))
}

/// What the headers of a draft say; of one without any, nothing.
fn headers(head: &[u8]) -> SeenDraft {
    let parser = MessageParser::new().with_minimal_headers().with_message_ids();
    let message = parser.parse_headers(head).filter(|message| !message.parts.is_empty());
    let message = message.as_ref();
    let senders = message.map(|m| addresses(m.from()));
    SeenDraft {
        place: Place::File(String::new()),
        id: message.and_then(message_id),
        in_reply_to: message.map(|m| ids(m.in_reply_to())).unwrap_or_default(),
        references: message.map(|m| ids(m.references())).unwrap_or_default(),
        from: senders.and_then(|list| list.into_iter().next()),
        to: message.map(|m| addresses(m.to())).unwrap_or_default(),
        subject: message.and_then(|m| m.subject()).unwrap_or_default().to_owned(),
        digest: None,
        deleted: false,
        note: None,
        sent: false,
    }
}

fn message_id(message: &mail_parser::Message<'_>) -> Option<MailId> {
    message.message_id().map(|id| MailId(id.to_owned()))
}

fn ids(value: &HeaderValue<'_>) -> Vec<MailId> {
    let list = value.as_text_list().unwrap_or_default();
    list.iter().map(|id| MailId(id.to_string())).collect()
}

fn addresses(value: Option<&ParsedAddress<'_>>) -> Vec<Address> {
    let all = value.into_iter().flat_map(|list| list.iter());
    all.filter_map(|address| {
        Some(Address {
            name: address.name().map(str::to_owned),
            email: address.address()?.to_lowercase(),
        })
    })
    .collect()
}

fn without_cr(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match line {
            [body @ .., b'\r', b'\n'] => {
                out.extend_from_slice(body);
                out.push(b'\n');
            }
            rest => out.extend_from_slice(rest),
        }
    }
    out
}

/// Writes a file that must not exist yet, down to the disk.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fate::step();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    fate::step();
    file.write_all(bytes)?;
    fate::step();
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    fate::step();
    File::open(path)?.sync_all()
}

/// Removes a draft of ours that has the bytes we wrote, and nothing else.
fn remove_untouched(path: &Path, baseline: &Digest) -> io::Result<()> {
    let before = fs::symlink_metadata(path)?;
    let bytes = fs::read(path)?;
    let id = headers(&bytes).id;
    if id.as_ref().and_then(DraftKey::of).is_none() || Digest::of(&bytes) != *baseline {
        return Ok(());
    }
    // The same file as was read, not one that took its name meanwhile.
    let state = |m: &fs::Metadata| (m.dev(), m.ino(), m.size(), m.mtime(), m.mtime_nsec());
    if before.is_file() && state(&before) == state(&fs::symlink_metadata(path)?) {
        fate::step();
        fs::remove_file(path)?;
        path.parent().map_or(Ok(()), sync_folder)?;
    }
    Ok(())
}

/// A file system's error by what happens next.
fn trouble(attempt: &str, path: &Path, error: &io::Error) -> Trouble {
    let text = format!("{attempt} {}: {error}", path.display());
    match error.kind() {
        // A service's own sandbox knows the Maildirs of the configuration it was installed with.
        ErrorKind::ReadOnlyFilesystem => Trouble::Refuse(format!(
            "{text}; as a service, run \"afterword service install\" again"
        )),
        ErrorKind::PermissionDenied | ErrorKind::NotADirectory => Trouble::Refuse(text),
        // A missing folder is most often a disk that is not mounted yet.
        _ => Trouble::Retry(text),
    }
}
