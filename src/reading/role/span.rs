//! Where a role ends that begins at a word: capitals, lower case in French and Spanish, brackets,
//! a part behind a comma or dash.
//!
//! Must not know why the role is looked for there; `cue` and `subject` do.

use super::{
    ROLE_WORDS_MAX, SMALL, Scope,
    bracket::{behind_mark, bracket},
    whose::whose,
    words::{
        bare, holds_profession, is_agent, is_event_name, is_opener, is_pair, is_profession,
        is_requisition, is_stop, tidy,
    },
};
use crate::reading::names::{self, Sort, Token};

/// Words in lower case that a role may hold beside its small words.
const LOWER_WORDS_MAX: usize = 4;

/// Words in the part of a role behind a comma or dash.
pub(super) const PART_WORDS_MAX: usize = 3;

/// No more stands before a role: a text of nothing but ids would be walked again from each.
const SKIPPED_MAX: usize = 12;

/// Skips a colon, articles, quotation marks and requisition ids.
pub(super) fn skip(tokens: &[Token<'_>], mut at: usize) -> usize {
    const ARTICLES: [&str; 61] = [
        "the",
        "a",
        "an",
        "our",
        "your",
        "new",
        "next",
        "der",
        "die",
        "das",
        "des",
        "eine",
        "einen",
        "einer",
        "eines",
        "ein",
        "eine/n",
        "le",
        "la",
        "un",
        "une",
        "el",
        "una",
        "of",
        "as",
        "de",
        "d",
        "l",
        "poste",
        "post",
        "puesto",
        "emploi",
        "als",
        "comme",
        "como",
        "zum",
        "zur",
        "notre",
        "unsere",
        "unseren",
        "unser",
        "unserer",
        "neue",
        "neuen",
        "neuer",
        "neues",
        "künftige",
        "künftigen",
        "künftiger",
        "zukünftige",
        "futur",
        "future",
        "futuro",
        "futura",
        "nouveau",
        "nouvelle",
        "nuestro",
        "nuestra",
        "nuevo",
        "nueva",
        "their",
    ];
    let end = at + SKIPPED_MAX;
    while at < end
        && let Some(token) = tokens.get(at)
    {
        let passable = if token.is_word {
            let plain = bare(&token.lower);
            ARTICLES.contains(&plain) && !token.is_capital()
                || ["un/une", "une/un", "einen/eine", "un/una"].contains(&plain)
                || ["Position", "Stelle"].contains(&token.text)
                || is_requisition(token.text)
        } else {
            matches!(
                token.text,
                ":" | "?" | "\"" | "“" | "„" | "«" | "»" | "'" | "’" | "‘" | "#" | "–" | "-"
            )
        };
        if !passable {
            break;
        }
        at += 1;
    }
    at
}

/// A role that begins at a token: its words, a bracket, one part behind a comma or dash.
pub(super) fn role_at(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    scope: Scope<'_>,
) -> Option<String> {
    let end = end_of(tokens, at, scope)?;
    let end = stop_at_company(text, tokens, at, end, scope).min(at + ROLE_WORDS_MAX);
    let role = names::slice(text, tokens, at, end);
    let more = tokens.get(end).and_then(|mark| {
        if mark.is(',') {
            behind_comma(text, tokens, end, role, scope)
        } else if mark.is('(') {
            bracket(text, tokens, end, scope)
                .map(|inside| format!(" ({inside})"))
                .or_else(|| behind_mark(text, tokens, end, scope).map(|field| format!(" {field}")))
        } else if mark.is('-') || mark.is('–') {
            behind_dash(text, tokens, end, role, scope)
        } else {
            None
        }
    });
    match more {
        Some(more) => tidy(&format!("{role}{more}")),
        None => tidy(role),
    }
}

/// The index after the last word of a role.
fn end_of(tokens: &[Token<'_>], at: usize, scope: Scope<'_>) -> Option<usize> {
    let Scope { romance, bold, .. } = scope;
    let first = tokens.get(at).filter(|first| first.is_word)?;
    // "Editora de mapas": the small word tells the language as well.
    let of = ["de", "d", "del", "du"];
    let spoken = tokens.get(at + 1).is_some_and(|next| of.contains(&&*next.lower));
    let roman = romance || is_profession(&first.lower) && (!first.is_capital() || spoken);
    if !first.is_capital() && (!roman || is_stop(first) || SMALL.contains(&&*first.lower)) {
        return lower_end(tokens, at, bold);
    }
    let mut end = at + 1;
    let mut next = end;
    let mut lower = usize::from(!first.is_capital());
    while let Some(token) = tokens.get(next) {
        let last = tokens.get(end - 1)?;
        if let Some(second) = pair(tokens, last, next) {
            (end, next) = (second, second);
        } else if token.is('.') && is_shortened(last) {
            next += 1;
        } else if let Some(words) = whose(tokens, last, next) {
            next += words;
        } else if token.is_capital() || token.text == "&" {
            next += 1;
            end = next;
        } else if !token.is_word || is_stop(token) && !SMALL.contains(&&*token.lower) {
            break;
        } else if SMALL.contains(&&*token.lower) {
            if !leads_on(tokens, next, roman) {
                break;
            }
            next += 1;
        } else if roman && lower <= LOWER_WORDS_MAX && !is_verb(token) {
            lower += 1;
            next += 1;
            end = next;
        } else {
            break;
        }
    }
    if !roman && is_cased(tokens, at, end) {
        let lower = |n: usize| {
            let word = tokens.get(n);
            word.is_some_and(|w| !w.is_capital() && !["als", "as"].contains(&&*w.lower))
        };
        let more = lower_end(tokens, end - 1, bold).filter(|more| (end..*more).all(lower));
        end = more.unwrap_or(end);
    }
    let last = tokens.get(end - 1)?;
    (last.text != "&").then_some(end).or(Some(end - 1))
}

/// "Care coordinator", "Year 4 teacher": only the beginning of the role has its capital.
fn is_cased(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|last| tokens.get(last));
    tokens.get(at).is_some_and(|first| !is_stop(first) && !is_opener(first))
        && (end == at + 1 || last.is_some_and(|last| !is_profession(&last.lower)))
}

/// "technicienne ou technicien", "Disponentin / Disponent": one role for both genders.
fn pair(tokens: &[Token<'_>], last: &Token<'_>, at: usize) -> Option<usize> {
    let link = tokens.get(at)?;
    let joins = link.is('/') || ["ou", "o", "oder", "or", "bzw"].contains(&&*link.lower);
    let second = tokens.get(at + 1)?;
    (joins && is_pair(&last.lower, &second.lower)).then_some(at + 2)
}

/// "Sr. SDET", "Asst. Manager".
fn is_shortened(token: &Token<'_>) -> bool {
    ["sr", "jr", "asst", "assoc", "dy", "exec", "dipl", "ing", "st"].contains(&&*token.lower)
}

/// Whether a small word is followed by more of the role: "de la médiathèque", "en radiologie".
fn leads_on(tokens: &[Token<'_>], at: usize, romance: bool) -> bool {
    let small = tokens.get(at).map(|token| &*token.lower).unwrap_or_default();
    let next = (at + 1..at + 3)
        .find_map(|n| tokens.get(n).filter(|token| !SMALL.contains(&&*token.lower)));
    // "the Curator and I", "eine Köchin und Ihr Profil": no part of it.
    const OTHERS: [&str; 7] = ["I", "Sie", "Ihr", "Ihre", "Ihren", "Ihrem", "Wir"];
    let Some(next) = next.filter(|next| next.is_word && !OTHERS.contains(&next.text)) else {
        return false;
    };
    match small {
        "en" => {
            let article = tokens.get(at + 1).is_some_and(|t| SMALL.contains(&&*t.lower));
            romance && !next.is_capital() && !is_stop(next) && !article
        }
        "and" | "und" | "y" | "et" | "for" | "im" | "la" | "le" => next.is_capital(),
        _ => next.is_capital() || romance && !is_stop(next),
    }
}

/// "necesitamos", "valoraremos": the sentence goes on.
fn is_verb(token: &Token<'_>) -> bool {
    token.lower.chars().count() > 5 && ["amos", "emos"].iter().any(|end| token.lower.ends_with(end))
}

/// "data steward": plain words up to the profession among them.
fn lower_end(tokens: &[Token<'_>], at: usize, bold: bool) -> Option<usize> {
    if tokens.get(at).is_some_and(|first| SMALL.contains(&first.text)) {
        return None;
    }
    let plain = |n: &usize| tokens.get(*n).is_some_and(|t| t.is_word && !is_stop(t));
    let words = (at..at + LOWER_WORDS_MAX).take_while(plain);
    let works = |t: &Token<'_>| is_profession(&t.lower) || bold && is_agent(&t.lower);
    let last = words.filter(|n| tokens.get(*n).is_some_and(works)).last()?;
    (last > at || bold).then_some(last + 1)
}

/// A part of a role behind a mark, not the company's name, and the index after it.
fn part<'a>(
    text: &'a str,
    tokens: &[Token<'_>],
    at: usize,
    scope: Scope<'_>,
) -> Option<(&'a str, usize)> {
    let end = names::run(tokens, at, &["of", "and"]).filter(|end| end - at <= PART_WORDS_MAX)?;
    let part = names::slice(text, tokens, at, end);
    (!scope.is_company(part)).then_some((part, end))
}

fn behind_comma(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    role: &str,
    scope: Scope<'_>,
) -> Option<String> {
    let Some((part, more)) = part(text, tokens, at + 1, scope) else {
        return lower_part(text, tokens, at + 1, role).map(|part| format!(", {part}"));
    };
    let closes = tokens
        .get(more)
        .is_none_or(|next| !next.is_word && !next.is('(') || next.is_word && !next.is_capital());
    let numbered = tokens.get(at + 1)?.text.starts_with(char::is_numeric);
    // "(Treasury Platforms, VP)": within brackets, the profession may come last.
    let bracketed = tokens.get(more).is_some_and(|next| next.is(')'));
    let holds = || holds_profession(role) || bracketed && holds_profession(part);
    (closes && !numbered && holds()).then(|| format!(", {part}"))
}

/// "Staff nurse, respiratory": a word or two of a field that close the sentence.
fn lower_part<'a>(text: &'a str, tokens: &[Token<'_>], at: usize, role: &str) -> Option<&'a str> {
    const WORDS_MAX: usize = 2;
    let field = |n: &usize| {
        tokens.get(*n).is_some_and(|word| {
            let moves =
                ["ing", "ed", "ly", "ends", "now"].iter().any(|end| word.lower.ends_with(end));
            word.is_word
                && !word.is_capital()
                && word.text.len() > 3
                && !moves
                && !is_stop(word)
                && !is_opener(word)
                && !names::sorts(&word.lower).has(Sort::NoRole)
                && !["next", "news", "step", "steps", "round", "thanks", "please", "question"]
                    .contains(&&*word.lower)
                && word.text.chars().all(char::is_alphabetic)
        })
    };
    let count = (at..at + WORDS_MAX).take_while(field).count();
    let end = at + count;
    let closes = tokens.get(end).is_none_or(|next| next.is('.') || next.is('\n'));
    let last = role.rsplit(' ').next().is_some_and(is_profession);
    let part = names::slice(text, tokens, at, end);
    (count > 0 && closes && last && !is_event_name(part)).then_some(part)
}

fn behind_dash(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    role: &str,
    scope: Scope<'_>,
) -> Option<String> {
    let (part, more) = part(text, tokens, at + 1, scope)?;
    // "Teamassistenz – Eingangsbestätigung".
    if tokens.get(at + 1).is_some_and(is_opener) {
        return None;
    }
    let closes = tokens
        .get(more)
        .is_none_or(|next| !next.is_word || ["more", "and", "at"].contains(&&*next.lower));
    (closes && holds_profession(role)).then(|| format!(" - {part}"))
}

/// "Platform Engineer Acme": a run may run into the company's name.
fn stop_at_company(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    end: usize,
    scope: Scope<'_>,
) -> usize {
    let begins = |n: &usize| tokens.get(*n).is_some_and(|token| token.is_capital());
    let company = |n: &usize| scope.is_company(names::slice(text, tokens, *n, end));
    let found = (at + 1..end).find(|n| begins(n) && company(n));
    found.unwrap_or(end)
}
