//! Words with their places, and runs of capitalised words: how names stand in text.
//!
//! Knows no companies, roles or people; those modules know what a run means.

mod book;
mod token;

use std::sync::LazyLock;

use serde::Deserialize;

pub use self::{
    book::{Sort, after, is, phrase_end, sorts},
    token::{Token, lower, tokens},
};
use super::{company::strip_marks, trie::WordSet};
use crate::message::Message;

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
    one_client: Vec<String>,
    senders: Vec<String>,
    met: Vec<String>,
    /// Words, and ends of words, for a part of a house and its mailbox.
    pub departments: WordSet,
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
    /// Further jobs; the longer ones are also looked for at the ends of compounds.
    pub professions: Endings,
    pub endings: WordSet,
    /// Ends of words for who does something, of which only a sure place makes a job.
    pub agents: WordSet,
    pub not_agents: WordSet,
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
    if name.is_ascii() {
        let kept = name.bytes().filter(u8::is_ascii_alphanumeric);
        out.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        out.extend(letters(name));
    }
    out
}

/// What stands before and behind a joint that begins with a space; the first of the joints that
/// stands anywhere counts.
pub fn parted<'a>(text: &'a str, joints: &[&str]) -> Option<(&'a str, &'a str)> {
    let places = text.match_indices(' ').filter_map(|(at, _)| {
        let (front, rest) = text.split_at_checked(at)?;
        let mut joints = joints.iter().enumerate();
        joints.find_map(|(n, joint)| Some((n, front, rest.strip_prefix(joint)?)))
    });
    places.min_by_key(|place| place.0).map(|(_, front, behind)| (front, behind))
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
        Text::told(text, tokens(text))
    }

    fn told(text: &'a str, tokens: Vec<Token<'a>>) -> Text<'a> {
        let leads = tokens.iter().enumerate().filter(|(_, token)| token.sorts.leads());
        Text { text, leads: leads.map(|(at, _)| at).collect(), tokens }
    }

    /// The text with its wrapped lines joined, as [`unwrapped`] leaves it.
    fn joined(&self, joined: &'a str) -> Text<'a> {
        let ends = |token: &Token<'_>| joined.as_bytes().get(token.start) == Some(&b'\n');
        let kept = self.tokens.iter().filter(|token| !token.is('\n') || ends(token));
        Text::told(joined, kept.cloned().collect())
    }
}

/// The texts of a mail with their words, for all who look for names in them.
pub struct Texts<'a> {
    pub own: Text<'a>,
    /// The own text with its wrapped lines joined, where there are any.
    joined: Option<Text<'a>>,
    pub subject: Text<'a>,
    /// The subject without "Re:" and the like, where it has them.
    topic: Option<Text<'a>>,
    pub signature: Text<'a>,
    pub quoted: Text<'a>,
}

impl<'a> Texts<'a> {
    /// `joined` is the message's own text, [`unwrapped`].
    pub fn of(message: &'a Message, joined: &'a str, quoted: &'a str) -> Texts<'a> {
        let own = message.own.as_str();
        let alike = joined == own || joined.strip_suffix('\n') == Some(own);
        let own = Text::of(own);
        let (subject, topic) = (message.subject.as_str(), strip_marks(&message.subject));
        Texts {
            joined: (!alike).then(|| own.joined(joined)),
            own,
            subject: Text::of(subject),
            topic: (topic != subject).then(|| Text::of(topic)),
            signature: Text::of(&message.signature),
            quoted: Text::of(quoted),
        }
    }

    /// The own text with its wrapped lines joined.
    pub fn joined(&self) -> &Text<'a> {
        self.joined.as_ref().unwrap_or(&self.own)
    }

    /// The subject without "Re:" and the like.
    pub fn topic(&self) -> &Text<'a> {
        self.topic.as_ref().unwrap_or(&self.subject)
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
