//! `afterword rebuild`: from a damaged database to a new one, without a draft too many.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use super::{database, refused};
use crate::world::{
    CHASER, CHASER_AHEAD, Desk, Draft, INVITED, THANKS, UPDATED, World,
    mails::{FOUNDRY, ME},
    recipients, said,
};

const DESMOND: &str = "desmond@tarnwick.example";
const YUSRA: &str = "yusra@tarnwick.example";

/// Two thank-yous and the notes form, one of the thank-yous thrown away and seen to be.
fn thrown_away() -> (World, Vec<Draft>) {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    let drafts = world.once(THANKS);
    assert_eq!(recipients(&drafts), [DESMOND, ME, YUSRA]);
    let thrown = drafts.iter().find(|draft| draft.to == YUSRA).unwrap();
    world.lab.raw().remove("Drafts", thrown.uid);
    let left = world.once(THANKS);
    assert_eq!(recipients(&left), [DESMOND, ME]);
    (world, left)
}

/// What becomes of a file's bytes.
type Harm = fn(Vec<u8>) -> Vec<u8>;

/// In every way that a file can come to harm.
const HARMS: [(&str, Harm); 5] = [
    ("garbage", |bytes| bytes.iter().map(|byte| byte.wrapping_mul(31).wrapping_add(7)).collect()),
    ("empty", |_| Vec::new()),
    ("truncated", |mut bytes| {
        bytes.truncate(bytes.len() / 2 + 100);
        bytes
    }),
    ("the first page gone", |mut bytes| {
        bytes.iter_mut().take(4096).for_each(|byte| *byte = 0);
        bytes
    }),
    ("a page in the middle gone", |mut bytes| {
        let middle = bytes.len() / 2 / 4096 * 4096;
        bytes.iter_mut().skip(middle).take(4096).for_each(|byte| *byte = 0xa5);
        bytes
    }),
];

fn rebuild(desk: &Desk, at: &str) -> String {
    let output = desk.run(&["rebuild", "--at", at]);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

/// Old databases that were kept.
fn kept(desk: &Desk) -> Vec<PathBuf> {
    let all = desk.remembered().into_keys();
    let old = |path: &PathBuf| path.to_str().unwrap().contains("sqlite3.2");
    all.filter(old).collect()
}

#[test]
fn however_it_was_damaged_it_is_refused_kept_and_made_again_without_a_draft_too_many() {
    for (name, harm) in HARMS {
        let (world, left) = thrown_away();
        let harmed = harm(fs::read(database(&world.desk)).unwrap());
        fs::write(database(&world.desk), &harmed).unwrap();
        for command in [&["run", "--once", "--at", THANKS][..], &["status"], &["plan"], &["check"]]
        {
            let text = refused(&world.desk, command);
            assert!(text.contains("\"afterword rebuild\""), "{name}: {command:?}: {text}");
        }
        assert_eq!(fs::read(database(&world.desk)).unwrap(), harmed, "{name}");
        assert_eq!(world.drafts(), left, "{name}");

        let text = rebuild(&world.desk, THANKS);
        assert!(text.contains("Drafts of afterword's own in Drafts: 2"), "{name}: {text}");
        assert_eq!(world.drafts(), left, "{name}: a rebuild writes into no mailbox");
        let old = kept(&world.desk);
        assert_eq!(old.len(), 1, "{name}: {old:?}");
        assert_eq!(fs::read(&old[0]).unwrap(), harmed, "{name}: the old one is kept");
        assert!(text.contains(old[0].to_str().unwrap()), "{name}: {text}");
        for file in world.desk.remembered().into_keys() {
            let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", file.display());
        }

        // Not one too many: what was thrown away stays away, what lies there is ours still.
        assert_eq!(world.once(THANKS), left, "{name}");
        // And the story goes on: what is due later is made.
        world.deliver(&FOUNDRY.update());
        let drafts = world.once(UPDATED);
        assert!(recipients(&drafts).contains(&FOUNDRY.recruiter_address().as_str()), "{name}");
    }
}

#[test]
fn a_draft_of_ours_that_is_no_longer_wanted_is_taken_away_after_a_rebuild_too() {
    let world = World::with_check_in();
    fs::write(database(&world.desk), "no database").unwrap();
    rebuild(&world.desk, CHASER);
    assert_eq!(world.once(CHASER).len(), 1);
    world.deliver(&FOUNDRY.reply());
    assert!(world.once(crate::world::ANSWERED).is_empty());
}

#[test]
fn a_draft_that_the_user_edited_stays_his_after_a_rebuild() {
    let world = World::with_check_in();
    let draft = world.drafts().remove(0);
    world.lab.raw().remove("Drafts", draft.uid);
    let edited = [draft.bytes.as_slice(), b"One more line of mine.\r\n"].concat();
    world.put("Drafts", &edited);
    world.once(CHASER);
    fs::write(database(&world.desk), "no database").unwrap();
    rebuild(&world.desk, CHASER);
    assert_eq!(world.once(CHASER).len(), 1);
    world.deliver(&FOUNDRY.reply());
    let drafts = world.once(crate::world::ANSWERED);
    assert!(drafts.iter().any(|left| left.bytes == edited), "{drafts:?}");
    assert_eq!(drafts.len(), 1);
}

#[test]
fn what_is_due_after_a_rebuild_is_made_as_ever() {
    let world = World::with_check_in();
    let check_in = world.drafts().remove(0);
    world.lab.raw().remove("Drafts", check_in.uid);
    fs::write(database(&world.desk), "no database").unwrap();
    // The day before it was due: nobody can have thrown it away.
    rebuild(&world.desk, CHASER_AHEAD);
    assert!(world.once(CHASER_AHEAD).is_empty());
    assert_eq!(recipients(&world.once(CHASER)), [FOUNDRY.recruiter_address()]);
}

#[test]
fn what_the_user_said_outlives_the_rebuild_of_what_can_still_be_read() {
    let world = World::with_check_in();
    let closed = world.desk.run(&["close", "Tarnwick"]);
    assert!(closed.status.success(), "{}", said(&closed));
    // A sound database loses nothing.
    rebuild(&world.desk, CHASER);
    let status = said(&world.desk.run(&["status", "--all"]));
    assert!(status.contains("closed"), "{status}");
    assert!(world.once(CHASER).is_empty(), "withdrawn, as the user said");
}

#[test]
fn while_the_daemon_runs_or_the_server_is_away_nothing_is_changed() {
    let (mut world, left) = thrown_away();
    let mut daemon = world.desk.stay(THANKS);
    world.await_drafts("running", |drafts| drafts == left);
    let text = loop {
        // It may not have opened its database yet.
        let output = world.desk.run(&["rebuild", "--at", THANKS]);
        if !output.status.success() {
            break said(&output);
        }
    };
    assert!(text.contains("already running"), "{text}");
    daemon.kill();
    fs::write(database(&world.desk), "no database").unwrap();
    let text = {
        world.lab.kill();
        refused(&world.desk, &["rebuild", "--at", THANKS])
    };
    assert!(text.contains("nothing was changed"), "{text}");
    assert_eq!(fs::read(database(&world.desk)).unwrap(), b"no database");
    world.lab.restart();
    rebuild(&world.desk, THANKS);
    assert_eq!(world.once(THANKS), left);
}

#[test]
fn in_a_maildir_drafts_are_recognised_by_their_message_id() {
    let (desk, mail) = Desk::with_maildir();
    fs::write(mail.join("cur/1.M1.host:2,S"), FOUNDRY.invite()).unwrap();
    let drafts = || -> Vec<PathBuf> {
        let entries = fs::read_dir(mail.join(".Drafts/cur")).unwrap();
        let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all
    };
    desk.once(INVITED);
    desk.once(THANKS);
    assert_eq!(drafts().len(), 3);
    let thrown = drafts().remove(0);
    fs::remove_file(&thrown).unwrap();
    desk.once(THANKS);
    let left = drafts();
    assert_eq!(left.len(), 2);
    fs::write(database(&desk), "no database").unwrap();
    rebuild(&desk, THANKS);
    desk.once(THANKS);
    assert_eq!(drafts(), left);
}
