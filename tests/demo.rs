//! `afterword demo`: the month on the screen, and the drafts that it leaves behind.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test starts the program, and stops where something is amiss"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
    sync::LazyLock,
};

use afterword::{
    draft::{
        Step,
        assemble::{self, ReadBack},
        tone,
    },
    edge::{daemon, store::Store},
    mailbox::DraftKey,
    reading::Language,
    reconcile::{Entry, Record},
};

/// `UPDATE=1 cargo test --test demo` rewrites it; read the diff as code.
const GOLDEN: &str = "tests/golden/demo.txt";
const COLUMNS: usize = 80;

/// A month that was played once for all tests.
struct Month {
    shown: String,
    drafts: Vec<ReadBack>,
    sent: Vec<ReadBack>,
    records: BTreeMap<DraftKey, Record>,
}

static MONTH: LazyLock<Month> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let run = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(["demo", "--fast", "--keep"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let shown = String::from_utf8(run.stdout).unwrap();
    let store = Store::open(&folder.join("state")).unwrap();
    Month {
        shown: shown.replace(&folder.display().to_string(), "DIR"),
        drafts: mails(&folder.join("mail/.Drafts/cur")),
        sent: mails(&folder.join("mail/.Sent/cur")),
        records: daemon::restore(&store).unwrap().ledger().0.clone(),
    }
});

fn mails(folder: &Path) -> Vec<ReadBack> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|e| assemble::read_back(&fs::read(e.unwrap().path()).unwrap())).collect()
}

#[test]
fn a_month_goes_by_the_same_each_time() {
    let shown = &MONTH.shown;
    if std::env::var("UPDATE").is_ok() {
        fs::create_dir_all(Path::new(GOLDEN).parent().unwrap()).unwrap();
        fs::write(GOLDEN, shown).unwrap();
    }
    let golden = fs::read_to_string(GOLDEN).unwrap();
    assert!(*shown == golden, "the demo shows something else than {GOLDEN}:\n{shown}");
}

#[test]
fn lines_fit_the_screen_and_carry_no_colour_into_a_file() {
    for line in MONTH.shown.lines() {
        assert!(line.chars().count() <= COLUMNS, "{line}");
        assert!(!line.contains('\x1b'), "{line}");
    }
}

#[test]
fn drafts_of_each_kind_are_made_and_those_in_vain_are_withdrawn() {
    let records = &MONTH.records;
    let steps: BTreeSet<Step> = records.values().map(|record| record.step).collect();
    for step in [
        Step::Acknowledgement,
        Step::CheckIn,
        Step::NotesForm,
        Step::OfferReply,
        Step::RejectionReply,
        Step::ThankYou,
    ] {
        assert!(steps.contains(&step), "no {step:?} was made");
    }
    let withdrawn = |r: &Record| matches!(r.entry, Entry::Retired { .. });
    let chaser = records.values().find(|r| r.step == Step::CheckIn && withdrawn(r));
    assert!(chaser.is_some(), "no waiting check-in was withdrawn");
    assert!(records.values().all(|r| r.to.is_some()), "a draft has nobody to go to");
}

#[test]
fn every_draft_parses_stands_in_its_thread_and_keeps_the_tone() {
    let records = &MONTH.records;
    let Month { drafts, sent, .. } = &*MONTH;
    assert!(drafts.len() >= 3 && sent.len() >= 5);
    for draft in drafts.iter().chain(sent) {
        assert!(draft.to.len() == 1 && !draft.subject.is_empty(), "{draft:?}");
        assert_eq!(draft.references.last(), draft.in_reply_to.first(), "{draft:?}");
        let parent = draft.in_reply_to.first().unwrap();
        let of = records.values().find(|record| {
            record.parent == *parent && record.to.as_ref() == Some(&draft.to[0].email)
        });
        let step = of.map_or(Step::CheckIn, |record| record.step);
        assert_eq!(tone::faults(&draft.body, step, Language::En), [], "{}", draft.body);
    }
    for draft in sent {
        assert!(!draft.body.contains("[["), "Robin sent a slot: {}", draft.body);
    }
}

#[test]
fn two_people_of_one_panel_are_thanked_in_different_words() {
    let both: Vec<&ReadBack> = MONTH
        .drafts
        .iter()
        .chain(&MONTH.sent)
        .filter(|m| m.subject.starts_with("Thank you: Senior Backend Engineer"))
        .collect();
    let [one, other] = both.as_slice() else { panic!("{both:?}") };
    let first = |mail: &ReadBack| mail.body.split("\n\n").nth(1).unwrap_or_default().to_owned();
    assert_ne!(first(one), first(other));
}

#[test]
fn what_robin_noted_about_one_person_is_said_to_that_person_alone() {
    let sent = &MONTH.sent;
    let noted: Vec<&str> = sent
        .iter()
        .filter(|mail| mail.body.contains("holding a cabin in doubt"))
        .map(|mail| mail.to[0].email.as_str())
        .collect();
    assert_eq!(noted, ["ana.belmonte@kittiwakeferries.example"]);
}

#[test]
fn who_did_not_write_the_rejection_is_not_thanked_for_a_message() {
    let reply = MONTH.sent.iter().find(|mail| mail.body.contains("something suitable")).unwrap();
    assert_eq!(reply.to[0].email, "gwen.osei@cobnutenergy.example");
    for claim in ["your message", "telling me", "letting me know"] {
        assert!(!reply.body.contains(claim), "{}", reply.body);
    }
}
