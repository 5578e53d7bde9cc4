//! Who can hear an answer, and which system sent a mail (T5).
//!
//! A table of facts, `config/reading/senders.toml`; says nothing about what happened.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    Answerability,
    names::{self, Sort},
    trie::{Trie, WordSet},
};
use crate::message::{Address, Message};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    Board,
    Calendar,
    Newsletter,
    Recruiting,
    Scheduler,
    Survey,
    Test,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Hears {
    Never,
    People,
}

#[derive(Debug, Deserialize)]
pub struct Known {
    domains: Vec<String>,
    pub brand: String,
    pub class: Class,
    hears: Hears,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Machines {
    parts: WordSet,
    groups: WordSet,
    team_words: Vec<String>,
}

#[derive(Deserialize)]
struct Free {
    domains: WordSet,
}

#[derive(Deserialize)]
struct Table {
    sender: Vec<Known>,
    machines: Machines,
    free: Free,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/reading/senders.toml"))
        .expect("config/reading/senders.toml is compiled in and read by every test")
});

/// Local part and domain.
pub fn parts(email: &str) -> (&str, &str) {
    email.rsplit_once('@').unwrap_or((email, ""))
}

/// The systems by their domains.
struct Domains {
    trie: Trie,
    known: Vec<&'static Known>,
}

static DOMAINS: LazyLock<Domains> = LazyLock::new(|| {
    let mut domains = Domains { trie: Trie::new(0), known: Vec::new() };
    for known in &TABLE.sender {
        for domain in &known.domains {
            domains.trie.add(domain);
            // The first of the table that names a domain has it.
            domains.known.resize(domains.trie.len(), known);
        }
    }
    domains
});

/// The system behind an address, if it is a known one: by its domain or one above it.
pub fn known(email: &str) -> Option<&'static Known> {
    let (_, domain) = parts(email);
    let above = domain.match_indices('.').filter_map(|(at, _)| domain.get(at + 1..));
    let Domains { trie, known } = &*DOMAINS;
    let symbol = [domain].into_iter().chain(above).find_map(|domain| trie.word(domain))?;
    known.get(usize::from(symbol)).copied()
}

/// The system that a mail came through.
pub fn platform(message: &Message) -> Option<&'static Known> {
    let from = message.from.as_ref().and_then(|from| known(&from.email));
    let via = || message.sender.as_ref().and_then(|sender| known(&sender.email));
    from.or_else(via)
}

/// The brands of systems in small letters, and the first labels of job boards' domains.
static BRANDS: LazyLock<WordSet> = LazyLock::new(|| {
    let label = |domain: &String| domain.split('.').next().unwrap_or_default().to_owned();
    let boards = TABLE.sender.iter().filter(|known| known.class == Class::Board);
    let labels = boards.flat_map(|known| known.domains.iter().map(label));
    let brands = TABLE.sender.iter().map(|known| known.brand.to_ascii_lowercase());
    WordSet::from(labels.chain(brands).collect::<Vec<_>>())
});

/// Whether a name in small letters is a system's brand.
pub fn is_brand(name: &str) -> bool {
    BRANDS.contains(name)
}

pub fn is_free(email: &str) -> bool {
    let (_, domain) = parts(email);
    TABLE.free.domains.contains(domain)
}

/// Whether a local part belongs to a machine.
fn is_machine(email: &str) -> bool {
    let (local, _) = parts(email);
    /// A shorter part tells a machine only where it stands apart.
    const TELLING: usize = 7;
    let parts = &TABLE.machines.parts;
    let tells = |front: &str| parts.longest_end(front) >= TELLING;
    parts.contains(local)
        || local.split(['+', '.', '_', '-']).any(|piece| parts.contains(piece))
        || (TELLING..=local.len()).any(|end| local.get(..end).is_some_and(tells))
}

/// Whether an address is shared by several people.
pub fn is_group(email: &str) -> bool {
    let (local, _) = parts(email);
    is_machine(email)
        || is_group_word(local)
        || local.split(['.', '-', '_', '+']).all(is_group_word)
}

/// Whether a part of a local part names a group: "jobs" in "kolb-jobs".
pub fn is_group_word(part: &str) -> bool {
    TABLE.machines.groups.contains(part)
}

/// Whether a display name tells a team or a system rather than a person.
pub fn is_team(name: &str) -> bool {
    name.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '/'))
        .any(|word| names::is(word, Sort::Team))
}

/// The words that tell a team or a system.
pub(super) fn team_words() -> &'static [String] {
    &TABLE.machines.team_words
}

/// What an address can do with an answer.
pub fn hears(email: &str) -> Answerability {
    let deaf = is_machine(email) || known(email).is_some_and(|known| known.hears == Hears::Never);
    if deaf { Answerability::Deaf } else { Answerability::Hears }
}

/// The address that an answer would go to: a Reply-To of the same organisation, or one that a
/// known system names for a person; otherwise From (T5).
pub fn answer_to(message: &Message) -> Option<&Address> {
    let from = message.from.as_ref()?;
    let Some(reply_to) = message.reply_to.as_ref() else {
        return Some(from);
    };
    let same = organisation(&reply_to.email) == organisation(&from.email);
    let through_system = known(&from.email).is_some() || known(&reply_to.email).is_some();
    if same || through_system { Some(reply_to) } else { Some(from) }
}

/// The registrable domain (public suffix list), or the whole domain.
pub fn organisation(email: &str) -> String {
    let (_, domain) = parts(email);
    /// Under these a country registers bodies; the suffix list need not know all of them.
    const SECTORS: [&str; 12] =
        ["ac", "co", "com", "edu", "gob", "gouv", "gov", "net", "nhs", "org", "police", "sch"];
    let domain = domain.to_lowercase();
    let found = psl::domain_str(&domain).unwrap_or(&domain);
    let sector = found.split('.').next().is_some_and(|label| SECTORS.contains(&label));
    let front = domain.strip_suffix(found).unwrap_or_default().trim_end_matches('.');
    match front.rsplit('.').next().filter(|label| sector && !label.is_empty()) {
        Some(label) => format!("{label}.{found}"),
        None => found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reply_addresses_and_schedulers_are_deaf() {
        for deaf in [
            "no-reply@us.greenhouse-mail.io",
            "noreply@acme.example",
            "no-reply-ashby@acme.example",
            "notifications@calendly.com",
            "tenant@myworkday.com",
        ] {
            assert_eq!(hears(deaf), Answerability::Deaf, "{deaf}");
        }
        for hearing in [
            "ana@acme.example",
            "jobs@acme.example",
            "elin.s@acme.teamtailor-mail.com",
            "x9.acme@recruitee-mailbox.com",
        ] {
            assert_eq!(hears(hearing), Answerability::Hears, "{hearing}");
        }
    }

    #[test]
    fn a_team_is_not_a_person() {
        assert!(is_team("Halden Talent Team") && is_team("Recruitment Services"));
        assert!(!is_team("Priya Nandakumar"));
    }
}
