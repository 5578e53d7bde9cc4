//! How long to wait before the next connection. A value: the clock and the random seed come from
//! the caller.
//!
//! Doubles from 2 to 80 seconds with jitter and starts over only after a success. A server that
//! accepts and then drops every connection defeats that, so connections are also rationed to about
//! one a minute in the long run. After a refused log-in an hour passes: trying again locks
//! accounts.

use std::time::Duration;

const WAIT_FIRST: Duration = Duration::from_secs(2);
const WAIT_MAX: Duration = Duration::from_secs(80);
const REFUSED_WAIT: Duration = Duration::from_secs(60 * 60);
/// One connection is earned in this time …
const RATION_PERIOD: Duration = Duration::from_secs(60);
/// … and so many can be saved up.
const RATION_MAX: u32 = 10;

/// The connection attempts of one account.
#[derive(Debug, Clone)]
pub struct Backoff {
    failures: u32,
    seed: u64,
    /// When the ration would be full again, on the caller's monotonic clock.
    full_at: Duration,
}

impl Backoff {
    /// Any seed will do; different ones keep many clients from knocking in step.
    pub fn new(seed: u64) -> Backoff {
        // Xorshift stands still at zero.
        Backoff { failures: 0, seed: seed | 1, full_at: Duration::ZERO }
    }

    /// The wait before the next attempt after a failure at `now`, which it counts.
    pub fn next_wait(&mut self, now: Duration) -> Duration {
        let doubled = WAIT_FIRST.saturating_mul(1 << self.failures.min(16)).min(WAIT_MAX);
        self.failures = self.failures.saturating_add(1);
        let wait = doubled / 2 + self.random_part(doubled / 2);
        self.ration(now, wait)
    }

    /// The wait before an attempt that follows no failure (the first, or a session that ended).
    pub fn first_wait(&mut self, now: Duration) -> Duration {
        self.ration(now, Duration::ZERO)
    }

    /// The wait after a refused log-in.
    pub fn refused_wait(&mut self, now: Duration) -> Duration {
        self.ration(now, REFUSED_WAIT)
    }

    /// Work was done over a connection, not merely a connection opened.
    pub fn succeed(&mut self) {
        self.failures = 0;
    }

    /// At least `wait`, and until the ration allows one more connection.
    fn ration(&mut self, now: Duration, wait: Duration) -> Duration {
        let saved = RATION_PERIOD.saturating_mul(RATION_MAX.saturating_sub(1));
        let allowed = self.full_at.saturating_sub(saved);
        let at = now.saturating_add(wait).max(allowed);
        self.full_at = self.full_at.max(at).saturating_add(RATION_PERIOD);
        at.saturating_sub(now)
    }

    fn random_part(&mut self, most: Duration) -> Duration {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        let millis = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.seed.checked_rem(millis.saturating_add(1)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The waits of an account that fails at once, `count` times.
    fn waits(backoff: &mut Backoff, now: &mut Duration, count: usize) -> Vec<f64> {
        (0..count)
            .map(|_| {
                let wait = backoff.next_wait(*now);
                *now += wait;
                wait.as_secs_f64()
            })
            .collect()
    }

    #[test]
    fn waits_double_up_to_a_bound_and_vary() {
        let mut now = Duration::ZERO;
        let found = waits(&mut Backoff::new(7), &mut now, 8);
        for (wait, most) in found.iter().zip([2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 80.0, 80.0]) {
            assert!(*wait >= most / 2.0 && *wait <= most, "{wait} of {most}");
        }
        let mut start = Duration::ZERO;
        assert_ne!(found, waits(&mut Backoff::new(99), &mut start, 8));
    }

    #[test]
    fn only_a_success_starts_over() {
        let (mut backoff, mut now) = (Backoff::new(3), Duration::ZERO);
        waits(&mut backoff, &mut now, 6);
        now += Duration::from_secs(3600);
        assert!(backoff.next_wait(now) >= Duration::from_secs(40));
        backoff.succeed();
        assert!(backoff.next_wait(now) <= Duration::from_secs(2));
    }

    #[test]
    fn a_server_that_drops_every_session_is_asked_once_a_minute() {
        let (mut backoff, mut now) = (Backoff::new(5), Duration::ZERO);
        for _ in 0..100 {
            backoff.succeed();
            now += backoff.next_wait(now);
        }
        assert!(now >= Duration::from_secs(60 * 90), "{now:?}");
        assert!(now <= Duration::from_secs(60 * 100), "{now:?}");
    }

    #[test]
    fn a_refused_log_in_waits_an_hour() {
        let mut backoff = Backoff::new(1);
        assert_eq!(backoff.refused_wait(Duration::from_secs(5)), Duration::from_secs(3600));
    }
}
