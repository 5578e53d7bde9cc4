//! Dates and times in words: a small grammar on jiff.

use std::ops::Range;

use jiff::{Zoned, civil::Date};

use super::Language;

/// What dates in a mail are relative to.
#[derive(Debug, Clone)]
pub struct Horizon {
    /// The Date header with the sender's offset.
    pub sent: Zoned,
    /// The user's zone, for "your time".
    pub mine: jiff::tz::TimeZone,
    /// The zone the sender is thought to be in; the Date header's offset when unknown.
    pub theirs: Option<jiff::tz::TimeZone>,
    pub language: Language,
}

/// A day, perhaps with a time, that a text names.
#[derive(Debug, Clone)]
pub struct Moment {
    pub date: Date,
    /// Set when a time of day is named.
    pub start: Option<Zoned>,
    /// From a range or a duration beside it.
    pub end: Option<Zoned>,
    /// Bytes of the text that gave it.
    pub span: Range<usize>,
    /// False: two readings remain (03/04, CST), or the weekday contradicts the date.
    pub certain: bool,
}

/// Finds every day and time named in a text, in order of appearance.
pub fn find(_text: &str, _horizon: &Horizon) -> Vec<Moment> {
    Vec::new()
}

/// Finds a duration ("45 minutes", "an hour and a half", "eine Stunde").
pub fn duration(_text: &str, _language: Language) -> Option<jiff::SignedDuration> {
    None
}
