//! Why something outside did not work, by what follows from it.

use std::time::Duration;

/// An error by what happens next.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Network, time-out, the server says no for now: back off with a bound and try again.
    #[error("{0}")]
    Retry(String),
    /// The server names its own wait (Exchange throttling): try again after it.
    #[error("{text}")]
    RetryAfter { text: String, wait: Duration },
    /// Wrong configuration, refused log-in, no Drafts: stop this account's work, say what to do.
    #[error("{0}")]
    Refuse(String),
}
