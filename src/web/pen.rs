//! What the drawing functions draw on: a canvas, or a sheet of vectors. One backend for both, so that the
//! pictures are compiled once.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Write;

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::JsResult;
use super::draw::{context, no_context};
use crate::plot::SUBPIXELS;

#[wasm_bindgen]
extern "C" {
    /// A canvas, or a sheet whose `svg` takes the picture as a document.
    #[wasm_bindgen(typescript_type = "HTMLCanvasElement | Sheet")]
    pub type Target;

    #[wasm_bindgen(method, getter)]
    fn width(this: &Target) -> u32;
    #[wasm_bindgen(method, getter)]
    fn height(this: &Target) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_svg(this: &Target, svg: &str);
}

/// Draws in units of one [`SUBPIXELS`]th of a pixel of its target; `present` ends the picture.
pub(super) struct Pen {
    size: (u32, u32),
    surface: Surface,
}

enum Surface {
    Canvas(CanvasBackend, CanvasRenderingContext2d),
    Sheet(Target, String),
}

impl Pen {
    /// Clears the target.
    pub(super) fn new(target: Target) -> JsResult<Self> {
        let size = (target.width().saturating_mul(SUBPIXELS), target.height().saturating_mul(SUBPIXELS));
        let surface = match target.dyn_into::<HtmlCanvasElement>() {
            Ok(canvas) => {
                let context = context(&canvas)?;
                context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
                let backend = CanvasBackend::with_canvas_object(canvas).ok_or_else(no_context)?;
                context.save();
                let unit = 1.0 / f64::from(SUBPIXELS);
                context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0)?;
                context.set_line_join("round");
                Surface::Canvas(backend, context)
            }
            Err(sheet) => Surface::Sheet(sheet, start(size)),
        };
        Ok(Self { size, surface })
    }
}

fn start((width, height): (u32, u32)) -> String {
    let namespace = "http://www.w3.org/2000/svg";
    format!(r#"<svg xmlns="{namespace}" viewBox="0 0 {width} {height}" stroke-linejoin="round">"#)
}

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// A writer of shapes. A string takes everything, so that its errors mean nothing.
macro_rules! shape {
    ($svg:expr, $($format:tt)*) => {{
        let _takes_everything = write!($svg, $($format)*);
        Ok(())
    }};
}

impl DrawingBackend for Pen {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        match &mut self.surface {
            Surface::Canvas(_, context) => context.restore(),
            Surface::Sheet(sheet, svg) => sheet.set_svg(&format!("{svg}</svg>")),
        }
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        match &mut self.surface {
            Surface::Canvas(canvas, _) => canvas.draw_rect((left, top), (right, bottom), style, fill),
            Surface::Sheet(_, svg) => {
                let (width, height, paint) = (right - left, bottom - top, paint(style, fill));
                shape!(svg, r#"<rect x="{left}" y="{top}" width="{width}" height="{height}" {paint}/>"#)
            }
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        match &mut self.surface {
            Surface::Canvas(canvas, _) => canvas.draw_path(path, style),
            Surface::Sheet(_, svg) => {
                shape!(svg, r#"<path d="{}" {}/>"#, commands(path), paint(style, false))
            }
        }
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        match &mut self.surface {
            Surface::Canvas(canvas, _) => canvas.draw_circle((x, y), radius, style, fill),
            Surface::Sheet(_, svg) => {
                shape!(svg, r#"<circle cx="{x}" cy="{y}" r="{radius}" {}/>"#, paint(style, fill))
            }
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        match &mut self.surface {
            Surface::Canvas(canvas, _) => canvas.fill_polygon(corners, style),
            Surface::Sheet(_, svg) => {
                shape!(svg, r#"<path d="{}z" {}/>"#, commands(corners), paint(style, true))
            }
        }
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let (family, size, color) = (style.family(), style.size(), hex(style.color()));
        // From an edge to the baseline, in most fonts: what a canvas calls their edges differs from engine to engine.
        let em = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.35,
            VPos::Bottom => -0.2,
        };
        let (anchor, align) = match style.anchor().h_pos {
            HPos::Left => ("start", "left"),
            HPos::Center => ("middle", "center"),
            HPos::Right => ("end", "right"),
        };
        match &mut self.surface {
            Surface::Canvas(_, context) => {
                context.set_font(&format!("{size}px {}", family.as_str()));
                context.set_fill_style_str(&color);
                context.set_text_align(align);
                context.set_text_baseline("alphabetic");
                let _throws_nothing = context.fill_text(text, f64::from(x), f64::from(y) + em * size);
                Ok(())
            }
            Surface::Sheet(_, svg) => shape!(
                svg,
                r#"<text x="{x}" y="{y}" dy="{em}em" text-anchor="{anchor}" font-family="{}" font-size="{size}" fill="{color}">{}</text>"#,
                escaped(family.as_str()),
                escaped(text)
            ),
        }
    }
}

/// The commands of a path, lines all of them.
fn commands(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut path = String::from("M");
    for (x, y) in points {
        let _takes_everything = write!(path, "{x} {y} ");
    }
    path
}

fn paint<S: BackendStyle>(style: &S, fill: bool) -> String {
    let color = hex(style.color());
    if fill {
        let alpha = style.color().alpha;
        let seen_through = if alpha < 1.0 { format!(r#" fill-opacity="{alpha}""#) } else { String::new() };
        return format!(r#"fill="{color}"{seen_through}"#);
    }
    format!(r#"fill="none" stroke="{color}" stroke-width="{}""#, style.stroke_width())
}

/// Without the alpha of what is filled.
fn hex(BackendColor { rgb: (r, g, b), .. }: BackendColor) -> String {
    crate::plot::Rgb([r, g, b]).to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
