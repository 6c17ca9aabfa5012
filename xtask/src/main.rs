//! The build tool: `cargo xtask COMMAND`.

use std::{env, process::ExitCode};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

mod debian;
mod module;
mod process;
mod serve;
mod server;
mod target;

/// Where the workspace lies: `serve` and `test` run there, whatever folder they are called from.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

const USAGE: &str = "\
cargo xtask serve [--port N] [--open]    build the page and serve it on this machine
cargo xtask test [--engine NAME]...      run every check; engines: chromium, firefox, webkit";

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: lexopt::Parser) -> Result<ExitCode> {
    match args.next()? {
        None | Some(Short('h') | Long("help")) => println!("{USAGE}"),
        Some(Value(command)) if command == "serve" => serve::main(args)?,
        Some(other) => bail!("{}\n\n{USAGE}", other.unexpected()),
    }
    Ok(ExitCode::SUCCESS)
}

fn enter_root() -> Result<()> {
    env::set_current_dir(ROOT).context(ROOT)
}
