//! Text → words, numbers and marks with their places: all the grammar sees of a mail.
//!
//! Links and addresses are one opaque token, so that no number inside them is a time.

use std::borrow::Cow;

use jiff::civil::Weekday;

use super::words::{self, Meaning};
use crate::reading::trie;

/// Bytes of text for one token, about.
const TOKEN_BYTES: usize = 5;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Link,
    Mark,
    Number,
    Word,
}

/// One token; `lower` is its text in lower case with straight apostrophes.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    pub lower: Cow<'a, str>,
    pub start: usize,
    pub end: usize,
    /// White space stands before it.
    pub spaced: bool,
    /// Line ends before it.
    pub lines: u8,
    /// What the word names, looked up once.
    meaning: Meaning,
}

/// Tokens of a text, asked by position; every question about a place outside has a neutral answer.
pub(crate) struct Tokens<'a>(Vec<Token<'a>>);

impl<'a> Tokens<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / TOKEN_BYTES);
        let mut at = 0;
        for run in text.split_inclusive(char::is_whitespace) {
            let bare = run.trim_end();
            if is_link(bare) {
                push(&mut tokens, text, Kind::Link, at, bare);
            } else {
                split_run(&mut tokens, text, at, bare);
            }
            at += run.len();
        }
        Self(tokens)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many tokens lie in the first bytes of the text.
    pub fn len_within(&self, bytes: usize) -> usize {
        self.0.partition_point(|token| token.end <= bytes)
    }

    pub fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.0.get(at)
    }

    /// The word there in lower case, or "".
    pub fn word(&self, at: usize) -> &str {
        match self.0.get(at) {
            Some(token) if token.kind == Kind::Word => &token.lower,
            _ => "",
        }
    }

    /// The weekday the word there names, and whether it stands by itself.
    pub fn weekday(&self, at: usize) -> Option<(Weekday, bool)> {
        self.0.get(at)?.meaning.weekday
    }

    /// The month the word there names.
    pub fn month(&self, at: usize) -> Option<i8> {
        self.0.get(at)?.meaning.month
    }

    /// The number the word there names.
    pub fn amount(&self, at: usize) -> Option<u32> {
        self.0.get(at)?.meaning.amount
    }

    /// The word before a place, or "".
    pub fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// The mark there, or NUL.
    pub fn mark(&self, at: usize) -> char {
        match self.0.get(at) {
            Some(token) if token.kind == Kind::Mark => token.text.chars().next().unwrap_or('\0'),
            _ => '\0',
        }
    }

    /// The number there with its count of digits.
    pub fn number(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.0.get(at).filter(|token| token.kind == Kind::Number)?;
        Some((token.text.parse().ok()?, token.text.len()))
    }

    /// Whether nothing, not even a space, stands before the token.
    pub fn joined(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| !token.spaced)
    }

    /// A mark there that touches the tokens on both sides.
    pub fn tight(&self, at: usize, mark: char) -> bool {
        self.mark(at) == mark && self.joined(at) && self.joined(at + 1)
    }

    pub fn any_of(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at)) && !self.word(at).is_empty()
    }

    /// Bytes from one token to before another.
    pub fn bytes(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let start = self.0.get(from).map_or(0, |token| token.start);
        let end = to.checked_sub(1).and_then(|last| self.0.get(last));
        start..end.map_or(start, |token| token.end)
    }
}

fn is_link(run: &str) -> bool {
    if !run.bytes().any(|byte| matches!(byte, b'.' | b'/' | b'@')) {
        return false;
    }
    let inner = run.trim_matches(|c: char| !c.is_alphanumeric());
    let slash = inner.split_once('/').is_some_and(|(host, _)| {
        host.contains('.') && host.chars().any(char::is_alphabetic) && !host.ends_with('.')
    });
    inner.contains("://") || inner.starts_with("www.") || inner.contains('@') || slash
}

fn split_run<'a>(tokens: &mut Vec<Token<'a>>, text: &'a str, at: usize, run: &'a str) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let kind = class(first);
        let length = match kind {
            Kind::Mark | Kind::Link => first.len_utf8(),
            Kind::Number => rest.find(|c| class(c) != Kind::Number).unwrap_or(rest.len()),
            Kind::Word => word_length(rest),
        };
        let Some((token, tail)) = rest.split_at_checked(length) else {
            return;
        };
        push(tokens, text, kind, at + (run.len() - rest.len()), token);
        rest = tail;
    }
}

/// An apostrophe between letters belongs to the word (o'clock, aujourd'hui, you'll).
fn word_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let apostrophe = matches!(c, '\'' | '’') && {
            chars.peek().is_some_and(|(_, next)| class(*next) == Kind::Word)
        };
        if class(c) != Kind::Word && !apostrophe {
            return at;
        }
    }
    rest.len()
}

fn class(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Number
    } else if c.is_alphabetic() {
        Kind::Word
    } else {
        Kind::Mark
    }
}

fn push<'a>(tokens: &mut Vec<Token<'a>>, text: &'a str, kind: Kind, start: usize, token: &'a str) {
    if token.is_empty() {
        return;
    }
    let last = tokens.last().map_or(0, |token| token.end);
    let between = text.get(last..start).unwrap_or_default();
    let lines = between.bytes().filter(|byte| *byte == b'\n').count();
    let lower = if kind == Kind::Number { Cow::Borrowed(token) } else { trie::lower(token) };
    let curly = !lower.is_ascii() && lower.contains('’');
    let lower = if curly { lower.replace('’', "'").into() } else { lower };
    let meaning = match kind {
        Kind::Word => words::meaning(&lower),
        Kind::Link | Kind::Mark | Kind::Number => Meaning::default(),
    };
    tokens.push(Token {
        kind,
        text: token,
        meaning,
        lower,
        start,
        end: start + token.len(),
        spaced: !between.is_empty() || tokens.is_empty(),
        lines: u8::try_from(lines).unwrap_or(u8::MAX),
    });
}
