//! The words of one language as data (`config/drafts`), and how a layout becomes text with them.
//!
//! Chooses among the variants of a sentence; must not know what a brief holds (`facts` does) or
//! which draft is wanted.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use jiff::civil::Date;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    draft::{names::Joint, own::Own},
    reading::{Language, Register},
};

/// Values that sentences may speak of, by name.
pub type Facts = BTreeMap<String, Value>;

/// One language's file.
#[derive(Debug, Deserialize)]
pub struct Lexicon {
    months: Vec<String>,
    /// Monday first.
    weekdays: Vec<String>,
    date: String,
    day: String,
    pub and: Joint,
    pub or: Joint,
    pub greeting: Greeting,
    pub subject: Subject,
    /// Turns that sentences share; rendered first, from the brief's values alone.
    phrases: BTreeMap<String, Variants>,
    sentences: BTreeMap<String, Variants>,
    closings: Variants,
    pub notes: NotesLabels,
}

/// How a letter opens, and whether a formal one is signed with the full name.
#[derive(Debug, Deserialize)]
pub struct Greeting {
    pub titled: String,
    pub formal: String,
    pub familiar: String,
    pub nobody: String,
    pub full_name: bool,
}

#[derive(Debug, Deserialize)]
pub struct Subject {
    pub thanks: String,
    pub notes: String,
}

/// The labels of the notes form.
#[derive(Debug, Deserialize)]
pub struct NotesLabels {
    pub intro: String,
    pub talked: String,
    pub interviewer: String,
    pub others: String,
    pub next_steps: String,
    pub to_send: String,
    pub correction: String,
}

/// The ways to say one thing: one, several, or several for each register.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a sentence, a list of them, or a list for formal and familiar")]
pub enum Variants {
    One(String),
    Many(Vec<String>),
    ByRegister { formal: Vec<String>, familiar: Vec<String> },
}

impl Variants {
    /// Each with a register that it is for.
    pub fn all(&self) -> Vec<(Register, &str)> {
        let (formal, familiar): (&[String], &[String]) = match self {
            Self::One(one) => (std::slice::from_ref(one), &[]),
            Self::Many(many) => (many, &[]),
            Self::ByRegister { formal, familiar } => (formal, familiar),
        };
        let formal = formal.iter().map(|one| (Register::Formal, one.as_str()));
        let familiar = familiar.iter().map(|one| (Register::Familiar, one.as_str()));
        formal.chain(familiar).collect()
    }

    /// The variant that a number falls on.
    pub fn pick(&self, register: Register, number: u64) -> &str {
        let many = match (self, register) {
            (Self::One(one), _) => return one,
            (Self::Many(many), _) => many,
            (Self::ByRegister { formal, .. }, Register::Formal) => formal,
            (Self::ByRegister { familiar, .. }, Register::Familiar) => familiar,
        };
        let count = u64::try_from(many.len()).unwrap_or(u64::MAX).max(1);
        let index = usize::try_from(number % count).unwrap_or(0);
        many.get(index).map_or("", String::as_str)
    }
}

const COMPILED_IN: &str =
    "the files under config/drafts are compiled in, and a test reads them all";

static LAYOUTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/drafts/layouts.toml")).expect(COMPILED_IN)
});
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);
static EN: LazyLock<Lexicon> = LazyLock::new(|| read(include_str!("../../config/drafts/en.toml")));
static DE: LazyLock<Lexicon> = LazyLock::new(|| read(include_str!("../../config/drafts/de.toml")));
static FR: LazyLock<Lexicon> = LazyLock::new(|| read(include_str!("../../config/drafts/fr.toml")));
static ES: LazyLock<Lexicon> = LazyLock::new(|| read(include_str!("../../config/drafts/es.toml")));

fn read(file: &str) -> Lexicon {
    toml::from_str(file).expect(COMPILED_IN)
}

/// Every language there are words for.
pub const LANGUAGES: [Language; 4] = [Language::En, Language::De, Language::Fr, Language::Es];

/// The words of a language; English where there are none (such a thread gets no draft, W11).
pub fn of(language: Language) -> &'static Lexicon {
    match language {
        Language::De => &DE,
        Language::Es => &ES,
        Language::Fr => &FR,
        Language::En | Language::Other => &EN,
    }
}

impl Lexicon {
    /// "2 October" in the language.
    pub fn date(&self, date: Date) -> String {
        self.dated(&self.date, date)
    }

    /// "Friday 2 October" in the language.
    pub fn day(&self, date: Date) -> String {
        self.dated(&self.day, date)
    }

    fn dated(&self, template: &str, date: Date) -> String {
        let named = |names: &[String], number: i8| {
            let index = usize::try_from(number - 1).unwrap_or_default();
            names.get(index).cloned().unwrap_or_default()
        };
        let facts = Facts::from([
            fact("day", date.day()),
            fact("month", named(&self.months, date.month())),
            fact("weekday", named(&self.weekdays, date.weekday().to_monday_one_offset())),
        ]);
        line(template, &facts)
    }

    pub fn closing<'a>(&'a self, register: Register, seed: u64, own: Option<&'a Own>) -> &'a str {
        let closings = own.and_then(|own| own.closings.as_ref()).unwrap_or(&self.closings);
        closings.pick(register, number(seed, "closing"))
    }

    /// Adds the phrases that sentences share to the brief's values.
    pub fn with_phrases(&self, register: Register, mut facts: Facts) -> Facts {
        let phrases: Vec<_> = self
            .phrases
            .iter()
            .map(|(name, said)| fact(name, line(said.pick(register, 0), &facts)))
            .collect();
        facts.extend(phrases);
        facts
    }

    /// The text of a layout. `number_of` gives the number that chooses the variant of a sentence.
    /// A sentence of the user's own stands in for the shipped one, as far as it can be said.
    pub fn write(
        &self,
        layout: &str,
        register: Register,
        facts: &Facts,
        own: Option<&Own>,
        number_of: impl Fn(&str) -> u64,
    ) -> String {
        let picked = |own: Option<&Own>| -> BTreeMap<String, String> {
            let one = |(name, shipped): (&String, &Variants)| {
                let said = own.and_then(|own| own.sentences.get(name)).unwrap_or(shipped);
                (name.clone(), said.pick(register, number_of(name)).to_owned())
            };
            self.sentences.iter().map(one).collect()
        };
        let text = own.and_then(|own| rendered(layout, facts, picked(Some(own))).ok());
        text.unwrap_or_else(|| rendered(layout, facts, picked(None)).expect(COMPILED_IN))
    }

    #[cfg(test)]
    pub fn all_sentences(&self) -> impl Iterator<Item = (&String, &Variants)> {
        self.sentences.iter()
    }

    /// A shipped sentence by its name.
    pub fn sentence(&self, name: &str, register: Register) -> Option<&str> {
        self.sentences.get(name).map(|said| said.pick(register, 0))
    }
}

fn rendered(
    layout: &str,
    facts: &Facts,
    sentences: BTreeMap<String, String>,
) -> Result<String, minijinja::Error> {
    let mut env = ENVIRONMENT.clone();
    env.set_loader(move |name| Ok(sentences.get(name).or_else(|| LAYOUTS.get(name)).cloned()));
    env.get_template(layout)?.render(facts)
}

/// The names that a template speaks of, or what is wrong with it.
pub fn names_in(template: &str) -> Result<BTreeSet<String>, String> {
    let parsed = ENVIRONMENT.template_from_str(template).map_err(|e| said(&e))?;
    Ok(parsed.undeclared_variables(false).into_iter().collect())
}

/// One short template that may not be sayable.
pub fn try_line(template: &str, facts: &Facts) -> Result<String, String> {
    ENVIRONMENT.render_str(template, facts).map_err(|e| said(&e))
}

fn said(error: &minijinja::Error) -> String {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    format!("the sentence is no template: {}{detail}", error.kind())
}

/// One short template with values.
pub fn line(template: &str, facts: &Facts) -> String {
    environment().render_str(template, facts).expect(COMPILED_IN)
}

pub fn fact(name: &str, value: impl Into<Value>) -> (String, Value) {
    (name.to_owned(), value.into())
}

/// The number that chooses a variant: the same for the same draft and sentence, always.
pub fn number(seed: u64, name: &str) -> u64 {
    let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(name).finalize();
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Strict: a name that the brief lacks is an error, and so is printing what is not known (S6).
fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    env.set_formatter(|out, state, value| {
        if value.is_none() {
            let kind = minijinja::ErrorKind::BadSerialization;
            return Err(minijinja::Error::new(kind, "what is not known cannot be said"));
        }
        minijinja::escape_formatter(out, state, value)
    });
    env.add_filter("capitalize_first", capitalize_first);
    env.add_filter("elided", elided);
    env
}

/// French "de", elided before a vowel.
fn elided(text: String) -> String {
    let vowel =
        text.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'è', 'ê', 'â', 'î', 'ô']);
    format!("{}{text}", if vowel { "d’" } else { "de " })
}

fn capitalize_first(text: String) -> String {
    let mut rest = text.chars();
    let first = rest.next();
    first.into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Brief, Me, Step, facts};

    #[test]
    fn no_sentence_speaks_of_a_value_that_a_brief_lacks() {
        for language in LANGUAGES {
            let words = of(language);
            let brief = Brief::bare(Step::CheckIn, language, Register::Formal);
            let me = Me { name: String::new(), address: String::new(), fit: None };
            let [full, ..] = facts::Room::tighter(&brief);
            let alone = facts::of(&brief, &me, words, full);
            let mut all = words.with_phrases(Register::Formal, alone.clone());
            all.extend([fact("greeting", ""), fact("subject", "")]);
            let layouts: Vec<_> = LAYOUTS.values().cloned().map(Variants::One).collect();
            let texts = words.sentences.values().chain(&layouts).map(|said| (said, &all));
            for (said, known) in texts.chain(words.phrases.values().map(|said| (said, &alone))) {
                for number in 0..24 {
                    let register =
                        if number % 2 == 0 { Register::Formal } else { Register::Familiar };
                    let text = said.pick(register, number / 2);
                    let template = ENVIRONMENT.template_from_str(text).unwrap();
                    for name in template.undeclared_variables(false) {
                        assert!(known.contains_key(&name), "{language:?} {name} in {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_language_says_everything_and_in_four_ways_at_least() {
        let english = of(Language::En);
        for language in LANGUAGES {
            let words = of(language);
            assert!(words.sentences.keys().eq(english.sentences.keys()), "{language:?}");
            assert_eq!((words.months.len(), words.weekdays.len()), (12, 7));
            for (name, said) in &words.sentences {
                for register in [Register::Formal, Register::Familiar] {
                    let ways: std::collections::BTreeSet<_> =
                        (0..12).map(|n| said.pick(register, n)).collect();
                    let slot = ways.iter().all(|way| way.contains("[["));
                    let least = if name.starts_with("text-") { 2 } else { 4 };
                    assert!(ways.len() >= least || slot, "{language:?} {name}");
                }
            }
        }
    }

    #[test]
    fn a_date_is_named_as_the_language_names_it() {
        let first = jiff::civil::date(2026, 10, 1);
        let said = LANGUAGES.map(|l| of(l).day(first));
        assert_eq!(
            said,
            [
                "Thursday 1 October",
                "Donnerstag, 1. Oktober",
                "jeudi 1er octobre",
                "jueves 1 de octubre"
            ]
        );
    }
}
