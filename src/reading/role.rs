//! The role a mail is about, and the topic of an interview.
//!
//! A role is known by where it stands (behind "Stelle als", before "position", in a part of the
//! subject) and by being a profession; the surer of the two is enough where the place is plain.
//! Never a person's title.

mod bracket;
mod cue;
mod gender;
mod span;
mod subject;
mod title;
mod topic;
mod whose;
mod words;

use std::cell::LazyCell;

pub use self::topic::topic;
use self::{
    cue::{Found, Rank},
    span::role_at,
    words::{holds_profession, is_event_name, tidy},
};
use super::{
    Language,
    calendar::CalendarEvent,
    company::strip_marks,
    names::{self, Text, Texts, Token},
};
use crate::message::Message;

/// Small words inside roles.
const SMALL: [&str; 20] = [
    "of", "and", "for", "de", "d", "du", "des", "la", "le", "l", "las", "los", "les", "für", "und",
    "y", "del", "en", "im", "et",
];
const ROLE_WORDS_MAX: usize = 9;

/// What is known of the mail when its role is looked for.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// The company's name, squashed.
    company: Option<&'a str>,
    /// French and Spanish spell roles in lower case.
    romance: bool,
    /// The place is for roles only: whoever does something is one.
    bold: bool,
}

impl Scope<'_> {
    fn is_company(&self, text: &str) -> bool {
        self.company.is_some_and(|company| same_start(text, company))
    }
}

/// Finds the role; `None` where the mail does not say.
pub fn find(
    message: &Message,
    events: &[CalendarEvent],
    texts: &Texts<'_>,
    company: Option<&str>,
    language: Language,
) -> Option<String> {
    let company = company.map(names::squash);
    let company = company.as_deref();
    let romance = matches!(language, Language::Fr | Language::Es);
    let scope = Scope { company, romance, bold: false };
    let subject = strip_marks(&message.subject);
    let own = texts.joined();
    let summaries: Vec<&str> = events.iter().map(|event| event.summary.as_str()).collect();
    let said = cue::found(own, scope);
    let topic = cue::found(texts.topic(), scope);
    let titled = LazyCell::new(|| subject::segment(subject, scope));
    let best = |found: &[Found], rank| {
        let first = found.iter().filter(|found| found.rank == rank).min_by_key(|found| found.at);
        first.map(|found| found.role.clone())
    };
    let summed = || {
        summaries.iter().find_map(|summary| {
            best(&cue::found(&Text::of(summary), scope), Rank::Sure)
                .or_else(|| subject::segment(summary, scope))
        })
    };
    let role = best(&said, Rank::Sure)
        .or_else(|| best(&topic, Rank::Sure))
        .or_else(|| best(&said, Rank::Cued))
        .or_else(|| best(&topic, Rank::Cued))
        .or_else(|| titled.clone())
        .or_else(summed)
        .or_else(|| best(&said, Rank::Bare))
        .or_else(|| best(&topic, Rank::Bare))
        .or_else(|| title::left(subject, message, scope))
        .or_else(|| title::echoed(subject, message, own, scope))
        .or_else(|| listed(message, own.text, scope))
        .or_else(|| employed(texts.topic(), company).or_else(|| employed(own, company)))
        .or_else(|| best(&said, Rank::Faint))
        .or_else(|| best(&cue::found(&texts.signature, scope), Rank::Sure))
        .or_else(|| earlier(&names::unwrapped(texts.quoted.text), scope));
    let role = role?;
    let segment = |title: &str| {
        if title == subject { titled.clone() } else { subject::segment(title, scope) }
    };
    Some(fullest(role, summaries.iter().copied().chain([subject]), segment))
}

/// What the mail answered says, in its text or its subject.
fn earlier(quoted: &str, scope: Scope<'_>) -> Option<String> {
    let found = cue::found(&Text::of(quoted), scope);
    let ranked = |rank| {
        let first = found.iter().filter(|found| found.rank == rank).min_by_key(|found| found.at);
        first.map(|found| found.role.clone())
    };
    [Rank::Sure, Rank::Cued]
        .into_iter()
        .find_map(ranked)
        .or_else(|| subject::quoted(quoted, scope))
        .or_else(|| [Rank::Bare, Rank::Faint].into_iter().find_map(ranked))
}

/// A summary or subject may spell out what the text shortens: "the SRE role".
fn fullest<'a>(
    role: String,
    titles: impl Iterator<Item = &'a str>,
    segment: impl Fn(&str) -> Option<String>,
) -> String {
    let key = names::squash(&role);
    let first = role.split_whitespace().next().map(names::squash).unwrap_or_default();
    // A segment costs much more than a look whether the role's first word stands there.
    let mut spelled = titles.filter(|title| names::squash(title).contains(&first));
    let longer = spelled.find_map(|title| {
        let other = segment(title)?;
        let other_key = names::squash(&other);
        (other_key.contains(&key) && other_key.len() > key.len()).then_some(other)
    });
    longer.unwrap_or(role)
}

/// Whether a text begins as a squashed name does, or is the beginning of it.
fn same_start(text: &str, squashed: &str) -> bool {
    let mut letters = names::letters(text).peekable();
    letters.peek().is_some() && letters.zip(squashed.chars()).all(|(a, b)| a == b)
}

/// "Payroll Specialist at Larkhill": capitals up to "at" and the company.
fn employed(text: &Text<'_>, company: Option<&str>) -> Option<String> {
    let Text { text, tokens, .. } = text;
    let at = (1..tokens.len()).find(|at| {
        if !tokens.get(*at).is_some_and(|t| ["at", "bei", "chez"].contains(&&*t.lower)) {
            return false;
        }
        let place = names::run(tokens, at + 1, &["of", "and"])
            .map(|end| names::slice(text, tokens, at + 1, end));
        let noun = tokens.get(at - 1).is_some_and(|t| t.is_capital() && holds_profession(t.text));
        noun && place.zip(company).is_some_and(|(place, name)| same_start(place, name))
    })?;
    let capital = |at: &usize| tokens.get(*at).is_some_and(Token::is_capital);
    let from = (at.saturating_sub(ROLE_WORDS_MAX)..at).rev().take_while(capital).last()?;
    tidy(names::slice(text, tokens, from, at))
}

/// A line of its own that is a role, as job boards print it. Behind the writer's name stands the
/// writer's title.
fn listed(message: &Message, own: &str, scope: Scope<'_>) -> Option<String> {
    const SENTENCE: usize = 4;
    let writer = message.from.as_ref().and_then(|from| from.name.as_deref()).unwrap_or_default();
    let surname = writer.rsplit(' ').next().filter(|name| name.len() > 2 && *name != writer);
    let signs = |line: &str| {
        let named = surname.is_some_and(|name| line.trim().ends_with(name));
        named && line.split_whitespace().count() <= SENTENCE
    };
    own.lines().take(12).take_while(|line| !signs(line)).find_map(|line| {
        let line = line.trim();
        let words = line.split_whitespace().count();
        if words > SENTENCE && line.ends_with(['.', '!', '?']) {
            return None;
        }
        if !(2..=ROLE_WORDS_MAX).contains(&words) || line.contains(',') && words > 6 {
            return None;
        }
        // "What: Technical interview - Software Engineer"
        let behind = line.rsplit_once(" - ").or_else(|| line.rsplit_once(" – "));
        let line = behind.filter(|(front, _)| is_event_name(front)).map_or(line, |(_, b)| b);
        // "Reconciliations Analyst, conversation with …"
        let before = line.split_once(", ").filter(|(_, event)| is_event_name(event));
        let line = before.map_or(line, |(front, _)| front);
        let tokens = names::tokens(line);
        let role = role_at(line, &tokens, span::skip(&tokens, 0), scope)?;
        (holds_profession(&role) && role.len() * 10 >= line.len() * 6 && !is_event_name(&role))
            .then_some(role)
    })
}

#[cfg(test)]
mod tests;
