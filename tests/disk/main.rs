//! A disk that fails, and a database that is damaged: nothing is written then, the refusal says
//! what to do, and what comes after holds not a single draft too many.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and starts the program"
)]

#[path = "../lab/mod.rs"]
mod lab;
#[path = "../world/mod.rs"]
mod world;

mod faults;
mod rebuilt;

use std::{fs, path::PathBuf};

use serde_json::Value;
use world::{Desk, INVITED, World, password_file, said};

fn database(desk: &Desk) -> PathBuf {
    desk.state_dir().join("afterword.sqlite3")
}

/// A command that must fail, with status 1; what it said.
fn refused(desk: &Desk, arguments: &[&str]) -> String {
    let output = desk.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
    said(&output)
}

#[test]
fn status_tells_what_ails_an_account_until_it_is_well() {
    let world = World::start();
    let status = || said(&world.desk.run(&["status"]));
    let json = || -> Vec<Value> {
        let output = world.desk.run(&["status", "--json"]);
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    password_file(&world.desk, "not-the-password");
    refused(&world.desk, &["run", "--once", "--at", INVITED]);
    let text = status();
    let line = text.lines().find(|line| line.starts_with("account home")).unwrap();
    let head = "account home does not work since Fri 2 Oct 12:00: localhost refused the log-in";
    assert!(line.starts_with(head), "{text}");
    let lines = json();
    assert_eq!(lines[0]["account"], "home");
    assert_eq!(lines[0]["trouble"]["since"], "2026-10-02T12:00:00+01:00");
    assert!(lines[0]["trouble"]["text"].as_str().unwrap().contains("refused"), "{lines:?}");

    // Another trouble later: it does not work since then all the same.
    fs::remove_file(world.desk.path().join("password")).unwrap();
    refused(&world.desk, &["run", "--once", "--at", world::ENDED]);
    let text = status();
    assert!(text.contains("since Fri 2 Oct 12:00: The password command \"cat\""), "{text}");

    password_file(&world.desk, lab::PASSWORD);
    world.once(world::ENDED);
    assert!(!status().contains("does not work"), "{}", status());
    assert!(json().is_empty());
}
