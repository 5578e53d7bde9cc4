//! What the words of a company's name look like: legal forms, teams, institutions, what is never a
//! name.

use std::borrow::Cow;

use crate::reading::{
    names::{self, Sort, WORDS},
    sender,
};

pub(super) const NAME_WORDS_MAX: usize = 6;

/// "northgate-transit" → "Northgate Transit", "wrenandco" → "Wren & Co".
pub(super) fn spaced(label: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + chars.as_str()
    };
    const JOINED: [(&str, &str); 10] = [
        ("etfils", "-&-fils"),
        ("etfille", "-&-fille"),
        ("etcie", "-&-cie"),
        ("undsoehne", "-&-söhne"),
        ("undsohn", "-&-sohn"),
        ("ehijos", "-e-hijos"),
        ("andco", "-&-co"),
        ("andsons", "-and-sons"),
        ("andpartners", "-and-partners"),
        ("undpartner", "-und-partner"),
    ];
    let joined = JOINED.iter().find_map(|(end, apart)| {
        let front = label.strip_suffix(end).filter(|front| front.len() > 2)?;
        Some(format!("{}{apart}", front.trim_end_matches('-')))
    });
    let label = joined.unwrap_or_else(|| label.to_owned());
    let words = label.split(['-', '_', '.']).filter(|word| !word.is_empty());
    words.map(capital).collect::<Vec<_>>().join(" ")
}

/// A name without teams, legal forms, marks and notes, or `None` where nothing is left.
pub(super) fn clean(name: &str) -> Option<String> {
    let name = name.split(['(', '|', '\n', '<']).next().unwrap_or(name);
    let name = first_sentence(name);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let name = ["-Team", "-team"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let bare = if name.contains(['"', '“', '”']) {
        Cow::Owned(name.replace(['"', '“', '”', '„', '«', '»'], ""))
    } else {
        Cow::Borrowed(name)
    };
    let mut words: Vec<&str> = bare.split_whitespace().collect();
    drop_end(&mut words);
    drop_lead(&mut words);
    if words.is_empty() || words.len() > NAME_WORDS_MAX {
        return None;
    }
    let name = words.join(" ");
    let name = name.trim_end_matches(['.', ',', ':', '!', '-']).trim_end_matches("'s");
    let name = name.trim_end_matches("’s").to_owned();
    (name.chars().count() > 1 && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// "Wrenfield Trust. Registered charity": a stop behind a whole word ends the name.
fn first_sentence(name: &str) -> &str {
    let whole = |front: &str| {
        let last = front.rsplit(' ').next().unwrap_or(front);
        last.chars().count() > 3 && !last.contains('.')
    };
    name.split_once(". ").map(|(front, _)| front).filter(|front| whole(front)).unwrap_or(name)
}

/// Drops teams and legal forms at the end.
fn drop_end(words: &mut Vec<&str>) {
    let bare = |word| str::trim_matches(word, |c: char| !c.is_alphanumeric());
    let mut dropped = false;
    while words.len() > 1 {
        let Some(last) = words.last().copied() else {
            return;
        };
        // "Wren & Co" is a name, "GmbH & Co" is none.
        let [front @ .., _] = words.as_slice() else {
            return;
        };
        let joined = matches!(front, [.., before, "&"] if !is_legal(before));
        let legal =
            is_legal(last) && !(joined && !dropped && bare(last).eq_ignore_ascii_case("co"));
        let small = dropped && ["&", "and", "de", "et", "y", "und"].contains(&last);
        let team = last == "I" || bare(last).is_empty() && last != "&";
        if !(legal || small || team || names::sorts(bare(last)).has(Sort::Trim)) {
            return;
        }
        words.pop();
        dropped = true;
    }
}

/// Drops teams at the beginning: "Service du recrutement", "Personas y Cultura".
fn drop_lead(words: &mut Vec<&str>) {
    let mut dropped = false;
    while let Some(first) = words.first().filter(|_| words.len() > 1) {
        let first = &first.trim_end_matches([',', ':']);
        let elided = first.strip_prefix("L'").or_else(|| first.strip_prefix("L’"));
        let sorts = names::sorts(elided.unwrap_or(first));
        let joined = |word: &str| {
            let sorts = names::sorts(word);
            sorts.has(Sort::Lead) || sorts.has(Sort::Trim)
        };
        let small = ["de", "du", "des", "del", "la", "y", "et", "und", "&", "and", "–", "-", "der"];
        let links = || {
            let lower = &*names::lower(first);
            small.contains(&lower)
                || ["cultura", "culture", "kultur"].contains(&lower)
                || sorts.has(Sort::Trim)
        };
        let compound = first.contains('-') && first.split('-').all(joined);
        if !(sorts.has(Sort::Lead) || compound || dropped && links()) {
            break;
        }
        dropped = true;
        words.remove(0);
    }
    if words.len() == 1 && words.first().is_some_and(|word| names::sorts(word).has(Sort::Lead)) {
        words.clear();
    }
}

/// "GmbH", "S.A.", "Ltd"; short forms only in the letters that forms have.
fn is_legal(word: &str) -> bool {
    let bare = word.trim_matches(['.', ',']);
    let shape = || {
        let lower = &*names::lower(bare);
        bare.chars().count() > 3
            || bare.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            || bare.starts_with(char::is_uppercase)
                && ["co", "ltd", "inc", "llp", "pvt", "pte", "pty", "aör", "aps", "ltda"]
                    .contains(&lower)
            || ["plc", "gmbh", "mbb", "egen"].contains(&lower)
    };
    names::sorts(bare).has(Sort::Legal) && shape()
}

pub(super) fn without_legal(name: &str) -> String {
    let proper = |word: &&str| !names::sorts(word.trim_matches(['.', ','])).has(Sort::Legal);
    name.split_whitespace().filter(proper).collect::<Vec<_>>().join(" ")
}

pub(super) fn has_legal_form(line: &str) -> bool {
    line.split_whitespace().count() <= NAME_WORDS_MAX
        && line.split_whitespace().skip(1).any(|word| {
            word.starts_with(char::is_uppercase)
                && names::sorts(word.trim_matches(['.', ','])).has(Sort::Legal)
                || ["plc", "gmbh", "kg", "ag"].iter().any(|form| form.eq_ignore_ascii_case(word))
        })
}

/// "Ayuntamiento", "Stadtwerke", "Kreisverwaltung": a word that tells an organisation.
pub(super) fn is_institution(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    names::sorts(word).has(Sort::Institution)
        || WORDS.company.institution_endings.longest_end(&names::lower(word)) > 0
}

pub(super) fn names_institution(name: &str) -> bool {
    name.split_whitespace().count() > 1 && name.split_whitespace().any(is_institution)
}

pub(super) fn key(name: &str) -> String {
    let bare = without_legal(name);
    names::squash(if bare.is_empty() { name } else { &bare })
}

/// "Faculty HR", "Schulsekretariat", "Dirección de Talento": a part of a house, or its mailbox.
pub(super) fn is_department(name: &str) -> bool {
    /// Shorter words are also the ends of others.
    const END: usize = 6;
    const SMALL: [&str; 12] =
        ["de", "du", "des", "del", "la", "of", "and", "&", "für", "und", "y", "et"];
    let mut several = false;
    let part = |word: &str| {
        let lower = &*names::lower(word);
        let end = WORDS.company.departments.longest_end(lower);
        let sorts = names::sorts(word);
        let own = end == lower.len() || end >= END;
        several |= own;
        own || [Sort::Trim, Sort::Lead, Sort::Team, Sort::NoCompany].iter().any(|s| sorts.has(*s))
            || SMALL.contains(&lower)
    };
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '&' && c != '\'');
    let all = words.filter(|word| !word.is_empty()).map(part).all(|is_part| is_part);
    all && several
}

pub(super) fn is_never(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let plain = |word: &&str| names::sorts(word).has(Sort::NoCompany);
    let trim = |word: &&str| names::sorts(word).has(Sort::Trim);
    plain(&lower.as_str())
        || words.iter().all(|word| plain(word) || trim(word) || is_number(word))
        || words.len() == 1 && words.first().is_some_and(plain)
        || words.iter().any(|word| names::sorts(word).has(Sort::Noun))
        || sender::is_brand(&lower)
        || words.first().is_some_and(|word| sender::is_brand(word)) && words.len() <= 3
        || lower.chars().all(|c| !c.is_alphabetic())
        || is_shout(name)
        || lower.starts_with("powered by ")
        // "49074 Osnabrück": a postal code and its town.
        || words.len() > 1 && words.first().is_some_and(|w| w.len() > 3 && is_number(w))
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// "DON'T TRAVEL": two words in capitals that are words, not letters.
fn is_shout(name: &str) -> bool {
    let words = name.split_whitespace();
    let loud = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 3 && !word.contains(char::is_lowercase)
    };
    name.contains(['\'', '’']) && words.filter(loud).count() > 1
}
