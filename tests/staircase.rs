//! The gradient through time before training, over seeds that nobody chose.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::staircase::staircase;
use neurone::train::SequenceTrainer;

const N_SEEDS: usize = 100;

/// The norm of dL/dh at the first step of a preset before training: of its own seed, and of 100 seeds in
/// ascending order.
fn first_step(name: &str) -> (f64, Vec<f64>) {
    let lane = staircase().into_iter().find(|lane| lane.name == name).unwrap();
    let mut trainer = SequenceTrainer::new(lane.experiment).unwrap();
    let norms = trainer.flow_over_seeds(N_SEEDS as u32).unwrap();
    let mut first: Vec<_> =
        norms.chunks_exact(2 * trainer.sequences().n_steps()).map(|of_seed| of_seed[0]).collect();
    first.sort_by(f64::total_cmp);
    let m = trainer.batch_size() as f64;
    (trainer.flow().last().unwrap()[0].d_h() / m, first)
}

/// The bounds leave a factor of hundreds around the medians of an independent run with JAX and ten seeds:
/// 3e-17, 1e-3, 2e-15 and 1e-3.
#[test]
fn the_gradient_vanishes_through_time_without_memory_or_with_gates_half_open() {
    for (name, bound, below) in [
        ("long_lag_rnn", 1e-14, true),
        ("long_lag_lstm_0", 1e-12, true),
        ("long_lag_stage1", 1e-5, false),
        ("long_lag_lstm", 1e-5, false),
    ] {
        let (own, all) = first_step(name);
        assert_eq!(all.len(), N_SEEDS);
        let median = f64::midpoint(all[N_SEEDS / 2 - 1], all[N_SEEDS / 2]);
        assert_eq!(median < bound, below, "{name}: {median:e}");
        assert!((all[N_SEEDS / 4]..=all[3 * N_SEEDS / 4 - 1]).contains(&own), "{name}: {own:e}");
    }
}
