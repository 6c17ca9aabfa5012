//! The embedded Reber grammar: B, an outer letter T or P, a string of Reber's grammar, the same outer
//! letter, E. Only who remembers the first outer letter knows the second.
//!
//! A. S. Reber, "Implicit learning of artificial grammars" (1967); embedded by Cleeremans,
//! Servan-Schreiber and McClelland (1989).

use alloc::vec::Vec;

use super::tasks::{Sequence, one_hot};
use crate::random::RandomState;

/// The channels, and the classes.
pub(super) const SYMBOLS: [&str; 7] = ["B", "T", "P", "S", "X", "V", "E"];

const B: usize = 0;
const T: usize = 1;
const P: usize = 2;
const S: usize = 3;
const X: usize = 4;
const V: usize = 5;
const E: usize = 6;

/// Two ways on from each state of the inner grammar, each with probability 1/2: a symbol and the next
/// state. State 5 is the end.
const ARCS: [[(usize, usize); 2]; 5] =
    [[(T, 1), (P, 2)], [(S, 1), (X, 3)], [(T, 2), (V, 4)], [(X, 2), (S, 5)], [(P, 3), (V, 5)]];

/// Strings one after the other, cut off at the window's end. For each string the outer letter is drawn,
/// then every arc; the last one to its end. The answers counted are the second outer letters.
pub(super) fn window(n_steps: usize, random: &mut RandomState) -> Sequence {
    let (mut symbols, mut is_second) = (Vec::new(), Vec::new());
    while symbols.len() <= n_steps {
        push_string(&mut symbols, random);
        is_second.resize(symbols.len(), false);
        is_second[symbols.len() - 2] = true;
    }
    Sequence {
        x: one_hot(&symbols[..n_steps], SYMBOLS.len()),
        y: symbols[1..=n_steps].iter().map(|symbol| *symbol as f64).collect(),
        counted: is_second[1..=n_steps].to_vec(),
    }
}

fn push_string(symbols: &mut Vec<usize>, random: &mut RandomState) {
    let outer = if random.below(2) == 0 { T } else { P };
    symbols.extend([B, outer, B]);
    let mut state = 0;
    while let Some(arcs) = ARCS.get(state) {
        let (symbol, next) = arcs[random.below(2)];
        symbols.push(symbol);
        state = next;
    }
    symbols.extend([E, outer, E]);
}
