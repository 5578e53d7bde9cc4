//! What the kernel lets us do (Landlock): TCP to the ports of the mail servers, files where they
//! are needed, and no program. [`Plan`] says it as a value; [`enter`] makes it so, for good.
//!
//! Knows nothing of mail. Not covered are UDP (names are looked up with it), Unix sockets (journal,
//! systemd), and what is already open. Programs that print a secret are started by the `broker`.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible as _, NetPort,
    Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope,
    path_beneath_rules,
};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask,
};

use super::fate;
use crate::settings::{Account, Auth, SecretSource, Settings};

/// The newest rights that are asked for; a kernel that knows fewer grants what it knows.
const RIGHTS: ABI = ABI::V7;

/// What the C library reads to find a server's address, what TLS trusts, time zones. Folders, since
/// their files are replaced whole: a new `resolv.conf` must not be out of reach.
const SYSTEM: [&str; 17] = [
    "/dev/null",
    "/dev/random",
    "/dev/urandom",
    "/etc",
    "/gnu/store",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/proc/sys/kernel",
    "/proc/uptime",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/local/share",
    "/usr/share",
];
/// Files that may be links to somewhere else; the folder they lie in is read then.
const LINKS: [&str; 4] = [
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/resolv.conf",
    "/etc/ssl/certs/ca-certificates.crt",
];
/// What else names certificates and time zones.
const VARIABLES: [&str; 3] = ["SSL_CERT_DIR", "SSL_CERT_FILE", "TZDIR"];

/// What is allowed; everything else is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// TCP ports to connect to.
    pub ports: BTreeSet<u16>,
    /// Files and folders to read; nothing may be executed.
    pub reads: BTreeSet<PathBuf>,
    /// Folders to read and write.
    pub writes: BTreeSet<PathBuf>,
    /// Files are moved between folders.
    pub moves: bool,
}

impl Plan {
    /// What these settings need. `credentials` is where systemd put the secrets of the service.
    pub fn of(settings: &Settings, state_dir: &Path, credentials: Option<&Path>) -> Plan {
        let mut plan = Plan { reads: SYSTEM.map(PathBuf::from).into(), ..Plan::default() };
        plan.writes.insert(state_dir.to_owned());
        for account in settings.accounts.values() {
            match account {
                Account::Imap(imap) => {
                    plan.ports.insert(imap.port);
                    plan.reads.extend(imap.ca_file.clone());
                    if let Auth::Password(SecretSource::Credential(_)) = imap.auth {
                        plan.reads.extend(credentials.map(Path::to_owned));
                    }
                }
                Account::Maildir(maildir) => {
                    plan.writes.insert(maildir.path.clone());
                    plan.moves = true;
                }
            }
        }
        plan
    }

    /// The ports in words: "TCP to port 993 alone".
    fn network(&self) -> String {
        let ports: Vec<String> = self.ports.iter().map(u16::to_string).collect();
        match ports.as_slice() {
            [] => "no TCP".to_owned(),
            [port] => format!("TCP to port {port} alone"),
            ports => format!("TCP to the ports {} alone", ports.join(" and ")),
        }
    }
}

/// What the kernel enforces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// All of it; says what.
    Fully(String),
    /// Files and programs, but not the network.
    WithoutNetwork,
    /// Nothing; says why.
    Nothing(String),
}

impl Holds {
    pub fn fully(&self) -> bool {
        matches!(self, Holds::Fully(_))
    }

    /// One line for people.
    pub fn words(&self) -> String {
        match self {
            Holds::Fully(network) => {
                format!("the kernel allows {network}, no other program, and only the files needed")
            }
            Holds::WithoutNetwork => "the kernel keeps us from other programs and from files, but \
                                      knows no rule for TCP ports: Linux 6.7 and newer does"
                .to_owned(),
            Holds::Nothing(why) => format!(
                "the kernel does not hold us back ({why}): that we never send rests on the \
                 program alone"
            ),
        }
    }
}

/// Memory may hold a password: it goes into no core dump, and no other program of the user's may
/// read it. What we make is ours alone.
pub fn keep_private() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Both forbid no more than they name, so that a refusal is nothing to stop for.
    setrlimit(Resource::Core, none).ok();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).ok();
    umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Gives up everything else, for this thread and all that come after it: call it before there are
/// others.
pub fn enter(mut plan: Plan) -> Holds {
    plan.reads.extend(LINKS.into_iter().filter_map(folder_behind));
    plan.reads.extend(VARIABLES.into_iter().filter_map(env::var_os).map(PathBuf::from));
    let kernel = Kernel::ask();
    if !kernel.files {
        return Holds::Nothing("it has no Landlock: Linux 5.13 and newer can".to_owned());
    }
    if plan.moves && !kernel.moves {
        let why = "its Landlock would keep a Maildir from being written: Linux 5.19 and newer can";
        return Holds::Nothing(why.to_owned());
    }
    match restrict(&plan, &kernel) {
        Ok(RulesetStatus::NotEnforced) => Holds::Nothing("it refused the rules".to_owned()),
        Ok(_) if !kernel.network => Holds::WithoutNetwork,
        Ok(_) => Holds::Fully(plan.network()),
        Err(error) => Holds::Nothing(error.to_string()),
    }
}

/// What this kernel has rules for.
struct Kernel {
    files: bool,
    /// Before Linux 5.19 a restricted process moved no file between folders, as a Maildir must.
    moves: bool,
    /// Since Linux 6.7.
    network: bool,
}

impl Kernel {
    /// Asks it; a test may make it know less.
    fn ask() -> Kernel {
        let strict = || Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
        let less = fate::kernel();
        Kernel {
            files: strict().handle_access(AccessFs::Execute).is_ok() && less != Some("none"),
            moves: strict().handle_access(AccessFs::Refer).is_ok(),
            network: strict().handle_access(AccessNet::ConnectTcp).is_ok() && less.is_none(),
        }
    }
}

fn restrict(plan: &Plan, kernel: &Kernel) -> Result<RulesetStatus, RulesetError> {
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    // What the kernel does not know of this is left out.
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(RIGHTS))?
        .scope(scopes())?;
    if kernel.network {
        rules = rules.handle_access(AccessNet::from_all(RIGHTS))?;
    }
    let mut rules = rules
        .create()?
        .add_rules(path_beneath_rules(&plan.reads, read))?
        .add_rules(path_beneath_rules(&plan.writes, read | writing()))?;
    if kernel.network {
        let ports = plan.ports.iter().map(|port| NetPort::new(*port, AccessNet::ConnectTcp));
        rules = rules.add_rules(ports.map(Ok::<_, RulesetError>))?;
    }
    Ok(rules.restrict_self()?.ruleset)
}

/// Files and folders may come, change, move and go.
fn writing() -> BitFlags<AccessFs> {
    AccessFs::MakeDir
        | AccessFs::MakeReg
        | AccessFs::Refer
        | AccessFs::RemoveDir
        | AccessFs::RemoveFile
        | AccessFs::Truncate
        | AccessFs::WriteFile
}

/// No signal to anybody outside, no abstract socket, but where systemd itself listens on one
/// (sd_notify(3): a leading "@").
fn scopes() -> BitFlags<Scope> {
    let abstract_notify = env::var_os("NOTIFY_SOCKET")
        .is_some_and(|socket| socket.as_encoded_bytes().starts_with(b"@"));
    if abstract_notify { Scope::Signal.into() } else { Scope::Signal | Scope::AbstractUnixSocket }
}

/// The folder that a link really leads to; `None` for the root folder.
fn folder_behind(link: &str) -> Option<PathBuf> {
    let target = fs::canonicalize(link).ok()?;
    target.parent().filter(|folder| folder.parent().is_some()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(accounts: &str) -> Plan {
        let text = format!(
            "[me]\nname = \"R\"\naddresses = [\"r@me.example\"]\nzone = \"UTC\"\n{accounts}"
        );
        let settings = Settings::parse(&text, "test").unwrap();
        Plan::of(&settings, Path::new("/s/afterword"), Some(Path::new("/run/credentials/a")))
    }

    fn beyond_the_system(plan: &Plan) -> Vec<&Path> {
        let system = |path: &&Path| SYSTEM.iter().any(|known| Path::new(known) == *path);
        plan.reads.iter().map(PathBuf::as_path).filter(|path| !system(path)).collect()
    }

    #[test]
    fn only_the_ports_of_the_accounts_can_be_reached() {
        let two = plan(
            "[account.a]\nhost = \"h\"\nuser = \"r\"\npassword = { keyring = true }\n\
             [account.b]\nhost = \"i\"\nport = 1143\ntls = \"starttls\"\nuser = \"r\"\n\
             password = { credential = \"c\" }\nca_file = \"/c/ca.pem\"\n",
        );
        assert_eq!(two.ports, BTreeSet::from([993, 1143]));
        assert_eq!(two.network(), "TCP to the ports 993 and 1143 alone");
        assert_eq!(two.writes, BTreeSet::from(["/s/afterword".into()]));
        let files = ["/c/ca.pem", "/run/credentials/a"].map(Path::new);
        assert_eq!(beyond_the_system(&two), files);
        assert!(!two.moves);
    }

    #[test]
    fn a_maildir_is_written_and_needs_no_network() {
        let local = plan("[account.a]\nmaildir = \"/m/local\"\n");
        assert!(local.ports.is_empty() && local.moves);
        assert_eq!(local.network(), "no TCP");
        let folders = ["/m/local", "/s/afterword"].map(PathBuf::from);
        assert_eq!(local.writes, BTreeSet::from(folders));
        assert!(beyond_the_system(&local).is_empty());
    }

    #[test]
    fn a_home_directory_is_never_read() {
        let all = plan("[account.a]\nhost = \"h\"\nuser = \"r\"\npassword = { keyring = true }\n");
        for path in all.reads.iter().chain(&all.writes) {
            for private in ["/home/r", "/root", "/var/spool", "/usr/sbin", "/usr/bin", "/tmp"] {
                assert!(!Path::new(private).starts_with(path), "{}", path.display());
            }
        }
    }

    #[test]
    fn a_kernel_that_gives_less_is_told_with_what_would_help() {
        assert!(Holds::WithoutNetwork.words().contains("Linux 6.7"));
        assert!(Holds::Nothing("it has no Landlock".into()).words().contains("no Landlock"));
        assert!(Holds::Fully("TCP to port 993 alone".into()).words().contains("port 993"));
    }
}
