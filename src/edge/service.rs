//! The user service of systemd: its unit and drop-ins as text, and putting them into place.
//!
//! The unit works everywhere; what needs a newer systemd or user namespaces stands in drop-ins that
//! are only written where they work. Knows nothing of what the daemon does.

use std::{
    fs,
    io::{self, ErrorKind},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::settings::{Account, Auth, SecretSource, Settings};

pub const UNIT_NAME: &str = "afterword.service";
const UNIT: &str = include_str!("../../systemd/afterword.service");
const BACKOFF: &str = include_str!("../../systemd/backoff.conf");
const HARDENING: &str = include_str!("../../systemd/hardening.conf");
/// `RestartSteps=` came with this version.
const BACKOFF_VERSION_MIN: u32 = 254;
const DROP_INS: [&str; 3] = ["backoff.conf", "hardening.conf", "paths.conf"];

/// What the unit starts and which folders it needs.
#[derive(Debug, Clone)]
pub struct Service {
    pub program: PathBuf,
    /// Named in the unit when it is not the default.
    pub config: Option<PathBuf>,
    pub state_dir: Option<PathBuf>,
    /// The state folder and the Maildirs: written to.
    pub writable: Vec<PathBuf>,
    /// Programs fetch secrets: they may write anywhere at home (gpg's locks, a token's cache).
    pub runs_programs: bool,
}

/// What this system supports.
#[derive(Debug, Clone, Copy)]
pub struct Supports {
    pub backoff: bool,
    pub namespaces: bool,
}

impl Service {
    /// The unit's text.
    pub fn unit(&self) -> String {
        let mut command = quoted(&self.program.to_string_lossy());
        command.push_str(" run");
        for (flag, path) in [("--config", &self.config), ("--state-dir", &self.state_dir)] {
            if let Some(path) = path {
                // A dollar sign starts a variable in arguments, and not in the program's own path.
                let path = quoted(&path.to_string_lossy()).replace('$', "$$");
                command.push_str(&format!(" {flag} {path}"));
            }
        }
        let line = |line: &str| match line.strip_prefix("ExecStart=") {
            Some(_) => format!("ExecStart={command}\n"),
            None => format!("{line}\n"),
        };
        UNIT.lines().map(line).collect()
    }

    /// The drop-in that keeps the needed folders writable under `hardening.conf`.
    pub fn paths(&self) -> String {
        let mut text = "# Written by \"afterword service install\" from the configuration: run it \
                        again after adding a Maildir.\n[Service]\n"
            .to_owned();
        if !self.runs_programs {
            text.push_str("ProtectHome=read-only\n");
        }
        for path in &self.writable {
            text.push_str(&format!("ReadWritePaths={}\n", quoted(&format!("-{}", path.display()))));
        }
        let temporary = |path: &PathBuf| path.starts_with("/tmp") || path.starts_with("/var/tmp");
        let needed = self.writable.iter().chain(&self.config).chain([&self.program]);
        if needed.into_iter().any(temporary) {
            text.push_str("PrivateTmp=no\nReadWritePaths=/tmp /var/tmp\n");
        }
        text
    }

    /// Writes the unit and the drop-ins that this system supports into `folder`; tells the files.
    pub fn install(&self, folder: &Path, supports: Supports) -> io::Result<Vec<PathBuf>> {
        let drop_ins = folder.join(format!("{UNIT_NAME}.d"));
        fs::create_dir_all(&drop_ins)?;
        let paths = self.paths();
        let wanted = [
            (supports.backoff, "backoff.conf", BACKOFF),
            (supports.namespaces, "hardening.conf", HARDENING),
            (supports.namespaces, "paths.conf", &paths),
        ];
        let unit = folder.join(UNIT_NAME);
        fs::write(&unit, self.unit())?;
        let mut written = vec![unit];
        for (supported, name, text) in wanted {
            let file = drop_ins.join(name);
            if supported {
                fs::write(&file, text)?;
                written.push(file);
            } else {
                remove(&file)?;
            }
        }
        fs::remove_dir(&drop_ins).ok();
        for path in &self.writable {
            if !path.exists() {
                fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
            }
        }
        Ok(written)
    }
}

/// Removes what [`Service::install`] writes; drop-ins of the user's own stay. Tells the files.
pub fn uninstall(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let drop_ins = folder.join(format!("{UNIT_NAME}.d"));
    let files = DROP_INS.iter().map(|name| drop_ins.join(name));
    let mut removed = Vec::new();
    for file in files.chain([folder.join(UNIT_NAME)]) {
        if remove(&file)? {
            removed.push(file);
        }
    }
    fs::remove_dir(&drop_ins).ok();
    Ok(removed)
}

/// What the configuration means for the service.
pub fn needs(settings: &Settings, state_dir: &Path) -> (Vec<PathBuf>, bool) {
    let mut writable = vec![state_dir.to_owned()];
    let mut runs_programs = false;
    for account in settings.accounts.values() {
        match account {
            Account::Maildir(maildir) => writable.push(maildir.path.clone()),
            Account::Imap(imap) => match &imap.auth {
                Auth::Token(_) | Auth::Password(SecretSource::Command(_)) => runs_programs = true,
                Auth::Password(SecretSource::Credential(_) | SecretSource::Keyring) => {}
            },
        }
    }
    (writable, runs_programs)
}

/// Asks this system what it supports, by trying.
pub fn supports() -> Supports {
    let manager = run("systemctl", &["--user", "is-system-running"]).is_some();
    let namespaces = if manager {
        let probe = ["PrivateUsers=yes", "ProtectSystem=strict", "PrivateDevices=yes"];
        let mut arguments = vec!["--user", "--quiet", "--collect", "--wait"];
        arguments.extend(probe.iter().flat_map(|property| ["--property", property]));
        arguments.push("true");
        run("systemd-run", &arguments).is_some_and(|done| done.success)
    } else {
        run("unshare", &["--user", "--map-root-user", "--mount", "true"])
            .is_some_and(|done| done.success)
    };
    let version = run("systemctl", &["--version"]).and_then(|done| version(&done.output));
    Supports { backoff: version.is_some_and(|version| version >= BACKOFF_VERSION_MIN), namespaces }
}

/// Runs `systemctl --user` with these arguments; `false` when there is no manager or it refuses.
pub fn systemctl(arguments: &[&str]) -> bool {
    let all: Vec<&str> = ["--user"].into_iter().chain(arguments.iter().copied()).collect();
    run("systemctl", &all).is_some_and(|done| done.success)
}

struct Done {
    success: bool,
    output: String,
}

#[expect(clippy::disallowed_methods, reason = "asks the service manager")]
fn run(program: &str, arguments: &[&str]) -> Option<Done> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    Some(Done {
        success: output.status.success(),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
}

/// `systemd 252 (252.38-1)` → 252.
fn version(text: &str) -> Option<u32> {
    text.split_whitespace().nth(1)?.parse().ok()
}

/// A path as a word of a unit file (systemd.service(5), "Command lines"; systemd.syntax(7)).
fn quoted(path: &str) -> String {
    let escaped = path.replace('%', "%%").replace('\\', "\\\\").replace('"', "\\\"");
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@%".contains(c);
    if escaped.chars().all(plain) { escaped } else { format!("\"{escaped}\"") }
}

fn remove(file: &Path) -> io::Result<bool> {
    match fs::remove_file(file) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
