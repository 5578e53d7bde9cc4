//! [`Message`](crate::message::Message) → [`Reading`]: what kind of mail it is and what it says,
//! with named evidence.
//!
//! Sees one mail alone; must not know opportunities, schedules or drafts. Read `opportunity` next.

use jiff::{Zoned, civil::Date};
use serde::{Deserialize, Serialize};

use crate::message::Address;

/// What kind of mail this is (contract.md names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Acknowledgement,
    AutoReply,
    AvailabilityRequest,
    Cancellation,
    HumanReply,
    InfoRequest,
    Invite,
    JobAlert,
    NextRound,
    Offer,
    Other,
    Outreach,
    OwnSent,
    Rejection,
    Reschedule,
    Update,
}

/// The language of a mail and so of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    De,
    En,
    Es,
    Fr,
    /// A language we have no words for (W11).
    Other,
}

/// How formally the mail addresses its reader (du/Sie, tu/vous, tú/usted).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Register {
    Familiar,
    Formal,
}

/// Somebody named in a mail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub email: Option<String>,
    pub title: Option<String>,
}

/// A definite interview time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    pub start: Zoned,
    /// None when the mail does not say how long it lasts.
    pub end: Option<Zoned>,
}

/// The calendar event behind an invite (RFC 5545 UID and SEQUENCE).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRef {
    pub uid: String,
    pub sequence: i64,
}

/// What the sender's address can do with an answer (T5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answerability {
    /// no-reply, notification, scheduler: nobody reads there.
    Deaf,
    /// A person, a group mailbox, or a relay that takes answers.
    Hears,
}

/// One piece of evidence: a reason from a closed list, and the words that gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub reason: String,
    pub text: String,
}

/// What one mail says, seen alone. Unknown is `None` or empty, never a guess.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub kind: Kind,
    /// False when rule W11 applies: in doubt, do less.
    pub certain: bool,
    /// True when the mail only repeats an interview already announced.
    pub reminder: bool,
    pub company: Option<String>,
    pub role: Option<String>,
    pub interview: Option<Appointment>,
    pub interviewers: Vec<Person>,
    pub calendar: Option<CalendarRef>,
    /// The human who writes: name from the display name or the signature, address if it hears,
    /// title from the signature.
    pub writer: Option<Person>,
    /// How the writer signs ("Priya"), for the greeting of an answer.
    pub signs_as: Option<String>,
    /// Sent by a recruiting system, scheduler or relay rather than from the company's own mail.
    pub platform: bool,
    pub answerability: Answerability,
    /// The day by which the company said it would answer.
    pub deadline: Option<Date>,
    /// The day by which the *candidate* must act (offer expiry, due date).
    pub action_by: Option<Date>,
    /// An auto-reply's return date (W6).
    pub returns: Option<Date>,
    /// The mail wants something from the candidate (W7): times, references, a task, a confirmation.
    pub asks: bool,
    /// A cancellation without a new date says that the role is gone, not only on hold.
    pub role_gone: bool,
    /// What the interview is about, in the mail's own words ("backfills", "Architecture review").
    pub topic: Option<String>,
    pub language: Language,
    pub register: Register,
    pub reasons: Vec<Evidence>,
    pub defects: Vec<String>,
}

/// Who reads, and where: what the mail itself cannot say.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The user's own addresses, lower case.
    pub me: Vec<String>,
    /// The user's display name, if configured.
    pub name: Option<String>,
    pub zone: jiff::tz::TimeZone,
}

impl Reader {
    /// Whether an address is the user's own.
    pub fn is_me(&self, address: &Address) -> bool {
        self.me.iter().any(|mine| mine.eq_ignore_ascii_case(&address.email))
    }
}

mod appointment;
pub mod calendar;
mod company;
mod concept;
pub mod deadline;
mod evidence;
mod kind;
mod language;
mod lexicon;
mod names;
mod people;
mod phrase;
mod promise;
mod quoted;
mod read;
mod role;
pub mod sender;
mod spelling;
mod text;
mod trie;
mod vote;
pub mod when;

pub use read::{features, read};
