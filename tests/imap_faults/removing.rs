//! Which commands a removal sends, and when none.

use super::*;

const ONE: &str = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 9] n\r\n% OK\r\n";

/// The commands that a removal sends when the server shows this line for the draft, and none
/// afterwards.
async fn removed(capabilities: &str, line: &str) -> Vec<String> {
    let logged_in = format!("% OK [CAPABILITY IMAP4rev1 {capabilities}] in\r\n");
    let shown = format!("{line}% OK\r\n");
    let peer = Peer::start(&[
        ("AUTHENTICATE", &logged_in),
        ("SELECT", ONE),
        ("UID FETCH 8", &shown),
        ("UID FETCH 8", "% OK\r\n"),
    ]);
    let mut mailbox = connected(&peer).await;
    let place = Place::Uid { validity: 7, uid: 8 };
    mailbox.retire(&place, &Digest::of(&intent().bytes)).await.unwrap();
    let heard = peer.heard();
    let after = heard.iter().position(|c| c.starts_with("UID FETCH")).unwrap();
    let mut after = heard[after + 1..].to_vec();
    after.retain(|command| !command.starts_with("UID FETCH"));
    after
}

fn line(items: &str) -> String {
    let text = String::from_utf8(intent().bytes).unwrap();
    format!("* 1 FETCH (UID 8 {items}BODY[] {{{}}}\r\n{text})\r\n", text.len())
}

#[tokio::test]
async fn one_draft_is_named_and_close_and_plain_expunge_are_never_sent() {
    let heard = removed("UIDPLUS UNSELECT", &line("FLAGS (\\Draft) ")).await;
    let expected = ["UID STORE 8 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 8", "UNSELECT"];
    assert_eq!(heard, expected);
    let heard = removed("ID", &line("FLAGS (\\Draft) ")).await;
    assert_eq!(heard, ["UID STORE 8 +FLAGS.SILENT (\\Deleted)", "EXAMINE \"INBOX\""]);
}

#[tokio::test]
async fn a_draft_that_is_gone_deleted_or_sent_is_left_alone() {
    let gmail = "UIDPLUS UNSELECT X-GM-EXT-1";
    for (capabilities, line) in [
        ("UIDPLUS UNSELECT", String::new()),
        ("UIDPLUS UNSELECT", line("FLAGS (\\Draft \\Deleted) ")),
        (gmail, line("FLAGS (\\Draft) X-GM-LABELS (\"\\\\Sent\" \"\\\\Draft\") ")),
    ] {
        assert_eq!(removed(capabilities, &line).await, ["UNSELECT"]);
    }
}

#[tokio::test]
async fn a_refused_step_is_no_success() {
    let shown = format!("{}% OK\r\n", line("FLAGS (\\Draft) "));
    for step in ["SELECT", "UID FETCH 8", "UID STORE", "UID EXPUNGE"] {
        for reply in ["% NO no\r\n", "% BAD what\r\n", "* BYE gone\r\n<close>", "<close>"] {
            let peer = Peer::start(&[(step, reply), ("SELECT", ONE), ("UID FETCH 8", &shown)]);
            let mut mailbox = connected(&peer).await;
            let place = Place::Uid { validity: 7, uid: 8 };
            let outcome = mailbox.retire(&place, &Digest::of(&intent().bytes)).await;
            assert!(matches!(outcome, Err(Trouble::Retry(_))), "{step} {reply} {outcome:?}");
        }
    }
}

#[tokio::test]
async fn ok_that_removed_nothing_is_no_success() {
    let shown = format!("{}% OK\r\n", line("FLAGS (\\Draft) "));
    let silent = format!("{}% OK\r\n", line(""));
    for shown in [shown, silent] {
        let peer = Peer::start(&[("SELECT", ONE), ("UID FETCH 8", &shown)]);
        let mut mailbox = connected(&peer).await;
        let place = Place::Uid { validity: 7, uid: 8 };
        let outcome = mailbox.retire(&place, &Digest::of(&intent().bytes)).await;
        assert!(matches!(outcome, Err(Trouble::Retry(_))), "{outcome:?}");
        assert!(!mailbox.is_lost());
    }
}
