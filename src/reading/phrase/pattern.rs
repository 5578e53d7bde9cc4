//! Patterns as they are written → steps over symbols: the language that `phrase` describes.
//!
//! Words of one meaning may have a name, and `<name>` stands for them.

use std::collections::BTreeMap;

use super::{
    WORDS_MAX, Words,
    vocabulary::{NUMBER, Symbol, Vocabulary},
};

const GAP_WORDS_MAX: u16 = 5;
const WIDE_GAP_WORDS_MAX: u16 = 14;

/// A part of a pattern.
#[derive(Debug, Clone)]
pub enum Step {
    /// An optional one has an empty option.
    Choice(Vec<Vec<Step>>),
    /// Up to so many words.
    Gap(u16),
    /// One of these words.
    Word(Vec<Symbol>),
}

/// Reads the patterns of one language.
pub struct Parser<'a> {
    vocabulary: &'a mut Vocabulary,
    names: BTreeMap<&'a str, Step>,
}

impl<'a> Parser<'a> {
    pub fn new(vocabulary: &'a mut Vocabulary) -> Parser<'a> {
        Parser { vocabulary, names: BTreeMap::new() }
    }

    /// Lets a name stand for words, which may hold names that are known already.
    pub fn name(&mut self, name: &'a str, words: &str) {
        let step = self.choice(words);
        self.names.insert(name, step);
    }

    pub fn pattern(&mut self, text: &str) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            rest = self.step(rest, &mut steps).trim_start();
        }
        steps
    }

    /// Reads one step; what is behind it is left.
    fn step<'t>(&mut self, text: &'t str, steps: &mut Vec<Step>) -> &'t str {
        if let Some(after) = text.strip_prefix("...") {
            steps.push(Step::Gap(WIDE_GAP_WORDS_MAX));
            return after;
        }
        if let Some(after) = text.strip_prefix("..") {
            steps.push(Step::Gap(GAP_WORDS_MAX));
            return after;
        }
        let named = text.strip_prefix('<').and_then(|text| text.split_once('>'));
        let group = if let Some((name, after)) = named {
            let step = self.names.get(name).cloned();
            Some((step.unwrap_or(Step::Choice(Vec::new())), after))
        } else {
            let enclosed = text.strip_prefix('(').and_then(enclosed);
            enclosed.map(|(inside, after)| (self.choice(inside), after))
        };
        if let Some((step, after)) = group {
            let optional = after.strip_prefix('?');
            steps.push(match optional {
                Some(_) => Step::Choice(vec![vec![step], Vec::new()]),
                None => step,
            });
            return optional.unwrap_or(after);
        }
        let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if word.contains('|') {
            let options = word.split('|').map(|word| self.words(word)).collect();
            steps.push(choose(options));
        } else {
            steps.extend(self.words(word));
        }
        after
    }

    /// The words between white space: an apostrophe parts two.
    fn words(&mut self, text: &str) -> Vec<Step> {
        if text == "#" {
            return vec![Step::Word(vec![NUMBER])];
        }
        let (text, begins) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if !begins && !text.is_empty() && text.bytes().all(plain) {
            return vec![Step::Word(vec![self.vocabulary.add(text)])];
        }
        let words = Words::first(text, WORDS_MAX);
        let mut words = words.iter().peekable();
        let mut steps = Vec::new();
        while let Some(word) = words.next() {
            let symbol = if begins && words.peek().is_none() {
                self.vocabulary.add_beginning(word)
            } else {
                self.vocabulary.add(word)
            };
            steps.push(Step::Word(vec![symbol]));
        }
        steps
    }

    /// Options between the bars outside of inner brackets; one without words is none.
    fn choice(&mut self, text: &str) -> Step {
        let mut depth = 0;
        let options = text.split(|c| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            c == '|' && depth == 0
        });
        let options = options.map(|option| self.pattern(option));
        choose(options.filter(|option| !option.is_empty()).collect())
    }
}

/// A choice: all its single words are one option, and what is a choice itself adds its options.
fn choose(options: Vec<Vec<Step>>) -> Step {
    let mut words = Vec::new();
    let mut others = Vec::new();
    for mut option in options {
        match (option.pop(), option.is_empty()) {
            (Some(Step::Word(symbols)), true) => words.extend(symbols),
            (Some(Step::Choice(inner)), true) => {
                for mut option in inner {
                    match option.as_mut_slice() {
                        [Step::Word(symbols)] => words.append(symbols),
                        _ => others.push(option),
                    }
                }
            }
            (last, _) => {
                option.extend(last);
                others.push(option);
            }
        }
    }
    let words = Step::Word(words);
    if others.is_empty() {
        return words;
    }
    if !matches!(&words, Step::Word(symbols) if symbols.is_empty()) {
        others.push(vec![words]);
    }
    Step::Choice(others)
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

/// Counts how often steps mention each symbol.
pub fn count(steps: &[Step], mentions: &mut Vec<usize>) {
    for step in steps {
        match step {
            Step::Choice(options) => options.iter().for_each(|option| count(option, mentions)),
            Step::Gap(_) => {}
            Step::Word(symbols) => {
                for symbol in symbols.iter().copied().map(usize::from) {
                    if mentions.len() <= symbol {
                        mentions.resize(symbol + 1, 0);
                    }
                    if let Some(times) = mentions.get_mut(symbol) {
                        *times += 1;
                    }
                }
            }
        }
    }
}

/// Words one of which every match holds.
pub struct Need {
    pub symbols: Vec<Symbol>,
    /// How often patterns mention them: what many patterns mention, most texts do.
    rate: usize,
}

/// What the steps need, the rarest first.
pub fn needs(steps: &[Step], mentions: &[usize]) -> Vec<Need> {
    let each = steps.iter().filter_map(|step| match step {
        Step::Choice(options) => {
            let mut all = Need { symbols: Vec::new(), rate: 0 };
            for option in options {
                let rarest = needs(option, mentions).into_iter().next()?;
                all.symbols.extend(rarest.symbols);
                all.rate += rarest.rate;
            }
            Some(all)
        }
        Step::Gap(_) => None,
        Step::Word(symbols) => {
            let rate = |symbol: &Symbol| mentions.get(usize::from(*symbol)).copied().unwrap_or(0);
            Some(Need { symbols: symbols.clone(), rate: symbols.iter().map(rate).sum() })
        }
    });
    let mut each: Vec<Need> = each.collect();
    each.sort_by_key(|need| need.rate);
    each
}
