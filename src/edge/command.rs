//! Runs a configured program and takes the first line that it prints.
//!
//! No shell, no input, a time limit. What the program prints is a secret: it goes nowhere else.

use std::{
    process::{ExitStatus, Stdio},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::{Trouble, secret::Secret};

/// Long enough for a touch on a hardware key, short enough to notice a prompt that nobody sees.
pub const WAIT_MAX: Duration = Duration::from_secs(30);
/// A longer line is no password and no token.
const LINE_BYTES_MAX: u64 = 16 * 1024;

/// What a finished program said.
pub(super) struct Printed {
    pub status: ExitStatus,
    pub line: Secret,
}

/// The first line that `argv` prints; every failure is a log-in problem.
pub async fn first_line(what: &str, argv: &[String]) -> Result<Secret, Trouble> {
    let program = argv.first().map(String::as_str).unwrap_or_default();
    let hint = "run it by hand to see why";
    let Printed { status, line } = print(argv, WAIT_MAX).await.map_err(|fault| match fault {
        Fault::NotStarted(error) => {
            Trouble::Refuse(format!("The {what} \"{program}\" cannot be started: {error}"))
        }
        Fault::TooSlow => Trouble::Refuse(format!(
            "The {what} \"{program}\" took longer than {} s: does it wait for an answer? {hint}",
            WAIT_MAX.as_secs()
        )),
    })?;
    if !status.success() {
        return Err(Trouble::Refuse(format!("The {what} \"{program}\" failed ({status}): {hint}")));
    }
    if line.expose().is_empty() {
        return Err(Trouble::Refuse(format!("The {what} \"{program}\" printed nothing: {hint}")));
    }
    Ok(line)
}

pub(super) enum Fault {
    NotStarted(std::io::Error),
    TooSlow,
}

/// Runs `argv` to its end, or kills it at the limit.
pub(super) async fn print(argv: &[String], limit: Duration) -> Result<Printed, Fault> {
    let Some((program, arguments)) = argv.split_first() else {
        return Err(Fault::NotStarted(std::io::ErrorKind::InvalidInput.into()));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(Fault::NotStarted)?;
    match timeout(limit, finish(&mut child)).await {
        Ok(Ok(printed)) => Ok(printed),
        Ok(Err(error)) => Err(Fault::NotStarted(error)),
        Err(_) => {
            // Reaped too, so that no zombie is left behind.
            child.kill().await.ok();
            Err(Fault::TooSlow)
        }
    }
}

async fn finish(child: &mut Child) -> std::io::Result<Printed> {
    let mut line = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        let mut stdout = BufReader::new(stdout.take(LINE_BYTES_MAX));
        stdout.read_until(b'\n', &mut line).await?;
        // A program that prints more is read on, or it would die of a closed pipe; one that leaves
        // a child behind with the pipe open is not waited for.
        let mut rest = Vec::new();
        let status = tokio::select! {
            status = child.wait() => status?,
            _ = stdout.read_to_end(&mut rest) => child.wait().await?,
        };
        rest.fill(0);
        return Ok(Printed { status, line: secret_line(line) });
    }
    Ok(Printed { status: child.wait().await?, line: secret_line(line) })
}

fn secret_line(bytes: Vec<u8>) -> Secret {
    let text = Secret::new(String::from_utf8(bytes).unwrap_or_default());
    Secret::new(text.expose().trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(argv: &[&str], limit: Duration) -> Result<(bool, String), &'static str> {
        let argv: Vec<String> = argv.iter().map(|s| (*s).to_owned()).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        match runtime.block_on(print(&argv, limit)) {
            Ok(printed) => Ok((printed.status.success(), printed.line.expose().to_owned())),
            Err(Fault::NotStarted(_)) => Err("not started"),
            Err(Fault::TooSlow) => Err("too slow"),
        }
    }

    fn refusal(argv: &[&str]) -> String {
        let argv: Vec<String> = argv.iter().map(|s| (*s).to_owned()).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        match runtime.block_on(first_line("password command", &argv)) {
            Err(Trouble::Refuse(text)) => text,
            _ => panic!("not refused"),
        }
    }

    #[test]
    fn the_password_is_the_first_line_without_its_end() {
        let limit = Duration::from_secs(10);
        let first = |script| run(&["sh", "-c", script], limit);
        assert_eq!(
            first("echo ' pass word '; echo login: robin"),
            Ok((true, " pass word ".into()))
        );
        assert_eq!(first("printf 'secret\\r\\n'"), Ok((true, "secret".into())));
        assert_eq!(first("printf secret"), Ok((true, "secret".into())));
        assert_eq!(first("echo secret; sleep 60 &"), Ok((true, "secret".into())));
        assert_eq!(first("cat; echo no input"), Ok((true, "no input".into())));
        assert_eq!(run(&["echo", "$HOME; id"], limit), Ok((true, "$HOME; id".into())));
    }

    #[test]
    fn a_command_that_hangs_is_killed() {
        assert_eq!(run(&["sleep", "60"], Duration::from_millis(50)), Err("too slow"));
        assert_eq!(run(&["/no/such/program"], WAIT_MAX), Err("not started"));
    }

    #[test]
    fn a_command_that_fails_is_refused_with_its_status_and_not_its_output() {
        let text = refusal(&["sh", "-c", "echo hunter2; exit 3"]);
        assert!(text.contains("exit status: 3") && text.contains("by hand"), "{text}");
        assert!(!text.contains("hunter2"));
        assert!(refusal(&["true"]).contains("printed nothing"));
        assert!(refusal(&["/no/such/program"]).contains("cannot be started"));
    }
}
