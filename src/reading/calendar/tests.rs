//! Calendar parts as Google, Outlook and others write them, and hostile ones.

use jiff::tz::TimeZone;

use super::*;
use crate::message::MailId;

fn mail(calendars: &[&str]) -> Message {
    Message {
        id: MailId("one@mail.example".to_owned()),
        date: None,
        from: None,
        sender: None,
        reply_to: None,
        to: Vec::new(),
        cc: Vec::new(),
        subject: String::new(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        headers: Vec::new(),
        own: String::new(),
        signature: String::new(),
        quoted: String::new(),
        calendars: calendars.iter().map(|text| (*text).to_owned()).collect(),
        defects: Vec::new(),
    }
}

fn read_all(calendars: &[&str]) -> (Vec<CalendarEvent>, Vec<String>) {
    let reader = Reader {
        me: vec!["robin@mail.example".to_owned()],
        name: None,
        zone: TimeZone::get("Europe/London").unwrap(),
    };
    read(&mail(calendars), &reader)
}

/// The only event of a calendar that holds these VEVENT lines.
fn event(lines: &str) -> CalendarEvent {
    let text = calendar("", lines);
    let (events, defects) = read_all(&[&text]);
    assert_eq!(events.len(), 1, "{lines}: {defects:?}");
    events.into_iter().next().unwrap()
}

fn calendar(zones: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\n{zones}BEGIN:VEVENT\nUID:u1\n{lines}\n\
         END:VEVENT\nEND:VCALENDAR\n"
    )
}

fn start(lines: &str) -> (String, bool) {
    let event = event(lines);
    (event.start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), event.certain)
}

fn at(text: &str, certain: bool) -> (String, bool) {
    (text.to_owned(), certain)
}

#[test]
fn times_are_read_in_the_zone_they_name() {
    let cases = [
        ("DTSTART:20261006T083000Z", at("2026-10-06T08:30:00+00:00", true)),
        ("DTSTART;TZID=Europe/Berlin:20261006T103000", at("2026-10-06T10:30:00+02:00", true)),
        (
            "DTSTART;TZID=\"America/New_York\":20261006T103000",
            at("2026-10-06T10:30:00-04:00", true),
        ),
        (
            "DTSTART;TZID=Romance Standard Time:20261106T103000",
            at("2026-11-06T10:30:00+01:00", true),
        ),
        ("DTSTART;TZID=GMT Standard Time:20261006T103000", at("2026-10-06T10:30:00+01:00", true)),
        (
            "DTSTART;TZID=/mozilla.example/20050126_1/Europe/Paris:20261006T103000",
            at("2026-10-06T10:30:00+02:00", true),
        ),
        (
            "DTSTART;TZID=\"tzone://Microsoft/Utc\":20261006T083000",
            at("2026-10-06T08:30:00+00:00", true),
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261006T083000",
            at("2026-10-06T08:30:00+02:00", true),
        ),
        // Floating and all-day: the reader's zone, not sure.
        ("DTSTART:20261006T103000", at("2026-10-06T10:30:00+01:00", false)),
        ("DTSTART;VALUE=DATE:20261006", at("2026-10-06T00:00:00+01:00", false)),
        (
            "DTSTART;TZID=Nowhere in Particular:20261006T103000",
            at("2026-10-06T10:30:00+01:00", false),
        ),
        // RFC 5545 §3.3.5: a repeated hour is its first, a skipped one has the offset before.
        ("DTSTART;TZID=America/New_York:20261101T013000", at("2026-11-01T01:30:00-04:00", true)),
        ("DTSTART;TZID=America/New_York:20260308T023000", at("2026-03-08T03:30:00-04:00", false)),
    ];
    for (lines, expected) in cases {
        assert_eq!(start(lines), expected, "{lines}");
    }
}

const OWN_ZONE: &str = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\n\
    DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
    DTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

#[test]
fn a_zone_of_the_senders_own_follows_its_own_rules() {
    let cases = [
        ("20261006T103000", "2026-10-06T10:30:00+02:00", true),
        ("20261106T103000", "2026-11-06T10:30:00+01:00", true),
        ("20260106T103000", "2026-01-06T10:30:00+01:00", true),
        ("20260329T013000", "2026-03-29T01:30:00+01:00", true),
        ("20260329T023000", "2026-03-29T03:30:00+02:00", false),
        ("20260329T033000", "2026-03-29T03:30:00+02:00", true),
        ("20261025T023000", "2026-10-25T02:30:00+02:00", true),
        ("20261025T030000", "2026-10-25T03:00:00+01:00", true),
    ];
    for (local, expected, certain) in cases {
        let lines = format!("DTSTART;TZID=Customized Time Zone:{local}");
        let (events, _) = read_all(&[&calendar(OWN_ZONE, &lines)]);
        let event = events.first().unwrap();
        let shown = event.start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        assert_eq!((shown.as_str(), event.certain), (expected, certain), "{local}");
    }
}

#[test]
fn a_zone_without_changes_is_its_one_offset() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Desk\nBEGIN:STANDARD\nDTSTART:16010101T000000\n\
        TZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n";
    let (events, _) = read_all(&[&calendar(zone, "DTSTART;TZID=Desk:20261006T103000")]);
    let event = events.first().unwrap();
    assert_eq!(event.start.strftime("%H:%M%:z").to_string(), "10:30+05:30");
    assert!(event.certain);
}

#[test]
fn an_end_comes_from_dtend_or_duration_and_never_lies_before_the_start() {
    let end = |lines: &str| event(lines).end.map(|end| end.strftime("%H:%M%:z").to_string());
    let zoned = "DTSTART;TZID=Europe/Berlin:20261006T103000\n";
    assert_eq!(
        end(&format!("{zoned}DTEND;TZID=Europe/Berlin:20261006T111500")).as_deref(),
        Some("11:15+02:00")
    );
    assert_eq!(end(&format!("{zoned}DTEND:20261006T091500Z")).as_deref(), Some("11:15+02:00"));
    assert_eq!(end(&format!("{zoned}DURATION:PT1H30M")).as_deref(), Some("12:00+02:00"));
    assert_eq!(end(&format!("{zoned}DTEND:20261006T071500Z")), None);
    assert_eq!(end(zoned), None);
}

#[test]
fn people_are_named_without_rooms_quotes_and_schemes() {
    let event = event(
        "DTSTART:20261006T083000Z\nORGANIZER;CN=\"Duarte, Ines\":MAILTO:Ines@Firm.example\n\
         ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@firm.example\n\
         ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@firm.example\n\
         ATTENDEE;CN=robin@mail.example;PARTSTAT=NEEDS-ACTION:mailto:robin@mail.example\n\
         ATTENDEE;ROLE=OPT-PARTICIPANT;CN='Max Muster':mailto:max@firm.example\n\
         ATTENDEE;PARTSTAT=DECLINED;CN=Eva:invalid:nomail\n\
         ATTENDEE;CN=Long \n Name;EMAIL=Long@Firm.example:urn:uuid:5",
    );
    let organizer = event.organizer.unwrap();
    assert_eq!(organizer.name, "Duarte, Ines");
    assert_eq!(organizer.email.as_deref(), Some("ines@firm.example"));
    let shown: Vec<_> = event
        .attendees
        .iter()
        .map(|one| {
            let email = one.person.email.as_deref().unwrap_or("-");
            (one.person.name.as_str(), email, one.optional, one.declined)
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("", "robin@mail.example", false, false),
            ("Max Muster", "max@firm.example", true, false),
            ("Eva", "-", false, true),
            ("Long Name", "long@firm.example", false, false),
        ]
    );
}

#[test]
fn texts_are_unfolded_and_unescaped_whatever_the_line_ends() {
    let lines = "DTSTART:20261006T083000Z\nSUMMARY:Interview\\, part\n  two\\; Ines\n\
        DESCRIPTION:One\\nTwo, three\nLOCATION:Room 5, Main St";
    for text in [calendar("", lines), calendar("", lines).replace('\n', "\r\n")] {
        let (events, _) = read_all(&[&text]);
        let event = events.first().unwrap();
        assert_eq!(event.summary, "Interview, part two; Ines");
        assert_eq!(event.description, "One\nTwo, three");
        assert_eq!(event.location, "Room 5, Main St");
    }
}

#[test]
fn the_same_event_in_two_parts_is_one() {
    let one = calendar("", "DTSTART:20261006T083000Z\nSEQUENCE:2");
    let bare = one.replace("METHOD:REQUEST\n", "");
    let (events, _) = read_all(&[&bare, &one]);
    assert_eq!(events.len(), 1);
    let event = events.first().unwrap();
    assert_eq!((event.method, event.sequence), (Method::Request, 2));
}

#[test]
fn a_series_is_its_first_instance_and_an_exception_replaces_it() {
    let master = "DTSTART;TZID=Europe/Berlin:20261006T103000\nRRULE:FREQ=SECONDLY";
    assert!(!event(master).certain);
    let moved = format!(
        "{master}\nEND:VEVENT\nBEGIN:VEVENT\nUID:u1\n\
         RECURRENCE-ID;TZID=Europe/Berlin:20261006T103000\nDTSTART:20261007T083000Z"
    );
    let event = event(&moved);
    assert_eq!(event.start.strftime("%d %H:%M").to_string(), "07 08:30");
    assert!(event.certain);
}

#[test]
fn a_cancelled_event_says_so_by_method_or_status() {
    let event = event("DTSTART:20261006T083000Z\nSTATUS:CANCELLED");
    assert!(event.cancelled);
    let text = calendar("", "DTSTART:20261006T083000Z").replace("REQUEST", "CANCEL");
    let (events, _) = read_all(&[&text]);
    assert_eq!(events.first().unwrap().method, Method::Cancel);
}

#[test]
fn odd_calendars_give_defects_and_never_panic() {
    let good = calendar(
        OWN_ZONE,
        "DTSTART;TZID=Customized Time Zone:20261006T103000\nSUMMARY:Gespräch\n\
         ATTENDEE;CN=Zoë:mailto:zoe@firm.example\nRRULE:FREQ=YEARLY;BYDAY=-9SU",
    );
    for cut in 0..good.len() {
        if let Some(text) = good.get(..cut) {
            read_all(&[text]);
        }
    }
    for lines in [
        "DTSTART:00010101T000000Z",
        "DTSTART:20261306T103000Z",
        "DTSTART:garbage",
        "SUMMARY:No start",
        "DTSTART:99991231T235959Z\nDURATION:P99999999W",
    ] {
        let (events, defects) = read_all(&[&calendar("", lines)]);
        assert!(events.is_empty() && !defects.is_empty(), "{lines}: {events:?}");
    }
    let (_, defects) = read_all(&["\u{feff}junk: here\n\0\0BEGIN:VCALENDAR", ""]);
    assert!(!defects.is_empty());
}

#[test]
fn ten_thousand_attendees_are_cut_at_the_limit() {
    let mut lines = "DTSTART:20261006T083000Z".to_owned();
    for number in 0..10_000 {
        lines.push_str(&format!("\nATTENDEE;CN=A:mailto:a{number}@firm.example"));
    }
    let (events, defects) = read_all(&[&calendar("", &lines)]);
    assert_eq!(events.first().unwrap().attendees.len(), ATTENDEES_MAX);
    assert_eq!(defects.len(), 1);
}
