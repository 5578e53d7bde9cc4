//! How opportunities look to people and programs: shared by `status`, `plan`, `why` and `review`.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    draft::Step,
    etiquette::{Foreseen, Plan, Policy},
    message,
    opportunity::{Happening, Opportunity, Reason, Stage, names},
    reading::Kind,
    reconcile::{Ledger, Record},
    state::State,
};

/// Text of a mail as one line. Nothing in it drives the terminal: control and directional
/// characters are gone.
pub fn line(text: &str) -> String {
    message::plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "Tue 6 Oct 08:30" in the user's zone.
pub fn moment(policy: &Policy, at: Timestamp) -> String {
    at.to_zoned(policy.zone.clone()).strftime("%a %-d %b %H:%M").to_string()
}

/// RFC 3339 with the user's offset.
pub fn rfc3339(policy: &Policy, at: Timestamp) -> String {
    at.to_zoned(policy.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// "Halden Rowe, Staff Data Engineer".
pub fn title(of: &Opportunity) -> String {
    let company = of.company.as_deref().unwrap_or("(company unknown)");
    let title = of.role.as_ref().map(|role| format!("{company}, {role}"));
    line(title.as_deref().unwrap_or(company))
}

/// "check-in on Tue 6 Oct 08:30: the date they named has passed".
pub fn foreseen(policy: &Policy, next: &Foreseen) -> String {
    let (at, why) = (moment(policy, next.at), next.reason.words());
    format!("{} on {at}: {why}", step(next.step))
}

/// The name of a step for people.
pub fn step(step: Step) -> &'static str {
    match step {
        Step::Acknowledgement => "acknowledgement",
        Step::CheckIn => "check-in",
        Step::Close => "closing note",
        Step::CompetingOffer => "note on another offer",
        Step::NotesForm => "notes form",
        Step::OfferReply => "reply to the offer",
        Step::RejectionReply => "reply to the rejection",
        Step::ThankYou => "thank-you",
        Step::ValueAdd => "value-add",
        Step::Withdrawal => "withdrawal",
    }
}

/// Where an opportunity stands, in a few words.
pub fn stage(of: &Opportunity, plan: &Plan) -> &'static str {
    let silent = plan.standings.get(&of.id).is_some_and(|s| s.silent_since.is_some());
    match of.stage {
        Stage::Closed => "closed",
        Stage::Held => "on hold",
        Stage::Offered => "offered",
        Stage::Open if silent => "closed (silent)",
        Stage::Open if of.paused.is_some() => "paused",
        Stage::Open if of.doubt.is_some() => "in doubt: see afterword review",
        Stage::Open if of.ours.is_some() => "waits for you",
        Stage::Open if of.interviews.iter().any(|i| i.stands()) => "interviewing",
        Stage::Open if of.lead => "not answered",
        Stage::Open if of.last_word.is_none() => "no word yet",
        Stage::Open => "open",
    }
}

/// Over, or never begun: shown only when asked for.
pub fn is_aside(of: &Opportunity, plan: &Plan) -> bool {
    of.lead || stage(of, plan).starts_with("closed")
}

/// The drafts of an opportunity that lie in Drafts as far as we know.
pub fn pending<'a>(of: &'a Opportunity, ledger: &'a Ledger) -> impl Iterator<Item = &'a Record> {
    records(of, ledger).filter(|r| r.entry.is_pending())
}

pub fn records<'a>(of: &'a Opportunity, ledger: &'a Ledger) -> impl Iterator<Item = &'a Record> {
    ledger.0.values().filter(|r| of.mails.contains(&r.because))
}

/// Opportunities that fit a word of the user, in the first way in which any does: the whole name of
/// the company, beginnings of its words, company and role together, the role, any part of the name.
pub fn matching<'a>(state: &'a State, text: &str) -> Vec<&'a Opportunity> {
    let all = || state.opportunities().values();
    let wanted = names::telling(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let of = |name: &Option<String>| name.as_deref().map(names::telling).unwrap_or_default();
    let begin = |have: &[String]| {
        wanted.iter().all(|w| have.iter().any(|have| have.starts_with(w.as_str())))
    };
    let glued = wanted.concat();
    let ways: [&dyn Fn(&Opportunity) -> bool; 5] = [
        &|o| of(&o.company).concat() == glued,
        &|o| begin(&of(&o.company)),
        &|o| begin(&[of(&o.company), of(&o.role)].concat()),
        &|o| begin(&of(&o.role)),
        &|o| of(&o.company).concat().contains(&glued),
    ];
    let mut found = ways.iter().map(|fits| all().filter(|o| fits(o)).collect::<Vec<_>>());
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// What a mail was taken for.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledgement => "a receipt",
        Kind::AutoReply => "an automatic reply",
        Kind::AvailabilityRequest => "a question when you have time",
        Kind::Cancellation => "a cancellation",
        Kind::HumanReply | Kind::Other => "a reply",
        Kind::InfoRequest => "a question to you",
        Kind::Invite => "an invitation",
        Kind::JobAlert => "a job alert",
        Kind::NextRound => "word of a next round",
        Kind::Offer => "an offer",
        Kind::Outreach => "a recruiter's first mail",
        Kind::OwnSent => "a mail of yours",
        Kind::Rejection => "a refusal",
        Kind::Reschedule => "a new time",
        Kind::Update => "word on how it goes",
    }
}

/// One opportunity for programs.
pub fn json(policy: &Policy, state: &State, plan: &Plan, of: &Opportunity) -> Value {
    let next = plan.standings.get(&of.id).and_then(|s| s.next);
    let drafts: Vec<Value> = pending(of, state.ledger())
        .map(|r| {
            let since = rfc3339(policy, r.at);
            json!({"step": r.step, "to": r.to, "since": since, "slots": r.slots})
        })
        .collect();
    json!({
        "id": of.id.0.to_string(),
        "company": of.company,
        "role": of.role,
        "stage": stage(of, plan),
        "opened": rfc3339(policy, of.opened),
        "last_word": of.last_word.as_ref().map(|w| rfc3339(policy, w.at)),
        "deadline": of.deadline.as_ref().map(|d| d.date.to_string()),
        "interviews": of.interviews.iter().filter(|i| i.stands())
            .map(|i| rfc3339(policy, i.start.timestamp())).collect::<Vec<_>>(),
        "drafts": drafts,
        "next": next.map(|next| {
            json!({"step": next.step, "at": rfc3339(policy, next.at), "reason": next.reason})
        }),
    })
}

/// A happening as a sentence for people.
pub fn happening(policy: &Policy, h: &Happening) -> String {
    use crate::opportunity::Event;
    let what = match &h.event {
        Event::Accepted => "offer accepted".to_owned(),
        Event::Answered { yes: true } => "the mail in doubt counts".to_owned(),
        Event::Answered { yes: false } => "the mail in doubt counts for nothing".to_owned(),
        Event::Closed => "closed".to_owned(),
        Event::Deadline { date } => format!("they will answer by {}", date.strftime("%a %-d %b")),
        Event::Held => "on hold".to_owned(),
        Event::Interview { start, .. } => {
            format!("interview on {}", moment(policy, start.timestamp()))
        }
        Event::InterviewDropped { start, .. } => {
            format!("interview of {} dropped", moment(policy, start.timestamp()))
        }
        Event::InterviewMoved { start, .. } => {
            format!("interview moved to {}", moment(policy, start.timestamp()))
        }
        Event::Offered => "an offer".to_owned(),
        Event::Opened => "opened".to_owned(),
        Event::Ours => "it is your turn".to_owned(),
        Event::Paused => "paused".to_owned(),
        Event::Reopened => "open again".to_owned(),
        Event::Reply if h.reason == Reason::Said => "they answered elsewhere".to_owned(),
        Event::Reply => "the company wrote".to_owned(),
        Event::Resumed => "goes on".to_owned(),
        Event::Review => "in doubt: please look".to_owned(),
        Event::Rival { date } => format!("another offer, until {}", date.strftime("%a %-d %b")),
        Event::Snoozed { until } => format!("put off until {}", until.strftime("%a %-d %b")),
        Event::Touch if h.reason == Reason::Said => "you answered elsewhere".to_owned(),
        Event::Touch => "you wrote".to_owned(),
    };
    let rule = h.rule.map(|r| format!("{r:?}: ")).unwrap_or_default();
    format!("{what} ({rule}{})", h.reason.words())
}
