//! `afterword run`: the daemon; `--once` looks, acts and exits.

use std::path::Path;

use jiff::Timestamp;
use tracing::{info, warn};

use super::{Failure, Shared};
use crate::{
    edge::{
        Trouble,
        broker::Broker,
        connect,
        daemon::{Clock, Daemon},
        log, mask, notify,
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
    let (broker, holds) = super::confine(&settings, &args.shared.state_dir())?;
    if holds.fully() {
        info!("{}", holds.words());
    } else {
        warn!("{}", holds.words());
    }
    #[cfg(debug_assertions)]
    crate::edge::attempt::all();
    let runtime = super::runtime()?;
    let house = House { daemon, settings, broker };
    if args.once {
        runtime.block_on(house.once())?;
    } else {
        runtime.block_on(house.stay(&args.shared.state_dir()))?;
    }
    Ok(true)
}

/// What a run works with.
struct House {
    daemon: Daemon,
    settings: Settings,
    broker: Option<Broker>,
}

impl House {
    /// Visits every account; twice where there are several, since a reply in one takes a chaser
    /// from another. One that cannot be reached does not keep the others from theirs.
    async fn once(&self) -> Result<(), Failure> {
        let rounds = self.settings.accounts.len().min(2);
        let mut failed = Vec::new();
        for _ in 0..rounds {
            failed.clear();
            for (name, account) in &self.settings.accounts {
                match self.visit(name, account).await {
                    Ok(()) => self.daemon.well(name),
                    Err(trouble) => {
                        let text = trouble.to_string();
                        self.daemon.ails(name, &text);
                        failed.push(format!("{}: {}", name.0, mask::masked(&text)));
                    }
                }
            }
        }
        if failed.is_empty() { Ok(()) } else { Err(Failure::Other(failed.join("\nafterword: "))) }
    }

    async fn visit(&self, name: &AccountName, account: &Account) -> Result<(), Trouble> {
        match account {
            Account::Imap(imap) => {
                let mut mailbox = connect::imap(name, imap, self.broker.as_ref()).await?;
                self.daemon.visit(name, &mut mailbox).await?;
                mailbox.log_out().await;
            }
            Account::Maildir(maildir) => {
                self.daemon.visit(name, &mut connect::maildir(maildir)?).await?;
            }
        }
        Ok(())
    }

    /// Tends every account until a signal comes.
    async fn stay(&self, folder: &Path) -> Result<(), Failure> {
        notify::ready();
        notify::status("Connecting");
        let accounts = self.settings.accounts.iter();
        let tended = accounts.map(|(name, account)| self.tend(name, account));
        let helper_gone = async {
            match &self.broker {
                Some(broker) => broker.ended().await,
                None => std::future::pending().await,
            }
        };
        let done = tokio::select! {
            // First: a signal may have ended the helper too.
            biased;
            () = stopped() => Ok(()),
            () = helper_gone => {
                Err(Failure::Other("the helper that fetches passwords ended: start again".into()))
            }
            _ = futures_util::future::join_all(tended) => Ok(()),
            () = self.daemon.keep_listening(folder) => Ok(()),
        };
        notify::stopping();
        info!("stopped");
        done
    }

    async fn tend(&self, name: &AccountName, account: &Account) {
        let seed = u64::from(std::process::id());
        match account {
            Account::Imap(imap) => {
                let open = async || connect::imap(name, imap, self.broker.as_ref()).await;
                tend::tend(&self.daemon, name, open, seed).await;
            }
            Account::Maildir(maildir) => {
                let open = async || connect::maildir(maildir);
                tend::tend(&self.daemon, name, open, seed).await;
            }
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
