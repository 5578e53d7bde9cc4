//! The IMAP mailbox against a server that misbehaves on purpose: doubt is told, never guessed away.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in helpers of tests, too")]

mod lab;

use std::time::Duration;

use afterword::{
    edge::{Mailbox, Marks, Ring, Trouble, imap::ImapMailbox, secret::Secret},
    mailbox::{AccountName, Appended, Digest, DraftKey, Intent, Place},
    settings::{Auth, ImapAccount},
};
use lab::peer::Peer;

fn intent() -> Intent {
    let key = DraftKey("a".repeat(32));
    let bytes = format!("Message-ID: <{}>\r\n\r\nThank you.\r\n", key.message_id().0).into_bytes();
    Intent { key, account: AccountName("home".into()), bytes }
}

/// A FETCH response with a body.
fn fetched(uid: u32, section: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    format!(
        "* 1 FETCH (UID {uid} FLAGS (\\Draft) BODY[{section}] {{{}}}\r\n{text})\r\n",
        text.len()
    )
}

/// The header that a verification finds, and then the whole.
fn shows(uid: u32, bytes: &[u8]) -> [(String, String); 2] {
    let section = "HEADER.FIELDS (MESSAGE-ID)";
    [
        (format!("UID FETCH {uid} "), format!("{}% OK\r\n", fetched(uid, "", bytes))),
        ("UID FETCH 5:*".into(), format!("{}% OK\r\n", fetched(uid, section, bytes))),
    ]
}

async fn connected(peer: &Peer) -> ImapMailbox {
    connect(&peer.account()).await.unwrap()
}

async fn connect(account: &ImapAccount) -> Result<ImapMailbox, Trouble> {
    ImapMailbox::connect(account, Some(Secret::new("se\"cret".into()))).await
}

/// One word for what an APPEND to such a server comes to, and whether the connection is lost.
async fn appended(script: &[(&str, &str)]) -> (String, bool) {
    let peer = Peer::start(script);
    let mut mailbox = connected(&peer).await;
    let outcome = match mailbox.append(&intent()).await {
        Ok(Appended::Stored { place: Place::Uid { uid, .. }, .. }) => format!("stored {uid}"),
        Ok(Appended::Stored { .. }) => "stored elsewhere".into(),
        Ok(Appended::Refused { text }) => format!("refused: {text}"),
        Ok(Appended::Doubtful) => "doubtful".into(),
        Err(Trouble::Retry(_)) => "retry".into(),
        Err(Trouble::RetryAfter { wait, .. }) => format!("retry after {} s", wait.as_secs()),
        Err(Trouble::Refuse(_)) => "refuse".into(),
    };
    (outcome, mailbox.is_lost())
}

/// As `appended`, with a message that the server shows afterwards.
async fn appended_and_shown(script: &[(&str, &str)], uid: u32) -> (String, bool) {
    let shown = shows(uid, &intent().bytes);
    let shown = shown.iter().map(|(a, b)| (a.as_str(), b.as_str()));
    appended(&script.iter().copied().chain(shown).collect::<Vec<_>>()).await
}

fn is(outcome: &str, lost: bool) -> (String, bool) {
    (outcome.into(), lost)
}

mod appending {
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
        let script: Vec<(&str, &str)> =
            std::iter::once(("literal", "% OK [APPENDUID 7 5] stored\r\n"))
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
}

mod looking {
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
}

mod removing {
    use super::*;

    const ONE: &str = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 9] n\r\n% OK\r\n";

    /// The commands that a removal sends when the server shows this line for the draft.
    async fn removed(capabilities: &str, line: &str) -> Vec<String> {
        let logged_in = format!("% OK [CAPABILITY IMAP4rev1 {capabilities}] in\r\n");
        let shown = format!("{line}% OK\r\n");
        let peer =
            Peer::start(&[("AUTHENTICATE", &logged_in), ("SELECT", ONE), ("UID FETCH 8", &shown)]);
        let mut mailbox = connected(&peer).await;
        let place = Place::Uid { validity: 7, uid: 8 };
        mailbox.retire(&place, &Digest::of(&intent().bytes)).await.unwrap();
        let heard = peer.heard();
        let after = heard.iter().position(|c| c.starts_with("UID FETCH")).unwrap();
        heard[after + 1..].to_vec()
    }

    fn line(items: &str) -> String {
        let text = String::from_utf8(intent().bytes).unwrap();
        format!("* 1 FETCH (UID 8 {items} BODY[] {{{}}}\r\n{text})\r\n", text.len())
    }

    #[tokio::test]
    async fn one_draft_is_named_and_close_and_plain_expunge_are_never_sent() {
        let heard = removed("UIDPLUS UNSELECT", &line("FLAGS (\\Draft)")).await;
        let expected = ["UID STORE 8 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 8", "UNSELECT"];
        assert_eq!(heard, expected);
        let heard = removed("ID", &line("FLAGS (\\Draft)")).await;
        assert_eq!(heard, ["UID STORE 8 +FLAGS.SILENT (\\Deleted)", "EXAMINE \"INBOX\""]);
    }

    #[tokio::test]
    async fn a_draft_that_is_gone_deleted_or_sent_is_left_alone() {
        let gmail = "UIDPLUS UNSELECT X-GM-EXT-1";
        for (capabilities, line) in [
            ("UIDPLUS UNSELECT", String::new()),
            ("UIDPLUS UNSELECT", line("FLAGS (\\Draft \\Deleted)")),
            (gmail, line("FLAGS (\\Draft) X-GM-LABELS (\"\\\\Sent\" \"\\\\Draft\")")),
        ] {
            assert_eq!(removed(capabilities, &line).await, ["UNSELECT"]);
        }
    }

    #[tokio::test]
    async fn a_refused_step_is_no_success() {
        let shown = format!("{}% OK\r\n", line("FLAGS (\\Draft)"));
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
}

mod talking {
    use super::*;

    #[tokio::test]
    async fn login_quotes_and_falls_back_to_literals() {
        let greeting = ("greeting", "* OK [CAPABILITY IMAP4rev1] hello\r\n");
        let peer = Peer::start(&[greeting]);
        connected(&peer).await;
        assert_eq!(peer.heard()[0], r#"LOGIN "alice" "se\"cret""#);
        let script = [greeting, ("LOGIN", "+ go on\r\n"), ("literal", "% OK in\r\n")];
        let peer = Peer::start(&script);
        let account = ImapAccount { user: "älice".into(), ..peer.account() };
        connect(&account).await.unwrap();
        assert_eq!(peer.heard()[0], "LOGIN {6}");
    }

    #[tokio::test]
    async fn a_password_is_not_sent_where_log_in_is_disabled() {
        let greeting = "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS] hello\r\n";
        let peer = Peer::start(&[("greeting", greeting)]);
        assert!(matches!(connect(&peer.account()).await, Err(Trouble::Refuse(_))));
        assert!(peer.heard().is_empty());
    }

    #[tokio::test]
    async fn a_refused_token_is_acknowledged_with_an_empty_line() {
        for mechanism in ["OAUTHBEARER", "XOAUTH2"] {
            let greeting = format!("* OK [CAPABILITY IMAP4rev1 AUTH={mechanism}] hello\r\n");
            let peer = Peer::start(&[
                ("greeting", &greeting),
                ("AUTHENTICATE", "+ \r\n"),
                ("bixh", "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n"),
                ("dXNl", "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n"),
                ("", "% NO [AUTHENTICATIONFAILED] bad token\r\n"),
            ]);
            let account = ImapAccount { auth: Auth::Token(Vec::new()), ..peer.account() };
            assert!(matches!(connect(&account).await, Err(Trouble::Refuse(_))));
            assert_eq!(peer.heard().last().unwrap(), "");
        }
    }

    #[tokio::test]
    async fn not_now_is_not_a_refused_log_in() {
        for code in ["UNAVAILABLE", "LIMIT", "INUSE"] {
            let reply = format!("% NO [{code}] later\r\n");
            let peer = Peer::start(&[("AUTHENTICATE", &reply)]);
            assert!(matches!(connect(&peer.account()).await, Err(Trouble::Retry(_))), "{code}");
        }
        for greeting in ["* BYE busy\r\n<close>", "<close>", "* PREAUTH hello\r\n"] {
            let peer = Peer::start(&[("greeting", greeting)]);
            assert!(matches!(connect(&peer.account()).await, Err(Trouble::Retry(_))), "{greeting}");
        }
    }

    #[tokio::test]
    async fn idle_that_is_refused_becomes_polling() {
        let peer = Peer::start(&[
            ("greeting", "* OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN] hello\r\n"),
            ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\r\n% OK\r\n"),
            ("IDLE", "% NO not today\r\n"),
            ("NOOP", "* 4 EXISTS\r\n% OK\r\n"),
        ]);
        let mut mailbox = connected(&peer).await;
        assert_eq!(mailbox.wait(Duration::from_millis(200)).await.unwrap(), Ring::Bell);
        assert!(!mailbox.findings().idle);
    }

    #[tokio::test]
    async fn an_idle_that_the_server_ends_is_a_lost_connection() {
        for end in ["* BYE Session expired\r\n<close>", "<close>", "% OK enough\r\n"] {
            let reply = format!("+ idling\r\n{end}");
            let peer = Peer::start(&[
                ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\r\n% OK\r\n"),
                ("IDLE", &reply),
            ]);
            let mut mailbox = connected(&peer).await;
            let outcome = mailbox.wait(Duration::from_secs(20)).await;
            assert!(matches!(outcome, Err(Trouble::Retry(_))), "{end} {outcome:?}");
        }
    }

    #[tokio::test]
    async fn an_exists_that_says_nothing_new_does_not_ring() {
        let peer = Peer::start(&[
            ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\r\n% OK\r\n"),
            ("IDLE", "+ idling\r\n* 0 EXISTS\r\n* OK Still here\r\n"),
        ]);
        let mut mailbox = connected(&peer).await;
        assert_eq!(mailbox.wait(Duration::from_millis(200)).await.unwrap(), Ring::Timer);
    }

    #[tokio::test]
    async fn one_unreadable_mail_does_not_hide_the_others() {
        let body = "Subject: fine\r\n\r\n";
        let date = "INTERNALDATE \"01-Nov-2026 10:00:00 +0000\"";
        let listing = format!(
            "* 1 FETCH (UID 3 FLAGS () {date})\r\n* 2 FETCH (UID 4 FLAGS () {date})\r\n% OK\r\n"
        );
        let good =
            format!("* 2 FETCH (UID 4 {date} BODY[]<0> {{{}}}\r\n{body})\r\n% OK\r\n", body.len());
        let peer = Peer::start(&[
            ("EXAMINE \"INBOX\"", "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n% OK\r\n"),
            ("UID FETCH 1:*", &listing),
            ("UID FETCH 3:4", "% NO Some messages could not be fetched\r\n"),
            ("UID FETCH 3 ", "% NO This message could not be fetched\r\n"),
            ("UID FETCH 4 ", &good),
        ]);
        let mut mails = 0;
        let read = &mut |news| mails += usize::from(matches!(news, afterword::edge::News::Mail(_)));
        let since = jiff::Timestamp::UNIX_EPOCH;
        connected(&peer).await.read_news(&Marks::new(), since, read).await.unwrap();
        assert_eq!(mails, 1);
    }
}
