//! Calendar parts (RFC 5545, RFC 5546) → [`CalendarEvent`]s with zones resolved.

use jiff::Zoned;

use super::{Person, Reader};
use crate::message::Message;

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
    /// False: floating or all-day, unknown zone, ambiguous or skipped local time, recurring.
    pub certain: bool,
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
pub fn read(_message: &Message, _reader: &Reader) -> (Vec<CalendarEvent>, Vec<String>) {
    (Vec::new(), Vec::new())
}
