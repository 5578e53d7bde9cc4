//! The command line: one file a command, arguments in, text or JSON out.

pub mod password;
pub mod service;

use std::process::ExitCode;

pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
