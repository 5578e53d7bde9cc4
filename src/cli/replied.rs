//! `afterword replied COMPANY`: the company answered where no mail shows it (W5).

use super::{
    Failure,
    said::{Common, Desk, Open},
};
use crate::opportunity::Word;

/// They answered by phone or elsewhere: chasers are withdrawn, and silence is counted anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword replied Corvid")]
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
    desk.say(Some(id), Word::Replied)
}
