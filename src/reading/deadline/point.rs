//! "By Friday", "within two weeks", "early next week" → the day that is meant.
//!
//! Decides days and how they are attached to a sentence; must not know who acts.

use jiff::civil::{Date, Weekday};

use super::lead::{LEADS, Lead, behind_lead};
use super::week::{month_end, week};
use crate::reading::when::day::{add, in_week, on_or_after};
use crate::reading::when::token::Tokens;
use crate::reading::when::{Horizon, clock, day};

/// How a day hangs on its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hang {
    /// By, before, within: something is done then at the latest.
    By,
    /// On Friday, next week: something is done then.
    On,
    /// Until, for seven days: something lasts so long.
    Until,
    /// German "bis" and what else may be either.
    UntilOrBy,
}

/// A day with the tokens that name it.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub hang: Hang,
    pub date: Date,
    pub from: usize,
    pub to: usize,
    /// A single day, not a week or a period.
    pub is_day: bool,
}

/// Reads a point at a place, with the word that attaches it.
pub(super) fn at(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<Point> {
    let today = horizon.sent.date();
    if let Some((date, to)) = behind_lead(tokens, at, |lead| matches!(lead, Lead::Within))
        .and_then(|next| period(tokens, next, today))
    {
        return Some(point(Hang::By, date, at, to, false));
    }
    if let Some((date, to)) = behind_lead(tokens, at, |lead| matches!(lead, Lead::Lasts))
        .and_then(|next| period(tokens, next, today))
    {
        return Some(point(Hang::Until, date, at, to, false));
    }
    if let Some((date, to)) = from_today(tokens, at, today) {
        return Some(point(Hang::On, date, at, to, true));
    }
    let attached = LEADS.longest(tokens, at, |lead| match lead {
        Lead::Connects(hang) => Some(hang),
        _ => None,
    });
    if let Some((hang, next)) = attached
        && let Some((date, to, is_day)) = behind(tokens, next, horizon)
    {
        return Some(point(hang, date, at, to, is_day));
    }
    if let Some((date, to)) = week(tokens, at, horizon).or_else(|| month_end(tokens, at, today)) {
        return Some(point(Hang::On, date, at, to, false));
    }
    // "The feedback from Wednesday" tells which feedback, not when.
    const OF: &[&str] = &[
        "from", "of", "since", "after", "between", "vom", "von", "seit", "nach", "du", "de", "del",
        "depuis", "desde", "for", "and", "or", "und", "oder", "et", "y",
    ];
    if OF.contains(&tokens.word_before(at)) {
        return None;
    }
    let (found, to) = day::at(tokens, at, horizon).ok()?;
    Some(point(Hang::On, found.date, at, to, true))
}

/// "That afternoon", "later that week": told of the day named last.
pub(super) fn same(tokens: &Tokens, at: usize, last: Date) -> Option<Point> {
    if let Some(to) = behind_lead(tokens, at, |lead| matches!(lead, Lead::SameDay)) {
        return Some(point(Hang::On, last, at, to, true));
    }
    let friday = in_week(last, 0, Weekday::Friday);
    behind_lead(tokens, at, |lead| matches!(lead, Lead::SameWeek))
        .map(|to| point(Hang::On, friday, at, to, false))
}

fn point(hang: Hang, date: Date, from: usize, to: usize, is_day: bool) -> Point {
    Point { hang, date, from, to, is_day }
}

/// The place behind a phrase, if it stands there.
pub(super) fn after(tokens: &Tokens, at: usize, phrase: &str) -> Option<usize> {
    if tokens.get(at)?.lower.as_bytes().first() != phrase.as_bytes().first() {
        return None;
    }
    let mut next = at;
    for word in phrase.split(' ') {
        let here = tokens.get(next).is_some_and(|token| token.lower == word);
        next += usize::from(here);
        if !here {
            return None;
        }
    }
    Some(next)
}

/// What may stand behind "by": a week, a month's end, a day with a time before or behind it.
fn behind(tokens: &Tokens, at: usize, horizon: &Horizon) -> Option<(Date, usize, bool)> {
    const FILLERS: &[&str] = &[
        "the",
        "end",
        "of",
        "close",
        "business",
        "cob",
        "eod",
        "play",
        "day",
        "latest",
        "on",
        "am",
        "zum",
        "den",
        "dem",
        "this",
        "le",
        "la",
        "el",
        "spätestens",
        "ende",
        "at",
        "midnight",
        "noon",
        "lunchtime",
        "that",
        "around",
        "um",
        "date",
        "à",
    ];
    let today = horizon.sent.date();
    let mut next = at;
    for _ in 0..8 {
        let found = week(tokens, next, horizon).or_else(|| month_end(tokens, next, today));
        if let Some((date, to)) = found {
            return Some((date, to, false));
        }
        if let Some(to) = after(tokens, next, "the weekend") {
            return Some((in_week(today, 0, Weekday::Friday), to, false));
        }
        if let Ok((found, to)) = day::at(tokens, next, horizon) {
            let before = tokens.word_before(next);
            let same = found.weekday_alone && found.date == today && before != "this";
            let date = if same { add(found.date, 7) } else { found.date };
            return Some((date, to, true));
        }
        if let Some((_, to)) = clock::at("", tokens, next, horizon.language) {
            next = to;
        } else if tokens.any_of(next, FILLERS) || matches!(tokens.mark(next), ':' | ',' | '(') {
            let end_of_day = tokens.any_of(next, &["day", "eod", "cob", "business"]);
            next += 1;
            if end_of_day && !more(tokens, next, horizon) {
                return Some((today, next, true));
            }
        } else {
            return None;
        }
    }
    None
}

/// Whether "end of day" is told of a day named behind it.
fn more(tokens: &Tokens, at: usize, horizon: &Horizon) -> bool {
    (at..at + 4).any(|at| day::at(tokens, at, horizon).is_ok())
        || tokens.any_of(at, &["day", "of", "next"])
}

/// "two weeks", "five working days", "10-14 Tage", "quinze jours": counted from the mail's day.
fn period(tokens: &Tokens, at: usize, today: Date) -> Option<(Date, usize)> {
    let mut next = at;
    while tokens.any_of(next, &["the", "about", "around", "approximately", "next", "etwa", "ca"]) {
        next += 1;
    }
    next += usize::from(tokens.mark(next) == '.' && tokens.word_before(next) == "ca");
    let (mut count, mut next) = match (tokens.number(next), tokens.word(next)) {
        (Some((count, 1..=2)), _) => (count, next + 1),
        (_, "fortnight") => return Some((add(today, 14), next + 1)),
        (_, "a") if tokens.word(next + 1) == "fortnight" => {
            return Some((add(today, 14), next + 2));
        }
        (_, "quinzaine") => return Some((add(today, 14), next + 1)),
        (_, "huitaine") => return Some((add(today, 8), next + 1)),
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
    if tokens.word(next) == "ago" {
        return None;
    }
    let days = i32::try_from(days).ok()?;
    let date = if works { business_days(today, days) } else { add(today, days) };
    // "At the latest" belongs to the words of the promise.
    Some((date, after(tokens, next, "at the latest").unwrap_or(next)))
}

/// "A week from today", "two weeks from now".
fn from_today(tokens: &Tokens, at: usize, today: Date) -> Option<(Date, usize)> {
    let (date, next) = period(tokens, at, today)?;
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
