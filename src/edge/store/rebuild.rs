//! A new database beside the old one, and then in its place. The old one is kept, whatever it is.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    BESIDE, DATABASE, Store, StoreError, UNFINISHED,
    error::from_io,
    files::{beside, finished, lock, remove_with_beside, sync},
    salvage::Salvage,
};

/// The way from an old database to a new one. Until [`Rebuild::finish`] nothing is changed.
pub struct Rebuild {
    dir: PathBuf,
    _lock: File,
}

impl Drop for Rebuild {
    fn drop(&mut self) {
        // Of one that came to nothing, nothing is left.
        remove_with_beside(&self.dir.join(UNFINISHED)).ok();
    }
}

impl Rebuild {
    /// Keeps daemons out, reads what the old database still tells, and makes an empty one.
    pub fn begin(dir: &Path) -> Result<(Rebuild, Salvage, Store), StoreError> {
        let lock = lock(dir)?;
        // It is sound: a newer afterword reads it, and whoever holds it may still write.
        if let Err(error @ (StoreError::Newer { .. } | StoreError::Busy(_))) =
            Store::open_read_only(dir)
        {
            return Err(error);
        }
        let salvage = Salvage::of(&dir.join(DATABASE));
        let store = Store::make(dir)?;
        Ok((Rebuild { dir: dir.to_owned(), _lock: lock }, salvage, store))
    }

    /// Puts the new database, which must be closed, into the place of the old one; tells where that
    /// is kept.
    pub fn finish(self, now: Timestamp) -> Result<Option<PathBuf>, StoreError> {
        self.exchange(now).map_err(|error| from_io(&self.dir.display().to_string(), &error))
    }

    /// Closing it wrote its log back, or there was no room for that.
    fn exchange(&self, now: Timestamp) -> io::Result<Option<PathBuf>> {
        let (file, new) = (self.dir.join(DATABASE), self.dir.join(UNFINISHED));
        finished(&new)?;
        let kept = if file.try_exists()? { Some(self.keep(&file, now)?) } else { None };
        // A write-ahead log of the old one would be replayed into the new.
        for end in BESIDE {
            let log = beside(&file, end);
            if log.try_exists()? {
                fs::remove_file(log)?;
            }
        }
        fs::rename(new, file)?;
        sync(&self.dir)?;
        Ok(kept)
    }

    /// A copy, so that there is a database under the old name at every moment: without one a daemon
    /// would begin anew, and make again what was thrown away.
    fn keep(&self, file: &Path, now: Timestamp) -> io::Result<PathBuf> {
        let kept = beside(file, &format!(".{}", now.strftime("%Y%m%dT%H%M%SZ")));
        for end in ["", "-wal"] {
            let (from, to) = (beside(file, end), beside(&kept, end));
            if from.try_exists()? {
                fs::copy(from, &to)?;
                File::open(to)?.sync_all()?;
            }
        }
        Ok(kept)
    }
}
