//! How a number comes from others: to be computed exactly, and to be shown.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::{AS_SET, Decimal, Symbol};
use crate::math;
use crate::nn::{normal_density, normal_distribution};

/// A function whose value is rounded before it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `1 / (1 + e^-z)`
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// `e^z`
    Exp,
    /// Natural logarithm.
    Ln,
    /// Sine.
    Sin,
    /// Cosine.
    Cos,
    /// The normal distribution function, Phi.
    NormalDistribution,
    /// The normal density, phi.
    NormalDensity,
    /// -1, 0 or 1.
    Sign,
}

impl Function {
    /// Its name in [`Line::to_value`](super::Line::to_value).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Exp => "exp",
            Self::Ln => "ln",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::NormalDistribution => "normal_distribution",
            Self::NormalDensity => "normal_density",
            Self::Sign => "sign",
        }
    }

    fn at(self, z: f64) -> f64 {
        match self {
            Self::Sigmoid => math::sigmoid(z),
            Self::Tanh => math::tanh(z),
            Self::Exp => math::exp(z),
            Self::Ln => math::ln(z),
            Self::Sin => math::sin(z),
            Self::Cos => math::cos(z),
            Self::NormalDistribution => normal_distribution(z),
            Self::NormalDensity => normal_density(z),
            Self::Sign => f64::from(u8::from(z > 0.0)) - f64::from(u8::from(z < 0.0)),
        }
    }
}

/// How a line's result comes from numbers printed above it.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number printed above, with its name, or a constant of the formula, without.
    Number(Decimal, Option<Symbol>),
    /// The sum of all.
    Sum(Vec<Expression>),
    /// The number times -1.
    Negative(Box<Expression>),
    /// The product of all.
    Product(Vec<Expression>),
    /// The first divided by the second, rounded.
    Quotient(Box<[Expression; 2]>),
    /// The number times itself.
    Square(Box<Expression>),
    /// Its square root, rounded.
    Root(Box<Expression>),
    /// The first to the power of the second, rounded.
    Power(Box<[Expression; 2]>),
    /// The larger of the number and 0.
    Positive(Box<Expression>),
    /// A function of it, rounded.
    Call(Function, Box<Expression>),
}

impl Expression {
    pub(super) fn constant(value: i128) -> Self {
        Self::Number(Decimal::whole(value), None)
    }

    /// A constant as it is set.
    pub(super) fn as_set(value: f64) -> Self {
        Decimal::shortest(value, AS_SET).map_or(Self::constant(0), |value| Self::Number(value, None))
    }

    pub(super) fn negative(self) -> Self {
        Self::Negative(Box::new(self))
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self::Sum([self, other.negative()].into())
    }

    pub(super) fn square(self) -> Self {
        Self::Square(Box::new(self))
    }

    pub(super) fn root(self) -> Self {
        Self::Root(Box::new(self))
    }

    pub(super) fn power(self, exponent: Self) -> Self {
        Self::Power(Box::new([self, exponent]))
    }

    pub(super) fn times(self, factor: Self) -> Self {
        Self::product([self, factor])
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self::Sum([self, other].into())
    }

    pub(super) fn positive(self) -> Self {
        Self::Positive(Box::new(self))
    }

    pub(super) fn over(self, divisor: Self) -> Self {
        Self::Quotient(Box::new([self, divisor]))
    }

    pub(super) fn call(self, function: Function) -> Self {
        Self::Call(function, Box::new(self))
    }

    /// The sum; of one term, the term.
    pub(super) fn sum(terms: impl IntoIterator<Item = Self>) -> Self {
        one_or(terms.into_iter().collect(), Self::Sum)
    }

    /// The product; of one factor, the factor.
    pub(super) fn product(factors: impl IntoIterator<Item = Self>) -> Self {
        one_or(factors.into_iter().collect(), Self::Product)
    }

    /// Its value: exact but for functions, roots, powers and quotients, which are rounded to `decimals`; `rounded` becomes
    /// true where that changes something. `None` when it does not fit.
    pub(super) fn value(&self, decimals: u32, rounded: &mut bool) -> Option<Decimal> {
        let fold =
            |parts: &[Self], start, rounded: &mut bool, step: fn(Decimal, Decimal) -> Option<Decimal>| {
                parts.iter().try_fold(start, |value, part| step(value, part.value(decimals, rounded)?))
            };
        match self {
            Self::Number(value, _) => Some(*value),
            Self::Sum(terms) => fold(terms, Decimal::whole(0), rounded, Decimal::plus),
            Self::Product(factors) => fold(factors, Decimal::whole(1), rounded, Decimal::times),
            Self::Negative(inner) => inner.value(decimals, rounded).and_then(Decimal::negated),
            Self::Square(inner) => inner.value(decimals, rounded).and_then(|value| value.times(value)),
            Self::Positive(inner) => {
                let value = inner.value(decimals, rounded)?;
                Some(if value.signum() < 0 { Decimal::whole(0) } else { value })
            }
            Self::Quotient(parts) => {
                let [dividend, divisor] = &**parts;
                let divisor = divisor.value(decimals, rounded)?;
                let (value, changed) = dividend.value(decimals, rounded)?.over(divisor, decimals)?;
                *rounded |= changed;
                Some(value)
            }
            Self::Root(inner) => {
                let (value, changed) = inner.value(decimals, rounded)?.root(decimals)?;
                *rounded |= changed;
                Some(value)
            }
            Self::Power(parts) => {
                let [base, exponent] = &**parts;
                let [base, exponent] =
                    [base.value(decimals, rounded)?.to_f64()?, exponent.value(decimals, rounded)?.to_f64()?];
                *rounded = true;
                Decimal::nearest(math::pow(base, exponent), decimals)
            }
            Self::Call(Function::Sign, inner) => {
                inner.value(decimals, rounded).map(|value| Decimal::whole(value.signum()))
            }
            Self::Call(function, inner) => {
                *rounded = true;
                Decimal::nearest(function.at(inner.value(decimals, rounded)?.to_f64()?), decimals)
            }
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let of = |op: &str, parts: &[Self]| json!({"op": op, "of": parts.iter().map(Self::to_value).collect::<Value>()});
        let one = |op: &str, inner: &Self| of(op, core::slice::from_ref(inner));
        match self {
            Self::Number(value, symbol) => {
                json!({"op": "number", "digits": value.to_string(), "symbol": symbol.as_ref().map(Symbol::to_value)})
            }
            Self::Sum(terms) => of("sum", terms),
            Self::Product(factors) => of("product", factors),
            Self::Quotient(parts) => of("quotient", &**parts),
            Self::Power(parts) => of("power", &**parts),
            Self::Negative(inner) => one("negative", inner),
            Self::Square(inner) => one("square", inner),
            Self::Root(inner) => one("root", inner),
            Self::Positive(inner) => one("positive", inner),
            Self::Call(function, inner) => one(function.name(), inner),
        }
    }
}

fn one_or(mut parts: Vec<Expression>, all: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        part => {
            parts.extend(part);
            all(parts)
        }
    }
}
