//! What an interview is about, in the mail's own words.

use super::words::holds_profession;
use crate::reading::{
    calendar::CalendarEvent,
    names::{self, Sort, Text},
};

/// What the interview is about, in the mail's own words.
pub fn topic(own: &Text<'_>, events: &[CalendarEvent]) -> Option<String> {
    let Text { text, tokens, .. } = own;
    let said = names::after(own, Sort::BeforeTopic).into_iter().find_map(|at| {
        let end = (at..at + 8).find(|n| {
            tokens.get(*n).is_none_or(|token| {
                !token.is_word
                    || [
                        "with", "for", "on", "at", "in", "and", "when", "which", "if", "before",
                        "mit", "avec", "con",
                    ]
                    .contains(&&*token.lower)
            })
        })?;
        let topic = names::slice(text, tokens, at, end);
        let topic = ["the ", "our ", "your ", "die ", "das "]
            .iter()
            .find_map(|article| topic.strip_prefix(article))
            .unwrap_or(topic);
        let plain = topic.split_whitespace().count() <= 6 && topic.len() > 4;
        let vague = [
            "role",
            "position",
            "it",
            "this",
            "that",
            "you",
            "opportunity",
            "background",
            "next steps",
            "job",
            "application",
            "experience",
        ];
        let named = topic.to_lowercase();
        let vague = vague.iter().any(|v| named.split(' ').any(|word| word == *v) || named == *v);
        (plain && !vague).then(|| topic.to_owned())
    });
    said.or_else(|| {
        let summary = events.first()?.summary.as_str();
        let piece = summary.split([':', '|', '/']).next()?.trim();
        let kinds = ["review", "interview", "design", "session", "pairing", "presentation"];
        let lower = piece.to_lowercase();
        let words = piece.split_whitespace().count();
        let names_kind = kinds.iter().any(|kind| lower.contains(kind)) && words > 1;
        (names_kind && words <= 4 && !holds_profession(piece)).then(|| piece.to_owned())
    })
}
