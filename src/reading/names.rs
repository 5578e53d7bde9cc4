//! Words with their places, and runs of capitalised words: how names stand in text.
//!
//! Knows no companies, roles or people; those modules know what a run means.

mod book;

use std::{borrow::Cow, sync::LazyLock};

use serde::Deserialize;

pub use self::book::{Listed, Sort, Sorts, after, phrase_end, sorts};
use super::trie::{self, WordSet};
use crate::message::Message;

/// Only so many words of a text are searched for names.
const TOKENS_MAX: usize = 3_000;

/// Bytes of text for one token, about.
const WORD_BYTES: usize = 5;

/// Words that are also looked for at the ends of others.
#[derive(Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Endings {
    pub words: Vec<String>,
    pub ends: WordSet,
}

impl From<Vec<String>> for Endings {
    fn from(words: Vec<String>) -> Endings {
        Endings { ends: WordSet::from(words.clone()), words }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CompanyWords {
    before: Vec<String>,
    after: Vec<String>,
    never: Vec<String>,
    trim: Vec<String>,
    lead: Vec<String>,
    legal: Vec<String>,
    institutions: Vec<String>,
    pub institution_endings: WordSet,
    pub agency: Vec<String>,
    pub in_house: Vec<String>,
    clients: Vec<String>,
    senders: Vec<String>,
    met: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RoleWords {
    strong: Vec<String>,
    before: Vec<String>,
    faint: Vec<String>,
    topic: Vec<String>,
    pub after: Vec<String>,
    frames: Vec<String>,
    never: Vec<String>,
    pub openers: WordSet,
    stops: Vec<String>,
    /// Jobs that also stand as a person's title.
    pub nouns: Endings,
    professions: Vec<String>,
    pub endings: WordSet,
    not_professions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PeopleWords {
    before: Vec<String>,
    between: Vec<String>,
    honorifics: Vec<String>,
    pub titles: Endings,
    pub arranges: Vec<String>,
    does: Vec<String>,
    greetings: Vec<String>,
    owned: Vec<String>,
    writes: Vec<String>,
    pub takes_part: Vec<String>,
    pub stays_away: Vec<String>,
    never: Vec<String>,
}

#[derive(Deserialize)]
pub struct Words {
    pub company: CompanyWords,
    pub people: PeopleWords,
}

pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/reading/names.toml"))
        .expect("config/reading/names.toml is compiled in and read by every test")
});

pub static ROLES: LazyLock<RoleWords> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/reading/roles.toml"))
        .expect("config/reading/roles.toml is compiled in and read by every test")
});

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
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c == '\n' || !(c.is_whitespace() || c.is_alphanumeric() || c == '&') {
            push(&mut out, text, start, start + c.len_utf8(), false);
            continue;
        }
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if matches!(c, 'd' | 'l' | 'q')
            && let Some(elided) = elided(text, start)
        {
            push(&mut out, text, start, start + elided, true);
            chars.by_ref().take(elided).for_each(drop);
            continue;
        }
        while let Some((at, next)) = chars.peek().copied() {
            if next.is_ascii_alphanumeric() {
                end = at + 1;
                chars.next();
                continue;
            }
            if let Some(mark) = text.get(at..).and_then(gender_mark) {
                end = at + mark.len();
                chars.by_ref().take(mark.chars().count()).for_each(drop);
                break;
            }
            let after = text.get(at + next.len_utf8()..).and_then(|rest| rest.chars().next());
            let inner = matches!(next, '\'' | '’' | '-' | '.' | '&' | '+' | '#' | '/' | '‑')
                && after.is_some_and(char::is_alphanumeric);
            if !(next.is_alphanumeric() || inner) {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        push(&mut out, text, start, end, true);
        if out.len() >= TOKENS_MAX {
            break;
        }
    }
    out
}

/// The length of "d", "l" or "qu" before an apostrophe and a word: "poste d'analyste".
fn elided(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    ["d", "l", "qu"].iter().find_map(|short| {
        let behind = rest.strip_prefix(short)?.strip_prefix(['\'', '’'])?;
        behind.starts_with(char::is_alphabetic).then_some(short.len())
    })
}

/// The mark for a second gender at a word's end: "(e)", ":in", "*in", "·euse".
fn gender_mark(rest: &str) -> Option<&str> {
    const ENDS: [&str; 14] =
        ["innen", "in", "euse", "trice", "ière", "ne", "es", "as", "os", "en", "e", "r", "a", "o"];
    let open = rest.chars().next().filter(|c| "(:*_·".contains(*c))?;
    let behind = rest.get(open.len_utf8()..)?;
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

/// A run of capitalised words from `at` on, with the small words that names hold between them.
/// Returns the index after it.
pub fn run(tokens: &[Token<'_>], at: usize, small: &[&str]) -> Option<usize> {
    let mut end = at;
    let mut next = at;
    while let Some(token) = tokens.get(next) {
        if token.is_capital() || (token.text == "&" && end > at) {
            next += 1;
            end = next;
        } else if token.is_word && end > at && small.contains(&&*token.lower) {
            next += 1;
        } else {
            break;
        }
    }
    let last = tokens.get(end.checked_sub(1)?)?;
    let end = if last.text == "&" { end - 1 } else { end };
    (end > at).then_some(end)
}

/// The text between two tokens, the last excluded.
pub fn slice<'a>(text: &'a str, tokens: &[Token<'_>], from: usize, to: usize) -> &'a str {
    let start = tokens.get(from).map(|token| token.start);
    let end = to.checked_sub(1).and_then(|last| tokens.get(last)).map(|token| token.end);
    match (start, end) {
        (Some(start), Some(end)) => text.get(start..end).unwrap_or_default(),
        _ => "",
    }
}

/// Joins lines that a mail program wrapped, so that names may go on over a line's end.
pub fn unwrapped(text: &str) -> String {
    /// A shorter line ends where its writer ended it.
    const WRAPPED: usize = 56;
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        let goes_on = lines.peek().is_some_and(|next| next.starts_with(char::is_alphabetic))
            && !line.starts_with(|c: char| c.is_ascii_digit() || "-*•".contains(c))
            && line.trim_end().chars().count() >= WRAPPED
            && !line.trim_end().ends_with(['.', '!', '?', ':']);
        out.push(if goes_on { ' ' } else { '\n' });
    }
    out
}

/// Letters and digits in lower case, without accents of the common kind, for comparing names.
pub fn squash(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    out.extend(letters(name));
    out
}

/// The letters of a name as [`squash`] leaves them.
pub fn letters(name: &str) -> impl Iterator<Item = char> {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).map(unaccented)
}

/// Whether two names have the same letters.
pub fn is_alike(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// A small letter without its accent.
pub fn unaccented(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

/// A text with its words.
pub struct Text<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    /// Those with which phrases may begin.
    pub leads: Vec<usize>,
}

impl<'a> Text<'a> {
    pub fn of(text: &'a str) -> Text<'a> {
        let tokens = tokens(text);
        let leads = tokens.iter().enumerate().filter(|(_, token)| token.sorts.leads());
        Text { text, leads: leads.map(|(at, _)| at).collect(), tokens }
    }
}

/// The texts of a mail with their words, for all who look for names in them.
pub struct Texts<'a> {
    pub own: Text<'a>,
    /// The own text with its wrapped lines joined, where there are any.
    joined: Option<Text<'a>>,
    pub subject: Text<'a>,
    pub signature: Text<'a>,
    pub quoted: Text<'a>,
}

impl<'a> Texts<'a> {
    /// `joined` is the message's own text, [`unwrapped`].
    pub fn of(message: &'a Message, joined: &'a str, quoted: &'a str) -> Texts<'a> {
        let own = message.own.as_str();
        let alike = joined == own || joined.strip_suffix('\n') == Some(own);
        Texts {
            own: Text::of(own),
            joined: (!alike).then(|| Text::of(joined)),
            subject: Text::of(&message.subject),
            signature: Text::of(&message.signature),
            quoted: Text::of(quoted),
        }
    }

    /// The own text with its wrapped lines joined.
    pub fn joined(&self) -> &Text<'a> {
        self.joined.as_ref().unwrap_or(&self.own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_holds_small_words_between_capitals_and_stops_at_marks() {
        let text = "at Bank of Trees & Co, we";
        let tokens = tokens(text);
        let end = run(&tokens, 1, &["of"]).unwrap();
        assert_eq!(slice(text, &tokens, 1, end), "Bank of Trees & Co");
    }
}
