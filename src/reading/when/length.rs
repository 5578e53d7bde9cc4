//! Durations in words → minutes. Decides which lengths are how long a meeting takes.

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::token::Tokens;

/// Shortest and longest meeting believed.
const MINUTES_MIN: u32 = 10;
const MINUTES_MAX: u32 = 9 * 60;

const MINUTES: &[&str] = &["minute", "minutes", "min", "mins", "minuten", "minutos", "minuto", "'"];
const HOURS: &[&str] = &[
    "hour", "hours", "hr", "hrs", "h", "stunde", "stunden", "std", "heure", "heures", "hora",
    "horas",
];
/// Words before or after which a length is a distance, not a meeting.
const DISTANCE_BEFORE: &[&str] = &[
    "in",
    "within",
    "every",
    "last",
    "next",
    "innerhalb",
    "binnen",
    "dans",
    "sous",
    "after",
    "nach",
    "under",
    "last",
    "dentro",
    "d'ici",
    "past",
    "alle",
    "spent",
    "leave",
    "another",
    "vor",
];
const DISTANCE_AFTER: &[&str] = &[
    "early",
    "earlier",
    "before",
    "ahead",
    "late",
    "later",
    "notice",
    "prior",
    "beforehand",
    "ago",
    "vorher",
    "früher",
    "vor",
    "avant",
    "antes",
    "away",
    "walk",
    "drive",
    "break",
    "pause",
    "each",
    "plus",
    "tôt",
    "earliest",
    "per",
    "a",
    "notice",
    "from",
];

/// Words that make "last" a verb.
const LASTS_BEHIND: &[&str] =
    &["will", "to", "should", "would", "can", "may", "might", "it'll", "typically", "usually"];

/// Reads a length at a place, in minutes.
pub(crate) fn at(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let (minutes, next) = spoken(tokens, at).or_else(|| counted(tokens, at))?;
    if !(MINUTES_MIN..=MINUTES_MAX).contains(&minutes) {
        return None;
    }
    let before = tokens.word_before(at);
    let the = matches!(before, "the" | "den" | "les" | "los" | "der");
    let outer =
        if the { at.checked_sub(1).map_or("", |at| tokens.word_before(at)) } else { before };
    let after = tokens.any_of(next, &["in", "im", "en"])
        && tokens.any_of(next + 1, &["advance", "voraus", "avance", "anticipación"]);
    let sentence = tokens.get(next).is_some_and(|token| token.lines > 0);
    // "It will last one hour", not "the last two hours".
    let lasts = outer == "last"
        && (1..=2).filter_map(|n| at.checked_sub(n + 1)).any(|at| tokens.any_of(at, LASTS_BEHIND));
    let distance = DISTANCE_BEFORE.contains(&outer) && !lasts
        || after
        || !sentence && tokens.any_of(next, DISTANCE_AFTER)
        || tokens.mark(next) == '\'' && tokens.word(next + 1) == "notice";
    (!distance).then_some((minutes, next))
}

/// Whether a length in words may begin at a place.
pub(super) fn begins(tokens: &Tokens, at: usize) -> bool {
    SPOKEN.begins(tokens, at)
}

/// "half an hour", "an hour and a half", "anderthalb Stunden", "une demi-heure", "media hora".
fn spoken(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    SPOKEN.longest(tokens, at, Some)
}

static SPOKEN: LazyLock<Phrases<u32>> = LazyLock::new(|| {
    Phrases::new([
        ("half an hour", 30),
        ("a good hour", 60),
        ("just under an hour", 60),
        ("the full hour", 60),
        ("the whole hour", 60),
        ("a full hour", 60),
        ("a whole hour", 60),
        ("die volle stunde", 60),
        ("die ganze stunde", 60),
        ("eine volle stunde", 60),
        ("une heure entière", 60),
        ("l'heure entière", 60),
        ("une heure complète", 60),
        ("la hora entera", 60),
        ("una hora entera", 60),
        ("la hora completa", 60),
        ("una hora completa", 60),
        ("eine gute stunde", 60),
        ("eine knappe stunde", 60),
        ("eine kleine stunde", 60),
        ("une petite heure", 60),
        ("une bonne heure", 60),
        ("una hora larga", 60),
        ("una horita", 60),
        ("una hora escasa", 60),
        ("une petite demi - heure", 30),
        ("une bonne demi - heure", 30),
        ("eine gute halbe stunde", 30),
        ("eine knappe halbe stunde", 30),
        ("a good half hour", 30),
        ("a good half - hour", 30),
        ("media horita", 30),
        ("half hour", 30),
        ("half - hour", 30),
        ("three quarters of an hour", 45),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("hour and a half", 90),
        ("an hour and a quarter", 75),
        ("eine halbe stunde", 30),
        ("halbe stunde", 30),
        ("halbstündiges", 30),
        ("halbstündige", 30),
        ("eine dreiviertelstunde", 45),
        ("dreiviertelstunde", 45),
        ("eine viertelstunde", 15),
        ("eineinhalb stunden", 90),
        ("anderthalb stunden", 90),
        ("einstündiges", 60),
        ("einstündige", 60),
        ("une demi - heure", 30),
        ("demi - heure", 30),
        ("trois quarts d'heure", 45),
        ("une heure et demie", 90),
        ("un quart d'heure", 15),
        ("media hora", 30),
        ("una hora y media", 90),
        ("hora y media", 90),
        ("tres cuartos de hora", 45),
        ("un cuarto de hora", 15),
    ])
});

/// "45 minutes", "90-minute", "1.5 hours", "1h30", "three and a half hours", "45-60 min".
fn counted(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let glued = tokens.joined(at) && at > 0 && matches!(tokens.mark(at - 1), '.' | ',' | ':' | '/');
    let (mut whole, mut next) = match tokens.number(at) {
        Some((number, 1..=3)) if !glued => (number, at + 1),
        Some(_) => return None,
        None => (tokens.amount(at)?, at + 1),
    };
    let mut half = false;
    if matches!(tokens.mark(next), '.' | ',') && tokens.tight(next, tokens.mark(next)) {
        half = tokens.number(next + 1)? == (5, 1);
        next += if half { 2 } else { return None };
    } else if tokens.mark(next) == '½' {
        half = true;
        next += 1;
    } else if tokens.word(next) == "and" && tokens.any_of(next + 1, &["a"]) {
        half = tokens.word(next + 2) == "half";
        next += if half { 3 } else { return None };
    }
    // "vingt-cinq", "treinta y cinco".
    let linked = tokens.mark(next) == '-' || tokens.any_of(next, &["y", "et"]);
    if linked
        && whole >= 20
        && whole % 10 == 0
        && let Some(ones @ 1..=9) = tokens.amount(next + 1)
    {
        whole += ones;
        next += 2;
    }
    let joiner = matches!(tokens.mark(next), '-' | '–') || tokens.any_of(next, &["to", "bis", "à"]);
    if joiner && let Some((upper, 1..=3)) = tokens.number(next + 1) {
        // The longer end: a thank-you must not come before the meeting is over.
        whole = upper;
        next += 2;
    }
    next += usize::from(tokens.mark(next) == '-');
    if tokens.any_of(next, MINUTES) || tokens.mark(next) == '\'' && tokens.joined(next) {
        return Some((whole, next + 1));
    }
    if !tokens.any_of(next, HOURS) || whole > 9 {
        return None;
    }
    // "8h25" is a time; so is "2h" before "à 3h".
    let range = (next + 1..next + 3)
        .any(|at| tokens.any_of(at, &["à", "a", "bis"]) && tokens.number(at + 1).is_some());
    if tokens.word(next) == "h" && (whole >= 7 || range) {
        return None;
    }
    let clock = tokens.word_before(at);
    if matches!(clock, "à" | "at" | "um" | "las" | "la") {
        return None;
    }
    let minutes = whole * 60 + if half { 30 } else { 0 };
    next += 1;
    let with = usize::from(tokens.any_of(next, &["and", "und", "et", "y"]));
    match tokens.number(next + with) {
        Some((more @ 1..=59, 1..=2))
            if tokens.any_of(next + with + 1, MINUTES) || tokens.joined(next) =>
        {
            let unit = usize::from(tokens.any_of(next + with + 1, MINUTES));
            Some((minutes + more, next + with + 1 + unit))
        }
        _ => Some((minutes, next)),
    }
}
