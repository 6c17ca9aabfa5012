//! Gradient descent of a small network on small batches and nothing else. What [`Run`](super::Run) and each layer ask at
//! every update takes longer than the arithmetic of ten samples: here it is asked once for many updates. The kernels are
//! the same, and so are the bits.

use alloc::vec::Vec;
use core::mem;

use super::{Order, Pointwise, penalize};
use crate::experiment::{Experiment, Schedule};
use crate::math::small::{self, Row};
use crate::math::{columns, infinite_bits};
use crate::nn::{Activation, Dense, Rule};

/// The most inputs and neurons of a layer.
const FEW: usize = 8;

/// Batches that are fetched at once, while no arithmetic waits for them.
const AHEAD: usize = 32;

/// As [`Learner::update_often`](super::Learner::update_often).
pub(super) fn update_often(
    learner: &mut Pointwise,
    current: &Experiment,
    order: &mut Order,
    steps: u64,
) -> (u64, bool) {
    let size = current.batch_size;
    if steps == 0 || size >= learner.train.len() || !is_plain(current) || !is_small(learner.mlp.layers()) {
        return (0, true);
    }
    small::by_twos!(columns(size), P => Descent::<P>::new(learner, size).run(current, order, steps), _ => (0, true))
}

/// Whether an update is a step down the mean gradient of a batch, with the penalties on the weights.
fn is_plain(current: &Experiment) -> bool {
    let Experiment { optimizer, schedule, l1, l1_stays_zero, dropout, clip_norm, ref frozen, .. } = *current;
    optimizer == Rule::GradientDescent
        && schedule == Schedule::Constant
        && dropout.max(clip_norm) <= 0.0
        && !(l1_stays_zero && l1 > 0.0)
        && frozen.is_empty()
}

fn is_small(layers: &[Dense]) -> bool {
    layers.iter().all(|layer| layer.n_in.max(layer.n_out) <= FEW && !layer.activation.needs_z())
}

/// On batches of some samples in 2P columns.
struct Descent<'a, const P: usize> {
    learner: &'a mut Pointwise,
    size: usize,
    /// Of each sample in the mean.
    share: f64,
    /// The activations of a batch, layer by layer.
    a: Vec<Row<P>>,
    /// The derivatives by what goes into the hidden layers' neurons.
    d_z: Vec<Row<P>>,
}

impl<'a, const P: usize> Descent<'a, P> {
    fn new(learner: &'a mut Pointwise, size: usize) -> Self {
        let n: usize = learner.mlp.layers().iter().map(|layer| layer.n_out).sum();
        let (a, d_z) = (zeros(n), zeros(n - learner.n_out()));
        learner.is_ahead = false;
        learner.mlp.grads.fill(0.0);
        Self { learner, size, share: 1.0 / size as f64, a, d_z }
    }

    /// Goes as far as an epoch has whole batches.
    #[inline(never)]
    fn run(mut self, current: &Experiment, order: &mut Order, steps: u64) -> (u64, bool) {
        let n_rows = self.learner.samples.rows().len();
        let mut blocks = zeros(AHEAD * n_rows);
        let mut done = 0;
        while done < steps {
            let most = usize::try_from(steps - done).map_or(AHEAD, |left| left.min(AHEAD));
            let batches = order.next_whole(self.size, most, current.shuffled);
            if batches.is_empty() {
                break;
            }
            self.gather(batches, &mut blocks);
            for block in blocks.chunks_exact(n_rows).take(batches.len() / self.size) {
                done += 1;
                if !self.update(current, block) {
                    return (done, false);
                }
            }
        }
        (done, true)
    }

    /// Writes inputs and targets of each batch into a block; columns of no sample repeat the first.
    #[inline(never)]
    fn gather(&self, batches: &[usize], blocks: &mut [Row<P>]) {
        let Pointwise { samples, train, .. } = &*self.learner;
        let blocks = blocks.chunks_exact_mut(samples.rows().len());
        for (batch, block) in batches.chunks_exact(self.size).zip(blocks) {
            let mut indices = [[train[batch[0]]; 2]; P];
            indices.as_flattened_mut().iter_mut().zip(batch).for_each(|(index, i)| *index = train[*i]);
            for (row, out) in samples.rows().zip(block) {
                *out = indices.map(|two| two.map(|index| row[index]));
            }
        }
    }

    /// Whether logits and parameters are finite.
    #[inline(always)]
    fn update(&mut self, current: &Experiment, block: &[Row<P>]) -> bool {
        let Self { learner: Pointwise { samples, mlp, .. }, size, share, a, d_z } = self;
        let (layers, values, grads) = mlp.parts();
        let (x, y) = block.split_at(samples.n_in());
        forward(layers, values, x, a);
        let (a, logits) = a.split_at_mut(d_z.len());
        let bits = flat(logits).iter().fold(0, |bits, z| bits | infinite_bits(*z));
        let n_out = logits.len();
        current.output.forward(flat_mut(logits), n_out);
        current.loss.slope(current.output, flat_mut(logits), flat(y), n_out);
        if *size < 2 * P {
            logits.iter_mut().for_each(|d_z| d_z.as_flattened_mut()[*size..].fill(0.0));
        }
        backward(layers, values, grads, [x, a, logits], d_z);
        let mut share = *share;
        if current.l1.max(current.l2) > 0.0 {
            grads.iter_mut().for_each(|g| *g *= share);
            penalize(current, layers.iter().map(Dense::weights), values, grads);
            share = 1.0;
        }
        bits | step(current.learning_rate, share, values, grads) == 0
    }
}

/// Writes the activations of the hidden layers, then the logits.
#[inline(always)]
fn forward<'a, const P: usize>(
    layers: &[Dense],
    mut values: &[f64],
    mut below: &'a [Row<P>],
    mut a: &'a mut [Row<P>],
) {
    for Dense { n_in, n_out, activation, .. } in layers {
        let (w, b, own);
        (w, values) = values.split_at(n_in * n_out);
        (b, values) = values.split_at(*n_out);
        (own, a) = a.split_at_mut(*n_out);
        small::affine(w, b, below, own);
        activation.forward(flat_mut(own));
        below = own;
    }
}

/// Adds the gradients, of the last layer's `above` on.
#[inline(always)]
fn backward<const P: usize>(
    mut layers: &[Dense],
    mut values: &[f64],
    mut grads: &mut [f64],
    [x, mut a, mut above]: [&[Row<P>]; 3],
    mut d_z: &mut [Row<P>],
) {
    small::bias_gradient(above, split_last_mut(&mut grads, above.len()));
    while let Some((Dense { n_in, n_out, .. }, below)) = layers.split_last() {
        let (w, _) = split_last(&mut values, n_in * n_out + n_out).split_at(n_in * n_out);
        let d_w = split_last_mut(&mut grads, n_in * n_out);
        let Some(Dense { activation, .. }) = below.last() else {
            return small::add_gradient(above, x, d_w);
        };
        let (a, d_z) = (split_last(&mut a, *n_in), split_last_mut(&mut d_z, *n_in));
        let d_b = split_last_mut(&mut grads, *n_in);
        if let Some(range) = activation.range() {
            small::backward(w, above, range, a, d_b, d_z);
        } else {
            backward_through(*activation, w, above, a, d_b, d_z);
        }
        small::add_gradient(above, a, d_w);
        (above, layers) = (d_z, below);
    }
}

/// As [`small::backward`], where the slope follows from no range.
#[inline(never)]
fn backward_through<const P: usize>(
    activation: Activation,
    w: &[f64],
    above: &[Row<P>],
    a: &[Row<P>],
    d_b: &mut [f64],
    d_z: &mut [Row<P>],
) {
    small::matmul_transposed(w, above, d_z);
    activation.backward(&[], flat(a), flat_mut(d_z));
    small::bias_gradient(d_z, d_b);
}

/// A step down the mean gradient, which is 0 again then. Gives 0 where all parameters are finite.
#[inline(always)]
fn step(eta: f64, share: f64, values: &mut [f64], grads: &mut [f64]) -> u64 {
    let mut bits = 0;
    for (p, g) in values.iter_mut().zip(grads) {
        *p -= eta * (*g * share);
        *g = 0.0;
        bits |= infinite_bits(*p);
    }
    bits
}

fn zeros<const P: usize>(n: usize) -> Vec<Row<P>> {
    alloc::vec![[[0.0; 2]; P]; n]
}

fn flat<const P: usize>(rows: &[Row<P>]) -> &[f64] {
    rows.as_flattened().as_flattened()
}

fn flat_mut<const P: usize>(rows: &mut [Row<P>]) -> &mut [f64] {
    rows.as_flattened_mut().as_flattened_mut()
}

/// Takes the last n off.
fn split_last<'a, T>(all: &mut &'a [T], n: usize) -> &'a [T] {
    let last;
    (*all, last) = all.split_at(all.len() - n);
    last
}

/// As [`split_last`].
fn split_last_mut<'a, T>(all: &mut &'a mut [T], n: usize) -> &'a mut [T] {
    let whole = mem::take(all);
    let last;
    (*all, last) = whole.split_at_mut(whole.len() - n);
    last
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Error;
    use crate::train::Trainer;

    /// The same run twice, once under a frozen parameter that the network does not have: its updates are single ones.
    fn run_twice(changed: &Value) -> [Trainer; 2] {
        [json!([]), json!([1_000_000])].map(|frozen| {
            let mut fields = json!({
                "dataset": "disc", "n_samples": 60, "hidden": [4, 2], "activation": ["tanh"], "output": "tanh",
                "loss": "half_mse", "batch_size": 10, "learning_rate": 0.03, "seed": 0, "data_seed": 0, "frozen": frozen,
            });
            let (fields_map, changed) = (fields.as_object_mut().unwrap(), changed.as_object().unwrap());
            fields_map.extend(changed.clone());
            Trainer::new(Experiment::from_value(&fields).unwrap()).unwrap()
        })
    }

    fn check_equal([plain, single]: &[Trainer; 2], what: &Value) {
        let bits = |trainer: &Trainer| -> Vec<u64> { trainer.values().iter().map(|p| p.to_bits()).collect() };
        assert_eq!(bits(plain), bits(single), "{what}");
        assert_eq!(plain.state, single.state, "{what}");
    }

    /// After so many steps one of sixteen is recorded.
    const MANY: u64 = 9000;

    #[test]
    fn updates_in_one_loop_have_the_bits_of_single_ones() {
        let plain = [
            json!({}),
            json!({"hidden": [], "output": "sigmoid", "loss": "log_loss", "batch_size": 1}),
            json!({"hidden": [3], "activation": ["relu"], "batch_size": 2, "l2": 0.01}),
            json!({"hidden": [8, 1, 8], "activation": ["sigmoid", "tanh", "leaky_relu"], "batch_size": 3}),
            json!({"hidden": [5], "activation": ["identity"], "batch_size": 6, "l1": 0.001, "shuffled": false}),
            json!({"n_samples": 65, "test_share": 30, "random_split": false, "batch_size": 16}),
            json!({"n_samples": 65, "batch_size": 7, "carry_last_batch": true}),
            json!({"dataset": "gauss", "batch_size": 12, "loss": "hinge", "output": "identity"}),
            json!({"dataset": "blobs", "n_classes": 3, "output": "softmax", "loss": "cross_entropy", "batch_size": 8}),
            json!({"dataset": "plane", "output": "identity", "loss": "mse", "features": ["x1", "x2", "x1_x2"]}),
        ];
        let other = [
            json!({"n_samples": 16, "batch_size": 16}),
            json!({"n_samples": 12, "batch_size": 16}),
            json!({"batch_size": 0}),
            json!({"batch_size": 17}),
            json!({"hidden": [9]}),
            json!({"activation": ["gelu"]}),
            json!({"optimizer": "adam"}),
            json!({"schedule": "cosine"}),
            json!({"dropout": 0.1}),
            json!({"clip_norm": 0.001}),
            json!({"l1": 0.1, "l1_stays_zero": true}),
        ];
        let at_once = plain.into_iter().map(|case| (case, 2)).chain(other.into_iter().map(|case| (case, 0)));
        for (case, at_once) in at_once {
            let mut runs = run_twice(&case);
            for steps in [MANY, 1, 2, 700, 1001] {
                let [plain, single] = runs.each_mut().map(|run| run.train_step(steps).unwrap());
                assert_eq!(plain, single, "{case}");
                check_equal(&runs, &case);
            }
            // Not always so many: an epoch ends with fewer samples.
            let most = runs.each_mut().map(|run| {
                let again = (0..9).map(|_| {
                    run.train_step(1).unwrap();
                    update_often(&mut run.learner.clone(), &run.current, &mut run.state.order.clone(), 2).0
                });
                again.max()
            });
            assert_eq!(most, [Some(at_once), Some(0)], "{case}");
        }
    }

    #[test]
    fn an_edit_holds_from_its_step_on() {
        let runs = run_twice(&json!({})).map(|mut run| {
            run.train_step(MANY + 5).unwrap();
            run.set("learning_rate", &json!(0.01)).unwrap();
            run.train_step(500).unwrap();
            run
        });
        let again = runs.clone().map(|run| {
            let mut run = Trainer::new(run.experiment).unwrap();
            run.train_step(MANY + 505).unwrap();
            run
        });
        check_equal(&runs, &json!("edited"));
        check_equal(&[again[0].clone(), runs[1].clone()], &json!("once more"));
    }

    /// Parameters alone in the first case, logits alone in the second one.
    #[test]
    fn what_is_not_finite_is_noticed_at_its_step() {
        let line = json!({"hidden": [], "dataset": "plane", "output": "identity", "loss": "mse"});
        for (case, parameter, learning_rate) in [(line, 1e306, 1000.0), (json!({"hidden": []}), 1e308, 0.03)]
        {
            let mut runs = run_twice(&case);
            let errors = runs.each_mut().map(|run| {
                run.train_step(MANY + 5).unwrap();
                run.set("learning_rate", &json!(learning_rate)).unwrap();
                run.set_parameter(0, parameter).unwrap();
                run.train_step(100).unwrap_err()
            });
            assert_eq!(errors, [MANY + 6, MANY + 6].map(|step| Error::Diverged { step }), "{case}");
            check_equal(&runs, &case);
        }
    }
}
