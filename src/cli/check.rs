//! `afterword check`: the configuration, the log-in, the mailboxes; says what would be right.

use std::io::{self, Write};

use super::{Failure, Shared};
use crate::{
    edge::{Mailbox, Trouble, broker::Broker, connect, store::Store},
    mailbox::AccountName,
    settings::Account,
};

/// Checks the configuration, logs in, and shows which mailboxes are used. Changes nothing.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
}

/// Runs the command; true when every account works.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (settings, policy) = args.shared.load()?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}: fine", args.shared.config().display()).map_err(Failure::output)?;
    writeln!(out, "preset {}, zone {}", policy.preset.name, settings.me.zone)
        .map_err(Failure::output)?;
    // As the daemon does, so that what would fail there fails here.
    let (broker, holds) = super::confine(&settings, &args.shared.state_dir())?;
    writeln!(out, "sandbox: {}", holds.words()).map_err(Failure::output)?;
    let runtime = super::runtime()?;
    let remembered = Store::open_read_only(&args.shared.state_dir());
    let mut fine = remembered.is_ok();
    if let Err(error) = remembered {
        super::warn(&error.to_string());
    }
    for (name, account) in &settings.accounts {
        match runtime.block_on(look(name, account, broker.as_ref())) {
            Ok(lines) => show(&mut out, name, &lines).map_err(Failure::output)?,
            Err(trouble) => {
                fine = false;
                super::warn(&format!("{}: {trouble}", name.0));
            }
        }
    }
    Ok(fine)
}

async fn look(
    name: &AccountName,
    account: &Account,
    broker: Option<&Broker>,
) -> Result<Vec<String>, Trouble> {
    match account {
        Account::Imap(imap) => {
            let mut mailbox = connect::imap(name, imap, broker).await?;
            let drafts = mailbox.look().await?.drafts.len();
            let found = mailbox.findings();
            let idle = if found.idle { "IDLE" } else { "polling (no IDLE)" };
            let lines = vec![
                format!("logged in to {} over {}", imap.host, found.protection),
                format!("watches {}; Sent is {}", found.watched.join(", "), found.sent),
                format!("writes to {} ({drafts} messages there now); {idle}", found.drafts),
            ];
            mailbox.log_out().await;
            Ok(lines)
        }
        Account::Maildir(dir) => {
            let mut mailbox = connect::maildir(dir)?;
            let count = mailbox.look().await?.drafts.len();
            let (watched, sent, drafts) = mailbox.mailboxes();
            Ok(vec![
                format!("Maildir {}", dir.path.display()),
                format!("watches {}; Sent is {}", watched.join(", "), sent.unwrap_or("missing")),
                format!("writes to {drafts} ({count} messages there now)"),
            ])
        }
    }
}

fn show(out: &mut impl Write, name: &AccountName, lines: &[String]) -> io::Result<()> {
    writeln!(out, "account {}", name.0)?;
    lines.iter().try_for_each(|line| writeln!(out, "    {line}"))
}
