//! The exercises of `www/presets.json`, carried out: every one trains, and those of TensorFlow Playground
//! end where its own code does.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::experiment::Experiment;
use neurone::train::{Metrics, Trainer};
use serde_json::Value;

/// As many runs as the medians to compare with were taken from.
const SEEDS: core::ops::RangeInclusive<u32> = 1..=10;

/// TensorFlow Playground draws from other streams, so medians of ten runs are compared as distributions:
/// a loss may be this many times larger or smaller, or lie among all but the extreme ones of ours (where it is small,
/// medians of ten differ by a factor of 5 among themselves: `tfp_spiral_features`, 100 seeds), ...
const LOSS_FACTOR: f64 = 3.0;
/// ... losses below this are the same, ...
const LOSS_FLOOR: f64 = 0.005;
/// ... and an accuracy may lie this far off.
const ACCURACY_TOLERANCE: f64 = 0.05;

fn list() -> Value {
    serde_json::from_str(include_str!("../www/presets.json")).unwrap()
}

/// The experiment of a preset: its own fields over those of all.
fn experiment(list: &Value, preset: &Value) -> Experiment {
    let mut fields = list["base"].as_object().unwrap().clone();
    fields.extend(preset["experiment"].as_object().unwrap().clone());
    Experiment::from_value(&fields.into()).unwrap()
}

fn presets(list: &Value) -> &[Value] {
    list["presets"].as_array().unwrap()
}

/// The end of the run with these seeds.
fn train(experiment: &Experiment, seed: u32) -> Metrics {
    let experiment = Experiment { seed: Some(seed), data_seed: Some(seed), ..experiment.clone() };
    let steps = experiment.n_iter;
    Trainer::new(experiment).unwrap().train_step(steps).unwrap()
}

fn median(sorted: &[f64]) -> f64 {
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

#[test]
fn names_are_unique_and_every_preset_trains() {
    let list = list();
    let mut names: Vec<_> = presets(&list).iter().map(|preset| preset["name"].as_str().unwrap()).collect();
    for preset in presets(&list) {
        let experiment = experiment(&list, preset);
        let mut trainer = Trainer::new(experiment.clone()).unwrap();
        let before = trainer.evaluate().loss;
        let after = trainer.train_step(experiment.n_iter.min(2500)).unwrap().loss;
        assert!(after < before, "{}: {before} to {after}", preset["name"]);
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), presets(&list).len());
}

#[test]
fn the_exercises_of_tensorflow_playground_end_where_they_do_there() {
    let list = list();
    let mut misses = Vec::new();
    let mut compared = 0;
    for preset in presets(&list).iter().filter(|preset| !preset["expected"].is_null()) {
        let experiment = experiment(&list, preset);
        let runs: Vec<_> = SEEDS.map(|seed| train(&experiment, seed)).collect();
        let sorted = |of: fn(&Metrics) -> f64| {
            let mut values: Vec<_> = runs.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let measured = [
            ("loss", sorted(|run| run.loss)),
            ("test_loss", sorted(|run| run.test_loss.unwrap())),
            ("test_accuracy", sorted(|run| run.test_accuracy.unwrap())),
        ];
        println!("{}: {measured:?}, expected {}", preset["name"], preset["expected"]);
        for (name, sorted) in measured {
            let ours = median(&sorted);
            let Some(theirs) = preset["expected"][name].as_f64() else { continue };
            compared += 1;
            let fits = if name == "test_accuracy" {
                (ours - theirs).abs() <= ACCURACY_TOLERANCE
            } else {
                let alike = ours <= theirs * LOSS_FACTOR && ours >= theirs / LOSS_FACTOR;
                let among = (sorted[1]..=sorted[sorted.len() - 2]).contains(&theirs);
                alike || among || ours.max(theirs) < LOSS_FLOOR
            };
            if !fits {
                misses.push(format!("{}: {name} {ours}, there {theirs}", preset["name"]));
            }
        }
    }
    assert!(misses.is_empty(), "{misses:#?}");
    assert_eq!(compared, 25);
}
