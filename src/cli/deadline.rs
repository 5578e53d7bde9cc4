//! `afterword deadline COMPANY DATE`: the day by which the company will answer (W1).

use super::{
    Failure,
    said::{Desk, Open, Whose},
};
use crate::opportunity::Word;

/// Notes the day by which the company will answer: no chaser before it has passed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword deadline Corvid 2026-10-16\n  \
    afterword deadline \"Halden Rowe\" Friday")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
    /// A day: 2026-10-16, Friday, "16 October"
    date: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let of = desk.find(&args.whose.company, Open::Only)?;
    let (id, date) = (of.id, desk.date(&args.date, of.language)?);
    desk.say(Some(id), Word::Deadline { date })
}
