//! Tries what the sandbox forbids, and tells how it went, when a test asks a debug build to.
//!
//! `AFTERWORD_ATTEMPT` holds one attempt a line: `connect ADDRESS:PORT`, `bind ADDRESS:PORT`,
//! `execute PROGRAM`, `read FILE`, `write FILE`. Release builds hold none of it.

use std::{
    env,
    fs::{self, File},
    io,
    net::{TcpListener, TcpStream},
    process::Command,
    thread,
};

/// Makes the attempts on this thread, and on a new one.
#[expect(clippy::disallowed_methods, reason = "asked for by a test, in debug builds alone")]
pub fn all() {
    let Ok(attempts) = env::var("AFTERWORD_ATTEMPT") else { return };
    let tell = move |whose: &str, attempts: &str| {
        for what in attempts.lines() {
            let how = attempt(what).map_or_else(|error| error.to_string(), |()| "done".to_owned());
            tracing::info!("attempt on {whose} thread: {what}: {how}");
        }
    };
    tell("the first", &attempts);
    thread::spawn(move || tell("another", &attempts)).join().ok();
}

#[expect(clippy::disallowed_methods, reason = "asked for by a test, in debug builds alone")]
fn attempt(what: &str) -> io::Result<()> {
    match what.split_once(' ') {
        Some(("connect", address)) => TcpStream::connect(address).map(drop),
        Some(("bind", address)) => TcpListener::bind(address).map(drop),
        Some(("execute", program)) => Command::new(program).arg("--help").output().map(drop),
        Some(("read", file)) => fs::read(file).map(drop),
        Some(("write", file)) => File::create(file).map(drop),
        _ => Err(io::ErrorKind::InvalidInput.into()),
    }
}
