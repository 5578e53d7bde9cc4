//! A small IMAP server in memory that does as it should, until a test twists one of its answers.
//!
//! It knows the commands that a mail program of few words sends, several connections at a time. A
//! [`Twist`] sees each command first and may answer in its place, whatever it then really does to
//! the mailboxes. What lies there is read and changed by the test directly, without IMAP.

mod mail;
mod turn;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::{Duration, Instant},
};

use afterword::settings::{Auth, ImapAccount, SecretSource, Tls};

pub use mail::Mailboxes;
pub use turn::{Reply, Turn};

/// Changes one answer, or gives `None` for the usual one.
pub type Twist = Arc<dyn Fn(&mut Turn<'_>) -> Option<Reply> + Send + Sync>;

/// Connections are gone this soon after their client.
const DRAIN_LIMIT: Duration = Duration::from_secs(20);

/// What all connections share.
struct Shared {
    mail: Mailboxes,
    twist: Option<Twist>,
    heard: Vec<String>,
    open: usize,
    connections: usize,
}

/// A running server.
pub struct Server {
    port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Server {
    /// Starts with these mailboxes.
    pub fn start(mail: Mailboxes) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Shared { mail, twist: None, heard: Vec::new(), open: 0, connections: 0 };
        let shared = Arc::new(Mutex::new(shared));
        let ear = Arc::downgrade(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let Some(shared) = ear.upgrade() else { return };
                {
                    let mut shared = shared.lock().unwrap();
                    shared.open += 1;
                    shared.connections += 1;
                }
                thread::spawn(move || {
                    let _ = Talk::new(stream, &shared).and_then(|mut talk| talk.run());
                    shared.lock().unwrap().open -= 1;
                });
            }
        });
        Server { port, shared }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn account(&self) -> ImapAccount {
        ImapAccount {
            host: "127.0.0.1".into(),
            port: self.port,
            tls: Tls::None,
            ca_file: None,
            tls_pin_sha256: None,
            user: "alice".into(),
            auth: Auth::Password(SecretSource::Keyring),
            watch: None,
            drafts: None,
            sent: None,
        }
    }

    /// Twists answers from now on, or never more.
    pub fn twist(&self, twist: Option<Twist>) {
        self.shared().twist = twist;
    }

    /// Looks at what lies there, or changes it as another client would.
    pub fn mail<T>(&self, act: impl FnOnce(&mut Mailboxes) -> T) -> T {
        act(&mut self.shared().mail)
    }

    /// The commands since the last time.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut self.shared().heard)
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.shared().connections
    }

    /// Waits until what dead clients sent is done.
    pub fn drain(&self) {
        let start = Instant::now();
        while self.shared().open > 0 {
            assert!(start.elapsed() < DRAIN_LIMIT, "a connection does not end");
            thread::sleep(Duration::from_micros(50));
        }
    }
}

impl Drop for Server {
    /// The listener ends with the next connection.
    fn drop(&mut self) {
        let shared = std::mem::replace(
            &mut self.shared,
            Arc::new(Mutex::new(Shared {
                mail: Mailboxes::default(),
                twist: None,
                heard: Vec::new(),
                open: 0,
                connections: 0,
            })),
        );
        drop(shared);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

/// One connection.
struct Talk<'a> {
    reader: BufReader<TcpStream>,
    shared: &'a Mutex<Shared>,
    /// The mailbox that is open.
    at: Option<String>,
}

impl<'a> Talk<'a> {
    fn new(stream: TcpStream, shared: &'a Mutex<Shared>) -> std::io::Result<Talk<'a>> {
        stream.set_nodelay(true)?;
        Ok(Talk { reader: BufReader::new(stream), shared, at: None })
    }

    fn run(&mut self) -> std::io::Result<()> {
        if !self.answer("*", "greeting", &[])? {
            return Ok(());
        }
        let mut tag = String::new();
        loop {
            let mut line = Vec::new();
            if self.reader.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let command = match line.split_once(' ') {
                Some((new, command)) => {
                    tag = new.to_owned();
                    command.to_owned()
                }
                None => line,
            };
            self.shared.lock().unwrap().mail.go_ahead = false;
            if !self.answer(&tag, &command, &[])? {
                return Ok(());
            }
            let size = command.strip_suffix('}').and_then(|c| c.rsplit('{').next());
            let waits = self.shared.lock().unwrap().mail.go_ahead;
            if let (Some(size), true) = (size.and_then(|n| n.parse().ok()), waits) {
                let mut literal = vec![0; size];
                self.reader.read_exact(&mut literal)?;
                let mut rest = String::new();
                if self.reader.read_line(&mut rest)? == 0 {
                    // The command never ended: nothing is stored (RFC 3501 §6.3.11).
                    return Ok(());
                }
                if !self.answer(&tag, "literal", &literal)? {
                    return Ok(());
                }
            }
        }
    }

    /// Does one thing and says so; false when the connection is to end.
    fn answer(&mut self, tag: &str, command: &str, literal: &[u8]) -> std::io::Result<bool> {
        let reply = {
            let mut shared = self.shared.lock().unwrap();
            shared.heard.push(command.to_owned());
            let twist = shared.twist.clone();
            let mut turn = Turn { command, tag, literal, at: &mut self.at, mail: &mut shared.mail };
            let twisted = twist.and_then(|twist| twist(&mut turn));
            twisted.unwrap_or_else(|| turn.usual())
        };
        self.say(&reply)
    }

    fn say(&mut self, reply: &Reply) -> std::io::Result<bool> {
        let stream = self.reader.get_mut();
        stream.write_all(&reply.head)?;
        for _ in 0..reply.times {
            stream.write_all(&reply.flood)?;
        }
        match reply.pause {
            None => stream.write_all(&reply.bytes)?,
            Some(pause) => {
                for byte in &reply.bytes {
                    thread::sleep(pause);
                    stream.write_all(std::slice::from_ref(byte))?;
                }
            }
        }
        if reply.close {
            stream.shutdown(Shutdown::Both)?;
        }
        Ok(!reply.close)
    }
}
