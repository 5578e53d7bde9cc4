//! Six sets of labelled mails, read and scored by the scorer that other programs use; and a
//! promise about bytes: whatever they are, they give a message and a reading.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use afterword::{
    message,
    reading::{self, Reader},
};

/// Floors for the open corpus, each mail seen with its thread; for counts of faults a ceiling. They
/// only rise.
const CORPUS_FLOORS: [&str; 17] = [
    "kind_macro_f1=0.99",
    "event_precision=1.0",
    "event_recall=1.0",
    "false_events_on_neg=0",
    "reply_safety=1.0",
    "auto_reply_recall=1.0",
    "company_accuracy=0.99",
    "company_wrong=0",
    "role_accuracy=0.97",
    "start_accuracy=0.98",
    "start_wrong=0",
    "start_invented=0",
    "end_accuracy=0.98",
    "interviewer_f1=0.98",
    "auto_reply_false=0",
    "deadline_accuracy=0.98",
    "deadline_wrong=0",
];

/// The same, each mail seen alone: labels name a role and a time that only other mails say.
const ALONE_FLOORS: [&str; 10] = [
    "kind_macro_f1=0.98",
    "event_precision=1.0",
    "event_recall=1.0",
    "false_events_on_neg=0",
    "reply_safety=1.0",
    "auto_reply_recall=1.0",
    "company_accuracy=0.97",
    "role_accuracy=0.79",
    "start_accuracy=0.95",
    "interviewer_f1=0.98",
];

/// Floors for mails in other words, by which the corpus is not learnt by heart.
const OWN_FLOORS: [&str; 9] = [
    "kind_macro_f1=0.98",
    "event_precision=0.98",
    "event_recall=0.98",
    "false_events_on_neg=0",
    "reply_safety=0.99",
    "company_accuracy=0.97",
    "role_accuracy=0.96",
    "start_accuracy=0.96",
    "interviewer_f1=0.97",
];

/// Floors for mails of other writers, of whom half write German, French or Spanish.
const HELD_FLOORS: [&str; 9] = [
    "kind_macro_f1=0.98",
    "event_precision=0.98",
    "event_recall=0.98",
    "false_events_on_neg=0",
    "reply_safety=0.99",
    "company_accuracy=0.92",
    "role_accuracy=0.92",
    "start_accuracy=0.95",
    "interviewer_f1=0.90",
];

/// Floors for mails of two further writers, asked for what is hard.
const FRESH_FLOORS: [&str; 9] = [
    "kind_macro_f1=0.96",
    "event_precision=0.98",
    "event_recall=0.96",
    "false_events_on_neg=0",
    "reply_safety=0.96",
    "company_accuracy=0.97",
    "role_accuracy=0.95",
    "start_accuracy=0.96",
    "interviewer_f1=0.95",
];

/// Floors for mails from which only the weights learn, since their first scores.
const BLIND_FLOORS: [&str; 9] = [
    "kind_macro_f1=0.98",
    "event_precision=0.98",
    "event_recall=0.95",
    "false_events_on_neg=0",
    "reply_safety=0.98",
    "company_accuracy=0.80",
    "role_accuracy=0.88",
    "start_accuracy=0.90",
    "interviewer_f1=0.78",
];

/// Floors for mails of one more writer, learnt from since.
const LATE_FLOORS: [&str; 9] = [
    "kind_macro_f1=0.97",
    "event_precision=1.0",
    "event_recall=0.91",
    "false_events_on_neg=0",
    "reply_safety=1.0",
    "company_accuracy=0.97",
    "role_accuracy=0.94",
    "start_accuracy=0.90",
    "interviewer_f1=0.95",
];

/// Nothing was learnt from these: a floor that falls says that a change memorises.
const UNSEEN_FLOORS: [&str; 9] = [
    "kind_accuracy=0.88",
    "event_precision=0.94",
    "event_recall=0.94",
    "false_events_on_neg=1",
    "reply_safety=0.98",
    "company_accuracy=0.87",
    "role_accuracy=0.80",
    "start_wrong=1",
    "deadline_wrong=0",
];

/// Floors for the sets learnt from last, and for one of odder mails than life's.
const MORE_FLOORS: [&str; 7] = [
    "kind_macro_f1=0.99",
    "event_recall=0.95",
    "false_events_on_neg=0",
    "company_accuracy=0.88",
    "role_accuracy=0.98",
    "start_accuracy=0.95",
    "interviewer_f1=0.97",
];
const ODD_FLOORS: [&str; 4] =
    ["kind_macro_f1=0.95", "false_events_on_neg=0", "company_accuracy=0.95", "start_wrong=2"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests")
}

#[expect(clippy::disallowed_methods, reason = "runs the built program and its scorer")]
fn score(set: &str, seen: &[&str], floors: &[&str]) {
    let inspected = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(["inspect", "--json", "--me", "robin.vale@mailbox.example"])
        .args(seen)
        .args(["--zone", "Europe/London"])
        .arg(root().join(set))
        .output()
        .unwrap();
    assert!(inspected.status.success(), "{}", String::from_utf8_lossy(&inspected.stderr));
    let mut scorer = Command::new("python3")
        .arg(root().join("corpus/score_inspect.py"))
        .arg(root().join(set).join("labels.jsonl"))
        .arg("--errors")
        .args(floors.iter().flat_map(|floor| ["--min", floor]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    scorer.stdin.take().unwrap().write_all(&inspected.stdout).unwrap();
    let scored = scorer.wait_with_output().unwrap();
    println!("{set} {}\n{}", seen.join(" "), String::from_utf8_lossy(&scored.stdout));
    assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
}

const ALONE: &[&str] = &["--alone"];
const WITH_THREAD: &[&str] = &[];

#[test]
fn the_corpus_is_read_as_labelled() {
    score("corpus", WITH_THREAD, &CORPUS_FLOORS);
    score("corpus", ALONE, &ALONE_FLOORS);
}

#[test]
fn mails_in_other_words_are_read_as_well() {
    score("corpus-own", WITH_THREAD, &OWN_FLOORS);
    score("corpus-own", ALONE, &OWN_FLOORS);
}

#[test]
fn mails_of_other_writers_are_read_too() {
    score("corpus-held", WITH_THREAD, &HELD_FLOORS);
    score("corpus-held", ALONE, &HELD_FLOORS);
}

#[test]
fn fresh_mails_are_read_too() {
    score("corpus-fresh", WITH_THREAD, &FRESH_FLOORS);
}

#[test]
fn mails_once_held_out_are_read_as_well_as_can_be_hoped() {
    score("corpus-blind", WITH_THREAD, &BLIND_FLOORS);
}

#[test]
fn mails_of_a_late_writer_are_read_too() {
    score("corpus-late", WITH_THREAD, &LATE_FLOORS);
}

#[test]
fn the_mails_learnt_from_last_are_read_as_labelled() {
    score("corpus-more-en", WITH_THREAD, &MORE_FLOORS);
    score("corpus-more-eu", WITH_THREAD, &MORE_FLOORS);
    score("corpus-odd", WITH_THREAD, &ODD_FLOORS);
}

#[test]
fn mails_that_nothing_was_learnt_from_are_read_no_worse_than_before() {
    score("corpus-unseen", WITH_THREAD, &UNSEEN_FLOORS);
}

fn mails(set: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join(set)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "eml"));
    paths.sort();
    paths.iter().map(|path| fs::read(Path::new(path)).unwrap()).collect()
}

fn reader() -> Reader {
    Reader {
        me: vec!["robin.vale@mailbox.example".into()],
        name: None,
        zone: jiff::tz::TimeZone::get("Europe/London").unwrap(),
    }
}

/// Deterministic noise (an LCG), so that a failure can be seen again.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap()
    }
}

#[test]
fn cut_and_damaged_mails_still_give_a_reading() {
    let reader = reader();
    let mut noise = Noise(7);
    for mail in mails("corpus") {
        for _ in 0..3 {
            let end = noise.next() % (mail.len() + 1);
            let mut damaged = mail[..end].to_vec();
            for _ in 0..20 {
                let at = noise.next() % damaged.len().max(1);
                if let Some(byte) = damaged.get_mut(at) {
                    *byte = u8::try_from(noise.next() % 256).unwrap();
                }
            }
            reading::read(&message::parse(&damaged), &reader);
        }
    }
}

#[test]
fn hostile_bytes_give_a_reading() {
    let head = "From: a@b.example\nSubject: x\nDate: Mon, 5 Oct 2026 10:00:00 +0100\n";
    let html = format!("{head}Content-Type: text/html\n\n");
    let nested = (0..300).fold(head.to_owned(), |mail, n| {
        format!("{mail}Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")
    });
    let hostile = [
        format!("{head}\n{}", "> ".repeat(400_000)),
        format!("{head}\n{}", "On 1 May wrote:\n".repeat(40_000)),
        format!("{head}\n{}", "we will meet on Monday at 10:00 or ".repeat(12_000)),
        format!("{head}\n{}", "From: x\n".repeat(60_000)),
        format!("{html}{}", "<div>".repeat(100_000)),
        format!("{html}{}", "<table><tr><td>".repeat(20_000)),
        format!("{html}{}", "<blockquote>a".repeat(40_000)),
        format!("{head}References: {}\n\nx", "<a@b> ".repeat(60_000)),
        format!("{head}\n{}", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n".repeat(10_000)),
        nested,
    ];
    let reader = reader();
    for mail in &hostile {
        reading::read(&message::parse(mail.as_bytes()), &reader);
    }
}
