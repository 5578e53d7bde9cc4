//! Times of which only the quoted mail tells enough: a short "works for me", a day without its
//! date, a time without its length.
//!
//! Decides what an answer takes from the text that it answers; finds no times itself.

use jiff::Zoned;

use super::{
    Appointment, Language,
    appointment::{self, Frame, Times},
    when::{self, Horizon, token::Tokens},
};
use crate::message::Message;

/// A short own text may confirm a quoted time.
const CONFIRMING_WORDS_MAX: usize = 60;
/// An answer agrees within its first characters, or not at all.
const ANSWER_CHARS_MAX: usize = 160;

/// A short answer that agrees.
const AGREES: [&str; 38] = [
    "works",
    "perfect",
    "confirm",
    "great",
    "sounds good",
    "see you",
    "booked",
    "done",
    "ok",
    "agreed",
    "lovely",
    "wonderful",
    "brilliant",
    "super",
    "deal",
    "fine",
    "good for",
    "that's good",
    "speak then",
    "talk then",
    "suits",
    "all set",
    "cool",
    "passt",
    "perfekt",
    "bestätig",
    "gerne",
    "bis dann",
    "in ordnung",
    "parfait",
    "noté",
    "ça marche",
    "entendu",
    "d'accord",
    "perfecto",
    "de acuerdo",
    "confirmad",
    "nos vemos",
];
/// Words that take an agreement back.
const REFUSES: [&str; 15] = [
    "unfortunately",
    "can't",
    "cannot",
    "doesn't",
    "not",
    "sorry",
    "leider",
    "nicht",
    "malheureusement",
    "pas",
    "lamentablemente",
    "instead",
    "but",
    "however",
    "another",
];

/// A time that only the quoted text states, and a short answer agrees to.
pub(super) fn confirmed(
    message: &Message,
    own: &Tokens,
    quoted: &str,
    horizon: &Horizon,
    times: &Times,
) -> Option<Appointment> {
    let long = || message.own.split_whitespace().nth(CONFIRMING_WORDS_MAX).is_some();
    if message.in_reply_to.is_empty() || times.chosen.is_some() || long() {
        return None;
    }
    let answer = message.own.to_lowercase();
    // No "ok" in "Outlook".
    let first: String = answer.chars().take(ANSWER_CHARS_MAX).collect();
    let first: Vec<&str> = first.split_whitespace().collect();
    let spaced = format!(" {}", first.join(" "));
    let agrees = AGREES.iter().any(|word| spaced.contains(&format!(" {word}")));
    if !agrees || first.iter().any(|word| REFUSES.contains(word)) {
        return None;
    }
    let top = newest_quote(quoted);
    let frame = Frame { sent: &horizon.sent, moved: false, asks: true };
    let mut found = appointment::of_words(&top, &when::find(&top, horizon), frame);
    if found.several {
        return None;
    }
    lengthen(&mut found, own, quoted, horizon.language);
    found.chosen
}

/// "4pm Thursday works": the day is the Thursday that the quoted mail names with its date.
pub(super) fn dated(times: &mut Times, message: &Message, quoted: &str, horizon: &Horizon) {
    let answers = times.weekday_alone && !message.in_reply_to.is_empty();
    let Some(chosen) = times.chosen.as_mut().filter(|_| answers) else {
        return;
    };
    let told = chosen.start.date();
    let named = when::find(&newest_quote(quoted), horizon);
    let mut meant = named.iter().filter(|moment| moment.date.weekday() == told.weekday());
    let Some(date) = meant.next().map(|moment| moment.date).filter(|date| *date > told) else {
        return;
    };
    if meant.any(|moment| moment.date != date) {
        return;
    }
    let moved = |time: &Zoned| {
        let on = time.date().checked_add(told.until(date).ok()?).ok()?;
        on.to_datetime(time.time()).to_zoned(time.time_zone().clone()).ok()
    };
    if let Some(start) = moved(&chosen.start) {
        chosen.end = chosen.end.as_ref().and_then(moved);
        chosen.start = start;
    }
}

/// The text of the mail answered, without what that one quoted and without its attribution.
fn newest_quote(quoted: &str) -> String {
    let mut lines = quoted.lines().skip_while(|line| !line.trim_end().ends_with(':'));
    lines.next();
    let body: Vec<&str> = lines.take_while(|line| !line.trim_end().ends_with(':')).collect();
    if body.iter().all(|line| line.trim().is_empty()) {
        return quoted.to_owned();
    }
    body.join("\n")
}

/// Takes the length from elsewhere in the thread where the time itself has none.
pub(super) fn lengthen(times: &mut Times, own: &Tokens, quoted: &str, language: Language) {
    let Some(chosen) = times.chosen.as_mut().filter(|chosen| chosen.end.is_none()) else {
        return;
    };
    let length = when::duration_in(own).or_else(|| when::duration(quoted, language));
    chosen.end = length.and_then(|length| chosen.start.checked_add(length).ok());
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn a_weekday_alone_is_the_one_that_the_mail_answered_names() {
        let raw = "From: Kim <kim@fjordline.example>\nTo: me@home.example\nSubject: Re: Hello\n\
                   In-Reply-To: <a@home.example>\n\nThen Tuesday at 10am.\n";
        let message = crate::message::parse(raw.as_bytes());
        let sent: jiff::Timestamp = "2026-10-01T08:00:00Z".parse().unwrap();
        let sent = sent.to_zoned(TimeZone::UTC);
        let horizon = Horizon { sent, mine: TimeZone::UTC, theirs: None, language: Language::En };
        let frame = Frame { sent: &horizon.sent, moved: false, asks: false };
        let day = |own: &str, quoted: &str| {
            let mut times = appointment::of_words(own, &when::find(own, &horizon), frame);
            dated(&mut times, &message, quoted, &horizon);
            times.chosen.unwrap().start.date().to_string()
        };
        let offered = "On Monday Kim wrote:\nTuesday 13 October, 9 to 12, or Thursday 15 October";
        assert_eq!(day("Then Tuesday at 10am.", offered), "2026-10-13");
        assert_eq!(day("Then Tuesday 6 October at 10am.", offered), "2026-10-06");
        assert_eq!(day("Then Friday at 10am.", offered), "2026-10-02");
    }
}
