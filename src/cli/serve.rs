//! `stellwerk serve`: the web application.

use crate::cli::files;
use crate::server::{Settings, serve};
use clap::Args;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[derive(Debug, Args)]
#[command(help_template = super::usage::TEMPLATE, override_usage = "stellwerk serve [ANGABEN]", next_help_heading = super::usage::HEADING)]
pub(super) struct Serve {
    #[command(flatten)]
    settings: Settings,
    /// Plandatei, mit der eine neue Datenbank beginnt (STELLWERK_PLAN), statt mit dem mitgelieferten Plan
    #[arg(long, env = "STELLWERK_PLAN", hide_env = true, value_name = "PLAN")]
    plan: Option<PathBuf>,
}

impl Serve {
    pub(super) fn run(self) -> Result<ExitCode, String> {
        start_log(&self.settings.log)?;
        let plan = self.plan.as_deref().map(files::plan).transpose()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("Das System gibt dem Programm keine Threads ({error})."))?;
        let ended = runtime.block_on(serve(self.settings, plan));
        // By now everything is stored. Looks ahead and simulations that are still being computed nobody waits for any more: some take
        // as long as a service manager waits before it kills.
        runtime.shutdown_background();
        ended.map_err(|error| error.to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Lines for people in a terminal, JSON for programs; on standard error, so that standard output stays readable.
fn start_log(level: &str) -> Result<(), String> {
    let filter = EnvFilter::try_new(level).map_err(|_| {
        format!("„{level}“ ist keine Protokollstufe; erlaubt sind error, warn, info, debug und trace, auch je Modul (stellwerk=debug,sqlx=warn).")
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().with_ansi(false).init();
    }
    Ok(())
}
