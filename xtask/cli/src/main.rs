//! `cargo xtask train`, `thesis`, `staircase` and `schema`: the core, natively. `work` is for `cargo xtask bench`.

mod staircase;
mod train;
mod work;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::{Result, bail};
use lexopt::prelude::*;
use neurone::experiment::{Experiment, FIELDS, Field};
use neurone::thesis::{Preset, thesis};
use neurone::train::{Metrics, Trainer};
use serde_json::Value;

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: lexopt::Parser) -> Result<()> {
    match args.next()? {
        Some(Value(command)) if command == "train" => train::main(args),
        Some(Value(command)) if command == "thesis" => print_thesis(args),
        Some(Value(command)) if command == "staircase" => staircase::main(args),
        Some(Value(command)) if command == "schema" => print_schema(args),
        Some(Value(command)) if command == "work" => work::main(args),
        Some(other) => Err(other.unexpected().into()),
        None => bail!("expected train, thesis, staircase, schema or work"),
    }
}

/// Unlike `println`, no panic where the reader has gone.
fn print(value: &Value) -> Result<()> {
    Ok(writeln!(io::stdout(), "{value:#}")?)
}

/// Trains everything and prints the thesis' result beside ours; fails where they differ.
fn print_thesis(mut args: lexopt::Parser) -> Result<()> {
    if let Some(other) = args.next()? {
        return Err(other.unexpected().into());
    }
    println!(
        "{:<22} {:>7} {:>6} {:>7} {:>9} {:>7}  log loss",
        "", "section", "alpha", "iter.", "printed", "ours"
    );
    let mut different = 0;
    for preset in thesis() {
        let mut trainer = Trainer::new(preset.experiment.clone())?;
        let metrics = trainer.train_step(preset.experiment.n_iter)?;
        different += print_row(&preset, metrics, &trainer.mlp().values);
    }
    if different > 0 {
        bail!("{different} results differ from the thesis");
    }
    println!("every printed result is reached");
    Ok(())
}

/// One line for the accuracy and one for each printed parameter; how many differ.
fn print_row(preset: &Preset, metrics: Metrics, parameters: &[f64]) -> usize {
    let Experiment { learning_rate, n_iter, .. } = preset.experiment;
    let accuracy = metrics.accuracy * 100.0;
    let same = (accuracy - preset.printed_accuracy).abs() < 1e-9;
    let (name, section, printed) = (preset.name, preset.section, preset.printed_accuracy);
    let mark = if same { "" } else { "  <- differs" };
    let loss = metrics.loss;
    println!(
        "{name:<22} {section:>7} {learning_rate:>6} {n_iter:>7} {printed:>7} % {accuracy:>5.0} %  {loss:.12}{mark}"
    );
    let mut different = usize::from(!same);
    for ((name, printed), ours) in ["W1", "W2", "b"].iter().zip(preset.printed_parameters).zip(parameters) {
        let ours = format!("{ours:.8}");
        let mark = if ours == **printed { "" } else { "  <- differs" };
        println!("  {name:<2}  printed {printed:>11}  ours {ours:>11}{mark}");
        different += usize::from(ours != **printed);
    }
    different
}

fn print_schema(mut args: lexopt::Parser) -> Result<()> {
    if let Some(other) = args.next()? {
        return Err(other.unexpected().into());
    }
    print(&FIELDS.iter().map(Field::to_value).collect())
}
