//! `neurone-cli work FILE.json train|predict N`: N updates, or predictions on a grid, and little else, so that their
//! instructions can be counted.

use std::{hint::black_box, path::PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use neurone::data::Extent;
use neurone::experiment::Experiment;
use neurone::train::{Learner, Pointwise, Run, Sequential};

use crate::train::read;

/// Cells along a side of the grid of `benches/works.js`, and the half-width that it covers.
const SIDE: usize = 100;
const REACH: f64 = 1.5;

pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let mut next = || args.next()?.context("usage: work FILE.json train|predict N").and_then(value);
    let (file, kind, n) = (PathBuf::from(next()?), next()?, next()?.parse()?);
    let experiment = read(&file)?;
    match kind.to_str() {
        Some("train") if experiment.cell.is_some() => train::<Sequential>(experiment, n),
        Some("train") => train::<Pointwise>(experiment, n),
        Some("predict") => predict(experiment, n),
        _ => bail!("expected train or predict"),
    }
}

fn value(argument: lexopt::Arg<'_>) -> Result<std::ffi::OsString> {
    match argument {
        Value(value) => Ok(value),
        other => Err(other.unexpected().into()),
    }
}

fn train<L: Learner>(experiment: Experiment, n: u64) -> Result<()> {
    black_box(Run::<L>::new(experiment)?.train_step(n)?);
    Ok(())
}

fn predict(experiment: Experiment, n: u64) -> Result<()> {
    let run = Run::<Pointwise>::new(experiment)?;
    let grid = Extent { x1: [-REACH, REACH], x2: [-REACH, REACH] }.cells(SIDE, SIDE);
    for _ in 0..n {
        black_box(run.predict(&grid)?);
    }
    Ok(())
}
