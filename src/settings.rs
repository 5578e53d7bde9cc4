//! The configuration (contract.md) as values. Parsing is pure; the file is read at the edge.

use std::{collections::BTreeMap, path::PathBuf};

use crate::mailbox::AccountName;

/// Everything in `afterword.toml`.
#[derive(Debug, Clone)]
pub struct Settings {
    pub me: MeSettings,
    pub accounts: BTreeMap<AccountName, Account>,
    pub etiquette: EtiquetteSettings,
    pub schedule: ScheduleSettings,
    pub scan: ScanSettings,
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
