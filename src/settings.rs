//! The configuration as values: what `afterword.toml` may say and what it means when it is silent.
//!
//! Parsing is pure and knows neither the file system nor the home directory: the edge reads the
//! file and then calls [`Settings::resolve`]. Read `settings/parse.rs` for the bounds of each key.

mod account;
mod parse;
mod preset;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::{etiquette::preset::Preset, mailbox::AccountName};

pub use parse::{PRESETS, SCAN_DAYS_DEFAULT, SCAN_DAYS_MAX};

/// What is wrong with a configuration file, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {text}")]
pub struct SettingsError {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub text: String,
}

/// Everything in `afterword.toml`.
#[derive(Debug, Clone)]
pub struct Settings {
    pub me: MeSettings,
    pub accounts: BTreeMap<AccountName, Account>,
    /// The user's own, by name.
    pub presets: BTreeMap<String, Preset>,
    pub etiquette: EtiquetteSettings,
    pub schedule: ScheduleSettings,
    pub scan: ScanSettings,
    /// Where sentences of the user's own may lie: the folder `drafts` beside the configuration.
    pub drafts: Option<PathBuf>,
}

impl Settings {
    /// Nothing but defaults, for commands that read files instead of a mailbox.
    pub fn bare() -> Settings {
        Settings {
            me: MeSettings {
                name: String::new(),
                addresses: Vec::new(),
                zone: "UTC".to_owned(),
                fit: None,
            },
            accounts: BTreeMap::new(),
            presets: BTreeMap::new(),
            etiquette: EtiquetteSettings { preset: "recruiter".to_owned(), holidays: Vec::new() },
            schedule: ScheduleSettings { mornings: parse::MORNINGS_DEFAULT.to_owned() },
            scan: ScanSettings { days: parse::SCAN_DAYS_DEFAULT },
            drafts: None,
        }
    }

    /// Reads the text of a configuration; `file` is only its name for the error's text.
    pub fn parse(text: &str, file: &str) -> Result<Settings, SettingsError> {
        parse::settings(text, file)
    }

    /// The preset with this name, one of the five or of the user's own; else the known names.
    pub fn preset(&self, name: &str) -> Result<Preset, String> {
        let own = self.presets.get(name).cloned();
        own.or_else(|| Preset::named(name)).ok_or_else(|| {
            let own = self.presets.keys().map(String::as_str);
            PRESETS.into_iter().chain(own).collect::<Vec<_>>().join(", ")
        })
    }

    /// Makes every path absolute: `~` is the home directory, and a relative path starts at the
    /// folder of the configuration file.
    pub fn resolve(mut self, home: &Path, folder: &Path) -> Settings {
        for account in self.accounts.values_mut() {
            match account {
                Account::Imap(imap) => {
                    imap.ca_file = imap.ca_file.take().map(|p| expand(&p, home, folder));
                }
                Account::Maildir(maildir) => {
                    maildir.path = expand(&maildir.path, home, folder);
                }
            }
        }
        for path in &mut self.etiquette.holidays {
            *path = expand(path, home, folder);
        }
        self.drafts = Some(folder.join("drafts"));
        self
    }
}

/// Replaces a leading `~` by the home directory and starts a relative path at `folder`.
pub fn expand(path: &Path, home: &Path, folder: &Path) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => home.join(rest),
        Err(_) => folder.join(path),
    }
}

#[derive(Debug, Clone)]
pub struct MeSettings {
    pub name: String,
    /// Lower case; the first is the one drafts are written from.
    pub addresses: Vec<String>,
    /// IANA name, valid.
    pub zone: String,
    /// A sentence or two on why the user fits, for thank-yous.
    pub fit: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Account {
    Imap(ImapAccount),
    Maildir(MaildirAccount),
}

#[derive(Debug, Clone)]
pub struct ImapAccount {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub ca_file: Option<PathBuf>,
    /// SHA-256 of the server's certificate (DER), for home servers.
    pub tls_pin_sha256: Option<[u8; 32]>,
    pub user: String,
    pub auth: Auth,
    /// Watched mailboxes; `None`: INBOX, Junk and the archive as found.
    pub watch: Option<Vec<String>>,
    pub drafts: Option<String>,
    pub sent: Option<String>,
}

#[derive(Debug, Clone)]
pub struct MaildirAccount {
    pub path: PathBuf,
    pub watch: Option<Vec<String>>,
    pub drafts: Option<String>,
    pub sent: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    Implicit,
    /// Only to a loopback address.
    None,
    StartTls,
}

#[derive(Debug, Clone)]
pub enum Auth {
    Password(SecretSource),
    /// OAuth 2: a command that prints an access token, run at each connect.
    Token(Vec<String>),
}

#[derive(Debug, Clone)]
pub enum SecretSource {
    /// Prints the password.
    Command(Vec<String>),
    /// A systemd credential's name.
    Credential(String),
    /// Secret Service: service `afterword`, username `USER@HOST`.
    Keyring,
}

#[derive(Debug, Clone)]
pub struct EtiquetteSettings {
    pub preset: String,
    /// iCalendar files; relative paths are relative to the configuration file.
    pub holidays: Vec<PathBuf>,
}

#[derive(Debug, Clone)]
pub struct ScheduleSettings {
    /// Five cron fields, the user's zone.
    pub mornings: String,
}

#[derive(Debug, Clone)]
pub struct ScanSettings {
    /// How far back the first scan reads.
    pub days: u16,
}
