//! A real Courier for the tests: its `imapd` over real folders, without rights.
//!
//! Courier's own log-in wants a daemon with a socket below `/run`, so that the lab says the
//! greeting and takes the password as Courier would; from there on every word is Courier's.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    os::{fd::OwnedFd, unix::process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use tempfile::TempDir;

use super::{PASSWORD, chown_tree, free_port, packages, root};

const CAPABILITIES: &str = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT \
                            THREAD=REFERENCES SORT QUOTA IDLE";

pub struct Courier {
    dir: TempDir,
    port: u16,
    /// Tells of changes in folders.
    watcher: Child,
    open: Arc<AtomicBool>,
    talks: Arc<Mutex<Vec<(u32, TcpStream)>>>,
}

impl Courier {
    pub fn start(users: &[String]) -> Courier {
        let dir = tempfile::Builder::new().prefix("awk").tempdir_in("/tmp").unwrap();
        for user in users {
            fs::create_dir(dir.path().join(user)).unwrap();
        }
        if root() {
            chown_tree(dir.path());
        }
        for user in users {
            let mut command = packages::command("usr/bin/maildirmake.courier");
            let made = command.arg(dir.path().join(user).join("Maildir")).status().unwrap();
            assert!(made.success());
        }
        let mut watcher = packages::command("usr/libexec/gam_server");
        watcher.arg(name(dir.path())).env("HOME", dir.path()).process_group(0);
        watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let port = free_port();
        let watcher = watcher.spawn().unwrap();
        let (open, talks) = (Arc::default(), Arc::default());
        let mut courier = Courier { dir, port, watcher, open, talks };
        courier.restart();
        courier
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn kill(&mut self) {
        self.open.store(false, Ordering::SeqCst);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        for (id, stream) in self.talks.lock().unwrap().drain(..) {
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).status();
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub fn restart(&mut self) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        self.open = Arc::new(AtomicBool::new(true));
        let (open, talks) = (Arc::clone(&self.open), Arc::clone(&self.talks));
        let dir = self.dir.path().to_owned();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if !open.load(Ordering::SeqCst) {
                    return;
                }
                let (dir, talks) = (dir.clone(), Arc::clone(&talks));
                thread::spawn(move || drop(talk(stream, &dir, &talks)));
            }
        });
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.kill();
        let _ = self.watcher.kill();
        let _ = self.watcher.wait();
    }
}

/// What the watcher of this folder's server is called.
fn name(dir: &Path) -> PathBuf {
    dir.file_name().unwrap().into()
}

/// Greets, takes the password, and leaves the rest to Courier.
fn talk(stream: TcpStream, dir: &Path, talks: &Mutex<Vec<(u32, TcpStream)>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut said = stream.try_clone()?;
    write!(said, "* OK [CAPABILITY {CAPABILITIES}] Courier-IMAP ready.\r\n")?;
    // Byte by byte: what follows the log-in is not ours to read.
    let mut heard = BufReader::with_capacity(1, stream.try_clone()?);
    let (tag, user) = loop {
        let mut line = String::new();
        if heard.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let words: Vec<&str> = line.trim_end().split(' ').collect();
        let [tag, verb, rest @ ..] = &words[..] else { return Ok(()) };
        match (*verb, rest) {
            ("LOGIN", [user, password]) if password.trim_matches('"') == PASSWORD => {
                break ((*tag).to_owned(), user.trim_matches('"').to_owned());
            }
            ("CAPABILITY", _) => write!(said, "* CAPABILITY {CAPABILITIES}\r\n{tag} OK done\r\n")?,
            ("LOGOUT", _) => return write!(said, "* BYE\r\n{tag} OK done\r\n"),
            _ => write!(said, "{tag} NO Login failed.\r\n")?,
        }
    };
    let mut child = imapd(dir, &user, stream.try_clone()?)?;
    talks.lock().unwrap().push((child.id(), stream));
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while answers.read_line(&mut line)? > 0 && !line.starts_with("* PREAUTH") {
        line.clear();
    }
    write!(said, "{tag} OK LOGIN Ok.\r\n")?;
    let mut bytes = [0; 8192];
    while let Ok(count @ 1..) = answers.read(&mut bytes) {
        if said.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = said.shutdown(Shutdown::Both);
    talks.lock().unwrap().retain(|(id, _)| *id != child.id());
    child.wait().map(drop)
}

fn imapd(dir: &Path, user: &str, heard: TcpStream) -> io::Result<Child> {
    let mut command = packages::command("usr/bin/imapd");
    command.arg("Maildir").current_dir(dir.join(user)).env("HOME", dir.join(user));
    command.env("AUTHENTICATED", user).env("PROTOCOL", "IMAP").env("GAM_CLIENT_ID", name(dir));
    command.env("IMAP_CAPABILITY", CAPABILITIES).env("IMAP_KEYWORDS", "1");
    command.env("IMAP_USELOCKS", "1").env("IMAP_IDLE_TIMEOUT", "60");
    command.env("IMAP_TRASHFOLDERNAME", "Trash").env("IMAP_EMPTYTRASH", "Trash:7");
    command.stdin(Stdio::from(OwnedFd::from(heard)));
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}
