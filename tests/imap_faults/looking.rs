//! Listings that are cut short, and attacks.

use super::*;

const FIELDS: &str = "HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES FROM TO SUBJECT)";
const TWO: &str = "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 5] n\r\n% OK\r\n";

/// What a look comes to when Drafts has two messages.
async fn looked(listing: &str) -> Result<usize, String> {
    let peer = Peer::start(&[("EXAMINE \"Drafts\"", TWO), ("UID FETCH 1:*", listing)]);
    let look = connected(&peer).await.look().await;
    look.map(|look| look.drafts.len()).map_err(|trouble| trouble.to_string())
}

#[tokio::test]
async fn a_listing_that_was_cut_short_is_never_a_look() {
    let one = fetched(3, FIELDS, b"Subject: a\r\n\r\n");
    let two = fetched(4, FIELDS, b"Subject: b\r\n\r\n");
    let flags = "* 2 FETCH (FLAGS (\\Seen))\r\n";
    assert_eq!(looked(&format!("{one}{two}% OK\r\n")).await, Ok(2));
    assert_eq!(looked(&format!("{one}{flags}{two}{one}% OK\r\n")).await, Ok(2));
    assert_eq!(looked(&format!("{one}* 2 EXPUNGE\r\n% OK\r\n")).await, Ok(1));
    for cut in [
        format!("{one}% OK\r\n"),
        "% OK\r\n".to_owned(),
        format!("{one}{two}% NO later\r\n"),
        format!("{one}{two}% BAD what\r\n"),
        format!("{one}{two}<close>"),
        format!("{one}* BYE gone\r\n<close>"),
        format!("{one}{two}* 3 EXISTS\r\n% OK\r\n"),
    ] {
        assert!(looked(&cut).await.is_err(), "{cut}");
    }
}

#[tokio::test]
async fn attacks_end_the_connection_and_nothing_else() {
    let deep = format!("* 1 FETCH (BODYSTRUCTURE {})\r\n% OK\r\n", "(".repeat(5000));
    let long = format!("* OK {}\r\n% OK\r\n", "x".repeat(1_000_000));
    for attack in [
        "* 1 FETCH (BODY[] {500000000}\r\n",
        "* 1 FETCH (UID 3 INTERNALDATE NIL)\r\n% OK\r\n",
        "* OK [ALERT]\u{e9}t\u{e9}\r\n% OK\r\n",
        &deep,
        &long,
    ] {
        let peer = Peer::start(&[("EXAMINE \"Drafts\"", TWO), ("UID FETCH 1:*", attack)]);
        let mut mailbox = connected(&peer).await;
        assert!(matches!(mailbox.look().await, Err(Trouble::Retry(_))), "{attack:.60}");
        assert!(mailbox.is_lost(), "{attack:.60}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_say_uidnext_is_asked_for_it() {
    let peer = Peer::start(&[
        ("EXAMINE \"Drafts\"", "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n% OK\r\n"),
        ("STATUS", "* STATUS Drafts (UIDNEXT 42)\r\n% OK\r\n"),
    ]);
    let mut mailbox = connected(&peer).await;
    assert_eq!(mailbox.look().await.unwrap().uid_next, 42);
}
