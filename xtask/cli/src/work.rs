//! `neurone-cli work FILE.json train|predict|picture N`: N updates, predictions on a grid or pictures, and little
//! else, so that their instructions can be counted.

use core::hint::black_box;
use std::{ffi::OsString, path::PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use neurone::data::Extent;
use neurone::experiment::Experiment;
use neurone::train::{Learner, Pointwise, Run, Sequential};

use crate::train::read;

/// The grid of `benches/works.js`: its cells along a side, and what it covers.
const SIDE: usize = 100;
const EXTENT: Extent = Extent { x1: [-1.5, 1.5], x2: [-1.5, 1.5] };

pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let mut next = || args.next()?.context("usage: work FILE.json train|predict|picture N").and_then(value);
    let (file, kind, n) = (PathBuf::from(next()?), next()?, next()?.parse()?);
    let experiment = read(&file)?;
    match kind.to_str() {
        Some("train") if experiment.cell.is_some() => train::<Sequential>(experiment, n),
        Some("train") => train::<Pointwise>(experiment, n),
        Some("predict") => predict(experiment, n),
        Some("picture") => draw(experiment, n),
        _ => bail!("expected train, predict or picture"),
    }
}

fn value(argument: lexopt::Arg<'_>) -> Result<OsString> {
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
    let grid = EXTENT.cells(SIDE, SIDE);
    for _ in 0..n {
        black_box(run.predict(&grid)?);
    }
    Ok(())
}

fn draw(experiment: Experiment, n: u64) -> Result<()> {
    let run = Run::<Pointwise>::new(experiment)?;
    for _ in 0..n {
        black_box(run.picture(&EXTENT, SIDE, SIDE));
    }
    Ok(())
}
