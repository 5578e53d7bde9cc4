//! The command line: one file a command, arguments in, text or JSON out.

use std::process::ExitCode;

pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
