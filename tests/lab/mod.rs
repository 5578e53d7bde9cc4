//! A real Dovecot for the tests: started as a child in a short temporary directory, killed at drop.
//!
//! What lies in a mailbox is read by a small client of its own, so that our code is not judged by
//! our code. It needs no rights: as root it steps down to an unprivileged user first.
#![expect(clippy::disallowed_methods, reason = "the lab starts a server and waits for it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where the lab does"
)]
#![allow(dead_code, reason = "each test binary uses a part of the lab")]

mod certificates;
mod oauth;
pub mod peer;
pub mod raw;
pub mod server;

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use afterword::{
    edge::secret::Secret,
    settings::{Auth, ImapAccount, SecretSource, Tls},
};
use tempfile::TempDir;

pub const USER: &str = "alice";
pub const PASSWORD: &str = "apass";

/// The user and group that Dovecot runs as when the tests run as root.
const NOBODY: u32 = 65534;
const START_LIMIT: Duration = Duration::from_secs(30);

/// How the server should be.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The name that the certificate proves.
    pub certified: &'static str,
    /// Special-use of Drafts, Sent, Trash and Junk; without it only the names tell.
    pub special_use: bool,
    /// The mailboxes there are besides INBOX: Drafts, Sent, Trash, Junk.
    pub names: [&'static str; 4],
    /// Tokens that the introspection endpoint knows, for OAuth.
    pub tokens: Vec<&'static str>,
    /// Storage limit, as `quota_rule` says it ("20K").
    pub quota: Option<&'static str>,
    /// What the server says it can; everything if `None`.
    pub capabilities: Option<&'static str>,
}

impl Default for Wish {
    fn default() -> Wish {
        Wish {
            certified: "localhost",
            special_use: true,
            names: ["Drafts", "Sent", "Trash", "Junk"],
            tokens: Vec::new(),
            quota: None,
            capabilities: None,
        }
    }
}

/// A running server.
pub struct Lab {
    dir: TempDir,
    child: Child,
    plain: u16,
    implicit: u16,
    _oauth: Option<oauth::Endpoint>,
}

impl Lab {
    /// Starts a server with everything as usual.
    pub fn start() -> Lab {
        Lab::with(&Wish::default())
    }

    pub fn with(wish: &Wish) -> Lab {
        let dir = tempfile::Builder::new().prefix("aw").tempdir_in("/tmp").unwrap();
        let (plain, implicit) = (free_port(), free_port());
        let oauth = (!wish.tokens.is_empty()).then(|| oauth::Endpoint::start(&wish.tokens));
        certificates::make(&dir.path().join("tls"), wish.certified);
        for part in ["mail", "run", "state"] {
            fs::create_dir_all(dir.path().join(part)).unwrap();
        }
        fs::write(dir.path().join("users"), format!("{USER}:{{PLAIN}}{PASSWORD}\n")).unwrap();
        if let Some(endpoint) = &oauth {
            fs::write(dir.path().join("oauth2.conf.ext"), endpoint.dovecot_conf()).unwrap();
        }
        let conf = configuration(dir.path(), plain, implicit, wish);
        fs::write(dir.path().join("dovecot.conf"), conf).unwrap();
        if root() {
            chown_tree(dir.path());
        }
        let child = launch(dir.path());
        let lab = Lab { dir, child, plain, implicit, _oauth: oauth };
        lab.await_ports(true);
        lab
    }

    /// Dovecot opens its ports one after the other, and its killed children close them when they
    /// get to it: it is there, or gone, when all ports say so.
    fn await_ports(&self, open: bool) {
        let start = Instant::now();
        for port in [self.plain, self.implicit] {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() != open {
                let log = fs::read_to_string(self.dir.path().join("dovecot.log"));
                assert!(start.elapsed() < START_LIMIT, "Dovecot, open: {open}? {log:?}");
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }

    /// Kills the server with all its children: clients see the end of the stream at once.
    pub fn kill(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
        self.await_ports(false);
        let _ = fs::remove_file(self.dir.path().join("run/master.pid"));
    }

    pub fn restart(&mut self) {
        self.kill();
        self.child = launch(self.dir.path());
        self.await_ports(true);
    }

    /// The account over implicit TLS, with the lab's CA.
    pub fn account(&self) -> ImapAccount {
        ImapAccount {
            host: "localhost".into(),
            port: self.implicit,
            tls: Tls::Implicit,
            ca_file: Some(self.dir.path().join("tls/ca.crt")),
            tls_pin_sha256: None,
            user: USER.into(),
            auth: Auth::Password(SecretSource::Keyring),
            watch: None,
            drafts: None,
            sent: None,
        }
    }

    /// The account with another kind of protection, on the port that goes with it.
    pub fn account_by(&self, tls: Tls) -> ImapAccount {
        let port = if tls == Tls::Implicit { self.implicit } else { self.plain };
        ImapAccount { tls, port, ..self.account() }
    }

    pub fn password(&self) -> Option<Secret> {
        Some(Secret::new(PASSWORD.into()))
    }

    /// SHA-256 of the server's certificate.
    pub fn fingerprint(&self) -> [u8; 32] {
        use sha2::Digest as _;
        let der = certificates::openssl(
            &["x509", "-outform", "DER", "-in"],
            &self.dir.path().join("tls/tls.crt"),
        );
        sha2::Sha256::digest(der).into()
    }

    /// An independent client, logged in.
    pub fn raw(&self) -> raw::Client {
        raw::Client::log_in(self.plain, USER, PASSWORD)
    }

    /// Puts a mail into a mailbox.
    pub fn deliver(&self, mailbox: &str, bytes: &[u8]) -> u32 {
        self.raw().append(mailbox, "", None, bytes)
    }

    /// Everything in a mailbox, by UID.
    pub fn list(&self, mailbox: &str) -> Vec<raw::Stored> {
        self.raw().list(mailbox)
    }

    /// Gives a mailbox another UIDVALIDITY.
    pub fn change_uid_validity(&self, mailbox: &str, validity: u32) {
        let mut command = self.doveadm();
        command.args(["mailbox", "update", "-u", USER, "--uid-validity"]);
        let status = command.args([&validity.to_string(), mailbox]).status().unwrap();
        assert!(status.success());
    }

    fn doveadm(&self) -> Command {
        let mut command = Command::new("doveadm");
        command.arg("-c").arg(self.dir.path().join("dovecot.conf"));
        step_down(&mut command);
        command
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Does something from the side while a test waits.
pub fn after<T: Send + 'static>(
    pause: Duration,
    act: impl FnOnce() -> T + Send + 'static,
) -> std::thread::JoinHandle<T> {
    std::thread::spawn(move || {
        std::thread::sleep(pause);
        act()
    })
}

/// A port that nobody listens on. Below the ports that the kernel gives to connections, and none
/// twice in a process: a server that restarts finds its own free again.
pub fn free_port() -> u16 {
    const FIRST: u32 = 10_000;
    const SPAN: u32 = 22_000;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + (std::process::id().wrapping_mul(61) + step) % SPAN;
        let port = u16::try_from(port).unwrap();
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

fn launch(dir: &Path) -> Child {
    let mut command = Command::new("dovecot");
    command.arg("-F").arg("-c").arg(dir.join("dovecot.conf"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    step_down(&mut command);
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").spawn().expect("dovecot is installed")
}

fn root() -> bool {
    id("-u") == "0"
}

fn step_down(command: &mut Command) {
    if root() {
        command.uid(NOBODY).gid(NOBODY);
    }
}

/// What `id` says, of the user that Dovecot will run as if there is an argument.
fn id(what: &str) -> String {
    let output = Command::new("id").arg(what).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn chown_tree(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| chown_tree(&entry.unwrap().path()));
    }
}

fn configuration(dir: &Path, plain: u16, implicit: u16, wish: &Wish) -> String {
    let (user, group, uid, gid) = if root() {
        ("nobody".into(), "nogroup".into(), NOBODY.to_string(), NOBODY.to_string())
    } else {
        (id("-un"), id("-gn"), id("-u"), id("-g"))
    };
    let uses = ["Drafts", "Sent", "Trash", "Junk"];
    let boxes: String = uses
        .iter()
        .zip(wish.names)
        .map(|(special, name)| {
            let special = match wish.special_use {
                true => format!("special_use = \\{special}"),
                false => String::new(),
            };
            format!("mailbox \"{name}\" {{\n{special}\nauto = subscribe\n}}\n")
        })
        .collect();
    let oauth = match wish.tokens.is_empty() {
        true => "auth_mechanisms = plain login".to_owned(),
        false => format!(
            "auth_mechanisms = plain login oauthbearer xoauth2\npassdb {{\ndriver = oauth2\n\
             mechanisms = oauthbearer xoauth2\nargs = {}\n}}",
            dir.join("oauth2.conf.ext").display()
        ),
    };
    let quota = wish.quota.map_or(String::new(), |rule| {
        format!(
            "mail_plugins = quota\nplugin {{\nquota = maildir:User quota\n\
             quota_rule = *:storage={rule}\nquota_grace = 0\n}}\n"
        )
    });
    let imap_quota = if wish.quota.is_some() { "imap_quota" } else { "" };
    let capabilities =
        wish.capabilities.map_or(String::new(), |c| format!("imap_capability = {c}"));
    include_str!("dovecot.conf.in")
        .replace("@DIR@", dir.to_str().unwrap())
        .replace("@USER@", &user)
        .replace("@GROUP@", &group)
        .replace("@UID@", &uid)
        .replace("@GID@", &gid)
        .replace("@PLAIN@", &plain.to_string())
        .replace("@IMPLICIT@", &implicit.to_string())
        .replace("@BOXES@", &boxes)
        .replace("@AUTH@", &oauth)
        .replace("@QUOTA@", &quota)
        .replace("@IMAP_QUOTA@", imap_quota)
        .replace("@CAPABILITIES@", &capabilities)
}

/// Where the lab keeps the mail of its user.
pub fn mail_dir(lab: &Lab) -> PathBuf {
    lab.dir.path().join("mail").join(USER)
}
