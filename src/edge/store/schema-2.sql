-- Version 2: what keeps an account from working, for "afterword status".
CREATE TABLE troubles (
    account TEXT PRIMARY KEY, since TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
