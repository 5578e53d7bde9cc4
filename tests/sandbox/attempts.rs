//! The attempts themselves, asked of a debug build by its environment.

use std::{
    collections::BTreeSet,
    fs,
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::PermissionsExt as _,
};

use landlock::{AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _};

use super::world::{INVITED, World, said};

const DENIED: &str = "Permission denied (os error 13)";
/// Ports for sending mail.
const SENDING: [u16; 4] = [25, 465, 587, 2525];

struct Kernel {
    files: bool,
    network: bool,
}

fn kernel() -> Kernel {
    let strict = || Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
    Kernel {
        files: strict().handle_access(AccessFs::Execute).is_ok(),
        network: strict().handle_access(AccessNet::ConnectTcp).is_ok(),
    }
}

/// What each attempt came to, on the first thread and on another.
struct Outcome {
    log: String,
}

impl Outcome {
    /// A run that makes these attempts, with this kernel to believe in.
    fn of(world: &World, attempts: &[String], kernel: &str) -> Outcome {
        let mut run = world.desk.afterword(&["run", "--once", "--at", INVITED]);
        run.env("AFTERWORD_ATTEMPT", attempts.join("\n")).env("AFTERWORD_KERNEL", kernel);
        let output = run.output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        Outcome { log: said(&output) }
    }

    fn all(&self, attempt: &str) -> [String; 2] {
        ["the first", "another"].map(|whose| {
            let head = format!("attempt on {whose} thread: {attempt}: ");
            let line = self.log.lines().find_map(|line| line.split_once(&head));
            line.unwrap_or_else(|| panic!("no {head:?} in\n{}", self.log)).1.to_owned()
        })
    }

    fn is(&self, attempt: &str, how: &str) {
        assert_eq!(self.all(attempt), [how, how], "{attempt}");
    }
}

/// The ports for sending, as many of them as this user may listen on, and one that anybody may.
fn listen() -> Vec<TcpListener> {
    let ports = SENDING.into_iter().chain([0]);
    ports.filter_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()).collect()
}

#[test]
fn from_inside_the_daemon_no_port_for_sending_is_reached_and_no_sendmail_started() {
    let (world, kernel) = (World::start(), kernel());
    let listeners = listen();
    let open: Vec<u16> = listeners.iter().map(|l| l.local_addr().unwrap().port()).collect();
    let sendmail = world.desk.path().join("sendmail");
    fs::write(&sendmail, "#!/bin/sh\nexit 0\n").unwrap();
    fs::set_permissions(&sendmail, fs::Permissions::from_mode(0o755)).unwrap();
    let connect = |port: u16| format!("connect 127.0.0.1:{port}");
    let ports: BTreeSet<u16> = SENDING.into_iter().chain(open.iter().copied()).collect();
    let programs = ["/bin/true".to_owned(), "/bin/sh".to_owned(), sendmail.display().to_string()];
    let programs = programs.map(|program| format!("execute {program}"));
    let mut attempts: Vec<String> = ports.iter().map(|port| connect(*port)).collect();
    attempts.push("execute /usr/sbin/sendmail".to_owned());
    attempts.push("bind 127.0.0.1:0".to_owned());
    attempts.extend(programs.iter().cloned());

    // Without the sandbox all of this can be done: the attempts are real.
    let free = Outcome::of(&world, &attempts, "none");
    open.iter().for_each(|port| free.is(&connect(*port), "done"));
    programs.iter().for_each(|program| free.is(program, "done"));
    for listener in &listeners {
        listener.set_nonblocking(true).unwrap();
        for _ in 0..2 {
            listener.accept().unwrap();
        }
    }

    let held = Outcome::of(&world, &attempts, "");
    if kernel.network {
        ports.iter().for_each(|port| held.is(&connect(*port), DENIED));
        held.is("bind 127.0.0.1:0", DENIED);
        assert!(listeners.iter().all(|listener| listener.accept().is_err()), "nobody knocked");
    } else {
        assert!(held.log.contains("Linux 6.7"), "{}", held.log);
        eprintln!("sandbox: NOT SHOWN, this kernel has no rule for ports: no port can be reached");
    }
    if kernel.files {
        programs.iter().for_each(|program| held.is(program, DENIED));
        let sent = held.all("execute /usr/sbin/sendmail");
        let missing = "No such file or directory (os error 2)";
        assert!(sent.iter().all(|how| how == DENIED || how == missing), "{sent:?}");
    } else {
        assert!(held.log.contains("no Landlock"), "{}", held.log);
        eprintln!("sandbox: NOT SHOWN, this kernel has no Landlock: no program can be started");
    }
}

#[test]
fn from_inside_the_daemon_only_its_own_files_are_read_and_written() {
    let (world, kernel) = (World::start(), kernel());
    let home = world.desk.path();
    fs::write(home.join("diary"), "private").unwrap();
    let file = |verb: &str, path: &str| format!("{verb} {}", home.join(path).display());
    let forbidden = [file("read", "diary"), file("write", "diary"), file("write", "new")];
    let port = world.lab.account().port;
    let allowed = [
        file("write", "state/own"),
        file("read", "state/own"),
        "read /etc/hosts".to_owned(),
        "read /proc/uptime".to_owned(),
        format!("read {}", world.lab.account().ca_file.unwrap().display()),
        format!("connect 127.0.0.1:{port}"),
    ];
    let attempts = [forbidden.as_slice(), &allowed].concat();
    let held = Outcome::of(&world, &attempts, "");
    allowed.iter().for_each(|attempt| held.is(attempt, "done"));
    if kernel.files {
        forbidden.iter().for_each(|attempt| held.is(attempt, DENIED));
        assert_eq!(fs::read_to_string(home.join("diary")).unwrap(), "private");
    } else {
        assert!(held.log.contains("no Landlock"), "{}", held.log);
        eprintln!("sandbox: NOT SHOWN, this kernel has no Landlock: only own files are read");
    }
}

#[test]
fn what_the_kernel_cannot_hold_is_said_once_in_the_log_and_in_check() {
    let world = World::start();
    let real = kernel();
    let words = [("", real.network), ("files", false), ("none", false)];
    for (less, holds) in words {
        let telling = match less {
            "none" => "no Landlock",
            "files" if real.files => "Linux 6.7",
            _ if holds => "TCP to port",
            _ => "kernel",
        };
        let log = Outcome::of(&world, &[], less).log;
        assert_eq!(log.matches(telling).count(), 1, "{log}");
        assert_eq!(log.contains("WARN"), !holds, "{log}");
        let mut check = world.desk.afterword(&["check"]);
        let output = check.env("AFTERWORD_KERNEL", less).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let lines = said(&output);
        let line = lines.lines().find(|line| line.starts_with("sandbox: ")).unwrap();
        assert!(line.contains(telling), "{line}");
    }
}
