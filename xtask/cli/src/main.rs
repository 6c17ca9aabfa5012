//! `cargo xtask train`, `thesis`, `staircase` and `schema`: the core, natively.

mod staircase;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::*;
use neurone::experiment::{Experiment, FIELDS, Field};
use neurone::nn::{Mlp, parameter_shapes};
use neurone::thesis::{Preset, thesis};
use neurone::train::{Metrics, Trainer};
use serde_json::{Value, json};

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
        Some(Value(command)) if command == "train" => train(args),
        Some(Value(command)) if command == "thesis" => print_thesis(args),
        Some(Value(command)) if command == "staircase" => staircase::main(args),
        Some(Value(command)) if command == "schema" => print_schema(args),
        Some(other) => Err(other.unexpected().into()),
        None => bail!("expected train, thesis, staircase or schema"),
    }
}

/// What `train` prints.
#[derive(Clone, Copy)]
enum Output {
    Metrics,
    Json,
    Gradients,
}

fn train(mut args: lexopt::Parser) -> Result<()> {
    let (mut file, mut output) = (None, Output::Metrics);
    while let Some(argument) = args.next()? {
        match argument {
            Long("json") => output = Output::Json,
            Long("gradients") => output = Output::Gradients,
            Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.context("usage: cargo xtask train FILE.json [--json | --gradients]")?;
    let mut trainer = Trainer::new(read(&file).with_context(|| file.display().to_string())?)?;
    match output {
        Output::Gradients => print(&gradients(&mut trainer))?,
        Output::Json => {
            with_progress(&mut trainer)?;
            print(&result(&trainer))?;
        }
        Output::Metrics => {
            let metrics = with_progress(&mut trainer)?;
            println!("iterations {}", metrics.step);
            println!("training  loss {}  {}", metrics.loss, score(&trainer, metrics.accuracy));
            if let (Some(loss), Some(accuracy)) = (metrics.test_loss, metrics.test_accuracy) {
                println!("test      loss {loss}  {}", score(&trainer, accuracy));
            }
        }
    }
    Ok(())
}

/// Accuracy, or R^2 where values are predicted.
fn score(trainer: &Trainer, accuracy: f64) -> String {
    match trainer.points().n_classes {
        0 => format!("R^2 {accuracy:.4}"),
        _ => format!("accuracy {:.1} %", accuracy * 100.0),
    }
}

/// Unlike `println`, no panic where the reader has gone.
fn print(value: &Value) -> Result<()> {
    Ok(writeln!(io::stdout(), "{value:#}")?)
}

/// The experiment of a file, in which nothing may be wrong, with the seeds that it leaves out drawn.
fn read(file: &Path) -> Result<Experiment> {
    let value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let (mut experiment, errors) = Experiment::parse(&value);
    if !errors.is_empty() {
        let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
        bail!("{}", lines.join("\n"));
    }
    experiment.draw_seeds(getrandom::u32)?;
    Ok(experiment)
}

/// Trains to the end of the run; the bar moves a hundred times.
fn with_progress(trainer: &mut Trainer) -> Result<Metrics> {
    let n_iter = trainer.experiment().n_iter;
    let bar =
        ProgressBar::new(n_iter).with_style(ProgressStyle::with_template("{bar:50} {pos}/{len}  {msg}")?);
    let mut metrics = trainer.evaluate();
    while metrics.step < n_iter {
        metrics = trainer.train_step((n_iter / 100).clamp(1, n_iter - metrics.step))?;
        bar.set_position(metrics.step);
        bar.set_message(format!("log loss {:.6}", metrics.loss));
    }
    bar.finish_and_clear();
    Ok(metrics)
}

/// The run with everything needed to repeat it, the losses at the recorded steps and all parameters.
fn result(trainer: &Trainer) -> Value {
    let records: Vec<_> = trainer.history().records.iter().map(metrics_to_value).collect();
    json!({
        "experiment": trainer.experiment().to_value(),
        "metrics": metrics_to_value(&trainer.evaluate()),
        "history": records,
        "shapes": shapes(trainer.mlp()),
        "parameters": trainer.mlp().values,
    })
}

/// Loss and gradients at the initial parameters, in the order of the parameters.
fn gradients(trainer: &mut Trainer) -> Value {
    let loss = trainer.evaluate().loss;
    let gradients = trainer.gradients().to_vec();
    json!({
        "experiment": trainer.experiment().to_value(),
        "loss": loss,
        "shapes": shapes(trainer.mlp()),
        "parameters": trainer.mlp().values,
        "gradients": gradients,
    })
}

/// `W1 (12, 2)`, `b1 (12, 1)`, ...: how the flat lists are to be cut, each matrix row by row.
fn shapes(mlp: &Mlp) -> Vec<String> {
    let shapes = parameter_shapes("", &mlp.dims());
    shapes.iter().map(|s| format!("{} ({}, {})", s.name, s.rows, s.columns)).collect()
}

fn metrics_to_value(metrics: &Metrics) -> Value {
    let mut value = json!({"step": metrics.step, "loss": metrics.loss, "accuracy": metrics.accuracy});
    if let (Some(loss), Some(accuracy)) = (metrics.test_loss, metrics.test_accuracy) {
        value["test_loss"] = json!(loss);
        value["test_accuracy"] = json!(accuracy);
    }
    value
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

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("neurone-cli-{name}-{}.json", std::process::id()));
        fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn a_result_holds_all_that_repeats_the_run() {
        let path = file("run", r#"{"hidden": [3], "n_iter": 25}"#);
        let mut trainer = Trainer::new(read(&path).unwrap()).unwrap();
        with_progress(&mut trainer).unwrap();
        let first = result(&trainer);
        assert_eq!(first["metrics"]["step"], 25);
        assert_eq!(first["history"].as_array().unwrap().len(), 26);

        fs::write(&path, first["experiment"].to_string()).unwrap();
        let mut trainer = Trainer::new(read(&path).unwrap()).unwrap();
        with_progress(&mut trainer).unwrap();
        assert_eq!(result(&trainer), first);
        fs::remove_file(path).unwrap();
    }

    /// One point at (2, -1) of class 1 with W = (0.5, -0.25), b = 0: z = 1.25, so that the loss is
    /// softplus(-z) and its gradient (a - 1) (x1, x2, 1), by hand.
    #[test]
    fn gradients_of_inline_data_and_parameters() {
        let text =
            r#"{"dataset": "points", "points": {"x": [[2, -1]], "y": [1]}, "parameters": [0.5, -0.25, 0]}"#;
        let path = file("gradients", text);
        let value = gradients(&mut Trainer::new(read(&path).unwrap()).unwrap());
        let a = neurone::math::sigmoid(1.25);
        assert_eq!(value["gradients"], json!([(a - 1.0) * 2.0, 1.0 - a, a - 1.0]));
        assert!((value["loss"].as_f64().unwrap() + neurone::math::ln(a)).abs() < 1e-15);
        assert_eq!(value["shapes"], json!(["W1 (1, 2)", "b1 (1, 1)"]));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_bad_file_names_every_fault() {
        let path = file("bad", r#"{"hidden": [8, 0], "noise": "much", "nose": 1}"#);
        let text = read(&path).unwrap_err().to_string();
        assert!(text.contains("hidden[1]: expected a number from 1 to 256, got 0"), "{text}");
        assert!(
            text.contains("noise: expected number, got \"much\"") && text.contains("nose: no such field"),
            "{text}"
        );
        fs::remove_file(path).unwrap();
    }
}
