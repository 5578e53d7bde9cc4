//! The words of a sentence that say who acts by a day.
//!
//! Decides the role of each such word from its class (`words`) and from the subject before it; must
//! not know days.

use std::ops::Range;
use std::sync::LazyLock;

use super::words::{LANGUAGES, Words};
use crate::reading::when::phrases::Phrases;
use crate::reading::when::token::Tokens;

/// Words looked at before a verb for its subject.
const SUBJECT_REACH: usize = 9;

/// Tokens behind a day within which a condition is the day's.
const CONDITION_REACH: usize = 2;

/// Words of a phrase that asks.
const ASKING_WORDS_MAX: usize = 6;

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

/// What a phrase of one language is in a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Asks; `you` have to have something behind it.
    Asking {
        you: bool,
    },
    Habit,
    Hedge,
    Joint,
    News,
    /// What else has a limit: the job's start, an advertisement's end.
    Other,
    /// Says who acts whoever the subject is.
    Says(Role),
    Task,
    Tell,
}

/// The phrases of all languages, each with its language's place in the list.
static PHRASES: LazyLock<Phrases<(usize, Class)>> = LazyLock::new(|| {
    let all = LANGUAGES.iter().enumerate().flat_map(|(n, words)| {
        let classes = classes(words).into_iter();
        classes.flat_map(move |(class, phrases)| phrases.iter().map(move |one| (*one, (n, class))))
    });
    let asking = LANGUAGES.iter().enumerate().flat_map(|(n, words)| {
        words.asking.iter().map(move |one| (*one, (n, Class::Asking { you: is_you(one) })))
    });
    Phrases::new(all.chain(asking))
});

fn classes(words: &Words) -> [(Class, &'static [&'static str]); 13] {
    [
        (Class::Says(Role::Away), words.away),
        (Class::Says(Role::Back), words.back),
        (Class::Says(Role::Ours), words.ours),
        (Class::Says(Role::Patience), words.patience),
        (Class::Says(Role::Theirs), words.theirs),
        (Class::News, words.news),
        (Class::Tell, words.tell),
        (Class::Task, words.task),
        (Class::Other, words.others),
        (Class::Habit, words.habits),
        (Class::Hedge, words.hedges),
        (Class::Hedge, words.negations),
        (Class::Joint, words.joints),
    ]
}

/// "You have" asks only with a task behind it: "you have an answer by Friday" is promised.
fn is_you(phrase: &str) -> bool {
    let first = phrase.split_once(' ').map(|(first, _)| first);
    first.is_some_and(|first| ["you", "you'll", "du", "sie", "vous"].contains(&first))
}

/// All cues of a sentence. A longer phrase wins over a shorter one inside it, whatever their roles.
pub(super) fn cues(tokens: &Tokens, sentence: Range<usize>) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for at in sentence.clone() {
        cues_at(tokens, at, &sentence, &mut cues);
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

fn cues_at(tokens: &Tokens, at: usize, sentence: &Range<usize>, cues: &mut Vec<Cue>) {
    let mut here: Vec<(usize, Class, usize)> = Vec::new();
    PHRASES.each(tokens, at, |(language, class), to| {
        if to <= sentence.end {
            here.push((language, class, to));
        }
    });
    if here.is_empty() {
        return;
    }
    for (n, words) in LANGUAGES.iter().enumerate() {
        for (class, _) in classes(words) {
            let fits = here.iter().filter(|one| one.0 == n && one.1 == class);
            if let Some(to) = fits.map(|one| one.2).max()
                && let Some(role) = role_at(tokens, at, sentence.start, class, words)
            {
                cues.push(Cue { role, from: at, to });
            }
        }
    }
}

/// Who acts by a phrase that begins at a place.
fn role_at(tokens: &Tokens, at: usize, start: usize, class: Class, words: &Words) -> Option<Role> {
    match class {
        Class::Asking { .. } | Class::Habit | Class::Hedge | Class::Joint | Class::Other => None,
        Class::News => {
            let owner = at.checked_sub(1).map_or("", |at| tokens.word(at));
            let outer = at.checked_sub(2).map_or("", |at| tokens.word(at));
            let yours = words.your.contains(&owner) || words.your.contains(&outer);
            let asked = yours || subject(tokens, at, start, false) == Subject::Asked;
            Some(if asked { Role::Ours } else { Role::Theirs })
        }
        Class::Says(role) => Some(role),
        Class::Task => match subject(tokens, at, start, true) {
            Subject::Asked => Some(Role::Ours),
            _ if promises(tokens, at) => Some(Role::Theirs),
            Subject::None => begins(tokens, at, start).then_some(Role::Ours),
            Subject::We => None,
        },
        // "Do not hesitate to contact us" asks for nothing.
        Class::Tell if tokens.word(at.wrapping_sub(2)) == "hesitate" => None,
        Class::Tell => {
            let asked = subject(tokens, at, start, false) == Subject::Asked;
            Some(if asked { Role::Ours } else { Role::Theirs })
        }
    }
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
fn subject(tokens: &Tokens, at: usize, start: usize, task: bool) -> Subject {
    let from = at.saturating_sub(SUBJECT_REACH).max(start);
    for before in (from..at).rev() {
        // "Por favor, confirma": the comma belongs to the asking.
        if tokens.mark(before) == ',' && ends_asking(tokens, before) {
            return Subject::Asked;
        }
        if matches!(tokens.mark(before), ',' | ':' | '.' | ';' | '(' | ')') {
            break;
        }
        let asks = |(_, class)| matches!(class, Class::Asking { you } if task || !you);
        if PHRASES.any(tokens, before, asks) {
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

/// "I'll send", "we will confirm", "shall share": what candidates are asked for, the company does.
fn promises(tokens: &Tokens, verb: usize) -> bool {
    const READERS: [&str; 6] = ["", "you", "who", "candidate", "candidates", "applicants"];
    let is_other = |word: &str| !READERS.contains(&word);
    let before = |n| verb.checked_sub(n).map_or("", |at| tokens.word(at));
    (1..=2).any(|n| match before(n) {
        "shall" => true,
        "will" => is_other(before(n + 1)),
        word => word.strip_suffix("'ll").is_some_and(is_other),
    })
}

fn ends_asking(tokens: &Tokens, at: usize) -> bool {
    let ends = |(_, class), to| to == at && matches!(class, Class::Asking { .. });
    (at.saturating_sub(ASKING_WORDS_MAX)..at).any(|from| {
        let mut found = false;
        PHRASES.each(tokens, from, |what, to| found |= ends(what, to));
        found
    })
}

/// An imperative begins its sentence, line or item.
fn begins(tokens: &Tokens, at: usize, start: usize) -> bool {
    at == start
        || tokens.get(at).is_some_and(|token| token.lines > 0)
        || tokens.get(at).is_some_and(|token| token.text.starts_with(char::is_uppercase))
        || at.checked_sub(1).is_some_and(|at| matches!(tokens.mark(at), '-' | '*' | '•' | ':'))
}

/// Conditions and habits before a day, what was said before, and a "not" make no promise. A time
/// within which an answer usually comes is one all the same.
pub(super) fn hedged(tokens: &Tokens, range: Range<usize>, within: bool) -> bool {
    let hedges = |class| class == Class::Hedge || class == Class::Habit && !within;
    range.into_iter().any(|at| PHRASES.any(tokens, at, |(_, class)| hedges(class)))
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

/// Whether a sentence asks something of the reader, speaks of what is theirs, or of what else ends.
pub(super) fn concerns_reader(tokens: &Tokens, sentence: Range<usize>) -> bool {
    sentence.into_iter().any(|at| {
        PHRASES.any(tokens, at, |(_, class)| matches!(class, Class::Asking { .. } | Class::Other))
            || LANGUAGES.iter().any(|words| words.your.contains(&tokens.word(at)))
    })
}

/// Whether a word begins a new thought.
pub(super) fn is_joint(tokens: &Tokens, at: usize) -> bool {
    PHRASES.any(tokens, at, |(_, class)| class == Class::Joint)
}
