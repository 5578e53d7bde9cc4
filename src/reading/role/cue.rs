//! Roles found by what stands before and behind them: "your application for …", "Stelle als …",
//! "the … position".
//!
//! Says how sure each place is; must not choose between texts.

use super::{
    ROLE_WORDS_MAX, SMALL, Scope, gender,
    span::{role_at, skip},
    words::{
        bare, holds_profession, is_acronym, is_agent, is_event_name, is_requisition, is_stop,
        is_vague, tidy,
    },
};
use crate::reading::names::{self, Sort, Text, Token};

/// Words in lower case before "role".
const LOWER_WORDS_MAX: usize = 4;

/// Longer single words are compounds that name a job: "Veranstaltungstechnik".
const SHORT: usize = 10;

/// How sure a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// A profession behind a cue that leads to roles only, or before "role".
    Sure,
    /// A profession behind a cue that leads to much else too.
    Cued,
    /// Words of any kind at a place for roles only.
    Bare,
    /// A profession behind "for" or "as".
    Faint,
}

/// A role and where it stands.
pub(super) struct Found {
    pub rank: Rank,
    pub at: usize,
    pub role: String,
}

/// All roles that a text names at such places.
pub(super) fn found(told: &Text<'_>, scope: Scope<'_>) -> Vec<Found> {
    let Text { text, tokens, .. } = told;
    let mut found = Vec::new();
    for (cues, plain, bare) in [
        (Sort::BeforeRole, Rank::Sure, true),
        (Sort::MaybeBeforeRole, Rank::Cued, false),
        (Sort::FaintlyBeforeRole, Rank::Faint, false),
    ] {
        for at in names::after(told, cues) {
            let headed = heading(tokens, at, plain);
            let at = headed.unwrap_or(at);
            // "The position (Data Steward)", "the post, Data Steward, reports to".
            let bracketed = usize::from(
                tokens
                    .get(at)
                    .is_some_and(|mark| mark.is('(') || mark.is(',') && plain != Rank::Faint),
            );
            let start = skip(tokens, at + bracketed);
            if has_put(tokens, at) || is_kind_of_meeting(tokens, at) {
                continue;
            }
            let numbered = tokens.get(at..start).is_some_and(|skipped| {
                skipped.iter().any(|id| id.text.len() >= 5 && is_requisition(id.text))
            });
            let marked = headed.is_some()
                || tokens.get(at).is_some_and(|mark| mark.is(':') || is_quote(mark));
            // "Stelle als Melker": whatever stands there is the role.
            let titled = tokens.get(start.wrapping_sub(1));
            let titled = titled.is_some_and(|as_| ["als", "zum", "zur"].contains(&&*as_.lower));
            let whole = scope;
            let scope = Scope { romance: scope.romance || titled && bare, ..scope };
            let bare = (bare || (marked || numbered) && plain == Rank::Cued)
                && (headed.is_some() || !tokens.get(at).is_some_and(|mark| mark.is(',')))
                || is_framed(tokens, start);
            let whole = Scope { bold: bare && plain == Rank::Sure, ..whole };
            let here = role_at(text, tokens, start, whole)
                .and_then(|role| ranked(role, start, plain, bare, scope));
            let later = || {
                let start = sought(tokens, at).filter(|_| plain == Rank::Cued)?;
                let role = role_at(text, tokens, start, whole)?;
                ranked(role, start, plain, false, scope)
            };
            found.extend(here.or_else(later));
        }
    }
    found.extend(numbered(text, tokens, scope));
    found.extend(reporting(text, tokens, scope));
    found.extend(framed(text, tokens, scope));
    found.extend(compounds(tokens));
    found.extend(in_brackets(text, tokens, scope));
    found.extend(gender::marked(text, tokens, scope));
    found
}

/// Where the role stands if a cue is a heading: alone in its line, or the end of a line behind
/// which only roles stand.
fn heading(tokens: &[Token<'_>], at: usize, plain: Rank) -> Option<usize> {
    const WORDS_MAX: usize = 4;
    let ends = |n: &usize| tokens.get(*n).is_some_and(|mark| mark.is('\n'));
    let lines = (at..).take_while(ends).count();
    let before = tokens.get(at.saturating_sub(WORDS_MAX + 1)..at)?.iter().rev();
    let alone = before.take_while(|token| token.is_word).count();
    let opens = at.checked_sub(alone + 1).is_none_or(|n| ends(&n)) && alone <= WORDS_MAX;
    (lines > 0 && (plain == Rank::Sure || plain == Rank::Cued && opens)).then_some(at + lines)
}

/// "Wir suchen ab März eine …", "cherchons pour avril un·e …": where what is sought begins.
fn sought(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    const WORDS_MAX: usize = 4;
    const ARTICLES: [&str; 9] = ["a", "an", "einen", "eine", "ein", "un", "une", "una", "unos"];
    let within = (at..at + WORDS_MAX).take_while(|n| tokens.get(*n).is_some_and(|t| t.is_word));
    let article = within.into_iter().find(|n| {
        let bare = tokens.get(*n).map(|token| bare(&token.lower)).unwrap_or_default();
        ARTICLES.contains(&bare)
    })?;
    (article > at).then(|| skip(tokens, article))
}

/// "me han puesto una auditoría": here "puesto" is a verb.
fn has_put(tokens: &[Token<'_>], after: usize) -> bool {
    let has = after.checked_sub(2).and_then(|before| tokens.get(before));
    has.is_some_and(|has| ["ha", "han", "he", "has", "hemos"].contains(&&*has.lower))
}

/// "Entrevista técnica", "la entrevista prevista": what kind of meeting, no role.
fn is_kind_of_meeting(tokens: &[Token<'_>], after: usize) -> bool {
    let meeting = after.checked_sub(1).and_then(|before| tokens.get(before));
    let kind = tokens.get(after);
    meeting.is_some_and(|meeting| {
        ["entrevista", "prueba", "entretien", "épreuve"].contains(&&*meeting.lower)
    }) && kind.is_some_and(|kind| kind.is_word && !kind.is_capital())
}

pub(super) fn ranked(
    role: String,
    at: usize,
    plain: Rank,
    bare: bool,
    scope: Scope<'_>,
) -> Option<Found> {
    if is_vague(&role) || scope.is_company(&role) {
        return None;
    }
    let rank = match (holds_profession(&role), bare) {
        (true, true) => Rank::Sure,
        (true, false) => plain,
        (false, true) if !is_event_name(&role) && may_be_bare(&role, scope) => Rank::Bare,
        (false, _) => return None,
    };
    Some(Found { rank, at, role })
}

/// In English a single word of no profession is more often something else.
fn may_be_bare(role: &str, scope: Scope<'_>) -> bool {
    role.contains([' ', '/'])
        || scope.romance
        || role.chars().count() > SHORT
        || is_acronym(role)
        || is_agent(role)
}

fn is_quote(mark: &Token<'_>) -> bool {
    !mark.is_word && ["\"", "“", "„", "«", "»", "‘"].contains(&mark.text)
}

/// "Applying to the Grid Modeller position": a cue on both sides says it whatever the noun.
fn is_framed(tokens: &[Token<'_>], at: usize) -> bool {
    let end = names::run(tokens, at, &SMALL);
    let behind = end.and_then(|end| tokens.get(end));
    behind.is_some_and(|token| token.sorts.has(Sort::Frame))
}

/// A requisition id stands beside roles only.
fn numbered(text: &str, tokens: &[Token<'_>], scope: Scope<'_>) -> Vec<Found> {
    let ids = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is_word && token.text.len() >= 5 && is_requisition(token.text));
    ids.filter_map(|(n, _)| {
        let role = role_at(text, tokens, skip(tokens, n), scope)?;
        ranked(role, n, Rank::Cued, false, scope)
    })
    .collect()
}

/// "Engineering Manager, Records Platform, reporting to …".
fn reporting(text: &str, tokens: &[Token<'_>], scope: Scope<'_>) -> Option<Found> {
    let at = tokens.iter().position(|token| token.lower == "reporting" && token.is_word)?;
    let from = (at.saturating_sub(ROLE_WORDS_MAX + 2)..at).find(|n| {
        let before = n.checked_sub(1).and_then(|before| tokens.get(before));
        tokens.get(*n).is_some_and(Token::is_capital) && before.is_none_or(|b| !b.is_word)
    })?;
    let role = role_at(text, tokens, from, scope)?;
    ranked(role, usize::MAX, Rank::Cued, false, scope)
}

/// "the Staff Data Engineer role", "the founding engineer thing".
fn framed(text: &str, tokens: &[Token<'_>], scope: Scope<'_>) -> Vec<Found> {
    let frames = tokens.iter().enumerate();
    let frames =
        frames.filter(|(n, token)| token.sorts.has(Sort::BehindRole) && !is_another(tokens, n + 1));
    frames
        .filter_map(|(n, token)| {
            let sure = token.sorts.has(Sort::Frame);
            capitals_before(text, tokens, n, scope)
                .and_then(|(from, role)| {
                    let article = from.checked_sub(1).and_then(|before| tokens.get(before));
                    let article = article.is_none_or(is_article);
                    let bare = sure && article && role.split_whitespace().count() > 1;
                    ranked(role, n, Rank::Sure, bare, scope)
                })
                .or_else(|| lower_before(text, tokens, n, scope))
        })
        .collect()
}

/// "The Analyst job you'd also put in for": not the one that the mail is about.
fn is_another(tokens: &[Token<'_>], at: usize) -> bool {
    const REACH: usize = 4;
    let behind = tokens.get(at..).unwrap_or_default().iter().take(REACH);
    let you = tokens.get(at).is_some_and(|you| you.lower.starts_with("you"));
    you && behind.take_while(|token| token.is_word).any(|token| token.lower == "also")
}

/// "Die Data-Engineer-Stelle": the role within a German compound.
fn compounds(tokens: &[Token<'_>]) -> Vec<Found> {
    const HEADS: [&str; 5] = ["-stelle", "-position", "-rolle", "-vakanz", "-job"];
    let compound = |(at, token): (usize, &Token<'_>)| {
        let head = HEADS.iter().find(|head| token.lower.ends_with(**head))?;
        let (front, _) = token.text.split_at_checked(token.text.len() - head.len())?;
        let role = front.replace('-', " ");
        let holds = holds_profession(&role);
        holds.then_some(Found { rank: Rank::Sure, at, role })
    };
    tokens.iter().enumerate().filter(|(_, token)| token.is_capital()).filter_map(compound).collect()
}

fn is_article(token: &Token<'_>) -> bool {
    ["the", "our", "a", "an", "your", "this"].contains(&&*token.lower) || token.is('\n')
}

/// The run of capitals that ends before a token.
fn capitals_before(
    text: &str,
    tokens: &[Token<'_>],
    end: usize,
    scope: Scope<'_>,
) -> Option<(usize, String)> {
    let from = (end.saturating_sub(ROLE_WORDS_MAX)..end).find(|at| {
        let first = tokens.get(*at);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let opens = before.is_none_or(|before| {
            let small = SMALL.contains(&&*before.lower);
            !before.is_word || is_article(before) || !before.is_capital() && !small
        });
        first.is_some_and(|first| first.is_capital() && !is_article(first))
            && opens
            && names::run(tokens, *at, &SMALL) == Some(end)
    })?;
    let stop = (from + 1..end).find(|n| scope.is_company(names::slice(text, tokens, *n, end)));
    let role = tidy(names::slice(text, tokens, from, stop.unwrap_or(end)))?;
    (!scope.is_company(&role)).then_some((from, role))
}

/// "the data steward position": lower case between article and frame.
fn lower_before(text: &str, tokens: &[Token<'_>], end: usize, scope: Scope<'_>) -> Option<Found> {
    let from = (end.saturating_sub(LOWER_WORDS_MAX + 1)..end)
        .rev()
        .find(|at| tokens.get(*at).is_some_and(|token| token.lower == "the"))?;
    let plain = tokens.get(from + 1..end)?.iter().all(|word| word.is_word && !is_stop(word));
    let role = names::slice(text, tokens, from + 1, end).to_owned();
    let framed = tokens.get(end).is_some_and(|frame| frame.sorts.has(Sort::Frame));
    let agent = framed && role.rsplit(' ').next().is_some_and(is_agent);
    plain.then_some(role).and_then(|role| ranked(role, end, Rank::Sure, agent, scope))
}

/// "your application to Acme (Treasury Platforms, VP)", "dossier de candidature (infirmier)".
fn in_brackets(text: &str, tokens: &[Token<'_>], scope: Scope<'_>) -> Vec<Found> {
    const APPLIES: [&str; 8] = [
        "application",
        "applied",
        "applying",
        "candidature",
        "candidatura",
        "bewerbung",
        "postulación",
        "solicitud",
    ];
    /// Words between "application to" and the bracket: the company's name.
    const BETWEEN: usize = 6;
    let opens = tokens.iter().enumerate().filter(|(_, token)| token.is('('));
    opens
        .filter(|(n, _)| {
            let before = tokens.get(n.saturating_sub(BETWEEN)..*n).unwrap_or_default();
            let here = before.iter().rev().take_while(|token| token.is_word);
            here.into_iter().any(|token| APPLIES.contains(&&*token.lower))
        })
        .filter_map(|(n, _)| {
            let role = role_at(text, tokens, n + 1, scope)?;
            ranked(role, n, Rank::Cued, false, scope)
        })
        .collect()
}
