//! More points in the plane: the data of TensorFlow Playground by its own formulas (its `dataset.ts`),
//! so that its exercises carry over, and a checkerboard.
//!
//! `noise` is a share from 0 to 1: what its slider calls 50 is 0.5. The points come in random order.

use core::f64::consts::PI;

use super::points::{MAX_CLASSES, Points, Sample, check_n_samples, finish, parts};
use crate::math::{cos, floor, sin, sqrt};
use crate::random::RandomState;
use crate::{Result, check_range};

/// Half the width of the square in which values are given.
pub(super) const HALF_WIDTH: f64 = 6.0;

/// A disc, class 1, within a ring, class 0: the Playground's circle. Noise moves a point only for its
/// class.
///
/// ```
/// let points = neurone::data::make_disc(500, 0.0, 0)?;
/// assert_eq!(points.y.iter().sum::<f64>(), 250.0);
/// # Ok::<(), neurone::Error>(())
/// ```
///
/// # Errors
/// `n_samples` is 0 or above [`MAX_SAMPLES`](super::MAX_SAMPLES), `noise` is not within 0 to 1.
pub fn make_disc(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    generate(n_samples, 2, noise, random_state, &|random, part, _| {
        let (low, high) = if part == 0 { (0.0, 2.5) } else { (3.5, 5.0) };
        let (r, angle) = (random.uniform(low, high), random.uniform(0.0, 2.0 * PI));
        let x = polar(r, angle);
        let [x1, x2] = moved(x, 5.0, noise, random);
        Sample { x, y: class(sqrt(x1 * x1 + x2 * x2) < 2.5) }
    })
}

/// Class 1 where both coordinates have one sign, with a gap along the axes. Noise moves a point only
/// for its class.
///
/// # Errors
/// As [`make_disc`].
pub fn make_xor(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    generate(n_samples, 2, noise, random_state, &|random, _, _| {
        let x = in_square(5.0, random).map(|x| x + if x > 0.0 { 0.3 } else { -0.3 });
        let [x1, x2] = moved(x, 5.0, noise, random);
        Sample { x, y: class(x1 * x2 >= 0.0) }
    })
}

/// Two normal clouds: class 1 around (2, 2), class 0 around (-2, -2), each coordinate of variance
/// 0.5 + 7 noise.
///
/// # Errors
/// As [`make_disc`].
pub fn make_gauss(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    generate(n_samples, 2, noise, random_state, &|random, part, _| {
        let center = if part == 0 { 2.0 } else { -2.0 };
        let x = [center; 2].map(|center| random.normal(center, sqrt(0.5 + 7.0 * noise)));
        Sample { x, y: class(part == 0) }
    })
}

/// Spirals of 1.75 turns, each a class; the Playground has two. Noise moves the points.
///
/// # Errors
/// As [`make_disc`], and when `arms` is not within 2 to [`MAX_CLASSES`].
pub fn make_spiral(n_samples: usize, arms: usize, noise: f64, random_state: u32) -> Result<Points> {
    check_range("arms", arms as f64, 2.0, MAX_CLASSES as f64)?;
    generate(n_samples, arms, noise, random_state, &|random, arm, share| {
        let start = 2.0 * PI * (arm as f64 / arms as f64);
        let x = polar(5.0 * share, 1.75 * share * 2.0 * PI + start);
        Sample { x: moved(x, 1.0, noise, random), y: (arms - 1 - arm) as f64 }
    })
}

/// Four by four squares of alternating class, 1 where both coordinates are small and positive. Noise
/// moves a point only for its class.
///
/// # Errors
/// As [`make_disc`].
pub fn make_checkerboard(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    generate(n_samples, 2, noise, random_state, &|random, _, _| {
        let x = in_square(HALF_WIDTH, random);
        let [column, row] = moved(x, HALF_WIDTH, noise, random).map(|x| floor(x / 3.0));
        Sample { x, y: class((column + row) % 2.0 == 0.0) }
    })
}

/// A value that rises with both coordinates, (x1 + x2) / 10: the Playground's first regression. Noise
/// moves a point only for its value.
///
/// # Errors
/// As [`make_disc`].
pub fn make_plane(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    generate(n_samples, 0, noise, random_state, &|random, _, _| {
        let x = in_square(HALF_WIDTH, random);
        let [x1, x2] = moved(x, HALF_WIDTH, noise, random);
        Sample { x, y: (x1 + x2) / 10.0 }
    })
}

/// Three hills of height 1 and three hollows, each a cone of radius 2, level ground between them: the
/// Playground's second regression, which calls them Gaussians. Noise moves a point only for its value.
///
/// # Errors
/// As [`make_disc`].
pub fn make_gaussians(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    generate(n_samples, 0, noise, random_state, &|random, _, _| {
        let x = in_square(HALF_WIDTH, random);
        Sample { x, y: hills(moved(x, HALF_WIDTH, noise, random)) }
    })
}

/// Of all the cones at a place the one that is highest or deepest there.
fn hills([x1, x2]: [f64; 2]) -> f64 {
    const TOPS: [[f64; 3]; 6] = [
        [-4.0, 2.5, 1.0],
        [0.0, 2.5, -1.0],
        [4.0, 2.5, 1.0],
        [-4.0, -2.5, -1.0],
        [0.0, -2.5, 1.0],
        [4.0, -2.5, -1.0],
    ];
    TOPS.into_iter().fold(0.0_f64, |y, [top1, top2, height]| {
        let distance = sqrt((x1 - top1) * (x1 - top1) + (x2 - top2) * (x2 - top2));
        let next = height * (1.0 - distance / 2.0).max(0.0);
        if next.abs() > y.abs() { next } else { y }
    })
}

/// The points of one generator, in as many parts as there are classes, where `sample` is given the part
/// and the share of it that is done, from 0 to below 1.
fn generate(
    n_samples: usize,
    n_classes: usize,
    noise: f64,
    random_state: u32,
    sample: &dyn Fn(&mut RandomState, usize, f64) -> Sample,
) -> Result<Points> {
    check_n_samples(n_samples)?;
    check_range("noise", noise, 0.0, 1.0)?;
    let mut random = RandomState::new(random_state);
    let places = parts(n_samples, n_classes.max(1))
        .enumerate()
        .flat_map(|(part, n)| (0..n).map(move |i| (part, i as f64 / n as f64)));
    let samples = places.map(|(part, share)| sample(&mut random, part, share)).collect();
    Ok(finish(samples, n_classes, true, None, &mut random))
}

/// The point at a distance and at an angle from straight up, clockwise.
fn polar(r: f64, angle: f64) -> [f64; 2] {
    [r * sin(angle), r * cos(angle)]
}

/// A point of the square around the origin.
fn in_square(half_width: f64, random: &mut RandomState) -> [f64; 2] {
    [(); 2].map(|()| random.uniform(-half_width, half_width))
}

/// The point moved in each coordinate by `noise` times a number of at most `range`.
fn moved(x: [f64; 2], range: f64, noise: f64, random: &mut RandomState) -> [f64; 2] {
    x.map(|x| x + random.uniform(-range, range) * noise)
}

fn class(one: bool) -> f64 {
    f64::from(u8::from(one))
}
