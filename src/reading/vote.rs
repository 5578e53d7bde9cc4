//! Weighs everything a mail shows: its words, what its sentences are about (`concept`), signals and
//! structure. Each is a named feature with a weight for each kind (`config/reading/weights.tsv`,
//! fitted by `tests/fit/fit.py`).
//!
//! Gives likelihoods and the words that made them; what follows from them `kind` decides.

mod names;

use std::{collections::BTreeMap, sync::LazyLock};

use names::{Names, Part};

use super::{
    Kind,
    calendar::Method,
    concept::{self, Told},
    evidence::{Signal, Strength},
    kind::{Facts, Verdict},
    phrase,
    sender::{self, Class},
    text::Sentence,
};
use crate::message::Message;

/// Words of a mail that are weighed: what matters is said before.
const WORDS_MAX: usize = 300;
/// Letters by which the forms of one word are known.
const STEM_CHARS: usize = 5;
/// How much a feature that is no word counts beside the words of a mail.
const PLAIN: f32 = 0.5;
/// Sentences shown as the grounds of a vote.
const GROUNDS_MAX: usize = 2;
const SHORT_WORDS: usize = 40;
const LONG_WORDS: usize = 150;

/// A feature's weights by the index of a kind.
type Row = Vec<(usize, f32)>;

struct Weights {
    /// With their names as features.
    kinds: Vec<(Kind, String)>,
    names: Names,
    /// In the order of the names.
    rows: Vec<Row>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    parse(include_str!("../../config/reading/weights.tsv"))
        .expect("config/reading/weights.tsv is compiled in and read by every test")
});

/// The first line names the kinds; each other line a feature and its weights in tenths, by kind.
fn parse(text: &'static str) -> Option<Weights> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let kinds = lines.next()?.split('\t').skip(1);
    let kinds = kinds.map(|name| {
        let kind: Kind = serde_json::from_value(name.into()).ok()?;
        Some((kind, format!("{kind:?}").to_lowercase()))
    });
    let kinds: Option<Vec<(Kind, String)>> = kinds.collect();
    let rows = lines.map(|line| {
        let mut cells = line.split('\t');
        let name = cells.next()?;
        let cells = cells.enumerate().filter(|(_, cell)| !cell.is_empty());
        let row = cells.map(|(n, cell)| Some((n, cell.parse::<f32>().ok()? / 10.0)));
        Some((name, row.collect::<Option<Row>>()?))
    });
    let (names, rows) = rows.collect::<Option<(Vec<&str>, Vec<Row>)>>()?;
    Some(Weights { kinds: kinds?, names: Names::new(names), rows })
}

/// How likely each kind is, the likeliest first.
pub struct Vote(Vec<(Kind, f32)>);

impl Vote {
    /// The likeliest of the kinds that can be, with its share among all kinds.
    pub fn best(&self, can_be: impl Fn(Kind) -> bool) -> Option<(Kind, f32)> {
        self.0.iter().copied().find(|(kind, _)| can_be(*kind))
    }
}

/// Weighs a mail; `verdict` is what the rules say of it.
pub fn weigh(facts: &Facts<'_>, verdict: &Verdict) -> Vote {
    let weights = &*WEIGHTS;
    let mut sums = vec![0.0_f32; weights.kinds.len()];
    let mut counted = vec![false; weights.rows.len()];
    each(facts, verdict, &mut |parts, value| {
        let row = weights.names.row(parts);
        // Every feature counts once.
        if row.and_then(|row| counted.get_mut(row)).is_none_or(|one| std::mem::replace(one, true)) {
            return;
        }
        let row = row.and_then(|row| weights.rows.get(row));
        for (n, weight) in row.into_iter().flatten() {
            if let Some(sum) = sums.get_mut(*n) {
                *sum += weight * value;
            }
        }
    });
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let shares: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let total: f32 = shares.iter().sum();
    let shares = shares.into_iter().map(|share| share / total);
    let kinds = weights.kinds.iter().map(|(kind, _)| *kind);
    let mut ranked: Vec<(Kind, f32)> = kinds.zip(shares).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Vote(ranked)
}

/// The sentences that speak most for a kind.
pub fn grounds(facts: &Facts<'_>, kind: Kind) -> Vec<String> {
    let weights = &*WEIGHTS;
    let column = weights.kinds.iter().position(|(known, _)| *known == kind);
    let weight = |parts: &[Part<'_>]| {
        let row = weights.names.row(parts).and_then(|row| weights.rows.get(row));
        row.into_iter()
            .flatten()
            .filter(|(n, _)| Some(*n) == column)
            .map(|(_, weight)| weight)
            .sum::<f32>()
    };
    let mut spoken: Vec<(f32, String)> = facts
        .own
        .iter()
        .map(|sentence| {
            let mut sum = 0.0;
            let plain: Vec<Part<'_>> = sentence.words.iter().map(plain).collect();
            words(&plain, "", &mut |parts, value| sum += weight(parts) * value);
            let told = concept::told(std::slice::from_ref(sentence));
            sum += told.iter().map(|one| PLAIN * weight(&about(one, ""))).sum::<f32>();
            (sum, sentence.text.clone())
        })
        .filter(|(sum, _)| *sum > 0.0)
        .collect();
    spoken.sort_by(|a, b| b.0.total_cmp(&a.0));
    spoken.into_iter().take(GROUNDS_MAX).map(|(_, text)| text).collect()
}

/// The features of a mail with their values, each once, for fitting.
pub fn features(facts: &Facts<'_>, verdict: &Verdict) -> BTreeMap<String, f32> {
    let mut found = BTreeMap::new();
    each(facts, verdict, &mut |parts, value| {
        found.insert(parts.iter().map(|part| part.text).collect(), value);
    });
    found
}

/// Takes a feature: the parts of its name, and its value.
type Tell<'a> = dyn FnMut(&[Part<'_>], f32) + 'a;

/// Names every feature, some of them again.
fn each(facts: &Facts<'_>, verdict: &Verdict, tell: &mut Tell<'_>) {
    tell(&[], 1.0);
    structure(facts, verdict, tell);
    for signal in Signal::ALL {
        let best = facts.signals.hits(signal).iter().map(|hit| hit.strength).max();
        if let Some(best) = best {
            let mark = if best == Strength::Strong { "!" } else { "?" };
            tell(&[mark, signal.reason()].map(Part::of), PLAIN);
        }
    }
    let subject = std::slice::from_ref(facts.subject);
    let writer = [Sentence::new(&writer(facts.message))];
    for (sentences, mark) in [(facts.own, ""), (subject, "s "), (&writer, "f ")] {
        for one in concept::told(sentences) {
            tell(&about(&one, mark), PLAIN * f32::from(one.sentences).sqrt());
        }
        let said = sentences.iter().flat_map(|sentence| sentence.words.iter()).map(plain);
        let said: Vec<Part<'_>> = said.take(WORDS_MAX).collect();
        words(&said, mark, tell);
    }
}

/// The parts of a concept's name as a feature: `if` where it is only supposed.
fn about<'a>(told: &Told, mark: &'a str) -> [Part<'a>; 4] {
    ["~", mark, if told.stated { "" } else { "if " }, told.name].map(Part::of)
}

/// The words of the sender's name and of the local part of the address.
fn writer(message: &Message) -> String {
    let from = message.from.as_ref();
    let name = from.and_then(|from| from.name.as_deref()).unwrap_or_default();
    let local = from.map_or("", |from| sender::parts(&from.email).0);
    format!("{name} {local}")
}

/// All numbers are one word.
fn plain(word: &str) -> Part<'_> {
    Part::of(if word.starts_with(|c: char| c.is_ascii_digit()) { "#" } else { word })
}

/// Words, their stems and pairs; a long text weighs no more than a short one.
fn words(words: &[Part<'_>], mark: &str, tell: &mut Tell<'_>) {
    let value = match mark {
        "" => 1.0 / f32::from(u16::try_from(words.len()).unwrap_or(u16::MAX)).max(1.0).sqrt(),
        _ => PLAIN,
    };
    let [mark, any, space] = [mark, "*", " "].map(Part::of);
    for word in words {
        tell(&[mark, *word], value);
        if let Some((at, _)) = word.text.char_indices().nth(STEM_CHARS) {
            tell(&[mark, Part::of(word.text.split_at(at).0), any], value);
        }
    }
    for (first, second) in words.iter().zip(words.iter().skip(1)) {
        tell(&[mark, *first, space, *second], value);
    }
}

fn structure(facts: &Facts<'_>, verdict: &Verdict, tell: &mut Tell<'_>) {
    let length = phrase::split(&facts.message.own).count();
    let asks = facts.message.own.contains('?');
    let shown = [
        (facts.is_answer(), "=answer"),
        (facts.person, "=person"),
        (facts.private, "=private"),
        (facts.bulk(), "=bulk"),
        (facts.unsubscribes(), "=unsubscribes"),
        (facts.time.is_some(), "=time"),
        (facts.several, "=several-times"),
        (facts.lasts, "=lasts"),
        (facts.confirmed, "=confirmed"),
        (facts.due, "=due"),
        (facts.promise, "=promise"),
        (facts.role, "=role"),
        (asks, "=asks"),
        (facts.hiring() > 0, "=hiring"),
        (facts.hiring() > 2, "=hiring-surely"),
        (facts.context.score(Signal::Hiring) > 0, "=hiring-quoted"),
        (facts.calendar(Method::Request).is_some(), "=event"),
        (!facts.events.is_empty(), "=calendar"),
        (length < SHORT_WORDS, "=short"),
        (length > LONG_WORDS, "=long"),
    ];
    shown.iter().filter(|(holds, _)| *holds).for_each(|(_, name)| tell(&[Part::of(name)], PLAIN));
    if let Some(class) = facts.class() {
        tell(&[Part::of(from(class))], PLAIN);
    }
    let doubt = if verdict.certain { "" } else { "?" };
    if let Some((_, name)) = WEIGHTS.kinds.iter().find(|(kind, _)| *kind == verdict.kind) {
        tell(&[":", name, doubt].map(Part::of), PLAIN);
    }
}

fn from(class: Class) -> &'static str {
    match class {
        Class::Board => "=from-board",
        Class::Calendar => "=from-calendar",
        Class::Newsletter => "=from-newsletter",
        Class::Recruiting => "=from-recruiting",
        Class::Scheduler => "=from-scheduler",
        Class::Survey => "=from-survey",
        Class::Test => "=from-test",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        message,
        reading::{Evidence, Reader, Reading, read},
    };

    fn reading(subject: &str, body: &str) -> Reading {
        let mail = format!(
            "From: Wren Addo <wren@cobbleyard.example>\r\nTo: me@home.example\r\n\
             Subject: {subject}\r\nDate: Tue, 6 Oct 2026 10:00:00 +0100\r\n\
             Message-ID: <1@cobbleyard.example>\r\nIn-Reply-To: <0@home.example>\r\n\r\n{body}\r\n"
        );
        let zone = jiff::tz::TimeZone::UTC;
        let reader = Reader { me: vec!["me@home.example".into()], name: None, zone };
        read(&message::parse(mail.as_bytes()), &reader)
    }

    #[test]
    fn a_refusal_that_no_phrase_foresees_is_one_by_all_its_words() {
        let body = "Hi Robin,\n\nThis is a rotten email to write after such a lovely afternoon. \
                    The partners sat down last night and in the end their hearts were with a \
                    person who has run a kitchen of this size before. Gutted, honestly.\n\nWren";
        assert_eq!(reading("Re: head of systems role", body).kind, Kind::Rejection);
    }

    #[test]
    fn the_sentence_that_speaks_most_is_shown() {
        let body = "Hi Robin,\n\nHope the drive home was fine. Gutted to say the partners have \
                    gone with somebody who ran a kitchen of this size before.\n\nWren";
        let reading = reading("Re: head of systems role", body);
        let shows = |because: &Evidence| because.text.contains("gone with somebody");
        assert!(reading.reasons.iter().any(shows), "{:?}", reading.reasons);
    }

    #[test]
    fn every_kind_has_weights() {
        assert_eq!(WEIGHTS.kinds.len(), 16);
        let weighed = |n: usize| WEIGHTS.rows.iter().flatten().any(|(kind, _)| *kind == n);
        assert!((0..16).all(weighed));
    }
}
