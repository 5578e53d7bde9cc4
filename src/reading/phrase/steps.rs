//! The steps of many patterns laid out flat, and how they are followed through a sentence.
//!
//! A word of a pattern is a set of places in the sentence, one bit each, and a pattern is followed
//! from all places at once, from its last step to its first. What is followed lies close together:
//! to wait for memory takes longer than to look at a word.

use super::{
    pattern::Step,
    spoken::{Places, Spoken},
};

// A step is one of these, a number, and for all but gaps so many numbers that belong to it.
/// Options.
const CHOICE: u16 = 0;
/// The steps of an option, from the last to the first.
const OPTION: u16 = 1;
/// Up to so many words.
const GAP: u16 = 2;
/// The symbols of words, one of which fits.
const WORDS: u16 = 3;

/// The steps of a pattern: where they begin, and so many numbers.
#[derive(Debug, Clone, Copy)]
pub struct Laid(u32, u16);

#[derive(Debug, Default)]
pub struct Steps(Vec<u16>);

impl Steps {
    /// Lays the steps of a pattern behind those of others.
    pub fn add(&mut self, steps: &[Step]) -> Laid {
        let from = self.0.len();
        self.lay(steps);
        let most = u16::try_from(self.0.len() - from).unwrap_or(u16::MAX);
        Laid(u32::try_from(from).unwrap_or(u32::MAX), most)
    }

    fn lay(&mut self, steps: &[Step]) {
        for step in steps.iter().rev() {
            match step {
                Step::Choice(options) => self.enclose(CHOICE, |all| {
                    for option in options {
                        all.enclose(OPTION, |all| all.lay(option));
                    }
                }),
                Step::Gap(most) => self.0.extend([GAP, *most]),
                Step::Word(symbols) => self.enclose(WORDS, |all| all.0.extend(symbols)),
            }
        }
    }

    /// Sets before numbers what they are and how many.
    fn enclose(&mut self, head: u16, lay: impl FnOnce(&mut Steps)) {
        self.0.extend([head, 0]);
        let from = self.0.len();
        lay(self);
        let most = u16::try_from(self.0.len() - from).unwrap_or(u16::MAX);
        self.0.get_mut(from - 1).into_iter().for_each(|number| *number = most);
    }

    /// The first word of a sentence at which a pattern matches.
    pub fn first(&self, pattern: Laid, spoken: &Spoken) -> Option<usize> {
        let steps = self.0.get(pattern.0 as usize..)?.get(..pattern.1.into())?;
        spoken.first(starts(steps, spoken, spoken.all()))
    }
}

/// All places from which the steps lead to one of `places`.
fn starts(mut steps: &[u16], spoken: &Spoken, mut places: Places) -> Places {
    while let [kind, most, rest @ ..] = steps
        && places != 0
    {
        if *kind == GAP {
            places = before(places, *most);
            steps = rest;
            continue;
        }
        let inside;
        (inside, steps) = rest.split_at_checked((*most).into()).unwrap_or((rest, &[]));
        places = match *kind {
            CHOICE => choices(inside, spoken, places),
            _ => places >> 1 & spoken.places_of_any(inside),
        };
    }
    places
}

fn choices(mut options: &[u16], spoken: &Spoken, places: Places) -> Places {
    let mut reached = 0;
    while let [OPTION, most, rest @ ..] = options {
        let option;
        (option, options) = rest.split_at_checked((*most).into()).unwrap_or((rest, &[]));
        reached |= starts(option, spoken, places);
    }
    reached
}

/// The places and those up to so many words before them.
fn before(mut places: Places, most: u16) -> Places {
    let mut done = 0;
    while done < most {
        let more = (done + 1).min(most - done);
        places |= places >> more;
        done += more;
    }
    places
}
