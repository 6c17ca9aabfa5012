//! A network's weights as [safetensors](https://huggingface.co/docs/safetensors), under the names that
//! PyTorch gives them.
//!
//! Layer `l`, from 1, is `2(l-1).weight`, `[n_l, n_(l-1)]`, and `2(l-1).bias`, `[n_l]`, all of them F64:
//! what `torch.nn.Sequential(Linear, activation, Linear, ...)` calls its own, so that its
//! `load_state_dict` takes the file as it is. The metadata has the experiment as JSON, under `experiment`.

use core::iter::zip;
use std::collections::BTreeMap;

use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use thiserror::Error;

pub mod web;

/// The key of the experiment in the metadata.
const EXPERIMENT: &str = "experiment";

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Neurons of each layer, the inputs first.
    pub sizes: Vec<usize>,
    /// `W1, b1, W2, b2, ...`, each row by row.
    pub parameters: Vec<f64>,
    /// The experiment as JSON, where the file is one of ours.
    pub experiment: Option<String>,
}

/// Why a file cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// It is cut off, or no safetensors at all.
    #[error("not a whole safetensors file: {0}")]
    Broken(String),
    /// A tensor is no `weight` or `bias` with a number before it, or two have the same number.
    #[error("{0} is no weight or bias of a layer")]
    Name(String),
    /// A layer has no weight, or no bias; a file without a layer has no `0.weight`.
    #[error("{0} is missing")]
    Missing(String),
    /// Numbers of another kind than F64 and F32.
    #[error("the numbers of {tensor} are {got}")]
    Kind {
        /// Its name.
        tensor: String,
        /// Their kind.
        got: String,
    },
    /// A shape that does not go with the layer before.
    #[error("{tensor} is {got}")]
    Shape {
        /// Its name.
        tensor: String,
        /// Its shape, as `[2, 3]`.
        got: String,
    },
}

/// The bytes of a file.
///
/// # Errors
///
/// `Broken` where `parameters` are not those of layers of these sizes.
pub fn write(model: &Model) -> Result<Vec<u8>, Fault> {
    let broken = |error: &dyn ToString| Fault::Broken(error.to_string());
    let bytes: Vec<u8> = model.parameters.iter().flat_map(|value| value.to_le_bytes()).collect();
    let mut rest = bytes.as_slice();
    let mut tensors = Vec::new();
    for (layer, pair) in model.sizes.windows(2).enumerate() {
        for (kind, shape) in [("weight", vec![pair[1], pair[0]]), ("bias", vec![pair[1]])] {
            let length = shape.iter().try_fold(8_usize, |length, side| length.checked_mul(*side));
            let parts = length.and_then(|length| rest.split_at_checked(length));
            let (own, others) = parts.ok_or_else(|| broken(&"short"))?;
            rest = others;
            let view = TensorView::new(Dtype::F64, shape, own).map_err(|error| broken(&error))?;
            tensors.push((format!("{}.{kind}", 2 * layer), view));
        }
    }
    if !rest.is_empty() {
        return Err(broken(&"long"));
    }
    let metadata = model.experiment.iter().map(|text| (EXPERIMENT.to_owned(), text.clone())).collect();
    serialize(tensors, Some(metadata)).map_err(|error| broken(&error))
}

/// Reads a file of ours, or the `state_dict` of a PyTorch network of linear layers, F64 or F32.
///
/// # Errors
///
/// All of [`Fault`].
pub fn read(bytes: &[u8]) -> Result<Model, Fault> {
    let broken = |error: &dyn ToString| Fault::Broken(error.to_string());
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| broken(&error))?;
    let file = SafeTensors::deserialize(bytes).map_err(|error| broken(&error))?;
    let mut model = Model { sizes: Vec::new(), parameters: Vec::new(), experiment: None };
    for (stem, [weight, bias]) in layers(&file)?.into_values() {
        let missing = |kind| Fault::Missing(format!("{stem}.{kind}"));
        let (weight, bias) = (weight.ok_or_else(|| missing("weight"))?, bias.ok_or_else(|| missing("bias"))?);
        let shape = |kind, view: &TensorView<'_>| Fault::Shape {
            tensor: format!("{stem}.{kind}"),
            got: format!("{:?}", view.shape()),
        };
        let &[n_out, n_in] = weight.shape() else {
            return Err(shape("weight", &weight));
        };
        if model.sizes.last().is_some_and(|before| *before != n_in) {
            return Err(shape("weight", &weight));
        }
        if bias.shape() != [n_out] {
            return Err(shape("bias", &bias));
        }
        if model.sizes.is_empty() {
            model.sizes.push(n_in);
        }
        model.sizes.push(n_out);
        for (kind, view) in zip(["weight", "bias"], [&weight, &bias]) {
            model.parameters.extend(numbers(&format!("{stem}.{kind}"), view)?);
        }
    }
    if model.sizes.is_empty() {
        return Err(Fault::Missing("0.weight".into()));
    }
    model.experiment = metadata.metadata().as_ref().and_then(|texts| texts.get(EXPERIMENT).cloned());
    Ok(model)
}

/// The name of a layer with its weight and its bias.
type Layer<'a> = (String, [Option<TensorView<'a>>; 2]);

/// The layers by their numbers: the last number in the name of a tensor.
fn layers<'a>(file: &SafeTensors<'a>) -> Result<BTreeMap<u64, Layer<'a>>, Fault> {
    let mut layers: BTreeMap<u64, Layer<'a>> = BTreeMap::new();
    for (name, view) in file.tensors() {
        let (number, stem, kind) = parts(&name).ok_or_else(|| Fault::Name(name.clone()))?;
        let (known, pair) = layers.entry(number).or_insert_with(|| (stem.into(), [None, None]));
        if known != stem {
            return Err(Fault::Name(name));
        }
        pair[kind] = Some(view);
    }
    Ok(layers)
}

/// `net.2.weight` is number 2, `net.2`, and 0 for a weight, 1 for a bias.
fn parts(name: &str) -> Option<(u64, &str, usize)> {
    let (stem, kind) = name.rsplit_once('.')?;
    let kind = ["weight", "bias"].iter().position(|known| *known == kind)?;
    let start = stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    Some((stem[start..].parse().ok()?, stem, kind))
}

fn numbers(name: &str, view: &TensorView<'_>) -> Result<Vec<f64>, Fault> {
    match view.dtype() {
        Dtype::F64 => Ok(view.data().as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect()),
        Dtype::F32 => {
            Ok(view.data().as_chunks().0.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))).collect())
        }
        other => Err(Fault::Kind { tensor: name.into(), got: format!("{other:?}") }),
    }
}
