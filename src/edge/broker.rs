//! Fetches secrets for a daemon that has locked itself in.
//!
//! Once the daemon may start no program and reach only its IMAP ports, somebody else must run `pass`
//! or read the keyring. The broker is our own binary in a process that is started before; it never
//! sees mail, reads the configuration for itself, and runs only what stands there: a request is the
//! name of an account, an answer is one line of JSON.

use std::{
    io::{self, BufRead, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{ChildStdin, ChildStdout},
    sync::Mutex,
};

use super::{
    Trouble,
    secret::{self, Secret},
};
use crate::{
    mailbox::AccountName,
    settings::{Account, Settings},
};

/// The hidden command of our own binary: `afterword secret-broker --config FILE`.
pub const BROKER_COMMAND: &str = "secret-broker";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Refuse(String),
    Retry(String),
    Secret(String),
}

/// The broker process before the runtime exists.
pub struct Starting(Child);

impl Starting {
    /// Starts the broker; to be called before the sandbox and before any thread.
    #[expect(clippy::disallowed_methods, reason = "the one program that the daemon starts")]
    pub fn start(program: &Path, config: &Path) -> io::Result<Starting> {
        Command::new(program)
            .args([BROKER_COMMAND, "--config"])
            .arg(config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map(Starting)
    }

    /// Connects to the broker; to be called inside the runtime.
    pub fn connect(mut self) -> io::Result<Broker> {
        let missing = || io::Error::other("the broker has no pipes");
        let input = ChildStdin::from_std(self.0.stdin.take().ok_or_else(missing)?)?;
        let output = ChildStdout::from_std(self.0.stdout.take().ok_or_else(missing)?)?;
        let pipes = Mutex::new((input, BufReader::new(output)));
        Ok(Broker { pipes, _child: self.0 })
    }
}

/// The daemon's side. The process ends when this is dropped, since its input ends.
pub struct Broker {
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    _child: Child,
}

impl Broker {
    /// The secret of an account. The broker's own limits bound the wait.
    pub async fn fetch(&self, account: &AccountName) -> Result<Secret, Trouble> {
        let mut pipes = self.pipes.lock().await;
        let (input, output) = &mut *pipes;
        let mut line = String::new();
        let asked = async {
            input.write_all(format!("{}\n", account.0).as_bytes()).await?;
            output.read_line(&mut line).await
        };
        let answer = match asked.await {
            Ok(_) => serde_json::from_str(&line).map_err(io::Error::from),
            Err(error) => Err(error),
        };
        drop(Secret::new(line));
        match answer {
            Ok(Answer::Secret(text)) => Ok(Secret::new(text)),
            Ok(Answer::Refuse(text)) => Err(Trouble::Refuse(text)),
            Ok(Answer::Retry(text)) => Err(Trouble::Retry(text)),
            // Only a restart brings the broker back; systemd does it.
            Err(_) => Err(Trouble::Refuse("The process that fetches secrets has ended".to_owned())),
        }
    }
}

/// The broker's side: answers until its input ends.
pub fn serve(
    settings: &Settings,
    program: &Path,
    requests: impl BufRead,
    mut answers: impl Write,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for request in requests.lines() {
        let answer = match settings.accounts.get(&AccountName(request?)) {
            Some(Account::Imap(account)) => {
                match runtime.block_on(secret::fetch_for(account, program)) {
                    Ok(secret) => Answer::Secret(secret.expose().to_owned()),
                    Err(Trouble::Refuse(text)) => Answer::Refuse(text),
                    Err(Trouble::Retry(text) | Trouble::RetryAfter { text, .. }) => {
                        Answer::Retry(text)
                    }
                }
            }
            Some(Account::Maildir(_)) | None => {
                Answer::Refuse("No such account in the configuration".to_owned())
            }
        };
        let line = Secret::new(serde_json::to_string(&answer)? + "\n");
        answers.write_all(line.expose().as_bytes())?;
        answers.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_broker_answers_for_configured_accounts_and_runs_nothing_else() {
        let text = "[me]\nname = \"R\"\naddresses = [\"r@me.example\"]\nzone = \"UTC\"\n\
                    [account.a]\nhost = \"h\"\nuser = \"r\"\npassword = { command = [\"echo\", \"pw\"] }\n\
                    [account.b]\nhost = \"h\"\nuser = \"r\"\npassword = { command = [\"false\"] }\n";
        let settings = Settings::parse(text, "test").unwrap();
        let mut answers = Vec::new();
        let requests = "a\nb\n/bin/sh\na\n".as_bytes();
        serve(&settings, Path::new("/none"), requests, &mut answers).unwrap();
        let answers = String::from_utf8(answers).unwrap();
        let lines: Vec<_> = answers.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!((lines[0], lines[3]), ("{\"secret\":\"pw\"}", "{\"secret\":\"pw\"}"));
        assert!(lines[1].contains("refuse") && lines[1].contains("exit status: 1"));
        assert!(lines[2].contains("No such account"));
    }
}
