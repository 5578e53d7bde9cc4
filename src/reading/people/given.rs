//! People known by their given names, wherever an invitation names them.
//!
//! Whom it names holds the interview, unless it says otherwise: whom the job reports to, who was
//! there before, who greets at the door, who cannot come.

use std::collections::BTreeSet;

use super::{Person, name::person_at};
use crate::reading::names::{self, Sort, Text, Token};

/// Given names of many countries in small letters, one a line, sorted by their bytes. From the
/// person providers of Faker (MIT licence), without those that texts use as other words.
const GIVEN: &str = include_str!("../../../config/reading/given.txt");

/// What a street, a hall or a firm called after somebody ends in.
const NAMED_AFTER: [&str; 30] = [
    "avenue",
    "award",
    "building",
    "centre",
    "close",
    "court",
    "foods",
    "foundation",
    "gardens",
    "group",
    "hall",
    "house",
    "insurance",
    "lane",
    "library",
    "park",
    "place",
    "plaza",
    "road",
    "room",
    "school",
    "show",
    "square",
    "station",
    "street",
    "suite",
    "theatre",
    "tower",
    "way",
    "wing",
];

/// People whom an invitation names without words that lead to them.
pub(super) fn introduced(told: &Text<'_>) -> Vec<Person> {
    let Text { text, tokens, .. } = told;
    let between = |at: &usize| tokens.get(*at).is_some_and(|t| t.sorts.has(Sort::Between));
    let ends = names::after(told, Sort::BeforeMentioned).into_iter();
    let mentioned: BTreeSet<usize> =
        ends.map(|end| (end..).find(|at| !between(at)).unwrap_or(end)).collect();
    let mut found = Vec::new();
    let mut behind = 0;
    for (at, token) in tokens.iter().enumerate() {
        let given = token.is_capital() && is_given(&token.lower);
        if at < behind || !given || follows_name(tokens, at) {
            continue;
        }
        let Some((person, next)) = person_at(text, tokens, at) else { continue };
        behind = next;
        let last = person.name.split_whitespace().last().map(str::to_lowercase);
        let whole = person.name.contains(' ')
            && !last.is_some_and(|last| NAMED_AFTER.contains(&last.as_str()));
        // "Ivo Reed Harbour": named after somebody.
        let after = tokens.get(next).is_some_and(|token| token.is_capital() && token.is_word);
        let comma = usize::from(tokens.get(next).is_some_and(|token| token.is(',')));
        let gone = names::phrase_end(tokens, next + comma, Sort::BehindMentioned).is_some();
        if whole && !after && !gone && !mentioned.contains(&at) {
            found.push(person);
        }
    }
    found
}

/// A given name behind another name is a part of it ("Fort William", "Lund Martin"), and one behind
/// a greeting is the reader's.
fn follows_name(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(|before| {
        let named = before.is_capital() && !before.sorts.has(Sort::Title);
        named && !before.sorts.has(Sort::Honorific) && !before.sorts.has(Sort::NoPerson)
            || before.sorts.has(Sort::Greeting)
    })
}

/// Looks a name up in the list as it lies there: it costs no memory and is seldom asked for.
fn is_given(lower: &str) -> bool {
    let mut rest = GIVEN;
    while !rest.is_empty() {
        let middle = rest.floor_char_boundary(rest.len() / 2);
        let (before, _) = rest.split_at_checked(middle).unwrap_or((rest, ""));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let Some((front, line)) = rest.split_at_checked(start) else { return false };
        let (line, behind) = line.split_once('\n').unwrap_or((line, ""));
        match lower.cmp(line) {
            std::cmp::Ordering::Less => rest = front,
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => rest = behind,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_list_is_found_and_no_other_word() {
        assert!(GIVEN.lines().is_sorted());
        assert!(GIVEN.lines().all(is_given));
        assert!(!["", "zzz", "interview", "a", "panel"].into_iter().any(is_given));
    }
}
