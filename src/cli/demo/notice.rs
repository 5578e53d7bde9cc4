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
    step::{Effect, State},
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
        let (does, why, sent) = match act {
            Act::Edit(_) => {
                ("edits the draft to", "edited, so it is Robin’s: it stays (N2)", false)
            }
            Act::Send(touch) if touch.fill.is_some() => {
                ("fills the slot and sends the draft to", "", true)
            }
            Act::Discard(_) => {
                ("deletes the draft to", "deleted: it is never made again (N3)", false)
            }
            Act::Mail(_) | Act::Send(_) => ("sends, as it stands, the draft to", "", true),
        };
        let why = Some(why.to_owned()).filter(|why| !why.is_empty());
        Notice { why, sent, ..Notice::new(Who::Robin, format!("{does} {to}")) }
    }
}

/// What an effect of the core means to somebody who watches.
pub fn of(policy: &Policy, state: &State, effect: &Effect) -> Option<Notice> {
    match effect {
        Effect::Append(composed) => {
            let want = &composed.wanted;
            let to = want.to.as_ref().map_or("nobody yet", |to| shown(&to.address));
            let text = match want.step {
                Step::NotesForm => "notes form for Robin".to_owned(),
                step => format!("{} to {to}", name(step)),
            };
            let why = Some(reason(want.reason, want.rule));
            let subject = Some(composed.subject.clone());
            Some(Notice { subject, why, ..Notice::new(Who::Draft, text) })
        }
        Effect::Resolved { record, cause, .. } if matches!(record.entry, Entry::Retired { .. }) => {
            let own =
                cause.as_ref().and_then(|id| state.mails().find(|m| m.id == *id)).map(|m| m.own());
            let (why, rule) = match (record.step, own) {
                (Step::NotesForm, _) | (_, None) => (Reason::NoLongerTimely, Rule::W12),
                (_, Some(true)) => (Reason::UserWrote, Rule::N4),
                (_, Some(false)) => (Reason::Answered, Rule::W5),
            };
            let why = Some(reason(why, rule));
            Some(Notice { why, ..Notice::new(Who::Gone, withdrawn(policy, state, record)) })
        }
        Effect::Tell(happening) => told(policy, state, happening),
        Effect::AppendAgain { .. }
        | Effect::Keep(_)
        | Effect::Record { .. }
        | Effect::Remove { .. }
        | Effect::Resolved { .. } => None,
    }
}

fn withdrawn(policy: &Policy, state: &State, record: &Record) -> String {
    let email = record.to.as_deref().unwrap_or("nobody");
    if policy.addresses.iter().any(|mine| mine == email) {
        return format!("{} for Robin", name(record.step));
    }
    let contacts = state.opportunities().values().flat_map(|o| &o.contacts);
    let known = contacts.filter(|c| c.email == email).find_map(|c| c.name.as_deref());
    format!("{} to {}", name(record.step), known.unwrap_or(email))
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
        Event::Opened | Event::Reply | Event::Touch => return None,
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
        Rule::Notes => "notes".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The step in words, with the contract's name where that reads well.
fn name(step: Step) -> &'static str {
    match step {
        Step::Acknowledgement => "acknowledgement",
        Step::CheckIn => "check-in",
        Step::Close => "closing note",
        Step::CompetingOffer => "note about another offer",
        Step::NotesForm => "notes form",
        Step::OfferReply => "reply to the offer",
        Step::RejectionReply => "reply to the rejection",
        Step::ThankYou => "thank-you",
        Step::ValueAdd => "useful note",
        Step::Withdrawal => "withdrawal",
    }
}

fn read_as(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledgement => "a receipt: no reply (W5)",
        Kind::AutoReply => "an automatic reply: not an answer, nothing is withdrawn (W6)",
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
