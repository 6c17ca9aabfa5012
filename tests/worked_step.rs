//! The worked step of a recurrent cell adds up: every line is computed again from the printed texts, in
//! integers and by formulas of its own, and has to be equal digit by digit.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeMap;

use neurone::experiment::Experiment;
use neurone::math;
use neurone::nn::{Cell, Output};
use neurone::train::SequenceTrainer;
use neurone::worked::{
    DECIMALS, Line, LineKind, MAX_CELLS, Place, Style, Symbol, to_latex, to_markdown, worked_step,
};
use serde_json::{Value, json};

/// A few updates on, so that no number is as it began.
fn trainer(fields: &Value) -> SequenceTrainer {
    let mut value = json!({
        "cell": "lstm", "task": "counter", "n_steps": 6, "n_hidden": 2, "init": "uniform", "loss": "mse",
        "output": "identity", "optimizer": "adam", "learning_rate": 0.05, "seed": 1, "data_seed": 2,
    });
    value.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let mut trainer = SequenceTrainer::new(Experiment::from_value(&value).unwrap()).unwrap();
    trainer.train_step(20).unwrap();
    trainer
}

/// A decimal number: units, and how many decimals they have.
#[derive(Clone, Copy, Debug)]
struct Number(i128, u32);

impl Number {
    fn read(text: &str) -> Self {
        let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        Self(text.replace('.', "").parse().unwrap(), u32::try_from(decimals).unwrap())
    }

    fn one() -> Self {
        Self(1, 0)
    }

    fn with(self, decimals: u32) -> i128 {
        self.0 * 10_i128.pow(decimals - self.1)
    }

    fn plus(self, other: Self) -> Self {
        let decimals = self.1.max(other.1);
        Self(self.with(decimals) + other.with(decimals), decimals)
    }

    fn minus(self, other: Self) -> Self {
        self.plus(Self(-other.0, other.1))
    }

    fn times(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 + other.1)
    }

    fn value(self) -> f64 {
        format!("{}e-{}", self.0, self.1).parse().unwrap()
    }

    /// To the nearest, a half away from zero.
    fn show(self, decimals: u32) -> String {
        let cut = 10_i128.pow(self.1.saturating_sub(decimals));
        let units = if self.1 < decimals {
            self.with(decimals)
        } else {
            (2 * self.0.abs() + cut) / (2 * cut) * self.0.signum()
        };
        let text = format!("{:0>1$}", units.abs(), decimals as usize + 1);
        let (whole, fraction) = text.split_at(text.len() - decimals as usize);
        format!("{}{whole}.{fraction}", if units < 0 { "-" } else { "" })
    }
}

fn product(factors: &[Number]) -> Number {
    factors.iter().fold(Number::one(), |product, factor| product.times(*factor))
}

fn sum(terms: impl IntoIterator<Item = Number>) -> Number {
    terms.into_iter().fold(Number(0, 0), Number::plus)
}

/// What stands on the paper so far.
struct Paper {
    cell: Cell,
    output: Output,
    n_hidden: usize,
    unit: usize,
    t: usize,
    decimals: u32,
    printed: BTreeMap<String, String>,
}

impl Paper {
    fn find(&self, name: &str) -> Option<Number> {
        self.printed.get(name).map(|text| Number::read(text))
    }

    fn get(&self, name: &str) -> Number {
        self.find(name).unwrap_or_else(|| panic!("{name} is not printed above"))
    }

    /// A number of the cell at this step.
    fn own(&self, base: &str) -> Number {
        self.get(&format!("{base}{}({})", self.unit, self.t))
    }

    /// A gate; 1 where the cell has none.
    fn gate(&self, base: &str) -> Number {
        if self.cell.gates().contains(&base) { self.own(base) } else { Number::one() }
    }

    fn before(&self, base: &str, unit: usize) -> Number {
        self.get(&format!("{base}{unit}({})", self.t - 1))
    }

    fn cells(&self) -> core::ops::RangeInclusive<usize> {
        1..=self.n_hidden
    }

    fn round(&self, value: f64) -> Number {
        Number::read(&format!("{value:.*}", self.decimals as usize))
    }

    /// `W_x x` by the mark of the matrix; channels that are 0 are not printed.
    fn input_terms(&self, mark: &str) -> Number {
        sum((1..=8).filter_map(|j| {
            let x = self.find(&format!("x{j}({})", self.t))?;
            Some(x.times(self.get(&format!("W_x{mark}{},{j}", self.unit))))
        }))
    }

    fn state_terms(&self, mark: &str, h: impl Fn(usize) -> Number) -> Number {
        sum(self.cells().map(|j| h(j).times(self.get(&format!("W_h{mark}{},{j}", self.unit)))))
    }

    fn bias(&self, name: &str) -> Number {
        self.find(&format!("{name}{}", self.unit)).unwrap_or(Number(0, 0))
    }

    /// `r_t h_{t-1}` of a cell.
    fn reset(&self, j: usize) -> Number {
        self.get(&format!("r{j}({})", self.t)).times(self.before("h", j))
    }

    fn is(&self, cell: Cell) -> bool {
        self.cell == cell
    }

    fn is_gru(&self) -> bool {
        self.is(Cell::Gru) || self.is(Cell::GruCho)
    }

    fn weighted(&self, gate: &str) -> Number {
        let mark = if gate == "g" { "h" } else { gate };
        let own = self.input_terms(mark).plus(self.bias(&format!("b_{mark}")));
        let before = |j| self.before("h", j);
        match (gate, self.cell) {
            ("n", Cell::Gru) => own.plus(self.own("r").times(self.own("q"))),
            ("n", _) => own.plus(self.state_terms("n", |j| self.reset(j))),
            _ => own.plus(self.state_terms(mark, before)),
        }
    }

    fn hidden(&self) -> Number {
        if self.is(Cell::Rnn) {
            return self.round(math::tanh(self.own("Z_g").value()));
        }
        if self.is_gru() {
            let [z, n] = ["z", "n"].map(|gate| self.own(gate));
            return Number::one().minus(z).times(n).plus(z.times(self.before("h", self.unit)));
        }
        self.gate("o").times(self.own("u"))
    }

    fn inlet(&self) -> Number {
        self.gate(if self.is(Cell::LstmPrinted) { "o" } else { "i" })
    }

    fn memory(&self) -> Number {
        let kept = self.gate("f").times(self.before("c", self.unit));
        kept.plus(self.inlet().times(self.own("g")))
    }

    fn tanh_slope(&self, a: Number) -> Number {
        Number::one().minus(a.times(a))
    }

    fn d_memory(&self) -> Number {
        let next = |base: &str| self.find(&format!("{base}{}({})", self.unit, self.t + 1));
        let back = next("dc").map_or(Number(0, 0), |d| d.times(next("f").unwrap_or(Number::one())));
        let here = product(&[self.own("dh"), self.gate("o"), self.tanh_slope(self.own("u"))]);
        back.plus(here)
    }

    /// The derivative by a gate, before the slope of its activation.
    fn d_gate(&self, gate: &str) -> Number {
        let (h_before, printed) = (self.before("h", self.unit), self.is(Cell::LstmPrinted));
        match gate {
            _ if self.is(Cell::Rnn) => self.own("dh"),
            "i" if printed => Number(0, 0),
            "i" => self.own("dc").times(self.own("g")),
            "f" => self.own("dc").times(self.before("c", self.unit)),
            "g" => self.own("dc").times(self.inlet()),
            "o" => {
                let leak = if printed { self.own("dc").times(self.own("g")) } else { Number(0, 0) };
                self.own("dh").times(self.own("u")).plus(leak)
            }
            "z" => self.own("dh").times(h_before.minus(self.own("n"))),
            "n" => self.own("dh").times(Number::one().minus(self.own("z"))),
            _ if self.is(Cell::Gru) => self.own("dZ_n").times(self.own("q")),
            _ => {
                let of = |j| {
                    self.get(&format!("W_hn{j},{}", self.unit))
                        .times(self.get(&format!("dZ_n{j}({})", self.t)))
                };
                sum(self.cells().map(of)).times(h_before)
            }
        }
    }

    fn delta(&self, gate: &str) -> Number {
        let a = self.own(if self.is(Cell::Rnn) { "h" } else { gate });
        let is_tanh = matches!(gate, "g" | "n");
        let slope = if is_tanh { self.tanh_slope(a) } else { a.times(Number::one().minus(a)) };
        self.d_gate(gate).times(slope)
    }

    fn share(&self, symbol: &Symbol) -> Number {
        let (kind, mark) = symbol.base.split_at(4);
        let gate = if mark == "h" { "g" } else { mark };
        match (kind, symbol.column) {
            ("dW_x", Some(j)) => {
                self.own(&format!("dZ_{gate}")).times(self.get(&format!("x{j}({})", self.t)))
            }
            ("dW_h", Some(_)) if mark == "y" => {
                let d = self.get(&format!("dZ{}", symbol.row.unwrap())).times(self.own("h"));
                let n = self.find("N").unwrap_or(Number::one());
                // Divided by a whole number and rounded, a half away from zero.
                let units = d.with(d.1) * 2;
                let divisor = n.0 * 10_i128.pow(d.1 - self.decimals);
                Number((units.abs() + divisor) / (2 * divisor) * units.signum(), self.decimals)
            }
            ("dW_h", Some(j)) if mark == "n" && self.is(Cell::GruCho) => {
                self.own("dZ_n").times(self.reset(j))
            }
            ("dW_h", Some(j)) if mark == "n" => self.own("dq").times(self.before("h", j)),
            ("dW_h", Some(j)) => self.own(&format!("dZ_{gate}")).times(self.before("h", j)),
            _ if symbol.base == "db_hn" => self.own("dq"),
            _ => {
                let mark = symbol.base.strip_prefix("db_").unwrap();
                self.own(&format!("dZ_{}", if mark == "h" { "g" } else { mark }))
            }
        }
    }

    fn targets(&self) -> Vec<Number> {
        match self.find("y") {
            Some(y) => [y].into(),
            None => (1..).map_while(|k| self.find(&format!("y{k}"))).collect(),
        }
    }

    /// The head, its loss, and the derivative by its logits.
    fn answer(&self, symbol: &Symbol) -> Number {
        let k = symbol.row.unwrap_or(1);
        let of = |base: &str| self.get(&format!("{base}{k}"));
        let logits = || (1..).map_while(|k| self.find(&format!("Z{k}")));
        let minus_ln = |a: Number| self.round(-math::ln(a.value()));
        match (symbol.base, self.output) {
            ("Z", _) => {
                let h = |j| self.get(&format!("h{j}({})", self.t));
                let products = self.cells().map(|j| h(j).times(self.get(&format!("W_hy{k},{j}"))));
                sum(products).plus(of("b_y"))
            }
            ("E", _) => {
                let largest = logits().map(|z| z.0).max().unwrap();
                self.round(math::exp(Number(of("Z").0 - largest, self.decimals).value()))
            }
            ("S", _) => sum((1..).map_while(|k| self.find(&format!("E{k}")))),
            ("A", Output::Sigmoid) => self.round(math::sigmoid(of("Z").value())),
            ("A", Output::Softmax) => {
                let (e, s) = (of("E").0, self.get("S").0);
                Number((2 * e * 10_i128.pow(self.decimals) + s) / (2 * s), self.decimals)
            }
            ("A", _) => of("Z"),
            ("L", Output::Sigmoid) => {
                let a = self.get("A1");
                minus_ln(if self.get("y").0 > 0 { a } else { Number::one().minus(a) })
            }
            ("L", Output::Softmax) => {
                let class = self.targets().iter().position(|y| y.0 > 0).unwrap() + 1;
                minus_ln(self.get(&format!("A{class}")))
            }
            ("L", _) => {
                let miss = self.get("A1").minus(self.get("y"));
                miss.times(miss)
            }
            ("dZ", output) => {
                let miss = of("A").minus(self.targets()[k - 1]);
                if output == Output::Identity { Number(2, 0).times(miss) } else { miss }
            }
            (base, _) => panic!("{base}"),
        }
    }

    /// What a line has to say, from what stands above it.
    fn expected(&self, line: &Line) -> Number {
        let base = line.symbol.base;
        match line.kind {
            LineKind::Share => self.share(&line.symbol),
            _ if matches!(base, "Z" | "E" | "S" | "A" | "L" | "dZ") => self.answer(&line.symbol),
            _ if base == "q" => self.state_terms("n", |j| self.before("h", j)).plus(self.bias("b_hn")),
            _ if base == "dq" => self.own("dZ_n").times(self.own("r")),
            _ if base == "c" => self.memory(),
            _ if base == "u" => self.round(math::tanh(self.own("c").value())),
            _ if base == "h" => self.hidden(),
            _ if base == "dc" => self.d_memory(),
            _ => match (base.strip_prefix("Z_"), base.strip_prefix("dZ_")) {
                (Some(gate), _) => self.weighted(gate),
                (_, Some(gate)) => self.delta(gate),
                _ => {
                    let z = self.own(&format!("Z_{base}")).value();
                    self.round(if matches!(base, "g" | "n") { math::tanh(z) } else { math::sigmoid(z) })
                }
            },
        }
    }
}

/// Checks all lines, and that the given ones are the run's own; gives the names.
fn check(trainer: &SequenceTrainer, place: Place, decimals: u32) -> Vec<String> {
    let lines = worked_step(trainer, trainer.example(0), place, decimals).unwrap();
    let mut paper = Paper {
        cell: trainer.learner().network().cell(),
        output: trainer.current().output,
        n_hidden: trainer.learner().network().n_hidden(),
        unit: place.unit + 1,
        t: place.t + 1,
        decimals,
        printed: BTreeMap::new(),
    };
    let of_run = given(trainer, place);
    for line in &lines {
        let name = line.symbol.to_string();
        if line.expression.is_none() {
            if let Some(value) = of_run.get(&name) {
                let number = Number::read(&line.result);
                let half = Number(1, number.1).value() * 0.5001;
                assert!((number.value() - value).abs() <= half, "{name}");
            } else {
                assert!(
                    matches!(line.symbol.base, "y" | "N" | "dh" | "dc" | "f" | "dZ_n"),
                    "{name} is not of the run"
                );
            }
        } else {
            assert_eq!(
                line.result,
                paper.expected(line).show(decimals),
                "{:?} {place:?}: {name}",
                paper.cell
            );
        }
        assert!(paper.printed.insert(name.clone(), line.result.clone()).is_none(), "{name} twice");
    }
    paper.printed.into_keys().collect()
}

/// The inputs, states and parameters of the run by their names on paper.
fn given(trainer: &SequenceTrainer, place: Place) -> BTreeMap<String, f64> {
    let (network, passage) = (trainer.learner().network(), trainer.passage(trainer.example(0), &[]));
    let n = network.n_hidden();
    let mut all = BTreeMap::new();
    for (i, x) in passage.x.iter().enumerate() {
        let n_in = network.n_in();
        all.insert(format!("x{}({})", i % n_in + 1, i / n_in + 1), *x);
    }
    for (name, values) in &passage.layers[place.layer] {
        for (i, value) in values.iter().enumerate() {
            all.insert(format!("{name}{}({})", i % n + 1, i / n + 1), *value);
        }
        all.extend((1..=n).map(|k| (format!("{name}{k}(0)"), 0.0)));
    }
    for matrix in network.matrices() {
        for (i, value) in network.values[matrix.range()].iter().enumerate() {
            let row = i / matrix.columns + 1;
            let column =
                if matrix.is_bias() { String::new() } else { format!(",{}", i % matrix.columns + 1) };
            all.insert(format!("{}{row}{column}", matrix.name), *value);
        }
    }
    all
}

fn place(unit: usize, t: usize) -> Place {
    Place { layer: 0, unit, t }
}

#[test]
fn every_cell_adds_up() {
    for cell in Cell::ALL {
        for bias in [true, false] {
            let trainer = trainer(&json!({"cell": cell.name(), "bias": bias}));
            for (k, decimals) in DECIMALS.iter().enumerate() {
                for t in [0, 2, 5] {
                    let names = check(&trainer, place(k % 2, t), decimals.parse().unwrap());
                    assert!(names.iter().any(|name| name.starts_with("dW_h")), "{names:?}");
                    // The candidate's bias, or the second one of PyTorch's GRU.
                    let has_db_h = bias && cell != Cell::GruCho;
                    assert_eq!(names.iter().any(|name| name.starts_with("db_h")), has_db_h);
                }
            }
        }
    }
}

#[test]
fn every_kind_of_answer_adds_up() {
    for (task, loss, output) in [
        ("parity", "log_loss", "sigmoid"),
        ("copy", "cross_entropy", "softmax"),
        ("adding", "mse", "identity"),
    ] {
        let trainer = trainer(&json!({"task": task, "loss": loss, "output": output}));
        for t in [0, 5] {
            let names = check(&trainer, place(1, t), 4);
            let asked = task != "adding" || t == 5;
            assert_eq!(names.contains(&"L".to_string()), asked, "{task} {t}");
        }
    }
}

#[test]
fn what_all_steps_add_is_the_gradient() {
    // The gradient of the example's loss by central differences: error about 1e-9, while the printed shares
    // are rounded to 6 decimals each and come from rounded numbers.
    for cell in Cell::ALL {
        let run = trainer(&json!({"cell": cell.name(), "learning_rate": 0.02}));
        let mut printed: BTreeMap<String, f64> = BTreeMap::new();
        for t in 0..6 {
            for unit in 0..2 {
                for line in worked_step(&run, run.example(0), place(unit, t), 6).unwrap() {
                    if line.kind == LineKind::Share {
                        let name = Symbol { point: None, ..line.symbol }.to_string();
                        *printed.entry(name).or_default() += line.result.parse::<f64>().unwrap();
                    }
                }
            }
        }
        for matrix in run.learner().network().matrices() {
            for (i, at) in matrix.range().enumerate() {
                let row = i / matrix.columns + 1;
                let column =
                    if matrix.is_bias() { String::new() } else { format!(",{}", i % matrix.columns + 1) };
                let Some(printed) = printed.get(&format!("d{}{row}{column}", matrix.name)) else { continue };
                let [low, high] = [-1e-5, 1e-5].map(|step| example_loss(&run, at, step));
                let gradient = (high - low) / 2e-5;
                assert!(
                    (printed - gradient).abs() < 5e-5,
                    "{cell:?} {} {i}: {printed} {gradient}",
                    matrix.name
                );
            }
        }
    }
}

/// The mean squared error of the first example with one parameter moved.
fn example_loss(run: &SequenceTrainer, at: usize, step: f64) -> f64 {
    let mut experiment = run.current().clone();
    let mut values = run.learner().network().values.clone();
    values[at] += step;
    experiment.parameters = Some(values);
    let moved = SequenceTrainer::new(experiment).unwrap();
    let passage = moved.passage(moved.example(0), &[]);
    let errors = passage.output.iter().zip(&passage.y).map(|(a, y)| (a - y) * (a - y));
    errors.sum::<f64>() / passage.y.len() as f64
}

#[test]
fn the_printed_lstm_learns_nothing_at_its_input_gate() {
    let trainer = trainer(&json!({"cell": "lstm_printed"}));
    let lines = worked_step(&trainer, trainer.example(0), place(0, 3), 4).unwrap();
    let delta = lines.iter().find(|line| line.symbol.base == "dZ_i").unwrap();
    assert_eq!(delta.result, "0.0000");
}

#[test]
fn nothing_comes_back_from_where_the_gradient_is_cut() {
    let trainer = trainer(&json!({"truncate": 2}));
    let comes_back = |t| check(&trainer, place(0, t), 4).contains(&format!("dc1({})", t + 2));
    assert_eq!([0, 1, 2, 3, 4, 5].map(comes_back), [true, false, true, false, true, false]);
}

#[test]
fn a_lower_layer_is_not_asked() {
    let trainer = trainer(&json!({"n_layers": 2}));
    let at = |layer| Place { layer, unit: 0, t: 3 };
    let lines = |layer| worked_step(&trainer, trainer.example(0), at(layer), 4).unwrap();
    assert!(lines(0).iter().all(|line| line.symbol.base != "L"));
    assert!(lines(1).iter().any(|line| line.symbol.base == "L"));
    // The input of the upper one is what the lower one hands on.
    let h = trainer.passage(trainer.example(0), &[]).layers[0].last().unwrap().1[3 * 2];
    let x = lines(1)[0].clone();
    assert_eq!((x.symbol.to_string(), x.result), ("x[2]1(4)".into(), format!("{h:.4}")));
}

#[test]
fn what_cannot_be_worked_out_says_why() {
    let small = trainer(&json!({}));
    let fails = |trainer: &SequenceTrainer, place, decimals| {
        let error = worked_step(trainer, trainer.example(0), place, decimals).unwrap_err();
        error.to_value()["field"].as_str().unwrap().to_string()
    };
    assert_eq!(fails(&small, place(2, 0), 4), "unit");
    assert_eq!(fails(&small, place(0, 6), 4), "t");
    assert_eq!(fails(&small, Place { layer: 1, ..place(0, 0) }, 4), "layer");
    assert_eq!(fails(&small, place(0, 0), 5), "decimals");
    assert_eq!(fails(&trainer(&json!({"n_hidden": MAX_CELLS + 1})), place(0, 0), 4), "n_hidden");
    let many = trainer(&json!({"task": "fable", "loss": "cross_entropy", "output": "softmax"}));
    assert_eq!(fails(&many, place(0, 0), 4), "outputs");
}

#[test]
fn a_step_can_be_pasted() {
    let trainer = trainer(&json!({}));
    let lines = worked_step(&trainer, trainer.example(0), place(0, 3), 3).unwrap();
    let text = to_latex(&lines, Style::default());
    for part in [
        r"W_{xf,1,",
        r"Z^{(4)}_{f,1} &= W_{xf,1,",
        r"c^{(4)}_{1} &= f^{(4)}_{1} c^{(3)}_{1} + i^{(4)}_{1} g^{(4)}_{1}",
        r"\sigma(Z^{(4)}_{f,1})",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let blank = to_markdown(&lines, Style { blank: true, comma: true });
    let h = lines.iter().find(|line| line.symbol.to_string() == "h1(4)").unwrap();
    assert!(blank.contains(r"\underline") && !blank.contains(&h.result.replace('.', "{,}")));
}
