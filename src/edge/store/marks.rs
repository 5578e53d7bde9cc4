//! How far each mailbox was read, with the names already read where there are no UIDs.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, params};

use super::{Store, StoreError};
use crate::{
    edge::{Mark, Marks},
    mailbox::AccountName,
};

impl Store {
    /// How far each mailbox of an account was read.
    pub fn marks(&self, account: &AccountName) -> Result<Marks, StoreError> {
        self.read(|db| {
            let mut marks = Marks::new();
            let mut select =
                db.prepare("SELECT mailbox, uid_validity, uid_next FROM marks WHERE account = ?1")?;
            let mut rows = select.query([&account.0])?;
            while let Some(row) = rows.next()? {
                let mark = Mark {
                    uid_validity: row.get(1)?,
                    uid_next: row.get(2)?,
                    names: BTreeSet::new(),
                };
                marks.insert(row.get(0)?, mark);
            }
            for (mailbox, mark) in &mut marks {
                mark.names = names(db, account, mailbox)?;
            }
            Ok(marks)
        })
    }
}

/// Makes the stored mark equal to `mark`; of its names only the difference is written.
pub(super) fn put_mark(
    tx: &Transaction<'_>,
    account: &AccountName,
    mailbox: &str,
    mark: &Mark,
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO marks (account, mailbox, uid_validity, uid_next) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account, mailbox) DO UPDATE SET uid_validity = ?3, uid_next = ?4",
    )?
    .execute(params![account.0, mailbox, mark.uid_validity, mark.uid_next])?;
    let known = names(tx, account, mailbox)?;
    let mut insert = tx.prepare_cached("INSERT INTO names VALUES (?1, ?2, ?3)")?;
    for name in mark.names.difference(&known) {
        insert.execute(params![account.0, mailbox, name])?;
    }
    let mut delete =
        tx.prepare_cached("DELETE FROM names WHERE account = ?1 AND mailbox = ?2 AND name = ?3")?;
    for name in known.difference(&mark.names) {
        delete.execute(params![account.0, mailbox, name])?;
    }
    Ok(())
}

fn names(
    db: &Connection,
    account: &AccountName,
    mailbox: &str,
) -> rusqlite::Result<BTreeSet<String>> {
    db.prepare_cached("SELECT name FROM names WHERE account = ?1 AND mailbox = ?2")?
        .query_map([&account.0, mailbox], |row| row.get(0))?
        .collect()
}
