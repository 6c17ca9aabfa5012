//! What holds for every input: kernels equal plain loops to the bit, one number alone equals itself among
//! others, streams repeat and stay apart, wrong arguments are errors.

use neurone::data::{MAX_SAMPLES, make_blobs, make_circles, make_moons};
use neurone::math::Below;
use neurone::random::{RandomState, Stream, stream};
use neurone::{Error, math};

/// (`n_out`, `n_in`, `m`): pairs of rows, single rows, whole blocks, few inputs and several times as many; the last two
/// are packed.
const SHAPES: [(usize, usize, usize); 13] = [
    (1, 1, 8),
    (1, 2, 104),
    (1, 19, 40),
    (2, 1, 16),
    (2, 9, 32),
    (3, 2, 24),
    (4, 3, 40),
    (5, 7, 104),
    (8, 6, 256),
    (16, 12, 128),
    (9, 32, 8),
    (19, 131, 128),
    (131, 17, 128),
];

/// The same, where a small batch fills only part of eight lanes and where half of eight are left over.
fn all_shapes() -> impl Iterator<Item = (usize, usize, usize)> {
    let layers = [(4, 2), (2, 4), (1, 2), (5, 7), (9, 12), (32, 16)];
    let small =
        layers.into_iter().flat_map(|(n_out, n_in)| [2, 4, 8, 10, 12, 16, 24].map(|m| (n_out, n_in, m)));
    let halves = SHAPES.map(|(n_out, n_in, m)| (n_out, n_in, m + 4));
    SHAPES.into_iter().chain(small).chain(halves)
}

/// Of a product for any batch and the same for whole fours, those for m columns.
fn that_serve<T>(m: usize, products: [T; 2]) -> impl Iterator<Item = T> {
    products.into_iter().take(if m.is_multiple_of(4) { 2 } else { 1 })
}

fn uniform(n: usize, random: &mut RandomState) -> Vec<f64> {
    (0..n).map(|_| random.uniform(-2.0, 2.0)).collect()
}

fn bits(x: &[f64]) -> Vec<u64> {
    x.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn slices_equal_single_numbers_to_the_bit() {
    let pairs = [
        (math::exp_in_place as fn(&mut [f64]), math::exp as fn(f64) -> f64),
        (math::tanh_in_place, math::tanh),
        (math::sigmoid_in_place, math::sigmoid),
    ];
    let mut random = RandomState::new(0);
    for n in 0..40 {
        let mut x: Vec<f64> = (0..n).map(|_| random.normal(0.0, 300.0)).collect();
        x.extend([f64::NEG_INFINITY, -0.0, 5e-324, 710.0]);
        for (in_place, f) in pairs {
            let mut y = x.clone();
            in_place(&mut y);
            assert_eq!(bits(&y), bits(&x.iter().map(|x| f(*x)).collect::<Vec<_>>()));
        }
    }
}

#[test]
fn affine_equals_plain_loops_to_the_bit() {
    let mut random = RandomState::new(1);
    for (n_out, n_in, m) in all_shapes() {
        let [w, b, x] = [n_out * n_in, n_out, n_in * m].map(|n| uniform(n, &mut random));
        let expected: Vec<f64> = (0..n_out * m)
            .map(|at| (0..n_in).fold(b[at / m], |z, i| z + w[at / m * n_in + i] * x[i * m + at % m]))
            .collect();
        for product in
            that_serve(m, [math::linear as fn(&[f64], &[f64], &[f64], &mut [f64], _, &mut _), math::affine])
        {
            let mut z = vec![f64::NAN; n_out * m];
            product(&w, &b, &x, &mut z, m, &mut Vec::new());
            assert_eq!(bits(&z), bits(&expected));
        }
    }
}

#[test]
fn matmul_transposed_equals_plain_loops_to_the_bit() {
    let mut random = RandomState::new(2);
    for (n_out, n_in, m) in all_shapes() {
        let [w, d_z] = [n_out * n_in, n_out * m].map(|n| uniform(n, &mut random));
        let expected: Vec<f64> = (0..n_in * m)
            .map(|at| (0..n_out).fold(0.0, |d_x, o| d_x + w[o * n_in + at / m] * d_z[o * m + at % m]))
            .collect();
        let linear = |w: &[f64], d_z: &[f64], d_x: &mut [f64], m, room: &mut Vec<f64>| {
            math::linear_backward(w, d_z, None, d_x, m, room);
        };
        for product in
            that_serve(m, [linear as fn(&[f64], &[f64], &mut [f64], _, &mut _), math::matmul_transposed])
        {
            let mut d_x = vec![f64::NAN; n_in * m];
            product(&w, &d_z, &mut d_x, m, &mut Vec::new());
            assert_eq!(bits(&d_x), bits(&expected));
        }
    }
}

/// From a layer back to sigmoids and to tangents below it, whose slopes are told from their activations.
#[test]
fn backward_equals_plain_loops_to_the_bit() {
    let mut random = RandomState::new(11);
    for ((n_above, n, m), low) in all_shapes().flat_map(|shape| [0.0, -1.0].map(|low| (shape, low))) {
        let [w, above, mut d_b] = [n_above * n, n_above * m, n].map(|n| uniform(n, &mut random));
        let a: Vec<f64> = (0..n * m).map(|_| random.uniform(low, 1.0)).collect();
        let expected_z: Vec<f64> = (0..n * m)
            .map(|at| {
                let row = |o: usize| w[o * n + at / m] * above[o * m + at % m];
                (0..n_above).fold(0.0, |d_a, o| d_a + row(o)) * ((a[at] - low) * (1.0 - a[at]))
            })
            .collect();
        let rows = expected_z.chunks(m).zip(&d_b);
        let expected_b: Vec<f64> = rows.map(|(row, d_b)| add_halves(*d_b, row.iter().copied())).collect();
        let mut d_z = vec![f64::NAN; n * m];
        let below = Some(Below { range: [low, 1.0], a: &a, d_b: &mut d_b });
        math::linear_backward(&w, &above, below, &mut d_z, m, &mut Vec::new());
        assert_eq!(bits(&d_z), bits(&expected_z), "{n_above} {n} {m}");
        assert_eq!(bits(&d_b), bits(&expected_b), "{n_above} {n} {m}");
    }
}

/// The documented order of a sum over samples, written as plainly as possible.
fn sum(x: impl Iterator<Item = f64>) -> f64 {
    let mut s = [0.0; 8];
    x.enumerate().for_each(|(i, x)| s[i % 8] += x);
    ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

#[test]
fn sum_equals_plain_loops_to_the_bit() {
    let mut random = RandomState::new(3);
    for n in 0..40 {
        let x = uniform(n, &mut random);
        assert_eq!(math::sum(&x).to_bits(), sum(x.into_iter()).to_bits());
    }
}

#[test]
fn one_number_that_is_not_finite_is_found_anywhere() {
    for n in 0..40 {
        let mut x = vec![f64::MAX; n];
        assert!(math::all_finite(&x));
        for at in 0..n {
            for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                x[at] = bad;
                assert!(!math::all_finite(&x));
            }
            x[at] = -0.0;
        }
    }
}

#[test]
fn sums_of_products_go_on_from_what_is_there() {
    let mut random = RandomState::new(8);
    for (n_out, n_in, m) in SHAPES {
        let sizes = [n_out * n_in, n_in * m, n_out * m];
        let [w, x, z] = sizes.map(|n| uniform(n, &mut random));
        let (mut next_z, mut packed_z, mut next_x) = (z.clone(), z.clone(), x.clone());
        let (mut packed, mut columns) = (Vec::new(), vec![0.0; w.len()]);
        math::add_matmul(&w, &x, &mut next_z, m);
        math::pack([&x[..m], &x[m..]], m, &mut packed);
        math::add_packed(&w, &packed, &mut packed_z, m);
        let (mut fresh_z, mut affine_z) = (vec![f64::NAN; z.len()], vec![0.0; z.len()]);
        let b = &z[..n_out];
        math::affine_packed(&w, Some(b), &packed, &mut fresh_z, m);
        math::affine(&w, b, &x, &mut affine_z, m, &mut Vec::new());
        assert_eq!(bits(&fresh_z), bits(&affine_z));
        math::transpose(&w, n_out, &mut columns);
        math::pack([&z], m, &mut packed);
        math::add_packed(&columns, &packed, &mut next_x, m);
        let expected: Vec<f64> = (0..n_out * m)
            .map(|at| (0..n_in).fold(z[at], |z, i| z + w[at / m * n_in + i] * x[i * m + at % m]))
            .collect();
        assert_eq!(bits(&next_z), bits(&expected));
        assert_eq!(bits(&packed_z), bits(&expected));
        let expected: Vec<f64> = (0..n_in * m)
            .map(|at| (0..n_out).fold(x[at], |x, o| x + w[o * n_in + at / m] * z[o * m + at % m]))
            .collect();
        assert_eq!(bits(&next_x), bits(&expected));
    }
}

/// Even and odd terms summed apart, both sums together added to what is there.
fn add_halves(start: f64, terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let half = |first: usize| terms.clone().skip(first).step_by(2).fold(0.0, |sum, term| sum + term);
    start + (half(0) + half(1))
}

/// Over steps, of which each m samples follow those of the step before.
#[test]
fn gradients_over_steps_equal_plain_loops_to_the_bit() {
    let mut random = RandomState::new(4);
    for ((n_out, n_in, m), n_steps) in SHAPES.into_iter().flat_map(|shape| [1, 2, 5].map(|t| (shape, t))) {
        let sizes = [n_steps * n_out * m, n_steps * n_in * m, n_out * n_in, n_out];
        let [d_z, x, mut d_w, mut d_b] = sizes.map(|n| uniform(n, &mut random));
        let samples = || (0..n_steps).flat_map(|t| (0..m).map(move |k| (t, k)));
        let at_z = |o: usize, (t, k)| d_z[(t * n_out + o) * m + k];
        let at_x = |i: usize, (t, k)| x[(t * n_in + i) * m + k];
        let expected_w: Vec<f64> = (0..n_out * n_in)
            .map(|at| samples().fold(d_w[at], |sum, s| sum + at_z(at / n_in, s) * at_x(at % n_in, s)))
            .collect();
        let expected_b: Vec<f64> =
            (0..n_out).map(|o| add_halves(d_b[o], samples().map(|s| at_z(o, s)))).collect();
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        d_z.chunks(n_out * m).enumerate().for_each(|(t, d_z)| math::join(d_z, m, [t, n_steps], &mut rows));
        math::pack_columns(&x, n_in, m, &mut columns);
        math::add_packed(&rows, &columns, &mut d_w, n_in);
        math::bias_gradient(&d_z, &mut d_b, m);
        assert_eq!(bits(&d_w), bits(&expected_w), "{n_out} {n_in} {m} {n_steps}");
        assert_eq!(bits(&d_b), bits(&expected_b), "{n_out} {n_in} {m} {n_steps}");
    }
}

#[test]
fn spans_cover_all_steps_once_and_in_order() {
    for (n_steps, m, most) in [(1, 8, 32), (50, 32, 8), (64, 16, 16), (9, 128, 2), (3, 512, 1)] {
        let spans: Vec<_> = math::spans(n_steps, m).collect();
        assert!(spans.iter().all(|span| span.len() <= most));
        assert!(spans.into_iter().flatten().eq(0..n_steps));
    }
}

/// The gradients of a layer, which come together; the order is that of a wide layer in all but narrow ones.
#[test]
fn gradients_of_a_layer_equal_plain_loops_to_the_bit() {
    let mut random = RandomState::new(10);
    let wide = [(32, 16), (40, 16), (33, 90), (100, 17)];
    let wide = wide.into_iter().flat_map(|(n_out, n_in)| [2, 10, 16, 100, 128].map(|m| (n_out, n_in, m)));
    for (n_out, n_in, m) in all_shapes().chain(wide) {
        let sizes = [n_out * m, n_in * m, n_out * n_in, n_out];
        let [d_z, x, d_w, mut d_b] = sizes.map(|n| uniform(n, &mut random));
        let sum = |start: f64, terms: &mut dyn Iterator<Item = f64>| match n_out >= 32 && n_in >= 16 {
            true => terms.fold(start, |sum, term| sum + term),
            false => add_halves(start, terms.collect::<Vec<_>>().into_iter()),
        };
        let expected_w: Vec<f64> = (0..n_out * n_in)
            .map(|at| sum(d_w[at], &mut (0..m).map(|k| d_z[at / n_in * m + k] * x[at % n_in * m + k])))
            .collect();
        let rows = d_z.chunks(m).zip(&d_b);
        let expected_b: Vec<f64> = rows.map(|(row, d_b)| add_halves(*d_b, row.iter().copied())).collect();
        let gradients =
            [math::linear_gradient as fn(&[f64], &[f64], &mut [f64], _, &mut _), math::add_gradient];
        for gradient in that_serve(m, gradients) {
            let mut d_w = d_w.clone();
            gradient(&d_z, &x, &mut d_w, m, &mut Vec::new());
            assert_eq!(bits(&d_w), bits(&expected_w), "{n_out} {n_in} {m}");
        }
        math::bias_gradient(&d_z, &mut d_b, m);
        assert_eq!(bits(&d_b), bits(&expected_b), "{n_out} {n_in} {m}");
    }
}

#[test]
fn small_batches_stand_in_two_to_sixteen_columns_and_others_in_multiples_of_four() {
    for (n, columns) in [
        (1, 2),
        (2, 2),
        (3, 4),
        (5, 8),
        (8, 8),
        (9, 10),
        (11, 16),
        (16, 16),
        (17, 20),
        (100, 100),
        (128, 128),
    ] {
        assert_eq!(math::columns(n), columns);
    }
}

/// Symbols, of which the last columns hold none, and what is not symbols.
#[test]
fn symbols_pick_what_a_product_with_them_gives_to_the_bit() {
    let mut random = RandomState::new(9);
    for (n_out, n, m) in SHAPES.into_iter().filter(|(_, n, _)| *n > 1) {
        let n_steps = 3;
        let chosen: Vec<_> =
            (0..n_steps * m).map(|k| if k % m < m - 2 { (k * k + k) % n } else { n }).collect();
        let one_hot = |at: usize| f64::from(at / m % n == chosen[at / (n * m) * m + at % m]);
        let mut x: Vec<f64> = (0..n_steps * n * m).map(one_hot).collect();
        let mut symbols = Vec::new();
        assert!(math::symbols(&x, n, m, &mut symbols) && symbols == chosen);

        let [w, b, d_z, d_w] =
            [n_out * n, n_out, n_steps * n_out * m, n_out * n].map(|size| uniform(size, &mut random));
        let (mut picked, mut multiplied) = (vec![f64::NAN; n_out * m], vec![0.0; n_out * m]);
        math::affine_picked(&w, Some(&b), &symbols[m..2 * m], &mut picked);
        math::affine(&w, &b, &x[n * m..2 * n * m], &mut multiplied, m, &mut Vec::new());
        assert_eq!(bits(&picked), bits(&multiplied));

        let (mut picked, mut multiplied) = (d_w.clone(), d_w);
        for (d_z, symbols) in d_z.chunks(n_out * m).zip(symbols.chunks(m)) {
            math::add_picked_gradient(d_z, symbols, &mut picked);
        }
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        d_z.chunks(n_out * m).enumerate().for_each(|(t, d_z)| math::join(d_z, m, [t, n_steps], &mut rows));
        math::pack_columns(&x, n, m, &mut columns);
        math::add_packed(&rows, &columns, &mut multiplied, n);
        assert_eq!(bits(&picked), bits(&multiplied));

        for other in [0.5, 1.0] {
            let free = (0..n).find(|i| *i != chosen[0]).unwrap_or_default();
            x[free * m] = other;
            assert!(!math::symbols(&x, n, m, &mut symbols));
        }
    }
}

#[test]
fn permutations_hold_every_number_once() {
    for seed in 0..50 {
        let mut order = RandomState::new(seed).permutation(seed as usize);
        order.sort_unstable();
        assert!(order.into_iter().eq(0..seed as usize));
    }
}

#[test]
fn randint_keeps_to_its_range_and_reaches_its_ends() {
    let mut random = RandomState::new(5);
    let drawn: Vec<i64> = (0..1000).map(|_| random.randint(-3, 4).unwrap()).collect();
    assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-3), Some(&3)));
    random.randint(i64::MIN, i64::MAX).unwrap();
}

#[test]
fn streams_repeat_and_stay_apart() {
    let streams = [Stream::Data, Stream::Split, Stream::Order, Stream::Dropout];
    let first: Vec<f64> = streams.iter().map(|which| stream(7, *which).random_sample()).collect();
    for (i, which) in streams.iter().enumerate() {
        assert_eq!(stream(7, *which), stream(7, *which));
        assert!(first[..i].iter().all(|other| other.to_bits() != first[i].to_bits()));
    }
    assert_eq!(stream(7, Stream::Init), RandomState::new(7));
}

#[test]
fn noise_comes_after_the_order() {
    let (quiet, noisy) =
        (make_moons(50, true, None, 3).unwrap(), make_moons(50, true, Some(1e-3), 3).unwrap());
    assert_eq!(quiet.y, noisy.y);
    assert!(quiet.x.iter().zip(&noisy.x).all(|(a, b)| (a - b).abs() < 1e-2));
    assert_ne!(quiet.x, noisy.x);
}

/// The field that an `out_of_range` error names.
fn field<T: core::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::OutOfRange { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn wrong_arguments_are_errors() {
    for n in [0, MAX_SAMPLES + 1, usize::MAX] {
        assert_eq!(field(make_blobs(n, 1, 1.0, true, 0)), "n_samples");
        assert_eq!(field(make_circles(n, true, None, 0.5, 0)), "n_samples");
        assert_eq!(field(make_moons(n, true, None, 0)), "n_samples");
    }
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(field(make_blobs(10, 2, wrong, true, 0)), "cluster_std");
        assert_eq!(field(make_circles(10, true, Some(wrong), 0.5, 0)), "noise");
        assert_eq!(field(make_circles(10, true, None, wrong, 0)), "factor");
        assert_eq!(field(make_moons(10, true, Some(wrong), 0)), "noise");
    }
    assert_eq!(field(make_blobs(10, 0, 1.0, true, 0)), "centers");
    assert_eq!(field(make_blobs(10, 11, 1.0, true, 0)), "centers");
    assert_eq!(field(RandomState::new(0).randint(3, 3)), "high");
    assert_eq!(field(RandomState::new(0).randint(i64::MAX, i64::MIN)), "high");
}

#[test]
fn a_damaged_state_is_an_error() {
    let random = RandomState::new(0);
    let (key, pos, _) = random.state();
    assert_eq!(RandomState::from_state(key, pos, None).unwrap(), random);
    let short = RandomState::from_state(&key[1..], pos, None);
    assert!(matches!(short, Err(Error::WrongLength { got: 623, .. })));
    assert_eq!(field(RandomState::from_state(key, 625, None)), "pos");
    assert_eq!(field(RandomState::from_state(key, pos, Some(f64::NAN))), "gauss");
    let mut zeros = [0; 624];
    zeros[0] = 0x7fff_ffff; // these bits are never used: no other number would ever be drawn
    assert_eq!(field(RandomState::from_state(&zeros, pos, None)), "key");
}
