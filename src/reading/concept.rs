//! What sentences are about: concepts such as "regret" or "another person", alike in all languages
//! (`config/reading/concepts/*.toml`).
//!
//! Names them; what they weigh is `vote`'s part.

use super::{
    lexicon::{LEXICON, Said},
    text::Sentence,
};

/// A concept of some sentences.
pub struct Told {
    pub name: &'static str,
    /// Said, not supposed.
    pub stated: bool,
    /// How many sentences are about it.
    pub sentences: u16,
}

/// The concepts of a mail.
pub fn told(sentences: &[Sentence]) -> Vec<Told> {
    let mut said = Vec::new();
    for (n, sentence) in sentences.iter().enumerate() {
        for found in &sentence.said {
            if let Said::Concept(concept) = found.what {
                said.push((concept, !sentence.states(found.start), n));
            }
        }
    }
    said.sort_unstable();
    // Once a sentence.
    said.dedup();
    let alike = said.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1));
    let told = alike.filter_map(|alike| {
        let (concept, supposed, _) = *alike.first()?;
        Some(Told {
            name: LEXICON.concept_names.get(usize::from(concept))?,
            stated: !supposed,
            sentences: u16::try_from(alike.len()).unwrap_or(u16::MAX),
        })
    });
    told.collect()
}
