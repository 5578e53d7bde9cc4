//! Dates as written: by name, by numbers, by an ordinal alone.
//!
//! Decides which tokens are a date; which day that is in which year is `day`'s part.

use super::Horizon;
use super::token::{Kind, Tokens};
use crate::reading::Language;

const OF: &[&str] = &["of", "de", "du", "del"];

/// A date as written; a missing part is to be concluded.
pub(super) struct Written {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: i8,
    /// `03/04`: month and day may be swapped.
    pub swappable: bool,
}

/// A date by number and name, or by numbers alone.
pub(super) fn date(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<(Written, usize)> {
    if let Some(found) = month_first(tokens, at) {
        return Some(found);
    }
    if tokens.any_of(at, &["the", "le", "el", "del", "al", "día"]) {
        let named = at + 1 + usize::from(tokens.any_of(at + 1, &["día"]));
        let (written, next) = date_by_number(tokens, named, horizon)?;
        return Some((written, next));
    }
    date_by_number(tokens, at, horizon)
}

fn date_by_number(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<(Written, usize)> {
    tokens.number(at)?;
    if part_of_number(tokens, at) {
        return None;
    }
    iso(tokens, at)
        .or_else(|| day_first(tokens, at))
        .or_else(|| by_numbers(tokens, at, horizon))
        .or_else(|| day_alone(tokens, at))
}

/// Whether a number is the tail of something longer: a price, a version, a telephone number.
pub(crate) fn part_of_number(tokens: &Tokens, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let glued = tokens.joined(at);
    let sign = tokens.mark(before);
    let money = matches!(sign, '$' | '€' | '£' | '#' | '+' | '§');
    let digits = before.checked_sub(1).and_then(|at| tokens.number(at)).is_some();
    let inside = glued && matches!(sign, '.' | ':' | '/' | ',') && digits && tokens.joined(before);
    // The T of an ISO time is no word.
    let iso = tokens.word(before) == "t" && tokens.joined(before);
    let word = glued && !tokens.word(before).is_empty() && !iso;
    let named = matches!(
        tokens.word(before),
        "version"
            | "ref"
            | "no"
            | "nr"
            | "room"
            | "raum"
            | "section"
            | "id"
            | "code"
            | "eur"
            | "gbp"
            | "usd"
            | "salle"
            | "sala"
            | "page"
            | "seite"
            | "passcode"
            | "pin"
            | "password"
            | "kenncode"
    );
    money || inside || word || named
}

/// `2026-10-06`, `2026/10/06`.
fn iso(tokens: &Tokens, at: usize) -> Option<(Written, usize)> {
    let (year, 4) = tokens.number(at)? else {
        return None;
    };
    let mark = tokens.mark(at + 1);
    if !matches!(mark, '-' | '/' | '.') || !tokens.tight(at + 1, mark) {
        return None;
    }
    let (month, 1..=2) = tokens.number(at + 2)? else {
        return None;
    };
    let (day, 1..=2) = tokens.number(at + 4).filter(|_| tokens.tight(at + 3, mark))? else {
        return None;
    };
    let mut next = at + 5;
    // The T of an ISO time.
    next += usize::from(tokens.word(next) == "t" && tokens.joined(next));
    written(Some(year), Some(month), day, false).map(|written| (written, next))
}

/// "6th of October 2026", "6. Oktober", "6 de octubre de 2026", "1er octobre".
fn day_first(tokens: &Tokens, at: usize) -> Option<(Written, usize)> {
    let (day, 1..=2) = tokens.number(at)? else {
        return None;
    };
    let mut next = at + 1;
    next += usize::from(ordinal(tokens, next));
    next += usize::from(tokens.mark(next) == '.' || tokens.mark(next) == '-');
    next += usize::from(tokens.any_of(next, OF));
    let month = tokens.month(next)?;
    let short = tokens.word(next).chars().count() <= 5;
    next += 1;
    next += usize::from(short && tokens.mark(next) == '.' && tokens.joined(next));
    let (year, next) = year_behind(tokens, next);
    written(year, Some(u32::try_from(month).ok()?), day, false).map(|date| (date, next))
}

/// "October 6th, 2026", "Oct. 6".
fn month_first(tokens: &Tokens, at: usize) -> Option<(Written, usize)> {
    let month = tokens.month(at)?;
    let capital = tokens.get(at).is_some_and(|token| token.text.starts_with(char::is_uppercase));
    let long = tokens.word(at).chars().count() > 3;
    let mut next = at + 1;
    next += usize::from(tokens.mark(next) == '.');
    next += usize::from(tokens.word(next) == "the");
    let (day, 1..=2) = tokens.number(next).filter(|_| capital || long)? else {
        return None;
    };
    next += 1;
    // "Oct 10:30" is a time, "May 5 pm" hardly a day.
    if tokens.tight(next, ':') || tokens.any_of(next, &["am", "pm"]) {
        return None;
    }
    next += usize::from(ordinal(tokens, next));
    let (year, next) = year_behind(tokens, next);
    written(year, Some(u32::try_from(month).ok()?), day, false).map(|date| (date, next))
}

fn year_behind(tokens: &Tokens, at: usize) -> (Option<u32>, usize) {
    let mut from = at;
    while tokens.mark(from) == ',' || tokens.any_of(from, OF) {
        from += 1;
    }
    match tokens.number(from) {
        // A year long past takes its date out of the horizon.
        Some((year @ 1900..=2199, 4)) if !tokens.any_of(from + 1, &["hours", "hrs"]) => {
            (Some(year), from + 1)
        }
        _ => (None, at),
    }
}

/// `6/10`, `06.10.2026`, `6.10.`; the order is settled in `resolve`.
fn by_numbers(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<(Written, usize)> {
    let (first, 1..=2) = tokens.number(at)? else {
        return None;
    };
    let mark = tokens.mark(at + 1);
    if !matches!(mark, '/' | '.' | '-') || !tokens.tight(at + 1, mark) {
        return None;
    }
    let (second, 1..=2) = tokens.number(at + 2)? else {
        return None;
    };
    let third = tokens.number(at + 4).filter(|_| tokens.tight(at + 3, mark));
    let (year, mut next) = match third {
        Some((year, 4)) => (Some(year), at + 5),
        Some((year, 2)) if mark != '-' => (Some(2000 + year), at + 5),
        Some(_) => return None,
        None => (None, at + 3),
    };
    if tokens.tight(next, mark) && tokens.number(next + 1).is_some() {
        return None;
    }
    if year.is_none() {
        let dotted = mark == '.' && tokens.mark(next) == '.' && tokens.joined(next);
        next += usize::from(dotted);
        let introduced = introduces_date(tokens, at);
        let german = dotted && horizon.language == Language::De;
        let fine = introduced && (mark == '/' || mark == '.' && dotted) || german;
        if !fine || (first, second) == (24, 7) || tokens.any_of(next, UNITS) {
            return None;
        }
    }
    let (day, month, swappable) = match mark {
        '.' => (first, second, false),
        _ if second > 12 => (second, first, false),
        _ => (first, second, first <= 12 && first != second),
    };
    written(year, Some(month), day, swappable).map(|date| (date, next))
}

/// Words behind which "6/10" is a date.
fn introduces_date(tokens: &Tokens, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    let word = tokens.word(before);
    let known = [
        "on", "by", "from", "until", "till", "before", "the", "le", "el", "am", "bis", "vom",
        "zum", "den", "dem", "der", "del", "date", "datum", "fecha", "du", "au", "al", "ab", "to",
    ];
    known.contains(&word)
        || tokens.weekday(before).is_some()
        || tokens.weekday(before.wrapping_sub(1)).is_some()
        || matches!(tokens.mark(before), ':' | '(' | '·' | '|')
}

const UNITS: &[&str] = &[
    "day", "days", "hour", "hours", "week", "weeks", "year", "years", "people", "rounds", "stars",
    "support", "of", "uhr", "h",
];

/// Words behind which an ordinal is a day: "the 2nd half" is none.
const FOLLOWERS: &[&str] = &[
    "instead",
    "at",
    "and",
    "or",
    "from",
    "to",
    "if",
    "is",
    "works",
    "would",
    "could",
    "between",
    "around",
    "after",
    "before",
    "for",
    "but",
    "we",
    "when",
    "with",
    "i",
    "so",
    "then",
    "by",
    "until",
    "through",
    "on",
    "um",
    "oder",
    "und",
    "wieder",
    "bei",
    "à",
    "a",
    "et",
    "ou",
    "y",
    "o",
    "in",
    "as",
    "works",
    "suits",
    "von",
    "bis",
    "ist",
    "morning",
    "afternoon",
    "de",
    "will",
    "zurück",
];

/// "the 6th", "am 20.", "le 20", "el 20": the next day with that number.
fn day_alone(tokens: &Tokens, at: usize) -> Option<(Written, usize)> {
    let (day, 1..=2) = tokens.number(at)? else {
        return None;
    };
    let article = tokens.word_before(at);
    let mut next = at + 1;
    let named = if ordinal(tokens, next) {
        next += 1;
        article == "the" || article == "of" || tokens.weekday(at.wrapping_sub(1)).is_some()
    } else if tokens.mark(next) == '.' && tokens.joined(next) && tokens.number(next + 1).is_none() {
        next += 1;
        matches!(
            article,
            "am" | "den"
                | "dem"
                | "zum"
                | "der"
                | "bis"
                | "vom"
                | "ab"
                | "le"
                | "el"
                | "del"
                | "al"
                | "día"
                | "au"
        )
    } else {
        let follows = tokens.get(next).is_none_or(|token| {
            token.kind == Kind::Mark && !matches!(tokens.mark(next), ':' | '%' | '€' | '/' | '-')
                || matches!(&*token.lower, "à" | "a" | "et" | "y" | "ou" | "o" | "de")
        });
        matches!(article, "le" | "el" | "al" | "del" | "día") && follows
    };
    // In German a noun would begin with a capital: "am 9. wissen wir mehr".
    let german = matches!(article, "am" | "zum" | "vom" | "bis" | "ab" | "dem");
    let free = tokens.get(next).is_none_or(|token| {
        token.kind != Kind::Word && token.kind != Kind::Number
            || FOLLOWERS.contains(&&*token.lower)
            || german && token.text.starts_with(char::is_lowercase)
    });
    (named && free).then_some(())?;
    written(None, None, day, false).map(|date| (date, next))
}

pub(super) fn ordinal(tokens: &Tokens, at: usize) -> bool {
    tokens.joined(at) && tokens.any_of(at, &["st", "nd", "rd", "th", "er", "º", "ª", "o"])
}

fn written(year: Option<u32>, month: Option<u32>, day: u32, swappable: bool) -> Option<Written> {
    let month = month.map(i8::try_from).transpose().ok()?;
    let plausible = (1..=31).contains(&day) && month.is_none_or(|month| (1..=12).contains(&month));
    plausible.then_some(Written {
        year: year.map(i16::try_from).transpose().ok()?,
        month,
        day: i8::try_from(day).ok()?,
        swappable,
    })
}
