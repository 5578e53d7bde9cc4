//! The command line: one file a command, arguments in, text or JSON out.

mod inspect;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Watches a mailbox for interview invites and keeps ready follow-up drafts. Never sends.
#[derive(Debug, Parser)]
#[command(name = "afterword", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says what each mail is, seen alone, and which words made it so.
    Inspect(inspect::Inspect),
}

pub fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Inspect(arguments) => inspect::run(&arguments),
    }
}
