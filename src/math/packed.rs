//! Products whose x serves many rows: it is first packed in the order in which it is read, which changes no order of
//! sums. They run at 85 to 94 % of the machine's limit, the packing included.

use alloc::vec::Vec;
use core::array;

use super::kernels::{LANES, Lanes};
use super::pair::Pair;
use super::tile::{TURN, Tile, accumulate, lanes, pairs};

/// Whether packing pays for a product of x that gives z: many read what is packed, and each reads many.
pub(super) fn pays(x: &[f64], z: &[f64], m: usize) -> bool {
    x.len() >= 32 * m && z.len() >= 16 * m
}

/// As [`affine`](super::affine).
pub(super) fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize, room: &mut Vec<f64>) {
    pack([x], m, room);
    affine_packed(w, Some(b), room, z, m);
}

/// As [`matmul_transposed`](super::matmul_transposed): w is transposed.
pub(super) fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize, room: &mut Vec<f64>) {
    let n_out = d_z.len() / m;
    let packed = n_out.next_multiple_of(TURN) * m.next_multiple_of(LANES);
    grow(room, packed + w.len());
    pack([d_z], m, room);
    let (d_z, columns) = room.split_at_mut(packed);
    let columns = &mut columns[..w.len()];
    transpose(w, n_out, columns);
    affine_packed(columns, None, d_z, d_x, m);
}

/// `n_out` rows of weights as columns, some rows at a time: each piece of a column is a line of the cache.
pub fn transpose(w: &[f64], n_out: usize, columns: &mut [f64]) {
    let n_in = w.len() / n_out;
    for (rows, first) in w.chunks(LANES * n_in).zip((0..).step_by(LANES)) {
        for (i, column) in columns.chunks_exact_mut(n_out).enumerate() {
            column[first..].iter_mut().zip(rows[i..].iter().step_by(n_in)).for_each(|(to, from)| *to = *from);
        }
    }
}

/// Room for n numbers or more: what shrank would have to be cleared when it grows again.
pub(super) fn grow(room: &mut Vec<f64>, n: usize) {
    room.resize(room.len().max(n), 0.0);
}

/// The n rows of all x, of m samples, one below the other, as `[m / LANES, n, LANES]`, n filled up to whole turns, m to
/// whole lanes; there stands what stood there, and behind them.
pub fn pack<const N: usize>(x: [&[f64]; N], m: usize, packed: &mut Vec<f64>) {
    let n = (x.iter().map(|x| x.len()).sum::<usize>() / m).next_multiple_of(TURN);
    let length = n * m.next_multiple_of(LANES);
    grow(packed, length);
    let mut first = 0;
    for x in x {
        for (k, panel) in packed[..length].as_chunks_mut().0.chunks_exact_mut(n).enumerate() {
            let (panel, rows) = (&mut panel[first..], x.chunks_exact(m));
            if m < (k + 1) * LANES {
                let part = rows.map(|row| &row[k * LANES..]);
                panel
                    .iter_mut()
                    .zip(part)
                    .for_each(|(to, x): (&mut Lanes, _)| to[..x.len()].copy_from_slice(x));
            } else {
                panel.iter_mut().zip(rows).for_each(|(to, row)| *to = row.as_chunks().0[k]);
            }
        }
        first += x.len() / m;
    }
}

/// The columns of `x [t, n, m]` as rows are in [`pack`]: `[n / LANES, t * m, LANES]`, n filled up to whole lanes with
/// what is of no use, t m filled up to whole turns. m is even.
pub fn pack_columns(x: &[f64], n: usize, m: usize, packed: &mut Vec<f64>) {
    let terms = (x.len() / n).next_multiple_of(TURN);
    grow(packed, n.next_multiple_of(LANES) * terms);
    // Step by step, as x stands in memory.
    for (t, x) in x.chunks_exact(n * m).enumerate() {
        for (packed, first) in packed.chunks_exact_mut(terms * LANES).zip((0..n).step_by(LANES)) {
            let packed = packed[t * m * LANES..][..m * LANES].as_chunks_mut().0.as_chunks_mut().0;
            panel(array::from_fn(|r| x[(first + r).min(n - 1) * m..][..m].as_chunks().0), packed);
        }
    }
}

/// Eight rows, by pairs of samples, as columns of eight.
#[inline(never)]
fn panel(rows: [&[[f64; 2]]; LANES], packed: &mut [[[f64; 2]; LANES]]) {
    let rows = rows.map(|row| &row[..packed.len()]);
    for (k, packed) in packed.iter_mut().enumerate() {
        for r in 0..LANES / 2 {
            let [first, second] =
                Pair::transpose(Pair::from_array(&rows[2 * r][k]), Pair::from_array(&rows[2 * r + 1][k]));
            (packed[r], packed[r + LANES / 2]) = (first.to_array(), second.to_array());
        }
    }
}

/// `z = w x + b` with packed x, without b `z = w x`; otherwise as [`affine`](super::affine).
pub fn affine_packed(w: &[f64], b: Option<&[f64]>, x: &[f64], z: &mut [f64], m: usize) {
    let n_in = w.len() * m / z.len();
    let whole = product(w, n_in, |row, _| [Pair::splat(b.map_or(0.0, |b| b[row])); 4], x, z, m);
    if whole < m {
        for (row, z) in z.chunks_exact_mut(m).enumerate() {
            z[whole..].fill(b.map_or(0.0, |b| b[row]));
        }
        add_half_panel(w, n_in, x, z, m);
    }
}

/// `z += w x` with packed x, each element starting from what z holds; otherwise as [`affine`](super::affine). Here m
/// need not be a multiple of anything.
pub fn add_packed(w: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    let n_in = w.len() * m / z.len();
    if product(w, n_in, |_, z| read(z), x, z, m) < m {
        add_half_panel(w, n_in, x, z, m);
    }
}

/// How many columns panels take that are more than half full; what is left over fills at most half a panel.
fn whole(m: usize) -> usize {
    if m % LANES <= LANES / 2 { m / LANES * LANES } else { m }
}

/// `z += w x` for what [`whole`] leaves over, four rows at a time: where fewer are left, the last one several times.
#[inline(never)]
fn add_half_panel(w: &[f64], n_in: usize, x: &[f64], z: &mut [f64], m: usize) {
    const ROWS: usize = 4;
    let (whole, turns) = (whole(m), n_in.div_ceil(TURN));
    let x: &[[Lanes; TURN]] = x.as_chunks().0.as_chunks().0;
    let (x, n_out) = (&x[whole / LANES * turns..][..turns], z.len() / m);
    for first in (0..n_out).step_by(ROWS) {
        let rows: [usize; ROWS] = array::from_fn(|r| (first + r).min(n_out - 1));
        let [w0, w1, w2, w3] = rows.map(|row| &w[row * n_in..][..n_in]);
        let w = w0.iter().zip(w1).zip(w2.iter().zip(w3));
        let w = w.map(|((w0, w1), (w2, w3))| [*w0, *w1, *w2, *w3].map(Pair::splat));
        let sums: Tile<ROWS, 2> = rows.map(|row| {
            let z = &z[row * m + whole..][..m - whole];
            [0, 2].map(|k| Pair::from_array(&[k, k + 1].map(|k| z.get(k).copied().unwrap_or_default())))
        });
        let sums = accumulate(sums, w, x);
        for (row, sums) in rows.into_iter().zip(sums) {
            let sums = sums.map(Pair::to_array);
            z[row * m + whole..][..m - whole]
                .iter_mut()
                .zip(sums.as_flattened())
                .for_each(|(z, sum)| *z = *sum);
        }
    }
}

/// `z = start(row, z) + w x` for the columns that are [`whole`], whose number it returns, two rows at a time. `n_in` is
/// given: when LLVM knew where it comes from, the loop ran at 88 % of the machine's limit instead of 94 %.
#[inline(never)]
fn product(
    w: &[f64],
    n_in: usize,
    start: impl Fn(usize, &[f64]) -> [Pair; 4],
    x: &[f64],
    z: &mut [f64],
    m: usize,
) -> usize {
    let whole = whole(m);
    let x: &[[Lanes; TURN]] = x.as_chunks().0.as_chunks().0;
    let panels = || x.chunks_exact(n_in.div_ceil(TURN));
    for ((w, z), row) in w.chunks(2 * n_in.max(1)).zip(z.chunks_mut(2 * m)).zip((0..).step_by(2)) {
        let (z0, z1) = z.split_at_mut(m);
        if z1.is_empty() {
            one_row(w, |z| start(row, z), panels(), &mut z0[..whole]);
            break;
        }
        let (w0, w1) = (&w[..n_in], &w[n_in..][..n_in]);
        let (z0, z1) = (z0[..whole].chunks_mut(LANES), z1[..whole].chunks_mut(LANES));
        for ((x, z0), z1) in panels().zip(z0).zip(z1) {
            let w = w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1].map(Pair::splat));
            let [sums0, sums1] = accumulate([start(row, z0), start(row + 1, z1)], w, x);
            write(sums0, z0);
            write(sums1, z1);
        }
    }
    whole
}

#[inline(never)]
fn one_row<'a>(
    w: &[f64],
    start: impl Fn(&[f64]) -> [Pair; 4],
    panels: impl Iterator<Item = &'a [[Lanes; TURN]]>,
    z: &mut [f64],
) {
    for (x, z) in panels.zip(z.chunks_mut(LANES)) {
        let [sums] = accumulate([start(z)], w.iter().map(|w| [Pair::splat(*w)]), x);
        write(sums, z);
    }
}

/// Up to eight numbers by pairs.
#[inline(always)]
fn read(z: &[f64]) -> [Pair; 4] {
    match z.as_array::<LANES>() {
        Some(z) => pairs(z),
        None => pairs::<4>(&array::from_fn::<_, LANES, _>(|k| z.get(k).copied().unwrap_or_default())),
    }
}

/// The first of the sums, as many as there is room for.
#[inline(always)]
fn write(sums: [Pair; 4], z: &mut [f64]) {
    match z.as_mut_array() {
        Some(z) => *z = lanes(sums),
        None => z.iter_mut().zip(lanes(sums)).for_each(|(z, sum)| *z = sum),
    }
}
