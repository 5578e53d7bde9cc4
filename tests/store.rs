//! What afterword remembers across starts, and what it says when it cannot.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use afterword::{
    edge::{
        Mark, Trouble,
        store::{Complaint, FactRow, Store, StoreError, salvage::Salvage},
    },
    mailbox::{AccountName, DraftKey, Intent},
};
use serde_json::json;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn database(dir: &Path) -> PathBuf {
    dir.join("afterword.sqlite3")
}

fn fact(id: &str) -> FactRow {
    FactRow {
        id: id.into(),
        kind: "mail".into(),
        at: "2026-09-16T10:30:00Z".parse().unwrap(),
        body: json!({ "id": id }),
    }
}

fn account() -> AccountName {
    AccountName("personal".into())
}

fn intent(text: &str) -> Intent {
    Intent { key: DraftKey("k1".into()), account: account(), bytes: text.as_bytes().to_vec() }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn nobody_else_can_read_what_is_remembered() {
    let outer = folder();
    let dir = outer.path().join("state/afterword");
    let mut store = Store::open(&dir).unwrap();
    store.record_facts(&[fact("a")], None).unwrap();
    assert_eq!(mode(&dir), 0o700);
    let files: Vec<_> = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(files.len() >= 2);
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_second_daemon_is_refused_and_a_look_is_not() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    let error = Store::open(dir.path()).err().unwrap();
    assert!(matches!(error, StoreError::AlreadyRunning(_)), "{error}");
    assert!(error.to_string().contains("already running"));
    store.record_facts(&[fact("a")], None).unwrap();
    let look = Store::open_read_only(dir.path()).unwrap().unwrap();
    assert_eq!(look.facts().unwrap().len(), 1);
    drop((store, look));
    Store::open(dir.path()).unwrap();
}

#[test]
fn a_look_where_nothing_was_remembered_finds_nothing_and_makes_nothing() {
    let dir = folder();
    assert!(Store::open_read_only(dir.path()).unwrap().is_none());
    assert!(Store::open_read_only(&dir.path().join("absent")).unwrap().is_none());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_look_cannot_write() {
    let dir = folder();
    drop(Store::open(dir.path()).unwrap());
    let mut look = Store::open_read_only(dir.path()).unwrap().unwrap();
    let error = look.record_facts(&[fact("a")], None).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
}

#[test]
fn the_same_mail_read_twice_changes_nothing() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    let new = store.record_facts(&[fact("b"), fact("a"), fact("b")], None).unwrap();
    assert_eq!(new, [true, true, false]);
    let mut other = fact("a");
    other.body = json!("other");
    assert_eq!(store.record_facts(&[other], None).unwrap(), [false]);
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.facts().unwrap(), [json!({ "id": "b" }), json!({ "id": "a" })]);
}

#[test]
fn facts_and_the_mark_that_covers_them_are_kept_together() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    let mut mark = Mark { uid_validity: 7, uid_next: u32::MAX, names: BTreeSet::new() };
    store.record_facts(&[fact("a")], Some((&account(), "INBOX", &mark))).unwrap();
    mark.uid_next = 9;
    store.record_facts(&[], Some((&account(), "Sent", &mark))).unwrap();
    let marks = store.marks(&account()).unwrap();
    assert_eq!(marks.len(), 2);
    assert_eq!(marks["INBOX"].uid_next, u32::MAX);
    assert_eq!(marks["Sent"], mark);
    assert!(store.marks(&AccountName("other".into())).unwrap().is_empty());
}

#[test]
fn twenty_thousand_names_are_kept_and_follow_the_folder() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    let mut mark =
        Mark { names: (0..20_000).map(|n| format!("{n}.M1.host")).collect(), ..Mark::default() };
    store.record_facts(&[], Some((&account(), "INBOX", &mark))).unwrap();
    mark.names.remove("17.M1.host");
    mark.names.insert("new.M1.host".into());
    store.record_facts(&[], Some((&account(), "INBOX", &mark))).unwrap();
    assert_eq!(store.marks(&account()).unwrap()["INBOX"], mark);
}

#[test]
fn an_intent_survives_a_crash_and_its_text_does_not_survive_its_settling() {
    let dir = folder();
    let secret = "Dear Ines, thank you for the talk";
    let mut store = Store::open(dir.path()).unwrap();
    store.put_intent(&intent(secret), &json!("intended")).unwrap();
    // A kill: no destructor runs, the lock goes with the process.
    let copy = folder();
    for name in ["afterword.sqlite3", "afterword.sqlite3-wal"] {
        fs::copy(dir.path().join(name), copy.path().join(name)).unwrap();
    }
    let reborn = Store::open(copy.path()).unwrap();
    let key = DraftKey("k1".into());
    assert_eq!(reborn.intent_bytes(&key).unwrap().unwrap(), secret.as_bytes());
    assert_eq!(reborn.ledger().unwrap()[&key], json!("intended"));

    store.settle_intent(&key, &json!("written")).unwrap();
    assert_eq!(store.intent_bytes(&key).unwrap(), None);
    assert_eq!(store.ledger().unwrap()[&key], json!("written"));
    for file in fs::read_dir(dir.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "the text is still on the disk");
    }
}

#[test]
fn notes_can_be_erased_and_facts_cannot() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    store.record_facts(&[fact("a"), fact("b")], None).unwrap();
    store.redact_fact("a", &json!("erased")).unwrap();
    assert_eq!(store.facts().unwrap(), [json!("erased"), json!({ "id": "b" })]);
    drop(store);
    let raw = rusqlite::Connection::open(database(dir.path())).unwrap();
    assert!(raw.execute("DELETE FROM facts", []).is_err());
    assert!(raw.execute("UPDATE facts SET id = 'x'", []).is_err());
}

#[test]
fn a_database_of_the_first_version_is_looked_at_and_brought_up_to_date() {
    let dir = folder();
    let raw = rusqlite::Connection::open(database(dir.path())).unwrap();
    raw.execute_batch(include_str!("../src/edge/store/schema.sql")).unwrap();
    raw.pragma_update(None, "application_id", 0x4166_7764).unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    raw.execute("INSERT INTO facts VALUES (1, '', 'a', 'mail', '{}')", []).unwrap();
    drop(raw);
    let look = Store::open_read_only(dir.path()).unwrap().unwrap();
    assert_eq!(look.facts().unwrap().len(), 1);
    assert!(look.complaints().unwrap().is_empty());
    drop(look);
    let mut store = Store::open(dir.path()).unwrap();
    assert_eq!(store.facts().unwrap().len(), 1);
    let since = "2026-09-16T10:30:00Z".parse().unwrap();
    let complaint = Complaint { since, text: "away".into() };
    store.put_complaint(&account(), Some(&complaint)).unwrap();
    assert_eq!(store.complaints().unwrap()[&account()], complaint);
    store.put_complaint(&account(), None).unwrap();
    assert!(store.complaints().unwrap().is_empty());
}

#[test]
fn of_a_damaged_database_both_ends_are_saved() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    let facts: Vec<_> = (0..2000).map(|n| fact(&format!("fact-{n}"))).collect();
    store.record_facts(&facts, None).unwrap();
    let entries: Vec<_> = (0..10).map(|n| (DraftKey(format!("k{n}")), json!(n))).collect();
    store.put_ledger(&entries).unwrap();
    drop(store);
    let mut bytes = fs::read(database(dir.path())).unwrap();
    let body = br#""id":"fact-1000""#;
    let hit = bytes.windows(body.len()).position(|text| text == body).unwrap() / 4096 * 4096;
    bytes.iter_mut().skip(hit).take(4096).for_each(|byte| *byte = 0xa5);
    fs::write(database(dir.path()), bytes).unwrap();
    let saved = Salvage::of(&database(dir.path()));
    assert_eq!(saved.ledger.len(), 10);
    let ids: Vec<&str> = saved.facts.iter().map(|fact| fact.id.as_str()).collect();
    assert!(ids.len() > 1900 && !ids.contains(&"fact-1000"), "{}", ids.len());
    assert_eq!((ids[0], ids[ids.len() - 1]), ("fact-0", "fact-1999"));
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let dir = folder();
    drop(Store::open(dir.path()).unwrap());
    let raw = rusqlite::Connection::open(database(dir.path())).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    for error in [Store::open(dir.path()).err(), Store::open_read_only(dir.path()).err()] {
        let error = error.unwrap();
        assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("update afterword"));
        assert!(matches!(Trouble::from(error), Trouble::Refuse(_)));
    }
}

#[test]
fn a_damaged_or_foreign_database_is_refused_and_left_as_it_is() {
    let dir = folder();
    fs::write(database(dir.path()), "this is no database ".repeat(100)).unwrap();
    let before = fs::read(database(dir.path())).unwrap();
    let error = Store::open(dir.path()).err().unwrap();
    assert!(matches!(error, StoreError::Damaged(..)), "{error}");
    assert!(Store::open_read_only(dir.path()).is_err());
    assert_eq!(fs::read(database(dir.path())).unwrap(), before);

    let dir = folder();
    let raw = rusqlite::Connection::open(database(dir.path())).unwrap();
    raw.execute_batch("CREATE TABLE contacts (name TEXT)").unwrap();
    drop(raw);
    let before = fs::read(database(dir.path())).unwrap();
    let error = Store::open(dir.path()).err().unwrap();
    assert!(error.to_string().contains("another program"), "{error}");
    assert_eq!(fs::read(database(dir.path())).unwrap(), before);
}

#[test]
fn pages_overwritten_by_something_else_are_noticed() {
    let dir = folder();
    let mut store = Store::open(dir.path()).unwrap();
    let facts: Vec<_> = (0..500).map(|n| fact(&format!("fact-{n}"))).collect();
    store.record_facts(&facts, None).unwrap();
    drop(store);
    let mut bytes = fs::read(database(dir.path())).unwrap();
    for byte in bytes.iter_mut().skip(5 * 4096).take(8192) {
        *byte = 0xa5;
    }
    fs::write(database(dir.path()), bytes).unwrap();
    let error = Store::open(dir.path()).err().unwrap();
    assert!(matches!(error, StoreError::Damaged(..)), "{error}");
}

#[test]
fn a_word_of_the_user_is_kept_beside_the_daemon_which_sees_that_it_came() {
    let dir = folder();
    assert!(Store::open_beside(dir.path()).unwrap().is_none());
    let mut daemon = Store::open(dir.path()).unwrap();
    let before = daemon.version().unwrap();
    daemon.record_facts(&[fact("a")], None).unwrap();
    assert_eq!(daemon.version().unwrap(), before, "its own writing is no news");
    let mut beside = Store::open_beside(dir.path()).unwrap().unwrap();
    let word = FactRow { kind: "said".into(), ..fact("b") };
    beside.record_facts(&[word], None).unwrap();
    assert_ne!(daemon.version().unwrap(), before);
    assert_eq!(daemon.facts_of("said").unwrap(), [json!({ "id": "b" })]);
    assert_eq!(daemon.facts().unwrap().len(), 2);
}
