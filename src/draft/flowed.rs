//! Paragraphs ⇄ format=flowed lines (RFC 3676), so that a draft reads well on any width.
//!
//! Knows lines and blanks alone, no language and no headers.

/// RFC 3676 §4.2: a flowed line should be 78 columns or less, and 72 leaves room to quote it.
pub const COLUMNS_MAX: usize = 72;
/// RFC 3676 §4.3: this line has a trailing blank and is not flowed.
const SIGNATURE: &str = "-- ";

/// Wraps each line at [`COLUMNS_MAX`] with soft breaks; a word longer than that stays whole.
pub fn wrap(text: &str) -> String {
    text.lines().map(|line| wrap_line(line) + "\n").collect()
}

/// The paragraphs again, one a line.
pub fn unwrap(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        // RFC 3676 §4.4: one blank of stuffing goes first.
        let bare = line.strip_prefix(' ').unwrap_or(line);
        out += bare;
        let soft = bare.ends_with(' ') && bare != SIGNATURE;
        if !soft {
            out.push('\n');
        }
    }
    out
}

fn wrap_line(line: &str) -> String {
    if line == SIGNATURE {
        return line.to_owned();
    }
    // A blank at the end would be a soft break.
    let line = line.trim_end_matches(' ');
    let mut done: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in line.split_inclusive(' ') {
        let width = current.chars().count() + word.trim_end_matches(' ').chars().count();
        let stuffed = usize::from(stuffing(&current).is_some());
        // RFC 3676 §4.2 counts the trailing blank; a line of blanks alone would be no line.
        if !current.trim().is_empty() && width + stuffed + 1 > COLUMNS_MAX {
            done.push(std::mem::take(&mut current));
        }
        current += word;
    }
    done.push(current);
    let stuffed = done.iter().map(|line| stuffing(line).unwrap_or_default().to_owned() + line);
    stuffed.collect::<Vec<_>>().join("\n")
}

/// RFC 3676 §4.4: lines that begin with a blank, ">" or "From " are stuffed with a blank.
fn stuffing(line: &str) -> Option<&'static str> {
    let stuff = line.starts_with([' ', '>']) || line.starts_with("From ");
    stuff.then_some(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_draft_reads_back_as_it_was_written() {
        let long = "word ".repeat(60);
        let url = format!("see https://x.example/{} and go on", "a".repeat(90));
        for text in [
            "Dear Ada,\n\nThank you.\n\nBest regards,\nRobin\n",
            " indented\n>not a quote\nFrom here on\n-- \nRobin\n",
            "\n\n\n",
            long.trim_end(),
            &url,
            "Grüße, señor — « déjà » und ein Absatz, der über zweiundsiebzig Zeichen hinausgeht.\n",
            &format!("{} From here {}", "x".repeat(70), "> ".repeat(50)),
        ] {
            let text = format!("{}\n", text.trim_end_matches('\n'));
            let expected: String =
                text.lines()
                    .map(|l| {
                        if l == "-- " { "-- \n".to_owned() } else { l.trim_end().to_owned() + "\n" }
                    })
                    .collect();
            assert_eq!(unwrap(&wrap(&text)), expected);
        }
    }

    #[test]
    fn no_line_is_wider_than_72_columns_unless_one_word_is() {
        let wrapped =
            wrap(&format!("{} {}", "From here on > it goes ".repeat(30), "y".repeat(100)));
        for line in wrapped.lines() {
            assert!(line.chars().count() <= COLUMNS_MAX || !line.trim().contains(' '), "{line:?}");
        }
    }
}
