//! The role a mail is about, and the topic of an interview.
//!
//! A role is a run of words that holds a role noun and stands by a cue; never a person's title.

mod topic;
mod words;

use std::collections::BTreeSet;

pub use self::topic::topic;
use self::words::{
    has_noun, is_event_name, is_opener, is_requisition, opens_in_lower_case, romance, tidy,
};
use super::{
    calendar::CalendarEvent,
    company::strip_marks,
    names::{self, Token, WORDS},
};
use crate::message::Message;

/// Small words inside roles.
const SMALL: [&str; 16] = [
    "of", "and", "for", "de", "du", "des", "la", "le", "für", "und", "y", "del", "en", "im", "et",
    "d'",
];
const ROLE_WORDS_MAX: usize = 9;
const LOWER_WORDS_MAX: usize = 4;
/// Cues that stand before much else; what follows them must hold a role noun beside the first word.
const LOOSE: [&str; 17] = [
    "for the",
    "for our",
    "you for",
    "you for the",
    "als",
    "as our",
    "about the",
    "regarding the",
    "application",
    "position",
    "post",
    "role",
    "job",
    "stelle",
    "back for",
    "como",
    "oferta",
];

/// Finds the role; `None` where the mail does not say.
pub fn find(
    message: &Message,
    events: &[CalendarEvent],
    quoted: &str,
    company: Option<&str>,
) -> Option<String> {
    let subject = strip_marks(&message.subject);
    let summaries: Vec<&str> = events.iter().map(|event| event.summary.as_str()).collect();
    let own = unelided(&message.own);
    let text = |text: &str| by_cue(text, company).or_else(|| before_noun(text, company));
    let role = text(&own)
        .or_else(|| by_cue(subject, company))
        .or_else(|| segment(subject, company))
        .or_else(|| {
            summaries
                .iter()
                .find_map(|summary| by_cue(summary, company).or_else(|| segment(summary, company)))
        })
        .or_else(|| listed(&message.own, company))
        .or_else(|| employed(subject, company).or_else(|| employed(&message.own, company)))
        .or_else(|| text(quoted))
        .or_else(|| quoted_subject(quoted, company));
    role.map(|role| fullest(role, subject, &summaries, company))
}

/// "Poste d'ingénieur", "en tant qu'ingénieur": the cue ends at the apostrophe.
fn unelided(text: &str) -> String {
    const ELIDED: [(&str, &str); 4] = [
        ("poste d'", "poste de "),
        ("poste d’", "poste de "),
        ("en tant qu'", "en tant que "),
        ("en tant qu’", "en tant que "),
    ];
    ELIDED.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The subject may spell out what the text shortens: "the SRE role".
fn fullest(role: String, subject: &str, summaries: &[&str], company: Option<&str>) -> String {
    let key = names::squash(&role);
    let others = summaries.iter().copied().chain([subject]);
    let longer = others.filter_map(|text| segment(text, company)).find(|other| {
        let other_key = names::squash(other);
        other_key.contains(&key) && other_key.len() > key.len()
    });
    longer.unwrap_or(role)
}

/// The role after a cue: "your application for …", "Stelle als …".
fn by_cue(text: &str, company: Option<&str>) -> Option<String> {
    let tokens = names::tokens(text);
    let mut found: Vec<(bool, usize, String, bool)> = Vec::new();
    for at in names::after_cues(&tokens, &WORDS.role.before) {
        let loose = LOOSE.iter().any(|cue| {
            let words = cue.split(' ').count();
            at.checked_sub(words).and_then(|from| names::cue_at(&tokens, from, cue)) == Some(at)
        });
        let at = skip(&tokens, at);
        if let Some(role) = role_at(text, &tokens, at, company) {
            let framed = !loose && is_framed(&tokens, at);
            found.push((loose, at, role.clone(), framed || has_noun(&role)));
        }
    }
    // A requisition id, and ", reporting to", stand beside roles only.
    for (n, token) in tokens.iter().enumerate() {
        if token.is_word && is_requisition(token.text) && token.text.len() >= 5 {
            found.extend(role_at(text, &tokens, skip(&tokens, n), company).map(|r| {
                let noun = has_noun(&r);
                (true, n, r, noun)
            }));
        }
    }
    found.extend(reporting(text, &tokens, company).map(|role| {
        let noun = has_noun(&role);
        (true, usize::MAX, role, noun)
    }));
    found.retain(|(_, _, _, believed)| *believed);
    found.sort_by_key(|(loose, at, ..)| (*loose, *at));
    found.into_iter().next().map(|(_, _, role, _)| role)
}

/// "Applying to the Grid Modeller position": a cue on both sides says it whatever the noun.
fn is_framed(tokens: &[Token<'_>], at: usize) -> bool {
    const FRAMES: [&str; 6] = ["role", "position", "job", "post", "vacancy", "opening"];
    let end = names::run(tokens, at, &SMALL);
    let behind = end.and_then(|end| tokens.get(end));
    behind.is_some_and(|token| FRAMES.contains(&&*token.lower))
}

/// "Engineering Manager, Records Platform, reporting to …".
fn reporting(text: &str, tokens: &[Token<'_>], company: Option<&str>) -> Option<String> {
    let at = tokens.iter().position(|token| token.lower == "reporting" && token.is_word)?;
    let from = (at.saturating_sub(ROLE_WORDS_MAX + 2)..at).find(|n| {
        let before = n.checked_sub(1).and_then(|before| tokens.get(before));
        tokens.get(*n).is_some_and(Token::is_capital) && before.is_none_or(|b| !b.is_word)
    })?;
    role_at(text, tokens, from, company)
}

/// Skips a colon, articles, quotation marks and requisition ids.
fn skip(tokens: &[Token<'_>], mut at: usize) -> usize {
    const ARTICLES: [&str; 22] = [
        "the", "a", "an", "our", "your", "new", "next", "der", "die", "das", "eine", "einen",
        "ein", "le", "la", "un", "une", "el", "una", "of", "as", "de",
    ];
    while let Some(token) = tokens.get(at) {
        let passable = if token.is_word {
            ARTICLES.contains(&&*token.lower) || is_requisition(token.text)
        } else {
            matches!(token.text, ":" | "\"" | "“" | "„" | "«" | "'" | "‘" | "#" | "–" | "-")
        };
        if !passable {
            break;
        }
        at += 1;
    }
    at
}

/// A role that begins at a token: capitals, a bracket, one comma.
fn role_at(text: &str, tokens: &[Token<'_>], at: usize, company: Option<&str>) -> Option<String> {
    let lower = opens_in_lower_case(tokens, at).then_some(at + 1);
    let end = names::run(tokens, at, &SMALL).or(lower)?;
    let end = romance(tokens, at, end);
    let end = stop_at_company(text, tokens, at, end, company);
    let end = end.min(at + ROLE_WORDS_MAX);
    let mut role = names::slice(text, tokens, at, end).to_owned();
    if tokens.get(end).is_some_and(|token| token.is(','))
        && has_noun(&role)
        && let Some(more) = names::run(tokens, end + 1, &["of", "and"])
    {
        let part = names::slice(text, tokens, end + 1, more);
        let closes = tokens.get(more).is_none_or(|next| {
            !next.is_word && !next.is('(') || next.is_word && !next.is_capital()
        });
        let is_company = company.is_some_and(|company| same_start(part, company));
        if more - end <= 4
            && closes
            && !is_company
            && !tokens.get(end + 1)?.text.starts_with(char::is_numeric)
        {
            role = format!("{role}, {part}");
        }
    } else if tokens.get(end).is_some_and(|token| token.is('('))
        && let Some(inside) = bracket(text, tokens, end)
    {
        role = format!("{role} ({inside})");
    } else if tokens.get(end).is_some_and(|token| token.is('-') || token.is('–'))
        && let Some(more) = names::run(tokens, end + 1, &["of", "and"])
    {
        let part = names::slice(text, tokens, end + 1, more);
        let is_company = company.is_some_and(|company| same_start(part, company));
        let line_ends = tokens.get(more).is_none_or(|next| {
            !next.is_word || next.lower == "more" || next.lower == "and" || next.lower == "at"
        });
        if has_noun(&role) && !is_company && line_ends && more - end <= 3 {
            role = format!("{role} - {part}");
        }
    }
    tidy(&role)
}

/// The text in brackets that belongs to a role: "(Routing)".
fn bracket<'a>(text: &'a str, tokens: &[Token<'_>], at: usize) -> Option<&'a str> {
    let close = (at + 1..at + 6).find(|n| tokens.get(*n).is_some_and(|token| token.is(')')))?;
    let inside = names::slice(text, tokens, at + 1, close);
    let capital = tokens.get(at + 1).is_some_and(Token::is_capital);
    let id = inside.chars().any(|c| c.is_ascii_digit()) || inside.contains('/');
    (capital && !id && !inside.contains('@')).then_some(inside)
}

/// "Platform Engineer Acme": a run may run into the company's name.
fn stop_at_company(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    end: usize,
    company: Option<&str>,
) -> usize {
    let Some(company) = company else {
        return end;
    };
    let found = (at + 1..end).find(|n| same_start(names::slice(text, tokens, *n, end), company));
    found.unwrap_or(end)
}

fn same_start(text: &str, company: &str) -> bool {
    let (text, company) = (names::squash(text), names::squash(company));
    !text.is_empty() && (company.starts_with(&text) || text.starts_with(&company))
}

/// "the Staff Data Engineer role", "the founding engineer thing".
fn before_noun(text: &str, company: Option<&str>) -> Option<String> {
    let tokens = names::tokens(text);
    for (n, token) in tokens.iter().enumerate() {
        if !token.is_word || !WORDS.role.after.iter().any(|noun| *noun == token.lower) {
            continue;
        }
        let from = (n.saturating_sub(ROLE_WORDS_MAX)..n).find(|at| {
            let first = tokens.get(*at);
            let after_break = at.checked_sub(1).and_then(|b| tokens.get(b)).is_none_or(|before| {
                !before.is_capital() && !SMALL.contains(&&*before.lower) || !before.is_word
            });
            let article =
                first.is_some_and(|first| ["the", "our", "a", "an"].contains(&&*first.lower));
            first.is_some_and(Token::is_capital)
                && !article
                && after_break
                && names::run(&tokens, *at, &SMALL) == Some(n)
        });
        let capital = from.and_then(|from| {
            let end = stop_at_company(text, &tokens, from, n, company);
            tidy(names::slice(text, &tokens, from, end))
        });
        let capital = capital.filter(|role| {
            has_noun(role) && !company.is_some_and(|company| same_start(role, company))
        });
        if let Some(role) = capital.or_else(|| lower_role(text, &tokens, n)) {
            return Some(role);
        }
    }
    None
}

fn lower_role(text: &str, tokens: &[Token<'_>], noun: usize) -> Option<String> {
    let from = (noun.saturating_sub(LOWER_WORDS_MAX + 1)..noun)
        .find(|at| tokens.get(*at).is_some_and(|token| token.lower == "the"))?;
    let words = tokens.get(from + 1..noun)?;
    let plain = words.iter().all(|word| word.is_word);
    let named: BTreeSet<&str> = words.iter().map(|word| &*word.lower).collect();
    let role = names::slice(text, tokens, from + 1, noun);
    let vague =
        WORDS.role.never.iter().any(|never| named.contains(never.as_str()) || role == never);
    let noun = named.iter().any(|word| WORDS.role.nouns.contains(word));
    (plain && noun && !vague).then(|| role.to_owned())
}

/// The part of a subject that holds a role noun: "Halden Rowe - Staff Data Engineer, next step".
fn segment(subject: &str, company: Option<&str>) -> Option<String> {
    let cut = subject.replace(" || ", "\n").replace(" // ", "\n").replace(" | ", "\n");
    let cut = cut.replace(" – ", "\n").replace(" — ", "\n").replace(" @ ", "\n");
    let cut = cut.replace(": ", "\n").replace(" x ", "\n");
    let joined = pieces(&cut, company);
    joined.or_else(|| pieces(&cut.replace(" - ", "\n"), company)).or_else(|| {
        cut.replace(" - ", "\n").lines().map(str::trim).find_map(|piece| {
            let words = piece.split_whitespace().count();
            let lower = !piece.chars().any(char::is_uppercase);
            ((2..=LOWER_WORDS_MAX).contains(&words) && lower && has_noun(piece))
                .then(|| piece.to_owned())
        })
    })
}

fn pieces(cut: &str, company: Option<&str>) -> Option<String> {
    cut.lines().find_map(|piece| {
        let tokens = names::tokens(piece);
        let alone = tokens.iter().filter(|token| token.is_word).count() == 1;
        (0..tokens.len()).find_map(|at| {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            let here = tokens.get(at)?;
            let opens = before.is_none_or(|before| !before.is_capital() || is_opener(before));
            if !opens || is_requisition(here.text) || is_opener(here) {
                return None;
            }
            let at = skip(&tokens, at);
            let role = role_at(piece, &tokens, at, company)?;
            let is_company = company.is_some_and(|company| same_start(&role, company));
            let words = role.split_whitespace().count();
            (has_noun(&role) && !is_company && (words > 1 || alone) && !is_event_name(&role))
                .then_some(role)
        })
    })
}

/// "Payroll Specialist at Larkhill": capitals up to "at" and the company.
fn employed(text: &str, company: Option<&str>) -> Option<String> {
    let tokens = names::tokens(text);
    let at = (1..tokens.len()).find(|at| {
        if !tokens.get(*at).is_some_and(|t| ["at", "bei", "chez"].contains(&&*t.lower)) {
            return false;
        }
        let place = names::run(&tokens, at + 1, &["of", "and"])
            .map(|end| names::slice(text, &tokens, at + 1, end));
        let noun = tokens.get(at - 1).is_some_and(|t| t.is_capital() && has_noun(t.text));
        noun && place.zip(company).is_some_and(|(place, name)| same_start(place, name))
    })?;
    let capital = |at: &usize| tokens.get(*at).is_some_and(Token::is_capital);
    let from = (at.saturating_sub(ROLE_WORDS_MAX)..at).rev().take_while(capital).last()?;
    tidy(names::slice(text, &tokens, from, at))
}

/// A line of its own that is a role, as job boards print it.
fn listed(own: &str, company: Option<&str>) -> Option<String> {
    own.lines().take(12).find_map(|line| {
        let line = line.trim();
        let words = line.split_whitespace().count();
        if !(2..=ROLE_WORDS_MAX).contains(&words) || line.contains(',') && words > 6 {
            return None;
        }
        let tokens = names::tokens(line);
        let role = role_at(line, &tokens, skip(&tokens, 0), company)?;
        (has_noun(&role) && role.len() * 10 >= line.len() * 6 && !is_event_name(&role))
            .then_some(role)
    })
}

/// "Subject: …" in a forwarded or quoted header block.
fn quoted_subject(quoted: &str, company: Option<&str>) -> Option<String> {
    quoted.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        let field = field.trim().to_lowercase();
        ["subject", "betreff", "objet", "asunto"]
            .contains(&field.as_str())
            .then(|| segment(strip_marks(value), company))?
    })
}
