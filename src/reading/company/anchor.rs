//! A company's name in a text, found by the letters of its domain.

use super::{
    SMALL,
    words::{NAME_WORDS_MAX, is_department, is_institution, without_legal},
};
use crate::reading::names::{self, Sort, Text, Token, unaccented};

pub(super) fn anchored_run(text: &Text<'_>, label: &str) -> Option<String> {
    let Text { text, tokens, .. } = text;
    let mut best: Option<(usize, String)> = None;
    for (at, token) in tokens.iter().enumerate() {
        if !token.is_capital() || !may_begin(token, label) {
            continue;
        }
        let limit = names::run(tokens, at, &SMALL)?.min(at + NAME_WORDS_MAX);
        let matched = (at + 1..=limit).rev().find_map(|end| {
            let worth = fit(names::slice(text, tokens, at, end), label, end - at)?;
            let from = with_line(tokens, with_institution(tokens, at), end);
            Some((worth, names::slice(text, tokens, from, end).to_owned()))
        });
        if let Some(matched) = matched
            && best.as_ref().is_none_or(|best| matched.0 > best.0)
        {
            best = Some(matched);
        }
    }
    best.map(|(_, name)| name)
}

/// Whether a name that begins so can have the label's letters; a legal form before it is dropped.
fn may_begin(token: &Token<'_>, label: &str) -> bool {
    let plain = |c| match c {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        c => unaccented(c),
    };
    let first = token.text.chars().take(1).flat_map(char::to_lowercase).map(plain);
    let mut letters = label.chars();
    first.into_iter().all(|first| letters.next() == Some(first))
        || token.sorts.has(Sort::Legal)
        || SMALL.contains(&&*token.lower)
}

fn plain_umlauts(text: &str) -> String {
    text.to_lowercase().replace('ä', "a").replace('ö', "o").replace('ü', "u")
}

/// How well a name fits a domain: 2 whole, 1 in part.
fn fit(name: &str, label: &str, words: usize) -> Option<usize> {
    let proper = without_legal(name);
    let bare = names::squash(&proper);
    if bare == label || is_spelled(name, &proper, label) || leaves_out_small(name, label) {
        return Some(2);
    }
    let part = bare.len() >= 4 && label.starts_with(&bare) && bare.len() * 2 > label.len()
        || label.len() >= 5 && bare.starts_with(label) && words <= 3;
    part.then_some(1)
}

/// "Lonja Olmos" at lonjadeolmos: only small words of the domain are not in the name.
fn leaves_out_small(name: &str, label: &str) -> bool {
    let mut words = name.split_whitespace().map(names::squash);
    let Some(mut rest) = words.next().and_then(|first| label.strip_prefix(&first)) else {
        return false;
    };
    for word in words {
        let behind = |small: &str| rest.strip_prefix(small)?.strip_prefix(&word);
        let Some(after) = [""].iter().chain(&SMALL).find_map(|small| behind(small)) else {
            return false;
        };
        rest = after;
    }
    rest.is_empty()
}

/// Whether a domain may make these letters of a name without its legal form, in other ways than
/// by leaving out what is no letter.
fn is_spelled(name: &str, proper: &str, label: &str) -> bool {
    let umlauts = |text: &str| {
        let text = text.to_lowercase().replace('ä', "ae").replace('ö', "oe");
        text.replace('ü', "ue").replace('ß', "ss")
    };
    let is_label = |text: &str| names::squash(text) == label;
    let small = |word: &str| SMALL.contains(&&*names::lower(word));
    (name.contains('&') || proper.len() < name.len())
        && ["and", "et", "und", "y", "e"].iter().any(|word| is_label(&name.replace('&', word)))
        || !proper.is_ascii() && (is_label(&umlauts(proper)) || is_label(&plain_umlauts(proper)))
        || proper.split_whitespace().any(small)
            && is_label(&umlauts(
                &proper.split_whitespace().filter(|word| !small(word)).collect::<String>(),
            ))
}

/// Where the name begins if it ends a line of nothing but names and small words, of which the first
/// is an article or more follows it by a small word: "La Nef des Halles", "Tejas y Ladrillos Mora".
fn with_line(tokens: &[Token<'_>], at: usize, end: usize) -> usize {
    const ARTICLES: [&str; 10] = ["la", "le", "les", "el", "los", "las", "die", "der", "das", "l"];
    let breaks = |n: usize| tokens.get(n).is_none_or(|mark| mark.is('\n'));
    let joined = |n: &usize| {
        tokens.get(*n).is_some_and(|t| {
            t.is_word && (t.is_capital() || t.text == "&" || SMALL.contains(&&*t.lower))
        })
    };
    let Some(from) = (0..at).rev().take_while(joined).last() else {
        return at;
    };
    let opens = from.checked_sub(1).is_none_or(breaks);
    let closes = breaks(end)
        || tokens.get(end).is_some_and(|mark| mark.is(',') || mark.sorts.has(Sort::Legal));
    let first = tokens.get(from).map(|token| &*token.lower).unwrap_or_default();
    let article = from + 1 == at && ARTICLES.contains(&first);
    let small = at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| !before.is_capital());
    let department = |token: &Token<'_>| {
        let sorts = token.sorts;
        is_department(token.text)
            || [Sort::Lead, Sort::Trim, Sort::NoCompany].iter().any(|sort| sorts.has(*sort))
    };
    let own = tokens.get(from..at).unwrap_or_default();
    let named = own.iter().filter(|token| !SMALL.contains(&&*token.lower)).all(|t| !department(t))
        || article;
    let whole = named && opens && closes && at - from < NAME_WORDS_MAX && (article || small);
    if whole { from } else { at }
}

/// Where the name begins if a body stands before it: "Mairie de", "Hospital Comarcal de".
pub(super) fn with_institution(tokens: &[Token<'_>], at: usize) -> usize {
    let mut from = at;
    let mut next = at;
    // "Port autonome de Braize".
    let mut kind = false;
    while let Some(before) = next.checked_sub(1)
        && let Some(token) = tokens.get(before).filter(|token| token.is_word)
        && at - before <= NAME_WORDS_MAX - 2
    {
        if token.is_capital() && is_institution(token.text) {
            from = before;
        } else if !(token.is_capital() || SMALL.contains(&&*token.lower)) {
            if kind || next == at {
                break;
            }
            kind = true;
        }
        next = before;
    }
    from
}
