//! `afterword why COMPANY`: the story of an opportunity, each line with its rule and reason.

use std::io::{self, Write};

use jiff::Timestamp;

use super::{Failure, Shared, status, view};
use crate::{
    etiquette::Policy,
    opportunity::{Mail, Opportunity},
    reconcile::Entry,
    state::State,
};

/// Tells what was understood, and why each draft was made, withdrawn or left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword why Corvid\n  afterword why \"site reliability\"")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// A company, or a role; the beginning of a word is enough
    company: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (_, policy) = args.shared.load()?;
    let state = status::remembered(&args.shared)?.unwrap_or_default();
    let found = view::matching(&state, &args.company);
    if found.is_empty() {
        let known: Vec<String> = state.opportunities().values().map(view::title).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join("; ") };
        let text = format!("no opportunity fits \"{}\"; known: {known}", args.company);
        return Err(Failure::Other(text));
    }
    let mut out = io::stdout().lock();
    for of in found {
        tell(&mut out, &policy, &state, of).map_err(Failure::output)?;
    }
    Ok(true)
}

fn tell(out: &mut impl Write, policy: &Policy, state: &State, of: &Opportunity) -> io::Result<()> {
    writeln!(out, "{}", view::title(of))?;
    let mut lines: Vec<(Timestamp, String)> = Vec::new();
    for mail in state.mails().filter(|m| of.mails.contains(&m.id)) {
        lines.push((mail.at, heard(mail)));
    }
    for told in state.story().into_iter().filter(|h| h.opportunity == of.id) {
        lines.push((told.at, format!("  {}", view::happening(policy, &told))));
    }
    for record in view::records(of, state.ledger()) {
        let step = view::step(record.step);
        let why = format!("({:?}: {})", record.rule, record.reason.words());
        let to = record.to.as_deref().unwrap_or("nobody yet");
        lines.push((record.at, format!("  drafted: {step} to {to} {why}")));
        match record.entry {
            Entry::Disposed { at } => {
                lines.push((at, format!("  the {step} to {to} is yours now")))
            }
            Entry::Retired { at } => lines.push((at, format!("  withdrew the {step} to {to}"))),
            Entry::Intended { .. } | Entry::Retiring { .. } | Entry::Written { .. } => {}
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    for (at, text) in lines {
        writeln!(out, "  {:<17}{text}", view::moment(policy, at))?;
    }
    writeln!(out)
}

/// What a mail was read as, with the words that made it so.
fn heard(mail: &Mail) -> String {
    let reasons: Vec<String> = mail
        .reading
        .reasons
        .iter()
        .map(|e| {
            if e.text.is_empty() {
                e.reason.clone()
            } else {
                format!("{} \"{}\"", e.reason, e.text)
            }
        })
        .collect();
    let sure = if mail.reading.certain { "" } else { ", uncertain" };
    format!("mail read as {:?}{sure}: {}", mail.reading.kind, reasons.join("; "))
}
