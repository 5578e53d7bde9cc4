//! Moments in the user's zone: mornings, the thank-you's hours, distances, what is too late.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, civil::Time, civil::time};

use super::{
    Policy,
    calendar_days::{add_business_days, is_business_day},
    preset::{Distance, ThankYou},
};

/// A morning lasts until noon (§1).
const NOON: Time = time(12, 0, 0, 0);

/// A machine that slept through two mornings gets its chaser before this hour (W8).
const WAKING_UNTIL: Time = time(18, 0, 0, 0);

/// Thank-yous appear between these hours (W8).
const THANKS_FROM: Time = time(7, 0, 0, 0);
const THANKS_UNTIL: Time = time(21, 0, 0, 0);

/// A thank-you whose hour was too late appears then, the next day.
const NEXT_MORNING: Time = time(7, 30, 0, 0);

/// No search for a morning goes further: a cron expression may name none.
const MORNINGS_AHEAD_MAX: i32 = 400;

impl Policy {
    /// The local date of a moment.
    pub fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// A local time on a date; in a gap, the moment after it (RFC 5545 §3.3.5).
    pub fn at(&self, date: Date, time: Time) -> Timestamp {
        let zoned = date.to_datetime(time).to_zoned(self.zone.clone());
        zoned.map_or(Timestamp::MAX, |z| z.timestamp())
    }

    /// The first moment of the day after a date.
    pub fn day_after(&self, date: Date) -> Timestamp {
        self.at(date.tomorrow().unwrap_or(Date::MAX), Time::midnight())
    }

    /// The n-th business day after a date.
    pub fn business_days(&self, date: Date, n: u8) -> Date {
        add_business_days(date, n.into(), &self.holidays)
    }

    pub fn is_business_day(&self, date: Date) -> bool {
        is_business_day(date, &self.holidays)
    }

    /// The date at a distance after another.
    pub fn after(&self, date: Date, distance: Distance) -> Date {
        match distance {
            Distance::BusinessDays(n) => self.business_days(date, n),
            Distance::Days(n) => date.checked_add(i64::from(n).days()).unwrap_or(Date::MAX),
        }
    }

    /// The first morning on or after a date: it opens at the returned moment.
    pub fn morning(&self, from: Date) -> Option<Timestamp> {
        let mut date = from;
        for _ in 0..MORNINGS_AHEAD_MAX {
            if self.is_business_day(date)
                && let Some(opens) = self.mornings.on(date, &self.zone)
            {
                return Some(opens);
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// When a chaser that is due in the morning of a date may appear (W8), seen from now: now or
    /// the next opening.
    pub fn appears(&self, due: Date, now: Timestamp) -> Option<Timestamp> {
        let today = self.date(now);
        let first = self.morning(due)?;
        if now < first {
            return Some(first);
        }
        let here = self.morning(today.max(due))?;
        if here <= now && now < self.at(self.date(here), NOON) {
            return Some(now);
        }
        let second = self.morning(self.date(first).tomorrow().ok()?)?;
        let slept = now >= self.at(self.date(second), NOON);
        if slept && self.is_business_day(today) && now >= here && now < self.at(today, WAKING_UNTIL)
        {
            return Some(now);
        }
        self.morning(if here > now { self.date(here) } else { today.tomorrow().ok()? })
    }

    /// When the thank-you for an interview that ended then appears.
    pub fn thanks_due(&self, end: Timestamp) -> Timestamp {
        let hour = SignedDuration::from_hours(1);
        let later = |by: SignedDuration| end.saturating_add(by).unwrap_or(Timestamp::MAX);
        let day = self.date(end);
        let next = day.tomorrow().unwrap_or(Date::MAX);
        let due = match self.preset.thank_you {
            ThankYou::AfterHours(n) => later(SignedDuration::from_hours(n.into())),
            ThankYou::At(time) => self.at(day, time).max(later(hour)),
            ThankYou::NextDay(time) => {
                let earliest = self.at(next, THANKS_FROM);
                self.at(next, time).min(later(hour * 24)).max(earliest)
            }
        };
        let latest = self.at(day, THANKS_UNTIL);
        let due_day = self.date(due);
        if due_day == day && due > latest || due_day > day && due < self.at(due_day, THANKS_FROM) {
            if latest >= later(hour) { latest } else { self.at(next, NEXT_MORNING) }
        } else if due < self.at(due_day, THANKS_FROM) {
            self.at(due_day, THANKS_FROM)
        } else {
            due
        }
    }

    /// Whether a thank-you may appear at this hour (W8); else when.
    pub fn thanks_hour(&self, now: Timestamp) -> Result<(), Timestamp> {
        let today = self.date(now);
        if now < self.at(today, THANKS_FROM) {
            return Err(self.at(today, THANKS_FROM));
        }
        // The whole minute of 21:00 counts: a thank-you is due at that hour itself.
        if now < self.at(today, THANKS_UNTIL.saturating_add(1.minute())) {
            return Ok(());
        }
        Err(self.at(today.tomorrow().unwrap_or(Date::MAX), NEXT_MORNING))
    }
}
