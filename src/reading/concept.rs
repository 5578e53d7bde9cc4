//! What sentences are about: concepts such as "regret" or "another person", alike in all languages
//! (`config/reading/concepts/*.toml`).
//!
//! Names them; what they weigh is `vote`'s part.

use super::{lexicon::LEXICON, text::Sentence};

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
    let names = &LEXICON.concept_names;
    let mut told: Vec<Told> = names
        .iter()
        .flat_map(|name| [true, false].map(|stated| Told { name, stated, sentences: 0 }))
        .collect();
    let mut last = vec![0; told.len()];
    for (n, sentence) in (1..).zip(sentences) {
        for found in LEXICON.concepts.find(&sentence.spoken, |_| true) {
            let at = found.what * 2 + usize::from(!sentence.states(found.start));
            // Once a sentence.
            let again = last.get_mut(at).is_none_or(|last| std::mem::replace(last, n) == n);
            if let Some(one) = told.get_mut(at).filter(|_| !again) {
                one.sentences += 1;
            }
        }
    }
    told.retain(|one| one.sentences > 0);
    told
}
