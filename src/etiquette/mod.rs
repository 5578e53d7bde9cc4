//! Which drafts should lie in Drafts now, why, and when that answer next changes.
//!
//! A function of (policy, opportunities, ledger, now); nothing here remembers or decides twice.
//! Read `draft` next.

pub mod answers;
pub mod calendar_days;
pub mod chasers;
pub mod moments;
pub mod plan;
pub mod preset;
pub mod thanks;

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    draft::{Addressee, Brief, Me, Step, own::OwnWords},
    mailbox::{AccountName, DraftKey},
    message::MailId,
    opportunity::{OpportunityId, Parent, Reason, Rule},
};

pub use plan::{Foreseen, Plan, Standing, plan};

/// Everything the user chose: an argument of every decision, never state.
#[derive(Debug, Clone)]
pub struct Policy {
    pub me: Me,
    /// The user's own addresses, lower case.
    pub addresses: Vec<String>,
    pub zone: TimeZone,
    pub preset: preset::Preset,
    pub holidays: calendar_days::Holidays,
    pub mornings: calendar_days::Mornings,
    /// Sentences of the user's own.
    pub words: OwnWords,
}

/// A draft that the rules want at a moment.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub key: DraftKey,
    pub opportunity: OpportunityId,
    pub account: AccountName,
    pub step: Step,
    pub to: Option<Addressee>,
    /// The moment the draft is due: also its Date.
    pub due: Timestamp,
    /// May be made now; a wanted draft that may not be made is only kept.
    pub timely: bool,
    pub parent: Parent,
    /// The fact its moment is counted from.
    pub because: MailId,
    pub rule: Rule,
    pub reason: Reason,
    pub brief: Brief,
}
