//! Nothing leaks: what a run over hundreds of mails writes into its log, at the level that it has
//! by itself, holds no subject, no address, no name and no line of any of them.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and waits for the program"
)]

mod lab;
mod world;

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use mail_parser::{Address, MessageParser};
use world::{Desk, INVITED, World, account, password_file, said};

const SETS: [&str; 6] =
    ["corpus", "corpus-own", "corpus-held", "corpus-unseen", "corpus-more-en", "corpus-more-eu"];
/// As the weeks of the mails go by.
const HOURS: [&str; 5] = [
    "2026-09-05T10:00:00Z",
    "2026-09-17T18:00:00Z",
    "2026-10-01T08:00:00Z",
    "2026-10-20T08:00:00Z",
    "2026-11-10T18:00:00Z",
];
/// Shorter texts may stand anywhere.
const TELLING_MIN: usize = 8;
const LINE_MIN: usize = 20;

/// What a mail says that is nobody's business, in lower case.
fn secrets(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Some(mail) = MessageParser::default().parse(bytes) else { return found };
    let mut add = |text: &str, least: usize| {
        let text = text.trim().to_lowercase();
        if text.chars().count() >= least {
            found.insert(text);
        }
    };
    add(mail.subject().unwrap_or_default(), TELLING_MIN);
    let people = [mail.from(), mail.to(), mail.cc(), mail.reply_to()].into_iter().flatten();
    for person in people.flat_map(Address::iter) {
        add(person.name().unwrap_or_default(), TELLING_MIN);
        add(person.address().unwrap_or_default(), 3);
    }
    for part in 0..mail.text_body_count() {
        for line in mail.body_text(part).unwrap_or_default().lines() {
            add(line, LINE_MIN);
        }
    }
    found
}

fn desk_with_maildir() -> (Desk, BTreeSet<String>) {
    let (desk, mail) = Desk::with_maildir();
    let mut all = BTreeSet::new();
    for set in SETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(set);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "eml") {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let name = format!("{set}-{}", path.file_stem().unwrap().display());
            let file = mail.join("cur").join(format!("{name}:2,S"));
            fs::write(&file, &bytes).unwrap();
            let sent = MessageParser::default().parse(&bytes).and_then(|m| m.date().cloned());
            let seconds = sent.map_or(0, |date| date.to_timestamp());
            let sent = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
            let times = fs::FileTimes::new().set_modified(SystemTime::UNIX_EPOCH + sent);
            fs::File::options().write(true).open(&file).unwrap().set_times(times).unwrap();
            all.extend(secrets(&bytes));
        }
    }
    (desk, all)
}

#[test]
fn a_log_of_many_weeks_holds_nothing_of_any_mail() {
    let (desk, secrets) = desk_with_maildir();
    assert!(secrets.len() > 3000, "{}", secrets.len());
    let mut log = String::new();
    for hour in HOURS {
        let output = desk.run(&["run", "--once", "--at", hour]);
        assert!(output.status.success(), "{}", said(&output));
        assert!(output.stdout.is_empty());
        log.push_str(&said(&output));
    }
    let drafts = fs::read_dir(desk.path().join("Mail/.Drafts/cur")).unwrap().count();
    assert!(drafts > 5, "{drafts} drafts");
    assert!(log.matches(" draft ").count() > 5 && log.contains("resolved"), "{log}");
    let log = log.to_lowercase();
    let leaked: Vec<&String> = secrets.iter().filter(|text| log.contains(*text)).collect();
    assert!(leaked.is_empty(), "{leaked:?}");
}

#[test]
fn a_refused_log_in_shows_neither_the_address_nor_the_password() {
    let world = World::start();
    let password = password_file(&world.desk, "not-the-password");
    let text = account(&world.lab, "home", &password);
    let user = "robin.vale@mailbox.example";
    world.desk.configure(&text.replace("user = \"alice\"", &format!("user = \"{user}\"")));
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1));
    let daemon = world.desk.stay(INVITED);
    let refused = |log: &str| log.contains("refused the log-in");
    let start = std::time::Instant::now();
    while !refused(&world.desk.daemon_log()) {
        assert!(start.elapsed() < Duration::from_secs(60), "{}", world.desk.daemon_log());
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(daemon.stop());
    for log in [said(&output), world.desk.daemon_log()] {
        assert!(refused(&log), "{log}");
        assert!(!log.contains(user) && !log.contains("not-the-password"), "{log}");
    }
    // To the user himself, who asks, it is said in full.
    let status = said(&world.desk.run(&["status"]));
    assert!(status.contains(user) && status.contains("account home does not work"), "{status}");
    assert!(!status.contains("not-the-password"));
}

#[test]
fn everything_that_is_kept_is_readable_by_its_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::with_check_in();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&world.desk.state_dir()), 0o700);
    let files: Vec<_> = world.desk.remembered().into_keys().collect();
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}
