//! When two spellings name the same company, role or person. Loose on purpose, but never on one
//! generic word alone.

/// Legal forms and filler that say nothing about which company it is.
const LEGAL: &[&str] = &[
    "ab",
    "ag",
    "and",
    "as",
    "aps",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "eg",
    "ev",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "slu",
    "spa",
    "srl",
    "the",
    "ug",
    "uk",
    "und",
    "y",
    "et",
];

/// Seniority, contract and filler words of a role, in full.
const ROLE_SHORT: &[(&str, &str)] = &[
    ("eng", "engineer"),
    ("jr", "junior"),
    ("mgr", "manager"),
    ("sr", "senior"),
    ("swe", "software"),
];

/// Lower-case words without accents, punctuation or marks.
pub fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .chars()
        .map(plain)
        .collect::<String>()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words that tell who it is: without legal forms and filler, unless there is nothing else.
pub fn telling(text: &str) -> Vec<String> {
    let all = words(text);
    let telling: Vec<String> =
        all.iter().filter(|w| !LEGAL.contains(&w.as_str())).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// The base letter of the accented letters of the four languages and their neighbours.
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => 'o',
        'ř' => 'r',
        'ś' | 'š' => 's',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Whether two names mean one company: without legal forms, one is the leading part of the other,
/// in as many words or in one, and more than a single short word.
pub fn same_company(a: &str, b: &str) -> bool {
    // Most pairs differ at once; a mailbox has many.
    if initial(a) != initial(b) {
        return false;
    }
    let core = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|w| !LEGAL.contains(&w.as_str())).collect()
    };
    let (a, b) = (core(a), core(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let telling = short.iter().map(String::len).sum::<usize>() > 3;
    // A name taken from a domain is written in one word: "northgatetransit".
    let glued = short.concat();
    let begins = (1..=long.len())
        .any(|n| long.iter().take(n).map(String::as_str).collect::<String>() == glued);
    telling && (begins || long.starts_with(short))
}

/// The first letter of a company's name without legal forms and filler.
fn initial(text: &str) -> Option<char> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut telling =
        parts.filter(|part| !LEGAL.iter().any(|legal| part.eq_ignore_ascii_case(legal)));
    telling.next()?.chars().next()?.to_lowercase().next().map(plain)
}

/// Whether a known name is only another's words in one, as a domain writes them.
pub fn is_glued(known: &str, name: &str) -> bool {
    same_company(known, name) && words(known).len() == 1 && words(name).len() > 1
}

/// Whether a name is another's first words, several of them, run together as a domain writes them.
pub fn is_run_together(name: &str, better: &str) -> bool {
    let (name, better) = (words(name), words(better));
    let [glued] = name.as_slice() else { return false };
    (2..=better.len())
        .any(|n| better.iter().take(n).map(String::as_str).collect::<String>() == *glued)
}

/// Whether two titles mean one role: one's words hold the other's, which has at least half of them.
pub fn same_role(a: &str, b: &str) -> bool {
    let (a, b) = (role_words(a), role_words(b));
    let (small, big) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !small.is_empty()
        && small.is_subset(big)
        && (small.len() == big.len() || (small.len() >= 2 && 2 * small.len() >= big.len()))
}

fn role_words(text: &str) -> std::collections::BTreeSet<String> {
    let text = text.replace("(m/w/d)", " ").replace("(f/m/d)", " ").replace("(h/f)", " ");
    let mut out = std::collections::BTreeSet::new();
    for word in words(&text) {
        if word == "sre" {
            out.extend(["site", "reliability", "engineer"].map(str::to_owned));
        } else if word.len() > 1 && !word.bytes().any(|b| b.is_ascii_digit()) {
            let long = ROLE_SHORT.iter().find(|(short, _)| *short == word).map(|(_, long)| *long);
            out.insert(long.map_or(word, str::to_owned));
        }
    }
    out
}

/// Titles before a name, in the four languages.
const TITLES: &[&str] = &[
    "dr",
    "frau",
    "herr",
    "m",
    "madame",
    "miss",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "professor",
    "senor",
    "senora",
    "sir",
    "sr",
    "sra",
];

/// Whether two names mean one person: one's words hold the other's, or a surname and an initial
/// agree.
pub fn same_person(a: &str, b: &str) -> bool {
    let bare = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|w| !TITLES.contains(&w.as_str())).collect()
    };
    let (a, b) = (bare(a), bare(b));
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else { return false };
    let within = |x: &[String], y: &[String]| x.iter().all(|w| y.contains(w));
    if within(&a, &b) || within(&b, &a) {
        return true;
    }
    let initial = first_a.chars().next() == first_b.chars().next();
    a.last() == b.last() && initial && (first_a.len() == 1 || first_b.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_accents_do_not_part_a_company() {
        assert!(same_company("Müller Werke GmbH", "muller werke"));
        assert!(same_company("Corvid", "Corvid Systems Ltd"));
        assert!(same_company("Harbourgateferries", "Harbourgate Ferries Authority"));
        assert!(!same_company("Corvid", "Corvette"));
        assert!(!same_company("GmbH", "Ltd"));
    }

    #[test]
    fn two_roles_at_one_company_stay_two() {
        assert!(same_role("Staff SRE", "Staff Site Reliability Engineer"));
        assert!(same_role("Sr. Engineer", "Senior Engineer (R-123)"));
        assert!(!same_role("Engineering Manager", "Staff Engineer"));
        assert!(!same_role("Engineer", "Senior Platform Engineer"));
    }

    #[test]
    fn people_are_known_by_initials_and_without_titles() {
        assert!(same_person("Mr D Fairbairn", "Duncan Fairbairn"));
        assert!(same_person("Ines", "Ines Duarte"));
        assert!(!same_person("Ines Duarte", "Ivo Duarte"));
    }
}
