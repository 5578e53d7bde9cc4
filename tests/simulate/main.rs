//! Random worlds against the rules: companies that answer, slip, fall silent, come back, refuse and
//! offer; a user who edits, deletes, sends, writes himself, gives commands and is offline; a
//! mailbox that fails.
//!
//! The same seed is the same world. A world that breaks a rule prints its seed. `tests/run
//! simulate` plays `AFTERWORD_WORLDS` of them in an optimised build, `cargo test` a few.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a scenario stops where it is written wrongly; which worlds are played is asked of outside"
)]

#[path = "../rules/desk.rs"]
mod desk;
mod rules;
#[path = "../rules/script.rs"]
#[allow(dead_code, reason = "the simulator uses a part of the language")]
mod script;
mod world;

use std::{
    env, panic,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

use world::World;

/// So many worlds are played unless `AFTERWORD_WORLDS` says otherwise: `2500`, or `2501-5000`.
const WORLDS: u64 = 40;
/// On average a world holds more opportunities than this.
const OPPORTUNITIES_MIN: u64 = 2;
/// So many broken worlds are enough to stop at, and to look at.
const BROKEN_MAX: usize = 12;

/// Worlds that once broke a rule, by what they found.
const KEPT: [(&str, u64); 6] = [
    ("an opportunity closed as silent woke the daemon every morning for ever", 1),
    ("an older breach, of which the seed alone was written down", 161),
    ("an older breach, of which the seed alone was written down", 794),
    ("W12: a stale thank-you that was found at another place stayed until the next look", 1893),
    ("W6: a chaser to somebody whose auto-reply named a later day", 2001),
    ("W12: a stale form that was found at another place stayed until the next look", 2424),
];

#[test]
fn no_world_breaks_a_rule() {
    let (first, last) = env::var("AFTERWORD_WORLDS").map_or((1, WORLDS), |worlds| {
        let (first, last) = worlds.split_once('-').unwrap_or(("1", &worlds));
        (first.parse().unwrap(), last.parse().unwrap())
    });
    let (next, found) = (AtomicU64::new(first), AtomicUsize::new(0));
    let play = || {
        let (mut opportunities, mut broken) = (0, Vec::new());
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > last || found.load(Ordering::Relaxed) >= BROKEN_MAX {
                return (opportunities, broken);
            }
            let (count, wrong) = judged(seed);
            opportunities += count;
            if let Some(text) = wrong {
                broken.push(format!("seed {seed}: {text}"));
                found.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let told: Vec<(usize, Vec<String>)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(play)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let opportunities: usize = told.iter().map(|(count, _)| count).sum();
    let mut broken: Vec<String> = told.into_iter().flat_map(|(_, broken)| broken).collect();
    broken.sort();
    eprintln!("\nsimulate: {opportunities} opportunities, {} broken", broken.len());
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(opportunities as u64 >= OPPORTUNITIES_MIN * (last - first), "{opportunities}");
}

/// How many opportunities a world had, and the first rule that it broke: what follows from the
/// first breach is no breach of its own.
fn judged(seed: u64) -> (usize, Option<String>) {
    match panic::catch_unwind(|| World::lived(seed)) {
        Ok(world) => (world.desk.state.opportunities().len(), world.broken().first().cloned()),
        Err(why) => (0, Some(why.downcast_ref::<String>().map_or("stopped".into(), String::clone))),
    }
}

/// `AFTERWORD_SEED` alone, in every line: to look at what broke a rule.
#[test]
fn one_world_is_told_on_demand() {
    let Ok(seed) = env::var("AFTERWORD_SEED") else { return };
    let world = World::lived(seed.parse().unwrap());
    eprintln!("{}", world.story().join("\n"));
    eprintln!("{:#?}", world.broken());
}

#[test]
fn worlds_that_once_broke_a_rule_break_none() {
    for (found, seed) in KEPT {
        let world = World::lived(seed);
        assert!(world.broken().is_empty(), "{found}: seed {seed}: {:#?}", world.broken());
    }
}

#[test]
fn one_seed_is_one_world() {
    for seed in [3, 77] {
        let [a, b] = [seed, seed].map(|seed| World::lived(seed).story());
        assert_eq!(a, b);
    }
}

/// Facts may come in any order: what was kept folds to what was lived.
#[test]
fn what_was_kept_folds_to_what_was_lived_in_any_order() {
    for seed in 1..=WORLDS {
        let mut world = World::lived(seed);
        let lived = script::known(&world.desk, world.now());
        world.desk.restart_shuffled(|n| world.dice.below(n as u64) as usize);
        let kept = script::known(&world.desk, world.now());
        let other = lived.lines().zip(kept.lines()).find(|(lived, kept)| lived != kept);
        assert!(lived == kept, "seed {seed}: {other:?}");
    }
}
