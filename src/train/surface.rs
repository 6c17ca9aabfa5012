//! The loss as a landscape over two parameters, and the way that the descent took across it.

use alloc::vec::Vec;

use super::Trainer;
use crate::data::Extent;
use crate::math;
use crate::nn::Cache;
use crate::{Result, check_range};

/// Points times parameters times updates or cells that a look may cost: some seconds for one neuron.
const MOST_WORK: usize = 1 << 29;

/// The most moments of a way.
const MAX_MOMENTS: u64 = 4096;

impl Trainer {
    /// The loss over the training points where the parameters at two places take the values of the cells
    /// of a grid, row by row, the largest second value on top; all others stay what they are.
    ///
    /// # Errors
    /// When there is no such parameter, or when so many cells would take minutes.
    pub fn loss_surface(
        &self,
        places: [usize; 2],
        extent: &Extent,
        columns: usize,
        rows: usize,
    ) -> Result<Vec<f64>> {
        self.check_places(places)?;
        let most = (MOST_WORK / self.work_on(self.learner.train.len())).max(1);
        check_range("cells", columns as f64 * rows as f64, 1.0, most as f64)?;
        let cells = extent.cells(columns, rows);
        let (first, second) = cells.split_at(columns * rows);
        let mut mlp = self.learner.mlp.clone();
        let mut cache = Cache::default();
        let mut losses = Vec::with_capacity(self.learner.train.len());
        let mut loss_at = |(first, second): (&f64, &f64)| {
            mlp.values[places[0]] = *first;
            mlp.values[places[1]] = *second;
            losses.clear();
            self.learner.samples.for_each_block(&self.learner.train, |block| {
                mlp.forward(block.x(), block.m, &mut cache, None);
                let of_block =
                    self.current.loss.forward(self.current.output, cache.output(), block.y(), block.m);
                losses.extend_from_slice(&of_block[..block.n_samples]);
            });
            math::sum(&losses) / self.learner.train.len() as f64
        };
        Ok(first.iter().zip(second).map(&mut loss_at).collect())
    }

    /// The values of two parameters from the start of the run to the present step, `[2, n]`: at most
    /// `most` moments (at least two) at equal distances and the present one. The run is repeated to find
    /// them; it costs as much as it did.
    ///
    /// # Errors
    /// When there is no such parameter, `most` is above 4096, or repeating the run would take minutes
    /// (`step`).
    pub fn descent(&self, places: [usize; 2], most: u64) -> Result<Vec<f64>> {
        self.check_places(places)?;
        check_range("most", most as f64, 0.0, MAX_MOMENTS as f64)?;
        let m = self.learner.train.len();
        let edits = self.experiment.edits.iter().filter(|edit| edit.field == "batch_size");
        let sizes = edits.filter_map(|edit| usize::try_from(edit.value.as_u64()?).ok());
        let of_update = |size: usize| if size == 0 { m } else { size.min(m) };
        let of_update = sizes.map(of_update).fold(of_update(self.experiment.batch_size), usize::max);
        check_range("step", self.state.step as f64, 0.0, (MOST_WORK / self.work_on(of_update)) as f64)?;
        let stride = self.state.step.div_ceil(most.max(2)).max(1);
        let mut run = Self::unseen(self.experiment.clone())?;
        let mut ways = places.map(|place| alloc::vec![run.learner.mlp.values[place]]);
        while run.state.step < self.state.step {
            run.replay_edits();
            if !run.update() {
                break;
            }
            if run.state.step.is_multiple_of(stride) && run.state.step < self.state.step {
                ways.iter_mut().zip(places).for_each(|(way, place)| way.push(run.learner.mlp.values[place]));
            }
        }
        if self.state.step > 0 {
            ways.iter_mut().zip(places).for_each(|(way, place)| way.push(self.learner.mlp.values[place]));
        }
        Ok(ways.concat())
    }

    /// Of so many points, in units of [`MOST_WORK`].
    fn work_on(&self, points: usize) -> usize {
        points * self.learner.mlp.values.len()
    }

    fn check_places(&self, places: [usize; 2]) -> Result<()> {
        let last = self.learner.mlp.values.len() as f64 - 1.0;
        places.into_iter().try_for_each(|place| check_range("place", place as f64, 0.0, last))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the same numbers, bit for bit")]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::experiment::Experiment;

    fn trained(steps: u64) -> Trainer {
        let experiment =
            json!({"dataset": "blobs", "data_seed": 0, "seed": 0, "hidden": [], "learning_rate": 0.1});
        let mut trainer = Trainer::new(Experiment::from_value(&experiment).unwrap()).unwrap();
        trainer.train_step(steps).unwrap();
        trainer
    }

    #[test]
    fn the_surface_goes_through_the_present_loss() {
        let trainer = trained(30);
        let [w1, w2] = [trainer.learner.mlp.values[0], trainer.learner.mlp.values[1]];
        let extent = Extent { x1: [w1 - 1.5, w1 + 1.5], x2: [w2 - 1.5, w2 + 1.5] };
        let surface = trainer.loss_surface([0, 1], &extent, 3, 3).unwrap();
        assert!((surface[4] - trainer.evaluate().loss).abs() < 1e-12);

        let mut moved = trainer.clone();
        moved.learner.mlp.values[0] = w1 + 1.0;
        moved.learner.mlp.values[1] = w2 + 1.0;
        assert!((surface[2] - moved.evaluate().loss).abs() < 1e-12, "the top right cell");
        let field = |columns, places| {
            let error = trainer.loss_surface(places, &extent, columns, 1024).unwrap_err().to_value();
            error["field"].as_str().map(alloc::string::String::from)
        };
        assert_eq!(field(1, [0, 3]).as_deref(), Some("place"));
        assert_eq!(field(1 << 20, [0, 1]).as_deref(), Some("cells"));
    }

    #[test]
    fn the_descent_is_the_way_that_was_taken() {
        let trainer = trained(100);
        let way = trainer.descent([0, 1], 10).unwrap();
        let (w1, w2) = way.split_at(11);
        assert_eq!([w1[0], w2[0]], [trainer.initial[0], trainer.initial[1]]);
        assert_eq!([w1[10], w2[10]], [trainer.learner.mlp.values[0], trainer.learner.mlp.values[1]]);
        let half = trained(50);
        assert_eq!([w1[5], w2[5]], [half.learner.mlp.values[0], half.learner.mlp.values[1]]);
        assert_eq!(trained(0).descent([0, 1], 10).unwrap().len(), 2);
        let mut long = trained(0);
        long.state.step = 10_000_000;
        assert_eq!(long.descent([0, 1], 10).unwrap_err().to_value()["field"], "step");
        // As long as the updates were, whatever the next one is.
        long.set("batch_size", &json!(1)).unwrap();
        assert_eq!(long.descent([0, 1], 10).unwrap_err().to_value()["field"], "step");
        assert_eq!(long.descent([0, 1], 5000).unwrap_err().to_value()["field"], "most");
    }
}
