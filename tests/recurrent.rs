//! Recurrent networks against JAX, which `golden/recurrent.py` asked and which says how the numbers are laid
//! out; against differences; and what holds for every cell.
#![expect(clippy::float_cmp, clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;

use common::floats;
use neurone::math::LANES;
use neurone::nn::{Carried, Cell, Dropout, Init, Loss, Output, Recurrent, StepFlow, Trace};
use neurone::random::RandomState;
use serde_json::Value;

/// Two correct float64 runs differ by the order of their sums and the last bits of exp, and the file keeps
/// 13 digits: in all that follows by at most 1e-12 of a number. A wrong formula differs by far more.
/// The absolute part is for sums that nearly cancel.
fn check(what: &str, got: &[f64], expected: &Value) {
    let expected = floats(expected);
    assert_eq!(got.len(), expected.len(), "{what}: length");
    for (i, (got, expected)) in got.iter().zip(&expected).enumerate() {
        // Not `>`: what is not a number is far from everything.
        assert!(
            (got - expected).abs() <= 1e-12 + 1e-9 * expected.abs(),
            "{what}[{i}]: {got:e}, expected {expected:e}"
        );
    }
}

/// Sequences and a network for them; `[t, n, m]` with columns padded with zeros to whole lanes.
#[derive(Clone)]
struct Case {
    net: Recurrent,
    judge: (Loss, Output),
    x: Vec<f64>,
    y: Vec<f64>,
    /// How much each answer counts, `[t_out, m]`; they sum to 1.
    share: Vec<f64>,
    start: Vec<Carried>,
    n_steps: usize,
    m: usize,
    every_step: bool,
    truncate: Option<usize>,
    dropout: Option<(f64, u32)>,
}

impl Case {
    fn golden(case: &Value) -> Self {
        let [n_in, n_hidden, n_layers, n_out, n_steps, m] =
            ["n_in", "n_hidden", "n_layers", "n_out", "n_steps", "m"].map(|name| size(&case[name]));
        let cell = Cell::from_name(case["cell"].as_str().unwrap()).unwrap();
        let bias = case["bias"].as_bool().unwrap();
        let mut net = Recurrent::new(cell, n_in, n_hidden, n_layers, n_out, bias);
        net.values = floats(&case["parameters"]);
        assert_eq!(net.values.len(), net.grads.len(), "{}", name(case));
        let padded = |rows: &Value| pad(&floats(rows), m, m.next_multiple_of(LANES));
        let every_step = case["mode"] != "last";
        let mask = match &case["mask"] {
            Value::Null => vec![1.0; if every_step { n_steps * m } else { m }],
            mask => floats(mask),
        };
        let counted: f64 = mask.iter().sum();
        let mask: Vec<_> = mask.iter().map(|mask| mask / counted).collect();
        let start = case["start_h"]
            .as_array()
            .into_iter()
            .flatten()
            .zip(case["start_c"].as_array().into_iter().flatten());
        let start = start
            .map(|(h, c)| Carried { h: padded(h), c: if cell.has_memory() { padded(c) } else { vec![] } });
        Self {
            judge: judge(case["head"].as_str().unwrap()),
            x: padded(&case["x"]),
            y: padded(&case["targets"]),
            share: pad(&mask, m, m.next_multiple_of(LANES)),
            start: start.collect(),
            n_steps,
            m: m.next_multiple_of(LANES),
            every_step,
            truncate: case["truncate"].as_u64().map(|steps| steps.try_into().unwrap()),
            dropout: case["dropout"].is_object().then(|| {
                (
                    case["dropout"]["rate"].as_f64().unwrap(),
                    size(&case["dropout"]["seed"]).try_into().unwrap(),
                )
            }),
            net,
        }
    }

    /// Three sequences of five steps, two inputs and three cells a layer, everything drawn.
    fn drawn(cell: Cell, head: &str, every_step: bool, bias: bool, n_layers: usize) -> Self {
        let (n_out, n_steps, m) = (2, 5, 3);
        let mut random = RandomState::new(7);
        let mut net = Recurrent::new(cell, 2, 3, n_layers, n_out, bias);
        net.values = (0..net.values.len()).map(|_| random.normal(0.0, 0.7)).collect();
        let t_out = if every_step { n_steps } else { 1 };
        let mut rows =
            |n: usize| -> Vec<f64> { pad(&(0..n * m).map(|_| random.randn()).collect::<Vec<_>>(), m, LANES) };
        let (x, mut y) = (rows(n_steps * 2), rows(t_out * n_out));
        let mut carried = || Carried { h: rows(3), c: if cell.has_memory() { rows(3) } else { vec![] } };
        let start = (0..n_layers).map(|_| carried()).collect();
        for answer in y.chunks_mut(n_out * LANES).filter(|_| head != "linear") {
            for s in 0..LANES {
                answer[s] = if answer[s] > 0.0 { 1.0 } else { 0.0 };
                answer[LANES + s] = 1.0 - answer[s];
            }
        }
        let share = pad(&vec![1.0 / (t_out * m) as f64; t_out * m], m, LANES);
        let (judge, truncate, dropout) = (judge(head), None, None);
        Self { net, judge, x, y, share, start, n_steps, m: LANES, every_step, truncate, dropout }
    }

    fn forward(&self) -> Trace {
        let mut trace = Trace::default();
        trace.start.clone_from(&self.start);
        let mut random = RandomState::new(self.dropout.map_or(0, |(_, seed)| seed));
        let dropout = self.dropout.map(|(rate, _)| Dropout { rate, random: &mut random });
        self.net.forward(&self.x, self.n_steps, self.m, self.every_step, &mut trace, dropout);
        trace
    }

    /// Rows `[n_out, m]` of each answer.
    fn answers<'a>(&self, rows: &'a [f64]) -> impl Iterator<Item = &'a [f64]> {
        rows.chunks(self.net.n_out() * self.m)
    }

    fn loss(&self, trace: &Trace) -> f64 {
        let (loss, output) = self.judge;
        let steps = self.answers(trace.output()).zip(self.answers(&self.y));
        let losses = steps.flat_map(|(z, y)| loss.forward(output, z, y, self.m));
        losses.zip(&self.share).map(|(loss, share)| loss * share).sum()
    }

    /// Gradients in `net.grads`.
    fn backward(&mut self) -> Trace {
        let mut trace = self.forward();
        let (loss, output) = self.judge;
        let mut d_z = trace.output().to_vec();
        let n = self.net.n_out() * self.m;
        for ((d_z, y), share) in d_z.chunks_mut(n).zip(self.y.chunks(n)).zip(self.share.chunks(self.m)) {
            loss.backward(output, d_z, y, self.m);
            d_z.iter_mut().zip(share.iter().cycle()).for_each(|(d, share)| *d *= share);
        }
        self.net.grads.fill(0.0);
        self.net.backward(&self.x, self.m, &mut trace, &d_z, self.truncate);
        trace
    }

    /// Chunks of so many steps, each starting where the one before ends.
    fn chunks(&self, n_steps: usize) -> Vec<Self> {
        let (mut start, mut chunks) = (self.start.clone(), Vec::new());
        let parts = self.x.chunks(self.net.n_in() * self.m * n_steps);
        let answers =
            self.y.chunks(self.net.n_out() * self.m * n_steps).zip(self.share.chunks(self.m * n_steps));
        for (x, (y, share)) in parts.zip(answers) {
            let n_steps = x.len() / (self.net.n_in() * self.m);
            let (x, y, share) = (x.to_vec(), y.to_vec(), share.to_vec());
            let chunk = Self { x, y, share, start, n_steps, truncate: None, ..self.clone() };
            start = chunk.forward().end();
            chunks.push(chunk);
        }
        chunks
    }

    /// The loss at other parameters.
    fn loss_at(&self, values: &[f64]) -> f64 {
        let mut moved = self.clone();
        moved.net.values = values.to_vec();
        moved.loss(&moved.forward())
    }
}

fn judge(head: &str) -> (Loss, Output) {
    match head {
        "linear" => (Loss::Mse, Output::Identity),
        "sigmoid" => (Loss::LogLoss, Output::Sigmoid),
        _ => (Loss::CrossEntropy, Output::Softmax),
    }
}

fn pad(rows: &[f64], m: usize, padded: usize) -> Vec<f64> {
    rows.chunks(m).flat_map(|row| row.iter().copied().chain([0.0; LANES]).take(padded)).collect()
}

fn cut(rows: &[f64], m: usize) -> Vec<f64> {
    rows.chunks(m.next_multiple_of(LANES)).flat_map(|row| &row[..m]).copied().collect()
}

fn golden() -> Vec<Value> {
    let document: Value = serde_json::from_str(include_str!("golden/recurrent.json")).unwrap();
    document["cases"].as_array().unwrap().clone()
}

fn size(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

fn name(case: &Value) -> String {
    let what = ["cell", "bias", "head", "mode", "n_in", "n_hidden", "n_layers", "n_steps", "m", "truncate"];
    what.map(|name| case[name].to_string()).join(" ")
}

#[test]
fn states_gates_losses_and_gradients_are_those_of_jax() {
    for golden in golden() {
        let name = name(&golden);
        let mut case = Case::golden(&golden);
        let trace = case.backward();
        let m = size(&golden["m"]);
        check(&format!("{name}: loss"), &[case.loss(&trace)], &Value::from(vec![golden["loss"].clone()]));
        check(&format!("{name}: logits"), &cut(trace.output(), m), &golden["logits"]);
        check(&format!("{name}: gradients"), &case.net.grads, &golden["gradients"]);
        for (layer, seen) in golden["trace"].as_array().into_iter().flatten().enumerate() {
            for (what, expected) in seen.as_object().unwrap() {
                let got = match what.as_str() {
                    "h" => trace.h(layer),
                    "c" => trace.c(layer),
                    gate => trace.gate(layer, gate).unwrap(),
                };
                check(&format!("{name}: {what} of layer {layer}"), &cut(got, m), expected);
            }
        }
        for layer in 0..case.net.n_layers() {
            let flow = case.net.flow(&trace, layer, case.m);
            let [d_h, d_c] = [|step: &StepFlow| step.d_h(), |step: &StepFlow| step.d_c()]
                .map(|norm| flow.iter().map(norm).collect::<Vec<_>>());
            check(&format!("{name}: norms of dh"), &d_h, &golden["norm_d_h"][layer]);
            if case.net.cell().has_memory() {
                check(&format!("{name}: norms of dc"), &d_c, &golden["norm_d_c"][layer]);
            }
        }
    }
}

/// A new cell without numbers to compare with fails here.
#[test]
fn every_cell_has_numbers_to_compare_with() {
    let mut compared = BTreeSet::new();
    for case in golden() {
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        compared.insert((text("cell"), case["bias"].as_bool().unwrap(), text("head"), text("mode")));
        if case["truncate"].is_u64() && size(&case["n_layers"]) > 1 {
            compared.insert((text("cell"), true, "stacked".into(), "truncated".into()));
        }
        if case["dropout"].is_object() {
            compared.insert((text("cell"), true, "stacked".into(), "dropout".into()));
        }
    }
    for cell in Cell::NAMES {
        for (head, mode) in [
            ("linear", "last"),
            ("sigmoid", "every"),
            ("softmax", "masked"),
            ("softmax", "last"),
            ("linear", "every"),
        ] {
            for bias in [false, true] {
                assert!(
                    compared.contains(&(cell.to_string(), bias, head.into(), mode.into())),
                    "{cell} {head} {mode}"
                );
            }
        }
        for what in ["truncated", "dropout"] {
            assert!(
                compared.contains(&(cell.to_string(), true, "stacked".into(), what.into())),
                "{cell} {what}"
            );
        }
    }
}

/// A central difference with h = 1e-5 is off by about h^2 = 1e-10 and by the rounding of the loss over h,
/// 1e-11; 1e-6 of the largest gradient finds every wrong formula.
fn check_differences(name: &str, case: &mut Case, loss_at: impl Fn(&Case, &[f64]) -> f64) {
    case.backward();
    let largest = case.net.grads.iter().fold(0.0_f64, |largest, g| largest.max(g.abs()));
    assert!(largest > 1e-3, "{name}: nothing to compare");
    let h = 1e-5;
    for (i, gradient) in case.net.grads.iter().enumerate() {
        let at = |h: f64| {
            let mut moved = case.net.values.clone();
            moved[i] += h;
            loss_at(case, &moved)
        };
        let difference = (at(h) - at(-h)) / (2.0 * h);
        let error = (gradient - difference).abs() / largest;
        assert!(error < 1e-6, "{name} parameter {i}: {gradient}, differences {difference}");
    }
}

#[test]
fn gradients_agree_with_differences() {
    for cell in Cell::ALL {
        for head in ["linear", "sigmoid", "softmax"] {
            for every_step in [false, true] {
                for (bias, n_layers) in [(false, 1), (true, 1), (true, 2), (false, 3)] {
                    let mut case = Case::drawn(cell, head, every_step, bias, n_layers);
                    let name = format!("{cell:?} {head} {every_step} {bias} {n_layers}");
                    check_differences(&name, &mut case, Case::loss_at);
                }
            }
        }
    }
}

/// Truncated, it is the gradient of a sum over chunks whose start does not move.
#[test]
fn truncated_gradients_agree_with_differences_of_chunks() {
    for cell in Cell::ALL {
        for n_layers in [1, 2] {
            for truncate in [1, 2, 4] {
                let mut case = Case::drawn(cell, "sigmoid", true, true, n_layers);
                case.truncate = Some(truncate);
                let chunks = case.chunks(truncate);
                assert_eq!(chunks.len(), case.n_steps.div_ceil(truncate));
                check_differences(&format!("{cell:?} {n_layers} {truncate}"), &mut case, |_, values| {
                    chunks.iter().map(|chunk| chunk.loss_at(values)).sum()
                });
            }
        }
    }
}

/// Longer chunks than there are steps cut nothing.
#[test]
fn one_chunk_is_the_whole_way() {
    for cell in Cell::ALL {
        let mut whole = Case::drawn(cell, "softmax", true, true, 2);
        let mut chunk = Case { truncate: Some(whole.n_steps), ..whole.clone() };
        assert_eq!(whole.backward(), chunk.backward());
        assert_eq!(whole.net.grads, chunk.net.grads);
    }
}

/// To the bit: that is how a text is continued letter by letter.
#[test]
fn a_sequence_goes_on_where_it_ended() {
    for cell in Cell::ALL {
        let case = Case::drawn(cell, "linear", true, true, 2);
        let whole = case.forward();
        let parts = case.chunks(2);
        let outputs: Vec<_> = parts.iter().flat_map(|part| part.forward().output().to_vec()).collect();
        assert_eq!(whole.output(), outputs, "{cell:?}");
        assert_eq!(whole.end(), parts.last().unwrap().forward().end(), "{cell:?}");
    }
}

/// (40) as printed computes an input gate and does not use it.
#[test]
fn the_unused_gate_of_the_printed_lstm_has_no_gradient() {
    let unused = |cell: Cell| {
        let mut case = Case::drawn(cell, "sigmoid", true, true, 2);
        case.backward();
        let of_gate =
            case.net.matrices().into_iter().filter(|matrix| ["W_xi", "W_hi", "b_i"].contains(&&*matrix.name));
        let gradients: Vec<_> = of_gate.flat_map(|matrix| case.net.grads[matrix.range()].to_vec()).collect();
        assert_eq!(gradients.len(), 2 * 3 * 3 + (2 + 3) * 3 + 2 * 3);
        gradients.iter().filter(|gradient| **gradient == 0.0).count() == gradients.len()
    };
    assert!(unused(Cell::LstmPrinted));
    assert!(!unused(Cell::Lstm));
}

/// Alone in a batch and at another place of it, to the bit.
#[test]
fn a_column_does_not_depend_on_its_neighbours() {
    for cell in Cell::ALL {
        let case = Case::drawn(cell, "linear", true, true, 2);
        let together = case.forward();
        for s in 0..3 {
            let alone = |rows: &[f64]| -> Vec<f64> {
                rows.chunks(LANES).flat_map(|row| [&[0.0; 5], &[row[s]][..], &[0.0; 10]].concat()).collect()
            };
            let start =
                case.start.iter().map(|start| Carried { h: alone(&start.h), c: alone(&start.c) }).collect();
            let single = Case { x: alone(&case.x), start, m: 2 * LANES, ..case.clone() }.forward();
            let column =
                |rows: &[f64], m: usize, s: usize| -> Vec<f64> { rows.chunks(m).map(|row| row[s]).collect() };
            for (both, one) in [(together.output(), single.output()), (together.h(1), single.h(1))] {
                assert_eq!(column(both, LANES, s), column(one, 2 * LANES, 5), "{cell:?}");
            }
        }
    }
}

/// What is derived again for a step is what the backward pass had there: over all steps it adds up to the gradient by the
/// biases, but for the order of the sum: 15 numbers of at most 1 differ by it by less than 1e-14.
#[test]
fn the_slopes_of_all_steps_add_up_to_the_gradient_of_the_biases() {
    for (cell, truncate) in Cell::ALL.into_iter().flat_map(|cell| [None, Some(2)].map(|every| (cell, every)))
    {
        let mut case = Case { truncate, ..Case::drawn(cell, "linear", true, true, 2) };
        let trace = case.backward();
        for (layer, (k, gate)) in
            [0, 1].into_iter().flat_map(|l| cell.gates().iter().enumerate().map(move |g| (l, g)))
        {
            let name = format!("b_{}", if *gate == "g" { "h" } else { gate });
            let matrices = case.net.matrices();
            let biases =
                matrices.iter().find(|matrix| (&matrix.name, matrix.layer) == (&name, layer)).unwrap();
            let mut sums = vec![0.0; biases.rows];
            for t in 0..case.n_steps {
                let slopes = case.net.d_gates(&trace, layer, case.m, t).swap_remove(k);
                sums.iter_mut()
                    .zip(slopes.chunks(case.m))
                    .for_each(|(sum, row)| *sum += row.iter().sum::<f64>());
            }
            for (sum, grad) in sums.iter().zip(&case.net.grads[biases.range()]) {
                assert!(
                    (sum - grad).abs() <= 1e-14,
                    "{cell:?} {truncate:?} {name} of layer {layer}: {sum:e} {grad:e}"
                );
            }
        }
    }
}

/// A pinned gate shows its value, its weights do nothing and get no gradient, and the rest of the gradient
/// is right.
#[test]
fn a_pinned_gate_is_constant() {
    for cell in Cell::ALL {
        for (k, gate) in cell.gates().iter().enumerate() {
            for value in [0.0, 0.3, 1.0] {
                let mut case = Case::drawn(cell, "linear", true, true, 2);
                case.net.pins[k] = Some(value);
                check_differences(&format!("{cell:?} {gate} {value}"), &mut case, Case::loss_at);
                let trace = case.backward();
                assert!(trace.gate(1, gate).unwrap().iter().all(|a| *a == value));
                let slopes =
                    (0..case.n_steps).flat_map(|t| case.net.d_gates(&trace, 1, case.m, t).swap_remove(k));
                assert!(slopes.into_iter().all(|d| d == 0.0));
                let letter = if *gate == "g" { "h" } else { gate };
                let own = [format!("W_x{letter}"), format!("W_h{letter}"), format!("b_{letter}")];
                let mut matrices =
                    case.net.matrices().into_iter().filter(|matrix| own.contains(&matrix.name));
                assert_eq!(matrices.clone().count(), 6);
                assert!(
                    matrices.all(|matrix| case.net.grads[matrix.range()].iter().all(|grad| *grad == 0.0))
                );
            }
        }
    }
}

/// A gate that a stage lacks is one pinned to 1: with the weights that they share, every stage is the LSTM
/// so pinned, to the bit.
#[test]
fn stages_are_the_lstm_with_gates_pinned_to_one() {
    for cell in [Cell::Stage1, Cell::Stage2, Cell::Stage3, Cell::Lstm1997] {
        let mut lstm = Case::drawn(Cell::Lstm, "linear", true, true, 2);
        let mut stage = Case { net: Recurrent::new(cell, 2, 3, 2, 2, true), ..lstm.clone() };
        let full = lstm.net.matrices();
        for matrix in stage.net.matrices() {
            let twin =
                full.iter().find(|twin| (&twin.name, twin.layer) == (&matrix.name, matrix.layer)).unwrap();
            stage.net.values[matrix.range()].copy_from_slice(&lstm.net.values[twin.range()]);
        }
        for (pin, gate) in lstm.net.pins.iter_mut().zip(Cell::Lstm.gates()) {
            *pin = (!cell.gates().contains(gate)).then_some(1.0);
        }
        let (seen, expected) = (stage.backward(), lstm.backward());
        assert_eq!(seen.output(), expected.output(), "{cell:?}");
        assert_eq!((seen.d_h(0), seen.d_c(0)), (expected.d_h(0), expected.d_c(0)), "{cell:?}");
    }
}

/// What two cells share keeps its numbers, and a gate that enters is open: the function barely moves, by what
/// `1 - sigmoid(5) = 0.0067` a gate and step may add up to. Without biases it is half open.
#[test]
fn a_graft_keeps_what_is_shared_and_opens_what_is_new() {
    let steps = [
        (Cell::Stage1, Cell::Stage2, vec!["f"]),
        (Cell::Stage2, Cell::Stage3, vec!["i"]),
        (Cell::Stage3, Cell::Lstm, vec!["o"]),
        (Cell::Stage1, Cell::Lstm, vec!["i", "f", "o"]),
    ];
    for (from, to, new) in steps {
        for bias in [true, false] {
            let case = Case::drawn(from, "linear", true, bias, 2);
            let grafted = Case { net: case.net.graft(to), ..case.clone() };
            let (before, after) = (case.forward(), grafted.forward());
            for gate in &new {
                let expected = if bias { 0.993_307_149_075_715_3 } else { 0.5 };
                let values = after.gate(1, gate).unwrap();
                assert!(values.iter().all(|value| (value - expected).abs() < 1e-15), "{to:?} {gate}");
            }
            let moved = before.output().iter().zip(after.output()).map(|(a, b)| (a - b).abs());
            let most = moved.fold(0.0, f64::max);
            assert!(if bias { most < 0.12 } else { most > 0.3 }, "{from:?} to {to:?}, {bias}: {most}");
            assert_eq!(grafted.net.graft(from).values, case.net.values, "{from:?} to {to:?} and back");
        }
    }
}

/// The GRU's candidate is that of the other cells: beside an open r and a closed z it is the RNN.
#[test]
fn an_rnn_becomes_a_gru_and_any_cell_itself() {
    for cell in Cell::ALL {
        let net = Case::drawn(cell, "linear", true, true, 2).net;
        assert_eq!(net.graft(cell).values, net.values, "{cell:?}");
    }
    let case = Case::drawn(Cell::Rnn, "linear", true, true, 1);
    for cell in [Cell::Gru, Cell::GruCho] {
        let mut grafted = Case { net: case.net.graft(cell), ..case.clone() };
        let trace = grafted.forward();
        for (gate, expected) in [("r", 0.993_307_149_075_715_3), ("z", 1.0 - 0.993_307_149_075_715_3)] {
            let values = trace.gate(0, gate).unwrap();
            assert!(values.iter().all(|value| (value - expected).abs() < 1e-15), "{cell:?} {gate}");
        }
        grafted.net.pins = vec![Some(1.0), Some(0.0), None];
        let (seen, expected) = (grafted.forward(), case.forward());
        for (seen, expected) in seen.output().iter().zip(expected.output()) {
            assert!((seen - expected).abs() < 1e-14, "{cell:?}: {seen}, expected {expected}");
        }
    }
}

/// What the weights send back and what passes beside them make up the derivative of the step before; for
/// the plain cell the factors' product is the gain itself.
#[test]
fn the_flow_takes_the_gain_of_a_step_apart() {
    let mut case = Case::drawn(Cell::Rnn, "linear", false, true, 1);
    let trace = case.backward();
    let flow = case.net.flow(&trace, 0, case.m);
    for (before, step) in flow.iter().zip(&flow[1..]) {
        let gain = step.weights() * step.activation();
        assert!((before.d_h() / step.d_h() / gain - 1.0).abs() < 1e-14, "{before:?} {step:?}");
        assert_eq!((step.memory(), step.d_c()), (0.0, 0.0));
    }
    // Without weights back to h, only the memory is left.
    for (cell, gate) in [(Cell::Lstm, "f"), (Cell::GruCho, "z")] {
        let mut case = Case::drawn(cell, "linear", false, true, 1);
        let recurrent = case.net.matrices().into_iter().filter(|matrix| matrix.name.starts_with("W_h"));
        recurrent
            .filter(|matrix| matrix.layer == 0)
            .for_each(|matrix| case.net.values[matrix.range()].fill(0.0));
        case.net.pins[cell.gates().iter().position(|name| *name == gate).unwrap()] = Some(0.5);
        let trace = case.backward();
        let flow = case.net.flow(&trace, 0, case.m);
        for (before, step) in flow.iter().zip(&flow[1..]) {
            assert_eq!((step.weights(), step.memory()), (0.0, 0.5), "{cell:?}");
            let state = |step: &StepFlow| if cell.has_memory() { step.d_c() } else { step.d_h() };
            assert!((state(before) / state(step) - 0.5).abs() < 1e-14, "{cell:?}");
        }
    }
}

#[test]
fn cells_begin_alike_in_what_they_share() {
    let drawn = |cell: Cell, init: Init| {
        let net = Recurrent::new(cell, 2, 3, 2, 1, true);
        let values = net.initial(init, 3.0, 5);
        net.matrices()
            .into_iter()
            .map(move |matrix| (matrix.name.clone(), matrix.layer, values[matrix.range()].to_vec()))
    };
    for init in Init::ALL {
        let lstm: Vec<_> = drawn(Cell::Lstm, init).collect();
        for cell in [Cell::Rnn, Cell::Stage1, Cell::Stage2, Cell::Stage3, Cell::LstmPrinted, Cell::Lstm1997] {
            assert!(
                drawn(cell, init).all(|matrix| lstm.contains(&matrix) || matrix.1 == 2),
                "{cell:?} {init:?}"
            );
        }
        let mut forget = lstm.iter().filter(|(name, ..)| name == "b_f");
        assert!(forget.clone().count() == 2 && forget.all(|(.., b)| *b == [3.0; 3]));
        let z = drawn(Cell::Gru, init).find(|(name, ..)| name == "b_z").unwrap();
        assert_eq!(z.2, [3.0; 3]);
    }
    let uniform: Vec<_> = drawn(Cell::Gru, Init::Uniform).collect();
    let weights = || uniform.iter().filter(|(name, ..)| name.starts_with('W')).flat_map(|(.., w)| w);
    let bound = 1.0 / 3.0_f64.sqrt();
    assert!(weights().all(|w| w.abs() <= bound) && weights().any(|w| w.abs() > 0.9 * bound));
    let mut biases = uniform.iter().filter(|(name, ..)| name.starts_with('b') && name != "b_z");
    assert!(biases.all(|(.., b)| b.iter().all(|b| *b == 0.0)));
    // No two matrices are drawn alike.
    let first: BTreeSet<_> =
        uniform.iter().filter(|(name, ..)| name.starts_with('W')).map(|(.., w)| w[0].to_bits()).collect();
    assert_eq!(first.len(), 2 * 3 * 2 + 1);
}

/// The parameters one after the other, without a gap, the weights among them.
#[test]
fn matrices_cover_the_parameters() {
    for cell in Cell::ALL {
        for (bias, n_layers) in [(false, 1), (true, 3)] {
            let net = Recurrent::new(cell, 2, 3, n_layers, 2, bias);
            let mut end = 0;
            for matrix in net.matrices() {
                assert_eq!(matrix.offset, end, "{cell:?} {matrix:?}");
                end = matrix.range().end;
                let among =
                    net.weights().iter().any(|w| w.start <= matrix.offset && matrix.range().end <= w.end);
                assert_eq!(among, !matrix.is_bias(), "{cell:?} {matrix:?}");
            }
            assert_eq!(end, net.values.len());
        }
        assert_eq!(Cell::from_name(cell.name()), Some(cell));
    }
}
