//! The client that an agency writes about: what makes a sender an agency, and whom it names.

use super::{Ballot, QUOTED_WORTH, SMALL, Scope, by_label, cues, strip_marks};
use crate::{
    message::Address,
    reading::{
        Kind,
        names::{self, Sort, Text, Token, WORDS},
        sender,
    },
};

/// Words of a client's name in brackets.
const BRACKET_WORDS_MAX: usize = 5;

/// Letters of the team behind the company's name.
const TEAM_LETTERS_MAX: usize = 14;

/// Words of a line that signs.
const SIGNED_WORDS_MAX: usize = 6;

/// What may stand between "my client" and its name.
const BETWEEN: [&str; 22] = [
    "les",
    "los",
    "las",
    "l",
    "das",
    "des",
    "die",
    "der",
    "dem",
    "den",
    "the",
    "la",
    "le",
    "el",
    "firma",
    "société",
    "sociedad",
    "empresa",
    "company",
    "entreprise",
    "maison",
    "groupe",
];

/// The client an agency recruits for, once named.
pub(super) fn client(scope: &Scope<'_>, from: &Address) -> Option<String> {
    let message = scope.message;
    if sender::known(&from.email).is_some() || scope.kind == Kind::OwnSent {
        return None;
    }
    let person = from.name.as_deref().is_some_and(|name| !sender::is_team(name));
    if let Some(client) = forwarded(scope, from).or_else(|| invited(scope, from)).filter(|_| person)
    {
        return Some(client);
    }
    let mut ballot = Ballot::default();
    called(&mut ballot, scope);
    if !ballot.0.is_empty() || !is_agency(scope, from) || !person {
        return ballot.winner();
    }
    let subject = strip_marks(&message.subject);
    let told = names::squash(&format!("{}{}", message.own, scope.texts.quoted.text));
    let is_name = |piece: &&str| {
        let tokens = names::tokens(piece);
        let first = tokens.first().map(|first| names::squash(first.text)).unwrap_or_default();
        names::run(&tokens, 0, &SMALL) == Some(tokens.len())
            && told.contains(&first)
            && !is_initials(piece)
    };
    let pieces = subject.split([':', '|', '-', '–', '/', ',', '!']).map(str::trim).filter(is_name);
    for piece in pieces.filter(|_| scope.kind != Kind::Outreach) {
        ballot.vote(scope, piece, 3);
    }
    cues(&mut ballot, scope, scope.texts.topic(), 6);
    cues(&mut ballot, scope, &scope.texts.own, 4);
    met_at(&mut ballot, scope);
    revealed(&mut ballot, scope);
    cues(&mut ballot, scope, &scope.texts.quoted, QUOTED_WORTH);
    let own = names::squash(sender::organisation(&from.email).split('.').next()?);
    ballot.0.retain(|key, (worth, _)| *worth >= 2 && !own.starts_with(key.as_str()));
    ballot.winner()
}

/// "RV": two capitals in a subject are the candidate's.
fn is_initials(piece: &str) -> bool {
    piece.chars().count() == 2 && piece.chars().all(char::is_uppercase)
}

/// Whether the sender's name or signature is an agency's.
fn is_agency(scope: &Scope<'_>, from: &Address) -> bool {
    let organisation = sender::organisation(&from.email);
    let label = names::squash(organisation.split('.').next().unwrap_or_default());
    let display = from.name.as_deref().unwrap_or_default();
    // A short mail may be signed in its last lines without more ado.
    let last = scope.message.own.lines().rev().find(|line| !line.trim().is_empty());
    let last = last.filter(|line| line.split_whitespace().count() <= SIGNED_WORDS_MAX);
    let signed = format!("{}\n{}", scope.message.signature, last.unwrap_or_default());
    let about = format!("{display} {organisation} {signed}").to_lowercase();
    // Every company has people and talent; an agency has them in its name.
    let domain_alone = ["people", "talent"];
    // "Fennimore Partners - recruitment for food & drink".
    let lines = about.replace(" - ", "\n").replace([',', '|', '–', '·', '•', ':'], "\n");
    let lines = lines.split('\n').filter_map(|line| {
        let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let first = words.next()?;
        Some((first, words.next_back().unwrap_or(first), line))
    });
    let lines: Vec<(&str, &str, &str)> = lines.collect();
    // "Ryefield Robotics Recruiting" at ryefieldrobotics is the company's own team.
    let own_team = |line: &str| {
        let squashed = names::squash(line);
        label.len() > 3
            && squashed.strip_prefix(&label).is_some_and(|rest| rest.len() <= TEAM_LETTERS_MAX)
    };
    // A company has clients; only an agency has one.
    [&scope.texts.own, &scope.texts.signature]
        .into_iter()
        .any(|text| !names::after(text, Sort::OneClient).is_empty())
        || WORDS.company.agency.iter().any(|word| {
            let bare = word.trim_end_matches('*');
            let in_house = || WORDS.company.in_house.iter().any(|word| word == bare);
            let ends = |(first, last, line): &(&str, &str, &str)| {
                (*first == bare || *last == bare) && !(in_house() && own_team(line))
            };
            bare.len() > 5 && label.contains(&names::squash(bare))
                || !domain_alone.contains(&bare) && lines.iter().any(ends)
        })
}

/// The sender of a mail that was passed on, of another house than who passes it on.
fn forwarded(scope: &Scope<'_>, from: &Address) -> Option<String> {
    const FIELDS: [&str; 4] = ["from", "von", "de", "da"];
    let ours = sender::organisation(&from.email);
    let passed = scope.texts.quoted.text.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        let field = field.trim().to_lowercase();
        if !FIELDS.contains(&field.as_str()) {
            return None;
        }
        let email = value.split(['<', '>', ' ', '[', ']']).find(|word| word.contains('@'))?;
        Some(email.trim_start_matches("mailto:").to_lowercase())
    })?;
    let theirs = Address { name: None, email: passed };
    let organisation = sender::organisation(&theirs.email);
    let foreign = organisation != ours
        && !sender::is_free(&theirs.email)
        && sender::known(&theirs.email).is_none()
        && !scope.reader.is_me(&theirs);
    let label = organisation.split('.').next().filter(|_| foreign)?;
    let mut ballot = Ballot::default();
    by_label(&mut ballot, scope, label, "");
    ballot.winner()
}

/// The house of those whom somebody of another house brings together with the user.
fn invited(scope: &Scope<'_>, from: &Address) -> Option<String> {
    let ours = sender::organisation(&from.email);
    let attendees = scope.events.iter().flat_map(|event| &event.attendees);
    let emails = attendees.filter_map(|attendee| attendee.person.email.as_deref());
    let theirs: Vec<&str> = emails
        .filter(|email| {
            let me = scope.reader.me.iter().any(|mine| mine.eq_ignore_ascii_case(email));
            !me && !sender::is_free(email) && sender::known(email).is_none()
        })
        .collect();
    if theirs.iter().any(|email| sender::organisation(email) == ours) {
        return None;
    }
    let organisation = sender::organisation(theirs.first()?);
    let mut ballot = Ballot::default();
    by_label(&mut ballot, scope, organisation.split('.').next()?, "");
    ballot.winner()
}

/// "Mon client, Papeteries Vauquelin", "unser Mandant, die Deichwind GmbH".
fn called(ballot: &mut Ballot, scope: &Scope<'_>) {
    let Text { text, tokens, .. } = &scope.texts.own;
    for at in names::after(&scope.texts.own, Sort::BeforeClient) {
        let skips = |n: &usize| {
            tokens.get(*n).is_some_and(|token: &Token<'_>| {
                token.is(',') || token.is(':') || BETWEEN.contains(&&*token.lower)
            })
        };
        let at = at + (at..).take_while(skips).count();
        let at = behind_kind(tokens, at).unwrap_or(at);
        // "Le client (Port fluvial de Braize)".
        if tokens.get(at).is_some_and(|token| token.is('(')) {
            let mut inside = at + 1..at + 2 + BRACKET_WORDS_MAX;
            let close = inside.find(|n| tokens.get(*n).is_some_and(|token| token.is(')')));
            if let Some(close) = close.filter(|_| tokens.get(at + 1).is_some_and(Token::is_capital))
            {
                ballot.vote(scope, names::slice(text, tokens, at + 1, close), 4);
            }
            continue;
        }
        if let Some(end) = names::run(tokens, at, &SMALL) {
            ballot.vote(scope, names::slice(text, tokens, at, end), 4);
        }
    }
}

/// "notre client, la mutuelle Harmonis": behind an article, what kind of house it is.
fn behind_kind(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    const KIND_WORDS_MAX: usize = 2;
    let article = tokens.get(at.checked_sub(1)?)?;
    let marked = ["the", "la", "le", "el", "die", "der", "a", "une", "un", "una"];
    let plain = |n: &usize| tokens.get(*n).is_some_and(|t| t.is_word && !t.is_capital());
    let kind = (at..at + KIND_WORDS_MAX).take_while(plain).count();
    let capital = tokens.get(at + kind).is_some_and(Token::is_capital);
    (kind > 0 && capital && marked.contains(&&*article.lower)).then_some(at + kind)
}

/// "You will have guessed: it is Wendover Foods", "they are called Wendover Foods": several
/// capitals that end their clause.
fn revealed(ballot: &mut Ballot, scope: &Scope<'_>) {
    let Text { text, tokens, .. } = &scope.texts.own;
    for at in 2..tokens.len() {
        let word = |n: usize| tokens.get(n).map(|token| &*token.lower).unwrap_or_default();
        let is = ["is", "s", "ist", "est", "es"].contains(&word(at - 1))
            && ["it", "this", "that", "es", "das", "c", "ce"].contains(&word(at - 2))
            || ["it's", "it’s", "c'est", "c’est", "llaman", "heißen", "appellent", "s'appellent"]
                .contains(&word(at - 1))
            || word(at - 1) == "called" && word(at - 2) == "are";
        let end = names::run(tokens, at, &SMALL).filter(|end| is && *end > at + 1);
        if let Some(end) = end
            && tokens.get(end).is_none_or(|next| !next.is_word)
        {
            ballot.vote(scope, names::slice(text, tokens, at, end), 4);
        }
    }
}

/// "spoke with Corvid": to an agency, "with" and "at" lead to clients as often as to people.
fn met_at(ballot: &mut Ballot, scope: &Scope<'_>) {
    let Text { text, tokens, .. } = &scope.texts.own;
    for at in names::after(&scope.texts.own, Sort::BeforeMet) {
        let Some(end) = names::run(tokens, at, &SMALL) else {
            continue;
        };
        let titled = tokens.get(end).is_some_and(|token| token.is('(') || token.is(','));
        // "Priti from Wharfedale Optics": a person of the client.
        let person = tokens
            .get(end)
            .is_some_and(|token| ["from", "at", "bei", "von", "chez"].contains(&&*token.lower));
        let numbered = tokens.get(at).is_some_and(|token| token.text.starts_with(char::is_numeric));
        if !titled && !numbered && !person {
            ballot.vote(scope, names::slice(text, tokens, at, end), 2);
        }
    }
}
