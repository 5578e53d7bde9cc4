//! `afterword status`: one line an opportunity, from what the daemon remembers.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use jiff::Timestamp;
use serde_json::json;

use super::{Failure, Shared, timeline, view};
use crate::{
    edge::{
        clock, daemon,
        store::{Complaint, Store},
    },
    etiquette::{self, Plan, Policy},
    mailbox::AccountName,
    opportunity::Opportunity,
    state::State,
};

/// Shows each opportunity: where it stands, the last word, what comes next and when.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword status\n  afterword status --json")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Print JSON Lines for programs
    #[arg(long)]
    json: bool,
    /// Also show what is closed, and recruiting mail that you did not answer
    #[arg(long)]
    all: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (settings, policy) = args.shared.load()?;
    let mut out = io::stdout().lock();
    let Some(state) = remembered(&args.shared)? else {
        writeln!(out, "Nothing is known yet: afterword run has not looked at a mailbox.")
            .map_err(Failure::output)?;
        return Ok(true);
    };
    let complaints = complaints(&args.shared)?;
    let complaints: Vec<_> =
        complaints.iter().filter(|(name, _)| settings.accounts.contains_key(name)).collect();
    if !args.json {
        complain(&mut out, &policy, &complaints).map_err(Failure::output)?;
    }
    let now = clock::now();
    let plan = etiquette::plan(&policy, state.opportunities(), state.ledger(), now);
    let shown = state.opportunities().values();
    let shown: Vec<_> = shown.filter(|of| args.all || !view::is_aside(of, &plan)).collect();
    for of in &shown {
        let printed = if args.json {
            writeln!(out, "{}", view::json(&policy, &state, &plan, of))
        } else {
            line(&mut out, &policy, &state, &plan, of, now)
        };
        printed.map_err(Failure::output)?;
    }
    if args.json {
        for (name, complaint) in &complaints {
            let since = view::rfc3339(&policy, complaint.since);
            let trouble = json!({"since": since, "text": complaint.text});
            writeln!(out, "{}", json!({"account": name.0, "trouble": trouble}))
                .map_err(Failure::output)?;
        }
    }
    if !args.json && !shown.is_empty() {
        writeln!(out, "\n{}", timeline::LEGEND).map_err(Failure::output)?;
    }
    Ok(true)
}

/// What the daemon's database holds, read beside it; `None` when there is none.
pub fn remembered(shared: &Shared) -> Result<Option<State>, Failure> {
    let store = Store::open_read_only(&shared.state_dir()).map_err(Failure::other)?;
    store.as_ref().map(daemon::restore).transpose().map_err(Failure::other)
}

/// The accounts that do not work, as the daemon left them.
fn complaints(shared: &Shared) -> Result<BTreeMap<AccountName, Complaint>, Failure> {
    let store = Store::open_read_only(&shared.state_dir()).map_err(Failure::other)?;
    let complaints = store.as_ref().map(Store::complaints).transpose().map_err(Failure::other)?;
    Ok(complaints.unwrap_or_default())
}

/// "account home does not work since Tue 6 Oct 08:30: the server refused the log-in …".
fn complain(
    out: &mut impl Write,
    policy: &Policy,
    complaints: &[(&AccountName, &Complaint)],
) -> io::Result<()> {
    for (name, complaint) in complaints {
        let (since, text) = (view::moment(policy, complaint.since), view::line(&complaint.text));
        writeln!(out, "account {} does not work since {since}: {text}\n", name.0)?;
    }
    Ok(())
}

fn line(
    out: &mut impl Write,
    policy: &Policy,
    state: &State,
    plan: &Plan,
    of: &Opportunity,
    now: Timestamp,
) -> io::Result<()> {
    let next = plan.standings.get(&of.id).and_then(|s| s.next);
    write!(out, "{}  [{}]", view::title(of), view::stage(of, plan))?;
    if let Some(word) = &of.last_word {
        let day = policy.date(word.at).strftime("%-d %b");
        write!(out, "  last word {day}")?;
    }
    if let Some(next) = &next {
        write!(out, "  next: {}", view::foreseen(policy, next))?;
    }
    writeln!(out)?;
    for record in view::pending(of, state.ledger()) {
        let to = record.to.as_deref().unwrap_or("nobody yet");
        let slots = if record.slots > 0 { ", with a gap for you to fill" } else { "" };
        writeln!(out, "    in Drafts: {} to {to}{slots}", view::step(record.step))?;
    }
    writeln!(out, "    {}", timeline::draw(policy, of, next.as_ref(), policy.date(now)))
}
