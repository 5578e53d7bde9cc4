//! Which hiring process a mail belongs to, and what is known of each: facts, correlation, fold.
//!
//! A fold of facts in order of their time: no clock, no schedule, no decision about drafts.
//! Read `etiquette` next.

pub mod correlate;
pub mod fact;
pub mod fold;
pub mod happening;
pub mod interviews;
pub mod lend;
pub mod names;
pub mod people;
pub mod said;
pub mod touches;

use jiff::{Timestamp, Zoned, civil::Date};

use crate::{
    mailbox::AccountName,
    message::{Address, MailId},
    reading::{Answerability, Language, Person, Register, sender},
};

pub use fact::{Fact, Mail, Noted};
pub use happening::{Event, Happening, Reason, Rule};
pub use said::{Rest, Rival, Said, Word};

/// An opportunity's number, in order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpportunityId(pub u32);

/// One hiring process: a company, a role, its threads, contacts, interviews and touches.
#[derive(Debug, Clone)]
pub struct Opportunity {
    pub id: OpportunityId,
    pub company: Option<String>,
    pub role: Option<String>,
    pub opened: Timestamp,
    /// Every mail of it, and every Message-ID they refer to.
    pub thread: std::collections::BTreeSet<MailId>,
    pub mails: Vec<MailId>,
    pub contacts: Vec<Contact>,
    pub interviews: Vec<Interview>,
    /// When the first interview of the current round was announced (W4).
    pub round_since: Option<Timestamp>,
    pub rounds: u32,
    pub stage: Stage,
    /// Only unasked recruiting mail so far, and no answer to it.
    pub lead: bool,
    /// The company's mail that waits for the user (W7).
    pub ours: Option<Moment>,
    /// It waits for no more than a word about an interview's time, and so until the interview.
    pub to_confirm: bool,
    /// The user's mail that gave the ball back.
    pub returned: Option<Moment>,
    pub deadline: Option<Deadline>,
    /// The company's latest real message (W5).
    pub last_word: Option<Moment>,
    /// The user's mails to the company, oldest first.
    pub touches: Vec<Touch>,
    /// A mail that asks for an answer of its own: acknowledgement, reply to rejection or offer.
    pub answerable: Option<Answerable>,
    /// A reply to the refusal or the offer was due already (C1, C3).
    pub farewell: bool,
    /// A mail in doubt: chasers are held until the company writes plainly (W11).
    pub doubt: Option<Moment>,
    /// The user wants nothing new to appear.
    pub paused: Option<Moment>,
    /// The user put the chasers off, or let them go on.
    pub rest: Option<Rest>,
    /// An offer of another company, of which this one should know (C4).
    pub rival: Option<Rival>,
    /// Every mail so far came from a job board that takes no answers (T7).
    pub elsewhere: bool,
    /// People away until a date (W6), by address.
    pub away: std::collections::BTreeMap<String, Date>,
    /// Friends to whom the user showed the thread.
    pub outsiders: std::collections::BTreeSet<String>,
    /// The company's mails that a draft may answer, oldest first (T6).
    pub letters: Vec<Letter>,
    pub language: Language,
    pub register: Register,
}

/// A mail of the company, as a parent for drafts.
#[derive(Debug, Clone)]
pub struct Letter {
    pub parent: Parent,
    /// The human who wrote it.
    pub writer: Option<String>,
    /// Came from an address that takes answers.
    pub hears: bool,
}

/// A mail and its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    pub mail: MailId,
}

/// Somebody of the company, or a mailbox of it.
#[derive(Debug, Clone)]
pub struct Contact {
    pub name: Option<String>,
    pub email: String,
    pub title: Option<String>,
    pub signs_as: Option<String>,
    /// When the address became known.
    pub since: Timestamp,
    /// When they last wrote.
    pub wrote: Option<Timestamp>,
    /// Wrote as a human who runs the process (not as an interviewer saying thanks).
    pub runs_process: bool,
}

/// An interview that was announced.
#[derive(Debug, Clone)]
pub struct Interview {
    /// The mail that fixed its present time: what its drafts are counted from.
    pub anchor: MailId,
    pub announced: Timestamp,
    /// Calendar UIDs of its sessions.
    pub uids: Vec<String>,
    pub sequence: i64,
    pub start: Zoned,
    /// As stated; the rules assume 60 minutes where unknown.
    pub end: Option<Zoned>,
    pub panel: Vec<Person>,
    pub topic: Option<String>,
    pub round: u32,
    pub dropped: bool,
    pub parent: Parent,
    /// What the user noted afterwards.
    pub notes: Option<Noted>,
}

/// A mail that a draft answers: for In-Reply-To, References and `Re:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    pub mail: MailId,
    pub at: Timestamp,
    pub references: Vec<MailId>,
    pub subject: String,
    pub account: AccountName,
}

impl Parent {
    pub fn of(mail: &Mail) -> Parent {
        let mut references = mail.references.clone();
        if references.is_empty() {
            references.clone_from(&mail.in_reply_to);
        }
        Parent {
            mail: mail.id.clone(),
            at: mail.at,
            references,
            subject: mail.subject.clone(),
            account: mail.account.clone(),
        }
    }

    /// Whether two mails stand in one thread.
    fn kin(&self, other: &Parent) -> bool {
        let ids = |p: &Parent| -> Vec<MailId> {
            p.references.iter().chain(std::iter::once(&p.mail)).cloned().collect()
        };
        ids(self).iter().any(|id| ids(other).contains(id))
    }
}

/// How far an opportunity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rejected, or the role is gone.
    Closed,
    /// On hold: an interview was cancelled without a new date.
    Held,
    Offered,
    Open,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub date: Date,
    pub stated: Moment,
}

/// A mail by the user to the company.
#[derive(Debug, Clone)]
pub struct Touch {
    pub at: Timestamp,
    pub mail: MailId,
    pub to: Vec<Address>,
    /// In-Reply-To, for recognising a draft of ours that was sent.
    pub parents: Vec<MailId>,
    pub sort: TouchSort,
}

/// What a mail of the user counts as (N4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TouchSort {
    /// Answers what the company wrote.
    Answer,
    /// Unasked, after an interview: counts towards W4 and W2.
    Chaser,
    /// Within 24 h after an interview.
    ThankYou,
    /// Unasked, before any interview or to tell of another offer (C4): counts for W2 alone.
    Unasked,
}

/// A company's mail that a draft should answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answerable {
    pub step: crate::draft::Step,
    pub at: Timestamp,
    pub mail: MailId,
    /// The writer's address, if it hears.
    pub writer: Option<String>,
    pub parent: Parent,
    pub deadline: Option<Date>,
    /// An offer's own expiry (C3).
    pub expires: Option<Date>,
    /// The user accepts the offer (C3).
    pub accepts: bool,
    /// By a word of the user, not by a mail.
    pub asked: bool,
}

impl Interview {
    /// The end, assuming 60 minutes where none is stated (etiquette §1).
    pub fn ends(&self) -> Timestamp {
        const ASSUMED_MINUTES: i64 = 60;
        self.end.as_ref().map_or_else(
            || {
                let assumed = jiff::SignedDuration::from_mins(ASSUMED_MINUTES);
                self.start.timestamp().saturating_add(assumed).unwrap_or(Timestamp::MAX)
            },
            Zoned::timestamp,
        )
    }

    /// Counts: was neither cancelled nor moved away.
    pub fn stands(&self) -> bool {
        !self.dropped
    }
}

impl Opportunity {
    /// The interviews of the current round that stand.
    pub fn round(&self) -> impl Iterator<Item = &Interview> {
        self.interviews.iter().filter(|i| i.stands() && i.round == self.rounds)
    }

    /// W7: the company waits for the user. An invite that asks for a word waits until the
    /// interview.
    pub fn waits(&self, now: Timestamp) -> bool {
        let met = |asked: Timestamp| {
            self.interviews.iter().any(|i| i.stands() && i.ends() > asked && i.ends() <= now)
        };
        self.ours.as_ref().is_some_and(|ours| !(self.to_confirm && met(ours.at)))
    }

    /// Written by somebody to whom the user only showed the thread.
    pub fn outside(&self, mail: &Mail) -> bool {
        mail.from.as_ref().is_some_and(|from| self.outsiders.contains(&from.email))
    }

    /// Whether an interview took place before a moment.
    pub fn met_before(&self, at: Timestamp) -> bool {
        self.interviews.iter().any(|i| i.stands() && i.ends() <= at)
    }

    /// The company's latest message in the thread with this person, else of anybody who can be
    /// answered, else of all (T6).
    pub fn parent_for(&self, email: Option<&str>) -> Option<&Parent> {
        let mine =
            self.letters.iter().rev().find(|l| email.is_some() && l.writer.as_deref() == email);
        let heard = || self.letters.iter().rev().find(|l| l.hears);
        match mine {
            Some(mine) => {
                let latest = |l: &&Letter| l.hears && l.parent.kin(&mine.parent);
                self.letters.iter().rev().find(latest).or(Some(mine))
            }
            None => heard().or(self.letters.last()),
        }
        .map(|l| &l.parent)
    }

    /// T5: somebody reads at this address.
    pub fn hears(&self, email: &str) -> bool {
        sender::hears(email) == Answerability::Hears
    }

    /// The contact with this address.
    pub fn contact(&self, email: &str) -> Option<&Contact> {
        self.contacts.iter().find(|c| c.email == email)
    }

    /// Who runs the process and can be written to (T4): the recruiter, or who writes for the
    /// company. `by`: what was known at that moment, so that the answer is the same whenever it is
    /// asked.
    pub fn primary(&self, by: Timestamp) -> Option<&Contact> {
        let known = || self.contacts.iter().filter(move |c| c.since <= by);
        known()
            .filter(|c| c.runs_process && c.wrote.is_some())
            .max_by_key(|c| c.wrote)
            .or_else(|| known().filter(|c| c.wrote.is_some()).max_by_key(|c| c.wrote))
            .or_else(|| known().find(|c| c.runs_process))
    }
}
