//! What can still be read of a damaged database: each table from both its ends, up to the damage.
//!
//! Changes nothing, never fails: what cannot be read is not there.

use std::{collections::BTreeMap, path::Path};

use rusqlite::{Connection, OpenFlags, Row};
use serde_json::Value;

use super::{APPLICATION_ID, FactRow, files::uri, json};
use crate::mailbox::DraftKey;

/// Rows that are whole.
#[derive(Debug, Default)]
pub struct Salvage {
    /// In the order in which they were recorded.
    pub facts: Vec<FactRow>,
    pub ledger: BTreeMap<DraftKey, Value>,
}

impl Salvage {
    /// Reads what it can.
    pub fn of(file: &Path) -> Salvage {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let Ok(db) = Connection::open_with_flags(uri(file), flags) else {
            return Salvage::default();
        };
        let ours = db.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0));
        if ours.ok() != Some(APPLICATION_ID) {
            return Salvage::default();
        }
        let facts: BTreeMap<i64, FactRow> =
            rows(&db, "SELECT seq, at, id, kind, body FROM facts ORDER BY seq", fact);
        let ledger = rows(&db, "SELECT key, body FROM ledger ORDER BY key", |row| {
            Ok((DraftKey(row.get(0)?), json(row.get(1)?)?))
        });
        Salvage { facts: facts.into_values().collect(), ledger }
    }
}

fn fact(row: &Row<'_>) -> rusqlite::Result<(i64, FactRow)> {
    let at: String = row.get(1)?;
    let at = at.parse().unwrap_or_default();
    let body = json(row.get(4)?)?;
    Ok((row.get(0)?, FactRow { id: row.get(2)?, kind: row.get(3)?, at, body }))
}

/// A row that is no row of ours is left out; a page that cannot be read ends the way from there.
fn rows<K: Ord, V>(
    db: &Connection,
    select: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<(K, V)>,
) -> BTreeMap<K, V> {
    let mut found = BTreeMap::new();
    for way in ["", " DESC"] {
        let Ok(mut statement) = db.prepare(&format!("{select}{way}")) else { continue };
        let Ok(mut rows) = statement.query([]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            found.extend(read(row).ok());
        }
    }
    found
}
