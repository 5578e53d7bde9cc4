//! Days in words → dates: weekdays, dates with and without a year, "tomorrow".
//!
//! Decides which day is meant, relative to the day the mail was sent; must not know times of day.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, tz::Offset};

use super::Horizon;
use super::token::{Kind, Tokens};
use super::words;
use crate::reading::Language;

/// Days around the mail's date within which a named day is believed.
const DAYS_BACK_MAX: i32 = 60;
const DAYS_AHEAD_MAX: i32 = 400;
/// Days around the mail's date within which a date without a year lies.
const YEARLESS_BACK: i32 = 30;
const YEARLESS_AHEAD: i32 = 330;

/// A day found.
#[derive(Debug, Clone)]
pub(crate) struct Day {
    pub date: Date,
    pub certain: bool,
    /// Only a weekday is named: a time already past moves it by a week.
    pub weekday_alone: bool,
}

/// A date as written; a missing part is to be concluded.
struct Written {
    year: Option<i16>,
    month: Option<i8>,
    day: i8,
    /// `03/04`: month and day may be swapped.
    swappable: bool,
}

const LAST: &[&str] = &[
    "last",
    "past",
    "previous",
    "letzten",
    "letzter",
    "letzte",
    "vergangenen",
    "vorigen",
    "every",
    "each",
    "jeden",
    "jeder",
    "chaque",
    "cada",
    "pasado",
    "dernier",
    "most",
    "until's",
];
const NEXT_WEEK: &[&str] = &["next", "nächsten", "nächster", "nächste"];
const COMING: &[&str] =
    &["coming", "kommenden", "kommender", "prochain", "prochaine", "próximo", "proximo", "próxima"];
const THE: &[&str] = &["the", "den", "der", "dem", "le", "el", "this", "coming", "next"];
const OF: &[&str] = &["of", "de", "du", "del"];

/// Reads a day at a place; `Err` skips words that only look like one.
pub(crate) fn at(tokens: &Tokens, at: usize, horizon: &Horizon) -> Result<(Day, usize), usize> {
    if let Some(found) = relative(tokens, at, horizon) {
        return Ok(found);
    }
    let romance = matches!(horizon.language, Language::Fr | Language::Es);
    let is_month = words::month(tokens.word(at)).is_some() && !romance;
    if let Some((weekday, alone)) = words::weekday(tokens.word(at)).filter(|_| !is_month) {
        return by_weekday(tokens, at, weekday, alone, horizon);
    }
    let (written, next) = date(tokens, at, horizon).ok_or(at + 1)?;
    let (date, certain) = resolve(&written, None, horizon).ok_or(next)?;
    // "October 8 (Thursday)": the weekday behind confirms, or does not.
    let bracket = tokens.mark(next) == '(';
    let behind = next + usize::from(bracket || tokens.mark(next) == ',');
    match words::weekday(tokens.word(behind)) {
        Some((weekday, _)) if bracket || weekday == date.weekday() => {
            let closed = usize::from(bracket && tokens.mark(behind + 1) == ')');
            let right = weekday == date.weekday();
            Ok((day(date, certain && right), behind + 1 + closed))
        }
        _ => Ok((day(date, certain), next)),
    }
}

fn day(date: Date, certain: bool) -> Day {
    Day { date, certain, weekday_alone: false }
}

fn by_weekday(
    tokens: &Tokens,
    at: usize,
    weekday: Weekday,
    alone: bool,
    horizon: &Horizon,
) -> Result<(Day, usize), usize> {
    let mut next = at + 1;
    next += usize::from(tokens.mark(next) == '.' && tokens.joined(next));
    let mut inner = next;
    while matches!(tokens.mark(inner), ',' | '(') || tokens.any_of(inner, THE) {
        inner += 1;
    }
    let close = |next: usize| {
        next + usize::from(tokens.mark(next) == ')' && inner > 0 && tokens.mark(inner - 1) == '(')
    };
    if let Some((written, after)) = date(tokens, inner, horizon)
        && let Some((date, certain)) = resolve(&written, Some(weekday), horizon)
    {
        return Ok((day(date, certain), close(after)));
    }
    if let Some((number, 1..=2)) = tokens.number(inner)
        && let Some(date) = nth_that_is(number, weekday, horizon)
        && !part_of_number(tokens, inner)
        && !is_time(tokens, inner)
        && (inner == next || inner == next + 1)
    {
        let mut after = inner + 1;
        after += usize::from(ordinal(tokens, after));
        after += usize::from(tokens.mark(after) == '.' && tokens.joined(after));
        return Ok((day(date, true), close(after)));
    }
    if !alone {
        return Err(at + 1);
    }
    // "Monday to Friday" are office hours.
    let through = ["to", "till", "through", "bis", "a", "au"];
    if (matches!(tokens.mark(next), '-' | '–') || tokens.any_of(next, &through))
        && words::weekday(tokens.word(next + 1)).is_some()
        && date(tokens, next + 2, horizon).is_none()
    {
        return Err(next + 2);
    }
    let before = tokens.word_before(at);
    if LAST.contains(&before) || tokens.any_of(next, LAST) {
        return Err(next);
    }
    Ok(weekday_alone(tokens, before, next, weekday, horizon))
}

/// "Thursday 15:00" is no fifteenth.
fn is_time(tokens: &Tokens, at: usize) -> bool {
    let mark = tokens.mark(at + 1);
    let minutes = tokens.tight(at + 1, mark) && tokens.number(at + 2).is_some();
    minutes && matches!(mark, ':' | '.' | '-' | '–')
        || tokens.any_of(at + 1, &["am", "pm", "a", "p", "h", "uhr", "heures", "horas", "o'clock"])
}

fn weekday_alone(
    tokens: &Tokens,
    before: &str,
    next: usize,
    weekday: Weekday,
    horizon: &Horizon,
) -> (Day, usize) {
    let today = horizon.sent.date();
    let (in_next_week, after) = match week_behind(tokens, next) {
        Some(after) => (true, after),
        None => (NEXT_WEEK.contains(&before), next),
    };
    let coming = COMING.contains(&before) || tokens.any_of(next, COMING);
    let date = if in_next_week {
        in_week(today, 1, weekday)
    } else if coming {
        on_or_after(add(today, 1), weekday)
    } else {
        on_or_after(today, weekday)
    };
    let day = Day { date, certain: true, weekday_alone: !in_next_week && !coming };
    (day, after + usize::from(!in_next_week && tokens.any_of(next, COMING)))
}

/// "(Tuesday) of next week", "mardi de la semaine prochaine", "martes de la semana que viene".
fn week_behind(tokens: &Tokens, at: usize) -> Option<usize> {
    let mut from = at;
    while tokens.any_of(from, &["of", "in", "der", "de", "la"]) {
        from += 1;
    }
    let pair = (tokens.word(from), tokens.word(from + 1));
    match pair {
        ("next", "week") | ("nächster" | "nächste" | "kommender", "woche") => Some(from + 2),
        ("semaine", "prochaine") | ("semana", "próxima") | ("próxima", "semana") => {
            Some(from + 2)
        }
        ("semana", "que") if tokens.word(from + 2) == "viene" => Some(from + 3),
        _ => None,
    }
}

/// Today, tomorrow and the day after, in words.
fn relative(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<(Day, usize)> {
    let before = tokens.word_before(at);
    let (days, next) = match tokens.word(at) {
        "today" | "tonight" | "heute" | "hoy" | "aujourd'hui" => (0, at + 1),
        "tomorrow" if before == "after" => (2, at + 1),
        "tomorrow" | "demain" if before != "après" => (1, at + 1),
        "après" if tokens.mark(at + 1) == '-' && tokens.word(at + 2) == "demain" => (2, at + 3),
        "übermorgen" => (2, at + 1),
        "morgen" if !matches!(before, "guten" | "am" | "jeden" | "diesen") => (1, at + 1),
        "pasado" if tokens.word(at + 1) == "mañana" => (2, at + 2),
        "mañana" if !matches!(before, "la" | "esta" | "cada" | "pasado") => (1, at + 1),
        _ => return None,
    };
    Some((day(add(horizon.sent.date(), days), true), next))
}

/// A date by number and name, or by numbers alone.
fn date(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<(Written, usize)> {
    if let Some(found) = month_first(tokens, at) {
        return Some(found);
    }
    if tokens.any_of(at, &["the", "le", "el", "del", "al"]) {
        let (written, next) = date_by_number(tokens, at + 1, horizon)?;
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
    let month = words::month(tokens.word(next))?;
    let short = tokens.word(next).chars().count() <= 5;
    next += 1;
    next += usize::from(short && tokens.mark(next) == '.' && tokens.joined(next));
    let (year, next) = year_behind(tokens, next);
    written(year, Some(u32::try_from(month).ok()?), day, false).map(|date| (date, next))
}

/// "October 6th, 2026", "Oct. 6".
fn month_first(tokens: &Tokens, at: usize) -> Option<(Written, usize)> {
    let month = words::month(tokens.word(at))?;
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
        Some((year @ 2000..=2199, 4)) => (Some(year), from + 1),
        _ => (None, at),
    }
}

/// `6/10`, `06.10.2026`, `6.10.`; the order is settled in [`resolve`].
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
        || words::weekday(word).is_some()
        || words::weekday(tokens.word_before(before)).is_some()
        || matches!(tokens.mark(before), ':' | ',' | '(' | '·' | '|')
}

const UNITS: &[&str] = &[
    "day", "days", "hour", "hours", "week", "weeks", "year", "years", "people", "rounds", "stars",
    "support", "of", "uhr", "h",
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
        article == "the" || article == "of" || words::weekday(article).is_some()
    } else if tokens.mark(next) == '.' && tokens.joined(next) && tokens.number(next + 1).is_none() {
        next += 1;
        matches!(article, "am" | "den" | "dem" | "zum" | "der" | "bis" | "vom" | "ab")
    } else {
        let follows = tokens.get(next).is_none_or(|token| {
            token.kind == Kind::Mark && !matches!(tokens.mark(next), ':' | '%' | '€' | '/' | '-')
                || matches!(token.lower.as_str(), "à" | "a" | "et" | "y" | "ou" | "o" | "de")
        });
        matches!(article, "le" | "el" | "al" | "del") && follows
    };
    let followers = [
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
    let free = tokens.get(next).is_none_or(|token| {
        token.kind != Kind::Word && token.kind != Kind::Number || followers.contains(&&*token.lower)
    });
    (named && free).then_some(())?;
    written(None, None, day, false).map(|date| (date, next))
}

fn ordinal(tokens: &Tokens, at: usize) -> bool {
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

/// The date meant, and whether only one reading remains.
fn resolve(written: &Written, weekday: Option<Weekday>, horizon: &Horizon) -> Option<(Date, bool)> {
    let today = horizon.sent.date();
    let Some(month) = written.month else {
        let date = next_nth(written.day, weekday, today)?;
        return Some((date, weekday.is_none_or(|weekday| date.weekday() == weekday)));
    };
    let plain = in_year(written.year, month, written.day, weekday, today);
    if !written.swappable {
        let date = plain?;
        return Some((date, weekday.is_none_or(|weekday| date.weekday() == weekday)));
    }
    let swapped = in_year(written.year, written.day, month, weekday, today);
    let (Some(plain), Some(swapped)) = (plain, swapped) else {
        return plain.or(swapped).map(|date| (date, true));
    };
    if let Some(weekday) = weekday {
        match (plain.weekday() == weekday, swapped.weekday() == weekday) {
            (true, false) => return Some((plain, true)),
            (false, true) => return Some((swapped, true)),
            (false, false) => return Some((plain, false)),
            (true, true) => {}
        }
    }
    let (american, sure) = month_comes_first(horizon);
    Some((if american { swapped } else { plain }, sure))
}

/// Whether the sender writes the month first, and whether that is known.
fn month_comes_first(horizon: &Horizon) -> (bool, bool) {
    if horizon.language != Language::En {
        return (false, true);
    }
    let known = horizon.theirs.as_ref().and_then(|zone| zone.iana_name());
    let hours = horizon.sent.offset().seconds() / 3600;
    match known {
        Some(id) => (id.starts_with("America/") || id.starts_with("US/"), true),
        None if (-10..=-4).contains(&hours) => (true, true),
        None => (false, horizon.sent.offset() > Offset::UTC),
    }
}

/// A month and day in the year written, or in the year that is nearest.
fn in_year(
    year: Option<i16>,
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
    today: Date,
) -> Option<Date> {
    if let Some(year) = year {
        return Date::new(year, month, day).ok().filter(|date| in_horizon(*date, today));
    }
    let years = [0, 1, -1].map(|n| today.year().saturating_add(n));
    let dates: Vec<Date> = years
        .iter()
        .filter_map(|year| Date::new(*year, month, day).ok())
        .filter(|date| in_horizon(*date, today))
        .collect();
    let near = |date: &&Date| (-YEARLESS_BACK..=YEARLESS_AHEAD).contains(&distance(today, **date));
    let right = dates.iter().find(|date| Some(date.weekday()) == weekday);
    let best = dates.iter().find(near).or(dates.first());
    right.or(best).copied()
}

fn in_horizon(date: Date, today: Date) -> bool {
    (-DAYS_BACK_MAX..=DAYS_AHEAD_MAX).contains(&distance(today, date))
}

fn distance(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The next day with this number; with a weekday, one that fits it, a fortnight back included.
fn next_nth(day: i8, weekday: Option<Weekday>, today: Date) -> Option<Date> {
    let ahead = || (0..62).map(|n| add(today, n)).filter(|date| date.day() == day);
    let back = || (1..15).map(|n| add(today, -n)).filter(|date| date.day() == day);
    let fits = |date: &Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
    ahead().chain(back()).find(fits).or_else(|| ahead().next())
}

fn nth_that_is(number: u32, weekday: Weekday, horizon: &Horizon) -> Option<Date> {
    let date = next_nth(i8::try_from(number).ok()?, Some(weekday), horizon.sent.date())?;
    (date.weekday() == weekday).then_some(date)
}

/// Adds days; a date at the end of time stays.
pub(crate) fn add(date: Date, days: i32) -> Date {
    date.checked_add(days.days()).unwrap_or(date)
}

pub(crate) fn on_or_after(date: Date, weekday: Weekday) -> Date {
    add(date, i32::from(date.weekday().until(weekday)))
}

/// A weekday of the week some weeks ahead, weeks beginning on Monday.
pub(crate) fn in_week(date: Date, weeks: i32, weekday: Weekday) -> Date {
    let monday = add(date, -i32::from(date.weekday().to_monday_zero_offset()));
    add(monday, weeks * 7 + i32::from(weekday.to_monday_zero_offset()))
}
