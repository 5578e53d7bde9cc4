//! The words that lead to a day or a period: "by", "within", "no later than", "the day after that".
//!
//! Decides how a day hangs on its sentence; must not know which day it is.

use std::sync::LazyLock;

use super::point::Hang;
use crate::reading::when::phrases::Phrases;
use crate::reading::when::token::Tokens;

const CONNECTIVES: &[(&str, Hang)] = &[
    ("by", Hang::By),
    // "He comes by on Friday": no limit.
    ("by on", Hang::On),
    ("before", Hang::By),
    ("no later than", Hang::By),
    ("no más tarde del", Hang::By),
    ("no más tarde de", Hang::By),
    ("como máximo el", Hang::By),
    ("not later than", Hang::By),
    ("at the latest", Hang::By),
    ("latest", Hang::By),
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
    ("allerspätestens", Hang::By),
    ("bis", Hang::UntilOrBy),
    ("bis spätestens", Hang::UntilOrBy),
    ("bis einschließlich", Hang::Until),
    ("vor", Hang::By),
    ("ab", Hang::On),
    ("dès", Hang::On),
    ("dès le", Hang::On),
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
    ("como mucho", Hang::By),
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
    "innert",
    "innert der nächsten",
    "im laufe der nächsten",
    "au cours des",
    "dans un délai maximum de",
    "en el plazo de",
    "en el plazo máximo de",
    "en el transcurso de",
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
    "hasta",
    "bis zu",
    "jusqu'à",
    "en",
    "by the next",
    "take",
    "takes",
    "take us",
    "need",
    "need about",
    "be another",
    "it'll be",
    "it will be",
    "it's going to be",
    "rechnen mit",
    "rechne mit",
    "comptez",
    "compter",
    "calculamos",
    "contamos con",
    "another",
    "brauchen",
    "brauchen noch",
    "benötigen",
    "necesitamos",
];

/// What lasts for a time.
const LASTING: &[&str] = &["for", "für", "pendant", "durante", "have", "has", "ist", "bleibt"];

/// Asks for patience for a time, whoever the words around it speak of.
const PATIENCE: &[&str] = &[
    "give me",
    "give us",
    "give it",
    "allow me",
    "allow us",
    "bear with me for",
    "bear with us for",
    "gib mir",
    "gib uns",
    "geben sie mir",
    "geben sie uns",
    "donne - moi",
    "donnez - moi",
    "donne - nous",
    "donnez - nous",
    "laisse - moi",
    "laissez - moi",
    "laisse - nous",
    "laissez - nous",
    "gedulden sie sich",
    "gedulden sie sich bitte",
    "gedulde dich",
    "gedulde dich bitte",
    "patientez",
    "dame",
    "danos",
    "deme",
    "denos",
    "dadnos",
];

/// Behind a day: it is the last one meant.
const LATEST: &[&str] = &[
    "at the latest",
    "at the very latest",
    "at latest",
    "as the latest",
    "as the very latest",
    "latest",
    "at worst",
    "at the outside",
    "tops",
    "or sooner",
    "or before",
    "spätestens",
    "allerspätestens",
    "au plus tard",
    "dernier délai",
    "a más tardar",
    "como tarde",
    "como muy tarde",
    "como mucho",
];

/// The day after the one named last.
const DAY_AFTER: &[&str] = &[
    "the day after that",
    "the next day",
    "the following day",
    "am tag darauf",
    "am tag danach",
    "tags darauf",
    "am folgetag",
    "am nächsten tag",
    "le lendemain",
    "le jour suivant",
    "al día siguiente",
    "el día siguiente",
    "el día después",
];

/// Before a weekday: the first one after the day named last.
const FOLLOWING: &[&str] = &[
    "the following",
    "am darauffolgenden",
    "am folgenden",
    "dem darauffolgenden",
    "den darauffolgenden",
    "darauffolgenden",
];

/// Behind a weekday: the first one after the day named last.
const AFTER_THAT: &[&str] =
    &["after", "after that", "darauf", "danach", "suivant", "d'après", "siguiente", "después"];

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
    AfterThat,
    Connects(Hang),
    DayAfter,
    Following,
    FromToday,
    Lasts,
    Latest,
    Patience,
    SameDay,
    SameWeek,
    Within,
}

pub(super) static LEADS: LazyLock<Phrases<Lead>> = LazyLock::new(|| {
    let connects = CONNECTIVES.iter().map(|(phrase, hang)| (*phrase, Lead::Connects(*hang)));
    let others = [
        (AFTER_THAT, Lead::AfterThat),
        (DAY_AFTER, Lead::DayAfter),
        (FOLLOWING, Lead::Following),
        (FROM_TODAY, Lead::FromToday),
        (LASTING, Lead::Lasts),
        (LATEST, Lead::Latest),
        (PATIENCE, Lead::Patience),
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

/// The place behind a phrase, if it stands there.
pub(super) fn after(tokens: &Tokens, at: usize, phrase: &str) -> Option<usize> {
    if tokens.get(at)?.lower.as_bytes().first() != phrase.as_bytes().first() {
        return None;
    }
    let mut next = at;
    for word in phrase.split(' ') {
        let here = tokens.get(next).is_some_and(|token| token.lower == word);
        next += usize::from(here);
        if !here {
            return None;
        }
    }
    Some(next)
}
