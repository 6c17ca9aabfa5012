//! The gradients by the weights and biases of a layer, `d_w += d_z x^T` and `d_b += d_z 1`: sums over samples.
//!
//! In a wide layer, and by the states of several steps, each sum goes on from what `d_w` holds, sample by sample, those
//! of one step after those of the step before. Elsewhere, and for biases, the even samples are summed and the odd ones,
//! each in order, and both sums together added.

use alloc::vec::Vec;
use core::array;
use core::ops::Range;

use super::packed::{add_packed, pack_columns};
use super::pair::{Pair, Two, twos};

/// Rows of a tile.
const ROWS: usize = 4;

/// Adds `d_z x^T` to `d_w`, with `d_z` `[n_out, m]`, x `[n_in, m]`, `d_w` `[n_out, n_in]`; m as
/// [`columns`](super::columns) has it. `room` is there to work in.
pub fn add_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], m: usize, room: &mut Vec<f64>) {
    let (n_in, n_out) = (x.len() / m, d_z.len() / m);
    debug_assert!(d_w.len() == n_out * n_in);
    if is_wide(n_in, n_out) {
        pack_columns(x, n_in, m, room);
        add_packed(d_z, room, d_w, n_in);
    } else if n_out == 1 {
        near_column(x, d_z, d_w, m);
    } else {
        near_products(d_z, x, d_w, m);
    }
}

/// Whether packing the columns of x pays, which does not depend on the samples: the order of sums does.
pub(super) fn is_wide(n_in: usize, n_out: usize) -> bool {
    n_in >= 16 && n_out >= 32
}

/// Ranges of steps, of m samples each, that a gradient takes one after the other: what is packed of them for eight
/// columns stays in the nearest cache.
pub fn spans(n_steps: usize, m: usize) -> impl DoubleEndedIterator<Item = Range<usize>> {
    const TERMS: usize = 256;
    let length = (TERMS / m).max(1);
    (0..n_steps).step_by(length).map(move |start| start..n_steps.min(start + length))
}

/// Adds `rows columns^T` to `d_w`, in strips of [`ROWS`].
fn near_products(rows: &[f64], columns: &[f64], d_w: &mut [f64], m: usize) {
    let n_in = columns.len() / m;
    let (rows, columns) = (twos(rows), twos(columns));
    for (rows, d_w) in rows.chunks(ROWS * m / 2).zip(d_w.chunks_mut(ROWS * n_in)) {
        match d_w.len() / n_in {
            1 => strip::<1>(rows, columns, d_w, m / 2),
            2 => strip::<2>(rows, columns, d_w, m / 2),
            3 => strip::<3>(rows, columns, d_w, m / 2),
            _ => strip::<ROWS>(rows, columns, d_w, m / 2),
        }
    }
}

/// R rows, two columns at a time.
fn strip<const R: usize>(rows: &[[Two; 1]], columns: &[[Two; 1]], d_w: &mut [f64], length: usize) {
    let n_in = d_w.len() / R;
    for (columns, column) in columns.chunks(2 * length).zip((0..n_in).step_by(2)) {
        match columns.split_at(length) {
            (first, []) => tile::<R, 1, 1>(rows, [first], d_w, [column, n_in]),
            (first, second) => tile::<R, 2, 1>(rows, [first, second], d_w, [column, n_in]),
        }
    }
}

/// Adds `rows column^T` to `d_w`: one column has room for more rows at a time.
fn near_column(rows: &[f64], column: &[f64], d_w: &mut [f64], m: usize) {
    const MANY: usize = 2 * ROWS;
    debug_assert!(m.is_multiple_of(4));
    let (some, rest) = d_w.as_chunks_mut::<MANY>();
    let (rows, last) = rows.split_at(some.len() * MANY * m);
    for (rows, d_w) in rows.chunks_exact(MANY * m).zip(some) {
        tile::<MANY, 1, 2>(twos(rows), [twos(column)], d_w, [0, 1]);
    }
    near_products(last, column, rest, m);
}

/// Adds to `d_w` `[R, n_in]` from a column on, P pairs of samples a turn: one column alone has registers for two, and is
/// then twice as fast. One loop in a function of its own: beside others, its sums would be moved in and out of the
/// registers.
#[inline(never)]
fn tile<const R: usize, const C: usize, const P: usize>(
    rows: &[[Two; P]],
    columns: [&[[Two; P]]; C],
    d_w: &mut [f64],
    [column, n_in]: [usize; 2],
) {
    let length = columns[0].len();
    let columns = columns.map(|column| &column[..length]);
    let rows: [_; R] = array::from_fn(|r| &rows[r * length..][..length]);
    let mut sums = [[Pair::splat(0.0); C]; R];
    for k in 0..length {
        for p in 0..P {
            let columns = columns.map(|column| Pair::from_array(&column[k][p]));
            for (sums, row) in sums.iter_mut().zip(rows) {
                let row = Pair::from_array(&row[k][p]);
                sums.iter_mut().zip(columns).for_each(|(sum, column)| *sum = *sum + row * column);
            }
        }
    }
    for (sums, start) in sums.into_iter().zip((column..).step_by(n_in)) {
        let totals = Pair::sums(sums[0], sums[C - 1]).to_array();
        d_w[start..][..C].iter_mut().zip(totals).for_each(|(d_w, total)| *d_w += total);
    }
}

/// Adds the row sums of `d_z` `[t, n_out, m]` to `d_b` `[n_out]`.
#[inline(never)]
pub fn bias_gradient(d_z: &[f64], d_b: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(2) && d_z.len().is_multiple_of(d_b.len() * m));
    let (n_out, d_z): (_, &[Two]) = (d_b.len(), d_z.as_chunks().0);
    for (d_b, first) in d_b.chunks_mut(ROWS).zip((0..).step_by(ROWS)) {
        let mut sums = [Pair::splat(0.0); ROWS];
        for d_z in d_z.chunks_exact(n_out * m / 2) {
            let rows: [_; ROWS] = array::from_fn(|r| &d_z[(first + r).min(n_out - 1) * m / 2..][..m / 2]);
            for k in 0..m / 2 {
                sums.iter_mut().zip(rows).for_each(|(sum, row)| *sum = *sum + Pair::from_array(&row[k]));
            }
        }
        d_b.iter_mut().zip(sums).for_each(|(d_b, sum)| *d_b += sum.total());
    }
}
