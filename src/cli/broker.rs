//! The hidden command that is the daemon's one helper: starts the programs that print secrets.

use super::Failure;
use crate::edge::{broker, sandbox};

/// Fetches secrets for the daemon at its standard input. Of no use by hand.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_: &Args) -> Result<bool, Failure> {
    sandbox::keep_private();
    broker::serve()
        .map_err(|error| Failure::Other(format!("The helper of the daemon: {error}")))?;
    Ok(true)
}
