//! A spelling as one number of 64 bits, and tables by it: letters are read once, none are compared.
//!
//! The number of a text follows from those of its parts. Two that spell differently and share one
//! are not to be expected among some thousand names and all the words of a mailbox.

/// Spellings are the digits of numbers to this base, which is odd: no letter is shifted out.
const BASE: u64 = 0xd6e8_feb8_6659_fd93;
/// Spreads numbers by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
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
#[derive(Debug)]
pub struct Table {
    /// At the places of their spellings or behind them.
    slots: Vec<Slot>,
    taken: usize,
}

#[derive(Debug, Default, Clone, Copy)]
struct Slot {
    spells: u64,
    /// None in a free slot.
    number: Option<u16>,
}

impl Table {
    pub fn new() -> Table {
        Table { slots: vec![Slot::default(); SLOTS_MIN], taken: 0 }
    }

    pub fn get(&self, spelling: Spelling) -> Option<u16> {
        self.slots.get(self.find(spelling.number))?.number
    }

    /// The number of a spelling: the next, where it has none yet.
    pub fn get_or_add(&mut self, spelling: Spelling, next: u16) -> u16 {
        if self.taken * 2 >= self.slots.len() {
            let free = vec![Slot::default(); self.slots.len() * 2];
            let slots = std::mem::replace(&mut self.slots, free);
            slots.into_iter().for_each(|slot| self.put(slot));
        }
        self.get(spelling).unwrap_or_else(|| {
            self.taken += 1;
            self.put(Slot { spells: spelling.number, number: Some(next) });
            next
        })
    }

    fn put(&mut self, slot: Slot) {
        let at = self.find(slot.spells);
        if let Some(free) = self.slots.get_mut(at).filter(|_| slot.number.is_some()) {
            *free = slot;
        }
    }

    /// Where a spelling is or would be.
    fn find(&self, spells: u64) -> usize {
        let mut at = place(spells, self.slots.len());
        let other = |slot: &Slot| slot.number.is_some() && slot.spells != spells;
        while self.slots.get(at).is_some_and(other) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

/// One of so many places, a power of two, by the better bits of a number.
fn place(number: u64, places: usize) -> usize {
    (number.wrapping_mul(SPREAD) >> 32) as usize & (places - 1)
}

/// Spellings that may be among some: few others seem to be.
#[derive(Debug)]
pub struct Sieve(Vec<u64>);

impl Sieve {
    /// With so many bits, a power of two.
    pub fn new(bits: usize) -> Sieve {
        Sieve(vec![0; bits / 64])
    }

    pub fn add(&mut self, spelling: Spelling) {
        let (at, bit) = self.bit(spelling);
        self.0.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
    }

    pub fn may_hold(&self, spelling: Spelling) -> bool {
        let (at, bit) = self.bit(spelling);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn bit(&self, spelling: Spelling) -> (usize, u64) {
        let place = place(spelling.number, self.0.len() * 64);
        (place / 64, 1 << (place % 64))
    }
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
