//! A configured account → an open mailbox: fetches its secret anew each time, then logs in.

use super::{Trouble, broker::Broker, imap::ImapMailbox, maildir::MaildirMailbox, secret};
use crate::{
    mailbox::AccountName,
    settings::{ImapAccount, MaildirAccount},
};

/// Logs in to an IMAP account.
pub async fn imap(
    name: &AccountName,
    account: &ImapAccount,
    broker: Option<&Broker>,
) -> Result<ImapMailbox, Trouble> {
    let secret = secret::fetch(name, account, broker).await?;
    ImapMailbox::connect(account, Some(secret)).await
}

/// Opens a Maildir.
pub fn maildir(account: &MaildirAccount) -> Result<MaildirMailbox, Trouble> {
    MaildirMailbox::open(account)
}
