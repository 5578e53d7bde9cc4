//! When a morning is: five cron(5) fields → the first instant of a date.

use std::collections::BTreeSet;
use std::str::FromStr;

use cron::{Schedule, TimeUnitSpec};
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

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

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn first(fields: &str, date: &str, zone: &str) -> Option<String> {
        let zone = TimeZone::get(zone).unwrap();
        let at = Mornings::parse(fields).unwrap().on(day(date), &zone)?;
        Some(at.to_zoned(zone).strftime("%H:%M%:z").to_string())
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
