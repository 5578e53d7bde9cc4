//! What a company says about an application: the end before the offer, the interview, the rest.

use super::{Facts, HIRING_CERTAIN, Verdict, because, event};
use crate::reading::{Kind, calendar::Method, evidence::Signal, sender::Class};

pub(super) fn rejection(facts: &Facts<'_>) -> Option<Verdict> {
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

pub(super) fn offer(facts: &Facts<'_>) -> Option<Verdict> {
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

/// A new time for a known interview, in words or as an updated event.
pub(super) fn moved(facts: &Facts<'_>) -> Option<Verdict> {
    let event = facts.calendar(Method::Request);
    let updated = event.is_some_and(|event| event.sequence > 0 && event::invites(facts, event));
    let said = facts.signals.says(Signal::Moved);
    let timed = event.is_some() || facts.calendar(Method::None).is_some() || facts.time.is_some();
    let gone = facts.signals.says(Signal::Cancelled) && !said;
    // "Move you to the next stage" moves no date.
    let progress = facts.signals.says(Signal::Passed) && !timed;
    let said = said && !progress;
    let known = facts.meets() || facts.time.is_some() || facts.is_answer();
    if gone || !(updated || said && known) {
        return None;
    }
    let mut reasons = facts.signals.reasons(Signal::Moved);
    if let Some(event) = event.filter(|_| updated) {
        let text = format!("METHOD:REQUEST SEQUENCE:{} {}", event.sequence, event.summary);
        reasons.extend(because("calendar-update", &text));
    }
    if !timed && !facts.several && facts.asks_times() {
        return Verdict::new(Kind::Reschedule, facts.hiring() > 0, reasons);
    }
    let certain = facts.hiring() >= HIRING_CERTAIN && timed;
    Verdict::new(Kind::Reschedule, certain, reasons)
}

pub(super) fn cancelled(facts: &Facts<'_>) -> Option<Verdict> {
    if !facts.signals.says(Signal::Cancelled) || facts.calendar(Method::Request).is_some() {
        return None;
    }
    let certain = facts.hiring() >= HIRING_CERTAIN || facts.is_answer();
    let interview = facts.signals.score(Signal::Interview) > 0
        || facts.signals.says(Signal::Fixed)
        || facts.time.is_some()
        || facts.is_answer();
    let gone = facts.signals.says(Signal::RoleGone) && !facts.signals.says(Signal::OnHold);
    if !interview && gone {
        // A vacancy withdrawn before any interview.
        return Verdict::new(Kind::Rejection, certain, facts.signals.reasons(Signal::RoleGone));
    }
    let quoted = facts.context.score(Signal::Interview) > 0;
    let named = facts.signals.score(Signal::Interview) > 0 || facts.time.is_some() || quoted;
    if !named && facts.signals.says(Signal::OnHold) {
        // A freeze drops no interview where none was arranged.
        return Verdict::new(Kind::Update, certain, facts.signals.reasons(Signal::OnHold));
    }
    Verdict::new(Kind::Cancellation, certain, facts.signals.reasons(Signal::Cancelled))
}

/// A receipt; its process description invites nobody.
pub(super) fn received_by_system(facts: &Facts<'_>) -> Option<Verdict> {
    let said = facts.signals.strong(Signal::Received);
    let more = facts.signals.says(Signal::Passed)
        || facts.signals.says(Signal::Task)
        || facts.signals.says(Signal::Wants)
        || facts.asks_times()
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
pub(super) fn task(facts: &Facts<'_>) -> Option<Verdict> {
    // A test that is only announced asks nothing yet.
    let announced = facts.signals.says(Signal::Passed) && facts.signals.says(Signal::ToFollow);
    let test = facts.signals.says(Signal::Task) && !announced || facts.class() == Some(Class::Test);
    let wants = facts.signals.says(Signal::Wants);
    let live = facts.time.is_some() && facts.signals.says(Signal::Fixed);
    let unknown = facts.hiring() == 0 && !facts.is_answer() && !facts.company_person();
    if !(test || wants) || live || unknown {
        return None;
    }
    if !test && facts.asks_times() {
        return None;
    }
    let reasons = facts.reasons(&[Signal::Task, Signal::Wants]);
    let reasons =
        if reasons.is_empty() { because("test-platform", &facts.message.subject) } else { reasons };
    let certain = facts.hiring() >= HIRING_CERTAIN || facts.is_answer();
    Verdict::new(Kind::InfoRequest, certain, reasons)
}

/// A definite time in words.
pub(super) fn invite(facts: &Facts<'_>) -> Option<Verdict> {
    let timed = facts.time.is_some() && !facts.several && !facts.bulk();
    let fixed = [Signal::Fixed, Signal::Reminder].iter().any(|said| facts.signals.says(*said));
    let fixed = fixed || facts.confirmed;
    let answered = facts.is_answer() && !facts.signals.says(Signal::News);
    if !timed || !(fixed || answered || facts.lasts) {
        return None;
    }
    if facts.hiring() == 0 && !facts.is_answer() {
        return None;
    }
    let known = facts.confirmed && (facts.hiring() > 0 || facts.company_person());
    let certain = known || facts.hiring() >= HIRING_CERTAIN && (fixed || facts.lasts);
    let mut reasons = facts.reasons(&[Signal::Fixed]);
    if facts.confirmed {
        reasons.extend(because("confirms-quoted-time", &facts.message.own));
    } else if reasons.is_empty() {
        reasons.extend(because("names-definite-time", &facts.message.own));
    }
    Verdict::new(Kind::Invite, certain, reasons)
}

/// What is said about the process without a time.
pub(super) fn talks(facts: &Facts<'_>) -> Option<Verdict> {
    let hiring = facts.hiring();
    if facts.newsletter() || hiring == 0 && !facts.is_answer() && !facts.company_person() {
        return None;
    }
    let certain = hiring >= HIRING_CERTAIN || facts.is_answer();
    let offered = facts.several && !facts.signals.says(Signal::Fixed);
    let asks = facts.asks_times() || offered;
    let passed = facts.signals.says(Signal::Passed);
    let (kind, signal) = if asks && !facts.promise {
        (Kind::AvailabilityRequest, Signal::AsksTimes)
    } else if passed {
        (Kind::NextRound, Signal::Passed)
    } else if facts.signals.says(Signal::Received) && !facts.is_answer() {
        (Kind::Acknowledgement, Signal::Received)
    } else if facts.promise || facts.signals.says(Signal::News) {
        (Kind::Update, Signal::News)
    } else if facts.signals.says(Signal::Fixed) && !facts.is_answer() && hiring > 0 {
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
pub(super) fn rest(facts: &Facts<'_>) -> Option<Verdict> {
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
    if hiring == 0 || facts.private && hiring < HIRING_CERTAIN || topic {
        return None;
    }
    if facts.due {
        let reasons = because("wants-something-by-a-day", &facts.message.own);
        return Verdict::new(Kind::InfoRequest, false, reasons);
    }
    let mut reasons = facts.reasons(&[Signal::Hiring]);
    reasons.extend(because("written-by-a-person", &facts.message.subject));
    // A subject alone is little: the text may be what could not be read.
    let written = !facts.message.own.trim().is_empty();
    Verdict::new(Kind::HumanReply, written && hiring >= HIRING_CERTAIN, reasons)
}
