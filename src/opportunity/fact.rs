//! The facts that are kept: what one mail said and who wrote it to whom, the user's notes, and his
//! own words. Never a body.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::Said;
use crate::{
    draft::notes::Notes,
    mailbox::AccountName,
    message::{Address, MailId, Message},
    reading::{Kind, Reader, Reading},
};

/// One thing learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fact {
    Mail(Box<Mail>),
    Noted(Noted),
    Said(Said),
}

/// What the user wrote into the notes form of an interview (etiquette §5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    pub at: Timestamp,
    /// The mail that the form's interview is counted from.
    pub anchor: MailId,
    pub notes: Notes,
    /// The day by which the company will answer, as the user noted it.
    pub deadline: Option<Date>,
}

/// A mail that matters, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mail {
    pub id: MailId,
    pub account: AccountName,
    /// The Date header, or when it was received.
    pub at: Timestamp,
    pub from: Option<Address>,
    pub reply_to: Option<Address>,
    /// To and Cc, without the user.
    pub to: Vec<Address>,
    pub subject: String,
    pub in_reply_to: Vec<MailId>,
    pub references: Vec<MailId>,
    pub reading: Reading,
}

impl Mail {
    /// Pairs a message with its reading. A Date header more than a day after the mail was received
    /// is not believed: a wrong clock must not push every schedule into the future.
    pub fn new(
        message: &Message,
        reading: Reading,
        reader: &Reader,
        account: AccountName,
        got: Timestamp,
    ) -> Mail {
        const AHEAD_HOURS_MAX: i64 = 24;
        let ahead = jiff::SignedDuration::from_hours(AHEAD_HOURS_MAX);
        let limit = got.saturating_add(ahead).unwrap_or(Timestamp::MAX);
        let dated = message.date.as_ref().map(jiff::Zoned::timestamp);
        let others = message.to.iter().chain(&message.cc).filter(|a| !reader.is_me(a));
        Mail {
            id: message.id.clone(),
            account,
            at: dated.filter(|at| *at <= limit).unwrap_or(got),
            from: message.from.clone(),
            reply_to: message.reply_to.clone(),
            to: others.cloned().collect(),
            subject: message.subject.clone(),
            in_reply_to: message.in_reply_to.clone(),
            references: message.references.clone(),
            reading,
        }
    }

    /// By the user.
    pub fn own(&self) -> bool {
        self.reading.kind == Kind::OwnSent
    }

    /// Every Message-ID this mail names, its own included.
    pub fn ids(&self) -> impl Iterator<Item = &MailId> {
        std::iter::once(&self.id).chain(self.in_reply_to.iter()).chain(self.references.iter())
    }

    /// A real reply of the company (W5): it takes pending chasers away.
    pub fn real(&self) -> bool {
        !self.reading.reminder
            && match self.reading.kind {
                Kind::AvailabilityRequest
                | Kind::Cancellation
                | Kind::HumanReply
                | Kind::InfoRequest
                | Kind::Invite
                | Kind::NextRound
                | Kind::Offer
                | Kind::Rejection
                | Kind::Reschedule
                | Kind::Update => true,
                Kind::Acknowledgement
                | Kind::AutoReply
                | Kind::JobAlert
                | Kind::Other
                | Kind::Outreach
                | Kind::OwnSent => false,
            }
    }

    /// May begin an opportunity when it belongs to none yet.
    pub fn opens(&self) -> bool {
        match self.reading.kind {
            Kind::Acknowledgement
            | Kind::AvailabilityRequest
            | Kind::InfoRequest
            | Kind::Invite
            | Kind::NextRound
            | Kind::Offer
            | Kind::Outreach
            | Kind::Rejection
            | Kind::Reschedule
            | Kind::Update => true,
            Kind::AutoReply
            | Kind::Cancellation
            | Kind::HumanReply
            | Kind::JobAlert
            | Kind::Other
            | Kind::OwnSent => false,
        }
    }
}
