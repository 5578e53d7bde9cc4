//! Words and beginnings of words → numbers, by one walk down a word's letters.
//!
//! Tables of words are compiled into one of these once; a text's words are then looked up instead
//! of compared.

use std::borrow::Cow;

use serde::Deserialize;

/// The number of a word or of a beginning.
pub type Symbol = u16;

const ROOT: u32 = 0;

/// A word in lower case, as it is where it has no capitals.
pub fn lower(word: &str) -> Cow<'_, str> {
    let small = if word.is_ascii() {
        !word.bytes().any(|byte| byte.is_ascii_uppercase())
    } else {
        word.chars().all(|c| if c.is_ascii() { !c.is_ascii_uppercase() } else { c.is_lowercase() })
    };
    match small {
        true => Cow::Borrowed(word),
        false if word.is_ascii() => Cow::Owned(word.to_ascii_lowercase()),
        false => Cow::Owned(word.to_lowercase()),
    }
}

/// A tree of letters, its edges in one hash table.
#[derive(Debug)]
pub struct Trie {
    /// What the root is known by: the word without letters.
    root: Edge,
    /// At the hash of their keys or behind it, half of them free.
    edges: Vec<Edge>,
    /// How many there are.
    grown: u32,
    symbols: Symbol,
}

/// An edge and what is known of the node to which it leads: a step looks at one place.
#[derive(Debug, Default, Clone, Copy)]
struct Edge {
    /// The node that the edge leaves, and its letter.
    key: u32,
    /// The node that it leads to; [`ROOT`] where there is no edge.
    child: u32,
    /// The word that ends there.
    word: Option<Symbol>,
    /// The beginning of words that ends there.
    beginning: Option<Symbol>,
}

impl Trie {
    /// A trie whose symbols begin at a number.
    pub fn new(first: Symbol) -> Trie {
        let edges = vec![Edge::default(); 64];
        Trie { root: Edge::default(), edges, grown: 0, symbols: first }
    }

    /// How many symbols there are, those before the first included.
    pub fn len(&self) -> usize {
        usize::from(self.symbols)
    }

    /// The symbol of a word, a new one where it is not known.
    pub fn add(&mut self, word: &str) -> Symbol {
        self.add_bytes(word.bytes())
    }

    fn add_bytes(&mut self, word: impl Iterator<Item = u8>) -> Symbol {
        let next = self.symbols;
        let symbol = self.end(word).map_or(next, |end| *end.word.get_or_insert(next));
        self.symbols = next.saturating_add(Symbol::from(symbol == next));
        symbol
    }

    /// The symbol of a beginning of words, a new one where it is not known.
    pub fn add_beginning(&mut self, letters: &str) -> Symbol {
        let next = self.symbols;
        let end = self.end(letters.bytes());
        let symbol = end.map_or(next, |end| *end.beginning.get_or_insert(next));
        self.symbols = next.saturating_add(Symbol::from(symbol == next));
        symbol
    }

    /// The edge at the end of some letters.
    fn end(&mut self, letters: impl Iterator<Item = u8>) -> Option<&mut Edge> {
        let (mut at, mut slot) = (ROOT, None);
        for letter in letters {
            let key = key(at, letter);
            let mut found = self.slot(key);
            if self.edges.get(found)?.child == ROOT {
                self.make_room();
                found = self.slot(key);
                self.grown += 1;
                *self.edges.get_mut(found)? = Edge { key, child: self.grown, ..Edge::default() };
            }
            at = self.edges.get(found)?.child;
            slot = Some(found);
        }
        match slot {
            Some(slot) => self.edges.get_mut(slot),
            None => Some(&mut self.root),
        }
    }

    /// Keeps half of the slots free.
    fn make_room(&mut self) {
        if (self.grown as usize + 2) * 2 <= self.edges.len() {
            return;
        }
        let free = vec![Edge::default(); self.edges.len() * 2];
        for edge in std::mem::replace(&mut self.edges, free) {
            let slot = self.slot(edge.key);
            if let Some(free) = self.edges.get_mut(slot).filter(|_| edge.child != ROOT) {
                *free = edge;
            }
        }
    }

    /// Where the edge with a key is, or would be.
    fn slot(&self, key: u32) -> usize {
        let mask = self.edges.len() - 1;
        let mut slot = hash(key) & mask;
        let other = |edge: &Edge| edge.child != ROOT && edge.key != key;
        while self.edges.get(slot).is_some_and(other) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn step(&self, at: u32, letter: u8) -> Option<&Edge> {
        self.edges.get(self.slot(key(at, letter))).filter(|edge| edge.child != ROOT)
    }

    /// The symbol of a word.
    pub fn word(&self, word: &str) -> Option<Symbol> {
        let mut letters = word.bytes();
        letters.try_fold(&self.root, |edge, letter| self.step(edge.child, letter))?.word
    }

    /// Calls with every symbol that a word has: its own, and those of its beginnings.
    pub fn each(&self, word: &str, mut found: impl FnMut(Symbol)) {
        let mut edge = &self.root;
        for letter in word.bytes() {
            let Some(next) = self.step(edge.child, letter) else {
                return;
            };
            edge = next;
            edge.beginning.into_iter().for_each(&mut found);
        }
        edge.word.into_iter().for_each(found);
    }
}

/// Tries have fewer than 2^24 nodes.
fn key(parent: u32, letter: u8) -> u32 {
    parent << 8 | u32::from(letter)
}

/// Spreads keys by the golden ratio.
fn hash(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9) >> 12) as usize
}

/// A set of words, asked for a word or for the end of one.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordSet {
    /// The words, read from their ends.
    ends: Trie,
    /// The length of each.
    lengths: Vec<usize>,
}

impl From<Vec<String>> for WordSet {
    fn from(words: Vec<String>) -> WordSet {
        let mut ends = Trie::new(0);
        let mut lengths = Vec::new();
        for word in &words {
            let symbol = usize::from(ends.add_bytes(word.bytes().rev()));
            lengths.resize(ends.len(), word.len());
            debug_assert!(lengths.get(symbol) == Some(&word.len()));
        }
        WordSet { ends, lengths }
    }
}

impl WordSet {
    pub fn contains(&self, word: &str) -> bool {
        self.longest_end(word) == word.len() && !word.is_empty()
    }

    /// The length of the longest of the words that ends this one.
    pub fn longest_end(&self, word: &str) -> usize {
        let (mut at, mut longest) = (ROOT, 0);
        for letter in word.bytes().rev() {
            let Some(edge) = self.ends.step(at, letter) else {
                break;
            };
            at = edge.child;
            let length = edge.word.and_then(|symbol| self.lengths.get(usize::from(symbol)));
            longest = length.copied().unwrap_or(longest);
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_own_symbol_and_those_of_its_beginnings() {
        let mut trie = Trie::new(1);
        let (inter, interview) = (trie.add_beginning("inter"), trie.add("interview"));
        assert_eq!(trie.add("interview"), interview);
        let mut found = Vec::new();
        trie.each("interview", |symbol| found.push(symbol));
        assert_eq!(found, [inter, interview]);
        assert_eq!(trie.word("inter"), None);
        assert_eq!(trie.len(), 3);
    }

    #[test]
    fn a_set_knows_its_words_and_the_longest_that_ends_another() {
        let set = WordSet::from(vec!["leiter".to_owned(), "teamleiter".to_owned()]);
        assert!(set.contains("leiter") && !set.contains("eiter") && !set.contains("leitern"));
        assert_eq!(set.longest_end("bauleiter"), "leiter".len());
        assert_eq!(set.longest_end("leite"), 0);
    }
}
