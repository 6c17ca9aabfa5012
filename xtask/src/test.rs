//! `cargo xtask test`: every check, stage by stage.

use core::time::Duration;
use std::{process::ExitCode, time::Instant};

use anyhow::{Result, anyhow};
use lexopt::prelude::*;

use crate::{
    enter_root, process,
    stages::{Setup, Stage, stages},
    tally::Tally,
    tools::{ENGINES, Engine},
};

/// Runs every stage, those after a failed one too, in all engines or only in those that were named.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut engines: Vec<&Engine> = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("engine") => engines.push(engine(&args.value()?.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if engines.is_empty() {
        engines.extend(&ENGINES);
    }
    enter_root()?;
    ctrlc::set_handler(|| {
        process::end_watched();
        std::process::exit(130);
    })?;

    let setup = Setup::new(&engines)?;
    let results: Vec<_> = stages(&engines).into_iter().map(|stage| run(stage, &setup)).collect();
    Ok(summary(&results, &engines))
}

fn engine(name: &str) -> Result<&'static Engine> {
    let names = ENGINES.each_ref().map(|engine| engine.name).join(", ");
    ENGINES
        .iter()
        .find(|engine| engine.name == name)
        .ok_or_else(|| anyhow!("no engine {name}: there are {names}"))
}

/// A stage that is over.
struct Outcome {
    name: String,
    tally: Tally,
    time: Duration,
}

fn run(stage: Stage, setup: &Setup) -> Outcome {
    println!("\n== {} ==", stage.name);
    let start = Instant::now();
    let mut tally = (stage.run)(setup).unwrap_or_else(|error| {
        println!("{error:#}");
        Tally::one(false)
    });
    if tally.failed == 0 && tally.passed < stage.minimum {
        println!("{} tests passed: there were {} at least", tally.passed, stage.minimum);
        tally.failed = 1;
    }
    Outcome { name: stage.name, tally, time: start.elapsed() }
}

/// Prints a line for each stage and, last, the total.
fn summary(results: &[Outcome], engines: &[&Engine]) -> ExitCode {
    let mut total = Tally::default();
    println!();
    for Outcome { name, tally, time } in results {
        let failed = if tally.failed > 0 { format!("  {} FAILED", tally.failed) } else { String::new() };
        println!("{name:<24} {:>5} passed {:>7.1} s{failed}", tally.passed, time.as_secs_f64());
        total += *tally;
    }
    for left_out in ENGINES.iter().filter(|engine| !engines.iter().any(|chosen| chosen.name == engine.name)) {
        println!("NOT TESTED in {}: left out by --engine", left_out.name);
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
