//! The build tool: `cargo xtask COMMAND`.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

mod bench;
mod debian;
mod dist;
mod module;
mod process;
mod serve;
mod server;
mod stages;
mod tally;
mod target;
mod test;
mod tools;

const USAGE: &str = "\
cargo xtask serve [--port N] [--open]                   build the page and serve it to this machine
cargo xtask test [--engine NAME]...                     run every check; chromium, firefox, webkit
cargo xtask bench [--browser | --callgrind] [--only W1,W2,...] [--rounds N] [--json FILE] [--against FILE] [--growth FILE.svg]   how fast it is
cargo xtask frames [--only NAME,...] [--pace full|calm] [--seconds N] [--json FILE]   whether the page keeps its time
cargo xtask dist FOLDER                                 build the page into a folder, for a host
cargo xtask sizes [--files]                             what the page fetches, gzipped, and when it is ready
cargo xtask train FILE.json [--json | --gradients | --trace]   train an experiment natively
cargo xtask thesis                                      train the thesis' experiments, beside its results
cargo xtask staircase [NAME]...                         try every cell on its task with 20 seeds, or those named
cargo xtask schema                                      what an experiment may say, as JSON";

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
    let command = match args.next()? {
        Some(Value(command)) => command,
        Some(other) if !matches!(other, Short('h') | Long("help")) => {
            bail!("{}\n\n{USAGE}", other.unexpected())
        }
        _ => OsString::from("help"),
    };
    match command.to_str() {
        Some("serve") => serve::main(args)?,
        Some("bench") => bench::main(args)?,
        Some("frames") => bench::frames(args)?,
        Some("dist") => dist::main(args)?,
        Some("sizes") => dist::sizes(args)?,
        Some("test") => return test::main(args),
        Some("train" | "thesis" | "staircase" | "schema") => return native(&command, args),
        Some("help") => println!("{USAGE}"),
        _ => bail!("no command {command:?}\n\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Hands over to the native commands: a crate of their own, compiled when one of them is called.
fn native(command: &OsStr, mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut cargo = Command::new("cargo");
    let status =
        cargo.args(["run", "--package", "neurone-cli", "--"]).arg(command).args(args.raw_args()?).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Goes to the root of the workspace, whatever folder the command was called from. Where it lies is asked
/// while running, not while compiling: clones that share a target directory share this program too.
fn enter_root() -> Result<()> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("this program is run by cargo")?;
    Ok(env::set_current_dir(Path::new(&package).join(".."))?)
}
