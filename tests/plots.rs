//! The pictures, drawn as SVG and measured.
#![cfg(all(feature = "plot", not(target_arch = "wasm32")))]

use std::collections::BTreeMap;

use neurone::math::sigmoid;
use neurone::plot::{
    Band, Curve, DrawResult, Figure, Frame, Function, Rgb, SUBPIXELS, Samples, Scale, Theme, boundary,
    draw_activations, draw_axes, draw_bands, draw_contour, draw_curves, draw_frontiers, draw_samples,
    regions,
};
use plotters::drawing::IntoDrawingArea;
use plotters::prelude::SVGBackend;

/// Size of every picture in CSS pixels; its margins are 24, 12, 36 and 40.
const SIZE: u32 = 360;
const PLOT: [f64; 4] = [40.0, 24.0, 348.0, 324.0];

fn frame() -> Frame {
    Frame {
        x: [-2.0, 2.0],
        y: [-1.5, 1.5],
        margin: [24.0, 12.0, 36.0, 40.0],
        scale: 1.0,
        font_size: 11.0,
        decimal_comma: false,
        x_label: "x₁".into(),
        y_label: "x₂".into(),
        log_y: false,
        whole_x: false,
    }
}

fn theme() -> Theme {
    let color = |text: &str| text.parse().expect("a colour");
    Theme {
        paper: color("#fbfaf7"),
        ink: color("#1b1d22"),
        muted: color("#6b6f76"),
        hairline: color("#d9d6cf"),
        class0: color("#0072b2"),
        class1: color("#d55e00"),
        classes: ["#008a65", "#b65a8c", "#a87600", "#55565c"].map(color).into(),
    }
}

/// An element of an SVG: its name, its attributes and the text after it.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Element {
    fn is(&self, name: &str, attribute: &str, color: Rgb) -> bool {
        let value = self.attributes.get(attribute).map(|text| text.to_lowercase());
        self.name == name && value == Some(color.to_string())
    }

    /// An attribute in CSS pixels.
    fn css(&self, attribute: &str) -> f64 {
        self.attributes[attribute].parse::<f64>().expect("a number") / f64::from(SUBPIXELS)
    }

    fn points(&self) -> Vec<[f64; 2]> {
        let css = |text: &str| text.parse::<f64>().expect("a number") / f64::from(SUBPIXELS);
        let point = |pair: &str| pair.split_once(',').map(|(x, y)| [css(x), css(y)]).expect("a pair");
        self.attributes["points"].split_whitespace().map(point).collect()
    }
}

/// What a drawing function draws; nothing where there is no room for a figure.
fn draw<F>(frame: &Frame, size: (u32, u32), picture: F) -> Vec<Element>
where
    F: FnOnce(&Figure<'_, SVGBackend<'_>>) -> DrawResult<SVGBackend<'static>>,
{
    let mut svg = String::new();
    let area =
        SVGBackend::with_string(&mut svg, (size.0 * SUBPIXELS, size.1 * SUBPIXELS)).into_drawing_area();
    if let Some(figure) = Figure::new(&area, frame, &theme()) {
        picture(&figure).expect("a string takes everything");
    }
    drop(area);
    svg.split('<').skip(2).filter(|part| !part.starts_with('/')).map(element).collect()
}

fn element(part: &str) -> Element {
    let (tag, text) = part.split_once('>').expect("an element");
    let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let fields: Vec<&str> = rest.split('"').collect();
    let attributes =
        fields.chunks_exact(2).map(|pair| (pair[0].trim_matches([' ', '=']).into(), pair[1].into()));
    Element { name: name.into(), attributes: attributes.collect(), text: text.trim().into() }
}

#[expect(clippy::redundant_closure, reason = "the bare function is for one lifetime of the backend only")]
fn axes(frame: &Frame) -> Vec<Element> {
    draw(frame, (3 * SIZE, 3 * SIZE), |figure| draw_axes(figure))
}

fn lines(elements: &[Element], color: Rgb) -> Vec<Vec<[f64; 2]>> {
    elements.iter().filter(|e| e.is("polyline", "stroke", color)).map(Element::points).collect()
}

/// A function at the centres of the cells of a grid over the frame, in image order.
fn grid(columns: usize, rows: usize, f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let at = |i: usize, n: usize, [low, high]: [f64; 2]| low + (i as f64 + 0.5) / n as f64 * (high - low);
    let Frame { x, y, .. } = frame();
    let row = |r| (0..columns).map(move |c| (at(c, columns, x), at(rows - 1 - r, rows, y)));
    (0..rows).flat_map(row).map(|(x, y)| f(x, y)).collect()
}

/// The values of the frame at a position in CSS pixels.
fn values_at([x, y]: [f64; 2]) -> [f64; 2] {
    let [left, top, right, bottom] = PLOT;
    [-2.0 + 4.0 * (x - left) / (right - left), -1.5 + 3.0 * (bottom - y) / (bottom - top)]
}

fn contour(columns: usize, rows: usize, f: impl Fn(f64, f64) -> f64) -> Vec<Vec<[f64; 2]>> {
    let values = grid(columns, rows, f);
    let elements = draw(&frame(), (SIZE, SIZE), |figure| draw_contour(figure, &values, columns, rows));
    let ink = lines(&elements, theme().ink);
    assert_eq!(lines(&elements, theme().paper), ink, "each line has its halo");
    ink
}

fn curves(curves: &[(&[f64], &[f64])], dashed: bool) -> Vec<Vec<[f64; 2]>> {
    let curve = |&(x, y): &(&[f64], &[f64])| Curve { x: x.into(), y: y.into(), color: theme().ink, dashed };
    let curves: Vec<Curve> = curves.iter().map(curve).collect();
    lines(&draw(&frame(), (SIZE, SIZE), |figure| draw_curves(figure, &curves)), theme().ink)
}

const X: [f64; 10] = [-1.0, 0.0, 1.0, 1.5, 5.0, 0.5, 0.5, -0.5, f64::NAN, 0.0];
const Y: [f64; 5] = [0.0, 1.0, 1.0, 0.0, 1.0];

#[test]
fn each_class_has_its_mark() {
    let elements = samples(&Samples { x: &X, y: &Y, n_classes: 2, ..Samples::default() });
    let count = |name, color| elements.iter().filter(|e| e.is(name, "fill", color)).count();
    let theme = theme();
    // The fourth point is not a number, the last one out of the frame.
    assert_eq!(count("circle", theme.class0), 1);
    assert_eq!(count("rect", theme.class1), 2);
    assert_eq!((count("circle", theme.paper), count("rect", theme.paper)), (1, 2));
    assert_eq!(elements.len(), 6, "no ring where nothing is known of them");

    let circle = elements.iter().find(|e| e.is("circle", "fill", theme.class0)).unwrap();
    let square = elements.iter().find(|e| e.is("rect", "fill", theme.class1)).unwrap();
    assert_eq!((circle.css("cx"), circle.css("cy")), (117.0, 124.0));
    let (round, square) = (core::f64::consts::PI * circle.css("r") * circle.css("r"), square.css("width"));
    assert!((square * square / round - 1.0).abs() < 0.1, "the areas look alike");
}

#[test]
fn misclassified_points_have_a_ring() {
    let taken = [1.0, 1.0, 0.0, 0.0, 0.0];
    let elements = samples(&Samples { x: &X, y: &Y, n_classes: 2, taken: &taken, ..Samples::default() });
    let rings: Vec<f64> =
        elements.iter().filter(|e| e.is("circle", "fill", theme().ink)).map(|e| e.css("cx")).collect();
    assert_eq!(rings, [117.0, 271.0]);
    assert!(elements[0].is("rect", "fill", theme().paper), "points with a ring lie above the others");
}

fn samples(samples: &Samples<'_>) -> Vec<Element> {
    draw(&frame(), (SIZE, SIZE), |figure| draw_samples(figure, samples))
}

#[test]
fn six_classes_have_six_colours_and_shapes() {
    let x = [-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let y = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let elements = samples(&Samples { x: &x, y: &y, n_classes: 6, ..Samples::default() });
    let mark = |class| {
        let mut own = elements
            .iter()
            .filter(|e| e.attributes.get("fill") == Some(&theme().class(class).to_string().to_uppercase()));
        let mark = own.next().expect("a mark");
        assert!(own.next().is_none(), "one of each");
        (mark.name.clone(), mark.attributes.get("points").map_or(0, |_| mark.points().len()))
    };
    let marks: Vec<_> = (0..6).map(mark).collect();
    let names: Vec<_> = marks.iter().map(|(name, corners)| (name.as_str(), *corners)).collect();
    let twelve = ("polygon", 12);
    assert_eq!(names, [("circle", 0), ("rect", 0), ("polygon", 3), ("polygon", 4), twelve, twelve]);
    assert!(
        elements.iter().all(|e| !e.is("circle", "fill", theme().ink)),
        "nobody said what they are taken for"
    );
}

#[test]
fn test_points_are_hollow_and_wrong_ones_have_a_ring() {
    for n_classes in [2, 3] {
        let data = Samples {
            x: &[-1.0, 0.0, 1.0, 0.0, 0.0, 0.0],
            y: &[0.0, 0.0, 0.0],
            n_classes,
            ..Samples::default()
        };
        let elements = samples(&Samples { taken: &[0.0, 1.0, 0.0], test: &[false, false, true], ..data });
        let rings: Vec<f64> =
            elements.iter().filter(|e| e.is("circle", "fill", theme().ink)).map(|e| e.css("cx")).collect();
        assert_eq!(rings, [194.0]);
        let last_at = |x: f64| elements.iter().rfind(|e| (e.css("cx") - x).abs() < 1e-9).expect("a mark");
        assert!(last_at(117.0).is("circle", "fill", theme().class0));
        assert!(last_at(271.0).is("circle", "fill", theme().paper), "paper shows inside");
    }
}

#[test]
fn values_are_coloured_by_the_scale() {
    let (x, y) = ([-1.0, 0.0, 1.0, 0.0, 0.0, 0.0], [-2.0, 0.0, 2.0]);
    let elements = samples(&Samples { x: &x, y: &y, range: [-2.0, 2.0], ..Samples::default() });
    let scale = Scale::new(&theme());
    let fills: Vec<_> = elements.iter().map(|e| e.attributes["fill"].to_lowercase()).collect();
    let expected = [0.0, 0.5, 1.0].map(|t| [theme().muted, scale.at(t)].map(|color| color.to_string()));
    assert_eq!(fills, expected.concat());
}

#[test]
fn regions_show_the_most_probable_class_paler_where_less_sure() {
    // Columns: sure of class 2, chance, sure of class 0, rather class 1.
    let values = [0.0, 1.0 / 3.0, 1.0, 0.2, 0.0, 1.0 / 3.0, 0.0, 0.6, 1.0, 1.0 / 3.0, 0.0, 0.2];
    let pixels = regions(&theme(), &values, 3);
    let color = |i: usize| Rgb([pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]]);
    let scale = Scale::new(&theme());
    assert_eq!(pixels.len(), 16);
    assert_eq!(color(1), theme().paper);
    assert_eq!(color(2), scale.at(0.0));
    assert_eq!(color(3), scale.at(0.5 + 0.2));
    let [Rgb([r, g, b]), Rgb(paper)] = [color(0), theme().paper];
    assert!(g > r && g > b && g < paper[1], "the third class is green");
    for all in [f64::NAN, 0.0, -1.0] {
        assert_eq!(regions(&theme(), &[all; 3], 3)[..3], theme().paper.0);
    }
    assert!(regions(&theme(), &[], 3).is_empty());
}

#[test]
fn frontiers_lie_where_the_best_class_changes() {
    // Softmax of (-4x, 0, 4x): the middle class is never ahead but level at x = 0.
    let (columns, rows) = (40, 30);
    let part = |k: f64| {
        grid(columns, rows, move |x, _| {
            let [a, b, c] = [-4.0 * x, 0.5, 4.0 * x].map(neurone::math::exp);
            [a, b, c][usize::from(k > 0.5) + usize::from(k > 1.5)] / (a + b + c)
        })
    };
    let values = [part(0.0), part(1.0), part(2.0)].concat();
    let elements = draw(&frame(), (SIZE, SIZE), |f| draw_frontiers(f, &values, 3, columns, rows));
    let mut places: Vec<f64> =
        lines(&elements, theme().ink).into_iter().flatten().map(|point| values_at(point)[0]).collect();
    places.sort_by(f64::total_cmp);
    assert!(
        (places[0] + 0.125).abs() < 0.02 && (places[places.len() - 1] - 0.125).abs() < 0.02,
        "{places:?}"
    );
    assert!(places.iter().all(|x| (x.abs() - 0.125).abs() < 0.02), "{places:?}");
}

#[test]
fn axes_have_few_round_numbers() {
    let texts = |decimal_comma| {
        let frame = Frame { y: [0.0, 0.7], decimal_comma, ..frame() };
        let elements = axes(&frame);
        elements.into_iter().filter(|e| e.name == "text").map(|e| e.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(false), ["−2", "0", "2", "0.0", "0.2", "0.4", "0.6", "x₁", "x₂"]);
    assert_eq!(texts(true), ["−2", "0", "2", "0,0", "0,2", "0,4", "0,6", "x₁", "x₂"]);
}

#[test]
fn decades_are_equal_on_a_logarithmic_axis() {
    let frame = Frame { y: [1e-3, 1.0], log_y: true, ..frame() };
    let curve = Curve {
        x: vec![-2.0, -1.0, 0.0, 1.0, 2.0],
        y: vec![1.0, 0.1, 0.01, 0.001, 0.0],
        color: theme().ink,
        dashed: false,
    };
    let drawn = lines(&draw(&frame, (SIZE, SIZE), |figure| draw_curves(figure, &[curve])), theme().ink);
    assert_eq!(drawn, [[[40.0, 24.0], [117.0, 124.0], [194.0, 224.0], [271.0, 324.0]]], "0 is left out");
    let below = Frame { y: [0.0, 1.0], log_y: true, ..frame };
    assert!(axes(&below).iter().all(|e| e.name != "text"), "an axis that cannot be has no numbers");
}

#[test]
fn axes_lie_on_whole_device_pixels() {
    for scale in [1.0, 1.25, 1.5, 2.0, 3.0] {
        let elements = axes(&Frame { scale, ..frame() });
        for line in elements.iter().filter(|e| e.name == "rect") {
            for edge in ["x", "y"] {
                assert!(line.css(edge).fract().abs() < 1e-9, "{edge} at scale {scale}");
            }
            assert!(line.css("width").min(line.css("height")) >= 1.0);
        }
    }
}

#[test]
fn the_line_of_one_neuron_is_straight_from_border_to_border() {
    for steepness in [0.5, 5.0, 100.0] {
        let lines = contour(50, 40, |x, y| sigmoid(steepness * (0.6 * x - y + 0.2)));
        assert_eq!(lines.len(), 1);
        for &point in &lines[0] {
            let [x, y] = values_at(point);
            assert!((0.6 * x - y + 0.2).abs() < 0.002, "{point:?} is off by more than a subpixel");
        }
        let across: Vec<f64> = lines[0].iter().map(|point| point[0]).collect();
        for border in [PLOT[0], PLOT[2]] {
            assert!(across.contains(&border), "the line ends before {border}");
        }
    }
}

#[test]
fn the_line_of_a_linear_probability_is_straight() {
    let lines = contour(60, 60, |x, y| 0.5 + 0.1 * x + 0.2 * y);
    assert_eq!(lines.len(), 1);
    for &point in &lines[0] {
        let [x, y] = values_at(point);
        assert!((0.1 * x + 0.2 * y).abs() < 0.001, "{point:?}");
    }
}

#[test]
fn closed_lines_close_and_constants_have_none() {
    let lines = contour(50, 50, |x, y| sigmoid(3.0 * (1.0 - x * x - y * y)));
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].first(), lines[0].last());
    assert_eq!(contour(50, 50, |x, y| sigmoid(9.0 * x * y)).len(), 2, "a saddle has two branches");
    for constant in [0.0, 0.25, 0.5, 1.0, f64::NAN] {
        assert!(contour(10, 10, |_, _| constant).is_empty(), "{constant}");
    }
}

#[test]
fn curves_are_clipped_to_the_frame() {
    let lines = curves(&[(&[-3.0, -1.0, 1.0, 3.0], &[-3.0, 3.0, -3.0, 3.0])], false);
    assert_eq!(lines.len(), 3);
    for [x, y] in lines.into_iter().flatten() {
        assert!((PLOT[0]..=PLOT[2]).contains(&x) && (PLOT[1]..=PLOT[3]).contains(&y), "{x}, {y}");
    }
    assert_eq!(curves(&[(&[-1.0, 1.0], &[-9.0, 9.0])], false), [[[181.125, 324.0], [206.875, 24.0]]]);
    assert!(curves(&[(&[-1.0, 1.0], &[2.0, 2.0])], false).is_empty());
}

#[test]
fn curves_break_where_they_are_not_finite() {
    let y = [0.0, 1.0, f64::NAN, 1.0, 0.0, f64::INFINITY];
    assert_eq!(curves(&[(&[-1.5, -1.0, -0.5, 0.0, 0.5, 1.0], &y)], false).len(), 2);
}

#[test]
fn bands_lie_between_their_edges_and_within_the_frame() {
    let band = |low: f64, high: f64| Band {
        x: vec![-2.0, 2.0],
        low: vec![low; 2],
        high: vec![high; 2],
        color: theme().class1,
    };
    let bands = [band(-0.75, 0.75), band(0.0, f64::INFINITY), band(0.0, f64::NAN)];
    let elements = draw(&frame(), (SIZE, SIZE), |figure| draw_bands(figure, &bands));
    let corners: Vec<_> =
        elements.iter().filter(|e| e.is("polygon", "fill", theme().class1)).map(Element::points).collect();
    let box_of = |top: f64, bottom: f64| [[40.0, bottom], [348.0, bottom], [348.0, top], [40.0, top]];
    assert_eq!(corners, [box_of(99.0, 249.0), box_of(24.0, 174.0)]);
    assert!(elements.iter().all(|e| e.attributes["opacity"] == "0.2"), "what lies below shows through");
}

#[test]
fn dashes_leave_gaps() {
    let dashes = curves(&[(&[-2.0, 2.0], &[0.0, 0.0])], true);
    assert_eq!(dashes.len(), 35, "308 pixels of 5 drawn and 4 not");
}

#[test]
fn thinning_keeps_the_extremes() {
    let x: Vec<f64> = (0..4096).map(|i| -2.0 + f64::from(i) / 1024.0).collect();
    let y: Vec<f64> = (0..4096).map(|i| if i == 1234 { 1.4 } else { f64::from(i % 7) / 10.0 }).collect();
    let line = curves(&[(&x, &y)], false).concat();
    assert!(line.len() <= 2 * 309, "{} points", line.len());
    let heights = || line.iter().map(|&point| values_at(point)[1]);
    assert!((heights().fold(f64::MIN, f64::max) - 1.4).abs() < 0.002);
    assert!(heights().fold(f64::MAX, f64::min).abs() < 0.002);
}

fn activation(name: &str, y: [f64; 2]) -> Vec<Element> {
    let (frame, function) =
        (Frame { x: [-6.0, 6.0], y, ..frame() }, name.parse::<Function>().expect("a name"));
    draw(&frame, (SIZE, SIZE), |figure| draw_activations(figure, function))
}

#[test]
fn the_functions_of_the_figures_have_their_shapes() {
    let steps = activation("heaviside", [0.0, 1.0]);
    assert_eq!(lines(&steps, theme().ink), [[[40.0, 324.0], [194.0, 324.0]], [[194.0, 24.0], [348.0, 24.0]]]);
    let dots: Vec<_> = steps.iter().filter(|e| e.name == "circle").collect();
    assert_eq!(dots.len(), 3);
    assert!(dots[0].is("circle", "fill", theme().ink) && (dots[0].css("cy") - 24.0).abs() < 0.01);
    assert!(dots[2].is("circle", "fill", theme().paper) && (dots[2].css("cy") - 324.0).abs() < 0.01);

    let curve = |name, y| lines(&activation(name, y), theme().ink).concat();
    let highest = curve("sigmoid_derivative", [0.0, 0.25]).into_iter().min_by(|a, b| a[1].total_cmp(&b[1]));
    assert_eq!(highest, Some([194.0, 24.0]), "1/4 at 0");
    assert_eq!(curve("softmax", [0.0, 1.0]), curve("sigmoid", [0.0, 1.0]));
    assert!(curve("sigmoid", [0.0, 1.0]).contains(&[194.0, 174.0]));
    assert!(curve("tanh", [-1.0, 1.0]).contains(&[194.0, 174.0]));
    assert!("relu".parse::<Function>().is_err());
}

#[test]
fn the_decision_picture_has_the_colours_of_the_scale() {
    let (theme, scale) = (theme(), Scale::new(&theme()));
    let pixels = boundary(&theme, &[-1.0, -0.3, 0.0, 0.7, 1.0, f64::NAN], -1.0, 1.0);
    let expected = [0.0, 0.35, 0.5, 0.85, 1.0, 0.5].map(|t| scale.at(t).0);
    let colors: Vec<[u8; 3]> = pixels.chunks_exact(4).map(|p| [p[0], p[1], p[2]]).collect();
    assert_eq!(colors, expected);
    assert_eq!(colors[2], theme.paper.0);
    assert!(pixels.chunks_exact(4).all(|p| p[3] == 255));
    assert_eq!(boundary(&theme, &[3.0], 3.0, 3.0)[..3], theme.paper.0);
}

#[test]
fn what_cannot_be_drawn_is_left_out() {
    let everything = |frame: &Frame, size| {
        draw(frame, size, |figure| {
            draw_axes(figure)?;
            let some = Samples { x: &X, y: &Y[..3], n_classes: 2, taken: &[f64::NAN], ..Samples::default() };
            draw_samples(figure, &some)?;
            draw_samples(figure, &Samples::default())?;
            draw_contour(figure, &[0.1, 0.9, 0.3], 2, 2)?;
            draw_contour(figure, &[], 0, 0)?;
            draw_contour(figure, &[0.1, f64::NAN, 0.3, 0.9], 2, 2)?;
            draw_curves(figure, &[Curve { x: vec![], y: vec![1.0], color: theme().ink, dashed: true }])?;
            draw_activations(figure, Function::Heaviside)
        })
    };
    let nothing = |frame: Frame| assert!(everything(&frame, (SIZE, SIZE)).is_empty(), "{frame:?}");
    nothing(Frame { x: [f64::NAN, 1.0], ..frame() });
    nothing(Frame { x: [1.0, 1.0], ..frame() });
    nothing(Frame { y: [f64::MIN, f64::MAX], ..frame() });
    nothing(Frame { margin: [1e300, 0.0, 0.0, 0.0], ..frame() });
    nothing(Frame { margin: [-1.0; 4], ..frame() });
    nothing(Frame { scale: 0.0, ..frame() });
    nothing(Frame { scale: f64::NAN, ..frame() });
    assert!(everything(&frame(), (0, 0)).is_empty());
    assert!(everything(&frame(), (40, 40)).is_empty());
    assert!(
        !everything(&Frame { x: [0.0, 5e-324], font_size: f64::NAN, ..frame() }, (SIZE, SIZE)).is_empty()
    );
}
