//! Decides whether bytes from the server may reach the parser: sizes, line length, parentheses.
//!
//! The parser allocates whatever a literal announces, is quadratic in the length of a line and
//! recursive in BODYSTRUCTURE, so a hostile or broken server could exhaust memory, time or stack.
//! This stream sits between TLS and the parser and turns such bytes into an `io::Error`. It knows
//! just enough grammar to tell a mail's literal from everything else, and nothing of commands.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::mailbox::FETCH_BYTES_MAX;

/// The largest literal a server may announce: what we ask for at most, and one byte more.
pub const LITERAL_BYTES_MAX: usize = FETCH_BYTES_MAX + 1024;
/// The longest line outside a mail's literal. We never ask for anything that comes near.
pub const LINE_BYTES_MAX: usize = 64 * 1024;
/// Opening parentheses in one response. Counting them all, not the depth, cannot be fooled by a
/// closing one inside a quoted string, and nothing we ask for has a tenth of it.
pub const PARENS_MAX: usize = 256;
/// One response with its literals: we ask for one literal a message.
pub const RESPONSE_BYTES_MAX: usize = LITERAL_BYTES_MAX + 2 * LINE_BYTES_MAX;

const READ_BYTES: usize = 16 * 1024;

/// A stream that fails at the first byte that breaks a limit, and for ever after.
pub struct Guard<S> {
    inner: S,
    watch: Watch,
    scratch: Box<[u8]>,
    bytes_read: u64,
}

impl<S> std::fmt::Debug for Guard<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guard")
    }
}

impl<S> Guard<S> {
    pub fn new(inner: S) -> Guard<S> {
        let scratch = vec![0; READ_BYTES].into_boxed_slice();
        Guard { inner, watch: Watch::default(), scratch, bytes_read: 0 }
    }

    /// Bytes that came from the server so far: shows whether a slow response makes progress.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guard<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            let room = buf.remaining().min(READ_BYTES);
            let mut scratch = ReadBuf::new(this.scratch.get_mut(..room).unwrap_or_default());
            ready!(Pin::new(&mut this.inner).poll_read(cx, &mut scratch))?;
            let read = scratch.filled();
            if read.is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.bytes_read = this.bytes_read.saturating_add(read.len() as u64);
            let before = buf.filled().len();
            this.watch.pass(read, &mut |bytes| buf.put_slice(bytes))?;
            // Nothing kept must not look like the end of the stream.
            if buf.filled().len() > before {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guard<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// The state of the guard as a value: bytes in, bytes or a violation out.
#[derive(Default)]
struct Watch {
    /// The current line of the current response, up to `LINE_BYTES_MAX`.
    line: Vec<u8>,
    /// Bytes of a mail's literal that are still to come.
    literal: usize,
    /// The response is a FETCH: only there a literal is a mail's.
    fetch: bool,
    /// This line continues a response after a literal.
    continued: bool,
    opened: usize,
    closed: usize,
    response_bytes: usize,
    broken: bool,
}

impl Watch {
    /// Checks bytes and hands on those that the parser may see.
    fn pass(&mut self, mut bytes: &[u8], keep: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        if self.broken {
            return Err(violation("an earlier violation"));
        }
        self.broken = true;
        while !bytes.is_empty() {
            if self.literal > 0 {
                let (body, rest) = bytes.split_at(self.literal.min(bytes.len()));
                self.literal = self.literal.saturating_sub(body.len());
                keep(body);
                bytes = rest;
                continue;
            }
            let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| n + 1);
            let (text, rest) = bytes.split_at(end);
            self.text(text, keep)?;
            bytes = rest;
        }
        self.broken = false;
        Ok(())
    }

    /// Checks a piece of one line, at most to its end.
    fn text(&mut self, text: &[u8], keep: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        self.response_bytes = self.response_bytes.saturating_add(text.len());
        if self.response_bytes > RESPONSE_BYTES_MAX {
            return Err(violation("a response that is too long"));
        }
        if self.line.len().saturating_add(text.len()) > LINE_BYTES_MAX {
            return Err(violation("a line that is too long"));
        }
        self.opened += text.iter().filter(|b| **b == b'(').count();
        self.closed += text.iter().filter(|b| **b == b')').count();
        if self.opened > PARENS_MAX {
            return Err(violation("too many parentheses"));
        }
        let start = self.line.len();
        self.line.extend_from_slice(text);
        if is_capability(&self.line) {
            // mail.ru writes `* CAPABILITY  IMAP4rev1` with two spaces; the parser gives up.
            for byte in self.line.split_off(start) {
                if byte != b' ' || !self.line.ends_with(b" ") {
                    self.line.push(byte);
                }
            }
        }
        keep(self.line.get(start..).unwrap_or_default());
        if text.ends_with(b"\n") { self.end_line() } else { Ok(()) }
    }

    fn end_line(&mut self) -> io::Result<()> {
        if !self.continued {
            self.fetch = is_fetch(&self.line);
        }
        let announced = announced(&self.line);
        if announced.is_some_and(|(size, _)| size > LITERAL_BYTES_MAX) {
            return Err(violation("a literal that is too large"));
        }
        // Only a literal that the parser certainly reads as one is skipped: directly after the
        // section of a FETCH item, in the outermost list. Anything else is counted as text, or a
        // literal faked inside an unknown item would hide a deep BODYSTRUCTURE from the count.
        let outermost = self.opened.checked_sub(self.closed) == Some(1);
        match announced {
            Some((size, true)) if self.fetch && outermost => {
                self.literal = size;
                self.response_bytes = self.response_bytes.saturating_add(size);
                self.continued = true;
                self.line.clear();
            }
            _ => {
                let broken = self.broken;
                *self = Watch { broken, line: std::mem::take(&mut self.line), ..Watch::default() };
                self.line.clear();
            }
        }
        Ok(())
    }
}

fn violation(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the server sent {what}"))
}

fn is_capability(line: &[u8]) -> bool {
    let head = b"* CAPABILITY";
    line.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
}

/// `* <number> FETCH (`
fn is_fetch(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"* ") else {
        return false;
    };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let word = b" FETCH (";
    digits > 0
        && rest
            .get(digits..digits.saturating_add(word.len()))
            .is_some_and(|w| w.eq_ignore_ascii_case(word))
}

/// The size in `{size}` at the end of a line, and whether it follows a section: `BODY[…] {size}` or
/// `BODY[…]<0> {size}`. A size beyond every limit saturates.
fn announced(line: &[u8]) -> Option<(usize, bool)> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_suffix(b"}")?;
    let line = line.strip_suffix(b"+").unwrap_or(line);
    let open = line.iter().rposition(|b| *b == b'{')?;
    let (before, digits) = line.split_at_checked(open)?;
    let digits = digits.strip_prefix(b"{")?;
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_usize, |n, b| {
        n.saturating_mul(10).saturating_add(usize::from(b.saturating_sub(b'0')))
    });
    Some((size, before.ends_with(b"] ") || before.ends_with(b"> ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the parser would see of `bytes`, fed in pieces of `step`.
    fn through(bytes: &[u8], step: usize) -> Result<Vec<u8>, String> {
        let mut watch = Watch::default();
        let mut out = Vec::new();
        for piece in bytes.chunks(step) {
            watch.pass(piece, &mut |b| out.extend_from_slice(b)).map_err(|e| e.to_string())?;
        }
        Ok(out)
    }

    fn mail(body: &str) -> Vec<u8> {
        format!("* 1 FETCH (UID 7 BODY[]<0> {{{}}}\r\n{body})\r\na OK done\r\n", body.len())
            .into_bytes()
    }

    #[test]
    fn a_mail_passes_however_its_bytes_are_split() {
        let bytes = mail(&"((((((((((\r\n".repeat(2000));
        for step in [1, 2, 3, 7, 64, 4096, bytes.len()] {
            assert_eq!(through(&bytes, step).as_deref(), Ok(bytes.as_slice()), "step {step}");
        }
    }

    #[test]
    fn a_violation_is_one_however_its_bytes_are_split() {
        let huge = b"* 1 FETCH (BODY[] {500000000}\r\n".to_vec();
        let beyond = b"* LIST () \"/\" {99999999999999999999999}\r\n".to_vec();
        let long = [b"* OK ".to_vec(), vec![b'x'; LINE_BYTES_MAX], b"\r\n".to_vec()].concat();
        let deep = [b"* 1 FETCH (BODYSTRUCTURE ".to_vec(), vec![b'('; 2000]].concat();
        for bytes in [huge, beyond, long, deep] {
            for step in [1, 2, 5, 1000, bytes.len()] {
                assert!(through(&bytes, step).is_err(), "step {step}");
            }
        }
    }

    #[test]
    fn a_literal_faked_in_text_hides_no_parentheses() {
        let parens = "(".repeat(2000);
        for head in [
            "* OK BODY[] {5000}\r\n* 1 FETCH (BODYSTRUCTURE ",
            "* 1 FETCH (FOO (BODY[] {5000}\r\n) BODYSTRUCTURE ",
            "* 1 FETCH (FOO x{5000}\r\n BODYSTRUCTURE ",
            "* 1 FETCH (FOO (X {5000}\r\n) BODYSTRUCTURE ",
            "* LIST () \"/\" {5000}\r\n* 1 FETCH (BODYSTRUCTURE ",
        ] {
            assert!(through(format!("{head}{parens}").as_bytes(), 100).is_err(), "{head}");
        }
    }

    #[test]
    fn many_ordinary_responses_do_not_add_up() {
        let bytes = mail("Subject: (hello)\r\n\r\n(((\r\n").repeat(5000);
        assert_eq!(through(&bytes, 1000).unwrap().len(), bytes.len());
    }

    #[test]
    fn two_spaces_after_capability_become_one() {
        let seen = through(b"* CAPABILITY  IMAP4rev1  IDLE\r\n* OK  two\r\n", 1).unwrap();
        assert_eq!(seen, b"* CAPABILITY IMAP4rev1 IDLE\r\n* OK  two\r\n");
    }

    #[test]
    fn after_a_violation_nothing_passes() {
        let mut watch = Watch::default();
        assert!(watch.pass(b"* 1 FETCH (BODY[] {500000000}\r\n", &mut |_| ()).is_err());
        assert!(watch.pass(b"* OK\r\n", &mut |_| ()).is_err());
    }

    #[test]
    fn the_parser_survives_what_the_guard_lets_through() {
        let deep = format!("* 1 FETCH (BODYSTRUCTURE {}", "(".repeat(PARENS_MAX - 1));
        assert!(through(deep.as_bytes(), 100).is_ok());
        let _ = async_imap::imap_proto::Response::parse(deep.as_bytes());
    }
}
