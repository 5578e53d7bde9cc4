//! `afterword withdraw COMPANY`: one polite note, and the opportunity closes (C5).

use super::{
    Failure,
    said::{Common, Desk, Open},
};
use crate::opportunity::Word;

/// Withdraws from a process: one polite note in Drafts, and the opportunity closes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword withdraw Corvid")]
pub struct Args {
    #[command(flatten)]
    common: Common,
    /// A company, or a role; a part of the name is enough
    company: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.common)?;
    let id = desk.find(&args.company, Open::OrSilent)?.id;
    desk.say(Some(id), Word::Withdraw)
}
