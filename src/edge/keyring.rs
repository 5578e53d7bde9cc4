//! Passwords in the user's keyring (Secret Service): service `afterword`, username `USER@HOST`.
//!
//! The daemon reads it in a process of its own. A locked keyring blocks, and only a process can be
//! stopped; the D-Bus connection, its threads and a failed first try do not stay with the daemon.

use std::{path::Path, time::Duration};

use keyring::{Entry, Error};

use super::{
    Trouble,
    command::{self, Fault, Printed},
    secret::Secret,
};
use crate::settings::ImapAccount;

const SERVICE: &str = "afterword";
/// The hidden command of our own binary that prints one password: `afterword keyring-read
/// USER@HOST`.
pub const READ_COMMAND: &str = "keyring-read";
const WAIT_MAX: Duration = Duration::from_secs(15);

/// Exit statuses of the hidden command (sysexits.h: EX_NOINPUT, EX_UNAVAILABLE).
pub const EXIT_NO_ENTRY: u8 = 66;
pub const EXIT_NO_SERVICE: u8 = 69;

/// Why a password could not be read or stored.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("the keyring holds no password for {0}")]
    NoEntry(String),
    #[error("no keyring answers: {0}")]
    NoService(String),
}

/// The name under which an account's password is kept.
pub fn username(account: &ImapAccount) -> String {
    format!("{}@{}", account.user, account.host)
}

/// Reads a password. Blocks while the keyring asks its user to unlock it.
pub fn read(username: &str) -> Result<Secret, KeyringError> {
    let password = entry(username)?.get_password();
    password.map(Secret::new).map_err(|error| match error {
        Error::NoEntry => KeyringError::NoEntry(username.to_owned()),
        other => no_service(&other),
    })
}

/// Stores a password, over an earlier one.
pub fn store(username: &str, password: &Secret) -> Result<(), KeyringError> {
    entry(username)?.set_password(password.expose()).map_err(|error| no_service(&error))
}

fn entry(username: &str) -> Result<Entry, KeyringError> {
    // The first cause is more telling than "no default store".
    if let Err(error) = Entry::store_status() {
        return Err(no_service(error));
    }
    Entry::new(SERVICE, username).map_err(|error| no_service(&error))
}

/// None of these errors holds a secret but `BadEncoding`, whose text leaves it out.
fn no_service(error: &Error) -> KeyringError {
    KeyringError::NoService(error.to_string())
}

/// Reads a password through `program`, our own binary, with a time limit.
pub(super) async fn read_apart(program: &Path, username: &str) -> Result<Secret, Trouble> {
    let program = program.to_string_lossy().into_owned();
    let argv = [program, READ_COMMAND.to_owned(), username.to_owned()];
    let Printed { status, line } = match command::print(&argv, WAIT_MAX).await {
        Ok(printed) => printed,
        Err(Fault::NotStarted(error)) => {
            return Err(Trouble::Retry(format!("Read the keyring: {error}")));
        }
        Err(Fault::TooSlow) => {
            return Err(Trouble::Retry(format!(
                "The keyring did not answer within {} s: it may be locked",
                WAIT_MAX.as_secs()
            )));
        }
    };
    if status.success() && !line.expose().is_empty() {
        return Ok(line);
    }
    Err(match status.code().and_then(|code| u8::try_from(code).ok()) {
        // At boot the keyring may come later than we do.
        Some(EXIT_NO_SERVICE) => Trouble::Retry(
            "No keyring (Secret Service) answers: is one running in this session?".to_owned(),
        ),
        _ => Trouble::Refuse(format!(
            "The keyring holds no password for {username}: store it with \"afterword password\""
        )),
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    /// Reads through a stand-in for our binary that does this.
    fn read_through(script: &str) -> Result<String, Trouble> {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("afterword");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        loop {
            match runtime.block_on(read_apart(&program, "robin@imap.example")) {
                // Another test's child still holds the file open for writing for a moment.
                Err(Trouble::Retry(text)) if text.contains("busy") => {}
                answer => return answer.map(|secret| secret.expose().to_owned()),
            }
        }
    }

    #[test]
    fn the_keyring_is_asked_for_user_at_host() {
        let answer = read_through("echo \"$1 $2\"");
        assert_eq!(answer.unwrap(), "keyring-read robin@imap.example");
    }

    #[test]
    fn a_keyring_that_may_come_is_waited_for_and_a_missing_password_is_told() {
        assert!(matches!(read_through("exit 69"), Err(Trouble::Retry(_))));
        let Err(Trouble::Refuse(text)) = read_through("exit 66") else { panic!("not refused") };
        assert!(text.contains("afterword password"), "{text}");
    }
}
