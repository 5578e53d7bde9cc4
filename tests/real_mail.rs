//! Real mail that is not about jobs makes no event and no reply.
//!
//! The mails and calendars are those that come with the crates we use, found through cargo, so
//! nothing of them is copied here. A calendar is put into mails as people send them: as it is, and
//! as an invitation by a company, by a private person and to the reader by name.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test")]
#![expect(clippy::disallowed_methods, reason = "asks cargo where the crates lie")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use afterword::{
    message,
    reading::{self, Kind, Reader, Reading},
};
use jiff::{ToSpan, civil::Date};

/// The user of these tests.
const ME: &str = "robin.vale@mailbox.example";
/// A stranger at a company, and one who writes for himself.
const COMPANY: &str = "Jo Brandt <jo.brandt@millhouse.example>";
const PRIVATE: &str = "Jo Brandt <jo.brandt83@gmail.com>";

/// Mails and calendars that the crates hold at the least.
const MAILS_MIN: usize = 110;
const CALENDARS_MIN: usize = 990;
/// Calendars that may pass for an invitation of which nobody can say whether it is an interview;
/// they make no draft (W11). These only fall.
const UNCERTAIN_FOUND_MAX: usize = 26;
const UNCERTAIN_COMPANY_MAX: usize = 61;
const UNCERTAIN_PRIVATE_MAX: usize = 10;

/// What a company says of an application; none of it is said here.
const REPLIES: [Kind; 7] = [
    Kind::AvailabilityRequest,
    Kind::HumanReply,
    Kind::InfoRequest,
    Kind::NextRound,
    Kind::Offer,
    Kind::Rejection,
    Kind::Update,
];
const EVENTS: [Kind; 3] = [Kind::Cancellation, Kind::Invite, Kind::Reschedule];

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program)
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Where the source of a crate lies that is compiled into this build.
fn source_of(name: &str) -> PathBuf {
    let version = run("rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let args = ["metadata", "--locked", "--format-version=1", "--filter-platform", host];
    let metadata: serde_json::Value = serde_json::from_str(&run(env!("CARGO"), &args)).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == name);
    let package = package.unwrap_or_else(|| panic!("{name} is no dependency any more"));
    Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

/// All files below a folder that a name accepts, in order.
fn files(folder: &Path, accepts: fn(&str) -> bool) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if accepts(path.to_str().unwrap()) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(mail: &[u8]) -> Reading {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
    reading::read(&message::parse(mail), &Reader { me: vec![ME.into()], name: None, zone })
}

/// Readings counted by kind and certainty, and what broke the promise.
#[derive(Default)]
struct Count {
    kinds: BTreeMap<(Kind, bool), usize>,
    faults: Vec<String>,
    doubted: Vec<String>,
}

impl Count {
    fn add(&mut self, name: &str, reading: &Reading) {
        *self.kinds.entry((reading.kind, reading.certain)).or_default() += 1;
        let event = EVENTS.contains(&reading.kind);
        let told = || format!("{name}: {:?} {:?}", reading.kind, reading.reasons);
        if event && !reading.certain {
            self.doubted.push(told());
        }
        if event && reading.certain || REPLIES.contains(&reading.kind) {
            self.faults.push(told());
        }
    }

    fn check(&self, set: &str, least: usize) {
        let all: usize = self.kinds.values().sum();
        println!("{set}: {all} mails {:?}", self.kinds);
        assert!(all >= least, "{set} has only {all} mails");
        assert!(self.faults.is_empty(), "{set}:\n{}", self.faults.join("\n"));
    }
}

#[test]
fn mails_of_other_matters_are_neither_events_nor_replies() {
    let mut count = Count::default();
    let mail_parser = source_of("mail-parser").join("resources");
    let mut paths = files(&mail_parser.join("eml"), |path| path.ends_with(".eml"));
    paths.extend(files(&mail_parser.join("maildir"), |path| {
        path.contains(".M") || path.contains(",")
    }));
    paths.extend(files(&source_of("lettre").join("testdata"), |path| path.ends_with(".eml")));
    for path in paths {
        let mail = fs::read(&path).unwrap();
        count.add(&path.display().to_string(), &read(&mail));
    }
    assert_eq!(count.doubted.len(), 0, "{}", count.doubted.join("\n"));
    count.check("mails", MAILS_MIN);
}

/// A mail that carries a calendar, sent the day before the first event.
struct Mail<'a> {
    from: &'a str,
    calendar: &'a str,
    method: Option<&'a str>,
}

impl Mail<'_> {
    fn bytes(&self) -> Vec<u8> {
        let title = line_of(self.calendar, "SUMMARY").unwrap_or("Calendar");
        let day =
            line_of(self.calendar, "DTSTART").and_then(date).unwrap_or(Date::constant(2026, 10, 6));
        let sent =
            day.checked_sub(1.day()).unwrap().at(10, 0, 0, 0).in_tz("Europe/London").unwrap();
        let sent = jiff::fmt::rfc2822::to_string(&sent).unwrap();
        let method = self.method.map_or(String::new(), |method| format!("; method={method}"));
        format!(
            "From: {}\r\nTo: Robin Vale <{ME}>\r\nSubject: {title}\r\nDate: {sent}\r\n\
            Message-ID: <calendar@millhouse.example>\r\nMIME-Version: 1.0\r\n\
            Content-Type: text/calendar; charset=utf-8{method}\r\n\
            Content-Transfer-Encoding: 8bit\r\n\r\n{}",
            self.from, self.calendar
        )
        .into_bytes()
    }
}

/// The first value of an event's property.
fn line_of<'a>(calendar: &'a str, property: &str) -> Option<&'a str> {
    let event = calendar.split_once("BEGIN:VEVENT")?.1;
    let line = event.lines().find(|line| line.starts_with(property))?;
    line.split_once(':').map(|(_, value)| value.trim())
}

/// A day that a mail can be sent on.
fn date(value: &str) -> Option<Date> {
    let day = Date::strptime("%Y%m%d", value.get(..8)?).ok()?;
    (1980..2100).contains(&day.year()).then_some(day)
}

/// The calendar as an invitation (RFC 5546 §3.2.2), to a guest if one is named.
fn requested(calendar: &str, guest: Option<&str>) -> String {
    let mut out = String::new();
    for line in calendar.lines().filter(|line| !line.starts_with("METHOD")) {
        out.push_str(line);
        out.push_str("\r\n");
        match (line.trim_end(), guest) {
            ("BEGIN:VCALENDAR", _) => out.push_str("METHOD:REQUEST\r\n"),
            ("BEGIN:VEVENT", Some(guest)) => {
                out.push_str(&format!("ATTENDEE;RSVP=TRUE:mailto:{guest}\r\n"));
            }
            _ => {}
        }
    }
    out
}

fn calendars() -> Vec<(String, String)> {
    let folder = source_of("calcard").join("resources/ical");
    let paths = files(&folder, |path| path.ends_with(".ics"));
    let text = |path: &PathBuf| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    paths.iter().map(|path| (path.display().to_string(), text(path))).collect()
}

#[test]
fn calendars_as_they_are_found_invite_to_no_interview() {
    let mut count = Count::default();
    for (name, calendar) in calendars() {
        let mail = Mail { from: COMPANY, calendar: &calendar, method: None };
        count.add(&name, &read(&mail.bytes()));
    }
    count.check("calendars as found", CALENDARS_MIN);
    assert!(count.doubted.len() <= UNCERTAIN_FOUND_MAX, "{}", count.doubted.join("\n"));
}

#[test]
fn meetings_of_a_company_or_a_friend_are_no_interviews() {
    let (mut company, mut private) = (Count::default(), Count::default());
    for (name, calendar) in calendars() {
        let calendar = requested(&calendar, None);
        for (count, from) in [(&mut company, COMPANY), (&mut private, PRIVATE)] {
            let mail = Mail { from, calendar: &calendar, method: Some("REQUEST") };
            count.add(&name, &read(&mail.bytes()));
        }
    }
    company.check("invitations by a company", CALENDARS_MIN);
    private.check("invitations by a private person", CALENDARS_MIN);
    assert!(company.doubted.len() <= UNCERTAIN_COMPANY_MAX, "{}", company.doubted.join("\n"));
    assert!(private.doubted.len() <= UNCERTAIN_PRIVATE_MAX, "{}", private.doubted.join("\n"));
}

/// "Chat with Priya" is such an invitation too, and counts as one in doubt: so no ceiling here.
#[test]
fn a_meeting_to_which_a_company_invites_the_reader_is_in_doubt_at_most() {
    let mut count = Count::default();
    for (name, calendar) in calendars() {
        let calendar = requested(&calendar, Some(ME));
        let mail = Mail { from: COMPANY, calendar: &calendar, method: Some("REQUEST") };
        count.add(&name, &read(&mail.bytes()));
    }
    count.check("invitations to the reader", CALENDARS_MIN);
}

#[test]
fn a_plain_title_is_enough_where_a_company_invites_the_reader() {
    for title in
        ["Chat with Priya", "Jo / Robin", "Interview", "Conversation", "45 minutes with Jo"]
    {
        let calendar = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@millhouse\r\n\
            DTSTAMP:20261001T090000Z\r\nDTSTART:20261006T090000Z\r\nDTEND:20261006T094500Z\r\n\
            SUMMARY:{title}\r\nORGANIZER:mailto:jo.brandt@millhouse.example\r\n\
            ATTENDEE:mailto:{ME}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let mail = Mail { from: COMPANY, calendar: &calendar, method: Some("REQUEST") };
        assert_eq!(read(&mail.bytes()).kind, Kind::Invite, "{title}");
    }
}
