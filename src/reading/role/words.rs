//! What the words of a role look like: professions, requisition ids, gender marks.

use std::borrow::Cow;

use super::SMALL;
use crate::reading::names::{self, ROLES, Sort, Token};

/// Letters that two genders of one word share at the least: "acheteuse ou acheteur".
const STEM: usize = 4;
/// A profession that ends a compound is at least so long: "Kundenberater".
const COMPOUND: usize = 6;

/// Whether a word is what people are hired as, by list, by ending, or by its mark for both genders.
pub(super) fn is_profession(word: &str) -> bool {
    let word = names::lower(word);
    let bare = bare(&word);
    // "Estimado(a)" is no office.
    let greeting = || names::sorts(bare).has(Sort::Greeting);
    word.len() > bare.len() && bare.len() > STEM && !bare.ends_with(['d', 's', 'z']) && !greeting()
        || listed(bare)
        || bare.ends_with('s') && listed(bare.trim_end_matches('s'))
        || bare.contains(['-', '/']) && bare.split(['-', '/']).any(listed)
        || ends_so(bare)
}

/// A word without its mark for the second gender.
pub(super) fn bare(word: &str) -> &str {
    const MARKS: [&str; 25] = [
        "(in)", "(e)", "(r)", "(a)", "(o)", "(ne)", "(euse)", "(trice)", "(se)", "/in", ":in",
        "*in", "_in", "/a", "/o", "/e", "/ne", "/r", ":r", "*r", ":n", "*n", ":e", "*e", "_r",
    ];
    if !word.contains(['(', '/', ':', '*', '_', '·']) {
        return word;
    }
    let front = MARKS.iter().find_map(|mark| word.strip_suffix(mark));
    front.or_else(|| word.split_once('·').map(|(front, _)| front)).unwrap_or(word)
}

fn listed(word: &str) -> bool {
    let sorts = names::sorts(word);
    sorts.has(Sort::Profession) || sorts.has(Sort::Noun)
}

fn ends_so(word: &str) -> bool {
    let ending = ROLES.endings.longest_end(word);
    let compound = || {
        let trade = ROLES.professions.ends.longest_end(word);
        ROLES.nouns.ends.longest_end(word) > COMPOUND
            || trade > COMPOUND + 1 && word.len() > trade + 2
    };
    (ending > 0 && word.len() > ending + 2 || compound())
        && !names::sorts(word).has(Sort::NoProfession)
}

/// "cheesemonger", "plongeur", "hornero": a word for who does something. Much else ends so; only
/// a place for roles makes it one.
pub(super) fn is_agent(word: &str) -> bool {
    let lower = names::lower(word);
    let word = bare(&lower);
    let least = |end: usize| end > 0 && word.chars().count() > STEM;
    least(ROLES.agents.longest_end(word))
        && ROLES.not_agents.longest_end(word) != word.len()
        && !names::sorts(word).has(Sort::NoRole)
}

/// "SENCO", "DGKP": letters that stand for a title.
pub(super) fn is_acronym(word: &str) -> bool {
    const LETTERS: std::ops::RangeInclusive<usize> = 3..=6;
    LETTERS.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// "m/w/d", "H/F", "F/H/X": what stands in brackets behind a role for all genders.
pub(super) fn is_gender_mark(inside: &str) -> bool {
    let mut parts = inside.split(['/', '|', '*', ' ']).filter(|part| !part.is_empty());
    inside.len() > 2
        && inside.contains(['/', '|', '*'])
        && parts.all(|part| part.len() == 1 && "mwdfhxinagMWDFHXINAG".contains(part))
}

pub(super) fn holds_profession(role: &str) -> bool {
    role.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '"' | '“' | '”' | '„' | '«' | '»')
    })
    .map(|word| word.trim_matches(['(', '.', ':', '!', '?', '&']))
    .map(|word| if word.contains('(') { word } else { word.trim_end_matches(')') })
    .any(|word| !word.is_empty() && is_profession(word))
}

/// Two genders of one word, or one word twice.
pub(super) fn is_pair(first: &str, second: &str) -> bool {
    let (first, second) = (names::squash(first), names::squash(second));
    let shared = first.chars().zip(second.chars()).take_while(|(a, b)| a == b).count();
    shared >= STEM && (is_profession(&first) || is_profession(&second))
}

/// Where a role that goes on in lower case ends.
pub(super) fn is_stop(token: &Token<'_>) -> bool {
    // "n'a", "s'est": a pronoun and its verb.
    let elided = token.lower.split_once(['\'', '’']).is_some_and(|(short, _)| short.len() == 1);
    elided || token.sorts.has(Sort::Stop)
}

/// "the right role", "Stelle als Nächstes": no role of its own.
pub(super) fn is_vague(role: &str) -> bool {
    let lower = role.to_lowercase();
    // "Open Data Officer" is a role, "open role" is none.
    let plain = role.starts_with(char::is_lowercase);
    let mut words = lower.split_whitespace().filter(|_| plain);
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    letters < 2
        || names::sorts(&lower).has(Sort::NoRole)
        || words.next().is_some_and(|first| names::sorts(first).has(Sort::NoRole))
}

/// "Vertragsangebot Softwarearchitekt", "Interview Data Engineer": the first word is no role.
pub(super) fn is_opener(token: &Token<'_>) -> bool {
    let opener = ROLES.openers.longest_end(&token.lower);
    is_requisition(token.text) || opener > STEM || opener == token.lower.len()
}

/// "Technical Interview with Lead Engineer" names no role of the user's.
pub(super) fn is_event_name(role: &str) -> bool {
    const EVENTS: [&str; 15] = [
        "prueba",
        "épreuve",
        "test",
        "interview",
        "call",
        "chat",
        "conversation",
        "invitation",
        "meeting",
        "gespräch",
        "offer",
        "entretien",
        "entrevista",
        "screen",
        "application",
    ];
    const LAST: [&str; 12] = [
        "assessment",
        "exercise",
        "quiz",
        "screening",
        "workshop",
        "session",
        "centre",
        "center",
        "stage",
        "round",
        "challenge",
        "day",
    ];
    let last = role.rsplit(' ').next().map(names::lower);
    last.is_some_and(|last| LAST.contains(&&*last))
        || role.split_whitespace().any(|word| EVENTS.contains(&&*names::lower(word)))
}

/// "JR-004417", "20188", "R0091": not words.
pub(super) fn is_requisition(word: &str) -> bool {
    let sort = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase() || b"-_/#.".contains(&b);
    word.bytes().all(sort) && word.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// "ref 4471", "Kennziffer 12/26": which posting, not what work.
pub(super) fn is_reference(inside: &str) -> bool {
    const WORDS: [&str; 12] = [
        "ref",
        "réf",
        "reference",
        "référence",
        "referencia",
        "referenz",
        "kennziffer",
        "kz",
        "id",
        "req",
        "nr",
        "vacancy",
    ];
    let mut words = inside.split([' ', '.', ':', '-']);
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count() >= 3;
    words.clone().any(digits)
        || words.any(|word| WORDS.contains(&&*names::lower(word)))
            && inside.contains(|c: char| c.is_ascii_digit())
}

/// Drops gender marks that stand alone, requisition ids and stray marks.
pub(super) fn tidy(role: &str) -> Option<String> {
    let mut out = Cow::Borrowed(role);
    while let Some(open) = out.find(" (")
        && let Some(close) = out.get(open..)?.find(')').map(|close| open + close)
    {
        let inside = out.get(open + 2..close)?.trim().to_lowercase();
        let mark = inside.split(['/', '|', '*', ' ']).all(|part| part.chars().count() <= 1)
            || inside.starts_with("all gender")
            || is_reference(&inside);
        if !mark {
            break;
        }
        out.to_mut().replace_range(open..=close, "");
    }
    let mut kept: Vec<&str> = out.split_whitespace().filter(|word| !is_requisition(word)).collect();
    // "60 %", "80–100 %": the hours.
    let hours = |word: &&str| {
        *word == "%" || word.len() > 1 && word.chars().all(|c| c.is_ascii_digit() || c == '–')
    };
    let small = |word: &&str| SMALL.contains(word) && !word.contains(char::is_uppercase);
    while kept.last().is_some_and(|last| hours(last) || small(last)) {
        kept.pop();
    }
    let whole = kept.join(" ");
    const ENDS: [&str; 6] = ["at", "with", "interview", "Interview", "Role", "Position"];
    let mut out = whole.trim_matches([' ', '-', ',', '–', '"', '“', '”', '.', ':']);
    let last = out.rsplit(' ').next().unwrap_or_default();
    if ENDS.contains(&last) || names::sorts(last).has(Sort::BehindRole) {
        for word in ROLES.after.iter().map(String::as_str).chain(ENDS) {
            let front = out.strip_suffix(word).and_then(|front| front.strip_suffix(' '));
            out = front.map_or(out, |front| front.trim_end_matches([' ', '-', ',']));
        }
    }
    out.chars().nth(1).is_some().then(|| out.to_owned())
}
