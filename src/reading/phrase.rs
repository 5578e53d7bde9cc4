//! A small pattern language over words, so that what decides a kind is data.
//!
//! `word`, `prefix*`, `#` a number, `(two words|other)` a choice, `(…)?` optional, `..` up to
//! [`GAP_WORDS_MAX`] words, `...` up to [`WIDE_GAP_WORDS_MAX`] words. Patterns and text are split
//! into words alike: only letters and digits count, accents do not.
//!
//! A text's words are looked up once; each word of a pattern then is a set of places, one bit each,
//! and a pattern is followed from all of them at once. Only patterns one of whose rarest needed
//! words occurs are followed at all.

use std::collections::BTreeSet;

use super::trie::{Symbol, Trie};

const GAP_WORDS_MAX: usize = 5;
const WIDE_GAP_WORDS_MAX: usize = 14;
/// Words of a text in which patterns are looked for: a place for each fits in [`Places`].
pub const WORDS_MAX: usize = 127;

/// Splits text into lower-case words of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    split(text).map(str::to_lowercase).collect()
}

/// The first words of a text in lower case, as people without the right keys write them: "ue" for
/// "ü", "ss" for "ß", no accents.
pub fn first_words(text: &str, most: usize) -> Vec<String> {
    split(text).take(most).map(|word| fold(&word.to_lowercase())).collect()
}

fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'œ' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' => out.push('o'),
            'ù' | 'ú' | 'û' => out.push('u'),
            c => out.push(c),
        }
    }
    out
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[derive(Debug, Clone)]
enum Word {
    Exact(String),
    Number,
    Prefix(String),
}

impl Word {
    fn parse(text: &str) -> Vec<Word> {
        if text == "#" {
            return vec![Word::Number];
        }
        let prefix = text.ends_with('*');
        let mut parsed: Vec<Word> =
            first_words(text, WORDS_MAX).into_iter().map(Word::Exact).collect();
        if prefix && let Some(Word::Exact(last)) = parsed.pop() {
            parsed.push(Word::Prefix(last));
        }
        parsed
    }
}

/// A part of a pattern: as written with [`Word`]s, to be followed with [`Symbol`]s.
#[derive(Debug, Clone)]
enum Step<W> {
    Choice(Vec<Vec<Step<W>>>),
    /// Up to so many words.
    Gap(usize),
    /// One of these words.
    Word(Vec<W>),
}

/// Steps of a text; a choice that is optional has an empty option.
fn sequence(text: &str) -> Vec<Step<Word>> {
    let mut steps = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (step, after) = step(rest);
        steps.extend(step);
        rest = after.trim_start();
    }
    steps
}

fn step(text: &str) -> (Vec<Step<Word>>, &str) {
    if let Some(after) = text.strip_prefix("...") {
        return (vec![Step::Gap(WIDE_GAP_WORDS_MAX)], after);
    }
    if let Some(after) = text.strip_prefix("..") {
        return (vec![Step::Gap(GAP_WORDS_MAX)], after);
    }
    if let Some((inside, after)) = text.strip_prefix('(').and_then(enclosed) {
        let mut options = alternatives(inside);
        let after = match after.strip_prefix('?') {
            Some(after) => {
                options.push(Vec::new());
                after
            }
            None => after,
        };
        return (vec![Step::Choice(options)], after);
    }
    let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let options: Vec<Vec<Step<Word>>> = word
        .split('|')
        .map(|word| Word::parse(word).into_iter().map(|word| Step::Word(vec![word])).collect())
        .collect();
    match <[Vec<Step<Word>>; 1]>::try_from(options) {
        Ok([only]) => (only, after),
        Err(options) => (vec![Step::Choice(options)], after),
    }
}

/// Splits behind an opening bracket at the closing one.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            let (inside, rest) = text.split_at_checked(at)?;
            return Some((inside, rest.strip_prefix(')')?));
        }
    }
    None
}

/// Splits at the bars outside of inner brackets; an option without words is none.
fn alternatives(text: &str) -> Vec<Vec<Step<Word>>> {
    let mut depth = 0;
    text.split(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        c == '|' && depth == 0
    })
    .map(sequence)
    .filter(|option| !option.is_empty())
    .collect()
}

/// Places between words, one bit each.
type Places = u128;

/// The symbol of every number.
const NUMBER: Symbol = 0;

/// Where each symbol of a book occurs in a text.
struct Text {
    /// The index in `places` of each symbol, 0 for those that do not occur.
    slots: Vec<u16>,
    /// Words by their symbols; the first is no word's.
    places: Vec<(Symbol, Places)>,
    length: usize,
}

impl Text {
    fn of(words: &[String], trie: &Trie) -> Text {
        let mut text = Text {
            slots: vec![0; trie.len()],
            places: vec![(NUMBER, 0)],
            length: words.len().min(WORDS_MAX),
        };
        for (at, word) in words.iter().take(WORDS_MAX).enumerate() {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                text.add(NUMBER, at);
            }
            trie.each(word, |symbol| text.add(symbol, at));
        }
        text
    }

    fn add(&mut self, symbol: Symbol, at: usize) {
        let Some(slot) = self.slots.get_mut(usize::from(symbol)) else {
            return;
        };
        if *slot == 0 {
            // Each word has few beginnings: the slots of a text do not run out.
            *slot = u16::try_from(self.places.len()).unwrap_or(0);
            self.places.push((symbol, 0));
        }
        if let Some((_, places)) = self.places.get_mut(usize::from(*slot)) {
            *places |= 1 << at;
        }
    }

    /// The words that fit a symbol.
    fn places(&self, symbol: Symbol) -> Places {
        let slot = self.slots.get(usize::from(symbol)).copied().unwrap_or(0);
        self.places.get(usize::from(slot)).map_or(0, |(_, places)| *places)
    }

    /// All places at which the steps can end when they begin at one of `starts`.
    fn ends(&self, steps: &[Step<Symbol>], starts: Places) -> Places {
        let mut places = starts;
        for step in steps {
            if places == 0 {
                break;
            }
            places = match step {
                Step::Choice(options) => {
                    options.iter().fold(0, |reached, option| reached | self.ends(option, places))
                }
                Step::Gap(most) => {
                    let reached = (0..*most).fold(places, |reached, _| reached | reached << 1);
                    reached & (Places::MAX >> (WORDS_MAX - self.length))
                }
                Step::Word(symbols) => {
                    let fits = symbols.iter().fold(0, |fits, symbol| fits | self.places(*symbol));
                    (places & fits) << 1
                }
            };
        }
        places
    }

    /// The first word at which the steps match.
    fn first(&self, steps: &[Step<Symbol>]) -> Option<usize> {
        let below = |end: usize| (1 << end) - 1;
        if self.ends(steps, below(self.length)) == 0 {
            return None;
        }
        let (mut from, mut to) = (0, self.length);
        while to - from > 1 {
            let middle = from.midpoint(to);
            if self.ends(steps, below(middle)) == 0 { from = middle } else { to = middle }
        }
        Some(from)
    }
}

/// Many patterns, each with what it stands for, found in one pass.
#[derive(Debug)]
pub struct Phrasebook<T> {
    entries: Vec<(Vec<Step<Symbol>>, T)>,
    trie: Trie,
    /// Patterns by a word without which they do not match.
    by_symbol: Vec<Vec<usize>>,
    /// Patterns that need no word.
    rest: Vec<usize>,
}

/// A pattern found in a sentence.
#[derive(Debug)]
pub struct Found<'a, T> {
    pub what: &'a T,
    /// The index of the first word.
    pub start: usize,
}

impl<T> Phrasebook<T> {
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> Phrasebook<T> {
        let mut trie = Trie::new(NUMBER + 1);
        let entries: Vec<_> = entries
            .into_iter()
            .map(|(text, what)| (resolve(&sequence(&text), &mut trie), what))
            .collect();
        let mut mentions = vec![0; trie.len()];
        for (steps, _) in &entries {
            count(steps, &mut mentions);
        }
        let mut book =
            Phrasebook { entries, by_symbol: vec![Vec::new(); trie.len()], trie, rest: Vec::new() };
        for (n, (steps, _)) in book.entries.iter().enumerate() {
            let Some((_, symbols)) = needed(steps, &mentions) else {
                book.rest.push(n);
                continue;
            };
            for symbol in symbols {
                if let Some(list) = book.by_symbol.get_mut(usize::from(symbol)) {
                    list.push(n);
                }
            }
        }
        book
    }

    /// Every pattern that occurs in the words, once each, at its first place.
    pub fn find(&self, words: &[String]) -> Vec<Found<'_, T>> {
        let text = Text::of(words, &self.trie);
        let listed = text.places.iter().skip(1);
        let listed = listed.filter_map(|(symbol, _)| self.by_symbol.get(usize::from(*symbol)));
        let mut likely: Vec<usize> = listed.flatten().chain(&self.rest).copied().collect();
        likely.sort_unstable();
        likely.dedup();
        let found = likely.into_iter().filter_map(|n| {
            let (steps, what) = self.entries.get(n)?;
            Some(Found { what, start: text.first(steps)? })
        });
        found.collect()
    }
}

fn resolve(steps: &[Step<Word>], trie: &mut Trie) -> Vec<Step<Symbol>> {
    let symbol = |word: &Word, trie: &mut Trie| match word {
        Word::Exact(word) => trie.add(word),
        Word::Number => NUMBER,
        Word::Prefix(start) => trie.add_beginning(start),
    };
    let resolved = steps.iter().map(|step| match step {
        Step::Choice(options) => {
            let each: Vec<_> = options.iter().map(|option| resolve(option, trie)).collect();
            one_word(&each).unwrap_or(Step::Choice(each))
        }
        Step::Gap(most) => Step::Gap(*most),
        Step::Word(words) => Step::Word(words.iter().map(|word| symbol(word, trie)).collect()),
    });
    resolved.collect()
}

/// A choice between single words is one step.
fn one_word(options: &[Vec<Step<Symbol>>]) -> Option<Step<Symbol>> {
    let each: Option<Vec<&Vec<Symbol>>> = options
        .iter()
        .map(|option| match option.as_slice() {
            [Step::Word(symbols)] => Some(symbols),
            _ => None,
        })
        .collect();
    Some(Step::Word(each?.into_iter().flatten().copied().collect()))
}

fn count(steps: &[Step<Symbol>], mentions: &mut [usize]) {
    for step in steps {
        match step {
            Step::Choice(options) => options.iter().for_each(|option| count(option, mentions)),
            Step::Gap(_) => {}
            Step::Word(symbols) => {
                for symbol in symbols {
                    if let Some(times) = mentions.get_mut(usize::from(*symbol)) {
                        *times += 1;
                    }
                }
            }
        }
    }
}

/// The rarest words one of which every match holds, by how often patterns mention them: what many
/// patterns mention, most texts do.
fn needed(steps: &[Step<Symbol>], mentions: &[usize]) -> Option<(usize, BTreeSet<Symbol>)> {
    let rate = |symbol: &Symbol| mentions.get(usize::from(*symbol)).copied().unwrap_or(0);
    let each = steps.iter().filter_map(|step| match step {
        Step::Choice(options) => {
            let each: Option<Vec<_>> =
                options.iter().map(|option| needed(option, mentions)).collect();
            let all: BTreeSet<Symbol> = each?.into_iter().flat_map(|(_, all)| all).collect();
            Some((all.iter().map(rate).sum(), all))
        }
        Step::Gap(_) => None,
        Step::Word(symbols) => {
            let all: BTreeSet<Symbol> = symbols.iter().copied().collect();
            Some((all.iter().map(rate).sum(), all))
        }
    });
    each.min_by_key(|(rate, _)| *rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, text: &str) -> bool {
        !Phrasebook::new([(pattern.to_owned(), ())]).find(&first_words(text, WORDS_MAX)).is_empty()
    }

    #[test]
    fn patterns_match_words_choices_prefixes_numbers_and_gaps() {
        assert!(holds("we (have decided|decided) not", "Well, we decided not to."));
        assert!(holds("(have|'ve) chosen .. other", "we've chosen to go with some other person"));
        assert!(holds("interview* on #", "Interviews on 5 May"));
        assert!(holds("gespräch|désolé", "Gespraech") && holds("(désolé|gespräch)", "desole"));
        assert!(holds("we will (not)? go", "we will go"));
        assert!(holds("no (longer (open|free)|more)", "it is no longer free"));
        assert!(holds("a ... b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("a .. b", "a 1 2 3 4 5 6 b"));
        assert!(!holds("offer", "offered"));
    }
}
