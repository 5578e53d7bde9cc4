//! The program against a real Dovecot, while it is killed, locked out and cut off.

use std::time::Duration;

use afterword::mailbox::Digest;

use crate::world::{
    CHASER, Desk, Draft, INVITED, THANKS, UPDATED, World,
    mails::{BAKERY, FOUNDRY, Firm, ME, OBSERVATORY, SHIPYARD},
    recipients, said,
};

const FIRMS: [Firm; 4] = [FOUNDRY, BAKERY, OBSERVATORY, SHIPYARD];

/// Kills at each hour of the story that has work to do.
const KILLS: usize = 12;

/// The same kills each time, so that a failure can be seen again.
const SEED: u64 = 0x9e37_79b9;

/// The hours of the story, and what has arrived by then.
fn chapters() -> [(&'static str, Vec<Vec<u8>>); 4] {
    [
        (THANKS, FIRMS.iter().map(Firm::invite).collect()),
        (UPDATED, FIRMS.iter().map(Firm::update).collect()),
        (CHASER, Vec::new()),
        ("2026-10-20T10:00:00Z", FIRMS.iter().map(Firm::reply).collect()),
    ]
}

/// Everything about a draft but its UID, in an order of its own. One that carries `\Deleted` is
/// gone: a kill between the flag and the expunging leaves it to the client.
fn contents(drafts: &[Draft]) -> Vec<(&str, &str, Digest)> {
    let there = drafts.iter().filter(|d| !d.flags.iter().any(|flag| flag == "\\Deleted"));
    let mut all: Vec<_> =
        there.map(|d| (d.id.as_str(), d.to.as_str(), Digest::of(&d.bytes))).collect();
    all.sort();
    all
}

#[test]
fn killed_at_any_moment_it_leaves_the_same_drafts_as_a_quiet_run() {
    let (quiet, stormy) = (World::start(), World::start());
    let mut chance = SEED;
    let mut made = 0;
    for (hour, mails) in chapters() {
        for mail in &mails {
            quiet.deliver(mail);
            stormy.deliver(mail);
        }
        let right = quiet.once(hour);
        for _ in 0..KILLS {
            let mut daemon = stormy.desk.stay(hour);
            std::thread::sleep(Duration::from_millis(5 + random(&mut chance) % 396));
            assert!(daemon.runs(), "it ended by itself: {}", stormy.desk.daemon_log());
            daemon.kill();
        }
        let drafts = stormy.once(hour);
        assert_eq!(contents(&drafts), contents(&right), "at {hour}: {}", story(&stormy));
        assert_eq!(contents(&stormy.once(hour)), contents(&right), "once more at {hour}");
        made += right.len();
    }
    assert!(made > FIRMS.len(), "the story must have drafts to lose");
}

/// What the program itself says of the whole story.
fn story(world: &World) -> String {
    FIRMS.iter().map(|firm| said(&world.desk.run(&["why", firm.name]))).collect()
}

fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn a_second_process_on_the_same_state_refuses_to_start() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    let first = world.desk.stay(THANKS);
    let drafts = world.await_drafts("drafted", |drafts| drafts.len() >= 2);
    let second = world.desk.run(&["run", "--once", "--at", THANKS]);
    assert_eq!(second.status.code(), Some(1), "{}", said(&second));
    assert!(said(&second).contains("already running"), "{}", said(&second));
    assert!(said(&second).contains("--state-dir"), "{}", said(&second));
    // To look is allowed.
    let plan = world.desk.run(&["plan", "--at", THANKS]);
    assert!(plan.status.success(), "{}", said(&plan));
    assert!(first.stop());
    assert_eq!(contents(&world.once(THANKS)), contents(&world.drafts()));
    assert!(world.drafts().len() >= drafts.len());
}

#[test]
fn a_server_that_went_and_came_back_is_watched_again() {
    let mut world = World::start();
    world.deliver(&FOUNDRY.invite());
    let mut daemon = world.desk.stay(THANKS);
    let to = |draft: &Draft, firm: Firm| draft.parent == firm.invite_id();
    world.await_drafts("drafted", |all| all.iter().filter(|d| to(d, FOUNDRY)).count() >= 2);
    world.lab.kill();
    std::thread::sleep(Duration::from_secs(1));
    assert!(daemon.runs(), "{}", world.desk.daemon_log());
    world.lab.restart();
    world.deliver(&BAKERY.invite());
    world.await_drafts("went on", |all| all.iter().filter(|d| to(d, BAKERY)).count() >= 2);
    assert!(daemon.stop());
}

#[test]
fn a_server_that_is_away_at_the_start_is_waited_for() {
    let mut world = World::start();
    world.deliver(&FOUNDRY.invite());
    world.lab.kill();
    let mut daemon = world.desk.stay(THANKS);
    std::thread::sleep(Duration::from_secs(1));
    assert!(daemon.runs(), "{}", world.desk.daemon_log());
    world.lab.restart();
    world.await_drafts("drafted", |drafts| drafts.len() >= 2);
}

#[test]
fn mail_that_comes_while_it_watches_is_acted_on_at_once() {
    let world = World::start();
    let daemon = world.desk.stay(THANKS);
    let log = world.desk.path().join("daemon.log");
    assert!(log.exists());
    world.deliver(&FOUNDRY.invite());
    world.await_drafts("drafted the first", |drafts| drafts.len() >= 2);
    world.deliver(&BAKERY.invite());
    world.await_drafts("drafted the second", |drafts| drafts.len() >= 4);
    assert!(daemon.stop());
}

#[test]
fn a_visit_to_a_server_that_is_away_fails_and_says_so() {
    let mut world = World::start();
    world.lab.kill();
    let output = world.desk.run(&["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("home: Connect"), "{}", said(&output));
    world.lab.restart();
    world.deliver(&FOUNDRY.invite());
    assert!(recipients(&world.once(THANKS)).contains(&ME));
}

#[test]
fn a_lost_database_finds_its_drafts_again() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    let drafts = world.once(THANKS);
    let other = Desk::with("");
    std::fs::copy(world.desk.config(), other.config()).unwrap();
    let again = World { lab: world.lab, desk: other };
    assert_eq!(again.once(THANKS), drafts, "adopted, not made again");
}

/// The program itself dies at a step; started again, it leaves what a quiet run leaves.
#[cfg(debug_assertions)]
#[test]
fn the_program_dies_at_a_step_and_ends_as_if_it_had_not() {
    // Its steps are fewer than this.
    const STEPS_MAX: u64 = 400;
    let quiet = World::start();
    quiet.deliver(&FOUNDRY.invite());
    let right = contents(&quiet.once(THANKS)).iter().map(|d| format!("{d:?}")).collect::<Vec<_>>();
    let mut world = World::start();
    world.deliver(&FOUNDRY.invite());
    let (mut points, stride) = (0, if super::all() { 1 } else { 13 });
    for step in (1 + super::mixed(0) % stride..STEPS_MAX).step_by(usize::try_from(stride).unwrap())
    {
        let fresh = Desk::with("");
        std::fs::copy(world.desk.config(), fresh.config()).unwrap();
        let used = std::mem::replace(&mut world.desk, fresh);
        let mut command = world.desk.afterword(&["run", "--once", "--at", THANKS]);
        let output = command.env("AFTERWORD_DIE_AT", step.to_string()).output().unwrap();
        let ended = output.status.success();
        let drafts = world.once(THANKS);
        let left: Vec<String> = contents(&drafts).iter().map(|d| format!("{d:?}")).collect();
        assert_eq!(left, right, "died at step {step}");
        for draft in drafts {
            world.lab.raw().remove("Drafts", draft.uid);
        }
        // The password lies in the first one.
        KEPT.with_borrow_mut(|kept| kept.push(used));
        if ended {
            break;
        }
        points += 1;
    }
    eprintln!("crash: the program and Dovecot: {points}");
    assert!(points > 5);
}

thread_local! {
    /// Folders that are named in a configuration that is in use.
    static KEPT: std::cell::RefCell<Vec<Desk>> = const { std::cell::RefCell::new(Vec::new()) };
}
