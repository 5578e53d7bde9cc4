//! The one process of ours that starts programs: it runs the configured password and token commands
//! and asks the keyring, since the daemon itself may execute nothing (`sandbox`).
//!
//! Started before the sandbox is entered, and told once which commands there are: later it takes
//! the name of an account and nothing else. Sees no mail. Ends when the daemon does.

use std::{
    collections::BTreeMap,
    io::{self, Read as _, Write as _},
    os::{
        fd::{AsFd as _, OwnedFd},
        unix::{net::UnixStream, process::CommandExt as _},
    },
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream as Stream,
    sync::{Mutex, Notify},
};

use super::{Trouble, command, keyring, secret::Secret, token};
use crate::{
    mailbox::AccountName,
    settings::{Account, Auth, ImapAccount, SecretSource, Settings},
};

/// The hidden command that this process is.
pub const COMMAND: &str = "secret-broker";
/// The running program itself, also after an update replaced its file.
const PROGRAM: &str = "/proc/self/exe";
/// A longer message is none of ours.
const MESSAGE_BYTES_MAX: u32 = 256 * 1024;
/// Every command ends before, or is killed by the broker.
const ANSWER_MAX: Duration = Duration::from_secs(45);

const SECRET: u8 = b's';
const RETRY: u8 = b't';
const REFUSE: u8 = b'r';
const ASK: u8 = b'a';

/// What an account's secret comes from, where that takes a program.
#[derive(Serialize, Deserialize)]
enum Source {
    Keyring(String),
    Password(Vec<String>),
    Token(Vec<String>),
}

type Sources = BTreeMap<AccountName, Source>;

impl Source {
    fn of(account: &ImapAccount) -> Option<Source> {
        match &account.auth {
            Auth::Token(argv) => Some(Source::Token(argv.clone())),
            Auth::Password(SecretSource::Command(argv)) => Some(Source::Password(argv.clone())),
            Auth::Password(SecretSource::Keyring) => {
                Some(Source::Keyring(keyring::username(account)))
            }
            Auth::Password(SecretSource::Credential(_)) => None,
        }
    }

    async fn fetch(&self) -> Result<Secret, Trouble> {
        match self {
            Source::Keyring(username) => keyring::read_apart(Path::new(PROGRAM), username).await,
            Source::Password(argv) => command::first_line("password command", argv).await,
            Source::Token(argv) => token::fetch(argv).await,
        }
    }
}

/// The daemon's end.
pub struct Broker {
    stream: UnixStream,
    /// One question at a time: two prompts at once would confuse their reader.
    turn: Mutex<()>,
    ended: Notify,
    /// Not waited for: it may be in the middle of a command, and ends after it.
    _child: Child,
}

impl Broker {
    /// Starts it; `None` where no account's secret takes a program.
    #[expect(clippy::disallowed_methods, reason = "the one program that the daemon starts")]
    pub fn start(settings: &Settings) -> io::Result<Option<Broker>> {
        let sources: Sources = settings
            .accounts
            .iter()
            .filter_map(|(name, account)| match account {
                Account::Imap(imap) => Some((name.clone(), Source::of(imap)?)),
                Account::Maildir(_) => None,
            })
            .collect();
        if sources.is_empty() {
            return Ok(None);
        }
        let (mut ours, theirs) = UnixStream::pair()?;
        let child = Command::new(PROGRAM)
            .arg0("afterword")
            .arg(COMMAND)
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .spawn()?;
        ours.write_all(&message(ASK, &serde_json::to_vec(&sources)?))?;
        ours.set_nonblocking(true)?;
        let (turn, ended) = (Mutex::default(), Notify::new());
        Ok(Some(Broker { stream: ours, turn, ended, _child: child }))
    }

    /// The password or token of an account.
    pub async fn ask(&self, name: &AccountName) -> Result<Secret, Trouble> {
        let _turn = self.turn.lock().await;
        let asked = async {
            let mut stream = Stream::from_std(self.stream.try_clone()?)?;
            stream.write_all(&message(ASK, name.0.as_bytes())).await?;
            let mut head = [0; 5];
            stream.read_exact(&mut head).await?;
            let (tag, length) = split(head)?;
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await?;
            io::Result::Ok((tag, body))
        };
        let answer = tokio::time::timeout(ANSWER_MAX, asked).await;
        let answer = answer.map_err(io::Error::from).and_then(|answer| answer);
        match answer {
            Ok((tag, body)) => understand(tag, body),
            Err(error) => {
                self.ended.notify_one();
                Err(Trouble::Retry(format!("The helper that fetches passwords is gone: {error}")))
            }
        }
    }

    /// Waits until it is found gone. Nothing can start another from within the sandbox: the daemon
    /// must be started again.
    pub async fn ended(&self) {
        self.ended.notified().await;
    }
}

fn understand(tag: u8, body: Vec<u8>) -> Result<Secret, Trouble> {
    let text = String::from_utf8(body).unwrap_or_default();
    match tag {
        SECRET => Ok(Secret::new(text)),
        REFUSE => Err(Trouble::Refuse(text)),
        _ => Err(Trouble::Retry(text)),
    }
}

/// The broker itself: answers on standard input, which is a socket, until that ends.
pub fn serve() -> io::Result<()> {
    let mut stream = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let sources: Sources = serde_json::from_slice(&read(&mut stream)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    loop {
        let name = match read(&mut stream) {
            Ok(name) => AccountName(String::from_utf8(name).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        let fetched = match sources.get(&name) {
            Some(source) => runtime.block_on(source.fetch()),
            None => Err(Trouble::Refuse(format!("No program is configured for {}", name.0))),
        };
        let mut answer = match fetched {
            Ok(secret) => message(SECRET, secret.expose().as_bytes()),
            Err(Trouble::Refuse(text)) => message(REFUSE, text.as_bytes()),
            Err(Trouble::Retry(text) | Trouble::RetryAfter { text, .. }) => {
                message(RETRY, text.as_bytes())
            }
        };
        let written = stream.write_all(&answer);
        answer.fill(0);
        std::hint::black_box(&answer);
        written?;
    }
}

/// A tag, a length, the bytes.
fn message(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    // At once as large as it gets: growing would leave a copy of a secret behind.
    let mut bytes = Vec::with_capacity(body.len().saturating_add(5));
    bytes.push(tag);
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    bytes
}

fn split([tag, length @ ..]: [u8; 5]) -> io::Result<(u8, usize)> {
    let length = u32::from_be_bytes(length);
    match usize::try_from(length) {
        Ok(bytes) if length <= MESSAGE_BYTES_MAX => Ok((tag, bytes)),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn read(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut head = [0; 5];
    stream.read_exact(&mut head)?;
    let (_, length) = split(head)?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(body)
}
