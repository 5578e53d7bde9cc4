//! Texts put together from pieces of dates: nothing panics.

use super::*;

#[test]
fn odd_texts_never_panic() {
    let pieces = [
        "12",
        "6",
        ":",
        ".",
        "/",
        "-",
        "–",
        "Tue",
        "am",
        "pm",
        "Uhr",
        "h",
        "Oct",
        "the",
        "à",
        "las",
        "half",
        "past",
        "UTC",
        "+",
        "0",
        "99999999999",
        "(",
        ")",
        "é",
        "’",
        "\n",
        " ",
        "z",
        "T",
        "quarter",
        "to",
        "between",
        "and",
        "next",
        "week",
        "32",
        "4000000000",
        "weeks",
        "by",
        "within",
        "we decide",
        "24",
        "60",
        "🙂",
    ];
    let mut seed: u64 = 1;
    for _ in 0..600 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            if seed >> 62 == 0 {
                text.push(' ');
            }
        }
        for language in [Language::En, Language::De, Language::Fr, Language::Es] {
            find(&text, &horizon("2026-10-01T08:00:00Z", language));
            duration(&text, language);
        }
        crate::reading::deadline::find(&text, &horizon("2026-10-01T08:00:00Z", Language::En));
    }
}
