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
/// Words for being there before it begins; cut to stems.
const ARRIVAL: &[&str] = &["arriv", "ankomm", "anzukommen", "eintreff", "einzufinden", "erschein"];
const ARRIVAL_MORE: &[&str] = &["einfinden", "present", "présent", "lleg", "doors", "einlass"];

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
    let introduced = AT.contains(&word) || sign == '@' || from || one;
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
    let arrival = (1..=5).filter_map(|back| at.checked_sub(back)).any(|at| {
        let word = tokens.word(at);
        let mut stems = ARRIVAL.iter().chain(ARRIVAL_MORE);
        stems.any(|stem| word.starts_with(stem))
    });
    let ends_sentence = (1..=5)
        .filter_map(|back| at.checked_sub(back))
        .take_while(|at| !ARRIVAL.iter().any(|stem| tokens.word(*at).starts_with(stem)))
        .any(|at| tokens.mark(at) == ',' || tokens.mark(at) == '.' && !tokens.joined(at + 1));
    Clock { start, end, zone, arrival: arrival && !ends_sentence }
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
    let enough = match (first.exact, second.exact) {
        (_, true) => true,
        (true, false) => may_follow(tokens, next),
        (false, false) => from && may_follow(tokens, next),
    };
    let dotted = |one: Written| !one.exact && one.minute != 0;
    let numbers = dotted(first) && dotted(second) && !from;
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
