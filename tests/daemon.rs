//! The program against a real Dovecot: what lies in Drafts as weeks go by.
//!
//! Each scenario is IMAP over TLS with a private CA and a password command, and the virtual hour of
//! `--at`; what lies in the mailbox is read by a client that shares no code with the program.

mod lab;
mod world;

use lab::Lab;
use world::{
    ANSWERED, CHASER, CHASER_AHEAD, DURING, Desk, ENDED, INVITED, THANKS, THANKS_AHEAD, UPDATED,
    World, account,
    mails::{BAKERY, FOUNDRY, ME, rewritten},
    only, password_file, recipients, said,
};

/// The interview is over, the company named a day, the day passed: a check-in lies in Drafts.
fn with_check_in() -> World {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    world.once(INVITED);
    world.deliver(&FOUNDRY.update());
    let drafts = world.once(UPDATED);
    // The user sends the acknowledgement, so that only the check-in is left to speak of.
    let ack = only(&drafts, "oona@tarnwick.example");
    let sent = rewritten(&ack.bytes, Some("ack.1@home.example"), at(UPDATED), "");
    world.put("Sent", &sent);
    world.lab.raw().remove("Drafts", ack.uid);
    assert!(world.once(CHASER_AHEAD).is_empty());
    let drafts = world.once(CHASER);
    assert_eq!(recipients(&drafts), ["oona@tarnwick.example"]);
    world
}

fn at(time: &str) -> jiff::Timestamp {
    time.parse().unwrap()
}

#[test]
fn an_invite_leads_to_a_notes_form_at_its_end_and_thank_yous_at_their_time() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    assert!(world.once(INVITED).is_empty());
    assert!(world.once(DURING).is_empty());
    let drafts = world.once(ENDED);
    assert_eq!(recipients(&drafts), [ME]);
    assert_eq!(world.once(THANKS_AHEAD), drafts);
    let drafts = world.once(THANKS);
    assert_eq!(recipients(&drafts), ["desmond@tarnwick.example", ME, "yusra@tarnwick.example"]);
    assert!(drafts.iter().all(|draft| draft.flags == ["\\Draft"]));
    assert!(drafts.iter().all(|draft| draft.parent == FOUNDRY.invite_id()));
    let (one, two) =
        (only(&drafts, "desmond@tarnwick.example"), only(&drafts, "yusra@tarnwick.example"));
    assert_ne!(one.text, two.text);
}

#[test]
fn a_deadline_that_passed_leads_to_a_check_in_in_the_thread() {
    let world = with_check_in();
    let drafts = world.drafts();
    let check_in = only(&drafts, "oona@tarnwick.example");
    assert_eq!(check_in.subject, "Re: Tarnwick Foundry - Compiler Engineer interview");
    assert_eq!(check_in.parent, "update.0457@tarnwick.example");
    assert!(check_in.text.contains("16 October"), "{}", check_in.text);
}

#[test]
fn a_reply_takes_the_check_in_away() {
    let world = with_check_in();
    world.deliver(&FOUNDRY.reply());
    assert!(world.once(ANSWERED).is_empty());
    assert!(world.lab.list("Trash").is_empty());
}

#[test]
fn an_automatic_reply_leaves_the_check_in_where_it_is() {
    let world = with_check_in();
    let before = world.drafts();
    world.deliver(&FOUNDRY.auto_reply());
    assert_eq!(world.once(ANSWERED), before);
}

#[test]
fn a_draft_edited_in_thunderbird_is_the_users_for_ever() {
    edited_draft_stays(Some("5e1f0c@home.example"));
}

#[test]
fn a_draft_edited_in_neomutt_is_the_users_for_ever() {
    edited_draft_stays(None);
}

/// The client stores a new copy, under its own Message-ID or the old one, and then takes the old
/// copy away; the daemon looks at each moment.
fn edited_draft_stays(id: Option<&str>) {
    let world = with_check_in();
    let old = world.drafts().remove(0);
    let edited = rewritten(&old.bytes, id, at(CHASER), "\nP.S. I start to like Tarnwick.");
    let uid = world.lab.raw().append("Drafts", "\\Draft \\Seen", None, &edited);
    world.once("2026-10-20T07:40:00Z");
    let left = world.drafts();
    assert!(left.iter().any(|draft| draft.uid == uid && draft.text.contains("P.S.")));
    world.lab.raw().remove("Drafts", old.uid);
    let kept = world.drafts();
    assert_eq!(world.once("2026-10-20T07:45:00Z"), kept);
    assert_eq!(world.once("2026-10-21T08:00:00Z"), kept);
    world.deliver(&FOUNDRY.reply());
    for later in ["2026-10-21T09:10:00Z", "2026-10-29T09:00:00Z", "2026-12-01T09:00:00Z"] {
        let drafts = world.once(later);
        assert!(drafts.contains(&kept[0]), "{later}");
        assert!(drafts.iter().all(|draft| draft.id != old.id || draft.uid == uid), "{later}");
    }
}

#[test]
fn a_draft_that_the_user_threw_away_is_never_made_again() {
    let world = with_check_in();
    world.lab.raw().remove("Drafts", world.drafts()[0].uid);
    for later in [
        "2026-10-20T07:35:00Z",
        "2026-10-20T08:00:00Z",
        "2026-10-21T07:31:00Z",
        "2026-10-29T09:00:00Z",
        "2026-11-20T09:00:00Z",
    ] {
        assert!(world.once(later).is_empty(), "{later}");
    }
}

#[test]
fn a_draft_that_was_sent_counts_and_the_next_is_counted_from_it() {
    let world = with_check_in();
    let check_in = world.drafts().remove(0);
    let sent =
        rewritten(&check_in.bytes, Some("sent.9@home.example"), at("2026-10-21T10:00:00Z"), "");
    world.lab.raw().remove("Drafts", check_in.uid);
    world.put("Sent", &sent);
    assert!(world.once("2026-10-21T10:01:00Z").is_empty());
    // Seven business days after Wednesday the 21st are Friday the 30th, in winter time.
    assert!(world.once("2026-10-29T09:00:00Z").is_empty());
    assert!(world.once("2026-10-30T08:29:00Z").is_empty());
    let drafts = world.once("2026-10-30T08:31:00Z");
    assert_eq!(recipients(&drafts), ["oona@tarnwick.example"]);
    assert_ne!(drafts[0].id, check_in.id);
    assert_ne!(drafts[0].text, check_in.text);
}

#[test]
fn two_visits_at_the_same_hour_make_each_draft_once() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    let drafts = world.once(THANKS);
    assert_eq!(drafts.len(), 3);
    assert_eq!(world.once(THANKS), drafts);
}

#[test]
fn the_drafts_of_two_accounts_lie_each_in_its_own() {
    let (one, two) = (Lab::start(), Lab::start());
    let desk = Desk::with("");
    let password = password_file(&desk, lab::PASSWORD);
    desk.configure(&[account(&one, "one", &password), account(&two, "two", &password)].concat());
    let world = World { lab: one, desk };
    world.deliver(&FOUNDRY.invite());
    let World { lab: one, desk } = world;
    let world = World { lab: two, desk };
    world.deliver(&BAKERY.invite());
    let there = world.once(THANKS);
    assert_eq!(recipients(&there), ["ibrahim@marlowcrumb.example", "lena@marlowcrumb.example", ME]);
    let world = World { lab: one, desk: world.desk };
    let here = world.drafts();
    assert_eq!(recipients(&here), ["desmond@tarnwick.example", ME, "yusra@tarnwick.example"]);
}

#[test]
fn plan_leaves_every_message_and_the_state_as_they_were() {
    let world = with_check_in();
    world.deliver(&BAKERY.invite());
    world.deliver(&FOUNDRY.reply());
    let (mailboxes, state) = (world.everything(), world.desk.remembered());
    let output = world.desk.run(&["plan", "--at", ANSWERED]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("Tarnwick Foundry"), "{}", said(&output));
    assert!(said(&output).contains("Marlow Crumb"), "{}", said(&output));
    assert_eq!(world.everything(), mailboxes);
    assert_eq!(world.desk.remembered(), state);
}

#[test]
fn plan_before_the_first_run_makes_no_state_at_all() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    let mailboxes = world.everything();
    let output = world.desk.run(&["plan", "--at", THANKS]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("would be drafted now"), "{}", said(&output));
    assert_eq!(world.everything(), mailboxes);
    assert!(!world.desk.state_dir().exists());
}

#[test]
fn a_wrong_password_ends_the_visit_and_says_what_to_do() {
    let world = World::start();
    password_file(&world.desk, "not-the-password");
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("home") && text.contains("password"), "{text}");
    assert!(!text.contains("not-the-password"), "{text}");
}

#[test]
fn a_password_command_that_fails_is_named() {
    let world = World::start();
    std::fs::remove_file(world.desk.path().join("password")).unwrap();
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("cat"), "{}", said(&output));
}

#[test]
fn a_wrong_configuration_ends_with_status_78_and_names_the_line() {
    let world = World::start();
    world.desk.configure("[account.home]\nhost = \"localhost\"\nport = 587\nuser = \"alice\"\n");
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(78), "{}", said(&output));
    assert!(said(&output).contains("afterword.toml:8"), "{}", said(&output));
    assert!(!world.desk.state_dir().exists());
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused() {
    let world = World::start();
    let text = account(&world.lab, "home", &password_file(&world.desk, lab::PASSWORD));
    let text: Vec<&str> = text.lines().filter(|line| !line.starts_with("ca_file")).collect();
    world.desk.configure(&text.join("\n"));
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).to_lowercase().contains("certificate"), "{}", said(&output));
}
