//! `cargo xtask bench`: how fast the ten works of `benches/works.js` are, beside what the machine can do at all.
//! `cargo xtask frames`: whether the page keeps its time while it trains.

use std::{ffi::OsString, fs, path::Path, process::Command};

use anyhow::{Context, Result};
use lexopt::prelude::*;

use crate::{
    enter_root,
    module::{self, target_dir},
    process::run,
    server, target,
    tools::{self, ENGINES, locate},
};

const PROBE: &str = "benches/probe.wat";

/// Where the works are done.
#[derive(PartialEq)]
enum Place {
    Node,
    Chromium,
    /// Natively, under callgrind, which counts instructions.
    Callgrind,
}

/// Builds the module and measures it in Node, with `--browser` in headless Chromium instead; with `--callgrind` counts
/// instructions of native code. The other options are those of `benches/main.js`.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let (mut options, mut place): (Vec<OsString>, Place) = (Vec::new(), Place::Node);
    while let Some(arg) = args.next()? {
        match arg {
            Long("browser") => place = Place::Chromium,
            Long("callgrind") => place = Place::Callgrind,
            Long(name @ ("rounds" | "only" | "json" | "against" | "growth")) => {
                options.push(format!("--{name}").into());
                options.push(args.value()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    enter_root()?;
    let target_dir = target_dir()?;
    if place == Place::Callgrind {
        run(Command::new("cargo").args(["build", "--release", "--package", "neurone-cli"]))?;
        let program = target_dir.join("release/neurone-cli");
        return run(Command::new("node").args(["benches/main.js", "--callgrind"]).arg(program).args(options));
    }
    module::build(target::ensure(&target_dir)?, &target_dir)?;
    let probe = target_dir.join("probe.wasm");
    fs::write(&probe, wat::parse_file(PROBE).context(PROBE)?)?;
    options.extend(["--probe".into(), probe.into()]);

    let mut node = Command::new("node");
    node.arg("benches/main.js").args(options);
    if place == Place::Chromium {
        with_chromium(&mut node, &target_dir)?;
    }
    run(&mut node)
}

/// Builds the page and trains everything that has a name in headless Chromium. The options are those of
/// `benches/frames.js`.
pub(crate) fn frames(mut args: lexopt::Parser) -> Result<()> {
    let mut node = Command::new("node");
    node.arg("benches/frames.js");
    while let Some(arg) = args.next()? {
        match arg {
            Long(name @ ("only" | "pace" | "seconds" | "json")) => {
                node.arg(format!("--{name}"));
                node.arg(args.value()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    enter_root()?;
    let target_dir = target_dir()?;
    module::build(target::ensure(&target_dir)?, &target_dir)?;
    with_chromium(&mut node, &target_dir)?;
    run(&mut node)
}

/// Tells a script where the page is served and how Chromium is driven.
fn with_chromium(node: &mut Command, target_dir: &Path) -> Result<()> {
    let chromium = ENGINES.iter().find(|engine| engine.name == "chromium").context("no chromium")?;
    tools::ensure(&[chromium], target_dir)?;
    if let Some((variable, driver)) = chromium.driver {
        node.env(variable, locate(driver, target_dir));
    }
    node.args(["--browser", &server::start(".".into())?]);
    Ok(())
}
