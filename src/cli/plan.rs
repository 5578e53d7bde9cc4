//! `afterword plan`: the real mailbox, opened read-only: what would be drafted, when and why.
//!
//! Writes nothing anywhere: no flag, no draft, no database; works beside a running daemon.

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::json;

use super::{Failure, Shared, status, view};
use crate::{
    edge::{
        Mailbox, Trouble, connect,
        daemon::{Clock, Daemon},
    },
    etiquette::{self, Plan},
    mailbox::AccountName,
    reconcile::Verdict,
    settings::Account,
    state::State,
    step,
};

/// Shows what would be drafted, and what was found in the last 60 days. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword plan\n  afterword plan --json")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Print JSON Lines for programs
    #[arg(long)]
    json: bool,
    /// Pretend that this is the present (for tests)
    #[arg(long, value_name = "TIME", hide = true)]
    at: Option<Timestamp>,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (settings, policy) = args.shared.load()?;
    let state = status::remembered(&args.shared)?.unwrap_or_default();
    let clock = args.at.map_or(Clock::System, |at| Clock::Set(std::rc::Rc::new(at.into())));
    let daemon = Daemon::beside(policy, clock, settings.scan.days, state);
    let runtime = super::runtime()?;
    let mut now = Vec::new();
    for (name, account) in &settings.accounts {
        let failed = |t: Trouble| Failure::Other(format!("{}: {t}", name.0));
        let found = runtime.block_on(async {
            match account {
                Account::Imap(imap) => look(&daemon, name, &mut connect::imap(imap).await?).await,
                Account::Maildir(dir) => look(&daemon, name, &mut connect::maildir(dir)?).await,
            }
        });
        now.extend(found.map_err(failed)?);
    }
    let state = daemon.state();
    let at = daemon.clock.now();
    let plan = etiquette::plan(&daemon.policy, state.opportunities(), state.ledger(), at);
    let mut out = io::stdout().lock();
    let printed = if args.json {
        print_json(&mut out, &daemon, &state, &plan, &now)
    } else {
        print(&mut out, &daemon, &state, &plan, &now)
    };
    printed.map_err(Failure::output)?;
    Ok(true)
}

/// A draft that would be made or withdrawn now.
type Now = (etiquette::Wanted, Verdict);

async fn look<M: Mailbox>(
    daemon: &Daemon,
    name: &AccountName,
    mailbox: &mut M,
) -> Result<Vec<Now>, Trouble> {
    daemon.read(name, mailbox).await?;
    let look = mailbox.look().await?;
    Ok(step::preview(&daemon.policy, &daemon.state(), name, &look, daemon.clock.now()))
}

fn print(
    out: &mut impl Write,
    daemon: &Daemon,
    state: &State,
    plan: &Plan,
    now: &[Now],
) -> io::Result<()> {
    let policy = &daemon.policy;
    let mails = state.mails().filter(|m| !m.own()).count();
    let interviews: usize = state
        .opportunities()
        .values()
        .map(|o| o.interviews.iter().filter(|i| i.stands()).count())
        .sum();
    writeln!(
        out,
        "Found in the last {} days: {mails} mails of {} opportunities, {interviews} interviews.\n",
        daemon.days,
        state.opportunities().len()
    )?;
    for of in state.opportunities().values().filter(|o| !view::is_aside(o, plan)) {
        writeln!(out, "{}  [{}]", view::title(of), view::stage(of, plan))?;
        for (want, verdict) in now.iter().filter(|(w, _)| w.opportunity == of.id) {
            let to = want.to.as_ref().map_or("nobody yet", |a| &a.address.email);
            let what = match verdict {
                Verdict::Append | Verdict::AppendAgain => "would be drafted now",
                _ => "lies in Drafts or was dealt with",
            };
            let why = format!("{:?}: {}", want.rule, want.reason.words());
            writeln!(out, "    {} to {to}: {what} ({why})", view::step(want.step))?;
        }
        if let Some((step, at)) = plan.standings.get(&of.id).and_then(|s| s.next) {
            writeln!(out, "    next: {} on {}", view::step(step), view::moment(policy, at))?;
        }
    }
    writeln!(out, "\nNothing was changed.")
}

fn print_json(
    out: &mut impl Write,
    daemon: &Daemon,
    state: &State,
    plan: &Plan,
    now: &[Now],
) -> io::Result<()> {
    for of in state.opportunities().values() {
        let mut value = view::json(&daemon.policy, state, plan, of);
        let drafts: Vec<_> = now
            .iter()
            .filter(|(w, v)| {
                w.opportunity == of.id && matches!(v, Verdict::Append | Verdict::AppendAgain)
            })
            .map(|(w, _)| {
                json!({
                    "step": w.step,
                    "to": w.to.as_ref().map(|a| &a.address.email),
                    "rule": w.rule,
                    "reason": w.reason,
                })
            })
            .collect();
        if let Some(object) = value.as_object_mut() {
            object.insert("now".to_owned(), json!(drafts));
        }
        writeln!(out, "{value}")?;
    }
    Ok(())
}
