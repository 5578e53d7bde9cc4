//! Who acts, in words: classes of verbs, nouns and phrases for each language. Data alone.
//!
//! A phrase is words in order; `*` stands for up to three words between them, and a word that ends
//! in `~` is the beginning of one.

mod de;
mod en;
mod es;
mod fr;

/// The words of one language.
pub(super) struct Words {
    /// Said of the company whoever the subject is: "let you know", "hear from us".
    pub theirs: &'static [&'static str],
    /// Said of the candidate whoever the subject is: "let us know", "is open", "hear from you".
    pub ours: &'static [&'static str],
    /// Verbs of answering and deciding; who does it, the subject says.
    pub tell: &'static [&'static str],
    /// What an answer is called; a possessive before it says whose it is.
    pub news: &'static [&'static str],
    /// Verbs of what candidates are asked to do.
    pub task: &'static [&'static str],
    /// Words that ask: "please", "could you".
    pub asking: &'static [&'static str],
    /// The company as a subject.
    pub we: &'static [&'static str],
    /// The candidate as an owner: "your".
    pub your: &'static [&'static str],
    /// "Give us until Friday" asks for patience: the day is theirs.
    pub patience: &'static [&'static str],
    /// Somebody is away; the day named with these is the last one away.
    pub away: &'static [&'static str],
    /// Somebody returns; the day named with these is the first one back.
    pub back: &'static [&'static str],
    /// Conditions and the past make no promise.
    pub hedges: &'static [&'static str],
    /// What is usual: a time within which is told so, but no day.
    pub habits: &'static [&'static str],
    /// No promise is made: "we won't have a decision by Friday".
    pub negations: &'static [&'static str],
    /// What else has a limit than an answer: the closing of an advertisement, the job's start.
    pub others: &'static [&'static str],
    /// Words that begin a new thought.
    pub joints: &'static [&'static str],
}

pub(super) const LANGUAGES: [&Words; 4] = [&de::WORDS, &en::WORDS, &es::WORDS, &fr::WORDS];
