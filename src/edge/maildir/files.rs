//! The files of one Maildir: their names, how to list them completely and how to read one that
//! another program may rename meanwhile.
//!
//! Nothing here writes.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Trouble, trouble};

/// A listing must come out the same twice; after so many tries the folder is too busy to trust.
const LIST_TRIES_MAX: usize = 5;
/// A file that was renamed is looked up again so many times.
const READ_TRIES_MAX: usize = 3;

/// The part of a file's name that no program changes: flags come after `:`, and mbsync, OfflineIMAP
/// and Dovecot put `,U=`, `,FMD5=`, `,S=` before them.
pub(super) fn unique(name: &str) -> &str {
    name.split([',', ':']).next().unwrap_or(name)
}

/// Flagged `T`: trashed, as good as gone.
pub(super) fn is_trashed(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.rsplit_once(":2,").is_some_and(|(_, flags)| flags.contains('T'))
}

/// Every message by its unique name. `new` is listed before `cur`: a file that is moved meanwhile
/// shows up twice rather than not at all.
pub(super) fn list(maildir: &Path) -> Result<BTreeMap<String, PathBuf>, Trouble> {
    let mut files = BTreeMap::new();
    for part in ["new", "cur"] {
        let folder = maildir.join(part);
        let look = |error| trouble("List", &folder, &error);
        for entry in fs::read_dir(&folder).map_err(look)? {
            let entry = entry.map_err(look)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                files.insert(unique(&name).to_owned(), entry.path());
            }
        }
    }
    Ok(files)
}

/// As [`list`], but sure to miss nothing: a directory may hide a file that is being renamed while
/// it is read, so two listings must agree.
pub(super) fn list_surely(maildir: &Path) -> Result<BTreeMap<String, PathBuf>, Trouble> {
    let mut last = list(maildir)?;
    for _ in 0..LIST_TRIES_MAX {
        let next = list(maildir)?;
        if next == last {
            return Ok(next);
        }
        last = next;
    }
    Err(Trouble::Retry(format!("{} keeps changing", maildir.display())))
}

/// Another number whenever a message came to a Maildir, went or was renamed: after a crash an
/// absence proves that nothing was written only while this is the same. What it tells apart happens
/// further apart than the clock's ticks, since a draft reaches the disk in between.
pub(super) fn stamp(maildir: &Path) -> Result<u32, Trouble> {
    let mut hash = Sha256::new();
    for part in ["cur", "new"] {
        let folder = maildir.join(part);
        let meta = fs::metadata(&folder).map_err(|error| trouble("List", &folder, &error))?;
        hash.update([meta.mtime(), meta.mtime_nsec()].map(i64::to_le_bytes).concat());
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    Ok(u32::from_le_bytes([a, b, c, d]))
}

/// When the file was last written; `None` when it is gone or is no file.
pub(super) fn written_at(path: &Path) -> Option<Timestamp> {
    let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Timestamp::try_from(meta.modified().ok()?).ok()
}

/// The first `limit` bytes of a message; `None` when it is gone from this Maildir. A file renamed
/// since it was listed is found again by its unique name.
pub(super) fn read(maildir: &Path, path: &Path, limit: usize) -> Result<Option<Vec<u8>>, Trouble> {
    let mut path = path.to_owned();
    for _ in 0..READ_TRIES_MAX {
        match read_path(&path, limit) {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(trouble("Read", &path, &error)),
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match list(maildir)?.remove(unique(&name)) {
            Some(found) => path = found,
            None => return Ok(None),
        }
    }
    Err(Trouble::Retry(format!("{} keeps being renamed", path.display())))
}

fn read_path(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}
