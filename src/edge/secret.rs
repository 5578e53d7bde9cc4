//! Passwords and tokens: from the keyring, a command or a systemd credential.
//!
//! Asked for at every connect and kept no longer. A missing secret is a log-in problem, so it is
//! refused with what to do; no text for people ever holds a secret or what a command printed.

use std::{
    env, fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use super::{Trouble, broker::Broker};
use crate::{
    mailbox::AccountName,
    settings::{Auth, ImapAccount, SecretSource},
};

/// A longer file is no password.
const CREDENTIAL_BYTES_MAX: u64 = 16 * 1024;

/// A password or token: no Debug, no Display, overwritten when it is dropped.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        // Keeps the compiler from leaving the overwriting out.
        std::hint::black_box(&bytes);
    }
}

/// The password or access token of an account: what takes a program, the broker starts.
pub async fn fetch(
    name: &AccountName,
    account: &ImapAccount,
    broker: Option<&Broker>,
) -> Result<Secret, Trouble> {
    match (&account.auth, broker) {
        (Auth::Password(SecretSource::Credential(file)), _) => {
            credential(file, credentials_dir().as_deref())
        }
        (_, Some(broker)) => broker.ask(name).await,
        (_, None) => Err(Trouble::Refuse("No helper runs that fetches passwords".to_owned())),
    }
}

/// Where systemd puts the credentials of a service.
pub fn credentials_dir() -> Option<PathBuf> {
    env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from)
}

/// The first line of a credential that systemd passed to the service.
fn credential(name: &str, folder: Option<&Path>) -> Result<Secret, Trouble> {
    let Some(folder) = folder else {
        return Err(Trouble::Refuse(format!(
            "The credential \"{name}\" is only there in a service of systemd: add \
             LoadCredential={name}:FILE to the unit, or take the password from the keyring"
        )));
    };
    let mut text = String::new();
    fs::File::open(folder.join(name))
        .and_then(|file| file.take(CREDENTIAL_BYTES_MAX).read_to_string(&mut text))
        .map_err(|error| {
            Trouble::Refuse(format!(
                "Read the credential \"{name}\": {error}; the unit needs LoadCredential={name}:FILE"
            ))
        })?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Secret::new(line.to_owned())),
        _ => Err(Trouble::Refuse(format!("The credential \"{name}\" is empty"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::command;

    /// Were there a Debug, two traits would give this function, and it would not compile.
    #[test]
    fn no_secret_can_be_printed_by_mistake() {
        trait Printable<Way> {
            fn cannot_be_told_apart() {}
        }
        impl<T> Printable<()> for T {}
        impl<T: std::fmt::Debug> Printable<u8> for T {}
        <Secret as Printable<_>>::cannot_be_told_apart();
        <command::Printed as Printable<_>>::cannot_be_told_apart();
    }

    #[test]
    fn a_credential_is_the_first_line_of_the_file_that_systemd_passed() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("imap"), "pass word\r\nsecond\n").unwrap();
        fs::write(dir.path().join("empty"), "\n").unwrap();
        let read = |name: &str, dir: Option<&Path>| {
            credential(name, dir).map(|s| s.expose().to_owned()).map_err(|e| e.to_string())
        };
        assert_eq!(read("imap", Some(dir.path())), Ok("pass word".to_owned()));
        assert!(read("empty", Some(dir.path())).unwrap_err().contains("empty"));
        assert!(read("absent", Some(dir.path())).unwrap_err().contains("LoadCredential=absent"));
        assert!(read("imap", None).unwrap_err().contains("LoadCredential=imap"));
    }
}
