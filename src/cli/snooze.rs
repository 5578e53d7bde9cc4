//! `afterword snooze COMPANY UNTIL`: no chaser before a day.

use super::{
    Failure,
    said::{Desk, Open, Whose},
};
use crate::opportunity::Word;

/// Puts the next chaser off until a day; it ends when the company writes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword snooze Corvid \"2 November\"")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
    /// A day: 2026-11-02, Monday, "2 November"
    until: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let of = desk.find(&args.whose.company, Open::Only)?;
    let (id, until) = (of.id, desk.date(&args.until, of.language)?);
    desk.say(Some(id), Word::Snooze { until })
}
