//! Sentences of the user's own, which replace shipped ones by name (`drafts/LANG.toml`).
//!
//! Knows what a file may say and whether each sentence can be said; must not open a file.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    draft::{
        Addressee, Brief, InterviewBrief, Me, NotesBrief, Step, facts,
        lexicon::{self, Facts, Variants, fact},
    },
    message::Address,
    reading::{Language, Person, Register},
};

/// The user's own sentences by language and name; empty for who wrote none.
#[derive(Debug, Clone, Default)]
pub struct OwnWords(BTreeMap<Language, Own>);

/// What is wrong with such a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {text}")]
pub struct WordsError {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub text: String,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub sentences: BTreeMap<String, Variants>,
    pub closings: Option<Variants>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    sentences: BTreeMap<String, Spanned<Variants>>,
    closings: Option<Variants>,
}

impl OwnWords {
    /// The name of a language's file.
    pub fn file_of(language: Language) -> &'static str {
        match language {
            Language::De => "de.toml",
            Language::Es => "es.toml",
            Language::Fr => "fr.toml",
            Language::En | Language::Other => "en.toml",
        }
    }

    /// Every language that can have a file.
    pub const LANGUAGES: [Language; 4] = lexicon::LANGUAGES;

    /// Takes the text of a file; `file` is only its name for the error's text.
    pub fn add(&mut self, language: Language, text: &str, file: &str) -> Result<(), WordsError> {
        let wrong = |line: usize, text: String| WordsError { file: file.to_owned(), line, text };
        let raw: RawFile = toml::from_str(text).map_err(|e| {
            let start = e.span().unwrap_or_default().start;
            wrong(line_at(text, start), e.message().to_owned())
        })?;
        let trial = Trial::new(language);
        let mut own = Own { closings: raw.closings, ..Own::default() };
        for (name, said) in raw.sentences {
            let start = line_at(text, said.span().start);
            let said = said.into_inner();
            if said.all().is_empty() {
                return Err(wrong(start, format!("\"{name}\" has no sentence")));
            }
            for (register, sentence) in said.all() {
                let line = line_of(text, sentence).unwrap_or(start);
                trial.check(&name, register, sentence).map_err(|why| wrong(line, why))?;
            }
            own.sentences.insert(name, said);
        }
        self.0.insert(language, own);
        Ok(())
    }

    pub(super) fn of(&self, language: Language) -> Option<&Own> {
        self.0.get(&language)
    }
}

fn line_at(text: &str, start: usize) -> usize {
    1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count()
}

/// The line on which a sentence stands.
fn line_of(text: &str, sentence: &str) -> Option<usize> {
    let first = sentence.lines().find(|line| !line.trim().is_empty())?;
    text.lines().position(|line| line.contains(first)).map(|at| at + 1)
}

/// Facts of which all, some or none are known, to try sentences with.
struct Trial {
    language: Language,
    full: [Facts; 2],
    bare: [Facts; 2],
}

impl Trial {
    fn new(language: Language) -> Self {
        let facts = |brief: &Brief| {
            let words = lexicon::of(language);
            let me = Me { name: "Me".into(), address: String::new(), fit: Some("I fit.".into()) };
            let [room, ..] = facts::Room::tighter(brief);
            let mut known = words.with_phrases(brief.register, facts::of(brief, &me, words, room));
            known.extend([fact("greeting", "x"), fact("subject", "x")]);
            known
        };
        let both = |make: &dyn Fn(Register) -> Brief| {
            [facts(&make(Register::Formal)), facts(&make(Register::Familiar))]
        };
        let full = both(&|register| full(language, register));
        let bare = both(&|register| Brief::bare(Step::CheckIn, language, register));
        Self { language, full, bare }
    }

    /// A sentence must stand under its name, be a template, and be sayable wherever the shipped
    /// one is.
    fn check(&self, name: &str, register: Register, sentence: &str) -> Result<(), String> {
        let Some(shipped) = lexicon::of(self.language).sentence(name, register) else {
            let file = OwnWords::file_of(self.language);
            return Err(format!(
                "no sentence is called \"{name}\"; config/drafts/{file} has the names"
            ));
        };
        let names = lexicon::names_in(sentence)?;
        let at = usize::from(register == Register::Familiar);
        let (Some(full), Some(bare)) = (self.full.get(at), self.bare.get(at)) else {
            return Ok(());
        };
        if let Some(unknown) = names.iter().find(|name| !full.contains_key(*name)) {
            return Err(format!("nothing is called \"{unknown}\" in a sentence"));
        }
        lexicon::try_line(sentence, full)?;
        for missing in &names {
            let mut facts = full.clone();
            if let Some(value) = bare.get(missing) {
                facts.insert(missing.clone(), value.clone());
            }
            let shipped = lexicon::try_line(shipped, &facts).is_ok();
            if shipped && lexicon::try_line(sentence, &facts).is_err() {
                return Err(format!(
                    "\"{missing}\" is not always known: say it inside \
                     {{% if {missing} %}} … {{% endif %}}"
                ));
            }
        }
        Ok(())
    }
}

/// A brief of which everything is known.
fn full(language: Language, register: Register) -> Brief {
    let person = |name: &str| Person { name: name.into(), email: None, title: None };
    let address = Address { name: Some("Ada Lind".into()), email: "ada@firm.example".into() };
    let day = jiff::civil::Date::constant(2026, 9, 16);
    Brief {
        addressee: Some(Addressee { address, signs_as: Some("Ada".into()), title: None }),
        company: Some("Firm".into()),
        role: Some("Engineer".into()),
        interview: Some(InterviewBrief { date: day, topic: Some("backfills".into()) }),
        pass_on: vec![person("Jo Ek")],
        took_part: true,
        panel: vec![person("Ada Lind"), person("Jo Ek")],
        deadline: Some(day),
        answer_window: Some((day, day)),
        notes: NotesBrief {
            talked_about: Some("backfills".into()),
            correction: Some("A queue.".into()),
            to_send: Some("https://firm.example".into()),
        },
        ..Brief::bare(Step::ThankYou, language, register)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str) -> Result<OwnWords, String> {
        let mut own = OwnWords::default();
        own.add(Language::En, text, "en.toml").map_err(|e| e.to_string())?;
        Ok(own)
    }

    #[test]
    fn a_sentence_of_the_users_own_replaces_the_shipped_one() {
        let own = added(
            "closings = 'Yours,'\n[sentences]\n\
             interest = ['I want to do this{{ at_company }}.']\n\
             correction = 'P.S. {{ correction }}'\n\
             thanks.formal = ['Thanks for {{ subject }}.']\nthanks.familiar = ['Ta.']\n",
        )
        .unwrap();
        let me = Me { name: "Robin Vale".into(), address: "r@home.example".into(), fit: None };
        let text =
            |register| crate::draft::words::compose(&full(Language::En, register), &me, &own).body;
        let formal = text(Register::Formal);
        assert!(formal.contains("Thanks for backfills.") && formal.contains("P.S. A queue."));
        assert!(formal.contains("\n\nYours,\nRobin"), "{formal}");
        assert!(text(Register::Familiar).contains("Ta."));
        let german = crate::draft::words::compose(&full(Language::De, Register::Formal), &me, &own);
        assert!(!german.body.contains("Yours"));
    }

    /// What a sentence says with each subset of its facts, as far as it can be said.
    fn ways(trial: &Trial, register: Register, sentence: &str) -> Vec<String> {
        let at = usize::from(register == Register::Familiar);
        let (full, bare) = (&trial.full[at], &trial.bare[at]);
        let names: Vec<String> = lexicon::names_in(sentence).unwrap().into_iter().collect();
        let facts = |subset: usize| -> Facts {
            let known = |bit: usize| if subset >> bit & 1 == 1 { full } else { bare };
            let each = names.iter().enumerate();
            each.map(|(bit, name)| (name.clone(), known(bit)[name].clone())).collect()
        };
        (0..1 << names.len()).filter_map(|s| lexicon::try_line(sentence, &facts(s)).ok()).collect()
    }

    #[test]
    fn every_variant_of_every_sentence_is_clean_whatever_is_known() {
        let mut said = 0;
        for language in OwnWords::LANGUAGES {
            let trial = Trial::new(language);
            for (name, variants) in lexicon::of(language).all_sentences() {
                for (register, sentence) in variants.all() {
                    for way in ways(&trial, register, sentence) {
                        said += 1;
                        clean(language, name, &way);
                    }
                }
            }
        }
        assert!(said > 3_000, "{said}");
    }

    fn clean(language: Language, name: &str, way: &str) {
        let slotless = way.replace("]].", "]]");
        let ends = ['.', '?', ':', ']', ' ', 'e', '…'];
        assert!(slotless.ends_with(ends), "{name}: {way}");
        for bad in ["  ", "{{", "}}", " ,", " .", "..", ",,", "None", ".?", "!"] {
            assert!(!way.contains(bad), "{language:?} {name}: {bad:?} in {way}");
        }
        let wrong = match language {
            Language::De => [" der der ", " die die ", " zu der Stelle ", " bei dem "].as_slice(),
            Language::Es => &[" de el ", " a el ", " el el ", " de de "],
            Language::Fr => &[" de le ", " à le ", " que A", " que i", " de de ", " le le "],
            Language::En | Language::Other => &[" the the ", " a the ", " about about "],
        };
        assert!(!wrong.iter().any(|bad| way.contains(bad)), "{language:?} {name}: {way}");
        let step = match name {
            "feedback" => Step::RejectionReply,
            "open-about" => Step::CompetingOffer,
            _ => Step::CheckIn,
        };
        assert_eq!(crate::draft::tone::faults(way, step, language), [], "{name}: {way}");
        let small = way.starts_with(char::is_lowercase);
        assert!(!small || language == Language::De, "{language:?} {name}: {way}");
        let opens = language == Language::Es && way.contains('?');
        assert!(!opens || way.matches('?').count() == way.matches('¿').count(), "{way}");
    }

    #[test]
    fn a_wrong_sentence_is_told_with_its_line() {
        for (text, told) in [
            ("[sentences]\n\nthank = ['x']\n", "en.toml:3: no sentence is called \"thank\""),
            ("[sentences]\nhelp = [\n  'a',\n  'b {{ oops',\n]\n", "en.toml:4: "),
            ("[sentences]\nhelp = ['At {{ firm }}.']\n", "en.toml:2: nothing is called \"firm\""),
            ("[sentences]\nhelp = ['At {{ company }}.']\n", "en.toml:2: \"company\" is not always"),
            ("[sentences]\nhelp = []\n", "en.toml:2: \"help\" has no sentence"),
            ("[sentence]\n", "en.toml:1: unknown field"),
            ("[sentences]\nhelp = 3\n", "en.toml:2: "),
        ] {
            let error = added(text).unwrap_err();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
