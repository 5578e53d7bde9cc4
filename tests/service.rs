//! The user service: what its unit says, and what installing it writes.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and asks systemd's own checker"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use afterword::{
    edge::service::{self, Service, Supports},
    settings::Settings,
};

const ALL: Supports = Supports { backoff: true, namespaces: true };
const NONE: Supports = Supports { backoff: false, namespaces: false };

fn service(program: &str) -> Service {
    Service {
        program: program.into(),
        config: None,
        state_dir: None,
        writable: Vec::new(),
        runs_programs: false,
    }
}

fn line<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect()
}

/// What `systemd-analyze verify` says of the units in a folder; `None` where it is not installed.
fn verify(folder: &Path) -> Option<String> {
    let runtime = tempfile::tempdir().unwrap();
    let output = Command::new("systemd-analyze")
        .args(["verify", "--user"])
        .arg(folder.join(service::UNIT_NAME))
        .env("XDG_RUNTIME_DIR", runtime.path())
        .output()
        .ok()?;
    // It exits with 0 for unknown keys: what counts is what it prints.
    let said = String::from_utf8(output.stderr).unwrap();
    Some(said.lines().filter(|line| line.contains("afterword")).collect())
}

#[test]
fn the_unit_restarts_for_ever_but_not_for_a_wrong_configuration() {
    let unit = service("/usr/bin/afterword").unit();
    assert_eq!(line(&unit, "ExecStart"), ["/usr/bin/afterword run"]);
    assert_eq!(line(&unit, "Type"), ["notify"]);
    assert_eq!(line(&unit, "Restart"), ["on-failure"]);
    assert_eq!(line(&unit, "RestartPreventExitStatus"), ["78"]);
    assert_eq!(line(&unit, "StartLimitIntervalSec"), ["0"]);
    assert_eq!(line(&unit, "SystemCallErrorNumber"), ["EPERM"]);
    assert_eq!(line(&unit, "NoNewPrivileges"), ["yes"]);
    let directives = unit.lines().filter(|line| !line.starts_with('#'));
    for directive in directives {
        assert!(!directive.contains("network-online"), "user managers have no such target");
        assert!(!directive.starts_with("StateDirectory"), "it lands in ~/.config on systemd 252");
        assert!(!directive.starts_with("Protect"), "ignored or fatal without user namespaces");
    }
}

#[test]
fn odd_paths_reach_the_program_unchanged() {
    let mut odd = service("/opt/my tools/100%/afterword");
    odd.config = Some("/home/r/$x \"y\".toml".into());
    odd.state_dir = Some("/srv/state".into());
    assert_eq!(
        line(&odd.unit(), "ExecStart"),
        ["\"/opt/my tools/100%%/afterword\" run --config \"/home/r/$$x \\\"y\\\".toml\" \
          --state-dir /srv/state"]
    );
}

#[test]
fn what_install_writes_uninstall_removes_and_the_users_own_stays() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("systemd/user");
    let mut service = service("/usr/bin/afterword");
    service.writable = vec![dir.path().join("state/afterword")];
    let written = service.install(&folder, ALL).unwrap();
    assert_eq!(written.len(), 4);
    assert!(service.writable[0].is_dir(), "a sandboxed service could not make it");
    let own = folder.join("afterword.service.d/override.conf");
    fs::write(&own, "[Service]\n").unwrap();
    assert_eq!(service.install(&folder, NONE).unwrap(), [folder.join("afterword.service")]);
    assert!(!folder.join("afterword.service.d/hardening.conf").exists());
    service.install(&folder, ALL).unwrap();
    assert_eq!(service::uninstall(&folder).unwrap().len(), 4);
    assert!(own.exists());
    assert!(service::uninstall(&folder).unwrap().is_empty());
}

#[test]
fn folders_that_are_written_stay_writable() {
    let text = "[me]\nname = \"R\"\naddresses = [\"r@me.example\"]\nzone = \"UTC\"\n\
                [account.m]\nmaildir = \"/srv/my mail\"\n";
    let settings = Settings::parse(text, "test").unwrap();
    let (writable, runs_programs) = service::needs(&settings, Path::new("/s/afterword"));
    let mut service = service("/usr/bin/afterword");
    (service.writable, service.runs_programs) = (writable, runs_programs);
    let paths = service.paths();
    assert_eq!(line(&paths, "ReadWritePaths"), ["-/s/afterword", "\"-/srv/my mail\""]);
    assert_eq!(line(&paths, "ProtectHome"), ["read-only"]);

    let command = format!(
        "{text}[account.i]\nhost = \"h\"\nuser = \"r\"\npassword = {{ command = [\"pass\"] }}\n"
    );
    let settings = Settings::parse(&command, "test").unwrap();
    let (writable, runs_programs) = service::needs(&settings, Path::new("/tmp/state"));
    (service.writable, service.runs_programs) = (writable, runs_programs);
    let paths = service.paths();
    assert!(line(&paths, "ProtectHome").is_empty(), "gpg and token caches write at home");
    assert_eq!(line(&paths, "PrivateTmp"), ["no"]);
}

#[test]
fn systemds_own_checker_has_no_complaint() {
    let supports = service::supports();
    let dir = tempfile::tempdir().unwrap();
    for namespaces in [false, true] {
        let mut service = service("/bin/true");
        service.writable = vec![PathBuf::from("/var/lib")];
        service.install(dir.path(), Supports { namespaces, ..supports }).unwrap();
        if let Some(said) = verify(dir.path()) {
            assert_eq!(said, "");
        }
    }
}
