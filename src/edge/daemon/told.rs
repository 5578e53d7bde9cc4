//! Hears what the user says with commands while the daemon runs: they write into the same database.
//!
//! The folder's bell says that something changed; the database says whether another process did it.

use std::path::Path;

use super::{Daemon, LOOK_EVERY};
use crate::{
    edge::{bell::Bell, store::StoreError},
    opportunity::Fact,
    step::Event,
};

impl Daemon {
    /// Learns what commands kept since the last time.
    pub fn listen(&self) -> Result<(), StoreError> {
        let mut heard = false;
        for fact in self.news()? {
            for effect in self.step(Event::Learned(fact)).effects {
                heard = true;
                self.observe(&effect);
            }
        }
        if heard {
            self.words.send_modify(|count| *count += 1);
        }
        Ok(())
    }

    /// Every word of the user, if another process changed the database since the last time.
    fn news(&self) -> Result<Vec<Fact>, StoreError> {
        let store = self.store.borrow();
        let Some(store) = store.as_ref() else { return Ok(Vec::new()) };
        let version = Some(store.version()?);
        if self.version.get() == version {
            return Ok(Vec::new());
        }
        let mut facts = Vec::new();
        for kind in ["said", "noted"] {
            for body in store.facts_of(kind)? {
                facts.push(store.decode(body)?);
            }
        }
        self.version.set(version);
        Ok(facts)
    }

    /// Counts what was heard: whoever waits for a mailbox waits for this too.
    pub fn words(&self) -> tokio::sync::watch::Receiver<u64> {
        self.words.subscribe()
    }

    /// Listens for ever.
    pub async fn keep_listening(&self, folder: &Path) {
        let Some(bell) = Bell::over([folder.to_owned()]) else {
            // The next visit of a mailbox hears it.
            return std::future::pending().await;
        };
        loop {
            bell.wait(LOOK_EVERY).await;
            if let Err(error) = self.listen() {
                tracing::warn!("{error}");
            }
        }
    }
}
