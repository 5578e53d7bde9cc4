//! A path on the command line → mails: an `.eml` file, an mbox, a Maildir or a folder of `.eml`
//! files.
//!
//! Reads only. What a mail says is decided elsewhere.

use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// At most so many bytes of one mail are read; what matters stands before the attachments.
pub const FETCH_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// An mbox beyond this is refused rather than read into memory.
const MBOX_BYTES_MAX: u64 = 512 * 1024 * 1024;
const FOLDER_DEPTH_MAX: usize = 16;

/// One mail as found.
#[derive(Debug)]
pub struct Mail {
    /// The file's name; in an mbox with the mail's number.
    pub label: String,
    pub bytes: Vec<u8>,
}

/// What could not be read, in words for people.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}", path = path.display())]
pub struct Unread {
    pub path: PathBuf,
    pub reason: String,
}

/// Reads every mail under `path` in order of path, handing each to `each`. What cannot be read is
/// told, and the rest is read all the same.
pub fn read(path: &Path, each: &mut dyn FnMut(Result<Mail, Unread>)) {
    let mut found = Found::default();
    found.start(path);
    for unread in found.unread {
        each(Err(unread));
    }
    for file in &found.files {
        read_file(file, each);
    }
}

/// About how many bytes `read` will hand out, to tell how far it is.
pub fn size(path: &Path) -> u64 {
    let mut found = Found::default();
    found.start(path);
    found.files.iter().filter_map(|file| fs::metadata(file).ok()).map(|meta| meta.len()).sum()
}

/// The files under a path.
#[derive(Default)]
struct Found {
    files: BTreeSet<PathBuf>,
    unread: Vec<Unread>,
    /// Folders already searched, without the links that lead to them.
    searched: BTreeSet<PathBuf>,
}

impl Found {
    fn start(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.search(path, FOLDER_DEPTH_MAX),
            Ok(_) => drop(self.files.insert(path.to_owned())),
            Err(error) => self.unread.push(unread(path, &error)),
        }
    }

    fn search(&mut self, folder: &Path, depth: usize) {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        if !self.searched.insert(real) {
            return;
        }
        if folder.join("cur").is_dir() && folder.join("new").is_dir() {
            return self.maildir(folder);
        }
        for path in self.entries(folder) {
            let is_eml = path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("eml"));
            if path.is_dir() {
                if depth > 0 {
                    self.search(&path, depth - 1);
                }
            } else if is_eml {
                self.files.insert(path);
            }
        }
    }

    /// Names that begin with a dot are no mail (<https://cr.yp.to/proto/maildir.html>).
    fn maildir(&mut self, folder: &Path) {
        let hidden = |file: &Path| {
            file.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."))
        };
        for part in ["cur", "new"] {
            let found = self.entries(&folder.join(part)).into_iter();
            self.files.extend(found.filter(|file| !hidden(file) && file.is_file()));
        }
    }

    fn entries(&mut self, folder: &Path) -> Vec<PathBuf> {
        let listing = match fs::read_dir(folder) {
            Ok(listing) => listing,
            Err(error) => {
                self.unread.push(unread(folder, &error));
                return Vec::new();
            }
        };
        let mut paths = Vec::new();
        for entry in listing {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => self.unread.push(unread(folder, &error)),
            }
        }
        paths
    }
}

fn read_file(path: &Path, each: &mut dyn FnMut(Result<Mail, Unread>)) {
    let label =
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => return each(Err(unread(path, &error))),
    };
    if !bytes.starts_with(b"From ") {
        return each(Ok(Mail { label, bytes: cap(bytes) }));
    }
    for (n, mail) in split_mbox(&bytes).into_iter().enumerate() {
        let label = format!("{label}:{number}", number = n + 1);
        each(Ok(Mail { label, bytes: cap(mail) }));
    }
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut start = Vec::new();
    let mut file = fs::File::open(path)?;
    file.by_ref().take(FETCH_BYTES_MAX).read_to_end(&mut start)?;
    if start.starts_with(b"From ") {
        file.take(MBOX_BYTES_MAX).read_to_end(&mut start)?;
    }
    Ok(start)
}

fn cap(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(usize::try_from(FETCH_BYTES_MAX).unwrap_or(usize::MAX));
    bytes
}

/// Splits an mbox at its `From ` lines and takes one `>` off quoted ones (mboxrd).
fn split_mbox(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut mails: Vec<Vec<u8>> = Vec::new();
    let mut after_blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_blank && line.starts_with(b"From ") {
            mails.push(Vec::new());
            after_blank = false;
            continue;
        }
        after_blank = line == b"\n" || line == b"\r\n";
        let Some(mail) = mails.last_mut() else {
            continue;
        };
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        mail.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    mails
}

fn unread(path: &Path, error: &std::io::Error) -> Unread {
    Unread { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_mbox_holds_each_mail_with_its_from_lines_unquoted() {
        let mbox = b"From a\nSubject: 1\n\n>From here\n\nFrom b\nSubject: 2\n\nx\n";
        let mails = split_mbox(mbox);
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[0], b"Subject: 1\n\nFrom here\n\n");
    }

    #[test]
    fn a_folder_is_searched_for_eml_in_order_and_a_maildir_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b")).unwrap();
        for name in ["b/1.eml", "a.eml", "c.txt"] {
            fs::write(folder.path().join(name), "Subject: x\n\ny").unwrap();
        }
        let mut labels = Vec::new();
        read(folder.path(), &mut |mail| labels.push(mail.unwrap().label));
        assert_eq!(labels, ["a.eml", "1.eml"]);
        for name in ["cur", "new"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("m"), "Subject: x\n\ny").unwrap();
        }
        let mut count = 0;
        read(folder.path(), &mut |_| count += 1);
        assert_eq!(count, 2);
    }

    #[test]
    fn a_missing_file_is_told_and_nothing_else_stops() {
        let mut faults = 0;
        read(Path::new("/nonexistent/mail.eml"), &mut |mail| faults += usize::from(mail.is_err()));
        assert_eq!(faults, 1);
    }
}
