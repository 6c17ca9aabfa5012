//! Every gradient against central differences: each activation with each loss and output that fit
//! together, at several depths, with penalties.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::experiment::Experiment;
use neurone::nn::{Activation, Loss, Output};
use neurone::train::Trainer;
use serde_json::{Value, json};

fn trainer(experiment: &Value) -> Trainer {
    Trainer::new(Experiment::from_value(experiment).unwrap()).unwrap()
}

/// The loss with its penalties, (l1 |w| + l2 w^2 / 2) summed over the weights.
fn loss_at(experiment: &Value, parameters: &[f64]) -> f64 {
    let mut experiment = experiment.clone();
    experiment["parameters"] = json!(parameters);
    let trainer = trainer(&experiment);
    let weights = trainer.mlp().layers().iter().flat_map(|layer| &parameters[layer.weights()]);
    let Experiment { l1, l2, .. } = *trainer.experiment();
    trainer.evaluate().loss + weights.map(|w| l1 * w.abs() + l2 / 2.0 * w * w).sum::<f64>()
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
        assert!(error < 1e-6, "{experiment} parameter {i}: {gradient}, differences {difference}");
    }
}

/// A central difference with h = 1e-5 is off by about h^2 = 1e-10 and by the rounding of the loss over
/// h, 1e-11, both more where inputs reach 100; 1e-6 of the largest gradient finds every wrong formula. A kink of ReLU, of the hinge or of
/// |w| between two of the points would show; these seeds have none.
#[test]
fn gradients_agree_with_differences() {
    let mut checked = 0;
    for activation in Activation::NAMES {
        for (loss, output) in pairs() {
            for hidden in [json!([]), json!([4, 3])] {
                for (data, n_classes) in data(loss) {
                    check(&json!({
                        "dataset": data, "n_classes": n_classes, "n_samples": 13, "data_seed": 3, "seed": 11,
                        "noise": 0.1, "features": ["x1", "x2", "x1_x2"], "hidden": hidden, "init": "uniform",
                        "activation": activation, "loss": Loss::NAMES[loss as usize],
                        "output": Output::NAMES[output as usize], "l1": 0.01, "l2": 0.1,
                    }));
                    checked += 1;
                }
            }
        }
    }
    // Eleven pairs, and one more data set for cross-entropy.
    assert_eq!(checked, 2 * 12 * Activation::NAMES.len());
}

/// Every loss with every output that it can judge.
fn pairs() -> Vec<(Loss, Output)> {
    Loss::ALL.into_iter().flat_map(|loss| loss.outputs().iter().map(move |output| (loss, *output))).collect()
}

fn data(loss: Loss) -> Vec<(&'static str, usize)> {
    match loss {
        Loss::CrossEntropy => vec![("blobs", 2), ("blobs", 3)],
        _ => vec![("moons", 2)],
    }
}

#[test]
fn gradients_of_a_regression_and_of_inputs_of_every_kind() {
    for activation in ["tanh", "gelu"] {
        for loss in ["mse", "half_mse"] {
            check(&json!({
                "dataset": "gaussians", "n_samples": 21, "data_seed": 3, "seed": 5, "hidden": [2, 3, 2], "init": "uniform",
                "features": ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"],
                "activation": activation, "loss": loss, "output": "identity",
            }));
        }
    }
}
