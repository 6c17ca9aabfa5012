//! Networks: the equation on top of each file, forward beside backward.

mod activation;
mod dense;
mod init;
mod loss;
mod mlp;
mod shapes;

pub use activation::Activation;
pub use dense::Dense;
pub use init::standard_normal;
pub use loss::BinaryCrossEntropy;
pub use mlp::{Cache, Mlp};
pub use shapes::{Shape, activation_shapes, parameter_shapes};
