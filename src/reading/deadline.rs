//! The company's promise to answer, told apart from the candidate's own due dates.

use jiff::civil::Date;

use super::when::Horizon;

/// A day somebody must act by, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub date: Date,
    pub words: String,
}

/// Days named in a mail by who must act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dues {
    /// The company's promise ("decision by Friday", "within two weeks").
    pub theirs: Option<Due>,
    /// The candidate's ("please confirm by", "the offer stands until").
    pub ours: Option<Due>,
    /// An absent person's return ("back on Tuesday the 20th").
    pub returns: Option<Due>,
}

/// Reads the own text of a mail (no quotes, no signature).
pub fn find(_own: &str, _horizon: &Horizon) -> Dues {
    Dues::default()
}
