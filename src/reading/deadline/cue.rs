//! The words of a sentence that say who acts by a day.
//!
//! Decides the role of each such word from its class (`words`) and from the subject before it; must
//! not know days.

use std::ops::Range;

use super::words::{LANGUAGES, Words};
use crate::reading::when::token::{Kind, Tokens};

/// Words looked at before a verb for its subject.
const SUBJECT_REACH: usize = 9;

/// Tokens behind a day within which a condition is the day's.
const CONDITION_REACH: usize = 2;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Away,
    Back,
    Ours,
    /// Ours for a time: "give us until Friday".
    Patience,
    Theirs,
}

/// Words that say who acts, in tokens.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    pub role: Role,
    pub from: usize,
    pub to: usize,
}

/// All cues of a sentence. A longer phrase wins over a shorter one inside it, whatever their roles.
pub(super) fn cues(tokens: &Tokens, sentence: Range<usize>) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for at in sentence.clone() {
        for words in LANGUAGES {
            cues.extend(cues_at(tokens, at, &sentence, words));
        }
    }
    let inside = |cue: &Cue| {
        cues.iter().any(|other| {
            let longer = other.to - other.from > cue.to - cue.from;
            let covers = other.from <= cue.from && cue.to <= other.to;
            let overlaps = other.from < cue.to && cue.from < other.to;
            // "Hear back from us" is no return.
            let within = cue.from <= other.from && other.to <= cue.to;
            let stronger = cue.role == Role::Back && other.role != Role::Away && !within;
            other.role != cue.role && (covers && longer || overlaps && stronger)
        })
    };
    let keep: Vec<Cue> = cues.iter().filter(|cue| !inside(cue)).cloned().collect();
    keep
}

fn cues_at(tokens: &Tokens, at: usize, sentence: &Range<usize>, words: &Words) -> Vec<Cue> {
    let longest = |table: &[&str]| {
        let ends = table.iter().filter_map(|phrase| phrase_at(tokens, at, phrase));
        ends.filter(|to| *to <= sentence.end).max()
    };
    let fixed = [
        (Role::Away, words.away),
        (Role::Back, words.back),
        (Role::Ours, words.ours),
        (Role::Patience, words.patience),
        (Role::Theirs, words.theirs),
    ];
    let mut found = Vec::new();
    let mut push = |role, to| {
        let from = at;
        found.push(Cue { role, from, to });
    };
    for (role, table) in fixed {
        if let Some(to) = longest(table) {
            push(role, to);
        }
    }
    if let Some(to) = longest(words.news) {
        let owner = at.checked_sub(1).map_or("", |at| tokens.word(at));
        let outer = at.checked_sub(2).map_or("", |at| tokens.word(at));
        let yours = words.your.contains(&owner) || words.your.contains(&outer);
        let asked = subject(tokens, at, sentence.start, false) == Subject::Asked;
        push(if yours || asked { Role::Ours } else { Role::Theirs }, to);
    }
    // "Do not hesitate to contact us" asks for nothing.
    let invites = tokens.word(at.wrapping_sub(2)) == "hesitate";
    if let Some(to) = longest(words.tell).filter(|_| !invites) {
        let asked = subject(tokens, at, sentence.start, false) == Subject::Asked;
        push(if asked { Role::Ours } else { Role::Theirs }, to);
    }
    if let Some(to) = longest(words.task) {
        match subject(tokens, at, sentence.start, true) {
            Subject::Asked => push(Role::Ours, to),
            Subject::None if begins(tokens, at, sentence.start) => push(Role::Ours, to),
            Subject::None | Subject::We => {}
        }
    }
    found
}

/// Whom a verb is said of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The candidate is asked.
    Asked,
    None,
    We,
}

/// The nearest subject before a verb, within its clause.
///
/// "You have" asks only with a task behind it: "you have an answer by Friday" is promised.
fn subject(tokens: &Tokens, at: usize, start: usize, task: bool) -> Subject {
    const YOU: [&str; 5] = ["you ", "you'll ", "du ", "sie ", "vous "];
    let from = at.saturating_sub(SUBJECT_REACH).max(start);
    for before in (from..at).rev() {
        // "Por favor, confirma": the comma belongs to the asking.
        if tokens.mark(before) == ',' && ends_asking(tokens, before) {
            return Subject::Asked;
        }
        if matches!(tokens.mark(before), ',' | ':' | '.' | ';' | '(' | ')') {
            break;
        }
        let asks = |words: &&Words| {
            let mut asking = words.asking.iter();
            asking.any(|phrase| {
                let counts = task || !YOU.iter().any(|you| phrase.starts_with(you));
                counts && phrase_at(tokens, before, phrase).is_some()
            })
        };
        if LANGUAGES.iter().any(asks) {
            return Subject::Asked;
        }
        let word = tokens.word(before);
        let head = word.split('\'').next().unwrap_or(word);
        let object = tokens.any_of(before.wrapping_sub(1), &["to", "from", "let", "with", "for"]);
        if !object && LANGUAGES.iter().any(|words| words.we.contains(&head)) {
            return Subject::We;
        }
    }
    Subject::None
}

fn ends_asking(tokens: &Tokens, at: usize) -> bool {
    let ends = |phrase: &str| {
        let from = at.checked_sub(phrase.split(' ').count());
        from.and_then(|from| phrase_at(tokens, from, phrase)) == Some(at)
    };
    LANGUAGES.iter().any(|words| words.asking.iter().any(|phrase| ends(phrase)))
}

/// An imperative begins its sentence, line or item.
fn begins(tokens: &Tokens, at: usize, start: usize) -> bool {
    at == start
        || tokens.get(at).is_some_and(|token| token.lines > 0)
        || tokens.get(at).is_some_and(|token| token.text.starts_with(char::is_uppercase))
        || at.checked_sub(1).is_some_and(|at| matches!(tokens.mark(at), '-' | '*' | '•' | ':'))
}

/// The end of a phrase that begins here: `*` is up to three words, `~` any ending.
pub(super) fn phrase_at(tokens: &Tokens, at: usize, phrase: &str) -> Option<usize> {
    if tokens.get(at)?.lower.as_bytes().first() != phrase.as_bytes().first() {
        return None;
    }
    let mut next = at;
    let mut reach = 0;
    for word in phrase.split(' ') {
        if word == "*" {
            reach = 3;
            continue;
        }
        let fits = |at: &usize| {
            tokens.get(*at).is_some_and(|token| match word.strip_suffix('~') {
                Some(stem) => token.kind == Kind::Word && token.lower.starts_with(stem),
                None => token.lower == word,
            })
        };
        next = (next..=next + reach).find(fits)? + 1;
        reach = 0;
    }
    Some(next)
}

/// Conditions and habits before a day, what was said before, and a "not" make no promise.
pub(super) fn hedged(tokens: &Tokens, range: Range<usize>) -> bool {
    range.clone().any(|at| {
        LANGUAGES.iter().any(|words| {
            let mut tables = words.hedges.iter().chain(words.negations);
            tables.any(|phrase| phrase_at(tokens, at, phrase).is_some())
        })
    })
}

/// "We will be in touch within three weeks if there is a fit": the condition stands behind the day.
/// "I'll tell you by Friday if it works" only says what will be told.
pub(super) fn conditioned(tokens: &Tokens, sentence: Range<usize>, behind: usize) -> bool {
    const IF: &[&str] = &["if", "should", "falls", "wenn", "sofern", "sollte", "si", "s'il"];
    const TELLS: &[&str] = &[
        "know", "tell", "decide", "say", "see", "hear", "sagen", "wissen", "bescheid", "dire",
        "savoir", "saber", "decir", "diremos", "dirons", "confirm",
    ];
    let told = (sentence.start..behind).any(|at| tokens.any_of(at, TELLS));
    let near = behind..(behind + CONDITION_REACH).min(sentence.end);
    !told && near.clone().any(|at| tokens.any_of(at, IF))
}

/// Whether a word begins a new thought.
pub(super) fn is_joint(tokens: &Tokens, at: usize) -> bool {
    LANGUAGES.iter().any(|words| tokens.any_of(at, words.joints))
}
