//! What is no word of a company about an application: own mail, automatic mail, other topics.

use super::{Facts, Verdict, because};
use crate::reading::{Kind, Language, calendar::Method, evidence::Signal, sender::Class};

/// How much must speak for another topic.
const TOPIC_MIN: usize = 3;
/// The same for an answer in a thread.
const ANSWER_TOPIC_MIN: usize = 6;

/// Quoted words that show what a thread is about.
const QUOTED_WORDS_MIN: usize = 40;
/// What is said in an answer about an application even if nothing names one.
const THREAD_SIGNALS: [Signal; 9] = [
    Signal::AsksTimes,
    Signal::Cancelled,
    Signal::Fixed,
    Signal::Moved,
    Signal::Offer,
    Signal::Passed,
    Signal::Rejection,
    Signal::Task,
    Signal::Wants,
];

pub(super) fn own(facts: &Facts<'_>) -> Option<Verdict> {
    let from = facts.message.from.as_ref()?;
    if !facts.mine {
        return None;
    }
    Verdict::new(Kind::OwnSent, true, because("from-you", &from.email))
}

/// Automatic answers by their headers (RFC 3834, RFC 3464) and subjects.
pub(super) fn bounce_or_auto_reply(facts: &Facts<'_>) -> Option<Verdict> {
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

pub(super) fn code_or_draft(facts: &Facts<'_>) -> Option<Verdict> {
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
pub(super) fn foreign(facts: &Facts<'_>) -> Option<Verdict> {
    let (topic, score) = facts.topic()?;
    // A job board's list is one whatever else it names.
    if facts.class() == Some(Class::Board) && facts.signals.says(Signal::Alert) {
        return None;
    }
    if is_stray(facts, topic) {
        return None;
    }
    let hiring = facts.applying();
    let duty = facts.signals.says(Signal::Duty);
    let topic = if duty { Signal::Duty } else { topic };
    // One word of another topic takes no answer out of its thread, and a mail that names a job and
    // an application is about them.
    let threaded = facts.is_answer() && facts.hiring() > 0;
    let applied = facts.role && facts.applying() >= TOPIC_MIN;
    let least = if (threaded || applied) && !duty { ANSWER_TOPIC_MIN } else { TOPIC_MIN };
    if score < least || (!duty && score < hiring) {
        return None;
    }
    let reasons = facts.reasons(&[topic]);
    let reasons = if reasons.is_empty() { facts.context.reasons(topic) } else { reasons };
    // A flat that goes with the post makes no mail one about housing: a single word is doubted.
    let named = score > TOPIC_MIN || facts.titled(topic);
    let certain = duty || score > hiring && named;
    Verdict::new(Kind::Other, certain, reasons)
}

/// A word of another topic in a mail that is by its form about the reader's interview.
fn is_stray(facts: &Facts<'_>, topic: Signal) -> bool {
    if facts.signals.says(Signal::Duty) {
        return false;
    }
    let titled = facts.titled(topic);
    if titled && topic != Signal::Talk {
        return false;
    }
    let says = |signal| facts.signals.says(signal);
    let met = [Method::Request, Method::Cancel].iter().any(|m| facts.calendar(*m).is_some());
    let small = matches!(
        topic,
        Signal::Friend
            | Signal::Permit
            | Signal::Home
            | Signal::Event
            | Signal::Clinic
            | Signal::Talk
            | Signal::Teaching
    );
    let changes = (says(Signal::Cancelled) || says(Signal::Moved)) && says(Signal::Interview);
    let sought = matches!(topic, Signal::Talk | Signal::Software | Signal::Publication)
        && facts.signals.strong(Signal::Outreach) > 1
        && facts.applying() > 0;
    !titled && small && (met && facts.hiring() > 0 || changes && facts.company_person()) || sought
}

/// An answer in a thread that is visibly about something else: on a mailing list, or below a quoted
/// text of some length, without a word of hiring in either.
///
/// A short answer with little quoted stays a reply: its thread tells what it belongs to (W11).
pub(super) fn thread(facts: &Facts<'_>) -> Option<Verdict> {
    let signals = facts.signals;
    let speaks = facts.hiring() > 0 || THREAD_SIGNALS.iter().any(|signal| signals.says(*signal));
    if !facts.is_answer() || speaks || !facts.events.is_empty() {
        return None;
    }
    if facts.listed() {
        return Verdict::new(Kind::Other, true, because("mailing-list", &facts.message.subject));
    }
    let quoted = facts.message.quoted.split_whitespace().count();
    let foreign = quoted >= QUOTED_WORDS_MIN && facts.language != Language::Other;
    foreign
        .then(|| Verdict::new(Kind::Other, false, because("other-thread", &facts.message.own)))?
}

pub(super) fn survey(facts: &Facts<'_>) -> Option<Verdict> {
    let busy = facts.signals.says(Signal::Rejection) || facts.time.is_some() || facts.is_answer();
    (facts.signals.strong(Signal::Survey) > 0 && !busy && facts.events.is_empty())
        .then(|| Verdict::new(Kind::Other, true, facts.signals.reasons(Signal::Survey)))?
}

pub(super) fn job_alert(facts: &Facts<'_>) -> Option<Verdict> {
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
pub(super) fn absence(facts: &Facts<'_>) -> Option<Verdict> {
    let other = facts.signals.says(Signal::Fixed)
        || facts.signals.says(Signal::Received)
        || facts.asks_times()
        || facts.signals.says(Signal::Passed)
        || facts.signals.says(Signal::Rejection)
        || !facts.events.is_empty()
        || facts.time.is_some()
        || facts.signals.says(Signal::ColleagueAway)
        || facts.signals.says(Signal::News) && facts.promise && facts.applying() >= TOPIC_MIN;
    let said = facts.signals.strong(Signal::Absent);
    if said == 0 || other {
        return None;
    }
    let certain = said > 1 || !facts.signals.says(Signal::News);
    Verdict::new(Kind::AutoReply, certain, facts.signals.reasons(Signal::Absent))
}

/// Unasked mail of recruiters; never an answer to the user's own mail.
pub(super) fn outreach(facts: &Facts<'_>) -> Option<Verdict> {
    if facts.is_answer() || !facts.events.is_empty() || facts.signals.says(Signal::Received) {
        return None;
    }
    let inmail = facts.class() == Some(Class::Board) && facts.signals.says(Signal::Outreach);
    let strong = facts.signals.strong(Signal::Outreach);
    if facts.class() == Some(Class::Recruiting) && facts.signals.says(Signal::News) {
        return None;
    }
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
    // A client who wants to meet the reader knows of the reader.
    let settled = facts.signals.says(Signal::Rejection) || facts.signals.says(Signal::Passed);
    if settled && (applied || strong == 1) && !inmail {
        return None;
    }
    if !inmail && (strong == 0 || applied) {
        return None;
    }
    Verdict::new(Kind::Outreach, inmail || strong > 1, facts.signals.reasons(Signal::Outreach))
}
