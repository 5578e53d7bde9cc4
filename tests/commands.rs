//! The commands by which a user says what no mail does: the program itself on a Maildir.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and waits for the daemon"
)]

mod lab;
mod world;

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant, SystemTime},
};

use mail_parser::MessageParser;
use world::{
    ANSWERED, CHASER, Desk, INVITED, THANKS, UPDATED,
    mails::{BAKERY, FOUNDRY, ME},
    said,
};

const PATIENCE: Duration = Duration::from_secs(30);
/// The second morning after Friday 30 October.
const LATER: &str = "2026-11-03T08:31:00Z";

/// A user's mail as a Maildir, and the program beside it.
struct Home {
    desk: Desk,
}

struct Draft {
    to: String,
    text: String,
    file: PathBuf,
}

impl Home {
    fn new() -> Home {
        let desk = Desk::with("");
        for name in ["", ".Drafts", ".Sent"] {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(desk.path().join("mail").join(name).join(part)).unwrap();
            }
        }
        let mail = desk.path().join("mail");
        desk.configure(&format!("[account.home]\nmaildir = \"{}\"\n", mail.display()));
        Home { desk }
    }

    fn put(&self, mailbox: &str, bytes: &[u8]) {
        let mail = MessageParser::default().parse(bytes).unwrap();
        let seconds = mail.date().unwrap().to_timestamp();
        let name = format!("{seconds}.{}.home", mail.message_id().unwrap().replace('/', "_"));
        let file = self.desk.path().join("mail").join(mailbox).join("cur").join(name + ":2,S");
        fs::write(&file, bytes).unwrap();
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.try_into().unwrap());
        fs::File::options().write(true).open(&file).unwrap().set_modified(at).unwrap();
    }

    fn drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for entry in fs::read_dir(self.desk.path().join("mail/.Drafts/cur")).unwrap() {
            let file = entry.unwrap().path();
            let Ok(bytes) = fs::read(&file) else { continue };
            let mail = MessageParser::default().parse(&bytes).unwrap();
            let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
            let text = mail.body_text(0).unwrap_or_default().into_owned();
            drafts.push(Draft { to: to.unwrap_or_default().to_owned(), text, file });
        }
        drafts.sort_by(|a, b| a.to.cmp(&b.to));
        drafts
    }

    fn once(&self, at: &str) -> Vec<String> {
        self.desk.once(at);
        self.drafts().into_iter().map(|draft| draft.to).collect()
    }

    /// A command that must succeed, and what it says.
    fn tell(&self, at: &str, arguments: &[&str]) -> String {
        let output = self.desk.run(&[arguments, &["--at", at]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        said(&output)
    }

    /// A command that is refused: it changes nothing.
    fn refused(&self, at: &str, arguments: &[&str]) -> String {
        let before = self.facts();
        let output = self.desk.run(&[arguments, &["--at", at]].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
        assert_eq!(self.facts(), before);
        let text = said(&output);
        assert!(text.contains("Nothing was changed."), "{text}");
        text
    }

    fn facts(&self) -> usize {
        let store = afterword::edge::store::Store::open_read_only(&self.desk.state_dir()).unwrap();
        store.map_or(0, |store| store.facts().unwrap().len())
    }

    /// The foundry's interview is over, its date too, and all drafts but the check-in are gone.
    fn with_check_in() -> Home {
        let home = Home::new();
        home.put("", &FOUNDRY.invite());
        home.once(INVITED);
        home.put("", &FOUNDRY.update());
        home.once(UPDATED);
        for draft in home.drafts() {
            fs::remove_file(draft.file).unwrap();
        }
        home.once("2026-10-09T11:00:00Z");
        assert_eq!(home.once(CHASER), [FOUNDRY.recruiter_address()]);
        home
    }

    fn await_drafts(&self, what: &str, right: impl Fn(&[Draft]) -> bool) {
        let start = Instant::now();
        while !right(&self.drafts()) {
            let log = self.desk.daemon_log();
            assert!(start.elapsed() < PATIENCE, "never {what}\n{log}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn a_deadline_told_by_phone_moves_the_check_in_behind_it() {
    let home = Home::with_check_in();
    let text = home.tell(ANSWERED, &["deadline", "tarnwick", "2026-10-30"]);
    assert!(text.contains("withdrawn: check-in to oona@tarnwick.example"), "{text}");
    assert!(text.contains("next: check-in on Tue 3 Nov 08:30"), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(home.once(ANSWERED).is_empty());
    assert_eq!(home.once(LATER), [FOUNDRY.recruiter_address()]);
    assert!(home.drafts()[0].text.contains("30 October"), "{}", home.drafts()[0].text);
}

#[test]
fn a_day_may_be_named_in_words_and_must_be_to_come() {
    let home = Home::with_check_in();
    let text = home.refused(ANSWERED, &["deadline", "Tarnwick", "2026-10-16"]);
    assert!(text.contains("Fri 16 Oct 2026 is past"), "{text}");
    home.refused(ANSWERED, &["deadline", "Tarnwick", "soonish"]);
    for (said, day) in [("Friday", "Fri 23 Oct"), ("30 October", "Fri 30 Oct")] {
        let text = home.tell(ANSWERED, &["deadline", "Tarnwick", said]);
        assert!(text.contains(day), "{text}");
    }
}

#[test]
fn an_answer_by_phone_takes_the_check_in_away() {
    let home = Home::with_check_in();
    let text = home.tell(ANSWERED, &["replied", "TÁRNWICK foundry ltd"]);
    assert!(text.contains("they answered elsewhere"), "{text}");
    assert!(home.once(ANSWERED).is_empty());
    assert_eq!(home.once("2026-10-27T08:31:00Z"), [FOUNDRY.recruiter_address()]);
}

#[test]
fn a_snooze_a_pause_and_their_ends() {
    let home = Home::with_check_in();
    home.tell(ANSWERED, &["snooze", "compiler", "2026-10-30"]);
    assert!(home.once(ANSWERED).is_empty());
    home.refused(ANSWERED, &["resume", "foundry"]);
    home.tell(ANSWERED, &["pause", "foundry"]);
    home.refused(ANSWERED, &["pause", "foundry"]);
    assert!(home.once("2026-10-30T08:31:00Z").is_empty());
    home.tell("2026-11-04T08:31:00Z", &["resume"]);
    assert_eq!(home.once("2026-11-04T08:32:00Z"), [FOUNDRY.recruiter_address()]);
}

#[test]
fn what_is_closed_is_refused_until_it_is_reopened() {
    let home = Home::with_check_in();
    home.refused(ANSWERED, &["reopen", "tarnwick"]);
    home.tell(ANSWERED, &["close", "tarnwick"]);
    assert!(home.once(ANSWERED).is_empty());
    for command in [
        &["deadline", "tarnwick", "2026-10-30"][..],
        &["replied", "tarnwick"],
        &["done", "tarnwick"],
        &["snooze", "tarnwick", "2026-10-30"],
        &["pause", "tarnwick"],
        &["close", "tarnwick"],
        &["offer", "tarnwick", "--deadline", "2026-10-30"],
        &["withdraw", "tarnwick"],
        &["note", "tarnwick"],
    ] {
        let text = home.refused(ANSWERED, command);
        assert!(text.contains("is closed; afterword reopen"), "{text}");
    }
    let text = home.tell(ANSWERED, &["reopen", "tarnwick"]);
    assert!(text.contains("next: check-in on Tue 27 Oct 08:30"), "{text}");
    assert_eq!(home.once("2026-10-27T08:31:00Z"), [FOUNDRY.recruiter_address()]);
}

#[test]
fn an_unknown_or_ambiguous_company_lists_the_candidates() {
    let home = Home::with_check_in();
    home.put("", &BAKERY.invite());
    home.once(ANSWERED);
    let text = home.refused(ANSWERED, &["done", "Corvid"]);
    assert!(text.contains("Tarnwick Foundry, Compiler Engineer"), "{text}");
    let text = home.refused(ANSWERED, &["replied", "engineer"]);
    assert!(text.contains("Tarnwick Foundry") && text.contains("Marlow Crumb"), "{text}");
    let text = home.refused(ANSWERED, &["done", "crumb"]);
    assert!(text.contains("waits for nothing from you"), "{text}");
}

#[test]
fn an_offer_is_told_to_each_other_company_and_the_preference_to_one() {
    let home = Home::with_check_in();
    home.put("", &BAKERY.invite());
    home.put("", &world::mails::SHIPYARD.invite());
    home.once(ANSWERED);
    let offer = ["offer", "marlow", "--deadline", "2026-10-30", "--prefer"];
    home.refused(ANSWERED, &[&offer[..], &["marlow"]].concat());
    let text = home.tell(ANSWERED, &[&offer[..], &["tarnwick"]].concat());
    assert!(text.contains("in Drafts at once: note on another offer to oona@"), "{text}");
    let all = home.once(ANSWERED);
    assert_eq!(all, ["henrik@orlsund.example", "oona@tarnwick.example"]);
    let drafts = home.drafts();
    assert!(drafts.iter().all(|draft| draft.text.contains("30 October")));
    assert!(drafts.iter().all(|draft| !draft.text.contains("Marlow")));
    let prefers = |draft: &Draft| {
        let text = unwrapped(draft);
        ["first choice", "rather take", "would choose"].iter().any(|words| text.contains(words))
    };
    assert_ne!(prefers(&drafts[0]), prefers(&drafts[1]));
}

#[test]
fn an_offer_is_accepted_and_a_process_left_with_one_note() {
    let home = Home::with_check_in();
    home.put("", &BAKERY.invite());
    home.once(ANSWERED);
    home.tell(ANSWERED, &["offer", "marlow", "--accept"]);
    home.tell(ANSWERED, &["withdraw", "tarnwick"]);
    assert_eq!(home.once(ANSWERED), ["oona@tarnwick.example", "petra.voss@marlowcrumb.example"]);
    let left = unwrapped(&home.drafts()[0]);
    assert!(left.contains("not to go further"), "{left}");
    assert!(home.drafts()[1].text.contains("accept"), "{}", home.drafts()[1].text);
    let status = home.desk.run(&["status", "--all"]);
    assert!(said(&status).contains("Tarnwick Foundry, Compiler Engineer  [closed]"));
}

#[test]
fn notes_from_an_editor_go_into_the_thank_yous() {
    let home = Home::new();
    home.put("", &FOUNDRY.invite());
    home.once(THANKS);
    let editor = home.desk.path().join("editor");
    fs::write(&editor, "#!/bin/sh\nsed -i 's/^Desmond.*:$/& register allocation/' \"$2\"\n")
        .unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    let note = || {
        let mut command = home.desk.afterword(&["note", "Tarnwick", "--at", THANKS]);
        command.env("EDITOR", format!("{} -x", editor.display())).stdin(Stdio::null());
        said(&command.output().unwrap())
    };
    // An editor that fails loses nothing of what was written, and leaves nothing else behind.
    let mut command = home.desk.afterword(&["note", "Tarnwick", "--at", THANKS]);
    let failing = home.desk.path().join("failing");
    fs::write(&failing, "#!/bin/sh\necho my own words >> \"$1\"\nexit 3\n").unwrap();
    fs::set_permissions(&failing, fs::Permissions::from_mode(0o700)).unwrap();
    command.env("EDITOR", &failing).env("XDG_RUNTIME_DIR", home.desk.path());
    let failed = said(&command.stdin(Stdio::null()).output().unwrap());
    let (_, kept) = failed.trim_end().rsplit_once("what you wrote is in ").expect(&failed);
    assert!(fs::read_to_string(kept).unwrap().contains("my own words"), "{failed}");
    assert!(note().contains("noted"));
    let drafts = |home: &Home| {
        home.once(THANKS);
        home.drafts()
    };
    let all = drafts(&home);
    assert_eq!(all.len(), 3);
    let desmond = all.iter().find(|draft| draft.to.starts_with("desmond")).unwrap();
    assert!(desmond.text.contains("you had to say about register"), "{}", desmond.text);
    // The form shows what was noted, and left as it is says nothing new.
    assert!(note().contains("Nothing new was noted"));
    assert!(drafts(&home).iter().any(|draft| draft.to == ME));
}

/// A refusal that says it so softly that it is in doubt.
fn odd() -> Vec<u8> {
    let text = String::from_utf8(FOUNDRY.reply()).unwrap();
    let (head, _) = text.split_once("\n\n").unwrap();
    let soft = "The person after you had run a shop of this size.";
    format!("{head}\n\nHi Sam,\n\n{soft}\n\nOona\n").into_bytes()
}

#[test]
fn a_mail_in_doubt_is_answered_by_its_number() {
    for (answer, comes) in [("no", "16 October"), ("yes", "Thank you for")] {
        let home = Home::with_check_in();
        home.put("", &odd());
        assert!(home.once(ANSWERED).is_empty());
        let text = home.tell(ANSWERED, &["review"]);
        assert!(text.starts_with("1. Tarnwick Foundry"), "{text}");
        assert!(text.contains("taken for a refusal"), "{text}");
        home.refused(ANSWERED, &["review", "2", "yes"]);
        home.tell(ANSWERED, &["review", "1", "later"]);
        assert!(home.tell(ANSWERED, &["review"]).starts_with("1. "));
        home.tell(ANSWERED, &["review", "1", answer]);
        assert!(home.tell(ANSWERED, &["review"]).contains("Nothing is in doubt"));
        assert_eq!(home.once(ANSWERED), [FOUNDRY.recruiter_address()], "{answer}");
        assert!(home.drafts()[0].text.contains(comes), "{}", home.drafts()[0].text);
    }
}

#[test]
fn the_daemon_acts_at_once_on_what_is_said_beside_it() {
    let home = Home::with_check_in();
    let daemon = home.desk.stay(CHASER);
    let start = Instant::now();
    while !home.desk.daemon_log().contains("draft") && start.elapsed() < Duration::from_secs(2) {
        std::thread::sleep(Duration::from_millis(50));
    }
    home.tell("2026-10-20T07:30:30Z", &["replied", "tarnwick"]);
    let told = Instant::now();
    home.await_drafts("withdrawn", <[Draft]>::is_empty);
    // Nothing else rings within the minute.
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    home.tell(CHASER, &["withdraw", "tarnwick"]);
    home.await_drafts("a withdrawal", |all| all.len() == 1);
    assert!(daemon.stop());
    assert_eq!(home.once(CHASER), [FOUNDRY.recruiter_address()]);
}

#[test]
fn the_daemon_in_idle_acts_at_once_too() {
    let world = world::World::with_check_in();
    let daemon = world.desk.stay(CHASER);
    // Long enough that it waits for the server.
    std::thread::sleep(Duration::from_secs(2));
    let output = world.desk.run(&["replied", "tarnwick", "--at", "2026-10-20T07:30:30Z"]);
    assert!(output.status.success(), "{}", said(&output));
    let told = Instant::now();
    world.await_drafts("withdrawn", <[world::Draft]>::is_empty);
    assert!(told.elapsed() < Duration::from_secs(15), "{:?}", told.elapsed());
    let log = world.desk.daemon_log();
    assert!(!log.contains("WARN"), "{log}");
    assert!(daemon.stop());
}

/// The text without the soft line ends of format=flowed (RFC 3676).
fn unwrapped(draft: &Draft) -> String {
    draft.text.replace("\r\n", "\n").replace(" \n", " ")
}
