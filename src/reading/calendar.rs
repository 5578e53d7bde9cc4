//! Calendar parts (RFC 5545, RFC 5546) → [`CalendarEvent`]s with zones resolved.
//!
//! Decides when an event is and who is in it, and how sure that is; must not know whether it is an
//! interview. Zones are `zone`'s part. What cannot be read becomes a defect, never an error.

mod zone;

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarMethod,
    ICalendarParameterName, ICalendarParameterValue, ICalendarParticipationRole,
    ICalendarParticipationStatus, ICalendarProperty, ICalendarStatus, ICalendarUserTypes,
    ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::{SignedDuration, Zoned};

use self::zone::{Instant, Zones};
pub(crate) use self::zone::{civil, yearly};
use super::{Person, Reader};
use crate::message::Message;

/// Text read of one calendar part; the rest is dropped with a defect.
const PART_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Top-level objects read of one calendar part.
const OBJECTS_MAX: usize = 64;
/// Events kept of one mail.
const EVENTS_MAX: usize = 100;
/// Attendees kept of one event.
const ATTENDEES_MAX: usize = 500;
/// The longest that an event lasts: a month of all-day sessions.
const HOURS_MAX: i64 = 31 * 24;
/// Years an event may lie in: senders write year 1 or 1601 for "not set".
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// iTIP METHOD (RFC 5546 §1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Cancel,
    Counter,
    /// No METHOD at all: an attached file.
    None,
    Publish,
    Reply,
    Request,
}

/// One VEVENT; sessions of one loop are merged by the caller.
#[derive(Debug, Clone)]
pub struct CalendarEvent {
    pub method: Method,
    pub uid: String,
    pub sequence: i64,
    /// STATUS:CANCELLED, whatever the method.
    pub cancelled: bool,
    pub start: Zoned,
    pub end: Option<Zoned>,
    /// False: floating or all-day, unknown zone, skipped local time, recurring.
    pub certain: bool,
    /// RRULE or RDATE: a series.
    pub repeats: bool,
    pub summary: String,
    pub description: String,
    pub location: String,
    pub organizer: Option<Person>,
    /// Without rooms and resources; may hold the user and the organiser.
    pub attendees: Vec<Attendee>,
}

#[derive(Debug, Clone)]
pub struct Attendee {
    pub person: Person,
    /// ROLE=NON-PARTICIPANT or OPT-PARTICIPANT.
    pub optional: bool,
    /// PARTSTAT=DECLINED.
    pub declined: bool,
}

/// Reads all calendar parts of a mail; what cannot be read becomes a defect.
pub fn read(message: &Message, reader: &Reader) -> (Vec<CalendarEvent>, Vec<String>) {
    let mut defects = Vec::new();
    let mut found = Vec::new();
    for part in &message.calendars {
        for object in objects(part, &mut defects) {
            read_object(&object, reader, &mut found, &mut defects);
        }
    }
    let events = without_overridden(found);
    (events.into_iter().map(|found| found.event).collect(), defects)
}

/// An event with what tells it apart from its siblings (RFC 5545 §3.8.4.4).
struct Found {
    event: CalendarEvent,
    /// The instance it replaces, if it is an exception of a series.
    instance: Option<Zoned>,
}

/// Parses the VCALENDAR objects of one part, junk between them skipped.
pub(crate) fn objects(part: &str, defects: &mut Vec<String>) -> Vec<ICalendar> {
    let whole = part.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
    let (text, rest) =
        whole.split_at_checked(whole.floor_char_boundary(PART_BYTES_MAX)).unwrap_or((whole, ""));
    if !rest.is_empty() {
        defects.push("calendar part too long, cut".to_owned());
    }
    let mut parser = Parser::new(text);
    let mut objects = Vec::new();
    let mut junk = false;
    for _ in 0..OBJECTS_MAX {
        match parser.entry() {
            Entry::ICalendar(object) => objects.push(object),
            Entry::Eof => break,
            _ => junk = true,
        }
    }
    if junk {
        defects.push("calendar part damaged".to_owned());
    }
    objects
}

fn read_object(
    object: &ICalendar,
    reader: &Reader,
    found: &mut Vec<Found>,
    defects: &mut Vec<String>,
) {
    let zones = Zones::of(object, &reader.zone);
    let method = method_of(object);
    for component in &object.components {
        if component.component_type != ICalendarComponentType::VEvent {
            continue;
        }
        if found.len() >= EVENTS_MAX {
            defects.push("too many calendar events, the rest ignored".to_owned());
            return;
        }
        match read_event(component, method, &zones, defects) {
            Ok(event) => add(found, event),
            Err(defect) => defects.push(defect),
        }
    }
}

fn method_of(object: &ICalendar) -> Method {
    let named = object
        .components
        .iter()
        .find_map(|component| component.property(&ICalendarProperty::Method))
        .and_then(|entry| entry.values.first());
    match named {
        Some(ICalendarValue::Method(method)) => match method {
            ICalendarMethod::Add | ICalendarMethod::Request => Method::Request,
            ICalendarMethod::Cancel => Method::Cancel,
            ICalendarMethod::Counter => Method::Counter,
            ICalendarMethod::Declinecounter | ICalendarMethod::Refresh | ICalendarMethod::Reply => {
                Method::Reply
            }
            ICalendarMethod::Publish => Method::Publish,
        },
        _ => Method::None,
    }
}

fn read_event(
    component: &ICalendarComponent,
    method: Method,
    zones: &Zones,
    defects: &mut Vec<String>,
) -> Result<Found, String> {
    let start = component
        .property(&ICalendarProperty::Dtstart)
        .and_then(|entry| zones.resolve(entry))
        .ok_or("calendar event without a readable start")?;
    if !YEARS.contains(&start.at.year()) {
        return Err("calendar event with an impossible year".to_owned());
    }
    let end = end_of(component, &start, zones);
    if end.as_ref().is_some_and(|end| *end < start.at) {
        defects.push("calendar event ends before it starts".to_owned());
    }
    let longest = start.at.checked_add(SignedDuration::from_hours(HOURS_MAX)).ok();
    let endless = end.as_ref().is_some_and(|end| longest.as_ref().is_none_or(|max| end > max));
    if endless {
        defects.push("calendar event without a believable end".to_owned());
    }
    let (attendees, more) = attendees_of(component);
    if more {
        defects.push("too many attendees, the rest ignored".to_owned());
    }
    let instance = component
        .property(&ICalendarProperty::RecurrenceId)
        .and_then(|entry| zones.resolve(entry))
        .map(|instant| instant.at);
    let repeats = component.has_property(&ICalendarProperty::Rrule)
        || component.has_property(&ICalendarProperty::Rdate);
    let event = CalendarEvent {
        method,
        uid: component.uid().unwrap_or_default().trim().to_owned(),
        sequence: component
            .property(&ICalendarProperty::Sequence)
            .and_then(|entry| entry.values.first())
            .and_then(ICalendarValue::as_integer)
            .unwrap_or(0),
        cancelled: component.status() == Some(&ICalendarStatus::Cancelled),
        certain: start.certain && !repeats,
        repeats,
        end: end.filter(|end| *end >= start.at && !endless),
        start: start.at,
        summary: text_of(component, &ICalendarProperty::Summary),
        description: text_of(component, &ICalendarProperty::Description),
        location: text_of(component, &ICalendarProperty::Location),
        organizer: component.property(&ICalendarProperty::Organizer).and_then(person_of),
        attendees,
    };
    Ok(Found { event, instance })
}

/// DTEND, or DTSTART plus DURATION (RFC 5545 §3.6.1), printed in the zone of the start.
fn end_of(component: &ICalendarComponent, start: &Instant, zones: &Zones) -> Option<Zoned> {
    if let Some(entry) = component.property(&ICalendarProperty::Dtend) {
        let end = zones.resolve(entry)?.at;
        // A fixed offset stands for a zone known by its own rules: the end may have another one.
        return match start.at.time_zone().iana_name() {
            Some(_) => Some(end.with_time_zone(start.at.time_zone().clone())),
            None => Some(end),
        };
    }
    let value = component.property(&ICalendarProperty::Duration)?.values.first()?;
    let ICalendarValue::Duration(length) = value else {
        return None;
    };
    start.at.checked_add(SignedDuration::from_secs(length.as_seconds())).ok()
}

/// Values that a sender's unescaped commas split are put together again.
fn text_of(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let Some(entry) = component.property(property) else {
        return String::new();
    };
    let parts: Vec<&str> = entry.values.iter().filter_map(ICalendarValue::as_text).collect();
    parts.join(", ").trim().to_owned()
}

/// Returns the people, and whether there were more than the limit.
fn attendees_of(component: &ICalendarComponent) -> (Vec<Attendee>, bool) {
    let mut people = component
        .properties(&ICalendarProperty::Attendee)
        .filter(|entry| !is_thing(entry))
        .filter_map(|entry| {
            let person = person_of(entry)?;
            let role = entry.parameter(&ICalendarParameterName::Role);
            let status = entry.parameter(&ICalendarParameterName::Partstat);
            Some(Attendee {
                person,
                optional: matches!(
                    role,
                    Some(ICalendarParameterValue::Role(
                        ICalendarParticipationRole::OptParticipant
                            | ICalendarParticipationRole::NonParticipant
                    ))
                ),
                declined: matches!(
                    status,
                    Some(ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined))
                ),
            })
        });
    let kept = people.by_ref().take(ATTENDEES_MAX).collect();
    (kept, people.next().is_some())
}

fn is_thing(entry: &ICalendarEntry) -> bool {
    matches!(
        entry.parameter(&ICalendarParameterName::Cutype),
        Some(ICalendarParameterValue::Cutype(
            ICalendarUserTypes::Room | ICalendarUserTypes::Resource
        ))
    )
}

/// The name is empty where CN only repeats the address, as Google writes it.
fn person_of(entry: &ICalendarEntry) -> Option<Person> {
    let value = entry.values.first().and_then(ICalendarValue::as_text).or_else(|| {
        match entry.values.first() {
            Some(ICalendarValue::Uri(uri)) => uri.as_str(),
            _ => None,
        }
    });
    let named = |name| entry.parameters(name).find_map(|value| value.as_text());
    let email = value
        .and_then(address_of)
        .or_else(|| named(&ICalendarParameterName::Email).and_then(address_of));
    let name = named(&ICalendarParameterName::Cn)
        .map(|name| name.trim().trim_matches(['"', '\'']).trim())
        .filter(|name| !name.contains('@'))
        .unwrap_or_default()
        .to_owned();
    (email.is_some() || !name.is_empty()).then_some(Person { name, email, title: None })
}

/// `MAILTO:A@b` → `a@b`; an address without a scheme is taken as it is.
fn address_of(value: &str) -> Option<String> {
    let lower = value.trim().to_lowercase();
    let bare = lower.strip_prefix("mailto:").unwrap_or(&lower);
    let bare = bare.split('?').next().unwrap_or(bare).trim();
    (bare.contains('@') && !bare.contains([' ', '/'])).then(|| bare.to_owned())
}

/// Adds an event unless a part before it held the same one (Google sends each twice).
fn add(found: &mut Vec<Found>, new: Found) {
    let twin = found.iter_mut().find(|old| {
        old.event.uid == new.event.uid
            && old.instance == new.instance
            && old.event.start == new.event.start
            && (!new.event.uid.is_empty() || old.event.summary == new.event.summary)
    });
    match twin {
        Some(old) => {
            let newer = new.event.sequence > old.event.sequence;
            if newer || old.event.method == Method::None {
                *old = new;
            }
        }
        None => found.push(new),
    }
}

/// Drops the master of a series whose first instance an exception replaces (RFC 5545 §3.8.4.4).
fn without_overridden(mut found: Vec<Found>) -> Vec<Found> {
    let replaced: Vec<(String, Zoned)> = found
        .iter()
        .filter_map(|one| Some((one.event.uid.clone(), one.instance.clone()?)))
        .collect();
    found.retain(|one| {
        one.instance.is_some()
            || !replaced.iter().any(|(uid, at)| *uid == one.event.uid && *at == one.event.start)
    });
    found
}

#[cfg(test)]
mod tests;
