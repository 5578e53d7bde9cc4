//! `config/reading/{phrases,concepts}/*.toml`, one file a language each, and the hedges → the
//! phrasebooks in which every sentence is looked up.
//!
//! Every language is looked for in every mail: people mix them. What a signal means is `evidence`'s
//! part, what they mean together `kind`'s.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    evidence::{Signal, Strength},
    names,
    phrase::{Parser, Phrasebook, Step, Vocabulary},
    text::{self, Hedge},
};

const PHRASES: [&str; 4] = [
    include_str!("../../config/reading/phrases/de.toml"),
    include_str!("../../config/reading/phrases/en.toml"),
    include_str!("../../config/reading/phrases/es.toml"),
    include_str!("../../config/reading/phrases/fr.toml"),
];
const CONCEPTS: [&str; 4] = [
    include_str!("../../config/reading/concepts/de.toml"),
    include_str!("../../config/reading/concepts/en.toml"),
    include_str!("../../config/reading/concepts/es.toml"),
    include_str!("../../config/reading/concepts/fr.toml"),
];

/// The phrases of one language.
#[derive(Deserialize)]
struct Phrases {
    /// Words of one meaning, by the name that stands for them: `<name>`.
    words: BTreeMap<String, String>,
    #[serde(flatten)]
    signals: BTreeMap<Signal, Lists>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    fair: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

/// The patterns of one language's concepts, by their names.
type Concepts = BTreeMap<String, Vec<String>>;

fn parse<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("config/reading is compiled in and read by every test")
}

impl Phrases {
    fn each(&self) -> impl Iterator<Item = (&String, (Signal, Strength))> {
        self.signals.iter().flat_map(|(signal, lists)| {
            let strong = lists.strong.iter().map(|text| (text, (*signal, Strength::Strong)));
            let fair = lists.fair.iter().map(|text| (text, (*signal, Strength::Fair)));
            let weak = lists.weak.iter().map(|text| (text, (*signal, Strength::Weak)));
            strong.chain(fair).chain(weak)
        })
    }

    fn entries(&self, vocabulary: &mut Vocabulary) -> Vec<(Vec<Step>, (Signal, Strength))> {
        let mut parser = Parser::new(vocabulary);
        let (second, first): (Vec<_>, Vec<_>) =
            self.words.iter().partition(|(_, words)| words.contains('<'));
        for (name, words) in first.into_iter().chain(second) {
            parser.name(name, words);
        }
        self.each().map(|(text, what)| (parser.pattern(text), what)).collect()
    }
}

/// Everything that a sentence can say, its words in one vocabulary.
pub struct Lexicon {
    pub vocabulary: Vocabulary,
    pub signals: Phrasebook<(Signal, Strength)>,
    /// By the index of the concept's name.
    pub concepts: Phrasebook<usize>,
    /// The same in every language.
    pub concept_names: Vec<String>,
    pub hedges: Phrasebook<Hedge>,
    /// The writer will be there, or will not.
    pub takes_part: Phrasebook<()>,
    pub stays_away: Phrasebook<()>,
}

pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::new();
    let signals = PHRASES
        .into_iter()
        .flat_map(|text| parse::<Phrases>(text).entries(&mut vocabulary))
        .collect();
    let mut concepts = Vec::new();
    let mut concept_names = Vec::new();
    for text in CONCEPTS {
        let file: Concepts = parse(text);
        let mut parser = Parser::new(&mut vocabulary);
        for (n, patterns) in file.values().enumerate() {
            concepts.extend(patterns.iter().map(|pattern| (parser.pattern(pattern), n)));
        }
        concept_names = file.into_keys().collect();
    }
    let mut parser = Parser::new(&mut vocabulary);
    let hedges = text::hedges().map(|(text, hedge)| (parser.pattern(text), hedge)).collect();
    let people = &names::WORDS.people;
    let [takes_part, stays_away] = [&people.takes_part, &people.stays_away]
        .map(|texts| texts.iter().map(|text| (parser.pattern(text), ())).collect());
    Lexicon {
        vocabulary,
        signals: Phrasebook::new(signals),
        concepts: Phrasebook::new(concepts),
        concept_names,
        hedges: Phrasebook::new(hedges),
        takes_part: Phrasebook::new(takes_part),
        stays_away: Phrasebook::new(stays_away),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_words_is_known() {
        for file in PHRASES.map(parse::<Phrases>) {
            for text in file.each().map(|(text, _)| text).chain(file.words.values()) {
                for name in text.split('<').skip(1) {
                    let name = name.split_once('>').unwrap().0;
                    assert!(file.words.contains_key(name), "{name}");
                }
            }
        }
    }

    #[test]
    fn every_signal_has_words() {
        let said: BTreeMap<Signal, ()> = PHRASES
            .into_iter()
            .flat_map(|text| parse::<Phrases>(text).signals.into_keys().map(|signal| (signal, ())))
            .collect();
        assert_eq!(said.len(), 40);
    }

    #[test]
    fn every_language_has_the_same_concepts() {
        for file in CONCEPTS.map(parse::<Concepts>) {
            assert!(file.into_keys().eq(LEXICON.concept_names.iter().cloned()));
        }
    }

    #[test]
    fn the_symbols_of_all_words_do_not_run_out() {
        assert!(LEXICON.vocabulary.len() < usize::from(u16::MAX));
    }
}
