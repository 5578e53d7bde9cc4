//! What depends on a terminal: its width, whether there is colour, and a bar that shows how far
//! reading is.

use std::io::{self, IsTerminal as _, Write as _};

/// Colour is for a terminal alone, not with NO_COLOR (<https://no-color.org>) nor on a dumb one.
pub fn coloured() -> bool {
    let plain = set("NO_COLOR").is_some() || set("TERM").is_none_or(|term| term == "dumb");
    io::stdout().is_terminal() && !plain
}

/// The columns of the terminal that standard output is.
pub fn columns() -> Option<usize> {
    let terminal = io::stdout().is_terminal();
    let size = terminal_size::terminal_size().filter(|_| terminal);
    size.map(|(width, _)| usize::from(width.0))
}

/// Lines of at most `width` characters; a longer word stays whole. One line at least.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[expect(clippy::disallowed_methods, reason = "how the terminal looks is said in the environment")]
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// So few mails are read at once.
const MAILS_MIN: u64 = 200;
/// The bar is drawn anew after so many mails.
const MAILS_STEP: u64 = 50;
const CELLS: u64 = 30;

/// A progress bar on standard error, where that is a terminal.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
    bytes: u64,
    total: u64,
    mails: u64,
}

impl Progress {
    /// `total`: the bytes to be read.
    pub fn new(total: u64) -> Progress {
        Progress { shown: io::stderr().is_terminal(), bytes: 0, total, mails: 0 }
    }

    /// One mail more was read.
    pub fn step(&mut self, bytes: u64) {
        self.mails += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if self.shown && self.mails > MAILS_MIN && self.mails.is_multiple_of(MAILS_STEP) {
            self.draw(&bar(self.bytes, self.total, self.mails));
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if self.shown && self.mails > MAILS_MIN {
            self.draw("");
        }
    }

    fn draw(&self, text: &str) {
        let width = bar(self.bytes, self.total, self.mails).chars().count();
        let _unseen = write!(io::stderr().lock(), "\r{text:width$}{}", end(text));
    }
}

fn end(text: &str) -> &'static str {
    if text.is_empty() { "\r" } else { "" }
}

fn bar(bytes: u64, total: u64, mails: u64) -> String {
    let part = |whole: u64| bytes.min(total).saturating_mul(whole).checked_div(total).unwrap_or(0);
    let done = usize::try_from(part(CELLS)).unwrap_or_default();
    let left = usize::try_from(CELLS).unwrap_or_default().saturating_sub(done);
    let (done, left) = ("#".repeat(done), ".".repeat(left));
    format!("[{done}{left}] {:3} %, {mails} mails", part(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_screen_but_for_a_single_word() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("immeasurable", 8), ["immeasurable"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn the_bar_fills_and_never_overflows() {
        assert_eq!(bar(0, 0, 201), format!("[{}]   0 %, 201 mails", ".".repeat(30)));
        assert_eq!(bar(5, 10, 250), "[###############...............]  50 %, 250 mails");
        assert_eq!(bar(20, 10, 300), format!("[{}] 100 %, 300 mails", "#".repeat(30)));
    }
}
