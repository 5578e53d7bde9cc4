//! The IMAP mailbox against a server that misbehaves on purpose: doubt is told, never guessed away.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in helpers of tests, too")]

mod appending;
#[path = "../lab/mod.rs"]
mod lab;
mod looking;
mod reading;
mod removing;
mod talking;

use std::time::Duration;

use afterword::{
    edge::{Mailbox, Mark, Marks, News, Ring, Trouble, imap::ImapMailbox, secret::Secret},
    mailbox::{AccountName, Appended, Digest, DraftKey, Intent, Place},
    settings::{Auth, ImapAccount, Tls},
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
