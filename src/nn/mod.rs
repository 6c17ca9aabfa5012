//! Networks: the equation on top of each file, forward beside backward.

mod activation;
mod dense;
mod init;
mod loss;
mod mlp;
mod optimizer;
mod recurrent;
mod shapes;
mod single;

pub use activation::Activation;
pub(crate) use activation::{LEAK, normal_density, normal_distribution};
pub use dense::Dense;
pub use init::Init;
pub use loss::{Loss, Output};
pub use mlp::{Cache, Dropout, Look, Mlp, Seen};
pub use optimizer::{Optimizer, Rule, Settings};
pub use recurrent::{Carried, Cell, Matrix, Recurrent, StepFlow, Trace};
pub use shapes::{Shape, activation_shapes, parameter_shapes};
pub use single::Single;
