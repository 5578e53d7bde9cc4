//! `afterword offer COMPANY`: a company made an offer: tell the others (C4), or accept it (C3).

use super::{
    Failure,
    said::{Common, Desk, Open, unchanged},
    view,
};
use crate::opportunity::Word;

/// A company made an offer: tells the other companies the true date, or accepts the offer.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    afterword offer Corvid --deadline 2026-10-23                   a note to each other company\n  \
    afterword offer Corvid --deadline Friday --prefer \"Halden Rowe\"  which is the first choice\n  \
    afterword offer Corvid --accept                                accepts it")]
pub struct Args {
    #[command(flatten)]
    common: Common,
    /// The company that made the offer; a part of the name is enough
    company: String,
    /// The day by which they want your answer
    #[arg(long, value_name = "DATE", required_unless_present = "accept")]
    deadline: Option<String>,
    /// The one other company that you would rather join: told so, and no other is
    #[arg(long, value_name = "COMPANY", requires = "deadline")]
    prefer: Option<String>,
    /// Accept the offer
    #[arg(long, conflicts_with_all = ["deadline", "prefer"])]
    accept: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.common)?;
    let of = desk.find(&args.company, Open::OrSilent)?;
    let id = of.id;
    let Some(deadline) = &args.deadline else { return desk.say(Some(id), Word::Accept) };
    let deadline = desk.date(deadline, of.language)?;
    let first = match &args.prefer {
        None => None,
        Some(company) => {
            let first = desk.find(company, Open::Only)?;
            if first.id == id || !desk.is_live(first) {
                let text = format!("{} waits for no note on an offer", view::title(first));
                return Err(unchanged(&text));
            }
            Some(first.id)
        }
    };
    let all = desk.state.opportunities().values();
    let others = all.filter(|other| other.id != id && desk.is_live(other)).map(|other| {
        let preferred = Some(other.id) == first;
        (Some(other.id), Word::Rival { deadline, preferred })
    });
    let offer = (Some(id), Word::Offer { deadline: Some(deadline) });
    let words = std::iter::once(offer).chain(others).collect();
    desk.say_all(words)
}
