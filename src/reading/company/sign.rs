//! What a signature says of the company: "Senior Recruiter, Halden Rowe", "Talent @ Quillmark",
//! a line that is a company.

use super::{
    Ballot, SMALL, Scope,
    words::{has_legal_form, is_institution, names_institution},
};
use crate::reading::{
    names::{self, Sort},
    sender,
};

const LINES_MAX: usize = 12;
/// Marks between the parts of a line.
const MARKS: [&str; 9] = [" @ ", " | ", " · ", " • ", " / ", " – ", " - ", " at ", " bei "];

/// Votes for the companies that a signature names.
pub(super) fn signature(ballot: &mut Ballot, scope: &Scope<'_>, signature: &str) {
    for line in signature.lines().take(LINES_MAX).map(str::trim) {
        let parts = parts(line);
        let sure = parts.iter().find(|part| has_legal_form(part) || is_body(part));
        if let Some(sure) = sure {
            ballot.vote(scope, sure, 6);
        } else if !parts.is_empty() {
            // What is behind the company's name is an address.
            let mut named = parts.iter().filter(|part| !is_titled(part));
            let _ = named.find(|part| ballot.vote(scope, part, 4));
        } else if sender::is_team(line) {
            ballot.vote(scope, line, 4);
        }
    }
}

/// Votes for the bodies that stand alone in the last lines of a text: not every mail is signed.
pub(super) fn closing(ballot: &mut Ballot, scope: &Scope<'_>, text: &str) {
    /// Lines below which a text is no closing any more.
    const LINES_MAX: usize = 4;
    let lines = text.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.take(LINES_MAX).filter(|line| !line.contains(['.', '!', '?', ':', ','])) {
        if has_legal_form(line) || is_body(line) {
            ballot.vote(scope, line, 6);
        }
    }
}

/// The parts of a line that may be names.
fn parts(line: &str) -> Vec<&str> {
    if !line.contains(' ') {
        return Vec::new();
    }
    let mut parts = vec![line];
    let marks = MARKS.iter().chain(&[" chez ", " en ", ", "]);
    for mark in marks.filter(|mark| line.contains(**mark)) {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    let whole = |part: &&str| {
        let tokens = names::tokens(part);
        !part.is_empty()
            && names::run(&tokens, 0, &SMALL).is_some_and(|end| end + 1 >= tokens.len())
    };
    let named: Vec<&str> = parts.iter().copied().map(str::trim).filter(whole).collect();
    let lonely = parts.len() == 1;
    if !lonely || named.first().is_some_and(|only| has_legal_form(only) || is_body(only)) {
        named
    } else {
        Vec::new()
    }
}

/// "Kreisverwaltung Dahmetal", "Despacho Olvera": a body with its own name.
fn is_body(part: &str) -> bool {
    let words = part.split_ascii_whitespace().count();
    names_institution(part)
        && !is_titled(part)
        && part
            .split_ascii_whitespace()
            .filter(|word| is_institution(word) || is_short(word))
            .count()
            < words
}

/// "Amt 3", "Service de la …": no name of its own.
fn is_short(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() < 3
}

/// A person, or what a person does.
fn is_titled(part: &str) -> bool {
    part.split_ascii_whitespace()
        .map(names::sorts)
        .any(|sorts| sorts.has(Sort::Noun) || sorts.has(Sort::Profession))
}
