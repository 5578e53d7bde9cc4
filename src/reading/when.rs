//! Dates and times in words: a small grammar on jiff.
//!
//! Decides which day, time, zone and length a text names, and how sure that is; must not know what
//! happens then. `day` (with `date`), `clock` (with `hour`), `zone` and `length`
//! read one thing at one place; [`find`] walks the text, `bind` puts together what stands apart,
//! and `moment` makes instants of it.

mod bind;
pub(crate) mod clock;
mod date;
pub(crate) mod day;
mod hour;
mod length;
mod minutes;
mod moment;
pub(crate) mod phrases;
mod relative;
pub(crate) mod token;
mod words;
pub(crate) mod zone;
mod zone_words;

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{SignedDuration, Zoned};

use self::clock::Clock;
use self::day::Day;
use self::token::Tokens;
use self::zone::Named;
use super::{Language, trie::Trie};

/// Text read; what a mail says of its date comes long before.
const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Moments found at most; a text with more is a timetable, not an invite.
const MOMENTS_MAX: usize = 500;

/// Tokens of a day between a time and its zone.
const ZONE_APART: usize = 8;

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
    /// Bytes of the time of day alone.
    pub time: Option<Range<usize>>,
    /// False: two readings remain (03/04, CST), or the weekday contradicts the date.
    pub certain: bool,
    /// When to arrive, not when it begins ("please arrive at 1.30 pm").
    pub arrival: bool,
    /// Only a weekday is named: an earlier mail may tell which one.
    pub weekday_alone: bool,
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
    find_in(text, &Tokens::of(text), horizon)
}

/// The same in a text whose tokens are known.
pub(crate) fn find_in(text: &str, tokens: &Tokens, horizon: &Horizon) -> Vec<Moment> {
    let items = scan(text, tokens, horizon);
    let mut moments = Vec::new();
    for bound in bind::bind(tokens, &items).into_iter().take(MOMENTS_MAX) {
        moments.extend(moment::moment(tokens, &items, &bound, horizon));
    }
    moments.sort_by_key(|moment| moment.span.start);
    moments
}

/// Finds a duration ("45 minutes", "an hour and a half", "eine Stunde").
pub fn duration(text: &str, _language: Language) -> Option<SignedDuration> {
    duration_in(&Tokens::of(cut(text)))
}

/// The same in a text whose tokens are known.
pub(crate) fn duration_in(tokens: &Tokens) -> Option<SignedDuration> {
    let mut places = (0..tokens.len()).filter(|at| may_begin(tokens, *at));
    let minutes = places.find_map(|at| length::at(tokens, at))?.0;
    Some(SignedDuration::from_mins(i64::from(minutes)))
}

/// The words besides names and numbers that a day or a time may begin with.
static BEGINNINGS: LazyLock<Trie> = LazyLock::new(|| {
    let mut words = Trie::new(0);
    for word in day::BEGINNINGS.iter().chain(hour::BEGINNINGS) {
        words.add(word);
    }
    words
});

/// Whether a day, a time or a length may begin at a place: at most words none does.
pub(crate) fn may_begin(tokens: &Tokens, at: usize) -> bool {
    let word = tokens.word(at);
    if word.is_empty() {
        return tokens.number(at).is_some();
    }
    tokens.weekday(at).is_some()
        || tokens.month(at).is_some()
        || tokens.amount(at).is_some()
        || BEGINNINGS.word(word.strip_suffix("'s").unwrap_or(word)).is_some()
        || length::begins(tokens, at)
}

/// The part of a text that is read.
pub(crate) fn cut(text: &str) -> &str {
    text.split_at_checked(text.floor_char_boundary(TEXT_BYTES_MAX)).map_or(text, |(text, _)| text)
}

fn scan(text: &str, tokens: &Tokens, horizon: &Horizon) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut next = at + 1;
        let mut found = None;
        if may_begin(tokens, at) {
            match day::at(tokens, at, horizon) {
                Ok((day, to)) => found = Some((What::Day(day), to)),
                Err(after) => {
                    next = after.max(next);
                    found = length_or_clock(text, tokens, at, horizon.language);
                }
            }
        } else {
            debug_assert!(day::at(tokens, at, horizon).is_err_and(|after| after == next));
            debug_assert!(length_or_clock(text, tokens, at, horizon.language).is_none());
        }
        let found = found.or_else(|| {
            let (zone, to) = stated_zone(text, tokens, at, horizon.language)?;
            Some((What::Zone(zone), to))
        });
        if let Some((What::Day(_), to)) = &found {
            zone_behind_day(text, tokens, *to, horizon.language, &mut items);
        }
        if let Some((what, to)) = found {
            add(tokens, &mut items, Item { what, from: at, to });
            next = to.max(at + 1);
        }
        at = next;
    }
    items
}

fn length_or_clock(
    text: &str,
    tokens: &Tokens,
    at: usize,
    language: Language,
) -> Option<(What, usize)> {
    // "Vendredi, neuf heures": no length.
    let hour = tokens.any_of(at + 1, &["heure", "heures"]) && hour::behind_day(tokens, at);
    let length = length::at(tokens, at).filter(|_| !hour);
    let length = length.map(|(minutes, to)| (What::Length(minutes), to));
    length.or_else(|| {
        let (mut clock, to) = clock::at(text, tokens, at, language)?;
        clock.arrival |= is_before_start(tokens, to);
        Some((What::Clock(clock), to))
    })
}

/// "9.45am for 10am start": the first of both is when to arrive.
fn is_before_start(tokens: &Tokens, at: usize) -> bool {
    tokens.any_of(at, &["for"])
        && (at + 2..at + 6).any(|at| tokens.any_of(at, &["start", "sharp", "prompt"]))
}

/// "2pm tomorrow your time": the zone of the time before.
fn zone_behind_day(text: &str, tokens: &Tokens, at: usize, language: Language, items: &mut [Item]) {
    let Some(last) = items.last_mut().filter(|last| last.to + ZONE_APART >= at) else {
        return;
    };
    let What::Clock(clock) = &mut last.what else {
        return;
    };
    if clock.zone.is_none()
        && let Some((zone, to)) = zone::at(text, tokens, at, language)
        && (tokens.mark(to - 1) == ')' || tokens.any_of(to - 1, &["time", "zeit"]))
    {
        clock.zone = Some(zone);
    }
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
    // The end may name its day again.
    let again = items.last().is_some_and(|last| {
        let days = items.iter().rev().filter_map(|item| match &item.what {
            What::Day(day) => Some(day.date),
            _ => None,
        });
        let dates: Vec<Date> = days.take(2).collect();
        matches!(last.what, What::Day(_))
            && ends(tokens, last.from)
            && dates.first() == dates.get(1)
            && items.len() > 2
    });
    let label = items.last().filter(|_| again).map_or(new.from, |last| last.from);
    if again && matches!(new.what, What::Clock(_)) {
        items.pop();
    }
    // "Start: 10:00, End: 11:00" is one range.
    if let (What::Clock(clock), Some(last)) = (&new.what, items.last_mut())
        && let What::Clock(before) = &mut last.what
        && before.end.is_none()
        && before.start < clock.start
        && ends(tokens, label)
    {
        before.end = Some(clock.start);
        before.zone = before.zone.take().or(clock.zone.clone());
        last.to = new.to;
        return;
    }
    items.push(new);
}

fn ends(tokens: &Tokens, at: usize) -> bool {
    const END: &[&str] = &[
        "end",
        "ends",
        "ende",
        "fin",
        "finish",
        "finished",
        "finishing",
        "done",
        "ending",
        "endet",
        "till",
        "termina",
        "door",
        "over",
        "wrapped",
        "away",
        "fertig",
        "vorbei",
        "release",
        "entlassen",
    ];
    let label = at.checked_sub(1).filter(|at| tokens.mark(*at) == ':').unwrap_or(at);
    // "Expect to finish by 11.30".
    let little = tokens.any_of(label.wrapping_sub(1), &["by", "at", "around", "about", "um", "à"]);
    let label = label - usize::from(little && label > 0);
    // "We release you by 3.30".
    let freed = label > 1 && tokens.any_of(label - 1, &["you", "everyone", "dich", "sie"]);
    let label = label - usize::from(freed);
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
    // "Time (UK): 10am", "UK time: 10am".
    if tokens.any_of(at, &["time", "uhrzeit", "heure", "hora"]) && tokens.mark(at + 1) == '(' {
        return zone::at(text, tokens, at + 1, language);
    }
    let said = |at: &usize| tokens.mark(*at + 1) == ':' && tokens.any_of(*at, &["time", "zeit"]);
    if (at + 1..at + 4).any(|at| said(&at))
        && let Some((zone, to)) = zone::at(text, tokens, at, language)
        && said(&(to - 1))
    {
        return Some((zone, to));
    }
    // "(all Pacific Time)".
    if tokens.any_of(at, &["all", "alle"]) && tokens.mark(at.wrapping_sub(1)) == '(' {
        let named = at + 1 + usize::from(tokens.any_of(at + 1, &["in"]));
        return zone::at(text, tokens, named, language).filter(|(_, to)| tokens.mark(*to) == ')');
    }
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

#[cfg(test)]
mod tests;
