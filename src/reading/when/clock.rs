//! Times of day in words → civil times and ranges, with the zone named beside them.
//!
//! Decides which numbers are hours; must not know days. A bare number is an hour only where the
//! words around it say so.

use jiff::civil::Time;

use super::day::part_of_number;
use super::token::{Kind, Tokens};
use super::words;
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

/// One time as written.
#[derive(Debug, Clone, Copy)]
struct Written {
    hour: i8,
    minute: i8,
    half: Option<Half>,
    /// Something besides the number says that it is a time.
    exact: bool,
    /// `09`: written with 24 hours in mind.
    padded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
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

fn single(
    tokens: &Tokens,
    at: usize,
    introduced: bool,
    language: Language,
) -> Option<(Written, usize)> {
    if let Some(found) = in_words(tokens, at, introduced) {
        return Some(found);
    }
    if let Some(found) = military(tokens, at) {
        return Some(found);
    }
    let (hour, digits) = tokens.number(at).filter(|(hour, digits)| *hour <= 24 && *digits <= 2)?;
    let mut written = Written {
        hour: i8::try_from(hour).ok()?,
        minute: 0,
        half: None,
        exact: false,
        padded: digits == 2 && hour < 10,
    };
    let mut next = at + 1;
    let minutes = |at: usize| match tokens.number(at) {
        Some((minute @ 0..=59, 2)) => i8::try_from(minute).ok(),
        _ => None,
    };
    if let Some(minute) = minutes(at + 2).filter(|_| tokens.tight(at + 1, ':')) {
        written.minute = minute;
        written.exact = true;
        next = at + 3;
        // Seconds are read and forgotten.
        if tokens.tight(next, ':') && minutes(next + 1).is_some() {
            next += 2;
        }
    } else if let Some(minute) = minutes(at + 2).filter(|_| tokens.tight(at + 1, '.')) {
        let more = tokens.mark(at + 3) == '.' && tokens.number(at + 4).is_some();
        written.minute = minute;
        next = at + 3;
        if more && tokens.joined(at + 4) || is_unit(tokens, next) {
            return None;
        }
    }
    if tokens.tight(next, ':') {
        return None;
    }
    let (written, next) = unit_behind(tokens, written, next);
    let (written, next) = half_behind(tokens, written, next, language);
    let sane = written.half.is_none() || (1..=12).contains(&written.hour);
    let sane = sane && !(written.hour == 24 && written.minute > 0);
    sane.then_some((written, next))
}

/// "1600 hours".
fn military(tokens: &Tokens, at: usize) -> Option<(Written, usize)> {
    let (number, _) = tokens.number(at).filter(|(_, digits)| *digits == 4)?;
    let said = tokens.any_of(at + 1, &["hours", "hrs"]) && number / 100 < 24 && number % 100 < 60;
    said.then_some((
        Written {
            hour: i8::try_from(number / 100).ok()?,
            minute: i8::try_from(number % 100).ok()?,
            half: None,
            exact: true,
            padded: true,
        },
        at + 2,
    ))
}

/// "Uhr 30", "h30", "o'clock", "heures".
fn unit_behind(tokens: &Tokens, mut written: Written, at: usize) -> (Written, usize) {
    let word = tokens.word(at);
    let unit = matches!(word, "uhr" | "h" | "heures" | "horas" | "o'clock" | "hrs")
        || matches!(word, "heure") && written.hour == 1 && tokens.word_before(at - 1) == "à";
    if !unit {
        return (written, at);
    }
    // "1h" and "2 h" are as likely lengths; an hour of the day needs another sign.
    let length = matches!(word, "h" | "heures" | "horas" | "hrs") && written.hour < 7;
    written.exact = written.exact || !length;
    let minute = tokens.number(at + 1).filter(|(minute, digits)| *minute < 60 && *digits == 2);
    let follows = word == "uhr" || tokens.joined(at + 1) || word == "heures" || word == "h";
    if let Some((minute, _)) = minute.filter(|_| follows && written.minute == 0)
        && !is_unit(tokens, at + 2)
        && words::month(tokens.word(at + 2)).is_none()
        && tokens.mark(at + 2) != ':'
    {
        written.minute = i8::try_from(minute).unwrap_or(0);
        return (written, at + 2);
    }
    if word == "heures" && tokens.word(at + 1) == "et" && tokens.word(at + 2) == "demie" {
        written.minute = 30;
        return (written, at + 3);
    }
    (written, at + 1)
}

fn half_behind(
    tokens: &Tokens,
    mut written: Written,
    at: usize,
    language: Language,
) -> (Written, usize) {
    let letters = |letter: &str| {
        tokens.word(at) == letter && tokens.tight(at + 1, '.') && tokens.word(at + 2) == "m"
    };
    let dotted = |at: usize| at + usize::from(tokens.mark(at) == '.' && tokens.joined(at));
    let part = match tokens.word(at) {
        "de" | "in" if matches!(tokens.word(at + 1), "la" | "the") => tokens.word(at + 2),
        _ => "",
    };
    let (half, next) = match tokens.word(at) {
        // In German "am" is a preposition.
        "am" if language != Language::De || tokens.joined(at) => (Half::Am, at + 1),
        "pm" => (Half::Pm, at + 1),
        "a" if letters("a") => (Half::Am, dotted(at + 3)),
        "p" if letters("p") => (Half::Pm, dotted(at + 3)),
        "a" if tokens.joined(at) => (Half::Am, at + 1),
        "p" if tokens.joined(at) => (Half::Pm, at + 1),
        "nachmittags" | "abends" => (Half::Pm, at + 1),
        "morgens" | "vormittags" | "früh" => (Half::Am, at + 1),
        "du" if matches!(tokens.word(at + 1), "matin") => (Half::Am, at + 2),
        "du" if matches!(tokens.word(at + 1), "soir") => (Half::Pm, at + 2),
        "de" if tokens.word(at + 1) == "l'après" => (Half::Pm, at + 4),
        _ if matches!(part, "tarde" | "noche" | "afternoon" | "evening") => (Half::Pm, at + 3),
        _ if matches!(part, "mañana" | "morning") => (Half::Am, at + 3),
        _ => return (written, at),
    };
    written.exact = true;
    // "15:00 in the afternoon" says the same twice.
    written.half = Some(half).filter(|_| written.hour <= 12 && written.hour > 0);
    (written, next)
}

/// "noon", "half past two", "halb drei", "las tres y media", "quarter past four".
fn in_words(tokens: &Tokens, at: usize, introduced: bool) -> Option<(Written, usize)> {
    let hour_at = |at: usize| {
        let number = tokens.number(at).map(|(number, _)| number);
        let hour = number.or_else(|| words::number(tokens.word(at)))?;
        i8::try_from(hour).ok().filter(|hour| (1..=12).contains(hour))
    };
    let time = |hour: i8, minute: i8| Written {
        hour: if minute < 0 { hour - 1 } else { hour },
        minute: minute.rem_euclid(60),
        half: None,
        exact: true,
        padded: false,
    };
    let pair = (tokens.word(at), tokens.word(at + 1));
    match pair {
        ("noon" | "midday" | "midi" | "mittags" | "mediodía" | "mediodia", _) => {
            return Some((Written { half: Some(Half::Pm), ..time(12, 0) }, at + 1));
        }
        ("half", "past") => return Some((time(hour_at(at + 2)?, 30), at + 3)),
        ("quarter", "past") => return Some((time(hour_at(at + 2)?, 15), at + 3)),
        ("quarter", "to") => return Some((time(hour_at(at + 2)?, -15), at + 3)),
        ("viertel", "nach") => return Some((time(hour_at(at + 2)?, 15), at + 3)),
        ("viertel", "vor") => return Some((time(hour_at(at + 2)?, -15), at + 3)),
        ("halb", _) => return Some((time(hour_at(at + 1)?, -30), at + 2)),
        _ => {}
    }
    let clock_word = matches!(tokens.word(at + 1), "o'clock" | "uhr");
    let spanish = matches!(tokens.word_before(at), "las") || tokens.word(at) == "una";
    let english = introduced && tokens.word(at).len() > 2 && may_follow(tokens, at + 1);
    let hour = hour_at(at).filter(|_| tokens.number(at).is_none())?;
    if clock_word {
        return Some((time(hour, 0), at + 2));
    }
    if spanish && (introduced || tokens.word(at) != "una") {
        let (minute, next) = match (tokens.word(at + 1), tokens.word(at + 2)) {
            ("y", "media") => (30, at + 3),
            ("y", "cuarto") => (15, at + 3),
            ("menos", "cuarto") => (-15, at + 3),
            _ => (0, at + 1),
        };
        let written = time(hour, minute);
        return Some(half_behind(tokens, written, next, Language::Es));
    }
    // "At twelve thirty".
    let minute = match tokens.word(at + 1) {
        "fifteen" => 15,
        "thirty" => 30,
        "forty" if tokens.mark(at + 2) == '-' && tokens.word(at + 3) == "five" => 45,
        _ => 0,
    };
    if minute > 0 && introduced {
        return Some((time(hour, minute), at + if minute == 45 { 4 } else { 2 }));
    }
    let written = Written { exact: false, ..time(hour, 0) };
    english.then_some((written, at + 1))
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

/// Whether what follows a bare number leaves it an hour.
fn may_follow(tokens: &Tokens, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "on", "with", "for", "your", "our", "uk", "us", "to", "and", "or", "today", "tomorrow",
        "in", "if", "via", "sharp", "until", "till", "this", "next", "if", "is", "work", "works",
        "would", "as", "bis", "am", "mit", "oder", "und", "el", "le", "de", "con", "avec", "et",
        "y", "o", "ou", "so", "then", "but", "when", "i", "we", "i'll", "we'll", "at", "the",
        "per", "heute", "morgen", "instead", "suit", "suits", "local", "by", "over", "please",
        "auf", "passt",
    ];
    match tokens.get(at) {
        None => true,
        Some(token) => match token.kind {
            Kind::Mark => {
                let mark = tokens.mark(at);
                let glued = tokens.tight(at, mark) && tokens.number(at + 1).is_some();
                !glued && !matches!(mark, '%' | '€' | '$' | '£' | '+' | '/' | '°' | ':')
            }
            Kind::Number | Kind::Link => token.lines > 0,
            Kind::Word => {
                token.lines > 0
                    || WORDS.contains(&token.lower.as_str())
                    || words::weekday(&token.lower).is_some_and(|(_, alone)| alone)
            }
        },
    }
}

fn is_unit(tokens: &Tokens, at: usize) -> bool {
    const UNITS: &[&str] = &[
        "min", "mins", "minutes", "minuten", "minutos", "hours", "stunden", "k", "m", "eur",
        "euro", "euros", "gbp", "usd", "percent", "prozent", "years", "jahre", "km", "kb", "mb",
        "gb",
    ];
    tokens.any_of(at, UNITS) || matches!(tokens.mark(at), '%' | '€' | '$' | '£')
}

/// Without am or pm a small hour is in the afternoon: nobody interviews at three in the night.
fn guess(written: Written) -> Option<Time> {
    let hour = match written.half {
        Some(Half::Am) => written.hour % 12,
        Some(Half::Pm) => written.hour % 12 + 12,
        None if (1..=6).contains(&written.hour) && !written.padded => written.hour + 12,
        None => written.hour % 24,
    };
    Time::new(hour, written.minute, 0, 0).ok()
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
