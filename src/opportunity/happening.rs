//! What happened, each with the rule and the reason behind it: the lines of `replay`, `why`,
//! `demo`.

use jiff::{Timestamp, Zoned, civil::Date};
use serde::{Deserialize, Serialize};

use super::OpportunityId;
use crate::message::MailId;

/// A rule of etiquette (section 2), by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    C1,
    C2,
    C3,
    C4,
    C5,
    C6,
    N3,
    N4,
    T1,
    T2,
    T3,
    T5,
    W1,
    W2,
    W3,
    W4,
    W5,
    W6,
    W7,
    W9,
    W10,
    W11,
    W12,
    /// Section 5: the notes form.
    Notes,
}

/// Why something happened: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    Announced,
    Answered,
    AsksTheCandidate,
    Cancelled,
    CompanyWrote,
    DateStated,
    DeadlinePassed,
    FirstMail,
    InDoubt,
    InterviewEnded,
    Moved,
    NoLongerTimely,
    Noted,
    OfferMade,
    OnHold,
    PatiencePassed,
    Refused,
    RoleGone,
    Said,
    SilenceAfterCompany,
    SilenceAfterInterview,
    SilenceAfterTouch,
    Taken,
    UserWrote,
}

impl Reason {
    /// The reason as a sentence for people.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Announced => "an interview was announced",
            Reason::Answered => "the company answered",
            Reason::AsksTheCandidate => "the company waits for you",
            Reason::Cancelled => "the interview was cancelled",
            Reason::CompanyWrote => "the company wrote",
            Reason::DateStated => "the company named a date",
            Reason::DeadlinePassed => "the date they named has passed",
            Reason::FirstMail => "the first mail about it",
            Reason::InDoubt => "in doubt, nothing is done",
            Reason::InterviewEnded => "the interview is over",
            Reason::Moved => "the interview was moved",
            Reason::NoLongerTimely => "its time is over",
            Reason::Noted => "you noted it",
            Reason::OfferMade => "they made an offer",
            Reason::OnHold => "the role is on hold",
            Reason::PatiencePassed => "no answer came",
            Reason::Refused => "they declined",
            Reason::RoleGone => "the role is gone",
            Reason::Said => "you said so",
            Reason::SilenceAfterCompany => "silence since their last message",
            Reason::SilenceAfterInterview => "silence since the interview",
            Reason::SilenceAfterTouch => "silence since your last message",
            Reason::Taken => "it is yours now: edited, sent or thrown away",
            Reason::UserWrote => "you wrote yourself",
        }
    }
}

/// What happened (contract.md `event`); drafts and withdrawals are told by `step`.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    Accepted,
    Answered { yes: bool },
    Closed,
    Deadline { date: Date },
    Held,
    Interview { start: Zoned, end: Option<Zoned> },
    InterviewDropped { start: Zoned, end: Option<Zoned> },
    InterviewMoved { start: Zoned, end: Option<Zoned> },
    Offered,
    Opened,
    Ours,
    Paused,
    Reopened,
    Reply,
    Resumed,
    Review,
    Rival { date: Date },
    Snoozed { until: Date },
    Touch,
}

/// One line of an opportunity's story.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    pub at: Timestamp,
    pub opportunity: OpportunityId,
    pub event: Event,
    /// None: time alone.
    pub because: Option<MailId>,
    pub rule: Option<Rule>,
    pub reason: Reason,
}
