//! Days told from the day of the mail: "tomorrow", "a week today", "this afternoon's".
//!
//! Decides which words are such a day; must not know weekdays or dates.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::day::add;
use super::phrases::Phrases;
use super::token::Tokens;

/// Days told by a week or two between.
static WEEKS_AHEAD: LazyLock<Phrases<i32>> = LazyLock::new(|| {
    Phrases::new([
        ("a week today", 7),
        ("a week from today", 7),
        ("one week from today", 7),
        ("today week", 7),
        ("a week tomorrow", 8),
        ("a week from tomorrow", 8),
        ("tomorrow week", 8),
        ("two weeks today", 14),
        ("a fortnight today", 14),
        ("heute in einer woche", 7),
        ("heute in acht tagen", 7),
        ("heute in 8 tagen", 7),
        ("morgen in einer woche", 8),
        ("heute in zwei wochen", 14),
        ("heute in vierzehn tagen", 14),
        ("heute in 14 tagen", 14),
        ("aujourd'hui en huit", 7),
        ("demain en huit", 8),
        ("aujourd'hui en quinze", 14),
        ("hoy en ocho", 7),
        ("hoy en ocho días", 7),
        ("mañana en ocho", 8),
    ])
});

/// Today, tomorrow and the day after, in words.
pub(super) fn at(tokens: &Tokens, at: usize, today: Date) -> Option<(Date, usize)> {
    let before = tokens.word_before(at);
    let word = tokens.word(at);
    // "Tomorrow's 10am".
    let word = ["'s", "’s"].iter().find_map(|owned| word.strip_suffix(owned)).unwrap_or(word);
    if let Some(next) = part_of_today(tokens, at) {
        return Some((today, next));
    }
    if let Some((days, next)) = WEEKS_AHEAD.longest(tokens, at, Some) {
        return Some((add(today, days), next));
    }
    let (days, next) = match word {
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
    Some((add(today, days), next))
}

/// "This afternoon's 2.30", "at 10 this morning", "esta tarde a las 5": only beside a number, as
/// what was said this morning is no appointment.
fn part_of_today(tokens: &Tokens, at: usize) -> Option<usize> {
    const REACH: usize = 3;
    let part = tokens.word(at + 1);
    let part = part.strip_suffix("'s").unwrap_or(part);
    let fits = match tokens.word(at) {
        "this" => matches!(part, "morning" | "afternoon" | "evening"),
        "heute" => {
            matches!(part, "morgen" | "früh" | "vormittag" | "mittag" | "nachmittag" | "abend")
        }
        "ce" => matches!(part, "matin" | "soir"),
        "cet" => part == "après",
        "esta" => matches!(part, "mañana" | "tarde" | "noche"),
        _ => false,
    };
    if !fits {
        return None;
    }
    let next = if part == "après" { at + 4 } else { at + 2 };
    let number = |at: usize| tokens.number(at).is_some() || tokens.amount(at).is_some();
    let beside = (next..next + REACH).any(number) || (at.saturating_sub(REACH)..at).any(number);
    beside.then_some(next)
}
