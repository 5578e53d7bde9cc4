//! What a test may ask of a run: to die at a step, and to wait less. Release builds hold none of
//! it.
//!
//! A step is a write to the store, a command sent, an answer read or a file changed, and each is
//! one before it happens and one after it. Debug builds count them: `AFTERWORD_DIE_AT=n` ends the
//! process at the n-th one as a power cut would, and a test within the process gets a panic.

use std::time::Duration;

#[cfg(debug_assertions)]
pub use self::thread::{Died, die_at, hurry, steps};

/// One step more; perhaps the last.
#[inline]
pub fn step() {
    #[cfg(debug_assertions)]
    thread::step();
}

/// How long to wait for what may take `limit`.
#[inline]
pub fn limit(limit: Duration) -> Duration {
    #[cfg(debug_assertions)]
    let limit = thread::limit(limit);
    limit
}

/// All of the daemon's work happens on one thread, so that each test thread has a fate of its own.
#[cfg(debug_assertions)]
mod thread {
    use std::{cell::Cell, env, panic, process, time::Duration};

    /// What the panic carries.
    #[derive(Debug)]
    pub struct Died;

    #[derive(Clone, Copy)]
    struct Fate {
        steps: u64,
        /// The step to die at: of the process, or of this thread's work alone.
        process: Option<u64>,
        work: Option<u64>,
        hurry: u32,
    }

    thread_local! {
        static FATE: Cell<Fate> = Cell::new(Fate {
            steps: 0,
            process: number("AFTERWORD_DIE_AT"),
            work: None,
            hurry: number("AFTERWORD_HURRY").and_then(|n| n.try_into().ok()).unwrap_or(1),
        });
    }

    #[expect(clippy::disallowed_methods, reason = "asked for by a test, in debug builds alone")]
    fn number(name: &str) -> Option<u64> {
        env::var(name).ok()?.parse().ok()
    }

    pub(super) fn step() {
        let fate = FATE.get();
        let steps = fate.steps.saturating_add(1);
        FATE.set(Fate { steps, ..fate });
        if fate.process == Some(steps) {
            process::abort();
        }
        if fate.work == Some(steps) {
            panic::resume_unwind(Box::new(Died));
        }
    }

    pub(super) fn limit(limit: Duration) -> Duration {
        limit.checked_div(FATE.get().hurry).unwrap_or(limit)
    }

    /// Counts from here, and panics with [`Died`] at the n-th step.
    pub fn die_at(step: Option<u64>) {
        FATE.set(Fate { steps: 0, work: step, ..FATE.get() });
    }

    /// The steps counted on this thread.
    pub fn steps() -> u64 {
        FATE.get().steps
    }

    /// Divides every limit from here on.
    pub fn hurry(times: u32) {
        FATE.set(Fate { hurry: times, ..FATE.get() });
    }
}
