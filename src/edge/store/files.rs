//! The files of the database: who may read them, who may open them, what lies beside them.

use std::{
    ffi::OsString,
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, ErrorKind},
    os::unix::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::{DirBuilderExt as _, OpenOptionsExt as _},
    },
    path::{Path, PathBuf},
};

use super::{BESIDE, LOCK, StoreError, error::from_io};

/// The name under which SQLite opens the file for a look. Without a write-ahead log nobody has it
/// open: it is read as a file that does not change, so that a look leaves no file behind.
/// (<https://sqlite.org/uri.html>)
pub(super) fn uri(file: &Path) -> OsString {
    let quiet = !beside(file, "-wal").exists();
    let mut uri = b"file:".to_vec();
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'%' | b'?' | b'#' => uri.extend(format!("%{byte:02x}").bytes()),
            plain => uri.push(*plain),
        }
    }
    uri.extend(if quiet { "?immutable=1" } else { "" }.bytes());
    OsString::from_vec(uri)
}

/// Makes the folder where it is missing, and keeps other daemons out of it.
pub(super) fn lock(dir: &Path) -> Result<File, StoreError> {
    let folder = dir.display().to_string();
    let at_folder = |error: io::Error| from_io(&folder, &error);
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(at_folder)?;
    let lock = private_file(&dir.join(LOCK)).map_err(at_folder)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::AlreadyRunning(folder)),
        Err(TryLockError::Error(error)) => Err(from_io(&folder, &error)),
    }
}

pub(super) fn sync(dir: &Path) -> io::Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all())
}

/// A file with something after its name.
pub(super) fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// A database that was closed is one file, unless its log could not be written back.
pub(super) fn finished(file: &Path) -> io::Result<()> {
    if beside(file, "-wal").try_exists()? { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
}

pub(super) fn remove_with_beside(file: &Path) -> io::Result<()> {
    let all = BESIDE.iter().chain(&[""]).map(|end| beside(file, end));
    for path in all {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Opens or makes a file that nobody else can read.
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}
