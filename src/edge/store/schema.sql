-- Version 1 of the database. A later version adds a file and a step in store.rs.
CREATE TABLE facts (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TRIGGER facts_stay BEFORE DELETE ON facts
    BEGIN SELECT RAISE(ABORT, 'facts are never removed'); END;
CREATE TRIGGER facts_keep_their_place BEFORE UPDATE OF seq, at, id, kind ON facts
    BEGIN SELECT RAISE(ABORT, 'facts are never moved'); END;
CREATE TABLE marks (
    account TEXT NOT NULL, mailbox TEXT NOT NULL,
    uid_validity INTEGER NOT NULL, uid_next INTEGER NOT NULL,
    PRIMARY KEY (account, mailbox)) STRICT, WITHOUT ROWID;
CREATE TABLE names (
    account TEXT NOT NULL, mailbox TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (account, mailbox, name)) STRICT, WITHOUT ROWID;
CREATE TABLE ledger (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE intents (
    key TEXT PRIMARY KEY, account TEXT NOT NULL, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
