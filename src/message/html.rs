//! HTML → text that keeps lines and marks block quotes with `> `.
//!
//! Bounded in size and depth before any parser sees it. Knows nothing of mail but that.

use mail_parser::decoders::html::html_to_text;

/// Longer HTML is cut: what matters stands at the top.
const HTML_BYTES_MAX: usize = 400_000;
/// html2text is quadratic in nesting (50,000 levels take 9 s).
const DEPTH_MAX: usize = 256;
/// Wide enough that paragraphs stay on one line.
const WIDTH: usize = 4_000;

/// Renders HTML as text; falls back to dropping the tags where the HTML is hostile.
pub fn to_text(html: &str) -> String {
    let end = html.floor_char_boundary(HTML_BYTES_MAX);
    let html = html.split_at_checked(end).map_or(html, |(head, _)| head);
    if depth(html) > DEPTH_MAX {
        return html_to_text(html);
    }
    html2text::config::plain_no_decorate()
        .raw_mode(true)
        .no_link_wrapping()
        .allow_width_overflow()
        .string_from_read(html.as_bytes(), WIDTH)
        // Links are shown in brackets.
        .map(|text| text.replace(['[', ']'], ""))
        .unwrap_or_else(|_| html_to_text(html))
}

/// The deepest nesting of tags, by a scan that trusts nothing.
fn depth(html: &str) -> usize {
    const VOID: [&str; 12] =
        ["br", "img", "hr", "meta", "link", "input", "area", "base", "col", "wbr", "source", "p"];
    let (mut now, mut most) = (0_usize, 0_usize);
    for tag in html.split('<').skip(1) {
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .take(12)
            .collect();
        if name.is_empty() || VOID.contains(&name.as_str()) {
            continue;
        }
        if closing {
            now = now.saturating_sub(1);
        } else if !tag.split('>').next().is_some_and(|inside| inside.ends_with('/')) {
            now += 1;
            most = most.max(now);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_quotes_keep_their_marks_and_paragraphs_their_lines() {
        let text = to_text(
            "<p>Hi</p><p>One <a href='https://a.example'>two</a></p>\
                            <blockquote>old<br>words</blockquote>",
        );
        assert!(text.contains("One two"), "{text}");
        assert!(text.contains("> old"), "{text}");
    }

    #[test]
    fn deep_nesting_is_read_quickly() {
        let html = format!("{}deep", "<div>".repeat(50_000));
        assert!(to_text(&html).contains("deep"));
    }
}
