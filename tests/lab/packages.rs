//! Where the servers lie that cannot be installed beside Dovecot: unpacked Debian packages.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder that `tests/run` unpacked them to.
pub fn folder() -> PathBuf {
    let named = env::var_os("AFTERWORD_SERVERS").map(PathBuf::from);
    let folder =
        named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/servers"));
    assert!(folder.join("usr").is_dir(), "tests/run unpacks the servers: {}", folder.display());
    folder
}

/// A program of theirs, with their libraries.
pub fn command(program: &str) -> Command {
    let folder = folder();
    let mut command = Command::new(folder.join(program));
    command.env_clear().env("LD_LIBRARY_PATH", libraries(&folder));
    super::step_down(&mut command);
    command
}

fn libraries(folder: &Path) -> String {
    let machine = format!("{}-linux-gnu", env::consts::ARCH);
    let within = [
        format!("usr/lib/{machine}"),
        format!("lib/{machine}"),
        "usr/lib".to_owned(),
        "usr/lib/courier/courier-authlib".to_owned(),
    ];
    within.map(|part| folder.join(part).display().to_string()).join(":")
}
