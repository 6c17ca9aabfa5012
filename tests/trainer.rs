//! What a run promises: divergence keeps the last finite parameters, edits replay, a snapshot resumes
//! to the bit, looking disturbs nothing, and a wrong experiment gives an error, never a panic.
#![expect(clippy::float_cmp, clippy::unwrap_used, reason = "a test may")]

use neurone::data::{Extent, Points};
use neurone::experiment::{Edit, Experiment, MAX_EDITS};
use neurone::nn::{Activation, Dense, Optimizer, Output, Rule};
use neurone::random::RandomState;
use neurone::train::{History, Order, Snapshot, Trainer};
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
    live.set("stop_accuracy", &json!(95)).unwrap();
    live.set("learning_rate", &json!(0.01)).unwrap();
    live.train_step(5).unwrap();
    let edit = |step, value: f64| Edit { step, field: "learning_rate", value: json!(value) };
    assert_eq!(live.experiment().edits, [edit(10, 0.5), edit(25, 0.01)]);
    assert_eq!((live.experiment().learning_rate, live.experiment().n_iter), (0.1, 77));

    let mut replayed = Trainer::new(experiment(live.experiment().to_value())).unwrap();
    replayed.train_step(30).unwrap();
    assert_eq!(bits(&replayed.mlp().values), bits(&live.mlp().values));

    // Before the first step a change is simply the start; after a reset the last one is.
    live.reset().unwrap();
    assert_eq!((live.experiment().learning_rate, live.experiment().edits.len()), (0.01, 0));
    live.set("learning_rate", &json!(0.2)).unwrap();
    assert_eq!((live.experiment().learning_rate, live.experiment().edits.len()), (0.2, 0));
}

/// Of a loss and a rule, what was between two changes at one step matters: the output that a loss brought, and the
/// moments that another rule began with.
#[test]
fn changes_at_one_step_replay_in_their_order() {
    let ways: [&[(&str, &str)]; 3] = [
        &[("loss", "hinge"), ("loss", "mse")],
        &[("loss", "hinge"), ("output", "tanh"), ("loss", "mse")],
        &[("optimizer", "adam"), ("optimizer", "momentum")],
    ];
    for changes in ways {
        let mut live = trainer(json!({"hidden": [3], "optimizer": "momentum", "loss": "log_loss"}));
        live.train_step(5).unwrap();
        for (field, value) in changes {
            live.set(field, &json!(value)).unwrap();
        }
        let resumed = Trainer::restore(live.snapshot()).unwrap();
        live.train_step(5).unwrap();
        let mut replayed = Trainer::new(experiment(live.experiment().to_value())).unwrap();
        replayed.train_step(10).unwrap();
        assert_eq!(resumed.current().output, live.current().output, "{changes:?}");
        assert_eq!(replayed.current().output, live.current().output, "{changes:?}");
        assert_eq!(bits(&replayed.mlp().values), bits(&live.mlp().values), "{changes:?}");
    }
}

#[test]
fn a_change_before_a_replay_begins_forgets_it() {
    let edits = json!([{"step": 5, "field": "learning_rate", "value": 0.3}]);
    let mut run = trainer(json!({ "edits": edits }));
    run.set("n_iter", &json!(50)).unwrap();
    assert_eq!(run.experiment().edits.len(), 1, "the numbers of a run do not depend on its end");
    run.set("learning_rate", &json!(0.9)).unwrap();
    assert_eq!((run.experiment().edits.len(), run.experiment().learning_rate), (0, 0.9));
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

    let broken = |spoil: fn(&mut Snapshot)| {
        let mut snapshot = whole.snapshot();
        spoil(&mut snapshot);
        Trainer::restore(snapshot).err().map(|error| error.code())
    };
    assert_eq!(broken(|s| s.parameters.truncate(1)), Some("wrong_length"));
    assert_eq!(broken(|s| s.parameters[3] = f64::NAN), Some("wrong_kind"));
    assert_eq!(broken(|s| s.state.order.permutation[0] = 1), Some("out_of_range"));
    assert_eq!(broken(|s| s.state.order.cursor = 1000), Some("out_of_range"));
    assert_eq!(broken(|s| s.state.optimizer.moments.push(0.0)), Some("wrong_length"));
}

/// The step that an edit is due at is before it, until the next update.
#[test]
fn a_snapshot_just_before_an_edit_resumes_without_it() {
    let edits = json!([{"step": 3, "field": "l2", "value": 0.5}, {"step": 9, "field": "l2", "value": 0.7}]);
    let mut run = trainer(json!({ "edits": edits }));
    for (steps, l2) in [(3, 0.0), (6, 0.5), (1, 0.7)] {
        run.train_step(steps).unwrap();
        let resumed = Trainer::restore(run.snapshot()).unwrap();
        assert_eq!(resumed.current(), run.current());
        assert_eq!((resumed.current().l2, resumed.evaluate()), (l2, run.evaluate()));
    }
}

/// What is set before the first step is part of the start, records included.
#[test]
fn a_change_before_the_first_step_begins_the_run_with_it() {
    let changes = [
        ("loss", json!("hinge")),
        ("activation", json!(["tanh"])),
        ("batch_size", json!(3)),
        ("l2", json!(0.1)),
        ("optimizer", json!("adam")),
        ("parameter", json!([0, 0.5])),
    ];
    for (field, value) in changes {
        let mut run = trainer(json!({"hidden": [3]}));
        run.set(field, &value).unwrap();
        let fresh = Trainer::new(run.experiment().clone()).unwrap();
        assert_eq!(run.snapshot(), fresh.snapshot(), "{field}");
    }
}

/// Moments, streams, order and the place in the epoch: all of them belong to the moment.
#[test]
fn every_optimizer_resumes_to_the_bit_amid_an_epoch_with_dropout() {
    for rule in Rule::NAMES {
        let mut whole = trainer(json!({
            "dataset": "moons", "hidden": [6, 4], "activation": "tanh", "init": "xavier", "optimizer": rule,
            "learning_rate": 0.01, "batch_size": 7, "dropout": 0.3, "test_share": 20,
        }));
        whole.train_step(17).unwrap();
        let mut resumed = Trainer::restore(whole.snapshot()).unwrap();
        let at_once = whole.train_step(50).unwrap();
        (0..25).for_each(|_| drop(resumed.train_step(2)));
        assert_eq!(bits(&resumed.mlp().values), bits(&whole.mlp().values), "{rule}");
        assert_eq!(resumed.snapshot(), whole.snapshot(), "{rule}");
        assert_eq!(resumed.evaluate(), at_once);
        assert_ne!(
            bits(&whole.snapshot().parameters),
            bits(&trainer(whole.experiment().to_value()).mlp().values)
        );
    }
}

#[test]
fn divergence_restores_moments_and_streams_too() {
    for rule in Rule::NAMES {
        let start = json!({
            "dataset": "plane", "loss": "mse", "output": "identity", "hidden": [4], "activation": "identity",
            "optimizer": rule, "learning_rate": 0.001, "batch_size": 5, "features": ["x1_squared", "x2_squared"],
            "edits": [{"step": 120, "field": "parameter", "value": [0, 1e160]}],
        });
        let mut diverging = trainer(start.clone());
        let step = (0..400).find_map(|_| match diverging.train_step(97) {
            Err(Error::Diverged { step }) => Some(step),
            _ => None,
        });
        let mut alone = trainer(start);
        alone.train_step(step.expect("it diverges") - 1).unwrap();
        assert_eq!(alone.snapshot(), diverging.snapshot(), "{rule}");
    }
}

/// Adagrad adds up squares: that of 1e200 is infinite, after which no parameter would move again.
#[test]
fn moments_that_overflow_are_divergence() {
    let points = json!({"x": [[1, 1], [-1, 1]], "y": [1, 0]});
    let mut run = trainer(json!({"dataset": "points", "points": points, "optimizer": "adagrad", "l2": 1}));
    run.train_step(3).unwrap();
    run.set_parameter(0, 1e200).unwrap();
    let before = run.snapshot();
    assert_eq!(run.train_step(2), Err(Error::Diverged { step: 4 }));
    assert_eq!(run.snapshot(), before);
    assert!(Trainer::restore(before).is_ok());
}

/// Ten points in batches of four: 4, 4, 2; or 4, 4, 4, 4, 4 over two epochs.
#[test]
fn a_last_batch_is_smaller_or_carried_over() {
    let start = |carried: bool| {
        json!({
            "n_samples": 10, "batch_size": 4, "shuffled": false, "carry_last_batch": carried, "learning_rate": 0.5,
        })
    };
    let one_by_one = |batches: &[&[usize]]| {
        let whole = trainer(json!({"n_samples": 10}));
        let mut parameters = whole.mlp().values.clone();
        for batch in batches {
            let x: Vec<_> =
                batch.iter().map(|i| json!([whole.points().x[*i], whole.points().x[10 + i]])).collect();
            let y: Vec<_> = batch.iter().map(|i| json!(whole.points().y[*i])).collect();
            let mut part = trainer(json!({
                "dataset": "points", "points": {"x": x, "y": y}, "parameters": parameters, "learning_rate": 0.5,
            }));
            part.train_step(1).unwrap();
            parameters.clone_from(&part.mlp().values);
        }
        parameters
    };
    let after = |carried, steps| {
        let mut trainer = trainer(start(carried));
        trainer.train_step(steps).unwrap();
        trainer.mlp().values.clone()
    };
    let cut: &[&[usize]] = &[&[0, 1, 2, 3], &[4, 5, 6, 7], &[8, 9], &[0, 1, 2, 3]];
    assert_eq!(bits(&after(false, 4)), bits(&one_by_one(cut)));
    let carried: &[&[usize]] =
        &[&[0, 1, 2, 3], &[4, 5, 6, 7], &[8, 9, 0, 1], &[2, 3, 4, 5], &[6, 7, 8, 9], &[0, 1, 2, 3]];
    assert_eq!(bits(&after(true, 6)), bits(&one_by_one(carried)));
}

#[test]
fn an_epoch_takes_every_training_sample_once() {
    let mut order = Order::new(23, RandomState::new(4));
    let mut epochs = Vec::new();
    for _ in 0..3 {
        let mut epoch: Vec<usize> = Vec::new();
        while epoch.len() < 23 {
            epoch.extend(order.next(5, true));
        }
        epochs.push(epoch.clone());
        epoch.sort_unstable();
        assert_eq!(epoch, (0..23).collect::<Vec<_>>());
    }
    assert!(epochs[0] != epochs[1] && epochs[1] != epochs[2]);
}

#[test]
fn the_test_part_is_measured_and_never_learnt_from() {
    let start = json!({"dataset": "spiral", "n_classes": 3, "noise": 0.1, "loss": "cross_entropy", "test_share": 30, "hidden": [8]});
    let mut run = trainer(start);
    assert_eq!((run.test().len(), run.points().n_classes, run.mlp().dims()[2]), (30, 3, 3));
    let metrics = run.train_step(20).unwrap();
    // The same parameters on the test points alone, as inline data without a split.
    let (x, y) = (&run.points().x, &run.points().y);
    let points: Vec<_> = run.test().iter().map(|i| json!([x[*i], x[100 + i]])).collect();
    let classes: Vec<_> = run.test().iter().map(|i| json!(y[*i])).collect();
    let alone = trainer(json!({
        "dataset": "points", "points": {"x": points, "y": classes}, "loss": "cross_entropy", "hidden": [8],
        "parameters": run.mlp().values,
    }));
    assert_eq!(Some(alone.evaluate().loss), metrics.test_loss);
    assert_eq!(Some(alone.evaluate().accuracy), metrics.test_accuracy);
    assert_eq!(trainer(json!({})).evaluate().test_loss, None);
}

/// Ten times the mean as prediction gives R^2 = 0 by its definition, the values themselves 1.
#[test]
fn values_are_judged_by_r_squared() {
    let points = json!({"x": [[0, 0], [1, 0], [2, 0]], "y": [1, 3, 5], "values": true});
    let judged = |parameters: [f64; 3]| {
        let run = trainer(json!({
            "dataset": "points", "points": points, "loss": "mse", "output": "identity", "parameters": parameters,
        }));
        (run.evaluate().loss, run.evaluate().accuracy)
    };
    assert_eq!(judged([2.0, 0.0, 1.0]), (0.0, 1.0));
    // Always the mean, 3: the residuals are 2, 0, 2.
    assert_eq!(judged([0.0, 0.0, 3.0]), (8.0 / 3.0, 0.0));
}

#[test]
fn losses_and_outputs_that_do_not_fit_are_refused_with_those_that_do() {
    let refused = |value: Value| match Trainer::new(experiment(value)) {
        Err(Error::UnknownChoice { field, choices, .. }) => (field, choices),
        other => panic!("{other:?}"),
    };
    let (field, choices) = refused(json!({"dataset": "iris"}));
    assert_eq!((field.as_str(), choices), ("loss", vec!["cross_entropy"]));
    let (field, choices) = refused(json!({"dataset": "sine"}));
    assert_eq!((field.as_str(), choices), ("loss", vec!["mse", "half_mse"]));
    let (field, choices) = refused(json!({"loss": "hinge", "output": "softmax"}));
    assert_eq!((field.as_str(), choices), ("output", vec!["identity", "tanh"]));

    // While training, a loss brings its usual output along, and a wrong one changes nothing.
    let mut run = trainer(json!({"hidden": [3]}));
    run.train_step(5).unwrap();
    run.set("loss", &json!("hinge")).unwrap();
    assert_eq!(run.current().output, Output::Identity);
    let before = run.snapshot();
    assert!(run.set("loss", &json!("cross_entropy")).is_err());
    assert!(run.set("output", &json!("softmax")).is_err());
    assert_eq!(run.snapshot(), before);
    run.set("optimizer", &json!("adam")).unwrap();
    run.set("activation", &json!(["relu"])).unwrap();
    run.train_step(5).unwrap();
    let mut replayed = Trainer::new(experiment(run.experiment().to_value())).unwrap();
    replayed.train_step(10).unwrap();
    assert_eq!(replayed.snapshot(), run.snapshot());
}

/// Rosenblatt's rule w + rate (y - prediction) x, one sample at a time, by hand.
#[test]
fn the_perceptron_learns_by_rosenblatts_rule() {
    let points = json!({"x": [[1, 2], [-1, 0.5], [2, -1]], "y": [0, 1, 1]});
    let mut run = trainer(json!({
        "dataset": "points", "points": points, "loss": "perceptron", "batch_size": 1, "shuffled": false,
        "learning_rate": 0.5, "parameters": [0, 0, 0],
    }));
    // z = 0 counts as 1: wrong for (1, 2), so w = (-0.5, -1), b = -0.5; then z = -0.5 for (-1, 0.5),
    // wrong: w = (-1, -0.75), b = 0; then z = -1.25 for (2, -1), wrong: w = (0, -1.25), b = 0.5.
    let mut after = Vec::new();
    for _ in 0..3 {
        run.train_step(1).unwrap();
        after.push(run.mlp().values.clone());
    }
    assert_eq!(after, [[-0.5, -1.0, -0.5], [-1.0, -0.75, 0.0], [0.0, -1.25, 0.5]]);
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

/// Shades of a picture, as many as a byte tells apart.
const SHADES: f64 = 255.0;

/// The largest distance of a picture in single precision from the exact one, in shades of its range.
fn shades_apart(trainer: &Trainer) -> f64 {
    let extent = Extent::around(&trainer.points().x);
    let exact = trainer.predict(&extent.cells(50, 50)).unwrap();
    let picture = trainer.picture(&extent, 50, 50);
    assert!(picture.len() == exact.len() && picture.iter().all(|p| p.is_finite()));
    let (low, high) = exact.iter().fold((0.0_f64, 1.0_f64), |(low, high), a| (low.min(*a), high.max(*a)));
    let furthest = exact.iter().zip(&picture).map(|(a, p)| (a - p).abs()).fold(0.0, f64::max);
    SHADES * furthest / (high - low)
}

#[test]
fn a_picture_in_single_precision_is_within_one_shade_of_the_exact_one() {
    let list: Value = serde_json::from_str(include_str!("../www/presets.json")).unwrap();
    let exercises = list["presets"].as_array().unwrap().iter().map(|preset| {
        let mut fields = list["base"].as_object().unwrap().clone();
        fields.extend(preset["experiment"].as_object().unwrap().clone());
        Experiment::from_value(&fields.into()).unwrap()
    });
    let of_the_thesis = neurone::thesis::thesis().into_iter().map(|preset| preset.experiment);
    let activations = ["relu", "leaky_relu", "gelu", "silu", "sine", "identity"].map(|name| {
        experiment(
            json!({"hidden": [16, 40, 90, 100], "activation": [name], "init": "he", "learning_rate": 0.01}),
        )
    });
    let mut furthest = 0.0_f64;
    for experiment in exercises.chain(of_the_thesis).chain(activations) {
        let mut trainer = Trainer::new(experiment).unwrap();
        for steps in [0, 100, 1000] {
            trainer.train_step(steps).unwrap();
            furthest = furthest.max(shades_apart(&trainer));
        }
    }
    // Beyond the range of single precision the picture is the exact one.
    let far = json!({"hidden": [1], "activation": "identity", "dataset": "circles", "parameters": [1e30, 1e30, 0, 1e10, -1e40]});
    assert_eq!(shades_apart(&trainer(far)), 0.0);
    // A shade is promised; it is some ten-thousandths of one, and as there is rounding, not nothing either.
    assert!(furthest > 1e-4 && furthest < 0.01, "{furthest}");
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
    let few = experiment(json!({"n_samples": 4, "n_classes": 6, "loss": "cross_entropy"}));
    assert_eq!(Trainer::new(few).unwrap_err().to_value()["field"], "n_classes");
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
        json!({"x": [[1, 2]], "y": [0], "classes": ["cat"]}),
        json!({"x": [[1, 2]], "y": [0], "classes": ["cat", ""]}),
        json!({"x": [[1, 2]], "y": [0], "classes": ["cat", "d".repeat(41)]}),
        json!({"x": [[1, 2]], "y": [0], "classes": ["cat", 2]}),
        json!({"x": [[1, 2]], "y": [0], "classes": "cat"}),
        json!({"x": [[1, 2]], "y": [0.5], "values": true, "classes": ["cat", "dog"]}),
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
        activation: vec![Activation::Relu, Activation::Silu],
        parameters: Some(vec![0.1, -2.5e-7]),
        points: Some(Points {
            x: vec![1.0, 2.0, 3.0, 4.0],
            y: vec![1.0, 0.0],
            n_classes: 2,
            classes: vec!["chat".into(), "chien d’été".into()],
        }),
        stop_loss: 0.25,
        stop_accuracy: 97.5,
        stop_patience: 40,
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
    let read = experiment.to_value();
    for (name, value) in frozen.as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
    let mut run = Trainer::new(experiment).unwrap();
    let metrics = run.train_step(200).unwrap();
    assert_eq!(format!("{:.12}", metrics.loss), "0.692403013526", "the loss of this version's first run");
}

#[test]
fn a_parameter_set_by_hand_is_an_edit_and_replays() {
    let mut run = trainer(json!({"hidden": [2]}));
    run.train_step(3).unwrap();
    run.set_parameter(4, 2.5).unwrap();
    run.set_parameter(0, -1.0).unwrap();
    run.set_parameter(4, 3.5).unwrap();
    assert_eq!((run.mlp().values[4], run.mlp().values[0]), (3.5, -1.0));
    assert_eq!(run.experiment().edits.len(), 2);
    let before = run.snapshot();
    assert!(run.set_parameter(9, 1.0).is_err() && run.set_parameter(1, f64::NAN).is_err());
    assert_eq!(run.snapshot(), before);
    run.train_step(7).unwrap();
    let mut replayed = Trainer::new(experiment(run.experiment().to_value())).unwrap();
    replayed.train_step(10).unwrap();
    assert_eq!(replayed.snapshot(), run.snapshot());
    // A place is a whole number however it is written.
    let ends = [json!(4), json!(4.0)].map(|place| {
        let edit = json!({"step": 3, "field": "parameter", "value": [place, 2.5]});
        let mut run = trainer(json!({"hidden": [2], "edits": [edit]}));
        run.train_step(4).unwrap();
        bits(&run.mlp().values)
    });
    assert_eq!(ends[0], ends[1]);
    // Set before the first step, it is an initial parameter.
    let mut start = trainer(json!({}));
    start.set_parameter(1, 0.25).unwrap();
    assert_eq!(start.experiment().parameters.as_ref().unwrap()[1], 0.25);
    assert_eq!(start.history().records[0], start.evaluate());
    start.train_step(1).unwrap();
    start.reset().unwrap();
    assert_eq!(start.mlp().values[1], 0.25);
}

#[test]
fn a_run_has_no_more_edits_than_can_be_read_again() {
    let mut run = trainer(json!({}));
    run.train_step(1).unwrap();
    for i in 0..MAX_EDITS {
        run.set_parameter(0, i as f64).unwrap();
        run.train_step(1).unwrap();
    }
    let full = run.snapshot();
    assert_eq!(full.experiment.edits.len(), MAX_EDITS);
    assert_eq!(Experiment::from_value(&full.experiment.to_value()), Ok(full.experiment.clone()));
    let refused = run.set("learning_rate", &json!(0.5)).unwrap_err();
    assert_eq!((refused.code(), refused.to_value()["field"].clone()), ("wrong_length", json!("edits")));
    assert_eq!(run.snapshot(), full);
    // What is not recorded may change as before, and a new start has room again.
    run.set("n_iter", &json!(5)).unwrap();
    run.reset().unwrap();
    run.train_step(1).unwrap();
    run.set("learning_rate", &json!(0.5)).unwrap();
}

#[test]
fn a_moment_that_no_run_can_be_at_is_refused() {
    let mut run = trainer(json!({"optimizer": "adam"}));
    run.train_step(5).unwrap();
    let field = |spoil: fn(&mut Snapshot)| {
        let mut snapshot = run.snapshot();
        spoil(&mut snapshot);
        Trainer::restore(snapshot).unwrap_err().to_value()["field"].clone()
    };
    assert_eq!(field(|s| s.state.step = u64::MAX), "step");
    assert_eq!(field(|s| s.state.optimizer.t = 6), "optimizer_steps");
    assert_eq!(field(|s| s.state.optimizer = Optimizer::new(Rule::Adadelta, 3)), "optimizer");
    let mut beyond = run.snapshot();
    beyond.state.edits_made = usize::MAX;
    let mut restored = Trainer::restore(beyond).unwrap();
    restored.set("learning_rate", &json!(0.5)).unwrap();
    assert_eq!(restored.experiment().edits.len(), 1);
}

#[test]
fn what_is_frozen_does_not_move() {
    let mut run =
        trainer(json!({"hidden": [3], "optimizer": "adamw", "weight_decay": 0.1, "frozen": [0, 5, 12]}));
    let before = run.mlp().values.clone();
    run.train_step(10).unwrap();
    for (i, (before, after)) in before.iter().zip(&run.mlp().values).enumerate() {
        assert_eq!(before == after, [0, 5, 12].contains(&i), "{i}");
    }
}

/// Under a strong L1 penalty weights reach 0; with the switch they stay, without it they swing about it.
#[test]
fn weights_that_l1_brings_to_zero_stay_there() {
    let zeros = |stays: bool, steps| {
        let mut run = trainer(json!({"dataset": "disc", "hidden": [4], "l1": 0.5, "l1_stays_zero": stays}));
        run.train_step(steps).unwrap();
        let layers = run.mlp().layers().to_vec();
        let weights = layers.iter().flat_map(|layer| layer.weights());
        weights.filter(|i| run.mlp().values[*i] == 0.0).collect::<Vec<_>>()
    };
    let early = zeros(true, 60);
    assert!(!early.is_empty());
    assert!(early.iter().all(|i| zeros(true, 200).contains(i)));
    assert!(zeros(false, 200).is_empty());
}

#[test]
fn standardized_coordinates_are_those_of_the_training_points() {
    let start = json!({"n_samples": 40, "test_share": 25, "standardize": true});
    let run = trainer(start);
    let scaling = run.standardizer().unwrap().clone();
    let mut x = run.points().x.clone();
    scaling.apply(&mut x);
    let train: Vec<_> = (0..40).filter(|i| !run.test().contains(i)).collect();
    let mean = train.iter().map(|i| x[*i]).sum::<f64>() / 30.0;
    assert!(mean.abs() < 1e-12);
    // The same parameters on scaled points without the switch answer the same.
    let mut plain = trainer(json!({"n_samples": 40}));
    for (i, value) in run.mlp().values.clone().into_iter().enumerate() {
        plain.set_parameter(i, value).unwrap();
    }
    assert_eq!(plain.predict(&x).unwrap(), run.predict(&run.points().x).unwrap());
}

/// The neuron of the thesis: 90 % at the threshold 0.5, 93 % at 0.4 and 87 % at 0.6 (NumPy).
#[test]
fn a_threshold_moves_the_confusion() {
    let mut run = trainer(json!({}));
    run.train_step(100).unwrap();
    let right = |threshold| {
        let counts = run.confusion(false, threshold);
        assert_eq!(counts.iter().sum::<usize>(), 100);
        counts[0] + counts[3]
    };
    assert_eq!([None, Some(0.4), Some(0.5), Some(0.6)].map(right), [90, 93, 90, 87]);
    assert_eq!(run.confusion(true, None), [0; 4]);
    let values = trainer(json!({"dataset": "sine", "loss": "mse", "output": "identity"}));
    assert!(values.confusion(false, None).is_empty());
    let three = trainer(json!({"dataset": "iris", "loss": "cross_entropy"}));
    assert_eq!(
        three.confusion(false, None).chunks(3).map(|row| row.iter().sum()).collect::<Vec<usize>>(),
        [50; 3]
    );
}

#[test]
fn activations_of_a_layer_are_its_responses() {
    let run = trainer(json!({"hidden": [3, 2], "activation": "tanh"}));
    let extent = run.extent();
    let cells = extent.cells(4, 5);
    let responses = run.responses(&extent, 4, 5);
    let layers: Vec<_> = (1..=3).flat_map(|l| run.activations(l, &cells).unwrap()).collect();
    assert_eq!(layers, responses);
    assert!(run.activations(0, &cells).is_err() && run.activations(4, &cells).is_err());
}

/// Six sigmoid layers of four on TensorFlow Playground's disc with its initialisation: its own engine
/// shows a fall of the mean |dL/dW| from 0.16 in the last layer to 2.1e-7 in the first (median of ten).
#[test]
fn the_gradient_vanishes_through_six_sigmoid_layers() {
    let mut falls: Vec<f64> = (0..10)
        .map(|seed| {
            let mut run = trainer(json!({
                "dataset": "disc", "n_samples": 500, "noise": 0, "data_seed": seed, "seed": seed, "test_share": 50,
                "random_split": false, "hidden": [4, 4, 4, 4, 4, 4], "init": "playground", "output": "tanh",
                "loss": "half_mse",
            }));
            let flow = run.flow();
            let shown: Vec<_> = flow.iter().map(|layer| layer.d_w).collect();
            assert_eq!(shown, norms(&mut run), "the norms shown are those of the gradients");
            for (below, above) in flow.iter().zip(&flow[1..]) {
                assert!((below.gain() / (below.d_z / above.d_z) - 1.0).abs() < 1e-12);
                // The slope of a sigmoid is at most a quarter.
                assert!(below.activation <= 0.25);
            }
            flow[6].d_w / flow[0].d_w
        })
        .collect();
    falls.sort_by(f64::total_cmp);
    let median = (falls[4] + falls[5]) / 2.0;
    assert!((1e5..1e7).contains(&median), "{median}");
}

fn norms(run: &mut Trainer) -> Vec<f64> {
    let layers = run.mlp().layers().to_vec();
    let gradients = run.gradients().to_vec();
    let squares = |layer: &Dense| gradients[layer.weights()].iter().map(|g| g * g).collect::<Vec<_>>();
    layers.iter().map(|layer| neurone::math::sqrt(neurone::math::sum(&squares(layer)))).collect()
}

/// A record may come from the forward pass of the next update, and that from the last look: it is what a look of its
/// own says, whichever way the steps are called and whatever is asked between them.
#[test]
fn records_are_what_a_look_would_have_said() {
    let edits = json!([
        {"step": 5, "field": "batch_size", "value": 16},
        {"step": 13, "field": "batch_size", "value": 0},
        {"step": 20, "field": "activation", "value": ["tanh"]},
        {"step": 21, "field": "parameter", "value": [3, 0.25]},
    ]);
    let start =
        json!({"dataset": "circles", "n_samples": 150, "test_share": 10, "hidden": [40, 3], "edits": edits});
    let (mut at_once, mut by_steps) = (trainer(start.clone()), trainer(start));
    at_once.train_step(30).unwrap();
    for _ in 0..30 {
        let metrics = by_steps.train_step(1).unwrap();
        let looked = by_steps.evaluate();
        assert_eq!(metrics, looked);
        assert_eq!(by_steps.history().records.last(), Some(&looked));
        if metrics.step % 3 == 0 {
            by_steps.gradients();
        }
    }
    assert_eq!(at_once.history(), by_steps.history());
    assert_eq!(bits(&at_once.mlp().values), bits(&by_steps.mlp().values));
}

/// The next update is then on the rest of the epoch alone, though from then on all samples make a batch.
#[test]
fn a_look_amid_an_epoch_does_not_serve_the_rest_of_it() {
    let run = || {
        let mut run = trainer(json!({"dataset": "circles", "n_samples": 150, "batch_size": 16}));
        run.train_step(3).unwrap();
        run.set("batch_size", &json!(0)).unwrap();
        run
    };
    let (mut looked, mut plain) = (run(), run());
    assert_eq!(looked.train_step(0).unwrap(), looked.evaluate());
    for run in [&mut looked, &mut plain] {
        run.train_step(1).unwrap();
    }
    assert_eq!(bits(&looked.mlp().values), bits(&plain.mlp().values));
    assert_eq!(looked.history(), plain.history());
}
