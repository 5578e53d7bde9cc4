//! What a calendar part says: an invitation to the reader, its end, an answer, or somebody's
//! calendar.
//!
//! Decides whom an event invites; whether it is an interview is told by the words around it.

use std::collections::BTreeSet;

use super::{Facts, HIRING_CERTAIN, Verdict, because};
use crate::reading::{
    Kind,
    calendar::{CalendarEvent, Method},
    sender::Class,
};

/// Sessions of an interview loop; more events are somebody's calendar.
const SESSIONS_MAX: usize = 16;
/// Days over which a loop may be spread.
const LOOP_DAYS_MAX: i32 = 31;
/// Guests of a conversation; more are at a meeting or a party.
const GUESTS_MAX: usize = 8;

/// A REPLY is a receipt, not a reply (RFC 5546 §3.2.3); a COUNTER wants another time.
pub(super) fn answer(facts: &Facts<'_>) -> Option<Verdict> {
    if let Some(event) = facts.calendar(Method::Reply) {
        return Verdict::new(Kind::AutoReply, true, because("calendar-reply", &event.summary));
    }
    let event = facts.calendar(Method::Counter)?;
    let reason = because("calendar-counter", &event.summary);
    // It is for the organizer alone (RFC 5546 §3.2.7).
    if facts.hiring() == 0 && !organizes(facts, event) {
        return Verdict::new(Kind::Other, true, reason);
    }
    Verdict::new(Kind::AvailabilityRequest, false, reason)
}

pub(super) fn cancel(facts: &Facts<'_>) -> Option<Verdict> {
    let cancelled = |event: &&CalendarEvent| event.method == Method::Cancel || event.cancelled;
    let event = facts.events.iter().find(cancelled)?;
    let reason = because("calendar-cancel", &format!("METHOD:CANCEL {}", event.summary));
    let told = matches!(event.method, Method::Cancel | Method::Request);
    let ours = event.attendees.is_empty() || addressed(facts, event);
    if facts.hiring() == 0 && (facts.private || !told || !ours || is_collection(facts.events)) {
        return Verdict::new(Kind::Other, true, reason);
    }
    Verdict::new(Kind::Cancellation, facts.hiring() >= HIRING_CERTAIN, reason)
}

pub(super) fn invitation(facts: &Facts<'_>) -> Option<Verdict> {
    let event = facts
        .events
        .iter()
        .find(|event| matches!(event.method, Method::Request | Method::Publish | Method::None))?;
    let text = format!("METHOD:{:?} {}", event.method, event.summary);
    let reason = if event.method == Method::Request { "calendar-request" } else { "calendar-file" };
    if !invites(facts, event) {
        return Verdict::new(Kind::Other, true, because(reason, &text));
    }
    // A booking made through a scheduler with somebody at a company is meant, whatever its title.
    let booked = is_booked(facts) && facts.topic().is_none() && facts.with_company();
    let certain =
        (facts.hiring() >= HIRING_CERTAIN || booked) && event.certain && !is_over(facts, event);
    Verdict::new(Kind::Invite, certain, because(reason, &text))
}

/// Whether an event can be an interview of the reader.
///
/// Where no word speaks of hiring, "Chat with Priya" may still be one: a conversation to which a
/// company invites the reader, once and among few.
pub(super) fn invites(facts: &Facts<'_>, event: &CalendarEvent) -> bool {
    if is_collection(facts.events) {
        return false;
    }
    if facts.hiring() > 0 || is_booked(facts) {
        return facts.hiring() >= HIRING_CERTAIN || !is_over(facts, event);
    }
    event.method == Method::Request
        && !facts.private
        && !event.repeats
        && !is_over(facts, event)
        && event.attendees.len() <= GUESTS_MAX
        && addressed(facts, event)
}

fn is_booked(facts: &Facts<'_>) -> bool {
    facts.class() == Some(Class::Scheduler)
}

/// An exported calendar: a REQUEST is one event and its instances (RFC 5546 §3.2.2), and even a
/// loop has few sessions that are not far apart.
fn is_collection(events: &[CalendarEvent]) -> bool {
    let uids: BTreeSet<&str> = events.iter().map(|event| event.uid.as_str()).collect();
    let days = events.iter().map(|event| event.start.date());
    let apart = days.clone().min().zip(days.max()).and_then(|(from, to)| from.until(to).ok());
    uids.len() > SESSIONS_MAX
        || uids.len() > 1 && apart.is_some_and(|apart| apart.get_days() > LOOP_DAYS_MAX)
}

/// The reader is a guest, or the only guest under an address that is not known as his.
fn addressed(facts: &Facts<'_>, event: &CalendarEvent) -> bool {
    let organizer = event.organizer.as_ref().and_then(|organizer| organizer.email.as_deref());
    let guests = || event.attendees.iter().filter_map(|guest| guest.person.email.as_deref());
    guests().any(|guest| facts.is_mine(guest))
        || guests().filter(|guest| Some(*guest) != organizer).count() == 1
}

fn organizes(facts: &Facts<'_>, event: &CalendarEvent) -> bool {
    let email = event.organizer.as_ref().and_then(|organizer| organizer.email.as_deref());
    email.is_some_and(|email| facts.is_mine(email))
}

/// Over when the mail was sent: nobody is invited to the past.
fn is_over(facts: &Facts<'_>, event: &CalendarEvent) -> bool {
    let end = event.end.as_ref().unwrap_or(&event.start);
    !event.repeats && facts.message.date.as_ref().is_some_and(|sent| end < sent)
}
