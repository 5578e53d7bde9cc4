//! What keeps each account from working, since when: for whoever asks how things stand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::params;

use super::{Store, StoreError};
use crate::mailbox::AccountName;

/// The last error of an account that does not work now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// When it stopped working.
    pub since: Timestamp,
    pub text: String,
}

impl Store {
    /// The accounts that do not work.
    pub fn complaints(&self) -> Result<BTreeMap<AccountName, Complaint>, StoreError> {
        self.read(|db| {
            let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
            // A look at a database that the daemon did not bring up to date yet.
            if version < 2 {
                return Ok(BTreeMap::new());
            }
            db.prepare("SELECT account, since, text FROM troubles")?
                .query_map([], |row| {
                    let since: String = row.get(1)?;
                    let since = since.parse().unwrap_or_default();
                    Ok((AccountName(row.get(0)?), Complaint { since, text: row.get(2)? }))
                })?
                .collect()
        })
    }

    /// Keeps what ails an account; `None` when nothing does any more.
    pub fn put_complaint(
        &mut self,
        account: &AccountName,
        complaint: Option<&Complaint>,
    ) -> Result<(), StoreError> {
        self.durably(|tx| match complaint {
            Some(Complaint { since, text }) => tx.execute(
                "INSERT INTO troubles (account, since, text) VALUES (?1, ?2, ?3)
                 ON CONFLICT (account) DO UPDATE SET since = ?2, text = ?3",
                params![account.0, since.to_string(), text],
            ),
            None => tx.execute("DELETE FROM troubles WHERE account = ?1", [&account.0]),
        })?;
        Ok(())
    }
}
