//! Brackets behind a role: a field of work or terms of employment, which are part of it, and marks
//! for all genders, behind which it goes on.
//!
//! Must not know where the role before the bracket begins.

use super::{
    Scope,
    span::PART_WORDS_MAX,
    words::{is_gender_mark, is_reference, is_stop},
};
use crate::reading::names::{self, Token};

/// Tokens in a bracket that belongs to a role.
const INSIDE_MAX: usize = 8;

/// Words that go on behind a mark for all genders: "(m/w/d) Einkauf und Logistik".
const BEHIND_MARK_MAX: usize = 4;

/// The text in brackets that belongs to a role: "(Routing)", "(part time)", "(0.8)".
pub(super) fn bracket<'a>(
    text: &'a str,
    tokens: &[Token<'_>],
    at: usize,
    scope: Scope<'_>,
) -> Option<&'a str> {
    let (inside, _) = inside(text, tokens, at)?;
    let foreign = inside.contains(['@', ':', '?', '!'])
        || is_gender_mark(inside)
        || is_reference(inside)
        || is_place(inside)
        || scope.is_company(inside);
    let capital = tokens.get(at + 1).is_some_and(|first| {
        first.is_capital() && !first.text.starts_with(|c: char| c.is_ascii_digit())
    });
    (!foreign && (capital || is_terms(inside) || is_field(inside))).then_some(inside)
}

/// "(Zoom)", "(by phone)": where an interview is held.
fn is_place(inside: &str) -> bool {
    const PLACES: [&str; 9] =
        ["zoom", "teams", "meet", "phone", "video", "online", "telefon", "visio", "webex"];
    inside.split(' ').any(|word| PLACES.contains(&&*names::lower(word)))
}

/// The text between a bracket and its end in the same line, and the index after it.
fn inside<'a>(text: &'a str, tokens: &[Token<'_>], at: usize) -> Option<(&'a str, usize)> {
    let within = (at + 1..at + 2 + INSIDE_MAX)
        .take_while(|n| tokens.get(*n).is_some_and(|token| !token.is('\n')));
    let close = within.into_iter().find(|n| tokens.get(*n).is_some_and(|t| t.is(')')))?;
    Some((names::slice(text, tokens, at + 1, close), close + 1))
}

/// "MTLA (m/w/d) Hämatologie": capitals behind the mark belong to the role.
pub(super) fn behind_mark<'a>(
    text: &'a str,
    tokens: &[Token<'_>],
    at: usize,
    scope: Scope<'_>,
) -> Option<&'a str> {
    let (_, behind) = inside(text, tokens, at).filter(|(inside, _)| is_gender_mark(inside))?;
    let first = tokens.get(behind).filter(|first| !is_stop(first))?;
    if first.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = names::run(tokens, behind, &["und", "&"])?;
    let field = names::slice(text, tokens, behind, end);
    (end - behind <= BEHIND_MARK_MAX && !scope.is_company(field)).then_some(field)
}

/// "Solicitor (conveyancing)": a field of work.
fn is_field(inside: &str) -> bool {
    let mut words = inside.split([' ', '-']);
    words.clone().count() <= PART_WORDS_MAX
        && words.all(|word| word.len() > 2)
        && inside.chars().count() > 4
        && !inside.contains(',')
}

/// "part time", "14 months", "0.6 FTE", "media jornada": how, how much or how long one works.
fn is_terms(inside: &str) -> bool {
    const TERMS: [&str; 40] = [
        "time",
        "term",
        "fixed",
        "permanent",
        "temporary",
        "contract",
        "months",
        "month",
        "days",
        "hours",
        "week",
        "weekends",
        "nights",
        "evenings",
        "leave",
        "cover",
        "fte",
        "remote",
        "hybrid",
        "onsite",
        "befristet",
        "unbefristet",
        "teilzeit",
        "vollzeit",
        "stunden",
        "monate",
        "cdi",
        "cdd",
        "temps",
        "plein",
        "partiel",
        "mois",
        "jornada",
        "media",
        "completa",
        "parcial",
        "meses",
        "temporal",
        "indefinido",
        "alternance",
    ];
    let share =
        |word: &str| word.starts_with("0.") || word.starts_with("0,") || word.ends_with('%');
    inside.split([' ', '-', ',', '/']).any(|word| TERMS.contains(&&*names::lower(word)))
        || inside.split(' ').any(share)
}
