//! Bytes → [`Message`]: headers, the text its sender wrote, quoted text, calendar parts, defects.
//!
//! Never fails: odd input gives a message with defects. Knows nothing of hiring; `reading` is next.

mod clean;
mod forward;
mod html;
mod parse;
mod quote;
mod signature;

pub use clean::plain;
pub use parse::parse;
pub use signature::is_closing;

use jiff::Zoned;
use serde::{Deserialize, Serialize};

/// A Message-ID (RFC 5322 §3.6.4) without its angle brackets, or one made from the bytes' hash
/// where the mail has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MailId(pub String);

/// A mailbox address (RFC 5322 §3.4): display name, if any, and the address in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    pub name: Option<String>,
    pub email: String,
}

/// A mail as its sender meant it.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: MailId,
    /// The Date header with its own offset.
    pub date: Option<Zoned>,
    pub from: Option<Address>,
    pub sender: Option<Address>,
    pub reply_to: Option<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    /// Decoded, white space folded, invisible characters removed.
    pub subject: String,
    pub in_reply_to: Vec<MailId>,
    pub references: Vec<MailId>,
    /// Headers that say how the mail came to be, lower-case names (auto-submitted, precedence,
    /// list-id, list-unsubscribe, x-autoreply, return-path, content-type, …).
    pub headers: Vec<(String, String)>,
    /// What the sender wrote in this mail: no quoted text, no signature, no footer.
    pub own: String,
    /// The signature block and footer below the own text, if any.
    pub signature: String,
    /// Quoted mail below (or between), `>` marks removed.
    pub quoted: String,
    /// iCalendar text of each calendar part, without duplicates.
    pub calendars: Vec<String>,
    pub defects: Vec<String>,
}

impl Message {
    /// Everything the author wrote, for a mail to himself: a filled form may look signed or quoted.
    pub fn noted(&self) -> String {
        [self.own.as_str(), &self.signature, &self.quoted].join("\n")
    }

    /// From its author to himself alone.
    pub fn to_self(&self) -> bool {
        matches!((&self.from, self.to.as_slice()), (Some(from), [to]) if from.email == to.email)
            && self.cc.is_empty()
    }
}
