//! `afterword rebuild`: a new database from the mailbox, in place of one that is damaged.
//!
//! Removes nothing, asks nothing, writes no draft: the old database is kept, and what is in doubt
//! is not made again.

use std::io::{self, Write};

use jiff::Timestamp;

use super::{Failure, Shared, plan::look, view};
use crate::{
    edge::{
        Trouble,
        broker::Broker,
        connect,
        daemon::{Clock, Daemon},
        store::rebuild::Rebuild,
    },
    etiquette::Wanted,
    mailbox::{AccountName, Look},
    settings::{Account, Settings},
};

/// Makes a damaged database again from your mail. The old one is kept beside it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Reads your mail anew, takes over what the old database still tells, and knows its drafts in Drafts
again. A draft that is due and not there is not made: you may have thrown it away. The daemon must
be stopped.

Examples:
  systemctl --user stop afterword
  afterword rebuild
  systemctl --user start afterword")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Pretend that this is the present (for tests)
    #[arg(long, value_name = "TIME", hide = true)]
    at: Option<Timestamp>,
}

/// What there was to do.
struct Done {
    kept: usize,
    known: usize,
    silent: Vec<Wanted>,
}

/// Runs the command. Until all mail is read nothing is changed.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (settings, policy) = args.shared.load()?;
    let dir = args.shared.state_dir();
    let (rebuild, salvage, store) = Rebuild::begin(&dir).map_err(Failure::other)?;
    let clock = args.at.map_or(Clock::System, |at| Clock::Set(std::rc::Rc::new(at.into())));
    let now = clock.now();
    let quiet = Box::new(|_: &_, _: &_, _| {});
    let daemon =
        Daemon::new(policy, clock, settings.scan.days, store, quiet).map_err(Failure::other)?;
    let (broker, _) = super::confine(&settings, &dir)?;
    let old = daemon.inherit(salvage).map_err(Failure::other)?;
    let runtime = super::runtime()?;
    let reads = read_all(&daemon, &settings, broker.as_ref());
    let looks = runtime.block_on(reads).map_err(|(name, trouble)| {
        Failure::Other(format!("{}: {trouble}\nafterword: nothing was changed", name.0))
    })?;
    let mut done = Done { kept: daemon.remember(old).map_err(Failure::other)?, ..Done::none() };
    for (name, look) in &looks {
        done.silent.extend(daemon.recognise(name, look).map_err(Failure::other)?);
    }
    done.known = daemon.state().ledger().0.values().filter(|r| r.entry.is_pending()).count();
    let mut out = io::stdout().lock();
    show(&mut out, &daemon, &done).map_err(Failure::output)?;
    // Closed, so that the file is whole.
    drop(daemon);
    if let Some(kept) = rebuild.finish(now).map_err(Failure::other)? {
        writeln!(out, "The old database is kept: {}", kept.display()).map_err(Failure::output)?;
    }
    Ok(true)
}

/// Reads every account before any draft is judged: a reply in one answers for another.
async fn read_all<'a>(
    daemon: &Daemon,
    settings: &'a Settings,
    broker: Option<&Broker>,
) -> Result<Vec<(&'a AccountName, Look)>, (&'a AccountName, Trouble)> {
    let mut looks = Vec::new();
    for (name, account) in &settings.accounts {
        let look = match account {
            Account::Imap(imap) => match connect::imap(name, imap, broker).await {
                Ok(mut mailbox) => {
                    let look = look(daemon, name, &mut mailbox).await;
                    mailbox.log_out().await;
                    look
                }
                Err(trouble) => Err(trouble),
            },
            Account::Maildir(dir) => match connect::maildir(dir) {
                Ok(mut mailbox) => look(daemon, name, &mut mailbox).await,
                Err(trouble) => Err(trouble),
            },
        };
        looks.push((name, look.map_err(|trouble| (name, trouble))?));
    }
    Ok(looks)
}

impl Done {
    fn none() -> Done {
        Done { kept: 0, known: 0, silent: Vec::new() }
    }
}

fn show(out: &mut impl Write, daemon: &Daemon, done: &Done) -> io::Result<()> {
    let state = daemon.state();
    let all = state.mails().count();
    writeln!(out, "The database is made again: {all} mails, {} opportunities.", {
        state.opportunities().len()
    })?;
    if done.kept > 0 {
        writeln!(out, "Of these mails {} were known from the old one alone.", done.kept)?;
    }
    writeln!(out, "Drafts of afterword's own in Drafts: {}.", done.known)?;
    if !done.silent.is_empty() {
        writeln!(out, "Due, and not made, since you may have thrown them away:")?;
    }
    for wanted in &done.silent {
        let of = state.opportunities().get(&wanted.opportunity).map(view::title);
        let of = of.unwrap_or_default();
        writeln!(out, "    {}: {of}", view::step(wanted.step))?;
    }
    Ok(())
}
