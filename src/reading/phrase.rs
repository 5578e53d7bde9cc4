//! A small pattern language over words, so that what decides a kind is data.
//!
//! `word`, `prefix*`, `#` a number, `(two words|other)` a choice, `(…)?` optional, `..` up to
//! [`GAP_WORDS_MAX`] words. Patterns and text are split into words alike: only letters and digits
//! count.

use std::collections::BTreeMap;

const GAP_WORDS_MAX: usize = 5;

/// Splits text into lower-case words of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[derive(Debug, Clone)]
enum Word {
    Exact(String),
    Number,
    Prefix(String),
}

impl Word {
    fn parse(text: &str) -> Vec<Word> {
        if text == "#" {
            return vec![Word::Number];
        }
        let prefix = text.ends_with('*');
        let mut parsed: Vec<Word> = words(text).into_iter().map(Word::Exact).collect();
        if prefix && let Some(Word::Exact(last)) = parsed.pop() {
            parsed.push(Word::Prefix(last));
        }
        parsed
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Word::Exact(exact) => word == exact,
            Word::Number => word.chars().all(|c| c.is_ascii_digit()),
            Word::Prefix(start) => word.starts_with(start.as_str()),
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Choice { options: Vec<Vec<Word>>, optional: bool },
    Gap,
}

/// One compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern(Vec<Step>);

impl Pattern {
    pub fn parse(text: &str) -> Pattern {
        let mut steps = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (step, after) = Self::step(rest);
            steps.extend(step);
            rest = after.trim_start();
        }
        Pattern(steps)
    }

    fn step(text: &str) -> (Option<Step>, &str) {
        if let Some(after) = text.strip_prefix("..") {
            return (Some(Step::Gap), after);
        }
        if let Some((inside, after)) = text.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        {
            let options = inside
                .split('|')
                .map(|option| option.split_whitespace().flat_map(Word::parse).collect())
                .filter(|option: &Vec<Word>| !option.is_empty())
                .collect();
            let (optional, after) = after.strip_prefix('?').map_or((false, after), |a| (true, a));
            return (Some(Step::Choice { options, optional }), after);
        }
        let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let options = word.split('|').map(Word::parse).collect();
        (Some(Step::Choice { options, optional: false }), after)
    }

    /// Where a match beginning at `at` ends.
    fn match_at(&self, words: &[String], at: usize) -> Option<usize> {
        walk(&self.0, words, at)
    }

    /// First words that a match may begin with; `None`: anything.
    fn openings(&self) -> Option<Vec<&Word>> {
        match self.0.first()? {
            Step::Choice { options, optional: false } => {
                options.iter().map(|option| option.first()).collect()
            }
            _ => None,
        }
    }
}

fn walk(steps: &[Step], words: &[String], at: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(at);
    };
    match step {
        Step::Gap => (0..=GAP_WORDS_MAX)
            .take_while(|n| at + n <= words.len())
            .find_map(|n| walk(rest, words, at + n)),
        Step::Choice { options, optional } => options
            .iter()
            .filter_map(|option| {
                let here = words.get(at..at + option.len())?;
                option.iter().zip(here).all(|(w, word)| w.fits(word)).then_some(option.len())
            })
            .find_map(|length| walk(rest, words, at + length))
            .or_else(|| if *optional { walk(rest, words, at) } else { None }),
    }
}

/// Many patterns, each with what it stands for, found in one pass.
#[derive(Debug)]
pub struct Phrasebook<T> {
    entries: Vec<(Pattern, T)>,
    by_word: BTreeMap<String, Vec<usize>>,
    rest: Vec<usize>,
}

/// A pattern found in a sentence.
#[derive(Debug)]
pub struct Found<'a, T> {
    pub what: &'a T,
    pub start: usize,
    pub end: usize,
}

impl<T> Phrasebook<T> {
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> Phrasebook<T> {
        let entries: Vec<(Pattern, T)> =
            entries.into_iter().map(|(text, what)| (Pattern::parse(&text), what)).collect();
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut rest = Vec::new();
        for (n, (pattern, _)) in entries.iter().enumerate() {
            let exact: Option<Vec<&String>> = pattern.openings().and_then(|openings| {
                let exact = openings.into_iter().map(|word| match word {
                    Word::Exact(word) => Some(word),
                    Word::Number | Word::Prefix(_) => None,
                });
                exact.collect()
            });
            match exact {
                Some(exact) => {
                    for word in exact {
                        by_word.entry(word.clone()).or_default().push(n);
                    }
                }
                None => rest.push(n),
            }
        }
        Phrasebook { entries, by_word, rest }
    }

    /// Every pattern that occurs in the words, once each, at its first place.
    pub fn find(&self, words: &[String]) -> Vec<Found<'_, T>> {
        let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            let listed = self.by_word.get(word).into_iter().flatten();
            for n in listed.chain(&self.rest) {
                if found.contains_key(n) {
                    continue;
                }
                let pattern = self.entries.get(*n).map(|(pattern, _)| pattern);
                if let Some(end) = pattern.and_then(|pattern| pattern.match_at(words, at)) {
                    found.insert(*n, (at, end));
                }
            }
        }
        let entry =
            |(n, (start, end))| self.entries.get(n).map(|(_, what)| Found { what, start, end });
        found.into_iter().filter_map(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, text: &str) -> bool {
        !Phrasebook::new([(pattern.to_owned(), ())]).find(&words(text)).is_empty()
    }

    #[test]
    fn patterns_match_words_choices_prefixes_numbers_and_gaps() {
        assert!(holds("we (have decided|decided) not", "Well, we decided not to."));
        assert!(holds("(have|'ve) chosen .. other", "we've chosen to go with some other person"));
        assert!(holds("interview* on #", "Interviews on 5 May"));
        assert!(holds("we will (not)? go", "we will go"));
        assert!(!holds("a .. b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("offer", "offered"));
    }
}
