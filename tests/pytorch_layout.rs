//! The flat parameters of a recurrent network are PyTorch's own arrays one after the other: each is cut out
//! here without a transpose and put into the equations of PyTorch's documentation (`torch.nn.RNN`, `LSTM`,
//! `GRU`, 2.5), `x @ weight.T + bias`, gate by gate in chunks. Computed by the standard library's functions,
//! which differ from ours by a few units in the last place: 1e-12.
#![expect(clippy::disallowed_methods, reason = "the standard library's tanh and exp are the reference")]

use neurone::math::LANES;
use neurone::nn::{Cell, Recurrent, Trace};
use neurone::random::RandomState;

const N_IN: usize = 3;
const N_HIDDEN: usize = 4;
const N_STEPS: usize = 5;

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// `x @ weight.T + bias`: one number for each row of the weight.
fn linear(weight: &[f64], bias: &[f64], x: &[f64]) -> Vec<f64> {
    let row = |row: &[f64]| row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
    weight.chunks_exact(x.len()).zip(bias).map(|(w, b)| row(w) + b).collect()
}

/// Takes the next `rows` by `columns` numbers.
fn cut<'a>(values: &mut &'a [f64], rows: usize, columns: usize) -> &'a [f64] {
    let (array, rest) = values.split_at(rows * columns);
    *values = rest;
    array
}

/// `h_t` for all steps, as PyTorch's documentation has it.
fn torch(cell: Cell, values: &[f64], x: &[f64]) -> Vec<f64> {
    let gates = cell.gates().len();
    let mut rest = values;
    let weight_ih = cut(&mut rest, gates * N_HIDDEN, N_IN);
    let weight_hh = cut(&mut rest, gates * N_HIDDEN, N_HIDDEN);
    // PyTorch has two biases, of which only the sum matters but for the GRU's n.
    let bias_ih = cut(&mut rest, gates * N_HIDDEN, 1);
    let mut bias_hh = vec![0.0; gates * N_HIDDEN];
    if cell == Cell::Gru {
        bias_hh[2 * N_HIDDEN..].copy_from_slice(cut(&mut rest, N_HIDDEN, 1));
    }
    let [mut h, mut c] = [[0.0_f64; N_HIDDEN]; 2];
    let mut all = Vec::new();
    for x in x.chunks_exact(N_IN) {
        let of_x = linear(weight_ih, bias_ih, x);
        let of_h = linear(weight_hh, &bias_hh, &h);
        let chunk = |values: &[f64], gate: usize, j: usize| values[gate * N_HIDDEN + j];
        for j in 0..N_HIDDEN {
            let x_of = |gate: usize| chunk(&of_x, gate, j);
            let h_of = |gate: usize| chunk(&of_h, gate, j);
            let z = |gate: usize| x_of(gate) + h_of(gate);
            match cell {
                Cell::Rnn => h[j] = z(0).tanh(),
                Cell::Lstm => {
                    let (i, f, g, o) = (sigmoid(z(0)), sigmoid(z(1)), z(2).tanh(), sigmoid(z(3)));
                    c[j] = f * c[j] + i * g;
                    h[j] = o * c[j].tanh();
                }
                _ => {
                    let (r, z) = (sigmoid(z(0)), sigmoid(z(1)));
                    let n = (x_of(2) + r * h_of(2)).tanh();
                    h[j] = (1.0 - z) * n + z * h[j];
                }
            }
        }
        all.extend(&h);
    }
    all
}

#[test]
fn parameters_stand_as_in_pytorch() {
    for cell in [Cell::Rnn, Cell::Lstm, Cell::Gru] {
        let mut random = RandomState::new(7);
        let mut network = Recurrent::new(cell, N_IN, N_HIDDEN, 1, 1, true);
        network.values.iter_mut().for_each(|value| *value = random.uniform(-1.0, 1.0));
        let x: Vec<f64> = (0..N_STEPS * N_IN).map(|_| random.uniform(-2.0, 2.0)).collect();
        let columns: Vec<f64> = x.iter().flat_map(|x| [*x; LANES]).collect();
        let mut trace = Trace::default();
        network.forward(&columns, N_STEPS, LANES, false, &mut trace, None);
        let ours: Vec<f64> = trace.h(0).iter().step_by(LANES).copied().collect();
        let theirs = torch(cell, &network.values, &x);
        assert_eq!(ours.len(), theirs.len());
        for (a, b) in ours.iter().zip(&theirs) {
            assert!((a - b).abs() < 1e-12, "{cell:?}: {a} {b}");
        }
    }
}
