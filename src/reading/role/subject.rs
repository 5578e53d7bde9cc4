//! The part of a subject or summary that is a role: "Halden Rowe - Staff Data Engineer, next step".
//!
//! Must not look into texts; those name roles by cues.

use super::{
    Scope,
    span::{role_at, skip},
    words::{
        holds_profession, is_event_name, is_opener, is_profession, is_requisition, is_stop,
        is_vague, tidy,
    },
};
use crate::reading::{
    company::strip_marks,
    names::{self, Sort, Text},
};

const LOWER_WORDS_MAX: usize = 4;
/// A role of no known profession is at least so long.
const HEADED_LEAST: usize = 5;

/// Marks between the parts of a subject, each with a letter that tells it.
const MARKS: [(&str, char); 9] = [
    (" || ", '|'),
    (" // ", '/'),
    (" | ", '|'),
    (" – ", '–'),
    (" — ", '—'),
    (" @ ", '@'),
    (": ", ':'),
    (" x ", 'x'),
    (", Kennziffer", ','),
];

/// A subject cut at all its marks, a piece a line.
pub(super) fn smallest(subject: &str) -> String {
    halves(&cut(subject).replace(" - ", "\n"))
}

fn cut(subject: &str) -> String {
    let mut cut = subject.to_owned();
    for (mark, _) in MARKS.into_iter().filter(|(_, letter)| subject.contains(*letter)) {
        cut = cut.replace(mark, "\n");
    }
    cut
}

/// The role in a subject.
pub(super) fn segment(subject: &str, scope: Scope<'_>) -> Option<String> {
    let cut = cut(subject);
    let finer = if cut.contains('-') { cut.replace(" - ", "\n") } else { cut.clone() };
    let finest = if finer.contains('/') { halves(&finer) } else { finer.clone() };
    let smallest = parts(&finest);
    // A cut that parts nothing leaves the parts as they are.
    let once = finest == cut;
    let fine = (finer != finest).then(|| parts(&finer));
    whole(&smallest, scope)
        .or_else(|| if once { None } else { pieces(&parts(&cut), scope) })
        .or_else(|| fine.as_ref().filter(|_| finer != cut).and_then(|fine| pieces(fine, scope)))
        .or_else(|| pieces(&smallest, scope))
        .or_else(|| framed(fine.as_ref().unwrap_or(&smallest), scope))
        .or_else(|| smallest.iter().find_map(|piece| lower(piece, scope)))
        .or_else(|| smallest.iter().find_map(|piece| headed(piece, scope)))
}

fn parts(cut: &str) -> Vec<Text<'_>> {
    cut.lines().map(|line| Text::of(line.trim())).collect()
}

/// "Robin Vale / Editora de mesa": a slash parts, unless it joins two genders of one role.
fn halves(cut: &str) -> String {
    let halves = |line: &str| {
        let both = line
            .split_once(" / ")
            .is_some_and(|(front, back)| holds_profession(front) && holds_profession(back));
        if both { line.to_owned() } else { line.replace(" / ", "\n") }
    };
    cut.lines().map(halves).collect::<Vec<_>>().join("\n")
}

/// A piece that is a role from its first word to its last.
fn whole(parts: &[Text<'_>], scope: Scope<'_>) -> Option<String> {
    parts.iter().find_map(|Text { text: piece, tokens, .. }| {
        let at = skip(tokens, 0);
        let first = tokens.get(at)?;
        let role = role_at(piece, tokens, at, scope)?;
        let closes = role.len() * 10 >= tidy(piece)?.len() * 8;
        let opener = is_opener(first) && !is_profession(&first.lower);
        (closes && !opener && is_role(&role, scope)).then_some(role)
    })
}

/// "Sam (Growth Ops)": a profession in brackets alone makes no role of what stands before them.
fn is_role(role: &str, scope: Scope<'_>) -> bool {
    let front = role.split(" (").next().unwrap_or(role);
    holds_profession(front) && !scope.is_company(role) && !is_event_name(role) && !is_vague(role)
}

/// A role inside a piece, behind what opens it.
fn pieces(parts: &[Text<'_>], scope: Scope<'_>) -> Option<String> {
    parts.iter().find_map(|Text { text: piece, tokens, .. }| {
        let alone = tokens.iter().filter(|token| token.is_word).count() == 1;
        (0..tokens.len()).find_map(|at| {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            let here = tokens.get(at)?;
            let opened = before.is_some_and(is_opener);
            let opens = before.is_none_or(|before| !before.is_capital() || is_opener(before));
            if !opens || is_requisition(here.text) || is_opener(here) {
                return None;
            }
            if !here.is_capital() && !opened && !is_profession(&here.lower) {
                return None;
            }
            let at = skip(tokens, at);
            tokens.get(at).filter(|first| !is_opener(first))?;
            let role = role_at(piece, tokens, at, scope)?;
            let words = role.split_whitespace().count();
            // "Ecologist, second conversation".
            let parted = before.is_none() && tokens.get(at + 1).is_some_and(|mark| mark.is(','));
            (is_role(&role, scope) && (words > 1 || alone || opened || parted)).then_some(role)
        })
    })
}

/// "Practice systems job", "backend contract": a short piece that ends in a frame, or holds one.
fn framed(parts: &[Text<'_>], scope: Scope<'_>) -> Option<String> {
    parts.iter().find_map(|Text { text: piece, tokens, .. }| {
        let at = tokens.iter().position(|token| token.sorts.has(Sort::Frame))?;
        let words = tokens.get(..at)?;
        let plain = words.iter().all(|token| token.is_word && !is_opener(token));
        let role = tidy(names::slice(piece, tokens, 0, at))?;
        let rest = tokens.get(at + 1).is_none_or(|next| next.is(','));
        let named = (1..=LOWER_WORDS_MAX).contains(&words.len())
            && plain
            && rest
            && !is_vague(&role)
            && !scope.is_company(&role);
        named.then(|| if tokens.len() > at + 1 { (*piece).to_owned() } else { role })
    })
}

/// "Stelle Depotverwaltung", "Puesto: Atención": the word for it, and capitals to the end.
fn headed(part: &Text<'_>, scope: Scope<'_>) -> Option<String> {
    let Text { text: piece, tokens, .. } = part;
    tokens.first().filter(|first| first.sorts.has(Sort::Frame))?;
    let at = skip(tokens, 1);
    let end = names::run(tokens, at, &[]).filter(|end| *end == tokens.len())?;
    let role = tidy(names::slice(piece, tokens, at, end))?;
    let named = role.chars().count() > HEADED_LEAST && !is_vague(&role);
    (named && !scope.is_company(&role) && !is_event_name(&role)).then_some(role)
}

/// A short piece in lower case that holds a profession, or ends in one: "Saturday baker".
fn lower(part: &Text<'_>, scope: Scope<'_>) -> Option<String> {
    let Text { text: piece, tokens, .. } = part;
    let lower = !piece.chars().any(char::is_uppercase);
    let least = if scope.romance { 1 } else { 2 };
    let plain = tokens.iter().all(|token| token.is_word && !is_stop(token));
    let ends = plain
        && !tokens.first().is_some_and(is_opener)
        && tokens.last().is_some_and(|last| is_profession(&last.lower));
    ((least..=LOWER_WORDS_MAX).contains(&tokens.len()) && (lower || ends) && is_role(piece, scope))
        .then(|| (*piece).to_owned())
}

/// "Subject: …" in a forwarded or quoted header block.
pub(super) fn quoted(quoted: &str, scope: Scope<'_>) -> Option<String> {
    quoted.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        let field = field.trim().to_lowercase();
        ["subject", "betreff", "objet", "asunto"]
            .contains(&field.as_str())
            .then(|| segment(strip_marks(value), scope))?
    })
}
