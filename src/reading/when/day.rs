//! Days in words → dates: weekdays, dates with and without a year, "tomorrow".
//!
//! Decides which day is meant, relative to the day the mail was sent; must not know times of day.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, tz::Offset};

use super::Horizon;
use super::date::{Written, date, ordinal, part_of_number};
use super::token::Tokens;
use super::{relative, words};
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

/// Words, no calendar's names, that a day may begin with.
pub(super) const BEGINNINGS: &[&str] = &[
    "today",
    "tonight",
    "tomorrow",
    "heute",
    "morgen",
    "übermorgen",
    "aujourd'hui",
    "demain",
    "après",
    "hoy",
    "mañana",
    "pasado",
    "this",
    "ce",
    "cet",
    "esta",
    "the",
    "le",
    "el",
    "del",
    "al",
    "día",
];

/// Reads a day at a place; `Err` skips words that only look like one.
pub(crate) fn at(tokens: &Tokens, at: usize, horizon: &Horizon) -> Result<(Day, usize), usize> {
    if let Some((date, next)) = relative::at(tokens, at, horizon.sent.date()) {
        return Ok((day(date, true), next));
    }
    let named = tokens
        .weekday(at)
        .filter(|(_, alone)| *alone || words::is_short_weekday(tokens.word(at), horizon.language));
    if let Some((weekday, alone)) = named {
        return by_weekday(tokens, at, weekday, alone, horizon);
    }
    let (written, next) = date(tokens, at, horizon).ok_or(at + 1)?;
    let (date, certain) = resolve(&written, None, horizon).ok_or(next)?;
    // "October 8 (Thursday)": the weekday behind confirms, or does not.
    let bracket = tokens.mark(next) == '(';
    let behind = next + usize::from(bracket || tokens.mark(next) == ',');
    match tokens.weekday(behind) {
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
    if let Some((written, after)) = date(tokens, inner, horizon) {
        if let Some((date, certain)) = resolve(&written, Some(weekday), horizon) {
            return Ok((day(date, certain), close(after)));
        }
        // A Thursday of another year is none of this week.
        if written.year.is_some() {
            return Err(close(after));
        }
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
    // "By Fri" needs no date; "the sun" and "sat" do.
    let capital = tokens.get(at).is_some_and(|token| token.text.starts_with(char::is_uppercase));
    let led = tokens.any_of(at.wrapping_sub(1), &["by", "on", "until", "before", "this", "next"]);
    let stands = alone || capital && led && horizon.language == Language::En;
    if !stands {
        return Err(at + 1);
    }
    // "Monday to Friday" are office hours.
    let through = ["to", "till", "through", "bis", "a", "au"];
    if (matches!(tokens.mark(next), '-' | '–') || tokens.any_of(next, &through))
        && tokens.weekday(next + 1).is_some()
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
        || tokens.any_of(at + 1, &["am", "pm", "h", "uhr", "heures", "horas", "o'clock"])
        || tokens.any_of(at + 1, &["a", "p"]) && tokens.joined(at + 1)
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
    let comes = tokens.word(next) == "que" && tokens.any_of(next + 1, &["viene", "entra"]);
    let coming = comes || COMING.contains(&before) || tokens.any_of(next, COMING);
    let date = if in_next_week {
        in_week(today, 1, weekday)
    } else if coming {
        on_or_after(add(today, 1), weekday)
    } else {
        on_or_after(today, weekday)
    };
    // "Friday week", "Dienstag in acht Tagen", "mardi en huit".
    let week = match (tokens.word(next), tokens.word(next + 1)) {
        ("week", _) if horizon.language == Language::En => 1,
        ("en", "huit" | "ocho") => 2,
        ("in", "einer") if tokens.word(next + 2) == "woche" => 3,
        ("in", "acht") if tokens.word(next + 2) == "tagen" => 3,
        _ => 0,
    };
    // "A week on Tuesday".
    let ahead = next.checked_sub(4).filter(|from| tokens.any_of(*from, &["a", "one"]));
    let ahead = ahead.is_some_and(|from| {
        tokens.word(from + 1) == "week" && tokens.any_of(from + 2, &["on", "this", "from"])
    });
    if (week > 0 || ahead) && !in_next_week {
        let day = Day { date: add(date, 7), certain: true, weekday_alone: false };
        return (day, next + week);
    }
    let day = Day { date, certain: true, weekday_alone: !in_next_week && !coming };
    let behind = if comes { 2 } else { usize::from(tokens.any_of(next, COMING)) };
    (day, if in_next_week { after } else { after + behind })
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

/// Zones of people who write the month first.
const US_ZONES: &[&str] = &[
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Detroit",
    "America/Phoenix",
];

/// Whether the sender writes the month first, and whether that is known.
fn month_comes_first(horizon: &Horizon) -> (bool, bool) {
    if horizon.language != Language::En {
        return (false, true);
    }
    let known = horizon.theirs.as_ref().and_then(|zone| zone.iana_name());
    let hours = horizon.sent.offset().seconds() / 3600;
    match known {
        Some(id) => (US_ZONES.contains(&id) || id.starts_with("US/"), true),
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

/// The next day of a month with this number.
pub(crate) fn with_number(day: i8, today: Date) -> Option<Date> {
    next_nth(day, None, today)
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
