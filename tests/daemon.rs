//! The program against a real Dovecot: what lies in Drafts as weeks go by.
//!
//! Each scenario is IMAP over TLS with a private CA and a password command, and the virtual hour of
//! `--at`; what lies in the mailbox is read by a client that shares no code with the program.

mod lab;
mod world;

use lab::Lab;
use world::{
    ANSWERED, DURING, Desk, ENDED, INVITED, THANKS, THANKS_AHEAD, World, account,
    mails::{BAKERY, FOUNDRY, ME},
    only, password_file, recipients, said,
};

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
    let world = World::with_check_in();
    let drafts = world.drafts();
    let check_in = only(&drafts, "oona@tarnwick.example");
    assert_eq!(check_in.subject, "Re: Tarnwick Foundry - Compiler Engineer interview");
    assert_eq!(check_in.parent, "update.0457@tarnwick.example");
    assert!(check_in.text.contains("16 October"), "{}", check_in.text);
}

#[test]
fn a_reply_takes_the_check_in_away() {
    let world = World::with_check_in();
    world.deliver(&FOUNDRY.reply());
    assert!(world.once(ANSWERED).is_empty());
    assert!(world.lab.list("Trash").is_empty());
}

#[test]
fn an_automatic_reply_leaves_the_check_in_where_it_is() {
    let world = World::with_check_in();
    let before = world.drafts();
    world.deliver(&FOUNDRY.auto_reply());
    assert_eq!(world.once(ANSWERED), before);
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
fn an_account_that_is_away_does_not_keep_the_others_waiting() {
    let (mut away, here) = (Lab::start(), World::start());
    let password = password_file(&here.desk, lab::PASSWORD);
    let tables = [account(&away, "away", &password), account(&here.lab, "home", &password)];
    here.desk.configure(&tables.concat());
    away.kill();
    here.deliver(&FOUNDRY.invite());
    let output = here.desk.run(&["run", "--once", "--at", THANKS]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("away: Connect"), "{}", said(&output));
    assert_eq!(here.drafts().len(), 3);
}

#[test]
fn plan_leaves_every_message_and_the_state_as_they_were() {
    let world = World::with_check_in();
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
