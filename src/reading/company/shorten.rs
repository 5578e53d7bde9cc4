//! A company's name in a text of which its domain is a short form: "sfgames" for "Sable Fox Games",
//! "hs-bernau" for "Hochschule Bernau", "wlkn" for "Wolkenfeld".
//!
//! Must not know where a label comes from; whole spellings are `anchor`'s part.

use super::{
    SMALL,
    anchor::with_institution,
    words::{NAME_WORDS_MAX, without_legal},
};
use crate::reading::names::{self, Text, Token};

/// A word that gives so many of its letters, all of them, makes a short form sure.
const WHOLE_WORD: usize = 4;
/// So many words that give but a letter make one sure too.
const INITIALS: usize = 3;
/// A first piece of a domain that may stand for a kind of body: "hs-", "uni-", "lra-".
const BODY_LETTERS_MAX: usize = 4;
/// Letters of a word of which only consonants are left.
const CONSONANTS_OF: usize = 6;

/// What companies put before and behind their names in a domain.
const BEFORE: [&str; 9] = ["get", "try", "join", "go", "my", "use", "we", "the", "hello"];
const BEHIND: [&str; 14] = [
    "group", "legal", "law", "hq", "app", "tech", "labs", "jobs", "careers", "team", "uk",
    "online", "digital", "global",
];

/// The name in a text that a label shortens.
pub(super) fn shortened_run(text: &Text<'_>, label: &str) -> Option<String> {
    let forms = forms(label);
    let Text { text, tokens, .. } = text;
    (0..tokens.len()).find_map(|at| {
        let first = tokens.get(at).filter(|token| token.is_capital())?;
        let letter = names::squash(first.text).chars().next()?;
        forms.iter().find(|form| form.starts_with(letter))?;
        let ends = ends(tokens, at);
        let end = ends.into_iter().rev().find(|end| {
            let words = words(names::slice(text, tokens, at, *end));
            forms.iter().any(|form| is_short_for(form, &words))
        })?;
        Some(names::slice(text, tokens, with_institution(tokens, at), end).to_owned())
    })
}

/// The label as it is, and without what is no part of a name.
fn forms(label: &str) -> Vec<String> {
    let whole = names::squash(label);
    let mut forms = vec![whole.clone()];
    let longest = |bare: &str| bare.len() > 2;
    forms.extend(BEFORE.iter().filter_map(|part| whole.strip_prefix(part)).map(str::to_owned));
    forms.extend(BEHIND.iter().filter_map(|part| whole.strip_suffix(part)).map(str::to_owned));
    let body = |(front, _): &(&str, &str)| front.len() <= BODY_LETTERS_MAX;
    if let Some((_, rest)) = label.split_once('-').filter(body) {
        forms.push(names::squash(rest));
    }
    forms.retain(|form| longest(form));
    forms
}

/// Where a name that begins here may end: within its line, behind a capital; words in lower case
/// may stand inside ("Centre hospitalier de Saint-Orens").
fn ends(tokens: &[Token<'_>], at: usize) -> Vec<usize> {
    let inside = |n: &usize| tokens.get(*n).is_some_and(|t| t.is_word || t.text == "&");
    (at..at + NAME_WORDS_MAX)
        .take_while(inside)
        .filter(|n| tokens.get(*n).is_some_and(Token::is_capital))
        .map(|n| n + 1)
        .collect()
}

/// The words of a name that count, with whether each has its capital.
fn words(name: &str) -> Vec<(String, bool)> {
    let bare = without_legal(name);
    let words = bare.split_whitespace().filter(|word| !SMALL.contains(&&*names::lower(word)));
    let words = words.map(|word| (names::squash(word), word.starts_with(char::is_uppercase)));
    words.filter(|(word, _)| !word.is_empty()).collect()
}

/// Whether beginnings of the words, in their order, are the letters.
fn is_short_for(letters: &str, words: &[(String, bool)]) -> bool {
    let single = || words.first().is_some_and(|word| words.len() == 1 && is_bare(letters, &word.0));
    let given = given(letters, words).filter(|given| {
        words.get(given.len()..).unwrap_or_default().iter().all(|(_, capital)| *capital)
    });
    let sure = given.is_some_and(|given| {
        let whole = given.iter().zip(words).any(|(n, w)| *n >= WHOLE_WORD && *n == w.0.len());
        let most = given.iter().filter(|n| **n >= WHOLE_WORD - 1).count() > 1;
        whole || given.len() >= INITIALS || most
    });
    sure || single()
}

/// How many letters each word gives; the last words may give none.
fn given(letters: &str, words: &[(String, bool)]) -> Option<Vec<usize>> {
    if letters.is_empty() {
        return Some(Vec::new());
    }
    let ((word, _), rest) = words.split_first()?;
    let shared = letters.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    (1..=shared).rev().find_map(|n| {
        let bytes: usize = letters.chars().take(n).map(char::len_utf8).sum();
        let mut all = given(letters.get(bytes..)?, rest)?;
        all.insert(0, n);
        Some(all)
    })
}

/// "wlkn": consonants of one word, the first among them.
fn is_bare(letters: &str, word: &str) -> bool {
    let vowel = |c: char| "aeiouy".contains(c);
    let mut left = word.chars();
    letters.len() > 2
        && word.len() >= CONSONANTS_OF
        && !letters.contains(vowel)
        && word.starts_with(letters.chars().next().unwrap_or_default())
        && letters.chars().all(|letter| left.any(|c| c == letter))
}
