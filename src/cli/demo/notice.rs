//! What the daemon did, in words for the screen, each with its reason and rule.

use jiff::Zoned;

use super::story::Act;
use crate::{
    draft::{Step, assemble::ReadBack},
    etiquette::Policy,
    message::{Address, Message},
    opportunity::{Event, Happening, Reason, Rule},
    reading::{Kind, Reading},
    reconcile::{Entry, Record},
    state::State,
    step::Effect,
};

/// Who acts: the first word of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A draft appears.
    Draft,
    /// A draft is taken away by afterword.
    Gone,
    Mail,
    /// Robin uses the mail client.
    Robin,
    /// What a mail means: no line of its own.
    Sense,
}

/// One thing to show: a line, and why.
#[derive(Debug)]
pub struct Notice {
    pub who: Who,
    pub text: String,
    pub subject: Option<String>,
    pub why: Option<String>,
    /// Robin let a mail go out.
    pub sent: bool,
}

impl Notice {
    fn new(who: Who, text: String) -> Notice {
        Notice { who, text, subject: None, why: None, sent: false }
    }

    /// A mail in a mailbox, and what it was read as.
    pub fn mail(message: &Message, reading: &Reading) -> Notice {
        let own = reading.kind == Kind::OwnSent;
        let text = match (own, &message.from) {
            (true, _) => format!("writes to {}", message.to.first().map_or("", shown)),
            (false, Some(from)) => format!("from {}", shown(from)),
            (false, None) => "from nobody".to_owned(),
        };
        let why = (!own).then(|| format!("read as {}", read_as(reading.kind)));
        let who = if own { Who::Robin } else { Who::Mail };
        Notice { subject: Some(message.subject.clone()), why, sent: own, ..Notice::new(who, text) }
    }

    /// What Robin does with a draft.
    pub fn robin(act: &Act, mail: &ReadBack) -> Notice {
        let to = mail.to.first().map_or("nobody", shown);
        let (text, why) = match act {
            Act::Discard(_) => {
                (format!("deletes the draft to {to}"), Some("deleted: it is never made again (N3)"))
            }
            Act::Edit(touch) if !touch.notes.is_empty() => (
                "fills in and saves the notes form".to_owned(),
                Some("what it says goes into the thank-yous (§5)"),
            ),
            Act::Edit(_) => (
                format!("edits the draft to {to}"),
                Some("edited, so it is Robin’s: it stays (N2)"),
            ),
            Act::Send(touch) if touch.fill.is_some() => {
                (format!("fills the slot and sends the draft to {to}"), None)
            }
            Act::Mail(_) | Act::Send(_) => {
                (format!("sends, as it stands, the draft to {to}"), None)
            }
        };
        let (why, sent) = (why.map(str::to_owned), matches!(act, Act::Send(_)));
        Notice { why, sent, ..Notice::new(Who::Robin, text) }
    }
}

/// What an effect of the core means to somebody who watches.
pub fn of(policy: &Policy, state: &State, effect: &Effect) -> Option<Notice> {
    match effect {
        Effect::Append(composed) => {
            let want = &composed.wanted;
            let to = want.to.as_ref().map_or("nobody yet", |to| shown(&to.address));
            let text = draft(want.step, to);
            let why = Some(reason(want.reason, want.rule));
            let subject = Some(composed.subject.clone());
            Some(Notice { subject, why, ..Notice::new(Who::Draft, text) })
        }
        Effect::Resolved { record, rule, reason: why, .. }
            if matches!(record.entry, Entry::Retired { .. }) =>
        {
            let why = Some(withdrawn(record.step, *why, *rule));
            let to = addressee(state, record);
            Some(Notice { why, ..Notice::new(Who::Gone, draft(record.step, to)) })
        }
        Effect::Tell(happening) => told(policy, state, happening),
        Effect::AppendAgain { .. }
        | Effect::Keep(_)
        | Effect::Record { .. }
        | Effect::Remove { .. }
        | Effect::Resolved { .. } => None,
    }
}

/// Why a draft was taken away.
fn withdrawn(step: Step, why: Reason, rule: Rule) -> String {
    match step {
        Step::NotesForm => format!("the thank-yous it was for are done ({rule:?})"),
        _ => reason(why, rule),
    }
}

/// The name behind the address of a record.
fn addressee<'a>(state: &'a State, record: &'a Record) -> &'a str {
    let email = record.to.as_deref().unwrap_or("nobody yet");
    let contacts = state.opportunities().values().flat_map(|o| &o.contacts);
    let known = contacts.filter(|c| c.email == email).find_map(|c| c.name.as_deref());
    known.unwrap_or(email)
}

fn told(policy: &Policy, state: &State, happening: &Happening) -> Option<Notice> {
    let of = state.opportunities().get(&happening.opportunity);
    let company = of.and_then(|o| o.company.clone()).unwrap_or_else(|| "the company".to_owned());
    let here = |time: &Zoned| time.with_time_zone(policy.zone.clone());
    let on = |time: &Zoned| here(time).strftime("%a %-d %B at %H:%M").to_string();
    let text = match &happening.event {
        Event::Closed => format!("{company}: closed"),
        Event::Deadline { date } => {
            format!("{company} names a date: {}", date.strftime("%a %-d %B"))
        }
        Event::Held => format!("{company}: on hold"),
        Event::Interview { start, .. } => format!("{company}: interview on {}", on(start)),
        Event::InterviewDropped { start, .. } => {
            format!("{company}: no interview on {}", on(start))
        }
        Event::InterviewMoved { start, .. } => format!("{company}: interview now on {}", on(start)),
        Event::Offered => format!("{company}: an offer"),
        Event::Ours => format!("{company} waits for Robin: no chaser until Robin answers"),
        Event::Reopened => format!("{company}: open again"),
        Event::Review => format!("{company}: in doubt, listed by `afterword review`"),
        // The demo's Robin gives no commands.
        Event::Accepted
        | Event::Answered { .. }
        | Event::Opened
        | Event::Paused
        | Event::Reply
        | Event::Resumed
        | Event::Rival { .. }
        | Event::Snoozed { .. }
        | Event::Touch => return None,
    };
    let rule = happening.rule.map(|rule| format!(" ({})", id(rule))).unwrap_or_default();
    Some(Notice::new(Who::Sense, format!("{text}{rule}")))
}

fn shown(address: &Address) -> &str {
    address.name.as_deref().unwrap_or(&address.email)
}

fn reason(reason: Reason, rule: Rule) -> String {
    format!("{} ({})", reason.words(), id(rule))
}

fn id(rule: Rule) -> String {
    match rule {
        Rule::Notes => "§5".to_owned(),
        other => format!("{other:?}"),
    }
}

/// A draft in words.
fn draft(step: Step, to: &str) -> String {
    match step {
        Step::Acknowledgement => format!("acknowledgement to {to}"),
        Step::CheckIn => format!("check-in to {to}"),
        Step::Close => format!("closing note to {to}"),
        Step::CompetingOffer => format!("note to {to} about another offer"),
        Step::NotesForm => "notes form for Robin".to_owned(),
        Step::OfferReply => format!("reply to {to} about the offer"),
        Step::RejectionReply => format!("reply to {to} after the rejection"),
        Step::ThankYou => format!("thank-you to {to}"),
        Step::ValueAdd => format!("something useful to {to}"),
        Step::Withdrawal => format!("withdrawal to {to}"),
    }
}

fn read_as(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledgement => "a receipt: no reply (W5)",
        Kind::AutoReply => "an automatic reply: no answer, so nothing changes (W6)",
        Kind::AvailabilityRequest => "a question for times",
        Kind::Cancellation => "a cancellation",
        Kind::HumanReply => "a reply by a person",
        Kind::InfoRequest => "a request",
        Kind::Invite => "an interview invite",
        Kind::JobAlert => "a job alert: left alone",
        Kind::NextRound => "news of a next round",
        Kind::Offer => "an offer",
        Kind::Other => "nothing about an interview: left alone",
        Kind::Outreach => "a recruiter’s first mail",
        Kind::OwnSent => "Robin’s own",
        Kind::Rejection => "a rejection",
        Kind::Reschedule => "a new time",
        Kind::Update => "an update",
    }
}
