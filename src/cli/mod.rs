//! The command line: one file a command, arguments in, text or JSON out.

pub mod demo;
pub mod replay;

use std::{io, process::ExitCode};

use clap::{Parser, Subcommand};

/// Keeps the right follow-up drafts after job interviews in your mailbox. It never sends anything.
#[derive(Debug, Parser)]
#[command(name = "afterword", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Replay(replay::Args),
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
        Command::Demo(args) => demo::run(&args),
        Command::Replay(args) => replay::run(&args),
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
