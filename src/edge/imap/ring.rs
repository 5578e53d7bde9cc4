//! Waits for news: IDLE on the first watched mailbox, or NOOP from time to time.
//!
//! A ring is only a doorbell: it says that looking pays, not what happened.

use std::time::Duration;

use async_imap::imap_proto::{MailboxDatum, Response};
use tokio::time::{Instant, sleep_until};

use super::{ImapMailbox, answer::Fault};
use crate::edge::{Ring, Trouble};

/// IDLE is begun anew after this: a connection that died silently shows, and no server's own limit
/// (30 minutes, RFC 2177) is met.
const IDLE_LIMIT: Duration = Duration::from_secs(5 * 60);
/// Between two NOOPs where IDLE is missing.
const POLL_PERIOD: Duration = Duration::from_secs(30);

impl ImapMailbox {
    pub(super) async fn wait_for_ring(&mut self, limit: Duration) -> Result<Ring, Trouble> {
        let deadline = Instant::now() + limit;
        let Some(at) = self.boxes.watched.first().cloned() else {
            return Err(Trouble::Refuse("There is no mailbox to watch".into()));
        };
        let opened = self.examine(&at).await?;
        // What came between the last reading and now would not ring any more.
        if self.read.is_some_and(|read| read != opened) {
            self.read = Some(opened);
            return Ok(Ring::Bell);
        }
        self.read = Some(opened);
        while Instant::now() < deadline {
            let until = deadline.min(Instant::now() + IDLE_LIMIT);
            let rang = if self.idles() { self.idle(until).await } else { self.poll(until).await };
            match rang {
                Ok(true) => return Ok(Ring::Bell),
                Ok(false) => {}
                Err(Fault::No(_) | Fault::Bad(_)) if self.idles() => self.idle_refused = true,
                Err(fault) => return Err(fault.during("Wait for news")),
            }
        }
        Ok(Ring::Timer)
    }

    async fn idle(&mut self, until: Instant) -> Result<bool, Fault> {
        let (mut rang, known) = (false, self.known());
        let mut each = |response: &Response<'_>| rang |= rings(response, known);
        self.line.start_idle(&mut each).await?;
        while !rang {
            let mut each = |response: &Response<'_>| rang |= rings(response, known);
            if self.line.idle_until(until, &mut each).await?.is_none() {
                break;
            }
        }
        self.line.stop_idle().await?;
        Ok(rang)
    }

    async fn poll(&mut self, until: Instant) -> Result<bool, Fault> {
        let (mut rang, known) = (false, self.known());
        while !rang && Instant::now() < until {
            sleep_until(until.min(Instant::now() + POLL_PERIOD)).await;
            self.line.run("NOOP", &mut |response| rang |= rings(response, known)).await?;
        }
        Ok(rang)
    }

    fn known(&self) -> Option<u32> {
        self.read.map(|read| read.exists)
    }
}

/// Some servers repeat EXISTS at the start of IDLE: that is no news.
fn rings(response: &Response<'_>, known: Option<u32>) -> bool {
    match response {
        Response::MailboxData(MailboxDatum::Exists(count)) => Some(*count) != known,
        Response::Expunge(_) | Response::Fetch(..) | Response::Vanished { .. } => true,
        _ => false,
    }
}
