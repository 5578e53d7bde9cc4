//! Any bytes give a reading with defects: mails that break the rules, or that mean harm.
//!
//! How long they take is measured by benches/; here is asserted what they are taken for.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "fuzz/properties.rs"]
mod properties;

use std::{fs, path::Path};

use afterword::{
    message::{self, Message},
    reading::{self, Kind, Reader, Reading},
};

const HEAD: &str = "From: Ana Ruiz <ana@firm.example>\r\nTo: robin.vale@mailbox.example\r\n\
    Subject: Your interview\r\nDate: Mon, 5 Oct 2026 10:00:00 +0100\r\n\
    Message-ID: <1@firm.example>\r\nMIME-Version: 1.0\r\n";
/// What an honest mail says, to see that it is still heard.
const INVITES: &str = "Your interview for the Data Engineer role is confirmed for Thursday \
    8 October 2026 at 10:00 BST.\r\n";

fn read(mail: impl AsRef<[u8]>) -> (Message, Reading) {
    let message = message::parse(mail.as_ref());
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
    let me = vec!["robin.vale@mailbox.example".into()];
    let reading = reading::read(&message, &Reader { me, name: None, zone });
    (message, reading)
}

/// A mail with further headers and a body.
fn mail(headers: &str, body: &str) -> String {
    format!("{HEAD}{headers}\r\n{body}")
}

fn html(body: &str) -> String {
    mail("Content-Type: text/html; charset=utf-8\r\n", body)
}

fn calendar(events: &str) -> String {
    mail(
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n",
        &format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n{events}\r\nEND:VCALENDAR\r\n"
        ),
    )
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:1@firm.example\r\nSUMMARY:Interview\r\n\
        ORGANIZER:mailto:ana@firm.example\r\nATTENDEE:mailto:robin.vale@mailbox.example\r\n\
        {lines}\r\nEND:VEVENT"
    )
}

fn is_event(reading: &Reading) -> bool {
    matches!(reading.kind, Kind::Invite | Kind::Reschedule | Kind::Cancellation)
}

#[test]
fn every_input_that_was_ever_found_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/found");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let target = properties::TARGETS.iter().find(|(target, _)| name.starts_with(target));
        if let Some((_, property)) = target {
            property(&fs::read(&path).unwrap());
        } else {
            assert_eq!(name, "README.md", "an input is called TARGET-WHAT");
        }
    }
}

#[test]
fn no_bytes_and_any_bytes_say_nothing() {
    let noise: Vec<u8> =
        (0..100_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let inputs: [&[u8]; 7] = [b"", b"\0", b"\r\n\r\n", b":", &[0xff; 5000], &[0; 5000], &noise];
    for input in inputs {
        let (message, reading) = read(input);
        assert_eq!(reading.kind, Kind::Other, "{reading:?}");
        assert!(reading.defects.iter().any(|defect| defect.starts_with("no ")), "{reading:?}");
        assert!(message.id.0.ends_with("invalid"), "an id of its bytes: {:?}", message.id);
    }
}

#[test]
fn headers_alone_are_a_mail_that_says_nothing() {
    let (message, reading) = read(HEAD);
    assert_eq!(message.subject, "Your interview");
    assert!(!is_event(&reading) && reading.interview.is_none(), "{reading:?}");
}

#[test]
fn a_text_without_headers_is_no_invite() {
    let (message, reading) = read(INVITES);
    assert!(!(is_event(&reading) && reading.certain), "{reading:?}");
    assert!(
        message.defects.contains(&"no readable From".to_owned())
            || message.defects.contains(&"no headers".to_owned())
    );
}

#[test]
fn deep_nesting_hides_no_invite_and_breaks_nothing() {
    let parts: String = (0..2_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    let (_, reading) = read(format!("{HEAD}{parts}\r\n\r\n{INVITES}"));
    assert!(is_event(&reading) || !reading.certain && !reading.defects.is_empty(), "{reading:?}");
    let mails =
        format!("{HEAD}{}", "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n".repeat(2_000));
    let (_, reading) = read(mails);
    assert!(!(is_event(&reading) && reading.certain), "{reading:?}");
    let sibling = format!("--b\r\nContent-Type: text/plain\r\n\r\n{INVITES}").repeat(500);
    let (_, reading) = read(mail("Content-Type: multipart/mixed; boundary=b\r\n", &sibling));
    assert_eq!(reading.kind, Kind::Invite);
}

#[test]
fn wrong_boundaries_lose_parts_at_most() {
    let body = format!("--a\r\nContent-Type: text/plain\r\n\r\n{INVITES}--a--\r\n");
    for boundary in ["a", "\"a\"", "b", "", "\"", "a b", "\0"] {
        let headers = format!("Content-Type: multipart/alternative; boundary={boundary}\r\n");
        let (_, reading) = read(mail(&headers, &body));
        let heard = reading.kind == Kind::Invite;
        assert!(
            heard || !reading.certain && !reading.defects.is_empty(),
            "{boundary}: {reading:?}"
        );
    }
    let (_, reading) = read(mail("Content-Type: multipart/mixed; boundary=a\r\n", &body));
    assert_eq!(reading.kind, Kind::Invite);
}

#[test]
fn tags_within_tags_keep_their_text() {
    for tag in ["div", "blockquote", "table><tr><td", "b", "ul><li", "a href=x"] {
        let open = format!("<{tag}>").repeat(50_000);
        let (message, _) = read(html(&format!("<p>Hello Robin</p>{open}{INVITES}")));
        let text = [message.own, message.quoted, message.signature].join("\n");
        assert!(text.contains("Hello Robin") || !message.defects.is_empty(), "{tag}");
    }
    let (message, _) = read(html(&"<".repeat(150_000)));
    assert!(message.own.len() <= 200_000);
    let entities = html(&format!("<p>{}</p>", "&#x110000;&amp;&bogus;&#0;".repeat(20_000)));
    assert!(!read(entities).0.own.contains('\0'));
}

#[test]
fn long_lines_are_cut_and_read_before_the_cut() {
    let filler = "lorem ipsum ".repeat(100_000);
    let (message, reading) = read(mail("", &format!("{INVITES}\r\n{filler}")));
    assert_eq!(reading.kind, Kind::Invite, "{:?}", reading.reasons);
    assert!(message.own.len() <= 200_000, "{}", message.own.len());
    let (message, _) = read(mail("", &"x".repeat(2_000_000)));
    assert!(message.own.len() <= 200_000);
    let (message, reading) =
        read(format!("{HEAD}X-Long: {}\r\n\r\n{INVITES}", "y".repeat(1_000_000)));
    assert_eq!((message.subject.as_str(), reading.kind), ("Your interview", Kind::Invite));
}

#[test]
fn broken_charsets_leave_the_rest_legible() {
    for charset in
        ["utf-16", "utf-16le", "utf-7", "x-unknown", "gb18030", "shift_jis", "\0", "utf-8; utf-16"]
    {
        let headers = format!("Content-Type: text/plain; charset=\"{charset}\"\r\n");
        let (_, reading) = read(mail(&headers, INVITES));
        assert!(
            matches!(reading.kind, Kind::Invite | Kind::Other | Kind::Update | Kind::HumanReply),
            "{charset}: {reading:?}"
        );
    }
    let latin = [
        HEAD.as_bytes(),
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nSch\xf6ne Gr\xfc\xdfe \xff\xfe\xc3\r\n",
        INVITES.as_bytes(),
    ]
    .concat();
    assert_eq!(read(latin).1.kind, Kind::Invite);
}

#[test]
fn subjects_stay_on_one_line() {
    let subjects = [
        "=?utf-8?q?Interview=0D=0ABcc:_x@y.example?=",
        "=?utf-8?b?SW50ZXJ2aWV3DQpCY2M6IHhAeS5leGFtcGxl?=",
        "Interview\r\n =?utf-8?q?=00=01=1B[31m?=",
        "=?utf-8?q?=E2=80=AEInterview?=",
        "=?x?z?broken",
        "=?utf-8?q?=?==?utf-8?q?=C3?=",
    ];
    for subject in subjects {
        let (message, _) =
            read(format!("From: ana@firm.example\r\nSubject: {subject}\r\n\r\n{INVITES}"));
        let odd = |c: char| c.is_control() || c == '\u{202e}';
        assert!(!message.subject.contains(odd), "{:?}", message.subject);
    }
}

#[test]
fn nuls_are_left_out() {
    let nul = INVITES.replace(' ', " \0");
    let (message, reading) = read(mail("", &nul));
    assert!(!message.own.contains('\0'));
    assert_eq!(reading.kind, Kind::Invite, "{reading:?}");
    let (message, _) = read(mail("", INVITES).replace("Ana", "A\0na"));
    assert!(message.from.is_none_or(|from| !from.name.unwrap_or_default().contains('\0')));
}

#[test]
fn truncated_encodings_are_read_as_far_as_they_go() {
    // "Dear Robin, your interview is confirmed" and half a byte triple.
    let base64 = "RGVhciBSb2JpbiwgeW91ciBpbnRlcnZpZXcgaXMgY29uZmlybWVkI";
    let (message, _) = read(mail("Content-Transfer-Encoding: base64\r\n", base64));
    assert!(
        message.own.starts_with("Dear Robin") || message.own.contains("RGVh"),
        "{:?}",
        message.own
    );
    let quoted = "Dear Robin, sch=C3=B6n=E2=8";
    let (message, _) = read(mail("Content-Transfer-Encoding: quoted-printable\r\n", quoted));
    assert!(message.own.starts_with("Dear Robin"), "{:?}", message.own);
    for encoding in ["base64", "quoted-printable", "x-uuencode", "8bit", "\0"] {
        read(mail(&format!("Content-Transfer-Encoding: {encoding}\r\n"), &"=".repeat(60_000)));
    }
}

#[test]
fn crowds_and_long_threads_are_bounded() {
    let crowd: Vec<String> = (0..10_000).map(|n| format!("P{n} <p{n}@firm.example>")).collect();
    let crowd = crowd.join(", ");
    let (message, _) = read(format!("From: {crowd}\r\nTo: {crowd}\r\nSubject: x\r\n\r\n{INVITES}"));
    assert_eq!(message.from.unwrap().email, "p0@firm.example");
    assert!(message.to.len() <= 1_000, "{}", message.to.len());
    let ids: String = (0..50_000).map(|n| format!("<{n}@firm.example> ")).collect();
    let (message, reading) = read(mail(&format!("References: {ids}\r\n"), INVITES));
    assert!(message.references.len() <= 1_000);
    assert_eq!(reading.kind, Kind::Invite);
    let (message, _) = read(mail(&"X-Many: header\r\n".repeat(50_000), INVITES));
    assert!(message.headers.len() <= 1_000);
}

#[test]
fn endless_series_are_in_doubt() {
    for rule in [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;COUNT=999999999",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "RDATE:20261008T090000Z,20261009T090000Z",
    ] {
        let (_, reading) = read(calendar(&event(&format!("DTSTART:20261008T090000Z\r\n{rule}"))));
        assert!(!reading.certain, "{rule}: {reading:?}");
    }
}

#[test]
fn years_and_lengths_beyond_belief_give_defects() {
    for start in [
        "00010101T000000Z",
        "99991231T235959Z",
        "00000000T000000Z",
        "20261399T996199Z",
        "-1",
        "9".repeat(5_000).as_str(),
    ] {
        let (_, reading) = read(calendar(&event(&format!("DTSTART:{start}"))));
        assert!(reading.interview.is_none(), "{start}: {reading:?}");
        assert!(!reading.defects.is_empty(), "{start}");
    }
    for length in ["P9999999W", "-PT1H", "PT99999999999999999999S", "P36500D", "PT0S", "P"] {
        let (_, reading) =
            read(calendar(&event(&format!("DTSTART:20261008T090000Z\r\nDURATION:{length}"))));
        let interview = reading.interview.expect("its start is known");
        let end = interview.end.unwrap_or_else(|| interview.start.clone());
        assert!(end >= interview.start, "{length}");
        let days = interview.start.duration_until(&end).as_hours() / 24;
        assert!(days <= 31, "{length} lasts {days} days");
    }
}

#[test]
fn a_zone_that_loops_leaves_its_event_in_doubt() {
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Loop\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n\
        TZOFFSETFROM:+9900\r\nTZOFFSETTO:-9900\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:-9900\r\nTZOFFSETTO:+9900\r\n\
        RRULE:FREQ=YEARLY;BYDAY=99SU;BYMONTH=13\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    let event = event("DTSTART;TZID=Loop:20261008T090000");
    let (_, reading) = read(calendar(&format!("{}{event}", zone.repeat(100))));
    assert!(!reading.certain, "{reading:?}");
}

#[test]
fn thousands_of_events_are_no_interview() {
    let events: Vec<String> = (0..5_000)
        .map(|n| {
            event(&format!("DTSTART:2026{:02}{:02}T090000Z", 1 + n % 12, 1 + n % 28))
                .replace("UID:1", &format!("UID:{n}"))
        })
        .collect();
    let (_, reading) = read(calendar(&events.join("\r\n")));
    assert!(!(is_event(&reading) && reading.certain), "{reading:?}");
    assert!(!reading.defects.is_empty());
    let unclosed = "BEGIN:VEVENT\r\n".repeat(50_000);
    assert!(!is_event(&read(calendar(&unclosed)).1) || !read(calendar(&unclosed)).1.certain);
}
