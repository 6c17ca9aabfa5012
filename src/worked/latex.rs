//! The lines as formulas to paste: no words, so that they serve in any language.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Condition, Expression, Function, Line, Symbol};

/// How formulas are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether every number that the reader is to find is a gap to fill in; what is given stays, the
    /// values at full precision are left out.
    pub blank: bool,
    /// Whether numbers have a decimal comma.
    pub comma: bool,
}

/// LaTeX (`amsmath`): one `align*` for each stage of the example.
#[must_use]
pub fn to_latex(lines: &[Line], style: Style) -> String {
    let stage = |lines: &[&Line]| {
        let rows: Vec<_> = lines.iter().map(|line| style.rows(line).join(" \\\\\n  ")).collect();
        format!("\\begin{{align*}}\n{}\n\\end{{align*}}\n", rows.join(" \\\\\n"))
    };
    style.stages(lines).iter().map(|lines| stage(lines)).collect()
}

/// Markdown with formulas between dollars: one list for each stage of the example, rules between them.
#[must_use]
pub fn to_markdown(lines: &[Line], style: Style) -> String {
    let item = |line: &Line| format!("- ${}$\n", style.rows(line).join(" ").replace(" &", " "));
    let stages: Vec<String> =
        style.stages(lines).iter().map(|lines| lines.iter().map(|line| item(line)).collect()).collect();
    stages.join("\n---\n\n")
}

const GAP: &str = r"\underline{\hspace{3em}}";

impl Style {
    /// The lines to write, stage by stage. What cannot be computed is no exercise.
    fn stages(self, lines: &[Line]) -> Vec<Vec<&Line>> {
        let lines: Vec<_> = lines.iter().filter(|line| !self.blank || line.gap.is_none()).collect();
        lines.chunk_by(|a, b| a.kind.stage() == b.kind.stage()).map(<[&Line]>::to_vec).collect()
    }

    /// `name &= symbols`, then `&= numbers = result`.
    fn rows(self, line: &Line) -> Vec<String> {
        let (name, result) = (symbol(&line.symbol), self.number(&line.result));
        let Some(expression) = &line.expression else {
            let gap = line.gap.as_ref().map(|gap| format!(" \\quad (\\Delta = {})", self.number(gap)));
            return [format!("{name} &= {result}{}", gap.unwrap_or_default())].into();
        };
        if self.blank && line.condition.is_some() {
            // How such a line goes on would tell which case it is.
            return [format!("{name} &= {GAP}")].into();
        }
        let (letters, numbers) = (self.write(expression, true), self.write(expression, false));
        let result = if self.blank { GAP.to_string() } else { result };
        let result = match line.rounded {
            true => format!(" \\approx {result}"),
            false if numbers == result => String::new(),
            false => format!(" = {result}"),
        };
        let why = line.condition.as_ref().map_or_else(String::new, |condition| self.why(condition));
        if letters == numbers {
            [format!("{name} &= {numbers}{result}{why}")].into()
        } else {
            [format!("{name} &= {letters}"), format!("&= {numbers}{result}{why}")].into()
        }
    }

    fn why(self, Condition { left, relation, right }: &Condition) -> String {
        let relation = match *relation {
            "≥" => r"\ge",
            "≤" => r"\le",
            strict => strict,
        };
        format!(" \\quad ({} = {} {relation} {right})", self.write(left, true), self.write(left, false))
    }

    fn number(self, digits: &str) -> String {
        if self.comma { digits.replace('.', "{,}") } else { digits.to_string() }
    }

    /// In letters or in numbers.
    fn write(self, expression: &Expression, letters: bool) -> String {
        let write = |inner: &Expression| self.write(inner, letters);
        match expression {
            Expression::Number(_, Some(name)) if letters => symbol(name),
            Expression::Number(_, Some(_)) if self.blank => GAP.to_string(),
            Expression::Number(value, _) => self.number(&value.to_string()),
            Expression::Sum(terms) => {
                let (mut sum, mut terms) = (String::new(), terms.iter().map(write));
                sum.extend(terms.next());
                terms.for_each(|term| match term.strip_prefix('-') {
                    Some(term) => sum.extend([" - ", term]),
                    None => sum.extend([" + ", &term]),
                });
                sum
            }
            Expression::Product(factors) => {
                let factor = |(i, factor): (usize, &Expression)| {
                    let text = write(factor);
                    let bare = !matches!(factor, Expression::Sum(_)) && (i == 0 || !text.starts_with('-'));
                    if bare { text } else { format!("({text})") }
                };
                let factors: Vec<_> = factors.iter().enumerate().map(factor).collect();
                factors.join(if letters { " " } else { r" \cdot " })
            }
            Expression::Negative(inner) => {
                let text = write(inner);
                let bare = !matches!(**inner, Expression::Sum(_)) && !text.starts_with('-');
                if bare { format!("-{text}") } else { format!("-({text})") }
            }
            Expression::Quotient(parts) => format!("\\frac{{{}}}{{{}}}", write(&parts[0]), write(&parts[1])),
            Expression::Square(inner) => format!("({})^{{2}}", write(inner)),
            Expression::Root(inner) => format!("\\sqrt{{{}}}", write(inner)),
            Expression::Power(parts) => format!("{{{}}}^{{{}}}", write(&parts[0]), write(&parts[1])),
            Expression::Positive(inner) => {
                format!("\\max(0{} {})", if self.comma { ";" } else { "," }, write(inner))
            }
            Expression::Call(function, inner) => format!("{}({})", name(*function), write(inner)),
        }
    }
}

fn name(function: Function) -> &'static str {
    match function {
        Function::Sigmoid => r"\sigma",
        Function::Tanh => r"\tanh",
        Function::Exp => r"\exp",
        Function::Ln => r"\ln",
        Function::Sin => r"\sin",
        Function::Cos => r"\cos",
        Function::NormalDistribution => r"\Phi",
        Function::NormalDensity => r"\varphi",
        Function::Sign => r"\operatorname{sgn}",
    }
}

fn symbol(symbol: &Symbol) -> String {
    let Symbol { layer, row, column, point, others, .. } = symbol;
    let base = match symbol.base {
        "alpha" => r"\alpha",
        "lambda1" => r"\lambda_{1}",
        "lambda2" => r"\lambda_{2}",
        "Phi" => r"\Phi",
        "phi" => r"\varphi",
        "sigma" => r"\sigma",
        "cos" => r"\cos",
        "mu" => r"\mu",
        "rho" => r"\rho",
        "beta1" => r"\beta_{1}",
        "beta2" => r"\beta_{2}",
        "epsilon" => r"\varepsilon",
        "lambda" => r"\lambda",
        "c1" => "c_{1}",
        "c2" => "c_{2}",
        "norm" => r"\lVert g \rVert",
        "Ã" => r"\tilde{A}",
        "m̂W" => r"\hat{m}W",
        "m̂b" => r"\hat{m}b",
        "v̂W" => r"\hat{v}W",
        "v̂b" => r"\hat{v}b",
        base => base,
    };
    let index = |point: &usize| if *others { "(i)".to_string() } else { format!("({point})") };
    let above = [layer.map(|layer| format!("[{layer}]")), point.as_ref().map(index)];
    // `W_xf`, `b_f`, `Z_f`: an index of the letter comes before the others.
    let (base, own) = base.split_once('_').filter(|(_, own)| !own.contains('{')).unwrap_or((base, ""));
    let own = (!own.is_empty()).then(|| own.to_string());
    let below: Vec<_> =
        own.into_iter().chain([row, column].into_iter().flatten().map(usize::to_string)).collect();
    let [above, below] = [above.into_iter().flatten().collect(), below.join(",")];
    let script = |sign: &str, text: String| {
        if text.is_empty() { text } else { format!("{sign}{{{text}}}") }
    };
    let scripts = format!("{}{}", script("^", above), script("_", below));
    match point {
        Some(point) if *others => format!("\\sum_{{i \\ne {point}}} {base}{scripts}"),
        _ if Symbol::OF_Z.contains(&symbol.base) => format!("{base}(Z{scripts})"),
        _ => format!("{base}{scripts}"),
    }
}
