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
/// What may stand between the word for a range and its end.
const NEARLY: &[&str] = &[
    "las",
    "la",
    "to",
    "approximately",
    "approx",
    "about",
    "around",
    "roughly",
    "circa",
    "ca",
    "etwa",
    "ungefähr",
    "gegen",
    "environ",
    "aprox",
    "aproximadamente",
];
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
    "registration",
    "check",
    "anmeldung",
    "accueil",
    "acogida",
];
/// Tokens before a time in which its day stands.
const DAY_REACH: usize = 6;
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
    let introduced =
        AT.contains(&word) || sign == '@' || from || one || label || is_new(tokens, at);
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
        // "Moved from 10 to 1": the second is the new time, not an end.
        if from && moves(tokens, at) {
            return Some((clock(tokens, at, end, None, zone), next));
        }
        return Some((clock(tokens, at, start, Some(end), zone), next));
    }
    let follows = may_follow(tokens, next) || tokens.any_of(next, MOVING);
    let alone = first.exact || introduced && !from && follows || zone.is_some();
    let dotted = !first.exact && first.minute != 0 && zone.is_none();
    let beside = dotted && beside_day(tokens, at, next);
    let alone = alone || beside;
    let dotted_only = dotted && !introduced && !beside;
    if !alone || dotted_only {
        return None;
    }
    Some((clock(tokens, at, guess(first)?, None, zone), next))
}

/// "Brought forward to 1.30", "auf 11 verlegt": what an appointment is moved to.
fn is_new(tokens: &Tokens, at: usize) -> bool {
    const REACH: usize = 4;
    let behind = |at: usize| (at + 1..at + REACH).any(|at| tokens.any_of(at, MOVING));
    match tokens.word_before(at) {
        "to" => moves(tokens, at),
        "auf" => moves(tokens, at) || behind(at),
        _ => false,
    }
}

const MOVING: &[&str] = &[
    "move",
    "moved",
    "moving",
    "shift",
    "shifted",
    "push",
    "pushed",
    "bring",
    "brought",
    "change",
    "changed",
    "changes",
    "reschedule",
    "rescheduled",
    "postpone",
    "postponed",
    "nudge",
    "verschieben",
    "verschoben",
    "verlegen",
    "verlegt",
    "vorverlegt",
    "déplacer",
    "déplacé",
    "déplaçons",
    "décaler",
    "décalé",
    "décalons",
    "reporter",
    "reporté",
    "mover",
    "movemos",
    "cambiar",
    "cambia",
    "cambiamos",
    "pasar",
    "pasamos",
    "trasladar",
    "reprogramar",
];

/// Words of moving an appointment, before "from 10 to 1", with what stands between.
fn moves(tokens: &Tokens, at: usize) -> bool {
    const REACH: usize = 8;
    (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|at| !matches!(tokens.mark(*at), '.' | '?' | '!' | ';'))
        .any(|at| tokens.any_of(at, MOVING))
}

/// "2.30 today", "Thursday's 2.30", "the 2.30 interview": a bare "2.30" that can be nothing else.
fn beside_day(tokens: &Tokens, at: usize, next: usize) -> bool {
    const DAYS: &[&str] = &["today", "tomorrow", "tonight", "heute", "morgen", "demain", "hoy"];
    const MEETINGS: &[&str] =
        &["interview", "call", "meeting", "slot", "appointment", "session", "start", "chat"];
    const ON: &[&str] = &["on", "this", "am", "le", "el", "du"];
    let named = |at: usize| tokens.any_of(at, DAYS) || tokens.weekday(at).is_some_and(|day| day.1);
    const PARTS: &[&str] = &["morning", "afternoon", "evening", "vormittag", "nachmittag"];
    let before = tokens.word_before(at);
    let comma = usize::from(at.checked_sub(1).is_some_and(|at| tokens.mark(at) == ','));
    let outer = at.wrapping_sub(1 + comma);
    named(next)
        || tokens.any_of(outer, PARTS)
        || tokens.any_of(next, MEETINGS)
        || tokens.any_of(next, ON) && named(next + 1)
        || before.ends_with("'s")
        || tokens.any_of(at.wrapping_sub(1), DAYS)
        || tokens.weekday(at.wrapping_sub(1)).is_some_and(|day| day.1)
}

fn clock(tokens: &Tokens, at: usize, start: Time, end: Option<Time>, zone: Option<Named>) -> Clock {
    // The nearest of both: a word for arriving, or the end of its clause.
    let arrives = |at: usize| {
        ARRIVAL.iter().any(|stem| tokens.word(at).starts_with(stem))
            || tokens.word(at) == "report" && tokens.any_of(at + 1, &["to", "at", "in"])
    };
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
        "a" | "à" => from || first.exact || language != Language::En,
        // More is asked of the second time below.
        "to" => true,
        word => TO.contains(&word) && !word.is_empty(),
    };
    if !dash && !joins {
        return None;
    }
    let mut start = at + 1;
    while tokens.any_of(start, NEARLY) {
        start += 1 + usize::from(tokens.mark(start + 1) == '.');
    }
    let (second, next) = single(tokens, start, true, language)?;
    let dotted = |one: Written| !one.exact && one.minute != 0;
    // "Tuesday 10 to 10.40" says with the day that both are times.
    let day = |at: usize| tokens.weekday(at).is_some() || tokens.month(at).is_some();
    let after = second.minute > 0 && second.minute % 5 == 0 && second.hour >= first.hour;
    let dated = after && (at.saturating_sub(DAY_REACH)..at).any(day);
    let enough = match (first.exact, second.exact) {
        (_, true) => true,
        (true, false) => may_follow(tokens, next),
        (false, false) if dotted(first) && dotted(second) => may_follow(tokens, next),
        (false, false) => (from || dated) && may_follow(tokens, next),
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
