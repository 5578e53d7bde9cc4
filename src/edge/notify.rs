//! Tells systemd how the service is (sd_notify(3)); says nothing where nobody listens.
//!
//! The watchdog is fed by the loop's own progress and never by a timer beside it.

use std::time::Duration;

use sd_notify::NotifyState;

/// The database is open and the loop runs.
pub fn ready() {
    tell(NotifyState::Ready);
}

/// One line for people, shown by `systemctl status`; holds no address, subject or company.
pub fn status(text: &str) {
    // A line end would start another assignment.
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    tell(NotifyState::Status(&line));
}

/// The loop came round once more.
pub fn alive() {
    tell(NotifyState::Watchdog);
}

/// The service is about to end.
pub fn stopping() {
    tell(NotifyState::Stopping);
}

/// How often at least [`alive`] must be called: half of what systemd tolerates, `None` without a
/// watchdog.
pub fn watchdog_interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 2)
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::debug!("systemd did not listen: {error}");
    }
}
