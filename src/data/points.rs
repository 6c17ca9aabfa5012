//! Points in the plane, drawn as scikit-learn's generators of the same names draw them: the same
//! arguments and seed give its points in its order, up to the last bits of sin, cos and ln.

use core::f64::consts::PI;

use alloc::string::String;
use alloc::vec::Vec;

use crate::math::{cos, sin};
use crate::random::RandomState;
use crate::{Result, check_range};

/// The most points that can be asked for.
pub const MAX_SAMPLES: usize = 1_000_000;

/// The most classes that a network is taught to tell apart.
pub const MAX_CLASSES: usize = 6;

/// The most characters in the name of a class.
pub const MAX_CLASS_NAME: usize = 40;

/// Points, and what a network is to say of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// `[2, m]`: the first coordinate of every point, then the second.
    pub x: Vec<f64>,
    /// `[m]`: the class of every point, 0, 1 and so on, or the value to be predicted.
    pub y: Vec<f64>,
    /// Number of classes; 0 where `y` holds values.
    pub n_classes: usize,
    /// What the classes are called, for the reader alone; empty where they have no names.
    pub classes: Vec<String>,
}

/// One point on its way into [`Points`].
pub(super) struct Sample {
    pub(super) x: [f64; 2],
    pub(super) y: f64,
}

/// Normal clouds with standard deviation `cluster_std` around `centers` centres, which are uniform in
/// the square from -10 to 10.
///
/// ```
/// let points = neurone::data::make_blobs(100, 2, 1.0, true, 0)?;
/// assert!((points.x[0] - 4.21850347).abs() < 1e-8); // X[0] is [4.21850347, 2.23419161]
/// assert!((points.x[100] - 2.23419161).abs() < 1e-8);
/// assert_eq!(points.y[..4], [1.0, 1.0, 0.0, 0.0]);
/// # Ok::<(), neurone::Error>(())
/// ```
///
/// # Errors
/// `n_samples` is 0 or above [`MAX_SAMPLES`], `centers` is 0 or above `n_samples`, `cluster_std` is
/// negative or not finite.
pub fn make_blobs(
    n_samples: usize,
    centers: usize,
    cluster_std: f64,
    shuffle: bool,
    random_state: u32,
) -> Result<Points> {
    check_n_samples(n_samples)?;
    check_range("centers", centers as f64, 1.0, n_samples as f64)?;
    check_range("cluster_std", cluster_std, 0.0, f64::MAX)?;
    let mut random = RandomState::new(random_state);
    let centres: Vec<[f64; 2]> =
        (0..centers).map(|_| [random.uniform(-10.0, 10.0), random.uniform(-10.0, 10.0)]).collect();
    let mut samples = Vec::with_capacity(n_samples);
    for ((class, centre), n) in centres.iter().enumerate().zip(parts(n_samples, centers)) {
        samples.extend(
            (0..n).map(|_| Sample {
                x: centre.map(|centre| random.normal(centre, cluster_std)),
                y: class as f64,
            }),
        );
    }
    Ok(finish(samples, centers, shuffle, None, &mut random))
}

/// Two circles around the origin: class 0 with radius 1, class 1 with radius `factor`. `noise` is the
/// standard deviation of what is added to every coordinate.
///
/// # Errors
/// `n_samples` is 0 or above [`MAX_SAMPLES`], `noise` is negative or not finite, `factor` is not within
/// 0 to 1.
pub fn make_circles(
    n_samples: usize,
    shuffle: bool,
    noise: Option<f64>,
    factor: f64,
    random_state: u32,
) -> Result<Points> {
    check_n_samples(n_samples)?;
    check_range("noise", noise.unwrap_or(0.0), 0.0, f64::MAX)?;
    check_range("factor", factor, 0.0, 1.0)?;
    let n_out = n_samples / 2;
    let outer = circle(n_out).map(|t| Sample { x: [cos(t), sin(t)], y: 0.0 });
    let inner = circle(n_samples - n_out).map(|t| Sample { x: [cos(t) * factor, sin(t) * factor], y: 1.0 });
    let samples = outer.chain(inner).collect();
    Ok(finish(samples, 2, shuffle, noise, &mut RandomState::new(random_state)))
}

/// Two half circles that reach into each other: class 0 above, class 1 below. `noise` is the standard
/// deviation of what is added to every coordinate.
///
/// # Errors
/// `n_samples` is 0 or above [`MAX_SAMPLES`], `noise` is negative or not finite.
pub fn make_moons(n_samples: usize, shuffle: bool, noise: Option<f64>, random_state: u32) -> Result<Points> {
    check_n_samples(n_samples)?;
    check_range("noise", noise.unwrap_or(0.0), 0.0, f64::MAX)?;
    let n_out = n_samples / 2;
    let upper = half_circle(n_out).map(|t| Sample { x: [cos(t), sin(t)], y: 0.0 });
    let lower =
        half_circle(n_samples - n_out).map(|t| Sample { x: [1.0 - cos(t), 1.0 - sin(t) - 0.5], y: 1.0 });
    let samples = upper.chain(lower).collect();
    Ok(finish(samples, 2, shuffle, noise, &mut RandomState::new(random_state)))
}

/// n angles around the circle, `numpy.linspace(0, 2 * pi, n, endpoint=False)`.
fn circle(n: usize) -> impl Iterator<Item = f64> {
    (0..n).map(move |k| k as f64 * (2.0 * PI / n as f64))
}

/// n angles from 0 to pi, `numpy.linspace(0, pi, n)`.
fn half_circle(n: usize) -> impl Iterator<Item = f64> {
    (0..n).map(move |k| k as f64 * (PI / (n.max(2) - 1) as f64))
}

/// The sizes of `k` parts of n, the larger ones first.
pub(super) fn parts(n: usize, k: usize) -> impl Iterator<Item = usize> {
    (0..k).map(move |part| n / k + usize::from(part < n % k))
}

/// Order, noise and layout: the part that all generators share.
pub(super) fn finish(
    mut samples: Vec<Sample>,
    n_classes: usize,
    shuffle: bool,
    noise: Option<f64>,
    random: &mut RandomState,
) -> Points {
    if shuffle {
        random.shuffle(&mut samples);
    }
    if let Some(noise) = noise {
        samples.iter_mut().flat_map(|sample| &mut sample.x).for_each(|x| *x += random.normal(0.0, noise));
    }
    Points {
        x: (0..2).flat_map(|i| samples.iter().map(move |sample| sample.x[i])).collect(),
        y: samples.iter().map(|sample| sample.y).collect(),
        n_classes,
        classes: Vec::new(),
    }
}

pub(super) fn check_n_samples(n_samples: usize) -> Result<()> {
    check_range("n_samples", n_samples as f64, 1.0, MAX_SAMPLES as f64)
}
