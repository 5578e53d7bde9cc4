//! Rings when a folder changes (inotify), so that waiting costs nothing.
//!
//! A doorbell only: it says that something happened, and whoever hears it looks for himself.

use std::{path::PathBuf, sync::Arc, time::Duration};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, event::ModifyKind,
};
use tokio::sync::Notify;

use super::Ring;

/// A synchronisation changes many files: one look after the last of a burst is enough.
const QUIET: Duration = Duration::from_millis(200);
/// A burst that does not end is looked into after this long.
const BURST_MAX: Duration = Duration::from_secs(5);

pub struct Bell {
    rung: Arc<Notify>,
    _watcher: RecommendedWatcher,
}

impl Bell {
    /// Watches these folders; `None` when the kernel grants no more watches or a folder is missing:
    /// then only the timer rings.
    pub fn over(folders: impl IntoIterator<Item = PathBuf>) -> Option<Bell> {
        let rung = Arc::new(Notify::new());
        let ring = Arc::clone(&rung);
        let on_event = move |event: notify::Result<Event>| {
            // Reading and flagging by ourselves must not ring; a lost event must.
            if event.map_or(true, |event| is_change(&event)) {
                ring.notify_one();
            }
        };
        let hung = notify::recommended_watcher(on_event).and_then(|mut watcher| {
            for folder in folders {
                watcher.watch(&folder, RecursiveMode::NonRecursive)?;
            }
            Ok(watcher)
        });
        match hung {
            Ok(watcher) => Some(Bell { rung, _watcher: watcher }),
            Err(error) => {
                tracing::debug!("No change notification, polling instead: {error}");
                None
            }
        }
    }

    /// Waits for a change that was not waited for yet, or for `limit`.
    pub async fn wait(&self, limit: Duration) -> Ring {
        if tokio::time::timeout(limit, self.rung.notified()).await.is_err() {
            return Ring::Timer;
        }
        let still_ringing =
            async { while tokio::time::timeout(QUIET, self.rung.notified()).await.is_ok() {} };
        tokio::time::timeout(BURST_MAX, still_ringing).await.ok();
        Ring::Bell
    }
}

fn is_change(event: &Event) -> bool {
    event.need_rescan()
        || match event.kind {
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
            EventKind::Any
            | EventKind::Create(_)
            | EventKind::Modify(_)
            | EventKind::Other
            | EventKind::Remove(_) => true,
        }
}
