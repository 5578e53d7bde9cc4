//! `afterword replied COMPANY`: the company answered where no mail shows it (W5).

use super::{
    Failure,
    said::{Desk, Open, Whose},
};
use crate::opportunity::Word;

/// They answered by phone or elsewhere: chasers are withdrawn, and silence is counted anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword replied Corvid")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let id = desk.find(&args.whose.company, Open::OrSilent)?.id;
    desk.say(Some(id), Word::Replied)
}
