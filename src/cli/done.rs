//! `afterword done COMPANY`: the user answered elsewhere what the company waits for (W7).

use super::{
    Failure,
    said::{Desk, Open, Whose, unchanged},
    view,
};
use crate::opportunity::Word;

/// You answered elsewhere what they asked for: it is their turn again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword done Corvid")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let of = desk.find(&args.whose.company, Open::Only)?;
    if of.ours.is_none() && of.answerable.is_none() {
        return Err(unchanged(&format!("{} waits for nothing from you", view::title(of))));
    }
    let id = of.id;
    desk.say(Some(id), Word::Done)
}
