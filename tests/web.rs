//! The bindings in a real browser: the thesis' results through `Playground`, equal to the native run
//! of the same invocation bit for bit, and errors that reach JavaScript as data.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::float_cmp, clippy::unwrap_used, reason = "a test may")]

mod common;

use common::{LANE_STEPS, assert_checkpoint, digest, experiment_of, floats, golden};
use js_sys::{Array, Float64Array, Reflect};
use neurone::experiment::Experiment;
use neurone::train::{SequenceTrainer, Trainer};
use neurone::web::draw::draw_bands;
use neurone::web::worked::{worked_example, worked_step, worked_step_text};
use neurone::web::{Playground, SequencePlayground, parse_experiment, schema, staircase, thesis};
use neurone::worked;
use serde::Serialize;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn js(value: &Value) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap()
}

fn plain(value: JsValue) -> Value {
    serde_wasm_bindgen::from_value(value).unwrap()
}

fn error_of<T>(result: Result<T, JsValue>) -> Value {
    let error = result.err().expect("an error");
    assert!(error.is_instance_of::<js_sys::Error>());
    let names = ["code", "field", "expected", "got", "at"];
    names
        .iter()
        .map(|name| (name.to_string(), plain(Reflect::get(&error, &(*name).into()).unwrap())))
        .collect()
}

#[wasm_bindgen_test]
fn thesis_gives_the_native_bits() {
    // Written by tests/thesis.rs a moment ago; no digest is committed.
    let digests: Value = serde_json::from_str(include_str!(env!("NEURONE_DIGESTS"))).unwrap();
    let presets = plain(thesis().unwrap());
    let presets = presets.as_array().unwrap();
    assert_eq!(presets.len(), 13);
    for (preset, golden) in presets.iter().zip(golden()) {
        let name = preset["name"].as_str().unwrap();
        assert_eq!(golden["name"], name);
        let mut playground = Playground::new(&js(&preset["experiment"])).unwrap();
        let mut step = 0;
        for (i, checkpoint) in golden["checkpoints"].as_array().unwrap().iter().enumerate() {
            let until = checkpoint[0].as_u64().unwrap();
            let metrics = plain(playground.train_step(u32::try_from(until - step).unwrap()).unwrap());
            step = until;
            let [loss, accuracy] = ["loss", "accuracy"].map(|name| metrics[name].as_f64().unwrap());
            assert_checkpoint(name, checkpoint, step, loss, accuracy);
            assert_eq!(digests[name][i], digest(&playground.parameters()), "{name} after {step}");
        }
        let metrics = plain(playground.metrics().unwrap());
        assert_eq!(
            (metrics["accuracy"].as_f64().unwrap() * 100.0).round(),
            preset["printed_accuracy"].as_f64().unwrap()
        );
        for (printed, ours) in
            preset["printed_parameters"].as_array().unwrap().iter().zip(playground.parameters())
        {
            assert_eq!(printed, &json!(format!("{ours:.8}")));
        }
    }
}

/// Every lane of the staircase, so every cell and every task: parameters and scores.
#[wasm_bindgen_test]
fn recurrent_runs_give_the_native_bits() {
    let digests: Value = serde_json::from_str(include_str!(env!("NEURONE_DIGESTS"))).unwrap();
    for lane in plain(staircase().unwrap()).as_array().unwrap() {
        let name = lane["name"].as_str().unwrap();
        let mut playground = SequencePlayground::new(&js(&lane["experiment"])).unwrap();
        playground.train_step(LANE_STEPS).unwrap();
        let scores = Reflect::get(&playground.scores().unwrap(), &"loss".into()).unwrap();
        let scores = scores.dyn_into::<Float64Array>().unwrap().to_vec();
        assert_eq!(digests[name], digest(&[playground.parameters(), scores].concat()), "{name}");
    }
}

/// JAX's gradients, as `tests/sequential.rs` compares all of them natively.
#[wasm_bindgen_test]
fn recurrent_gradients_are_those_of_jax() {
    let document: Value = serde_json::from_str(include_str!("golden/recurrent.json")).unwrap();
    for case in document["cases"].as_array().unwrap() {
        let Some(experiment) = experiment_of(case) else { continue };
        let mut playground = SequencePlayground::new(&js(&experiment)).unwrap();
        let (gradients, expected) = (playground.gradients(), floats(&case["gradients"]));
        assert_eq!(gradients.len(), expected.len(), "{case}");
        for (got, expected) in gradients.iter().zip(expected) {
            assert!((got - expected).abs() <= 1e-12 + 1e-9 * expected.abs(), "{case}: {got} {expected}");
        }
    }
}

/// Of any length: 16 bytes are what an instruction takes at once.
#[wasm_bindgen_test]
fn numbers_begin_where_vectors_do() {
    for n in 1..100 {
        let (numbers, bytes) = (vec![0.0_f64; n], vec![0_u8; n]);
        assert_eq!((numbers.as_ptr().addr() % 16, bytes.as_ptr().addr() % 16), (0, 0), "{n}");
    }
}

#[wasm_bindgen_test]
fn errors_are_data() {
    let bad = |field: &str, value: Value| error_of(Playground::new(&js(&json!({ field: value }))));
    // There and back through JavaScript, where 1000.0 is 1000.
    let range = |field: &str, expected: [f64; 2], got: &str, at: Value| {
        plain(js(
            &json!({"code": "out_of_range", "field": field, "expected": expected, "got": got, "at": at}),
        ))
    };
    assert_eq!(bad("learning_rate", json!(0)), range("learning_rate", [1e-6, 1000.0], "0", Value::Null));
    assert_eq!(bad("hidden", json!([8, 0])), range("hidden", [1.0, 256.0], "0", json!(1)));
    assert_eq!(bad("hidden", json!([10_000])), range("hidden", [1.0, 256.0], "10000", json!(0)));
    let text = json!({"code": "wrong_kind", "field": "learning_rate", "expected": "number", "got": "\"abc\"", "at": null});
    assert_eq!(bad("learning_rate", json!("abc")), text);
    assert_eq!(bad("dataset", json!("xr"))["code"], "unknown_choice");
    assert_eq!(bad("learning_rte", json!(1))["code"], "unknown_field");
    assert_eq!(bad("parameter", json!([0, 1]))["code"], "unknown_field");
    assert_eq!(error_of(Playground::new(&JsValue::from_f64(3.0)))["expected"], "object");
}

#[wasm_bindgen_test]
fn answers_are_written_into_an_array_that_is_given() {
    let playground = Playground::new(&js(&json!({"seed": 0, "data_seed": 0}))).unwrap();
    let (x, out) = ([0.1, -0.4, 0.7, 2.0, 3.0, -1.0], Float64Array::new_with_length(3));
    let answers = playground.predict(&x, Some(out.clone())).unwrap();
    assert!(JsValue::from(answers) == JsValue::from(out.clone()), "the same array");
    assert_eq!(playground.predict(&x, None).unwrap().to_vec(), out.to_vec());
    assert!(out.to_vec().iter().all(|answer| *answer > 0.0), "{out:?}");
}

#[wasm_bindgen_test]
fn bad_calls_leave_the_model_as_it_was() {
    let mut playground = Playground::new(&js(&json!({"seed": 0, "data_seed": 0}))).unwrap();
    playground.train_step(10).unwrap();
    let before = playground.parameters();
    assert_eq!(error_of(playground.predict(&[1.0, f64::NAN], None))["at"], 1.0);
    assert_eq!(error_of(playground.predict(&[1.0, 2.0, 3.0], None))["code"], "wrong_length");
    let out = Float64Array::new_from_slice(&[7.0; 3]);
    let error = error_of(playground.predict(&[1.0, 2.0], Some(out.clone())));
    assert_eq!((&error["field"], &error["got"]), (&json!("out"), &json!("3")), "{error}");
    assert_eq!(out.to_vec(), [7.0; 3]);
    assert_eq!(error_of(playground.predict_grid(0, 5, &[0.0, 1.0, 0.0, 1.0]))["field"], "columns");
    assert_eq!(error_of(playground.predict_grid(5, 5, &[0.0, 1.0]))["field"], "extent");
    assert_eq!(error_of(playground.responses(5, 5, &[0.0, f64::INFINITY, 0.0, 1.0]))["field"], "extent");
    assert_eq!(error_of(playground.set("hidden", &js(&json!([3]))))["code"], "unknown_field");
    assert_eq!(error_of(playground.set("learning_rate", &JsValue::NULL))["code"], "wrong_kind");
    assert_eq!(error_of(playground.restore(&JsValue::NULL))["code"], "missing");
    assert_eq!(playground.parameters(), before);
    assert_eq!(plain(playground.metrics().unwrap())["step"], 10.0);
}

#[wasm_bindgen_test]
fn seeds_left_out_are_drawn_and_repeat_the_run() {
    let mut first = Playground::new(&js(&json!({"hidden": [3]}))).unwrap();
    let experiment = first.experiment().unwrap();
    assert!(plain(experiment.clone())["seed"].is_number());
    let mut second = Playground::new(&experiment).unwrap();
    first.train_step(20).unwrap();
    second.train_step(20).unwrap();
    assert_eq!(first.parameters(), second.parameters());
}

#[wasm_bindgen_test]
fn a_snapshot_resumes_to_the_bit() {
    let mut whole = Playground::new(&js(&json!({"hidden": [4], "seed": 1, "data_seed": 2}))).unwrap();
    whole.train_step(7).unwrap();
    whole.set("learning_rate", &JsValue::from_f64(0.5)).unwrap();
    let mut other = Playground::new(&js(&json!({}))).unwrap();
    other.restore(&whole.snapshot().unwrap()).unwrap();
    whole.train_step(30).unwrap();
    other.train_step(30).unwrap();
    assert_eq!(whole.parameters(), other.parameters());
    let column = |playground: &Playground, name: &str| {
        let history = playground.history().unwrap();
        Reflect::get(&history, &name.into()).unwrap().dyn_into::<Float64Array>().unwrap().to_vec()
    };
    assert_eq!(column(&whole, "loss"), column(&other, "loss"));
    assert_eq!(column(&whole, "step").len(), 38);
}

/// It may hold thousands of points, and every picture of a run comes with a snapshot.
#[wasm_bindgen_test]
fn an_experiment_is_one_object_until_it_changes() {
    let mut run = Playground::new(&js(&json!({"seed": 1, "data_seed": 1}))).unwrap();
    let [first, start] = [run.experiment().unwrap(), run.snapshot().unwrap()];
    run.train_step(3).unwrap();
    for snapshot in [&start, &run.snapshot().unwrap()] {
        assert_eq!(Reflect::get(snapshot, &"experiment".into()).unwrap(), first);
    }
    let edits = |run: &Playground| plain(run.experiment().unwrap())["edits"].as_array().unwrap().len();
    run.set("learning_rate", &0.5.into()).unwrap();
    assert_eq!(edits(&run), 1);
    run.restore(&start).unwrap();
    assert_eq!(edits(&run), 0);
    run.train_step(3).unwrap();
    run.set("learning_rate", &0.5.into()).unwrap();
    assert_eq!(edits(&run), 1);
    run.reset().unwrap();
    assert_eq!(plain(run.experiment().unwrap())["learning_rate"], 0.5);
}

/// The scores, too, go on as they were, from the first one on.
#[wasm_bindgen_test]
fn a_recurrent_snapshot_resumes_to_the_bit() {
    let experiment = js(&json!({"cell": "rnn", "seed": 1, "data_seed": 2, "n_steps": 4}));
    let mut whole = SequencePlayground::new(&experiment).unwrap();
    whole.train_step(7).unwrap();
    let mut other = SequencePlayground::new(&experiment).unwrap();
    other.restore(&whole.snapshot().unwrap()).unwrap();
    whole.train_step(60).unwrap();
    other.train_step(60).unwrap();
    assert_eq!(whole.parameters(), other.parameters());
    let steps = |playground: &SequencePlayground| {
        let scores = playground.scores().unwrap();
        Reflect::get(&scores, &"step".into()).unwrap().dyn_into::<Float64Array>().unwrap().to_vec()
    };
    assert_eq!((steps(&whole), steps(&other)), (vec![0.0, 50.0], vec![0.0, 50.0]));
}

/// A file can be nested so deeply that whoever follows it to the end comes to the end of the stack.
#[wasm_bindgen_test]
fn what_is_nested_deeply_is_an_error_like_any_other() {
    let nested = js_sys::JSON::parse(&["[".repeat(100_000), "]".repeat(100_000)].concat()).unwrap();
    let mut playground = Playground::new(&js(&json!({}))).unwrap();
    let error = error_of(playground.set("activation", &nested));
    assert_eq!(error["got"], format!("{}…", "[".repeat(40)));
    playground.train_step(1).unwrap();
}

/// What two cells share travels through JavaScript without a change of its bits.
/// Lists that are far too long, what contains itself, and what throws when it is looked at.
#[wasm_bindgen_test]
fn what_has_no_end_is_an_error_like_any_other() {
    let of = |hidden: &JsValue| {
        let experiment = js_sys::Object::new();
        Reflect::set(&experiment, &"hidden".into(), hidden).unwrap();
        error_of(Playground::new(&experiment))["field"].clone()
    };
    assert_eq!(of(&Array::new_with_length(u32::MAX)), "hidden");
    let round = js_sys::eval("const o = {}; o.a = o; o.b = [o, o]; o").unwrap();
    assert_eq!(of(&round), "hidden");
    let throwing = js_sys::eval("({ get a() { throw new Error('no') } })").unwrap();
    assert_eq!(of(&throwing), "hidden");
    let mut run = Playground::new(&js(&json!({"seed": 1, "data_seed": 1}))).unwrap();
    assert!(run.set("learning_rate", &throwing).is_err() && run.train_step(1).is_ok());
}

#[wasm_bindgen_test]
fn a_graft_reaches_the_next_cell_and_comes_back() {
    let lanes = plain(staircase().unwrap());
    let lane = lanes.as_array().unwrap().iter().find(|lane| lane["name"] == "adding_stage2").unwrap();
    let mut without = SequencePlayground::new(&js(&lane["experiment"])).unwrap();
    without.train_step(LANE_STEPS).unwrap();
    let grafted = without.graft("stage3").unwrap();
    let mut experiment = lane["experiment"].clone();
    experiment["cell"] = json!("stage3");
    experiment["parameters"] = json!(grafted);
    let mut with = SequencePlayground::new(&js(&experiment)).unwrap();
    assert_eq!(with.parameters(), grafted);
    assert_eq!(with.graft("stage2").unwrap(), without.parameters());
    with.train_step(1).unwrap();
    assert_ne!(with.graft("stage2").unwrap(), without.parameters());
    let error = error_of(with.graft("sieve"));
    assert_eq!((&error["code"], &error["got"]), (&json!("unknown_choice"), &json!("sieve")));
}

#[wasm_bindgen_test]
fn a_step_by_hand_goes_on_from_a_snapshot() {
    let of_points = json!({"dataset": "blobs", "data_seed": 0, "seed": 0, "hidden": [2], "batch_size": 3, "optimizer": "adam"});
    let mut trainer = Trainer::new(Experiment::from_value(&of_points).unwrap()).unwrap();
    let mut playground = Playground::new(&js(&of_points)).unwrap();
    trainer.train_step(4).unwrap();
    playground.train_step(4).unwrap();
    let expected: Value =
        worked::worked_example(&trainer, 1, 4).unwrap().iter().map(worked::Line::to_value).collect();
    assert_eq!(plain(worked_example(&playground.snapshot().unwrap(), 1, 4).unwrap()), expected);

    let of_sequences =
        json!({"cell": "lstm", "task": "parity", "n_steps": 4, "n_hidden": 2, "data_seed": 0, "seed": 0});
    let mut trainer = SequenceTrainer::new(Experiment::from_value(&of_sequences).unwrap()).unwrap();
    let mut playground = SequencePlayground::new(&js(&of_sequences)).unwrap();
    trainer.train_step(4).unwrap();
    playground.train_step(4).unwrap();
    let place = worked::Place { layer: 0, unit: 1, t: 2 };
    let lines = worked::worked_step(&trainer, trainer.example(3), place, 4).unwrap();
    let expected: Value = lines.iter().map(worked::Line::to_value).collect();
    let place = js(&json!({"example": 3, "layer": 0, "unit": 1, "t": 2}));
    let moment = playground.snapshot().unwrap();
    assert_eq!(plain(worked_step(&moment, &place, 4).unwrap()), expected);
    let nowhere = js(&json!({"example": 3, "layer": 0, "unit": 1, "t": -1}));
    assert_eq!(error_of(worked_step(&moment, &nowhere, 4))["field"], "t");
    assert_eq!(error_of(worked_step_text(&moment, &place, 4, "word", false, false))["field"], "format");
}

#[wasm_bindgen_test]
fn the_schema_describes_every_field_of_an_experiment() {
    let schema = plain(schema().unwrap());
    let Value::Object(parsed) = plain(parse_experiment(&js(&json!({"noise": 7, "factor": 0.5}))).unwrap())
    else {
        panic!("an object")
    };
    let experiment = parsed["experiment"].as_object().unwrap();
    // A single parameter is what an edit sets.
    let names: Vec<_> =
        schema.as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
    let edits = |name: &&&str| !experiment.contains_key(**name);
    assert_eq!(
        (names.iter().filter(edits).collect::<Vec<_>>(), names.len()),
        (vec![&"parameter"], experiment.len() + 1)
    );
    // The bad field costs that field alone.
    assert_eq!((&experiment["noise"], &experiment["factor"]), (&json!(0.1), &json!(0.5)));
}

/// A saved picture lets the axes be seen through a band, as the one on the canvas does.
#[wasm_bindgen_test]
fn a_band_in_a_saved_picture_is_seen_through() {
    let sheet = js(&json!({"width": 200, "height": 100}));
    let frame = json!({
        "x": [0, 1], "y": [0, 1], "margin": [5, 5, 5, 5], "scale": 1, "font_size": 10, "decimal_comma": false,
        "x_label": "", "y_label": "",
    });
    let names = ["paper", "ink", "muted", "hairline", "accent", "class0", "class1"];
    let theme: Value = names.iter().map(|name| (name.to_string(), json!("#102030"))).collect();
    let band = js(&json!({"color": "#ff8000"}));
    for (name, values) in [("x", [0.0, 1.0]), ("low", [0.2, 0.3]), ("high", [0.6, 0.8])] {
        Reflect::set(&band, &name.into(), &Float64Array::from(&values[..]).into()).unwrap();
    }
    draw_bands(sheet.clone().unchecked_into(), js(&frame), js(&theme), Array::of1(&band).into()).unwrap();
    let svg = Reflect::get(&sheet, &"svg".into()).unwrap().as_string().unwrap();
    assert!(svg.contains(r##"fill="#ff8000" fill-opacity="0.2""##), "{svg}");
}
