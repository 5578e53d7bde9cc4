//! What the display name of an address says: a company, a team of it, or a person.

use super::{
    Ballot, Scope,
    anchor::anchored_run,
    words::{clean, has_legal_form, is_department, is_institution, is_never, names_institution},
};
use crate::{
    message::Address,
    reading::{
        Answerability,
        names::{self, Sort},
        people::beside,
        sender,
    },
};

/// "Priya at Halden Rowe", "Halden Rowe Talent", "Lumen & Larch via Cal.com", "X @ icims".
pub(super) fn display(ballot: &mut Ballot, scope: &Scope<'_>, from: &Address) {
    let Some(name) = from.name.as_deref() else {
        return;
    };
    let name = name.split(" via ").next().unwrap_or(name);
    if is_department(name) {
        return;
    }
    let name = house(name).unwrap_or(name);
    let turned = turned(from, name);
    let name = turned.as_deref().unwrap_or(name);
    let relays = [" on behalf of ", " im auftrag von ", " im Auftrag von ", " pour le compte de "];
    let name = names::parted(name, &relays).map_or(name, |(_, behind)| behind);
    let name = match name.split_once('@') {
        Some((front, behind)) if behind.is_empty() || is_never(behind.trim()) => front,
        Some((_, behind)) => behind,
        None => name,
    };
    let joints = [" at ", " from ", " bei ", " chez ", " en ", " von ", " de chez ", " | ", " - "];
    let split = names::parted(name, &joints);
    // "Océane de Ruche & Miel": one first name, no "Mairie de …".
    let first_name = |front: &str| !front.contains(' ') && !is_institution(front);
    let split = split.or_else(|| {
        let spelled = |behind: &str| label(from).starts_with(&names::squash(behind));
        let sure = |behind| sender::known(&from.email).is_some() || spelled(behind);
        let parts = names::parted(name, &[" de "]).filter(|(_, behind)| sure(behind));
        let known = |front: &str| names::sorts(&names::lower(front)).has(Sort::Lead);
        parts.filter(|(front, _)| first_name(front) && !known(front))
    });
    if let Some((front, behind)) = names::parted(name, &[" – "])
        && (names_institution(front) || sender::is_team(behind))
    {
        ballot.vote(
            scope,
            if clean(behind).is_some_and(|b| names_institution(&b)) { behind } else { front },
            10,
        );
        return;
    }
    if let Some((_, behind)) = split {
        ballot.vote(scope, behind, 10);
        return;
    }
    let system = sender::known(&from.email).is_some()
        && !is_relayed_person(from)
        && !is_booked_person(scope, from)
        && !is_told_person(scope, name);
    if let Some((_, inside)) = name.split_once('(') {
        ballot.vote(scope, inside.trim_end_matches(')'), 8);
    }
    if sender::is_team(name) || system || is_organisation(from) {
        let worth = match () {
            () if system && is_unsaid(scope, name) => 1,
            () if system && is_nickname(scope, from) => 1,
            () if !system && is_mate(scope, from) => 4,
            () => 10,
        };
        ballot.vote(scope, name, worth);
    }
}

/// "Candidate Experience, Acme", "Acme – Service recrutement": what is no department of the two.
fn house(name: &str) -> Option<&str> {
    let (front, behind) = names::parted(name, &[" – ", " - ", " | ", " / "])
        .or_else(|| name.split_once(", "))
        .map(|(front, behind)| (front.trim(), behind.trim()))?;
    match (is_department_or_team(front), is_department_or_team(behind)) {
        (true, false) => Some(behind),
        (false, true) => Some(front),
        _ => None,
    }
}

fn is_department_or_team(part: &str) -> bool {
    let team = |word: &str| {
        let sorts = names::sorts(word);
        sorts.has(Sort::Trim) || sorts.has(Sort::Lead)
    };
    is_department(part) || part.split_whitespace().all(team)
}

/// "Rosalind Achterhof" of a scheduler: two words for a person that the mail says nowhere else.
fn is_unsaid(scope: &Scope<'_>, name: &str) -> bool {
    let words = names::squash(name);
    let text = |told: &str| names::squash(told).contains(&words);
    name.split_whitespace().count() == 2
        && name.split_whitespace().all(|word| word.chars().all(char::is_alphabetic))
        && !names_institution(name)
        && !sender::is_team(name)
        && !has_legal_form(name)
        && ![&scope.message.own, &scope.message.signature, &scope.message.subject]
            .into_iter()
            .any(|told| text(told))
}

/// "Team Ahoi" of a system whose tenant the text spells otherwise.
fn is_nickname(scope: &Scope<'_>, from: &Address) -> bool {
    let Some(name) = from.name.as_deref().and_then(clean) else {
        return false;
    };
    let bare = names::squash(&name);
    let (local, domain) = sender::parts(&from.email);
    let address = names::squash(&format!("{local} {domain}"));
    let texts = [&scope.texts.own, &scope.texts.signature, &scope.texts.subject];
    let said = texts.iter().any(|text| names::squash(text.text).contains(&bare));
    let tenant = domain.split('.').next().unwrap_or_default();
    let tenant = names::squash(tenant);
    !name.contains(' ')
        && !said
        && !address.contains(&bare)
        && tenant.len() > 3
        && texts.iter().any(|text| anchored_run(text, &tenant).is_some())
}

/// "Landratsamt Ost, Personalamt", "Haberland, Elektro": a house before its department, or turned
/// round as directories have it, as its domain shows.
fn turned(from: &Address, name: &str) -> Option<String> {
    let (front, behind) = name.split_once(", ")?;
    if names_institution(front) && !has_legal_form(front) {
        return Some(front.to_owned());
    }
    let round = format!("{behind} {front}");
    label(from).starts_with(&names::squash(&round)).then_some(round)
}

/// "Geraldine Purcell" of office@: two words that neither the domain nor a word for organisations
/// bears out, in a mail that signs with a name that the domain spells.
fn is_mate(scope: &Scope<'_>, from: &Address) -> bool {
    let name = from.name.as_deref().unwrap_or_default();
    let label = label(from);
    name.split_whitespace().count() == 2
        && !sender::is_team(name)
        && !names_institution(name)
        && !has_legal_form(name)
        && !name.split_whitespace().any(|word| label.contains(&names::squash(word)))
        && [&scope.texts.own, &scope.texts.signature]
            .into_iter()
            .any(|text| anchored_run(text, &label).is_some())
}

/// "Ellery Novak at Stillwater Paper has requested …" of a display name "Ellery Novak".
fn is_told_person(scope: &Scope<'_>, name: &str) -> bool {
    let own = &scope.message.own;
    let joined = |(at, _): (usize, &str)| {
        let behind = own.get(at + name.len()..).unwrap_or_default();
        [" at ", " from ", " bei ", " von ", " chez ", " de "]
            .iter()
            .any(|joint| behind.starts_with(joint))
    };
    name.split_whitespace().count() == 2
        && own.match_indices(name).any(joined)
        && !names_institution(name)
        && !has_legal_form(name)
}

/// The letters of the domain that is registered.
fn label(from: &Address) -> String {
    names::squash(sender::organisation(&from.email).split('.').next().unwrap_or_default())
}

/// A shared mailbox, or a name that holds a word for organisations or is spelled by the domain.
fn is_organisation(from: &Address) -> bool {
    let name = from.name.as_deref().unwrap_or_default();
    let (local, domain) = sender::parts(&from.email);
    let first = || name.split_whitespace().next().map(names::squash).unwrap_or_default();
    let label = || label(from);
    let apart = || !names::squash(local).contains(&first());
    let bare = names::squash(name);
    let starts = |part| names::letters(part).take(bare.chars().count()).eq(bare.chars());
    let spelled =
        || bare.len() > 3 && domain.split('.').any(starts) && label().starts_with(&bare) && apart();
    let body = || names_institution(name) && apart();
    // "Heike Lammers" at jobs@lammers: the house has her name.
    let owner = || {
        let last = name.split_whitespace().next_back().map(names::squash).unwrap_or_default();
        let label = label();
        name.split_whitespace().count() == 2
            && !names_institution(name)
            && label.contains(&last)
            && !label.contains(&first())
    };
    sender::is_group(&from.email) && !owner() || has_legal_form(name) || spelled() || body()
}

/// A person who writes through a recruiting system's relay.
fn is_relayed_person(from: &Address) -> bool {
    let name = from.name.as_deref().unwrap_or_default();
    let name = name.split(" (").next().unwrap_or(name);
    let words = name.split_whitespace().count();
    sender::hears(&from.email) == Answerability::Hears
        && !sender::is_group(&from.email)
        && !sender::parts(&from.email).0.split(['.', '-', '_', '+']).any(sender::is_group_word)
        && !names_institution(name)
        && (2..=3).contains(&words)
        && !has_legal_form(name)
}

/// A person whose booking a scheduler confirms: the Reply-To has the same first name.
fn is_booked_person(scope: &Scope<'_>, from: &Address) -> bool {
    let name = from.name.as_deref().unwrap_or_default();
    let first = name.split_whitespace().next().map(names::squash).unwrap_or_default();
    let answers = scope.message.reply_to.as_ref();
    first.len() > 1
        && (2..=3).contains(&name.split_whitespace().count())
        && answers.is_some_and(|to| names::squash(sender::parts(&to.email).0).contains(&first))
}

/// A person of the mail, or the user.
pub(super) fn is_somebody(scope: &Scope<'_>, name: &str) -> bool {
    let bare = names::squash(name);
    let same = |(whole, first): &(String, String)| {
        bare == *whole || bare == *first || bare.starts_with(whole)
    };
    scope.people.iter().any(same)
}

/// The people of the mail and the user: whole names and first names, as they are compared.
pub(super) fn people(scope: &Scope<'_>) -> Vec<(String, String)> {
    let message = scope.message;
    let mine = scope.reader.name.as_deref().unwrap_or_default();
    let listed = message.to.iter().chain(&message.cc).chain(&message.from).chain(&message.reply_to);
    let several = |person: &&str| person.split_whitespace().nth(1).is_some();
    let named = listed.filter_map(|address| {
        let name = address.name.as_deref().filter(several)?;
        let nobody = || {
            sender::is_team(name)
                || sender::known(&address.email).is_some()
                || is_organisation(address)
        };
        (scope.reader.is_me(address)
            || !nobody()
            || is_relayed_person(address)
            || is_told_person(scope, name)
            || is_booked_person(scope, address))
        .then_some(name)
    });
    let invited = scope
        .events
        .iter()
        .flat_map(|event| event.organizer.iter().chain(event.attendees.iter().map(|a| &a.person)));
    let invited = invited.map(|person| person.name.as_str());
    let people = named.chain(invited).chain([mine]).filter(several);
    let people = people.filter(|person| !sender::is_team(person)).map(|person| {
        let first = person.split_whitespace().next().unwrap_or_default();
        (names::squash(person), names::squash(first))
    });
    // "with Bea Lindholm <bea.lindholm@…>": an address spells a person's name.
    let spelled = beside::addresses(&message.own).filter_map(|email| {
        let local = sender::parts(&email).0;
        let whole = names::squash(local);
        local.contains('.').then(|| (whole.clone(), whole))
    });
    people.filter(|(whole, _)| !whole.is_empty()).chain(spelled).collect()
}
