//! "Two weeks", "five working days": lengths of time → the day on which they end.
//!
//! Decides from which day is counted; must not know who acts.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use super::lead::{Lead, behind_lead};
use crate::reading::when::day::{add, on_or_after};
use crate::reading::when::phrases::Phrases;
use crate::reading::when::token::Tokens;

/// "two weeks", "five working days", "10-14 Tage", "quinze jours": counted from the mail's day.
///
/// "Within a week of the panel" is counted from the day named last, and from none if none is.
pub(super) fn period(tokens: &Tokens, at: usize, days: Days) -> Option<(Date, usize)> {
    let (length, next) = length(tokens, at)?;
    if tokens.any_of(next, &["ago", "notice"]) || tokens.mark(next) == '%' {
        return None;
    }
    let (from, next) = match event_behind(tokens, next) {
        Some(behind) => (days.named?, behind),
        None => (days.today, next),
    };
    let date = match length {
        Length::Days(days) => add(from, days),
        Length::Business(days) => business_days(from, days),
    };
    // "At the latest" belongs to the words of the promise.
    let latest = behind_lead(tokens, next, |lead| matches!(lead, Lead::Latest));
    Some((date, latest.unwrap_or(next)))
}

/// Days that a length of time may be counted from.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub today: Date,
    /// The day named last.
    pub named: Option<Date>,
}

enum Length {
    Days(i32),
    Business(i32),
}

/// "Of the interview", "siguientes a esa fecha": the place behind what is counted from. What has an
/// article is an event too, whatever it is called, unless it is this mail or what it answers.
fn event_behind(tokens: &Tokens, at: usize) -> Option<usize> {
    let counted =
        EVENTS.longest(tokens, at, |part| matches!(part, Part::Preposition).then_some(()));
    let (_, first) = counted?;
    let mut next = first;
    while EVENTS.any(tokens, next, |part| matches!(part, Part::Filler)) {
        next += 1;
    }
    if EVENTS.any(tokens, next, |part| matches!(part, Part::Mail)) {
        return None;
    }
    let event = EVENTS.longest(tokens, next, |part| matches!(part, Part::Event).then_some(()));
    let that = tokens.word_before(next) == "that";
    let named = next > first && !tokens.word(next).is_empty();
    event.map(|(_, next)| next).or(that.then_some(next)).or(named.then_some(next + 1))
}

/// The parts of what a length of time is counted from.
#[derive(Clone, Copy)]
enum Part {
    Event,
    Filler,
    /// What came with this mail or before it: counted from today.
    Mail,
    Preposition,
}

const PREPOSITIONS: &[&str] = &[
    "of",
    "from",
    "after",
    "following",
    "nach",
    "ab",
    "après",
    "suivant",
    "qui suivent",
    "à compter de",
    "después de",
    "después del",
    "tras",
    "siguientes a",
    "siguientes al",
    "posteriores a",
    "posteriores al",
    "desde",
    "a partir de",
    "a partir del",
];

const FILLERS: &[&str] = &[
    "the", "your", "our", "last", "final", "this", "that", "dem", "der", "den", "ihrem", "deinem",
    "ihrer", "deiner", "unserem", "letzten", "le", "la", "l", "les", "votre", "ton", "notre", "el",
    "tu", "su", "nuestra", "nuestro", "esa", "ese", "cette", "cet", "ce", "dernier", "última",
    "último",
];

const EVENT_STEMS: &[&str] = &[
    "it",
    "interview~",
    "l'entretien",
    "panel~",
    "call",
    "meeting~",
    "conversation~",
    "chat",
    "visit",
    "date",
    "presentation",
    "session~",
    "gespräch~",
    "termin~",
    "vorstellungsgespräch~",
    "runde",
    "entretien~",
    "rencontre",
    "rendez - vous",
    "date",
    "entrevista~",
    "reunión",
    "charla",
    "fecha",
    "cita",
];

const MAILS: &[&str] = &[
    "receipt",
    "receiving",
    "application~",
    "email",
    "mail",
    "message",
    "today",
    "date of this",
    "eingang",
    "erhalt",
    "bewerbung",
    "nachricht",
    "heute",
    "réception",
    "candidature",
    "message",
    "jour",
    "recepción",
    "candidatura",
    "solicitud",
    "mensaje",
    "correo",
    "hoy",
];

static EVENTS: LazyLock<Phrases<Part>> = LazyLock::new(|| {
    let all = [
        (PREPOSITIONS, Part::Preposition),
        (FILLERS, Part::Filler),
        (EVENT_STEMS, Part::Event),
        (MAILS, Part::Mail),
    ];
    let all = all.into_iter();
    Phrases::new(all.flat_map(|(words, part)| words.iter().map(move |word| (*word, part))))
});

/// Words before a count.
const BEFORE: &[&str] = &[
    "the",
    "about",
    "around",
    "approximately",
    "next",
    "roughly",
    "maybe",
    "another",
    "up",
    "to",
    "etwa",
    "ca",
    "rund",
    "ungefähr",
    "noch",
    "encore",
    "maximal",
    "den",
    "nächsten",
    "circa",
    "environ",
    "les",
    "los",
    "las",
    "unos",
    "unas",
    "aproximadamente",
    "prochains",
];

/// How long, and the place behind it.
fn length(tokens: &Tokens, at: usize) -> Option<(Length, usize)> {
    let mut next = at;
    while tokens.any_of(next, BEFORE) {
        next += 1;
    }
    next += usize::from(tokens.mark(next) == '.' && tokens.word_before(next) == "ca");
    next += usize::from(tokens.word(next) == "une" && tokens.word(next + 1) == "dizaine");
    let (mut count, mut next) = match (tokens.number(next), tokens.word(next)) {
        (Some((count, 1..=2)), _) => (count, next + 1),
        (_, "fortnight") => return Some((Length::Days(14), next + 1)),
        (_, "a") if tokens.word(next + 1) == "fortnight" => {
            return Some((Length::Days(14), next + 2));
        }
        (_, "quinzaine") => return Some((Length::Days(14), next + 1)),
        (_, "huitaine") => return Some((Length::Days(8), next + 1)),
        // "Within the week".
        (_, "week" | "woche" | "semaine" | "semana") => (1, next),
        (_, _) => (tokens.amount(next)?, next + 1),
    };
    // "Ten (10) days".
    if tokens.mark(next) == '(' && tokens.number(next + 1).is_some() && tokens.mark(next + 2) == ')'
    {
        next += 3;
    }
    next += usize::from(tokens.word(next) == "of" || tokens.word(next) == "de");
    let joiner = matches!(tokens.mark(next), '-' | '–')
        || tokens.any_of(next, &["to", "or", "bis", "à", "a", "oder", "ou", "o"]);
    if joiner {
        let upper = tokens.number(next + 1).filter(|(_, digits)| *digits <= 2);
        let upper = upper.map(|(upper, _)| upper);
        if let Some(upper) = upper.or_else(|| tokens.amount(next + 1)) {
            count = upper;
            next += 2;
        }
    }
    unit(tokens, next, count)
}

/// So many days, working days, weeks or months.
fn unit(tokens: &Tokens, at: usize, count: u32) -> Option<(Length, usize)> {
    let mut next = at;
    let business = ["working", "business", "week"];
    let mut works = tokens.any_of(next, &business) && tokens.any_of(next + 1, &["day", "days"]);
    next += usize::from(works);
    let unit = tokens.word(next);
    let unit = unit.strip_suffix("'s").unwrap_or(unit);
    next += 1;
    let days = match unit {
        "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" => {
            let more = ["ouvrés", "ouvrables", "hábiles", "laborables", "ouvré"];
            works |= tokens.any_of(next, &more);
            next += usize::from(tokens.any_of(next, &more));
            count
        }
        "werktag" | "werktage" | "werktagen" | "arbeitstag" | "arbeitstage" | "arbeitstagen" => {
            works = true;
            count
        }
        "week" | "weeks" | "woche" | "wochen" | "semaine" | "semaines" | "semana" | "semanas" => {
            count * 7
        }
        "month" | "monat" | "mois" | "mes" => count * 30,
        "hours" | "stunden" | "heures" | "horas" if count >= 24 => count / 24,
        _ => return None,
    };
    next += usize::from(tokens.mark(next) == '\'');
    let days = i32::try_from(days).ok()?;
    Some((if works { Length::Business(days) } else { Length::Days(days) }, next))
}

/// "A week from today", "two weeks from now".
pub(super) fn from_today(tokens: &Tokens, at: usize, days: Days) -> Option<(Date, usize)> {
    tokens.number(at).map(|(count, _)| count).or_else(|| tokens.amount(at))?;
    let (date, next) = period(tokens, at, days)?;
    let to = behind_lead(tokens, next, |lead| matches!(lead, Lead::FromToday))?;
    Some((date, to))
}

/// The n-th weekday after a day; holidays are the user's, not the company's.
fn business_days(from: Date, count: i32) -> Date {
    let mut date = from;
    let mut left = count.min(260);
    while left > 0 {
        date = add(date, 1);
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    date
}

/// The first weekday after a day: who is away until Friday returns on Monday.
pub(super) fn next_business_day(date: Date) -> Date {
    match add(date, 1) {
        next if matches!(next.weekday(), Weekday::Saturday | Weekday::Sunday) => {
            on_or_after(next, Weekday::Monday)
        }
        next => next,
    }
}
