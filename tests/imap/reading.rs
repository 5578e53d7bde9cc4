//! Reading what is new.

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
