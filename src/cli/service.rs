//! `afterword service`: puts the user service of systemd into place, or takes it away.
//!
//! Starts nothing by itself: it says which command does.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::edge::{
    files::{self, ConfigError},
    service::{self, Service, Supports},
};

/// sysexits.h: EX_CONFIG.
const EXIT_CONFIG: u8 = 78;

/// Installs or removes the user service of systemd.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  afterword service install && systemctl --user enable --now afterword
  afterword service install --config ~/mail/afterword.toml
  systemctl --user status afterword
  afterword service uninstall")]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Writes the unit for this binary; run it again after an update or a new Maildir.
    Install(InstallArgs),
    /// Stops the service and removes what install wrote.
    Uninstall,
}

#[derive(Debug, clap::Args)]
pub struct InstallArgs {
    /// The configuration of the service [default: ~/.config/afterword/afterword.toml].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The state folder of the service [default: ~/.local/state/afterword].
    #[arg(long, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,
}

pub fn run(args: &Args) -> ExitCode {
    let folder = files::config_home().join("systemd/user");
    let result = match &args.action {
        Action::Install(install) => {
            plan(install).and_then(|(service, warning)| installed(&service, &folder, warning))
        }
        Action::Uninstall => uninstalled(&folder),
    };
    match result {
        Ok(text) => {
            io::stdout().write_all(text.as_bytes()).ok();
            ExitCode::SUCCESS
        }
        Err((status, text)) => {
            writeln!(io::stderr(), "afterword: {text}").ok();
            ExitCode::from(status)
        }
    }
}

type Failure = (u8, String);

/// What to install, and a warning.
fn plan(args: &InstallArgs) -> Result<(Service, Option<String>), Failure> {
    let program = std::env::current_exe()
        .map_err(|error| (1, format!("Find this program's own path: {error}")))?;
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // The user manager does not see the shell's XDG variables: what differs from the usual is
    // named.
    let home = files::home();
    let config = args.config.clone().unwrap_or_else(files::default_config);
    let config = absolute(&config);
    let state_dir = args.state_dir.clone().unwrap_or_else(files::default_state_dir);
    let state_dir = absolute(&state_dir);
    let (settings, warning) = match files::load(&config) {
        Ok(settings) => (Some(settings), None),
        Err(error @ ConfigError::Missing(_)) if args.config.is_none() => {
            (None, Some(error.to_string()))
        }
        Err(error) => return Err((EXIT_CONFIG, error.to_string())),
    };
    let (writable, runs_programs) = match &settings {
        Some(settings) => service::needs(settings, &state_dir),
        // Nothing is known yet: keep the home directory writable.
        None => (vec![state_dir.clone()], true),
    };
    let service = Service {
        program,
        config: Some(config).filter(|path| *path != home.join(".config/afterword/afterword.toml")),
        state_dir: Some(state_dir).filter(|path| *path != home.join(".local/state/afterword")),
        writable,
        runs_programs,
    };
    Ok((service, warning))
}

fn installed(service: &Service, folder: &Path, warning: Option<String>) -> Result<String, Failure> {
    let supports = service::supports();
    let written = service
        .install(folder, supports)
        .map_err(|error| (1, format!("Write the unit to {}: {error}", folder.display())))?;
    let mut text = String::new();
    for file in written {
        writeln!(text, "wrote {}", file.display()).ok();
    }
    let Supports { namespaces, .. } = supports;
    if !namespaces {
        text.push_str(
            "Unprivileged user namespaces are not available here: the unit goes without \
             hardening.conf.\n",
        );
    }
    if let Some(warning) = warning {
        writeln!(text, "Note: {warning}.").ok();
    }
    if !service::systemctl(&["daemon-reload"]) {
        text.push_str(
            "No user manager of systemd answers in this session; log in again, or run \
             systemctl --user daemon-reload there.\n",
        );
    }
    text.push_str(
        "\nStart it now and at each log-in:  systemctl --user enable --now afterword\n\
         After an update of the program:   systemctl --user restart afterword\n\
         To keep it running while you are logged out:  loginctl enable-linger\n",
    );
    Ok(text)
}

fn uninstalled(folder: &Path) -> Result<String, Failure> {
    service::systemctl(&["disable", "--now", service::UNIT_NAME]);
    let removed = service::uninstall(folder)
        .map_err(|error| (1, format!("Remove the unit from {}: {error}", folder.display())))?;
    service::systemctl(&["daemon-reload"]);
    let mut text = String::new();
    for file in &removed {
        writeln!(text, "removed {}", file.display()).ok();
    }
    if removed.is_empty() {
        text.push_str("The service was not installed.\n");
    } else {
        text.push_str("Your configuration, what is remembered and your drafts stay.\n");
    }
    Ok(text)
}
