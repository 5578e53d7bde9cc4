//! Where the log goes: to journald under systemd, to the terminal otherwise; quiet by default.

use std::{env, io::IsTerminal as _};

use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Sets the level: `AFTERWORD_LOG=debug`. Only at debug are subjects and addresses shown.
const LEVEL_VARIABLE: &str = "AFTERWORD_LOG";

/// What stands for an address.
const MASK: &str = "(address)";

/// A text from outside, an error or what a server said, without the addresses in it.
pub fn masked(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || "<>()[]{},;:\"'`|".contains(c);
    let masked = |word: &str| {
        let (bare, end) = word.split_at(word.trim_end_matches(edge).len());
        if bare.contains('@') { format!("{MASK}{end}") } else { word.to_owned() }
    };
    text.split_inclusive(edge).map(masked).collect()
}

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

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_in_what_a_server_said_stays_out_of_the_log() {
        let said = "NO [AUTH] user=<robin.vale@mailbox.example>, try \"r+x@me.example\": later";
        assert_eq!(masked(said), "NO [AUTH] user=<(address)>, try \"(address)\": later");
        let plain = "Connect to the server: timed out (20 s)";
        assert_eq!(masked(plain), plain);
    }
}
