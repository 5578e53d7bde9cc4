//! Logging in: ways, protection, refusals.

use super::*;

async fn refused(account: &ImapAccount, secret: Option<Secret>) -> String {
    match ImapMailbox::connect(account, secret).await {
        Err(Trouble::Refuse(text)) => text,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("the log-in was not refused"),
    }
}

#[tokio::test]
async fn a_password_logs_in_by_sasl_or_by_login() {
    let both = Lab::start();
    assert!(connected(&both).await.findings().idle);
    // Before log-in AUTH=PLAIN is always offered by Dovecot, so LOGIN is tried with a scripted
    // peer below; here the limited list counts after log-in.
    let poor = Lab::with(&Wish { capabilities: Some("IMAP4rev1"), ..Wish::default() });
    let findings = connected(&poor).await.findings();
    assert!(!findings.idle);
    assert_eq!(findings.removal, Removal::Flag);
}

#[tokio::test]
async fn a_wrong_password_is_refused_with_advice_and_without_the_password() {
    let lab = Lab::start();
    let text = refused(&lab.account(), Some(Secret::new("hunter2".into()))).await;
    assert!(text.contains("check user and password"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_token_logs_in_and_a_bad_one_is_refused() {
    let lab = Lab::with(&Wish { tokens: vec!["good-token"], ..Wish::default() });
    let account = ImapAccount { auth: Auth::Token(vec!["true".into()]), ..lab.account() };
    let token = |text: &str| Some(Secret::new(text.into()));
    ImapMailbox::connect(&account, token("good-token")).await.unwrap();
    let text = refused(&account, token("stale-token")).await;
    assert!(text.contains("token command"), "{text}");
}

#[tokio::test]
async fn every_protection_works_and_says_which_it_is() {
    let lab = Lab::start();
    for (tls, protection) in
        [(Tls::Implicit, "TLS 1.3"), (Tls::StartTls, "TLS 1.3"), (Tls::None, "none")]
    {
        let mailbox = ImapMailbox::connect(&lab.account_by(tls), lab.password()).await.unwrap();
        assert_eq!(mailbox.findings().protection, protection);
    }
}

#[tokio::test]
async fn a_pin_trusts_one_certificate_and_no_other() {
    let lab = Lab::start();
    let unknown = ImapAccount { ca_file: None, ..lab.account() };
    let pinned = ImapAccount { tls_pin_sha256: Some(lab.fingerprint()), ..unknown.clone() };
    ImapMailbox::connect(&pinned, lab.password()).await.unwrap();
    let wrong = ImapAccount { tls_pin_sha256: Some([7; 32]), ..unknown.clone() };
    for account in [wrong, unknown] {
        let text = refused(&account, lab.password()).await;
        assert!(text.contains("not trusted"), "{text}");
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let lab = Lab::with(&Wish { certified: "elsewhere.test", ..Wish::default() });
    for tls in [Tls::Implicit, Tls::StartTls] {
        let text = refused(&lab.account_by(tls), lab.password()).await;
        assert!(text.contains("not trusted"), "{text}");
    }
}

#[tokio::test]
async fn plaintext_leaves_this_machine_never() {
    let lab = Lab::start();
    let account = ImapAccount { host: "192.0.2.1".into(), ..lab.account_by(Tls::None) };
    let text = refused(&account, lab.password()).await;
    assert!(text.contains("only allowed to this machine"), "{text}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let lab = Lab::start();
    let account = ImapAccount { port: lab::free_port(), ..lab.account() };
    let outcome = ImapMailbox::connect(&account, lab.password()).await;
    assert!(matches!(outcome, Err(Trouble::Retry(_))));
}
