//! The eleven stories with a perfect reading: what the core makes of mails that were understood.
//!
//! The labels of the corpus stand in for `reading`, so that a fault here is one of correlation,
//! fold, etiquette or drafts. `reading.rs` and `scores.rs` measure the rest.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test, which runs the corpus' scorer"
)]

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use afterword::{
    cli::replay::{Shape, play},
    draft::Me,
    etiquette::{Policy, calendar_days, preset::Preset},
    mailbox::AccountName,
    message::{self, Message},
    opportunity::Mail,
    reading::{self, Appointment, Kind, Person, Reader, Reading, sender},
};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde::Deserialize;

#[derive(Deserialize)]
struct Label {
    file: String,
    kind: Kind,
    company: Option<String>,
    role: Option<String>,
    interview_start: Option<String>,
    interview_end: Option<String>,
    interviewers: Vec<Person>,
    deadline: Option<String>,
    tags: Vec<String>,
}

fn corpus() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus"))
}

fn policy() -> Policy {
    let address = "robin.vale@mailbox.example".to_owned();
    let ics = fs::read_to_string(corpus().join("uk-2026.ics")).unwrap();
    Policy {
        me: Me { name: "Robin Vale".into(), address: address.clone(), fit: None },
        addresses: vec![address],
        zone: TimeZone::get("Europe/London").unwrap(),
        preset: Preset::named("recruiter").unwrap(),
        holidays: calendar_days::Holidays::parse(&ics).0,
        mornings: calendar_days::Mornings::parse("30 8 * * Mon-Fri").unwrap(),
        words: afterword::draft::own::OwnWords::default(),
    }
}

fn zoned(text: &str) -> Zoned {
    let at: Timestamp = text.parse().unwrap();
    at.to_zoned(TimeZone::get("Europe/London").unwrap())
}

/// What the mail says according to its label; what labels do not hold comes from the real reading.
fn perfect(message: &Message, mut reading: Reading, label: &Label) -> Reading {
    reading.kind = label.kind;
    reading.certain = true;
    reading.reminder = label.tags.iter().any(|t| t == "reminder");
    reading.company.clone_from(&label.company);
    reading.role.clone_from(&label.role);
    reading.interview = label.interview_start.as_deref().map(|start| Appointment {
        start: zoned(start),
        end: label.interview_end.as_deref().map(zoned),
    });
    reading.interviewers.clone_from(&label.interviewers);
    let ours = matches!(label.kind, Kind::Acknowledgement | Kind::OwnSent);
    reading.deadline = label.deadline.as_deref().filter(|_| !ours).map(|d| d.parse().unwrap());
    let writer = sender::answer_to(message).map(|a| Person {
        name: a.name.clone().unwrap_or_default(),
        email: Some(a.email.clone()),
        title: None,
    });
    reading.writer = reading.writer.or(writer);
    reading.asks = matches!(label.kind, Kind::AvailabilityRequest | Kind::InfoRequest);
    reading
}

#[test]
fn well_read_mail_makes_every_story_come_true() {
    let policy = policy();
    let reader = Reader { me: policy.addresses.clone(), name: None, zone: policy.zone.clone() };
    let text = fs::read_to_string(corpus().join("labels.jsonl")).unwrap();
    let mut names = BTreeMap::new();
    let mut mails = Vec::new();
    for label in text.lines().map(|l| serde_json::from_str::<Label>(l).unwrap()) {
        let message = message::parse(&fs::read(corpus().join(&label.file)).unwrap());
        let reading = perfect(&message, reading::read(&message, &reader), &label);
        let at = message.date.as_ref().unwrap().timestamp();
        names.insert(message.id.clone(), label.file);
        mails.push(Mail::new(&message, reading, &reader, AccountName("replay".into()), at));
    }
    let until = "2027-01-20T00:00:00Z".parse().unwrap();
    let mut out = Vec::new();
    play(&policy, mails, &names, until, Shape::Json, &mut out).unwrap();
    let scored = score(&out);
    kept(&scored);
}

#[test]
fn the_corpus_as_it_is_read_makes_every_story_come_true() {
    let replayed = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .current_dir(corpus())
        .args(["replay", "--json", "--me", "robin.vale@mailbox.example", "--zone", "Europe/London"])
        .args(["--preset", "recruiter", "--holidays", "uk-2026.ics", "."])
        .output()
        .unwrap();
    assert!(replayed.status.success(), "{}", String::from_utf8_lossy(&replayed.stderr));
    let scored = score(&replayed.stdout);
    println!("{scored}");
    kept(&scored);
}

/// Every story passes, and every universal check finds nothing.
fn kept(scored: &str) {
    let figures = scored.lines().take_while(|line| !line.is_empty());
    for (name, value) in figures.filter_map(|line| line.split_once(' ')) {
        let wanted = match name {
            "stories" | "stories_passed" => "11",
            "must_met" => "1.0000",
            _ => "0",
        };
        assert_eq!(value, wanted, "{name}\n{scored}");
    }
}

/// The figures of the corpus' own scorer.
fn score(lines: &[u8]) -> String {
    let mut scorer = Command::new("python3")
        .current_dir(corpus())
        .args(["score_replay.py", "expect.jsonl", "labels.jsonl", "--errors"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    scorer.stdin.take().unwrap().write_all(lines).unwrap();
    String::from_utf8(scorer.wait_with_output().unwrap().stdout).unwrap()
}
