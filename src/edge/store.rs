//! What afterword remembers, in one SQLite file: facts in the order they were learned, how far each
//! mailbox was read, the ledger of drafts, and the bytes of a draft between intent and proof.
//!
//! Knows the shape of none of them: facts and ledger entries are JSON to it. A fact is never
//! removed and never recorded twice. No mail is kept; the bytes of an intent are overwritten once
//! settled.

mod error;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, ErrorKind},
    os::unix::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::{DirBuilderExt as _, OpenOptionsExt as _},
    },
    path::Path,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, params,
};
use serde_json::Value;

use self::error::{from_io, from_sqlite};
use super::{Mark, Marks, fate};
use crate::mailbox::{AccountName, DraftKey, Intent};

pub use self::error::StoreError;

const DATABASE: &str = "afterword.sqlite3";
const LOCK: &str = "lock";
const SCHEMA_VERSION: i64 = 1;
/// "Afwd": tells our database from another program's.
const APPLICATION_ID: i64 = 0x4166_7764;
/// A reader's longest hold on the file is far shorter.
const BUSY_WAIT: Duration = Duration::from_secs(5);

const SCHEMA: &str = include_str!("store/schema.sql");

/// One thing learned, as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct FactRow {
    /// The same for the same fact, however often its mail is read.
    pub id: String,
    pub kind: String,
    pub at: Timestamp,
    pub body: Value,
}

/// The open database; while it lives, no other process can open it for writing.
pub struct Store {
    db: Connection,
    folder: String,
    _lock: Option<File>,
}

impl Store {
    /// Opens the database in `dir` for this process alone, and makes both where they are missing.
    pub fn open(dir: &Path) -> Result<Store, StoreError> {
        let folder = dir.display().to_string();
        let at_folder = |error: io::Error| from_io(&folder, &error);
        DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(at_folder)?;
        let lock = private_file(&dir.join(LOCK)).map_err(at_folder)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::AlreadyRunning(folder)),
            Err(TryLockError::Error(error)) => return Err(from_io(&folder, &error)),
        }
        let file = dir.join(DATABASE);
        // SQLite gives its -wal and -shm files the mode of the database itself.
        private_file(&file).map_err(at_folder)?;
        let db = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|e| from_sqlite(&folder, &e))?;
        let mut store = Store { db, folder, _lock: Some(lock) };
        // First look, then touch: a database that is not ours stays as it is.
        store.check()?;
        store.prepare().map_err(|e| from_sqlite(&store.folder, &e))?;
        store.create_schema()?;
        // The names of new files must survive a power cut as the commits in them do.
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| from_io(&store.folder, &e))?;
        Ok(store)
    }

    /// Opens the database for a look, beside a running daemon too; `None` when there is none yet.
    pub fn open_read_only(dir: &Path) -> Result<Option<Store>, StoreError> {
        let folder = dir.display().to_string();
        let file = dir.join(DATABASE);
        match fs::metadata(&file) {
            Ok(found) if found.len() == 0 => return Ok(None),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(from_io(&folder, &error)),
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db =
            Connection::open_with_flags(uri(&file), flags).map_err(|e| from_sqlite(&folder, &e))?;
        db.busy_timeout(BUSY_WAIT).map_err(|e| from_sqlite(&folder, &e))?;
        let store = Store { db, folder, _lock: None };
        let version = store.check()?;
        Ok((version == SCHEMA_VERSION).then_some(store))
    }

    /// Opens the database for a word of the user, beside a running daemon too; `None` when there is
    /// none yet.
    pub fn open_beside(dir: &Path) -> Result<Option<Store>, StoreError> {
        // A look first: what is missing, damaged or not ours is left as it is.
        if Store::open_read_only(dir)?.is_none() {
            return Ok(None);
        }
        let folder = dir.display().to_string();
        let db = Connection::open_with_flags(dir.join(DATABASE), OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|e| from_sqlite(&folder, &e))?;
        let store = Store { db, folder, _lock: None };
        store.prepare().map_err(|e| from_sqlite(&store.folder, &e))?;
        Ok(Some(store))
    }

    /// Another number whenever another process changed the database.
    pub fn version(&self) -> Result<i64, StoreError> {
        self.read(|db| db.pragma_query_value(None, "data_version", |row| row.get(0)))
    }

    /// Records facts and how far the mailbox was read that they come from, all or nothing. A fact
    /// whose id is known stays as it is. Tells for each fact whether it was new.
    pub fn record_facts(
        &mut self,
        facts: &[FactRow],
        mark: Option<(&AccountName, &str, &Mark)>,
    ) -> Result<Vec<bool>, StoreError> {
        self.durably(|tx| {
            let mut insert = tx.prepare_cached(
                "INSERT OR IGNORE INTO facts (at, id, kind, body) VALUES (?1, ?2, ?3, ?4)",
            )?;
            let mut new = Vec::with_capacity(facts.len());
            for fact in facts {
                let row = params![fact.at.to_string(), fact.id, fact.kind, fact.body.to_string()];
                new.push(insert.execute(row)? == 1);
            }
            if let Some((account, mailbox, mark)) = mark {
                put_mark(tx, account, mailbox, mark)?;
            }
            Ok(new)
        })
    }

    /// Replaces the body of one fact, for text that must not be kept: its id, time and place stay.
    pub fn redact_fact(&mut self, id: &str, body: &Value) -> Result<(), StoreError> {
        self.durably(|tx| {
            tx.execute("UPDATE facts SET body = ?2 WHERE id = ?1", params![id, body.to_string()])
        })?;
        self.flush_erased()
    }

    /// The bodies of all facts in the order in which they were recorded.
    pub fn facts(&self) -> Result<Vec<Value>, StoreError> {
        self.read(|db| {
            db.prepare("SELECT body FROM facts ORDER BY seq")?
                .query_map([], |row| json(row.get(0)?))?
                .collect()
        })
    }

    /// The bodies of the facts of one kind.
    pub fn facts_of(&self, kind: &str) -> Result<Vec<Value>, StoreError> {
        self.read(|db| {
            db.prepare("SELECT body FROM facts WHERE kind = ?1 ORDER BY seq")?
                .query_map([kind], |row| json(row.get(0)?))?
                .collect()
        })
    }

    /// A stored body as the value it was; another shape means a damaged database.
    pub fn decode<T: serde::de::DeserializeOwned>(&self, body: Value) -> Result<T, StoreError> {
        let damaged =
            |e: serde_json::Error| StoreError::Damaged(self.folder.clone(), e.to_string());
        serde_json::from_value(body).map_err(damaged)
    }

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

    /// Records what became of drafts.
    pub fn put_ledger(&mut self, entries: &[(DraftKey, Value)]) -> Result<(), StoreError> {
        self.durably(|tx| entries.iter().try_for_each(|(key, body)| put_entry(tx, key, body)))
    }

    /// Everything known of drafts that were written or are about to be.
    pub fn ledger(&self) -> Result<BTreeMap<DraftKey, Value>, StoreError> {
        self.read(|db| {
            db.prepare("SELECT key, body FROM ledger")?
                .query_map([], |row| Ok((DraftKey(row.get(0)?), json(row.get(1)?)?)))?
                .collect()
        })
    }

    /// Records a draft about to be written with its ledger entry, durably, before the APPEND.
    pub fn put_intent(&mut self, intent: &Intent, entry: &Value) -> Result<(), StoreError> {
        self.durably(|tx| {
            tx.execute(
                "INSERT INTO intents (key, account, bytes) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET account = ?2, bytes = ?3",
                params![intent.key.0, intent.account.0, intent.bytes],
            )?;
            put_entry(tx, &intent.key, entry)
        })
    }

    /// The bytes of a draft whose writing is not proven yet.
    pub fn intent_bytes(&self, key: &DraftKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| {
            db.query_row("SELECT bytes FROM intents WHERE key = ?1", [&key.0], |row| row.get(0))
                .optional()
        })
    }

    /// Overwrites the bytes of a draft that is proven written, or will never be.
    pub fn erase_intent(&mut self, key: &DraftKey) -> Result<(), StoreError> {
        self.durably(|tx| tx.execute("DELETE FROM intents WHERE key = ?1", [&key.0]))?;
        self.flush_erased()
    }

    /// Records what became of an intent and erases its bytes, all or nothing.
    pub fn settle_intent(&mut self, key: &DraftKey, entry: &Value) -> Result<(), StoreError> {
        self.durably(|tx| {
            put_entry(tx, key, entry)?;
            tx.execute("DELETE FROM intents WHERE key = ?1", [&key.0])
        })?;
        self.flush_erased()
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.db.busy_timeout(BUSY_WAIT)?;
        self.db.pragma_update(None, "journal_mode", "WAL")?;
        // FULL: a commit that returned survives a power cut, which "exactly once" rests on.
        self.db.pragma_update(None, "synchronous", "FULL")?;
        // Erased text is overwritten, not only unlinked.
        self.db.pragma_update(None, "secure_delete", "ON")
    }

    /// Proves that the file is a sound database of ours; tells its version, 0 for an empty one.
    fn check(&self) -> Result<i64, StoreError> {
        let number = |name: &str| self.db.pragma_query_value(None, name, |row| row.get(0));
        let (sound, version, application, tables) = self.read(|db| {
            let sound: String = db.pragma_query_value(None, "quick_check", |row| row.get(0))?;
            let count = "SELECT count(*) FROM sqlite_schema";
            let tables: i64 = db.query_row(count, [], |row| row.get(0))?;
            let version: i64 = number("user_version")?;
            Ok((sound, version, number("application_id")?, tables))
        })?;
        let damaged = |text: String| Err(StoreError::Damaged(self.folder.clone(), text));
        if sound != "ok" {
            return damaged(sound);
        }
        if tables > 0 && application != APPLICATION_ID {
            return damaged("it belongs to another program".to_owned());
        }
        if version > SCHEMA_VERSION {
            let folder = self.folder.clone();
            return Err(StoreError::Newer { folder, found: version, known: SCHEMA_VERSION });
        }
        Ok(version)
    }

    fn create_schema(&mut self) -> Result<(), StoreError> {
        let version: i64 =
            self.read(|db| db.pragma_query_value(None, "user_version", |row| row.get(0)))?;
        if version == SCHEMA_VERSION {
            return Ok(());
        }
        self.durably(|tx| {
            tx.execute_batch(SCHEMA)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", SCHEMA_VERSION)
        })
    }

    /// Runs `write` in one transaction that is on the disk when this returns `Ok`.
    fn durably<T>(
        &mut self,
        write: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let Store { db, folder, .. } = self;
        fate::step();
        let done = db.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|tx| {
            let value = write(&tx)?;
            fate::step();
            tx.commit()?;
            Ok(value)
        });
        fate::step();
        done.map_err(|e| from_sqlite(folder, &e))
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        read(&self.db).map_err(|e| from_sqlite(&self.folder, &e))
    }

    /// Moves erased text out of the write-ahead log too. A reader may hold the log: next time then.
    fn flush_erased(&self) -> Result<(), StoreError> {
        self.read(|db| db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
    }
}

fn put_entry(tx: &Transaction<'_>, key: &DraftKey, body: &Value) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO ledger (key, body) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET body = ?2",
    )?
    .execute(params![key.0, body.to_string()])
    .map(drop)
}

/// Makes the stored mark equal to `mark`; of its names only the difference is written.
fn put_mark(
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

fn json(text: String) -> rusqlite::Result<Value> {
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}

/// The name under which SQLite opens the file for a look. Without a write-ahead log nobody has it
/// open: it is read as a file that does not change, so that a look leaves no file behind.
/// (<https://sqlite.org/uri.html>)
fn uri(file: &Path) -> std::ffi::OsString {
    let quiet = !file.with_file_name(format!("{DATABASE}-wal")).exists();
    let mut uri = b"file:".to_vec();
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'%' | b'?' | b'#' => uri.extend(format!("%{byte:02x}").bytes()),
            plain => uri.push(*plain),
        }
    }
    uri.extend(if quiet { "?immutable=1" } else { "" }.bytes());
    std::ffi::OsString::from_vec(uri)
}

/// Opens or makes a file that nobody else can read.
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}
