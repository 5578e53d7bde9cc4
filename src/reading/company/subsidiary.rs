//! Which house of a group a mail is about: "Tern Rail, a Tern Group company".
//!
//! Must not know the group; the rest of `company` does.

use super::{Ballot, SMALL, Scope};
use crate::reading::{
    Kind,
    names::{self, Text, Token},
};

/// Words between a house and the word for what it is of its group.
const KIND_WORDS_MAX: usize = 6;

/// The house that the mail itself tells from its group.
pub(super) fn named(scope: &Scope<'_>) -> Option<String> {
    if matches!(scope.kind, Kind::JobAlert | Kind::Other) {
        return None;
    }
    let Text { text, tokens, .. } = &scope.texts.own;
    let mut ballot = Ballot::default();
    for end in (1..tokens.len()).filter(|end| is_of_group(tokens, *end)) {
        let begins = (0..end).rev().take_while(|n| names::run(tokens, *n, &SMALL) == Some(end));
        if let Some(at) = begins.filter(|n| tokens.get(*n).is_some_and(Token::is_capital)).last() {
            ballot.vote(scope, names::slice(text, tokens, at, end), 1);
        }
    }
    ballot.winner()
}

/// ", a Tern Group company", ", empresa de Grupo Tern", ", part of Tern Group".
fn is_of_group(tokens: &[Token<'_>], comma: usize) -> bool {
    const FIRST: [&str; 12] = [
        "a",
        "an",
        "une",
        "ein",
        "eine",
        "una",
        "empresa",
        "filiale",
        "société",
        "filial",
        "unternehmen",
        "tochter",
    ];
    const KINDS: [&str; 12] = [
        "company",
        "subsidiary",
        "brand",
        "business",
        "filiale",
        "société",
        "filial",
        "empresa",
        "unternehmen",
        "tochter",
        "tochtergesellschaft",
        "tochterunternehmen",
    ];
    let behind = tokens.get(comma + 1..).unwrap_or_default();
    let word = |n: usize| behind.get(n).map(|word| &*word.lower).unwrap_or_default();
    let mut clause = behind.iter().take(KIND_WORDS_MAX).take_while(|token| token.is_word);
    let capital = clause.clone().any(Token::is_capital);
    let belongs = ["part", "member"].contains(&word(0)) && word(1) == "of";
    tokens.get(comma).is_some_and(|mark| mark.is(','))
        && capital
        && (belongs || FIRST.contains(&word(0)))
        && (belongs || clause.any(|token| KINDS.contains(&&*token.lower)))
}
