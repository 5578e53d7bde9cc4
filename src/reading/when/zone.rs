//! Words for time zones → zones, and the zone of a time that names none.
//!
//! Decides which of several meanings fits what is known of sender and reader; must not know dates
//! in words.

use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use super::Horizon;
use super::phrases::Phrases;
use super::token::{Kind, Tokens};
use super::zone_words::{CITIES, COUNTRIES, REGIONS, SHORT};
use crate::reading::Language;

/// A zone as written.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    /// Several for an abbreviation with several meanings, the likeliest first.
    Candidates(&'static [&'static str]),
    Mine,
    Theirs,
    Zone(TimeZone),
}

/// Abbreviations that are also words: only in capitals.
const ONLY_CAPITALS: &[&str] = &[
    "et", "ct", "mt", "pt", "est", "west", "ist", "wet", "wat", "art", "cot", "pet", "eat", "clt",
    "ast",
];
/// Tokens of further places in a bracket.
const LISTED_TOKENS_MAX: usize = 8;
const TIME: &[&str] = &["time", "zeit", "heure", "hora"];
const YOUR: &[&str] =
    &["your", "deiner", "deine", "ihrer", "ihre", "eurer", "votre", "ton", "tu", "vuestra"];
const OUR: &[&str] = &["our", "my", "unserer", "unsere", "meiner", "notre", "nuestra", "mi"];

/// Reads a zone directly at a place, perhaps in brackets.
pub(crate) fn at(
    text: &str,
    tokens: &Tokens,
    at: usize,
    language: Language,
) -> Option<(Named, usize)> {
    let bracket = matches!(tokens.mark(at), '(' | '[');
    let mut from = if bracket { at + 1 } else { at };
    if !bracket && matches!(tokens.mark(at), ',' | '·' | '|') {
        // Behind a comma a city is as likely a place: only what says that it is a zone counts.
        let (zone, next) = phrase(text, tokens, at + 1, language, true)?;
        return Some((zone, next));
    }
    if tokens.any_of(from, &["in", "us", "the", "nach"]) {
        let sure = phrase(text, tokens, from + 1, language, tokens.word(from) != "us");
        from += usize::from(sure.is_some());
    }
    if bracket && let Some(found) = listed(tokens, from) {
        return Some(found);
    }
    let (zone, next) = phrase(text, tokens, from, language, false)?;
    if !bracket {
        return Some((zone, next));
    }
    // "(Eastern Time - US & Canada)": what else the bracket says tells the same zone.
    let noted = matches!(tokens.mark(next), '-' | '–' | ',');
    let end = next + if noted { LISTED_TOKENS_MAX } else { 1 };
    let close = (next..end).find(|at| matches!(tokens.mark(*at), ')' | ']'));
    Some((zone, close.map_or(next, |close| close + 1)))
}

/// "(UK, Ireland, Lisbon Time)": the first of several places in a bracket that ends in "time".
fn listed(tokens: &Tokens, from: usize) -> Option<(Named, usize)> {
    let (zone, next) = name(tokens, from, true).filter(|(_, next)| tokens.mark(*next) == ',')?;
    let close = (next..next + LISTED_TOKENS_MAX).find(|at| tokens.mark(*at) == ')')?;
    tokens.any_of(close - 1, TIME).then_some((zone, close + 1))
}

/// `surely`: only abbreviations, zone ids and names with the word "time".
fn phrase(
    text: &str,
    tokens: &Tokens,
    at: usize,
    language: Language,
    surely: bool,
) -> Option<(Named, usize)> {
    if let Some(found) = id(text, tokens, at) {
        return Some(found);
    }
    let word = tokens.word(at);
    if word.is_empty() {
        return None;
    }
    let before = tokens.any_of(at, TIME);
    if before && tokens.any_of(at + 1, &["de", "d", "of", "in", "locale"]) {
        let (zone, next) = name(tokens, at + 2, true)?;
        return Some((zone, next));
    }
    if tokens.any_of(at + 1, TIME) {
        if YOUR.contains(&word) {
            return Some((Named::Mine, at + 2));
        }
        if OUR.contains(&word) || word == "local" {
            return Some((Named::Theirs, at + 2));
        }
    }
    if before && word == "hora" && tokens.word(at + 1) == "peninsular" {
        return Some((Named::Candidates(&["Europe/Madrid"]), at + 2));
    }
    // "Hora colombiana", "heure française".
    if before
        && matches!(word, "hora" | "heure")
        && let Some(found) = name(tokens, at + 1, true)
    {
        return Some(found);
    }
    if let Some(found) = short(tokens, at, language) {
        return Some(found);
    }
    let (zone, next) = name(tokens, at, false)?;
    (!surely || tokens.any_of(next.saturating_sub(1), TIME)).then_some((zone, next))
}

/// `Europe/Paris`, `UTC+2`, `GMT-05:00`.
fn id(text: &str, tokens: &Tokens, at: usize) -> Option<(Named, usize)> {
    let first = tokens.get(at)?;
    if first.lower == "z" && !first.spaced {
        return Some((Named::Zone(TimeZone::UTC), at + 1));
    }
    // Behind a time "+02:00" is an offset; "-11:15" is one only behind seconds, else a range.
    let seconds = at >= 4 && tokens.mark(at - 2) == ':' && tokens.tight(at - 4, ':');
    let signed = tokens.mark(at) == '+' || seconds;
    if signed && !first.spaced && tokens.tight(at + 2, ':') {
        return offset(tokens, at);
    }
    if matches!(&*first.lower, "utc" | "gmt") {
        if let Some(found) = offset(tokens, at + 1) {
            return Some(found);
        }
        return Some((Named::Zone(TimeZone::UTC), at + 1));
    }
    if first.kind != Kind::Word || !tokens.tight(at + 1, '/') {
        return None;
    }
    let mut end = at + 3;
    while matches!(tokens.mark(end), '_' | '/') && tokens.joined(end) && tokens.joined(end + 1) {
        end += 2;
    }
    let zone = TimeZone::get(text.get(tokens.bytes(at, end))?).ok()?;
    Some((Named::Zone(zone), end))
}

/// `+2`, `-05:00`, `+0530`.
fn offset(tokens: &Tokens, at: usize) -> Option<(Named, usize)> {
    let sign = match tokens.mark(at) {
        '+' => 1,
        '-' | '−' | '–' if tokens.joined(at) => -1,
        _ => return None,
    };
    let (hours, digits) = tokens.number(at + 1)?;
    let (hours, minutes, next) = match tokens.number(at + 3) {
        Some((minutes, 2)) if tokens.tight(at + 2, ':') => (hours, minutes, at + 4),
        _ if digits == 4 => (hours / 100, hours % 100, at + 2),
        _ => (hours, 0, at + 2),
    };
    let seconds = i32::try_from(hours.min(14) * 3600 + minutes.min(59) * 60).ok()?;
    let zone = TimeZone::fixed(Offset::from_seconds(sign * seconds).ok()?);
    Some((Named::Zone(zone), next))
}

fn short(tokens: &Tokens, at: usize, language: Language) -> Option<(Named, usize)> {
    let token = tokens.get(at)?;
    let (_, zones) = SHORT.iter().find(|(name, _)| *name == token.lower)?;
    let capitals = token.text.chars().all(char::is_uppercase);
    let careful = ONLY_CAPITALS.contains(&&*token.lower);
    let casual = language == Language::En && token.lower != "et";
    if capitals || (!careful && casual) {
        let next = if tokens.any_of(at + 1, TIME) { at + 2 } else { at + 1 };
        return Some((Named::Candidates(zones), next));
    }
    None
}

/// A city, or a country or region with the word "time" (or just after it).
fn name(tokens: &Tokens, at: usize, said: bool) -> Option<(Named, usize)> {
    if tokens.word(at).is_empty() {
        return None;
    }
    let ((zones, city), mut next) = NAMES.longest(tokens, at, Some)?;
    let alone = city || said;
    while tokens.any_of(next, &["daylight", "standard", "summer"]) {
        next += 1;
    }
    let timed = tokens.any_of(next, TIME);
    let bracketed = matches!(tokens.mark(next), ')' | ']' | ',');
    (alone || timed || bracketed).then_some((Named::Candidates(zones), next + usize::from(timed)))
}

/// Cities (true) and regions with their zones.
static NAMES: LazyLock<Phrases<(&'static [&'static str], bool)>> =
    LazyLock::new(|| {
        let rows = [(CITIES, true), (REGIONS, false)].into_iter();
        let rows = rows.flat_map(|(table, city)| table.iter().map(move |row| (row, city)));
        Phrases::new(rows.flat_map(|((zones, names), city)| {
            names.iter().map(move |name| (*name, (*zones, city)))
        }))
    });

/// The zones a time may be meant in, the best first, and whether that one is sure.
pub(crate) fn meant(named: Option<&Named>, horizon: &Horizon) -> (Vec<TimeZone>, bool) {
    match named {
        Some(Named::Zone(zone)) => (vec![zone.clone()], true),
        Some(Named::Mine) => (vec![horizon.mine.clone()], true),
        Some(Named::Theirs) => (vec![theirs(horizon)], true),
        None => (vec![theirs(horizon)], true),
        Some(Named::Candidates(ids)) => {
            let mut zones: Vec<TimeZone> =
                ids.iter().filter_map(|id| TimeZone::get(id).ok()).collect();
            let sent = horizon.sent.timestamp();
            let witnesses = [
                Some(horizon.sent.offset()),
                horizon.theirs.as_ref().map(|zone| zone.to_offset(sent)),
                Some(horizon.mine.to_offset(sent)),
            ];
            let likely = witnesses
                .iter()
                .flatten()
                .find_map(|offset| zones.iter().position(|zone| zone.to_offset(sent) == *offset));
            let sure = zones.len() == 1 || likely.is_some();
            if let Some(likely) = likely {
                zones.swap(0, likely);
            }
            (zones, sure)
        }
    }
}

/// The zone of a time that names none.
///
/// A Date header has only an offset, and an offset does not know of a clock change before the
/// event: so a zone that agrees with the offset is found first.
pub(crate) fn theirs(horizon: &Horizon) -> TimeZone {
    let sent = &horizon.sent;
    let agrees = |zone: &TimeZone| zone.to_offset(sent.timestamp()) == sent.offset();
    let known = horizon.theirs.as_ref().filter(|zone| zone.iana_name().is_some());
    if let Some(zone) = known.filter(|zone| agrees(zone)) {
        return zone.clone();
    }
    if agrees(&horizon.mine) {
        return horizon.mine.clone();
    }
    // A country that the Date contradicts: the sender travels, or the server stands elsewhere.
    region(sent).unwrap_or_else(|| TimeZone::fixed(sent.offset()))
}

/// The zone of the country whose domain an address is in.
pub(crate) fn of_address(email: &str) -> Option<TimeZone> {
    let (_, domain) = email.rsplit_once('.')?;
    let domain = domain.to_ascii_lowercase();
    let (_, zone) = COUNTRIES.iter().find(|(country, _)| *country == domain)?;
    TimeZone::get(zone).ok()
}

/// Whether a zone was only guessed from an offset and the clocks change before the event.
pub(crate) fn is_guess(zone: &TimeZone, at: Timestamp, horizon: &Horizon) -> bool {
    let given = horizon.theirs.as_ref() == Some(zone) || horizon.mine == *zone;
    !given
        && zone.iana_name().is_some_and(|id| WEAK_REGIONS.contains(&id))
        && zone.to_offset(at) != horizon.sent.offset()
}

/// Regions whose offsets many people without summer time share.
const WEAK_REGIONS: &[&str] = &["America/Chicago", "America/Denver", "Europe/Helsinki"];
/// Regions tried for an offset, the most populous first.
const LIKELY_REGIONS: &[&str] = &[
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "Europe/Helsinki",
];

/// A region with summer time that has the Date's offset at that moment; none for +0000, which
/// servers write wherever they stand.
fn region(sent: &Zoned) -> Option<TimeZone> {
    if sent.offset() == Offset::UTC {
        return None;
    }
    LIKELY_REGIONS
        .iter()
        .filter_map(|id| TimeZone::get(id).ok())
        .find(|zone| zone.to_offset(sent.timestamp()) == sent.offset())
}
