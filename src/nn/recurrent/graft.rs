//! Another cell in place of one that has learnt.

use super::{Cell, Recurrent};

/// Where the biases of a new gate begin: it is open, `sigmoid(5)` being 0.993.
const OPEN: f64 = 5.0;

impl Recurrent {
    /// The same network with another cell. Every matrix that both cells have keeps its values, the
    /// candidate's of the GRU counting as those of all others. A gate that enters has weights 0 and biases
    /// of 5, so that it is open as good as always, as if it were not there, and the function barely moves;
    /// the GRU's update gate z has biases of -5, for what passes it by is the candidate. Without biases a
    /// new gate is `sigmoid(0)`, one half: the function does move.
    #[must_use]
    pub fn graft(&self, cell: Cell) -> Self {
        let bias = self.layers.first().is_some_and(|layer| layer.bias);
        let (n_in, n_out) = (self.n_in(), self.n_out());
        let mut grafted = Self::new(cell, n_in, self.n_hidden(), self.n_layers(), n_out, bias);
        let own = self.matrices();
        for matrix in grafted.matrices() {
            let same = |own: &&super::Matrix| {
                own.layer == matrix.layer && shared_name(&own.name) == shared_name(&matrix.name)
            };
            let values = &mut grafted.values[matrix.range()];
            match (own.iter().find(same), matrix.name.as_str()) {
                (Some(own), _) => values.copy_from_slice(&self.values[own.range()]),
                (None, "b_f" | "b_i" | "b_o" | "b_r") => values.fill(OPEN),
                (None, "b_z") => values.fill(-OPEN),
                (None, _) => {}
            }
        }
        grafted
    }
}

/// The candidate's matrices are called alike in all cells.
fn shared_name(name: &str) -> &str {
    match name {
        "W_xn" => "W_xh",
        "W_hn" => "W_hh",
        "b_n" => "b_h",
        other => other,
    }
}
