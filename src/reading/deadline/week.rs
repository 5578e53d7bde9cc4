//! Weeks and months as dates: "early next week", "Ende Oktober", "the week of 12 October".
//!
//! Decides the day that stands for a stretch of time, by the conventions people keep: early is
//! Tuesday, mid is Wednesday, a whole week is its Friday, a month's end its last weekday.

use std::sync::LazyLock;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::period::Days;
use crate::reading::when::day::{add, in_week, on_or_after, with_number};
use crate::reading::when::phrases::Phrases;
use crate::reading::when::token::Tokens;
use crate::reading::when::{Horizon, day};

/// Which part of a week or month.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Early,
    Late,
    Mid,
}

const PARTS: &[(&str, Part)] = &[
    ("early", Part::Early),
    ("early in", Part::Early),
    ("first thing", Part::Early),
    ("the start of", Part::Early),
    ("the beginning of", Part::Early),
    ("start of", Part::Early),
    ("beginning of", Part::Early),
    ("anfang", Part::Early),
    ("anfang der", Part::Early),
    ("début de", Part::Early),
    ("début", Part::Early),
    ("début de la", Part::Early),
    ("principios de", Part::Early),
    ("principios de la", Part::Early),
    ("mid", Part::Mid),
    ("mid -", Part::Mid),
    ("the middle of", Part::Mid),
    ("middle of", Part::Mid),
    ("mitte", Part::Mid),
    ("mitte der", Part::Mid),
    ("milieu de", Part::Mid),
    ("milieu de la", Part::Mid),
    ("mediados de", Part::Mid),
    ("mediados de la", Part::Mid),
    ("late", Part::Late),
    ("later", Part::Late),
    ("the end of", Part::Late),
    ("end of", Part::Late),
    ("the last working day of", Part::Late),
    ("the last business day of", Part::Late),
    ("letzten werktag des", Part::Late),
    ("letzten arbeitstag des", Part::Late),
    ("le dernier jour ouvré de", Part::Late),
    ("el último día hábil de", Part::Late),
    ("end of the", Part::Late),
    ("the end of the", Part::Late),
    ("ende", Part::Late),
    ("ende der", Part::Late),
    ("ende des", Part::Late),
    ("zum ende der", Part::Late),
    ("fin de", Part::Late),
    ("fin de la", Part::Late),
    ("la fin de", Part::Late),
    ("la fin de la", Part::Late),
    ("la fin du", Part::Late),
    ("fin du", Part::Late),
    ("fin", Part::Late),
    ("final de", Part::Late),
    ("final de la", Part::Late),
    ("finales de", Part::Late),
    ("finales de la", Part::Late),
    ("fin del", Part::Late),
    ("finales del", Part::Late),
    ("finales de", Part::Late),
];

fn part(tokens: &Tokens, at: usize) -> (Option<Part>, usize) {
    let found = STRETCHES.longest(tokens, at, |stretch| match stretch {
        Stretch::Part(part) => Some(part),
        _ => None,
    });
    found.map_or((None, at), |(part, next)| (Some(part), next))
}

const WEEK_OF: &[&str] = &[
    "the week of",
    "week of",
    "w / c",
    "the week commencing",
    "week commencing",
    "the week beginning",
    "week beginning",
    "der woche vom",
    "der woche ab",
    "la semaine du",
    "semaine du",
    "la semana del",
];

/// Told of the day named last: the week after it.
const WEEK_AFTER: &[&str] = &[
    "the week after",
    "the week after that",
    "the following week",
    "the week following",
    "woche darauf",
    "woche danach",
    "folgenden woche",
    "darauffolgenden woche",
    "der woche darauf",
    "der woche danach",
    "die woche darauf",
    "der darauffolgenden woche",
    "der folgenden woche",
    "darauffolgende woche",
    "la semaine suivante",
    "la semaine d'après",
    "semaine suivante",
    "la semana siguiente",
    "semana siguiente",
];

const WEEKS: &[(&str, i32)] = &[
    ("eow", 0),
    ("this week", 0),
    ("the week", 0),
    ("week", 0),
    ("the week is out", 0),
    ("the week ends", 0),
    ("week's end", 0),
    ("the coming week", 1),
    ("next week", 1),
    ("the next week", 1),
    ("the week after next", 2),
    ("week after next", 2),
    ("dieser woche", 0),
    ("diese woche", 0),
    ("der woche", 0),
    ("woche", 0),
    ("nächster woche", 1),
    ("nächste woche", 1),
    ("der nächsten woche", 1),
    ("nächsten woche", 1),
    ("kommender woche", 1),
    ("kommende woche", 1),
    ("der kommenden woche", 1),
    ("kommenden woche", 1),
    ("übernächster woche", 2),
    ("übernächste woche", 2),
    ("cette semaine", 0),
    ("la semaine", 0),
    ("semaine", 0),
    ("semaine prochaine", 1),
    ("la semaine prochaine", 1),
    ("esta semana", 0),
    ("la semana", 0),
    ("semana", 0),
    ("la semana que viene", 1),
    ("semana que viene", 1),
    ("la próxima semana", 1),
    ("próxima semana", 1),
    ("la semana próxima", 1),
];
// Without a part these words alone are no time.
const NEEDS_PART: &[&str] =
    &["week", "woche", "semaine", "la semaine", "la semana", "semana", "the week", "der woche"];

const MONTH_END: &[&str] = &[
    "monatsende",
    "the month is out",
    "the month ends",
    "month end",
    "month's end",
    "month - end",
    "que acabe el mes",
    "end of month",
];

#[derive(Clone, Copy)]
enum Stretch {
    MonthEnd,
    Part(Part),
    /// So many weeks ahead; some of these words need a part before them.
    Week {
        ahead: i32,
        vague: bool,
    },
    WeekAfter,
    WeekOf,
}

static STRETCHES: LazyLock<Phrases<Stretch>> = LazyLock::new(|| {
    let week = |(words, ahead): &(&'static str, i32)| {
        (*words, Stretch::Week { ahead: *ahead, vague: NEEDS_PART.contains(words) })
    };
    let all = PARTS.iter().map(|(words, part)| (*words, Stretch::Part(*part)));
    let all = all.chain(WEEKS.iter().map(week));
    let all = all.chain(WEEK_AFTER.iter().map(|words| (*words, Stretch::WeekAfter)));
    let all = all.chain(WEEK_OF.iter().map(|words| (*words, Stretch::WeekOf)));
    Phrases::new(all.chain(MONTH_END.iter().map(|words| (*words, Stretch::MonthEnd))))
});

/// Whether a week or a month's end in words may begin at a place.
pub(super) fn may_begin(tokens: &Tokens, at: usize) -> bool {
    // A counted or a numbered week.
    const OTHERS: &[&str] = &["the", "der", "la", "kw", "kalenderwoche", "cw", "semaine"];
    STRETCHES.begins(tokens, at)
        || tokens.any_of(at, OTHERS)
        || COUNTED.iter().any(|(words, _)| tokens.any_of(at, words))
}

/// "early next week", "Ende nächster Woche", "la semana que viene": the labels' conventions.
pub(super) fn week(
    tokens: &Tokens,
    at: usize,
    days: Days,
    horizon: &Horizon,
) -> Option<(Date, usize)> {
    let today = days.today;
    let (part, next) = part(tokens, at);
    let weekday = match part {
        Some(Part::Early) => Weekday::Tuesday,
        Some(Part::Mid) => Weekday::Wednesday,
        Some(Part::Late) | None => Weekday::Friday,
    };
    // "The week of 12 October".
    let of = STRETCHES.longest(tokens, next, |s| matches!(s, Stretch::WeekOf).then_some(()));
    if let Some(((), at)) = of
        && let Some((monday, to)) = monday(tokens, at, today, horizon)
    {
        // A week named by its Sunday is the one that begins then.
        let sunday = i32::from(matches!(monday.weekday(), Weekday::Saturday | Weekday::Sunday));
        return Some((in_week(monday, sunday, weekday), to));
    }
    if let Some((number, to)) = numbered(tokens, next) {
        let year = today.iso_week_date().year();
        let date = ISOWeekDate::new(year, number, weekday).ok()?.date();
        return Some((date, to));
    }
    let (stretch, to) = STRETCHES.longest(tokens, next, |stretch| match stretch {
        Stretch::Week { .. } | Stretch::WeekAfter => Some(stretch),
        _ => None,
    })?;
    let (weeks, vague) = match stretch {
        Stretch::Week { ahead, vague } => (ahead, vague),
        _ => return Some((in_week(days.named.unwrap_or(today), 1, weekday), to)),
    };
    if part.is_none() && vague {
        return None;
    }
    let date = in_week(today, weeks, weekday);
    let date = if date < today { add(date, 7) } else { date };
    Some((date, to))
}

/// "KW 42", "42. Kalenderwoche", "semaine 42": the number of a week.
fn numbered(tokens: &Tokens, at: usize) -> Option<(i8, usize)> {
    const WEEK: &[&str] = &["kw", "kalenderwoche", "cw", "semaine"];
    let number = |at| tokens.number(at).filter(|(_, digits)| *digits <= 2);
    let week = |number: u32| i8::try_from(number).ok().filter(|week| (1..=53).contains(week));
    if tokens.any_of(at, WEEK) {
        return Some((week(number(at + 1)?.0)?, at + 2));
    }
    let from = at + usize::from(tokens.any_of(at, &["der"]));
    let behind = from + 1 + usize::from(tokens.mark(from + 1) == '.');
    let said = tokens.any_of(behind, &["kw", "kalenderwoche"]);
    Some((week(number(from)?.0).filter(|_| said)?, behind + 1))
}

/// The day that a week is named by: "12 October", "the 11th", "du 11".
fn monday(tokens: &Tokens, at: usize, today: Date, horizon: &Horizon) -> Option<(Date, usize)> {
    if let Ok((monday, to)) = day::at(tokens, at, horizon) {
        return Some((monday.date, to));
    }
    let (number, _) = tokens.number(at).filter(|(_, digits)| *digits <= 2)?;
    Some((with_number(i8::try_from(number).ok()?, today)?, at + 1))
}

/// "the end of the month", "Monatsende", "mid-October", "fin octobre".
pub(super) fn month_end(tokens: &Tokens, at: usize, today: Date) -> Option<(Date, usize)> {
    let whole = STRETCHES.longest(tokens, at, |s| matches!(s, Stretch::MonthEnd).then_some(()));
    if let Some(((), to)) = whole {
        return Some((last_weekday(today), to));
    }
    if let Some(found) = month_week(tokens, at, today) {
        return Some(found);
    }
    let (Some(part), mut next) = part(tokens, at) else {
        return None;
    };
    // "The end of the first week of January".
    if part == Part::Late
        && let Some(found) = month_week(tokens, next, today)
    {
        return Some(found);
    }
    while tokens.any_of(next, &["the", "this", "des", "du", "del", "de", "dieses", "mes", "mois"])
        && !is_month_word(tokens, next)
    {
        next += 1;
    }
    // "Fin du mois d'octobre".
    let named = next + 1 + usize::from(tokens.any_of(next + 1, &["de"]));
    if is_month_word(tokens, next) && tokens.month(named).is_some() {
        next = named;
    }
    let first = if is_month_word(tokens, next) {
        today.first_of_month()
    } else {
        let month = tokens.month(next)?;
        let year = today.year() + i16::from(month < today.month());
        Date::new(year, month, 1).ok()?
    };
    let date = match part {
        Part::Early => return None,
        Part::Late => last_weekday(first),
        Part::Mid => first.with().day(15).build().ok()?,
    };
    (date >= today).then_some((date, next + 1))
}

const COUNTED: &[(&[&str], i32)] = &[
    (&["first", "1st", "erste", "ersten", "première", "primera"], 0),
    (&["second", "2nd", "zweite", "zweiten", "deuxième", "segunda"], 1),
    (&["third", "3rd", "dritte", "dritten", "troisième", "tercera"], 2),
];

/// "The first week of November", "première semaine de novembre": that week's Friday.
fn month_week(tokens: &Tokens, at: usize, today: Date) -> Option<(Date, usize)> {
    const WEEK: [&str; 4] = ["week", "woche", "semaine", "semana"];
    const WHOLE: [&str; 6] = ["full", "whole", "volle", "vollen", "complète", "completa"];
    let start = at + usize::from(tokens.any_of(at, &["the", "der", "la"]));
    let (_, weeks) = COUNTED.iter().find(|(words, _)| tokens.any_of(start, words))?;
    let mut next = start + 1;
    // "Première semaine complète" has the word behind.
    let whole = |at: usize| tokens.any_of(at, &WHOLE);
    let full = whole(next) || whole(next + 1);
    next += usize::from(whole(next));
    if !tokens.any_of(next, &WEEK) {
        return None;
    }
    next += 1 + usize::from(whole(next + 1));
    while tokens.any_of(next, &["of", "in", "im", "de", "d'", "des", "the", "del"]) {
        next += 1;
    }
    let month = tokens.month(next)?;
    let year = today.year() + i16::from(month < today.month());
    let first = Date::new(year, month, 1).ok()?;
    let monday = if full { on_or_after(first, Weekday::Monday) } else { first };
    let friday = on_or_after(monday, Weekday::Friday);
    let date = add(friday, weeks * 7);
    (date >= today).then_some((date, next + 1))
}

fn is_month_word(tokens: &Tokens, at: usize) -> bool {
    tokens.any_of(at, &["month", "monats", "mois", "mes"])
}

fn last_weekday(date: Date) -> Date {
    let last = date.last_of_month();
    match last.weekday() {
        Weekday::Saturday => add(last, -1),
        Weekday::Sunday => add(last, -2),
        _ => last,
    }
}
