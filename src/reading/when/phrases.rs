//! Tables of phrases, found in tokens by their first words.

use super::token::{Kind, Tokens};
use crate::reading::trie::Trie;

/// Tokens that `*` may stand for.
const GAP_TOKENS_MAX: usize = 3;

/// Phrases, each with what it stands for. A phrase is words in order; `*` stands for up to three
/// tokens between them, and a word that ends in `~` is the beginning of one.
pub(crate) struct Phrases<T> {
    /// The first words.
    trie: Trie,
    by_first: Vec<Vec<(Vec<Part>, T)>>,
}

/// A word behind the first.
struct Part {
    word: &'static str,
    /// The word may go on.
    open: bool,
    /// Tokens that may stand before it.
    apart: usize,
}

impl<T: Copy> Phrases<T> {
    pub fn new(all: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut trie = Trie::new(0);
        let mut by_first: Vec<Vec<(Vec<Part>, T)>> = Vec::new();
        for (phrase, what) in all {
            let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
            let symbol = match first.strip_suffix('~') {
                Some(stem) => trie.add_beginning(stem),
                None => trie.add(first),
            };
            by_first.resize_with(trie.len(), Vec::new);
            if let Some(list) = by_first.get_mut(usize::from(symbol)) {
                list.push((parts(rest), what));
            }
        }
        Self { trie, by_first }
    }

    /// Calls with every phrase that stands at a place, and the place behind it.
    pub fn each(&self, tokens: &Tokens, at: usize, mut found: impl FnMut(T, usize)) {
        let Some(token) = tokens.get(at) else {
            return;
        };
        self.trie.each(&token.lower, |symbol| {
            for (parts, what) in self.by_first.get(usize::from(symbol)).into_iter().flatten() {
                if let Some(end) = parts.iter().try_fold(at + 1, |at, part| part.end(tokens, at)) {
                    found(*what, end);
                }
            }
        });
    }

    /// Whether the word at a place begins a phrase.
    pub fn begins(&self, tokens: &Tokens, at: usize) -> bool {
        let mut begins = false;
        if let Some(token) = tokens.get(at) {
            self.trie.each(&token.lower, |_| begins = true);
        }
        begins
    }

    /// The longest phrase at a place that stands for something, and the place behind it.
    pub fn longest<U>(
        &self,
        tokens: &Tokens,
        at: usize,
        choose: impl Fn(T) -> Option<U>,
    ) -> Option<(U, usize)> {
        let mut best: Option<(U, usize)> = None;
        self.each(tokens, at, |what, end| {
            if best.as_ref().is_none_or(|best| best.1 <= end)
                && let Some(chosen) = choose(what)
            {
                best = Some((chosen, end));
            }
        });
        best
    }

    /// Whether a phrase at a place stands for something.
    pub fn any(&self, tokens: &Tokens, at: usize, fits: impl Fn(T) -> bool) -> bool {
        self.longest(tokens, at, |what| fits(what).then_some(())).is_some()
    }
}

fn parts(rest: &'static str) -> Vec<Part> {
    let mut apart = 0;
    let mut parts = Vec::new();
    for word in rest.split(' ').filter(|word| !word.is_empty()) {
        if word == "*" {
            apart = GAP_TOKENS_MAX;
            continue;
        }
        let stem = word.strip_suffix('~');
        parts.push(Part { word: stem.unwrap_or(word), open: stem.is_some(), apart });
        apart = 0;
    }
    parts
}

impl Part {
    /// The place behind this word, looked for from a place on.
    fn end(&self, tokens: &Tokens, from: usize) -> Option<usize> {
        let fits = |at: &usize| {
            tokens.get(*at).is_some_and(|token| {
                if self.open {
                    token.kind == Kind::Word && token.lower.starts_with(self.word)
                } else {
                    token.lower == self.word
                }
            })
        };
        Some((from..=from + self.apart).find(fits)? + 1)
    }
}
