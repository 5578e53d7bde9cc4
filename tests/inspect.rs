//! `afterword inspect` on several mails: what they lend each other, what people and programs see,
//! and what happens to input that is not as hoped for.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(clippy::disallowed_methods, reason = "runs the built program")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

const ATS: &str = "Tarnwick Rail Systems <no-reply@hire.lever.co>";
const CALL: &str = "Your interview is on Friday 9 October from 11:00 to 12:00. You will meet \
    Oskar Lind, our CTO.";
const APPLIED: &str = "Thank you for your application for the Platform Engineer position at \
    Tarnwick Rail Systems. We have received your application.";
const OFF: &str = "I'm sorry, but I have to cancel our interview tomorrow.";
const NEWS: &str = "The team is still discussing your interview. You will hear from us by Friday.";

/// A folder of mails; each is `(file, from, subject, date, answers, text)`.
struct Letters(TempDir);

impl Letters {
    fn new(mails: &[[&str; 6]]) -> Letters {
        let folder = Letters(tempfile::tempdir().unwrap());
        for mail in mails {
            folder.put(&format!("{}.eml", mail[0]), &bytes(mail));
        }
        folder
    }

    fn put(&self, name: &str, bytes: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn lines(&self, more: &[&str]) -> Vec<Value> {
        let mut args = vec!["--json"];
        args.extend(more);
        lines(&inspect(self.path(), &args))
    }
}

fn bytes([id, from, subject, date, answers, text]: &[&str; 6]) -> String {
    let to =
        if from.contains("robin") { "jobs@tarnwickrail.example" } else { "robin@home.example" };
    let answers = answers.split_whitespace().map(|id| format!("<{id}@t.example>"));
    let answers = answers.collect::<Vec<_>>().join(" ");
    let answers = if answers.is_empty() {
        String::new()
    } else {
        format!("In-Reply-To: {answers}\nReferences: {answers}\n")
    };
    format!(
        "From: {from}\nTo: {to}\nSubject: {subject}\nDate: {date} 10:00:00 +0100\n\
         Message-ID: <{id}@t.example>\n{answers}\n{text}\n"
    )
}

fn inspect(path: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_afterword"))
        .arg("inspect")
        .args(["--me", "robin@home.example", "--zone", "Europe/London"])
        .args(args)
        .arg(path)
        .env("TERM", "xterm-256color")
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A receipt, an interview that is proposed and called off, and a word of news.
fn story() -> Letters {
    let juno = "Juno Achebe <juno@tarnwickrail.example>";
    Letters::new(&[
        ["1", ATS, "Your application", "Mon, 5 Oct 2026", "", APPLIED],
        ["2", juno, "A talk with our CTO", "Tue, 6 Oct 2026", "", CALL],
        ["3", juno, "Re: A talk with our CTO", "Thu, 8 Oct 2026", "2", OFF],
        ["4", juno, "Re: A talk with our CTO", "Mon, 12 Oct 2026", "2 3", NEWS],
    ])
}

#[test]
fn a_mail_borrows_what_its_opportunity_says_and_names_the_lender() {
    let lines = story().lines(&[]);
    assert_eq!(lines[3]["role"], "Platform Engineer");
    assert_eq!(lines[3]["company"], "Tarnwick Rail Systems");
    assert_eq!(lines[3]["from_thread"], serde_json::json!(["company", "role"]));
    let reasons = lines[3]["reasons"].as_array().unwrap();
    let lent = |reason: &str| reasons.iter().find(|r| r["reason"] == reason).unwrap();
    assert_eq!(lent("role-from-thread")["text"], "1.eml");
    assert_eq!(lent("company-from-thread")["text"], "1.eml");
    assert_eq!(lines[0]["from_thread"], serde_json::json!([]));
}

#[test]
fn a_cancellation_borrows_the_time_that_it_drops() {
    let lines = story().lines(&[]);
    assert_eq!(lines[2]["kind"], "cancellation");
    assert_eq!(lines[2]["interview"]["start"], "2026-10-09T11:00:00+01:00");
    assert_eq!(lines[2]["interview"]["end"], "2026-10-09T12:00:00+01:00");
    let borrowed = lines[2]["from_thread"].as_array().unwrap();
    assert!(borrowed.contains(&"interview".into()), "{borrowed:?}");
}

#[test]
fn an_interview_that_was_moved_is_called_off_at_its_new_time() {
    let juno = "Juno Achebe <juno@tarnwickrail.example>";
    let moved = "We have to move our interview to Monday 12 October at 15:00. Sorry about that.";
    let folder = Letters::new(&[
        ["1", ATS, "Your application", "Mon, 5 Oct 2026", "", APPLIED],
        ["2", juno, "A talk with our CTO", "Tue, 6 Oct 2026", "", CALL],
        ["3", juno, "Re: A talk with our CTO", "Wed, 7 Oct 2026", "2", moved],
        ["4", juno, "Re: A talk with our CTO", "Thu, 8 Oct 2026", "2 3", OFF],
    ]);
    let lines = folder.lines(&[]);
    assert_eq!(lines[2]["kind"], "reschedule");
    assert_eq!(lines[3]["interview"]["start"], "2026-10-12T15:00:00+01:00");
    // In a thread of its own it may mean another interview with the same people.
    fs::remove_file(folder.path().join("4.eml")).unwrap();
    folder.put("5.eml", &bytes(&["5", juno, "Sorry", "Thu, 8 Oct 2026", "", OFF]));
    assert!(folder.lines(&[])[3]["interview"].is_null());
}

#[test]
fn the_role_may_stand_in_the_users_own_application_or_in_a_later_mail() {
    let robin = "Robin Vale <robin@home.example>";
    let applied = "I would like to apply for the Platform Engineer position.";
    let juno = "Juno Achebe <juno@tarnwickrail.example>";
    let folder = Letters::new(&[
        ["1", robin, "Application: Platform Engineer", "Mon, 5 Oct 2026", "", applied],
        ["2", juno, "Hello", "Tue, 6 Oct 2026", "1", CALL],
    ]);
    assert_eq!(folder.lines(&[])[1]["role"], "Platform Engineer");
    let late = "We look forward to your interview for the Data Analyst position.";
    let folder = Letters::new(&[
        ["1", juno, "Hello", "Tue, 6 Oct 2026", "", CALL],
        ["2", juno, "Re: Hello", "Wed, 7 Oct 2026", "1", late],
    ]);
    let lines = folder.lines(&[]);
    assert_eq!(lines[0]["role"], "Data Analyst", "{lines:?}");
    assert_eq!(lines[0]["from_thread"], serde_json::json!(["role"]));
}

#[test]
fn alone_or_as_the_only_one_a_mail_borrows_nothing() {
    let folder = story();
    let alone = folder.lines(&["--alone"]);
    assert!(alone[2]["interview"].is_null() && alone[3]["role"].is_null());
    let single = lines(&inspect(&folder.path().join("3.eml"), &["--json"]));
    assert_eq!(single[0], alone[2]);
}

#[test]
fn nothing_is_borrowed_where_two_opportunities_fit() {
    let second = APPLIED.replace("Platform Engineer", "Data Analyst");
    let folder = Letters::new(&[
        ["1", ATS, "Your application", "Mon, 5 Oct 2026", "", APPLIED],
        ["2", ATS, "Your application", "Mon, 5 Oct 2026", "", &second],
        ["3", "Juno Achebe <juno@tarnwickrail.example>", "News", "Mon, 12 Oct 2026", "", NEWS],
    ]);
    let lines = folder.lines(&[]);
    assert_eq!(lines[1]["role"], "Data Analyst");
    assert!(lines[2]["role"].is_null(), "{}", lines[2]);
    assert_eq!(lines[2]["from_thread"], serde_json::json!([]));
}

#[test]
fn what_a_mail_says_well_is_never_replaced_nor_its_kind_changed() {
    for set in ["corpus", "corpus-own", "corpus-held"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(set);
        let (with, alone) = (inspect(&path, &["--json"]), inspect(&path, &["--json", "--alone"]));
        for (mut with, alone) in lines(&with).into_iter().zip(lines(&alone)) {
            let borrowed = with["from_thread"].as_array().unwrap().clone();
            for key in borrowed.iter().map(|key| key.as_str().unwrap()) {
                let run_together = || {
                    let joined = with[key].as_str().unwrap().replace(' ', "").to_lowercase();
                    joined.starts_with(&alone[key].as_str().unwrap().to_lowercase())
                };
                assert!(alone[key].is_null() || key == "company" && run_together(), "{with}");
                with[key] = alone[key].clone();
            }
            with["reasons"]
                .as_array_mut()
                .unwrap()
                .retain(|reason| !reason["reason"].as_str().unwrap().ends_with("-from-thread"));
            with["from_thread"] = alone["from_thread"].clone();
            assert_eq!(with, alone);
        }
    }
}

#[test]
fn people_see_the_verdict_then_the_sentences_that_made_it() {
    let output = inspect(story().path(), &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    let third = text.split("\n\n").nth(2).unwrap();
    let expected = "\
3.eml  Re: A talk with our CTO
  An interview is cancelled.
    company    Tarnwick Rail Systems (from 1.eml)
    role       Platform Engineer (from 1.eml)
    from       Juno Achebe <juno@tarnwickrail.example>
    when       Friday 9 October 2026, 11:00–12:00 Europe/London (from 2.eml)
    because    \"I'm sorry, but I have to cancel our interview tomorrow.\" — says that it does not \
    take place";
    assert_eq!(third, expected);
    assert!(!text.contains('\x1b'), "no colour outside a terminal");
}

#[test]
fn a_hostile_subject_or_file_name_drives_no_terminal() {
    let folder = Letters::new(&[[
        "a\x1b]0;x\x07b",
        "\"Ev\x1b[2Jil\" <e@t.example>",
        "Interview \x1b[31m\u{9b}1m\u{202e}",
        "Mon, 5 Oct 2026",
        "",
        "We would like to invite you to an interview on Friday 9 October at 11:00.\x1b[2J\x08",
    ]]);
    let output = inspect(folder.path(), &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{text:?}");
}

#[test]
fn a_folder_without_mail_is_said_to_hold_none() {
    let output = inspect(Letters::new(&[]).path(), &["--json"]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(said(&output).contains("no mail in it"), "{}", said(&output));
}

#[test]
fn what_cannot_be_read_gives_status_1_and_the_rest_is_printed() {
    let folder = story();
    std::os::unix::fs::symlink("/nowhere/at/all.eml", folder.path().join("0.eml")).unwrap();
    let output = inspect(folder.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines(&output).len(), 4);
    assert!(said(&output).contains("0.eml"), "{}", said(&output));
    let missing = inspect(Path::new("/nowhere/at/all"), &["--json"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn an_mbox_and_a_maildir_are_read_as_the_files_are() {
    let folder = story();
    let mut mbox = String::new();
    let holder = Letters::new(&[]);
    for n in 1..=4 {
        let mail = fs::read_to_string(folder.path().join(format!("{n}.eml"))).unwrap();
        mbox.push_str(&format!("From x@y.example Mon Oct  5 10:00:00 2026\n{mail}\n"));
        holder.put(&format!("box/{}/{n}:2,S", if n < 3 { "cur" } else { "new" }), &mail);
    }
    holder.put("box/cur/.uidlist", "no mail");
    let maildir = lines(&inspect(&holder.path().join("box"), &["--json"]));
    let above = lines(&inspect(holder.path(), &["--json"]));
    holder.put("all", &mbox);
    let mbox = lines(&inspect(&holder.path().join("all"), &["--json"]));
    for found in [&maildir, &above, &mbox] {
        assert_eq!(found.len(), 4);
        assert_eq!(found[3]["role"], "Platform Engineer");
    }
    assert_eq!(mbox[2]["file"], "all:3");
}

#[test]
fn a_folder_that_holds_itself_is_read_once() {
    let folder = story();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    assert_eq!(folder.lines(&[]).len(), 4);
}

#[test]
fn wrong_arguments_give_status_2_and_help_shows_examples() {
    let folder = story();
    assert_eq!(inspect(folder.path(), &["--zone", "Mars/Base"]).status.code(), Some(2));
    let help = String::from_utf8(inspect(folder.path(), &["--help"]).stdout).unwrap();
    assert!(help.contains("Examples:\n  afterword inspect"), "{help}");
}

#[test]
fn who_you_are_is_taken_from_the_configuration_where_it_is_not_said() {
    let folder = story();
    let config = folder.path().join("a.toml");
    let text = "[me]\nname = \"Robin\"\naddresses = [\"juno@tarnwickrail.example\"]\n\
                zone = \"Europe/Berlin\"\n[account.l]\nmaildir = \"/tmp\"\n";
    fs::write(&config, text).unwrap();
    let run = |config: &str| {
        Command::new(env!("CARGO_BIN_EXE_afterword"))
            .args(["inspect", "--json", "--config", config])
            .arg(folder.path())
            .output()
            .unwrap()
    };
    let output = run(config.to_str().unwrap());
    assert_eq!(lines(&output)[1]["kind"], "own_sent", "{}", said(&output));
    assert_eq!(run("/nowhere.toml").status.code(), Some(78));
}

/// Every name in the code of `reading` that becomes a reason.
fn reasons() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/reading");
    let mut files =
        vec![folder.join("evidence.rs"), folder.join("kind.rs"), folder.join("read.rs")];
    files.extend(fs::read_dir(folder.join("kind")).unwrap().map(|entry| entry.unwrap().path()));
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
        for mark in ["because(\"", "add(\"", "reason: \"", "let reason = "] {
            for rest in code.split(mark).skip(1) {
                let rest = if mark.ends_with('"') { rest } else { rest.split(';').next().unwrap() };
                if mark.ends_with('"') {
                    found.push(rest.split('"').next().unwrap().to_owned());
                } else if !rest.contains('(') {
                    found.extend(rest.split('"').skip(1).step_by(2).map(str::to_owned));
                }
            }
        }
        for line in code.lines().filter(|line| line.trim().starts_with("Signal::")) {
            found.extend(line.split("=> \"").nth(1).map(|r| r.split('"').next().unwrap().into()));
        }
    }
    found
}

#[test]
fn every_reason_has_plain_words() {
    let table = include_str!("../src/cli/reasons.rs");
    let found = reasons();
    assert!(found.len() > 60, "{found:?}");
    for reason in found {
        assert!(table.contains(&format!("(\"{reason}\", ")), "{reason} has no words");
    }
}
