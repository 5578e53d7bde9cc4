//! A spelling as one number of 64 bits, and tables by it: letters are read once, none are compared.
//!
//! The number of a text follows from those of its parts. Two that spell differently and share one
//! are not to be expected among some thousand names and all the words of a mailbox.

/// Spellings are the digits of numbers to this base, which is odd: no letter is shifted out.
const BASE: u64 = 0xd6e8_feb8_6659_fd93;
/// Spreads numbers by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// The bits of a slot that hold a number.
const VALUE: u64 = 0xffff;
/// A table begins with so many slots, a power of two.
const SLOTS_MIN: usize = 64;

/// What a text spells.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    number: u64,
    /// The base to the power of its length.
    power: u64,
}

impl Spelling {
    pub const NONE: Spelling = Spelling { number: 0, power: 1 };

    pub fn of(text: &str) -> Spelling {
        text.bytes().fold(Spelling::NONE, Spelling::letter)
    }

    /// With one more letter.
    pub fn letter(self, letter: u8) -> Spelling {
        Spelling {
            number: self.number.wrapping_mul(BASE).wrapping_add(u64::from(letter)),
            power: self.power.wrapping_mul(BASE),
        }
    }

    /// With another text behind.
    pub fn then(self, other: Spelling) -> Spelling {
        Spelling {
            number: self.number.wrapping_mul(other.power).wrapping_add(other.number),
            power: self.power.wrapping_mul(other.power),
        }
    }
}

/// Spellings → numbers: a hash table, half of its slots free.
///
/// Most of what is asked for is not there: a few bits tell it without a look into the table, which
/// is too large to lie near.
#[derive(Debug)]
pub struct Table {
    /// At the places of their spellings or behind them: all bits of a spelling but the last, and
    /// its number from 1 on in their stead. 0 is free.
    slots: Vec<u64>,
    taken: usize,
    /// Eight bits a slot, those of what is there set.
    likely: Vec<u8>,
}

impl Table {
    pub fn new() -> Table {
        Table { slots: vec![0; SLOTS_MIN], taken: 0, likely: vec![0; SLOTS_MIN] }
    }

    pub fn get(&self, spelling: Spelling) -> Option<u16> {
        let spread = spelling.number.wrapping_mul(SPREAD);
        let (at, bit) = self.bit(spread);
        if self.likely.get(at)? & bit == 0 {
            return None;
        }
        value(*self.slots.get(self.find(spread))?).checked_sub(1)
    }

    /// The number of a spelling: the next, where it has none yet.
    pub fn get_or_add(&mut self, spelling: Spelling, next: u16) -> u16 {
        if let Some(known) = self.get(spelling) {
            return known;
        }
        if self.taken * 2 >= self.slots.len() {
            let most = self.slots.len() * 2;
            let slots = std::mem::replace(&mut self.slots, vec![0; most]);
            self.likely = vec![0; most];
            slots.into_iter().filter(|slot| *slot != 0).for_each(|slot| self.put(slot));
        }
        self.taken += 1;
        let spread = spelling.number.wrapping_mul(SPREAD);
        self.put(spread & !VALUE | u64::from(next.saturating_add(1)));
        next
    }

    fn put(&mut self, slot: u64) {
        let (at, bit) = self.bit(slot);
        self.likely.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
        let at = self.find(slot);
        self.slots.get_mut(at).into_iter().for_each(|free| *free = slot);
    }

    /// Where a spelling is or would be.
    fn find(&self, spread: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (spread >> 32) as usize & mask;
        let other = |slot: &u64| *slot != 0 && (slot ^ spread) & !VALUE != 0;
        while self.slots.get(at).is_some_and(other) {
            at = (at + 1) & mask;
        }
        at
    }

    /// The bit that is set if a spelling is there.
    fn bit(&self, spread: u64) -> (usize, u8) {
        ((spread >> 40) as usize & (self.likely.len() - 1), 1 << (spread >> 61))
    }
}

/// The number in a slot.
fn value(slot: u64) -> u16 {
    (slot & VALUE) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_spells_what_its_parts_spell() {
        let joined = Spelling::of("next ").then(Spelling::of("round"));
        assert_eq!(joined.number, Spelling::of("next round").number);
        assert_ne!(joined.number, Spelling::of("round next ").number);
    }

    #[test]
    fn a_table_keeps_the_first_number_of_a_spelling() {
        let mut table = Table::new();
        let words: Vec<String> = (0..1000).map(|n| format!("word{n}")).collect();
        for (n, word) in (0..).zip(&words) {
            assert_eq!(table.get_or_add(Spelling::of(word), n), n);
        }
        assert_eq!(table.get_or_add(Spelling::of("word7"), 1000), 7);
        assert_eq!(table.get(Spelling::of("word999")), Some(999));
        assert_eq!(table.get(Spelling::of("word1000")), None);
    }
}
