//! Dates and times in words: a small grammar on jiff.
//!
//! Decides which day, time, zone and length a text names, and how sure that is; must not know what
//! happens then. `day`, `clock`, `zone` and `length` read one thing at one place; [`find`] walks the
//! text and puts together what stands apart.

pub(crate) mod clock;
pub(crate) mod day;
mod length;
pub(crate) mod token;
pub(crate) mod words;
mod zone;
mod zone_words;

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Zoned};

use self::clock::Clock;
use self::day::Day;
use self::token::Tokens;
use self::zone::Named;
use super::Language;

/// Text read; what a mail says of its date comes long before.
const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Tokens between a day, or a time of it, and the next time of that day.
const TOKENS_APART: usize = 40;
/// The same where the time begins a line: a list of sessions.
const TOKENS_APART_LISTED: usize = 120;
/// Tokens between a time and a length that belongs to it.
const TOKENS_TO_LENGTH: usize = 45;
/// Moments found at most; a text with more is a timetable, not an invite.
const MOMENTS_MAX: usize = 500;

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
    /// When to arrive, not when it begins ("please arrive at 1.30 pm").
    pub arrival: bool,
}

/// Something found at a place, in tokens.
struct Item {
    what: What,
    from: usize,
    to: usize,
}

enum What {
    Clock(Clock),
    Day(Day),
    /// Minutes.
    Length(u32),
    /// "All times US Eastern".
    Zone(Named),
}

/// Finds every day and time named in a text, in order of appearance.
pub fn find(text: &str, horizon: &Horizon) -> Vec<Moment> {
    let text = cut(text);
    let tokens = Tokens::of(text);
    let items = scan(text, &tokens, horizon);
    let mut moments = Vec::new();
    for bound in bind(&tokens, &items).into_iter().take(MOMENTS_MAX) {
        moments.extend(moment(&tokens, &items, &bound, horizon));
    }
    moments.sort_by_key(|moment| moment.span.start);
    moments
}

/// Finds a duration ("45 minutes", "an hour and a half", "eine Stunde").
pub fn duration(text: &str, _language: Language) -> Option<SignedDuration> {
    let tokens = Tokens::of(cut(text));
    let minutes = (0..tokens.len()).find_map(|at| length::at(&tokens, at))?.0;
    Some(SignedDuration::from_mins(i64::from(minutes)))
}

fn cut(text: &str) -> &str {
    text.split_at_checked(text.floor_char_boundary(TEXT_BYTES_MAX)).map_or(text, |(text, _)| text)
}

fn scan(text: &str, tokens: &Tokens, horizon: &Horizon) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut next = at + 1;
        let found = match day::at(tokens, at, horizon) {
            Ok((day, to)) => Some((What::Day(day), to)),
            Err(after) => {
                next = after.max(next);
                length::at(tokens, at)
                    .map(|(minutes, to)| (What::Length(minutes), to))
                    .or_else(|| {
                        let (clock, to) = clock::at(text, tokens, at, horizon.language)?;
                        Some((What::Clock(clock), to))
                    })
                    .or_else(|| {
                        let (zone, to) = stated_zone(text, tokens, at, horizon.language)?;
                        Some((What::Zone(zone), to))
                    })
            }
        };
        if let Some((what, to)) = found {
            add(tokens, &mut items, Item { what, from: at, to });
            next = to.max(at + 1);
        }
        at = next;
    }
    items
}

/// "Tomorrow, Friday October 2" is one day said twice.
fn add(tokens: &Tokens, items: &mut Vec<Item>, new: Item) {
    if let (What::Day(day), Some(last)) = (&new.what, items.last_mut())
        && let What::Day(before) = &mut last.what
        && before.date == day.date
        && new.from - last.to <= 2
    {
        before.certain |= day.certain;
        last.to = new.to;
        return;
    }
    // "Start: 10:00, End: 11:00" is one range.
    if let (What::Clock(clock), Some(last)) = (&new.what, items.last_mut())
        && let What::Clock(before) = &mut last.what
        && before.end.is_none()
        && before.start < clock.start
        && ends(tokens, new.from)
    {
        before.end = Some(clock.start);
        before.zone = before.zone.take().or(clock.zone.clone());
        last.to = new.to;
        return;
    }
    items.push(new);
}

fn ends(tokens: &Tokens, at: usize) -> bool {
    const END: &[&str] = &["end", "ends", "ende", "fin", "finish", "ending", "endet", "till"];
    let label = at.checked_sub(1).filter(|at| tokens.mark(*at) == ':').unwrap_or(at);
    END.contains(&tokens.word_before(label))
        || tokens.word_before(label) == "time" && label > 1 && END.contains(&tokens.word(label - 2))
}

/// "All times US Eastern", "Time zone: Europe/London", "alle Zeiten in MEZ".
fn stated_zone(
    text: &str,
    tokens: &Tokens,
    at: usize,
    language: Language,
) -> Option<(Named, usize)> {
    let label = match (tokens.word(at), tokens.word(at + 1)) {
        ("times", _) | ("zeiten", _) | ("timezone", _) | ("zeitzone", _) => at + 1,
        ("time", "zone") => at + 2,
        ("fuseau", "horaire") | ("zona", "horaria") => at + 2,
        _ => return None,
    };
    let skip = |at: &usize| {
        tokens.mark(*at) == ':' || tokens.any_of(*at, &["are", "shown", "in", "sind", "listed"])
    };
    let from = (label..label + 4).find(|at| !skip(at))?;
    zone::at(text, tokens, from, language)
}

/// A day with one of its times.
struct Bound<'a> {
    day: &'a Item,
    clock: Option<&'a Item>,
    /// The zone said for this day or text where the clock has none.
    zone: Option<&'a Named>,
    /// A second writing of the same time ("3pm CT / 4pm ET").
    twin: Option<&'a Clock>,
}

/// Gives every time its day; a day without a time stands alone.
fn bind<'a>(tokens: &Tokens, items: &'a [Item]) -> Vec<Bound<'a>> {
    let general = items.iter().find_map(|item| match &item.what {
        What::Zone(zone) => Some(zone),
        _ => None,
    });
    let mut bound: Vec<Bound<'a>> = Vec::new();
    let mut current: Option<&Item> = None;
    let mut last = 0;
    let mut zone = None;
    let mut rest = items.iter().enumerate().peekable();
    while let Some((index, item)) = rest.next() {
        match &item.what {
            What::Day(_) => {
                let timed = bound.last().is_some_and(|bound| std::ptr::eq(bound.day, item));
                if !timed {
                    bound.push(alone(item));
                }
                current = Some(item);
                last = item.to;
                zone = None;
            }
            What::Clock(clock) => {
                let later = items.get(index + 1..).unwrap_or_default();
                let day = day_of(tokens, item, current, last, bound.last(), later);
                let Some(day) = day else { continue };
                zone = clock.zone.as_ref().or(zone);
                let twin = twin_of(tokens, item, rest.peek().map(|(_, next)| *next));
                let mut same = item;
                while let Some((_, next)) = rest.peek()
                    && twin_of(tokens, same, Some(next)).is_some()
                {
                    same = next;
                    rest.next();
                }
                give(&mut bound, day, item, zone.or(general), twin);
                current = Some(day);
                last = last.max(same.to).max(day.to.min(item.to));
            }
            What::Length(_) | What::Zone(_) => {}
        }
    }
    bound
}

fn alone(day: &Item) -> Bound<'_> {
    Bound { day, clock: None, zone: None, twin: None }
}

fn give<'a>(
    bound: &mut Vec<Bound<'a>>,
    day: &'a Item,
    clock: &'a Item,
    zone: Option<&'a Named>,
    twin: Option<&'a Clock>,
) {
    let given = Bound { day, clock: Some(clock), zone, twin };
    let empty =
        bound.iter_mut().rev().find(|bound| std::ptr::eq(bound.day, day) && bound.clock.is_none());
    match empty {
        Some(empty) => *empty = given,
        None => bound.push(given),
    }
}

/// The day a time belongs to: the one right before it, the one right behind it ("at 10 on Monday"),
/// or the last one named.
fn day_of<'a>(
    tokens: &Tokens,
    clock: &Item,
    current: Option<&'a Item>,
    last: usize,
    newest: Option<&Bound>,
    later: &'a [Item],
) -> Option<&'a Item> {
    let apart = clock.from.saturating_sub(last);
    let fresh = newest.is_some_and(|bound| bound.clock.is_none());
    if let Some(day) = current.filter(|_| apart <= 3 && fresh) {
        return Some(day);
    }
    let is_day = |item: &&Item| matches!(item.what, What::Day(_));
    let next_day = later.iter().take(3).find(is_day);
    let behind = next_day.filter(|day| links(tokens, clock.to, day.from));
    if behind.is_some() {
        return behind;
    }
    let begins_line = (clock.from.saturating_sub(3)..=clock.from)
        .any(|at| tokens.get(at).is_some_and(|token| token.lines > 0));
    let limit = if begins_line { TOKENS_APART_LISTED } else { TOKENS_APART };
    let before = current.filter(|_| apart <= limit);
    before.or(next_day.filter(|day| day.from.saturating_sub(clock.to) <= 8))
}

/// Whether only little words stand between a time and the day behind it.
fn links(tokens: &Tokens, from: usize, to: usize) -> bool {
    const LITTLE: &[&str] = &[
        "on",
        "am",
        "le",
        "el",
        "this",
        "next",
        "the",
        "of",
        "den",
        "diesen",
        "nächsten",
        "del",
        "du",
        "de",
        "ce",
        "este",
        "coming",
        "kommenden",
        "for",
        "time",
        "both",
    ];
    let marks = |at| matches!(tokens.mark(at), ',' | ')' | '(' | '·' | '|' | '-' | '–');
    to.saturating_sub(from) <= 5
        && (from..to).all(|at| tokens.any_of(at, LITTLE) || marks(at) || is_zone_word(tokens, at))
        && (from..=to).all(|at| tokens.get(at).is_none_or(|token| token.lines < 2))
}

fn is_zone_word(tokens: &Tokens, at: usize) -> bool {
    let capitals = |token: &token::Token| token.text.chars().all(char::is_uppercase);
    tokens.get(at).is_some_and(|token| token.text.len() > 1 && capitals(token))
}

/// The next time, if it writes the same instant for another zone.
fn twin_of<'a>(tokens: &Tokens, item: &Item, next: Option<&'a Item>) -> Option<&'a Clock> {
    let What::Clock(first) = &item.what else {
        return None;
    };
    let next = next?;
    let What::Clock(second) = &next.what else {
        return None;
    };
    let near = (item.to..next.from).all(|at| {
        matches!(tokens.mark(at), '/' | '(' | '=' | '|' | ',' | '·' | '[' | ';')
            || tokens.any_of(at, &["or", "bzw", "oder", "i", "e", "ou", "o", "which", "is"])
    });
    let zoned = second.zone.is_some();
    let same = first.start == second.start;
    (near && zoned && !same && next.from - item.to <= 4 && next.from > item.to).then_some(second)
}

fn moment(tokens: &Tokens, items: &[Item], bound: &Bound, horizon: &Horizon) -> Option<Moment> {
    let What::Day(day) = &bound.day.what else {
        return None;
    };
    let Some(item) = bound.clock else {
        return Some(Moment {
            date: day.date,
            start: None,
            end: None,
            span: tokens.bytes(bound.day.from, bound.day.to),
            certain: day.certain,
            arrival: false,
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
        certain: day.certain && sure && kept && !guess,
        arrival: clock.arrival,
        start: Some(start),
    })
}

/// The day and the time where they stand together, else the time alone.
fn span(tokens: &Tokens, day: &Item, clock: &Item) -> Range<usize> {
    let (first, second) = if day.from < clock.from { (day, clock) } else { (clock, day) };
    if second.from.saturating_sub(first.to) <= TOKENS_APART / 2 {
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
            let offset = jiff::tz::Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
            Some(TimeZone::fixed(offset))
        });
        return away.map_or((best, false), |zone| (zone, true));
    }
    (best, false)
}

/// False: the clocks skip that time.
fn at_zone(date: Date, time: jiff::civil::Time, zone: &TimeZone) -> Option<(Zoned, bool)> {
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

#[cfg(test)]
mod tests;
