//! Own text → sentences, with the hedges that take their force away.
//!
//! "If you are selected, we will arrange an interview" invites nobody.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    evidence::Signal,
    lexicon::{LEXICON, Said},
    phrase::{Found, Phrasebook, Spoken, Words},
};

/// Only so much of a mail is read for its meaning.
const SENTENCES_MAX: usize = 400;
const SENTENCE_WORDS_MAX: usize = 120;
/// A line at least this long runs on in the next.
const WRAPPED_BYTES_MIN: usize = 55;

/// A sentence, its words, and from which word on it only supposes.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub text: String,
    pub words: Words,
    /// What it says, some of it again.
    pub said: Vec<Found<Said>>,
    /// Supposes that the candidate will be chosen.
    pub hopes: bool,
    /// Words from here on depend on a condition.
    pub supposed_from: Option<usize>,
    /// Describes the process or candidates in general.
    pub general: bool,
    /// Heads a description of the process.
    heads: bool,
}

impl Sentence {
    pub fn new(text: &str) -> Sentence {
        Sentence::that_says(text, &LEXICON.phrases, |_| true)
    }

    /// A sentence of which only some phrases matter.
    fn that_says(
        text: &str,
        phrases: &Phrasebook<Said>,
        wanted: impl Fn(Said) -> bool,
    ) -> Sentence {
        let words = Words::first(text, SENTENCE_WORDS_MAX);
        let spoken = Spoken::of(&words, &LEXICON.vocabulary);
        let said: Vec<Found<Said>> = phrases.find(&spoken, wanted).collect();
        let (mut hopes, mut general, mut heads) = (false, false, false);
        let mut supposed_from: Option<usize> = None;
        for found in &said {
            match found.what {
                Said::Hedge(Hedge::Condition) => {
                    let from = supposed_from.map_or(found.start, |from| from.min(found.start));
                    supposed_from = Some(from);
                }
                Said::Hedge(Hedge::HiringCondition) => hopes = true,
                Said::Hedge(Hedge::General) => general = true,
                Said::Hedge(Hedge::ChangeOffer) => general |= text.trim_end().ends_with('?'),
                Said::Hedge(Hedge::ProcessHeading) => heads = true,
                _ => {}
            }
        }
        let supposed_from = if hopes { Some(0) } else { supposed_from };
        Sentence { text: text.trim().to_owned(), words, said, hopes, supposed_from, general, heads }
    }

    /// Whether words from `start` on are said, not supposed.
    pub fn states(&self, start: usize) -> bool {
        !self.general && self.supposed_from.is_none_or(|from| start < from)
    }

    pub fn says(&self, what: Said) -> bool {
        self.said.iter().any(|found| found.what == what)
    }
}

/// What takes the force out of a sentence, or tells what stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    Condition,
    HiringCondition,
    General,
    /// General where the sentence asks.
    ChangeOffer,
    ProcessHeading,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct HedgeWords {
    condition: Vec<String>,
    hiring_condition: Vec<String>,
    general: Vec<String>,
    change_offers: Vec<String>,
    process_headings: Vec<String>,
    abbreviations: Vec<String>,
}

static WORDS: LazyLock<HedgeWords> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/reading/hedges.toml"))
        .expect("config/reading/hedges.toml is compiled in and read by every test")
});

/// The patterns of all hedges.
pub fn hedges() -> impl Iterator<Item = (&'static str, Hedge)> {
    let lists = [
        (&WORDS.condition, Hedge::Condition),
        (&WORDS.hiring_condition, Hedge::HiringCondition),
        (&WORDS.general, Hedge::General),
        (&WORDS.change_offers, Hedge::ChangeOffer),
        (&WORDS.process_headings, Hedge::ProcessHeading),
    ];
    lists
        .into_iter()
        .flat_map(|(texts, hedge)| texts.iter().map(move |text| (text.as_str(), hedge)))
}

/// Splits text into sentences; lines under a heading that describes the process are general.
pub fn sentences(text: &str) -> Vec<Sentence> {
    split(text, Sentence::new)
}

/// The same where only some topics matter, whatever takes their force away.
pub fn sentences_about(text: &str, topics: &[Signal]) -> Vec<Sentence> {
    let wanted = |said| matches!(said, Said::Signal(signal, _) if topics.contains(&signal));
    split(text, |piece| Sentence::that_says(piece, &LEXICON.topics, wanted))
}

fn split(text: &str, read: impl Fn(&str) -> Sentence) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut described = false;
    for paragraph in paragraphs(text) {
        for piece in pieces(&paragraph) {
            if found.len() >= SENTENCES_MAX {
                return found;
            }
            let mut sentence = read(piece);
            if sentence.words.is_empty() {
                continue;
            }
            let listed = piece.trim_start().starts_with(|c: char| {
                c.is_ascii_digit() || matches!(c, '-' | '*' | '•' | '·' | '–')
            });
            sentence.general |= described && listed;
            described = sentence.heads || (described && listed);
            found.push(sentence);
        }
    }
    found
}

/// Joins wrapped lines.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut runs_on = false;
    for line in text.lines() {
        let line = line.trim();
        let starts_item = line.starts_with(['-', '*', '•', '·']);
        match out.last_mut() {
            Some(last) if runs_on && !line.is_empty() && !starts_item => {
                last.push(' ');
                last.push_str(line);
            }
            _ if !line.is_empty() => out.push(line.to_owned()),
            _ => {}
        }
        runs_on = line.len() >= WRAPPED_BYTES_MIN && !line.ends_with([':']);
    }
    out
}

fn pieces(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(paragraph);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text
            .match_indices(['.', '!', '?', ';'])
            .map(|(at, mark)| at + mark.len())
            .filter_map(|end| text.split_at_checked(end))
            .find(|(before, after)| ends_sentence(before, after));
        let (piece, after) = end.map_or((text, None), |(before, after)| (before, Some(after)));
        rest = after;
        Some(piece)
    })
}

fn ends_sentence(before: &str, after: &str) -> bool {
    if !after.starts_with(char::is_whitespace) {
        return after.is_empty();
    }
    if !before.ends_with('.') {
        return true;
    }
    let word = before.trim_end_matches('.').rsplit([' ', '(']).next().unwrap_or_default();
    let short_number = word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit());
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let known = WORDS.abbreviations.iter().any(|known| word.eq_ignore_ascii_case(known));
    !(short_number || initial || known || word.contains('.') && word.len() <= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_dates_and_titles_do_not_end_a_sentence() {
        let found = sentences("Passt Dienstag, der 29. September? Dr. Weiß kommt mit. Bis dann.");
        let texts: Vec<&str> = found.iter().map(|s| s.text.as_str()).collect();
        let wanted = ["Passt Dienstag, der 29. September?", "Dr. Weiß kommt mit.", "Bis dann."];
        assert_eq!(texts, wanted);
    }

    #[test]
    fn what_follows_a_condition_is_supposed() {
        let sentence = Sentence::new("If you are shortlisted, we will arrange an interview.");
        assert!(!sentence.states(8));
        assert!(Sentence::new("We would love to talk, if you are around.").states(0));
    }

    #[test]
    fn steps_listed_under_a_process_heading_are_general() {
        let found =
            sentences("How our process works:\n1. Interview with the team\n2. Offer\n\nSee you.");
        assert!(found[1].general && found[2].general && !found[3].general);
    }
}
