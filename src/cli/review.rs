//! `afterword review`: what is in doubt (W11), so that a person can look.

use std::io::{self, Write};

use super::{Failure, Shared, status, view};
use crate::{edge::clock, etiquette};

/// Lists what was held or not drafted because it was in doubt.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (_, policy) = args.shared.load()?;
    let state = status::remembered(&args.shared)?.unwrap_or_default();
    let plan = etiquette::plan(&policy, state.opportunities(), state.ledger(), clock::now());
    let mut out = io::stdout().lock();
    let mut any = false;
    for of in state.opportunities().values() {
        let unwritable = plan.standings.get(&of.id).and_then(|s| s.unwritable);
        let doubt = of.doubt.as_ref().map(|d| {
            let mail = state.mails().find(|m| m.id == d.mail);
            let subject = mail.map_or("", |m| m.subject.as_str());
            let when = view::moment(&policy, d.at);
            format!("a mail of {when} could not be read for sure: \"{subject}\"; chasers are held")
        });
        for why in doubt.into_iter().chain(unwritable.map(str::to_owned)) {
            any = true;
            writeln!(out, "{}: {why}", view::title(of)).map_err(Failure::output)?;
        }
    }
    if !any {
        writeln!(out, "Nothing is in doubt.").map_err(Failure::output)?;
    }
    Ok(true)
}
