//! Business days, holidays and mornings: the days on which a draft may appear.
//!
//! Decides from values alone which days count and when a morning is. Must not know drafts.

mod mornings;

use std::collections::BTreeSet;

use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

pub use self::mornings::Mornings;
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
}
