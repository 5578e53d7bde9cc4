//! The IMAP mailbox against a real server, and against a peer that misbehaves on purpose.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in helpers of tests, too")]

#[path = "../lab/mod.rs"]
mod lab;
mod log_in;
mod places;
mod reading;
mod waiting;
mod writing;

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
