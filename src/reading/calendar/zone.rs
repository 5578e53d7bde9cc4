//! Local times of a calendar → instants, by RFC 5545 §3.3.5 and §3.6.5.
//!
//! A zone that is named by an IANA or Windows id is taken from the zone tables; any other id has
//! only what its VTIMEZONE says, so its own rules are followed. Must not know events.

use std::collections::BTreeMap;
use std::str::FromStr;

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDay, ICalendarEntry,
    ICalendarFrequency, ICalendarProperty, ICalendarRecurrenceRule, ICalendarValue,
    ICalendarWeekday,
};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

/// Zones and rules read of one calendar.
const ZONES_MAX: usize = 32;
const RULES_MAX: usize = 64;

/// An instant in the zone it was written in.
pub(crate) struct Instant {
    pub at: Zoned,
    /// False: floating, a day without a time, an unknown zone, a skipped local time.
    pub certain: bool,
}

/// The zones one VCALENDAR object may name.
pub(crate) struct Zones<'a> {
    own: BTreeMap<String, Vec<Rule>>,
    reader: &'a TimeZone,
}

/// A STANDARD or DAYLIGHT part of a VTIMEZONE.
struct Rule {
    onset: DateTime,
    from: Offset,
    to: Offset,
    repeats: Option<ICalendarRecurrenceRule>,
    dates: Vec<DateTime>,
}

impl<'a> Zones<'a> {
    pub fn of(object: &ICalendar, reader: &'a TimeZone) -> Self {
        let own = object
            .timezones()
            .take(ZONES_MAX)
            .filter_map(|zone| Some((text(zone, &ICalendarProperty::Tzid)?, rules(object, zone))))
            .collect();
        Self { own, reader }
    }

    /// Resolves DTSTART, DTEND or RECURRENCE-ID.
    pub fn resolve(&self, entry: &ICalendarEntry) -> Option<Instant> {
        let value = entry.values.first()?.as_partial_date_time()?;
        let (local, has_time) = civil(value)?;
        if !has_time {
            return in_zone(local, self.reader.clone(), false);
        }
        if let Some(offset) = offset(value) {
            let zone = if offset == Offset::UTC { TimeZone::UTC } else { TimeZone::fixed(offset) };
            return in_zone(local, zone, true);
        }
        let Some(id) = entry.tz_id() else {
            return in_zone(local, self.reader.clone(), false);
        };
        if let Some(zone) = named(id) {
            return in_zone(local, zone, true);
        }
        match self.own.get(id.trim()).filter(|rules| !rules.is_empty()) {
            Some(rules) => by_rules(local, rules),
            None => in_zone(local, self.reader.clone(), false),
        }
    }
}

/// IANA, Windows and prefixed ids (`/example.org/2026/Europe/Paris`).
fn named(id: &str) -> Option<TimeZone> {
    let id = id.trim().trim_matches('"');
    // Exchange's own name for it.
    if id.eq_ignore_ascii_case("tzone://Microsoft/Utc") {
        return Some(TimeZone::UTC);
    }
    if let Some(zone) = known(id) {
        return Some(zone);
    }
    let mut rest = id;
    while let Some((_, tail)) = rest.split_once('/') {
        rest = tail;
        if rest.contains('/')
            && let Some(zone) = known(rest)
        {
            return Some(zone);
        }
    }
    None
}

fn known(id: &str) -> Option<TimeZone> {
    match Tz::from_str(id) {
        Ok(Tz::Fixed(fixed)) => {
            Offset::from_seconds(fixed.local_minus_utc()).ok().map(TimeZone::fixed)
        }
        Ok(tz @ Tz::Tz(_)) => TimeZone::get(&tz.name()?).ok(),
        Ok(Tz::Floating) => None,
        Err(_) => TimeZone::get(id).ok(),
    }
}

/// A repeated local time is its first occurrence; a skipped one is read with the offset before the
/// gap (RFC 5545 §3.3.5), which is jiff's "compatible" rule.
fn in_zone(local: DateTime, zone: TimeZone, sure: bool) -> Option<Instant> {
    let ambiguous = zone.to_ambiguous_zoned(local);
    let skipped = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    Some(Instant { at: ambiguous.compatible().ok()?, certain: sure && !skipped })
}

fn by_rules(local: DateTime, rules: &[Rule]) -> Option<Instant> {
    let mut changes: Vec<(Timestamp, Offset, Offset)> = rules
        .iter()
        .flat_map(|rule| {
            let onsets = rule.onsets(local.year()).into_iter();
            onsets.filter_map(|onset| {
                let at = rule.from.to_timestamp(onset).ok()?;
                Some((at, rule.from, rule.to))
            })
        })
        .collect();
    changes.sort_by_key(|change| change.0);
    let ends = changes.iter().map(|change| Some(change.0)).chain([None]);
    let mut since = None;
    let mut current = changes.first()?.1;
    for (until, next) in ends.zip(changes.iter().map(|change| Some(change.2)).chain([None])) {
        let at = current.to_timestamp(local).ok()?;
        if until.is_none_or(|until| at < until) {
            // Later than the last period's end yet earlier than this one's start: skipped.
            let skipped = since.is_some_and(|(since, _)| at < since);
            let read_with = since.filter(|_| skipped).map_or(current, |(_, before)| before);
            let at = read_with.to_timestamp(local).ok()?;
            return Some(Instant { at: at.to_zoned(TimeZone::fixed(current)), certain: !skipped });
        }
        since = until.map(|until| (until, current));
        current = next?;
    }
    None
}

impl Rule {
    /// The onsets near a year: endless rules cost three years, not eternity.
    fn onsets(&self, year: i16) -> Vec<DateTime> {
        let mut onsets = vec![self.onset];
        onsets.extend(self.dates.iter().copied());
        if let Some(rule) = &self.repeats {
            let until = rule.until.as_ref().and_then(civil).map(|(until, _)| until);
            for year in [year.saturating_sub(1), year, year.saturating_add(1)] {
                let day = yearly(rule, year, self.onset.date());
                onsets.extend(
                    day.map(|day| day.to_datetime(self.onset.time()))
                        .filter(|onset| *onset > self.onset)
                        .filter(|onset| until.is_none_or(|until| *onset <= until)),
                );
            }
        }
        onsets
    }
}

/// The day of a yearly rule in one year: "last Sunday of March", "8 to 14 November, a Sunday".
pub(crate) fn yearly(rule: &ICalendarRecurrenceRule, year: i16, first: Date) -> Option<Date> {
    if rule.freq != ICalendarFrequency::Yearly {
        return None;
    }
    let month = rule
        .bymonth
        .first()
        .map_or(first.month(), |month| i8::try_from(month.month()).unwrap_or(1));
    let Some(day) = rule.byday.first() else {
        let day = rule.bymonthday.first().copied().unwrap_or(first.day());
        return Date::new(year, month, day).ok();
    };
    let start = Date::new(year, month, 1).ok()?;
    let weekday = weekday(day);
    if let Some(nth) = day.ordwk.and_then(|nth| i8::try_from(nth).ok()) {
        return start.nth_weekday_of_month(nth, weekday).ok();
    }
    let nth = rule.bysetpos.first().and_then(|nth| i8::try_from(*nth).ok());
    if rule.bymonthday.is_empty() {
        return start.nth_weekday_of_month(nth.unwrap_or(1), weekday).ok();
    }
    rule.bymonthday
        .iter()
        .filter_map(|day| Date::new(year, month, *day).ok())
        .find(|date| date.weekday() == weekday)
}

fn weekday(day: &ICalendarDay) -> Weekday {
    match day.weekday {
        ICalendarWeekday::Sunday => Weekday::Sunday,
        ICalendarWeekday::Monday => Weekday::Monday,
        ICalendarWeekday::Tuesday => Weekday::Tuesday,
        ICalendarWeekday::Wednesday => Weekday::Wednesday,
        ICalendarWeekday::Thursday => Weekday::Thursday,
        ICalendarWeekday::Friday => Weekday::Friday,
        ICalendarWeekday::Saturday => Weekday::Saturday,
    }
}

fn rules(object: &ICalendar, zone: &ICalendarComponent) -> Vec<Rule> {
    let children = zone.component_ids.iter().take(RULES_MAX);
    children
        .filter_map(|id| object.component_by_id(*id))
        .filter(|child| {
            matches!(
                child.component_type,
                ICalendarComponentType::Standard | ICalendarComponentType::Daylight
            )
        })
        .filter_map(rule)
        .collect()
}

fn rule(part: &ICalendarComponent) -> Option<Rule> {
    let value = |property| part.property(property)?.values.first();
    let (onset, _) = civil(value(&ICalendarProperty::Dtstart)?.as_partial_date_time()?)?;
    let repeats = match value(&ICalendarProperty::Rrule) {
        Some(ICalendarValue::RecurrenceRule(rule)) => Some((**rule).clone()),
        _ => None,
    };
    let dates = part
        .properties(&ICalendarProperty::Rdate)
        .flat_map(|entry| entry.values.iter())
        .filter_map(|value| Some(civil(value.as_partial_date_time()?)?.0))
        .take(RULES_MAX)
        .collect();
    Some(Rule {
        onset,
        from: shift(value(&ICalendarProperty::Tzoffsetfrom)?)?,
        to: shift(value(&ICalendarProperty::Tzoffsetto)?)?,
        repeats,
        dates,
    })
}

fn shift(value: &ICalendarValue) -> Option<Offset> {
    offset(value.as_partial_date_time()?)
}

fn offset(value: &PartialDateTime) -> Option<Offset> {
    let seconds = i32::from(value.tz_hour?) * 3600 + i32::from(value.tz_minute.unwrap_or(0)) * 60;
    Offset::from_seconds(if value.tz_minus { -seconds } else { seconds }).ok()
}

/// Year, month, day and perhaps a time; second 60 is second 59 (RFC 5545 §3.3.12).
pub(crate) fn civil(value: &PartialDateTime) -> Option<(DateTime, bool)> {
    let small = |part: u8| i8::try_from(part).ok();
    let year = i16::try_from(value.year?).ok()?;
    let date = Date::new(year, small(value.month?)?, small(value.day?)?).ok()?;
    let Some(hour) = value.hour else {
        return Some((date.to_datetime(Time::midnight()), false));
    };
    let minute = small(value.minute.unwrap_or(0))?;
    let second = small(value.second.unwrap_or(0))?.min(59);
    // 24:00 is the midnight that ends the day.
    if hour == 24 && minute == 0 {
        let next = date.checked_add(1.day()).ok()?;
        return Some((next.to_datetime(Time::midnight()), true));
    }
    let time = Time::new(small(hour)?, minute, second, 0).ok()?;
    Some((date.to_datetime(time), true))
}

fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = component.property(property)?.values.first()?.as_text()?;
    Some(value.trim().to_owned())
}
