//! What a user does to drafts in a mail client, against a real Dovecot: it is kept, and it counts.

#![expect(clippy::indexing_slicing, reason = "a test")]

mod lab;
mod world;

use world::{
    ANSWERED, CHASER, Draft, THANKS, THANKS_AHEAD, World, at,
    mails::{FOUNDRY, ME, rewritten},
    only, recipients,
};

/// Seven business days after Wednesday the 21st is Friday the 30th, in winter time.
const NEXT_AHEAD: [&str; 2] = ["2026-10-29T09:00:00Z", "2026-10-30T08:29:00Z"];
const NEXT: &str = "2026-10-30T08:31:00Z";

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
    let world = World::with_check_in();
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
    let world = World::with_check_in();
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
    let world = World::with_check_in();
    let check_in = world.drafts().remove(0);
    let sent =
        rewritten(&check_in.bytes, Some("sent.9@home.example"), at("2026-10-21T10:00:00Z"), "");
    world.lab.raw().remove("Drafts", check_in.uid);
    world.put("Sent", &sent);
    assert!(world.once("2026-10-21T10:01:00Z").is_empty());
    the_next_comes_at_its_time(&world, &check_in);
}

#[test]
fn a_draft_that_was_gone_before_its_sent_copy_came_counts_as_sent() {
    let world = World::with_check_in();
    let check_in = world.drafts().remove(0);
    world.lab.raw().remove("Drafts", check_in.uid);
    assert!(world.once("2026-10-21T10:00:00Z").is_empty());
    let sent = rewritten(&check_in.bytes, None, at("2026-10-21T10:00:00Z"), "");
    world.put("Sent", &sent);
    assert!(world.once("2026-10-21T10:01:00Z").is_empty());
    the_next_comes_at_its_time(&world, &check_in);
}

fn the_next_comes_at_its_time(world: &World, before: &Draft) {
    for early in NEXT_AHEAD {
        assert!(world.once(early).is_empty(), "{early}");
    }
    let drafts = world.once(NEXT);
    assert_eq!(recipients(&drafts), ["oona@tarnwick.example"]);
    assert_ne!(drafts[0].id, before.id);
    assert_ne!(drafts[0].text, before.text);
}

#[test]
fn a_draft_that_was_only_flagged_deleted_is_as_good_as_thrown_away() {
    let world = World::with_check_in();
    let uid = world.drafts()[0].uid;
    let mut client = world.lab.raw();
    client.run("SELECT Drafts");
    client.run(&format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)"));
    let left = world.drafts();
    for later in ["2026-10-20T08:00:00Z", ANSWERED, "2026-10-29T09:00:00Z", "2026-11-20T09:00:00Z"]
    {
        assert_eq!(world.once(later), left, "{later}");
    }
}

#[test]
fn an_edit_that_the_daemon_never_saw_happen_survives_the_reply() {
    let world = World::with_check_in();
    let old = world.drafts().remove(0);
    let edited = rewritten(&old.bytes, None, at(CHASER), "\nP.S. I start to like Tarnwick.");
    world.lab.raw().append("Drafts", "\\Draft", None, &edited);
    world.lab.raw().remove("Drafts", old.uid);
    world.deliver(&FOUNDRY.reply());
    let kept = world.drafts();
    assert_eq!(world.once(ANSWERED), kept);
}

#[test]
fn a_thank_you_that_the_user_wrote_alone_takes_ours_to_that_person_away() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    let drafts = world.once(THANKS);
    let ours = only(&drafts, "desmond@tarnwick.example");
    let own = rewritten(&ours.bytes, Some("own.2@home.example"), at("2026-10-07T17:00:00Z"), "");
    world.put("Sent", &own);
    let left = world.once("2026-10-07T17:05:00Z");
    assert_eq!(recipients(&left), [ME, "yusra@tarnwick.example"]);
}

#[test]
fn a_thank_you_written_before_ours_was_due_is_never_doubled() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    world.once(THANKS_AHEAD);
    let own = format!(
        "From: {ME}\nTo: desmond@tarnwick.example, yusra@tarnwick.example\nSubject: Thank you\n\
         Date: Wed, 7 Oct 2026 17:40:00 +0100\nMessage-ID: <own.3@home.example>\n\nThank you both!\n"
    );
    world.put("Sent", own.as_bytes());
    let drafts = world.once(THANKS);
    assert!(drafts.iter().all(|draft| draft.to == ME), "{:?}", recipients(&drafts));
}

#[test]
fn a_mailbox_that_was_numbered_anew_keeps_its_drafts_once() {
    let world = World::with_check_in();
    let before = world.drafts();
    world.lab.change_uid_validity("Drafts", 777_777);
    let after = world.once("2026-10-20T07:40:00Z");
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].bytes, before[0].bytes);
    world.deliver(&FOUNDRY.reply());
    assert!(world.once(ANSWERED).is_empty(), "known again under its new number");
}
