//! The tone that no draft may have (S7), as data for each language (`config/tone`).
//!
//! Judges text alone, whoever wrote it. Must not mend it, and knows no templates.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::{draft::Step, reading::Language};

/// Something in a text that S7 forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault, by its name in `config/tone`.
    pub name: String,
    /// The words that show it.
    pub text: String,
    /// Where they begin, counted from 1.
    pub line: usize,
}

/// What a kind of fault is, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Advice {
    pub what: String,
    pub instead: String,
}

/// One language's file: phrases by fault, and the words that the language is known by.
#[derive(Debug, Deserialize)]
struct Tone {
    stopwords: Vec<String>,
    /// Words in the name of a session: "Architecture interview" is not a topic. `*` before a word:
    /// also as a part of another.
    sessions: Vec<String>,
    faults: BTreeMap<String, Phrases>,
}

/// A phrase is words in order. `*` at a word's end stands for any ending, `…` for up to
/// [`GAP_WORDS_MAX`] words within the sentence.
#[derive(Debug, Deserialize)]
struct Phrases {
    phrases: Vec<String>,
    /// Steps in which this is no fault.
    #[serde(default)]
    except: Vec<Step>,
}

const GAP_WORDS_MAX: usize = 6;
const COMPILED_IN: &str = "the files under config/tone are compiled in, and a test reads them all";

static TONES: LazyLock<Vec<(Language, Tone)>> = LazyLock::new(|| {
    [
        (Language::En, include_str!("../../config/tone/en.toml")),
        (Language::De, include_str!("../../config/tone/de.toml")),
        (Language::Fr, include_str!("../../config/tone/fr.toml")),
        (Language::Es, include_str!("../../config/tone/es.toml")),
    ]
    .map(|(language, file)| (language, toml::from_str(file).expect(COMPILED_IN)))
    .into()
});

static ADVICE: LazyLock<BTreeMap<String, Advice>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/tone/advice.toml")).expect(COMPILED_IN)
});

/// The advice on a fault, by the fault's name.
pub fn advice(name: &str) -> Option<&'static Advice> {
    ADVICE.get(name)
}

/// What S7 forbids in a text, its slots left aside.
pub fn faults(text: &str, step: Step, language: Language) -> Vec<Fault> {
    let text = without_slots(text);
    let (words, lines) = placed_words(&text);
    let tone = TONES.iter().find(|(known, _)| *known == language).map(|(_, tone)| tone);
    let mut found = Vec::new();
    for (name, fault) in tone.into_iter().flat_map(|tone| &tone.faults) {
        if fault.except.contains(&step) {
            continue;
        }
        for phrase in &fault.phrases {
            let line = said_at(&words, phrase).and_then(|at| lines.get(at)).copied();
            let text = phrase.clone();
            found.extend(line.map(|line| Fault { name: name.clone(), text, line }));
        }
    }
    found.extend(typed(&text));
    found.sort_by_key(|fault| fault.line);
    found
}

/// The language that a text's small words belong to, or `None` if they do not tell.
pub fn language(text: &str) -> Option<Language> {
    let words = words(&without_slots(text));
    let count = |tone: &Tone| words.iter().filter(|word| tone.stopwords.contains(word)).count();
    let mut counts: Vec<_> =
        TONES.iter().map(|(language, tone)| (count(tone), *language)).collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(first, language), (second, _), ..] if first > second => Some(*language),
        _ => None,
    }
}

/// Whether words name a session rather than what it is about, in whatever language.
pub fn names_a_session(topic: &str) -> bool {
    let words = words(topic);
    let names = |word: &String, tone: &Tone| {
        tone.sessions.iter().any(|known| match known.strip_prefix('*') {
            Some(part) => word.contains(part),
            None => word == known,
        })
    };
    words.iter().any(|word| TONES.iter().any(|(_, tone)| names(word, tone)))
}

/// Faults of the hand: exclamation chains, gaps that a template left, placeholders that are no
/// slots.
fn typed(text: &str) -> Vec<Fault> {
    let marks = [
        ("exclamations", "!!"),
        ("template", "{{"),
        ("template", "}}"),
        ("template", "{%"),
        ("placeholder", "["),
    ];
    let mut found = Vec::new();
    for (line, said) in (1..).zip(text.lines()) {
        let close: String = said.split_whitespace().collect();
        let hits = marks.iter().filter(|(_, mark)| close.contains(mark));
        let fault = |(name, mark): &(&str, &str)| Fault {
            name: (*name).to_owned(),
            text: (*mark).to_owned(),
            line,
        };
        found.extend(hits.map(fault));
    }
    found
}

/// The text without what stands in `[[…]]`.
fn without_slots(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, slot)) = rest.split_once("[[") {
        out += before;
        out.push(' ');
        let (inside, after) = slot.split_once("]]").unwrap_or((slot, ""));
        // Lines keep their numbers.
        out.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out + rest
}

/// The words in lower case; a mark that ends a sentence stands alone as ".".
fn words(text: &str) -> Vec<String> {
    placed_words(text).0
}

/// The words, and the line of each.
fn placed_words(text: &str) -> (Vec<String>, Vec<usize>) {
    let lower = text.to_lowercase().replace('’', "'");
    let (mut words, mut lines) = (Vec::new(), Vec::new());
    for (line, said) in (1..).zip(lower.lines()) {
        words.extend(words_of_line(said));
        lines.resize(words.len(), line);
    }
    (words, lines)
}

fn words_of_line(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for chunk in line.split_whitespace() {
        for word in chunk.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-') {
            let word = word.trim_matches(['\'', '-']);
            if !word.is_empty() {
                words.push(word.to_owned());
            }
        }
        if chunk.ends_with(['.', '?', '!']) {
            words.push(".".to_owned());
        }
    }
    words
}

fn said_at(words: &[String], phrase: &str) -> Option<usize> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    (0..words.len()).find(|at| follows(words.get(*at..).unwrap_or_default(), &phrase))
}

fn follows(words: &[String], phrase: &[&str]) -> bool {
    let Some((wanted, later)) = phrase.split_first() else {
        return true;
    };
    if *wanted == "…" {
        return (0..=GAP_WORDS_MAX).any(|skip| match words.split_at_checked(skip) {
            Some((gap, rest)) => !gap.iter().any(|word| word == ".") && follows(rest, later),
            None => false,
        });
    }
    let Some((word, rest)) = words.split_first() else {
        return false;
    };
    let same = match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == wanted,
    };
    same && follows(rest, later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_advice_and_a_line() {
        for (_, tone) in &*TONES {
            for name in tone.faults.keys() {
                assert!(advice(name).is_some(), "{name}");
            }
        }
        let text = "Dear Priya,\n\n[[a\nb]] I was\njust checking in! !\n";
        let found = faults(text, Step::CheckIn, Language::En);
        let found: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.line)).collect();
        assert_eq!(found, [("small-talk", 5), ("exclamations", 5)]);
    }

    fn names(text: &str, step: Step, language: Language) -> Vec<String> {
        let mut names: Vec<_> = faults(text, step, language).into_iter().map(|f| f.name).collect();
        names.dedup();
        names
    }

    #[test]
    fn pressure_and_small_talk_are_heard_in_every_language() {
        for (language, text) in [
            (Language::En, "I'm just checking in."),
            (Language::En, "I just wanted to ask."),
            (Language::En, "I haven’t heard back from you."),
            (Language::En, "I need your answer."),
            (Language::En, "Have you made a decision yet?"),
            (Language::En, "Sorry to bother you again."),
            (Language::En, "Would you have any feedback?"),
            (Language::En, "What is the salary?"),
            (Language::En, "Hey Priya, thanks"),
            (Language::En, "Thank you! !"),
            (Language::En, "Dear [Name],"),
            (Language::De, "Ich wollte nur mal nachfragen."),
            (Language::De, "Leider habe ich noch nichts von Ihnen gehört."),
            (Language::De, "Entschuldigen Sie die Störung."),
            (Language::De, "Welches Gehalt ist vorgesehen?"),
            (Language::Fr, "Je voulais juste savoir."),
            (Language::Fr, "Je n’ai toujours pas de nouvelles de votre part."),
            (Language::Fr, "Désolé de vous déranger."),
            (Language::Es, "Solo quería saber algo."),
            (Language::Es, "Todavía no he recibido respuesta."),
            (Language::Es, "Perdone que le moleste."),
        ] {
            assert!(!names(text, Step::CheckIn, language).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_a_guide_allows_is_no_fault() {
        let text = "I remain very interested. Is there an updated timeline?";
        assert_eq!(faults(text, Step::CheckIn, Language::En), []);
        let offer = "I have received another offer.";
        assert_eq!(faults(offer, Step::CompetingOffer, Language::En), []);
        assert_ne!(faults(offer, Step::CheckIn, Language::En), []);
    }
}
