//! `cargo xtask train FILE.json`: one experiment, natively.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::*;
use neurone::data::Measure;
use neurone::experiment::Experiment;
use neurone::nn::parameter_shapes;
use neurone::train::{History, Learner, Metrics, Passage, Pointwise, Run, Sequential};
use serde_json::{Map, Value, json};

use crate::print;

/// What `train` prints.
#[derive(Clone, Copy)]
enum Output {
    Metrics,
    Json,
    Gradients,
    Trace,
}

/// What is printed of a run, by what it trains.
trait Shown: Learner {
    /// `W1 (12, 2)`, `b1 (12, 1)`, ...: how the flat lists are to be cut, each matrix row by row.
    fn shapes(&self) -> Vec<String>;
    /// The accuracy, in the words of its kind.
    fn quality(&self, accuracy: f64) -> String;
    /// Every gradient at the present parameters.
    fn gradients(run: &mut Run<Self>) -> Vec<f64>;
    /// All states step by step.
    fn trace(run: &mut Run<Self>) -> Result<Value>;
}

impl Shown for Pointwise {
    fn shapes(&self) -> Vec<String> {
        let shapes = parameter_shapes("", &self.mlp().dims());
        shapes.iter().map(|s| shape(&s.name, s.rows, s.columns)).collect()
    }

    fn quality(&self, accuracy: f64) -> String {
        match self.points().n_classes {
            0 => format!("R^2 {accuracy:.4}"),
            _ => format!("accuracy {:.1} %", accuracy * 100.0),
        }
    }

    fn gradients(run: &mut Run<Self>) -> Vec<f64> {
        run.gradients().to_vec()
    }

    fn trace(_run: &mut Run<Self>) -> Result<Value> {
        bail!("--trace is for recurrent networks: the experiment names no cell")
    }
}

impl Shown for Sequential {
    fn shapes(&self) -> Vec<String> {
        let last = self.network().n_layers();
        let name = |name: &str, layer: usize| match last {
            1 => name.to_string(),
            _ if layer == last => name.to_string(),
            _ => format!("{name} of layer {}", layer + 1),
        };
        let matrices = self.network().matrices();
        matrices.iter().map(|m| shape(&name(&m.name, m.layer), m.rows, m.columns)).collect()
    }

    fn quality(&self, accuracy: f64) -> String {
        match self.sequences().measure() {
            Measure::Accuracy => format!("accuracy {:.1} %", accuracy * 100.0),
            Measure::MeanSquaredError => format!("mean squared error {accuracy:.6}"),
        }
    }

    fn gradients(run: &mut Run<Self>) -> Vec<f64> {
        run.gradients().to_vec()
    }

    fn trace(run: &mut Run<Self>) -> Result<Value> {
        let m = run.batch_size() as f64;
        let flow: Vec<_> = run
            .flow()
            .iter()
            .map(|layer| {
                json!({
                    "d_h": layer.iter().map(|step| step.d_h() / m).collect::<Vec<_>>(),
                    "d_c": layer.iter().map(|step| step.d_c() / m).collect::<Vec<_>>(),
                })
            })
            .collect();
        let passages: Vec<_> = run.passages().iter().map(passage).collect();
        Ok(json!({
            "experiment": run.experiment().to_value(),
            "shapes": run.learner().shapes(),
            "parameters": run.values(),
            "sequences": passages,
            "norms": flow,
        }))
    }
}

fn shape(name: &str, rows: usize, columns: usize) -> String {
    format!("{name} ({rows}, {columns})")
}

/// One sequence: `x`, `y`, `output` and, by layer, every gate and state, step by step.
fn passage(passage: &Passage) -> Value {
    let steps = |values: &[f64], n: usize| json!(values.chunks(values.len() / n.max(1)).collect::<Vec<_>>());
    let layer = |rows: &Vec<(&str, Vec<f64>)>| {
        let row = |(name, values): &(&str, Vec<f64>)| ((*name).to_string(), steps(values, passage.n_steps));
        Value::from(rows.iter().map(row).collect::<Map<_, _>>())
    };
    json!({
        "x": steps(&passage.x, passage.n_steps),
        "y": passage.y,
        "output": steps(&passage.output, passage.y.len()),
        "layers": passage.layers.iter().map(layer).collect::<Vec<_>>(),
    })
}

pub(crate) fn main(mut args: lexopt::Parser) -> Result<()> {
    let (mut file, mut output) = (None, Output::Metrics);
    while let Some(argument) = args.next()? {
        match argument {
            Long("json") => output = Output::Json,
            Long("gradients") => output = Output::Gradients,
            Long("trace") => output = Output::Trace,
            Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.context("usage: cargo xtask train FILE.json [--json | --gradients | --trace]")?;
    let experiment = read(&file).with_context(|| file.display().to_string())?;
    if experiment.cell.is_some() {
        train::<Sequential>(experiment, output)
    } else {
        train::<Pointwise>(experiment, output)
    }
}

fn train<L: Shown>(experiment: Experiment, output: Output) -> Result<()> {
    let mut run = Run::<L>::new(experiment)?;
    match output {
        Output::Gradients => print(&gradients(&mut run))?,
        Output::Trace => print(&L::trace(&mut run)?)?,
        Output::Json => {
            with_progress(&mut run)?;
            print(&result(&run))?;
        }
        Output::Metrics => {
            let metrics = with_progress(&mut run)?;
            let learner = run.learner();
            println!("iterations {}", metrics.step);
            println!("training  loss {}  {}", metrics.loss, learner.quality(metrics.accuracy));
            if let (Some(loss), Some(accuracy)) = (metrics.test_loss, metrics.test_accuracy) {
                println!("test      loss {loss}  {}", learner.quality(accuracy));
            }
            if let Some(score) = run.scores().records.last() {
                println!(
                    "scored    loss {}  {}  (after {})",
                    score.loss,
                    learner.quality(score.accuracy),
                    score.step
                );
            }
        }
    }
    Ok(())
}

/// The experiment of a file, in which nothing may be wrong, with the seeds that it leaves out drawn.
pub(crate) fn read(file: &Path) -> Result<Experiment> {
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
fn with_progress(run: &mut Run<impl Learner>) -> Result<Metrics> {
    let n_iter = run.experiment().n_iter;
    let bar =
        ProgressBar::new(n_iter).with_style(ProgressStyle::with_template("{bar:50} {pos}/{len}  {msg}")?);
    let mut metrics = run.evaluate();
    while metrics.step < n_iter {
        metrics = run.train_step((n_iter / 100).clamp(1, n_iter - metrics.step))?;
        bar.set_position(metrics.step);
        bar.set_message(format!("loss {:.6}", metrics.loss));
    }
    bar.finish_and_clear();
    Ok(metrics)
}

/// The run with everything needed to repeat it, the losses at the recorded steps and all parameters.
fn result(run: &Run<impl Shown>) -> Value {
    let records = |history: &History| history.records.iter().map(metrics_to_value).collect::<Vec<_>>();
    json!({
        "experiment": run.experiment().to_value(),
        "metrics": metrics_to_value(&run.evaluate()),
        "history": records(run.history()),
        "scores": records(run.scores()),
        "shapes": run.learner().shapes(),
        "parameters": run.values(),
    })
}

/// Loss and gradients at the initial parameters, in the order of the parameters.
fn gradients<L: Shown>(run: &mut Run<L>) -> Value {
    let loss = run.evaluate().loss;
    let gradients = L::gradients(run);
    json!({
        "experiment": run.experiment().to_value(),
        "loss": loss,
        "shapes": run.learner().shapes(),
        "parameters": run.values(),
        "gradients": gradients,
    })
}

fn metrics_to_value(metrics: &Metrics) -> Value {
    let mut value = json!({"step": metrics.step, "loss": metrics.loss, "accuracy": metrics.accuracy});
    if let (Some(loss), Some(accuracy)) = (metrics.test_loss, metrics.test_accuracy) {
        value["test_loss"] = json!(loss);
        value["test_accuracy"] = json!(accuracy);
    }
    value
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
        let mut run = Run::<Pointwise>::new(read(&path).unwrap()).unwrap();
        with_progress(&mut run).unwrap();
        let first = result(&run);
        assert_eq!(first["metrics"]["step"], 25);
        assert_eq!(first["history"].as_array().unwrap().len(), 26);

        fs::write(&path, first["experiment"].to_string()).unwrap();
        let mut run = Run::<Pointwise>::new(read(&path).unwrap()).unwrap();
        with_progress(&mut run).unwrap();
        assert_eq!(result(&run), first);
        fs::remove_file(path).unwrap();
    }

    /// One point at (2, -1) of class 1 with W = (0.5, -0.25), b = 0: z = 1.25, so that the loss is
    /// softplus(-z) and its gradient (a - 1) (x1, x2, 1), by hand.
    #[test]
    fn gradients_of_inline_data_and_parameters() {
        let text =
            r#"{"dataset": "points", "points": {"x": [[2, -1]], "y": [1]}, "parameters": [0.5, -0.25, 0]}"#;
        let path = file("gradients", text);
        let value = gradients(&mut Run::<Pointwise>::new(read(&path).unwrap()).unwrap());
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
