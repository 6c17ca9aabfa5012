//! Curves to be predicted from one number: x1 is uniform from -6 to 6, x2 is 0, and y is the curve plus
//! normal noise, which does not depend on where the points are.

use super::plane::HALF_WIDTH;
use super::points::{Points, Sample, check_n_samples, finish};
use crate::math::sin;
use crate::random::RandomState;
use crate::{Result, check_range};

/// y = sin x1, almost two periods; `noise` is the standard deviation of what is added to it.
///
/// # Errors
/// `n_samples` is 0 or above [`MAX_SAMPLES`](super::MAX_SAMPLES), `noise` is negative or not finite.
pub fn make_sine(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    curve(n_samples, noise, random_state, sin)
}

/// y = -1 left of 0 and 1 from there on; `noise` as in [`make_sine`].
///
/// # Errors
/// As [`make_sine`].
pub fn make_step(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    curve(n_samples, noise, random_state, |x1| if x1 < 0.0 { -1.0 } else { 1.0 })
}

/// y = t^3 - 3 t with t = x1 / 3, which turns at (-3, 2) and (3, -2); `noise` as in [`make_sine`].
///
/// # Errors
/// As [`make_sine`].
pub fn make_polynomial(n_samples: usize, noise: f64, random_state: u32) -> Result<Points> {
    curve(n_samples, noise, random_state, |x1| {
        let t = x1 / 3.0;
        t * t * t - 3.0 * t
    })
}

fn curve(n_samples: usize, noise: f64, random_state: u32, y: fn(f64) -> f64) -> Result<Points> {
    check_n_samples(n_samples)?;
    check_range("noise", noise, 0.0, f64::MAX)?;
    let mut random = RandomState::new(random_state);
    let mut sample = |_| {
        let x1 = random.uniform(-HALF_WIDTH, HALF_WIDTH);
        Sample { x: [x1, 0.0], y: y(x1) + random.normal(0.0, noise) }
    };
    let samples = (0..n_samples).map(&mut sample).collect();
    Ok(finish(samples, 0, false, None, &mut random))
}
