//! APPEND, with every answer that can go wrong.

use super::*;

#[tokio::test]
async fn what_ends_before_the_draft_is_sent_stored_nothing() {
    for (reply, expected) in [
        ("% NO [OVERQUOTA] full\r\n", is("refused: [OVERQUOTA] full", false)),
        ("% BAD what\r\n", is("refused: what", false)),
        ("* BYE gone\r\n<close>", is("retry", true)),
        ("<close>", is("retry", true)),
        ("% OK already\r\n", is("retry", true)),
        ("a99 OK whose\r\n", is("retry", true)),
        (
            "% NO Request is throttled. Suggested Backoff Time: 4000 milliseconds\r\n",
            is("retry after 4 s", false),
        ),
        ("* NONSENSE (\r\n", is("retry", true)),
    ] {
        assert_eq!(appended(&[("APPEND", reply)]).await, expected, "{reply}");
    }
}

#[tokio::test]
async fn what_ends_after_the_draft_was_sent_is_doubtful() {
    for (reply, expected) in [
        ("<close>", is("doubtful", true)),
        ("* BYE gone\r\n<close>", is("doubtful", true)),
        ("% O<close>", is("doubtful", true)),
        ("a99 OK whose\r\n", is("doubtful", true)),
        ("+ more\r\n", is("doubtful", true)),
        ("* NONSENSE (\r\n", is("doubtful", true)),
        ("% NO [SERVERFULL] later\r\n", is("refused: [SERVERFULL] later", false)),
        ("% BAD what\r\n", is("refused: what", false)),
    ] {
        assert_eq!(appended(&[("literal", reply)]).await, expected, "{reply}");
    }
}

#[tokio::test]
async fn a_stored_draft_is_found_without_appenduid() {
    assert_eq!(appended_and_shown(&[], 5).await, is("stored 5", false));
}

#[tokio::test]
async fn untagged_responses_before_the_go_ahead_change_nothing() {
    let reply = "* 3 EXISTS\r\n* 1 RECENT\r\n* 2 FETCH (FLAGS (\\Seen))\r\n+ go on\r\n";
    let outcome = appended_and_shown(&[("APPEND", reply)], 5).await;
    assert_eq!(outcome, is("stored 5", false));
}

#[tokio::test]
async fn ok_that_stored_nothing_is_doubtful() {
    assert_eq!(appended(&[]).await, is("doubtful", false));
    let lie = ("literal", "% OK [APPENDUID 7 5] stored\r\n");
    assert_eq!(appended(&[lie]).await, is("doubtful", false));
}

#[tokio::test]
async fn an_appenduid_that_lies_is_corrected_by_looking() {
    for lie in [
        "% OK [APPENDUID 5 7] swapped\r\n",
        "% OK [APPENDUID 7 4] an older one\r\n",
        "% OK [APPENDUID 7 9] nobody\r\n",
        "% OK [APPENDUID 7 5:9] many\r\n",
    ] {
        let outcome = appended_and_shown(&[("literal", lie)], 6).await;
        assert_eq!(outcome, is("stored 6", false), "{lie}");
    }
}

#[tokio::test]
async fn another_message_under_the_uid_is_not_our_draft() {
    let other = b"Message-ID: <other@firm.test>\r\n\r\nHello\r\n";
    let shown = shows(5, other);
    let script: Vec<(&str, &str)> = std::iter::once(("literal", "% OK [APPENDUID 7 5] stored\r\n"))
        .chain(shown.iter().map(|(a, b)| (a.as_str(), b.as_str())))
        .collect();
    assert_eq!(appended(&script).await, is("doubtful", false));
}

#[tokio::test]
async fn a_connection_lost_while_verifying_is_doubtful() {
    for reply in ["<close>", "% NO later\r\n"] {
        let (outcome, _) = appended(&[("UID FETCH", reply)]).await;
        assert_eq!(outcome, "doubtful", "{reply}");
    }
}

#[tokio::test]
async fn the_draft_flag_goes_with_the_append_and_nothing_is_selected_for_writing() {
    let peer = Peer::start(&[]);
    connected(&peer).await.append(&intent()).await.unwrap();
    let heard = peer.heard();
    assert!(heard.iter().any(|c| c.starts_with("APPEND \"Drafts\" (\\Draft) {")), "{heard:?}");
    assert!(!heard.iter().any(|c| c.starts_with("SELECT")), "{heard:?}");
}
