//! The IMAP mailbox against a real server, and against a peer that misbehaves on purpose.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in helpers of tests, too")]

mod lab;

use std::time::Duration;

use afterword::{
    edge::{
        Mailbox, Mark, Marks, News, Ring, Trouble,
        imap::{ImapMailbox, Removal},
        secret::Secret,
    },
    mailbox::{
        AccountName, Appended, Arrival, Digest, DraftKey, FETCH_BYTES_MAX, Intent, Place, SeenDraft,
    },
    settings::{Auth, ImapAccount, Tls},
};
use jiff::Timestamp;
use lab::{Lab, Wish};

const LONG_AGO: Timestamp = Timestamp::UNIX_EPOCH;

fn mail(subject: &str) -> Vec<u8> {
    format!(
        "From: Kim <kim@firm.test>\r\nTo: alice@home.test\r\nSubject: {subject}\r\n\
         Message-ID: <{subject}@firm.test>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nHello\r\n"
    )
    .into_bytes()
}

fn intent(letter: char) -> Intent {
    let key = DraftKey(letter.to_string().repeat(32));
    let bytes = format!(
        "From: Alice <alice@home.test>\r\nTo: Kim <Kim@firm.test>\r\nSubject: Thank you\r\n\
         Message-ID: <{}>\r\nIn-Reply-To: <invite@firm.test>\r\n\
         References: <first@firm.test> <invite@firm.test>\r\n\r\nThank you for your time.\r\n",
        key.message_id().0
    );
    Intent { key, account: AccountName("home".into()), bytes: bytes.into_bytes() }
}

async fn connected(lab: &Lab) -> ImapMailbox {
    ImapMailbox::connect(&lab.account(), lab.password()).await.unwrap()
}

/// Everything new, and the marks afterwards.
async fn news(mailbox: &mut ImapMailbox, marks: &mut Marks, since: Timestamp) -> Vec<Arrival> {
    let mut found = Vec::new();
    let before = marks.clone();
    mailbox
        .read_news(&before, since, &mut |news| match news {
            News::Mail(arrival) => found.push(arrival),
            News::Mark { mailbox, mark } => drop(marks.insert(mailbox, mark)),
            News::Expected(_) => {}
        })
        .await
        .unwrap();
    found
}

fn subjects(found: &[Arrival]) -> Vec<String> {
    let subject = |a: &Arrival| {
        let text = String::from_utf8_lossy(&a.bytes).into_owned();
        let line = text.lines().find_map(|l| l.strip_prefix("Subject: ").map(str::to_owned));
        format!("{}/{}", a.mailbox, line.unwrap())
    };
    found.iter().map(subject).collect()
}

async fn stored(mailbox: &mut ImapMailbox, intent: &Intent) -> (Place, Digest) {
    match mailbox.append(intent).await.unwrap() {
        Appended::Stored { place, baseline } => (place, baseline),
        other => panic!("{other:?}"),
    }
}

async fn drafts(mailbox: &mut ImapMailbox) -> Vec<SeenDraft> {
    mailbox.look().await.unwrap().drafts
}

mod log_in {
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
}

mod places {
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
}

mod reading {
    use super::*;

    #[tokio::test]
    async fn mail_is_read_once_and_sent_last() {
        let lab = Lab::start();
        lab.deliver("Sent", &mail("mine"));
        lab.deliver("INBOX", &mail("one"));
        lab.deliver("Junk", &mail("two"));
        let (mut mailbox, mut marks) = (connected(&lab).await, Marks::new());
        let found = news(&mut mailbox, &mut marks, LONG_AGO).await;
        assert_eq!(subjects(&found), ["INBOX/one", "Junk/two", "Sent/mine"]);
        assert_eq!(found.iter().map(|a| a.in_sent).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(found[0].bytes, mail("one"));
        assert!(news(&mut mailbox, &mut marks, LONG_AGO).await.is_empty());
        lab.deliver("INBOX", &mail("three"));
        let found = news(&mut connected(&lab).await, &mut marks, LONG_AGO).await;
        assert_eq!(subjects(&found), ["INBOX/three"]);
    }

    #[tokio::test]
    async fn reading_changes_no_flag() {
        let lab = Lab::start();
        lab.deliver("INBOX", &mail("unread"));
        let before = lab.list("INBOX");
        let mut mailbox = connected(&lab).await;
        news(&mut mailbox, &mut Marks::new(), LONG_AGO).await;
        mailbox.look().await.unwrap();
        assert_eq!(lab.list("INBOX"), before);
        assert_eq!(before[0].flags, Vec::<String>::new());
    }

    #[tokio::test]
    async fn old_mail_and_drafts_are_left_out_wherever_they_lie() {
        let lab = Lab::start();
        let mut raw = lab.raw();
        raw.append("INBOX", "", Some("01-Oct-2026 10:00:00 +0000"), &mail("october"));
        raw.append("INBOX", "", Some("01-Jan-2020 10:00:00 +0000"), &mail("old"));
        raw.append("INBOX", "\\Draft", Some("02-Oct-2026 10:00:00 +0000"), &mail("draft"));
        raw.append("INBOX", "", Some("03-Oct-2026 01:00:00 +0200"), &mail("later"));
        let since: Timestamp = "2026-09-01T00:00:00Z".parse().unwrap();
        let mut marks = Marks::new();
        let found = news(&mut connected(&lab).await, &mut marks, since).await;
        assert_eq!(subjects(&found), ["INBOX/october", "INBOX/later"]);
        assert_eq!(found[1].received.to_string(), "2026-10-02T23:00:00Z");
        assert_eq!(marks["INBOX"].uid_next, 5);
    }

    #[tokio::test]
    async fn marks_come_after_each_chunk_and_a_stop_between_loses_nothing() {
        let lab = Lab::start();
        let mut raw = lab.raw();
        for n in 0..120 {
            raw.append("INBOX", "", None, &mail(&format!("m{n}")));
        }
        let mut events = Vec::new();
        let mut mailbox = connected(&lab).await;
        let read = mailbox.read_news(&Marks::new(), LONG_AGO, &mut |news| events.push(news)).await;
        read.unwrap();
        let inbox: Vec<u32> = events
            .iter()
            .filter_map(|event| match event {
                News::Mark { mailbox, mark } if mailbox == "INBOX" => Some(mark.uid_next),
                _ => None,
            })
            .collect();
        assert_eq!(inbox, [51, 101, 121]);
        assert!(matches!(events[0], News::Expected(120)));
        let uid_validity = match events.iter().find(|e| matches!(e, News::Mark { .. })) {
            Some(News::Mark { mark, .. }) => mark.uid_validity,
            _ => panic!(),
        };
        let half = Mark { uid_validity, uid_next: 101, ..Mark::default() };
        let mut marks = Marks::from([("INBOX".to_owned(), half)]);
        assert_eq!(news(&mut mailbox, &mut marks, LONG_AGO).await.len(), 20);
    }

    #[tokio::test]
    async fn a_new_uid_validity_reads_everything_again() {
        let lab = Lab::start();
        lab.deliver("INBOX", &mail("one"));
        let (mut mailbox, mut marks) = (connected(&lab).await, Marks::new());
        news(&mut mailbox, &mut marks, LONG_AGO).await;
        lab.change_uid_validity("INBOX", 777);
        let found = news(&mut connected(&lab).await, &mut marks, LONG_AGO).await;
        assert_eq!(subjects(&found), ["INBOX/one"]);
        assert_eq!(marks["INBOX"].uid_validity, 777);
    }

    #[tokio::test]
    async fn a_very_long_mail_is_read_from_its_start() {
        let lab = Lab::start();
        let long = [mail("long"), "word word word word\r\n".repeat(50_000).into_bytes()].concat();
        lab.deliver("INBOX", &long);
        let found = news(&mut connected(&lab).await, &mut Marks::new(), LONG_AGO).await;
        assert_eq!(found[0].bytes, long[..FETCH_BYTES_MAX]);
    }
}

mod writing {
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
        for (capabilities, drafts_left, in_trash) in [("IMAP4rev1 MOVE", 0, 1), ("IMAP4rev1", 1, 0)]
        {
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
}

mod waiting {
    use super::*;

    #[tokio::test]
    async fn a_delivery_rings() {
        let lab = Lab::start();
        let mut mailbox = connected(&lab).await;
        news(&mut mailbox, &mut Marks::new(), LONG_AGO).await;
        let wait = Duration::from_millis(300);
        assert_eq!(mailbox.wait(wait).await.unwrap(), Ring::Timer);
        let mut raw = lab.raw();
        let delivery = lab::after(Duration::from_millis(200), move || {
            raw.append("INBOX", "", None, &mail("one"));
        });
        assert_eq!(mailbox.wait(Duration::from_secs(20)).await.unwrap(), Ring::Bell);
        delivery.join().unwrap();
        assert!(!mailbox.is_lost());
    }

    #[tokio::test]
    async fn what_came_before_waiting_rings_at_once() {
        let lab = Lab::start();
        let (mut mailbox, mut marks) = (connected(&lab).await, Marks::new());
        news(&mut mailbox, &mut marks, LONG_AGO).await;
        lab.deliver("INBOX", &mail("one"));
        assert_eq!(mailbox.wait(Duration::from_secs(20)).await.unwrap(), Ring::Bell);
        assert_eq!(news(&mut mailbox, &mut marks, LONG_AGO).await.len(), 1);
        assert_eq!(mailbox.wait(Duration::from_millis(50)).await.unwrap(), Ring::Timer);
    }

    #[tokio::test]
    async fn a_wait_that_is_dropped_leaves_the_connection_usable() {
        let lab = Lab::start();
        let mut mailbox = connected(&lab).await;
        for _ in 0..3 {
            let long = mailbox.wait(Duration::from_secs(60));
            let cut = tokio::time::timeout(Duration::from_millis(100), long).await;
            assert!(cut.is_err());
            stored(&mut mailbox, &intent('a')).await;
        }
    }

    #[tokio::test]
    async fn a_dead_server_is_a_retry_and_connecting_again_works() {
        let mut lab = Lab::start();
        let mut mailbox = connected(&lab).await;
        let (place, _) = stored(&mut mailbox, &intent('a')).await;
        lab.kill();
        assert!(matches!(mailbox.look().await, Err(Trouble::Retry(_))));
        assert!(mailbox.is_lost());
        assert!(matches!(mailbox.append(&intent('b')).await, Err(Trouble::Retry(_))));
        assert!(matches!(mailbox.wait(Duration::from_secs(5)).await, Err(Trouble::Retry(_))));
        lab.restart();
        let seen = drafts(&mut connected(&lab).await).await;
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].place, place);
    }

    #[tokio::test]
    async fn a_server_that_dies_while_we_wait_is_noticed_at_once() {
        let mut lab = Lab::start();
        let mut mailbox = connected(&lab).await;
        let killer = lab::after(Duration::from_millis(300), move || lab.kill());
        let wait = mailbox.wait(Duration::from_secs(60));
        let outcome = tokio::time::timeout(Duration::from_secs(10), wait).await.unwrap();
        assert!(matches!(outcome, Err(Trouble::Retry(_))), "{outcome:?}");
        killer.join().unwrap();
    }
}
