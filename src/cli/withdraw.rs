//! `afterword withdraw COMPANY`: one polite note, and the opportunity closes (C5).

use super::{
    Failure,
    said::{Desk, Open, Whose},
};
use crate::opportunity::Word;

/// Withdraws from a process: one polite note in Drafts, and the opportunity closes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword withdraw Corvid")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let id = desk.find(&args.whose.company, Open::OrSilent)?.id;
    desk.say(Some(id), Word::Withdraw)
}
