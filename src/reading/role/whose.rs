//! Small words that lead on only behind some titles: "Lecturer in Plumbing", "PA to the Bursar",
//! "Assistenz der Geschäftsführung".
//!
//! Must not know where a role ends otherwise; `span` does.

use crate::reading::names::{self, Token};

/// Who teaches or studies a field: "in" names it, and no place.
const SCHOLARS: [&str; 17] = [
    "lecturer",
    "teacher",
    "fellow",
    "reader",
    "professor",
    "instructor",
    "tutor",
    "chair",
    "demonstrator",
    "researcher",
    "lectureship",
    "fellowship",
    "studentship",
    "professorship",
    "postdoc",
    "apprentice",
    "apprenticeship",
];

/// Who works for one person: "to the" names whom.
const AIDES: [&str; 13] = [
    "pa",
    "ea",
    "assistant",
    "secretary",
    "adviser",
    "advisor",
    "deputy",
    "clerk",
    "aide",
    "chaplain",
    "apprentice",
    "staff",
    "support",
];

/// Who leads or helps: a genitive names what or whom.
const HEADS: [&str; 10] = [
    "assistenz",
    "leitung",
    "leiter",
    "leiterin",
    "assistent",
    "assistentin",
    "sekretariat",
    "referent",
    "referentin",
    "stellvertretung",
];

/// How many words at a place belong to the role behind its last word, up to a capital.
pub(super) fn whose(tokens: &[Token<'_>], last: &Token<'_>, at: usize) -> Option<usize> {
    let word = |n: usize| tokens.get(n).map(|token| &*token.lower).unwrap_or_default();
    let capital = |n: usize| tokens.get(n).is_some_and(Token::is_capital);
    let title = names::lower(last.text);
    let ends = |list: &[&str]| list.iter().any(|end| title.ends_with(end));
    match word(at) {
        "in" => {
            let studies = at
                .checked_sub(2)
                .map(word)
                .is_some_and(|before| ["research", "teaching", "clinical"].contains(&before));
            let scholar = SCHOLARS.contains(&&*title) || studies && title == "associate";
            (scholar && capital(at + 1)).then_some(1)
        }
        "to" => {
            let article = usize::from(["the", "our", "a", "an"].contains(&word(at + 1)));
            (AIDES.contains(&&*title) && capital(at + 1 + article)).then_some(1 + article)
        }
        "der" | "des" => (ends(&HEADS) && capital(at + 1)).then_some(1),
        _ => None,
    }
}
