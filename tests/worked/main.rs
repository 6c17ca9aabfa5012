//! The worked example adds up: every line is computed again from the printed texts, in integers and by
//! formulas of its own, and has to be equal digit by digit.
#![expect(clippy::float_cmp, clippy::unwrap_used, reason = "a test may")]

mod update;

use std::collections::BTreeMap;

use neurone::data::Feature;
use neurone::experiment::Experiment;
use neurone::nn::{Activation, Loss, Output, Rule};
use neurone::random::RandomState;
use neurone::thesis::thesis;
use neurone::train::Trainer;
use neurone::worked::{
    DECIMALS, Line, LineKind, MAX_PARAMETERS, Style, Symbol, to_latex, to_markdown, worked_example,
};
use neurone::{Error, math};
use serde_json::{Value, json};

fn trainer(value: Value) -> Trainer {
    let mut experiment = Experiment::from_value(&value).unwrap();
    experiment.draw_seeds(|| Ok::<_, Error>(3)).unwrap();
    Trainer::new(experiment).unwrap()
}

/// The digits without their point, and how many stood behind it.
fn digits(text: &str) -> (i128, u32) {
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    (text.replace('.', "").parse().unwrap(), u32::try_from(decimals).unwrap())
}

fn ten(exponent: u32) -> i128 {
    10_i128.pow(exponent)
}

/// Takes off so many decimals: to the nearest, a half away from zero.
fn cut(units: i128, decimals: u32) -> i128 {
    (2 * units.abs() + ten(decimals)) / (2 * ten(decimals)) * units.signum()
}

/// What the reader has on paper: the printed texts by name, and the network that they belong to.
struct Paper<'a> {
    trainer: &'a Trainer,
    dims: Vec<usize>,
    point: usize,
    decimals: u32,
    printed: BTreeMap<String, String>,
}

impl Paper<'_> {
    fn text(&self, name: &Symbol) -> &str {
        self.printed.get(&name.to_string()).unwrap_or_else(|| panic!("{name} is not printed above"))
    }

    /// In units of the last printed decimal.
    fn units(&self, name: &Symbol) -> i128 {
        let (units, decimals) = digits(self.text(name));
        units * ten(self.decimals - decimals)
    }

    fn number(&self, name: &Symbol) -> f64 {
        self.text(name).parse().unwrap()
    }

    /// A double rounded by the standard library.
    fn round(&self, value: f64) -> i128 {
        digits(&format!("{value:.*}", self.decimals as usize)).0
    }

    fn show(&self, units: i128) -> String {
        let text = format!("{:0>1$}", units.abs(), self.decimals as usize + 1);
        let (whole, fraction) = text.split_at(text.len() - self.decimals as usize);
        format!("{}{whole}.{fraction}", if units < 0 { "-" } else { "" })
    }

    fn last(&self) -> usize {
        self.dims.len() - 1
    }

    fn activation(&self, layer: usize) -> Activation {
        self.trainer.current().hidden_layers()[layer - 1].1
    }

    /// The place of a parameter, or of what is named like it, in the flat buffer.
    fn place(&self, Symbol { layer, row, column, .. }: &Symbol) -> usize {
        let (layer, row) = (layer.unwrap(), row.unwrap());
        let before: usize = (1..layer).map(|l| self.dims[l] * (self.dims[l - 1] + 1)).sum();
        let (n_in, n_out) = (self.dims[layer - 1], self.dims[layer]);
        before + column.map_or(n_out * n_in + row - 1, |column| (row - 1) * n_in + column - 1)
    }

    fn sum_of_weights(&self, z: &Symbol) -> i128 {
        let (layer, row) = (z.layer.unwrap(), z.row);
        let weight = |column| named("W", z.layer, row, Some(column), None);
        let base = self.passed_on(layer - 1);
        let input = |column| Symbol { layer: Some(layer - 1), row: Some(column), base, ..z.clone() };
        let columns = 1..=self.dims[layer - 1];
        let products: i128 =
            columns.map(|column| self.units(&weight(column)) * self.units(&input(column))).sum();
        let bias = self.units(&named("b", z.layer, row, None, None)) * ten(self.decimals);
        cut(products + bias, self.decimals)
    }

    /// The letter of what a layer hands on.
    fn passed_on(&self, layer: usize) -> &'static str {
        if layer > 0 && self.printed.contains_key("p") { "Ã" } else { "A" }
    }

    fn answer(&self, a: &Symbol) -> i128 {
        let (d, z) = (self.decimals, Symbol { base: "Z", ..a.clone() });
        let is_last = a.layer == Some(self.last());
        let at_z = |f: fn(f64) -> f64| self.round(f(self.number(&z)));
        let times = |base| cut(self.units(&z) * self.units(&Symbol { base, ..a.clone() }), d);
        if is_last {
            return match self.trainer.current().output {
                Output::Sigmoid => at_z(math::sigmoid),
                Output::Tanh => at_z(math::tanh),
                Output::Identity => self.units(&z),
                Output::Heaviside => i128::from(self.units(&z) >= 0) * ten(d),
                Output::Softmax => {
                    let e = self.units(&named("E", None, a.row, None, a.point));
                    let s = self.units(&named("S", None, None, None, a.point));
                    (2 * e * ten(d) + s) / (2 * s)
                }
            };
        }
        match self.activation(a.layer.unwrap()) {
            Activation::Sigmoid => at_z(math::sigmoid),
            Activation::Tanh => at_z(math::tanh),
            Activation::Sine => at_z(math::sin),
            Activation::Relu => self.units(&z).max(0),
            Activation::LeakyRelu if self.units(&z) < 0 => cut(self.units(&z), 2),
            Activation::LeakyRelu | Activation::Identity => self.units(&z),
            Activation::Gelu => times("Phi"),
            Activation::Silu => times("sigma"),
        }
    }

    fn part(&self, part: &Symbol) -> i128 {
        let z = Symbol { base: "Z", ..part.clone() };
        let logit = |k| named("Z", Some(self.last()), Some(k), None, part.point);
        let logits = || (1..=self.dims[self.last()]).map(|k| self.units(&logit(k)));
        match part.base {
            "Phi" => self.round((1.0 + math::erf(self.number(&z) / 2_f64.sqrt())) / 2.0),
            "sigma" => self.round(math::sigmoid(self.number(&z))),
            "phi" => self
                .round(math::exp(self.number(&z) * self.number(&z) / -2.0) / core::f64::consts::TAU.sqrt()),
            "cos" => self.round(math::cos(self.number(&z))),
            "S" => (1..=self.dims[self.last()])
                .map(|k| self.units(&named("E", None, Some(k), None, part.point)))
                .sum(),
            "E" => {
                let below = match part.row {
                    Some(k) => self.units(&logit(k)) - logits().max().unwrap(),
                    None => -self.units(&logit(1)).abs(),
                };
                self.round(math::exp(below as f64 / ten(self.decimals) as f64))
            }
            "g'" => match (self.units(&z) > 0, self.activation(z.layer.unwrap())) {
                (true, _) => ten(self.decimals),
                (false, Activation::LeakyRelu) => ten(self.decimals) / 100,
                (false, _) => 0,
            },
            base => panic!("{base}"),
        }
    }

    fn target(&self, k: usize, point: Option<usize>) -> i128 {
        let several = self.dims[self.last()] > 1;
        self.units(&named("y", None, several.then_some(k), None, point))
    }

    fn loss(&self, loss: &Symbol) -> i128 {
        let (d, one, point) = (self.decimals, ten(self.decimals), loss.point);
        let of = |base, k| self.units(&named(base, Some(self.last()), Some(k), None, point));
        let (y, z, a) = (self.target(1, point), of("Z", 1), of("A", 1));
        let minus_ln = |units: i128| self.round(-math::ln(units as f64 / one as f64));
        match self.trainer.current().loss {
            Loss::Mse => cut((a - y) * (a - y), d),
            Loss::HalfMse => cut(5 * (a - y) * (a - y), d + 1),
            Loss::Hinge => cut((one * one - y * a).max(0), d),
            Loss::Perceptron => cut((-y * z).max(0), d),
            Loss::LogLoss if y > 0 && a > 0 => minus_ln(a),
            Loss::LogLoss if y == 0 && a < one => minus_ln(one - a),
            Loss::LogLoss => z.abs() - minus_ln(one + self.units(&named("E", None, None, None, point))),
            Loss::CrossEntropy => {
                let class = (1..=self.dims[self.last()]).find(|k| self.target(*k, point) > 0).unwrap();
                if of("A", class) > 0 {
                    return minus_ln(of("A", class));
                }
                let largest = (1..=self.dims[self.last()]).map(|k| of("Z", k)).max().unwrap();
                largest - of("Z", class) - minus_ln(self.units(&named("S", None, None, None, point)))
            }
        }
    }

    fn delta(&self, delta: &Symbol) -> i128 {
        let (d, one, layer) = (self.decimals, ten(self.decimals), delta.layer.unwrap());
        let of = |base| self.units(&Symbol { base, ..delta.clone() });
        if layer == self.last() {
            let (y, a) = (self.target(delta.row.unwrap(), delta.point), of("A"));
            let (loss, output) = (self.trainer.current().loss, self.trainer.current().output);
            let d_a = match loss {
                Loss::LogLoss | Loss::CrossEntropy => return a - y,
                Loss::Mse => 2 * (a - y),
                Loss::HalfMse => a - y,
                Loss::Hinge => i128::from(y * a < one * one) * -y,
                Loss::Perceptron => i128::from((a > 0) != (y > 0)) * -y,
            };
            return match output {
                Output::Sigmoid => cut(d_a * a * (one - a), 2 * d),
                Output::Tanh => cut(d_a * (one * one - a * a), 2 * d),
                _ => d_a,
            };
        }
        let above = |row| {
            let weight = named("W", Some(layer + 1), Some(row), delta.row, None);
            self.units(&weight) * self.units(&named("dZ", Some(layer + 1), Some(row), None, delta.point))
        };
        let sum: i128 = (1..=self.dims[layer + 1]).map(above).sum();
        let (units, excess) = match self.activation(layer) {
            Activation::Sigmoid => (sum * of("A") * (one - of("A")), 3 * d),
            Activation::Tanh => (sum * (one * one - of("A") * of("A")), 3 * d),
            Activation::Relu | Activation::LeakyRelu => (sum * of("g'"), 2 * d),
            Activation::Gelu => (sum * (of("Phi") * one + of("Z") * of("phi")), 3 * d),
            Activation::Silu => {
                let s = of("sigma");
                (sum * (s * one * one + of("Z") * s * (one - s)), 4 * d)
            }
            Activation::Sine => (sum * of("cos"), 2 * d),
            Activation::Identity => (sum, d),
        };
        if self.printed.contains_key("p") {
            self.under_mask(delta, units, d + excess)
        } else {
            cut(units, excess)
        }
    }

    fn share(&self, share: &Symbol) -> i128 {
        let several = self.printed.contains_key(&format!("Z[1]1({})", share.point.unwrap()));
        let point = share.point.filter(|_| several);
        let d_z = self.units(&named("dZ", share.layer, share.row, None, point));
        share.column.map_or(d_z, |column| {
            let base = self.passed_on(share.layer.unwrap() - 1);
            let input = named(base, share.layer.map(|layer| layer - 1), Some(column), None, point);
            cut(d_z * self.units(&input), self.decimals)
        })
    }

    fn gradient(&self, gradient: &Symbol) -> i128 {
        let (start, m) = (format!("{gradient}("), digits(self.text(&named("m", None, None, None, None))).0);
        let shares = self.printed.iter().filter(|(name, _)| name.starts_with(&start));
        let sum: i128 = shares.map(|(_, text)| digits(text).0).sum();
        (2 * sum.abs() + m) / (2 * m) * sum.signum()
    }

    /// The sum over all other points, from a run that has no others.
    fn others(&self, others: &Symbol) -> i128 {
        let Experiment { loss, output, .. } = *self.trainer.current();
        let mut experiment = self.trainer.current().clone();
        let batch = self.trainer.next_step().unwrap().batch;
        let points = self.trainer.points();
        let rest: Vec<_> = batch.iter().copied().filter(|i| *i != self.point).collect();
        if self.trainer.current().dropout > 0.0 {
            let shares = rest.iter().map(|point| self.gradient_under_masks(*point)[self.place(others)]);
            return self.round(shares.sum());
        }
        let x = self.coordinates();
        let (x1, x2) = x.split_at(points.y.len());
        let pick = |all: &[f64]| rest.iter().map(|i| all[*i]).collect::<Vec<_>>();
        let mut part = points.clone();
        (part.x, part.y) = ([pick(x1), pick(x2)].concat(), pick(&points.y));
        experiment.dataset = neurone::experiment::Dataset::Points;
        experiment.points = Some(part);
        experiment.parameters = Some(self.trainer.mlp().values.clone());
        (experiment.l1, experiment.l2, experiment.test_share) = (0.0, 0.0, 0);
        (experiment.loss, experiment.output, experiment.standardize) = (loss, output, false);
        let gradient = Trainer::new(experiment).unwrap().gradients()[self.place(others)];
        self.round(gradient * rest.len() as f64)
    }

    /// Of all points, on the scale of the network.
    fn coordinates(&self) -> Vec<f64> {
        let mut x = self.trainer.points().x.clone();
        self.trainer.standardizer().into_iter().for_each(|standardizer| standardizer.apply(&mut x));
        x
    }

    fn given(&self, line: &Line) -> String {
        let (symbol, current) = (&line.symbol, self.trainer.current());
        let (points, point) = (self.trainer.points(), symbol.point.map_or(self.point, |point| point - 1));
        let m = points.y.len();
        let rounded = |value: f64| self.show(self.round(value));
        match line.kind {
            LineKind::Input => {
                let (coordinates, mut x) = (self.coordinates(), Vec::new());
                Feature::fill(&current.features, coordinates.split_at(m).into(), m, &mut x);
                rounded(x[(symbol.row.unwrap() - 1) * m + point])
            }
            LineKind::Target => match (current.loss, current.output, points.n_classes) {
                (_, _, 0) => rounded(points.y[point]),
                (Loss::CrossEntropy, ..) => {
                    u8::from(points.y[point] == (symbol.row.unwrap() - 1) as f64).to_string()
                }
                (Loss::LogLoss, ..) | (_, Output::Sigmoid, _) => points.y[point].to_string(),
                _ => (2.0 * points.y[point] - 1.0).to_string(),
            },
            LineKind::Parameter => rounded(self.trainer.mlp().values[self.place(symbol)]),
            LineKind::Rate => current.learning_rate.to_string(),
            LineKind::Setting => self.setting(symbol.base),
            LineKind::Moment => self.moment(symbol),
            LineKind::Mask => u8::from(self.is_kept(symbol)).to_string(),
            LineKind::Penalty => if symbol.base == "lambda1" { current.l1 } else { current.l2 }.to_string(),
            LineKind::Count => self.trainer.next_step().unwrap().batch.len().to_string(),
            kind => panic!("{kind:?} is given"),
        }
    }

    /// What the line should say.
    fn expected(&self, line: &Line) -> String {
        let units = match line.kind {
            LineKind::WeightedSum => self.sum_of_weights(&line.symbol),
            LineKind::Activation => self.answer(&line.symbol),
            LineKind::Part | LineKind::LossPart | LineKind::Slope => self.part(&line.symbol),
            LineKind::Loss => self.loss(&line.symbol),
            LineKind::Delta => self.delta(&line.symbol),
            LineKind::Share => self.share(&line.symbol),
            LineKind::Others => self.others(&line.symbol),
            LineKind::Gradient => self.gradient(&line.symbol),
            LineKind::Kept => {
                let a = Symbol { base: "A", ..line.symbol.clone() };
                self.under_mask(&a, self.units(&a), self.decimals)
            }
            LineKind::Norm => return self.norm(&line.symbol).show(),
            LineKind::Penalised
            | LineKind::Clipped
            | LineKind::Correction
            | LineKind::NewMoment
            | LineKind::StepPart => return self.of_the_rule(line.kind, &line.symbol).show(),
            LineKind::Update => return self.new_parameter(&line.symbol).show(),
            _ => return self.given(line),
        };
        self.show(units)
    }

    /// That the last line is the real run's, and the gap its difference from what is printed.
    fn check_exact(&self, line: &Line, real: f64) {
        assert_eq!(line.result.parse::<f64>().unwrap(), real, "{}", line.symbol);
        let [(full, f), (printed, p), (gap, g)] =
            [&*line.result, self.text(&line.symbol), line.gap.as_ref().unwrap()].map(digits);
        assert_eq!(full * ten(g - f), printed * ten(g - p) + gap, "{}", line.symbol);
    }
}

fn named(
    base: &'static str,
    layer: Option<usize>,
    row: Option<usize>,
    column: Option<usize>,
    point: Option<usize>,
) -> Symbol {
    Symbol { base, layer, row, column, point, ..Symbol::default() }
}

/// The value of a shown expression, in floating point; every number with a name has to stand above.
fn value_of(expression: &Value, printed: &BTreeMap<String, String>) -> f64 {
    if let Some(name) = expression["symbol"]["name"].as_str() {
        assert_eq!(printed.get(name).map(String::as_str), expression["digits"].as_str(), "{name}");
    }
    if expression["op"] == "number" {
        return expression["digits"].as_str().unwrap().parse().unwrap();
    }
    let parts: Vec<_> =
        expression["of"].as_array().unwrap().iter().map(|part| value_of(part, printed)).collect();
    match (expression["op"].as_str().unwrap(), &*parts) {
        ("sum", terms) => terms.iter().sum(),
        ("product", factors) => factors.iter().product(),
        ("quotient", [a, b]) => a / b,
        ("negative", [a]) => -a,
        ("square", [a]) => a * a,
        ("root", [a]) => a.sqrt(),
        ("power", [a, b]) => math::pow(*a, *b),
        ("positive", [a]) => a.max(0.0),
        ("sigmoid", [a]) => math::sigmoid(*a),
        ("tanh", [a]) => math::tanh(*a),
        ("exp", [a]) => math::exp(*a),
        ("ln", [a]) => math::ln(*a),
        ("sin", [a]) => math::sin(*a),
        ("cos", [a]) => math::cos(*a),
        ("normal_distribution", [a]) => (1.0 + math::erf(a / 2_f64.sqrt())) / 2.0,
        ("normal_density", [a]) => math::exp(a * a / -2.0) / core::f64::consts::TAU.sqrt(),
        ("sign", [a]) if *a == 0.0 => 0.0,
        ("sign", [a]) => a.signum(),
        other => panic!("{other:?}"),
    }
}

/// Checks a whole example and gives its lines.
fn check(trainer: &Trainer, point: usize, decimals: u32) -> Vec<Line> {
    let lines = worked_example(trainer, point, decimals).unwrap();
    let dims = trainer.mlp().dims();
    let mut paper = Paper { trainer, dims, point, decimals, printed: BTreeMap::new() };
    let mut after = trainer.clone();
    after.train_step(1).unwrap();
    for line in &lines {
        let what = || format!("{} with {}", line.symbol, trainer.current().to_value());
        if line.kind == LineKind::Exact {
            paper.check_exact(line, after.mlp().values[paper.place(&line.symbol)]);
            continue;
        }
        assert_eq!(line.result, paper.expected(line), "{}", what());
        let value = line.to_value();
        if line.expression.is_some() {
            let shown = value_of(&value["expression"], &paper.printed);
            let error = (shown - line.result.parse::<f64>().unwrap()).abs();
            let half = 0.5 / ten(digits(&line.result).1) as f64;
            assert!(error <= if line.rounded { half } else { 0.0 } + 1e-9, "{}: {error}", what());
        }
        if let Some(why) = value["condition"].as_object() {
            let left = value_of(&why["left"], &paper.printed);
            let right: f64 = why["right"].as_str().unwrap().parse().unwrap();
            let holds = match why["relation"].as_str().unwrap() {
                "<" => left < right,
                "≤" => left <= right,
                ">" => left > right,
                "≥" => left >= right,
                _ => left == right,
            };
            assert!(holds, "{}", what());
        }
        assert!(paper.printed.insert(line.symbol.to_string(), line.result.clone()).is_none(), "{}", what());
    }
    lines
}

fn kinds(lines: &[Line]) -> Vec<LineKind> {
    let mut kinds: Vec<_> = lines.iter().map(|line| line.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn every_line_is_what_the_printed_numbers_give() {
    let mut judges: Vec<_> = Loss::ALL
        .into_iter()
        .flat_map(|loss| loss.outputs().iter().map(move |output| ("moons", loss, *output)))
        .collect();
    judges
        .extend([("gaussians", Loss::Mse, Output::Identity), ("gaussians", Loss::HalfMse, Output::Identity)]);
    for (dataset, loss, output) in judges {
        let dataset = if loss == Loss::CrossEntropy { "iris" } else { dataset };
        for activation in Activation::NAMES {
            let mut run = trainer(json!({
                "dataset": dataset, "n_samples": 30, "hidden": [3, 2], "activation": activation,
                "loss": Loss::NAMES[loss as usize], "output": Output::NAMES[output as usize], "learning_rate": 0.003,
                "features": ["x1", "x2", "sin_x2"],
            }));
            for decimals in [3, 4, 6] {
                for point in [0, 17] {
                    let lines = check(&run, point, decimals);
                    assert_eq!(
                        lines.iter().filter(|l| l.kind == LineKind::Exact).count(),
                        run.mlp().values.len()
                    );
                }
                run.train_step(5).unwrap();
            }
        }
    }
}

#[test]
fn four_points_are_summed_completely() {
    let xor = json!({"x": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 1, 1, 0]});
    for decimals in [3, 4, 6] {
        let run = trainer(json!({"dataset": "points", "points": xor, "hidden": [2], "activation": "tanh"}));
        let lines = check(&run, 2, decimals);
        assert!(!kinds(&lines).contains(&LineKind::Others));
        assert_eq!(lines, worked_example(&run, 0, decimals).unwrap());
        let shares = lines.iter().filter(|line| line.symbol.base == "dW" && line.kind == LineKind::Share);
        assert_eq!(shares.count(), 4 * 6);
        let sum = lines.iter().find(|line| line.symbol.to_string() == "dW[2]1,2").unwrap().to_value();
        assert_eq!(sum["expression"]["of"][0]["of"].as_array().unwrap().len(), 4);
    }
}

#[test]
fn a_batch_takes_the_points_that_the_real_step_takes() {
    let mut run = trainer(json!({"dataset": "circles", "batch_size": 7, "test_share": 20, "hidden": [2]}));
    run.train_step(3).unwrap();
    let batch = run.next_step().unwrap().batch;
    assert_eq!(batch.len(), 7);
    check(&run, batch[3], 4);
    let outside = (0..100).find(|point| !batch.contains(point)).unwrap();
    for point in [outside, run.test()[0]] {
        let lines = check(&run, point, 4);
        assert_eq!(lines.last().unwrap().kind, LineKind::Loss);
    }
    // Three points, from two epochs.
    let mut run = trainer(json!({"dataset": "circles", "batch_size": 3, "hidden": [2]}));
    run.train_step(2).unwrap();
    check(&run, run.next_step().unwrap().batch[1], 6);
}

#[test]
fn penalties_and_what_does_not_move() {
    for decimals in [3, 4, 6] {
        let mut run = trainer(json!({
            "dataset": "moons", "hidden": [3], "l1": 0.3, "l2": 0.0125, "l1_stays_zero": true, "learning_rate": 0.4,
            "frozen": [2, 9],
        }));
        let mut zeros = 0;
        for _ in 0..12 {
            let lines = check(&run, 5, decimals);
            zeros += lines.iter().filter(|l| l.kind == LineKind::Update && l.condition.is_some()).count();
            run.train_step(1).unwrap();
        }
        assert!(zeros > 0, "no weight was brought to 0");
    }
}

/// Where `-ln A` would be `-ln 0` in print, the loss comes from Z.
#[test]
fn a_confident_mistake_has_a_loss() {
    for (dataset, loss, output, parameters) in [
        ("blobs", "log_loss", "sigmoid", json!([-9.0, 3.0, 0.5])),
        ("blobs", "log_loss", "sigmoid", json!([9.0, -3.0, 0.5])),
        ("iris", "cross_entropy", "softmax", json!([9.0, 3.0, -2.0, 0.5, -7.0, 1.0, 0.1, 0.2, 0.3])),
    ] {
        let run = trainer(json!({
            "dataset": dataset, "loss": loss, "output": output, "parameters": parameters, "standardize": dataset == "iris",
        }));
        let examples = (0..100).map(|point| check(&run, point, 3));
        let of_z = |lines: &Vec<Line>| {
            let loss = lines.iter().find(|line| line.kind == LineKind::Loss).unwrap().to_value();
            loss["expression"]["op"] == "sum"
        };
        assert!(examples.filter(of_z).count() > 5, "{loss}");
    }
}

/// An edit that is due belongs to the step, and so does the schedule.
#[test]
fn the_step_is_the_next_one() {
    let edits = json!([{"step": 4, "field": "learning_rate", "value": 0.5}]);
    let mut run = trainer(json!({"hidden": [2], "edits": edits}));
    run.train_step(4).unwrap();
    let rate = |run: &Trainer| {
        let lines = worked_example(run, 0, 4).unwrap();
        lines.iter().find(|line| line.kind == LineKind::Rate).unwrap().result.clone()
    };
    assert_eq!(rate(&run), "0.5");
    let mut run = trainer(json!({"schedule": "cosine", "schedule_steps": 9}));
    run.train_step(1).unwrap();
    assert_eq!(rate(&run), "0.096984631039"); // 0.1 (1 + cos 20°) / 2
}

/// Under every rule, alone and with all that may come between a gradient and its step; `check` holds the
/// last line of each parameter to be the real run's.
#[test]
fn every_rule_adds_up() {
    let between =
        json!({"l1": 0.02, "l2": 0.0125, "l1_stays_zero": true, "clip_norm": 0.3, "frozen": [2, 9]});
    for rule in Rule::NAMES {
        for more in [json!({}), json!({"l2": 0.0125}), json!({"clip_norm": 0.05}), between.clone()] {
            let mut experiment = json!({
                "dataset": "moons", "n_samples": 30, "hidden": [2], "activation": "tanh", "optimizer": rule,
                "learning_rate": 0.03, "momentum": 0.85, "weight_decay": 0.125,
            });
            experiment.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let mut run = trainer(experiment);
            for decimals in [3, 4, 6] {
                let lines = check(&run, 17, decimals);
                let n_params = run.mlp().values.len();
                let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
                assert_eq!([count(LineKind::Update), count(LineKind::Exact)], [n_params; 2]);
                assert_eq!(count(LineKind::Moment), run.current().optimizer.n_moments() * n_params);
                run.train_step(4).unwrap();
            }
        }
    }
}

/// A clipped norm, and one short enough.
#[test]
fn a_norm_is_clipped_where_it_is_too_long() {
    let factor = |longest: f64| {
        let lines = check(&trainer(json!({"clip_norm": longest})), 3, 4);
        lines.into_iter().find(|line| line.symbol.base == "k").unwrap().result
    };
    assert_eq!(factor(100.0), "1.00000000");
    assert!(factor(0.01).starts_with("0.00"));
}

#[test]
fn dropout_shows_the_masks_of_the_next_update() {
    for (batch_size, dataset, activation) in
        [(3, "moons", "tanh"), (7, "moons", "relu"), (9, "moons", "gelu"), (7, "iris", "sigmoid")]
    {
        let softmax = dataset == "iris";
        let mut run = trainer(json!({
            "dataset": dataset, "hidden": [3, 3], "activation": activation, "dropout": 0.4, "optimizer": "adam",
            "loss": if softmax { "cross_entropy" } else { "log_loss" }, "output": if softmax { "softmax" } else { "sigmoid" },
            "batch_size": batch_size, "test_share": 20,
        }));
        let mut left_out = 0;
        for decimals in [3, 4, 6] {
            let step = run.next_step().unwrap();
            let lines = check(&run, step.batch[batch_size - 1], decimals);
            left_out += lines.iter().filter(|l| l.kind == LineKind::Mask && l.result == "0").count();
            // A point kept for testing meets the whole network.
            let kept = check(&run, run.test()[0], decimals);
            assert!(kept.iter().all(|line| !matches!(line.kind, LineKind::Mask | LineKind::Kept)));
            run.train_step(2).unwrap();
        }
        assert!(left_out > 0);
    }
}

/// Small gradients: their squares would be 0 at the decimals of the rest, and the quotient a division by 0.
#[test]
fn small_second_moments_survive() {
    for rule in ["rmsprop", "adagrad", "adam", "adamw"] {
        let points = json!({"x": [[0.5, 0.25]], "y": [1]});
        let parameters = json!([5.0, 1.0, 3.0]);
        let run = trainer(
            json!({"dataset": "points", "points": points, "parameters": parameters, "optimizer": rule}),
        );
        for (decimals, near) in [(3, 0.2), (4, 0.1), (6, 0.01)] {
            let lines = check(&run, 0, decimals);
            let steps: Vec<f64> =
                lines.iter().filter(|l| l.symbol.base == "qb").map(|l| l.result.parse().unwrap()).collect();
            // sigmoid(5.75) - 1 = -0.0032; of any first gradient these rules make a step of one size.
            let size = if rule == "rmsprop" { 10.0 } else { 1.0 };
            assert!((steps[0] / size + 1.0).abs() < near, "{rule} {decimals} {steps:?}");
        }
    }
}

/// Section 4.7's neuron at its initial parameters, its first point. The numbers are those that Python's
/// `decimal` gives, rounding half up, from the points of `golden/datasets.json` and NumPy's first three
/// normals of seed 0; those at full precision are the run's, which Python's agree with to 1e-16.
#[test]
fn the_neuron_of_the_thesis() {
    let neuron = Trainer::new(thesis()[0].experiment.clone()).unwrap();
    let lines = check(&neuron, 0, 4);
    assert_eq!(to_markdown(&lines, Style::default()), NEURON);
}

const NEURON: &str = r"- $A^{[0]}_{1} = 4.2185$
- $A^{[0]}_{2} = 2.2342$
- $y = 1$
- $W^{[1]}_{1,1} = 1.7641$
- $W^{[1]}_{1,2} = 0.4002$
- $b^{[1]}_{1} = 0.9787$
- $\alpha = 0.1$
- $m = 100$

---

- $Z^{[1]}_{1} = W^{[1]}_{1,1} A^{[0]}_{1} + W^{[1]}_{1,2} A^{[0]}_{2} + b^{[1]}_{1} = 1.7641 \cdot 4.2185 + 0.4002 \cdot 2.2342 + 0.9787 \approx 9.3147$
- $A^{[1]}_{1} = \sigma(Z^{[1]}_{1}) = \sigma(9.3147) \approx 0.9999$

---

- $L = -\ln(A^{[1]}_{1}) = -\ln(0.9999) \approx 0.0001$

---

- $dZ^{[1]}_{1} = A^{[1]}_{1} - y = 0.9999 - 1 = -0.0001$

---

- $dW^{[1](1)}_{1,1} = dZ^{[1]}_{1} A^{[0]}_{1} = -0.0001 \cdot 4.2185 \approx -0.0004$
- $dW^{[1](1)}_{1,2} = dZ^{[1]}_{1} A^{[0]}_{2} = -0.0001 \cdot 2.2342 \approx -0.0002$
- $db^{[1](1)}_{1} = dZ^{[1]}_{1} = -0.0001$
- $\sum_{i \ne 1} dW^{[1](i)}_{1,1} = 47.1993$
- $\sum_{i \ne 1} dW^{[1](i)}_{1,2} = 207.8024$
- $\sum_{i \ne 1} db^{[1](i)}_{1} = 47.0720$
- $dW^{[1]}_{1,1} = \frac{dW^{[1](1)}_{1,1} + \sum_{i \ne 1} dW^{[1](i)}_{1,1}}{m} = \frac{-0.0004 + 47.1993}{100} \approx 0.4720$
- $dW^{[1]}_{1,2} = \frac{dW^{[1](1)}_{1,2} + \sum_{i \ne 1} dW^{[1](i)}_{1,2}}{m} = \frac{-0.0002 + 207.8024}{100} \approx 2.0780$
- $db^{[1]}_{1} = \frac{db^{[1](1)}_{1} + \sum_{i \ne 1} db^{[1](i)}_{1}}{m} = \frac{-0.0001 + 47.0720}{100} \approx 0.4707$

---

- $W'^{[1]}_{1,1} = W^{[1]}_{1,1} - \alpha dW^{[1]}_{1,1} = 1.7641 - 0.1 \cdot 0.4720 = 1.7169$
- $W'^{[1]}_{1,1} = 1.7168534732134972 \quad (\Delta = -0.0000465267865028)$
- $W'^{[1]}_{1,2} = W^{[1]}_{1,2} - \alpha dW^{[1]}_{1,2} = 0.4002 - 0.1 \cdot 2.0780 = 0.1924$
- $W'^{[1]}_{1,2} = 0.19235499744924472 \quad (\Delta = -0.00004500255075528)$
- $b'^{[1]}_{1} = b^{[1]}_{1} - \alpha db^{[1]}_{1} = 0.9787 - 0.1 \cdot 0.4707 \approx 0.9316$
- $b'^{[1]}_{1} = 0.931666110969318 \quad (\Delta = 0.000066110969318)$
";

/// One input, one point, one weight: (0.3333 x - 0.25 - y)^2 at x = 0.5, y = 1.25.
#[test]
fn formulas_in_latex_and_markdown() {
    let run = trainer(json!({
        "dataset": "points", "points": {"x": [[0.5, 0]], "y": [1.25], "values": true}, "features": ["x1"],
        "loss": "mse", "output": "identity", "parameters": [0.3333, -0.25], "learning_rate": 0.1,
    }));
    let lines = check(&run, 0, 3);
    assert_eq!(to_latex(&lines, Style::default()), LATEX);
    let blank = Style { blank: true, comma: true };
    assert_eq!(to_latex(&lines, blank), BLANK);
    assert_eq!(to_markdown(&lines, blank).lines().nth(9), Some(MARKDOWN));
}

const LATEX: &str = r"\begin{align*}
A^{[0]}_{1} &= 0.500 \\
y &= 1.250 \\
W^{[1]}_{1,1} &= 0.333 \\
b^{[1]}_{1} &= -0.250 \\
\alpha &= 0.1 \\
m &= 1
\end{align*}
\begin{align*}
Z^{[1]}_{1} &= W^{[1]}_{1,1} A^{[0]}_{1} + b^{[1]}_{1} \\
  &= 0.333 \cdot 0.500 - 0.250 \approx -0.084 \\
A^{[1]}_{1} &= Z^{[1]}_{1} \\
  &= -0.084
\end{align*}
\begin{align*}
L &= (A^{[1]}_{1} - y)^{2} \\
  &= (-0.084 - 1.250)^{2} \approx 1.780
\end{align*}
\begin{align*}
dZ^{[1]}_{1} &= 2 (A^{[1]}_{1} - y) \\
  &= 2 \cdot (-0.084 - 1.250) = -2.668
\end{align*}
\begin{align*}
dW^{[1](1)}_{1,1} &= dZ^{[1]}_{1} A^{[0]}_{1} \\
  &= -2.668 \cdot 0.500 = -1.334 \\
db^{[1](1)}_{1} &= dZ^{[1]}_{1} \\
  &= -2.668 \\
dW^{[1]}_{1,1} &= \frac{dW^{[1](1)}_{1,1}}{m} \\
  &= \frac{-1.334}{1} = -1.334 \\
db^{[1]}_{1} &= \frac{db^{[1](1)}_{1}}{m} \\
  &= \frac{-2.668}{1} = -2.668
\end{align*}
\begin{align*}
W'^{[1]}_{1,1} &= W^{[1]}_{1,1} - \alpha dW^{[1]}_{1,1} \\
  &= 0.333 - 0.1 \cdot (-1.334) \approx 0.466 \\
W'^{[1]}_{1,1} &= 0.466635 \quad (\Delta = 0.000635) \\
b'^{[1]}_{1} &= b^{[1]}_{1} - \alpha db^{[1]}_{1} \\
  &= -0.250 - 0.1 \cdot (-2.668) \approx 0.017 \\
b'^{[1]}_{1} &= 0.016670000000000018 \quad (\Delta = -0.000329999999999982)
\end{align*}
";
const BLANK: &str = r"\begin{align*}
A^{[0]}_{1} &= 0{,}500 \\
y &= 1{,}250 \\
W^{[1]}_{1,1} &= 0{,}333 \\
b^{[1]}_{1} &= -0{,}250 \\
\alpha &= 0{,}1 \\
m &= 1
\end{align*}
\begin{align*}
Z^{[1]}_{1} &= W^{[1]}_{1,1} A^{[0]}_{1} + b^{[1]}_{1} \\
  &= \underline{\hspace{3em}} \cdot \underline{\hspace{3em}} + \underline{\hspace{3em}} \approx \underline{\hspace{3em}} \\
A^{[1]}_{1} &= Z^{[1]}_{1} \\
  &= \underline{\hspace{3em}}
\end{align*}
\begin{align*}
L &= (A^{[1]}_{1} - y)^{2} \\
  &= (\underline{\hspace{3em}} - \underline{\hspace{3em}})^{2} \approx \underline{\hspace{3em}}
\end{align*}
\begin{align*}
dZ^{[1]}_{1} &= 2 (A^{[1]}_{1} - y) \\
  &= 2 \cdot (\underline{\hspace{3em}} - \underline{\hspace{3em}}) = \underline{\hspace{3em}}
\end{align*}
\begin{align*}
dW^{[1](1)}_{1,1} &= dZ^{[1]}_{1} A^{[0]}_{1} \\
  &= \underline{\hspace{3em}} \cdot \underline{\hspace{3em}} = \underline{\hspace{3em}} \\
db^{[1](1)}_{1} &= dZ^{[1]}_{1} \\
  &= \underline{\hspace{3em}} \\
dW^{[1]}_{1,1} &= \frac{dW^{[1](1)}_{1,1}}{m} \\
  &= \frac{\underline{\hspace{3em}}}{\underline{\hspace{3em}}} = \underline{\hspace{3em}} \\
db^{[1]}_{1} &= \frac{db^{[1](1)}_{1}}{m} \\
  &= \frac{\underline{\hspace{3em}}}{\underline{\hspace{3em}}} = \underline{\hspace{3em}}
\end{align*}
\begin{align*}
W'^{[1]}_{1,1} &= W^{[1]}_{1,1} - \alpha dW^{[1]}_{1,1} \\
  &= \underline{\hspace{3em}} - \underline{\hspace{3em}} \cdot \underline{\hspace{3em}} \approx \underline{\hspace{3em}} \\
b'^{[1]}_{1} &= b^{[1]}_{1} - \alpha db^{[1]}_{1} \\
  &= \underline{\hspace{3em}} - \underline{\hspace{3em}} \cdot \underline{\hspace{3em}} \approx \underline{\hspace{3em}}
\end{align*}
";
const MARKDOWN: &str = r"- $Z^{[1]}_{1} = W^{[1]}_{1,1} A^{[0]}_{1} + b^{[1]}_{1} = \underline{\hspace{3em}} \cdot \underline{\hspace{3em}} + \underline{\hspace{3em}} \approx \underline{\hspace{3em}}$";

/// A blank example gives away neither a number nor a case.
#[test]
fn blanks_hide_what_is_to_be_found() {
    for activation in Activation::NAMES {
        let run = trainer(json!({
            "dataset": "moons", "hidden": [3], "activation": activation, "loss": "hinge", "output": "tanh",
            "optimizer": "adamw", "clip_norm": 0.1, "dropout": 0.5, "l1": 0.01,
        }));
        let lines = worked_example(&run, 0, 6).unwrap();
        for line in lines.iter().filter(|line| line.expression.is_some()) {
            for comma in [false, true] {
                let text = to_latex(core::slice::from_ref(line), Style { blank: true, comma });
                assert!(
                    !text.contains(['.', '<', '>']) && !text.contains(r"\le ") && !text.contains("{,}"),
                    "{text}"
                );
            }
        }
        let all = to_latex(&lines, Style { blank: false, comma: true });
        assert!(!all.contains('.'));
    }
}

#[test]
fn bad_arguments_give_errors() {
    let neuron = trainer(json!({}));
    for decimals in [0, 1, 2, 5, 7, 20, u32::MAX] {
        let error = worked_example(&neuron, 0, decimals).unwrap_err();
        let expected = Error::UnknownChoice {
            field: "decimals".into(),
            choices: DECIMALS.to_vec(),
            got: decimals.to_string(),
            at: None,
        };
        assert_eq!(error, expected);
    }
    let message = |run: &Trainer, point| worked_example(run, point, 6).map(|_| ()).unwrap_err().to_string();
    assert_eq!(message(&neuron, 100), "point: expected a number from 0 to 99, got 100");
    assert!(message(&neuron, usize::MAX).starts_with("point: expected"));
    let large = trainer(json!({"hidden": [16]}));
    assert_eq!(message(&large, 0), format!("parameters: expected 1 to {MAX_PARAMETERS} values, got 65"));
    let huge = trainer(json!({"parameters": [1.0, 2e9, 0.0]}));
    assert_eq!(
        message(&huge, 0),
        "W[1]1,2: expected a number from -1000000000 to 1000000000, got 2000000000"
    );
    let points = json!({"x": [[1e6, 1e6]], "y": [0, ], "values": true});
    let steep = trainer(json!({
        "dataset": "points", "points": points, "hidden": [1, 1], "activation": "identity", "loss": "mse",
        "output": "identity", "parameters": [1e9, 1e9, 0, 1e9, 0, 1e9, 0], "learning_rate": 1e-6,
    }));
    assert!(message(&steep, 0).ends_with("from -1000000000 to 1000000000, got ∞"));
}

/// Whatever the numbers, it is an example that adds up or an error.
#[test]
fn never_a_panic() {
    let mut random = RandomState::new(0);
    let (mut examples, mut errors) = (0, 0);
    for round in 0..400 {
        let size = |exponent: i64| format!("1e{exponent}").parse::<f64>().unwrap();
        let [coordinates, weights] = [6, 10].map(|largest| size(random.randint(-4, largest).unwrap()));
        let hidden = [1 + round % 4, 2];
        let n_params = 3 * hidden[0] + 2 * (hidden[0] + 1) + 3;
        let mut numbers =
            |n, scale: f64| -> Vec<f64> { (0..n).map(|_| scale * random.randn().clamp(-1.0, 1.0)).collect() };
        let x: Vec<_> = (0..9).map(|_| numbers(2, coordinates)).collect();
        let run = trainer(json!({
            "dataset": "points", "points": {"x": x, "y": [0, 1, 0, 1, 1, 0, 0, 1, 0]}, "hidden": hidden,
            "activation": Activation::NAMES[round % 8], "parameters": numbers(n_params, weights),
            "loss": Loss::NAMES[[0, 2, 4][round % 3]], "output": Output::NAMES[[0, 3, 2][round % 3]],
        }));
        match worked_example(&run, round % 9, [3, 4, 6][round / 9 % 3]) {
            Ok(_) => examples += 1,
            Err(Error::OutOfRange { .. } | Error::Diverged { .. }) => errors += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(examples > 100 && errors > 20, "{examples} {errors}");
}
