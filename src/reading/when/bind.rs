//! Gives every time its day, and sees when two times are one instant written for two zones.
//!
//! Decides what belongs together by distance and little words; must not know zones' offsets.

use std::sync::LazyLock;

use super::clock::Clock;
use super::phrases::Phrases;
use super::token::{Token, Tokens};
use super::zone::Named;
use super::{Item, What};

/// Tokens between a day, or a time of it, and the next time of that day.
const TOKENS_APART: usize = 40;
/// The same where the time begins a line: a list of sessions.
const TOKENS_APART_LISTED: usize = 120;

/// A day with one of its times.
pub(super) struct Bound<'a> {
    pub day: &'a Item,
    pub clock: Option<&'a Item>,
    /// The zone said for this day or text where the clock has none.
    pub zone: Option<&'a Named>,
    /// A second writing of the same time ("3pm CT / 4pm ET").
    pub twin: Option<&'a Clock>,
}

/// Gives every time its day; a day without a time stands alone.
pub(super) fn bind<'a>(tokens: &Tokens, items: &'a [Item]) -> Vec<Bound<'a>> {
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
        .any(|at| at == 0 || tokens.get(at).is_some_and(|token| token.lines > 0));
    let limit = if begins_line { TOKENS_APART_LISTED } else { TOKENS_APART };
    let before = current.filter(|_| apart <= limit);
    // A list of times may stand above its day; else the day behind must be near.
    let ahead = if current.is_none() && begins_line { TOKENS_APART } else { 8 };
    let mut behind = later.iter().filter(is_day);
    before.or(behind.next().filter(|day| day.from.saturating_sub(clock.to) <= ahead))
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
    let capitals = |token: &Token| token.text.chars().all(char::is_uppercase);
    tokens.get(at).is_some_and(|token| token.text.len() > 1 && capitals(token))
}

/// Behind a time: it is the reader's.
static FOR_YOU: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let all = [
        "for you",
        "your end",
        "your side",
        "at your end",
        "on your side",
        "where you are",
        "für dich",
        "für sie",
        "bei dir",
        "bei ihnen",
        "pour vous",
        "pour toi",
        "chez vous",
        "chez toi",
        "para ti",
        "para usted",
        "para vos",
    ];
    Phrases::new(all.map(|words| (words, ())))
});

/// The next time, if it writes the same instant for another zone.
fn twin_of<'a>(tokens: &Tokens, item: &Item, next: Option<&'a Item>) -> Option<&'a Clock> {
    let What::Clock(first) = &item.what else {
        return None;
    };
    let next = next?;
    let What::Clock(second) = &next.what else {
        return None;
    };
    const BETWEEN: &[&str] = &[
        "or", "bzw", "oder", "i", "e", "ou", "o", "which", "is", "make", "makes", "that", "that's",
        "so", "also", "das", "sind", "soit", "sea", "it",
    ];
    let near = (item.to..next.from).all(|at| {
        matches!(tokens.mark(at), '/' | '(' | '=' | '|' | ',' | '·' | '[' | ';')
            || tokens.any_of(at, BETWEEN)
    });
    // "5.30pm Brisbane time, which I make 8.30 for you".
    let yours = first.zone.is_some() && FOR_YOU.any(tokens, next.to, |()| true);
    let zoned = second.zone.is_some() || yours;
    let same = first.start == second.start;
    (near && zoned && !same && next.from - item.to <= 4 && next.from > item.to).then_some(second)
}
