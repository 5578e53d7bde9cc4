//! A small pattern language over words, so that what decides a kind is data.
//!
//! `word`, `prefix*`, `#` a number, `(two words|other)` a choice, `(…)?` optional, `..` up to
//! [`GAP_WORDS_MAX`] words, `...` up to [`WIDE_GAP_WORDS_MAX`] words. Patterns and text are split
//! into words alike: only letters and digits count.

use std::collections::BTreeMap;

const GAP_WORDS_MAX: usize = 5;
const WIDE_GAP_WORDS_MAX: usize = 14;
/// Words of a text in which patterns are looked for: a place for each fits in [`Places`].
pub const WORDS_MAX: usize = 127;

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
    Choice(Vec<Vec<Step>>),
    /// Up to so many words.
    Gap(usize),
    Word(Word),
}

/// One compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern(Vec<Step>);

impl Pattern {
    pub fn parse(text: &str) -> Pattern {
        Pattern(sequence(text))
    }

    fn matches_at(&self, words: &[String], at: usize) -> bool {
        ends(&self.0, words, 1 << at) != 0
    }

    /// First words that a match may begin with; `None`: anything.
    fn openings(&self) -> Option<Vec<&Word>> {
        openings(&self.0)
    }
}

fn openings(steps: &[Step]) -> Option<Vec<&Word>> {
    match steps.first()? {
        Step::Word(word) => Some(vec![word]),
        Step::Gap(_) => None,
        Step::Choice(options) => {
            let each: Option<Vec<Vec<&Word>>> =
                options.iter().map(|option| openings(option)).collect();
            each.map(|each| each.into_iter().flatten().collect())
        }
    }
}

/// Steps of a text; a choice that is optional has an empty option.
fn sequence(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (step, after) = step(rest);
        steps.extend(step);
        rest = after.trim_start();
    }
    steps
}

fn step(text: &str) -> (Vec<Step>, &str) {
    if let Some(after) = text.strip_prefix("...") {
        return (vec![Step::Gap(WIDE_GAP_WORDS_MAX)], after);
    }
    if let Some(after) = text.strip_prefix("..") {
        return (vec![Step::Gap(GAP_WORDS_MAX)], after);
    }
    if let Some((inside, after)) = text.strip_prefix('(').and_then(enclosed) {
        let mut options = alternatives(inside);
        let after = match after.strip_prefix('?') {
            Some(after) => {
                options.push(Vec::new());
                after
            }
            None => after,
        };
        return (vec![Step::Choice(options)], after);
    }
    let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let options: Vec<Vec<Step>> = word
        .split('|')
        .map(|word| Word::parse(word).into_iter().map(Step::Word).collect())
        .collect();
    match <[Vec<Step>; 1]>::try_from(options) {
        Ok([only]) => (only, after),
        Err(options) => (vec![Step::Choice(options)], after),
    }
}

/// Splits behind an opening bracket at the closing one.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            let (inside, rest) = text.split_at_checked(at)?;
            return Some((inside, rest.strip_prefix(')')?));
        }
    }
    None
}

/// Splits at the bars outside of inner brackets; an option without words is none.
fn alternatives(text: &str) -> Vec<Vec<Step>> {
    let mut depth = 0;
    text.split(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        c == '|' && depth == 0
    })
    .map(sequence)
    .filter(|option| !option.is_empty())
    .collect()
}

/// Places between words, one bit each.
type Places = u128;

/// All places at which the steps can end when they begin at one of `starts`.
fn ends(steps: &[Step], words: &[String], starts: Places) -> Places {
    let mut places = starts;
    for step in steps {
        if places == 0 {
            break;
        }
        places = match step {
            Step::Gap(most) => {
                let reached = (0..*most).fold(places, |reached, _| reached | reached << 1);
                reached & (Places::MAX >> (WORDS_MAX - words.len().min(WORDS_MAX)))
            }
            Step::Word(word) => followed(word, words, places),
            Step::Choice(options) => {
                options.iter().fold(0, |reached, option| reached | ends(option, words, places))
            }
        };
    }
    places
}

/// The places behind a word that stands at one of the places.
fn followed(word: &Word, words: &[String], mut places: Places) -> Places {
    let mut reached = 0;
    while places != 0 {
        let at = places.trailing_zeros();
        places &= places - 1;
        let here = usize::try_from(at).ok().and_then(|at| words.get(at));
        if here.is_some_and(|here| word.fits(here)) {
            reached |= 2 << at;
        }
    }
    reached
}

/// Many patterns, each with what it stands for, found in one pass.
#[derive(Debug)]
pub struct Phrasebook<T> {
    entries: Vec<(Pattern, T)>,
    /// Patterns by the words that they may begin with.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Patterns by the first letters of prefixes that they may begin with.
    by_letter: BTreeMap<char, Vec<usize>>,
    /// Patterns that may begin with anything.
    rest: Vec<usize>,
}

/// A pattern found in a sentence.
#[derive(Debug)]
pub struct Found<'a, T> {
    pub what: &'a T,
    /// The index of the first word.
    pub start: usize,
}

impl<T> Phrasebook<T> {
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> Phrasebook<T> {
        let entries: Vec<(Pattern, T)> =
            entries.into_iter().map(|(text, what)| (Pattern::parse(&text), what)).collect();
        let mut book = Phrasebook {
            entries: Vec::new(),
            by_word: BTreeMap::new(),
            by_letter: BTreeMap::new(),
            rest: Vec::new(),
        };
        for (n, (pattern, what)) in entries.into_iter().enumerate() {
            match pattern.openings() {
                Some(openings) => book.index(&openings, n),
                None => book.rest.push(n),
            }
            book.entries.push((pattern, what));
        }
        book
    }

    fn index(&mut self, openings: &[&Word], n: usize) {
        for opening in openings {
            let list = match opening {
                Word::Exact(word) => self.by_word.entry(word.clone()).or_default(),
                Word::Prefix(start) => match start.chars().next() {
                    Some(letter) => self.by_letter.entry(letter).or_default(),
                    None => &mut self.rest,
                },
                Word::Number => &mut self.rest,
            };
            if list.last() != Some(&n) {
                list.push(n);
            }
        }
    }

    /// Every pattern that occurs in the words, once each, at its first place.
    pub fn find(&self, words: &[String]) -> Vec<Found<'_, T>> {
        let words = words.get(..words.len().min(WORDS_MAX)).unwrap_or_default();
        let mut found: BTreeMap<usize, Found<'_, T>> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            let letter = word.chars().next().and_then(|letter| self.by_letter.get(&letter));
            let listed = [self.by_word.get(word), letter];
            for n in listed.into_iter().flatten().flatten().chain(&self.rest) {
                if let Some((pattern, what)) = self.entries.get(*n)
                    && !found.contains_key(n)
                    && pattern.matches_at(words, at)
                {
                    found.insert(*n, Found { what, start: at });
                }
            }
        }
        found.into_values().collect()
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
        assert!(holds("no (longer (open|free)|more)", "it is no longer free"));
        assert!(holds("a ... b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("a .. b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("offer", "offered"));
    }
}
