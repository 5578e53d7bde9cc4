//! Evidence → kind of mail: structure first, then words; the first rule that answers decides.
//!
//! Must not know companies, people or what happened before.

use jiff::Zoned;

use super::{
    Evidence, Kind,
    calendar::{CalendarEvent, Method},
    evidence::{Signal, Signals, shorten},
    sender::{Class, Known},
};
use crate::message::Message;

/// Hiring evidence from which on an event is believed.
const HIRING_CERTAIN: usize = 3;
/// A recruiting system's mail is about hiring whatever it says.
const PLATFORM_HIRING: usize = 4;

/// All that the rules look at.
pub struct Facts<'a> {
    pub message: &'a Message,
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
    /// The company promised an answer by a day.
    pub promise: bool,
    pub platform: Option<&'static Known>,
    pub mine: bool,
    /// Written by a person rather than by a machine or a team.
    pub person: bool,
    /// The address is one of a free mail service.
    pub private: bool,
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
const RULES: [Rule; 20] = [
    own,
    bounce_or_auto_reply,
    calendar_answer,
    code_or_draft,
    foreign,
    survey,
    job_alert,
    absence,
    outreach,
    rejection,
    offer,
    calendar_cancel,
    moved,
    cancelled,
    calendar_event,
    received_by_system,
    task,
    invite,
    talks,
    rest,
];

/// Decides what kind of mail this is.
pub fn decide(facts: &Facts<'_>) -> Verdict {
    let verdict = RULES.iter().find_map(|rule| rule(facts));
    let mut verdict = verdict.unwrap_or_else(|| Verdict {
        kind: Kind::Other,
        certain: true,
        reasons: because("no-evidence", &facts.message.subject),
    });
    if let Some(known) = facts.platform {
        let from = facts.message.from.as_ref().map(|from| from.email.as_str());
        let text = format!("{} ({})", from.unwrap_or_default(), known.brand);
        verdict.reasons.push(Evidence { reason: "known-system".into(), text });
    }
    verdict
}

impl Facts<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.message.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn class(&self) -> Option<Class> {
        self.platform.map(|known| known.class)
    }

    /// How much speaks for hiring, an interview included.
    fn hiring(&self) -> usize {
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

    fn is_answer(&self) -> bool {
        !self.message.in_reply_to.is_empty() || !self.message.references.is_empty()
    }

    fn bulk(&self) -> bool {
        self.header("list-id").is_some()
            || self.header("precedence").is_some_and(|value| {
                ["bulk", "list", "junk"].iter().any(|bulk| value.eq_ignore_ascii_case(bulk))
            })
    }

    /// A person at a company's own domain.
    fn company_person(&self) -> bool {
        self.person && !self.private && !self.unsubscribes() && !self.bulk()
    }

    /// Sent to many, and not by a recruiting system.
    fn newsletter(&self) -> bool {
        let system = matches!(self.class(), Some(Class::Recruiting | Class::Scheduler));
        self.bulk() && !system && !self.is_answer()
    }

    fn unsubscribes(&self) -> bool {
        self.header("list-unsubscribe").is_some()
    }

    fn calendar(&self, method: Method) -> Option<&CalendarEvent> {
        self.events.iter().find(|event| event.method == method)
    }

    fn reasons(&self, signals: &[Signal]) -> Vec<Evidence> {
        signals.iter().flat_map(|signal| self.signals.reasons(*signal)).collect()
    }

    /// An interview or a conversation is named at all.
    fn meets(&self) -> bool {
        self.signals.score(Signal::Fixed) > 0 || self.signals.says(Signal::AsksTimes)
    }
}

fn own(facts: &Facts<'_>) -> Option<Verdict> {
    let from = facts.message.from.as_ref()?;
    if !facts.mine {
        return None;
    }
    Verdict::new(Kind::OwnSent, true, because("from-you", &from.email))
}

/// Automatic answers by their headers (RFC 3834, RFC 3464) and subjects.
fn bounce_or_auto_reply(facts: &Facts<'_>) -> Option<Verdict> {
    const SUBJECTS: [&str; 20] = [
        "automatic reply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "out of office",
        "out of the office",
        "automatische antwort",
        "abwesenheitsnotiz",
        "abwesend",
        "réponse automatique",
        "réponse auto",
        "respuesta automática",
        "fuera de la oficina",
        "absence",
        "away from",
        "undeliver",
        "delivery status notification",
        "mail delivery",
        "returned mail",
        "absent du bureau",
    ];
    let subject = facts.message.subject.to_lowercase();
    let subject_says = SUBJECTS.iter().any(|start| subject.starts_with(start));
    let auto = facts.header("auto-submitted").unwrap_or_default().to_lowercase();
    let replied = auto.starts_with("auto-replied");
    let precedence = facts.header("precedence").unwrap_or_default().to_lowercase();
    let marked = facts.header("x-autoreply").is_some()
        || facts.header("x-autorespond").is_some()
        || facts.header("x-autoresponder").is_some()
        || facts.header("x-ms-exchange-inbox-rules-loop").is_some()
        || precedence.replace('-', "_") == "auto_reply";
    let report = facts.header("content-type").is_some_and(|kind| {
        kind.to_lowercase().contains("report-type=delivery-status")
            || kind.to_lowercase().contains("multipart/report")
    });
    let receipt = facts.signals.says(Signal::Received) && !facts.is_answer();
    if !facts.events.is_empty() || receipt && !report && !subject_says {
        return None;
    }
    let reasons = if report {
        because("bounce", &facts.message.subject)
    } else if replied || marked {
        because("auto-reply-header", if replied { &auto } else { "X-Autoreply or Precedence" })
    } else if subject_says {
        because("auto-reply-subject", &facts.message.subject)
    } else {
        return None;
    };
    Verdict::new(Kind::AutoReply, true, reasons)
}

/// A REPLY is a receipt, not a reply (RFC 5546 §3.2.3); a COUNTER wants another time.
fn calendar_answer(facts: &Facts<'_>) -> Option<Verdict> {
    if let Some(event) = facts.calendar(Method::Reply) {
        return Verdict::new(Kind::AutoReply, true, because("calendar-reply", &event.summary));
    }
    let event = facts.calendar(Method::Counter)?;
    Verdict::new(Kind::AvailabilityRequest, false, because("calendar-counter", &event.summary))
}

fn code_or_draft(facts: &Facts<'_>) -> Option<Verdict> {
    let busy = facts.signals.says(Signal::Rejection)
        || facts.signals.says(Signal::Offer)
        || facts.is_answer()
        || !facts.events.is_empty();
    for signal in [Signal::Code, Signal::Unfinished] {
        if facts.signals.says(signal) && !busy && facts.time.is_none() {
            return Verdict::new(Kind::Other, true, facts.signals.reasons(signal));
        }
    }
    None
}

/// Mail of another topic in the words of hiring.
fn foreign(facts: &Facts<'_>) -> Option<Verdict> {
    let (topic, score) = facts.topic()?;
    let hiring = facts.applying();
    let duty = topic == Signal::Duty && facts.signals.says(Signal::Duty);
    if score < 3 || (!duty && score < hiring) {
        return None;
    }
    let reasons = facts.reasons(&[topic]);
    let reasons = if reasons.is_empty() { facts.context.reasons(topic) } else { reasons };
    let certain = duty || score > hiring;
    Verdict::new(Kind::Other, certain, reasons)
}

fn survey(facts: &Facts<'_>) -> Option<Verdict> {
    let busy = facts.signals.says(Signal::Rejection) || facts.time.is_some() || facts.is_answer();
    (facts.signals.strong(Signal::Survey) > 0 && !busy && facts.events.is_empty())
        .then(|| Verdict::new(Kind::Other, true, facts.signals.reasons(Signal::Survey)))?
}

fn job_alert(facts: &Facts<'_>) -> Option<Verdict> {
    let lists = facts.signals.strong(Signal::Alert);
    let machine = facts.unsubscribes()
        || facts.bulk()
        || matches!(facts.class(), Some(Class::Board | Class::Recruiting))
        || !facts.person;
    let about_me = facts.signals.says(Signal::Received) || facts.signals.says(Signal::Rejection);
    if lists == 0 || !machine || about_me || facts.is_answer() || !facts.events.is_empty() {
        return None;
    }
    Verdict::new(Kind::JobAlert, true, facts.signals.reasons(Signal::Alert))
}

/// An absence told without any header.
fn absence(facts: &Facts<'_>) -> Option<Verdict> {
    let other = facts.signals.says(Signal::Fixed)
        || facts.signals.says(Signal::Received)
        || facts.signals.says(Signal::AsksTimes)
        || facts.signals.says(Signal::Passed)
        || facts.signals.says(Signal::Rejection)
        || !facts.events.is_empty()
        || facts.time.is_some();
    let said = facts.signals.strong(Signal::Absent);
    if said == 0 || other {
        return None;
    }
    let certain = said > 1 || !facts.signals.says(Signal::News);
    Verdict::new(Kind::AutoReply, certain, facts.signals.reasons(Signal::Absent))
}

/// Unasked mail of recruiters; never an answer to the user's own mail.
fn outreach(facts: &Facts<'_>) -> Option<Verdict> {
    if facts.is_answer() || !facts.events.is_empty() || facts.signals.says(Signal::Received) {
        return None;
    }
    let inmail = facts.class() == Some(Class::Board) && facts.signals.says(Signal::Outreach);
    let strong = facts.signals.strong(Signal::Outreach);
    let applied = facts.signals.hits(Signal::Hiring).iter().any(|hit| {
        let text = hit.text.to_lowercase();
        [
            "your application",
            "you applied",
            "deine bewerbung",
            "ihre bewerbung",
            "beworben",
            "votre candidature",
            "ta candidature",
            "tu candidatura",
            "su candidatura",
        ]
        .iter()
        .any(|own| text.contains(own))
    });
    if facts.signals.says(Signal::Rejection) && applied {
        return None;
    }
    if !inmail && (strong == 0 || applied) {
        return None;
    }
    Verdict::new(Kind::Outreach, inmail || strong > 1, facts.signals.reasons(Signal::Outreach))
}

fn rejection(facts: &Facts<'_>) -> Option<Verdict> {
    let strong = facts.signals.strong(Signal::Rejection);
    let score = facts.signals.score(Signal::Rejection);
    let open = facts.calendar(Method::Request).is_some() || facts.time.is_some();
    if open && strong < 2 {
        return None;
    }
    let against = [Signal::Fixed, Signal::Passed, Signal::News, Signal::Wants, Signal::AsksTimes]
        .iter()
        .any(|signal| facts.signals.says(*signal));
    if strong == 0 && (score < 4 || against) {
        return None;
    }
    let certain = strong > 0 && facts.hiring() >= HIRING_CERTAIN;
    Verdict::new(Kind::Rejection, certain, facts.signals.reasons(Signal::Rejection))
}

fn offer(facts: &Facts<'_>) -> Option<Verdict> {
    let strong = facts.signals.strong(Signal::Offer);
    if strong == 0 || facts.class() == Some(Class::Board) || facts.bulk() {
        return None;
    }
    let meeting = facts.time.is_some() || !facts.events.is_empty();
    if strong == 1 && (meeting || facts.signals.says(Signal::Task)) {
        return None;
    }
    let certain = strong > 1 || facts.signals.score(Signal::Offer) > 3 || facts.hiring() >= 6;
    Verdict::new(Kind::Offer, certain, facts.signals.reasons(Signal::Offer))
}

fn calendar_cancel(facts: &Facts<'_>) -> Option<Verdict> {
    let cancelled = |event: &&CalendarEvent| event.method == Method::Cancel || event.cancelled;
    let event = facts.events.iter().find(cancelled)?;
    let text = format!("METHOD:CANCEL {}", event.summary);
    let certain = facts.hiring() >= HIRING_CERTAIN;
    Verdict::new(Kind::Cancellation, certain, because("calendar-cancel", &text))
}

/// A new time for a known interview, in words or as an updated event.
fn moved(facts: &Facts<'_>) -> Option<Verdict> {
    let event = facts.calendar(Method::Request);
    let updated = event.is_some_and(|event| event.sequence > 0);
    let said = facts.signals.says(Signal::Moved);
    let timed = event.is_some() || facts.calendar(Method::None).is_some() || facts.time.is_some();
    let gone = facts.signals.says(Signal::Cancelled) && !said;
    let known = facts.meets() || facts.time.is_some() || facts.is_answer();
    if gone || !(updated || said && known) {
        return None;
    }
    let mut reasons = facts.signals.reasons(Signal::Moved);
    if let Some(event) = event.filter(|_| updated) {
        let text = format!("METHOD:REQUEST SEQUENCE:{} {}", event.sequence, event.summary);
        reasons.extend(because("calendar-update", &text));
    }
    if !timed && !facts.several && facts.signals.says(Signal::AsksTimes) {
        return Verdict::new(Kind::Reschedule, facts.hiring() > 0, reasons);
    }
    let certain = facts.hiring() >= HIRING_CERTAIN && timed;
    Verdict::new(Kind::Reschedule, certain, reasons)
}

fn cancelled(facts: &Facts<'_>) -> Option<Verdict> {
    if !facts.signals.says(Signal::Cancelled) || facts.calendar(Method::Request).is_some() {
        return None;
    }
    let certain = facts.hiring() >= HIRING_CERTAIN || facts.is_answer();
    let interview = facts.signals.score(Signal::Interview) > 0
        || facts.signals.says(Signal::Fixed)
        || facts.time.is_some()
        || facts.is_answer();
    if !interview && facts.signals.says(Signal::RoleGone) {
        // A vacancy withdrawn before any interview.
        return Verdict::new(Kind::Rejection, certain, facts.signals.reasons(Signal::RoleGone));
    }
    Verdict::new(Kind::Cancellation, certain, facts.signals.reasons(Signal::Cancelled))
}

fn calendar_event(facts: &Facts<'_>) -> Option<Verdict> {
    let event = facts
        .events
        .iter()
        .find(|event| matches!(event.method, Method::Request | Method::Publish | Method::None))?;
    let text = format!("METHOD:{:?} {}", event.method, event.summary);
    let reason = if event.method == Method::Request { "calendar-request" } else { "calendar-file" };
    let scheduler = facts.class() == Some(Class::Scheduler);
    if facts.hiring() == 0 && !scheduler && event.method != Method::Request {
        return Verdict::new(Kind::Other, true, because(reason, &text));
    }
    let certain = facts.hiring() >= HIRING_CERTAIN && event.certain;
    Verdict::new(Kind::Invite, certain, because(reason, &text))
}

/// A receipt; its process description invites nobody.
fn received_by_system(facts: &Facts<'_>) -> Option<Verdict> {
    let said = facts.signals.strong(Signal::Received);
    let more = facts.signals.says(Signal::Passed)
        || facts.signals.says(Signal::Task)
        || facts.signals.says(Signal::Wants)
        || facts.signals.says(Signal::AsksTimes)
        || facts.several
        || facts.time.is_some() && facts.signals.says(Signal::Fixed);
    let machine = facts.platform.is_some() || !facts.person;
    if said == 0 || facts.is_answer() || (more && !(machine && said > 2)) {
        return None;
    }
    if facts.hiring() == 0 {
        return None;
    }
    Verdict::new(Kind::Acknowledgement, true, facts.signals.reasons(Signal::Received))
}

/// The ball is on the user's side: a test, a recorded video, references, papers.
fn task(facts: &Facts<'_>) -> Option<Verdict> {
    let test = facts.signals.says(Signal::Task) || facts.class() == Some(Class::Test);
    let wants = facts.signals.says(Signal::Wants);
    let live = facts.time.is_some() && facts.signals.says(Signal::Fixed);
    let unknown = facts.hiring() == 0 && !facts.is_answer() && !facts.company_person();
    if !(test || wants) || live || unknown {
        return None;
    }
    if !test && facts.signals.says(Signal::AsksTimes) {
        return None;
    }
    let reasons = facts.reasons(&[Signal::Task, Signal::Wants]);
    let reasons =
        if reasons.is_empty() { because("test-platform", &facts.message.subject) } else { reasons };
    let certain = facts.hiring() >= HIRING_CERTAIN || facts.is_answer();
    Verdict::new(Kind::InfoRequest, certain, reasons)
}

/// A definite time in words.
fn invite(facts: &Facts<'_>) -> Option<Verdict> {
    let timed = facts.time.is_some() && !facts.several && !facts.bulk();
    let fixed = facts.signals.says(Signal::Fixed) || facts.confirmed;
    let answered = facts.is_answer() && !facts.signals.says(Signal::News);
    if !timed || !(fixed || answered || facts.lasts) {
        return None;
    }
    if facts.hiring() == 0 && !facts.is_answer() && !facts.company_person() {
        return None;
    }
    let certain = facts.confirmed || facts.hiring() >= HIRING_CERTAIN && (fixed || facts.lasts);
    let mut reasons = facts.reasons(&[Signal::Fixed]);
    if facts.confirmed {
        reasons.extend(because("confirms-quoted-time", &facts.message.own));
    } else if reasons.is_empty() {
        reasons.extend(because("names-definite-time", &facts.message.own));
    }
    Verdict::new(Kind::Invite, certain, reasons)
}

/// What is said about the process without a time.
fn talks(facts: &Facts<'_>) -> Option<Verdict> {
    let hiring = facts.hiring();
    if facts.newsletter() || hiring == 0 && !facts.is_answer() && !facts.company_person() {
        return None;
    }
    let certain = hiring >= HIRING_CERTAIN || facts.is_answer();
    let offered = facts.several && !facts.signals.says(Signal::Fixed);
    let asks = facts.signals.says(Signal::AsksTimes) || offered;
    let passed = facts.signals.says(Signal::Passed);
    let (kind, signal) = if asks && !facts.promise {
        (Kind::AvailabilityRequest, Signal::AsksTimes)
    } else if passed {
        (Kind::NextRound, Signal::Passed)
    } else if facts.signals.says(Signal::Received) && !facts.is_answer() {
        (Kind::Acknowledgement, Signal::Received)
    } else if facts.promise || facts.signals.says(Signal::News) {
        (Kind::Update, Signal::News)
    } else if facts.signals.says(Signal::Fixed) && !facts.is_answer() {
        (Kind::AvailabilityRequest, Signal::Fixed)
    } else {
        return None;
    };
    let reasons = facts.signals.reasons(signal);
    let reasons =
        if reasons.is_empty() { because("promises-a-day", &facts.message.own) } else { reasons };
    Verdict::new(kind, certain && signal != Signal::Fixed, reasons)
}

/// A person who writes about hiring, or answers in a thread; a system whose words are unknown.
/// In doubt a mail is a reply: what it belongs to is decided by thread and sender (W11).
fn rest(facts: &Facts<'_>) -> Option<Verdict> {
    let hiring = facts.hiring();
    if facts.bulk() || facts.unsubscribes() && !facts.is_answer() {
        return None;
    }
    if facts.is_answer() {
        let reason = because("answers-in-thread", &facts.message.own);
        return Verdict::new(Kind::HumanReply, hiring > 0 && facts.person, reason);
    }
    let topic = facts.topic().is_some_and(|(_, score)| score >= 3);
    if !facts.person {
        let system = matches!(facts.class(), Some(Class::Recruiting | Class::Scheduler));
        let known = system || hiring >= HIRING_CERTAIN && facts.platform.is_none();
        let reasons = because("known-sender-unknown-words", &facts.message.subject);
        return (known && !topic).then(|| Verdict::new(Kind::Update, false, reasons))?;
    }
    if facts.private && hiring < HIRING_CERTAIN || topic {
        return None;
    }
    let mut reasons = facts.reasons(&[Signal::Hiring]);
    reasons.extend(because("written-by-a-person", &facts.message.subject));
    Verdict::new(Kind::HumanReply, hiring >= HIRING_CERTAIN, reasons)
}
