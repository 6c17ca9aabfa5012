//! `cargo xtask staircase`: which cell learns which task, over seeds that nobody chose.

use std::{sync::Mutex, thread};

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::*;
use neurone::staircase::{Lane, N_SEEDS, staircase};
use neurone::train::SequenceTrainer;

/// What one seed came to: when it solved the task, and its last score.
type Outcome = (Option<u64>, f64);

pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let mut lanes = staircase();
    let mut named: Vec<String> = Vec::new();
    while let Some(argument) = args.next()? {
        match argument {
            Value(name) => named.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(unknown) = named.iter().find(|name| !lanes.iter().any(|lane| lane.name == **name)) {
        let names: Vec<_> = lanes.iter().map(|lane| lane.name).collect();
        bail!("no lane {unknown}: there are {}", names.join(", "));
    }
    lanes.retain(
        |lane| if named.is_empty() { lane.solved.is_some() } else { named.iter().any(|n| n == lane.name) },
    );
    println!(
        "{:<16} {:>7}  {:>9}  {:>6}  {:>19}  last score: least, median, most",
        "", "updates", "expected", "solved", "step: least-median-most"
    );
    let mut missed = Vec::new();
    for lane in &lanes {
        if !print_row(lane, &outcomes(lane, N_SEEDS)?) {
            missed.push(lane.name);
        }
    }
    if missed.is_empty() { Ok(()) } else { bail!("not as expected: {}", missed.join(", ")) }
}

/// Tries a lane with the seeds from 0 on, two at a time.
fn outcomes(lane: &Lane, n_seeds: u32) -> Result<Vec<Outcome>> {
    let seeds = Mutex::new(0..n_seeds);
    let next = || seeds.lock().ok()?.next();
    let work = || -> Result<Vec<(u32, Outcome)>> {
        core::iter::from_fn(next).map(|seed| Ok((seed, outcome(lane, seed)?))).collect()
    };
    let mut all = thread::scope(|scope| -> Result<Vec<_>> {
        let workers = [scope.spawn(work), scope.spawn(work)];
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.join().map_err(|_| anyhow!("a worker has ended"))??);
        }
        Ok(all)
    })?;
    all.sort_by_key(|(seed, _)| *seed);
    Ok(all.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Trains until the task is solved or its run is over.
fn outcome(lane: &Lane, seed: u32) -> Result<Outcome> {
    /// Updates from one score to the next, of which the last ones are needed to confirm.
    const PACE: u64 = 50;
    let mut experiment = lane.experiment.clone();
    (experiment.seed, experiment.data_seed) = (Some(seed), Some(seed));
    let n_iter = experiment.n_iter;
    let mut trainer = SequenceTrainer::new(experiment)?;
    while trainer.solved_at().is_none() && trainer.evaluate().step < n_iter + PACE {
        trainer.train_step(PACE)?;
    }
    let score = trainer.scores().records.last().map_or(f64::NAN, |metrics| metrics.accuracy);
    Ok((trainer.solved_at(), score))
}

/// One line; whether it is as expected.
fn print_row(lane: &Lane, outcomes: &[Outcome]) -> bool {
    let mut steps: Vec<_> = outcomes.iter().filter_map(|(step, _)| *step).collect();
    let mut scores: Vec<_> = outcomes.iter().map(|(_, score)| *score).collect();
    steps.sort_unstable();
    scores.sort_by(f64::total_cmp);
    let expected = match lane.solved {
        Some([low, high]) => format!("{low}-{high}"),
        None => String::from("-"),
    };
    let range = match (steps.first(), steps.last()) {
        (Some(first), Some(last)) => format!("{first}-{}-{last}", steps[steps.len() / 2]),
        _ => String::from("-"),
    };
    let [least, median, most] = [0, scores.len() / 2, scores.len() - 1].map(|i| scores[i]);
    let fits = lane.solved.is_none_or(|[low, high]| (low as usize..=high as usize).contains(&steps.len()));
    let mark = if fits { "" } else { "  <- not as expected" };
    println!(
        "{:<16} {:>7}  {expected:>9}  {:>3}/{:<2}  {range:>23}  {least:.4} {median:.4} {most:.4}{mark}",
        lane.name,
        lane.experiment.n_iter,
        steps.len(),
        outcomes.len()
    );
    fits
}
