//! How the gradient fares on its way back through time: what makes it vanish or explode.

use alloc::vec::Vec;
use core::ops::AddAssign;

use super::layer::View;
use super::trace::{LayerTrace, Room};
use super::{Recurrent, Trace};
use crate::math;
use crate::nn::Activation;

/// One time step of a layer on the way back. Norms are Euclidean, over all cells and samples; several
/// blocks of samples are added up with `+=`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepFlow {
    /// Sums of squares: of `dh_t`, `dc_t`, all `dz_t`, of what these send back through `W_h`, and of what
    /// passes to the step before beside the weights.
    squares: [f64; 5],
    has_memory: bool,
}

impl StepFlow {
    /// Norm of the whole `dL/dh_t`.
    #[must_use]
    pub fn d_h(&self) -> f64 {
        math::sqrt(self.squares[0])
    }

    /// Norm of the whole `dL/dc_t`, 0 without a memory.
    #[must_use]
    pub fn d_c(&self) -> f64 {
        math::sqrt(self.squares[1])
    }

    /// `|dz_t|` over `|dc_t|`, without a memory over `|dh_t|`: what the slopes of the activations do.
    #[must_use]
    pub fn activation(&self) -> f64 {
        ratio(self.squares[2], self.state())
    }

    /// `|W_h^T dz_t|` over `|dz_t|`: what the weights do.
    #[must_use]
    pub fn weights(&self) -> f64 {
        ratio(self.squares[3], self.squares[2])
    }

    /// `|f_t * dc_t|` over `|dc_t|`, `|z_t * dh_t|` over `|dh_t|` for the GRU: what passes beside
    /// weights and slopes. 0 for the plain cell.
    #[must_use]
    pub fn memory(&self) -> f64 {
        ratio(self.squares[4], self.state())
    }

    fn state(&self) -> f64 {
        self.squares[usize::from(self.has_memory)]
    }
}

impl AddAssign for StepFlow {
    fn add_assign(&mut self, other: Self) {
        self.squares.iter_mut().zip(other.squares).for_each(|(sum, squares)| *sum += squares);
        self.has_memory = other.has_memory;
    }
}

impl Recurrent {
    /// The flow through every step of a layer, from the first to the last, after a backward pass. What step
    /// t sends to the one before counts whether or not that pass was truncated there.
    #[must_use]
    pub fn flow(&self, trace: &Trace, layer: usize, m: usize) -> Vec<StepFlow> {
        let (view, trace) = (self.view(layer, m), &trace.layers[layer]);
        let state = if self.cell.has_memory() { &trace.d_c } else { &trace.d_h };
        let (mut back, mut room) = (alloc::vec![0.0; view.step()], Room::default());
        view.transpose_w_h(&mut room);
        let mut flow = |t: usize| {
            let at = view.at(t);
            view.derive_again(t, trace, &mut room);
            let d_z = view.live().map(|(slot, _)| math::sum_of_squares(room.slopes.joined(slot))).sum();
            view.through_weights(t, &trace.gates, &mut back, false, &mut room);
            let through = math::sum_of_squares(&back);
            back.fill(0.0);
            view.past_weights(t, &trace.gates, &state[at.clone()], &mut back);
            let d_c = trace.d_c.get(at.clone()).map_or(0.0, math::sum_of_squares);
            let squares =
                [math::sum_of_squares(&trace.d_h[at]), d_c, d_z, through, math::sum_of_squares(&back)];
            StepFlow { squares, has_memory: self.cell.has_memory() }
        };
        (0..trace.n_steps).map(&mut flow).collect()
    }

    /// After a backward pass: for each of [`Cell::gates`](super::Cell::gates) the derivative by what goes into its
    /// activation at step t, `[n_hidden, m]`; 0 where it is pinned.
    #[must_use]
    pub fn d_gates(&self, trace: &Trace, layer: usize, m: usize, t: usize) -> Vec<Vec<f64>> {
        let (view, mut room) = (self.view(layer, m), Room::default());
        view.derive_again(t, &trace.layers[layer], &mut room);
        let slots = (0..view.layer.gates.len()).filter(|slot| view.layer.gates[*slot].is_some());
        let slope = |slot| match view.live_gate(slot) {
            Some(_) => room.slopes.joined(slot).to_vec(),
            None => alloc::vec![0.0; view.step()],
        };
        slots.map(slope).collect()
    }
}

impl View<'_> {
    /// The slopes of step t once more, after a backward pass.
    fn derive_again(&self, t: usize, trace: &LayerTrace, room: &mut Room) {
        let mut tanh_c = trace.c.get(self.at(t + 1)).unwrap_or_default().to_vec();
        Activation::Tanh.forward(&mut tanh_c);
        room.back.clear();
        room.back.resize(self.step(), 0.0);
        if trace.flows(t + 1) && self.layer.cell.has_memory() {
            self.past_weights(t + 1, &trace.gates, &trace.d_c[self.at(t + 1)], &mut room.back);
        }
        self.derive(t, [0, 1], trace, &mut tanh_c, room);
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { math::sqrt(part / whole) } else { 0.0 }
}
