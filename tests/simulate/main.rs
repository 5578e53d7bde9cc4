//! Random worlds against the rules: companies that answer, slip, fall silent, come back, refuse and
//! offer; a user who edits, deletes, sends, writes himself, gives commands and is offline; a mailbox
//! that fails.
//!
//! The same seed is the same world. A world that breaks a rule prints its seed. `tests/run simulate`
//! plays `AFTERWORD_WORLDS` of them in an optimised build, `cargo test` a few.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a scenario stops where it is written wrongly"
)]

#[path = "../rules/desk.rs"]
mod desk;
mod rules;
#[path = "../rules/script.rs"]
#[allow(dead_code, reason = "the simulator uses a part of the language")]
mod script;
mod world;

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use world::World;

/// So many worlds are played unless `AFTERWORD_WORLDS` says otherwise.
const WORLDS: u64 = 12;
/// On average a world holds more opportunities than this.
const OPPORTUNITIES_MIN: u64 = 5;
const SHOWN_MAX: usize = 12;

/// Worlds that once broke a rule, by what they found.
const KEPT: [(&str, u64); 1] =
    [("an opportunity closed as silent woke the daemon every morning for ever", 1)];

#[test]
fn no_world_breaks_a_rule() {
    let worlds = env::var("AFTERWORD_WORLDS").map_or(WORLDS, |worlds| worlds.parse().unwrap());
    let next = AtomicU64::new(1);
    let play = || {
        let (mut opportunities, mut broken) = (0, Vec::new());
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > worlds {
                return (opportunities, broken);
            }
            let world = World::lived(seed);
            opportunities += world.desk.state.opportunities().len();
            broken.extend(world.broken().iter().map(|text| format!("seed {seed}: {text}")));
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
    eprintln!("simulate: {opportunities} opportunities, {} broken", broken.len());
    let first: Vec<&String> = broken.iter().take(SHOWN_MAX).collect();
    assert!(broken.is_empty(), "{first:#?}");
    assert!(opportunities as u64 >= OPPORTUNITIES_MIN * worlds, "{opportunities}");
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

#[test]
fn dbg() {
    let Ok(seed) = env::var("SEED") else { return };
    let world = World::lived(seed.parse().unwrap());
    for line in world.broken().iter().take(40) {
        eprintln!("{line}");
    }
}

#[test]
fn dbg2() {
    let Ok(seed) = env::var("SEED") else { return };
    let world = World::lived(seed.parse().unwrap());
    let at = env::var("AT").unwrap();
    let mut of = None;
    for line in &world.desk.lines {
        if let desk::Line::Draft { composed, at: t } = line
            && t.to_string().starts_with(&at)
        {
            of = Some(composed.wanted.opportunity);
        }
    }
    let of = of.unwrap();
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
    let z = |at: jiff::Timestamp| at.to_zoned(zone.clone()).strftime("%m-%d %a %H:%M").to_string();
    let o = &world.desk.state.opportunities()[&of];
    let mut out: Vec<(jiff::Timestamp, String)> = vec![];
    for m in world
        .desk
        .state
        .mails()
        .filter(|m| m.ids().any(|i| o.thread.contains(i)) || o.mails.contains(&m.id))
    {
        let r = &m.reading;
        out.push((m.at, format!("mail {} {:?} certain={} {} deadline={:?} asks={} returns={:?} gone={} from {} to {:?}", m.id.0, r.kind, r.certain,
            r.interview.as_ref().map(|i| format!("at {} {:?}", z(i.start.timestamp()), i.end.is_some())).unwrap_or_default(), r.deadline, r.asks, r.returns, r.role_gone,
            m.from.as_ref().unwrap().email, m.to.iter().map(|a| &a.email).collect::<Vec<_>>())));
    }
    for s in world.desk.state.said() {
        if s.anchor.is_none() || o.mails.contains(&s.id()) {
            out.push((s.at, format!("SAID {:?}", s.what)));
        }
    }
    for line in &world.desk.lines {
        match line {
            desk::Line::Draft { composed, at } if composed.wanted.opportunity == of => out.push((
                *at,
                format!(
                    "  draft {:?} to {:?} because {} key {}",
                    composed.wanted.step,
                    composed.wanted.to.as_ref().map(|t| &t.address.email),
                    composed.wanted.because.0,
                    composed.wanted.key.0
                ),
            )),
            desk::Line::Resolved { key, record, at } if o.mails.contains(&record.because) => out
                .push((
                    *at,
                    format!("  resolved {:?} {:?} key {}", record.step, record.entry, key.0),
                )),
            desk::Line::Told(h) if h.opportunity == of => {
                out.push((h.at, format!("  told {:?} {:?}", h.event, h.reason)))
            }
            _ => {}
        }
    }
    out.sort_by_key(|(at, _)| *at);
    eprintln!("preset {}", world.desk.policy.preset.name);
    for (at, text) in out {
        eprintln!("{} {text}", z(at));
    }
    for i in &o.interviews {
        eprintln!(
            "interview {} {} round {} dropped {} announced {} notes {:?}",
            i.anchor.0,
            z(i.start.timestamp()),
            i.round,
            i.dropped,
            z(i.announced),
            i.notes.as_ref().map(|n| z(n.at))
        );
    }
}
