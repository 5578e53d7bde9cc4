//! What sentences are about: concepts such as "regret" or "another person", alike in all languages
//! (`config/reading/concepts/*.toml`).
//!
//! Names them; what they weigh is `vote`'s part.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{phrase::Phrasebook, text::Sentence};

const FILES: [&str; 4] = [
    include_str!("../../config/reading/concepts/de.toml"),
    include_str!("../../config/reading/concepts/en.toml"),
    include_str!("../../config/reading/concepts/es.toml"),
    include_str!("../../config/reading/concepts/fr.toml"),
];

/// Concepts are known by their names, the same in every file.
static BOOK: LazyLock<Phrasebook<String>> = LazyLock::new(|| {
    let concepts = FILES.into_iter().flat_map(|text| {
        toml::from_str::<BTreeMap<String, Vec<String>>>(text)
            .expect("config/reading/concepts is compiled in and read by every test")
    });
    let entries = concepts.flat_map(|(name, patterns)| {
        patterns.into_iter().map(move |pattern| (pattern, name.clone()))
    });
    Phrasebook::new(entries)
});

/// The concepts of a mail, each with the number of sentences that are about it: `regret` where it
/// is stated, `if regret` where it is only supposed.
pub fn told(sentences: &[Sentence]) -> BTreeMap<String, u16> {
    let mut told = BTreeMap::new();
    for sentence in sentences {
        let found = BOOK.find(&sentence.words);
        let here: BTreeSet<(bool, &str)> =
            found.iter().map(|found| (sentence.states(found.start), found.what.as_str())).collect();
        for (stated, name) in here {
            let mark = if stated { "" } else { "if " };
            *told.entry(format!("{mark}{name}")).or_insert(0) += 1;
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_concepts() {
        let names = FILES.map(|text| {
            let file: BTreeMap<String, Vec<String>> = toml::from_str(text).unwrap();
            file.into_keys().collect::<BTreeSet<String>>()
        });
        assert!(names.iter().all(|file| *file == names[0]));
    }
}
