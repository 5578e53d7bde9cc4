//! Text as people see it: line ends unified, invisible characters gone, typographic marks folded.
//!
//! Knows characters only, not mail.

use std::borrow::Cow;

/// Makes text plain to read: LF line ends, no invisible or control characters, ordinary spaces.
pub fn plain(text: &str) -> String {
    rewritten(text, is_odd, |out, c, rest| match c {
        '\r' if rest.starts_with('\n') => {}
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
        c if is_invisible(c) || c.is_control() => {}
        c => out.push(c),
    })
}

/// Text in which `write` says what becomes of each character that begins with an odd byte; it sees
/// what stands behind as well.
fn rewritten(
    text: &str,
    odd: impl Fn(u8) -> bool,
    write: impl Fn(&mut String, char, &str),
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Most text needs no change, and runs of such text are taken whole.
    while let Some((same, behind)) =
        rest.bytes().position(&odd).and_then(|at| rest.split_at_checked(at))
    {
        out.push_str(same);
        let mut chars = behind.chars();
        let c = chars.next().unwrap_or_default();
        rest = chars.as_str();
        write(&mut out, c, rest);
    }
    out.push_str(rest);
    out
}

/// Control characters, and the first bytes of what is not ASCII.
fn is_odd(byte: u8) -> bool {
    !matches!(byte, b'\n' | b'\t' | b' '..=b'~')
}

/// One line of text: white space folded to single spaces, ends trimmed.
pub fn line(text: &str) -> String {
    let text = text.trim_ascii();
    if text.bytes().any(|byte| is_odd(byte) && byte != b'\r') {
        return joined(plain(text).split_whitespace(), text.len());
    }
    if text.contains("  ") || text.contains(['\t', '\n', '\r']) {
        return joined(text.split_ascii_whitespace(), text.len());
    }
    text.to_owned()
}

fn joined<'a>(words: impl Iterator<Item = &'a str>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Folds typographic quotes, dashes and ellipses to ASCII, for matching only.
pub fn fold_quotes(text: &str) -> Cow<'_, str> {
    let odd = |byte: u8| !byte.is_ascii() || byte == b'`';
    if !text.bytes().any(odd) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(rewritten(text, odd, |out, c, _| match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' => out.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
        '…' => out.push_str("..."),
        c => out.push(c),
    }))
}

/// Zero-width, directional and filler characters that pad previews and split words.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_width_characters_do_not_split_words() {
        assert_eq!(line("Inter\u{200b}view \u{a0} to\u{ad}morrow\r\n"), "Interview tomorrow");
    }

    #[test]
    fn typographic_quotes_match_plain_ones() {
        assert_eq!(fold_quotes("we’re “in” – ok…"), "we're \"in\" - ok...");
    }
}
