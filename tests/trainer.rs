//! What a run promises: divergence keeps the last finite parameters, edits replay, a snapshot resumes
//! to the bit, looking disturbs nothing, and a wrong experiment gives an error, never a panic.
#![expect(clippy::float_cmp, clippy::unwrap_used, reason = "a test may")]

use neurone::data::Extent;
use neurone::experiment::{Edit, Experiment};
use neurone::nn::Activation;
use neurone::train::{History, Trainer};
use neurone::{Error, thesis};
use serde_json::{Value, json};

fn experiment(value: Value) -> Experiment {
    let mut experiment = Experiment::from_value(&value).unwrap();
    experiment.draw_seeds(|| Ok::<_, Error>(0)).unwrap();
    experiment
}

fn trainer(value: Value) -> Trainer {
    Trainer::new(experiment(value)).unwrap()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

/// One point at 1e6 and identity layers: each step multiplies the weights until they overflow.
#[test]
fn divergence_names_the_step_and_keeps_the_last_finite_parameters() {
    let points = json!({"x": [[1e6, -1e6], [1e6, 1e6], [-1e6, 1e6]], "y": [1, 0, 0]});
    let start = json!({"dataset": "points", "points": points, "hidden": [3, 3, 3], "activation": "identity", "learning_rate": 1000});
    let mut diverging = trainer(start.clone());
    let Err(Error::Diverged { step }) = diverging.train_step(1000) else { panic!("it should diverge") };
    let kept = diverging.evaluate();
    assert_eq!(kept.step + 1, step);
    assert!(kept.loss.is_finite() && diverging.mlp().values.iter().all(|v| v.is_finite()));

    // The parameters are those of that many steps, and trying again gives the same answer.
    let mut again = trainer(start);
    again.train_step(kept.step).unwrap();
    assert_eq!(bits(&again.mlp().values), bits(&diverging.mlp().values));
    assert_eq!(diverging.train_step(1), Err(Error::Diverged { step }));
    assert_eq!(bits(&again.mlp().values), bits(&diverging.mlp().values));
}

#[test]
fn edits_replay_the_run() {
    let mut live = trainer(json!({"hidden": [5], "dataset": "circles"}));
    live.train_step(10).unwrap();
    live.set("learning_rate", &json!(0.7)).unwrap();
    live.set("learning_rate", &json!(0.5)).unwrap();
    live.train_step(15).unwrap();
    live.set("n_iter", &json!(77)).unwrap();
    live.set("learning_rate", &json!(0.01)).unwrap();
    live.train_step(5).unwrap();
    let edit = |step, value: f64| Edit { step, field: "learning_rate", value: json!(value) };
    assert_eq!(live.experiment().edits, [edit(10, 0.5), edit(25, 0.01)]);
    assert_eq!((live.experiment().learning_rate, live.experiment().n_iter), (0.1, 77));

    let mut replayed = Trainer::new(experiment(live.experiment().to_value())).unwrap();
    replayed.train_step(30).unwrap();
    assert_eq!(bits(&replayed.mlp().values), bits(&live.mlp().values));

    // Before the first step a change is simply the start; after a reset the last one is.
    live.reset();
    assert_eq!((live.experiment().learning_rate, live.experiment().edits.len()), (0.01, 0));
    live.set("learning_rate", &json!(0.2)).unwrap();
    assert_eq!((live.experiment().learning_rate, live.experiment().edits.len()), (0.2, 0));
}

#[test]
fn a_change_during_a_replay_forgets_the_rest_of_it() {
    let edits = json!([{"step": 5, "field": "learning_rate", "value": 0.3}, {"step": 20, "field": "learning_rate", "value": 0.4}]);
    let mut run = trainer(json!({ "edits": edits }));
    run.train_step(10).unwrap();
    run.set("learning_rate", &json!(0.9)).unwrap();
    let steps: Vec<_> = run.experiment().edits.iter().map(|e| (e.step, e.value.as_f64().unwrap())).collect();
    assert_eq!(steps, [(5, 0.3), (10, 0.9)]);
}

#[test]
fn a_snapshot_resumes_to_the_bit() {
    let edits = json!([{"step": 9, "field": "learning_rate", "value": 0.3}, {"step": 20, "field": "learning_rate", "value": 0.4}]);
    let mut whole =
        trainer(json!({"dataset": "moons", "hidden": [4, 3], "activation": "tanh", "edits": edits}));
    whole.train_step(9).unwrap();
    let mut resumed = Trainer::restore(whole.snapshot()).unwrap();
    whole.train_step(3000).unwrap();
    resumed.train_step(3000).unwrap();
    assert_eq!(bits(&resumed.mlp().values), bits(&whole.mlp().values));
    assert_eq!(resumed.history(), whole.history());

    let mut snapshot = whole.snapshot();
    snapshot.parameters.pop();
    assert!(matches!(Trainer::restore(snapshot), Err(Error::WrongLength { .. })));
}

#[test]
fn looking_disturbs_nothing() {
    let start = json!({"dataset": "circles", "hidden": [6], "n_samples": 300});
    let (mut watched, mut alone) = (trainer(start.clone()), trainer(start));
    for _ in 0..5 {
        watched.train_step(3).unwrap();
        alone.train_step(3).unwrap();
        let extent = Extent::around(&watched.points().x);
        watched.gradients();
        let _ = (watched.responses(&extent, 7, 5), watched.evaluate());
        watched.predict(&[0.1, 0.2, 0.3, 0.4]).unwrap();
    }
    assert_eq!(bits(&watched.mlp().values), bits(&alone.mlp().values));
}

#[test]
fn one_point_alone_gives_the_same_bits_as_in_a_batch() {
    let trainer = trainer(json!({"hidden": [7, 5], "n_samples": 301}));
    let x = &trainer.points().x;
    let together = trainer.predict(x).unwrap();
    for i in [0, 6, 127, 128, 300] {
        let alone = trainer.predict(&[x[i], x[301 + i]]).unwrap();
        assert_eq!(alone[0].to_bits(), together[i].to_bits());
    }
}

#[test]
fn responses_end_with_the_prediction() {
    let trainer = trainer(json!({"hidden": [3, 2], "features": ["x1", "x2", "x1_x2"]}));
    let extent = Extent::around(&trainer.points().x);
    let responses = trainer.responses(&extent, 20, 10);
    assert_eq!(responses.len(), 6 * 200);
    assert_eq!(responses[5 * 200..], trainer.predict(&extent.cells(20, 10)).unwrap());
    // The hidden sigmoids lie between 0 and 1 and are no copies of each other.
    assert!(responses.iter().all(|a| (0.0..=1.0).contains(a)));
    assert_ne!(responses[..200], responses[200..400]);
}

#[test]
fn the_history_thins_out_by_the_step_number_alone() {
    let start = json!({"n_samples": 4});
    let (mut at_once, mut piecewise) = (trainer(start.clone()), trainer(start));
    at_once.train_step(5000).unwrap();
    for _ in 0..50 {
        piecewise.train_step(100).unwrap();
    }
    assert_eq!(at_once.history(), piecewise.history());
    let steps: Vec<_> = at_once.history().records.iter().map(|r| r.step).collect();
    assert!(steps.len() <= History::CAPACITY && steps.windows(2).all(|w| w[1] - w[0] == 8));
    assert_eq!((steps[0], *steps.last().unwrap()), (0, 5000));
}

#[test]
fn inline_points_and_parameters_are_replayed_exactly() {
    let points = json!({"x": [[0.0, 1.0], [2.0, -1.0]], "y": [0, 1]});
    let run = trainer(json!({"dataset": "points", "points": points, "parameters": [0.5, -0.25, 0.125]}));
    // z = 0.5 x1 - 0.25 x2 + 0.125: -0.125 and 1.375.
    let expected = [-0.125_f64, 1.375].map(neurone::math::sigmoid);
    assert_eq!(run.predict(&[0.0, 2.0, 1.0, -1.0]).unwrap(), expected);
    let wrong = experiment(json!({"parameters": [1.0, 2.0]}));
    assert!(matches!(Trainer::new(wrong), Err(Error::WrongLength { min: 3, max: 3, got: 2, .. })));
    let without = experiment(json!({"dataset": "points"}));
    assert_eq!(Trainer::new(without).err(), Some(Error::Missing { field: "points".into() }));
}

#[test]
fn every_wrong_value_costs_its_field_alone() {
    let wrong = [
        json!(null),
        json!(true),
        json!("abc"),
        json!(-1),
        json!(0),
        json!(1e300),
        json!(2.5),
        json!([]),
        json!([[]]),
        json!({}),
        json!([0]),
        json!([10_000]),
        json!(["x1", "x1"]),
        json!({"x": [[1, 2]], "y": [2]}),
        json!({"x": [[1, 2], [3]], "y": [0, 1]}),
        json!({"x": [[1, 2]], "y": []}),
        json!([{"step": 1}]),
        json!([{"step": 1, "field": "hidden", "value": 3}]),
        json!(vec![1; 9]),
        json!(4_294_967_296_u64),
    ];
    let good = json!({"noise": 0.25});
    let mut refused = 0;
    for field in neurone::experiment::FIELDS {
        for value in &wrong {
            let mut given = good.clone();
            given[field.name] = value.clone();
            let (parsed, errors) = Experiment::parse(&given);
            if let [error] = &errors[..] {
                refused += 1;
                assert!(
                    error.to_string().contains(field.name.split('.').next().unwrap())
                        || error.code() == "unknown_field",
                    "{error}"
                );
                if field.name != "noise" {
                    assert_eq!(parsed.noise, 0.25);
                }
                let default = Experiment::default().to_value();
                assert_eq!(parsed.to_value()[field.name], default[field.name]);
            } else {
                assert!(errors.is_empty());
                // What is taken trains or says why not.
                let mut parsed = parsed;
                parsed.draw_seeds(|| Ok::<_, Error>(1)).unwrap();
                if let Ok(mut trainer) = Trainer::new(parsed) {
                    let _ = trainer.train_step(1);
                }
            }
        }
    }
    assert!(refused > 200, "{refused}");
}

#[test]
fn an_experiment_survives_the_round_trip() {
    for preset in thesis::thesis() {
        let again = Experiment::from_value(&preset.experiment.to_value()).unwrap();
        assert_eq!(again, preset.experiment);
    }
    let full = Experiment {
        activation: Activation::Relu,
        parameters: Some(vec![0.1, -2.5e-7]),
        edits: vec![Edit { step: 3, field: "learning_rate", value: json!(0.3) }],
        ..Experiment::default()
    };
    assert_eq!(Experiment::from_value(&full.to_value()).unwrap(), full);
}

/// The released form of version 1, for ever: a link or file of that version keeps its meaning.
#[test]
fn version_1_is_read_for_ever() {
    let frozen: Value = serde_json::from_str(include_str!("golden/experiment-v1.json")).unwrap();
    let experiment = Experiment::from_value(&frozen).unwrap();
    assert_eq!(experiment.to_value(), frozen);
    let mut run = Trainer::new(experiment).unwrap();
    let metrics = run.train_step(200).unwrap();
    assert_eq!(format!("{:.12}", metrics.loss), "0.692403013526", "the loss of this version's first run");
}
