//! A full disk, a sync that fails, a folder that cannot be written, a database that is locked.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, chown},
    path::PathBuf,
    process::{Command, Output},
};

use rusqlite::Connection;

use super::{database, refused};
use crate::world::{ENDED, INVITED, THANKS, World, mails::FOUNDRY, said};

/// A disk that fails when told to.
struct Disk {
    library: PathBuf,
    fault: PathBuf,
}

impl Disk {
    fn under(world: &World) -> Disk {
        let library = world.desk.path().join("fault.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/disk/fault.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-w", "-o"]).arg(&library).arg(source).arg("-ldl");
        let made = compiler.status().unwrap();
        assert!(made.success());
        Disk { library, fault: world.desk.path().join("fault") }
    }

    fn fails(&self, how: &str, does: bool) {
        let file = self.fault.with_extension(how);
        if does { fs::write(file, "").unwrap() } else { fs::remove_file(file).unwrap() }
    }

    fn run(&self, world: &World, arguments: &[&str]) -> Output {
        let mut command = world.desk.afterword(arguments);
        command.env("LD_PRELOAD", &self.library).env("AFTERWORD_FAULT", &self.fault);
        command.output().unwrap()
    }
}

/// Fails in the middle of a story, then not any more: nothing is written meanwhile, and every draft
/// once after it.
fn fails_and_recovers(how: &str, telling: &str) {
    let world = World::start();
    let disk = Disk::under(&world);
    world.deliver(&FOUNDRY.invite());
    assert!(disk.run(&world, &["run", "--once", "--at", INVITED]).status.success());
    disk.fails(how, true);
    for hour in [ENDED, THANKS] {
        let output = disk.run(&world, &["run", "--once", "--at", hour]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(telling), "{}", said(&output));
        assert!(world.drafts().is_empty(), "nothing is written that is not recorded");
    }
    disk.fails(how, false);
    for _ in 0..2 {
        let output = disk.run(&world, &["run", "--once", "--at", THANKS]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(world.drafts().len(), 3);
    }
}

#[test]
fn on_a_full_disk_no_draft_is_made_and_each_once_when_there_is_room() {
    fails_and_recovers("full", "the disk is full");
}

#[test]
fn where_a_sync_fails_no_draft_is_made_and_each_once_when_it_works() {
    fails_and_recovers("sync", "cannot use");
}

#[test]
fn a_disk_that_is_full_at_the_first_start_leaves_nothing_that_a_later_start_trips_over() {
    let world = World::start();
    let disk = Disk::under(&world);
    disk.fails("full", true);
    let output = disk.run(&world, &["run", "--once", "--at", INVITED]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("the disk is full"), "{}", said(&output));
    disk.fails("full", false);
    let output = disk.run(&world, &["run", "--once", "--at", INVITED]);
    assert!(output.status.success(), "{}", said(&output));
}

/// Root may write anywhere: there the program runs as "nobody".
#[test]
fn a_folder_that_cannot_be_written_is_refused_with_what_to_do() {
    const NOBODY: u32 = 65534;
    let world = World::start();
    world.once(INVITED);
    let dir = world.desk.state_dir();
    let root = fs::metadata("/proc/self").map(|own| {
        use std::os::unix::fs::MetadataExt as _;
        own.uid() == 0
    });
    let mut command = world.desk.afterword(&["run", "--once", "--at", ENDED]);
    if root.unwrap() {
        let files: Vec<PathBuf> = world.desk.remembered().into_keys().collect();
        for path in files.iter().chain([&dir, &world.desk.path().to_owned()]) {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let program = world.desk.path().join("afterword");
        fs::copy(env!("CARGO_BIN_EXE_afterword"), &program).unwrap();
        let mut stepped = Command::new("setpriv");
        stepped.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        stepped.args(command.get_args()).env_clear().env("PATH", "/usr/bin:/bin");
        command = stepped;
    }
    let writable = |does: bool| {
        let (folder, file) = if does { (0o700, 0o600) } else { (0o500, 0o400) };
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).unwrap();
        for path in world.desk.remembered().into_keys() {
            fs::set_permissions(path, fs::Permissions::from_mode(file)).unwrap();
        }
        fs::set_permissions(&dir, fs::Permissions::from_mode(folder)).unwrap();
    };
    writable(false);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let text = said(&output);
    assert!(text.contains("read-only") && text.contains("--state-dir"), "{text}");
    writable(true);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_locked_database_is_told_and_waited_for() {
    let world = World::start();
    world.deliver(&FOUNDRY.invite());
    world.once(INVITED);
    let other = Connection::open(database(&world.desk)).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let text = refused(&world.desk, &["run", "--once", "--at", THANKS]);
    assert!(text.contains("locked"), "{text}");
    assert!(world.drafts().is_empty());
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    assert_eq!(world.once(THANKS).len(), 3);
}

#[test]
fn a_database_of_a_newer_version_is_refused_by_every_command_and_left_as_it_is() {
    let world = World::start();
    world.once(INVITED);
    let raw = Connection::open(database(&world.desk)).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    let before = fs::read(database(&world.desk)).unwrap();
    let commands: [&[&str]; 5] =
        [&["run", "--once"], &["status"], &["plan"], &["rebuild"], &["check"]];
    for command in commands {
        let text = refused(&world.desk, command);
        assert!(text.contains("update afterword"), "{command:?}: {text}");
    }
    assert_eq!(fs::read(database(&world.desk)).unwrap(), before);
}
