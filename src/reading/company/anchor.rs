//! A company's name in a text, found by the letters of its domain.

use super::{
    SMALL,
    words::{NAME_WORDS_MAX, without_legal},
};
use crate::reading::names::{self, WORDS};

pub(super) fn anchored_run(text: &str, label: &str) -> Option<String> {
    let tokens = names::tokens(text);
    let mut best: Option<(usize, String)> = None;
    for (at, token) in tokens.iter().enumerate() {
        if !token.is_capital() || !may_begin(token, label) {
            continue;
        }
        let limit = names::run(&tokens, at, &SMALL)?.min(at + NAME_WORDS_MAX);
        let matched = (at + 1..=limit).rev().find_map(|end| {
            let name = names::slice(text, &tokens, at, end);
            let bare = names::squash(&without_legal(name));
            let spelled = names::squash(&name.replace('&', "and"));
            let fits = bare == label
                || spelled == label
                || (bare.len() >= 4 && label.starts_with(&bare) && bare.len() * 2 > label.len())
                || (label.len() >= 5 && bare.starts_with(label) && at + 3 >= end);
            let whole = bare == label || spelled == label;
            fits.then(|| (usize::from(whole) + 1, name.to_owned()))
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
fn may_begin(token: &names::Token<'_>, label: &str) -> bool {
    let first: String = token.text.chars().take(1).collect();
    label.starts_with(&names::squash(&first)) || WORDS.company.legal.contains(&token.lower)
}
