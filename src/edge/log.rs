//! Where the log goes: to journald under systemd, to the terminal otherwise; quiet by default.

use std::{env, io::IsTerminal as _};

use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Sets the level: `AFTERWORD_LOG=debug`. Only at debug are subjects and addresses shown.
const LEVEL_VARIABLE: &str = "AFTERWORD_LOG";

/// A defect is told by its place in the program: its text may quote a mail.
fn tell_of_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!("a defect at {place}: please report it");
        tracing::debug!("{info}");
    }));
}

/// Starts logging, once, in `main`.
pub fn start() {
    tell_of_panics();
    let filter = || {
        EnvFilter::try_from_env(LEVEL_VARIABLE)
            .unwrap_or_else(|_| EnvFilter::new("warn,afterword=info"))
    };
    // systemd sets JOURNAL_STREAM for a process whose output goes to the journal.
    if env::var_os("JOURNAL_STREAM").is_some()
        && let Ok(journal) = tracing_journald::layer()
    {
        tracing_subscriber::registry().with(filter()).with(journal).init();
        return;
    }
    let colour = std::io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
    let plain = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .with_target(false);
    tracing_subscriber::registry().with(filter()).with(plain).init();
}
