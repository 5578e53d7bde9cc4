//! Words and beginnings of words, as patterns name them → symbols.

use crate::reading::spelling::{Spelling, Table};

/// The number of a word or of a beginning.
pub type Symbol = u16;

/// The symbol of every number.
pub const NUMBER: Symbol = 0;

/// Every word that is in a pattern, of any language.
#[derive(Debug)]
pub struct Vocabulary {
    words: Table,
    beginnings: Table,
    /// The letters of the shortest of them.
    shortest: usize,
    symbols: Symbol,
}

impl Vocabulary {
    pub fn new() -> Vocabulary {
        let (words, beginnings) = (Table::new(), Table::new());
        Vocabulary { words, beginnings, shortest: usize::MAX, symbols: NUMBER + 1 }
    }

    /// How many symbols there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        usize::from(self.symbols)
    }

    /// The symbol of a word, a new one where it is not known.
    pub fn add(&mut self, word: &str) -> Symbol {
        let symbol = self.words.get_or_add(Spelling::of(word), self.symbols);
        self.grown(symbol)
    }

    /// The symbol of a beginning of words, a new one where it is not known.
    pub fn add_beginning(&mut self, letters: &str) -> Symbol {
        self.shortest = self.shortest.min(letters.len());
        let symbol = self.beginnings.get_or_add(Spelling::of(letters), self.symbols);
        self.grown(symbol)
    }

    fn grown(&mut self, symbol: Symbol) -> Symbol {
        self.symbols = self.symbols.saturating_add(Symbol::from(symbol == self.symbols));
        symbol
    }

    /// Calls with every symbol that a word has: its own, and those of its beginnings.
    pub fn each(&self, word: &str, mut found: impl FnMut(Symbol)) {
        let mut spelling = Spelling::NONE;
        for (letters, letter) in (1..).zip(word.bytes()) {
            spelling = spelling.letter(letter);
            if letters >= self.shortest {
                self.beginnings.get(spelling).into_iter().for_each(&mut found);
            }
        }
        if word.bytes().all(|letter| letter.is_ascii_digit()) {
            found(NUMBER);
        }
        self.words.get(spelling).into_iter().for_each(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_own_symbol_and_those_of_its_beginnings() {
        let mut vocabulary = Vocabulary::new();
        let inter = vocabulary.add_beginning("inter");
        let interview = vocabulary.add("interview");
        assert_eq!(vocabulary.add("interview"), interview);
        let symbols = |word| {
            let mut found = Vec::new();
            vocabulary.each(word, |symbol| found.push(symbol));
            found
        };
        assert_eq!(symbols("interview"), [inter, interview]);
        assert_eq!(symbols("inter"), [inter]);
        assert_eq!(symbols("2026"), [NUMBER]);
        assert_eq!(vocabulary.len(), 3);
    }
}
