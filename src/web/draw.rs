//! The functions that draw on a canvas, whose backing size the caller has set to its CSS size times
//! the device pixels for each CSS pixel, or on a sheet of that size as vectors.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::Float64Array;
use plotters::drawing::IntoDrawingArea;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::JsResult;
use super::pen::{Pen, Target};
use crate::plot::{self, Band, Curve, DrawResult, Figure, Frame, Rgb, Samples, Scale, Theme};
use crate::{Error, check_length};

/// Draws the axes with a few ticks and their labels, on a cleared canvas; the plot area stays
/// transparent. The labels need a margin of twice their size at the top and of three times at the
/// bottom.
///
/// # Errors
/// `wrong_kind` for a frame, a theme or a canvas that is none.
#[wasm_bindgen]
pub fn draw_axes(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
) -> JsResult<()> {
    draw(target, frame, theme, &plot::draw_axes)
}

/// Draws the points, on a cleared canvas: `x` is `[2, m]`, row by row; `y` is a class, whose mark and
/// colour it gets, or where `n_classes` is 0 a value, coloured by its place between `low` and `high`.
/// `taken` has for each point the class that it is taken for, by which those that are taken for another
/// get a ring, or is empty; `test` has the indices of those kept for testing, which are hollow.
///
/// # Errors
/// `wrong_length`; `wrong_kind` for a frame, a theme or a canvas that is none.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "plain columns cross the border without a copy")]
pub fn draw_samples(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    x: &[f64],
    y: &[f64],
    n_classes: usize,
    taken: &[f64],
    test: &[f64],
    low: f64,
    high: f64,
) -> JsResult<()> {
    check_exactly("x", x, 2 * y.len())?;
    if !taken.is_empty() {
        check_exactly("taken", taken, y.len())?;
    }
    let mut hollow = alloc::vec![false; y.len()];
    for index in test.iter().filter(|index| **index >= 0.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let place = hollow.get_mut(*index as usize);
        place.into_iter().for_each(|place| *place = true);
    }
    let samples = Samples { x, y, n_classes, taken, test: &hollow, range: [low, high] };
    draw(target, frame, theme, &|figure| plot::draw_samples(figure, &samples))
}

/// Draws the lines on which the most probable class changes, on a cleared canvas. The values are those of
/// `predict_grid`: a picture for each class.
///
/// # Errors
/// `wrong_length`; `wrong_kind` for a frame, a theme or a canvas that is none.
#[wasm_bindgen]
pub fn draw_frontiers(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    values: &[f64],
    n_classes: usize,
    columns: usize,
    rows: usize,
) -> JsResult<()> {
    check_exactly("values", values, columns.saturating_mul(rows).saturating_mul(n_classes))?;
    draw(target, frame, theme, &|figure| plot::draw_frontiers(figure, values, n_classes, columns, rows))
}

/// Draws the line where the probability is 0.5, on a cleared canvas. The values are those of
/// `predict_grid`.
///
/// # Errors
/// `wrong_length`; `wrong_kind` for a frame, a theme or a canvas that is none.
#[wasm_bindgen]
pub fn draw_contour(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    values: &[f64],
    columns: usize,
    rows: usize,
) -> JsResult<()> {
    check_exactly("values", values, columns.saturating_mul(rows))?;
    draw(target, frame, theme, &|figure| plot::draw_contour(figure, values, columns, rows))
}

#[derive(Deserialize)]
struct JsCurve {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    x: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    y: Float64Array,
    color: Rgb,
    dashed: bool,
}

/// Draws curves, on a cleared canvas, clipped to the frame and broken at values that are not finite.
///
/// # Errors
/// `wrong_kind` for curves, a frame, a theme or a canvas that are none.
#[wasm_bindgen]
pub fn draw_curves(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    #[wasm_bindgen(
        unchecked_param_type = "{ x: Float64Array; y: Float64Array; color: string; dashed: boolean }[]"
    )]
    curves: JsValue,
) -> JsResult<()> {
    let curves: Vec<JsCurve> = read("curves", curves)?;
    let curve = |c: &JsCurve| Curve { x: c.x.to_vec(), y: c.y.to_vec(), color: c.color, dashed: c.dashed };
    let curves: Vec<Curve> = curves.iter().map(curve).collect();
    draw(target, frame, theme, &|figure| plot::draw_curves(figure, &curves))
}

#[derive(Deserialize)]
struct JsBand {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    x: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    low: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    high: Float64Array,
    color: Rgb,
}

/// Draws bands between two curves, on a cleared canvas, held within the frame.
///
/// # Errors
/// `wrong_kind` for bands, a frame, a theme or a canvas that are none.
#[wasm_bindgen]
pub fn draw_bands(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    #[wasm_bindgen(
        unchecked_param_type = "{ x: Float64Array; low: Float64Array; high: Float64Array; color: string }[]"
    )]
    bands: JsValue,
) -> JsResult<()> {
    let bands: Vec<JsBand> = read("bands", bands)?;
    let band =
        |b: &JsBand| Band { x: b.x.to_vec(), low: b.low.to_vec(), high: b.high.to_vec(), color: b.color };
    let bands: Vec<Band> = bands.iter().map(band).collect();
    draw(target, frame, theme, &|figure| plot::draw_bands(figure, &bands))
}

/// Fills a canvas with one pixel for each value, row by row from the top, coloured by the place of
/// the value between `low` and `high`. Sets the size of the canvas to `columns` by `rows`.
///
/// # Errors
/// `wrong_length`; `wrong_kind` for a theme or a canvas that is none.
#[wasm_bindgen]
pub fn draw_boundary(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    values: &[f64],
    columns: u32,
    rows: u32,
    low: f64,
    high: f64,
) -> JsResult<()> {
    let theme: Theme = read("theme", theme)?;
    check_exactly("values", values, (columns as usize).saturating_mul(rows as usize))?;
    if values.is_empty() {
        return Ok(());
    }
    fill(canvas, &plot::boundary(&theme, values, low, high), columns, rows)
}

/// As `draw_boundary` for several classes: each pixel in the colour of the most probable one, the paler
/// the less probable that is. `values` has a picture for each class.
///
/// # Errors
/// `wrong_length`; `wrong_kind` for a theme or a canvas that is none.
#[wasm_bindgen]
pub fn draw_regions(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    values: &[f64],
    n_classes: usize,
    columns: u32,
    rows: u32,
) -> JsResult<()> {
    let theme: Theme = read("theme", theme)?;
    let cells = (columns as usize).saturating_mul(rows as usize);
    check_exactly("values", values, cells.saturating_mul(n_classes))?;
    if values.is_empty() {
        return Ok(());
    }
    fill(canvas, &plot::regions(&theme, values, n_classes), columns, rows)
}

fn fill(canvas: &HtmlCanvasElement, pixels: &[u8], columns: u32, rows: u32) -> JsResult<()> {
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), columns, rows)?;
    if (canvas.width(), canvas.height()) != (columns, rows) {
        canvas.set_width(columns);
        canvas.set_height(rows);
    }
    context(canvas)?.put_image_data(&image, 0.0, 0.0)
}

/// Draws a function of Figures 1 and 2, on a cleared canvas: `softmax` is the first component of the
/// softmax of (x, 0).
///
/// # Errors
/// `unknown_choice` for a name; `wrong_kind` for a frame, a theme or a canvas that is none.
#[wasm_bindgen]
pub fn draw_activations(
    target: Target,
    #[wasm_bindgen(unchecked_param_type = "Frame")] frame: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    #[wasm_bindgen(
        unchecked_param_type = r#""heaviside" | "sigmoid" | "tanh" | "softmax" | "sigmoid_derivative""#
    )]
    name: &str,
) -> JsResult<()> {
    let function = name.parse()?;
    draw(target, frame, theme, &|figure| plot::draw_activations(figure, function))
}

/// The colour of `draw_boundary` at `t`, 0 for the low end to 1 for the high end, as `#rrggbb`.
///
/// # Errors
/// `wrong_kind` for a theme that is none.
#[wasm_bindgen]
pub fn color_scale(
    #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    t: f64,
) -> JsResult<String> {
    let theme: Theme = read("theme", theme)?;
    Ok(Scale::new(&theme).at(t).to_string())
}

/// The softmax of (x, 0, 0): three numbers.
#[wasm_bindgen]
#[must_use]
pub fn softmax_bars(x: f64) -> Vec<f64> {
    plot::softmax(&[x, 0.0, 0.0])
}

fn draw(
    target: Target,
    frame: JsValue,
    theme: JsValue,
    picture: &dyn Fn(&Figure<'_, Pen>) -> DrawResult<Pen>,
) -> JsResult<()> {
    let (frame, theme): (Frame, Theme) = (read("frame", frame)?, read("theme", theme)?);
    let area = Pen::new(target)?.into_drawing_area();
    let drawn = Figure::new(&area, &frame, &theme).map_or(Ok(()), |figure| picture(&figure));
    let shown = area.present();
    drawn.and(shown).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

pub(super) fn context(canvas: &HtmlCanvasElement) -> JsResult<CanvasRenderingContext2d> {
    let context = canvas.get_context("2d")?.ok_or_else(no_context)?;
    Ok(context.dyn_into().map_err(|_| no_context())?)
}

pub(super) fn no_context() -> Error {
    wrong_kind("canvas", "no 2d context".into())
}

fn read<T: DeserializeOwned>(field: &str, value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value).map_err(|error| wrong_kind(field, error.to_string()))
}

fn wrong_kind(field: &str, got: String) -> Error {
    Error::WrongKind { field: field.into(), expected: "object", got, at: None }
}

fn check_exactly(field: &str, values: &[f64], n: usize) -> Result<(), Error> {
    check_length(field, values.len(), n, n)
}
