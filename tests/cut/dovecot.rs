//! The program and a real Dovecot, with a proxy between them that cuts.

use std::{
    fs,
    time::{Duration, Instant},
};

use afterword::{mailbox::Digest, settings::Tls};

use crate::{
    Played,
    lab::{
        Lab, PASSWORD, USER,
        proxy::{Cut, Direction, Proxy, WAYS},
    },
    mixed, played,
    world::{
        ANSWERED, CHASER, Desk, Draft, THANKS, UPDATED, World,
        mails::{BAKERY, FOUNDRY},
        password_file, said,
    },
};

/// The program's limits are divided by this until the cut: 200 ms of silence are enough.
const HURRY: &str = "300";
const CUTS: u64 = 300;
const CUTS_PART: u64 = 16;
/// Cuts of the daemon that stays, in each hour.
const ROUNDS: u64 = 40;
const ROUNDS_PART: u64 = 3;
/// A dialogue is about as long.
const DIALOGUE: u64 = 9_000;
const PATIENCE: Duration = Duration::from_secs(60);

fn how_many(all: u64, part: u64) -> u64 {
    match played() {
        Played::All => all,
        Played::One(_) => 0,
        Played::Part => part,
    }
}

/// What lies there, without UIDs; what carries `\Deleted` is gone.
fn contents(drafts: &[Draft]) -> Vec<(String, Digest)> {
    let live = drafts.iter().filter(|d| !d.flags.iter().any(|flag| flag == "\\Deleted"));
    let mut all: Vec<_> = live.map(|d| (d.id.clone(), Digest::of(&d.bytes))).collect();
    all.sort();
    all
}

/// A server, and a desk whose account is reached through the proxy.
fn through(tls: Tls) -> (World, Proxy) {
    let (lab, desk) = (Lab::start(), Desk::with(""));
    let reached = lab.account_by(tls);
    let proxy = Proxy::start(reached.port);
    let password = password_file(&desk, PASSWORD);
    let place = match (tls, reached.ca_file) {
        (Tls::None, _) => "host = \"127.0.0.1\"\ntls = \"none\"".to_owned(),
        (_, ca) => format!("host = \"localhost\"\nca_file = \"{}\"", ca.unwrap().display()),
    };
    desk.configure(&format!(
        "[account.home]\n{place}\nport = {}\nuser = \"{USER}\"\n\
         password = {{ command = [\"cat\", \"{}\"] }}\n",
        proxy.port(),
        password.display()
    ));
    (World { lab, desk }, proxy)
}

#[test]
fn the_program_is_cut_off_from_a_real_server_and_ends_as_if_it_had_not_been() {
    let count = how_many(CUTS, CUTS_PART);
    let mut cuts = 0;
    for (tls, share) in [(Tls::None, count - count / 4), (Tls::Implicit, count / 4)] {
        let (world, proxy) = through(tls);
        world.deliver(&FOUNDRY.invite());
        proxy.arm(None);
        let right = contents(&world.once(THANKS));
        let said = [Direction::ToServer, Direction::ToClient].map(|way| (way, proxy.passed(way)));
        for n in 0..share {
            clear(&world);
            let dice = mixed(n << 8 | share);
            let (direction, bytes) = said[(dice % 2) as usize];
            let way = WAYS[(dice >> 8) as usize % WAYS.len()];
            let cut = Cut { direction, at: (dice >> 16) % bytes, way };
            proxy.arm(Some(cut));
            let mut command = world.desk.afterword(&["run", "--once", "--at", THANKS]);
            command.env("AFTERWORD_HURRY", HURRY).output().unwrap();
            cuts += u64::from(!proxy.armed());
            proxy.arm(None);
            let left = contents(&world.once(THANKS));
            assert_eq!(left, right, "{tls:?}, {cut:?}");
        }
    }
    eprintln!("cut: the program and Dovecot: {cuts} cuts");
    assert!(cuts >= count / 2);
}

/// Nothing was ever drafted.
fn clear(world: &World) {
    for draft in world.drafts() {
        world.lab.raw().remove("Drafts", draft.uid);
    }
    fs::remove_dir_all(world.desk.state_dir()).unwrap();
}

/// A mail that has nothing to do with any of it: something to talk about.
fn noise(n: u64) -> Vec<u8> {
    format!(
        "From: Ida <ida@friends.example>\nTo: <sam.ferris@home.example>\nSubject: Sunday {n}\n\
         Date: Fri, 2 Oct 2026 08:00:00 +0000\nMessage-ID: <noise.{n}@friends.example>\n\n\
         Hello,\n\nthe bread is in the oven.\n"
    )
    .into_bytes()
}

#[test]
fn a_daemon_that_stays_is_cut_off_again_and_again_and_keeps_the_same_drafts() {
    let rounds = how_many(ROUNDS, ROUNDS_PART);
    let (world, proxy) = through(Tls::None);
    let quiet = World::start();
    let mut cuts = 0;
    let hours = [
        (THANKS, Some(FOUNDRY.invite())),
        (UPDATED, Some(FOUNDRY.update())),
        (CHASER, Some(BAKERY.invite())),
        (ANSWERED, Some(FOUNDRY.reply())),
    ];
    for (index, (hour, mail)) in (0..).zip(hours) {
        if let Some(mail) = &mail {
            world.deliver(mail);
            quiet.deliver(mail);
        }
        let right = contents(&quiet.once(hour));
        let cut = |n: u64| {
            let dice = mixed(index << 32 | n);
            let direction = [Direction::ToServer, Direction::ToClient][(dice % 2) as usize];
            let way = WAYS[(dice >> 8) as usize % WAYS.len()];
            Cut { direction, at: (dice >> 16) % DIALOGUE, way }
        };
        proxy.arm((rounds > 0).then(|| cut(0)));
        let mut command = world.desk.afterword(&["run", "--at", hour]);
        let mut daemon = world.desk.start(command.env("AFTERWORD_HURRY", HURRY));
        for n in 1..=rounds {
            let start = Instant::now();
            world.deliver(&noise(index << 32 | n));
            while proxy.armed() {
                assert!(daemon.runs(), "{}", world.desk.daemon_log());
                assert!(start.elapsed() < PATIENCE, "never cut: {}", world.desk.daemon_log());
                std::thread::sleep(Duration::from_millis(5));
            }
            cuts += 1;
            proxy.arm((n < rounds).then(|| cut(n)));
        }
        world.await_drafts("as in peace", |drafts| contents(drafts) == right);
        assert!(daemon.stop());
        let left = contents(&world.once(hour));
        assert_eq!(left, right, "at {hour}: {}", said(&world.desk.run(&["why", FOUNDRY.name])));
    }
    eprintln!("cut: the daemon and Dovecot: {cuts} cuts");
}
