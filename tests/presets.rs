//! Presets of the user's own: what a configuration may say, and what it is told otherwise.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test, which runs the program"
)]

use std::{fs, path::Path, process::Command};

use afterword::{
    draft::Step,
    etiquette::preset::{Distance, Preset, ThankYou},
    settings::Settings,
};
use jiff::civil::time;

const ME: &str = "[me]\nname = \"Robin Vale\"\naddresses = [\"robin.vale@mailbox.example\"]\n\
                  zone = \"Europe/London\"\n";

fn parse(text: &str) -> Result<Settings, String> {
    Settings::parse(text, "afterword.toml").map_err(|e| e.to_string())
}

fn own(lines: &str) -> Preset {
    let text = format!("{ME}[etiquette]\npreset = \"mine\"\n[preset.mine]\n{lines}\n");
    parse(&text).unwrap().preset("mine").unwrap()
}

#[test]
fn a_preset_of_one_s_own_starts_from_one_of_the_five() {
    let mine = own("from = \"four-touch\"");
    let four = Preset::named("four-touch").unwrap();
    assert_eq!((mine.name.as_str(), mine.words.as_str()), ("mine", "four-touch"));
    assert_eq!(mine.chasers, four.chasers);
    assert_eq!(mine.thank_you, four.thank_you);
}

#[test]
fn every_key_of_a_preset_can_be_changed() {
    let mine = own("from = \"recruiter\"\nthank_you = { at = \"19:00\" }\ngrace = 0\n\
        patience = \"14 d\"\nchasers = [{ step = \"check-in\", after = \"6 bd\" }, \
        { step = \"close\", after = \"10 d\", until_round = 3 }]");
    assert_eq!(mine.thank_you, ThankYou::At(time(19, 0, 0, 0)));
    assert_eq!((mine.grace, mine.patience), (0, Distance::Days(14)));
    let steps: Vec<Step> = mine.chasers.iter().map(|c| c.step).collect();
    assert_eq!(steps, [Step::CheckIn, Step::Close]);
    assert_eq!((mine.chasers_in(1).len(), mine.chasers_in(3).len()), (2, 1));
    assert!(own("from = \"weekly\"\nchasers = []").chasers.is_empty());
}

#[test]
fn no_preset_of_one_s_own_breaks_a_rule() {
    let one = |step: &str, after: &str| format!("{{ step = \"{step}\", after = \"{after}\" }}");
    let chasers = |all: &[String]| format!("chasers = [{}]", all.join(", "));
    let week = one("check-in", "7 d");
    for (line, words) in [
        ("grace = 11".to_owned(), &["grace = 11", "0 to 10"][..]),
        ("grace = -1".to_owned(), &["0 to 10"]),
        ("grace = \"1\"".to_owned(), &["whole number"]),
        ("patience = \"6 d\"".to_owned(), &["\"7 d\" to \"60 d\""]),
        ("patience = \"soon\"".to_owned(), &["\"5 bd\" or \"7 d\""]),
        ("thank_you = { at = \"06:59\" }".to_owned(), &["07:00", "21:00"]),
        ("thank_you = { next_day = \"21:01\" }".to_owned(), &["07:00", "21:00"]),
        ("thank_you = { after_hours = 25 }".to_owned(), &["1 to 20"]),
        ("thank_you = { after_hours = 3, at = \"18:00\" }".to_owned(), &["exactly one"]),
        ("thank_you = {}".to_owned(), &["exactly one"]),
        ("thank_you = { never = true }".to_owned(), &["never", "after_hours"]),
        (chasers(&[one("check-in", "6 d")]), &["seven days"]),
        (chasers(&[one("check-in", "4 bd")]), &["seven days"]),
        (chasers(&[one("check-in", "61 d")]), &["60 d"]),
        (chasers(&[one("thank-you", "7 d")]), &["check-in, value-add or close"]),
        (chasers(&[one("close", "7 d"), week.clone()]), &["final"]),
        (chasers(&[week.replace(" }", ", until_round = 1 }")]), &["2 to 10"]),
        (chasers(&vec![week; 4]), &["at most 3"]),
        ("reminders = 9".to_owned(), &["reminders", "chasers"]),
    ] {
        let text = format!("{ME}[preset.mine]\nfrom = \"recruiter\"\n{line}\n");
        refused(&text, 7, words);
    }
}

#[test]
fn a_preset_has_a_name_of_its_own_and_a_known_beginning() {
    refused(&format!("{ME}[preset.weekly]\nfrom = \"weekly\"\n"), 5, &["of your own", "taken"]);
    refused(&format!("{ME}[preset.\"a b\"]\nfrom = \"weekly\"\n"), 5, &["hyphens"]);
    refused(&format!("{ME}[preset.mine]\nfrom = \"other\"\n"), 6, &["recruiter", "weekly"]);
    refused(&format!("{ME}[preset.mine]\ngrace = 1\n"), 5, &["from"]);
    let unknown = "[etiquette]\npreset = \"yours\"\n[preset.mine]\nfrom = \"weekly\"\n";
    refused(&format!("{ME}{unknown}"), 6, &["yours", "recruiter", "mine"]);
}

/// The configuration is refused, at this line, with these words.
#[track_caller]
fn refused(text: &str, line: usize, words: &[&str]) {
    let error = parse(text).expect_err(text);
    let place = format!("afterword.toml:{line}: ");
    assert!(error.starts_with(&place), "{error:?} does not start with {place:?}");
    for word in words {
        assert!(error.contains(word), "{error:?} lacks {word:?}");
    }
}

/// A home with one mailbox that holds one invite.
fn home(preset: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mail = home.path().join("mail");
    for folder in ["", ".Drafts", ".Sent"] {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(mail.join(folder).join(part)).unwrap();
        }
    }
    let invite = "From: Priya Nand <priya@corvid.example>\nTo: robin.vale@mailbox.example\n\
        Subject: Interview for Platform Engineer at Corvid\n\
        Date: Mon, 05 Oct 2026 09:00:00 +0100\nMessage-ID: <1@corvid.example>\n\n\
        Hi Robin,\n\nYour interview for the Platform Engineer role at Corvid is on Thursday \
        8 October 2026 from 14:00 to 15:00 with Marcus Oye.\n\nPriya\n";
    fs::write(mail.join("cur/1.x.y:2,S"), invite).unwrap();
    let text = format!("{ME}[account.a]\nmaildir = \"{}\"\n{preset}", mail.display());
    fs::write(home.path().join("afterword.toml"), text).unwrap();
    home
}

fn afterword(home: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(args)
        .arg("--config")
        .arg(home.join("afterword.toml"))
        .arg("--state-dir")
        .arg(home.join("state"))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

#[test]
fn plan_shows_what_another_preset_would_change_and_changes_nothing() {
    let home = home("[preset.late]\nfrom = \"recruiter\"\nthank_you = { at = \"20:00\" }\n");
    let at = ["plan", "--at", "2026-10-08T16:00:00+01:00"];
    let (status, text, error) = afterword(home.path(), &[&at[..], &["--preset", "late"]].concat());
    assert_eq!(status, Some(0), "{error}");
    assert!(
        text.contains("  - next: thank-you on Thu 8 Oct 18:00: the interview is over\n"),
        "{text}"
    );
    assert!(
        text.contains("  + next: thank-you on Thu 8 Oct 20:00: the interview is over\n"),
        "{text}"
    );
    assert!(text.contains("Nothing was changed."), "{text}");
    let (_, same, _) = afterword(home.path(), &[&at[..], &["--preset", "recruiter"]].concat());
    assert!(same.contains("stay as they are: 1"), "{same}");
    let (status, _, error) = afterword(home.path(), &[&at[..], &["--preset", "never"]].concat());
    assert_eq!(status, Some(2));
    assert!(error.contains("recruiter") && error.contains("late"), "{error}");
}

#[test]
fn presets_are_shown_with_the_user_s_own_and_a_wrong_one_is_exit_status_78() {
    let late = "[preset.late]\nfrom = \"weekly\"\ngrace = 3\n[etiquette]\npreset = \"late\"\n";
    let good = home(late);
    let presets = |args: &[&str]| {
        let ran = Command::new(env!("CARGO_BIN_EXE_afterword"))
            .arg("presets")
            .args(args)
            .arg("--config")
            .arg(good.path().join("afterword.toml"))
            .output()
            .unwrap();
        String::from_utf8(ran.stdout).unwrap()
    };
    let text = presets(&[]);
    assert_eq!(text.lines().count(), 7, "{text}");
    assert!(text.contains("* late"), "{text}");
    let json = presets(&["--json"]);
    let last: serde_json::Value = serde_json::from_str(json.lines().last().unwrap()).unwrap();
    let key = |key: &str| last.get(key).unwrap().to_string();
    let told = [key("name"), key("from"), key("grace"), key("followed")];
    assert_eq!(told, ["\"late\"", "\"weekly\"", "3", "true"]);
    let wrong = home("[preset.late]\nfrom = \"weekly\"\ngrace = 30\n");
    for command in [&["presets"][..], &["plan"], &["run", "--once"]] {
        let (status, _, error) = afterword(wrong.path(), command);
        assert_eq!(status, Some(78), "{error}");
        assert!(error.contains("afterword.toml:9: grace = 30"), "{error}");
    }
}

#[test]
fn c6_a_preset_without_chasers_still_closes_as_silent() {
    let quiet = "[preset.quiet]\nfrom = \"recruiter\"\nchasers = []\npatience = \"10 bd\"\n\
                 [etiquette]\npreset = \"quiet\"\n";
    let home = home(quiet);
    // Ten business days after Thursday 8 October: Thursday 22, so that Friday begins silent.
    for (at, stage) in [
        ("2026-10-22T23:00:00+01:00", "interviewing"),
        ("2026-10-23T01:00:00+01:00", "closed (silent)"),
    ] {
        let (_, json, _) = afterword(home.path(), &["plan", "--json", "--at", at]);
        assert!(json.contains(&format!("\"stage\":\"{stage}\"")), "{at} {json}");
    }
}
