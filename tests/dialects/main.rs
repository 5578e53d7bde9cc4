//! The same scenarios on three real servers that speak IMAP differently: Dovecot, Cyrus and
//! Courier, with names in English, in German, below `INBOX.` and such that only SPECIAL-USE
//! explains.
//!
//! Cyrus and Courier cannot be installed beside Dovecot: `tests/run` unpacks their packages.
//! `AFTERWORD_DIALECT=words` plays those that are named so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a scenario stops where its server does"
)]

#[path = "../lab/mod.rs"]
mod lab;
mod place;
mod scenarios;
#[path = "../world/mod.rs"]
mod world;

use std::{
    any::Any,
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use place::{Dialect, Place, dialects};
use scenarios::SCENARIOS;

#[test]
fn every_server_agrees_on_every_scenario() {
    let wanted = std::env::var("AFTERWORD_DIALECT").ok();
    let mut dialects = dialects();
    if let Some(only) = &wanted {
        dialects.retain(|dialect| dialect.name.contains(only.as_str()));
    }
    let told: Vec<(&str, usize)> = thread::scope(|scope| {
        let hands: Vec<_> = dialects.iter().map(|one| scope.spawn(|| play(one))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let mut counts = BTreeMap::new();
    for (kind, _) in &told {
        *counts.entry(*kind).or_insert(0) += SCENARIOS.len();
    }
    let failed: usize = told.iter().map(|(_, failed)| failed).sum();
    let order = ["dovecot", "cyrus", "courier"];
    let counts: Vec<String> =
        order.iter().filter_map(|kind| Some(format!("{kind} {}", counts.get(kind)?))).collect();
    eprintln!("dialects: {} scenarios, {failed} failed", counts.join(", "));
    assert_eq!(failed, 0);
}

/// All scenarios in one dialect, each with a user of its own; how many failed.
fn play(dialect: &Dialect) -> (&'static str, usize) {
    let user = |n: usize| format!("user{n}");
    let users: Vec<String> = (0..SCENARIOS.len()).map(user).collect();
    let mut server = (dialect.start)(&users);
    let mut failed = 0;
    for ((name, scenario), user) in SCENARIOS.iter().zip(&users) {
        let run = || scenario(&mut Place::of(&mut server, dialect, user));
        if let Err(end) = catch_unwind(AssertUnwindSafe(run)) {
            eprintln!("dialects: {}: {name}: {}", dialect.name, words(&*end));
            failed += 1;
        }
    }
    (server.kind(), failed)
}

fn words(end: &(dyn Any + Send)) -> String {
    let text = end.downcast_ref::<String>().cloned();
    text.or_else(|| end.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
