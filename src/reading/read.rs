//! Puts the parts together: one mail → [`Reading`].
//!
//! Orders the questions and hands each part what it needs; decides nothing that a part decides.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::{
    Answerability, Appointment, CalendarRef, Evidence, Kind, Language, Reader, Reading, Register,
    appointment::{self, Frame, Times},
    calendar::{self, CalendarEvent, Method},
    company, deadline,
    evidence::{Signal, Signals, shorten},
    kind::{self, Facts, Verdict},
    language, names, people, promise, quoted, role,
    sender::{self, Class},
    text::{self, Sentence},
    vote,
    when::{self, Horizon, token::Tokens, zone},
};
use crate::message::Message;

/// Quoted text says what a short answer is about; more is not needed.
const QUOTED_LINES_MAX: usize = 80;

/// Reads what a mail says. Never fails; what cannot be read becomes a defect.
pub fn read(message: &Message, reader: &Reader) -> Reading {
    let (events, mut defects) = calendar::read(message, reader);
    defects.splice(0..0, message.defects.iter().cloned());
    let (quoted, joined) = (quoted(message), names::unwrapped(&message.own));
    let texts = names::Texts::of(message, &joined, &quoted);
    let gathered = gather(message, reader, &events, &texts);
    let verdict = kind::decide(&gathered.facts(message, &events, reader));
    fill(message, reader, &events, &texts, gathered, verdict, defects)
}

/// The named features of a mail, for fitting their weights.
pub fn features(message: &Message, reader: &Reader) -> BTreeMap<String, f32> {
    let (events, _) = calendar::read(message, reader);
    let (quoted, joined) = (quoted(message), names::unwrapped(&message.own));
    let texts = names::Texts::of(message, &joined, &quoted);
    let gathered = gather(message, reader, &events, &texts);
    let facts = gathered.facts(message, &events, reader);
    vote::features(&facts, &kind::by_rule(&facts))
}

/// What the mail says, before anything is decided.
struct Gathered {
    language: Language,
    register: Register,
    own: Vec<Sentence>,
    subject: Sentence,
    signals: Signals,
    context: Signals,
    times: Times,
    confirmed: Option<Appointment>,
    dues: deadline::Dues,
    /// As a mail about an application names it.
    company: Option<String>,
    role: Option<String>,
}

impl Gathered {
    fn facts<'a>(
        &'a self,
        message: &'a Message,
        events: &'a [CalendarEvent],
        reader: &'a Reader,
    ) -> Facts<'a> {
        let from = message.from.as_ref();
        let chosen = self.confirmed.as_ref().or(self.times.chosen.as_ref());
        Facts {
            message,
            own: &self.own,
            subject: &self.subject,
            signals: &self.signals,
            context: &self.context,
            events,
            time: chosen.map(|chosen| &chosen.start),
            confirmed: self.confirmed.is_some(),
            several: self.times.several,
            lasts: chosen.is_some_and(|chosen| chosen.end.is_some()),
            due: self.dues.ours.is_some(),
            promise: self.dues.theirs.is_some(),
            role: self.role.is_some(),
            platform: sender::platform(message),
            mine: from.is_some_and(|from| reader.is_me(from)),
            person: people::is_person(message),
            private: from.is_some_and(|from| sender::is_free(&from.email)),
            language: self.language,
            reader,
        }
    }
}

fn quoted(message: &Message) -> String {
    let quoted: Vec<&str> = message.quoted.lines().take(QUOTED_LINES_MAX).collect();
    quoted.join("\n")
}

fn gather(
    message: &Message,
    reader: &Reader,
    events: &[CalendarEvent],
    texts: &names::Texts<'_>,
) -> Gathered {
    let quoted = texts.quoted.text;
    let language = mail_language(message, quoted);
    let horizon = horizon(message, reader, language);
    let text = when::cut(&message.own);
    let tokens = Tokens::of(text);
    let own = text::sentences(&message.own);
    let subject = Sentence::new(&message.subject);
    let signals = signals(message, &own, &subject);
    let context = context(quoted, message, events);
    let frame = Frame {
        sent: &horizon.sent,
        moved: signals.says(Signal::Moved),
        asks: signals.says(Signal::AsksTimes),
    };
    let mut times = appointment::of_words(text, &when::find_in(text, &tokens, &horizon), frame);
    if times.chosen.is_none() {
        let subject = &message.subject;
        times = appointment::of_words(subject, &when::find(subject, &horizon), frame);
    }
    quoted::dated(&mut times, message, quoted, &horizon);
    let confirmed = quoted::confirmed(message, &tokens, quoted, &horizon, &times);
    quoted::lengthen(&mut times, &tokens, quoted, language);
    let mine = message.from.as_ref().is_some_and(|from| reader.is_me(from));
    let supposed = if mine { Kind::OwnSent } else { Kind::Update };
    let company = company::find(&company::Scope::new(message, reader, events, texts, supposed));
    let role = role::find(message, events, texts, company.as_deref(), language);
    Gathered {
        register: language::register(&message.own, language),
        dues: deadline::find_in(text, &tokens, &horizon),
        language,
        own,
        subject,
        signals,
        context,
        times,
        confirmed,
        company,
        role,
    }
}

fn mail_language(message: &Message, quoted: &str) -> Language {
    language::detect(&message.own)
        .or_else(|| language::detect(&format!("{}\n{quoted}", message.subject)))
        .unwrap_or(Language::En)
}

fn horizon(message: &Message, reader: &Reader, language: Language) -> Horizon {
    let sent =
        message.date.clone().unwrap_or_else(|| jiff::Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC));
    let theirs = message.from.as_ref().and_then(|from| zone::of_address(&from.email));
    Horizon { sent, mine: reader.zone.clone(), theirs, language }
}

fn is_reply_subject(subject: &str) -> bool {
    const MARKS: [&str; 9] = ["re:", "aw:", "sv:", "antw:", "fw:", "fwd:", "wg:", "tr:", "rv:"];
    let subject = subject.trim_start().to_lowercase();
    MARKS.iter().any(|mark| subject.starts_with(mark))
}

/// Own text and subject; the subject of an answer only tells the topic.
fn signals(message: &Message, own: &[Sentence], subject: &Sentence) -> Signals {
    let mut signals = Signals::default();
    signals.add(own, None);
    let mut topics = Signal::FOREIGN.to_vec();
    topics.extend([Signal::Hiring, Signal::Interview]);
    let only = is_reply_subject(&message.subject).then_some(topics.as_slice());
    signals.add(std::slice::from_ref(subject), only);
    signals
}

/// Hiring and other topics in quoted text, signature and calendar parts.
fn context(quoted: &str, message: &Message, events: &[CalendarEvent]) -> Signals {
    let mut topics = Signal::FOREIGN.to_vec();
    topics.extend([Signal::Hiring, Signal::Interview]);
    let mut context = Signals::default();
    // A description tells of its own event alone, a title of the sessions around it too.
    let descriptions = events.iter().take(1).map(|event| &event.description);
    for part in events.iter().map(|event| &event.summary).chain(descriptions) {
        context.add(&text::sentences(part), Some(&topics));
    }
    for part in [quoted, message.signature.as_str()] {
        context
            .add(&text::sentences(part), Some(&[Signal::Hiring, Signal::Interview, Signal::Duty]));
    }
    context
}

/// Fills the reading for the kind decided.
fn fill(
    message: &Message,
    reader: &Reader,
    events: &[CalendarEvent],
    texts: &names::Texts<'_>,
    gathered: Gathered,
    verdict: Verdict,
    defects: Vec<String>,
) -> Reading {
    let Gathered { language, register, signals, dues, .. } = &gathered;
    let kind = verdict.kind;
    let known = sender::platform(message);
    let company = match kind {
        Kind::JobAlert | Kind::Other | Kind::Outreach => {
            company::find(&company::Scope::new(message, reader, events, texts, kind))
        }
        _ => gathered.company.clone(),
    };
    let appointment = interview(kind, events, &gathered);
    let writer = people::writer(message, texts, reader);
    let interviewers = people::interviewers(
        &people::Scope {
            message,
            reader,
            texts,
            own: &gathered.own,
            events,
            kind,
            role: gathered.role.as_deref(),
        },
        company.as_deref(),
        writer.as_ref(),
    );
    let asks = matches!(kind, Kind::AvailabilityRequest | Kind::InfoRequest)
        || (!matches!(kind, Kind::OwnSent | Kind::AutoReply | Kind::Other | Kind::JobAlert)
            && [Signal::Wants, Signal::Task, Signal::Confirm].iter().any(|s| signals.says(*s)));
    Reading {
        kind,
        certain: verdict.certain && !(is_event(kind) && unsure_time(events, &gathered)),
        reminder: kind == Kind::Invite && signals.says(Signal::Reminder) && !is_first(events),
        company,
        role: gathered.role.clone(),
        calendar: events
            .iter()
            .find(|event| event.method != Method::Reply)
            .map(|event| CalendarRef { uid: event.uid.clone(), sequence: event.sequence }),
        signs_as: people::signs_as(message, writer.as_ref()),
        answerability: sender::answer_to(message)
            .map_or(Answerability::Deaf, |to| sender::hears(&to.email)),
        writer,
        platform: known.is_some_and(|known| known.class != Class::Calendar),
        deadline: promise::day(kind, dues, appointment.as_ref()),
        action_by: dues.ours.as_ref().filter(|_| kind != Kind::OwnSent).map(|due| due.date),
        returns: dues.returns.as_ref().filter(|_| kind == Kind::AutoReply).map(|due| due.date),
        asks,
        role_gone: kind == Kind::Cancellation
            && signals.says(Signal::RoleGone)
            && !signals.says(Signal::OnHold),
        topic: role::topic(&texts.own, events),
        interview: appointment,
        interviewers,
        language: *language,
        register: *register,
        reasons: reasons(verdict.reasons, &gathered, kind),
        defects,
    }
}

fn is_event(kind: Kind) -> bool {
    matches!(kind, Kind::Invite | Kind::Reschedule)
}

/// An update never arrives as a reminder does.
fn is_first(events: &[CalendarEvent]) -> bool {
    events.iter().any(|event| event.method == Method::Request)
}

fn interview(kind: Kind, events: &[CalendarEvent], gathered: &Gathered) -> Option<Appointment> {
    if !matches!(kind, Kind::Invite | Kind::Reschedule | Kind::Cancellation | Kind::NextRound) {
        return None;
    }
    let told = || gathered.times.chosen.clone().filter(|_| !gathered.times.several);
    // An attached file is not renewed when the interview moves; the text is.
    let stale = kind == Kind::Reschedule
        && events.iter().all(|event| matches!(event.method, Method::None | Method::Publish));
    if stale && let Some(told) = told() {
        return Some(told);
    }
    appointment::of_events(events).or_else(|| gathered.confirmed.clone()).or_else(told)
}

fn unsure_time(events: &[CalendarEvent], gathered: &Gathered) -> bool {
    if events.is_empty() {
        gathered.confirmed.is_none() && !gathered.times.certain
    } else {
        !events.iter().any(|event| event.certain)
    }
}

fn reasons(mut reasons: Vec<Evidence>, gathered: &Gathered, kind: Kind) -> Vec<Evidence> {
    let mut add = |reason: &str, due: Option<&deadline::Due>| {
        if let Some(due) = due {
            reasons.push(Evidence { reason: reason.into(), text: shorten(&due.words) });
        }
    };
    if kind != Kind::OwnSent {
        add("promises-answer-by", gathered.dues.theirs.as_ref());
        add("wants-answer-by", gathered.dues.ours.as_ref());
    }
    reasons
}
