//! Text as people see it: line ends unified, invisible characters gone, typographic marks folded.
//!
//! Knows characters only, not mail.

/// Makes text plain to read: LF line ends, no invisible or control characters, ordinary spaces.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                out.push(' ');
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            c if is_invisible(c) || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One line of text: white space folded to single spaces, ends trimmed.
pub fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folds typographic quotes, dashes and ellipses to ASCII, for matching only.
pub fn fold_quotes(text: &str) -> String {
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
    out
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
