//! What the words of a company's name look like: legal forms, teams, what is never a name.

use crate::reading::{
    names::{self, ROLES, WORDS},
    sender,
};

pub(super) const NAME_WORDS_MAX: usize = 6;

/// "northgate-transit" → "Northgate Transit".
pub(super) fn spaced(label: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + chars.as_str()
    };
    let words = label.split(['-', '_', '.']).filter(|word| !word.is_empty());
    words.map(capital).collect::<Vec<_>>().join(" ")
}

/// A name without teams, marks and notes, or `None` where nothing is left.
pub(super) fn clean(name: &str) -> Option<String> {
    let name = name.split(['(', '|', '\n', '<']).next().unwrap_or(name);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let name = ["-Team", "-team"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let is_trim = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word == "I" || bare.is_empty() || WORDS.company.trim.contains(&bare)
    };
    while words.len() > 1 && words.last().is_some_and(|last| is_trim(last)) {
        words.pop();
    }
    while words.first().is_some_and(|first| {
        [
            "the",
            "your",
            "our",
            "team",
            "dein",
            "ihr",
            "die",
            "équipe",
            "equipo",
            "recrutement",
            "personalabteilung",
            "personalwesen",
            "selección",
            "talento",
            "karriere",
            "recruiting",
            "bewerbung",
            "rrhh",
            "rh",
            "careers",
            "jobs",
            "hr",
            "selección",
            "candidature",
            "recursos",
        ]
        .contains(&first.to_lowercase().as_str())
    }) {
        words.remove(0);
    }
    if words.is_empty() || words.len() > NAME_WORDS_MAX {
        return None;
    }
    let name = words.join(" ");
    let name = name.trim_end_matches(['.', ',', ':', '!', '-']).trim_end_matches("'s");
    let name = name.trim_end_matches("’s").to_owned();
    (name.chars().count() > 1 && name.chars().any(char::is_alphabetic)).then_some(name)
}

pub(super) fn without_legal(name: &str) -> String {
    let legal = |word: &&str| {
        let bare = word.trim_matches(['.', ',']).to_lowercase();
        !WORDS.company.legal.contains(&bare)
    };
    name.split_whitespace().filter(legal).collect::<Vec<_>>().join(" ")
}

pub(super) fn has_legal_form(line: &str) -> bool {
    line.split_whitespace().count() <= NAME_WORDS_MAX
        && line.split_whitespace().skip(1).any(|word| {
            WORDS.company.legal.contains(&word.trim_matches(['.', ',']).to_lowercase())
                && word.starts_with(char::is_uppercase)
                || ["plc", "gmbh", "kg", "ag"].contains(&word.to_lowercase().as_str())
        })
}

pub(super) fn key(name: &str) -> String {
    let bare = without_legal(name);
    names::squash(if bare.is_empty() { name } else { &bare })
}

pub(super) fn is_never(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let plain = |word: &&str| WORDS.company.never.iter().any(|never| never == word);
    let trim = |word: &&str| WORDS.company.trim.iter().any(|trim| trim == word);
    WORDS.company.never.contains(&lower)
        || words.iter().all(|word| plain(word) || trim(word))
        || words.len() == 1 && words.first().is_some_and(plain)
        || words.iter().any(|word| ROLES.nouns.iter().any(|noun| noun == word))
        || sender::is_brand(&lower)
        || words.first().is_some_and(|word| sender::is_brand(word)) && words.len() <= 3
        || lower.chars().all(|c| !c.is_alphabetic())
}
