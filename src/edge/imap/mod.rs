//! A mailbox on an IMAP server: one connection, from log-in to loss.
//!
//! After any error that [`ImapMailbox::is_lost`] confirms, drop it and connect again; nothing is
//! assumed done unless a method returned `Ok`. Read `command` for what counts as success, `guard`
//! for what a server may send, and `news`, `look`, `append`, `retire` and `ring` for the work.

mod answer;
mod append;
mod boxes;
mod command;
mod fetch;
mod guard;
mod login;
mod look;
mod names;
mod news;
mod retire;
mod ring;
mod tls;

use std::{collections::BTreeMap, time::Duration};

use async_imap::imap_proto::{MailboxDatum, Response, ResponseCode};
use jiff::Timestamp;
use tokio::time::Instant;

use self::{
    answer::{Answer, Fault},
    boxes::{BoxName, Boxes},
    command::Line,
};
use super::{Mailbox, Marks, News, Ring, Trouble, secret::Secret};
use crate::{
    mailbox::{Appended, Digest, Intent, Look, Place},
    settings::ImapAccount,
};

/// A connected and logged-in account.
pub struct ImapMailbox {
    line: Line,
    capabilities: Vec<String>,
    boxes: Boxes,
    /// Digests of our own drafts by UIDVALIDITY and UID, whose bytes never change
    /// (RFC 3501 §2.3.1.1).
    digests: BTreeMap<(u32, u32), look::Whole>,
    /// The first watched mailbox as last read: what rings must differ from it.
    read: Option<Opened>,
    /// When the mails that the server still owes were last asked for, by mailbox.
    owed_asked: BTreeMap<String, Instant>,
    /// The server answered IDLE with NO or BAD.
    idle_refused: bool,
    /// EXAMINE does not tell UIDNEXT (Courier).
    silent_on_uid_next: bool,
}

/// What `afterword check` tells of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    pub capabilities: Vec<String>,
    pub drafts: String,
    pub sent: String,
    pub trash: Option<String>,
    pub watched: Vec<String>,
    /// "TLS 1.3", "TLS 1.2" or "none".
    pub protection: String,
    /// How a draft that is not wanted any more goes.
    pub removal: Removal,
    /// The server tells of new mail by itself.
    pub idle: bool,
}

/// The ways to remove one draft and no other, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// UID EXPUNGE (RFC 4315).
    Expunge,
    /// MOVE to Trash (RFC 6851).
    Move,
    /// Only flagged `\Deleted`: the mail client purges it.
    Flag,
}

/// A mailbox as EXAMINE or SELECT showed it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Opened {
    validity: u32,
    /// Courier does not say.
    uid_next: Option<u32>,
    exists: u32,
    read_only: bool,
}

impl ImapMailbox {
    /// Connects, logs in and finds the mailboxes. The secret is a password or an access token, as
    /// the account says.
    pub async fn connect(
        account: &ImapAccount,
        secret: Option<Secret>,
    ) -> Result<ImapMailbox, Trouble> {
        let opened = tls::open(account).await?;
        let mut line = Line::new(opened.stream);
        let greeted = match opened.greeted {
            // What was said before STARTTLS is not to be trusted (RFC 3501 §6.2.1).
            true => None,
            false => line.greeting().await.map_err(|fault| fault.during("Greet"))?,
        };
        let capabilities = login::log_in(&mut line, account, secret.as_ref(), greeted).await?;
        let boxes = boxes::find(&mut line, account).await?;
        Ok(ImapMailbox {
            line,
            capabilities,
            boxes,
            digests: BTreeMap::new(),
            read: None,
            owed_asked: BTreeMap::new(),
            idle_refused: false,
            silent_on_uid_next: false,
        })
    }

    /// The connection is of no use any more: connect again.
    pub fn is_lost(&self) -> bool {
        self.line.is_lost()
    }

    /// What was found at log-in.
    pub fn findings(&self) -> Findings {
        Findings {
            capabilities: self.capabilities.clone(),
            drafts: self.boxes.drafts.name.clone(),
            sent: self.boxes.sent.name.clone(),
            trash: self.boxes.trash.as_ref().map(|trash| trash.name.clone()),
            watched: self.boxes.watched.iter().map(|at| at.name.clone()).collect(),
            protection: self.line.protection().to_owned(),
            removal: self.removal(),
            idle: self.idles(),
        }
    }

    /// Says good-bye; a server that does not answer is left all the same.
    pub async fn log_out(mut self) {
        const GOODBYE_LIMIT: Duration = Duration::from_secs(5);
        let _ = tokio::time::timeout(GOODBYE_LIMIT, self.line.run("LOGOUT", &mut |_| ())).await;
    }

    fn has(&self, capability: &str) -> bool {
        login::has(&self.capabilities, capability)
    }

    fn gmail(&self) -> bool {
        self.has("X-GM-EXT-1")
    }

    fn idles(&self) -> bool {
        self.has("IDLE") && !self.idle_refused
    }

    fn removal(&self) -> Removal {
        if self.has("UIDPLUS") {
            Removal::Expunge
        } else if self.has("MOVE") && self.boxes.trash.is_some() {
            Removal::Move
        } else {
            Removal::Flag
        }
    }

    /// Opens a mailbox: read-only with EXAMINE, for writing with SELECT (Drafts alone).
    async fn open(&mut self, verb: &str, at: &BoxName) -> Result<Opened, Trouble> {
        let mut opened = Opened::default();
        let command = format!("{verb} {}", at.wire);
        let outcome = self.line.run(&command, &mut |response| note(&mut opened, response)).await;
        let name = &at.name;
        match outcome {
            Ok(done) if opened.validity > 0 => {
                opened.read_only = done.read_only;
                self.silent_on_uid_next |= opened.uid_next.is_none();
                Ok(opened)
            }
            Ok(_) => Err(Trouble::Retry(format!("Open {name}: the server gives no UIDVALIDITY"))),
            // RFC 5530 §3: no right to it. A mailbox that is gone is looked for at the next
            // connect.
            Err(Fault::No(Answer { code, text })) if code == "NOPERM" => {
                Err(Trouble::Refuse(format!("The mailbox {name} may not be opened: {text}")))
            }
            Err(fault) => Err(fault.during(&format!("Open {name}"))),
        }
    }

    async fn examine(&mut self, at: &BoxName) -> Result<Opened, Trouble> {
        self.open("EXAMINE", at).await
    }
}

/// Notes what an untagged response says of the open mailbox.
fn note(opened: &mut Opened, response: &Response<'_>) {
    match response {
        Response::MailboxData(MailboxDatum::Exists(count)) => opened.exists = *count,
        Response::Expunge(_) => opened.exists = opened.exists.saturating_sub(1),
        Response::Data { outcome, .. } => match &outcome.code {
            Some(ResponseCode::UidValidity(validity)) => opened.validity = *validity,
            Some(ResponseCode::UidNext(next)) => opened.uid_next = Some(*next),
            _ => {}
        },
        _ => {}
    }
}

impl Mailbox for ImapMailbox {
    async fn read_news(
        &mut self,
        marks: &Marks,
        since: Timestamp,
        each: &mut dyn FnMut(News),
    ) -> Result<(), Trouble> {
        self.read_all(marks, since, each).await
    }

    async fn look(&mut self) -> Result<Look, Trouble> {
        self.look_at_drafts().await
    }

    async fn append(&mut self, intent: &Intent) -> Result<Appended, Trouble> {
        self.append_draft(intent).await
    }

    async fn retire(&mut self, place: &Place, baseline: &Digest) -> Result<(), Trouble> {
        self.retire_draft(place, baseline).await
    }

    async fn wait(&mut self, limit: Duration) -> Result<Ring, Trouble> {
        self.wait_for_ring(limit).await
    }
}
