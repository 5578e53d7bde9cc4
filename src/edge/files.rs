//! Where the configuration and the state lie (XDG Base Directory Specification), and reading them.
//!
//! Decides no content; a configuration's meaning is `settings`.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use crate::settings::{Settings, SettingsError};

const CONFIG_BYTES_MAX: u64 = 1024 * 1024;

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("there is no configuration at {0}: write one, or name it with --config")]
    Missing(String),
    #[error("cannot read the configuration {0}: {1}")]
    Unreadable(String, io::Error),
    #[error(transparent)]
    Wrong(#[from] SettingsError),
}

/// The user's home directory; the root folder for a user who has none.
pub fn home() -> PathBuf {
    env::home_dir().filter(|home| home.is_absolute()).unwrap_or_else(|| PathBuf::from("/"))
}

/// `$XDG_CONFIG_HOME`, usually `~/.config`.
pub fn config_home() -> PathBuf {
    base(env::var_os("XDG_CONFIG_HOME").as_deref(), &home(), ".config")
}

/// The configuration file that is read unless `--config` names another.
pub fn default_config() -> PathBuf {
    config_home().join("afterword/afterword.toml")
}

/// The state folder that is used unless `--state-dir` names another.
pub fn default_state_dir() -> PathBuf {
    base(env::var_os("XDG_STATE_HOME").as_deref(), &home(), ".local/state").join("afterword")
}

/// The specification ignores a relative path.
fn base(configured: Option<&OsStr>, home: &Path, usual: &str) -> PathBuf {
    match configured.map(PathBuf::from) {
        Some(path) if path.is_absolute() => path,
        _ => home.join(usual),
    }
}

/// Reads a configuration and makes its paths absolute.
pub fn load(file: &Path) -> Result<Settings, ConfigError> {
    let shown = || file.display().to_string();
    let text = read_text(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ConfigError::Missing(shown()),
        _ => ConfigError::Unreadable(shown(), error),
    })?;
    let settings = Settings::parse(&text, &shown())?;
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let folder = absolute.parent().unwrap_or(Path::new("/"));
    Ok(settings.resolve(&home(), folder))
}

fn read_text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(CONFIG_BYTES_MAX).read_to_string(&mut text)?;
    Ok(text)
}

/// Replaces a file whole: whoever reads it sees the old text or the new one.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.new", std::process::id()));
    let beside = file.with_file_name(beside);
    let written = write_through(&beside, bytes).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_through(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = File::create(file)?;
    new.write_all(bytes)?;
    new.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_follow_the_xdg_specification() {
        let home = Path::new("/home/r");
        let place = |text: Option<&str>| base(text.map(OsStr::new), home, ".config");
        assert_eq!(place(None), Path::new("/home/r/.config"));
        assert_eq!(place(Some("")), Path::new("/home/r/.config"));
        assert_eq!(place(Some("relative")), Path::new("/home/r/.config"));
        assert_eq!(place(Some("/etc/r")), Path::new("/etc/r"));
    }

    #[test]
    fn a_missing_configuration_says_where_it_was_looked_for() {
        let error = load(Path::new("/no/such/afterword.toml")).unwrap_err().to_string();
        assert!(error.contains("/no/such/afterword.toml") && error.contains("--config"));
    }
}
