//! One time of day as written: "3pm", "15.30 Uhr", "half past two".
//!
//! Decides how surely a number is an hour; ranges and zones are `clock`'s part.

use jiff::civil::Time;

use super::minutes::{french_minutes, spanish_minutes};
use super::token::{Kind, Tokens};
use crate::reading::Language;

/// One time as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub hour: i8,
    pub minute: i8,
    pub half: Option<Half>,
    /// Something besides the number says that it is a time.
    pub exact: bool,
    /// `09`: written with 24 hours in mind.
    pub padded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
}

/// Words, no numbers, that a time may begin with.
pub(super) const BEGINNINGS: &[&str] = &[
    "noon",
    "midday",
    "midi",
    "mittags",
    "mediodía",
    "mediodia",
    "half",
    "quarter",
    "viertel",
    "halb",
    "dreiviertel",
];

pub(super) fn single(
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
    let is_time = |number: u32| number / 100 < 24 && number % 100 < 60;
    // "1530-1615", but no years.
    let range = |at: usize| {
        let five = |number: u32| is_time(number) && number.is_multiple_of(5);
        let ends = (tokens.number(at), tokens.number(at + 2));
        let dash = matches!(tokens.mark(at + 1), '-' | '–');
        matches!(ends, (Some((first, 4)), Some((second, 4)))
            if dash && first < second && five(first) && five(second) && !is_year(first))
    };
    let second = at.checked_sub(2).is_some_and(range);
    if range(at) || second {
        let written = Written {
            hour: i8::try_from(number / 100).ok()?,
            minute: i8::try_from(number % 100).ok()?,
            half: None,
            exact: true,
            padded: true,
        };
        return Some((written, at + 1));
    }
    let said = tokens.any_of(at + 1, &["hours", "hrs"]) && is_time(number);
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

fn is_year(number: u32) -> bool {
    (1900..=2100).contains(&number)
}

/// "Uhr 30", "h30", "o'clock", "heures".
fn unit_behind(tokens: &Tokens, mut written: Written, at: usize) -> (Written, usize) {
    let word = tokens.word(at);
    let unit = matches!(word, "uhr" | "h" | "heures" | "horas" | "o'clock" | "hrs" | "hs")
        || matches!(word, "heure") && written.hour == 1 && tokens.word_before(at - 1) == "à";
    if !unit {
        return (written, at);
    }
    // "1h" and "2 h" are as likely lengths; an hour of the day needs another sign.
    let length = matches!(word, "h" | "heures" | "horas" | "hrs" | "hs") && written.hour < 7;
    written.exact = written.exact || !length;
    let minute = tokens.number(at + 1).filter(|(minute, digits)| *minute < 60 && *digits == 2);
    let follows = word == "uhr" || tokens.joined(at + 1) || word == "heures" || word == "h";
    if let Some((minute, _)) = minute.filter(|_| follows && written.minute == 0)
        && !is_unit(tokens, at + 2)
        && tokens.month(at + 2).is_none()
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
    // "p.m.", "p. m."
    let letters = |letter: &str| {
        tokens.word(at) == letter
            && tokens.mark(at + 1) == '.'
            && tokens.joined(at + 1)
            && tokens.word(at + 2) == "m"
            && (tokens.joined(at + 2) || tokens.mark(at + 3) == '.')
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
        let hour = number.or_else(|| tokens.amount(at))?;
        i8::try_from(hour).ok().filter(|hour| (1..=12).contains(hour))
    };
    let time = |hour: i8, minute: i8| Written {
        hour: match hour {
            1 if minute < 0 => 12,
            _ => hour - i8::from(minute < 0),
        },
        minute: minute.rem_euclid(60),
        half: None,
        exact: true,
        padded: false,
    };
    let pair = (tokens.word(at), tokens.word(at + 1));
    match pair {
        ("noon" | "midday" | "midi" | "mittags" | "mediodía" | "mediodia", _) => {
            let (minute, next) = match tokens.word(at) {
                "midi" => french_minutes(tokens, at + 1),
                _ => (0, at + 1),
            };
            let half = if minute < 0 { Half::Am } else { Half::Pm };
            return Some((Written { half: Some(half), ..time(12, minute) }, next));
        }
        ("half", "past") => return Some((time(hour_at(at + 2)?, 30), at + 3)),
        ("half", _)
            if tokens.amount(at + 1).is_some()
                && (introduced || behind_day(tokens, at) || is_sharp(tokens, at + 2)) =>
        {
            return Some((time(hour_at(at + 1)?, 30), at + 2));
        }
        ("quarter", "past") => return Some((time(hour_at(at + 2)?, 15), at + 3)),
        ("quarter", "to") => return Some((time(hour_at(at + 2)?, -15), at + 3)),
        ("viertel", "nach") => return Some((time(hour_at(at + 2)?, 15), at + 3)),
        ("viertel", "vor") => return Some((time(hour_at(at + 2)?, -15), at + 3)),
        ("dreiviertel", _) => return Some((time(hour_at(at + 1)?, -15), at + 2)),
        ("halb", _) => return Some((time(hour_at(at + 1)?, -30), at + 2)),
        _ => {}
    }
    if let Some((minute, hour)) = minutes_apart(tokens, at, introduced) {
        return Some((time(hour_at(hour)?, minute), hour + 1));
    }
    let french = matches!(tokens.word(at + 1), "heures" | "heure")
        && (introduced || behind_day(tokens, at) || is_part_of_day(tokens, at + 2));
    let clock_word = matches!(tokens.word(at + 1), "o'clock" | "uhr") || french;
    // "De una plaza" is no hour, "a la una" is.
    let spanish = match tokens.word_before(at) {
        "las" => true,
        "la" => tokens.word(at) == "una",
        _ => false,
    };
    let english = introduced && tokens.word(at).len() > 2 && may_follow(tokens, at + 1);
    let hour = hour_at(at).filter(|_| tokens.number(at).is_none())?;
    if clock_word {
        let (minute, next) = if french { french_minutes(tokens, at + 2) } else { (0, at + 2) };
        return Some(half_behind(tokens, time(hour, minute), next, Language::De));
    }
    if spanish {
        let (minute, next) = spanish_minutes(tokens, at + 1);
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

/// "Le 20, neuf heures": a day right before makes an hour of it, not a length.
pub(super) fn behind_day(tokens: &Tokens, at: usize) -> bool {
    let comma = usize::from(at.checked_sub(1).is_some_and(|at| tokens.mark(at) == ','));
    let Some(before) = at.checked_sub(1 + comma) else {
        return false;
    };
    let dated = tokens.number(before).is_some_and(|(day, _)| (1..=31).contains(&day))
        && tokens.any_of(before.wrapping_sub(1), &["le", "au"]);
    dated
        || tokens.month(before).is_some()
        || tokens.weekday(before).is_some_and(|day| day.1)
        || tokens.any_of(before, &["today", "tomorrow", "heute", "morgen", "demain"])
}

/// "Half eight sharp", "ten on the dot".
fn is_sharp(tokens: &Tokens, at: usize) -> bool {
    tokens.any_of(at, &["sharp", "prompt", "promptly", "o'clock"])
        || tokens.word(at) == "on" && tokens.word(at + 1) == "the" && tokens.word(at + 2) == "dot"
}

/// "Du matin", "de l'après-midi".
fn is_part_of_day(tokens: &Tokens, at: usize) -> bool {
    tokens.word(at) == "du" && tokens.any_of(at + 1, &["matin", "soir"])
        || tokens.word(at) == "de" && tokens.word(at + 1) == "l'après"
}

/// "10 past 3", "ten past three", "at ten to three": minutes before or behind the hour, and where
/// that stands. "10 to 3" is a range.
fn minutes_apart(tokens: &Tokens, at: usize, introduced: bool) -> Option<(i8, usize)> {
    let amount = tokens.amount(at);
    let minute = tokens.number(at).map(|(number, _)| number).or(amount)?;
    let minute = i8::try_from(minute).ok().filter(|minute| (1..=59).contains(minute))?;
    match tokens.word(at + 1) {
        "past" => Some((minute, at + 2)),
        // "Zehn nach drei", "fünf vor halb vier".
        "nach" | "vor" if introduced && matches!(amount, Some(5 | 10 | 20)) => {
            let minute = if tokens.word(at + 1) == "vor" { -minute } else { minute };
            let half = tokens.word(at + 2) == "halb";
            let minute = if half { minute - 30 } else { minute };
            Some((minute, at + 2 + usize::from(half)))
        }
        "to" if introduced
            && tokens.number(at + 2).is_none()
            && matches!(amount, Some(5 | 10 | 20)) =>
        {
            Some((-minute, at + 2))
        }
        _ => None,
    }
}

/// Whether what follows a bare number leaves it an hour.
pub(super) fn may_follow(tokens: &Tokens, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "on", "with", "for", "your", "our", "uk", "us", "to", "and", "or", "today", "tomorrow",
        "in", "if", "via", "sharp", "until", "till", "this", "next", "if", "is", "work", "works",
        "would", "as", "bis", "am", "mit", "oder", "und", "el", "le", "de", "con", "avec", "et",
        "y", "o", "ou", "so", "then", "but", "when", "i", "we", "i'll", "we'll", "at", "the",
        "per", "heute", "morgen", "instead", "statt", "anstatt", "rather", "suit", "suits",
        "local", "by", "over", "please", "auf", "passt", "no", "se", "por", "en", "para", "que",
        "pero", "porque", "nicht", "muss", "kann", "fällt", "ne", "pour", "chez", "dans", "bei",
        "im",
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
                    || WORDS.contains(&&*token.lower)
                    || tokens.weekday(at).is_some_and(|(_, alone)| alone)
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
pub(super) fn guess(written: Written) -> Option<Time> {
    let hour = match written.half {
        Some(Half::Am) => written.hour % 12,
        Some(Half::Pm) => written.hour % 12 + 12,
        None if (1..=6).contains(&written.hour) && !written.padded => written.hour + 12,
        None => written.hour % 24,
    };
    Time::new(hour, written.minute, 0, 0).ok()
}
