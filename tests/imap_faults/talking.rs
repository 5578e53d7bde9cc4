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
