//! Text as people see it: line ends unified, invisible characters gone, typographic marks folded.
//!
//! Knows characters only, not mail.

use std::borrow::Cow;

/// Makes text plain to read: LF line ends, no invisible or control characters, ordinary spaces.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Most text needs no change, and runs of such text are taken whole.
    while let Some(at) = rest.bytes().position(is_odd) {
        let Some((same, odd)) = rest.split_at_checked(at) else {
            break;
        };
        out.push_str(same);
        let mut chars = odd.chars();
        let c = chars.next().unwrap_or_default();
        rest = chars.as_str();
        match c {
            '\r' => {
                if !rest.starts_with('\n') {
                    out.push('\n');
                }
            }
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                out.push(' ');
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            c if is_invisible(c) || c.is_control() => {}
            c => out.push(c),
        }
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
    if text.bytes().all(|byte| byte.is_ascii() && byte != b'`') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' => out.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
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
