//! Whole opportunities: the eleven of the corpus and ten of our own, as labelled and as read.
//!
//! Where the labels stand in for `reading`, a fault is one of correlation, fold, etiquette or
//! drafts. `reading.rs` measures the rest.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test, which runs the corpus' scorer"
)]

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
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

/// A mailbox with stories, and how it is to be played.
#[derive(Clone, Copy)]
struct Stories {
    folder: &'static str,
    preset: &'static str,
    count: &'static str,
}

const CORPUS: Stories = Stories { folder: "tests/corpus", preset: "recruiter", count: "11" };
const OWN: Stories = Stories { folder: "tests/stories-own", preset: "recruiter", count: "9" };
const FOUR_TOUCH: Stories =
    Stories { folder: "tests/stories-own/four-touch", preset: "four-touch", count: "1" };

const HOLIDAYS: &str = "tests/corpus/uk-2026.ics";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn policy(preset: &str) -> Policy {
    let address = "robin.vale@mailbox.example".to_owned();
    let ics = fs::read_to_string(root().join(HOLIDAYS)).unwrap();
    Policy {
        me: Me { name: "Robin Vale".into(), address: address.clone(), fit: None },
        addresses: vec![address],
        zone: TimeZone::get("Europe/London").unwrap(),
        preset: Preset::named(preset).unwrap(),
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
    well_read(CORPUS);
}

#[test]
fn well_read_mail_makes_our_own_stories_come_true() {
    well_read(OWN);
    well_read(FOUR_TOUCH);
}

#[test]
fn the_corpus_as_it_is_read_makes_every_story_come_true() {
    as_read(CORPUS);
}

#[test]
fn our_own_stories_as_they_are_read_come_true() {
    as_read(OWN);
    as_read(FOUR_TOUCH);
}

fn well_read(stories: Stories) {
    let folder = root().join(stories.folder);
    let policy = policy(stories.preset);
    let reader = Reader { me: policy.addresses.clone(), name: None, zone: policy.zone.clone() };
    let text = fs::read_to_string(folder.join("labels.jsonl")).unwrap();
    let mut names = BTreeMap::new();
    let mut mails = Vec::new();
    for label in text.lines().map(|l| serde_json::from_str::<Label>(l).unwrap()) {
        let message = message::parse(&fs::read(folder.join(&label.file)).unwrap());
        let reading = perfect(&message, reading::read(&message, &reader), &label);
        let at = message.date.as_ref().unwrap().timestamp();
        names.insert(message.id.clone(), label.file);
        mails.push(Mail::new(&message, reading, &reader, AccountName("replay".into()), at));
    }
    let until = "2027-01-20T00:00:00Z".parse().unwrap();
    let mut out = Vec::new();
    play(&policy, mails, &names, until, Shape::Json, &mut out).unwrap();
    kept(stories, &score(stories, &out));
}

fn as_read(stories: Stories) {
    let replayed = afterword()
        .args(["replay", "--json", "--me", "robin.vale@mailbox.example", "--zone", "Europe/London"])
        .args(["--preset", stories.preset, "--holidays", HOLIDAYS])
        .args(mails(stories))
        .output()
        .unwrap();
    assert!(replayed.status.success(), "{}", String::from_utf8_lossy(&replayed.stderr));
    kept(stories, &score(stories, &replayed.stdout));
}

fn afterword() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_afterword"));
    program.current_dir(root());
    program
}

/// The mails of a folder without those of the folders in it.
fn mails(stories: Stories) -> Vec<PathBuf> {
    let files = fs::read_dir(root().join(stories.folder)).unwrap().map(|f| f.unwrap().path());
    let mut mails: Vec<PathBuf> =
        files.filter(|f| f.extension().is_some_and(|ext| ext == "eml")).collect();
    mails.sort();
    mails
}

#[test]
fn w9_a_first_run_over_an_old_mailbox_with_all_of_these_makes_no_draft() {
    let home = tempfile::tempdir().unwrap();
    let mail = home.path().join("mail");
    for folder in ["", ".Drafts", ".Sent"] {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(mail.join(folder).join(part)).unwrap();
        }
    }
    for (n, file) in [CORPUS, OWN].into_iter().flat_map(mails).enumerate() {
        let bytes = fs::read(&file).unwrap();
        let own =
            String::from_utf8_lossy(&bytes).lines().any(|l| l.starts_with("From: Robin Vale"));
        let folder = if own { ".Sent/cur" } else { "cur" };
        fs::write(mail.join(folder).join(format!("{n}.x.y:2,S")), bytes).unwrap();
    }
    let config = home.path().join("afterword.toml");
    let me = "[me]\nname = \"Robin Vale\"\naddresses = [\"robin.vale@mailbox.example\"]\n\
              zone = \"Europe/London\"\n[scan]\ndays = 400\n";
    fs::write(&config, format!("{me}[account.a]\nmaildir = \"{}\"\n", mail.display())).unwrap();
    let run = |command: &[&str]| {
        let ran = afterword()
            .args(command)
            .args(["--at", "2027-02-01T10:00:00Z", "--config"])
            .arg(&config)
            .arg("--state-dir")
            .arg(home.path().join("state"))
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    };
    run(&["run", "--once"]);
    let found = run(&["plan", "--json"]);
    let known = ["Halden Rowe", "Fennimore Optics", "Lavaudière"];
    assert!(known.iter().all(|company| found.contains(company)), "{found}");
    let made = |part: &str| fs::read_dir(mail.join(".Drafts").join(part)).unwrap().count();
    assert_eq!(made("cur") + made("new"), 0);
}

/// Every story passes, and every universal check finds nothing.
fn kept(stories: Stories, scored: &str) {
    let figures = scored.lines().take_while(|line| !line.is_empty());
    for (name, value) in figures.filter_map(|line| line.split_once(' ')) {
        let wanted = match name {
            "stories" | "stories_passed" => stories.count,
            "must_met" => "1.0000",
            _ => "0",
        };
        assert_eq!(value, wanted, "{name}\n{scored}");
    }
}

/// The figures of the corpus' own scorer.
fn score(stories: Stories, lines: &[u8]) -> String {
    let within = |file: &str| format!("{}/{file}", stories.folder);
    let mut scorer = Command::new("python3")
        .current_dir(root())
        .args(["tests/corpus/score_replay.py", &within("expect.jsonl"), &within("labels.jsonl")])
        .args(["--preset", stories.preset, "--holidays", HOLIDAYS, "--errors"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    scorer.stdin.take().unwrap().write_all(lines).unwrap();
    String::from_utf8(scorer.wait_with_output().unwrap().stdout).unwrap()
}
