//! What the core knows of a mailbox: places, drafts as seen, and the draft to be written. Values
//! only.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::message::{Address, MailId};

/// The name of a configured account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountName(pub String);

/// Identifies one draft that the rules want: a hash over the user's address, the step, the
/// recipient and the fact its moment is counted from. The same key never yields two drafts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftKey(pub String);

/// The domain of our Message-IDs: `<key@afterword.invalid>` (RFC 2606 reserves `.invalid`).
pub const TOKEN_DOMAIN: &str = "afterword.invalid";

impl DraftKey {
    /// The Message-ID of the draft with this key.
    pub fn message_id(&self) -> MailId {
        MailId(format!("{}@{TOKEN_DOMAIN}", self.0))
    }

    /// The key in a Message-ID of ours, `None` for anybody else's.
    pub fn of(id: &MailId) -> Option<DraftKey> {
        let local = id.0.strip_suffix(TOKEN_DOMAIN)?.strip_suffix('@')?;
        (local.len() == 32 && local.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| DraftKey(local.into()))
    }
}

/// SHA-256 of a mail's bytes with line ends normalised to CRLF.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Hashes a mail; LF and CRLF line ends give the same digest, since stores differ in them.
    pub fn of(bytes: &[u8]) -> Digest {
        let mut hash = Sha256::new();
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            match line {
                [body @ .., b'\r', b'\n'] | [body @ .., b'\n'] => {
                    hash.update(body);
                    hash.update(b"\r\n");
                }
                rest => hash.update(rest),
            }
        }
        Digest(hash.finalize().into())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(6).try_for_each(|b| write!(f, "{b:02x}"))
    }
}

/// Where a draft lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// A Maildir file by its unique name (before the `:2,` flags and any `,U=`).
    File(String),
    /// IMAP UIDVALIDITY and UID (RFC 3501 §2.3.1.1).
    Uid { validity: u32, uid: u32 },
}

/// One message in Drafts, as the last complete listing showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenDraft {
    pub place: Place,
    pub id: Option<MailId>,
    pub in_reply_to: Vec<MailId>,
    pub references: Vec<MailId>,
    pub from: Option<Address>,
    pub to: Vec<Address>,
    pub subject: String,
    /// Of the whole message; only fetched for drafts that carry one of our Message-IDs.
    pub digest: Option<Digest>,
    /// Flagged `\Deleted` (IMAP) or `T` (Maildir): as good as gone.
    pub deleted: bool,
    /// The text of a mail from its author to himself: a notes form, perhaps.
    pub note: Option<String>,
    /// Gmail: also carries the Sent label, so it is not a draft any more.
    pub sent: bool,
}

impl SeenDraft {
    /// From somebody to himself alone.
    pub fn to_self(&self) -> bool {
        matches!((&self.from, self.to.as_slice()), (Some(from), [to]) if from.email == to.email)
    }
}

/// A complete listing of Drafts. A listing that was cut short is an error, never a `Look`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// 0 for a Maildir.
    pub uid_validity: u32,
    /// For a Maildir another number whenever a message came or went.
    pub uid_next: u32,
    pub drafts: Vec<SeenDraft>,
}

/// A draft about to be written: recorded durably before the APPEND.
#[derive(Clone, PartialEq, Eq)]
pub struct Intent {
    pub key: DraftKey,
    pub account: AccountName,
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Intent({}, {} bytes)", self.key.0, self.bytes.len())
    }
}

/// What became of an APPEND.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// A tagged OK, and a fresh FETCH showed the message: where, and with which bytes.
    Stored { place: Place, baseline: Digest },
    /// A tagged NO or BAD: nothing was stored.
    Refused { text: String },
    /// The answer was lost, or OK stored nothing that a FETCH could find: only the next look can
    /// tell.
    Doubtful,
}

/// A mail found in a watched mailbox or in Sent.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The mailbox's name as configured or found.
    pub mailbox: String,
    /// In Sent: the user's own.
    pub in_sent: bool,
    /// INTERNALDATE, or the file's time.
    pub received: Timestamp,
    /// At most [`FETCH_BYTES_MAX`] bytes.
    pub bytes: Vec<u8>,
}

/// Of a mail at most this much is fetched and read.
pub const FETCH_BYTES_MAX: usize = 256 * 1024;
