//! `afterword run`: the daemon; `--once` looks, acts and exits.

use std::path::Path;

use jiff::Timestamp;
use tracing::info;

use super::{Failure, Shared};
use crate::{
    edge::{
        Trouble, connect,
        daemon::{Clock, Daemon},
        log, notify,
        store::Store,
        tend,
    },
    mailbox::AccountName,
    settings::{Account, Settings},
};

/// Watches the mailboxes and keeps the right drafts in them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword run --once     look, act, exit\n  \
    afterword run            stay and watch (what the service does)")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Look, act and exit when nothing is left to do now
    #[arg(long)]
    once: bool,
    /// Pretend that this is the present (for tests)
    #[arg(long, value_name = "TIME", hide = true)]
    at: Option<Timestamp>,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    log::start();
    let (settings, policy) = args.shared.load()?;
    if settings.accounts.is_empty() {
        let text = "no account is configured: add a table [account.NAME]".to_owned();
        return Err(Failure::Config(text));
    }
    let store = Store::open(&args.shared.state_dir()).map_err(Failure::other)?;
    let clock = args.at.map_or(Clock::System, |at| Clock::Set(std::rc::Rc::new(at.into())));
    let days = settings.scan.days;
    let quiet = Box::new(|_: &_, _: &_, _| {});
    let daemon = Daemon::new(policy, clock, days, store, quiet).map_err(Failure::other)?;
    let runtime = super::runtime()?;
    if args.once {
        runtime.block_on(once(&daemon, &settings))?;
    } else {
        runtime.block_on(stay(&daemon, &settings, &args.shared.state_dir()));
    }
    Ok(true)
}

/// Visits every account; twice where there are several, since a reply in one takes a chaser from
/// another. One that cannot be reached does not keep the others from theirs.
async fn once(daemon: &Daemon, settings: &Settings) -> Result<(), Failure> {
    let rounds = settings.accounts.len().min(2);
    let mut failed = Vec::new();
    for _ in 0..rounds {
        failed.clear();
        for (name, account) in &settings.accounts {
            if let Err(trouble) = visit(daemon, name, account).await {
                failed.push(format!("{}: {trouble}", name.0));
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::Other(failed.join("\nafterword: "))) }
}

async fn visit(daemon: &Daemon, name: &AccountName, account: &Account) -> Result<(), Trouble> {
    match account {
        Account::Imap(imap) => {
            let mut mailbox = connect::imap(imap).await?;
            daemon.visit(name, &mut mailbox).await?;
            mailbox.log_out().await;
        }
        Account::Maildir(maildir) => {
            daemon.visit(name, &mut connect::maildir(maildir)?).await?;
        }
    }
    Ok(())
}

/// Tends every account until a signal comes.
async fn stay(daemon: &Daemon, settings: &Settings, folder: &Path) {
    notify::ready();
    notify::status("Connecting");
    let accounts = settings.accounts.iter();
    let tended = accounts.map(|(name, account)| tend_account(daemon, name, account));
    tokio::select! {
        _ = futures_util::future::join_all(tended) => {}
        () = daemon.keep_listening(folder) => {}
        () = stopped() => {}
    }
    notify::stopping();
    info!("stopped");
}

async fn tend_account(daemon: &Daemon, name: &AccountName, account: &Account) {
    let seed = u64::from(std::process::id());
    match account {
        Account::Imap(imap) => {
            let open = async || connect::imap(imap).await;
            tend::tend(daemon, name, open, seed).await;
        }
        Account::Maildir(maildir) => {
            let open = async || connect::maildir(maildir);
            tend::tend(daemon, name, open, seed).await;
        }
    }
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
