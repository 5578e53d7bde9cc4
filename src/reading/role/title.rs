//! Roles that only the subject's order tells: what is left of it beside the company and the kind of
//! mail ("Acme | Bell Hanger | Interview"), or what the text takes up ("her own 2nd AC").
//!
//! Must not know professions; `subject` does.

use super::{
    Scope,
    span::skip,
    subject,
    words::{
        is_acronym, is_agent, is_event_name, is_opener, is_profession, is_requisition, is_vague,
        tidy,
    },
};
use crate::{
    message::Message,
    reading::names::{self, Sort, Text, Token},
};

/// Words of a role that nothing but its place tells.
const WORDS_MAX: usize = 5;

/// The one piece of a subject that is neither the company, nor a person, nor what the mail is for,
/// beside pieces that are.
pub(super) fn left(subject: &str, message: &Message, scope: Scope<'_>) -> Option<String> {
    let pieces = subject::smallest(subject);
    if let Some(role) = in_brackets(&pieces, scope) {
        return Some(role);
    }
    let texts: Vec<Text<'_>> = pieces.lines().map(|line| Text::of(line.trim())).collect();
    let about = |piece: &Text<'_>| is_about(piece, scope);
    let told = texts.iter().filter(|piece| !about(piece) && !is_person(piece.text, message));
    let mut left = told.filter(|piece| !piece.tokens.is_empty());
    let only = left.next()?;
    if left.next().is_some() || !texts.iter().any(about) {
        return None;
    }
    let at = skip(&only.tokens, 0);
    let end = names::run(&only.tokens, at, &["of", "and", "de", "für", "du", "des"])?;
    let last = only.tokens.get(end.checked_sub(1)?)?;
    // "Cheesemonger at Fjordline".
    let place = only.tokens.get(end).is_some_and(|token| {
        ["at", "bei", "chez"].contains(&&*token.lower)
            && scope.is_company(names::slice(only.text, &only.tokens, end + 1, only.tokens.len()))
    });
    let several = (2..=WORDS_MAX).contains(&(end - at));
    let named = several || is_agent(last.text) || is_acronym(last.text);
    let closes = place || end == only.tokens.len();
    let role = tidy(names::slice(only.text, &only.tokens, at, end))?;
    (named && closes && is_name(&only.tokens, at, end) && is_title(&role, scope)).then_some(role)
}

/// "Acme x Robin (Research Ops)": capitals in brackets that end in who does something.
fn in_brackets(pieces: &str, scope: Scope<'_>) -> Option<String> {
    let mut brackets = pieces.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    brackets.find_map(|(inside, _)| {
        let tokens = names::tokens(inside);
        let whole = names::run(&tokens, 0, &["of", "and"]) == Some(tokens.len());
        let agent = tokens.len() > 1
            && tokens.last().is_some_and(|last| is_agent(last.text) || is_profession(last.text));
        let named = whole && agent && tokens.len() <= WORDS_MAX && is_title(inside, scope);
        (named && is_name(&tokens, 0, tokens.len())).then(|| inside.to_owned())
    })
}

/// No weekday, opener or number among the words.
fn is_name(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    let within = tokens.get(at..end).unwrap_or_default();
    let counted = |token: &Token<'_>| {
        let answered = ["re", "aw", "fw", "fwd", "wg", "rv", "tr"].contains(&&*token.lower);
        answered || token.text.chars().all(|c| c.is_ascii_digit())
    };
    within.iter().all(|token| {
        // "Kestrel & Thorne".
        if token.text == "&" {
            return false;
        }
        let day = token.sorts.has(Sort::NoCompany) && token.text.chars().count() > 2;
        !is_opener(token) && !day && !counted(token) && !is_requisition(token.text)
    })
}

fn is_title(role: &str, scope: Scope<'_>) -> bool {
    !is_vague(role) && !is_event_name(role) && !scope.is_company(role)
}

/// The company, or what the mail is for: "Interview", "Your application", "REF 2231".
fn is_about(piece: &Text<'_>, scope: Scope<'_>) -> bool {
    let words = piece.tokens.iter().filter(|token| token.is_word);
    let mut all = words.clone().peekable();
    let numbered = words.clone().any(|token| is_requisition(token.text));
    scope.is_company(piece.text)
        || numbered && words.clone().count() <= 2
        || is_event_name(piece.text)
        || all.peek().is_some_and(|first| is_opener(first))
}

/// A person of the mail's head.
fn is_person(piece: &str, message: &Message) -> bool {
    let heads = message.from.iter().chain(&message.to).chain(&message.cc);
    let last = piece.split_whitespace().next_back().unwrap_or_default();
    let squashed = names::squash(piece);
    let named = |name: &str| {
        let whole = names::squash(name);
        let mut words = name.split_whitespace();
        let first = words.next().map(names::squash).unwrap_or_default();
        // "R Vale".
        let surname = words.next_back().is_some_and(|surname| names::is_alike(surname, last));
        squashed == whole || squashed == first || surname
    };
    heads.filter_map(|head| head.name.as_deref()).any(named)
}

/// A piece of the subject that the text takes up behind a word for roles, or for whose it is.
pub(super) fn echoed(
    subject: &str,
    message: &Message,
    own: &Text<'_>,
    scope: Scope<'_>,
) -> Option<String> {
    let pieces = subject::smallest(subject).replace(['?', '!', ',', '(', ')'], "\n");
    pieces.lines().map(str::trim).find_map(|piece| {
        let tokens = names::tokens(piece);
        let whole = names::run(&tokens, 0, &["of", "and", "in"]) == Some(tokens.len());
        let short = (1..=WORDS_MAX).contains(&tokens.len()) && piece.len() > 2;
        let plain = whole && short && is_name(&tokens, 0, tokens.len()) && is_title(piece, scope);
        (plain && !is_person(piece, message) && takes_up(own, &tokens)).then(|| piece.to_owned())
    })
}

fn takes_up(own: &Text<'_>, piece: &[Token<'_>]) -> bool {
    const BEFORE: [&str; 8] = ["for", "as", "own", "als", "comme", "como", "pour", "para"];
    let same = |at: usize| {
        let here = own.tokens.get(at..at + piece.len());
        here.is_some_and(|here| here.iter().zip(piece).all(|(a, b)| a.text == b.text))
    };
    let told = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| own.tokens.get(before));
        let behind = own.tokens.get(at + piece.len());
        before.is_some_and(|before| BEFORE.contains(&&*before.lower))
            || behind.is_some_and(|behind| behind.sorts.has(Sort::Frame))
    };
    (0..own.tokens.len()).any(|at| same(at) && told(at))
}
