//! Which mailboxes are which.

use super::*;

#[tokio::test]
async fn localized_names_are_found_with_and_without_special_use() {
    let names = ["Entwürfe", "Gesendet", "Papierkorb", "Spam"];
    for special_use in [true, false] {
        let lab = Lab::with(&Wish { special_use, names, ..Wish::default() });
        let mut mailbox = connected(&lab).await;
        let findings = mailbox.findings();
        assert_eq!(findings.drafts, "Entwürfe");
        assert_eq!(findings.sent, "Gesendet");
        assert_eq!(findings.watched, ["INBOX", "Spam"]);
        stored(&mut mailbox, &intent('a')).await;
        assert_eq!(lab.list("Entw&APw-rfe").len(), 1);
    }
}

#[tokio::test]
async fn a_server_without_drafts_gets_none_made() {
    let names = ["Werkstatt", "Sent", "Trash", "Junk"];
    let lab = Lab::with(&Wish { special_use: false, names, ..Wish::default() });
    match ImapMailbox::connect(&lab.account(), lab.password()).await {
        Err(Trouble::Refuse(text)) => assert!(text.contains("Werkstatt"), "{text}"),
        _ => panic!("there are no drafts"),
    }
    let configured = ImapAccount { drafts: Some("Werkstatt".into()), ..lab.account() };
    let mailbox = ImapMailbox::connect(&configured, lab.password()).await.unwrap();
    assert_eq!(mailbox.findings().drafts, "Werkstatt");
}
