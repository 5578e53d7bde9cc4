//! "Sozialdienst (m/w/d)", "chauffeur poids lourd (H/F)": a mark for all genders makes a role of
//! what stands before it, whatever its words are.
//!
//! Must not know other places of roles.

use super::{
    SMALL, Scope,
    cue::{Found, Rank},
    span::{role_at, skip},
    words::{is_gender_mark, is_opener, is_profession, is_stop, is_vague, tidy},
};
use crate::reading::names::{self, Token};

/// Words of a role before its mark.
const WORDS_MAX: usize = 8;

/// Words in lower case behind the last capital: "Conducteur de travaux publics".
const LOWER_MAX: usize = 3;

/// The roles of a text that bear such a mark.
pub(super) fn marked(text: &str, tokens: &[Token<'_>], scope: Scope<'_>) -> Vec<Found> {
    let opens = tokens.iter().enumerate().filter(|(_, token)| token.is('('));
    opens.filter_map(|(open, _)| before(text, tokens, open, scope)).collect()
}

fn before(text: &str, tokens: &[Token<'_>], open: usize, scope: Scope<'_>) -> Option<Found> {
    /// "m/w/d" is one token; "m / w / d" are five.
    const MARK_MAX: usize = 8;
    let close = (open + 1..open + MARK_MAX).find(|n| tokens.get(*n).is_some_and(|t| t.is(')')))?;
    if !is_gender_mark(names::slice(text, tokens, open + 1, close)) {
        return None;
    }
    let at = skip(tokens, begins(tokens, open)?);
    let first = tokens.get(at).filter(|_| at < open)?;
    // The same word may open a subject: "Bewerbung Koch (m/w/d)".
    let at = if is_opener(first) && !is_profession(&first.lower) && at + 1 < open {
        skip(tokens, at + 1)
    } else {
        at
    };
    let role = role_at(text, tokens, at, scope)
        .filter(|role| role.len() >= names::slice(text, tokens, at, open).len())
        .or_else(|| tidy(names::slice(text, tokens, at, open)))?;
    let plain = !is_vague(&role) && !scope.is_company(&role);
    plain.then_some(Found { rank: Rank::Sure, at: open, role })
}

/// Where the words before a mark begin to be its role.
fn begins(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut begins = None;
    let mut lower = 0;
    for n in (open.saturating_sub(WORDS_MAX)..open).rev() {
        let token = tokens.get(n)?;
        let small = SMALL.contains(&&*token.lower) && !token.is_capital();
        if !token.is_word || is_stop(token) && !small && !token.is_capital() {
            break;
        } else if token.is_capital() {
            begins = Some(n);
        } else if is_profession(&token.lower) {
            return Some(n);
        } else if !small {
            lower += 1;
            if begins.is_some() || lower > LOWER_MAX {
                break;
            }
        }
    }
    begins
}
