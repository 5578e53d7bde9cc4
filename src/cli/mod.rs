//! The command line: one file a command, arguments in, text or JSON out.

pub mod broker;
pub mod calendar;
pub mod check;
pub mod close;
pub mod deadline;
pub mod demo;
pub mod done;
pub mod inspect;
pub mod lint;
pub mod note;
pub mod offer;
pub mod password;
pub mod pause;
pub mod plan;
pub mod presets;
pub mod reasons;
pub mod rebuild;
pub mod replay;
pub mod replied;
pub mod review;
pub mod run;
pub mod said;
pub mod service;
pub mod snooze;
pub mod status;
pub mod terminal;
pub mod text;
pub mod timeline;
pub mod verdict;
pub mod view;
pub mod why;
pub mod withdraw;

use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    edge::{
        broker::Broker,
        files, keyring, load,
        sandbox::{self, Holds},
        secret,
    },
    etiquette::Policy,
    settings::Settings,
};

/// Keeps the right follow-up drafts after job interviews in your mailbox. It never sends anything.
#[derive(Debug, Parser)]
#[command(name = "afterword", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Plan(plan::Args),
    Presets(presets::Args),
    Rebuild(rebuild::Args),
    Status(status::Args),
    Why(why::Args),
    Review(review::Args),
    Deadline(deadline::Args),
    Replied(replied::Args),
    Done(done::Args),
    Note(note::Args),
    Offer(offer::Args),
    Snooze(snooze::Args),
    Pause(pause::Args),
    Resume(pause::ResumeArgs),
    Withdraw(withdraw::Args),
    Close(close::Args),
    Reopen(close::ReopenArgs),
    Calendar(calendar::Args),
    Check(check::Args),
    Inspect(inspect::Args),
    Lint(lint::Args),
    Text(text::Args),
    Password(password::Args),
    Service(service::Args),
    #[command(name = crate::edge::broker::COMMAND, hide = true)]
    Broker(broker::Args),
    #[command(name = keyring::READ_COMMAND, hide = true)]
    KeyringRead(password::ReadArgs),
    Replay(replay::Args),
    Demo(demo::Args),
}

/// Where the configuration and the database are.
#[derive(Debug, clap::Args)]
pub struct Shared {
    /// The configuration [default: $XDG_CONFIG_HOME/afterword/afterword.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database's folder [default: $XDG_STATE_HOME/afterword]
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
}

impl Shared {
    pub fn config(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(files::default_config)
    }

    pub fn state_dir(&self) -> PathBuf {
        self.state_dir.clone().unwrap_or_else(files::default_state_dir)
    }

    /// Reads the configuration.
    pub fn load(&self) -> Result<(Settings, Policy), Failure> {
        let wrong = |e: &dyn std::fmt::Display| Failure::Config(e.to_string());
        let settings = files::load(&self.config()).map_err(|e| wrong(&e))?;
        let policy = load::policy(&settings).map_err(|e| wrong(&e))?;
        Ok((settings, policy))
    }
}

/// Before any thread: starts the one process that may start programs, then gives up for good what
/// these settings do not need. Tells what of that the kernel enforces.
fn confine(settings: &Settings, state_dir: &Path) -> Result<(Option<Broker>, Holds), Failure> {
    sandbox::keep_private();
    let failed =
        |error| Failure::Other(format!("Start the helper that fetches passwords: {error}"));
    let broker = Broker::start(settings).map_err(failed)?;
    let plan = sandbox::Plan::of(settings, state_dir, secret::credentials_dir().as_deref());
    Ok((broker, sandbox::enter(plan)))
}

/// One thread is enough: what is slow is the network.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::other)
}

/// Why a command failed, by its exit status.
#[derive(Debug)]
pub enum Failure {
    /// The configuration is wrong: exit status 78 (EX_CONFIG), which systemd does not restart.
    Config(String),
    /// Standard output is closed: not worth a word.
    Output,
    /// Anything else: exit status 1.
    Other(String),
    /// Wrong arguments: exit status 2, as clap's own.
    Usage(String),
}

impl Failure {
    pub fn output(_: io::Error) -> Failure {
        Failure::Output
    }

    pub fn other(error: impl std::fmt::Display) -> Failure {
        Failure::Other(error.to_string())
    }
}

/// EX_CONFIG of sysexits.h.
const EXIT_CONFIG: u8 = 78;
const EXIT_USAGE: u8 = 2;

/// Parses the arguments, runs the command, and tells what went wrong.
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Run(args) => run::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Presets(args) => presets::run(&args),
        Command::Rebuild(args) => rebuild::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Deadline(args) => deadline::run(&args),
        Command::Replied(args) => replied::run(&args),
        Command::Done(args) => done::run(&args),
        Command::Note(args) => note::run(&args),
        Command::Offer(args) => offer::run(&args),
        Command::Snooze(args) => snooze::run(&args),
        Command::Pause(args) => pause::run(&args),
        Command::Resume(args) => pause::resume(&args),
        Command::Withdraw(args) => withdraw::run(&args),
        Command::Close(args) => close::run(&args),
        Command::Reopen(args) => close::reopen(&args),
        Command::Calendar(args) => calendar::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Text(args) => text::run(&args),
        Command::Password(args) => return password::run(&args),
        Command::Service(args) => return service::run(&args),
        Command::Broker(args) => broker::run(&args),
        Command::KeyringRead(args) => return password::read(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Demo(args) => demo::run(&args),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) | Err(Failure::Output) => ExitCode::FAILURE,
        Err(Failure::Config(text)) => complain(&text, ExitCode::from(EXIT_CONFIG)),
        Err(Failure::Other(text)) => complain(&text, ExitCode::FAILURE),
        Err(Failure::Usage(text)) => complain(&text, ExitCode::from(EXIT_USAGE)),
    }
}

fn complain(text: &str, code: ExitCode) -> ExitCode {
    warn(text);
    code
}

/// Tells something on standard error.
#[expect(clippy::print_stderr, reason = "the one place where diagnostics are told")]
fn warn(text: &str) {
    eprintln!("afterword: {text}");
}
