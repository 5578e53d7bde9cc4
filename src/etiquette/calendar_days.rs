//! Business days, holidays and mornings: the days on which a draft may appear.
//!
//! Decides from values alone which days count and when a morning is. Must not know drafts.

use std::collections::BTreeSet;
use std::str::FromStr;

use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use cron::{Schedule, TimeUnitSpec};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::reading::calendar::{civil, objects, yearly};

/// Years into which a yearly holiday is written out.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Days of one holiday: a longer one is not a holiday but a mistake.
const DAYS_MAX: i32 = 60;
/// Days looked through for a business day: a calendar of holidays alone must not hang us.
const DAYS_SEARCHED_MAX: u32 = 3660;

/// The user's days off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(pub BTreeSet<Date>);

impl Holidays {
    /// Adds the days of another calendar.
    pub fn add(&mut self, other: Holidays) {
        self.0.extend(other.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads the whole-day events of an iCalendar file (RFC 5545); the rest becomes defects.
    pub fn parse(ics: &str) -> (Self, Vec<String>) {
        let mut defects = Vec::new();
        let mut days = BTreeSet::new();
        for object in objects(ics, &mut defects) {
            let events = object.components.iter();
            let events = events
                .filter(|event| event.component_type == ICalendarComponentType::VEvent)
                .filter(|event| event.status() != Some(&ICalendarStatus::Cancelled));
            for event in events {
                match days_of(event) {
                    Ok(found) => days.extend(found),
                    Err(defect) => defects.push(defect),
                }
            }
        }
        if days.is_empty() {
            defects.push("no whole-day event in the holiday calendar".to_owned());
        }
        (Self(days), defects)
    }
}

/// The days of one event, written out if it comes back every year.
fn days_of(event: &ICalendarComponent) -> Result<Vec<Date>, String> {
    let name = event
        .property(&ICalendarProperty::Summary)
        .and_then(|entry| entry.values.first()?.as_text())
        .unwrap_or("without a name");
    let day = |property| whole_day(event, &property);
    let first = day(ICalendarProperty::Dtstart)
        .ok_or_else(|| format!("holiday {name}: not a whole day, ignored"))?;
    let length = length_of(event, first).ok_or_else(|| format!("holiday {name}: too long"))?;
    let mut starts = vec![first];
    let rule = event.property(&ICalendarProperty::Rrule).and_then(|entry| entry.values.first());
    if let Some(ICalendarValue::RecurrenceRule(rule)) = rule {
        let until = rule.until.as_ref().and_then(civil).map(|(until, _)| until.date());
        let count = rule.count.map_or(usize::MAX, |count| count.saturating_sub(1) as usize);
        let every = rule.interval.map_or(1, |every| every.max(1) as usize);
        let years = (first.year()..=*YEARS.end()).step_by(every).skip(1);
        let again: Vec<Date> = years
            .filter_map(|year| yearly(rule, year, first))
            .take_while(|date| until.is_none_or(|until| *date <= until))
            .take(count)
            .collect();
        if again.is_empty() && count > 0 && until.is_none() {
            return Err(format!("holiday {name}: only yearly rules are read"));
        }
        starts.extend(again);
    }
    let except: Vec<Date> = event
        .properties(&ICalendarProperty::Exdate)
        .flat_map(|entry| entry.values.iter())
        .filter_map(|value| Some(civil(value.as_partial_date_time()?)?.0.date()))
        .collect();
    let kept = starts.into_iter().filter(|date| YEARS.contains(&date.year()));
    let kept = kept.filter(|date| !except.contains(date));
    Ok(kept
        .flat_map(|start| (0..length).filter_map(move |n| start.checked_add(n.days()).ok()))
        .collect())
}

fn whole_day(event: &ICalendarComponent, property: &ICalendarProperty) -> Option<Date> {
    let value = event.property(property)?.values.first()?;
    match civil(value.as_partial_date_time()?)? {
        (at, false) => Some(at.date()),
        (_, true) => None,
    }
}

/// DTEND is the first day after (RFC 5545 §3.6.1); without one it is a single day.
fn length_of(event: &ICalendarComponent, first: Date) -> Option<i32> {
    let end = whole_day(event, &ICalendarProperty::Dtend);
    let duration =
        event.property(&ICalendarProperty::Duration).and_then(|entry| entry.values.first());
    let days = match (end, duration) {
        (Some(end), _) => first.until(end).ok()?.get_days(),
        (None, Some(ICalendarValue::Duration(length))) => {
            i32::try_from(length.as_seconds() / (24 * 3600)).ok()?
        }
        (None, _) => 1,
    };
    (days <= DAYS_MAX).then_some(days.max(1))
}

/// A weekday that is not a holiday.
pub fn is_business_day(date: Date, holidays: &Holidays) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.0.contains(&date)
}

/// The n-th business day after a date; the date itself for 0.
pub fn add_business_days(date: Date, count: u32, holidays: &Holidays) -> Date {
    let mut day = date;
    let mut left = count;
    for _ in 0..DAYS_SEARCHED_MAX.saturating_add(count.saturating_mul(2)) {
        if left == 0 {
            break;
        }
        day = match day.tomorrow() {
            Ok(next) => next,
            Err(_) => return day,
        };
        left -= u32::from(is_business_day(day, holidays));
    }
    day
}

/// When drafts may appear: five fields as in cron(5).
///
/// The cron crate reads the fields; it numbers weekdays from 1 = Sunday, wants seconds, skips times
/// in the gap of a clock change and repeats those in the overlap, so that is done here.
#[derive(Debug, Clone)]
pub struct Mornings {
    schedule: Schedule,
    /// cron(5): a day need only fit one of its two fields when both are given.
    either_day: bool,
}

impl Mornings {
    /// Reads `minute hour day month weekday`; the error says what would be right.
    pub fn parse(five_fields: &str) -> Result<Self, String> {
        let fields: Vec<&str> = five_fields.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields.as_slice() else {
            return Err(format!(
                "five fields are needed (minute hour day month weekday, as in \
                 `30 8 * * mon-fri`), but `{five_fields}` has {}",
                fields.len()
            ));
        };
        let month = month.to_lowercase();
        let weekdays = weekdays(weekday)?;
        let fields = [
            (*minute, format!("0 {minute} 0 1 1 *"), "minute", "0 to 59"),
            (*hour, format!("0 0 {hour} 1 1 *"), "hour", "0 to 23"),
            (*day, format!("0 0 0 {day} 1 *"), "day of the month", "1 to 31"),
            (&*month, format!("0 0 0 1 {month} *"), "month", "1 to 12 or jan to dec"),
        ];
        for (field, alone, name, range) in &fields {
            if Schedule::from_str(alone).is_err() {
                return Err(format!(
                    "the {name} `{field}` is not understood: {range}, `*`, a list `1,2`, a range \
                     `1-5` or a step `*/2`"
                ));
            }
        }
        let expression = format!("0 {minute} {hour} {day} {month} {weekdays}");
        let schedule = Schedule::from_str(&expression)
            .map_err(|error| format!("`{five_fields}` is not understood: {error}"))?;
        let given = |field: &str| !field.starts_with('*') && field != "?";
        let mornings = Self { schedule, either_day: given(day) && given(weekday) };
        mornings
            .ever()
            .then_some(mornings)
            .ok_or_else(|| format!("`{five_fields}` never comes: no such month has a day {day}"))
    }

    /// The first fire on a local date: a time the clocks skip moves behind the gap, a time they
    /// repeat is its first.
    pub fn on(&self, date: Date, zone: &TimeZone) -> Option<Timestamp> {
        if !self.fits(date) {
            return None;
        }
        let mut skipped: Option<Timestamp> = None;
        for time in self.times() {
            let ambiguous = zone.to_ambiguous_zoned(date.to_datetime(time));
            let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
            let Ok(at) = ambiguous.compatible() else {
                continue;
            };
            let at = at.timestamp();
            if !gap {
                return Some(skipped.map_or(at, |skipped| skipped.min(at)));
            }
            skipped.get_or_insert(at);
        }
        skipped
    }

    fn fits(&self, date: Date) -> bool {
        let has = |unit: &dyn Fn(u32) -> bool, n: i8| u32::try_from(n).is_ok_and(unit);
        let month = has(&|n| self.schedule.months().includes(n), date.month());
        let day = has(&|n| self.schedule.days_of_month().includes(n), date.day());
        let weekday = has(
            &|n| self.schedule.days_of_week().includes(n),
            date.weekday().to_sunday_one_offset(),
        );
        month && if self.either_day { day || weekday } else { day && weekday }
    }

    /// Times of day in order.
    fn times(&self) -> impl Iterator<Item = Time> + '_ {
        self.schedule.hours().iter().flat_map(|hour| {
            let minutes = self.schedule.minutes().iter();
            minutes.filter_map(move |minute| {
                let hour = i8::try_from(hour).ok()?;
                Time::new(hour, i8::try_from(minute).ok()?, 0, 0).ok()
            })
        })
    }

    /// Whether any day fits: February 30th never does. Twenty-eight years hold every combination.
    fn ever(&self) -> bool {
        let first = Date::constant(2000, 1, 1);
        first.series(1.day()).take(28 * 366).any(|date| self.fits(date))
    }
}

const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The weekday field of cron(5) (0 and 7 = Sunday, names) → the crate's list of names.
fn weekdays(field: &str) -> Result<String, String> {
    let wrong = || {
        format!(
            "the weekday `{field}` is not understood: sun to sat, or 0 to 7 with 0 and 7 for \
             Sunday, as in `mon-fri` or `1-5`"
        )
    };
    if matches!(field, "*" | "?") {
        return Ok("*".to_owned());
    }
    let number = |name: &str| -> Result<usize, String> {
        let lower = name.to_lowercase();
        let named = NAMES
            .iter()
            .position(|short| lower.starts_with(short) && lower.chars().all(char::is_alphabetic));
        named.or_else(|| lower.parse().ok().filter(|number| *number <= 7)).ok_or_else(wrong)
    };
    let mut chosen = BTreeSet::new();
    for item in field.split(',') {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => {
                (range, step.parse().ok().filter(|step| *step > 0).ok_or_else(wrong)?)
            }
            None => (item, 1),
        };
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (number(first)?, number(last)?),
            None if range == "*" => (0, 6),
            None if step > 1 => (number(range)?, 6),
            None => (number(range)?, number(range)?),
        };
        // "fri-mon" goes around the end of the week.
        let last = if last < first { last + 7 } else { last };
        chosen.extend((first..=last).step_by(step).map(|day| day % 7));
    }
    let names = chosen.iter().filter_map(|day| NAMES.get(*day).copied());
    Ok(names.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uk() -> Holidays {
        let (holidays, defects) = Holidays::parse(include_str!("../../tests/corpus/uk-2026.ics"));
        assert_eq!(defects, Vec::<String>::new());
        holidays
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn first(fields: &str, date: &str, zone: &str) -> Option<String> {
        let zone = TimeZone::get(zone).unwrap();
        let at = Mornings::parse(fields).unwrap().on(day(date), &zone)?;
        Some(at.to_zoned(zone).strftime("%H:%M%:z").to_string())
    }

    #[test]
    fn bank_holidays_and_weekends_are_no_business_days() {
        let uk = uk();
        assert_eq!(uk.0.len(), 8);
        assert!(!is_business_day(day("2026-12-25"), &uk));
        assert!(!is_business_day(day("2026-10-03"), &uk));
        assert!(is_business_day(day("2026-10-02"), &uk));
        // Over Christmas: Thursday, then Tuesday the 29th after the substitute day.
        assert_eq!(add_business_days(day("2026-12-24"), 1, &uk), day("2026-12-29"));
        assert_eq!(add_business_days(day("2026-10-02"), 1, &uk), day("2026-10-05"));
        assert_eq!(add_business_days(day("2026-10-03"), 0, &uk), day("2026-10-03"));
        assert_eq!(add_business_days(day("2026-09-21"), 5, &uk), day("2026-09-28"));
    }

    #[test]
    fn long_and_yearly_holidays_are_written_out() {
        let event = |lines: &str| {
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
        };
        let (long, _) =
            Holidays::parse(&event("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227"));
        assert_eq!(long.0.len(), 3);
        let (yearly, _) = Holidays::parse(&event(
            "DTSTART;VALUE=DATE:19900501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270501",
        ));
        assert_eq!(yearly.0.len(), 100);
        assert!(yearly.0.contains(&day("2026-05-01")) && !yearly.0.contains(&day("2027-05-01")));
        let (nth, _) = Holidays::parse(&event(
            "DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3",
        ));
        let days: Vec<String> = nth.0.iter().map(Date::to_string).collect();
        assert_eq!(days, ["2020-11-26", "2021-11-25", "2022-11-24"]);
        let (none, defects) = Holidays::parse(&event("DTSTART:20261224T100000Z"));
        assert!(none.0.is_empty() && defects.len() == 2);
        assert_eq!(Holidays::parse("junk").1.len(), 2);
    }

    #[test]
    fn mornings_are_read_as_cron_reads_them() {
        let monday_to_friday = "30 8 * * 1-5";
        assert_eq!(first(monday_to_friday, "2026-10-02", "Europe/London").unwrap(), "08:30+01:00");
        assert_eq!(first(monday_to_friday, "2026-10-03", "Europe/London"), None);
        for sunday in ["0 9 * * 0", "0 9 * * 7", "0 9 * * sun", "0 9 * * Sunday", "0 9 * * fri-0"] {
            assert!(first(sunday, "2026-10-04", "Europe/London").is_some(), "{sunday}");
            assert!(first(sunday, "2026-10-05", "Europe/London").is_none(), "{sunday}");
        }
        let several = "*/20 7-9 * oct mon,wed";
        assert_eq!(first(several, "2026-10-05", "Europe/London").unwrap(), "07:00+01:00");
        // A day need only fit one of its two fields.
        assert!(first("0 8 1 * mon", "2026-10-01", "Europe/London").is_some());
        assert!(first("0 8 1 * mon", "2026-10-05", "Europe/London").is_some());
        assert!(first("0 8 1 * *", "2026-10-05", "Europe/London").is_none());
    }

    #[test]
    fn a_morning_the_clocks_skip_or_repeat_comes_once() {
        let zone = "Europe/London";
        assert_eq!(first("30 1 * * *", "2026-03-29", zone).unwrap(), "02:30+01:00");
        assert_eq!(first("30 1,2 * * *", "2026-03-29", zone).unwrap(), "02:30+01:00");
        assert_eq!(first("30 1 * * *", "2026-10-25", zone).unwrap(), "01:30+01:00");
    }

    #[test]
    fn a_wrong_morning_says_what_would_be_right() {
        let wrong = |fields: &str| Mornings::parse(fields).unwrap_err();
        assert!(wrong("0 30 8 * * 1-5").contains("five fields"));
        assert!(wrong("").contains("five fields"));
        assert!(wrong("61 8 * * *").contains("minute `61`"));
        assert!(wrong("0 24 * * *").contains("0 to 23"));
        assert!(wrong("0 8 * smarch *").contains("jan to dec"));
        assert!(wrong("0 8 * * 8").contains("0 and 7 for Sunday"));
        assert!(wrong("0 8 * * mon-").contains("weekday"));
        assert!(wrong("0 8 30 2 *").contains("never comes"));
    }
}
