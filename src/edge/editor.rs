//! A text in the user's own editor: `$VISUAL`, else `$EDITOR`, else vi.
//!
//! The text lies in a file that nobody else can read, until what the user wrote is kept elsewhere.

use std::{
    env, fs,
    io::{self, Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::clock;

/// More than this is no filled-in form.
const TEXT_BYTES_MAX: u64 = 1024 * 1024;

/// What the user wrote. Its file stays, should it not be kept: nobody's words are lost.
#[derive(Debug)]
pub struct Written {
    pub text: String,
    file: PathBuf,
}

impl Written {
    /// The words are kept elsewhere.
    pub fn discard(self) {
        fs::remove_file(&self.file).ok();
    }

    /// Where the words still are.
    pub fn file(&self) -> &Path {
        &self.file
    }
}

/// The text as the user left it; why not, in words for him.
pub fn edit(text: &str) -> Result<Written, String> {
    let folder = env::var_os("XDG_RUNTIME_DIR").map_or_else(env::temp_dir, PathBuf::from);
    let file = folder.join(format!("afterword-{}.txt", clock::unique_name()));
    write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let opened = open(&file);
    let read = read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    match opened {
        Ok(()) => Ok(Written { text: read, file }),
        Err(why) if read == text => {
            fs::remove_file(&file).ok();
            Err(why)
        }
        Err(why) => Err(format!("{why}; what you wrote is in {}", file.display())),
    }
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())
}

/// The variable may hold arguments too, so that the shell reads it, as git and crontab have it.
#[expect(clippy::disallowed_methods, reason = "asks which editor, and starts it")]
fn open(file: &Path) -> Result<(), String> {
    let named = |name| env::var(name).ok().filter(|text| !text.trim().is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(format!("{editor} \"$@\"")).arg(&editor).arg(file);
    match shell.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the editor \"{editor}\" failed ({status})")),
        Err(error) => Err(format!("the editor \"{editor}\" cannot be started: {error}")),
    }
}

fn read(file: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(TEXT_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
