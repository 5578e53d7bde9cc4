//! A small pattern language over words, so that what decides a kind is data.
//!
//! `word`, `prefix*`, `#` a number, `(two words|other)` a choice, `(…)?` optional, `..` up to 5
//! words, `...` up to 14 words. Patterns and text are split into words alike: only letters and
//! digits count, accents do not.
//!
//! A sentence's words are looked up once (`spoken`). Only patterns one of whose rarest needed words
//! occurs are looked at, and only those whose other needs it holds (`sets`) are followed (`steps`).

mod pattern;
mod sets;
mod spoken;
mod steps;
mod vocabulary;

pub use pattern::{Parser, Step};
use sets::{Gathered, Set, Sets};
pub use spoken::Spoken;
use steps::{Laid, Steps};
use vocabulary::Symbol;
pub use vocabulary::Vocabulary;

use super::spelling::Spelling;

/// Words of a text in which patterns are looked for: a place for each fits in the bits of a number.
const WORDS_MAX: usize = 127;
/// Bytes of text for one word, about.
const WORD_BYTES: usize = 5;
/// So many needs beside the rarest are looked at before a pattern is followed.
const ALSO_MAX: usize = 3;

/// Splits text into lower-case words of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    split(text).map(str::to_lowercase).collect()
}

/// Words of letters and digits.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A word as people without the right keys write it: "ue" for "ü", "ss" for "ß", no accents.
fn fold(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'œ' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' => out.push('o'),
            'ù' | 'ú' | 'û' => out.push('u'),
            c => out.push(c),
        }
    }
}

/// The words of a sentence in lower case and without accents, behind one another.
#[derive(Debug, Clone, Default)]
pub struct Words {
    text: String,
    /// Where each word ends, and what it spells.
    words: Vec<(usize, Spelling)>,
}

impl Words {
    /// The first words of a text; every apostrophe parts two.
    pub fn first(text: &str, most: usize) -> Words {
        let spellings = Vec::with_capacity((text.len() / WORD_BYTES).min(most));
        let mut words = Words { text: String::with_capacity(text.len()), words: spellings };
        let pieces = text.split(|c: char| !c.is_alphanumeric() || c == 'ʼ');
        for word in pieces.filter(|word| !word.is_empty()).take(most) {
            let start = words.text.len();
            if word.is_ascii() {
                words.text.push_str(word);
                words.text.get_mut(start..).into_iter().for_each(str::make_ascii_lowercase);
            } else {
                fold(&word.to_lowercase(), &mut words.text);
            }
            let spelling = words.text.get(start..).map_or(Spelling::NONE, Spelling::of);
            words.words.push((words.text.len(), spelling));
        }
        words
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let start = match at.checked_sub(1) {
            Some(before) => self.words.get(before)?.0,
            None => 0,
        };
        self.text.get(start..self.words.get(at)?.0)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.spelled().map(|(word, _)| word)
    }

    pub fn spelled(&self) -> impl Iterator<Item = (&str, Spelling)> {
        let mut start = 0;
        self.words.iter().filter_map(move |(end, spelling)| {
            let word = self.text.get(std::mem::replace(&mut start, *end)..*end);
            word.map(|word| (word, *spelling))
        })
    }
}

/// Many patterns, each with what it stands for, found in one pass.
#[derive(Debug)]
pub struct Phrasebook<T> {
    steps: Steps,
    sets: Sets,
    /// Patterns by a word without which they do not match, those of one symbol in a row. What needs
    /// no word is in none.
    listed: Vec<Listed<T>>,
    /// Where each symbol's row begins in them.
    rows: Vec<u32>,
}

/// A pattern in the row of a symbol that it needs.
#[derive(Debug, Clone, Copy)]
struct Listed<T> {
    /// A match also holds a symbol of each.
    also: [Set; ALSO_MAX],
    steps: Laid,
    what: T,
}

/// A pattern found in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Found<T> {
    pub what: T,
    /// The index of the first word.
    pub start: usize,
}

impl<T: Copy> Phrasebook<T> {
    pub fn new(patterns: &[(Vec<Step>, T)]) -> Phrasebook<T> {
        let mut mentions = Vec::new();
        for (steps, _) in patterns {
            pattern::count(steps, &mut mentions);
        }
        let mut listed = Vec::new();
        let mut laid = Steps::default();
        let mut sets = Gathered::default();
        for (n, (steps, what)) in patterns.iter().enumerate() {
            let mut needs = pattern::needs(steps, &mentions).into_iter();
            let rarest = needs.next().map_or_else(Vec::new, |need| need.symbols);
            let also =
                std::array::from_fn(|_| needs.next().map_or(0, |need| sets.add(need.symbols)));
            let entry = Listed { also, steps: laid.add(steps), what: *what };
            listed.extend(rarest.into_iter().map(|symbol| (symbol, n, entry)));
        }
        listed.sort_by_key(|(symbol, n, _)| (*symbol, *n));
        listed.dedup_by_key(|(symbol, n, _)| (*symbol, *n));
        let mut rows = vec![0];
        for (end, (symbol, ..)) in (1..).zip(&listed) {
            let last = rows.last().copied().unwrap_or(0);
            // Cuts the end of the symbol's row, where there is one, and sets it anew.
            rows.resize(usize::from(*symbol) + 1, last);
            rows.push(end);
        }
        let listed = listed.into_iter().map(|(.., entry)| entry).collect();
        Phrasebook { steps: laid, sets: sets.into(), listed, rows }
    }

    /// Every wanted pattern that occurs in a sentence, at its first place; some of them again.
    pub fn find(
        &self,
        spoken: &Spoken,
        wanted: impl Fn(T) -> bool,
    ) -> impl Iterator<Item = Found<T>> {
        let held = self.sets.held(spoken);
        let listed = spoken.symbols().filter_map(|symbol| self.row(symbol)).flatten();
        listed.filter_map(move |listed| {
            let likely = held.all(&listed.also) && wanted(listed.what);
            let start = likely.then(|| self.steps.first(listed.steps, spoken))??;
            Some(Found { what: listed.what, start })
        })
    }

    fn row(&self, symbol: Symbol) -> Option<&[Listed<T>]> {
        let symbol = usize::from(symbol);
        let (from, to) = (*self.rows.get(symbol)?, *self.rows.get(symbol + 1)?);
        self.listed.get(from as usize..to as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(pattern: &str, text: &str) -> Option<usize> {
        let mut vocabulary = Vocabulary::new();
        let mut parser = Parser::new(&mut vocabulary);
        parser.name("person", "candidate|applicant*|other person");
        let book = Phrasebook::new(&[(parser.pattern(pattern), ())]);
        let spoken = Spoken::of(&Words::first(text, WORDS_MAX), &vocabulary);
        book.find(&spoken, |()| true).map(|found| found.start).next()
    }

    #[test]
    fn patterns_match_words_choices_prefixes_numbers_and_gaps() {
        let holds = |pattern, text| first(pattern, text).is_some();
        assert!(holds("we (have decided|decided) not", "Well, we decided not to."));
        assert!(holds("(have|'ve) chosen .. other", "we've chosen to go with some other person"));
        assert!(holds("interview* on #", "Interviews on 5 May"));
        assert!(holds("gespräch|désolé", "Gespraech") && holds("(désolé|gespräch)", "desole"));
        assert!(holds("we will (not)? go", "we will go"));
        assert!(holds("no (longer (open|free)|more)", "it is no longer free"));
        assert!(holds("a ... b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("a .. b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("offer", "offered"));
        assert!(holds("(no|one) <person> is", "one other person is"));
        assert!(!holds("(no|one) <person> is", "one person is"));
    }

    #[test]
    fn a_pattern_is_found_at_its_first_place() {
        assert_eq!(first("b .. c", "a b b c b c"), Some(1));
        assert_eq!(first("(a)? b", "c b a b"), Some(1));
    }
}
