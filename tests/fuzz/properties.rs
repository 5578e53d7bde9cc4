//! What holds for any bytes: each function reads an input and panics where a promise is broken.
//!
//! The fuzz targets call these with new inputs, tests/hostile.rs with those that once failed.

#![allow(dead_code, reason = "each target uses one of them")]

use afterword::{
    message::{self, Message},
    reading::{
        self, Language, Reader, calendar, deadline,
        when::{self, Horizon},
    },
};
use jiff::{Timestamp, ToSpan, Zoned, civil::Date, tz::TimeZone};

/// A function that reads one input.
pub type Property = fn(&[u8]);

/// Each target by its name.
pub const TARGETS: [(&str, Property); 4] =
    [("calendar", calendar), ("dates", dates), ("message", message), ("reading", reading)];

/// Days around a mail's date within which a day that it names may lie.
const DAYS_BACK_MAX: i32 = 60;
const DAYS_AHEAD_MAX: i32 = 407;
/// Days ahead within which somebody promises to do something.
const DAYS_DUE_MAX: i32 = 190;
/// The longest an interview day can last.
const HOURS_MAX: i64 = 24;

/// Bytes → message. What is kept of it is clean text without control characters.
pub fn message(bytes: &[u8]) {
    let message = message::parse(bytes);
    assert!(!message.id.0.is_empty());
    assert!(!message.subject.contains(['\r', '\n', '\0']), "{:?}", message.subject);
    for text in [&message.own, &message.signature, &message.quoted] {
        assert!(!text.contains(['\r', '\0']), "{text:?}");
    }
    assert_eq!(message.id, message::parse(bytes).id, "the same bytes are the same mail");
}

/// Bytes → message → reading, twice the same.
pub fn reading(bytes: &[u8]) {
    check_reading(&message::parse(bytes));
}

/// iCalendar text → events, by way of a mail that carries it.
pub fn calendar(bytes: &[u8]) {
    let mut mail = b"From: Ana Ruiz <ana@firm.example>\r\nTo: robin.vale@mailbox.example\r\n\
        Subject: Conversation\r\nDate: Mon, 5 Oct 2026 10:00:00 +0100\r\n\
        Message-ID: <1@firm.example>\r\n\
        Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
        .to_vec();
    mail.extend_from_slice(bytes);
    let message = message::parse(&mail);
    let (events, _) = calendar::read(&message, &reader());
    for event in events {
        if let Some(end) = &event.end {
            assert!(*end >= event.start, "{event:?}");
        }
    }
    check_reading(&message);
}

/// A language, a zone and a day from the first four bytes, then text → days and times.
pub fn dates(bytes: &[u8]) {
    let Some(([language, zone, days @ ..], text)) = bytes.split_first_chunk::<4>() else {
        return;
    };
    let horizon = horizon(*language, *zone, u16::from_le_bytes(*days));
    let text = String::from_utf8_lossy(text);
    for moment in when::find(&text, &horizon) {
        check_moment(&text, &moment, &horizon);
    }
    let dues = deadline::find(&text, &horizon);
    for due in [&dues.theirs, &dues.ours, &dues.returns].into_iter().flatten() {
        let ahead = days_between(horizon.sent.date(), due.date);
        assert!((0..=DAYS_DUE_MAX).contains(&ahead), "{due:?}");
    }
}

/// The first four bytes of a `dates` input; [`horizon`] reads them.
pub fn dates_head(language: Language, sent: &Zoned) -> [u8; 4] {
    let language = LANGUAGES.iter().position(|known| *known == language).unwrap_or_default();
    let zone = ZONES.iter().position(|name| sent.time_zone().iana_name() == Some(name));
    let days = days_between(DAY_ZERO, sent.date());
    let [low, high] = u16::try_from(days).unwrap_or_default().to_le_bytes();
    [to_byte(language), to_byte(zone.unwrap_or_default()), low, high]
}

const LANGUAGES: [Language; 5] =
    [Language::En, Language::De, Language::Fr, Language::Es, Language::Other];
const ZONES: [&str; 8] = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "UTC",
];
const DAY_ZERO: Date = Date::constant(1950, 1, 1);

fn to_byte(number: usize) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

fn horizon(language: u8, zone: u8, days: u16) -> Horizon {
    let pick = |number: u8| ZONES.iter().cycle().nth(number.into()).copied().unwrap_or("UTC");
    let zone_of = |number: u8| TimeZone::get(pick(number)).expect("zones are bundled");
    let day = DAY_ZERO.checked_add(i32::from(days).days()).expect("65,535 days end in 2129");
    let sent = day.at(10, 0, 0, 0).to_zoned(zone_of(zone)).expect("within the years of jiff");
    Horizon {
        sent,
        mine: zone_of(zone.rotate_right(3)),
        theirs: (zone >= 128).then(|| zone_of(zone.rotate_right(5))),
        language: LANGUAGES
            .iter()
            .cycle()
            .nth(language.into())
            .copied()
            .expect("a cycle has no end"),
    }
}

fn reader() -> Reader {
    let zone = TimeZone::get("Europe/London").expect("zones are bundled");
    Reader { me: vec!["robin.vale@mailbox.example".into()], name: None, zone }
}

fn check_reading(message: &Message) {
    let reading = reading::read(message, &reader());
    assert!(reading == reading::read(message, &reader()), "a mail reads the same each time");
    assert!(!reading.reasons.is_empty(), "every verdict has a reason");
    if let Some(interview) = &reading.interview
        && let Some(end) = &interview.end
    {
        assert!(*end >= interview.start, "{interview:?}");
    }
    let sent = message.date.clone();
    let sent = sent.unwrap_or_else(|| Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC)).date();
    for day in [reading.deadline, reading.action_by, reading.returns].into_iter().flatten() {
        let ahead = days_between(sent, day);
        assert!((-DAYS_BACK_MAX..=DAYS_AHEAD_MAX).contains(&ahead), "{day} in a mail of {sent}");
    }
}

fn check_moment(text: &str, moment: &when::Moment, horizon: &Horizon) {
    let today = horizon.sent.date();
    let ahead = days_between(today, moment.date);
    assert!((-DAYS_BACK_MAX..=DAYS_AHEAD_MAX).contains(&ahead), "{moment:?} on {today}");
    assert!(text.get(moment.span.clone()).is_some_and(|words| !words.is_empty()), "{moment:?}");
    let Some(start) = &moment.start else {
        assert!(moment.end.is_none(), "{moment:?} ends and does not start");
        return;
    };
    if let Some(end) = &moment.end {
        let hours = start.duration_until(end).as_hours();
        assert!(end > start && hours <= HOURS_MAX, "{moment:?}");
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
