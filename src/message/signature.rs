//! Splits the signature, meeting blocks and footers from the text above them.
//!
//! The lists are data in `config/reading/mail.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

use super::clean::fold_quotes;

/// A closing or a name this far from the end still begins a signature.
const SIGNATURE_LINES_MAX: usize = 25;
/// A closing line has at most so many words.
const CLOSING_WORDS_MAX: usize = 6;

#[derive(Deserialize)]
struct Words {
    closings: Vec<String>,
    enders: Vec<String>,
    footers: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/reading/mail.toml"))
        .expect("config/reading/mail.toml is compiled in and read by a test")
});

static FOOTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(&WORDS.footers)
        .expect("the footers are few; every test builds this")
});

/// The closings by their first words.
static CLOSINGS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut closings = BTreeMap::<&str, Vec<&str>>::new();
    for closing in &WORDS.closings {
        closings.entry(first_word(closing)).or_default().push(closing);
    }
    closings
});

/// A line, and how it is compared: in lower case, with plain quotation marks.
struct Line<'a> {
    text: &'a str,
    bare: &'a str,
}

impl Line<'_> {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Returns the text proper and what stands below it.
pub fn split(text: &str, writer: Option<&str>) -> (String, String) {
    let bare = bare(text);
    let lines = text.lines().zip(bare.lines());
    let lines: Vec<Line<'_>> = lines.map(|(text, bare)| Line { text, bare }).collect();
    let mut footers = footers(&bare).into_iter().peekable();
    let start = start(&lines, writer).unwrap_or(lines.len());
    let (mut own, mut signature) = (String::new(), String::new());
    for (n, line) in lines.iter().enumerate() {
        let below = n >= start && !is_postscript(line.text);
        let footer = footers.next_if_eq(&n).is_some();
        let voice = if below || footer { &mut signature } else { &mut own };
        voice.push_str(line.text);
        voice.push('\n');
    }
    (squeeze(&own), squeeze(&signature))
}

/// The line where the signature begins.
fn start(lines: &[Line<'_>], writer: Option<&str>) -> Option<usize> {
    let first = lines.iter().position(|line| !line.is_empty())?;
    let shown: Vec<usize> = (first + 1..lines.len())
        .filter(|n| lines.get(*n).is_some_and(|line| !line.is_empty()))
        .collect();
    let writer = writer.map(str::to_lowercase);
    let hard = shown.iter().position(|n| lines.get(*n).is_some_and(is_ender));
    let end = hard.unwrap_or(shown.len());
    let tail = shown.get(end.saturating_sub(SIGNATURE_LINES_MAX)..end).unwrap_or_default();
    let soft = tail.iter().find(|n| {
        let next = lines.get(**n + 1).map_or("", |next| next.text);
        lines.get(**n).is_some_and(|line| {
            closes(line, next) || writer.as_deref().is_some_and(|writer| is_name(line, writer))
        })
    });
    soft.or_else(|| shown.get(hard?)).copied()
}

fn is_ender(line: &Line<'_>) -> bool {
    let bare = line.bare.trim();
    bare == "--"
        || (bare.len() >= 8 && bare.chars().all(|c| matches!(c, '_' | '-' | '=' | '*' | '~')))
        || WORDS.enders.iter().any(|ender| bare.starts_with(ender.as_str()))
}

/// Whether a line is a closing alone ("Kind regards,").
pub fn is_closing(line: &str) -> bool {
    closes(&Line { text: line, bare: &bare(line) }, "")
}

fn closes(line: &Line<'_>, next: &str) -> bool {
    let bare = line.bare.trim_matches(|c: char| !c.is_alphanumeric());
    let Some(closings) = CLOSINGS.get(first_word(bare)) else {
        return false;
    };
    if bare.split_whitespace().nth(CLOSING_WORDS_MAX).is_some() {
        return false;
    }
    let exact = closings.contains(&bare);
    let from_place = || {
        closings.iter().any(|closing| {
            closing.contains(' ')
                && bare.strip_prefix(closing).is_some_and(|rest| {
                    rest.starts_with([',', ' ']) && next.trim().split(' ').count() <= 4
                })
        })
    };
    exact || (!line.text.trim_end().ends_with(['.', '!', '?', ':']) && from_place())
}

fn first_word(text: &str) -> &str {
    text.split_once(' ').map_or(text, |(first, _)| first)
}

/// Whether a line is the writer's name alone, as people sign: "Priya", "/D", "- Priya N."; the name
/// is in lower case.
fn is_name(line: &Line<'_>, writer: &str) -> bool {
    let text = line.text.trim();
    let shown = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let first = writer.split_whitespace().next().unwrap_or_default();
    let begins =
        shown.chars().next().is_some_and(|c| c.to_lowercase().next() == first.chars().next());
    if !begins || text.ends_with([',', ':']) {
        return false;
    }
    let bare = shown.to_lowercase();
    let initial =
        text.starts_with(['/', '-', '–']) && bare.chars().count() <= 2 && first.starts_with(&bare);
    let mut words = bare.split_whitespace();
    initial || bare == writer || (words.next() == Some(first) && words.nth(2).is_none())
}

/// How text is compared; it keeps its lines.
fn bare(text: &str) -> String {
    fold_quotes(text).to_lowercase()
}

/// The numbers of the lines that are footers, found in one pass: no footer spans two lines.
fn footers(bare: &str) -> Vec<usize> {
    let (mut line, mut from) = (0, 0);
    let mut lines = Vec::new();
    for found in FOOTERS.find_iter(bare) {
        let between = bare.get(from..found.start()).unwrap_or_default();
        line += between.bytes().filter(|byte| *byte == b'\n').count();
        from = found.start();
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    lines
}

fn is_postscript(line: &str) -> bool {
    let bare = line.trim_start();
    ["PS", "P.S", "p.s", "Ps:", "PD:", "P.D."].iter().any(|mark| bare.starts_with(mark))
}

/// At most one empty line in a row, none at the ends.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.trim().lines() {
        if line.trim().is_empty() {
            gap = true;
            continue;
        }
        if gap {
            out.push('\n');
        }
        gap = false;
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_line_begins_the_signature() {
        for (text, own) in [
            ("Hello there.\n\nKind regards\nGareth Pryce\nTalent Partner", "Hello there."),
            ("Hallo.\n\nMit freundlichen Grüßen\nJana Krüger", "Hallo."),
            ("Bonjour.\n\nBien cordialement,\nLéa", "Bonjour."),
            ("Hola.\n\nUn saludo,\nAna", "Hola."),
            ("Hi.\n-- \nGareth", "Hi."),
            ("Hi.\n\nSent from my iPhone", "Hi."),
        ] {
            assert_eq!(split(text, None).0, own);
        }
    }

    #[test]
    fn the_writers_name_alone_begins_the_signature() {
        let (own, signature) = split("Tuesday it is.\n\n/D", Some("Dagny Solberg"));
        assert_eq!((own.as_str(), signature.as_str()), ("Tuesday it is.", "/D"));
        let (own, _) = split("See you.\n\nJuno Achebe\nTalent Lead", Some("Juno Achebe"));
        assert_eq!(own, "See you.");
    }

    #[test]
    fn a_postscript_is_the_own_text() {
        let (own, _) = split("Hi.\n\nBest\nAna\n\nPS: bring a laptop", None);
        assert!(own.contains("bring a laptop"));
    }

    #[test]
    fn thanks_inside_a_sentence_is_not_a_closing() {
        assert_eq!(split("Hi,\nThanks for applying to us.\nMore.", None).1, "");
    }
}
