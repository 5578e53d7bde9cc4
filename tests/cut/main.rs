//! Cuts the connection between the daemon and its server, starts again, and compares with a run
//! that was left in peace.
//!
//! A proxy closes, resets, stalls or half-opens a connection after a byte of the dialogue, in
//! either direction. Of the shortest story every byte is cut, by each way in turn, so that each
//! line meets all of them; of the others a seeded part is. The daemon's library runs in the test
//! over servers in memory, with its limits of time shortened, which makes thousands of cuts a
//! matter of minutes; `dovecot` does the same to the program itself and a real server. A seeded
//! part is played, all of them with `AFTERWORD_CUT=all`, and one with `AFTERWORD_CUT=number`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test, which is told what to play by its environment"
)]
#![cfg(debug_assertions)]

mod dovecot;
#[path = "../crash/grounds.rs"]
mod grounds;
#[path = "../lab/mod.rs"]
mod lab;
mod lives;
#[path = "../crash/stories.rs"]
mod stories;
#[path = "../world/mod.rs"]
mod world;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use grounds::{GROUNDS, Ground};
use lab::proxy::{Cut, WAYS};
use lives::{Peace, Point};

/// The same bytes each time, so that a failure can be seen again.
const SEED: u64 = 0x51ab_0c7e_9d30_64f1;

/// Of the longer stories so many bytes are cut; with those of the shortest story and those before
/// a real server it is less than 20,000.
const LONG_CUTS: u64 = 3_400;
/// One of so many is played unless all are.
const SHARE: u64 = 30;
/// A life waits for its server as often as it works, and a stalled one longer.
const HANDS: usize = 8;

/// What to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Played {
    All,
    One(u64),
    Part,
}

fn played() -> Played {
    match std::env::var("AFTERWORD_CUT").ok().as_deref() {
        Some("all") => Played::All,
        Some(number) => number.parse().map_or(Played::Part, Played::One),
        None => Played::Part,
    }
}

/// Well mixed (SplitMix64).
fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(SEED);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[test]
fn wherever_the_connection_is_cut_it_ends_as_if_it_had_not_been() {
    let stories = stories::stories();
    let grounds = GROUNDS.into_iter().filter(|ground| *ground != Ground::Maildir);
    let places = grounds.flat_map(|ground| stories.iter().map(move |story| (story, ground)));
    let places: Vec<_> = places.collect();
    let peaces = side_by_side(&places, |(story, ground)| Peace::lived(story, *ground));
    let chosen = match played() {
        Played::All => |_: u64| true,
        Played::Part => |n: u64| mixed(n).is_multiple_of(SHARE),
        Played::One(_) => |n: u64| Played::One(n) == played(),
    };
    let played: Vec<_> = (0..).zip(points(&peaces)).filter(|(n, _)| chosen(*n)).collect();
    let ends = side_by_side(&played, |(n, (peace, point))| {
        let end = peace.disturb(*point);
        let place = || format!("cut: {n}: {}, {:?}, {point:?}", peace.story.name, peace.ground);
        match &end {
            Ok(true) => {}
            Ok(false) => eprintln!("{} was never reached", place()),
            Err(text) => eprintln!("{}: {text}", place()),
        }
        end
    });
    let mut counts = BTreeMap::new();
    for (_, (peace, _)) in &played {
        *counts.entry(format!("{}, {:?}", peace.story.name, peace.ground)).or_insert(0) += 1;
    }
    counts.iter().for_each(|(name, count)| eprintln!("cut: {name}: {count}"));
    let count = |right: fn(&Result<bool, String>) -> bool| ends.iter().filter(|e| right(e)).count();
    let (failed, uncut) = (count(Result::is_err), count(|end| *end == Ok(false)));
    eprintln!("cut: {} bytes, {failed} failed", played.len() - uncut);
    assert_eq!(failed, 0);
    assert!(uncut * 100 <= played.len(), "{uncut} were never reached");
}

/// Does it to each, several at a time; the results in their order.
fn side_by_side<T: Sync, R: Send>(all: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let hand = || {
        let mut done = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(n) else { return done };
            done.push((n, act(one)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap()).collect()
    });
    done.sort_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Every byte of the shortest story, and some of the others.
fn points<'a>(peaces: &'a [Peace<'a>]) -> Vec<(&'a Peace<'a>, Point)> {
    let mut points = Vec::new();
    let (short, long) = peaces.split_first().unwrap();
    for (account, direction, said) in &short.said {
        for at in 0..*said {
            let way = WAYS[(at % 4) as usize];
            let cut = Cut { direction: *direction, at, way };
            points.push((short, Point { account, cut }));
        }
    }
    for n in 0..LONG_CUTS {
        let peace = &long[(n as usize) % long.len()];
        let dice = mixed(n);
        let (account, direction, said) = peace.said[(dice % peace.said.len() as u64) as usize];
        let way = WAYS[(dice >> 8) as usize % WAYS.len()];
        let cut = Cut { direction, at: (dice >> 16) % said, way };
        points.push((peace, Point { account, cut }));
    }
    points
}
