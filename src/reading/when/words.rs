//! The calendar's words in the four languages. Data and look-ups alone; must not know the grammar.

use std::sync::LazyLock;

use jiff::civil::Weekday;

use crate::reading::{Language, trie::Trie};

use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

/// Names that are a weekday wherever they stand.
const WEEKDAYS: &[(Weekday, &[&str])] = &[
    (Monday, &["monday", "montag", "lundi", "lunes"]),
    (Tuesday, &["tuesday", "tues", "dienstag", "mardi", "martes"]),
    (Wednesday, &["wednesday", "weds", "mittwoch", "mercredi", "miércoles", "miercoles"]),
    (Thursday, &["thursday", "thurs", "thur", "donnerstag", "jeudi", "jueves"]),
    (Friday, &["friday", "freitag", "vendredi", "viernes"]),
    (Saturday, &["saturday", "samstag", "sonnabend", "samedi", "sábado", "sabado"]),
    (Sunday, &["sunday", "sonntag", "dimanche", "domingo"]),
];

/// Short names that are also other words ("do", "sat"): a weekday only with a date behind them,
/// and only in their own language.
const WEEKDAYS_SHORT: &[(Weekday, &[&str])] = &[
    (Monday, &["mon", "mo", "lun"]),
    (Tuesday, &["tue", "tues", "di", "die", "mar"]),
    (Wednesday, &["wed", "weds", "mi", "mit", "mer", "mié", "mie"]),
    (Thursday, &["thu", "thur", "thurs", "do", "don", "jeu", "jue"]),
    (Friday, &["fri", "fr", "fre", "ven", "vie"]),
    (Saturday, &["sat", "sa", "sam", "sáb", "sab"]),
    (Sunday, &["sun", "so", "son", "dim", "dom"]),
];

const MONTHS: &[&[&str]] = &[
    &["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene"],
    &["february", "feb", "februar", "février", "fevrier", "févr", "fév", "febrero"],
    &["march", "mar", "märz", "maerz", "mär", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "juil", "julio"],
    &["august", "aug", "août", "aout", "agosto", "ago"],
    &["september", "sept", "sep", "septembre", "septiembre", "setiembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic"],
];

/// Numbers in words up to what a clock, a duration or a promise needs.
const NUMBERS: &[(u32, &[&str])] = &[
    (1, &["one", "a", "an", "ein", "eine", "einer", "einem", "einen", "eins", "un", "une", "una"]),
    (2, &["two", "couple", "zwei", "deux", "dos"]),
    (3, &["three", "drei", "trois", "tres"]),
    (4, &["four", "vier", "quatre", "cuatro"]),
    (5, &["five", "fünf", "cinq", "cinco"]),
    (6, &["six", "sechs", "seis"]),
    (7, &["seven", "sieben", "sept", "siete"]),
    (8, &["eight", "acht", "huit", "ocho"]),
    (9, &["nine", "neun", "neuf", "nueve"]),
    (10, &["ten", "zehn", "dix", "diez", "dizaine"]),
    (11, &["eleven", "elf", "onze", "once"]),
    (12, &["twelve", "zwölf", "douze", "doce"]),
    (14, &["fourteen", "vierzehn", "quatorze", "catorce"]),
    (15, &["fifteen", "fünfzehn", "quinze", "quince"]),
    (20, &["twenty", "zwanzig", "vingt", "veinte"]),
    (25, &["fünfundzwanzig", "veinticinco"]),
    (30, &["thirty", "dreißig", "dreissig", "trente", "treinta"]),
    (35, &["fünfunddreißig", "fünfunddreissig"]),
    (40, &["forty", "vierzig", "quarante", "cuarenta"]),
    (45, &["fünfundvierzig"]),
    (50, &["fifty", "fünfzig", "cinquante", "cincuenta"]),
    (60, &["sixty", "sechzig", "soixante", "sesenta"]),
    (90, &["ninety", "neunzig", "noventa"]),
];

/// What a word names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Meaning {
    /// A weekday, and whether it stands by itself.
    pub weekday: Option<(Weekday, bool)>,
    pub month: Option<i8>,
    pub amount: Option<u32>,
}

struct Calendar {
    trie: Trie,
    meanings: Vec<Meaning>,
}

impl Calendar {
    fn name(&mut self, words: &[&str], mean: impl Fn(&mut Meaning)) {
        for word in words {
            let symbol = usize::from(self.trie.add(word));
            self.meanings.resize(self.trie.len(), Meaning::default());
            if let Some(meaning) = self.meanings.get_mut(symbol) {
                mean(meaning);
            }
        }
    }

    fn meaning(&self, word: &str) -> Option<Meaning> {
        self.meanings.get(usize::from(self.trie.word(word)?)).copied()
    }
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let mut calendar = Calendar { trie: Trie::new(0), meanings: Vec::new() };
    for (table, alone) in [(WEEKDAYS, true), (WEEKDAYS_SHORT, false)] {
        for (day, words) in table {
            calendar.name(words, |meaning| {
                meaning.weekday.get_or_insert((*day, alone));
            });
        }
    }
    for (month, words) in (1..).zip(MONTHS) {
        calendar.name(words, |meaning| {
            meaning.month.get_or_insert(month);
        });
    }
    for (amount, words) in NUMBERS {
        calendar.name(words, |meaning| {
            meaning.amount.get_or_insert(*amount);
        });
    }
    calendar
});

/// What a word in lower case names.
pub(crate) fn meaning(word: &str) -> Meaning {
    // "Dienstagvormittag" is a Tuesday.
    const PARTS: &[&str] = &["vormittag", "nachmittag", "mittag", "abend", "früh", "morgen"];
    const LENGTH_MIN: usize = "montagabend".len();
    if let Some(whole) = CALENDAR.meaning(word) {
        return whole;
    }
    let found = if word.contains('\'') {
        // "Friday's 3pm".
        let owned = word.strip_suffix("'s").and_then(|day| CALENDAR.meaning(day));
        let owned = owned.filter(|meaning| meaning.weekday.is_some_and(|day| day.1));
        let french = || CALENDAR.meaning(word.strip_prefix("d'")?);
        owned.or_else(|| french().filter(|meaning| meaning.month.is_some()))
    } else if word.len() >= LENGTH_MIN {
        let day = PARTS.iter().find_map(|part| word.strip_suffix(part));
        day.filter(|day| day.ends_with("tag")).and_then(|day| CALENDAR.meaning(day))
    } else {
        None
    };
    found.unwrap_or_default()
}

/// Whether a short weekday name is one in this language; English ones stand in many calendars.
pub(crate) fn is_short_weekday(word: &str, language: Language) -> bool {
    const EN: &[&str] =
        &["mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"];
    let own: &[&str] = match language {
        Language::De => &["mo", "di", "mi", "do", "fr", "sa", "so"],
        Language::Es => &["lun", "mar", "mié", "mie", "jue", "vie", "sáb", "sab", "dom"],
        Language::Fr => &["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
        Language::En | Language::Other => &[],
    };
    EN.contains(&word) || own.contains(&word)
}
