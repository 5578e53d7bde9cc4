//! Names of features → the rows of their weights.
//!
//! A name is asked for by its parts. The letters of a part are read once: the hash of a name
//! follows from those of its parts, so words and pairs that spell one name have one row.

/// A part of a feature's name, with what the hash of the whole needs of it.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub text: &'a str,
    /// Its bytes as the digits of a number to the base [`BASE`].
    hash: u64,
    /// The base to the power of its length.
    power: u64,
}

const BASE: u64 = 0x0100_0000_01b3;
/// Spreads hashes by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl<'a> Part<'a> {
    pub fn of(text: &'a str) -> Part<'a> {
        let (mut hash, mut power) = (0_u64, 1_u64);
        for byte in text.bytes() {
            hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(byte));
            power = power.wrapping_mul(BASE);
        }
        Part { text, hash, power }
    }
}

/// Names in a hash table, at their slots or behind them, half of the slots free.
pub struct Names {
    names: Vec<&'static str>,
    /// A piece of the hash of a name, and its row from 1 on.
    slots: Vec<(u32, u32)>,
}

impl Names {
    /// Names in the order of their rows.
    pub fn new(names: Vec<&'static str>) -> Names {
        let mut slots = vec![(0, 0); (names.len() * 2 + 1).next_power_of_two()];
        let mask = slots.len() - 1;
        for (row, name) in (1..).zip(&names) {
            let (check, mut slot) = place(&[Part::of(name)], mask);
            while slots.get(slot).is_some_and(|(_, taken)| *taken != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = (check, row);
            }
        }
        Names { names, slots }
    }

    /// The row of the name that is these parts behind one another.
    pub fn row(&self, parts: &[Part<'_>]) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let (check, mut slot) = place(parts, mask);
        loop {
            let (known, row) = *self.slots.get(slot)?;
            let row = usize::try_from(row).ok()?.checked_sub(1)?;
            if known == check && self.names.get(row).is_some_and(|name| spell(parts, name)) {
                return Some(row);
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The hash of a name: what is compared of it, and the slot at which it is looked for.
fn place(parts: &[Part<'_>], mask: usize) -> (u32, usize) {
    let join = |hash: u64, part: &Part<'_>| hash.wrapping_mul(part.power).wrapping_add(part.hash);
    let spread = parts.iter().fold(0, join).wrapping_mul(SPREAD);
    ((spread >> 32) as u32, (spread >> 20) as usize & mask)
}

fn spell(parts: &[Part<'_>], name: &str) -> bool {
    parts.iter().try_fold(name, |rest, part| rest.strip_prefix(part.text)) == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_row_whatever_its_parts() {
        let names = Names::new(vec!["", "s offer", "offer", "interv*"]);
        let row = |parts: &[&str]| {
            let parts: Vec<Part<'_>> = parts.iter().copied().map(Part::of).collect();
            names.row(&parts)
        };
        assert_eq!(row(&[]), Some(0));
        assert_eq!(row(&["s ", "offer"]), Some(1));
        assert_eq!(row(&["s", " ", "offer"]), Some(1));
        assert_eq!(row(&["", "interv", "*"]), Some(3));
        assert_eq!((row(&["offers"]), row(&["s ", "off"])), (None, None));
    }
}
