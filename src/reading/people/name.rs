//! What a person's name and title look like, and when two names are one person.

use super::Person;
use crate::reading::{
    names::{self, Sort, Text, Token, WORDS},
    phrase, sender,
};

const NAME_WORDS_MAX: usize = 4;

const TITLE_WORDS_MAX: usize = 7;

/// A longer line is no name with what stands beside it.
const LINE_WORDS_MAX: usize = 6;

/// A shorter end of a word tells no office: "Technikchef" does, "Marco" does not.
const OFFICE_LETTERS_MIN: usize = 4;

/// Degrees between an honorific and a name: "Dr. med. Anna Roth".
const DEGREES: [&str; 10] = ["med", "rer", "nat", "phil", "jur", "habil", "ing", "pol", "oec", "h"];

/// A person's name at a token with a title behind it; returns the index after both.
pub(super) fn person_at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Person, usize)> {
    let dotted = |at: usize| tokens.get(at).is_some_and(|token| token.is('.'));
    let mut from = at;
    while tokens.get(from).is_some_and(|token| {
        let degree = from > at && DEGREES.contains(&token.text);
        token.is_word
            && (is_honorific(token.text) || degree || is_initial(token) && dotted(from + 1))
    }) {
        from += 1 + usize::from(dotted(from + 1));
    }
    let titled = from > at;
    let mut end = from;
    while let Some(token) = tokens.get(end) {
        let small = [
            "van", "von", "de", "der", "den", "del", "la", "le", "di", "da", "dos", "bin", "al",
            "ter", "ten", "zu", "los", "las", "du", "op",
        ];
        let initial = is_initial(token);
        // "Mina R.": an initial for the last name.
        let last = initial && end > from && dotted(end + 1);
        let contracted = || {
            ["'d", "'m", "'ll", "'ve", "'re", "’d", "’m", "’ll", "’ve", "’re"]
                .iter()
                .any(|tail| token.lower.ends_with(tail))
        };
        let word = token.is_word
            && token.text.starts_with(char::is_uppercase)
            && !contracted()
            && !token.sorts.has(Sort::NoPerson)
            && !token.text.chars().any(|c| c.is_ascii_digit() || c == '.' || c == '/');
        let particle = end > from
            && small.contains(&&*token.lower)
            && (end + 1..end + 3)
                .find_map(|n| tokens.get(n).filter(|next| !small.contains(&next.text)))
                .is_some_and(Token::is_capital);
        if !(word || particle || initial && titled || last) || end - from >= NAME_WORDS_MAX {
            break;
        }
        end += 1 + usize::from(initial && dotted(end + 1));
    }
    if end == from {
        return None;
    }
    let name = names::slice(text, tokens, if titled { at } else { from }, end);
    let name = name.trim_end_matches(',');
    let initials = name.rsplit(' ').next().is_some_and(|last| last.chars().count() <= 2);
    let name = if initials { name } else { name.trim_end_matches('.') };
    let name = name.trim_end_matches("'s").trim_end_matches("’s").to_owned();
    // "with the Delivery Head", "the MD": what somebody is.
    let office =
        tokens.get(end).is_some_and(|next| next.is_capital() && next.sorts.has(Sort::Title));
    let letters = name.len() <= 3 && name.chars().all(char::is_uppercase) && name.len() > 1;
    let name = without_title(&name).to_owned();
    // "Sr SRE": what is left without the honorific.
    let all_title = is_all_title(&name, titled);
    if !is_name(&name) || all_title || office || letters {
        return None;
    }
    let (title, next) = title_after(text, tokens, end);
    Some((Person { name, email: None, title }, next))
}

/// "T", "C.P".
fn is_initial(token: &Token<'_>) -> bool {
    token.is_word
        && token.is_capital()
        && token.text.split('.').all(|letter| letter.chars().count() == 1)
}

/// Nothing but what somebody is.
fn is_all_title(name: &str, titled: bool) -> bool {
    let alone = titled || !name.contains(' ');
    let is_title = |word: &str| names::sorts(word).has(Sort::Title) || alone && is_office(word);
    let words = name.split_whitespace().filter(|word| !titled || !is_honorific(word));
    let mut words = words.flat_map(phrase::split).peekable();
    words.peek().is_some() && words.all(is_title)
}

/// "Pflegedirektor Alois Hinterlechner": the name without the office before it.
fn without_title(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, behind)) = rest.split_once(' ')
        && behind.contains(' ')
        && !is_honorific(first)
        && is_office(first)
    {
        rest = behind;
    }
    // "Station Commander Bev Tranter": the office ends in its noun.
    let second = rest.split_once(' ').and_then(|(_, behind)| behind.split_once(' '));
    match second {
        Some((office, behind)) if behind.contains(' ') && is_office(office) => behind,
        _ => rest,
    }
}

pub(super) fn is_office(word: &str) -> bool {
    let sorts = names::sorts(word);
    sorts.has(Sort::Noun)
        || sorts.has(Sort::Profession)
        || WORDS.people.titles.ends.longest_end(&names::lower(word)) >= OFFICE_LETTERS_MIN
}

/// ", Head of Data", " (Platform Reliability)", " - Staff Engineer" behind a name.
fn title_after(text: &str, tokens: &[Token<'_>], at: usize) -> (Option<String>, usize) {
    let none = (None, at);
    let Some(mark) = tokens.get(at) else {
        return none;
    };
    if mark.is('(') {
        let Some(close) = (at + 1..at + 2 + TITLE_WORDS_MAX * 2)
            .find(|n| tokens.get(*n).is_some_and(|token| token.is(')')))
        else {
            return none;
        };
        let inside = names::slice(text, tokens, at + 1, close);
        let pronoun = inside.contains('/') && inside.len() < 16;
        let title = (!pronoun && holds_title(inside)).then(|| inside.to_owned());
        return (title, close + 1);
    }
    if !(mark.is(',')
        || mark.is('-')
        || mark.is('–')
        || mark.is('—')
        || mark.is('|')
        || mark.is(':'))
    {
        return none;
    }
    let mut start = at + 1;
    while tokens.get(start).is_some_and(|token| {
        ["our", "the", "who", "unser", "unsere", "notre", "nuestro", "nuestra", "is"]
            .contains(&&*token.lower)
    }) {
        start += 1;
    }
    // "directrice artistique": a title in lower case goes on in it.
    let lower = tokens.get(start).is_some_and(|first| {
        !first.is_capital() && (first.sorts.has(Sort::Title) || first.sorts.has(Sort::Profession))
    });
    let end = (start..start + TITLE_WORDS_MAX + 1).find(|n| {
        tokens.get(*n).is_none_or(|token| {
            !token.is_word
                || lower && ["and", "und", "et", "y", "e"].contains(&&*token.lower)
                || !(lower
                    || token.is_capital()
                    || token.sorts.has(Sort::Title)
                    || n.checked_sub(1)
                        .and_then(|before| tokens.get(before))
                        .is_some_and(|before| before.lower == "de")
                    || [
                        "of", "for", "de", "der", "für", "la", "des", "&", "and", "und", "et",
                        "du", "del",
                    ]
                    .contains(&&*token.lower))
                || matches!(&*token.lower, "and" | "und" | "et" | "y")
                    && tokens.get(n + 1).is_some_and(|next| {
                        !holds_title(next.text)
                            && !tokens
                                .get(n + 2)
                                .is_some_and(|t| holds_title(t.text) || !t.is_word && !t.is(','))
                    })
        })
    });
    let Some(end) = end.filter(|end| *end > start) else {
        return none;
    };
    let title = names::slice(text, tokens, start, end);
    if holds_title(title) { (Some(title.to_owned()), end) } else { none }
}

pub(super) fn holds_title(text: &str) -> bool {
    phrase::split(text).any(|word| {
        let sorts = names::sorts(word);
        let ends = || {
            let word = names::lower(word);
            ["leiter", "leiterin", "entwickler", "engineer"].iter().any(|end| word.ends_with(end))
        };
        let office = word.starts_with(char::is_uppercase) && is_office(word);
        sorts.has(Sort::Title) || sorts.has(Sort::Noun) || office || ends()
    })
}

/// The title beside or under a name in a text or signature.
pub(super) fn title_in(text: &Text<'_>, name: &str) -> Option<String> {
    let first = name.split_whitespace().find(|word| !is_honorific(word))?;
    let Text { text, tokens, .. } = text;
    let beside = tokens.iter().enumerate().find_map(|(at, token)| {
        if token.text != first {
            return None;
        }
        let (person, _) = person_at(text, tokens, at)?;
        person.title.filter(|_| same(&person.name, name))
    });
    beside.or_else(|| {
        let mut lines = text.lines().map(str::trim);
        lines.find(|line| {
            let bare = line.split(['(', ',']).next().unwrap_or(line);
            line.split_whitespace().nth(LINE_WORDS_MAX).is_none()
                && (same(bare, name) || is_short_for(bare, first))
        })?;
        let below = lines.find(|line| !line.is_empty())?;
        let title = below.split([',', '|', '@', '·', '•']).next()?.trim();
        let title = title.split(" at ").next()?.split(" - ").next()?.trim();
        let words = title.split_whitespace().count();
        (words <= TITLE_WORDS_MAX && holds_title(title)).then(|| title.to_owned())
    })
}

/// "Seun" for Oluwaseun, "Emeka" for Chukwuemeka.
fn is_short_for(word: &str, first: &str) -> bool {
    if word.contains(' ') {
        return false;
    }
    let (short, whole) = (names::squash(word), names::squash(first));
    short.len() > 2 && whole.len() > short.len() && whole.contains(&short)
}

pub(super) fn is_honorific(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && names::sorts(word.trim_end_matches(['.', 'ª', 'º'])).has(Sort::Honorific)
}

/// Looks like a person's name rather than a team or a company.
pub(super) fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let count = words.len();
    (1..=NAME_WORDS_MAX + 1).contains(&count)
        && !sender::is_team(name)
        && !words.iter().any(|word| names::lower(word).ends_with("-team"))
        && !name.contains(['@', '&', '/', ':'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        && !words.iter().any(|word| {
            let bare = word.trim_matches(['.', ',']);
            names::sorts(bare).has(Sort::Legal)
                && !["sa", "as", "se", "co", "ab"].iter().any(|as_| as_.eq_ignore_ascii_case(bare))
        })
        && !words.iter().all(|word| names::sorts(word).has(Sort::NoPerson))
}

/// The words of a name with letters, without honorifics.
fn parts(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    let degree = |word: &str| DEGREES.contains(&word.trim_end_matches('.'));
    // "C.P. Saúl Armenta": initials of an office, unless they stand for the first name ("T. Obu").
    let office = |word: &str| word.split('.').filter(|letter| letter.len() == 1).count() > 1;
    let words = name.split_whitespace();
    let words = words.filter(move |word| !is_honorific(word) && !degree(word) && !office(word));
    words.filter(|word| names::letters(word).next().is_some())
}

/// The same person: equal names, a first name alone, or an initial for the first name.
pub(super) fn same(a: &str, b: &str) -> bool {
    let ends = |name| -> Option<(&str, &str, bool)> {
        let mut words = parts(name);
        let first = words.next()?;
        let last = words.next_back();
        Some((first, last.unwrap_or(first), last.is_none()))
    };
    let (Some((first_a, last_a, alone_a)), Some((first_b, last_b, alone_b))) = (ends(a), ends(b))
    else {
        return false;
    };
    let (firsts, lasts) = (names::is_alike(first_a, first_b), names::is_alike(last_a, last_b));
    if alone_a || alone_b {
        return firsts || lasts;
    }
    let (mut a, mut b) = (names::letters(first_a), names::letters(first_b));
    let alike = a.next() == b.next();
    lasts && (firsts || alike && (a.next().is_none() || b.next().is_none()))
}
