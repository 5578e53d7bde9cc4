//! People that a text names as those who hold the interview: cues, lists, schedules.
//!
//! Finds and does not choose; the user and companies are still among them.

use super::{
    Person,
    name::{is_honorific, person_at},
    schedule::listed,
};
use crate::reading::names::{self, Sort, Text, Token, WORDS};

/// Names in a summary: "Architecture review: Robin Vale & Jun-ho Seok (Tessellate Health)".
pub(super) fn summary_names(summary: &str) -> Vec<Person> {
    let tokens = names::tokens(summary);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let joins = matches!(&*token.lower, "with" | "mit" | "avec" | "con")
            || token.text == "&"
            || matches!(&*token.lower, "between" | "and");
        if joins && let Some((person, _)) = person_at(summary, &tokens, at + 1) {
            let whole = person.name.split_whitespace().count() > 1;
            if whole {
                found.push(person);
            }
        }
    }
    found
}

/// People named as those who hold the interview.
pub(super) fn named_in(told: &Text<'_>) -> Vec<Person> {
    let Text { text, tokens, .. } = told;
    let mut found: Vec<Person> = Vec::new();
    for cue_end in names::after(told, Sort::BeforePerson) {
        let mut at = cue_end;
        if is_relative(tokens, cue_end) {
            continue;
        }
        while tokens.get(at).is_some_and(leads_to_name) {
            at += 1;
        }
        let mut at = Some(skip_title(tokens, at));
        let mut broken = false;
        while let Some((person, next)) = at.and_then(|at| person_at(text, tokens, at)) {
            let alone = !person.name.contains(' ');
            if alone && (broken || is_german_noun(tokens, cue_end, next)) {
                break;
            }
            let before = at.and_then(|at| tokens.get(at.checked_sub(1)?));
            let apposed = before.is_some_and(|before| before.is(','))
                && is_line_end(tokens, next)
                && found.last().is_some_and(|last| last.name.contains(' '));
            if alone && (apposed || before.is_some_and(is_article)) {
                // "The Bursar, Mr Hallam", "Dr. Anna Roth, Chefärztin": what somebody is.
                at = joined(tokens, next);
                continue;
            }
            broken = tokens.get(next).is_some_and(|token| token.is('\n'));
            found.push(person);
            let comma = usize::from(tokens.get(next).is_some_and(|token| token.is(',')));
            at = joined(tokens, behind_clause(tokens, next + comma).unwrap_or(next));
        }
    }
    found.extend(listed(text, tokens));
    found.extend(subjects(text, tokens));
    let beside = paired(text, tokens, &found);
    found.extend(beside);
    found
}

/// What may stand between a cue and a name: marks, articles, "my brother".
fn leads_to_name(token: &Token<'_>) -> bool {
    token.is(':')
        || token.is('\n')
        || token.is('-')
        || token.is('•')
        || token.is('*')
        || token.is('/')
        || token.text.chars().all(|c| c.is_ascii_digit())
        || token.sorts.has(Sort::Between)
        || ["don", "doña", "señor", "señora", "monsieur", "madame"].contains(&token.text)
}

/// "Parveen Lodhi, who leads Claims": only "Who:" leads to names.
fn is_relative(tokens: &[Token<'_>], cue_end: usize) -> bool {
    let who = cue_end.checked_sub(1).and_then(|cue| tokens.get(cue));
    who.is_some_and(|who| who.lower == "who") && tokens.get(cue_end).is_some_and(|t| t.is_word)
}

/// "Nägel mit Köpfen", "Einladung mit Datum": behind "mit" alone, German nouns look like names.
fn is_german_noun(tokens: &[Token<'_>], cue_end: usize, next: usize) -> bool {
    let mit = cue_end.checked_sub(1).and_then(|cue| tokens.get(cue));
    let article = next.checked_sub(2).and_then(|before| tokens.get(before));
    if article.is_some_and(|article| ["die", "der", "das", "den"].contains(&&*article.lower)) {
        return true;
    }
    let person = tokens.get(next).is_some_and(|token| {
        token.is('(') || ["und", "aus", "vom", "von"].contains(&&*token.lower)
    });
    // "Leute mit Fieber und ich": a person would be followed by "und mir".
    let person = person && tokens.get(next + 1).is_none_or(|token| token.lower != "ich");
    mit.is_some_and(|cue| cue.lower == "mit") && !person
}

/// "Fran and Tunde", "she and Tunde": beside somebody known, the other one is a person too.
fn paired(text: &str, tokens: &[Token<'_>], known: &[Person]) -> Vec<Person> {
    let links = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| ["and", "und", "et", "y", "&"].contains(&&*token.lower));
    links
        .filter_map(|(n, _)| {
            let before = n.checked_sub(1).and_then(|before| tokens.get(before))?;
            const PRONOUNS: [&str; 8] = ["she", "he", "they", "er", "elle", "il", "ella", "él"];
            let pronoun = !known.is_empty() && PRONOUNS.contains(&&*before.lower);
            known.iter().find(|person| pronoun || person.name == before.text)?;
            person_at(text, tokens, n + 1).map(|(person, _)| person)
        })
        .collect()
}

/// Before these nouns German has capitals too.
const OWNERS: [&str; 17] = [
    "mein", "meine", "meinem", "meinen", "meiner", "dein", "deine", "deinem", "deinen", "deiner",
    "ihrem", "ihren", "unserem", "unseren", "einem", "einen", "mit",
];

/// People who stand before what interviewers do: "Ines will join", "Jana und ich".
fn subjects(text: &str, tokens: &[Token<'_>]) -> Vec<Person> {
    let does = |at: usize| names::phrase_end(tokens, at, Sort::DoneByPerson).is_some();
    let lower_case = !text.chars().any(char::is_uppercase);
    let mut found = Vec::new();
    let mut clause_end = 0;
    for (at, token) in tokens.iter().enumerate() {
        if at < clause_end {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let inside = before.is_some_and(|before| {
            before.is_capital() && !before.sorts.has(Sort::NoPerson)
                || ["of", "at", "bei", "chez"].contains(&&*before.lower)
        });
        if inside {
            continue;
        }
        // "Neben meinem Kaffee und ich": an owned noun, no name.
        let owned = before.is_some_and(|before| OWNERS.contains(&&*before.lower));
        let comma = |at: usize| usize::from(tokens.get(at).is_some_and(|token| token.is(',')));
        let here = person_at(text, tokens, at);
        let does_so = here.as_ref().is_some_and(|(person, next)| {
            if owned && !person.name.contains(' ') {
                return false;
            }
            let next = next + comma(*next);
            let behind = behind_clause(tokens, next);
            clause_end = behind.unwrap_or(clause_end);
            does(next)
                || from_a_team(text, tokens, next).is_some_and(does)
                || of_a_team(tokens, next).any(does)
                || behind.is_some_and(does)
                || meets_reader(tokens, next)
        });
        found.extend(here.iter().filter(|_| does_so).map(|(person, _)| person.clone()));
        found.extend(in_apposition(text, tokens, at));
        found.extend(announced(text, tokens, at, here));
        let plain = lower_case && token.is_word && token.lower.len() > 3;
        if plain && !token.sorts.has(Sort::NoPerson) && joins(tokens, at + 1) {
            found.push(Person { name: capitalised(token.text), email: None, title: None });
        }
    }
    found
}

/// "joins", "will join".
fn joins(tokens: &[Token<'_>], at: usize) -> bool {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.lower == word);
    is(at, "joins") || is(at, "will") && is(at + 1, "join")
}

/// "Parveen Lodhi, who leads Claims, has time": the index behind the clause about the person.
fn behind_clause(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    const CLAUSE_WORDS_MAX: usize = 9;
    let about = tokens.get(at)?;
    if !["who", "die", "der", "qui", "que", "quien"].contains(&&*about.lower) {
        return None;
    }
    let mut clause = at + 1..at + CLAUSE_WORDS_MAX;
    clause.find(|n| tokens.get(*n).is_some_and(|token| token.is(','))).map(|comma| comma + 1)
}

/// "Tobi from the data team and Ann-Kathrin will join": the index behind the team, and behind a
/// second person.
fn from_a_team(text: &str, tokens: &[Token<'_>], at: usize) -> Option<usize> {
    /// Words between "from" and what the team does.
    const TEAM_WORDS_MAX: usize = 5;
    let of = tokens.get(at)?;
    if !["from", "aus", "vom", "von", "du", "del"].contains(&&*of.lower) {
        return None;
    }
    (at + 1..at + TEAM_WORDS_MAX).find_map(|n| {
        let link = tokens.get(n)?;
        let links = ["and", "und", "et", "y"].contains(&&*link.lower);
        if links { person_at(text, tokens, n + 1).map(|(_, next)| next) } else { None }
    })
}

/// "Nico aus dem Plattform-Team setzt sich dazu": the places behind the team.
fn of_a_team(tokens: &[Token<'_>], at: usize) -> std::ops::Range<usize> {
    const TEAM_WORDS_MAX: usize = 6;
    let of = tokens
        .get(at)
        .is_some_and(|of| ["from", "aus", "vom", "von", "de", "du", "del"].contains(&&*of.lower));
    if of { at + 2..at + TEAM_WORDS_MAX } else { at..at }
}

/// "Étienne saw your application and would love to talk it over with you": who wishes to meet.
fn meets_reader(tokens: &[Token<'_>], at: usize) -> bool {
    const CLAUSE_WORDS_MAX: usize = 24;
    const WISHES: [&str; 9] =
        ["love", "like", "keen", "möchte", "würde", "aimerait", "voudrait", "quiere", "gustaría"];
    const YOU: [&str; 9] = ["you", "dir", "dich", "ihnen", "vous", "toi", "contigo", "usted", "ti"];
    const WITH: [&str; 4] = ["with", "mit", "avec", "con"];
    let read = ["saw", "read", "hat", "a", "ha"];
    if !tokens.get(at).is_some_and(|verb| read.contains(&&*verb.lower)) {
        return false;
    }
    let clause = tokens.get(at..).unwrap_or_default().iter().take(CLAUSE_WORDS_MAX);
    let clause: Vec<&Token> = clause.take_while(|token| !token.is('.') && !token.is('?')).collect();
    let wish = clause.windows(3).position(|three| {
        let [and, first, second] = three else { return false };
        ["and", "und", "et", "y"].contains(&&*and.lower)
            && [first, second].iter().any(|word| WISHES.contains(&&*word.lower))
    });
    let Some(behind) = wish.and_then(|wish| clause.get(wish..)) else {
        return false;
    };
    behind.windows(2).any(|two| {
        let [with, you] = two else { return false };
        with.lower == "contigo" || WITH.contains(&&*with.lower) && YOU.contains(&&*you.lower)
    })
}

/// "two of the firmware engineers, Alice Ng and Rob Teague".
fn in_apposition(text: &str, tokens: &[Token<'_>], at: usize) -> Vec<Person> {
    let office = tokens.get(at).is_some_and(|token| {
        let one = token.lower.trim_end_matches('s');
        token.is_word
            && !token.is_capital()
            && names::sorts(one).has(Sort::Noun)
            && !WORDS.people.arranges.iter().any(|arranges| arranges == one)
    });
    let comma = tokens.get(at + 1).is_some_and(|token| token.is(','));
    let mut found = Vec::new();
    let mut next = (office && comma).then_some(at + 2);
    while let Some((person, behind)) = next.and_then(|at| person_at(text, tokens, at)) {
        if !person.name.contains(' ') {
            break;
        }
        found.push(person);
        next = joined(tokens, behind);
    }
    found
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// "Frau Dr. Kolb", "our CEO, Malcolm Trent", "Jens Aagaard will dial in"; not who only writes.
fn announced(
    text: &str,
    tokens: &[Token<'_>],
    at: usize,
    here: Option<(Person, usize)>,
) -> Option<Person> {
    let token = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| before.sorts.has(Sort::Greeting)) {
        return None;
    }
    if token.sorts.has(Sort::Owned) {
        let behind = skip_title(tokens, at + 1);
        let titled = behind > at + 1;
        let (mut person, _) = person_at(text, tokens, behind).filter(|_| titled)?;
        let title = names::slice(text, tokens, at + 1, behind).trim_end_matches([',', ' ']);
        person.title = person.title.or_else(|| Some(title.to_owned()));
        return Some(person);
    }
    let (person, next) = here?;
    let titled = person.title.is_some();
    let honoured = token.is_word && is_honorific(token.text) && person.name.contains(' ');
    let will = tokens
        .get(next)
        .is_some_and(|verb| ["will", "wird", "werden", "sera"].contains(&&*verb.lower));
    let writes = names::phrase_end(tokens, next + 1, Sort::DoneByWriter).is_some();
    let whole = person.name.split_whitespace().count() > 1;
    (honoured || (will || titled) && !writes && whole).then_some(person)
}

/// "our Head of Data, Ines Duarte", "our CTO Oskar": the title stands first.
fn skip_title(tokens: &[Token<'_>], at: usize) -> usize {
    let is_title = |token: &Token<'_>| token.sorts.has(Sort::Title);
    let article = |token: &Token<'_>| ["el", "la", "le", "l", "the"].contains(&&*token.lower);
    let first = at + usize::from(tokens.get(at).is_some_and(article));
    let lower = |n: usize| tokens.get(n).is_some_and(|token| token.is_word && !token.is_capital());
    // "la jefe de enfermería Luz Dary": the title ends where the name begins.
    if tokens.get(first).is_some_and(|token| is_title(token) && !token.is_capital()) {
        let end = (first..first + 6).find(|n| !lower(*n)).unwrap_or(first);
        if tokens.get(end).is_some_and(Token::is_capital) {
            return end;
        }
    }
    let mut next = at;
    while tokens.get(next).is_some_and(|token| {
        is_title(token)
            || next > at && matches!(&*token.lower, "of" | "für" | "de" | "data" | "for")
    }) {
        next += 1;
    }
    if next > at && tokens.get(next).is_some_and(|token| token.is(',')) {
        next += 1;
    }
    next
}

fn is_article(token: &Token<'_>) -> bool {
    ["el", "la", "le", "l", "der", "die", "dem", "the"].contains(&&*token.lower)
}

fn is_line_end(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is('\n'))
}

/// The index after "and", "," or a line end that leads to a further name.
fn joined(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut next = at;
    let mut joins = false;
    while let Some(token) = tokens.get(next) {
        let link = matches!(
            &*token.lower,
            "and"
                | "&"
                | "und"
                | "et"
                | "y"
                | "e"
                | "sowie"
                | "then"
                | "plus"
                | "with"
                | "both"
                | "mr"
                | "our"
                | "mein"
                | "my"
                | "colleague"
        );
        if link && token.lower != "mr"
            || joins && is_article(token)
            || token.is(',')
            || token.is(';')
            || token.is('\n')
            || token.is('-') && next.checked_sub(1).is_some_and(|n| is_line_end(tokens, n))
            || token.is('•')
            || token.is('/')
        {
            joins = true;
            next += 1;
        } else {
            break;
        }
    }
    joins.then_some(skip_title(tokens, next))
}
