//! `config/reading/{phrases,concepts}/*.toml`, one file a language each, and the hedges → the
//! phrasebook in which every sentence is looked up.
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
    fn each(&self) -> impl Iterator<Item = (&String, Said)> {
        self.signals.iter().flat_map(|(signal, lists)| {
            let strong =
                lists.strong.iter().map(|text| (text, Said::Signal(*signal, Strength::Strong)));
            let fair = lists.fair.iter().map(|text| (text, Said::Signal(*signal, Strength::Fair)));
            let weak = lists.weak.iter().map(|text| (text, Said::Signal(*signal, Strength::Weak)));
            strong.chain(fair).chain(weak)
        })
    }

    fn entries(&self, vocabulary: &mut Vocabulary) -> Vec<(Vec<Step>, Said)> {
        let mut parser = Parser::new(vocabulary);
        let (second, first): (Vec<_>, Vec<_>) =
            self.words.iter().partition(|(_, words)| words.contains('<'));
        for (name, words) in first.into_iter().chain(second) {
            parser.name(name, words);
        }
        self.each().map(|(text, what)| (parser.pattern(text), what)).collect()
    }
}

/// What a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// By the index of its name.
    Concept(u8),
    Hedge(Hedge),
    Signal(Signal, Strength),
    /// The writer will be there, or will not.
    TakesPart(bool),
}

impl Said {
    /// Whether it is a topic, hiring or another.
    fn is_topic(self) -> bool {
        let Said::Signal(signal, _) = self else {
            return false;
        };
        matches!(signal, Signal::Hiring | Signal::Interview) || Signal::FOREIGN.contains(&signal)
    }
}

/// Everything that a sentence can say.
pub struct Lexicon {
    pub vocabulary: Vocabulary,
    pub phrases: Phrasebook<Said>,
    /// Those of hiring and of other topics alone.
    pub topics: Phrasebook<Said>,
    /// The same in every language.
    pub concept_names: Vec<String>,
}

pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::new();
    let mut patterns = Vec::new();
    for text in PHRASES {
        patterns.extend(parse::<Phrases>(text).entries(&mut vocabulary));
    }
    let mut concept_names = Vec::new();
    for text in CONCEPTS {
        let file: Concepts = parse(text);
        let mut parser = Parser::new(&mut vocabulary);
        for (n, texts) in (0..).zip(file.values()) {
            patterns.extend(texts.iter().map(|text| (parser.pattern(text), Said::Concept(n))));
        }
        concept_names = file.into_keys().collect();
    }
    let mut parser = Parser::new(&mut vocabulary);
    let hedges = text::hedges().map(|(text, hedge)| (text, Said::Hedge(hedge)));
    let people = &names::WORDS.people;
    let takes_part = people.takes_part.iter().map(|text| (text.as_str(), Said::TakesPart(true)));
    let stays_away = people.stays_away.iter().map(|text| (text.as_str(), Said::TakesPart(false)));
    let others = hedges.chain(takes_part).chain(stays_away);
    patterns.extend(others.map(|(text, said)| (parser.pattern(text), said)));
    let phrases = Phrasebook::new(&patterns);
    patterns.retain(|(_, said)| said.is_topic());
    Lexicon { vocabulary, phrases, topics: Phrasebook::new(&patterns), concept_names }
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
