//! Roles that only the subject's order tells: what is left of it beside the company and the kind of
//! mail ("Acme | Bell Hanger | Interview"), or what the text takes up ("her own 2nd AC").
//!
//! Must not know professions; `subject` does.

use super::{
    Scope,
    span::skip,
    subject,
    words::{
        is_acronym, is_agent, is_event_name, is_opener, is_profession, is_requisition, is_vague,
        tidy,
    },
};
use crate::{
    message::Message,
    reading::names::{self, Sort, Text, Token},
};

/// Words of a role that nothing but its place tells.
const WORDS_MAX: usize = 5;

/// The one piece of a subject that is neither the company, nor a person, nor what the mail is for,
/// beside pieces that are.
pub(super) fn left(subject: &str, message: &Message, scope: Scope<'_>) -> Option<String> {
    let pieces = subject::smallest(subject);
    if let Some(role) = in_brackets(&pieces, scope) {
        return Some(role);
    }
    let texts: Vec<Text<'_>> = pieces.lines().map(|line| Text::of(line.trim())).collect();
    let titles = texts.iter().filter(|piece| !is_about(piece, scope));
    let mut titles = titles.filter_map(|piece| title(piece, message, scope));
    let Some(only) = titles.next() else {
        return texts.iter().find_map(|piece| announced(piece, message, scope));
    };
    let answers = subject.len() < message.subject.trim().len();
    let alone = texts.len() == 1 && answers && only.rsplit(' ').next().is_some_and(is_agent);
    let beside = texts.len() > 1 && texts.iter().any(|piece| is_about(piece, scope));
    // "Cheesemonger at Fjordline" needs nothing beside it.
    let placed = texts.iter().any(|piece| piece.text.len() > only.len());
    (titles.next().is_none() && (alone || beside || placed && texts.len() == 1)).then_some(only)
}

/// A piece that is capitals to its end, or up to the company.
fn title(piece: &Text<'_>, message: &Message, scope: Scope<'_>) -> Option<String> {
    let Text { text, tokens, .. } = piece;
    let at = skip(tokens, 0);
    let end = names::run(tokens, at, &["of", "and", "de", "für", "du", "des"])?;
    let last = tokens.get(end.checked_sub(1)?)?;
    // "Cheesemonger at Fjordline".
    let place = tokens.get(end).is_some_and(|token| {
        ["at", "bei", "chez"].contains(&&*token.lower)
            && scope.is_company(names::slice(text, tokens, end + 1, tokens.len()))
    });
    // Two capitals that nothing tells may be a person.
    let several = (3..=WORDS_MAX).contains(&(end - at));
    let named = several || is_agent(last.text) || is_acronym(last.text);
    let role = tidy(names::slice(text, tokens, at, end))?;
    let plain = is_name(tokens, at, end) && is_title(&role, scope) && !is_person(&role, message);
    (named && plain && (place || end == tokens.len())).then_some(role)
}

/// "Interview Sound Recordist", "Auswahlverfahren Duales Studium", "Interview for Front of House":
/// behind the kind of meeting, capitals to the end.
fn announced(piece: &Text<'_>, message: &Message, scope: Scope<'_>) -> Option<String> {
    const KINDS: [&str; 14] = [
        "interview",
        "vorstellungsgespräch",
        "auswahlgespräch",
        "auswahlverfahren",
        "bewerbung",
        "bewerbungsgespräch",
        "entretien",
        "candidature",
        "recrutement",
        "entrevista",
        "candidatura",
        "application",
        "selección",
        "vacancy",
    ];
    let Text { text, tokens, .. } = piece;
    let kind = tokens.iter().position(|token| KINDS.contains(&&*token.lower))?;
    let behind = tokens.get(kind + 1)?;
    let led = ["for", "als", "pour", "para", "zum", "zur", "as"].contains(&&*behind.lower);
    let at = skip(tokens, kind + 1 + usize::from(led));
    let end = names::run(tokens, at, &["of", "and", "de", "für"])?;
    let last = tokens.get(end.checked_sub(1)?)?;
    let closes = tokens.get(end).is_none_or(|mark| !mark.is_word && !mark.is('\''));
    let words = end - at;
    let german = KINDS
        .get(1..6)
        .is_some_and(|german| tokens.get(kind).is_some_and(|kind| german.contains(&&*kind.lower)));
    let named = is_agent(last.text) || words >= 2 && (led || german) || words >= 3;
    let role = tidy(names::slice(text, tokens, at, end))?;
    let polite = tokens.get(at).is_some_and(|first| first.sorts.has(Sort::Honorific));
    let plain = is_name(tokens, at, end) && is_title(&role, scope) && !is_person(&role, message);
    (named && closes && plain && !polite && words <= WORDS_MAX).then_some(role)
}

/// "Acme x Robin (Research Ops)": capitals in brackets that end in who does something.
fn in_brackets(pieces: &str, scope: Scope<'_>) -> Option<String> {
    // "Fjordline interview (Front of House)".
    let event = pieces.split('(').next().is_some_and(|front| is_event_name(front.trim()));
    let mut brackets = pieces.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    brackets.find_map(|(inside, _)| {
        let tokens = names::tokens(inside);
        let whole = names::run(&tokens, 0, &["of", "and"]) == Some(tokens.len());
        let agent = tokens.len() > 1
            && tokens.last().is_some_and(|last| {
                event && tokens.len() > 2 || is_agent(last.text) || is_profession(last.text)
            });
        let named = whole && agent && tokens.len() <= WORDS_MAX && is_title(inside, scope);
        (named && is_name(&tokens, 0, tokens.len())).then(|| inside.to_owned())
    })
}

/// No weekday, opener or number among the words.
fn is_name(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    let within = tokens.get(at..end).unwrap_or_default();
    let counted = |token: &Token<'_>| {
        let answered = ["re", "aw", "fw", "fwd", "wg", "rv", "tr"].contains(&&*token.lower);
        answered || !token.text.contains(char::is_alphabetic)
    };
    within.iter().all(|token| {
        // "Kestrel & Thorne".
        if token.text == "&" {
            return false;
        }
        let day = token.sorts.has(Sort::NoCompany) && token.text.chars().count() > 2;
        !is_opener(token) && !day && !counted(token) && !is_requisition(token.text)
    })
}

fn is_title(role: &str, scope: Scope<'_>) -> bool {
    !is_vague(role) && !is_event_name(role) && !scope.is_company(role)
}

/// The company, or what the mail is for: "Interview", "Your application", "REF 2231".
fn is_about(piece: &Text<'_>, scope: Scope<'_>) -> bool {
    let words = piece.tokens.iter().filter(|token| token.is_word);
    let mut all = words.clone().peekable();
    let numbered = words.clone().any(|token| is_requisition(token.text));
    let lower = words.clone().count() > 1 && words.clone().all(|token| !token.is_capital());
    scope.is_company(piece.text)
        || lower
        || numbered && words.clone().count() <= 2
        || is_event_name(piece.text)
        || all.peek().is_some_and(|first| is_opener(first))
}

/// A person of the mail's head.
fn is_person(piece: &str, message: &Message) -> bool {
    let heads = message.from.iter().chain(&message.to).chain(&message.cc);
    let last = piece.split_whitespace().next_back().unwrap_or_default();
    let squashed = names::squash(piece);
    let named = |name: &str| {
        let whole = names::squash(name);
        let mut words = name.split_whitespace();
        let first = words.next().map(names::squash).unwrap_or_default();
        // "R Vale".
        let surname = words.next_back().is_some_and(|surname| names::is_alike(surname, last));
        squashed == whole || squashed == first || surname
    };
    heads.filter_map(|head| head.name.as_deref()).any(named)
}

/// A piece of the subject that the text takes up behind a word for roles, or for whose it is.
pub(super) fn echoed(
    subject: &str,
    message: &Message,
    own: &Text<'_>,
    scope: Scope<'_>,
) -> Option<String> {
    let pieces = subject::smallest(subject).replace(['?', '!', ',', '(', ')'], "\n");
    pieces.lines().map(str::trim).find_map(|piece| {
        let tokens = names::tokens(piece);
        let whole = names::run(&tokens, 0, &["of", "and", "in"]) == Some(tokens.len());
        let short = (1..=WORDS_MAX).contains(&tokens.len()) && piece.len() > 2;
        let plain = whole && short && is_name(&tokens, 0, tokens.len()) && is_title(piece, scope);
        (plain && !is_person(piece, message) && takes_up(own, &tokens)).then(|| piece.to_owned())
    })
}

fn takes_up(own: &Text<'_>, piece: &[Token<'_>]) -> bool {
    const BEFORE: [&str; 8] = ["for", "as", "own", "als", "comme", "como", "pour", "para"];
    let same = |at: usize| {
        let here = own.tokens.get(at..at + piece.len());
        here.is_some_and(|here| here.iter().zip(piece).all(|(a, b)| a.text == b.text))
    };
    let told = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| own.tokens.get(before));
        let behind = own.tokens.get(at + piece.len());
        before.is_some_and(|before| BEFORE.contains(&&*before.lower))
            || behind.is_some_and(|behind| behind.sorts.has(Sort::Frame))
    };
    (0..own.tokens.len()).any(|at| same(at) && told(at))
}
