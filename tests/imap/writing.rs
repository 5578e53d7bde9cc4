//! Writing and removing drafts.

use super::*;

#[tokio::test]
async fn a_draft_is_stored_with_its_flag_and_read_back() {
    let lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    let wanted = intent('a');
    let (place, baseline) = stored(&mut mailbox, &wanted).await;
    assert_eq!(baseline, Digest::of(&wanted.bytes));
    let there = lab.list("Drafts");
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].bytes, wanted.bytes);
    assert_eq!(there[0].flags, ["\\Draft"]);
    let seen = drafts(&mut mailbox).await;
    assert_eq!(seen[0].place, place);
    assert_eq!(seen[0].digest, Some(baseline));
    assert_eq!(seen[0].id, Some(wanted.key.message_id()));
    assert_eq!(seen[0].in_reply_to[0].0, "invite@firm.test");
    assert_eq!(seen[0].references.len(), 2);
    assert_eq!(seen[0].to[0].email, "kim@firm.test");
    assert_eq!(seen[0].subject, "Thank you");
}

#[tokio::test]
async fn a_foreign_draft_is_seen_without_being_read() {
    let lab = Lab::start();
    lab.deliver("Drafts", &mail("theirs"));
    let look = connected(&lab).await.look().await.unwrap();
    assert_eq!(look.drafts[0].digest, None);
    assert_eq!(look.drafts[0].subject, "theirs");
    assert_eq!(look.uid_next, 2);
}

#[tokio::test]
async fn an_unchanged_draft_goes_and_its_neighbours_stay() {
    let lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    let (place, baseline) = stored(&mut mailbox, &intent('a')).await;
    stored(&mut mailbox, &intent('b')).await;
    let flagged = lab.raw().append("Drafts", "\\Deleted", None, &mail("flagged-by-the-user"));
    mailbox.retire(&place, &baseline).await.unwrap();
    let left: Vec<u32> = lab.list("Drafts").iter().map(|s| s.uid).collect();
    assert_eq!(left, [2, flagged]);
    assert!(!mailbox.is_lost());
}

#[tokio::test]
async fn what_is_not_proven_ours_and_untouched_stays() {
    let lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    let (place, baseline) = stored(&mut mailbox, &intent('a')).await;
    let Place::Uid { validity, uid } = place else { panic!() };
    let edited = [intent('b').bytes, b"and one more thing\r\n".to_vec()].concat();
    let edited_uid = lab.deliver("Drafts", &edited);
    let foreign_uid = lab.deliver("Drafts", &mail("theirs"));
    for (place, baseline) in [
        (Place::Uid { validity, uid: edited_uid }, Digest::of(&intent('b').bytes)),
        (Place::Uid { validity, uid: foreign_uid }, Digest::of(&mail("theirs"))),
        (Place::Uid { validity: validity + 1, uid }, baseline),
        (Place::Uid { validity, uid: 99 }, baseline),
        (Place::File("a".into()), baseline),
    ] {
        mailbox.retire(&place, &baseline).await.unwrap();
    }
    assert_eq!(lab.list("Drafts").len(), 3);
    assert!(lab.list("Drafts").iter().all(|s| !s.flags.contains(&"\\Deleted".to_owned())));
}

#[tokio::test]
async fn without_uid_expunge_a_draft_moves_to_trash_or_is_only_flagged() {
    for (capabilities, drafts_left, in_trash) in [("IMAP4rev1 MOVE", 0, 1), ("IMAP4rev1", 1, 0)] {
        let lab = Lab::with(&Wish { capabilities: Some(capabilities), ..Wish::default() });
        let mut mailbox = connected(&lab).await;
        let (place, baseline) = stored(&mut mailbox, &intent('a')).await;
        mailbox.retire(&place, &baseline).await.unwrap();
        assert_eq!(lab.list("Drafts").len(), drafts_left);
        assert_eq!(lab.list("Trash").len(), in_trash);
        assert!(drafts(&mut mailbox).await.iter().all(|draft| draft.deleted));
    }
}

#[tokio::test]
async fn a_full_mailbox_refuses_and_the_connection_lives() {
    let lab = Lab::with(&Wish { quota: Some("4K"), ..Wish::default() });
    let mut mailbox = connected(&lab).await;
    let mut big = intent('a');
    big.bytes.extend("word ".repeat(4000).into_bytes());
    match mailbox.append(&big).await.unwrap() {
        Appended::Refused { text } => assert!(text.contains("Quota"), "{text}"),
        other => panic!("{other:?}"),
    }
    assert!(drafts(&mut mailbox).await.is_empty());
}

#[tokio::test]
async fn a_draft_with_bare_line_feeds_is_the_same_draft() {
    let lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    let mut wanted = intent('a');
    let crlf = wanted.bytes.clone();
    wanted.bytes.retain(|b| *b != b'\r');
    let (_, baseline) = stored(&mut mailbox, &wanted).await;
    assert_eq!(baseline, Digest::of(&wanted.bytes));
    assert_eq!(lab.list("Drafts")[0].bytes, crlf);
}
