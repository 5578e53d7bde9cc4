//! Why the store cannot be used, by what the user can do about it.

use std::io::{self, ErrorKind};

use rusqlite::{ErrorCode, ffi};

use crate::edge::Trouble;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("afterword is already running with {0}: stop it first, or use another --state-dir")]
    AlreadyRunning(String),
    #[error("another program keeps the database in {0} locked: end it, or try again later")]
    Busy(String),
    #[error(
        "the database in {0} is damaged: {1}; \"afterword rebuild\" makes it again from your mail \
         and keeps what is there"
    )]
    Damaged(String, String),
    #[error("the disk is full: nothing can be recorded, so no draft is made; make room for {0}")]
    Full(String),
    #[error(
        "the database in {folder} was made by a newer afterword (version {found}, this one \
             knows {known}): update afterword"
    )]
    Newer { folder: String, found: i64, known: i64 },
    #[error(
        "cannot write in {0}: the folder or its file system is read-only; make it writable, or \
         name another with --state-dir"
    )]
    ReadOnly(String),
    #[error("cannot use {0}: {1}")]
    Unusable(String, String),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        let text = error.to_string();
        match error {
            StoreError::Busy(_) | StoreError::Full(_) => Trouble::Retry(text),
            StoreError::AlreadyRunning(_)
            | StoreError::Damaged(..)
            | StoreError::Newer { .. }
            | StoreError::ReadOnly(_)
            | StoreError::Unusable(..) => Trouble::Refuse(text),
        }
    }
}

pub(super) fn from_io(folder: &str, error: &io::Error) -> StoreError {
    let folder = folder.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full(folder),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => StoreError::ReadOnly(folder),
        _ => StoreError::Unusable(folder, error.to_string()),
    }
}

pub(super) fn from_sqlite(folder: &str, error: &rusqlite::Error) -> StoreError {
    let folder = folder.to_owned();
    let text = error.to_string();
    let extended = error.sqlite_error().map(|error| error.extended_code);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(folder),
        Some(ErrorCode::DiskFull) => StoreError::Full(folder),
        // What SQLite says when there is no room for the index of its log.
        _ if extended == Some(ffi::SQLITE_IOERR_SHMSIZE) => StoreError::Full(folder),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly(folder),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged(folder, text)
        }
        _ if matches!(error, rusqlite::Error::FromSqlConversionFailure(..)) => {
            StoreError::Damaged(folder, text)
        }
        _ => StoreError::Unusable(folder, text),
    }
}
