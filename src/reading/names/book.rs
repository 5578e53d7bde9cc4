//! The words that tell names apart, each with all that it can be, looked up once for every word of
//! a text; and the phrases that begin with them.
//!
//! Knows what is listed where, and nothing of what that says about a mail.

use std::sync::LazyLock;

use super::{ROLES, Text, Token, WORDS};
use crate::reading::sender;

/// Which phrases begin with a word, up to `NoCompany`, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    BeforeCompany,
    BehindCompany,
    BeforeClient,
    OneClient,
    BeforeSender,
    BeforeMet,
    BeforeRole,
    MaybeBeforeRole,
    FaintlyBeforeRole,
    BeforeTopic,
    BeforePerson,
    DoneByPerson,
    DoneByWriter,
    NoCompany,
    Trim,
    Lead,
    Legal,
    Institution,
    BehindRole,
    Frame,
    NoRole,
    Stop,
    Noun,
    Profession,
    NoProfession,
    Between,
    Honorific,
    Title,
    Greeting,
    Owned,
    NoPerson,
    Team,
}

/// All that a word is, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sorts(u32);

impl Sorts {
    pub fn has(self, sort: Sort) -> bool {
        self.0 >> sort as u32 & 1 == 1
    }

    /// Whether a phrase begins with the word.
    pub fn leads(self) -> bool {
        self.0 & ((1 << Sort::NoCompany as u32) - 1) != 0
    }

    fn add(&mut self, sort: Sort) {
        self.0 |= 1 << sort as u32;
    }
}

/// The number of a listed word; 0 is no word's.
pub type Listed = u16;

#[derive(Debug, Default)]
struct Entry {
    word: String,
    sorts: Sorts,
    /// The further words of the phrases that begin with it.
    phrases: Vec<(Sort, Vec<Listed>)>,
}

/// A word with a part of its hash, which tells most other words without a look at them.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    tag: u16,
    listed: Listed,
}

/// A hash table of words, at least half of it free.
struct Book {
    slots: Vec<Slot>,
    entries: Vec<Entry>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut book = Book { slots: vec![Slot::default(); 64], entries: vec![Entry::default()] };
    let (company, people, roles) = (&WORDS.company, &WORDS.people, &*ROLES);
    for (sort, list) in [
        (Sort::BeforeCompany, &company.before),
        (Sort::BehindCompany, &company.after),
        (Sort::BeforeClient, &company.clients),
        (Sort::OneClient, &company.one_client),
        (Sort::BeforeSender, &company.senders),
        (Sort::BeforeMet, &company.met),
        (Sort::BeforeRole, &roles.strong),
        (Sort::MaybeBeforeRole, &roles.before),
        (Sort::FaintlyBeforeRole, &roles.faint),
        (Sort::BeforeTopic, &roles.topic),
        (Sort::BeforePerson, &people.before),
        (Sort::DoneByPerson, &people.does),
        (Sort::DoneByWriter, &people.writes),
    ] {
        list.iter().for_each(|phrase| book.add_phrase(sort, phrase));
    }
    for (sort, list) in [
        (Sort::NoCompany, &company.never),
        (Sort::Trim, &company.trim),
        (Sort::Lead, &company.lead),
        (Sort::Legal, &company.legal),
        (Sort::Institution, &company.institutions),
        (Sort::BehindRole, &roles.after),
        (Sort::Frame, &roles.frames),
        (Sort::NoRole, &roles.never),
        (Sort::Stop, &roles.stops),
        (Sort::Noun, &roles.nouns.words),
        (Sort::Profession, &roles.professions.words),
        (Sort::NoProfession, &roles.not_professions),
        (Sort::Between, &people.between),
        (Sort::Honorific, &people.honorifics),
        (Sort::Title, &people.titles.words),
        (Sort::Greeting, &people.greetings),
        (Sort::Owned, &people.owned),
        (Sort::NoPerson, &people.never),
    ] {
        list.iter().for_each(|word| book.add_word(sort, word));
    }
    sender::team_words().iter().for_each(|word| book.add_word(Sort::Team, word));
    book
});

impl Book {
    fn add_word(&mut self, sort: Sort, word: &str) {
        let at = self.intern(word);
        if let Some(entry) = self.entries.get_mut(usize::from(at)) {
            entry.sorts.add(sort);
        }
    }

    fn add_phrase(&mut self, sort: Sort, phrase: &str) {
        let mut words = phrase.split(' ').map(|word| self.intern(word)).collect::<Vec<_>>();
        let first = words.remove(0);
        if let Some(entry) = self.entries.get_mut(usize::from(first)) {
            entry.sorts.add(sort);
            entry.phrases.push((sort, words));
        }
    }

    fn intern(&mut self, word: &str) -> Listed {
        let known = self.find(word);
        if known != 0 {
            return known;
        }
        // The lists hold some thousand words.
        let next = Listed::try_from(self.entries.len()).unwrap_or(0);
        self.entries.push(Entry { word: word.to_owned(), ..Entry::default() });
        if self.entries.len() * 2 > self.slots.len() {
            self.slots = vec![Slot::default(); self.slots.len() * 2];
            for (at, entry) in (1..).zip(self.entries.iter().skip(1)) {
                place(&mut self.slots, &entry.word, at);
            }
        } else {
            place(&mut self.slots, word, next);
        }
        next
    }

    /// The number of a word, whatever its case.
    fn find(&self, word: &str) -> Listed {
        let mask = self.slots.len() - 1;
        let (mut at, tag) = hash(word);
        while let Some(slot) = self.slots.get(at & mask).filter(|slot| slot.listed != 0) {
            let same = || {
                let entry = self.entries.get(usize::from(slot.listed));
                entry.is_some_and(|entry| entry.word.eq_ignore_ascii_case(word))
            };
            if slot.tag == tag && same() {
                return slot.listed;
            }
            at += 1;
        }
        0
    }

    fn sorts(&self, at: Listed) -> Sorts {
        self.entries.get(usize::from(at)).map(|entry| entry.sorts).unwrap_or_default()
    }
}

fn place(slots: &mut [Slot], word: &str, listed: Listed) {
    let mask = slots.len() - 1;
    let (mut at, tag) = hash(word);
    while slots.get(at & mask).is_some_and(|slot| slot.listed != 0) {
        at += 1;
    }
    if let Some(free) = slots.get_mut(at & mask) {
        *free = Slot { tag, listed };
    }
}

/// A place and a tag, the same for small letters and capitals: eight bytes at a time.
fn hash(word: &str) -> (usize, u16) {
    /// The bit in which small letters differ from capitals.
    const CASE: u64 = 0x2020_2020_2020_2020;
    let (eights, rest) = word.as_bytes().as_chunks::<8>();
    let mix = |hash: u64, bytes: u64| {
        let mixed = (hash ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 32
    };
    let hash = eights.iter().fold(0, |hash, eight| mix(hash, u64::from_le_bytes(*eight) | CASE));
    let rest = rest.iter().fold(1, |bytes, byte| bytes << 8 | u64::from(*byte));
    let [a, b, c, d, e, f, ..] = mix(hash, rest | CASE).to_le_bytes();
    (u32::from_le_bytes([a, b, c, d]) as usize, u16::from_le_bytes([e, f]))
}

/// The number of a word in small letters and all that it is.
pub(super) fn look_up(lower: &str) -> (Listed, Sorts) {
    let listed = BOOK.find(lower);
    (listed, BOOK.sorts(listed))
}

/// All that a word is, whatever its case.
pub fn sorts(word: &str) -> Sorts {
    let book = &*BOOK;
    book.sorts(if word.is_ascii() { book.find(word) } else { book.find(&word.to_lowercase()) })
}

/// Whether a word is of a sort, whatever the case of its ASCII letters.
pub fn is(word: &str, sort: Sort) -> bool {
    BOOK.sorts(BOOK.find(word)).has(sort)
}

/// The index after the longest phrase of a sort that begins at `at`.
pub fn phrase_end(tokens: &[Token<'_>], at: usize, sort: Sort) -> Option<usize> {
    let token = tokens.get(at).filter(|token| token.sorts.has(sort))?;
    let entry = BOOK.entries.get(usize::from(token.listed))?;
    let phrases = entry.phrases.iter().filter(|(of, _)| *of == sort);
    let behind = tokens.get(at + 1..).unwrap_or_default();
    let ends = phrases.filter_map(|(_, words)| {
        let stands = words.len() <= behind.len()
            && words.iter().zip(behind).all(|(word, token)| token.listed == *word);
        stands.then_some(at + 1 + words.len())
    });
    ends.max()
}

/// The index after each phrase of a sort; longer ones win at the same place.
pub fn after(text: &Text<'_>, sort: Sort) -> Vec<usize> {
    let ends = text.leads.iter().filter_map(|at| phrase_end(&text.tokens, *at, sort));
    let mut ends: Vec<usize> = ends.collect();
    ends.dedup();
    ends
}
