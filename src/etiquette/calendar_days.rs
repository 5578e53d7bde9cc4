//! Placeholder.
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::BTreeSet;
#[derive(Debug, Clone, Default)]
pub struct Holidays(pub BTreeSet<Date>);
#[derive(Debug, Clone)]
pub struct Mornings(());
impl Holidays {
    pub fn parse(_ics: &str) -> (Holidays, Vec<String>) {
        (Holidays::default(), vec![])
    }
}
impl Mornings {
    pub fn parse(_s: &str) -> Result<Mornings, String> {
        Ok(Mornings(()))
    }
    pub fn on(&self, date: Date, zone: &TimeZone) -> Option<Timestamp> {
        date.at(8, 30, 0, 0).to_zoned(zone.clone()).ok().map(|z| z.timestamp())
    }
}
pub fn is_business_day(date: Date, h: &Holidays) -> bool {
    date.weekday().to_monday_zero_offset() < 5 && !h.0.contains(&date)
}
pub fn add_business_days(mut date: Date, mut n: u32, h: &Holidays) -> Date {
    while n > 0 {
        date = date.tomorrow().unwrap_or(Date::MAX);
        if is_business_day(date, h) {
            n -= 1;
        }
        if date == Date::MAX {
            break;
        }
    }
    date
}
impl Holidays {
    pub fn add(&mut self, o: Holidays) {
        self.0.extend(o.0)
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
