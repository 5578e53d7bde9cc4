//! The calendar's words in the four languages. Data and look-ups alone; must not know the grammar.

use jiff::civil::Weekday;

use crate::reading::Language;

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
    (10, &["ten", "zehn", "dix", "diez"]),
    (11, &["eleven", "elf", "onze", "once"]),
    (12, &["twelve", "zwölf", "douze", "doce"]),
    (14, &["fourteen", "vierzehn", "quatorze", "catorce"]),
    (15, &["fifteen", "fünfzehn", "quinze", "quince"]),
    (20, &["twenty", "zwanzig", "vingt", "veinte"]),
    (30, &["thirty", "dreißig", "dreissig", "trente", "treinta"]),
    (40, &["forty", "vierzig", "quarante", "cuarenta"]),
    (45, &["fünfundvierzig"]),
    (50, &["fifty", "fünfzig", "cinquante", "cincuenta"]),
    (60, &["sixty", "sechzig", "soixante", "sesenta"]),
    (90, &["ninety", "neunzig", "noventa"]),
];

/// The weekday a word names, and whether it stands by itself.
pub(crate) fn weekday(word: &str) -> Option<(Weekday, bool)> {
    // "Dienstagvormittag" is a Tuesday.
    const PARTS: &[&str] = &["vormittag", "nachmittag", "mittag", "abend", "früh", "morgen"];
    let word = PARTS
        .iter()
        .find_map(|part| word.strip_suffix(part).filter(|day| day.ends_with("tag")))
        .unwrap_or(word);
    let of = |table: &[(Weekday, &[&str])]| {
        let row = table.iter().find(|(_, names)| names.contains(&word))?;
        Some(row.0)
    };
    of(WEEKDAYS).map(|day| (day, true)).or_else(|| of(WEEKDAYS_SHORT).map(|day| (day, false)))
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

pub(crate) fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

pub(crate) fn number(word: &str) -> Option<u32> {
    let row = NUMBERS.iter().find(|(_, names)| names.contains(&word))?;
    Some(row.0)
}
