//! The only place that does I/O, reads a clock, the environment or randomness, or spawns.
//!
//! [`Mailbox`] is what the loop needs of a mail store; `imap` and `maildir` implement it. Every
//! method may be called again after an error: nothing is assumed done unless it returned `Ok`.

pub mod backoff;
pub mod bell;
pub mod clock;
pub mod command;
pub mod connect;
pub mod daemon;
pub mod editor;
pub mod fate;
pub mod files;
pub mod folders;
pub mod imap;
pub mod keyring;
pub mod load;
pub mod log;
pub mod maildir;
pub mod notify;
pub mod secret;
pub mod service;
pub mod source;
pub mod store;
pub mod tend;
pub mod token;

use std::time::Duration;

use jiff::Timestamp;

use crate::mailbox::{Appended, Arrival, Intent, Look, Place};

/// An error by what happens next.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Network, time-out, the server says no for now: back off with a bound and try again.
    #[error("{0}")]
    Retry(String),
    /// The server names its own wait (Exchange throttling): try again after it.
    #[error("{text}")]
    RetryAfter { text: String, wait: Duration },
    /// Wrong configuration, refused log-in, no Drafts: stop this account's work, say what to do.
    #[error("{0}")]
    Refuse(String),
}

/// Where reading stands, per mailbox: kept durably beside the facts it produced.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    pub uid_validity: u32,
    /// The next UID to read (IMAP).
    pub uid_next: u32,
    /// Unique names already read (Maildir), or the UIDs of mails that the server could not give
    /// yet.
    #[serde(default, skip_serializing_if = "std::collections::BTreeSet::is_empty")]
    pub names: std::collections::BTreeSet<String>,
}

/// Marks by mailbox name.
pub type Marks = std::collections::BTreeMap<String, Mark>;

/// Why waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// The server or the file system reported a change.
    Bell,
    /// The time limit passed.
    Timer,
}

/// A mail store with watched mailboxes, a Sent and a Drafts mailbox.
#[expect(async_fn_in_trait, reason = "single-threaded runtime: no Send bound is wanted")]
pub trait Mailbox {
    /// Reads every mail that arrived since `marks` in the watched mailboxes and Sent, streamed, and
    /// not older than `since`; `each` is called once a mail, with the mark that covers it. Sent is
    /// read last. At most `FETCH_BYTES_MAX` bytes of each are fetched.
    async fn read_news(
        &mut self,
        marks: &Marks,
        since: Timestamp,
        each: &mut dyn FnMut(News),
    ) -> Result<(), Trouble>;

    /// Lists Drafts completely.
    async fn look(&mut self) -> Result<Look, Trouble>;

    /// Writes a draft with the `\Draft` flag and verifies it by reading it back.
    async fn append(&mut self, intent: &Intent) -> Result<Appended, Trouble>;

    /// Removes one draft of ours from Drafts after proving by a fresh FETCH that its bytes still
    /// have `baseline`; does nothing when they have not. Whether it is gone, the next look tells.
    async fn retire(
        &mut self,
        place: &Place,
        baseline: &crate::mailbox::Digest,
    ) -> Result<(), Trouble>;

    /// Waits until something rings, or for `limit`. May be dropped.
    async fn wait(&mut self, limit: Duration) -> Result<Ring, Trouble>;
}

/// What [`Mailbox::read_news`] reports.
#[derive(Debug)]
pub enum News {
    /// A mail to read.
    Mail(Arrival),
    /// Everything of this mailbox up to this mark was reported.
    Mark { mailbox: String, mark: Mark },
    /// About how many mails a first scan will report, for a progress bar.
    Expected(u64),
}
