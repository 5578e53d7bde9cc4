//! Keeps one account for months: connect, visit, wait; after trouble back off and begin again.

use std::{convert::Infallible, time::Duration};

use jiff::Timestamp;
use tracing::{info, warn};

use super::{
    Mailbox, Ring, Trouble,
    backoff::Backoff,
    clock::SuspendWatch,
    daemon::{Daemon, LOOK_EVERY, Visit},
    fate, mask, notify,
};
use crate::mailbox::AccountName;

/// Long waits are cut into slices, so that the watchdog sees progress.
const SLICE: Duration = Duration::from_secs(20);

/// Tends an account for ever.
pub async fn tend<M: Mailbox>(
    daemon: &Daemon,
    name: &AccountName,
    connect: impl AsyncFn() -> Result<M, Trouble>,
    seed: u64,
) -> Infallible {
    let mut backoff = Backoff::new(seed);
    let mut streak = 0_u32;
    let started = tokio::time::Instant::now();
    nap(backoff.first_wait(Duration::ZERO)).await;
    loop {
        let Err(trouble) = session(daemon, name, &connect, &mut backoff, &mut streak).await;
        let uptime = started.elapsed();
        let (text, wait) = match trouble {
            Trouble::Retry(text) => (text, backoff.next_wait(uptime)),
            Trouble::RetryAfter { text, wait } => (text, wait.max(backoff.next_wait(uptime))),
            Trouble::Refuse(text) => (text, backoff.refused_wait(uptime)),
        };
        // Said once a streak: a flaky network must not fill the journal.
        let shown = mask::masked(&text);
        if streak == 0 {
            warn!(account = name.0, wait_secs = wait.as_secs(), "{shown}");
        }
        streak = streak.saturating_add(1);
        daemon.ails(name, &text);
        notify::status(&format!("{}: {shown}", name.0));
        nap(wait).await;
    }
}

/// One connection, from log-in until something breaks.
async fn session<M: Mailbox>(
    daemon: &Daemon,
    name: &AccountName,
    connect: &impl AsyncFn() -> Result<M, Trouble>,
    backoff: &mut Backoff,
    streak: &mut u32,
) -> Result<Infallible, Trouble> {
    let mut sleep = SuspendWatch::start();
    let mut words = daemon.words();
    let mut mailbox = connect().await?;
    loop {
        let visit = daemon.visit(name, &mut mailbox).await?;
        if *streak > 0 {
            info!(account = name.0, "goes on");
        }
        *streak = 0;
        daemon.well(name);
        backoff.succeed();
        notify::alive();
        notify::status(&daemon.status_line());
        // A wait may be dropped: what it would have told, the next look sees.
        let ring = tokio::select! {
            ring = mailbox.wait(fate::limit(limit(daemon.clock.now(), visit))) => ring?,
            _ = words.changed() => Ring::Bell,
        };
        if let Some(slept) = sleep.slept() {
            let text = format!("The machine slept for {} s: connecting again", slept.as_secs());
            return Err(Trouble::Retry(text));
        }
        tracing::debug!(account = name.0, ?ring, bell = (ring == Ring::Bell), "rang");
    }
}

/// Until the plan changes by itself, at most [`LOOK_EVERY`].
fn limit(now: Timestamp, visit: Visit) -> Duration {
    let ahead = visit.next.map(|next| Duration::try_from(next.duration_since(now)));
    let ahead = ahead.map(|d| d.unwrap_or(Duration::ZERO)).unwrap_or(LOOK_EVERY);
    ahead.clamp(Duration::from_secs(1), LOOK_EVERY)
}

async fn nap(wait: Duration) {
    let mut left = fate::limit(wait);
    while left > Duration::ZERO {
        let slice = left.min(SLICE);
        tokio::time::sleep(slice).await;
        notify::alive();
        left = left.saturating_sub(slice);
    }
}
