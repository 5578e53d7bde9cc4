//! The daemon against servers that misbehave: whatever is answered, nothing of the user's is lost,
//! no draft lies there twice, what is wrong is told, and when the server behaves again the same
//! drafts lie there as if it always had.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a situation stops where it is written wrongly"
)]
#![cfg(debug_assertions)]

#[path = "../lab/mod.rs"]
mod lab;
mod play;
mod table;
#[path = "../world/mod.rs"]
mod world;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use play::Quiet;
use table::{BARE, MOVE, PLUS, situations};

/// All the servers and daemons at a time, in kB; a single attack would announce 3 GB.
const PEAK_MAX: u64 = 256 * 1024;
/// Said when one takes longer.
const SLOW: Duration = Duration::from_secs(4);

#[test]
#[expect(clippy::disallowed_methods, reason = "tells what takes long")]
fn whatever_a_server_does_nothing_is_lost_and_nothing_comes_twice() {
    let wanted = std::env::args().skip_while(|word| word != "--only").nth(1);
    let mut situations = situations();
    if let Some(only) = &wanted {
        situations.retain(|situation| situation.name.contains(only.as_str()));
    }
    let quiet = [PLUS, MOVE, BARE].map(|can| (can, Quiet::lived(can)));
    let quiet: BTreeMap<&str, Quiet> = quiet.into_iter().collect();
    let next = AtomicUsize::new(0);
    let hand = || {
        let mut failed = Vec::new();
        while let Some(situation) = situations.get(next.fetch_add(1, Ordering::Relaxed)) {
            let start = Instant::now();
            let played = quiet[situation.can].play(situation);
            if start.elapsed() > SLOW {
                eprintln!("quirks: {} took {:?}", situation.name, start.elapsed());
            }
            if let Err(text) = played {
                eprintln!("quirks: {}: {text}", situation.name);
                failed.push(format!("{}: {text}", situation.name));
            }
        }
        failed
    };
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let failed: Vec<String> = thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap()).collect()
    });
    eprintln!("quirks: at most {} MB of memory", peak() / 1024);
    eprintln!("quirks: {} situations, {} failed", situations.len(), failed.len());
    assert!(failed.is_empty());
    let peak = peak();
    assert!(peak < PEAK_MAX, "{peak} kB of memory");
}

/// The most memory that this process held, in kB: the servers' and all daemons' together.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
