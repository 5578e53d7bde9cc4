//! A day and a time that belong together → an instant with its end.
//!
//! Decides the zone and the length; what belongs together is `bind`'s part.

use std::ops::Range;

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Zoned};

use super::bind::Bound;
use super::clock::Clock;
use super::token::Tokens;
use super::zone::{self, Named};
use super::{Horizon, Item, Moment, What, day};

/// Tokens between a day and its time that are quoted together.
const TOKENS_QUOTED: usize = 20;
/// Tokens between a time and a length that belongs to it.
const TOKENS_TO_LENGTH: usize = 45;

pub(super) fn moment(
    tokens: &Tokens,
    items: &[Item],
    bound: &Bound,
    horizon: &Horizon,
) -> Option<Moment> {
    let What::Day(day) = &bound.day.what else {
        return None;
    };
    let Some(item) = bound.clock else {
        return Some(Moment {
            date: day.date,
            start: None,
            end: None,
            span: tokens.bytes(bound.day.from, bound.day.to),
            time: None,
            certain: day.certain,
            arrival: false,
            weekday_alone: day.weekday_alone,
        });
    };
    let What::Clock(clock) = &item.what else {
        return None;
    };
    let named = clock.zone.as_ref().or(bound.zone);
    let (zone, sure) = choose_zone(day.date, clock, named, bound.twin, horizon);
    let mut date = day.date;
    let (mut start, kept) = at_zone(date, clock.start, &zone)?;
    if day.weekday_alone && start.timestamp() < horizon.sent.timestamp() {
        date = day::add(date, 7);
        start = at_zone(date, clock.start, &zone)?.0;
    }
    let said = clock.end.and_then(|end| Some(at_zone(date, end, &zone)?.0));
    let end = said.filter(|end| *end > start).or_else(|| {
        let minutes = length_of(items, item)?;
        start.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()
    });
    let guess = named.is_none() && zone::is_guess(&zone, start.timestamp(), horizon);
    Some(Moment {
        date,
        end,
        span: span(tokens, bound.day, item),
        time: Some(tokens.bytes(item.from, item.to)),
        certain: day.certain && sure && kept && !guess,
        arrival: clock.arrival,
        weekday_alone: day.weekday_alone,
        start: Some(start),
    })
}

/// The day and the time where they stand together, else the time alone.
fn span(tokens: &Tokens, day: &Item, clock: &Item) -> Range<usize> {
    let (first, second) = if day.from < clock.from { (day, clock) } else { (clock, day) };
    if second.from.saturating_sub(first.to) <= TOKENS_QUOTED {
        tokens.bytes(first.from, second.to)
    } else {
        tokens.bytes(clock.from, clock.to)
    }
}

/// The zone of a time; a second writing of it settles an abbreviation with several meanings.
fn choose_zone(
    date: Date,
    clock: &Clock,
    named: Option<&Named>,
    twin: Option<&Clock>,
    horizon: &Horizon,
) -> (TimeZone, bool) {
    let (zones, sure) = zone::meant(named, horizon);
    let best = zones.first().cloned().unwrap_or(TimeZone::UTC);
    let Some(twin) = twin else {
        return (best, sure);
    };
    let (others, other_sure) = zone::meant(twin.zone.as_ref(), horizon);
    let instant = |time, zone: &TimeZone| Some(at_zone(date, time, zone)?.0.timestamp());
    // The other side of the date line is a day away, the same instant all the same.
    let same = |a: &TimeZone, b: &TimeZone| match (instant(clock.start, a), instant(twin.start, b))
    {
        (Some(a), Some(b)) => a.duration_since(b).as_secs().rem_euclid(24 * 3600) == 0,
        _ => false,
    };
    if let Some(zone) = zones.iter().find(|zone| others.iter().any(|other| same(zone, other))) {
        return (zone.clone(), true);
    }
    if named.is_none() && other_sure {
        // The first has no zone of its own: it is where the second says it is.
        let away = others.first().and_then(|other| {
            let other = at_zone(date, twin.start, other)?.0;
            let offset =
                date.to_datetime(clock.start).since(other.with_time_zone(TimeZone::UTC).datetime());
            let seconds = SignedDuration::try_from(offset.ok()?).ok()?.as_secs();
            let offset = Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
            Some(TimeZone::fixed(offset))
        });
        return away.map_or((best, false), |zone| (zone, true));
    }
    (best, false)
}

/// False: the clocks skip that time.
fn at_zone(date: Date, time: Time, zone: &TimeZone) -> Option<(Zoned, bool)> {
    let ambiguous = zone.to_ambiguous_zoned(date.to_datetime(time));
    let kept = !matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    Some((ambiguous.compatible().ok()?, kept))
}

/// The one length near a time: two different ones are parts of something, not its length.
fn length_of(items: &[Item], clock: &Item) -> Option<u32> {
    let at = items.iter().position(|item| std::ptr::eq(item, clock))?;
    let near = |item: &&Item| {
        let apart = item.from.saturating_sub(clock.to).max(clock.from.saturating_sub(item.to));
        apart <= TOKENS_TO_LENGTH
    };
    let stop = |item: &&Item| match &item.what {
        What::Clock(clock) => clock.arrival,
        _ => true,
    };
    let lengths = |found: &mut dyn Iterator<Item = &Item>| {
        let mut minutes: Vec<u32> = found
            .filter_map(|item| match item.what {
                What::Length(minutes) => Some(minutes),
                _ => None,
            })
            .collect();
        minutes.dedup();
        minutes
    };
    let behind = items.get(at + 1..).unwrap_or_default().iter();
    let behind = lengths(&mut behind.take_while(stop).take_while(near));
    let before = items.get(..at).unwrap_or_default().iter().rev();
    let before = lengths(&mut before.take_while(stop).take_while(near));
    match (behind.as_slice(), before.as_slice()) {
        ([minutes], _) | ([], [minutes]) => Some(*minutes),
        _ => None,
    }
}
