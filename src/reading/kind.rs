//! Evidence → kind of mail: structure first, then words; the first rule that answers decides.
//!
//! Must not know companies, people or what happened before.

mod event;
mod hiring;
mod noise;

use jiff::Zoned;

use super::{
    Evidence, Kind, Language, Reader,
    calendar::{CalendarEvent, Method},
    evidence::{Signal, Signals, Strength, shorten},
    sender::{self, Class, Known},
    text::Sentence,
    vote,
};
use crate::message::Message;

/// Hiring evidence from which on an event is believed.
const HIRING_CERTAIN: usize = 3;
/// Where nothing speaks of hiring, a kind that weighs less is not believed. An update that promises
/// an answer by a day needs no more.
const SHARE_MIN: f32 = 0.6;
/// A mail is taken for one about something else only where that weighs as much.
const SHARE_OTHER: f32 = 0.5;
/// The same where the rules are sure and a job is named.
const SHARE_OTHER_OF_JOB: f32 = 0.8;
/// A kind that weighs as much and is the rules' own is certain.
const SHARE_AGREED: f32 = 0.7;
/// A kind that weighs as much is certain even where the rules say another.
const SHARE_ALONE: f32 = 0.85;
/// A recruiting system's mail is about hiring whatever it says.
const PLATFORM_HIRING: usize = 4;

/// All that the rules look at.
pub struct Facts<'a> {
    pub message: &'a Message,
    /// The sentences of the own text.
    pub own: &'a [Sentence],
    pub subject: &'a Sentence,
    /// Own text and subject.
    pub signals: &'a Signals,
    /// What the quoted text and calendar parts say of hiring or other topics.
    pub context: &'a Signals,
    pub events: &'a [CalendarEvent],
    /// A definite time, from words.
    pub time: Option<&'a Zoned>,
    /// The time stands in the quoted text and is confirmed by the own text.
    pub confirmed: bool,
    /// Several times are offered.
    pub several: bool,
    /// A length is named beside it.
    pub lasts: bool,
    /// The user is to do something by a day.
    pub due: bool,
    /// The company promised an answer by a day.
    pub promise: bool,
    /// A job is named.
    pub role: bool,
    pub platform: Option<&'static Known>,
    pub mine: bool,
    /// Written by a person rather than by a machine or a team.
    pub person: bool,
    /// The address is one of a free mail service.
    pub private: bool,
    pub language: Language,
    pub reader: &'a Reader,
}

/// A kind with its evidence.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub kind: Kind,
    pub certain: bool,
    pub reasons: Vec<Evidence>,
}

impl Verdict {
    fn new(kind: Kind, certain: bool, reasons: Vec<Evidence>) -> Option<Verdict> {
        Some(Verdict { kind, certain, reasons })
    }
}

fn because(reason: &str, text: &str) -> Vec<Evidence> {
    vec![Evidence { reason: reason.into(), text: shorten(text) }]
}

type Rule = fn(&Facts<'_>) -> Option<Verdict>;

/// The rules in the order in which they are asked.
const RULES: [Rule; 21] = [
    noise::own,
    noise::bounce_or_auto_reply,
    event::answer,
    noise::code_or_draft,
    noise::foreign,
    noise::survey,
    noise::job_alert,
    noise::absence,
    noise::outreach,
    noise::thread,
    hiring::rejection,
    hiring::offer,
    event::cancel,
    hiring::moved,
    hiring::cancelled,
    event::invitation,
    hiring::received_by_system,
    hiring::task,
    hiring::invite,
    hiring::talks,
    hiring::rest,
];

/// Decides what kind of mail this is.
pub fn decide(facts: &Facts<'_>) -> Verdict {
    let ruled = by_rule(facts);
    let mut verdict = if is_firm(facts, &ruled) { ruled } else { weighed(facts, ruled) };
    if let Some(known) = facts.platform {
        let from = facts.message.from.as_ref().map(|from| from.email.as_str());
        let text = format!("{} ({})", from.unwrap_or_default(), known.brand);
        verdict.reasons.push(Evidence { reason: "known-system".into(), text });
    }
    verdict
}

/// What the first rule says that answers.
pub fn by_rule(facts: &Facts<'_>) -> Verdict {
    let verdict = RULES.iter().find_map(|rule| rule(facts));
    verdict.unwrap_or_else(|| Verdict {
        kind: Kind::Other,
        certain: true,
        reasons: because("no-evidence", &facts.message.subject),
    })
}

/// Headers, calendar parts and the sender say what no words can change.
fn is_firm(facts: &Facts<'_>, ruled: &Verdict) -> bool {
    facts.mine
        || !facts.events.is_empty()
        || ruled.reasons.iter().any(|because| {
            ["bounce", "auto-reply-header", "auto-reply-subject"].contains(&because.reason.as_str())
        })
}

/// The likeliest kind by all words together. The rules' own verdict is weighed among them.
fn weighed(facts: &Facts<'_>, ruled: Verdict) -> Verdict {
    let vote = vote::weigh(facts, &ruled);
    let timed = facts.time.is_some() || facts.confirmed;
    let can_be = |kind| match kind {
        Kind::OwnSent => false,
        Kind::Invite => timed,
        _ => true,
    };
    // Weights tell kinds from each other, not from all the mail there is: a fairy tale is of some
    // kind too. Where nothing speaks of hiring, only a clear vote counts.
    let doubted = !ruled.certain && !facts.is_answer();
    let foreign =
        facts.hiring() == 0 && (ruled.kind == Kind::Other || !facts.company_person() || doubted);
    match vote.best(can_be) {
        Some((kind, share)) if foreign && share < SHARE_MIN => {
            let settled = ruled.certain || kind == ruled.kind;
            if settled { ruled } else { Verdict { kind: Kind::Other, ..ruled } }
        }
        // A day by which an answer is promised outweighs words that are not clear.
        Some((kind, share))
            if kind != ruled.kind
                && ruled.kind == Kind::Update
                && facts.promise
                && share < SHARE_ALONE =>
        {
            ruled
        }
        // To take a company's word for something else is worse than the reverse (W11).
        Some((Kind::Other, share))
            if ruled.kind != Kind::Other
                && share
                    < if ruled.certain && facts.role {
                        SHARE_OTHER_OF_JOB
                    } else {
                        SHARE_OTHER
                    } =>
        {
            Verdict { certain: false, ..ruled }
        }
        Some((kind, share)) if kind == ruled.kind => {
            Verdict { certain: ruled.certain || share >= SHARE_AGREED, ..ruled }
        }
        Some((kind, share)) => {
            let grounds = vote::grounds(facts, kind).into_iter();
            let mut reasons: Vec<Evidence> =
                grounds.flat_map(|text| because("speaks-most-for-it", &text)).collect();
            if reasons.is_empty() {
                reasons = because("speaks-most-for-it", &facts.message.subject);
            }
            // A day by which an answer is promised speaks for itself.
            let agreed = kind == Kind::Update && facts.promise;
            let certain = share >= if agreed { SHARE_MIN } else { SHARE_ALONE };
            Verdict { kind, certain, reasons }
        }
        None => ruled,
    }
}

impl Facts<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.message.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn is_mine(&self, email: &str) -> bool {
        self.reader.me.iter().any(|mine| mine.eq_ignore_ascii_case(email))
    }

    pub(super) fn class(&self) -> Option<Class> {
        self.platform.map(|known| known.class)
    }

    /// How much speaks for hiring, an interview included.
    pub(super) fn hiring(&self) -> usize {
        let score = |signal| self.signals.score(signal) + self.context.score(signal);
        self.applying() + score(Signal::Interview)
    }

    /// How much speaks for an application: press and research have interviews too.
    fn applying(&self) -> usize {
        let system = match self.class() {
            Some(Class::Recruiting | Class::Test) => PLATFORM_HIRING,
            _ => 0,
        };
        system + self.signals.score(Signal::Hiring) + self.context.score(Signal::Hiring)
    }

    /// The strongest other topic and how much speaks for it.
    fn topic(&self) -> Option<(Signal, usize)> {
        let score = |signal| self.signals.score(signal) + self.context.score(signal);
        let scored = Signal::FOREIGN.iter().map(|signal| (*signal, score(*signal)));
        scored.filter(|(_, score)| *score > 0).max_by_key(|(_, score)| *score)
    }

    pub(super) fn is_answer(&self) -> bool {
        !self.message.in_reply_to.is_empty() || !self.message.references.is_empty()
    }

    pub(super) fn bulk(&self) -> bool {
        self.header("list-id").is_some()
            || self.header("precedence").is_some_and(|value| {
                ["bulk", "list", "junk"].iter().any(|bulk| value.eq_ignore_ascii_case(bulk))
            })
    }

    /// Sent by a mailing list (RFC 2369, RFC 2919): a single sender's unsubscribe link makes none.
    fn listed(&self) -> bool {
        const LIST: [&str; 8] = [
            "list-archive",
            "list-id",
            "list-owner",
            "list-post",
            "list-subscribe",
            "mailing-list",
            "x-beenthere",
            "x-mailing-list",
        ];
        LIST.iter().any(|name| self.header(name).is_some())
    }

    /// A person at a company's own domain.
    fn company_person(&self) -> bool {
        self.person && !self.private && !self.unsubscribes() && !self.bulk()
    }

    /// The other side of an event has an address at a company's own domain.
    fn with_company(&self) -> bool {
        let organizers = self.events.iter().filter_map(|event| event.organizer.as_ref());
        let emails = organizers.filter_map(|organizer| organizer.email.as_deref());
        let answers = self.message.reply_to.iter().map(|reply_to| reply_to.email.as_str());
        emails.chain(answers).any(|email| !sender::is_free(email) && sender::known(email).is_none())
    }

    /// Sent to many, and not by a recruiting system.
    fn newsletter(&self) -> bool {
        let system = matches!(self.class(), Some(Class::Recruiting | Class::Scheduler));
        self.bulk() && !system && !self.is_answer()
    }

    pub(super) fn unsubscribes(&self) -> bool {
        self.header("list-unsubscribe").is_some()
    }

    pub(super) fn calendar(&self, method: Method) -> Option<&CalendarEvent> {
        self.events.iter().find(|event| event.method == method)
    }

    fn reasons(&self, signals: &[Signal]) -> Vec<Evidence> {
        signals.iter().flat_map(|signal| self.signals.reasons(*signal)).collect()
    }

    /// An interview or a conversation is named at all.
    fn meets(&self) -> bool {
        self.signals.score(Signal::Fixed) > 0 || self.asks_times()
    }

    /// Asks when to meet; when the reader could begin to work is another question.
    fn asks_times(&self) -> bool {
        let starting = self.signals.hits(Signal::Starting);
        let asks = self.signals.hits(Signal::AsksTimes).iter();
        asks.filter(|hit| hit.strength == Strength::Strong)
            .any(|hit| starting.iter().all(|start| start.text != hit.text))
    }

    /// The subject or an event's title names the topic, not a stray word of the body.
    fn titled(&self, topic: Signal) -> bool {
        let mut titles = Signals::default();
        titles.add(std::slice::from_ref(self.subject), Some(&[topic]));
        for event in self.events {
            titles.add(&[Sentence::new(&event.summary)], Some(&[topic]));
        }
        titles.score(topic) > 0
    }
}
