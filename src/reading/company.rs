//! Which company a mail speaks for: display name, subject, body, signature, tenant, domain, in this
//! order of trust. Never a platform's brand.
//!
//! Must not know roles or people; a name that belongs to a person is dropped.

mod agency;
mod anchor;
mod display;
mod shorten;
mod sign;
mod subsidiary;
mod words;

use std::collections::BTreeMap;

use self::{
    agency::client,
    anchor::anchored_run,
    display::{display, is_somebody, people},
    shorten::shortened_run,
    sign::{closing, signature},
    words::{clean, is_department, is_institution, is_never, key, spaced},
};
use super::{
    Answerability, Kind, Reader,
    calendar::CalendarEvent,
    names::{self, Sort, Text, Texts},
    sender::{self, Class},
};
use crate::message::{Address, Message};

/// Small words inside company names.
const SMALL: [&str; 12] =
    ["of", "and", "the", "de", "du", "la", "des", "und", "für", "y", "del", "der"];
/// Quoted text names the company less surely than the sender's own words.
const QUOTED_WORTH: usize = 2;

/// Where to look.
pub struct Scope<'a> {
    pub message: &'a Message,
    pub reader: &'a Reader,
    pub events: &'a [CalendarEvent],
    pub kind: Kind,
    texts: &'a Texts<'a>,
    /// The people of the mail and the user: whole names and first names, as they are compared.
    people: Vec<(String, String)>,
}

impl<'a> Scope<'a> {
    pub fn new(
        message: &'a Message,
        reader: &'a Reader,
        events: &'a [CalendarEvent],
        texts: &'a Texts<'a>,
        kind: Kind,
    ) -> Scope<'a> {
        let mut scope = Scope { message, reader, events, texts, kind, people: Vec::new() };
        scope.people = people(&scope);
        scope
    }
}

/// Names by what they are without case and legal form, with how much speaks for each.
#[derive(Default)]
struct Ballot(BTreeMap<String, (usize, String)>);

impl Ballot {
    /// Whether the name can be a company's, and so counted.
    fn vote(&mut self, scope: &Scope<'_>, name: &str, worth: usize) -> bool {
        let possible =
            |name: &String| !is_never(name) && !is_department(name) && !is_somebody(scope, name);
        let Some(name) = clean(name).filter(possible) else {
            return false;
        };
        let entry = self.0.entry(key(&name)).or_insert((0, name));
        entry.0 += worth;
        true
    }

    /// The best name; the votes for its short form ("Acme" for "Acme Energy", "Saint-Aubry" for
    /// "Mairie de Saint-Aubry") are its own.
    fn winner(&self) -> Option<String> {
        /// A name that the mail's head bears is surely one.
        const BORNE: usize = 10;
        let support = |full: &str, own: usize, name: &str| -> usize {
            let body = own >= BORNE || name.split(' ').next().is_some_and(is_institution);
            let short = self.0.iter().filter(|(key, _)| {
                key.len() >= 3
                    && (full.starts_with(key.as_str()) || body && full.ends_with(key.as_str()))
            });
            short.map(|(_, (worth, _))| worth).sum()
        };
        let ranked = self.0.iter().map(|(key, (own, name))| (support(key, *own, name), *own, name));
        let best =
            ranked.max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.len().cmp(&a.2.len())));
        best.map(|(_, own, name)| self.usual(name, own).unwrap_or(name).clone())
    }

    /// "Corvane", where "Corvane Software Ltd" stands in the small print only: the beginning of a
    /// name for which more speaks than for the whole.
    fn usual(&self, full: &str, own: usize) -> Option<&String> {
        const LETTERS_MIN: usize = 4;
        let whole = key(full);
        let begins = |short: &str| short.len() >= LETTERS_MIN && whole.starts_with(short);
        let shorter = self.0.iter().filter(|(short, (worth, name))| {
            begins(short)
                && *short != &whole
                && *worth > own
                && !name.split(' ').any(is_institution)
        });
        shorter.max_by_key(|(_, (worth, _))| *worth).map(|(_, (_, name))| name)
    }
}

/// Finds the company; `None` where the mail does not say.
pub fn find(scope: &Scope<'_>) -> Option<String> {
    let mut ballot = Ballot::default();
    let from = speaker(scope)?;
    let known = sender::platform(scope.message);
    let class = known.map(|known| known.class);
    let silent = matches!(scope.kind, Kind::JobAlert | Kind::Outreach | Kind::Other);
    if class == Some(Class::Board) && silent {
        return None;
    }
    if let Some(client) = client(scope, &from) {
        return Some(client);
    }
    if let Some(house) = subsidiary::named(scope) {
        return Some(house);
    }
    display(&mut ballot, scope, &from);
    if scope.kind != Kind::JobAlert && scope.kind != Kind::Other {
        texts(&mut ballot, scope);
    }
    let foreign = matches!(scope.kind, Kind::Other | Kind::JobAlert) && ballot.0.is_empty();
    for address in anchors(scope, &from) {
        anchored(&mut ballot, scope, &address);
    }
    tenant(&mut ballot, scope, &from.email);
    ballot.winner().filter(|_| !foreign || scope.kind != Kind::JobAlert)
}

/// The company's side of the mail: the sender, or the recipient of the user's own mail.
fn speaker(scope: &Scope<'_>) -> Option<Address> {
    if scope.kind == Kind::OwnSent {
        let mut others = scope.message.to.iter().chain(&scope.message.cc);
        return others.find(|to| !scope.reader.is_me(to)).cloned();
    }
    scope.message.from.clone()
}

/// Addresses whose domain may be the company's.
fn anchors(scope: &Scope<'_>, from: &Address) -> Vec<Address> {
    let mut all = vec![from.clone()];
    if scope.kind != Kind::OwnSent {
        all.extend(scope.message.reply_to.clone());
        all.extend(scope.message.cc.iter().cloned());
    }
    for event in scope.events {
        let people = event.organizer.iter().chain(event.attendees.iter().map(|a| &a.person));
        all.extend(people.filter_map(|person| {
            let email = person.email.clone()?;
            Some(Address { name: Some(person.name.clone()), email })
        }));
    }
    all.retain(|address| !scope.reader.is_me(address));
    all
}

/// Names after and before the words that go with companies.
fn texts(ballot: &mut Ballot, scope: &Scope<'_>) {
    let message = scope.message;
    cues(ballot, scope, scope.texts.topic(), 6);
    cues(ballot, scope, &scope.texts.own, 4);
    cues(ballot, scope, &scope.texts.quoted, QUOTED_WORTH);
    for event in scope.events {
        cues(ballot, scope, &Text::of(&event.summary), 4);
        cues(ballot, scope, &Text::of(&event.description), 3);
    }
    signature(ballot, scope, &message.signature);
    closing(ballot, scope, &message.own);
    signed_below(ballot, scope);
    represented(ballot, scope);
    if scope.kind != Kind::OwnSent && sender::platform(message).is_some() {
        let first = message.own.lines().next().unwrap_or_default();
        let tokens = names::tokens(first);
        let whole = names::run(&tokens, 0, &SMALL) == Some(tokens.len());
        if tokens.len() <= 4 && whole {
            ballot.vote(scope, first, 2);
        }
    }
}

/// "Sol · Mirlo Producciones": a short mail may be signed in its last line.
fn signed_below(ballot: &mut Ballot, scope: &Scope<'_>) {
    let message = scope.message;
    let last = message.own.lines().rev().map(str::trim).find(|line| !line.is_empty());
    let writer = message.from.as_ref().and_then(|from| from.name.as_deref()).unwrap_or_default();
    let first = writer.split_whitespace().next().unwrap_or_default();
    let signed = last.filter(|last| !first.is_empty() && last.starts_with(first));
    if let Some(line) = signed.filter(|_| message.own.lines().count() > 1) {
        signature(ballot, scope, line);
    }
}

/// "processes your data on behalf of Acme": whose mail a system sends.
fn represented(ballot: &mut Ballot, scope: &Scope<'_>) {
    for told in [&scope.texts.own, &scope.texts.signature] {
        let Text { text, tokens, .. } = told;
        for at in names::after(told, Sort::BeforeSender) {
            if let Some(end) = names::run(tokens, at, &SMALL).filter(|end| !is_titled(tokens, *end))
            {
                ballot.vote(scope, names::slice(text, tokens, at, end), 12);
            }
        }
    }
}

/// "on behalf of Ann Holt, Recruiting Coordinator": behind a person's name, what she does.
fn is_titled(tokens: &[names::Token<'_>], at: usize) -> bool {
    const WORDS_MAX: usize = 5;
    let behind = tokens.get(at + 1..).unwrap_or_default().iter().take(WORDS_MAX);
    let works =
        |token: &names::Token<'_>| token.sorts.has(Sort::Noun) || token.sorts.has(Sort::Profession);
    tokens.get(at).is_some_and(|mark| mark.is(','))
        && behind.take_while(|token| token.is_word).any(works)
}

/// The subject without "Re:" and the like.
pub fn strip_marks(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((mark, behind)) = rest.split_once(':') {
        if mark.chars().count() > 4 || mark.contains(' ') {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

fn cues(ballot: &mut Ballot, scope: &Scope<'_>, told: &Text<'_>, worth: usize) {
    let Text { text, tokens, .. } = told;
    for at in names::after(told, Sort::BeforeCompany) {
        let article = |token: &names::Token<'_>| {
            ["the", "la", "l", "le"].contains(&&*token.lower) && !token.is_capital()
        };
        let at = at + usize::from(tokens.get(at).is_some_and(article));
        let weak = tokens.get(at.wrapping_sub(1)).is_some_and(|t| {
            matches!(
                &*t.lower,
                "and" | "client" | "bei" | "interview" | "with" | "considering" | "re" | "de" | "à"
            )
        });
        if let Some(end) = names::run(tokens, at, &SMALL).filter(|end| !is_titled(tokens, *end)) {
            let titled = tokens.get(end).is_some_and(|token| token.is('('));
            let worth = if weak || titled { worth / 2 } else { worth };
            ballot.vote(scope, names::slice(text, tokens, at, end), worth);
        }
    }
    let theirs = scope.kind != Kind::OwnSent;
    for at in employed_at(tokens).into_iter().filter(|_| theirs) {
        if let Some(end) = names::run(tokens, at, &SMALL) {
            ballot.vote(scope, names::slice(text, tokens, at, end), worth / 2);
        }
    }
    for at in 0..tokens.len() {
        let goes_on = |before: &names::Token<'_>| before.is_capital() || before.text == "&";
        let starts = at == 0 || !tokens.get(at - 1).is_some_and(goes_on);
        let Some(end) = starts.then(|| names::run(tokens, at, &SMALL)).flatten() else {
            continue;
        };
        let inside = tokens.get(at..end).unwrap_or_default();
        let ends_so = inside.len() > 1
            && inside.last().is_some_and(|last| {
                ["team", "talent", "recruiting", "careers", "hr"].contains(&&*last.lower)
            });
        if names::phrase_end(tokens, end, Sort::BehindCompany).is_some() || ends_so {
            ballot.vote(scope, names::slice(text, tokens, at, end), worth / 2);
        }
    }
}

/// Places behind "Payroll Specialist at (the)": what one can be employed as, and where.
fn employed_at(tokens: &[names::Token<'_>]) -> Vec<usize> {
    let role = |at: usize| {
        let before = (0..at)
            .rev()
            .map_while(|n| tokens.get(n).filter(|t| t.is_capital() || SMALL.contains(&&*t.lower)));
        before.take(4).any(|before| before.is_capital() && before.sorts.has(Sort::Noun))
    };
    let places = (1..tokens.len()).filter(|at| {
        tokens.get(*at).is_some_and(|token| ["at", "bei", "chez"].contains(&&*token.lower))
    });
    let article = |at: usize| tokens.get(at).is_some_and(|t| ["the", "der"].contains(&&*t.lower));
    places.filter(|at| role(*at)).map(|at| at + 1 + usize::from(article(at + 1))).collect()
}

/// A capitalised run whose letters are those of the address's domain.
fn anchored(ballot: &mut Ballot, scope: &Scope<'_>, address: &Address) {
    let own = address.email.as_str();
    if sender::is_free(own) {
        return private(ballot, scope, address);
    }
    if sender::known(own).is_some() {
        return;
    }
    let organisation = sender::organisation(own);
    let label = organisation.split('.').next().unwrap_or_default();
    by_label(ballot, scope, label, address.name.as_deref().unwrap_or_default());
}

/// "ingrid.turnstone@gmail.com": a part of a private address that a text spells with a capital.
/// The writer's own name is none.
fn private(ballot: &mut Ballot, scope: &Scope<'_>, address: &Address) {
    const LETTERS_MIN: usize = 5;
    let Some(writer) = address.name.as_deref().map(names::squash) else {
        return;
    };
    let parts = sender::parts(&address.email).0.split(['.', '-', '_', '+']);
    for part in parts.filter(|part| part.len() >= LETTERS_MIN && !writer.contains(part)) {
        let texts = [&scope.texts.subject, &scope.texts.own, &scope.texts.signature];
        if let Some(name) = texts.into_iter().find_map(|text| anchored_run(text, part)) {
            ballot.vote(scope, &name, 6);
        }
    }
}

/// Votes for what the texts make of a label, and for the label itself.
fn by_label(ballot: &mut Ballot, scope: &Scope<'_>, label: &str, display: &str) {
    let bare = names::squash(label);
    if bare.len() < 2 {
        return;
    }
    let display = Text::of(display);
    let found = [
        (&display, 4),
        (&scope.texts.subject, 6),
        (&scope.texts.own, 6),
        (&scope.texts.signature, 6),
        (&scope.texts.quoted, 3),
    ]
    .into_iter()
    .filter_map(|(text, worth)| Some((anchored_run(text, &bare)?, worth)));
    let mut spelled = false;
    for (name, worth) in found {
        spelled |= ballot.vote(scope, &name, worth);
    }
    if !spelled {
        let texts = [&scope.texts.signature, &scope.texts.own, &scope.texts.subject];
        if let Some(name) = texts.into_iter().find_map(|text| shortened_run(text, label)) {
            ballot.vote(scope, &name, 6);
        }
    }
    // "agence-pluvier": the body's kind may be left out of its name.
    let proper = label.split(['-', '_']).filter(|part| !is_institution(part)).collect::<String>();
    let spelled = ballot.0.iter().any(|(key, (worth, _))| {
        *worth >= 4
            && (bare.starts_with(key)
                || !proper.is_empty() && (key.starts_with(&proper) || key.ends_with(&proper)))
    });
    if !spelled {
        let both = display.tokens.last().and_then(|last| partners(label, last.text));
        ballot.vote(scope, &both.unwrap_or_else(|| spaced(label)), 2);
    }
}

/// "Ned Garrow" at garrowandmoor: the writer's house and another.
fn partners(label: &str, surname: &str) -> Option<String> {
    let other = label.strip_prefix(&names::squash(surname))?;
    let other = other.strip_prefix("and").or_else(|| other.strip_prefix("und"))?;
    (other.len() > 2).then(|| format!("{} & {}", surname, spaced(other)))
}

/// A recruiting system's tenant: local part, sub-domain.
fn tenant(ballot: &mut Ballot, scope: &Scope<'_>, email: &str) {
    let Some(known) = sender::known(email) else {
        return;
    };
    if known.class != Class::Recruiting {
        return;
    }
    let (local, domain) = sender::parts(email);
    let organisation = sender::organisation(email);
    let sub = domain.strip_suffix(organisation.as_str()).unwrap_or_default();
    let sub = sub.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    if sub.len() > 3 && !["mail", "email", "candidates", "hire", "talent"].contains(&sub) {
        by_label(ballot, scope, sub, "");
        return;
    }
    let part = match local.split_once('+') {
        Some((front, _)) => front,
        None => local.rsplit('.').next().unwrap_or(local),
    };
    let whole = if local.contains('+') { part } else { local };
    if sender::hears(&format!("{whole}@x.example")) == Answerability::Hears {
        by_label(ballot, scope, part.trim_end_matches("-jobs"), "");
    }
}

#[cfg(test)]
mod tests;
