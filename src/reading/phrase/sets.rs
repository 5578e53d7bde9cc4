//! Sets of symbols, and which of them a sentence holds a symbol of: most patterns need a word that
//! it does not have.

use std::collections::BTreeMap;

use super::{spoken::Spoken, vocabulary::Symbol};

/// The number of a set. Every sentence holds the set 0.
pub type Set = u16;

/// So many sets are told from each other; beyond, two share a bit and some more are taken for held.
const BITS: usize = 4096;

/// The sets while they are gathered.
#[derive(Debug, Default)]
pub struct Gathered(BTreeMap<Vec<Symbol>, Set>);

impl Gathered {
    /// The number of a set of symbols.
    pub fn add(&mut self, mut symbols: Vec<Symbol>) -> Set {
        symbols.sort_unstable();
        symbols.dedup();
        let next = Set::try_from(self.0.len() + 1).unwrap_or(0);
        *self.0.entry(symbols).or_insert(next)
    }
}

/// For each symbol the sets that it is in.
#[derive(Debug)]
pub struct Sets {
    sets: Vec<Set>,
    /// Where each symbol's begin in them.
    rows: Vec<u32>,
}

impl From<Gathered> for Sets {
    fn from(gathered: Gathered) -> Sets {
        let all = gathered.0.iter().flat_map(|(symbols, set)| symbols.iter().map(|s| (*s, *set)));
        let mut all: Vec<(Symbol, Set)> = all.collect();
        all.sort_unstable();
        let most = all.last().map_or(0, |(symbol, _)| usize::from(*symbol) + 1);
        let begins = |symbol| all.partition_point(|(other, _)| usize::from(*other) < symbol);
        let rows = (0..=most).map(|symbol| u32::try_from(begins(symbol)).unwrap_or(u32::MAX));
        Sets { rows: rows.collect(), sets: all.iter().map(|(_, set)| *set).collect() }
    }
}

impl Sets {
    /// Those that a sentence holds a symbol of.
    pub fn held(&self, spoken: &Spoken) -> Held {
        let mut held = Held([0; BITS / 64]);
        held.add(0);
        for symbol in spoken.symbols().map(usize::from) {
            let row = self.rows.get(symbol).zip(self.rows.get(symbol + 1));
            let sets = row.and_then(|(from, to)| self.sets.get(*from as usize..*to as usize));
            sets.into_iter().flatten().for_each(|set| held.add(*set));
        }
        held
    }
}

/// Which sets a sentence holds, a bit each.
#[derive(Debug)]
pub struct Held([u64; BITS / 64]);

impl Held {
    fn add(&mut self, set: Set) {
        let (block, bit) = place(set);
        self.0.get_mut(block).into_iter().for_each(|bits| *bits |= bit);
    }

    pub fn all(&self, sets: &[Set]) -> bool {
        sets.iter().all(|set| {
            let (block, bit) = place(*set);
            self.0.get(block).is_some_and(|bits| bits & bit != 0)
        })
    }
}

fn place(set: Set) -> (usize, u64) {
    (usize::from(set) % BITS / 64, 1 << (set % 64))
}
