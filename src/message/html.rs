//! HTML → text that keeps lines and marks block quotes with `> `.
//!
//! Decides what of a page is read and where its lines end; the tokenizer knows HTML's grammar.
//! Never builds a tree: one pass, however deep the tags lie. Knows nothing of mail.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Longer HTML is cut: what matters stands at the top.
const HTML_BYTES_MAX: usize = 400_000;
/// Deeper quotes and lists are read as if they were this deep.
const DEPTH_MAX: usize = 16;
/// A blank line is two line ends.
const BREAKS_MAX: usize = 2;

/// Renders HTML as text.
pub fn to_text(html: &str) -> String {
    let end = html.floor_char_boundary(HTML_BYTES_MAX);
    let html = html.split_at_checked(end).map_or(html, |(head, _)| head);
    let mut page = Page::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        page.read(event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).for_each(drop);
    page.text
}

/// At least as many words with letters as [`to_text`] shows, counted without reading the page.
pub fn words_max(html: &str) -> usize {
    let shown = |piece: &str| {
        let is = |name: &str| {
            let (front, rest) = piece.split_at_checked(name.len()).unwrap_or_default();
            front.eq_ignore_ascii_case(name) && rest.starts_with(['>', ' '])
        };
        let tag = piece.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        match piece.split_once('>') {
            // What an image shows stands in its tag.
            _ if is("img") => word_starts(piece),
            _ if is("style") => 0,
            Some((_, text)) if tag => word_starts(text),
            None if tag => 0,
            _ => word_starts(piece),
        }
    };
    let mut pieces = html.split('<');
    pieces.next().map_or(0, word_starts) + pieces.map(shown).sum::<usize>()
}

/// Letters behind white space or what may stand for it: entities, and spaces beyond ASCII.
fn word_starts(text: &str) -> usize {
    let (mut starts, mut inside) = (0, false);
    for byte in text.bytes() {
        inside &= !(byte.is_ascii_whitespace() || matches!(byte, b'&' | 0xc2 | 0xe1..=0xe3));
        let letter = byte.is_ascii_alphabetic() || !byte.is_ascii();
        starts += usize::from(letter && !inside);
        inside |= letter;
    }
    starts
}

/// What a tag does to the lines around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Block,
    Break,
    Cell,
    /// Its text is never shown.
    Dropped,
    Image,
    Inline,
    Item,
    List,
    Paragraph,
    Preformatted,
    Quote,
}

fn shape(name: &[u8]) -> Shape {
    match name {
        b"br" => Shape::Break,
        b"td" | b"th" => Shape::Cell,
        b"script" | b"style" | b"template" | b"title" => Shape::Dropped,
        b"img" => Shape::Image,
        b"li" => Shape::Item,
        b"ol" | b"ul" => Shape::List,
        b"dl" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"p" => Shape::Paragraph,
        b"pre" => Shape::Preformatted,
        b"blockquote" => Shape::Quote,
        b"address" | b"article" | b"aside" | b"body" | b"caption" | b"center" | b"dd" | b"div"
        | b"dt" | b"fieldset" | b"figure" | b"footer" | b"form" | b"header" | b"hr" | b"main"
        | b"nav" | b"option" | b"section" | b"table" | b"tbody" | b"tr" => Shape::Block,
        _ => Shape::Inline,
    }
}

/// A page while it is read.
#[derive(Default)]
struct Page {
    text: String,
    /// Line ends due before the next text.
    breaks: usize,
    /// White space is due before the next text.
    gap: bool,
    quotes: usize,
    preformatted: usize,
    /// The number of the last item of each open list; none for one with bullets.
    lists: Vec<Option<usize>>,
    /// The tag being read.
    tag: Vec<u8>,
    attribute: Attribute,
    /// The tag being read hides what is in it.
    hides: bool,
    /// What hides the text here: its tag, and how many of its name are open.
    hidden: Option<(Vec<u8>, usize)>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Alt,
    #[default]
    Other,
    Style,
}

impl Page {
    fn read(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                self.tag.extend_from_slice(name);
                self.hides = shape(name) == Shape::Dropped;
                self.attribute = Attribute::Other;
            }
            CallbackEvent::AttributeName { name } => {
                self.hides |= name == b"hidden";
                self.attribute = match name {
                    b"alt" => Attribute::Alt,
                    b"style" => Attribute::Style,
                    _ => Attribute::Other,
                };
            }
            CallbackEvent::AttributeValue { value } => match self.attribute {
                Attribute::Alt if self.tag == b"img" => self.write(value),
                Attribute::Style => self.hides |= hides(value),
                Attribute::Alt | Attribute::Other => {}
            },
            CallbackEvent::CloseStartTag { .. } => self.open(),
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { value } => self.write(value),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn open(&mut self) {
        let name = std::mem::take(&mut self.tag);
        if let Some((tag, depth)) = &mut self.hidden {
            *depth += usize::from(*tag == name);
            if *tag == name && ends_itself(&name) {
                self.hidden = None;
            }
        } else if self.hides && !is_void(&name) {
            self.hidden = Some((name, 1));
            return;
        }
        match shape(&name) {
            Shape::Break => self.breaks = (self.breaks + 1).min(BREAKS_MAX),
            Shape::Item => {
                self.end_line(1);
                self.begin_item();
            }
            Shape::List => {
                self.end_line(1);
                if self.lists.len() < DEPTH_MAX {
                    self.lists.push((name == b"ol").then_some(0));
                }
            }
            Shape::Preformatted => {
                self.end_line(BREAKS_MAX);
                self.preformatted += 1;
            }
            Shape::Quote => {
                self.end_line(BREAKS_MAX);
                self.quotes += 1;
            }
            shape => self.bound(shape),
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((tag, depth)) = &mut self.hidden {
            *depth -= usize::from(tag == name);
            if *depth == 0 {
                self.hidden = None;
            }
        }
        match shape(name) {
            Shape::Item => self.end_line(1),
            Shape::List => {
                self.end_line(1);
                self.lists.pop();
            }
            Shape::Preformatted => {
                self.end_line(BREAKS_MAX);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Shape::Quote => {
                self.end_line(BREAKS_MAX);
                self.quotes = self.quotes.saturating_sub(1);
            }
            Shape::Break => {}
            shape => self.bound(shape),
        }
    }

    /// The line ends on both sides of an element.
    fn bound(&mut self, shape: Shape) {
        match shape {
            Shape::Block | Shape::Cell => self.end_line(1),
            Shape::Paragraph => self.end_line(BREAKS_MAX),
            _ => {}
        }
    }

    fn end_line(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    fn begin_item(&mut self) {
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{number}.")
            }
            _ => "*".to_owned(),
        };
        if self.hidden.is_none() {
            self.begin_text();
            self.text.push_str(&mark);
            self.gap = true;
        }
    }

    /// Ends the line before, and marks a quoted one.
    fn begin_text(&mut self) {
        let first = self.text.is_empty();
        if self.breaks > 0 || first {
            let breaks = if first { 0 } else { self.breaks };
            self.text.extend(std::iter::repeat_n('\n', breaks));
            self.text.extend(std::iter::repeat_n("> ", self.quotes.min(DEPTH_MAX)));
        } else if self.gap {
            self.text.push(' ');
        }
        self.breaks = 0;
        self.gap = false;
    }

    /// Adds text, its white space folded but where it is preformatted.
    fn write(&mut self, bytes: &[u8]) {
        if self.hidden.is_some() {
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        if self.preformatted > 0 {
            for (n, line) in text.split('\n').enumerate() {
                self.breaks = (self.breaks + usize::from(n > 0)).min(BREAKS_MAX);
                if !line.is_empty() {
                    self.begin_text();
                    self.text.push_str(line);
                }
            }
            return;
        }
        for run in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let word = run.trim_end_matches(|c: char| c.is_ascii_whitespace());
            if !word.is_empty() {
                self.begin_text();
                self.text.push_str(word);
            }
            self.gap |= word.len() < run.len();
        }
    }
}

/// Whether a style hides its element, as senders hide the preview line of a mail list.
fn hides(style: &[u8]) -> bool {
    let style = style.iter().filter(|byte| !byte.is_ascii_whitespace());
    let style: Vec<u8> = style.map(u8::to_ascii_lowercase).collect();
    style.split(|byte| *byte == b';').any(|rule| {
        let rule = rule.strip_suffix(b"!important").unwrap_or(rule);
        rule == b"display:none" || rule == b"visibility:hidden"
    })
}

/// Elements without an end (WHATWG HTML §13.1.2).
fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Elements that a sibling ends as well as an end tag does.
fn ends_itself(name: &[u8]) -> bool {
    matches!(name, b"li" | b"p" | b"td" | b"th" | b"tr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_quotes_keep_their_marks_and_paragraphs_their_lines() {
        let text = to_text(
            "<p>Hi</p><p>One <a href='https://a.example'>two</a></p>\
             <blockquote>old<br>words<blockquote>older</blockquote></blockquote>new",
        );
        assert_eq!(text, "Hi\n\nOne two\n\n> old\n> words\n\n> > older\n\nnew");
    }

    #[test]
    fn rows_items_and_preformatted_lines_are_lines() {
        let text = to_text(
            "<table><tr><td>When</td></tr><tr><td>Monday</td></tr></table>\
             <ul><li>a<li>b</ul><ol><li>c</ol><pre>d\n  e</pre>",
        );
        assert_eq!(text, "When\nMonday\n* a\n* b\n1. c\n\nd\n  e");
    }

    #[test]
    fn white_space_is_folded_and_entities_are_read() {
        assert_eq!(to_text(" a\n  <b>b</b>c &amp;\td&#8217;s "), "a bc & d\u{2019}s");
    }

    #[test]
    fn what_nobody_sees_is_not_read() {
        let text = to_text(
            "<head><title>t</title><style>s</style></head><script>x</script><!-- c -->\
             <div style='color: red; Display : none !important'>old<div>er</div></div>seen",
        );
        assert_eq!(text, "seen");
    }

    #[test]
    fn no_page_shows_more_words_than_are_counted_in_it() {
        for html in [
            "<p>Hi<br>there</p><img src=a alt='two words'> 3&nbsp;four five\u{a0}six",
            "a < b, <b>c</b>d <!-- e > f --> <a title='g > h'>i</a><style>p {}</style>",
        ] {
            let text = to_text(html);
            let shown = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
            assert!(words_max(html) >= shown.count(), "{text}");
        }
        assert!(words_max("<style>p { color: red }</style><p>one two</p>") == 2);
    }

    #[test]
    fn deep_nesting_is_read_quickly() {
        let html = format!("{}deep", "<blockquote><ul>".repeat(20_000));
        assert!(to_text(&html).ends_with("deep"));
    }
}
