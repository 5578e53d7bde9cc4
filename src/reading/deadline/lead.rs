//! The words that lead to a day or a period: "by", "within the next", "that afternoon".
//!
//! Decides how they attach it; must not know days.

use std::sync::LazyLock;

use super::point::Hang;
use crate::reading::when::phrases::Phrases;
use crate::reading::when::token::Tokens;

const CONNECTIVES: &[(&str, Hang)] = &[
    ("by", Hang::By),
    ("before", Hang::By),
    ("no later than", Hang::By),
    ("not later than", Hang::By),
    ("latest by", Hang::By),
    ("until", Hang::Until),
    ("till", Hang::Until),
    ("through", Hang::Until),
    ("expires", Hang::Until),
    ("expires on", Hang::Until),
    ("due", Hang::By),
    ("deadline", Hang::By),
    ("deadline is", Hang::By),
    ("due date is", Hang::By),
    ("frist ist", Hang::By),
    ("rsvp", Hang::By),
    ("spätestens", Hang::By),
    ("bis", Hang::UntilOrBy),
    ("bis spätestens", Hang::UntilOrBy),
    ("bis einschließlich", Hang::Until),
    ("vor", Hang::By),
    ("ab", Hang::On),
    ("avant", Hang::By),
    ("d'ici", Hang::By),
    ("d'ici à", Hang::By),
    ("d'ici au", Hang::By),
    ("au plus tard", Hang::By),
    ("jusqu'au", Hang::Until),
    ("jusqu'à", Hang::Until),
    ("pour", Hang::By),
    ("hasta", Hang::Until),
    ("antes del", Hang::By),
    ("antes de", Hang::By),
    ("para", Hang::By),
    ("a más tardar", Hang::By),
    ("como tarde", Hang::By),
    ("on", Hang::On),
    ("am", Hang::On),
    ("le", Hang::On),
    ("el", Hang::On),
    ("to", Hang::Until),
    ("au", Hang::Until),
    ("al", Hang::Until),
];

const WITHIN: &[&str] = &[
    "within the next",
    "within the coming",
    "within",
    "inside",
    "in the next",
    "in the coming",
    "over the next",
    "over the coming",
    "in about",
    "in around",
    "in",
    "up to",
    "allow",
    "innerhalb von",
    "innerhalb der nächsten",
    "innerhalb",
    "in den nächsten",
    "in den kommenden",
    "binnen",
    "d'ici",
    "dans les",
    "dans un délai de",
    "dans",
    "sous",
    "en un plazo de",
    "en un plazo máximo de",
    "en los próximos",
    "dentro de",
    "en",
    "by the next",
    "take",
    "takes",
    "take us",
    "need",
    "need about",
    "be another",
    "another",
    "brauchen",
    "brauchen noch",
    "benötigen",
    "necesitamos",
];

/// What lasts for a time.
const LASTING: &[&str] = &["for", "für", "pendant", "durante", "have", "has", "ist", "bleibt"];

const FROM_TODAY: &[&str] =
    &["from today", "from now", "ab heute", "à compter de ce jour", "a partir de hoy"];

const SAME_DAY: &[&str] = &[
    "that day",
    "that same day",
    "the same day",
    "that morning",
    "that afternoon",
    "that evening",
    "that night",
    "am selben tag",
    "am gleichen tag",
    "an dem tag",
    "am selben abend",
    "ce jour - là",
    "ce soir - là",
    "le jour même",
    "le soir même",
    "ese día",
    "ese mismo día",
    "esa tarde",
    "esa misma tarde",
];

const SAME_WEEK: &[&str] =
    &["that week", "that same week", "in der woche", "cette semaine - là", "esa semana"];

/// How the words before a day or a period lead to it.
#[derive(Clone, Copy)]
pub(super) enum Lead {
    Connects(Hang),
    FromToday,
    Lasts,
    SameDay,
    SameWeek,
    Within,
}

pub(super) static LEADS: LazyLock<Phrases<Lead>> = LazyLock::new(|| {
    let connects = CONNECTIVES.iter().map(|(phrase, hang)| (*phrase, Lead::Connects(*hang)));
    let others = [
        (FROM_TODAY, Lead::FromToday),
        (LASTING, Lead::Lasts),
        (SAME_DAY, Lead::SameDay),
        (SAME_WEEK, Lead::SameWeek),
        (WITHIN, Lead::Within),
    ];
    let others = others.into_iter();
    Phrases::new(
        connects.chain(others.flat_map(|(all, lead)| all.iter().map(move |one| (*one, lead)))),
    )
});

/// The place behind the longest phrase of a kind.
pub(super) fn behind_lead(
    tokens: &Tokens,
    at: usize,
    fits: impl Fn(Lead) -> bool,
) -> Option<usize> {
    LEADS.longest(tokens, at, |lead| fits(lead).then_some(())).map(|(_, next)| next)
}
