//! What the optimizer, clipping and dropout write, computed again from the printed texts in whole numbers.

use neurone::data::Points;
use neurone::nn::Rule;
use neurone::train::Trainer;
use neurone::worked::{LineKind, Symbol};

use crate::{Paper, digits, ten};

/// A number of units of `10^-decimals`.
#[derive(Clone, Copy)]
pub(crate) struct Number(i128, u32);

impl Number {
    pub(crate) fn read(text: &str) -> Self {
        let (units, decimals) = digits(text);
        Self(units, decimals)
    }

    fn to(self, decimals: u32) -> i128 {
        self.0 * ten(decimals - self.1)
    }

    fn plus(self, other: Self) -> Self {
        let decimals = self.1.max(other.1);
        Self(self.to(decimals) + other.to(decimals), decimals)
    }

    fn times(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 + other.1)
    }

    fn minus(self, other: Self) -> Self {
        self.plus(Self(-other.0, other.1))
    }

    /// 1 less that.
    fn rest(self) -> Self {
        Self(1, 0).minus(self)
    }

    /// To the nearest, a half away from zero.
    pub(crate) fn over(self, divisor: Self, decimals: u32) -> Self {
        // A fraction of whole numbers.
        let [up, down] = [decimals + divisor.1, self.1];
        let above = self.0 * ten(up.saturating_sub(down));
        let below = divisor.0 * ten(down.saturating_sub(up));
        Self((2 * above.abs() + below) / (2 * below) * above.signum(), decimals)
    }

    fn cut(self, decimals: u32) -> Self {
        self.over(Self(1, 0), decimals)
    }

    /// The whole number whose square is nearest below, found by halving.
    fn root(self, decimals: u32) -> Self {
        let square = 4 * self.to(2 * decimals);
        let (mut low, mut high) = (0, 10_i128.pow(18));
        while high - low > 1 {
            let middle = i128::midpoint(low, high);
            if middle * middle <= square { low = middle } else { high = middle }
        }
        Self((low + 1) / 2, decimals)
    }

    pub(crate) fn show(self) -> String {
        let Self(units, decimals) = self;
        let text = format!("{:0>1$}", units.abs(), decimals as usize + 1);
        let (whole, fraction) = text.split_at(text.len() - decimals as usize);
        format!("{}{whole}.{fraction}", if units < 0 { "-" } else { "" })
    }
}

impl Paper<'_> {
    fn read(&self, base: &'static str) -> Number {
        Number::read(self.text(&Symbol { base, ..Symbol::default() }))
    }

    /// Of the parameter that `like` belongs to; letters of the weight and of the bias.
    fn of(&self, like: &Symbol, [weight, bias]: [&'static str; 2]) -> Number {
        let base = if like.column.is_some() { weight } else { bias };
        Number::read(self.text(&Symbol { base, ..like.clone() }))
    }

    /// `dW + lambda1 sgn(W) + lambda2 W`.
    fn penalised(&self, like: &Symbol) -> Number {
        let (mean, w) = (self.of(like, ["dW", "db"]), self.of(like, ["W", "b"]));
        let factor = |name| if self.printed.contains_key(name) { self.read(name) } else { Number(0, 0) };
        if like.column.is_none() {
            return mean;
        }
        let l1 = factor("lambda1").times(Number(w.0.signum(), 0));
        mean.plus(l1).plus(factor("lambda2").times(w))
    }

    /// The gradient that the rule is given.
    fn gradient_taken(&self, like: &Symbol) -> Number {
        let current = self.trainer.current();
        let penalised = current.l1 > 0.0 || current.l2 > 0.0;
        if current.clip_norm > 0.0 {
            self.of(like, ["hW", "hb"])
        } else if penalised && current.optimizer != Rule::GradientDescent && like.column.is_some() {
            self.of(like, ["gW", "gb"])
        } else {
            self.penalised(like)
        }
    }

    /// Every gradient, in the order of the parameters.
    fn all_taken(&self) -> Vec<Number> {
        let mut all = Vec::new();
        for layer in 1..self.dims.len() {
            let name = |base, row, column| Symbol {
                base,
                layer: Some(layer),
                row: Some(row),
                column,
                ..Symbol::default()
            };
            let rows = 1..=self.dims[layer];
            for row in rows.clone() {
                all.extend((1..=self.dims[layer - 1]).map(|column| name("W", row, Some(column))));
            }
            all.extend(rows.map(|row| name("b", row, None)));
        }
        all.iter()
            .map(|like| {
                // Without a penalty in print, the mean itself.
                if self.printed.contains_key(&Symbol { base: "gW", ..like.clone() }.to_string())
                    && like.column.is_some()
                {
                    self.of(like, ["gW", "gb"])
                } else {
                    self.of(like, ["dW", "db"])
                }
            })
            .collect()
    }

    /// Norm and factor.
    pub(crate) fn norm(&self, line: &Symbol) -> Number {
        let decimals = self.decimals + 4;
        if line.base == "norm" {
            return self
                .all_taken()
                .into_iter()
                .fold(Number(0, 0), |sum, g| sum.plus(g.times(g)))
                .root(decimals);
        }
        let (longest, norm) = (self.read("c"), self.read("norm").plus(Number(1, 6)));
        if norm.minus(longest).0 > 0 { longest.over(norm, decimals) } else { Number(1, 0).cut(decimals) }
    }

    /// A line of the update, or of the gradient before it.
    pub(crate) fn of_the_rule(&self, kind: LineKind, line: &Symbol) -> Number {
        let [plain, first, second, root] =
            [self.decimals, self.decimals + 1, 2 * self.decimals + 3, self.decimals + 4];
        let of = |letters| self.of(line, letters);
        let square = |number: Number| number.times(number);
        let mean = |beta: Number, old: Number, new| beta.times(old).plus(beta.rest().times(new));
        let rule = self.trainer.current().optimizer;
        let power = |base: f64| (0..self.read("t").0).fold(1.0, |power, _| power * base);
        let v = ["vW", "vb"];
        match (kind, line.base) {
            (LineKind::Penalised, _) => self.penalised(line).cut(plain),
            (LineKind::Clipped, _) => {
                let penalised = self.printed.contains_key(&Symbol { base: "gW", ..line.clone() }.to_string());
                let g = if penalised && line.column.is_some() { of(["gW", "gb"]) } else { of(["dW", "db"]) };
                self.read("k").times(g).cut(first)
            }
            (_, "c1") => Number::read(&format!("{:.*}", first as usize, 1.0 - power(0.9))),
            (_, "c2") => Number::read(&format!("{:.*}", second as usize, 1.0 - power(0.999))),
            (_, "mW'" | "mb'") => {
                mean(self.read("beta1"), of(["mW", "mb"]), self.gradient_taken(line)).cut(first)
            }
            (_, "uW'" | "ub'") => {
                mean(self.read("rho"), of(["uW", "ub"]), square(of(["qW", "qb"]))).cut(second)
            }
            (_, "vW'" | "vb'") => {
                let (old, g) = (of(v), self.gradient_taken(line));
                match rule {
                    Rule::Momentum | Rule::Nesterov => self.read("mu").times(old).plus(g).cut(first),
                    Rule::Adagrad => old.plus(square(g)).cut(second),
                    Rule::RmsProp | Rule::Adadelta => mean(self.read("rho"), old, square(g)).cut(second),
                    _ => mean(self.read("beta2"), old, square(g)).cut(second),
                }
            }
            (_, "m̂W" | "m̂b") => of(["mW'", "mb'"]).over(self.read("c1"), first),
            (_, "v̂W" | "v̂b") => of(["vW'", "vb'"]).over(self.read("c2"), second),
            (_, "sW" | "sb") => match rule {
                Rule::Adadelta => of(["vW'", "vb'"]).plus(self.read("epsilon")).root(root),
                Rule::Adam | Rule::AdamW => of(["v̂W", "v̂b"]).root(root),
                _ => of(["vW'", "vb'"]).root(root),
            },
            (_, "rW" | "rb") => of(["uW", "ub"]).plus(self.read("epsilon")).root(root),
            (_, "qW" | "qb") => {
                let s = of(["sW", "sb"]);
                match rule {
                    Rule::Adadelta => of(["rW", "rb"]).times(self.gradient_taken(line)).over(s, first),
                    Rule::Adam | Rule::AdamW => of(["m̂W", "m̂b"]).over(s.plus(self.read("epsilon")), first),
                    _ => self.gradient_taken(line).over(s.plus(self.read("epsilon")), first),
                }
            }
            (kind, base) => panic!("{kind:?} {base}"),
        }
    }

    /// The new parameter.
    pub(crate) fn new_parameter(&self, line: &Symbol) -> Number {
        let (current, w, rate) = (self.trainer.current(), self.of(line, ["W", "b"]), self.read("alpha"));
        if current.frozen.contains(&self.place(line)) {
            return w;
        }
        let step = match current.optimizer {
            Rule::GradientDescent => self.gradient_taken(line),
            Rule::Momentum => self.of(line, ["vW'", "vb'"]),
            Rule::Nesterov => {
                self.gradient_taken(line).plus(self.read("mu").times(self.of(line, ["vW'", "vb'"])))
            }
            _ => self.of(line, ["qW", "qb"]),
        };
        let decayed = if current.optimizer == Rule::AdamW {
            rate.times(self.read("lambda")).rest().times(w)
        } else {
            w
        };
        let new = decayed.minus(rate.times(step));
        if current.l1_stays_zero && current.l1 > 0.0 && line.column.is_some() {
            let without = new.plus(rate.times(self.read("lambda1")).times(Number(w.0.signum(), 0)));
            if w.0 == 0 || without.0.signum() * new.0.signum() < 0 {
                return Number(0, 0).cut(self.decimals);
            }
        }
        new.cut(self.decimals)
    }

    /// A setting as it was set.
    pub(crate) fn setting(&self, name: &str) -> String {
        let current = self.trainer.current();
        let adam = matches!(current.optimizer, Rule::Adam | Rule::AdamW);
        match name {
            "p" => current.dropout.to_string(),
            "c" => current.clip_norm.to_string(),
            "mu" => current.momentum.to_string(),
            "lambda" => current.weight_decay.to_string(),
            "rho" if current.optimizer == Rule::RmsProp => "0.99".into(),
            "rho" => "0.9".into(),
            "beta1" => "0.9".into(),
            "beta2" => "0.999".into(),
            "epsilon" if current.optimizer == Rule::Adagrad => "0.0000000001".into(),
            "epsilon" if current.optimizer == Rule::Adadelta => "0.000001".into(),
            "epsilon" => "0.00000001".into(),
            "t" if adam => (self.trainer.snapshot().state.optimizer.t + 1).to_string(),
            name => panic!("{name}"),
        }
    }

    /// A moment of the run, rounded by the standard library.
    pub(crate) fn moment(&self, symbol: &Symbol) -> String {
        let optimizer = self.trainer.snapshot().state.optimizer;
        let n_params = self.trainer.mlp().values.len();
        let (at, of_square) = match (optimizer.rule(), &symbol.base[..1]) {
            (Rule::Adam | Rule::AdamW, "v") | (Rule::Adadelta, "u") => (1, true),
            (Rule::Adam | Rule::AdamW, "m") | (Rule::Momentum | Rule::Nesterov, "v") => (0, false),
            (_, "v") => (0, true),
            (rule, letter) => panic!("{rule:?} {letter}"),
        };
        let decimals = if of_square { 2 * self.decimals + 3 } else { self.decimals + 1 };
        let moment = optimizer.moments[at * n_params + self.place(symbol)];
        if moment == 0.0 { "0".into() } else { format!("{:.*}", decimals as usize, moment) }
    }

    /// For each hidden layer what dropout does to its neurons in the next update, from its stream: drawn row
    /// by row for a block of whole lanes of eight.
    fn masks(&self, point: usize) -> Vec<Vec<bool>> {
        let rate = self.trainer.current().dropout;
        let batch = self.trainer.next_step().unwrap().batch;
        let column = batch.iter().position(|taken| *taken == point).unwrap();
        let mut stream = self.trainer.snapshot().state.dropout;
        let mut row = || {
            (0..batch.len().next_multiple_of(8)).map(|_| stream.random_sample() >= rate).collect::<Vec<_>>()
                [column]
        };
        self.dims[1..self.last()].iter().map(|n| (0..*n).map(|_| row()).collect()).collect()
    }

    pub(crate) fn is_kept(&self, mask: &Symbol) -> bool {
        let point = mask.point.map_or(self.point, |point| point - 1);
        self.masks(point)[mask.layer.unwrap() - 1][mask.row.unwrap() - 1]
    }

    /// `D / (1 - p)` times that, of the neuron that `like` belongs to.
    pub(crate) fn under_mask(&self, like: &Symbol, units: i128, decimals: u32) -> i128 {
        let mask = Number::read(self.text(&Symbol { base: "D", ..like.clone() }));
        mask.times(Number(units, decimals)).over(self.read("p").rest(), self.decimals).0
    }

    /// The gradient of one point of the next update with its masks: that of a network that has them in its
    /// weights.
    pub(crate) fn gradient_under_masks(&self, point: usize) -> Vec<f64> {
        let (points, masks) = (self.trainer.points(), self.masks(point));
        let mut experiment = self.trainer.current().clone();
        let keep = 1.0 / (1.0 - experiment.dropout);
        let mut scale = vec![1.0; self.trainer.mlp().values.len()];
        for (layer, mask) in masks.iter().enumerate() {
            for row in 1..=self.dims[layer + 2] {
                for (column, kept) in mask.iter().enumerate() {
                    let weight = Symbol {
                        layer: Some(layer + 2),
                        row: Some(row),
                        column: Some(column + 1),
                        ..Symbol::default()
                    };
                    scale[self.place(&weight)] = if *kept { keep } else { 0.0 };
                }
            }
        }
        let x = self.coordinates();
        let one = Points {
            x: vec![x[point], x[points.y.len() + point]],
            y: vec![points.y[point]],
            ..points.clone()
        };
        experiment.dataset = neurone::experiment::Dataset::Points;
        experiment.points = Some(one);
        experiment.parameters =
            Some(self.trainer.mlp().values.iter().zip(&scale).map(|(w, s)| w * s).collect());
        (experiment.l1, experiment.l2, experiment.test_share, experiment.dropout) = (0.0, 0.0, 0, 0.0);
        (experiment.standardize, experiment.batch_size) = (false, 0);
        let mut run = Trainer::new(experiment).unwrap();
        run.gradients().iter().zip(scale).map(|(g, s)| g * s).collect()
    }
}
