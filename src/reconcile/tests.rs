//! The table, walked over all its combinations, and the reading of listings.

use super::*;
use crate::message::Address;

const OURS: [u8; 32] = [1; 32];
const OTHER: [u8; 32] = [2; 32];

fn place(uid: u32) -> Place {
    Place::Uid { validity: 7, uid }
}

fn entries() -> Vec<Option<Entry>> {
    let at = Timestamp::UNIX_EPOCH;
    let baseline = Digest(OURS);
    vec![
        None,
        Some(Entry::Disposed { at }),
        Some(Entry::Retired { at }),
        Some(Entry::Intended { uid_validity: 7, uid_next: 5, digest: baseline }),
        Some(Entry::Written { place: place(5), baseline }),
        Some(Entry::Retiring { place: place(5), baseline }),
    ]
}

fn all_shows() -> Vec<Shows> {
    let digest = Digest(OURS);
    vec![
        Shows::AsWritten,
        Shows::AsWrittenTwice { copy: place(6) },
        Shows::Changed,
        Shows::Nothing { accounted: true },
        Shows::Nothing { accounted: false },
        Shows::Ours { place: place(9), digest },
        Shows::OursEdited,
        Shows::UsersOwn,
    ]
}

const WISHES: [Wish; 3] = [Wish::No, Wish::Keep, Wish::Make];

fn every(check: impl Fn(Option<&Entry>, &Shows, Wish, Verdict)) {
    for entry in entries() {
        for shows in all_shows() {
            for wish in WISHES {
                check(entry.as_ref(), &shows, wish, decide(entry.as_ref(), &shows, wish));
            }
        }
    }
}

#[test]
fn what_was_discarded_edited_or_sent_is_never_made_again() {
    every(|entry, shows, wish, verdict| {
        if entry.is_some_and(Entry::is_terminal) {
            assert_eq!(verdict, Verdict::Nothing, "{entry:?} {shows:?} {wish:?}");
        }
    });
}

#[test]
fn a_draft_is_appended_only_when_wanted_now_and_proven_absent() {
    every(|entry, shows, wish, verdict| {
        if matches!(verdict, Verdict::Append | Verdict::AppendAgain) {
            assert_eq!(wish, Wish::Make);
            assert_eq!(*shows, Shows::Nothing { accounted: true }, "{entry:?}");
        }
        if verdict == Verdict::AppendAgain {
            assert!(matches!(entry, Some(Entry::Intended { .. })));
        }
    });
}

#[test]
fn only_an_unchanged_draft_of_ours_is_taken_away() {
    every(|entry, shows, wish, verdict| match verdict {
        Verdict::Remove { place: gone, .. } => {
            assert_eq!((gone, shows), (place(5), &Shows::AsWritten), "{wish:?}");
            assert!(wish == Wish::No || matches!(entry, Some(Entry::Retiring { .. })));
        }
        Verdict::RemoveCopy { place: gone, .. } => {
            assert_eq!((gone, shows), (place(6), &Shows::AsWrittenTwice { copy: place(6) }));
        }
        _ => {}
    });
}

#[test]
fn text_that_is_not_ours_changes_no_mailbox() {
    every(|_, shows, _, verdict| {
        if matches!(shows, Shows::OursEdited | Shows::Changed | Shows::UsersOwn) {
            let still = [Verdict::Dispose, Verdict::Nothing, Verdict::Retired];
            assert!(still.contains(&verdict), "{shows:?} {verdict:?}");
        }
    });
}

/// The rows of the table, in order: entry, shows, wishes, verdict.
#[test]
fn the_table_reads_as_designed() {
    let digest = Digest(OURS);
    let [none, disposed, _, intended, written, retiring]: [_; 6] = entries().try_into().unwrap();
    let found = Shows::Ours { place: place(9), digest };
    let adopt = Verdict::Adopt { place: place(9), digest };
    let remove = Verdict::Remove { place: place(5), baseline: digest };
    let copy = Verdict::RemoveCopy { place: place(6), baseline: digest };
    let twice = Shows::AsWrittenTwice { copy: place(6) };
    let absent = Shows::Nothing { accounted: true };
    let missing = Shows::Nothing { accounted: false };
    let (no, keep, make) = (Wish::No, Wish::Keep, Wish::Make);
    let rows = [
        (&disposed, &found, &WISHES[..], Verdict::Nothing),
        (&none, &found, &WISHES, adopt.clone()),
        (&none, &Shows::UsersOwn, &WISHES, Verdict::Nothing),
        (&none, &absent, &[make], Verdict::Append),
        (&none, &absent, &[no, keep], Verdict::Nothing),
        (&intended, &found, &WISHES, adopt.clone()),
        (&intended, &Shows::OursEdited, &WISHES, Verdict::Dispose),
        (&intended, &absent, &[make], Verdict::AppendAgain),
        (&intended, &missing, &WISHES, Verdict::Dispose),
        (&intended, &absent, &[no], Verdict::Retired),
        (&written, &twice, &WISHES, copy),
        (&written, &Shows::AsWritten, &[keep, make], Verdict::Nothing),
        (&written, &Shows::AsWritten, &[no], remove.clone()),
        (&written, &found, &WISHES, adopt),
        (&written, &Shows::Changed, &WISHES, Verdict::Dispose),
        (&written, &Shows::OursEdited, &WISHES, Verdict::Dispose),
        (&retiring, &Shows::AsWritten, &WISHES, remove),
        (&retiring, &Shows::Changed, &WISHES, Verdict::Retired),
        (&retiring, &Shows::OursEdited, &WISHES, Verdict::Dispose),
    ];
    for (entry, shows, wishes, verdict) in rows {
        for wish in wishes {
            let got = decide(entry.as_ref(), shows, *wish);
            assert_eq!(got, verdict, "{entry:?} {shows:?} {wish:?}");
        }
    }
}

fn key() -> DraftKey {
    DraftKey("0123456789abcdef0123456789abcdef".into())
}

fn draft(uid: u32, digest: [u8; 32]) -> SeenDraft {
    SeenDraft {
        place: place(uid),
        id: Some(key().message_id()),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        from: None,
        to: vec![Address { name: None, email: "ines@corvid.example".into() }],
        subject: String::new(),
        digest: Some(Digest(digest)),
        deleted: false,
        note: None,
        sent: false,
    }
}

fn look(uid_next: u32, drafts: Vec<SeenDraft>) -> Look {
    Look { uid_validity: 7, uid_next, drafts }
}

fn seen(look: &Look, entry: usize) -> Shows {
    shows(look, &key(), entries()[entry].as_ref(), false)
}

const INTENDED: usize = 3;
const WRITTEN: usize = 4;

#[test]
fn a_uid_that_came_and_went_leaves_the_append_in_doubt() {
    assert_eq!(seen(&look(5, vec![]), INTENDED), Shows::Nothing { accounted: true });
    assert_eq!(seen(&look(6, vec![]), INTENDED), Shows::Nothing { accounted: false });
    let mut other = draft(5, OTHER);
    other.id = None;
    assert_eq!(seen(&look(6, vec![other]), INTENDED), Shows::Nothing { accounted: true });
    let renumbered = Look { uid_validity: 8, ..look(6, vec![]) };
    assert_eq!(seen(&renumbered, INTENDED), Shows::Nothing { accounted: false });
}

#[test]
fn a_lost_answer_is_found_by_its_message_id() {
    let found = Shows::Ours { place: place(5), digest: Digest(OURS) };
    assert_eq!(seen(&look(6, vec![draft(5, OURS)]), INTENDED), found);
    assert_eq!(seen(&look(6, vec![draft(5, OTHER)]), INTENDED), Shows::OursEdited);
}

#[test]
fn a_draft_flagged_deleted_or_sent_is_gone() {
    assert_eq!(seen(&look(6, vec![draft(5, OURS)]), WRITTEN), Shows::AsWritten);
    let deleted = SeenDraft { deleted: true, ..draft(5, OURS) };
    assert_eq!(seen(&look(6, vec![deleted]), WRITTEN), Shows::Changed);
    let sent = SeenDraft { sent: true, ..draft(5, OURS) };
    assert_eq!(seen(&look(6, vec![sent]), WRITTEN), Shows::Changed);
}

#[test]
fn a_copy_beside_ours_is_a_late_append_only_with_the_same_bytes() {
    let twice = look(7, vec![draft(5, OURS), draft(6, OURS)]);
    assert_eq!(seen(&twice, WRITTEN), Shows::AsWrittenTwice { copy: place(6) });
    let edited = look(7, vec![draft(5, OURS), draft(6, OTHER)]);
    assert_eq!(seen(&edited, WRITTEN), Shows::OursEdited);
    let moved = look(7, vec![draft(6, OURS)]);
    assert_eq!(seen(&moved, WRITTEN), Shows::OursEdited);
}

#[test]
fn a_changed_uidvalidity_is_matched_by_message_id_and_bytes() {
    let mut renumbered = draft(1, OURS);
    renumbered.place = Place::Uid { validity: 8, uid: 1 };
    let place = renumbered.place.clone();
    let look = Look { uid_validity: 8, uid_next: 2, drafts: vec![renumbered] };
    assert_eq!(seen(&look, WRITTEN), Shows::Ours { place, digest: Digest(OURS) });
}

#[test]
fn a_maildir_file_renamed_whole_is_unchanged() {
    let file = |name: &str| Place::File(name.to_owned());
    let entry = Entry::Written { place: file("1.M2.host"), baseline: Digest(OURS) };
    let renamed = SeenDraft { place: file("9_0.host"), ..draft(5, OURS) };
    let look = Look { uid_validity: 0, uid_next: 0, drafts: vec![renamed] };
    let found = Shows::Ours { place: file("9_0.host"), digest: Digest(OURS) };
    assert_eq!(shows(&look, &key(), Some(&entry), false), found);
}
