//! Text → words and marks with their places, each word looked up in the book.
//!
//! Decides where a word ends: marks for a second gender and what is elided before a word.

use std::borrow::Cow;

use super::book::{self, Listed, Sorts};
use crate::reading::trie;

/// Only so many words of a text are searched for names.
const TOKENS_MAX: usize = 3_000;

/// Bytes of text for one token, about.
const WORD_BYTES: usize = 5;

/// A word, or a single mark of punctuation; a line end is the mark `\n`.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    pub text: &'a str,
    pub lower: Cow<'a, str>,
    pub start: usize,
    pub end: usize,
    pub is_word: bool,
    /// The word in the lists of words, and all that they say of it.
    pub listed: Listed,
    pub sorts: Sorts,
}

impl Token<'_> {
    pub fn is(&self, mark: char) -> bool {
        !self.is_word && self.text.starts_with(mark)
    }

    /// Begins with a capital or a digit.
    pub fn is_capital(&self) -> bool {
        self.is_word && self.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    }
}

/// Splits text into words and marks with their byte places.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity((text.len() / WORD_BYTES).min(TOKENS_MAX));
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let elided = elided(rest, first);
        let (length, is_word) = if first == '\n' {
            (1, false)
        } else if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_alphanumeric() || first == '&' {
            (elided.unwrap_or_else(|| word_length(rest, first)), true)
        } else {
            (first.len_utf8(), false)
        };
        push(&mut out, text, at, at + length, is_word);
        // The apostrophe goes with what is elided before it.
        let apostrophe = elided.and_then(|length| rest.get(length..)?.chars().next());
        at += length + apostrophe.map_or(0, char::len_utf8);
        if is_word && out.len() >= TOKENS_MAX {
            break;
        }
    }
    out
}

/// The length of the word at the beginning of a text.
fn word_length(text: &str, first: char) -> usize {
    let mut end = first.len_utf8();
    while let Some(rest) = text.get(end..) {
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        end += plain;
        let Some(rest) = rest.get(plain..).filter(|rest| !rest.starts_with([' ', '\n'])) else {
            break;
        };
        if let Some(mark) = gender_mark(rest) {
            return end + mark.len();
        }
        let mut chars = rest.chars();
        let next = chars.next().unwrap_or(' ');
        let behind = chars.next().unwrap_or(' ');
        // "St.-Anna-Gymnasium".
        let saint = next == '.' && behind == '-' && chars.next().is_some_and(char::is_uppercase);
        let inner = matches!(next, '\'' | '’' | '-' | '.' | '&' | '+' | '#' | '/' | '‑')
            && (behind.is_alphanumeric() || saint);
        if !(next.is_alphanumeric() || inner) {
            break;
        }
        end += next.len_utf8();
    }
    end
}

/// The length of "d", "l" or "qu" before an apostrophe and a word: "poste d'analyste".
fn elided(rest: &str, first: char) -> Option<usize> {
    let short = match first {
        'd' | 'l' => 1,
        'q' if rest.starts_with("qu") => 2,
        _ => return None,
    };
    let behind = rest.get(short..)?.strip_prefix(['\'', '’'])?;
    behind.starts_with(char::is_alphabetic).then_some(short)
}

/// The mark for a second gender at a word's end: "(e)", ":in", "*in", "·euse".
fn gender_mark(rest: &str) -> Option<&str> {
    const ENDS: [&str; 19] = [
        "innen", "in", "euse", "trice", "ière", "ne", "es", "as", "os", "en", "e", "r", "a", "o",
        "n", "se", "rice", "ve", "le",
    ];
    /// "chef·fe", "acheteur·se", "coordinateur·rice": behind a raised dot, any short end.
    const DOTTED_MAX: usize = 6;
    let open = rest.chars().next().filter(|c| matches!(c, '(' | ':' | '*' | '_' | '·'))?;
    let behind = rest.get(open.len_utf8()..)?;
    if open == '·' {
        let end: String = behind.chars().take_while(|c| c.is_lowercase()).collect();
        let closes = !behind.get(end.len()..)?.starts_with(char::is_alphanumeric);
        let short = (1..=DOTTED_MAX).contains(&end.chars().count()) && closes;
        return short.then(|| rest.get(..open.len_utf8() + end.len())).flatten();
    }
    let end = ENDS.iter().find(|end| {
        let after = behind.strip_prefix(**end).and_then(|after| after.chars().next());
        behind.starts_with(**end)
            && if open == '(' {
                after == Some(')')
            } else {
                !after.is_some_and(char::is_alphanumeric)
            }
    })?;
    let close = usize::from(open == '(');
    rest.get(..open.len_utf8() + end.len() + close)
}

fn push<'a>(out: &mut Vec<Token<'a>>, text: &'a str, start: usize, end: usize, is_word: bool) {
    let Some(piece) = text.get(start..end) else {
        return;
    };
    let lower = lower(piece);
    let (listed, sorts) = if is_word { book::look_up(&lower) } else { Default::default() };
    out.push(Token { text: piece, lower, start, end, is_word, listed, sorts });
}

/// A word in lower case.
pub fn lower(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() {
        return trie::lower(word);
    }
    let capital = word.bytes().any(|byte| byte.is_ascii_uppercase());
    if capital { Cow::Owned(word.to_ascii_lowercase()) } else { Cow::Borrowed(word) }
}
