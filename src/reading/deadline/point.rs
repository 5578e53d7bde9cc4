//! "By Friday", "within two weeks", "early next week" → the day that is meant.
//!
//! Decides days and how they are attached to a sentence; must not know who acts.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use super::lead::{LEADS, Lead, after, behind_lead};
use super::period::{Days, from_today, period};
use super::week::{self, month_end, week};
use crate::reading::trie::Trie;
use crate::reading::when::day::{add, in_week, on_or_after};
use crate::reading::when::token::Tokens;
use crate::reading::when::{self, Horizon, clock, day};

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
    /// "Give us ten days": the reader is asked to wait so long.
    Wait,
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
    /// Counted from a day: "within two weeks".
    pub counted: bool,
}

/// Beginnings of words that can be part of a day or a period.
const UNITS: &[&str] = &[
    "week",
    "day",
    "month",
    "fortnight",
    "today",
    "tomorrow",
    "tonight",
    "eo",
    "cob",
    "hour",
    "morning",
    "afternoon",
    "evening",
    "abend",
    "soir",
    "tarde",
    "woche",
    "tag",
    "werktag",
    "arbeitstag",
    "monat",
    "morgen",
    "heute",
    "über",
    "stunde",
    "semaine",
    "jour",
    "mois",
    "demain",
    "aujourd",
    "après",
    "huitaine",
    "quinz",
    "semana",
    "día",
    "mes",
    "mañana",
    "hoy",
];

static UNIT_STEMS: LazyLock<Trie> = LazyLock::new(|| {
    let mut trie = Trie::new(0);
    for unit in UNITS {
        trie.add_beginning(unit);
    }
    trie
});

/// Whether a word can be part of a day or a period: most sentences have none.
pub(super) fn tells_time(tokens: &Tokens, at: usize) -> bool {
    let unit = || {
        let mut unit = false;
        UNIT_STEMS.each(tokens.word(at), |_| unit = true);
        unit
    };
    tokens.number(at).is_some()
        || tokens.weekday(at).is_some()
        || tokens.month(at).is_some()
        || unit()
}

/// Whether a point or words for the day named last may begin at a place: mostly none does.
pub(super) fn may_begin(tokens: &Tokens, at: usize) -> bool {
    when::may_begin(tokens, at) || LEADS.begins(tokens, at) || week::may_begin(tokens, at)
}

/// Reads a point at a place, with the words that attach it; `named` is the day last named.
pub(super) fn at(
    tokens: &Tokens,
    at: usize,
    named: Option<Date>,
    horizon: &Horizon,
) -> Option<Point> {
    let days = Days { today: horizon.sent.date(), named };
    let led = LEADS.begins(tokens, at);
    let lasting = if led { lasting(tokens, at, days) } else { None };
    let counted = || {
        let (date, to) = from_today(tokens, at, days)?;
        Some(point(Hang::On, date, at, to, true))
    };
    let attached = || if led { attached(tokens, at, days, horizon) } else { None };
    let stretch = || {
        let (date, to) = stretch(tokens, at, days, horizon)?;
        Some(point(Hang::On, date, at, to, false))
    };
    let point = lasting.or_else(counted).or_else(attached).or_else(stretch);
    let mut point = point.or_else(|| bare(tokens, at, days, horizon));
    // "Tuesday at the latest".
    if let Some(point) = point.as_mut()
        && let Some(to) = behind_lead(tokens, point.to, |lead| matches!(lead, Lead::Latest))
    {
        point.to = to;
        point.hang = if point.hang == Hang::On { Hang::By } else { point.hang };
    }
    point
}

/// "Within two weeks", "for seven days", "give us ten days".
fn lasting(tokens: &Tokens, at: usize, days: Days) -> Option<Point> {
    let period_behind = |fits: fn(Lead) -> bool| {
        behind_lead(tokens, at, fits).and_then(|next| period(tokens, next, days))
    };
    if let Some(next) = behind_lead(tokens, at, |lead| matches!(lead, Lead::Within))
        && let Some((date, to)) = period(tokens, next, afterwards(tokens, at, days))
    {
        return Some(Point { counted: true, ..point(Hang::By, date, at, to, false) });
    }
    if let Some((date, to)) = period_behind(|lead| matches!(lead, Lead::Lasts)) {
        return Some(point(Hang::Until, date, at, to, false));
    }
    let (date, to) = period_behind(|lead| matches!(lead, Lead::Patience))?;
    Some(point(Hang::Wait, date, at, to, false))
}

/// "The board meets on Monday; after that we answer within a week": counted from Monday.
fn afterwards(tokens: &Tokens, at: usize, days: Days) -> Days {
    const AFTERWARDS: &[&str] = &[
        "afterwards",
        "thereafter",
        "danach",
        "anschließend",
        "daraufhin",
        "ensuite",
        "luego",
        "después",
    ];
    const REACH: usize = 8;
    let told = (at.saturating_sub(REACH)..at).any(|at| {
        tokens.any_of(at, AFTERWARDS)
            || tokens.word(at) == "after" && tokens.any_of(at + 1, &["that", "which"])
    });
    Days { today: days.named.filter(|_| told).unwrap_or(days.today), ..days }
}

/// "By Friday", "until the end of the month".
fn attached(tokens: &Tokens, at: usize, days: Days, horizon: &Horizon) -> Option<Point> {
    let (hang, next) = LEADS.longest(tokens, at, |lead| match lead {
        Lead::Connects(hang) => Some(hang),
        _ => None,
    })?;
    let (date, to, is_day) = behind(tokens, next, days, horizon)?;
    Some(point(hang, date, at, to, is_day))
}

/// A week or a month's end.
fn stretch(tokens: &Tokens, at: usize, days: Days, horizon: &Horizon) -> Option<(Date, usize)> {
    if tokens.number(at).is_none() && !week::may_begin(tokens, at) {
        return None;
    }
    week(tokens, at, days, horizon).or_else(|| month_end(tokens, at, days.today))
}

/// A day without a word that attaches it.
fn bare(tokens: &Tokens, at: usize, days: Days, horizon: &Horizon) -> Option<Point> {
    // "The feedback from Wednesday" tells which feedback, not when.
    const OF: &[&str] = &[
        "from", "of", "since", "after", "between", "vom", "von", "seit", "nach", "du", "de", "del",
        "depuis", "desde", "entre", "zwischen", "for", "and", "und", "et", "y",
    ];
    const OR: &[&str] = &["or", "oder", "ou", "o"];
    let before = tokens.word_before(at);
    if OF.contains(&before) {
        return None;
    }
    let (date, to, weekday_alone) = one_day(tokens, at, days, horizon)?;
    // Of two days the second counts where it is said to be the last.
    let last = behind_lead(tokens, to, |lead| matches!(lead, Lead::Latest)).is_some();
    let date = if last && weekday_alone && date == days.today { add(date, 7) } else { date };
    (last || !OR.contains(&before)).then(|| point(Hang::On, date, at, to, true))
}

/// A day by itself or after the one named last: "the following Tuesday", "el lunes siguiente".
/// The last part tells whether a weekday alone was said.
fn one_day(
    tokens: &Tokens,
    at: usize,
    days: Days,
    horizon: &Horizon,
) -> Option<(Date, usize, bool)> {
    let after = |weekday| on_or_after(add(days.named.unwrap_or(days.today), 1), weekday);
    if let Some(next) = behind_lead(tokens, at, |lead| matches!(lead, Lead::Following))
        && let Some((weekday, true)) = tokens.weekday(next)
    {
        return Some((after(weekday), next + 1, false));
    }
    if let Some(named) = days.named
        && let Some(to) = behind_lead(tokens, at, |lead| matches!(lead, Lead::DayAfter))
    {
        return Some((add(named, 1), to, false));
    }
    let (found, to) = day::at(tokens, at, horizon).ok()?;
    if found.weekday_alone
        && let Some(to) = behind_lead(tokens, to, |lead| matches!(lead, Lead::AfterThat))
        && is_after_day(tokens, to)
    {
        return Some((after(found.date.weekday()), to, false));
    }
    Some((found.date, to, found.weekday_alone))
}

/// "The Monday after" a day, not "Monday after lunch".
fn is_after_day(tokens: &Tokens, to: usize) -> bool {
    tokens.word_before(to) != "after"
        || tokens.word(to).is_empty()
        || tokens.any_of(to, &["at", "we", "i", "you"])
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
    Point { hang, date, from, to, is_day, counted: false }
}

/// Words between "by" and its day.
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
    "next",
    "coming",
    "kommenden",
    "nächsten",
    "próximo",
    "around",
    "um",
    "date",
    "à",
];

/// What may stand behind "by": a week, a month's end, a day with a time before or behind it.
fn behind(
    tokens: &Tokens,
    at: usize,
    days: Days,
    horizon: &Horizon,
) -> Option<(Date, usize, bool)> {
    let today = days.today;
    let mut next = at;
    for _ in 0..8 {
        if let Some((date, to)) = stretch(tokens, next, days, horizon) {
            return Some((date, to, false));
        }
        if let Some(to) = after(tokens, next, "the weekend") {
            return Some((in_week(today, 0, Weekday::Friday), to, false));
        }
        if let Some((date, to, weekday_alone)) = one_day(tokens, next, days, horizon) {
            let before = tokens.word_before(next);
            let same = weekday_alone && date == today && before != "this";
            let date = if same { add(date, 7) } else { date };
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
