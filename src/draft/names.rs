//! Display names → how a person is greeted and named in a sentence (S8, S9).
//!
//! Names are never changed, only cut where they stop being a name. Knows no language's greeting.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::draft::Addressee;

/// A person's name in its parts, as the source writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// "Ms", "Herr": a word of address, if the source has one.
    pub title: Option<String>,
    /// "Dr", "Prof": stays before the surname.
    pub rank: Option<String>,
    /// The first name alone: "Ada" of "Ada B. Lind", as far as it is more than an initial.
    pub given: Option<String>,
    pub middle: Option<String>,
    pub surname: Option<String>,
}

/// A firm's name shorter than this may begin a person's: "Al", "Ada".
const TELLING_LETTERS_MIN: usize = 5;

/// The words that tell names from mailboxes.
#[derive(Debug, Deserialize)]
struct NameWords {
    titles: Vec<String>,
    ranks: Vec<String>,
    group: Vec<String>,
    cuts: Vec<String>,
    particles: Vec<String>,
}

static WORDS: LazyLock<NameWords> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/drafts/names.toml"))
        .expect("the file is compiled in, and every test of this module reads it")
});

impl Named {
    /// The parts of a name, or `None` where it names no person.
    pub fn parse(name: &str, company: Option<&str>) -> Option<Self> {
        let name = person_part(name);
        if company.is_some_and(|company| is_organisation(&name, company)) {
            return None;
        }
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let group = |word: &&str| WORDS.group.contains(&bare(word));
        if words.is_empty() || words.iter().any(group) {
            return None;
        }
        let title = take_first(&mut words, &WORDS.titles);
        let rank = take_first(&mut words, &WORDS.ranks);
        // "Mr Fairbairn": a single word after a title is the surname.
        if let ([surname], true) = (words.as_slice(), title.is_some() || rank.is_some()) {
            let surname = Some((*surname).to_owned());
            return Some(Self { title, rank, given: None, middle: None, surname });
        }
        let (given, middle, surname) = split(&words)?;
        Some(Self { title, rank, given: Some(given), middle, surname })
    }

    /// How somebody is greeted: as the person signs, else by the display name.
    pub fn of(addressee: &Addressee, company: Option<&str>) -> Option<Self> {
        let shown = addressee.address.name.as_deref();
        let shown = shown.and_then(|name| Self::person(name, addressee, company));
        let signed = Self::signed(addressee, company);
        match (signed, shown) {
            // A signature of one word is the given name; the surname and title stay known.
            (Some(signed), Some(shown)) if signed.surname.is_none() => Some(Self {
                middle: shown.middle.filter(|_| signed.given == shown.given),
                given: signed.given,
                ..shown
            }),
            (Some(signed), Some(shown)) => Some(Self {
                title: signed.title.clone().or(shown.title),
                rank: signed.rank.clone().or(shown.rank),
                ..signed
            }),
            (signed, shown) => signed.or(shown),
        }
    }

    /// The name under the person's mails.
    pub fn signed(addressee: &Addressee, company: Option<&str>) -> Option<Self> {
        let signed = addressee.signs_as.as_deref()?;
        Self::person(signed, addressee, company)
    }

    /// The parts of a name that is neither the company's nor the domain's.
    fn person(name: &str, addressee: &Addressee, company: Option<&str>) -> Option<Self> {
        let domain = domain_label(&addressee.address.email);
        let person = Self::parse(name, company)?;
        (!name.contains('@') && !is_organisation(name, domain)).then_some(person)
    }

    /// "Ines", "Mr Fairbairn": the shortest polite name, for a sentence or a slot.
    pub fn short(&self) -> String {
        match (&self.title, &self.surname, &self.given) {
            (Some(title), Some(surname), _) => format!("{title} {}", self.ranked(surname)),
            (None, Some(surname), None) => self.ranked(surname),
            // "D Fairbairn": an initial is no name to call somebody by.
            (_, Some(surname), Some(given)) if is_initial(given) => {
                self.ranked(&format!("{given} {surname}"))
            }
            (_, _, Some(given)) if self.rank.is_none() => given.clone(),
            (_, Some(surname), Some(_)) => self.ranked(surname),
            (_, None, given) => given.clone().unwrap_or_default(),
        }
    }

    /// The name without a word of address.
    pub fn full(&self) -> String {
        [&self.rank, &self.given, &self.middle, &self.surname]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The surname after a rank: "Dr Rao".
    pub fn ranked(&self, surname: &str) -> String {
        let rank = self.rank.as_ref().map(|rank| format!("{rank} "));
        rank.unwrap_or_default() + surname
    }
}

/// The shortest polite form of any name in a source; the name itself where it has no parts.
pub fn short(name: &str) -> String {
    Named::parse(name, None).map_or_else(|| name.trim().to_owned(), |named| named.short())
}

/// Whether a name begins with a word of address or a rank.
pub fn has_title(name: &str) -> bool {
    Named::parse(name, None).is_some_and(|named| named.title.is_some() || named.rank.is_some())
}

/// The word between the last two of a list; softened before some sounds ("Ana e Inés").
#[derive(Debug, Clone, Deserialize)]
pub struct Joint {
    word: String,
    softened: Option<String>,
    #[serde(default)]
    before: Vec<String>,
}

impl Joint {
    fn to(&self, next: &str) -> &str {
        let next = next.to_lowercase();
        let soft = self.before.iter().any(|sound| next.starts_with(sound.as_str()));
        self.softened.as_deref().filter(|_| soft).unwrap_or(&self.word)
    }
}

/// "A", "A and B", "A, B and C"; with semicolons where an item has a comma of its own.
pub fn list(items: &[String], joint: &Joint) -> Option<String> {
    let titled = items.iter().any(|item| item.contains(','));
    let (last, before) = items.split_last()?;
    let and = joint.to(last);
    if before.is_empty() {
        return Some(last.clone());
    }
    let plain_start = before.len() == 1 && before.iter().all(|item| !item.contains(','));
    Some(if titled && before.len() == 1 && !plain_start {
        format!("{}, {and} {last}", before.join(""))
    } else if titled && !plain_start {
        format!("{}; {and} {last}", before.join("; "))
    } else {
        format!("{} {and} {last}", before.join(", "))
    })
}

/// Whether a name is that of an organisation or begins like it: "Northwind", "Northwind Talent".
///
/// A founder who shares the firm's name keeps the given name in front, and is not caught.
fn is_organisation(name: &str, organisation: &str) -> bool {
    let squeezed = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let first = |text: &str| text.split_whitespace().next().map(squeezed);
    let (whole, known) = (squeezed(name), squeezed(organisation));
    if whole.is_empty() || known.is_empty() {
        return false;
    }
    let begins = first(name) == first(organisation);
    let longer = known.len() >= TELLING_LETTERS_MIN && whole.starts_with(&known);
    begins || longer || known.starts_with(&whole) && name.contains(' ')
}

/// "firm" of "x@mail.firm.example": the longest label but the last names the organisation.
fn domain_label(email: &str) -> &str {
    let (_, domain) = email.split_once('@').unwrap_or_default();
    let labels = domain.rsplit('.').skip(1);
    labels.max_by_key(|label| label.len()).unwrap_or_default()
}

/// What stands before the first cut, without quotes, "Surname, Given" turned round.
fn person_part(name: &str) -> String {
    let mut kept = name.trim().trim_matches(['"', '\'']).trim();
    for cut in &WORDS.cuts {
        if let Some((before, _)) = kept.split_once(cut.as_str())
            && !before.trim().is_empty()
        {
            kept = before.trim();
        }
    }
    match kept.split_once(',') {
        Some((surname, given)) if !given.contains(',') && !surname.trim().contains(' ') => {
            format!("{} {}", given.trim(), surname.trim())
        }
        Some((before, _)) => before.trim().to_owned(),
        None => kept.to_owned(),
    }
}

fn take_first(words: &mut Vec<&str>, known: &[String]) -> Option<String> {
    let first = words.first().filter(|word| known.contains(&bare(word)))?;
    // "M Okafor" is a person who signs with an initial; "M. Okafor" may be a monsieur.
    if first.len() == 1 {
        return None;
    }
    let first = (*first).to_owned();
    words.remove(0);
    Some(first)
}

/// A word in lower case without the dots and commas at its ends.
fn bare(word: &str) -> String {
    word.trim_matches(['.', ',', ':', ';']).to_lowercase()
}

/// The first name, what stands between, and the surname with its particles.
fn split(words: &[&str]) -> Option<(String, Option<String>, Option<String>)> {
    let (first, rest) = words.split_first()?;
    let particle = |word: &&str| WORDS.particles.contains(&word.to_lowercase());
    let last = rest.len().saturating_sub(1);
    let from = rest.iter().position(particle).unwrap_or(last);
    let (middle, surname) = rest.split_at_checked(from)?;
    // "J. Robert Lind" is called Robert, but perhaps not: both stay.
    let (given, middle) = match middle.split_first() {
        Some((second, others)) if is_initial(first) => (format!("{first} {second}"), others),
        _ => ((*first).to_owned(), middle),
    };
    let joined = |words: &[&str]| (!words.is_empty()).then(|| words.join(" "));
    Some((given, joined(middle), joined(surname)))
}

fn is_initial(name: &str) -> bool {
    name.trim_end_matches('.').chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Address;

    fn short_of(signs: Option<&str>, name: &str) -> Option<String> {
        let addressee = Addressee {
            address: Address { name: Some(name.to_owned()), email: "x@firm.example".to_owned() },
            signs_as: signs.map(str::to_owned),
            title: None,
        };
        Named::of(&addressee, Some("Firm")).map(|named| named.short())
    }

    #[test]
    fn people_are_greeted_as_they_sign() {
        assert_eq!(short_of(Some("Bo"), "Robert Lind").as_deref(), Some("Bo"));
        assert_eq!(short_of(None, "Robert Lind").as_deref(), Some("Robert"));
        assert_eq!(short_of(None, "Lind, Robert").as_deref(), Some("Robert"));
        assert_eq!(short_of(None, "Robert Lind (Firm)").as_deref(), Some("Robert"));
        assert_eq!(short_of(None, "Robert from Firm").as_deref(), Some("Robert"));
        assert_eq!(short_of(None, "Ms Ada Thwaite").as_deref(), Some("Ms Thwaite"));
        assert_eq!(short_of(None, "Dr. Ada van der Berg").as_deref(), Some("Dr. van der Berg"));
        assert_eq!(short_of(None, "Ada B. Lind").as_deref(), Some("Ada"));
        assert_eq!(short_of(None, "Inés Gómez Ruiz").as_deref(), Some("Inés"));
        assert_eq!(short_of(None, "D Berg").as_deref(), Some("D Berg"));
        assert_eq!(short_of(None, "J. Robert Lind").as_deref(), Some("J. Robert"));
        assert_eq!(short_of(None, "Mr D Fairbairn").as_deref(), Some("Mr Fairbairn"));
    }

    #[test]
    fn a_list_of_people_reads_as_a_sentence_would() {
        let y = Joint { word: "y".into(), softened: Some("e".into()), before: vec!["i".into()] };
        let list = |items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            list(&items, &y).unwrap_or_default()
        };
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["Ana"]), "Ana");
        assert_eq!(list(&["Ana", "Inés"]), "Ana e Inés");
        assert_eq!(list(&["Ana", "Inés", "Bo"]), "Ana, Inés y Bo");
        assert_eq!(list(&["Ana, CTO", "Bo"]), "Ana, CTO, y Bo");
        assert_eq!(list(&["Bo", "Ana, CTO"]), "Bo y Ana, CTO");
        assert_eq!(list(&["Ana, CTO", "Bo", "Cy"]), "Ana, CTO; Bo; y Cy");
    }

    #[test]
    fn a_group_mailbox_is_nobody_to_greet_by_name() {
        for name in ["Recruitment Services", "Firm", "Firm Payments", "x@firm.example", ""] {
            assert_eq!(short_of(None, name), None, "{name}");
        }
        assert_eq!(short_of(Some("The Talent Team"), "Jobs"), None);
    }
}
