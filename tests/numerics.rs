//! Numbers against references: elementary functions (mpmath), random numbers (NumPy), points
//! (scikit-learn). Each file in `golden/` stands beside the script that made it.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::data::{Points, make_blobs, make_circles, make_moons};
use neurone::math;
use neurone::random::RandomState;
use serde_json::Value;

type Function = fn(f64) -> f64;

#[test]
fn exp_tanh_and_sigmoid_keep_the_accuracy_that_they_state() {
    let table = read(include_str!("golden/exp.json"));
    let functions: [(_, Function, Function); 3] = [
        ("exp", math::exp, |_| 3.0),
        ("tanh", math::tanh, |_| 4.0),
        ("sigmoid", math::sigmoid, |x| 3.0 + 1.2 * x.abs()),
    ];
    for (name, f, tolerance) in functions {
        assert!(list(&table[name]).len() > 300);
        for row in list(&table[name]) {
            let [x, y, rest] = [0, 1, 2].map(|i| float(&row[i]));
            let got = f(x);
            assert_eq!(got.is_finite(), y.is_finite(), "{name}({x:e}) = {got:e}");
            let ulp = (rank(got) - rank(y)) as f64 - rest;
            let vanishes = name == "sigmoid" && y < f64::MIN_POSITIVE;
            assert!(vanishes || ulp.abs() <= tolerance(x), "{name}({x:e}) = {got:e}: {ulp} ulp");
            // y is itself rounded.
            let absolute = (got - y).abs() - 0.25 * f64::EPSILON * y;
            assert!(name != "sigmoid" || absolute <= 2e-16, "{name}({x:e}) = {got:e}");
        }
    }
}

/// By definition, to the bit.
#[test]
fn exp_tanh_and_sigmoid_are_exact_at_the_ends() {
    let inf = f64::INFINITY;
    for (x, exp, tanh, sigmoid) in
        [(-inf, 0.0, -1.0, 0.0), (-0.0, 1.0, -0.0, 0.5), (0.0, 1.0, 0.0, 0.5), (inf, inf, 1.0, 1.0)]
    {
        let got = [math::exp(x), math::tanh(x), math::sigmoid(x)];
        assert_eq!(got.map(f64::to_bits), [exp, tanh, sigmoid].map(f64::to_bits), "{x}: {got:?}");
    }
    assert!([math::exp, math::tanh, math::sigmoid].iter().all(|f| f(f64::NAN).is_nan()));
}

/// Against NumPy: integers, uniform numbers and orders to the bit. Its logarithm is the C library's,
/// ours `libm`'s, which differ in the last bits: normal numbers to 4 ulp, scaled ones to 4e-15.
#[test]
fn random_state_draws_numpys_numbers() {
    let table = read(include_str!("golden/rng.json"));
    for row in list(&table["seeds"]) {
        let new = || RandomState::new(row["seed"].as_u64().unwrap().try_into().unwrap());
        let mut random = new();
        assert_eq!(draws(10, || random.random_sample()), floats(&row["random_sample"]));
        (10..620).for_each(|_| _ = random.random_sample());
        assert_eq!(draws(10, || random.random_sample()), floats(&row["random_sample_620"]));
        let mut random = new();
        assert_eq!(draws(6, || random.uniform(-10.0, 10.0)), floats(&row["uniform_-10_10"]));
        let mut random = new();
        for (got, expected) in draws(11, || random.randn()).iter().zip(floats(&row["randn"])) {
            assert!((rank(*got) - rank(expected)).abs() <= 4, "{got} {expected}");
        }
        let mut random = new();
        let sum: f64 = draws(10_000, || random.randn()).iter().sum();
        assert!((sum - float(&row["randn_sum_10000"])).abs() < 1e-10, "rounding of 10,000 terms");
        let mut random = new();
        assert_close(&draws(7, || random.normal(3.0, 0.5)), &floats(&row["normal_3_0.5"]));
        for randint in list(&row["randint"]) {
            let (low, high) = (randint[0].as_i64().unwrap(), randint[1].as_i64().unwrap());
            let mut random = new();
            for expected in list(&randint[2]) {
                assert_eq!(random.randint(low, high).unwrap(), expected.as_i64().unwrap());
            }
        }
    }
}

#[test]
fn random_state_shuffles_as_numpy_does() {
    let table = read(include_str!("golden/rng.json"));
    for row in list(&table["seeds"]) {
        let new = || RandomState::new(row["seed"].as_u64().unwrap().try_into().unwrap());
        for expected in list(&row["permutation"]) {
            assert_eq!(new().permutation(list(expected).len()), sizes(expected));
        }
        let mut random = new();
        for expected in list(&row["permutation_twice"]) {
            let mut x: Vec<usize> = (0..12).collect();
            random.shuffle(&mut x);
            assert_eq!(x, sizes(expected));
        }
    }
}

/// The second normal number of a pair waits while others are drawn, also across a saved state.
#[test]
fn random_state_keeps_the_second_normal_number() {
    let table = read(include_str!("golden/rng.json"));
    for row in list(&table["seeds"]) {
        let mut r = RandomState::new(row["seed"].as_u64().unwrap().try_into().unwrap());
        let mut got = vec![r.randn(), r.random_sample(), r.randn(), r.randn()];
        let (key, pos, gauss) = r.state();
        let mut r = RandomState::from_state(key, pos, gauss).unwrap();
        got.extend([r.randint(0, 7).unwrap() as f64, r.uniform(-1.0, 1.0), r.randn()]);
        assert_close(&got, &floats(&row["interleaved"]));
    }
}

#[test]
fn random_state_from_a_list_equals_numpys() {
    for row in list(&read(include_str!("golden/rng.json"))["keys"]) {
        let key: Vec<u32> = list(&row[0]).iter().map(|x| x.as_u64().unwrap().try_into().unwrap()).collect();
        let mut random = RandomState::from_key(&key);
        for expected in list(&row[1]) {
            assert_eq!(random.randint(0, 1 << 32).unwrap(), expected.as_i64().unwrap());
        }
    }
}

/// Against scikit-learn: classes and order exactly, coordinates to 4e-15 (sin, cos and ln are `libm`'s,
/// not the C library's).
#[test]
fn generators_draw_scikit_learns_points() {
    let cases = read(include_str!("golden/datasets.json"));
    for case in list(&cases) {
        let points = draw(case);
        let y: Vec<f64> = list(&case["y"]).iter().map(|y| y.as_f64().unwrap()).collect();
        assert_eq!(points.y, y, "{case}");
        let by_point: Vec<f64> = (0..y.len()).flat_map(|i| [points.x[i], points.x[y.len() + i]]).collect();
        assert_close(&by_point, &floats(&case["X"]));
    }
}

fn draw(case: &Value) -> Points {
    let integer = |field: &str| case[field].as_u64().unwrap();
    let [noise, factor, cluster_std] = ["noise", "factor", "cluster_std"].map(|field| case[field].as_f64());
    let n_samples = integer("n_samples").try_into().unwrap();
    let shuffle = case["shuffle"].as_bool().unwrap();
    let seed = integer("random_state").try_into().unwrap();
    match case["generator"].as_str().unwrap() {
        "make_blobs" => {
            let centers = integer("centers").try_into().unwrap();
            make_blobs(n_samples, centers, cluster_std.unwrap(), shuffle, seed)
        }
        "make_circles" => make_circles(n_samples, shuffle, noise, factor.unwrap(), seed),
        "make_moons" => make_moons(n_samples, shuffle, noise, seed),
        other => panic!("{other}"),
    }
    .unwrap()
}

fn draws(n: usize, mut draw: impl FnMut() -> f64) -> Vec<f64> {
    (0..n).map(|_| draw()).collect()
}

fn assert_close(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() <= 4e-15, "{got} {expected}");
    }
}

/// The place of a double among all doubles in ascending order: neighbours differ by 1.
fn rank(x: f64) -> i64 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// Floats are texts, because the standard parser rounds them correctly and that of JSON need not.
fn float(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

fn floats(value: &Value) -> Vec<f64> {
    list(value).iter().map(float).collect()
}

fn sizes(value: &Value) -> Vec<usize> {
    list(value).iter().map(|x| x.as_u64().unwrap().try_into().unwrap()).collect()
}
