//! `afterword password`: puts an account's password into the keyring.
//!
//! Reads it from the terminal without showing it, or from standard input; stores it nowhere else.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use crate::{
    edge::{
        files,
        keyring::{self, KeyringError},
        sandbox,
        secret::Secret,
    },
    mailbox::AccountName,
    settings::{Account, Auth, ImapAccount, SecretSource, Settings},
};

/// sysexits.h: EX_CONFIG.
const EXIT_CONFIG: u8 = 78;

const WITHOUT_KEYRING: &str = "\
A keyring comes with GNOME Keyring, KWallet, KeePassXC and others. Without one, choose another
source in the configuration:
  password = { command = [\"pass\", \"show\", \"mail\"] }   # any program that prints the password
  password = { credential = \"imap\" }                  # a file given by systemd's LoadCredential";

/// Stores the password of an account in the keyring.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  afterword password personal            asks for the password of [account.personal]
  pass show mail | afterword password personal")]
pub struct Args {
    /// The account's name in the configuration: personal for [account.personal].
    pub account: String,
    /// The configuration [default: ~/.config/afterword/afterword.toml].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The hidden command that prints one password, for the daemon.
#[derive(Debug, clap::Args)]
pub struct ReadArgs {
    /// USER@HOST.
    pub username: String,
}

/// Asks for the password and stores it.
pub fn run(args: &Args) -> ExitCode {
    sandbox::keep_private();
    let file = args.config.clone().unwrap_or_else(files::default_config);
    let settings = match files::load(&file) {
        Ok(settings) => settings,
        Err(error) => return fail(EXIT_CONFIG, &error.to_string()),
    };
    let account = match keyring_account(&settings, &args.account) {
        Ok(account) => account,
        Err(text) => return fail(EXIT_CONFIG, &text),
    };
    let username = keyring::username(account);
    let password = match ask(&username) {
        Ok(password) if !password.expose().is_empty() => password,
        Ok(_) => return fail(1, "No password was given; nothing is stored"),
        Err(error) => return fail(1, &format!("Read the password: {error}")),
    };
    match keyring::store(&username, &password) {
        Ok(()) => {
            writeln!(io::stdout(), "Stored the password for {username} in the keyring.").ok();
            ExitCode::SUCCESS
        }
        Err(error) => fail(1, &format!("Nothing is stored: {error}\n\n{WITHOUT_KEYRING}")),
    }
}

/// Prints one password of the keyring, and says by its exit status why not.
pub fn read(args: &ReadArgs) -> ExitCode {
    sandbox::keep_private();
    match keyring::read(&args.username) {
        Ok(password) => match writeln!(io::stdout(), "{}", password.expose()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(KeyringError::NoEntry(_)) => ExitCode::from(keyring::EXIT_NO_ENTRY),
        Err(KeyringError::NoService(_)) => ExitCode::from(keyring::EXIT_NO_SERVICE),
    }
}

/// The account, if the keyring is where its password is looked for.
fn keyring_account<'a>(settings: &'a Settings, name: &str) -> Result<&'a ImapAccount, String> {
    let names: Vec<_> = settings.accounts.keys().map(|name| name.0.as_str()).collect();
    match settings.accounts.get(&AccountName(name.to_owned())) {
        None => Err(format!(
            "There is no [account.{name}] in the configuration; there are: {}",
            names.join(", ")
        )),
        Some(Account::Maildir(_)) => {
            Err(format!("account.{name} is a Maildir and needs no password"))
        }
        Some(Account::Imap(account)) => match &account.auth {
            Auth::Password(SecretSource::Keyring) => Ok(account),
            Auth::Password(SecretSource::Command(_) | SecretSource::Credential(_))
            | Auth::Token(_) => Err(format!(
                "account.{name} does not use the keyring: set password = {{ keyring = true }} first"
            )),
        },
    }
}

fn ask(username: &str) -> io::Result<Secret> {
    if io::stdin().is_terminal() {
        let prompt = format!("Password for {username} (not shown): ");
        return rpassword::prompt_password(prompt).map(Secret::new);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let line = Secret::new(line);
    Ok(Secret::new(line.expose().trim_end_matches(['\r', '\n']).to_owned()))
}

fn fail(status: u8, text: &str) -> ExitCode {
    writeln!(io::stderr(), "afterword: {text}").ok();
    ExitCode::from(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_account_that_uses_the_keyring_takes_a_password() {
        let text = "[me]\nname = \"R\"\naddresses = [\"r@me.example\"]\nzone = \"UTC\"\n\
                    [account.a]\nhost = \"h\"\nuser = \"r\"\npassword = { keyring = true }\n\
                    [account.b]\nhost = \"h\"\nuser = \"r\"\npassword = { command = [\"pass\"] }\n\
                    [account.c]\nmaildir = \"/m\"\n";
        let settings = Settings::parse(text, "test").unwrap();
        let username = keyring_account(&settings, "a").map(keyring::username);
        assert_eq!(username.unwrap(), "r@h");
        let refusal = |name: &str| keyring_account(&settings, name).unwrap_err();
        assert!(refusal("b").contains("keyring = true"));
        assert!(refusal("c").contains("Maildir"));
        assert!(refusal("d").contains("a, b, c"));
    }
}
