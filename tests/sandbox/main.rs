//! What the kernel keeps the running daemon from: to send, to start a program, to read or write
//! what is none of its business. Tried from inside, by the daemon itself, on two of its threads.
//!
//! Where this kernel lacks a rule, the daemon and `check` must say so; what could not be shown is
//! printed then.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and starts the program"
)]

#[path = "../lab/mod.rs"]
mod lab;
#[path = "../world/mod.rs"]
mod world;

#[cfg(debug_assertions)]
mod attempts;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use world::{Desk, ENDED, INVITED, World, mails::FOUNDRY, mails::ME, recipients, said};

/// The processes that a process started.
fn children(of: u32) -> Vec<u32> {
    let parent = |id: &u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name in brackets may hold anything; the parent is the second word after it.
        let (_, rest) = stat.rsplit_once(')')?;
        rest.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    let all = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    all.filter(|id| parent(id) == Some(of)).collect()
}

fn there(id: u32) -> bool {
    Path::new(&format!("/proc/{id}")).exists()
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(60), "never {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A daemon with its interview over: the notes form lies there.
fn settled() -> (World, world::Running) {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    world.once(INVITED);
    let running = world.desk.stay(ENDED);
    world.await_drafts("the notes form", |drafts| recipients(drafts) == [ME]);
    (world, running)
}

#[test]
fn one_helper_fetches_secrets_again_and_again_and_ends_with_the_daemon() {
    let (mut world, mut daemon) = settled();
    let helpers = children(daemon.id());
    assert_eq!(helpers.len(), 1, "the broker, and nobody else");
    let command = fs::read_to_string(format!("/proc/{}/cmdline", helpers[0])).unwrap();
    assert_eq!(command, "afterword\0secret-broker\0");
    // A new connection needs the password anew.
    let before = world.drafts();
    world.lab.restart();
    world.lab.raw().remove("Drafts", before[0].uid);
    wait_until("logged in again", || world.desk.daemon_log().contains("goes on"));
    assert_eq!(children(daemon.id()), helpers);
    daemon.kill();
    wait_until("the helper ended", || !there(helpers[0]));
}

#[test]
fn without_its_helper_the_daemon_ends_so_that_it_is_started_again() {
    let (mut world, mut daemon) = settled();
    let helpers = children(daemon.id());
    let killed = Command::new("kill").args(["-KILL", &helpers[0].to_string()]).status();
    assert!(killed.unwrap().success());
    world.lab.restart();
    wait_until("the daemon ended", || !daemon.runs());
    assert!(world.desk.daemon_log().contains("helper"), "{}", world.desk.daemon_log());
}

#[test]
fn the_helper_runs_nothing_but_what_is_configured() {
    use std::{io::Write as _, os::fd::OwnedFd, os::unix::net::UnixStream, process::Stdio};
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    let desk = Desk::with("");
    let mut broker = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .arg("secret-broker")
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mark = desk.path().join("mark");
    let mut say = |text: &str| {
        let length = u32::try_from(text.len()).unwrap().to_be_bytes();
        ours.write_all(&[&b"a"[..], &length, text.as_bytes()].concat()).unwrap();
    };
    say(r#"{"home":{"Password":["echo","hunter2"]}}"#);
    let touch = format!(r#"{{"away":{{"Password":["touch","{}"]}}}}"#, mark.display());
    for asked in ["away", touch.as_str(), "home"] {
        say(asked);
    }
    let mut answers = Vec::new();
    for _ in 0..3 {
        use std::io::Read as _;
        let mut head = [0; 5];
        ours.read_exact(&mut head).unwrap();
        let length = u32::from_be_bytes(head[1..].try_into().unwrap());
        let mut body = vec![0; length as usize];
        ours.read_exact(&mut body).unwrap();
        answers.push((head[0], String::from_utf8(body).unwrap()));
    }
    assert_eq!((answers[0].0, answers[1].0), (b'r', b'r'), "{answers:?}");
    assert_eq!(answers[2], (b's', "hunter2".to_owned()));
    assert!(!mark.exists());
    drop(ours);
    assert!(broker.wait().unwrap().success());
}

#[test]
fn the_keyring_is_asked_from_outside_the_sandbox() {
    let world = World::start();
    let text = world::account(&world.lab, "home", Path::new("unused"));
    let (account, _) = text.split_once("password").unwrap();
    world.desk.configure(&format!("{account}password = {{ keyring = true }}\n"));
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1));
    // No keyring runs here; that this is known means that a program was started to ask it.
    assert!(said(&output).contains("No keyring (Secret Service) answers"), "{}", said(&output));
}

#[test]
fn no_core_dump_is_made_of_the_daemon_or_its_helper() {
    let (_world, daemon) = settled();
    for id in [vec![daemon.id()], children(daemon.id())].concat() {
        let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"]);
        // What is not dumpable belongs to root, and no program of the same user may read it.
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(fs::metadata(format!("/proc/{id}/environ")).unwrap().uid(), 0);
    }
}

#[test]
fn a_maildir_is_kept_within_the_sandbox() {
    let (desk, mail) = Desk::with_maildir();
    fs::write(mail.join("cur/1.M1.host:2,S"), FOUNDRY.invite()).unwrap();
    let output = desk.run(&["run", "--once", "--at", ENDED]);
    assert!(output.status.success(), "{}", said(&output));
    let drafts: Vec<PathBuf> = fs::read_dir(mail.join(".Drafts/cur"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(drafts.len(), 1, "{}", said(&output));
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(&drafts[0]).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
}
