//! A small pattern language over words, so that what decides a kind is data.
//!
//! `word`, `prefix*`, `#` a number, `(two words|other)` a choice, `(…)?` optional, `..` up to 5
//! words, `...` up to 14 words. Patterns and text are split into words alike: only letters and
//! digits count, accents do not.
//!
//! A sentence's words are looked up once; each word of a pattern then is a set of places, one bit
//! each, and a pattern is followed from all of them at once. Only patterns one of whose rarest
//! needed words occurs are looked at, and only those whose other rare words seem to are followed.

mod pattern;

use pattern::Flat;
pub use pattern::{Parser, Step};

use super::trie::{Symbol, Trie};

/// Words of a text in which patterns are looked for: a place for each fits in [`Places`].
const WORDS_MAX: usize = 127;
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
    ends: Vec<usize>,
}

impl Words {
    /// The first words of a text; every apostrophe parts two.
    pub fn first(text: &str, most: usize) -> Words {
        let mut words = Words { text: String::with_capacity(text.len()), ends: Vec::new() };
        let pieces = split(text).flat_map(|word| word.split('ʼ')).filter(|word| !word.is_empty());
        for word in pieces.take(most) {
            if word.is_ascii() {
                let start = words.text.len();
                words.text.push_str(word);
                words.text.get_mut(start..).into_iter().for_each(str::make_ascii_lowercase);
            } else {
                fold(&word.to_lowercase(), &mut words.text);
            }
            words.ends.push(words.text.len());
        }
        words
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(at)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }
}

/// Places between words, one bit each.
type Places = u128;

/// The symbol of every number.
const NUMBER: Symbol = 0;

/// Which symbols there may be: one bit for each of 128 groups of them.
type Groups = u128;

/// So many times 64 smaller groups tell nearly every symbol from those that occur.
const HEARD: usize = 16;

/// The group of a symbol.
fn group(symbol: Symbol) -> Groups {
    1 << (u32::from(symbol) % Groups::BITS)
}

/// The smaller group of a symbol: a bit of a block of them.
fn small_group(symbol: Symbol) -> (usize, u64) {
    (usize::from(symbol / 64) % HEARD, 1 << (symbol % 64))
}

/// A trie for the words of patterns.
pub fn trie() -> Trie {
    Trie::new(NUMBER + 1)
}

/// Where each symbol occurs in a sentence: a small hash table, for most symbols occur in none.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// Symbols with their indexes in `places`, at their own slots or behind them; 0 is a free one.
    slots: Vec<(Symbol, u16)>,
    /// Words by their symbols; the first is no word's.
    places: Vec<(Symbol, Places)>,
    /// The groups of all symbols that occur, and that of numbers.
    groups: Groups,
    /// The same in smaller groups: most symbols that a pattern asks for occur nowhere.
    heard: [u64; HEARD],
    length: usize,
}

impl Spoken {
    pub fn of(words: &Words, trie: &Trie) -> Spoken {
        let mut heard = Vec::with_capacity(words.ends.len() * 2);
        for (at, word) in words.iter().take(WORDS_MAX).enumerate() {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                heard.push((NUMBER, at));
            }
            trie.each(word, |symbol| heard.push((symbol, at)));
        }
        let mut spoken = Spoken {
            slots: vec![(NUMBER, 0); (heard.len() * 2 + 1).next_power_of_two()],
            places: Vec::with_capacity(heard.len() + 1),
            groups: group(NUMBER),
            heard: [0; HEARD],
            length: words.ends.len().min(WORDS_MAX),
        };
        spoken.places.push((NUMBER, 0));
        heard.into_iter().for_each(|(symbol, at)| spoken.add(symbol, at));
        spoken
    }

    fn add(&mut self, symbol: Symbol, at: usize) {
        let mask = self.slots.len() - 1;
        let mut slot = usize::from(symbol) & mask;
        while let Some((known, index)) = self.slots.get_mut(slot) {
            if *index == 0 {
                // Each word has few beginnings: the indexes of a sentence do not run out.
                (*known, *index) = (symbol, u16::try_from(self.places.len()).unwrap_or(0));
                self.places.push((symbol, 1 << at));
                self.groups |= group(symbol);
                let (block, bit) = small_group(symbol);
                self.heard.get_mut(block).into_iter().for_each(|heard| *heard |= bit);
                return;
            }
            if *known == symbol {
                let places = self.places.get_mut(usize::from(*index));
                places.into_iter().for_each(|(_, places)| *places |= 1 << at);
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The words that fit a symbol.
    fn places(&self, symbol: Symbol) -> Places {
        let (block, bit) = small_group(symbol);
        if self.heard.get(block).is_none_or(|heard| heard & bit == 0) {
            return 0;
        }
        let mask = self.slots.len() - 1;
        let mut slot = usize::from(symbol) & mask;
        while let Some((known, index)) = self.slots.get(slot).filter(|(_, index)| *index != 0) {
            if *known == symbol {
                return self.places.get(usize::from(*index)).map_or(0, |(_, places)| *places);
            }
            slot = (slot + 1) & mask;
        }
        0
    }

    /// All places from which the steps lead to one of `places`.
    fn starts(&self, mut steps: &[Flat], mut places: Places) -> Places {
        while let Some((step, rest)) = steps.split_first().filter(|_| places != 0) {
            let apart = |most: u32| rest.split_at_checked(most as usize).unwrap_or((rest, &[]));
            steps = rest;
            match *step {
                Flat::Word(symbol) => places = places >> 1 & self.places(symbol),
                Flat::Words(most) => {
                    let words;
                    (words, steps) = apart(most);
                    let fits = words.iter().fold(0, |fits, word| match word {
                        Flat::Word(symbol) => fits | self.places(*symbol),
                        _ => fits,
                    });
                    places = places >> 1 & fits;
                }
                Flat::Gap(most) => places = before(places, most),
                Flat::Choice(most) => {
                    let options;
                    (options, steps) = apart(most);
                    places = self.choices(options, places);
                }
                Flat::Option(_) => {}
            }
        }
        places
    }

    fn choices(&self, mut options: &[Flat], places: Places) -> Places {
        let mut reached = 0;
        while let Some((Flat::Option(most), rest)) = options.split_first() {
            let (option, others) = rest.split_at_checked(*most as usize).unwrap_or((rest, &[]));
            reached |= self.starts(option, places);
            options = others;
        }
        reached
    }

    /// The first word at which the steps match.
    fn first(&self, steps: &[Flat]) -> Option<usize> {
        let all = Places::MAX >> (WORDS_MAX - self.length);
        let first = self.starts(steps, all).trailing_zeros() as usize;
        (first < self.length).then_some(first)
    }
}

/// The places and those up to so many words before them.
fn before(mut places: Places, most: u32) -> Places {
    let mut done = 0;
    while done < most {
        let more = (done + 1).min(most - done);
        places |= places >> more;
        done += more;
    }
    places
}

/// Many patterns, each with what it stands for, found in one pass.
#[derive(Debug)]
pub struct Phrasebook<T> {
    entries: Vec<Entry<T>>,
    /// The steps of all patterns.
    steps: Vec<Flat>,
    /// Patterns by a word without which they do not match, those of one symbol in a row.
    listed: Vec<u32>,
    /// Where each symbol's row begins in them.
    rows: Vec<u32>,
    /// Patterns that need no word.
    rest: Vec<u32>,
}

#[derive(Debug)]
struct Entry<T> {
    /// Where its steps begin and end.
    steps: (usize, usize),
    what: T,
    /// A match also holds a symbol of each of these.
    also: [Groups; ALSO_MAX],
}

/// A pattern found in a sentence.
#[derive(Debug)]
pub struct Found<'a, T> {
    pub what: &'a T,
    /// The index of the first word.
    pub start: usize,
}

impl<T> Phrasebook<T> {
    pub fn new(patterns: Vec<(Vec<Step>, T)>) -> Phrasebook<T> {
        let mut mentions = Vec::new();
        for (steps, _) in &patterns {
            pattern::count(steps, &mut mentions);
        }
        let mut by_symbol = Vec::new();
        let mut rest = Vec::new();
        let mut laid = Vec::new();
        let entries = (0..).zip(patterns).map(|(n, (steps, what))| {
            let mut needs = pattern::needs(&steps, &mentions).into_iter();
            match needs.next() {
                Some(rarest) => by_symbol.extend(rarest.symbols.into_iter().map(|s| (s, n))),
                None => rest.push(n),
            }
            // That of numbers is always there.
            let mut also = [group(NUMBER); ALSO_MAX];
            for (also, need) in also.iter_mut().zip(needs) {
                *also = need.symbols.into_iter().fold(0, |all, symbol| all | group(symbol));
            }
            let from = laid.len();
            pattern::lay(&steps, &mut laid);
            Entry { steps: (from, laid.len()), what, also }
        });
        let entries = entries.collect();
        by_symbol.sort_unstable();
        by_symbol.dedup();
        let mut rows = vec![0];
        for (end, (symbol, _)) in (1..).zip(&by_symbol) {
            let last = rows.last().copied().unwrap_or(0);
            // Cuts the end of the symbol's row, where there is one, and sets it anew.
            rows.resize(usize::from(*symbol) + 1, last);
            rows.push(end);
        }
        let listed = by_symbol.into_iter().map(|(_, n)| n).collect();
        Phrasebook { entries, steps: laid, listed, rows, rest }
    }

    /// Every wanted pattern that occurs in a sentence, at its first place; some of them again.
    pub fn find<'a>(
        &'a self,
        spoken: &'a Spoken,
        wanted: impl Fn(&T) -> bool,
    ) -> impl Iterator<Item = Found<'a, T>> {
        let rows = spoken.places.iter().skip(1).filter_map(|(symbol, _)| self.row(*symbol));
        let likely = rows.flatten().chain(&self.rest);
        likely.filter_map(move |n| {
            let entry = self.entries.get(*n as usize)?;
            if entry.also.iter().any(|also| also & spoken.groups == 0) || !wanted(&entry.what) {
                return None;
            }
            let steps = self.steps.get(entry.steps.0..entry.steps.1)?;
            Some(Found { what: &entry.what, start: spoken.first(steps)? })
        })
    }

    fn row(&self, symbol: Symbol) -> Option<&[u32]> {
        let symbol = usize::from(symbol);
        let (from, to) = (*self.rows.get(symbol)?, *self.rows.get(symbol + 1)?);
        self.listed.get(from as usize..to as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(pattern: &str, text: &str) -> Option<usize> {
        let mut trie = trie();
        let mut parser = Parser::new(&mut trie);
        parser.name("person", "candidate|applicant*|other person");
        let book = Phrasebook::new(vec![(parser.pattern(pattern), ())]);
        let spoken = Spoken::of(&Words::first(text, WORDS_MAX), &trie);
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
