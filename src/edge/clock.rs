//! The only clock: what time it is, whether the machine slept, and names no other process makes.
//!
//! Decides nothing; the core gets `now` as an argument.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use jiff::Timestamp;

/// A jump of the clock that runs through a suspend by more than this means that every connection
/// is dead, whatever TCP believes.
pub const SUSPEND_MIN: Duration = Duration::from_secs(10);

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Notices that the machine slept: tokio's timers stand still meanwhile.
pub struct SuspendWatch {
    /// Kept open, so that a sandbox entered later does not matter; `None` where /proc is missing.
    uptime: Option<File>,
    boottime: Duration,
    monotonic: Instant,
}

impl SuspendWatch {
    #[expect(clippy::disallowed_methods, reason = "compares two clocks")]
    pub fn start() -> SuspendWatch {
        let uptime = File::open("/proc/uptime").ok();
        SuspendWatch {
            boottime: uptime.as_ref().and_then(boottime).unwrap_or_default(),
            uptime,
            monotonic: Instant::now(),
        }
    }

    /// How long the machine slept since the last call; `None` for less than [`SUSPEND_MIN`].
    #[expect(clippy::disallowed_methods, reason = "compares two clocks")]
    pub fn slept(&mut self) -> Option<Duration> {
        let boottime = boottime(self.uptime.as_ref()?)?;
        let monotonic = Instant::now();
        let slept = asleep(
            boottime.saturating_sub(self.boottime),
            monotonic.saturating_duration_since(self.monotonic),
        );
        self.boottime = boottime;
        self.monotonic = monotonic;
        slept
    }
}

/// CLOCK_BOOTTIME runs while the machine sleeps and CLOCK_MONOTONIC does not.
fn asleep(boottime: Duration, monotonic: Duration) -> Option<Duration> {
    let slept = boottime.saturating_sub(monotonic);
    (slept > SUSPEND_MIN).then_some(slept)
}

/// The first number of /proc/uptime: seconds since the start, those asleep included.
fn boottime(uptime: &File) -> Option<Duration> {
    let mut text = [0; 64];
    let length = uptime.read_at(&mut text, 0).ok()?;
    let text = std::str::from_utf8(text.get(..length)?).ok()?;
    let seconds = text.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// A name for a Maildir file that no other process and no earlier call makes:
/// `time.MmicrosecondsPpidQcounter.host` (<https://cr.yp.to/proto/maildir.html>).
pub fn unique_name() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let now = now();
    format!(
        "{}.M{}P{}Q{}.{}",
        now.as_second(),
        now.subsec_microsecond(),
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed),
        hostname()
    )
}

/// This machine's name, of letters, digits, dots and dashes alone.
fn hostname() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let plain: String = name
        .trim()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '_' })
        .collect();
    if plain.is_empty() { "localhost".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_asleep_is_noticed_and_a_slow_minute_is_not() {
        let secs = Duration::from_secs;
        assert_eq!(asleep(secs(28_860), secs(60)), Some(secs(28_800)));
        assert_eq!(asleep(secs(61), secs(60)), None);
        assert_eq!(asleep(secs(60), secs(61)), None);
    }

    #[test]
    fn an_awake_machine_did_not_sleep() {
        let mut watch = SuspendWatch::start();
        assert_eq!(watch.slept(), None);
        assert!(watch.boottime > Duration::ZERO);
    }

    #[test]
    fn names_are_unique_and_fit_a_maildir() {
        let (one, two) = (unique_name(), unique_name());
        assert_ne!(one, two);
        assert!(!one.contains([':', ',', '/']));
    }
}
