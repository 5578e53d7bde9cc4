//! Which language a mail is in, and how formally it addresses its reader.
//!
//! Counts function words, which every mail has; knows nothing of hiring.

use std::sync::LazyLock;

use super::{
    Language, Register, phrase,
    spelling::{Spelling, Table},
    trie::lower,
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
/// The place of German among them.
const GERMAN: usize = 1;

/// Words that address the reader familiarly, and those that do so formally.
const FAMILIAR: [(Language, &[&str]); 4] = [
    (Language::En, &["hey", "hiya", "wanna", "cheers", "gonna"]),
    (Language::De, &["du", "dich", "dir", "dein", "deine", "deinen", "deiner", "euch"]),
    (Language::Fr, &["tu", "te", "toi", "ton", "ta", "tes"]),
    (Language::Es, &["te", "tu", "tus", "contigo", "puedes", "tienes", "ti", "eres"]),
];
/// The German ones do in capitals alone.
const FORMAL: [(Language, &[&str]); 4] = [
    (Language::En, &["dear", "mr", "ms", "mrs", "sincerely"]),
    (Language::De, &["sie", "ihnen", "ihre", "ihren", "ihrem", "ihrer", "ihr"]),
    (Language::Fr, &["vous", "votre", "vos"]),
    (Language::Es, &["usted", "le", "su", "sus", "podría", "puede"]),
];
/// Words of one language: all, and those that address the reader.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    words: usize,
    familiar: usize,
    formal: usize,
}

/// What a text shows of its language, by the order of [`LISTS`].
pub struct Told {
    counts: [Counts; LISTS.len()],
    /// Most letters are none of ours.
    foreign: bool,
}

/// Every small word with what it counts for.
struct SmallWords {
    numbers: Table,
    counts: Vec<[Counts; LISTS.len()]>,
}

impl SmallWords {
    fn add(&mut self, lists: &[(Language, &[&str])], count: impl Fn(&mut Counts)) {
        for (language, word) in lists.iter().flat_map(|(of, list)| list.iter().map(|w| (*of, w))) {
            let next = u16::try_from(self.counts.len()).unwrap_or(u16::MAX);
            let number = usize::from(self.numbers.get_or_add(Spelling::of(word), next));
            self.counts.resize(self.counts.len().max(number + 1), Default::default());
            let place = LISTS.iter().position(|(known, _)| *known == language);
            let all = self.counts.get_mut(number);
            all.zip(place).and_then(|(all, n)| all.get_mut(n)).into_iter().for_each(&count);
        }
    }
}

static SMALL_WORDS: LazyLock<SmallWords> = LazyLock::new(|| {
    let mut small = SmallWords { numbers: Table::new(), counts: Vec::new() };
    small.add(&LISTS, |counts| counts.words = 1);
    small.add(&FAMILIAR, |counts| counts.familiar = 1);
    small.add(&FORMAL, |counts| counts.formal = 1);
    small
});

/// Reads what a text shows of its language.
pub fn told(text: &str) -> Told {
    let mut counts = [Counts::default(); LISTS.len()];
    for word in phrase::split(text) {
        let spelling = if word.is_ascii() {
            let small = word.bytes().map(|letter| letter.to_ascii_lowercase());
            small.fold(Spelling::NONE, Spelling::letter)
        } else {
            Spelling::of(&lower(word))
        };
        let number = SMALL_WORDS.numbers.get(spelling).map(usize::from);
        let known = number.and_then(|number| SMALL_WORDS.counts.get(number));
        for (n, (counts, more)) in counts.iter_mut().zip(known.into_iter().flatten()).enumerate() {
            counts.words += more.words;
            counts.familiar += more.familiar;
            counts.formal += if n != GERMAN || is_noun(word) { more.formal } else { 0 };
        }
    }
    Told { counts, foreign: is_foreign(text) }
}

/// "Sie", not "sie" nor "SIE".
fn is_noun(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}

impl Told {
    /// The language, or `None` where the text shows too little.
    pub fn language(&self) -> Option<Language> {
        let counts = LISTS.iter().zip(&self.counts).rev();
        let ((language, _), best) = counts.max_by_key(|(_, counts)| counts.words)?;
        if self.foreign {
            return Some(Language::Other);
        }
        (best.words >= WORDS_MIN).then_some(*language)
    }

    /// Formal where nothing shows otherwise (S8).
    pub fn register(&self, language: Language) -> Register {
        let spoken = if language == Language::Other { Language::En } else { language };
        let place = LISTS.iter().position(|(known, _)| *known == spoken);
        let counts = place.and_then(|n| self.counts.get(n)).copied().unwrap_or_default();
        let familiar = match language {
            Language::De | Language::Es | Language::Fr => counts.familiar > counts.formal,
            Language::En | Language::Other => counts.familiar > 0 && counts.formal == 0,
        };
        if familiar { Register::Familiar } else { Register::Formal }
    }
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
            assert_eq!(told(text).language(), Some(language), "{text}");
        }
        assert_eq!(told("OK").language(), None);
    }

    #[test]
    fn du_and_sie_are_told_apart() {
        let register = |text| told(text).register(Language::De);
        assert_eq!(register("Wann passt es dir?"), Register::Familiar);
        assert_eq!(register("Wann passt es Ihnen? Wir rufen Sie an."), Register::Formal);
    }
}
