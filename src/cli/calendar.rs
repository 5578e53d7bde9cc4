//! `afterword calendar --ics FILE`: interviews, deadlines and the next follow-ups for a calendar.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{Failure, Shared, status, view};
use crate::{
    agenda,
    edge::{clock, files},
    etiquette,
};

/// Writes interviews, stated deadlines and the next follow-ups as an iCalendar file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword calendar --ics ~/afterword.ics\n  \
    afterword calendar --ics -      print it")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Where to write; - prints
    #[arg(long, value_name = "FILE")]
    ics: PathBuf,
    /// Pretend that this is the present (for tests)
    #[arg(long, value_name = "TIME", hide = true)]
    at: Option<Timestamp>,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (_, policy) = args.shared.load()?;
    let state = status::remembered(&args.shared)?.unwrap_or_default();
    let now = args.at.unwrap_or_else(clock::now);
    let plan = etiquette::plan(&policy, state.opportunities(), state.ledger(), now);
    let text = agenda::text(state.opportunities(), &plan, view::step);
    if args.ics == Path::new("-") {
        io::stdout().lock().write_all(text.as_bytes()).map_err(Failure::output)?;
    } else {
        let shown = args.ics.display();
        files::replace(&args.ics, text.as_bytes())
            .map_err(|error| Failure::Other(format!("cannot write {shown}: {error}")))?;
    }
    Ok(true)
}
