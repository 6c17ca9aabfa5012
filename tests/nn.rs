//! Networks, losses, optimizers and whole runs against PyTorch; `golden/nn.py` made the numbers and says
//! how they are laid out.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;

use common::floats;
use neurone::experiment::{Experiment, FIELDS, Kind};
use neurone::math::{self, LANES};
use neurone::nn::{Activation, Cache, Dropout, Look, Loss, Mlp, Optimizer, Output, Rule, Settings};
use neurone::random::RandomState;
use neurone::train::Trainer;
use serde_json::Value;

/// Two correct float64 runs differ by the order of their sums and the last bits of exp: in all that
/// follows by at most 1e-13. A wrong formula differs by far more, as `nn.py` sees to it that no gradient
/// vanishes. The absolute part is for sums that nearly cancel.
const NUMBERS: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };
/// Steps add up: parameters of size 1 are compared absolutely.
const PARAMETERS: Tolerance = Tolerance { relative: 0.0, absolute: 1e-12 };

struct Tolerance {
    relative: f64,
    absolute: f64,
}

impl Tolerance {
    fn check(&self, what: &str, got: &[f64], expected: &Value) {
        let expected = floats(expected);
        assert_eq!(got.len(), expected.len(), "{what}: length");
        for (i, (got, expected)) in got.iter().zip(&expected).enumerate() {
            let allowed = self.absolute + self.relative * expected.abs();
            // Not `>`: what is not a number is far from everything.
            assert!((got - expected).abs() <= allowed, "{what}[{i}]: {got:e}, expected {expected:e}");
        }
    }
}

/// A network with samples, as the kernels take them: columns padded with zeros to whole lanes.
struct Case {
    mlp: Mlp,
    output: Output,
    loss: Loss,
    x: Vec<f64>,
    y: Vec<f64>,
    m: usize,
}

/// What a network made of a case: each hidden layer's activations, the answers, the loss of each sample
/// and the mean gradients.
struct Outcome {
    hidden: Vec<Vec<f64>>,
    answers: Vec<f64>,
    losses: Vec<f64>,
    gradients: Vec<f64>,
}

impl Case {
    fn new(case: &Value) -> Self {
        let (dims, m) = (sizes(&case["dims"]), size(&case["m"]));
        let activations =
            list(&case["activations"]).iter().map(|name| Activation::from_name(text(name)).unwrap());
        let hidden: Vec<_> = dims[1..].iter().copied().zip(activations).collect();
        let mut mlp = Mlp::new(dims[0], &hidden, dims[dims.len() - 1]);
        mlp.values = floats(&case["parameters"]);
        assert_eq!(mlp.values.len(), mlp.grads.len(), "{case}");
        let (output, loss) = judged_by(case);
        Self { mlp, output, loss, x: floats(&case["x"]), y: floats(&case["y"]), m }
    }

    /// Only the samples from `start` to before `end`.
    fn part(&self, start: usize, end: usize) -> Self {
        let columns = |rows: &[f64]| rows.chunks(self.m).flat_map(|row| &row[start..end]).copied().collect();
        let (x, y) = (columns(&self.x), columns(&self.y));
        Self { mlp: self.mlp.clone(), output: self.output, loss: self.loss, x, y, m: end - start }
    }

    fn evaluate(self, dropout: Option<Dropout<'_>>) -> Outcome {
        let Self { mut mlp, output, loss, x, y, m } = self;
        let padded = math::columns(m);
        let pad = |rows: &[f64]| -> Vec<f64> {
            rows.chunks(m).flat_map(|row| row.iter().copied().chain([0.0; LANES]).take(padded)).collect()
        };
        let cut = |rows: &[f64]| rows.chunks(padded).flat_map(|row| &row[..m]).copied().collect();
        let (x, y) = (pad(&x), pad(&y));
        let mut cache = Cache::default();
        mlp.forward(&x, padded, &mut cache, dropout);
        let logits = cache.output().to_vec();
        let mut answers = logits.clone();
        output.forward(&mut answers, logits.len() / padded);
        let mut losses = loss.forward(output, &logits, &y, padded);
        losses.truncate(m);
        let d_z = cache.output_mut();
        loss.backward(output, d_z, &y, padded);
        d_z.chunks_mut(padded).for_each(|row| row[m..].fill(0.0));
        mlp.backward(&x, padded, &mut cache, None);
        Outcome {
            hidden: (0..mlp.layers().len() - 1).map(|l| cut(cache.layer(l))).collect(),
            answers: cut(&answers),
            losses,
            gradients: mlp.grads.iter().map(|sum| sum / m as f64).collect(),
        }
    }
}

impl Outcome {
    fn check(&self, name: &str, case: &Value) {
        assert_eq!(self.hidden.len(), list(&case["hidden"]).len(), "{name}");
        for (l, (a, expected)) in self.hidden.iter().zip(list(&case["hidden"])).enumerate() {
            NUMBERS.check(&format!("{name}: A{}", l + 1), a, expected);
        }
        NUMBERS.check(&format!("{name}: answers"), &self.answers, &case["answers"]);
        NUMBERS.check(&format!("{name}: losses"), &self.losses, &case["losses"]);
        NUMBERS.check(&format!("{name}: gradients"), &self.gradients, &case["gradients"]);
    }
}

#[test]
fn activations_losses_and_gradients_are_pytorchs() {
    for case in list(&golden()["gradients"]) {
        let name = format!("{} {} {} {}", case["dims"], case["activations"], case["output"], case["loss"]);
        Case::new(case).evaluate(None).check(&name, case);
    }
}

/// A new activation, output or loss without numbers to compare with fails here.
#[test]
fn every_combination_has_numbers_to_compare_with() {
    let document = golden();
    let compared: BTreeSet<_> = list(&document["gradients"])
        .iter()
        .flat_map(|case| {
            list(&case["activations"]).iter().map(|a| [text(a), text(&case["output"]), text(&case["loss"])])
        })
        .collect();
    for activation in Activation::NAMES {
        for loss in Loss::ALL {
            for output in loss.outputs() {
                let combination = [*activation, Output::NAMES[*output as usize], Loss::NAMES[loss as usize]];
                assert!(compared.contains(&combination), "{combination:?}");
            }
        }
    }
    let rules: BTreeSet<_> = list(&document["trajectories"]).iter().map(|case| text(&case["rule"])).collect();
    assert_eq!(rules, Rule::NAMES.iter().copied().collect());
    let schedules: BTreeSet<_> =
        list(&document["schedules"]).iter().map(|case| text(&case["experiment"]["schedule"])).collect();
    let field = FIELDS.iter().find(|field| field.name == "schedule").unwrap();
    assert!(matches!(field.kind, Kind::Choice(names) if schedules == names.iter().copied().collect()));
}

/// Seeds that were told before small batches had columns of their own still give the same runs.
#[test]
fn a_small_batch_draws_its_dropout_for_whole_lanes() {
    let mut mlp = Mlp::new(1, &[(3, Activation::Tanh), (4, Activation::Tanh)], 1);
    mlp.values.fill(1.0);
    let kept = |m: usize| -> Vec<f64> {
        let (mut random, mut cache) = (RandomState::new(5), Cache::default());
        mlp.forward(&vec![1.0; m], m, &mut cache, Some(Dropout { rate: 0.5, random: &mut random }));
        cache
            .masks()
            .flat_map(|mask| mask.chunks(m).flat_map(|row| row[..10].to_vec()).collect::<Vec<_>>())
            .collect()
    };
    assert_eq!(kept(math::columns(10)), kept(10_usize.next_multiple_of(LANES)));
}

/// PyTorch was given the mask that our stream draws.
#[test]
fn gradients_under_dropout_are_pytorchs() {
    for case in list(&golden()["dropout"]) {
        let mut random = RandomState::new(size(&case["dropout"]["seed"]).try_into().unwrap());
        let dropout = Dropout { rate: case["dropout"]["rate"].as_f64().unwrap(), random: &mut random };
        Case::new(case).evaluate(Some(dropout)).check(&case["dropout"].to_string(), case);
    }
}

/// From -800 to 800, 0 and -0 among them.
#[test]
fn activations_and_slopes_are_pytorchs_far_out_and_at_kinks() {
    let table = &golden()["activations"];
    let z = floats(&table["z"]);
    for name in Activation::NAMES {
        let activation = Activation::from_name(name).unwrap();
        let (mut a, mut slope) = (z.clone(), vec![1.0; z.len()]);
        activation.forward(&mut a);
        activation.backward(&z, &a, &mut slope);
        NUMBERS.check(name, &a, &table[name]["a"]);
        NUMBERS.check(&format!("slope of {name}"), &slope, &table[name]["slope"]);
    }
}

/// Logits up to 800 on the right and on the wrong side, and on the kink of the hinge.
#[test]
fn losses_and_derivatives_are_pytorchs_far_out_and_at_kinks() {
    for case in list(&golden()["losses"]) {
        let name = format!("{} {}", case["output"], case["loss"]);
        let (output, loss) = judged_by(case);
        let (mut z, y, m) = (floats(&case["logits"]), floats(&case["y"]), size(&case["m"]));
        NUMBERS.check(&name, &loss.forward(output, &z, &y, m), &case["losses"]);
        loss.backward(output, &mut z, &y, m);
        NUMBERS.check(&format!("{name}: dZ"), &z, &case["d_z"]);
    }
}

#[test]
fn optimizers_take_pytorchs_steps() {
    for case in list(&golden()["trajectories"]) {
        let rule = named(&Rule::ALL, Rule::NAMES, &case["rule"]);
        let [momentum, weight_decay] =
            ["momentum", "weight_decay"].map(|name| case["settings"][name].as_f64().unwrap());
        let settings = Settings { momentum, weight_decay };
        let mut p = floats(&case["start"]);
        let mut optimizer = Optimizer::new(rule, p.len());
        let steps =
            floats(&case["rates"]).into_iter().zip(list(&case["gradients"])).zip(list(&case["after"]));
        assert!(steps.len() >= 10);
        for (t, ((rate, gradient), after)) in steps.enumerate() {
            let mut next = vec![f64::NAN; p.len()];
            optimizer.step(rate, settings, &p, &floats(gradient), &mut next);
            PARAMETERS.check(&format!("{rule:?} {settings:?} after {}", t + 1), &next, after);
            p = next;
        }
    }
}

#[test]
fn schedules_give_pytorchs_rates() {
    for case in list(&golden()["schedules"]) {
        let experiment = Experiment::from_value(&case["experiment"]).unwrap();
        let rates: Vec<_> = (0..).take(list(&case["rates"]).len()).map(|t| experiment.rate_at(t)).collect();
        NUMBERS.check(&case["experiment"].to_string(), &rates, &case["rates"]);
    }
}

/// Penalties, clipping, optimizer and schedule together, through [`Trainer`].
#[test]
fn runs_are_pytorchs() {
    for case in list(&golden()["runs"]) {
        let mut trainer = Trainer::new(Experiment::from_value(&case["experiment"]).unwrap()).unwrap();
        let name = case["experiment"].to_string();
        NUMBERS.check(&name, trainer.gradients(), &case["gradients"]);
        let mut done = 0;
        for after in list(&case["after"]) {
            let step = after["step"].as_u64().unwrap();
            let metrics = trainer.train_step(step - done).unwrap();
            done = step;
            let name = format!("{name} after {step}");
            NUMBERS.check(&name, &[metrics.loss], &after["loss"]);
            PARAMETERS.check(&name, &trainer.mlp().values, &after["parameters"]);
        }
    }
}

/// What passes by one layer after the other for a look is one step without it, and with the same bits.
#[test]
fn a_look_changes_no_gradient() {
    let hidden =
        [(9, Activation::Tanh), (3, Activation::Sigmoid), (2, Activation::LeakyRelu), (20, Activation::Tanh)];
    let mut random = RandomState::new(6);
    let mut mlp = Mlp::new(2, &hidden, 1);
    mlp.values.fill_with(|| random.uniform(-1.0, 1.0));
    for m in [2, 10, 16, 100] {
        let x: Vec<f64> = (0..2 * m).map(|_| random.uniform(-1.0, 1.0)).collect();
        let mut gradients = |look: Option<Look<'_>>| {
            let mut cache = Cache::default();
            mlp.forward(&x, m, &mut cache, None);
            mlp.grads.fill(0.0);
            mlp.backward(&x, m, &mut cache, look);
            mlp.grads.clone()
        };
        let mut looks = 0;
        let seen = gradients(Some(&mut |_, _| looks += 1));
        assert_eq!(looks, 2 * (hidden.len() + 1));
        assert_eq!(seen, gradients(None), "{m}");
        assert!(seen.iter().all(|gradient| *gradient != 0.0));
    }
}

/// To the bit, since two samples stand in lanes of their own.
#[test]
fn a_batch_of_two_is_the_mean_of_two_batches_of_one() {
    let document = golden();
    let cases = list(&document["gradients"]).iter().map(Case::new).filter(|case| case.m >= 2);
    assert!(cases.clone().count() > 60);
    for case in cases {
        let [both, first, second] =
            [(0, 2), (0, 1), (1, 2)].map(|(start, end)| case.part(start, end).evaluate(None));
        let mean: Vec<_> =
            first.gradients.iter().zip(&second.gradients).map(|(a, b)| (a + b) / 2.0).collect();
        assert_eq!(both.gradients, mean, "{:?} {:?}", case.output, case.loss);
        assert_eq!(both.losses, [first.losses, second.losses].concat());
    }
}

/// Whatever the logits, to a few roundings of the largest.
#[test]
fn softmax_sums_to_one() {
    let mut random = RandomState::new(1);
    for n_out in 1..=6 {
        for scale in [1.0, 30.0, 1000.0] {
            let mut a: Vec<_> = (0..n_out * LANES).map(|_| scale * random.randn()).collect();
            Output::Softmax.forward(&mut a, n_out);
            assert!(a.iter().all(|a| *a >= 0.0), "{a:?}");
            for s in 0..LANES {
                let sum: f64 = a.iter().skip(s).step_by(LANES).sum();
                assert!((sum - 1.0).abs() <= 1e-15, "{n_out} logits of size {scale}: {sum}");
            }
        }
    }
}

/// `w + rate (y - prediction) x` with y and prediction 0 or 1, to the bit; also where the logit is 0, as
/// at the start, which counts as 1.
#[test]
#[expect(clippy::float_cmp, reason = "equal to the bit")]
fn the_perceptron_with_a_batch_of_one_is_rosenblatts_rule() {
    let (rate, settings) = (0.3, Settings { momentum: 0.9, weight_decay: 0.01 });
    let mut random = RandomState::new(2);
    let mut parameters = [0.0; 3];
    let mut moves = [0; 3];
    for _ in 0..100 {
        let (x, y) = ([random.randn(), random.randn()], random.randint(0, 2).unwrap() as f64);
        let mut mlp = Mlp::new(2, &[], 1);
        mlp.values = parameters.to_vec();
        let case = Case {
            mlp,
            output: Output::Heaviside,
            loss: Loss::Perceptron,
            x: x.to_vec(),
            y: vec![2.0 * y - 1.0],
            m: 1,
        };
        let outcome = case.evaluate(None);

        let [w1, w2, b] = parameters;
        let prediction = if b + w1 * x[0] + w2 * x[1] >= 0.0 { 1.0 } else { 0.0 };
        let delta = rate * (y - prediction);
        let expected = [w1 + delta * x[0], w2 + delta * x[1], b + delta];

        let mut optimizer = Optimizer::new(Rule::GradientDescent, 3);
        let mut next = [f64::NAN; 3];
        optimizer.step(rate, settings, &parameters, &outcome.gradients, &mut next);
        assert_eq!(outcome.answers, [prediction]);
        assert_eq!(next, expected);
        parameters = next;
        moves[if delta > 0.0 { 2 } else { usize::from(delta < 0.0) }] += 1;
    }
    assert!(moves.iter().all(|n| *n > 5), "right, too high, too low: {moves:?}");
}

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/nn.json")).unwrap()
}

fn judged_by(case: &Value) -> (Output, Loss) {
    let (output, loss) =
        (named(&Output::ALL, Output::NAMES, &case["output"]), named(&Loss::ALL, Loss::NAMES, &case["loss"]));
    assert!(loss.outputs().contains(&output), "{case}");
    (output, loss)
}

fn named<T: Copy>(all: &[T], names: &[&str], name: &Value) -> T {
    all[names.iter().position(|n| name == n).unwrap()]
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn size(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

fn sizes(value: &Value) -> Vec<usize> {
    list(value).iter().map(size).collect()
}
