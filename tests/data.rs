//! Points in the plane, curves, Iris, splits and scaling: against NumPy and scikit-learn (each file in
//! `golden/` stands beside the script that made it), and by what their formulas imply.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::data::{
    IRIS_CLASSES, IRIS_COLUMNS, MAX_CLASSES, MAX_SAMPLES, Points, Split, Standardizer, iris, make_blobs,
    make_checkerboard, make_circles, make_disc, make_gauss, make_gaussians, make_moons, make_plane,
    make_polynomial, make_sine, make_spiral, make_step, make_xor,
};
use neurone::random::{Stream, stream};
use neurone::{Error, math};
use serde_json::Value;

type Generator = fn(usize, f64, u32) -> neurone::Result<Points>;

const CLASSES: [(&str, Generator); 5] = [
    ("disc", make_disc),
    ("xor", make_xor),
    ("gauss", make_gauss),
    ("spiral", |n, noise, seed| make_spiral(n, 2, noise, seed)),
    ("checkerboard", make_checkerboard),
];
const SURFACES: [(&str, Generator); 2] = [("plane", make_plane), ("gaussians", make_gaussians)];
const CURVES: [(&str, Generator); 3] =
    [("sine", make_sine), ("step", make_step), ("polynomial", make_polynomial)];

fn all() -> impl Iterator<Item = (&'static str, Generator)> {
    CLASSES.into_iter().chain(SURFACES).chain(CURVES)
}

/// The points with what is said of each.
fn rows(points: &Points) -> impl Iterator<Item = ([f64; 2], f64)> {
    let (x1, x2) = points.x.split_at(points.y.len());
    x1.iter().zip(x2).zip(&points.y).map(|((x1, x2), y)| ([*x1, *x2], *y))
}

fn count(points: &Points, class: f64) -> usize {
    points.y.iter().filter(|y| close(**y, class)).count()
}

fn norm(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-14
}

/// Classes and order exactly; numbers to the last bits of sin, cos and ln.
#[test]
fn generators_follow_their_formulas() {
    let cases: Value = serde_json::from_str(include_str!("golden/plane.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let (n, seed) = (size(&case["n_samples"]), u32::try_from(size(&case["random_state"])).unwrap());
        let (name, noise) = (case["generator"].as_str().unwrap(), case["noise"].as_f64().unwrap());
        let points = match case["arms"].as_u64() {
            Some(_) => make_spiral(n, size(&case["arms"]), noise, seed),
            None => all().find(|(other, _)| *other == name).unwrap().1(n, noise, seed),
        };
        let points = points.unwrap();
        assert_close(&by_row(&points.x, 2), &floats(&case["X"]));
        assert_close(&points.y, &floats(&case["y"]));
    }
    assert_eq!(cases.as_array().unwrap().len(), 7 * 3 + 2 + 3 * 2);
}

#[test]
fn without_noise_the_place_tells_the_class() {
    let rules: [fn([f64; 2]) -> bool; 5] = [
        |[x1, x2]| x1 * x1 + x2 * x2 < 2.5 * 2.5,
        |[x1, x2]| (x1 > 0.0) == (x2 > 0.0),
        |[x1, x2]| x1 + x2 > 0.0, // four standard deviations away
        |[x1, x2]| {
            let r = norm(x1, x2);
            let angle = 1.75 * (r / 5.0) * 2.0 * core::f64::consts::PI;
            x1 * math::sin(angle) + x2 * math::cos(angle) > 0.0 || r < 1e-9
        },
        |[x1, x2]| ((x1 / 3.0).floor() + (x2 / 3.0).floor()) % 2.0 == 0.0,
    ];
    for ((name, make), rule) in CLASSES.into_iter().zip(rules) {
        let points = make(500, 0.0, 1).unwrap();
        // Both arms of the spiral begin at 0.
        let exceptions = rows(&points).filter(|(x, y)| rule(*x) != (*y > 0.5)).count();
        assert!(exceptions <= usize::from(name == "spiral"), "{name}: {exceptions}");
    }
}

#[test]
fn classes_have_equal_parts() {
    for (name, make) in CLASSES {
        let points = make(501, 0.0, 2).unwrap();
        assert_eq!((points.x.len(), points.y.len(), points.n_classes), (1002, 501, 2), "{name}");
        assert_eq!(count(&points, 0.0) + count(&points, 1.0), 501, "{name}");
        if ["disc", "gauss", "spiral"].contains(&name) {
            assert_eq!(count(&points, 1.0), 251, "{name}");
        } else {
            assert!((190..310).contains(&count(&points, 1.0)), "{name}");
        }
    }
    for arms in 2..=MAX_CLASSES {
        let points = make_spiral(20 * arms, arms, 0.0, 0).unwrap();
        assert_eq!(points.n_classes, arms);
        assert!((0..arms).all(|class| count(&points, class as f64) == 20));
    }
    assert_eq!(make_blobs(60, 6, 1.0, true, 0).unwrap().n_classes, 6);
    assert_eq!(make_circles(60, true, None, 0.5, 0).unwrap().n_classes, 2);
    assert_eq!(make_moons(60, true, None, 0).unwrap().n_classes, 2);
}

#[test]
fn points_keep_to_their_window() {
    let largest = |points: &Points| points.x.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    for (name, make) in all().filter(|(name, _)| *name != "gauss") {
        for noise in [0.0, 0.5] {
            let most = largest(&make(1000, noise, 3).unwrap());
            assert!((4.0..=6.0).contains(&most), "{name}: {most}");
        }
    }
    let xor = make_xor(1000, 0.5, 3).unwrap();
    assert!(xor.x.iter().all(|x| (0.3..5.3).contains(&x.abs())));
    let disc = make_disc(1000, 0.5, 3).unwrap();
    assert!(rows(&disc).all(|([x1, x2], _)| !(2.6..3.4).contains(&norm(x1, x2))));
}

/// The clouds of `gauss` and the noise of the curves have the variance that they should, within four
/// standard errors.
#[test]
fn moments_are_those_of_the_formulas() {
    let n = 20_000;
    for noise in [0.0, 0.5] {
        let points = make_gauss(n, noise, 4).unwrap();
        let from_center: Vec<f64> =
            rows(&points).flat_map(|(x, y)| x.map(|x| x - if y > 0.5 { 2.0 } else { -2.0 })).collect();
        assert_moments(&from_center, 0.5 + 7.0 * noise);
    }
    for (_, make) in CURVES {
        let (quiet, noisy) = (make(n, 0.0, 5).unwrap(), make(n, 0.3, 5).unwrap());
        assert_eq!(quiet.x, noisy.x);
        assert_moments(&noisy.y.iter().zip(&quiet.y).map(|(a, b)| a - b).collect::<Vec<_>>(), 0.09);
    }
}

fn assert_moments(x: &[f64], variance: f64) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let got = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    assert!(mean.abs() < 4.0 * (variance / n).sqrt(), "mean {mean}");
    assert!((got / variance - 1.0).abs() < 4.0 * (2.0 / n).sqrt(), "variance {got}");
}

#[test]
fn values_are_those_of_the_formulas() {
    let plane = make_plane(500, 0.0, 6).unwrap();
    assert!(rows(&plane).all(|([x1, x2], y)| close(y, (x1 + x2) / 10.0)));
    let gaussians = make_gaussians(2000, 0.0, 6).unwrap();
    for ([x1, x2], y) in rows(&gaussians) {
        let level = [-4.0, 0.0, 4.0].iter().all(|top| norm(x1 - top, x2.abs() - 2.5) >= 2.0);
        let negative = (x1.abs() < 2.0) == (x2 > 0.0);
        assert!(if level { y == 0.0 } else { y.abs() <= 1.0 && (y < 0.0) == negative }, "{x1} {x2}: {y}");
    }
    for (_, make) in SURFACES.into_iter().chain(CURVES) {
        assert_eq!(make(10, 0.0, 0).unwrap().n_classes, 0);
    }
    for (_, make) in CURVES {
        assert!(rows(&make(100, 0.1, 0).unwrap()).all(|([_, x2], _)| x2 == 0.0));
    }
}

/// Also: where noise only changes classes or values, the points stay.
#[test]
fn a_seed_gives_the_same_points_again() {
    for (name, make) in all() {
        let points = make(100, 0.2, 8).unwrap();
        assert_eq!(points, make(100, 0.2, 8).unwrap(), "{name}");
        assert_ne!(points, make(100, 0.2, 9).unwrap(), "{name}");
        let moves = ["gauss", "spiral"].contains(&name);
        assert_eq!(points.x == make(100, 0.1, 8).unwrap().x, !moves, "{name}");
        assert_eq!(make(1, 0.0, 0).unwrap().y.len(), 1, "{name}");
    }
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
    for (_, make) in all() {
        assert_eq!(field(make(0, 0.0, 0)), "n_samples");
        assert_eq!(field(make(MAX_SAMPLES + 1, 0.0, 0)), "n_samples");
        assert!([-0.1, f64::NAN, f64::INFINITY].iter().all(|wrong| field(make(9, *wrong, 0)) == "noise"));
    }
    for (_, make) in CLASSES.into_iter().chain(SURFACES) {
        assert_eq!(field(make(9, 1.1, 0)), "noise");
    }
    assert!([0, 1, 7].iter().all(|arms| field(make_spiral(9, *arms, 0.0, 0)) == "arms"));
    assert_eq!(field(iris([0, 4])), "columns");
    assert_eq!(field(Split::new(10, 91, None)), "test_percent");
}

#[test]
fn iris_equals_scikit_learns() {
    let golden = iris_golden();
    assert_eq!(golden["columns"], serde_json::json!(IRIS_COLUMNS));
    assert_eq!(golden["classes"], serde_json::json!(IRIS_CLASSES));
    let x = floats(&golden["X"]);
    for columns in (0..4).flat_map(|a| (0..4).map(move |b| [a, b])) {
        let points = iris(columns).unwrap();
        let expected: Vec<f64> = columns.iter().flat_map(|c| x.iter().skip(*c).step_by(4)).copied().collect();
        assert_eq!(points.x, expected);
        assert_eq!(points.y, golden["y"].as_array().unwrap().iter().map(as_f64).collect::<Vec<_>>());
        assert_eq!(points.n_classes, 3);
    }
}

#[test]
fn drawn_splits_equal_scikit_learns() {
    let golden = iris_golden();
    for case in golden["splits"].as_array().unwrap() {
        let seed = u32::try_from(size(&case["seed"])).unwrap();
        let split = Split::new(size(&case["m"]), size(&case["test_percent"]), Some(seed)).unwrap();
        assert_eq!((split.train, split.test), (sizes(&case["train"]), sizes(&case["test"])), "{case}");
    }
    let mut drawn = stream(9, Stream::Split).permutation(5)[..2].to_vec();
    drawn.sort_unstable();
    assert_eq!(Split::new(5, 40, Some(9)).unwrap().test, drawn);
}

/// TensorFlow Playground trains on the first floor(m * share / 100).
#[test]
fn ordered_splits_keep_the_last_ones() {
    for m in 1..60 {
        for percent in (10..=90).step_by(10) {
            let split = Split::new(m, percent, None).unwrap();
            let n_train = (m * (100 - percent) / 100).max(1);
            assert!(split.train.into_iter().eq(0..n_train) && split.test.into_iter().eq(n_train..m));
        }
    }
}

#[test]
fn a_split_leaves_something_to_train_on() {
    for seed in [None, Some(0)] {
        let parts = |m, percent| Split::new(m, percent, seed).unwrap();
        assert_eq!(parts(0, 50), Split::default());
        assert_eq!(parts(1, 90), Split { train: vec![0], test: vec![] });
        assert_eq!(parts(2, 90).train.len(), 1);
        assert_eq!(parts(4, 0), Split { train: vec![0, 1, 2, 3], test: vec![] });
    }
}

#[test]
fn scaling_equals_scikit_learns() {
    let golden = iris_golden();
    let scaling = &golden["scaling"];
    let rows = floats(&golden["X"]);
    let mut x: Vec<f64> = (0..4).flat_map(|c| rows.iter().skip(c).step_by(4)).copied().collect();
    let standardizer = Standardizer::new(&x, 4, &sizes(&golden["splits"][0]["train"]));
    assert_close(&standardizer.means, &floats(&scaling["means"]));
    assert_close(&standardizer.deviations, &floats(&scaling["deviations"]));
    standardizer.apply(&mut x);
    assert_close(&by_row(&x, 4), &floats(&scaling["X"]));
}

/// Columns 2, 4, 6 and three times 0.1, whose plain mean is not 0.1; the last example is for the test.
#[test]
fn scaling_follows_the_training_part_alone() {
    let mut x = [2.0, 4.0, 6.0, 100.0, 0.1, 0.1, 0.1, 1.1];
    let standardizer = Standardizer::new(&x, 2, &[2, 0, 1]);
    assert_eq!(standardizer.means, [4.0, 0.1]);
    assert!(
        close(standardizer.deviations[0], (8.0_f64 / 3.0).sqrt()) && close(standardizer.deviations[1], 1.0)
    );
    standardizer.apply(&mut x);
    assert_eq!(x[4..], [0.0, 0.0, 0.0, 1.0]);
    assert!(close(x[0], -x[2]) && close(x[3], 96.0 / (8.0_f64 / 3.0).sqrt()));
    let nothing = Standardizer::new(&x, 2, &[]);
    assert_eq!((nothing.means, nothing.deviations), (vec![0.0; 2], vec![1.0; 2]));
    Standardizer::new(&[], 0, &[0]).apply(&mut x);
    standardizer.apply(&mut []);
}

fn iris_golden() -> Value {
    serde_json::from_str(include_str!("golden/iris.json")).unwrap()
}

/// `[columns, m]` as one row after the other.
fn by_row(x: &[f64], n_columns: usize) -> Vec<f64> {
    let m = x.len() / n_columns;
    (0..x.len()).map(|i| x[i % n_columns * m + i / n_columns]).collect()
}

fn assert_close(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert!(close(*got, *expected), "{got} {expected}");
    }
}

fn as_f64(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn size(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

fn sizes(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(size).collect()
}

/// Floats are texts, because the standard parser rounds them correctly and that of JSON need not.
fn floats(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().parse().unwrap()).collect()
}
