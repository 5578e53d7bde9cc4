//! The company's promise to answer, told apart from the candidate's own due dates.
//!
//! Decides who must act by a day: in each sentence every day is given to the nearest words that say
//! who acts (`words`). Days themselves are `point`'s part. Must not know kinds of mail.

mod cue;
mod lead;
mod period;
mod point;
mod week;
mod words;

use std::ops::Range;

use jiff::civil::Date;

use self::cue::{Cue, Role};
use self::lead::after;
use self::point::{Hang, Point};
use super::when::token::{Kind, Tokens};
use super::when::{self, Horizon};

/// Text read.
const TEXT_BYTES_MAX: usize = 64 * 1024;
/// Days ahead within which a promise or a due date is believed.
const DAYS_AHEAD_MAX: i32 = 180;
/// A sentence is cut here, so that many days in a long one cost no more than in many.
const SENTENCE_TOKENS_MAX: usize = 300;
/// Tokens between a day and the words that say who acts.
const TOKENS_APART: usize = 28;
/// The same for a day on which something is said to be done.
const ON_APART: usize = 6;

/// A day somebody must act by, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub date: Date,
    pub words: String,
    /// Said as a limit ("by Friday"), not as the day on which it is done ("on Friday").
    pub limit: bool,
    /// Counted from a day ("within a week"), not named.
    pub counted: bool,
}

/// Days named in a mail by who must act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dues {
    /// The company's promise ("decision by Friday", "within two weeks").
    pub theirs: Option<Due>,
    /// A limit that no word gives to anybody ("Tuesday at the latest"), if it is the only one.
    pub open: Option<Due>,
    /// The candidate's ("please confirm by", "the offer stands until").
    pub ours: Option<Due>,
    /// An absent person's return ("back on Tuesday the 20th").
    pub returns: Option<Due>,
}

/// Reads the own text of a mail (no quotes, no signature).
pub fn find(own: &str, horizon: &Horizon) -> Dues {
    let text = when::cut(own);
    find_in(text, &Tokens::of(text), horizon)
}

/// The same in a text whose tokens are known.
pub(crate) fn find_in(text: &str, tokens: &Tokens, horizon: &Horizon) -> Dues {
    let end = tokens.len_within(TEXT_BYTES_MAX);
    let mut dues = Dues::default();
    let mut away_until = None;
    let mut named = None;
    let mut open = Vec::new();
    let mut from = 0;
    while from < end {
        let to = sentence_end(tokens, from).min(end);
        let mut sentence = Sentence { text, tokens, range: from..to, named };
        sentence.read(horizon, &mut dues, &mut away_until, &mut open);
        named = sentence.named;
        from = to;
    }
    dues.returns = dues.returns.or(away_until);
    dues.open = open.pop().filter(|_| open.is_empty());
    dues
}

/// One sentence of a text, and the day last named before it.
struct Sentence<'a> {
    text: &'a str,
    tokens: &'a Tokens<'a>,
    range: Range<usize>,
    named: Option<Date>,
}

impl Sentence<'_> {
    fn read(
        &mut self,
        horizon: &Horizon,
        dues: &mut Dues,
        away_until: &mut Option<Due>,
        open: &mut Vec<Due>,
    ) {
        let tokens = self.tokens;
        if !self.range.clone().any(|at| point::tells_time(tokens, at)) {
            return;
        }
        let points = points(tokens, self.range.clone(), self.named, horizon);
        let Some(last) = points.last() else {
            return;
        };
        self.named = Some(last.date);
        let cues = cue::cues(tokens, self.range.clone());
        let today = horizon.sent.date();
        for point in &points {
            let ahead = today.until(point.date).map_or(-1, |span| span.get_days());
            if !(0..=DAYS_AHEAD_MAX).contains(&ahead) {
                continue;
            }
            let limit = point.hang != Hang::On;
            let counted = point.counted;
            let due = |date| Due { date, words: self.words(point), limit, counted };
            let Some(role) = role_of(tokens, point, self.range.start, &cues) else {
                let asks = || cues.iter().any(|cue| matches!(cue.role, Role::Ours | Role::Away));
                if self.is_open(point) && !asks() {
                    open.push(due(point.date));
                }
                continue;
            };
            let slot = match role {
                Role::Patience | Role::Theirs if self.hedges(point, role) => continue,
                Role::Patience | Role::Theirs => &mut dues.theirs,
                Role::Ours => &mut dues.ours,
                Role::Back => &mut dues.returns,
                Role::Away => {
                    away_until.get_or_insert(due(period::next_business_day(point.date)));
                    continue;
                }
            };
            slot.get_or_insert(due(point.date));
        }
    }

    /// A limit in a sentence that asks nothing, wonders nothing and speaks of nothing else.
    fn is_open(&self, point: &Point) -> bool {
        matches!(point.hang, Hang::By | Hang::UntilOrBy)
            && !self.hedges(point, Role::Theirs)
            && !cue::concerns_reader(self.tokens, self.range.start..point.from)
            && !cue::concerns_reader(self.tokens, point.to..self.range.end)
    }

    fn words(&self, point: &Point) -> String {
        let words = self.text.get(self.tokens.bytes(point.from, point.to)).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A condition, a habit or a "not" before the day, "if there is a fit" behind it, a question.
    fn hedges(&self, point: &Point, role: Role) -> bool {
        let (tokens, range) = (self.tokens, &self.range);
        let asked = range.end.checked_sub(1).is_some_and(|last| tokens.mark(last) == '?');
        cue::hedged(tokens, range.start..point.from, point.counted)
            || asked && role == Role::Theirs
            || cue::conditioned(tokens, range.clone(), point.to)
    }
}

/// A full stop, question mark, semicolon or blank line; "6. Oktober" and "Fri. 2 Oct" go on.
fn sentence_end(tokens: &Tokens, from: usize) -> usize {
    let last = tokens.len().min(from + SENTENCE_TOKENS_MAX);
    for at in from..last {
        let next = tokens.get(at + 1);
        let blank = next.is_some_and(|next| next.lines >= 2);
        if blank {
            return at + 1;
        }
        let spaced = next.is_none_or(|next| next.spaced);
        let ends = match tokens.mark(at) {
            ';' | '!' | '?' | '•' => true,
            '.' => {
                let short = tokens.word_before(at).chars().count() <= 3
                    && tokens.weekday(at.wrapping_sub(1)).is_some();
                let number = at
                    .checked_sub(1)
                    .is_some_and(|at| tokens.number(at).is_some_and(|(_, digits)| digits <= 2));
                let month = tokens.month(at.wrapping_sub(1)).is_some()
                    && next.is_some_and(|next| next.kind == Kind::Number);
                let capital =
                    next.is_none_or(|next| next.text.starts_with(|c: char| !c.is_lowercase()));
                let month_next = tokens.month(at + 1).is_some()
                    || tokens.any_of(at + 1, &["kalenderwoche", "kw"]);
                let abbreviated = short || month || number && month_next;
                capital && !abbreviated
            }
            _ => false,
        };
        if ends && spaced {
            return at + 1;
        }
    }
    last
}

/// The days of a sentence; `named` is the day last named before it.
fn points(
    tokens: &Tokens,
    sentence: Range<usize>,
    named: Option<Date>,
    horizon: &Horizon,
) -> Vec<Point> {
    // "I see him on Friday, so an answer before that": the day named last.
    const THAT: [&str; 6] =
        ["before that", "before then", "by then", "vorher", "bis dahin", "avant cela"];
    let mut points: Vec<Point> = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if !point::may_begin(tokens, at) && !tokens.any_of(at, &["vorher"]) {
            debug_assert!(point::at(tokens, at, named, horizon).is_none());
            at += 1;
            continue;
        }
        let last = points.last().map(|point| point.date);
        let found =
            point::at(tokens, at, last.or(named), horizon).filter(|point| point.to <= sentence.end);
        let back = THAT.iter().find_map(|phrase| after(tokens, at, phrase));
        let same = last.or(named).and_then(|last| point::same(tokens, at, last));
        at = match (found.or(same), back, last) {
            (Some(point), _, _) => {
                let next = point.to.max(at + 1);
                match points.last_mut().filter(|last| is_choice(tokens, last, &point)) {
                    Some(last) => *last = Point { from: last.from, ..point },
                    None => points.push(point),
                }
                next
            }
            (None, Some(to), Some(date)) => {
                let (hang, from) = (Hang::By, at);
                points.push(Point { hang, date, from, to, is_day: true, counted: false });
                to
            }
            _ => at + 1,
        };
    }
    points
}

/// "On Friday or the Monday after at the latest": the later one counts.
fn is_choice(tokens: &Tokens, first: &Point, second: &Point) -> bool {
    let between = first.to..second.from;
    second.hang == Hang::By
        && first.hang != Hang::By
        && first.date < second.date
        && between.len() <= 3
        && between.clone().any(|at| tokens.any_of(at, &["or", "oder", "ou", "o"]))
}

/// Who acts by that day: the nearest words before it, or close behind it.
fn role_of(tokens: &Tokens, point: &Point, start: usize, cues: &[Cue]) -> Option<Role> {
    if point.hang == Hang::Wait {
        return Some(Role::Patience);
    }
    cues.iter()
        .filter(|cue| allows(cue.role, point))
        .filter_map(|cue| Some((distance(tokens, point, start, cue)?, cue.role)))
        .min_by_key(|found| found.0)
        .map(|found| found.1)
}

fn allows(role: Role, point: &Point) -> bool {
    match role {
        Role::Theirs => point.hang != Hang::Until,
        Role::Patience => matches!(point.hang, Hang::Until | Hang::UntilOrBy | Hang::Wait),
        Role::Ours => point.hang != Hang::On,
        Role::Away => point.is_day && matches!(point.hang, Hang::Until | Hang::UntilOrBy),
        Role::Back => point.is_day && point.hang != Hang::Until,
    }
}

/// Tokens between, with a price for each comma or new thought and for standing behind.
///
/// "On Friday" says when something is done, and that is only told by words right before it or, at
/// the head of a sentence, behind it: "we meet on Monday and will be in touch" promises no Monday.
fn distance(tokens: &Tokens, point: &Point, start: usize, cue: &Cue) -> Option<usize> {
    let behind = cue.from >= point.from;
    let between = if behind { point.to..cue.from } else { cue.to.min(point.from)..point.from };
    let apart = between.len();
    // "The form (contact sheet) by Friday": what a bracket says has no day outside it.
    let mut brackets = between.clone().map(|at| tokens.mark(at));
    if !behind && brackets.find(|mark| matches!(mark, '(' | ')')) == Some(')') {
        return None;
    }
    let breaks = between
        .filter(|at| match tokens.mark(*at) {
            ',' | '-' | '–' | '—' => !narrows(tokens, at + 1),
            _ => cue::is_joint(tokens, *at),
        })
        .count();
    // At the head of the sentence, or of a clause: "…, on Monday you will hear from us".
    let heads = point.from <= start + 1
        || point.from.checked_sub(1).is_some_and(|at| {
            matches!(tokens.mark(at), ',' | ':' | '-' | '–' | '—') || cue::is_joint(tokens, at)
        });
    if point.hang == Hang::On && cue.role == Role::Theirs {
        let near = if point.is_day { ON_APART } else { TOKENS_APART / 2 };
        let fits = apart <= near && breaks == 0 && (!behind || heads);
        return fits.then_some(apart);
    }
    // "Let us know if you hear nothing by Friday" sets no date.
    let if_clause = |at: usize| tokens.any_of(at, &["if", "whether", "wenn", "falls", "si"]);
    if !behind && cue.role == Role::Ours && (cue.to..point.from).any(if_clause) {
        return None;
    }
    let limit = match cue.role {
        Role::Away | Role::Back => TOKENS_APART / 2,
        Role::Ours | Role::Patience | Role::Theirs => TOKENS_APART,
    };
    (apart <= limit).then_some(apart + breaks * 6 + if behind { 3 } else { 0 })
}

/// "In January, that is in the week of the 11th", "soon, probably on Monday": the same thought.
fn narrows(tokens: &Tokens, at: usize) -> bool {
    const NARROWING: &[&str] = &[
        "soit",
        "namely",
        "nämlich",
        "also",
        "probably",
        "likely",
        "hopefully",
        "ideally",
        "most",
        "wahrscheinlich",
        "voraussichtlich",
        "vermutlich",
        "hoffentlich",
        "wohl",
        "probablement",
        "normalement",
        "probablemente",
        "seguramente",
        "at",
        "by",
        "spätestens",
    ];
    tokens.any_of(at, NARROWING)
}

#[cfg(test)]
mod tests;
