//! Log-in, IDLE and reading against odd answers.

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

#[tokio::test]
async fn words_smuggled_in_before_tls_are_not_taken_for_protected_ones() {
    let peer = Peer::start(&[(
        "STARTTLS",
        "% OK go ahead\r\n* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] trust me\r\n",
    )]);
    let account = ImapAccount { tls: Tls::StartTls, ..peer.account() };
    assert!(matches!(connect(&account).await, Err(Trouble::Retry(_))));
    assert_eq!(peer.heard()[0], "STARTTLS");
    assert!(!peer.heard().iter().any(|c| c.starts_with("AUTH")), "{:?}", peer.heard());
}

#[tokio::test]
async fn a_server_without_starttls_gets_no_password() {
    for reply in ["% NO not here\r\n", "% BAD what\r\n"] {
        let peer = Peer::start(&[("STARTTLS", reply)]);
        let account = ImapAccount { tls: Tls::StartTls, ..peer.account() };
        assert!(matches!(connect(&account).await, Err(Trouble::Refuse(_))), "{reply}");
        assert_eq!(peer.heard(), ["STARTTLS"]);
    }
}
