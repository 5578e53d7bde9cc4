//! People in the lines of a schedule or panel, with their times or titles.

use super::{
    Person,
    name::{is_office, person_at},
};
use crate::reading::names::Token;

/// Lines of a schedule or panel: "10:00 - 10:45  People leadership - Amara Whitfield, Director".
pub(super) fn listed(text: &str, tokens: &[Token<'_>]) -> Vec<Person> {
    let mut found = Vec::new();
    let mut since_time = 0;
    for tokens in tokens.split(|token| token.is('\n')) {
        let timed = tokens.first().is_some_and(is_numeric);
        since_time = if timed {
            1
        } else if since_time > 0 {
            since_time + 1
        } else {
            0
        };
        // The time, what it is about, and the people.
        if since_time == 3 {
            found.extend(pair(text, tokens));
        }
        let behind_mark = (0..tokens.len()).filter(|n| {
            tokens.get(*n).is_some_and(|token| {
                token.is('-')
                    || token.is('–')
                    || token.is('—')
                    || token.is('(')
                    || token.is(':')
                    || token.is('|')
                    || token.is(',')
            })
        });
        let first = (0..tokens.len()).find(|n| tokens.get(*n).is_some_and(Token::is_capital));
        let starts = behind_mark.map(|n| n + 1).chain(first.filter(|_| !timed));
        let mut starts: Vec<usize> = starts.chain(after_time(tokens)).collect();
        starts.sort_unstable();
        starts.dedup();
        for at in starts {
            let Some((person, next)) = person_at(text, tokens, at) else {
                continue;
            };
            // "Nils Berg, Einkäufer Glas": an office behind a comma, no second person.
            let office =
                at.checked_sub(1).and_then(|mark| tokens.get(mark)).is_some_and(|m| m.is(','))
                    && tokens.get(at).is_some_and(|first| is_office(first.text));
            if office {
                continue;
            }
            let whole = person.name.split_whitespace().count() > 1;
            let short_line = tokens.get(next).is_none_or(|token| !token.is_word);
            if whole
                && (timed && short_line
                    || person.title.is_some() && short_line && tokens.len() < 24)
            {
                found.push(person);
            }
        }
    }
    found
}

/// A line of nothing but names: "Bo Lind & Hana Suh".
fn pair(text: &str, tokens: &[Token<'_>]) -> Vec<Person> {
    let mut people = Vec::new();
    let mut at = 0;
    while let Some((person, next)) = person_at(text, tokens, at) {
        if !person.name.contains(' ') {
            return Vec::new();
        }
        people.push(person);
        let Some(link) = tokens.get(next) else {
            return people;
        };
        let joins = link.is(',') || ["&", "and", "und", "et", "y"].contains(&&*link.lower);
        if !joins {
            break;
        }
        at = next + 1;
    }
    Vec::new()
}

fn is_numeric(token: &Token<'_>) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_digit())
}

/// The first word behind the times at a line's start.
fn after_time(tokens: &[Token<'_>]) -> Option<usize> {
    tokens.first().filter(|token| is_numeric(token))?;
    (0..tokens.len()).find(|n| {
        tokens.get(*n).is_some_and(|token| {
            token.is_word
                && !is_numeric(token)
                && !["am", "pm", "uhr", "h", "to"].contains(&&*token.lower)
        })
    })
}
