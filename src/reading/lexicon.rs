//! `config/reading/phrases/*.toml` → the phrasebook of all signals, one file a language.
//!
//! Every language is looked for in every mail: people mix them. What a signal means is `evidence`'s
//! part, what they mean together `kind`'s.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{
    evidence::{Signal, Strength},
    phrase::Phrasebook,
};

const LANGUAGES: [&str; 4] = [
    include_str!("../../config/reading/phrases/de.toml"),
    include_str!("../../config/reading/phrases/en.toml"),
    include_str!("../../config/reading/phrases/es.toml"),
    include_str!("../../config/reading/phrases/fr.toml"),
];

/// The phrases of one language.
#[derive(Deserialize)]
struct Lexicon {
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

impl Lexicon {
    fn parse(text: &str) -> Lexicon {
        toml::from_str(text).expect("config/reading/phrases is compiled in and read by every test")
    }

    fn entries(&self) -> Vec<(String, (Signal, Strength))> {
        let mut entries = Vec::new();
        for (signal, lists) in &self.signals {
            for (texts, strength) in [
                (&lists.strong, Strength::Strong),
                (&lists.fair, Strength::Fair),
                (&lists.weak, Strength::Weak),
            ] {
                let said = texts.iter().map(|text| (self.spell_out(text), (*signal, strength)));
                entries.extend(said);
            }
        }
        entries
    }

    /// Puts the words in the place of their name; words may name others, one level deep.
    fn spell_out(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..2 {
            for (name, words) in &self.words {
                text = text.replace(&format!("<{name}>"), &format!("({words})"));
            }
        }
        text
    }
}

/// Everything that a sentence can say.
pub static BOOK: LazyLock<Phrasebook<(Signal, Strength)>> = LazyLock::new(|| {
    Phrasebook::new(LANGUAGES.into_iter().flat_map(|text| Lexicon::parse(text).entries()))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_words_is_known() {
        for text in LANGUAGES {
            for (pattern, _) in Lexicon::parse(text).entries() {
                assert!(!pattern.contains(['<', '>']), "{pattern}");
            }
        }
    }

    #[test]
    fn every_signal_has_words() {
        let said: BTreeMap<Signal, ()> = LANGUAGES
            .into_iter()
            .flat_map(|text| Lexicon::parse(text).signals.into_keys().map(|signal| (signal, ())))
            .collect();
        assert_eq!(said.len(), 40);
    }
}
