//! Minutes told behind an hour: "y media", "et demie", "menos cuarto", "moins le quart".
//!
//! Must not know whether the hour before them is one.

use super::token::Tokens;

/// "Y media", "menos cuarto": the minutes behind an hour.
pub(super) fn spanish_minutes(tokens: &Tokens, at: usize) -> (i8, usize) {
    match (tokens.word(at), tokens.word(at + 1)) {
        ("y", "media") => (30, at + 2),
        ("y", "cuarto") => (15, at + 2),
        ("menos", "cuarto") => (-15, at + 2),
        ("y", "cinco") => (5, at + 2),
        ("y", "diez") => (10, at + 2),
        ("y", "veinte") => (20, at + 2),
        ("y", "veinticinco") => (25, at + 2),
        ("menos", "cinco") => (-5, at + 2),
        ("menos", "diez") => (-10, at + 2),
        ("menos", "veinte") => (-20, at + 2),
        ("menos", "veinticinco") => (-25, at + 2),
        _ => (0, at),
    }
}

/// "Et demie", "moins le quart": the minutes behind "heures".
pub(super) fn french_minutes(tokens: &Tokens, at: usize) -> (i8, usize) {
    match (tokens.word(at), tokens.word(at + 1), tokens.word(at + 2)) {
        ("et", "demie" | "demi", _) => (30, at + 2),
        ("et", "quart", _) => (15, at + 2),
        ("moins", "le", "quart") => (-15, at + 3),
        ("moins", "quart", _) => (-15, at + 2),
        ("moins", "cinq", _) => (-5, at + 2),
        ("moins", "dix", _) => (-10, at + 2),
        ("moins", "vingt", _) => (-20, at + 2),
        ("dix", _, _) => (10, at + 1),
        ("quinze", _, _) => (15, at + 1),
        ("vingt", _, _) => (20, at + 1),
        ("trente", _, _) => (30, at + 1),
        ("quarante", _, _) => (40, at + 1),
        _ => (0, at),
    }
}
