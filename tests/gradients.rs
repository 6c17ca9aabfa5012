//! Every gradient against central differences, over every activation, depth and set of features.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::experiment::Experiment;
use neurone::experiment::{FIELDS, Kind};
use neurone::train::Trainer;
use serde_json::{Value, json};

/// The names that a field of choices takes: a new activation is checked without being listed here.
fn choices(name: &str) -> &'static [&'static str] {
    match FIELDS.iter().find(|field| field.name == name).unwrap().kind {
        Kind::Choice(choices) | Kind::Choices(choices) => choices,
        _ => panic!("{name} has no choices"),
    }
}

fn trainer(experiment: &Value) -> Trainer {
    Trainer::new(Experiment::from_value(experiment).unwrap()).unwrap()
}

fn loss_at(experiment: &Value, parameters: &[f64]) -> f64 {
    let mut experiment = experiment.clone();
    experiment["parameters"] = json!(parameters);
    trainer(&experiment).evaluate().loss
}

/// A central difference with h = 1e-5 is off by about h^2 = 1e-10 and by the rounding of the loss over
/// h, 1e-11; 1e-7 of the largest gradient finds every wrong formula. A kink of ReLU between two of the
/// points would show; these seeds have none.
#[test]
fn gradients_agree_with_differences() {
    let features = [json!(["x1", "x2"]), json!(choices("features"))];
    let mut checked = 0;
    for activation in choices("activation") {
        for hidden in [json!([]), json!([3]), json!([4, 3]), json!([2, 3, 2])] {
            for features in &features {
                let experiment = json!({
                    "dataset": "circles", "n_samples": 21, "data_seed": 3, "seed": 5,
                    "features": features, "hidden": hidden, "activation": activation,
                });
                check(&experiment);
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 8 * choices("activation").len());
}

fn check(experiment: &Value) {
    let mut trainer = trainer(experiment);
    let parameters = trainer.mlp().values.clone();
    let gradients = trainer.gradients().to_vec();
    let largest = gradients.iter().fold(0.0_f64, |largest, g| largest.max(g.abs()));
    assert!(largest > 1e-3, "{experiment}: nothing to compare");
    let h = 1e-5;
    for (i, gradient) in gradients.iter().enumerate() {
        let at = |h: f64| {
            let mut moved = parameters.clone();
            moved[i] += h;
            loss_at(experiment, &moved)
        };
        let difference = (at(h) - at(-h)) / (2.0 * h);
        let error = (gradient - difference).abs() / largest;
        assert!(error < 1e-7, "{experiment} parameter {i}: {gradient}, differences {difference}");
    }
}
