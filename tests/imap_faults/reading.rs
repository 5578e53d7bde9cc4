//! Reading from servers with a dialect: what counts as new mail, and what a stop costs.

use super::*;

const DATE: &str = "INTERNALDATE \"01-Nov-2026 10:00:00 +0000\"";

/// What is read, one line a mail or mark, when INBOX answers by this script.
async fn read(script: &[(&str, &str)], marks: &Marks) -> Result<Vec<String>, Trouble> {
    let peer = Peer::start(script);
    let mut found = Vec::new();
    let since = jiff::Timestamp::UNIX_EPOCH;
    let read = &mut |news| match news {
        News::Mail(mail) if mail.in_sent => found.push(format!("{} (own)", mail.bytes.len())),
        News::Mail(mail) => found.push(mail.bytes.len().to_string()),
        News::Mark { mailbox, mark } if mailbox == "INBOX" => {
            found.push(format!("mark {}", mark.uid_next));
        }
        News::Mark { .. } | News::Expected(_) => {}
    };
    connected(&peer).await.read_news(marks, since, read).await?;
    Ok(found)
}

fn opened(exists: u32, uid_next: u32) -> String {
    format!(
        "* {exists} EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT {uid_next}] n\r\n% OK\r\n"
    )
}

/// A line of a listing.
fn listed(uid: u32, items: &str) -> String {
    format!("* 1 FETCH (UID {uid} {DATE} {items})\r\n")
}

/// A mail of so many bytes.
fn mail(uid: u32, size: usize) -> String {
    format!("* 1 FETCH (UID {uid} {DATE} BODY[]<0> {{{size}}}\r\n{})\r\n", "x".repeat(size))
}

fn mark(uid_next: u32) -> Marks {
    let mark = Mark { uid_validity: 7, uid_next, ..Mark::default() };
    Marks::from([("INBOX".to_owned(), mark)])
}

#[tokio::test]
async fn one_unreadable_mail_does_not_hide_the_others() {
    let script = [
        ("EXAMINE \"INBOX\"", &*opened(2, 5)),
        ("UID FETCH 1:*", &format!("{}{}% OK\r\n", listed(3, "FLAGS ()"), listed(4, "FLAGS ()"))),
        ("UID FETCH 3:4", "% NO Some messages could not be fetched\r\n"),
        ("UID FETCH 3 ", "% NO This message could not be fetched\r\n"),
        ("UID FETCH 4 ", &format!("{}% OK\r\n", mail(4, 40))),
    ];
    assert_eq!(read(&script, &Marks::new()).await.unwrap(), ["40", "mark 5"]);
}

#[tokio::test]
async fn the_last_message_of_an_open_range_is_not_news() {
    let script = [
        ("EXAMINE \"INBOX\"", &*opened(2, 9)),
        ("UID FETCH 5:*", &format!("{}% OK\r\n", listed(4, "FLAGS ()"))),
    ];
    assert_eq!(read(&script, &mark(5)).await.unwrap(), ["mark 9"]);
}

#[tokio::test]
async fn a_uidnext_that_went_back_reads_the_mailbox_again() {
    let script = [
        ("EXAMINE \"INBOX\"", &*opened(1, 3)),
        ("UID FETCH 1:*", &format!("{}% OK\r\n", listed(2, "FLAGS ()"))),
        ("UID FETCH 2 ", &format!("{}% OK\r\n", mail(2, 20))),
    ];
    assert_eq!(read(&script, &mark(50)).await.unwrap(), ["20", "mark 3"]);
}

#[tokio::test]
async fn gmails_archive_shows_what_is_a_draft_and_what_the_user_sent() {
    let lines = [
        listed(2, r#"FLAGS (\Seen) X-GM-LABELS ("\\Inbox" "job (new)")"#),
        listed(3, r#"FLAGS () X-GM-LABELS ("\\Draft")"#),
        listed(4, r#"FLAGS (\Seen) X-GM-LABELS ("\\Sent")"#),
    ];
    let script = [
        ("AUTHENTICATE", "% OK [CAPABILITY IMAP4rev1 X-GM-EXT-1] in\r\n"),
        ("EXAMINE \"INBOX\"", &*opened(3, 5)),
        ("UID FETCH 1:*", &format!("{}% OK\r\n", lines.concat())),
        ("UID FETCH 2,4", &format!("{}{}% OK\r\n", mail(2, 20), mail(4, 40))),
    ];
    assert_eq!(read(&script, &Marks::new()).await.unwrap(), ["20", "40 (own)", "mark 5"]);
}

#[tokio::test]
async fn a_listing_or_a_mail_that_was_cut_short_moves_no_mark() {
    let listing = format!("{}% OK\r\n", listed(3, "FLAGS ()"));
    for (step, reply) in [
        ("UID FETCH 1:*", format!("{}<close>", listed(3, "FLAGS ()"))),
        ("UID FETCH 1:*", format!("{}% NO later\r\n", listed(3, "FLAGS ()"))),
        ("UID FETCH 3 ", "* 1 FETCH (UID 3 BODY[]<0> {900}\r\nFrom<close>".to_owned()),
        ("UID FETCH 3 ", "% NO [UNAVAILABLE] later\r\n".to_owned()),
    ] {
        let script =
            [(step, &*reply), ("EXAMINE \"INBOX\"", &*opened(1, 5)), ("UID FETCH 1:*", &*listing)];
        let outcome = read(&script, &Marks::new()).await;
        assert!(matches!(outcome, Err(Trouble::Retry(_))), "{step} {reply} {outcome:?}");
    }
}
