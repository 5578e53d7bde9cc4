//! Times of day in words → civil times and ranges, with the zone named beside them.
//!
//! Decides which numbers are hours; must not know days. A bare number is an hour only where the
//! words around it say so.

use jiff::civil::Time;

use super::date::part_of_number;
use super::hour::{Half, Written, guess, may_follow, single};
use super::token::Tokens;
use super::zone::{self, Named};
use crate::reading::Language;

/// A time of day, perhaps with an end and a zone.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    pub start: Time,
    pub end: Option<Time>,
    pub zone: Option<Named>,
    /// When to arrive, not when it begins.
    pub arrival: bool,
}

const AT: &[&str] = &["at", "um", "gegen", "las", "kl", "à", "around", "@", "ab", "vers"];
const FROM: &[&str] = &["from", "between", "von", "zwischen", "de", "entre", "desde"];
const TO: &[&str] = &["to", "until", "till", "bis", "à", "a", "hasta", "and", "und", "et", "y"];
/// Labels before a time ("Time: 10.30").
const LABELS: &[&str] = &["time", "start", "uhrzeit", "beginn", "heure", "hora", "when", "starts"];
/// Beginnings of words for being there before it begins.
const ARRIVAL: &[&str] = &[
    "arriv",
    "there",
    "ankomm",
    "anzukommen",
    "eintreff",
    "einzufinden",
    "einfinden",
    "erschein",
    "seien",
    "présent",
    "lleg",
    "doors",
    "einlass",
];
/// Words before a time that may tell of arriving.
const ARRIVAL_REACH: usize = 5;

/// Reads a time or a range at a place.
pub(crate) fn at(
    text: &str,
    tokens: &Tokens,
    at: usize,
    language: Language,
) -> Option<(Clock, usize)> {
    if part_of_number(tokens, at) || glued_behind_number(tokens, at) {
        return None;
    }
    let before = at.checked_sub(1);
    let sign = before.map_or('\0', |before| tokens.mark(before));
    let word = tokens.word_before(at);
    let article = matches!(word, "las" | "la" | "the");
    let outer = if article { before.map_or("", |at| tokens.word_before(at)) } else { word };
    let from = FROM.contains(&outer) || FROM.contains(&word);
    let one = word == "la" && outer == "a";
    let label = sign == ':' && before.is_some_and(|at| LABELS.contains(&tokens.word_before(at)));
    let introduced = AT.contains(&word) || sign == '@' || from || one || label;
    let (first, mut next) = single(tokens, at, introduced, language)?;
    let mut zone = None;
    if let Some((named, after)) = zone::at(text, tokens, next, language) {
        zone = Some(named);
        next = after;
    }
    let range = range_end(tokens, next, first, from, language);
    if let Some((second, after)) = range {
        next = after;
        if let Some((named, after)) = zone::at(text, tokens, next, language) {
            zone = Some(named);
            next = after;
        }
        let (start, end) = pair(first, second)?;
        return Some((clock(tokens, at, start, Some(end), zone), next));
    }
    let alone = first.exact || introduced && !from && may_follow(tokens, next) || zone.is_some();
    let dotted_only = !first.exact && first.minute != 0 && zone.is_none() && !introduced;
    if !alone || dotted_only {
        return None;
    }
    Some((clock(tokens, at, guess(first)?, None, zone), next))
}

fn clock(tokens: &Tokens, at: usize, start: Time, end: Option<Time>, zone: Option<Named>) -> Clock {
    // The nearest of both: a word for arriving, or the end of its clause.
    let arrives = |at: usize| ARRIVAL.iter().any(|stem| tokens.word(at).starts_with(stem));
    let clause_ends = |at: usize| match tokens.mark(at) {
        ',' | ';' => true,
        '.' => !tokens.joined(at + 1),
        _ => false,
    };
    let arrival = (at.saturating_sub(ARRIVAL_REACH)..at)
        .rev()
        .find(|at| arrives(*at) || clause_ends(*at))
        .is_some_and(arrives);
    Clock { start, end, zone, arrival }
}

/// A minus between digits without spaces belongs to a longer number ("555-1030").
fn glued_behind_number(tokens: &Tokens, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let dash = matches!(tokens.mark(before), '-' | '–') && tokens.joined(at);
    dash && before
        .checked_sub(1)
        .is_some_and(|at| tokens.number(at).is_some() && tokens.joined(before))
}

/// The end of a range: a dash or a word, and a time that may lean on the first.
fn range_end(
    tokens: &Tokens,
    at: usize,
    first: Written,
    from: bool,
    language: Language,
) -> Option<(Written, usize)> {
    let dash = matches!(tokens.mark(at), '-' | '–' | '—' | '−');
    let joins = match tokens.word(at) {
        "and" | "und" | "et" | "y" => from,
        "a" | "à" | "to" => from || first.exact || language != Language::En,
        word => TO.contains(&word) && !word.is_empty(),
    };
    if !dash && !joins {
        return None;
    }
    let mut start = at + 1;
    while tokens.any_of(start, &["las", "la", "to", "approximately", "ca"]) {
        start += 1;
    }
    let (second, next) = single(tokens, start, true, language)?;
    let dotted = |one: Written| !one.exact && one.minute != 0;
    let enough = match (first.exact, second.exact) {
        (_, true) => true,
        (true, false) => may_follow(tokens, next),
        (false, false) if dotted(first) && dotted(second) => may_follow(tokens, next),
        (false, false) => from && may_follow(tokens, next),
    };
    // "09.30 – 10.15" in office hours; "1.10 - 2.20" are numbers.
    let office = |one: Written| (7..=21).contains(&one.hour) && one.minute % 5 == 0;
    let numbers = dotted(first) && dotted(second) && !from && !(office(first) && office(second));
    (enough && !numbers).then_some((second, next))
}

/// Both ends of a range; half a day said once holds for both where that makes sense.
fn pair(first: Written, second: Written) -> Option<(Time, Time)> {
    let mut start = guess(first)?;
    let mut end = guess(second)?;
    if first.half.is_none()
        && let Some(half) = second.half.filter(|_| first.hour <= 12)
    {
        let same = guess(Written { half: Some(half), ..first })?;
        let other = guess(Written { half: Some(Half::Am), ..first })?;
        start = if same < end { same } else { other };
    } else if second.half.is_none() && second.hour <= 12 {
        let morning = guess(Written { half: Some(Half::Am), ..second })?;
        let evening = guess(Written { half: Some(Half::Pm), ..second })?;
        let later = |time: Time| time > start;
        end = [morning, evening].into_iter().find(|time| later(*time)).unwrap_or(end);
    }
    Some((start, end))
}
