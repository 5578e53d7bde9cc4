//! `afterword pause [COMPANY]` and `afterword resume [COMPANY]`: nothing new appears meanwhile.

use std::io::{self, Write as _};

use super::{
    Failure,
    said::{Common, Desk, Open, unchanged},
    view,
};
use crate::opportunity::Word;

/// Makes no new draft until `resume`; what lies in Drafts stays. Without a company: everywhere.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword pause Corvid\n  afterword pause")]
pub struct Args {
    #[command(flatten)]
    common: Common,
    /// A company, or a role; a part of the name is enough
    company: Option<String>,
}

/// Lets a paused opportunity go on. Without a company: all of them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword resume Corvid\n  afterword resume")]
pub struct ResumeArgs {
    #[command(flatten)]
    common: Common,
    /// A company, or a role; a part of the name is enough
    company: Option<String>,
}

/// Runs `pause`.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.common)?;
    let Some(company) = &args.company else {
        return everywhere(desk, Word::Pause, "Nothing new appears until afterword resume.");
    };
    let of = desk.find(company, Open::Only)?;
    if of.paused.is_some() {
        return Err(unchanged(&format!("{} is paused already", view::title(of))));
    }
    let id = of.id;
    desk.say(Some(id), Word::Pause)
}

/// Runs `resume`.
pub fn resume(args: &ResumeArgs) -> Result<bool, Failure> {
    let desk = Desk::open(&args.common)?;
    let Some(company) = &args.company else {
        return everywhere(desk, Word::Resume, "Everything goes on.");
    };
    let of = desk.find(company, Open::Only)?;
    if of.paused.is_none() {
        return Err(unchanged(&format!("{} is not paused", view::title(of))));
    }
    let id = of.id;
    desk.say(Some(id), Word::Resume)
}

fn everywhere(desk: Desk, word: Word, text: &str) -> Result<bool, Failure> {
    writeln!(io::stdout().lock(), "{text}").map_err(Failure::output)?;
    desk.say(None, word)
}
