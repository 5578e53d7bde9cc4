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
    etiquette::{self, Plan, Policy},
    mailbox::{AccountName, Look},
    opportunity::Opportunity,
    reconcile::Verdict,
    settings::Account,
    state::State,
    step,
};

/// Shows what would be drafted, and what was found in the last 60 days. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword plan\n  afterword plan --json\n  \
    afterword plan --preset concise")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Show what would change under another preset
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
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
    let other = args.preset.as_ref().map(|name| {
        let unknown = |known| Failure::Usage(format!("--preset: \"{name}\" is none of {known}"));
        let preset = settings.preset(name).map_err(unknown)?;
        Ok(Policy { preset, ..policy.clone() })
    });
    let other = other.transpose()?;
    let state = status::remembered(&args.shared)?.unwrap_or_default();
    let clock = args.at.map_or(Clock::System, |at| Clock::Set(std::rc::Rc::new(at.into())));
    let daemon = Daemon::beside(policy, clock, settings.scan.days, state);
    let (broker, _) = super::confine(&settings, &args.shared.state_dir())?;
    let broker = broker.as_ref();
    let runtime = super::runtime()?;
    let (mut now, mut then) = (Vec::new(), Vec::new());
    for (name, account) in &settings.accounts {
        let failed = |t: Trouble| Failure::Other(format!("{}: {t}", name.0));
        let found = runtime.block_on(async {
            match account {
                Account::Imap(imap) => {
                    look(&daemon, name, &mut connect::imap(name, imap, broker).await?).await
                }
                Account::Maildir(dir) => look(&daemon, name, &mut connect::maildir(dir)?).await,
            }
        });
        let look = found.map_err(failed)?;
        let drafts = |policy: &Policy| {
            step::preview(policy, &daemon.state(), name, &look, daemon.clock.now())
        };
        now.extend(drafts(&daemon.policy));
        then.extend(other.iter().flat_map(drafts));
    }
    let state = daemon.state();
    let at = daemon.clock.now();
    let plan = etiquette::plan(&daemon.policy, state.opportunities(), state.ledger(), at);
    let mut out = io::stdout().lock();
    let printed = if let Some(other) = &other {
        let changed = etiquette::plan(other, state.opportunities(), state.ledger(), at);
        let sides = [(&daemon.policy, &plan, now.as_slice()), (other, &changed, then.as_slice())];
        compare(&mut out, &state, sides, args.json)
    } else if args.json {
        print_json(&mut out, &daemon, &state, &plan, &now)
    } else {
        print(&mut out, &daemon, &state, &plan, &now)
    };
    printed.map_err(Failure::output)?;
    Ok(true)
}

/// A draft that would be made or withdrawn now.
type Now = (etiquette::Wanted, Verdict);

/// Reads what is new in a mailbox, and looks at it.
pub(super) async fn look<M: Mailbox>(
    daemon: &Daemon,
    name: &AccountName,
    mailbox: &mut M,
) -> Result<Look, Trouble> {
    daemon.read(name, mailbox).await?;
    mailbox.look().await
}

/// A policy, and what it makes of the present.
type Side<'a> = (&'a Policy, &'a Plan, &'a [Now]);

/// The lines that differ under another preset, opportunity by opportunity.
fn compare(
    out: &mut impl Write,
    state: &State,
    sides: [Side<'_>; 2],
    as_json: bool,
) -> io::Result<()> {
    let [present, other] = sides;
    let mut same = 0;
    for of in state.opportunities().values() {
        let [was, will] = sides.map(|side| {
            let mut lines = lines(side, of);
            let silent = side.1.standings.get(&of.id).and_then(|s| s.silent_since);
            lines.extend(silent.map(|_| "closed as silent".to_owned()));
            lines
        });
        if was == will {
            same += 1;
            continue;
        }
        if as_json {
            let id = of.id.0.to_string();
            let (company, role) = (&of.company, &of.role);
            let value = json!({"id": id, "company": company, "role": role,
                "present": was, "changed": will});
            writeln!(out, "{value}")?;
            continue;
        }
        writeln!(out, "{}", view::title(of))?;
        for line in was.iter().filter(|line| !will.contains(line)) {
            writeln!(out, "  - {line}")?;
        }
        for line in will.iter().filter(|line| !was.contains(line)) {
            writeln!(out, "  + {line}")?;
        }
    }
    if as_json {
        return Ok(());
    }
    let (from, to) = (&present.0.preset.name, &other.0.preset.name);
    writeln!(out, "\n- as {from}, + as {to}; opportunities that stay as they are: {same}.")?;
    writeln!(out, "Nothing was changed.")
}

/// What an opportunity gets now and next, one line each.
fn lines((policy, plan, now): Side<'_>, of: &Opportunity) -> Vec<String> {
    let mut lines = Vec::new();
    for (want, verdict) in now.iter().filter(|(w, _)| w.opportunity == of.id) {
        let to = want.to.as_ref().map_or("nobody yet", |a| &a.address.email);
        let what = match verdict {
            Verdict::Append | Verdict::AppendAgain => "would be drafted now",
            _ => "lies in Drafts or was dealt with",
        };
        let why = format!("{:?}: {}", want.rule, want.reason.words());
        lines.push(format!("{} to {to}: {what} ({why})", view::step(want.step)));
    }
    if let Some(next) = plan.standings.get(&of.id).and_then(|s| s.next) {
        lines.push(format!("next: {}", view::foreseen(policy, &next)));
    }
    lines
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
        for line in lines((policy, plan, now), of) {
            writeln!(out, "    {line}")?;
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
