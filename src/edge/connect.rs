//! A configured account → an open mailbox: fetches its secret anew each time, then logs in.

use std::path::Path;

use super::{Trouble, imap::ImapMailbox, maildir::MaildirMailbox, secret};
use crate::settings::{ImapAccount, MaildirAccount};

/// Logs in to an IMAP account.
pub async fn imap(account: &ImapAccount) -> Result<ImapMailbox, Trouble> {
    // The running program itself, also after an update replaced its file.
    let program = Path::new("/proc/self/exe");
    let secret = secret::fetch_for(account, program).await?;
    ImapMailbox::connect(account, Some(secret)).await
}

/// Opens a Maildir.
pub fn maildir(account: &MaildirAccount) -> Result<MaildirMailbox, Trouble> {
    MaildirMailbox::open(account)
}
