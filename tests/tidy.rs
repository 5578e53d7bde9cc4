//! What the compiler does not check: where the world is touched, and how long things are.
//! are.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
};

const LINE_MAX: usize = 100;
const FILE_MAX: usize = 400;

/// Where the outside world is touched.
const OUTSIDE: &[&str] = &["src/edge/", "src/cli/", "src/main.rs"];

/// The ways out of a pure function: files, sockets, processes, the environment, clocks.
const WAYS: &[&str] = &[
    "std::env",
    "std::fs",
    "std::process",
    "std::thread",
    "tokio::",
    "File::open",
    "TcpStream",
    "ToSocketAddrs",
    "UdpSocket",
    "UnixStream",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    " env::",
    " fs::",
    " process::",
    " thread::",
];

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["src", "tests", "benches"].map(|name| root.join(name)).into();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let short = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.push((short, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The text up to the tests, which stand last in a file.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn only_the_edge_and_the_command_line_touch_the_world() {
    for (path, text) in files() {
        let pure = path.starts_with("src/")
            && !OUTSIDE.iter().any(|outside| path.starts_with(outside))
            && !path.ends_with("/tests.rs");
        if !pure {
            continue;
        }
        for way in WAYS {
            assert!(!code(&text).contains(way), "{path} reaches for{way}");
        }
    }
}

#[test]
fn every_file_says_first_what_it_is() {
    for (path, text) in files().into_iter().filter(|(path, _)| !is_test(path)) {
        assert!(text.starts_with("//! "), "{path}");
    }
}

#[test]
fn files_and_lines_stay_short() {
    for (path, text) in files() {
        // rustfmt sees to the code.
        let comment = |line: &str| line.trim_start().starts_with("//");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| comment(line)) {
            let length = line.chars().count();
            assert!(length <= LINE_MAX, "{path}:{} has {length} columns", number + 1);
        }
        let lines = code(&text).lines().count();
        assert!(lines <= FILE_MAX || is_test(&path), "{path} has {lines} lines");
    }
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.ends_with("tests.rs") || path.contains("/tests/")
}

#[test]
fn nothing_unfinished_is_left() {
    let marks = ["dbg!", "FIXME", "unimplemented!", "todo!"];
    for (path, text) in files().into_iter().filter(|(path, _)| path != "tests/tidy.rs") {
        for mark in marks {
            assert!(!text.contains(mark), "{path} holds {mark}");
        }
    }
}

#[test]
fn no_test_is_left_out() {
    for (path, text) in files().into_iter().filter(|(path, _)| path != "tests/tidy.rs") {
        assert!(!text.contains("#[ignore"), "{path}");
    }
}
