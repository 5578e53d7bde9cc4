//! The words of a sentence → where each symbol occurs in it.

use super::{
    WORDS_MAX, Words,
    vocabulary::{Symbol, Vocabulary},
};

/// Places between words, one bit each.
pub type Places = u128;

/// Which symbols there may be: one bit for each of 512 groups of them.
#[derive(Debug, Default, Clone, Copy)]
struct Groups([u64; 8]);

impl Groups {
    /// The block of a symbol's bit, and the bit.
    fn bit(symbol: Symbol) -> (usize, u64) {
        (usize::from(symbol / 64) % 8, 1 << (symbol % 64))
    }

    fn add(&mut self, symbol: Symbol) {
        let (block, bit) = Groups::bit(symbol);
        self.0.get_mut(block).into_iter().for_each(|groups| *groups |= bit);
    }

    fn may_hold(&self, symbol: Symbol) -> bool {
        let (block, bit) = Groups::bit(symbol);
        self.0.get(block).is_some_and(|groups| groups & bit != 0)
    }
}

/// Where the symbols of a sentence occur.
#[derive(Debug)]
pub struct Spoken {
    /// By symbol.
    places: Vec<(Symbol, Places)>,
    /// The groups of all of them: most symbols that a pattern asks for occur nowhere.
    groups: Groups,
    length: usize,
}

impl Spoken {
    pub fn of(words: &Words, vocabulary: &Vocabulary) -> Spoken {
        let mut places: Vec<(Symbol, Places)> = Vec::with_capacity(words.len() * 2);
        let mut groups = Groups::default();
        for (at, word) in words.iter().take(WORDS_MAX).enumerate() {
            vocabulary.each(word, |symbol| {
                places.push((symbol, 1 << at));
                groups.add(symbol);
            });
        }
        places.sort_unstable();
        places.dedup_by(|(again, there), (symbol, places)| {
            let same = again == symbol;
            *places |= if same { *there } else { 0 };
            same
        });
        Spoken { places, groups, length: words.len().min(WORDS_MAX) }
    }

    pub fn symbols(&self) -> impl Iterator<Item = Symbol> {
        self.places.iter().map(|(symbol, _)| *symbol)
    }

    /// The words that fit a symbol.
    fn places(&self, symbol: Symbol) -> Places {
        let found = self.places.binary_search_by_key(&symbol, |(known, _)| *known);
        found.ok().and_then(|at| self.places.get(at)).map_or(0, |(_, places)| *places)
    }

    /// The words that fit one of some symbols.
    pub fn places_of_any(&self, symbols: &[Symbol]) -> Places {
        let likely = symbols.iter().filter(|symbol| self.groups.may_hold(**symbol));
        likely.fold(0, |fits, symbol| fits | self.places(*symbol))
    }

    /// The places of all words.
    pub fn all(&self) -> Places {
        Places::MAX >> (WORDS_MAX - self.length)
    }

    /// The first of some places, if there is a word.
    pub fn first(&self, places: Places) -> Option<usize> {
        let first = places.trailing_zeros() as usize;
        (first < self.length).then_some(first)
    }
}
