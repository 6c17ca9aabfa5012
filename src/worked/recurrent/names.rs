//! What the parts of a gate are called on paper.

pub(super) struct Names {
    /// The gate, as in [`Cell::gates`](crate::nn::Cell::gates).
    pub(super) gate: &'static str,
    pub(super) w_x: &'static str,
    pub(super) w_h: &'static str,
    pub(super) b: &'static str,
    pub(super) z: &'static str,
    pub(super) d_z: &'static str,
    pub(super) d_w_x: &'static str,
    pub(super) d_w_h: &'static str,
    pub(super) d_b: &'static str,
}

/// Gate, and its mark in the names of its matrices.
macro_rules! names {
    ($($gate:literal $mark:literal),*) => {
        [$(Names {
            gate: $gate,
            w_x: concat!("W_x", $mark),
            w_h: concat!("W_h", $mark),
            b: concat!("b_", $mark),
            z: concat!("Z_", $gate),
            d_z: concat!("dZ_", $gate),
            d_w_x: concat!("dW_x", $mark),
            d_w_h: concat!("dW_h", $mark),
            d_b: concat!("db_", $mark),
        }),*]
    };
}

static ALL: [Names; 7] = names!["g" "h", "i" "i", "f" "f", "o" "o", "r" "r", "z" "z", "n" "n"];

impl Names {
    pub(super) fn of(gate: &str) -> &'static Self {
        ALL.iter().find(|names| names.gate == gate).unwrap_or(&ALL[0])
    }
}
