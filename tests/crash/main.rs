//! Dies at every step of every story, starts again, and compares with a run that was left in peace.
//!
//! A step is a write to the store, a command sent, an answer read, a file changed, before and after
//! it. The daemon's library runs in the test, its death is a panic, and what it finds again is the
//! real store on a disk and the mailbox as it was left; `dovecot` does the same to the program
//! itself. A seeded tenth of the points is played, or all with `AFTERWORD_CRASH=all`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test, which is told what to play by its environment"
)]

mod dovecot;
#[path = "../lab/mod.rs"]
mod lab;
#[cfg(debug_assertions)]
mod points;
#[cfg(debug_assertions)]
mod stories;
#[path = "../world/mod.rs"]
mod world;

/// The same points each time, so that a failure can be seen again.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Every point, not a tenth of them.
fn all() -> bool {
    std::env::var("AFTERWORD_CRASH").is_ok_and(|which| which == "all")
}

/// Well mixed (SplitMix64).
fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(SEED);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(debug_assertions)]
#[test]
fn wherever_it_dies_it_ends_as_if_it_had_not() {
    use std::{
        collections::BTreeMap,
        sync::atomic::{AtomicUsize, Ordering},
        thread,
    };

    use points::{GROUNDS, Peace, Point};

    let stories = stories::stories();
    let places = stories.iter().flat_map(|story| GROUNDS.map(|ground| (story, ground)));
    let peaces: Vec<Peace<'_>> =
        places.map(|(story, ground)| Peace::lived(story, ground)).collect();
    let mut points = Vec::new();
    for (index, peace) in peaces.iter().enumerate() {
        for step in 1..=peace.steps {
            let dice = mixed((index as u64) << 32 | step);
            points.push((peace, Point { step, again: None }));
            // And in one of four, once more in the life after.
            if dice.is_multiple_of(4) {
                let again = Some(1 + (dice >> 8) % peace.steps.min(AGAIN_MAX));
                points.push((peace, Point { step, again }));
            }
        }
    }
    let mut numbered = points.into_iter().zip(0..);
    let played: Vec<_> = if all() {
        numbered.by_ref().collect()
    } else {
        numbered.by_ref().filter(|(_, n)| mixed(*n).is_multiple_of(10)).collect()
    };
    let (next, silences) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let hand = || {
        let (mut counts, mut failed) = (BTreeMap::new(), Vec::new());
        while let Some(((peace, point), _)) = played.get(next.fetch_add(1, Ordering::Relaxed)) {
            let name = format!("{}, {:?}", peace.story.name, peace.ground);
            match peace.disturb(*point) {
                Ok(silent) => silences.fetch_add(usize::from(silent), Ordering::Relaxed),
                Err(text) => {
                    eprintln!("crash: {name}: {point:?} of {}: {text}", peace.steps);
                    failed.push(name.clone());
                    0
                }
            };
            *counts.entry(name).or_insert(0) += 1;
        }
        (counts, failed)
    };
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let told: Vec<(BTreeMap<String, u32>, Vec<String>)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (name, count) in told.iter().flat_map(|(counts, _)| counts) {
        *counts.entry(name.clone()).or_default() += count;
    }
    counts.iter().for_each(|(name, count)| eprintln!("crash: {name}: {count}"));
    eprintln!("crash: silent in doubt, on record: {}", silences.into_inner());
    let failed: usize = told.iter().map(|(_, failed)| failed.len()).sum();
    eprintln!("crash: {} points, {failed} failed", played.len());
    assert_eq!(failed, 0);
}

/// The life after a death is hardly longer.
#[cfg(debug_assertions)]
const AGAIN_MAX: u64 = 120;
