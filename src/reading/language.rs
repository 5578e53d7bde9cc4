//! Which language a mail is in, and how formally it addresses its reader.
//!
//! Counts function words, which every mail has; knows nothing of hiring.

use std::sync::LazyLock;

use super::{
    Language, Register, phrase,
    trie::{Trie, lower},
};

const EN: &[&str] = &[
    "the", "and", "you", "your", "for", "with", "we", "our", "is", "are", "to", "of", "in", "that",
    "this", "will", "have", "from", "as", "at", "be", "it", "on", "hi", "thanks", "i", "works",
];
const DE: &[&str] = &[
    "der", "die", "das", "und", "wir", "sie", "ihre", "ihnen", "für", "mit", "ist", "auf", "ein",
    "eine", "dich", "dir", "dein", "deine", "uns", "nicht", "zu", "im", "am", "um", "von", "den",
    "dem", "ich", "uhr", "hallo", "danke", "oder", "leider", "bei",
];
const FR: &[&str] = &[
    "le", "la", "les", "et", "vous", "votre", "nous", "pour", "avec", "est", "sur", "une", "un",
    "des", "du", "dans", "que", "je", "au", "ce", "bonjour", "merci", "pas", "ne", "tu", "aux",
    "sommes", "ou", "cette", "votre", "sera",
];
const ES: &[&str] = &[
    "el", "la", "los", "las", "y", "su", "tu", "te", "nos", "para", "con", "es", "una", "un",
    "del", "en", "que", "por", "hola", "gracias", "no", "se", "al", "muy", "le", "hemos", "este",
    "lo", "estimado", "ha",
];
/// Words of neighbours that would otherwise pass for one of ours.
const OTHER: &[&str] = &[
    "het",
    "een",
    "van",
    "wij",
    "jij",
    "jouw",
    "niet",
    "voor",
    "och",
    "att",
    "det",
    "som",
    "för",
    "jag",
    "vi",
    "til",
    "ikke",
    "og",
    "jeg",
    "il",
    "di",
    "che",
    "per",
    "grazie",
    "gli",
    "della",
    "uma",
    "você",
    "não",
    "para",
    "obrigado",
    "nie",
    "jest",
    "się",
    "dziękujemy",
    "oraz",
    "wij",
    "zijn",
    "på",
    "med",
    "af",
    "ja",
    "ei",
    "että",
    "siamo",
    "sua",
    "são",
];
/// Fewer known words than this decide nothing.
const WORDS_MIN: usize = 2;

/// The languages in the order in which equals are taken: an English word is the likelier one.
const LISTS: [(Language, &[&str]); 5] = [
    (Language::En, EN),
    (Language::De, DE),
    (Language::Fr, FR),
    (Language::Es, ES),
    (Language::Other, OTHER),
];

/// Every small word with the languages it is one of.
struct SmallWords {
    trie: Trie,
    spoken: Vec<[bool; LISTS.len()]>,
}

static SMALL_WORDS: LazyLock<SmallWords> = LazyLock::new(|| {
    let mut trie = Trie::new(0);
    let mut spoken = Vec::new();
    for (n, (_, words)) in LISTS.iter().enumerate() {
        for word in *words {
            let symbol = usize::from(trie.add(word));
            spoken.resize(trie.len(), [false; LISTS.len()]);
            if let Some(one) = spoken.get_mut(symbol).and_then(|all| all.get_mut(n)) {
                *one = true;
            }
        }
    }
    SmallWords { trie, spoken }
});

/// The language of a text, or `None` where it shows too little.
pub fn detect(text: &str) -> Option<Language> {
    let mut counts = LISTS.map(|(language, _)| (0, language));
    for word in phrase::split(text) {
        let symbol = SMALL_WORDS.trie.word(&lower(word));
        let spoken = symbol.and_then(|symbol| SMALL_WORDS.spoken.get(usize::from(symbol)));
        for (count, spoken) in counts.iter_mut().zip(spoken.into_iter().flatten()) {
            count.0 += usize::from(*spoken);
        }
    }
    let best = counts.iter().rev().max_by_key(|(count, _)| *count).copied()?;
    if is_foreign(text) {
        return Some(Language::Other);
    }
    (best.0 >= WORDS_MIN).then_some(best.1)
}

/// Whether most letters are none of ours.
fn is_foreign(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let (mut letters, mut foreign) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        foreign += usize::from(!is_latin(c));
    }
    foreign * 2 > letters
}

fn is_latin(c: char) -> bool {
    c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c)
}

/// Formal where nothing shows otherwise (S8).
pub fn register(text: &str, language: Language) -> Register {
    let has = |list: &[&str]| {
        let same = |word: &str| {
            list.iter().any(|one| {
                one.len() == word.len()
                    && (one.eq_ignore_ascii_case(word) || !word.is_ascii() && *one == lower(word))
            })
        };
        phrase::split(text).filter(|word| same(word)).count()
    };
    let familiar = match language {
        Language::De => {
            has(&["du", "dich", "dir", "dein", "deine", "deinen", "deiner", "euch"])
                > capital_sie(text)
        }
        Language::Fr => {
            has(&["tu", "te", "toi", "ton", "ta", "tes"]) > has(&["vous", "votre", "vos"])
        }
        Language::Es => {
            has(&["te", "tu", "tus", "contigo", "puedes", "tienes", "ti", "eres"])
                > has(&["usted", "le", "su", "sus", "podría", "puede"])
        }
        Language::En | Language::Other => {
            has(&["hey", "hiya", "wanna", "cheers", "gonna"]) > 0
                && has(&["dear", "mr", "ms", "mrs", "sincerely"]) == 0
        }
    };
    if familiar { Register::Familiar } else { Register::Formal }
}

/// German "Sie", "Ihnen", "Ihr…" in capitals.
fn capital_sie(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            matches!(*word, "Sie" | "Ihnen" | "Ihre" | "Ihren" | "Ihrem" | "Ihrer" | "Ihr")
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_small_words() {
        for (text, language) in [
            ("We would like to invite you to an interview.", Language::En),
            ("Wir möchten dich gern kennenlernen und freuen uns auf das Gespräch.", Language::De),
            ("Nous vous remercions pour votre candidature.", Language::Fr),
            ("Hemos recibido tu candidatura para el puesto, gracias.", Language::Es),
            ("Wij willen je graag uitnodigen voor een gesprek.", Language::Other),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
        assert_eq!(detect("OK"), None);
    }

    #[test]
    fn du_and_sie_are_told_apart() {
        let register = |text| register(text, Language::De);
        assert_eq!(register("Wann passt es dir?"), Register::Familiar);
        assert_eq!(register("Wann passt es Ihnen? Wir rufen Sie an."), Register::Formal);
    }
}
