//! Words and beginnings of words → numbers, by one walk down a word's letters.
//!
//! Tables of words are compiled into one of these once; a text's words are then looked up instead
//! of compared.

use std::borrow::Cow;

use serde::Deserialize;

/// The number of a word or of a beginning.
pub type Symbol = u16;

const NONE: u32 = 0;

/// A word in lower case, as it is where it has no capitals.
pub fn lower(word: &str) -> Cow<'_, str> {
    let small = |c: char| if c.is_ascii() { !c.is_ascii_uppercase() } else { c.is_lowercase() };
    if word.chars().all(small) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// A tree of letters; the siblings of a node are the letters that may stand in its place.
#[derive(Debug)]
pub struct Trie {
    nodes: Vec<Node>,
    /// The nodes of first letters, which are many.
    roots: Vec<u32>,
    symbols: Symbol,
}

#[derive(Debug, Default, Clone)]
struct Node {
    letter: u8,
    /// The word that ends here.
    word: Option<Symbol>,
    /// The beginning of words that ends here.
    beginning: Option<Symbol>,
    child: u32,
    sibling: u32,
}

impl Trie {
    /// A trie whose symbols begin at a number.
    pub fn new(first: Symbol) -> Trie {
        Trie { nodes: vec![Node::default()], roots: vec![NONE; 256], symbols: first }
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
        let symbol = self.node(word).map_or(next, |node| *node.word.get_or_insert(next));
        self.symbols = next.saturating_add(Symbol::from(symbol == next));
        symbol
    }

    /// The symbol of a beginning of words, a new one where it is not known.
    pub fn add_beginning(&mut self, letters: &str) -> Symbol {
        let next = self.symbols;
        let symbol =
            self.node(letters.bytes()).map_or(next, |node| *node.beginning.get_or_insert(next));
        self.symbols = next.saturating_add(Symbol::from(symbol == next));
        symbol
    }

    fn node(&mut self, letters: impl Iterator<Item = u8>) -> Option<&mut Node> {
        let mut at = NONE;
        for letter in letters {
            at = match self.step(at, letter) {
                Some(next) => next,
                None => self.grow(at, letter)?,
            };
        }
        self.nodes.get_mut(at as usize)
    }

    fn grow(&mut self, parent: u32, letter: u8) -> Option<u32> {
        let new = u32::try_from(self.nodes.len()).ok()?;
        if parent == NONE {
            *self.roots.get_mut(usize::from(letter))? = new;
        }
        let parent = self.nodes.get_mut(parent as usize)?;
        let sibling = std::mem::replace(&mut parent.child, new);
        self.nodes.push(Node { letter, sibling, ..Node::default() });
        Some(new)
    }

    fn step(&self, at: u32, letter: u8) -> Option<u32> {
        if at == NONE {
            let root = self.roots.get(usize::from(letter)).copied();
            return root.filter(|root| *root != NONE);
        }
        let mut next = self.nodes.get(at as usize)?.child;
        while next != NONE {
            let node = self.nodes.get(next as usize)?;
            if node.letter == letter {
                return Some(next);
            }
            next = node.sibling;
        }
        None
    }

    /// The symbol of a word.
    pub fn word(&self, word: &str) -> Option<Symbol> {
        self.joined(&[word])
    }

    /// The symbol of the word that is these parts behind one another.
    pub fn joined(&self, parts: &[&str]) -> Option<Symbol> {
        let mut at = NONE;
        for part in parts {
            for letter in part.bytes() {
                at = self.step(at, letter)?;
            }
        }
        self.nodes.get(at as usize)?.word
    }

    /// Calls with every symbol that a word has: its own, and those of its beginnings.
    pub fn each(&self, word: &str, mut found: impl FnMut(Symbol)) {
        let mut at = NONE;
        for letter in word.bytes() {
            let Some(next) = self.step(at, letter) else {
                return;
            };
            at = next;
            if let Some(symbol) = self.nodes.get(at as usize).and_then(|node| node.beginning) {
                found(symbol);
            }
        }
        if let Some(symbol) = self.nodes.get(at as usize).and_then(|node| node.word) {
            found(symbol);
        }
    }
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
        let (mut at, mut longest) = (NONE, 0);
        for letter in word.bytes().rev() {
            let Some(next) = self.ends.step(at, letter) else {
                break;
            };
            at = next;
            let symbol = self.ends.nodes.get(at as usize).and_then(|node| node.word);
            let length = symbol.and_then(|symbol| self.lengths.get(usize::from(symbol)));
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
