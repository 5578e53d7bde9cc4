//! Which of the times that a mail names is the interview's: calendar parts first, then words.
//!
//! Finds no times itself; must not know what kind of mail it is beyond what [`Frame`] says.

use jiff::{SignedDuration, Zoned};

use super::{
    Appointment,
    calendar::{CalendarEvent, Method},
    phrase,
    when::Moment,
};

/// Sessions further apart than this belong to different interviews.
const LOOP_HOURS_MAX: i64 = 12;
/// An interview may have begun so long before its mail was sent.
const LATE_MINUTES_MAX: i64 = 30;
/// Words before a time that can turn its meaning.
const WORDS_BEFORE: usize = 3;
/// Enough to hold those words.
const BEFORE_BYTES_MAX: usize = 120;

/// Times found in words.
#[derive(Debug, Default)]
pub struct Times {
    pub chosen: Option<Appointment>,
    pub certain: bool,
    /// Several times are offered to choose from.
    pub several: bool,
    /// The day is told by its weekday alone.
    pub weekday_alone: bool,
}

/// What decides between times.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub sent: &'a Zoned,
    /// The mail speaks of a move: the new time counts.
    pub moved: bool,
    /// The mail asks for times: two times are a choice, not a schedule.
    pub asks: bool,
}

/// The span of the events that invite or cancel: first start to last end.
pub fn of_events(events: &[CalendarEvent]) -> Option<Appointment> {
    let counts = |event: &&CalendarEvent| event.method != Method::Reply;
    let first = events.iter().filter(counts).min_by(|a, b| a.start.cmp(&b.start))?;
    let limit = SignedDuration::from_hours(LOOP_HOURS_MAX);
    let together = |event: &&CalendarEvent| event.start.duration_since(&first.start) <= limit;
    let end =
        events.iter().filter(counts).filter(together).filter_map(|event| event.end.clone()).max();
    Some(Appointment { start: first.start.clone(), end })
}

/// Chooses among the times in a text.
pub fn of_words(text: &str, moments: &[Moment], frame: Frame<'_>) -> Times {
    let early = SignedDuration::from_mins(-LATE_MINUTES_MAX);
    let ahead = |start: &Zoned| start.duration_since(frame.sent) >= early;
    let usable = moments
        .iter()
        .filter(|moment| !moment.arrival && moment.start.as_ref().is_some_and(ahead))
        .filter(|moment| !is_limit(text, moment, frame.asks))
        .filter(|moment| !is_told(text, moment))
        .filter(|moment| !is_dropped(text, moment) && (!frame.moved || !is_old(text, moment)));
    let mut found: Vec<&Moment> = Vec::new();
    for moment in usable {
        match found.iter_mut().find(|known| known.start == moment.start) {
            Some(known) if known.end.is_none() => *known = moment,
            Some(_) => {}
            None => found.push(moment),
        }
    }
    let Some(first) = found.first().copied() else {
        return Times::default();
    };
    let days = found.iter().filter(|moment| moment.date != first.date).count();
    let new = found.iter().find(|moment| frame.moved && is_new(text, moment));
    if found.len() == 1 || new.is_some() || (frame.moved && days > 0) {
        let moment = new.or(found.last()).copied().unwrap_or(first);
        return Times {
            chosen: appointment(moment),
            certain: moment.certain,
            several: false,
            weekday_alone: moment.weekday_alone,
        };
    }
    let chooses = found.iter().skip(1).any(|moment| is_alternative(text, moment));
    if days > 0 || chooses || (frame.asks && found.iter().all(|moment| moment.end.is_none())) {
        return Times {
            chosen: appointment(first),
            certain: first.certain,
            several: true,
            weekday_alone: first.weekday_alone,
        };
    }
    let start = found.iter().filter_map(|moment| moment.start.clone()).min();
    let end = found.iter().filter_map(|moment| moment.end.clone()).max();
    let end = end.filter(|end| start.as_ref().is_some_and(|start| end > start));
    Times {
        chosen: start.map(|start| Appointment { start, end }),
        certain: found.iter().all(|moment| moment.certain),
        several: false,
        weekday_alone: first.weekday_alone,
    }
}

fn appointment(moment: &Moment) -> Option<Appointment> {
    let start = moment.start.clone()?;
    Some(Appointment { start, end: moment.end.clone() })
}

/// The last words before a moment and the words of it.
fn around(text: &str, moment: &Moment) -> (Vec<String>, Vec<String>) {
    let inside = text.get(moment.span.clone()).unwrap_or_default();
    (words_before(text, moment.span.start), phrase::words(inside))
}

/// The last words before the time of day; its day may stand before them.
fn before_time(text: &str, moment: &Moment) -> Vec<String> {
    moment.time.as_ref().map_or_else(Vec::new, |time| words_before(text, time.start))
}

/// The last words of the clause before a place.
fn words_before(text: &str, end: usize) -> Vec<String> {
    let mut words = clause_before(text, end);
    let from = words.len().saturating_sub(WORDS_BEFORE);
    words.split_off(from)
}

/// The words of the clause before a place.
fn clause_before(text: &str, end: usize) -> Vec<String> {
    let before = text.get(..end).unwrap_or_default();
    let from = before.floor_char_boundary(before.len().saturating_sub(BEFORE_BYTES_MAX));
    let before = before.get(from..).unwrap_or_default();
    let line = before.rsplit(['\n', '.', '!', '?', ';']).next().unwrap_or_default();
    phrase::words(line)
}

/// A limit or an open end, not a time to meet: "by Friday 5pm", "after 18:00".
fn is_limit(text: &str, moment: &Moment, asks: bool) -> bool {
    const LIMITS: [&str; 20] = [
        "by",
        "before",
        "until",
        "till",
        "after",
        "deadline",
        "due",
        "bis",
        "vor",
        "nach",
        "spätestens",
        "avant",
        "après",
        "jusqu",
        "antes",
        "después",
        "hasta",
        "expires",
        "since",
        "closes",
    ];
    const INSIDE: [&str; 6] = ["after", "before", "until", "bis", "nach", "après"];
    // "From nine" begins an interview unless times are asked for.
    const OPEN: [&str; 4] = ["ab", "partir", "from", "desde"];
    let is_limit_word = |word: &String| LIMITS.contains(&word.as_str());
    let (before, inside) = around(text, moment);
    let range = moment.end.is_some();
    let open =
        asks && !range && before.iter().chain(&inside).any(|word| OPEN.contains(&word.as_str()));
    // "Come by on Monday", "no later than ten".
    let limits = |words: &[String]| {
        let pair = |first, second| words.windows(2).any(|two| two == [first, second]);
        pair("later", "than") || !pair("by", "on") && words.iter().any(is_limit_word)
    };
    let clock = before_time(text, moment);
    let clock = clock.get(clock.len().saturating_sub(2)..).unwrap_or_default();
    let clock_limits = clock.last().is_some_and(is_limit_word) || clock == ["later", "than"];
    open || limits(&before)
        || clock_limits && !range
        || (!range && inside.iter().any(|word| INSIDE.contains(&word.as_str())))
}

/// "I only found out at four": when the writer learned something.
fn is_told(text: &str, moment: &Moment) -> bool {
    const LEARNED: [[&str; 2]; 7] = [
        ["found", "out"],
        ["was", "told"],
        ["were", "told"],
        ["habe", "erfahren"],
        ["ai", "appris"],
        ["me", "enteré"],
        ["me", "dijeron"],
    ];
    // What stands behind these is told of somebody else.
    const JOINTS: [&str; 7] = ["and", "that", "und", "dass", "et", "que", "y"];
    let time = moment.time.as_ref().map_or(moment.span.start, |time| time.start);
    let words = clause_before(text, time);
    let clause = words.rsplit(|word| JOINTS.contains(&word.as_str())).next().unwrap_or_default();
    clause.windows(2).any(|two| LEARNED.iter().any(|pair| two == pair))
}

/// The time that no longer holds: "instead of Tuesday", "Old: …".
fn is_old(text: &str, moment: &Moment) -> bool {
    const OLD: [&str; 27] = [
        "former",
        "formerly",
        "alter",
        "bisheriger",
        "ursprünglicher",
        "ancien",
        "ancienne",
        "antigua",
        "from",
        "old",
        "previously",
        "originally",
        "original",
        "previous",
        "was",
        "than",
        "statt",
        "anstatt",
        "bisher",
        "ursprünglich",
        "lieu",
        "initialement",
        "lugar",
        "vez",
        "anteriormente",
        "alt",
        "not",
    ];
    let (before, _) = around(text, moment);
    let instead_of = before.windows(2).any(|two| two == ["instead", "of"]);
    instead_of || before.iter().any(|word| OLD.contains(&word.as_str()))
}

/// "Brought forward to 1.30", "now 11:00": told as the new time.
fn is_new(text: &str, moment: &Moment) -> bool {
    const NEW: [&str; 9] = ["to", "now", "auf", "neu", "nun", "jetzt", "neue", "nouvelle", "nueva"];
    before_time(text, moment).last().is_some_and(|word| NEW.contains(&word.as_str()))
}

/// "3pm rather than 2pm": whatever the mail is about, the second is not meant.
fn is_dropped(text: &str, moment: &Moment) -> bool {
    const INSTEAD: [[&str; 2]; 6] = [
        ["rather", "than"],
        ["instead", "of"],
        ["und", "nicht"],
        ["lieu", "de"],
        ["lugar", "de"],
        ["vez", "de"],
    ];
    let (before_day, _) = around(text, moment);
    [before_time(text, moment), before_day].iter().any(|words| {
        words.windows(2).any(|two| INSTEAD.iter().any(|pair| two == pair))
            || words.iter().any(|word| word == "statt" || word == "anstatt")
    })
}

/// "… or 14:00".
fn is_alternative(text: &str, moment: &Moment) -> bool {
    let (before, _) = around(text, moment);
    before.iter().any(|word| ["or", "oder", "ou", "o", "either"].contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{
        Language,
        when::{self, Horizon},
    };
    use jiff::tz::TimeZone;

    #[test]
    fn when_a_writer_learned_something_is_no_interview() {
        let sent: jiff::Timestamp = "2026-10-01T18:00:00Z".parse().unwrap();
        let sent = sent.to_zoned(TimeZone::UTC);
        let horizon = Horizon { sent, mine: TimeZone::UTC, theirs: None, language: Language::En };
        let frame = Frame { sent: &horizon.sent, moved: false, asks: false };
        let start = |text: &str| {
            let chosen = of_words(text, &when::find(text, &horizon), frame).chosen;
            chosen.map(|chosen| chosen.start.strftime("%d %H:%M").to_string())
        };
        assert_eq!(start("I was told at 10am on Friday 2 October."), None);
        assert_eq!(start("I only found out myself on Friday 2 October at 10am."), None);
        let heard = "I heard back from Dana and she can meet you on Friday 2 October at 3pm.";
        assert_eq!(start(heard).as_deref(), Some("02 15:00"));
    }
}
