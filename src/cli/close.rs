//! `afterword close COMPANY` and `afterword reopen COMPANY`.

use super::{
    Failure,
    said::{Desk, Open, Whose, unchanged},
    view,
};
use crate::opportunity::{Stage, Word};

/// Closes an opportunity without a word to the company: no more drafts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword close Corvid")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
}

/// Opens a closed opportunity again: silence is counted anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword reopen Corvid")]
pub struct ReopenArgs {
    #[command(flatten)]
    whose: Whose,
}

/// Runs `close`.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let id = desk.find(&args.whose.company, Open::OrSilent)?.id;
    desk.say(Some(id), Word::Close)
}

/// Runs `reopen`.
pub fn reopen(args: &ReopenArgs) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let of = desk.find(&args.whose.company, Open::OrClosed)?;
    if of.stage != Stage::Closed && !desk.is_silent(of) {
        return Err(unchanged(&format!("{} is open", view::title(of))));
    }
    let id = of.id;
    desk.say(Some(id), Word::Reopen)
}
