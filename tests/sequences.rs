//! The sequence tasks: against NumPy's generator (`golden/sequences.py`), and by what their definitions
//! imply, told anew from the inputs alone.
#![expect(clippy::unwrap_used, clippy::float_cmp, reason = "a test may; drawn numbers are exact")]

use neurone::Error;
use neurone::data::{
    ENGLISH, FABLE, Given, MAX_STEPS, Measure, SUNSPOT_YEARS, SequenceBatch, SequenceSource, Sequences,
    Series, Task, Text, sunspots,
};
use neurone::random::RandomState;
use serde_json::{Value, json};

const DRAWN: [Task; 9] = [
    Task::Pulse,
    Task::LongLag,
    Task::Parity,
    Task::Counter,
    Task::Adding,
    Task::Order,
    Task::Recall,
    Task::Reber,
    Task::Copy,
];
const BITS: &str = "0110100110010110";

fn own_series() -> Vec<f64> {
    (0..60).map(|t| f64::from(t % 7 * t)).collect()
}

/// The task at this length, with some data of the reader's own where it needs them.
fn sequences(task: Task, n_steps: usize) -> Sequences {
    let (text, series) = (if task == Task::Bits { BITS } else { "to be or not to be" }, own_series());
    let given = Some(&given());
    Sequences::new(&SequenceSource { n_steps, text, series: &series, given, ..SequenceSource::new(task) })
        .unwrap()
}

/// Three sequences of two channels and four steps, a class of three for each step.
fn given() -> Given {
    let x = (0..3).map(|s| (0..8).map(|i| f64::from(s * 8 + i) / 4.0).collect()).collect();
    let y = vec![vec![0.0, 1.0, 2.0, 0.0], vec![1.0, 0.0, 0.0, 2.0], vec![0.0, 0.0, 1.0, 2.0]];
    Given { x, y, n_steps: 4, n_classes: 3 }
}

fn usual(task: Task) -> Sequences {
    sequences(task, if task == Task::Series { 20 } else { task.default_steps() })
}

/// One sequence of a batch, step by step.
struct Seen {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    counted: Vec<bool>,
}

impl Seen {
    /// The symbols that the channels stand for.
    fn word(&self, marks: &[String]) -> String {
        let symbol = |x: &Vec<f64>| {
            assert!(x.iter().all(|x| [0.0, 1.0].contains(x)) && x.iter().sum::<f64>() == 1.0, "{x:?}");
            marks[x.iter().position(|x| *x == 1.0).unwrap()].as_str()
        };
        self.x.iter().map(symbol).collect()
    }

    fn classes(&self, marks: &[String]) -> Vec<String> {
        self.y.iter().map(|y| marks[index(*y)].clone()).collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a class")]
fn index(y: f64) -> usize {
    assert_eq!(y, y.trunc());
    y as usize
}

fn column<T: Copy>(all: &[T], s: usize, m: usize) -> Vec<T> {
    all.iter().skip(s).step_by(m).copied().collect()
}

/// The sequences of a batch, after its shape is checked.
fn split(sequences: &Sequences, batch: &SequenceBatch) -> Vec<Seen> {
    let (n_in, m) = (sequences.n_in(), batch.m);
    assert_eq!(batch.x.len(), batch.n_steps * n_in * m);
    assert_eq!(batch.y.len() % m, 0);
    assert!(batch.counted.is_empty() || batch.counted.len() == batch.y.len());
    let sequence = |s| Seen {
        x: column(&batch.x, s, m).chunks(n_in).map(<[f64]>::to_vec).collect(),
        y: column(&batch.y, s, m),
        counted: column(&batch.counted, s, m),
    };
    (0..m).map(sequence).collect()
}

fn draw(sequences: &Sequences, m: usize) -> Vec<Seen> {
    let batch = sequences.draw(&mut RandomState::new(20), m);
    assert_eq!((batch.n_steps, batch.m), (sequences.n_steps(), m));
    assert_eq!(batch.y.len(), sequences.n_out_steps() * m);
    split(sequences, &batch)
}

/// `count` of `n` agrees with probability `p` within 4.5 standard deviations: once in 150,000 it would not.
fn assert_share(count: usize, n: usize, p: f64) {
    let (share, deviation) = (count as f64 / n as f64, (p * (1.0 - p) / n as f64).sqrt());
    assert!((share - p).abs() <= 4.5 * deviation, "{share} of {n}, expected {p}");
}

/// How many things there are of each kind.
fn assert_uniform(kinds: impl Iterator<Item = usize>, n_kinds: usize) {
    let mut counts = vec![0; n_kinds];
    kinds.for_each(|kind| counts[kind] += 1);
    let n = counts.iter().sum();
    counts.iter().for_each(|count| assert_share(*count, n, 1.0 / n_kinds as f64));
}

/// Integers, uniform numbers and what is made of them to the bit; series up to the last bits of the sine,
/// the mean and the deviation.
#[test]
fn draws_equal_numpys() {
    let golden = golden();
    for case in golden["cases"].as_array().unwrap() {
        let name = case["task"].as_str().unwrap();
        let source = SequenceSource {
            n_steps: size(&case["n_steps"]),
            test_percent: case["test_percent"].as_u64().unwrap_or(20).try_into().unwrap(),
            text: case["text"].as_str().unwrap_or_default(),
            series: &numbers(&case["series"]),
            ..SequenceSource::new(task(name))
        };
        let mut random = RandomState::new(case["seed"].as_u64().unwrap().try_into().unwrap());
        let batch = Sequences::new(&source).unwrap().draw(&mut random, size(&case["m"]));
        let tolerance = if source.task.is_series() { 1e-13 } else { 0.0 };
        let close = |got: &[f64], golden: &Value| {
            let golden = numbers(golden);
            assert_eq!(got.len(), golden.len(), "{name}");
            assert!(got.iter().zip(&golden).all(|(got, golden)| (got - golden).abs() <= tolerance), "{name}");
        };
        close(&batch.x, &case["x"]);
        close(&batch.y, &case["y"]);
        let counted: Vec<f64> = batch.counted.iter().map(|counted| f64::from(*counted)).collect();
        assert_eq!(counted, numbers(&case["counted"]), "{name}");
    }
    assert_eq!(golden["cases"].as_array().unwrap().len(), 9 * 3 + 4 * 3 + 2 + 1);
}

#[test]
fn sunspots_are_statsmodels() {
    assert_eq!(sunspots(), numbers(&golden()["sunspots"]));
    assert_eq!(sunspots().len(), usize::from(SUNSPOT_YEARS[1] - SUNSPOT_YEARS[0] + 1));
}

/// Sixteen sequences are eight and then eight more, and a seed gives the same again.
#[test]
fn the_size_of_a_batch_changes_nothing() {
    for task in Task::ALL {
        let sequences = usual(task);
        let (mut one, mut other) = (RandomState::new(3), RandomState::new(3));
        let all = split(&sequences, &sequences.draw(&mut one, 16));
        let halves = [8, 8].map(|m| split(&sequences, &sequences.draw(&mut other, m)));
        for (a, b) in all.iter().zip(halves.iter().flatten()) {
            assert_eq!((&a.x, &a.y, &a.counted), (&b.x, &b.y, &b.counted), "{task:?}");
        }
        assert_eq!(one, other, "{task:?}");
        assert_ne!(
            sequences.draw(&mut one, 16).x,
            sequences.draw(&mut RandomState::new(4), 16).x,
            "{task:?}"
        );
        assert!(sequences.draw(&mut one, 0).x.is_empty(), "{task:?}");
    }
}

#[test]
fn pulse_asks_for_the_sign_of_the_first_input() {
    let all = draw(&usual(Task::Pulse), 2000);
    for Seen { x, y, .. } in &all {
        assert_eq!((x.len(), x[0][0].abs()), (60, 1.0));
        assert!(x[1..].iter().all(|x| x[0] == 0.0));
        assert_eq!(y[..], [f64::from(x[0][0] > 0.0)]);
    }
    assert_uniform(all.iter().map(|seen| index(seen.y[0])), 2);
}

#[test]
fn long_lag_asks_for_the_first_symbol() {
    let sequences = usual(Task::LongLag);
    let all = draw(&sequences, 2000);
    let mut later = String::new();
    for seen in &all {
        let word = seen.word(&sequences.inputs());
        assert_eq!(seen.classes(&sequences.classes()), [&word[..1]]);
        later.push_str(&word[1..]);
    }
    assert_uniform(all.iter().map(|seen| index(seen.y[0])), 2);
    assert_uniform(later.chars().map(|c| "ab".find(c).unwrap()), 2);
}

#[test]
fn parity_asks_at_every_step_whether_the_ones_are_odd() {
    let all = draw(&usual(Task::Parity), 1000);
    for Seen { x, y, .. } in &all {
        for t in 0..16 {
            let ones = x[..=t].iter().filter(|x| x[0] == 1.0).count();
            assert!(y[t] == (ones % 2) as f64 && x[t][0].abs() == 1.0);
        }
    }
    assert_uniform(all.iter().flat_map(|seen| &seen.x).map(|x| usize::from(x[0] > 0.0)), 2);
}

#[test]
fn counter_counts_a_since_the_last_r() {
    let sequences = usual(Task::Counter);
    let mut letters = String::new();
    for seen in draw(&sequences, 1000) {
        let word = seen.word(&sequences.inputs());
        for t in 0..word.len() {
            let since = word[..=t].rsplit('r').next().unwrap();
            assert_eq!(seen.y[t], since.matches('a').count() as f64 / 10.0);
        }
        letters.push_str(&word);
    }
    for (letter, p) in [("r", 0.12), ("a", 0.44), ("n", 0.44)] {
        assert_share(letters.matches(letter).count(), letters.len(), p);
    }
}

#[test]
fn adding_marks_one_value_in_each_half() {
    for n_steps in [2, 3, 40, 41] {
        let all = draw(&sequences(Task::Adding, n_steps), 4000);
        let (mut marks, mut values) = (Vec::new(), Vec::new());
        for Seen { x, y, .. } in &all {
            let marked: Vec<usize> = (0..n_steps).filter(|t| x[*t][1] == 1.0).collect();
            assert!(marked.len() == 2 && marked[0] < n_steps / 2 && marked[1] >= n_steps / 2);
            assert!(x.iter().all(|x| (0.0..1.0).contains(&x[0]) && [0.0, 1.0].contains(&x[1])));
            assert_eq!(y[..], [x[marked[0]][0] + x[marked[1]][0]]);
            marks.push(marked);
            values.extend(x.iter().map(|x| x[0]));
        }
        assert_uniform(marks.iter().map(|marks| marks[0]), n_steps / 2);
        assert_uniform(marks.iter().map(|marks| marks[1] - n_steps / 2), n_steps - n_steps / 2);
        assert_uniform(values.iter().map(|value| index((value * 10.0).floor())), 10);
    }
}

#[test]
fn order_asks_for_both_letters_in_turn() {
    for n_steps in [10, 20, 50, 57, 60] {
        let sequences = sequences(Task::Order, n_steps);
        let all = draw(&sequences, 3000);
        let mut places = Vec::new();
        let mut noise = String::new();
        for seen in &all {
            let word = seen.word(&sequences.inputs());
            let (start, inner) = word.split_at(1);
            let (inner, end) = inner.split_at(n_steps - 2);
            assert_eq!((start, end), ("B", "E"));
            let found: Vec<(usize, &str)> = word.match_indices(['X', 'Y']).collect();
            let [(first, a), (second, b)] = found[..] else { panic!("{word}") };
            assert_eq!(seen.classes(&sequences.classes()), [format!("{a}{b}")]);
            places.push([first, second]);
            noise.extend(inner.chars().filter(|c| !"XY".contains(*c)));
        }
        assert_uniform(all.iter().map(|seen| index(seen.y[0])), 4);
        assert_uniform(noise.chars().map(|c| "abcd".find(c).unwrap()), 4);
        for (which, tenth) in [(0, 1), (1, 5)] {
            let (low, high) = (tenth * n_steps / 10, (tenth + 1) * n_steps / 10);
            assert_uniform(places.iter().map(|places| places[which] - low), high - low + 1);
        }
    }
}

#[test]
fn recall_answers_with_the_last_value_written() {
    let all = draw(&usual(Task::Recall), 2000);
    let [mut values, mut writes, mut asks] = [0; 3];
    for Seen { x, y, .. } in &all {
        assert_eq!(x[0][1..], [1.0, 0.0]);
        for t in 0..30 {
            let [value, write, ask] = x[t][..] else { panic!() };
            let written = x[..=t].iter().rev().find(|x| x[1] == 1.0).unwrap()[0];
            assert!(value.abs() == 1.0 && y[t] == ask * written && write * ask == 0.0);
            assert!([0.0, 1.0].contains(&write) && [0.0, 1.0].contains(&ask));
            values += usize::from(value > 0.0);
            writes += usize::from(t > 0 && write == 1.0);
            asks += usize::from(ask == 1.0);
        }
    }
    assert_share(values, 2000 * 30, 0.5);
    assert_share(writes, 2000 * 29, 0.12);
    assert_share(asks, 2000 * 29 - writes, 0.25);
}

/// An automaton of the continual embedded grammar, from its drawing: after `at`, inside an outer letter,
/// what may come and where it leads.
fn reber_next(at: &str) -> &'static [(char, &'static str)] {
    match at {
        "start" => &[('B', "outer")],
        "outer" => &[('T', "T"), ('P', "P")],
        "T" | "P" => &[('B', "0")],
        "0" => &[('T', "1"), ('P', "2")],
        "1" => &[('S', "1"), ('X', "3")],
        "2" => &[('T', "2"), ('V', "4")],
        "3" => &[('X', "2"), ('S', "5")],
        "4" => &[('P', "3"), ('V', "5")],
        "5" => &[('E', "second")],
        "second" => &[('T', "end"), ('P', "end")],
        _ => &[('E', "start")],
    }
}

#[test]
fn reber_strings_follow_the_grammar() {
    let sequences = usual(Task::Reber);
    let (inputs, classes) = (sequences.inputs(), sequences.classes());
    assert_eq!((inputs.concat().as_str(), &inputs), ("BTPSXVE", &classes));
    let (mut choices, mut n_counted, mut lengths) = (Vec::new(), 0, Vec::new());
    for seen in draw(&sequences, 500) {
        let (word, next) = (seen.word(&inputs), seen.classes(&classes).concat());
        assert_eq!(word[1..], next[..74]);
        let (mut at, mut outer, mut length) = ("start", ' ', 0);
        for (t, c) in word.chars().chain(next.chars().last()).enumerate() {
            let arcs = reber_next(at);
            let arc = arcs.iter().position(|(symbol, _)| *symbol == c).unwrap();
            if t > 0 {
                assert_eq!(seen.counted[t - 1], at == "second", "{word} {t}");
            }
            match at {
                "start" => length = 0,
                "outer" => outer = c,
                "second" => assert_eq!(c, outer),
                _ => {}
            }
            if arcs.len() == 2 && at != "second" {
                choices.push(arc);
            }
            at = arcs[arc].1;
            length += 1;
            if at == "start" {
                lengths.push(length);
            }
        }
        n_counted += seen.counted.iter().filter(|counted| **counted).count();
    }
    assert_uniform(choices.into_iter(), 2);
    assert!(n_counted > 500 * 4 && lengths.iter().min() == Some(&9));
}

#[test]
fn copy_repeats_the_first_symbols() {
    for n_steps in [6, 26] {
        let sequences = sequences(Task::Copy, n_steps);
        let (inputs, classes) = (sequences.inputs(), sequences.classes());
        let all = draw(&sequences, 1000);
        for seen in &all {
            let (word, answer) = (seen.word(&inputs), seen.classes(&classes).concat());
            let start: String = word.chars().take(3).collect();
            assert!(start.chars().all(|c| "ab".contains(c)));
            assert_eq!(word, format!("{start}{}?··", "·".repeat(n_steps - 6)));
            assert_eq!(answer, format!("{}{start}", "·".repeat(n_steps - 3)));
            assert!(seen.counted.iter().enumerate().all(|(t, counted)| *counted == (t + 3 >= n_steps)));
        }
        assert_uniform(all.iter().map(|seen| (0..3).map(|i| index(seen.x[i][1]) << i).sum()), 8);
    }
}

/// Windows lie in the training part, at every place of it; the target is the next value.
#[test]
fn windows_of_a_series_leave_the_test_part_alone() {
    let series = own_series();
    let source = SequenceSource {
        n_steps: 20,
        series: &series,
        test_percent: 33,
        ..SequenceSource::new(Task::Series)
    };
    let sequences = Sequences::new(&source).unwrap();
    let parts = sequences.series().unwrap();
    assert_eq!((parts.train().len(), parts.test().len()), (40, 20));
    assert_eq!([parts.train(), parts.test()].concat(), parts.values());
    let all = draw(&sequences, 4000);
    for Seen { x, y, counted } in &all {
        assert!(x[1..].iter().zip(y).all(|(x, y)| x[0] == *y));
        assert!(counted.iter().enumerate().all(|(t, counted)| *counted == (t >= 10)));
    }
    let start = |seen: &Seen| {
        let window: Vec<f64> = seen.x.iter().map(|x| x[0]).chain(seen.y.last().copied()).collect();
        parts.train().windows(21).position(|other| other == window).unwrap()
    };
    assert_uniform(all.iter().map(start), 20);
    let whole = sequences.whole().unwrap();
    assert_eq!(
        (whole.n_steps, whole.m, whole.x, whole.y),
        (59, 1, parts.values()[..59].to_vec(), parts.values()[1..].to_vec())
    );
    assert!(whole.counted.iter().enumerate().all(|(t, counted)| *counted == (t + 1 >= 40)));
}

/// Mean 0 and deviation 1 over the training part, and the way back.
#[test]
fn a_series_is_scaled_by_its_training_part() {
    let values = sunspots();
    let series = Series::new(&values, 20).unwrap();
    assert_eq!((series.train().len(), series.test().len()), (247, 62)); // 62 of 309 is a fifth, rounded up
    let n = series.train().len() as f64;
    let mean = series.train().iter().sum::<f64>() / n;
    let variance = series.train().iter().map(|x| x * x).sum::<f64>() / n;
    assert!(mean.abs() < 1e-13 && (variance - 1.0).abs() < 1e-13);
    let [mean, deviation] = series.scale();
    let back = |x: &f64| x * deviation + mean;
    assert!(series.values().iter().map(back).zip(&values).all(|(a, b)| (a - b).abs() < 1e-11));
    let other = Series::new(&[&values[..247], &[0.0; 62]].concat(), 20).unwrap();
    assert_eq!(series.train(), other.train());
    assert_eq!(Series::new(&[0.1; 30], 20).unwrap().values(), [0.0; 30]);
}

#[test]
fn the_waves_return_after_their_periods() {
    let values = |task| usual(task).series().unwrap().values().to_vec();
    let same = |x: &[f64], lag: usize| x[lag..].iter().zip(x).all(|(a, b)| (a - b).abs() < 1e-12);
    let (sine, two_sines) = (values(Task::Sine), values(Task::TwoSines));
    assert!(same(&sine, 20) && !same(&sine, 8) && !same(&sine, 10));
    assert!(same(&two_sines, 40) && !same(&two_sines, 20) && !same(&two_sines, 8));
    assert!((sine[5] - 2.0_f64.sqrt()).abs() < 1e-12); // the crest of a sine of variance 1
}

/// The answer is the text one further on, around its end; every place is as probable.
#[test]
fn windows_of_a_text_go_round() {
    let source = SequenceSource { n_steps: 30, text: "été 3\r\nici", ..SequenceSource::new(Task::Text) };
    let sequences = Sequences::new(&source).unwrap();
    let marks = sequences.inputs();
    assert_eq!((marks.concat().as_str(), &marks), ("\n 3cité", &sequences.classes()));
    let text: Vec<char> = "été 3\nici".chars().collect();
    let mut starts = Vec::new();
    for seen in draw(&sequences, 4000) {
        let (word, next) = (seen.word(&marks), seen.classes(&marks).concat());
        let window: Vec<char> = word.chars().chain(next.chars().last()).collect();
        assert!(window[1..].iter().copied().eq(next.chars()));
        let at = |start: &usize| window.iter().enumerate().all(|(t, c)| text[(start + t) % 9] == *c);
        starts.push((0..9).find(at).unwrap());
        assert!(seen.counted.iter().enumerate().all(|(t, counted)| *counted == (t >= 15)));
    }
    assert_uniform(starts.into_iter(), 9);
    let whole = &split(&sequences, &sequences.whole().unwrap())[0];
    assert_eq!(whole.word(&marks), "été 3\nici");
    assert_eq!(whole.classes(&marks).concat(), "té 3\nicié");
    assert!(whole.counted.is_empty());
}

#[test]
fn bits_are_a_text_of_two_characters() {
    let spaced = Text::bits(" 0110 1001\n1001 0110 ").unwrap();
    assert_eq!(spaced, Text::bits(BITS).unwrap());
    assert_eq!((spaced.alphabet(), &spaced.symbols()[..4]), (&['0', '1'][..], &[0, 1, 1, 0][..]));
    assert_eq!(spaced, Text::new(BITS).unwrap());
    assert_eq!(Text::bits("1111").unwrap().alphabet(), ['0', '1']);
    assert_eq!(usual(Task::Bits).n_classes(), 2);
}

#[test]
fn prompts_are_encoded_and_decoded() {
    let text = Text::new(FABLE).unwrap();
    let prompt = "Maître Renard,\n";
    let symbols = text.encode(prompt).unwrap();
    assert_eq!(text.decode(&symbols), prompt);
    assert_eq!(text.decode(text.symbols()), FABLE);
    assert_eq!(text.decode(&[0, 1000]), "\n");
    let x = text.one_hot(&symbols);
    assert_eq!(x.len(), symbols.len() * text.alphabet().len());
    assert!(
        x.chunks(text.alphabet().len())
            .zip(&symbols)
            .all(|(x, symbol)| x[*symbol] == 1.0 && x.iter().sum::<f64>() == 1.0)
    );
}

#[test]
fn the_texts_are_of_one_size() {
    for (text, start, end) in
        [(FABLE, "Maître Corbeau", "prendrait plus.\n"), (ENGLISH, "Perch'd", "cheat him more.\n")]
    {
        assert!(text.starts_with(start) && text.ends_with(end) && text.lines().count() > 17);
        assert!((600..=800).contains(&text.chars().count()), "{}", text.chars().count());
        assert!(Text::new(text).unwrap().alphabet().len() < 60);
    }
}

/// What the constant answer, the last value or the commonest character reaches on many draws.
#[test]
fn baselines_are_reached_without_learning() {
    for task in Task::ALL {
        let sequences = usual(task);
        let all = draw(&sequences, 4000);
        let answers: Vec<f64> = all.iter().flat_map(|seen| seen.y.iter().copied()).collect();
        let n = answers.len() as f64;
        let square = |x: f64| x * x;
        let reached = match task {
            Task::Counter => {
                let mean = answers.iter().sum::<f64>() / n;
                answers.iter().map(|y| square(y - mean)).sum::<f64>() / n
            }
            Task::Adding => answers.iter().map(|y| square(y - 1.0)).sum::<f64>() / n,
            Task::Recall => answers.iter().map(|y| y * y).sum::<f64>() / n,
            _ if task.is_series() => {
                let errors =
                    all.iter().flat_map(|seen| seen.x.iter().zip(&seen.y).map(|(x, y)| square(y - x[0])));
                errors.sum::<f64>() / n
            }
            _ => {
                let counted = all.iter().flat_map(|seen| {
                    seen.y.iter().enumerate().filter(|(t, _)| seen.counted.is_empty() || seen.counted[*t])
                });
                let counted: Vec<f64> = counted.map(|(_, y)| *y).collect();
                let right = (0..sequences.n_classes())
                    .map(|class| counted.iter().filter(|y| index(**y) == class).count());
                right.max().unwrap() as f64 / counted.len() as f64
            }
        };
        // Windows see the ends of a series less often than its middle.
        let tolerance = if task.is_series() { 0.1 } else { 0.03 };
        let error = (reached / sequences.baseline() - 1.0).abs();
        assert!(error < tolerance, "{task:?}: {reached}, expected {}", sequences.baseline());
        assert!(!sequences.is_solved(sequences.baseline()), "{task:?}");
    }
    assert_eq!(usual(Task::Adding).baseline(), 1.0 / 6.0);
}

/// The cross-entropy of the shares of the classes; in copying, of the recalled symbols alone.
#[test]
fn baseline_losses_are_entropies() {
    for task in Task::ALL {
        let sequences = usual(task);
        let Some(loss) = sequences.baseline_loss() else {
            assert!(sequences.n_classes() == 0 || task == Task::Reber);
            continue;
        };
        let all = draw(&sequences, 4000);
        let mut counts = vec![0.0; sequences.n_classes()];
        for seen in &all {
            let asked = seen.y.iter().enumerate().filter(|(t, _)| task != Task::Copy || seen.counted[*t]);
            asked.for_each(|(_, y)| counts[index(*y)] += 1.0);
        }
        let n: f64 = counts.iter().sum();
        let shares = counts.iter().filter(|count| **count > 0.0).map(|count| count / n);
        let entropy: f64 = shares.map(|p| -p * neurone::math::ln(p)).sum();
        let expected = if task == Task::Copy { entropy * 3.0 / 26.0 } else { entropy };
        assert!((expected / loss - 1.0).abs() < 0.01, "{task:?}: {expected} {loss}");
    }
    let copy = usual(Task::Copy).baseline_loss().unwrap();
    assert!((copy - 0.080).abs() < 5e-4); // memoryless, after Arjovsky, Shah and Bengio
}

#[test]
fn solved_is_as_the_measure_goes() {
    let (parity, adding) = (usual(Task::Parity), usual(Task::Adding));
    assert_eq!((parity.measure(), parity.bound()), (Measure::Accuracy, Some(0.99)));
    assert!(parity.is_solved(0.99) && !parity.is_solved(0.98) && !parity.is_solved(f64::NAN));
    assert_eq!((adding.measure(), adding.bound()), (Measure::MeanSquaredError, Some(0.005)));
    assert!(adding.is_solved(0.005) && !adding.is_solved(0.006) && !adding.is_solved(f64::NAN));
    assert!(!usual(Task::Sunspots).is_solved(0.0));
}

#[test]
fn names_shapes_and_lengths_agree() {
    assert_eq!(Task::NAMES.len(), Task::ALL.len());
    for task in Task::ALL {
        assert!(task == self::task(task.name()) && task.steps()[0] >= 2);
        assert!((task.steps()[0]..=MAX_STEPS).contains(&task.default_steps()));
        let sequences = usual(task);
        assert_eq!(
            (sequences.n_in(), sequences.n_classes()),
            (sequences.inputs().len(), sequences.classes().len())
        );
        assert_eq!(sequences.n_out_steps() == 1, !task.every_step());
        assert_eq!(sequences.text().is_some(), task.is_text());
        assert_eq!(sequences.series().is_some(), task.is_series());
        assert_eq!(sequences.whole().is_none(), DRAWN.contains(&task) || task == Task::Given);
        let seen = &draw(&sequences, 1)[0];
        let is_one_hot =
            seen.x.iter().all(|x| x.iter().sum::<f64>() == 1.0 && x.iter().all(|x| *x == 0.0 || *x == 1.0));
        assert_eq!(is_one_hot, task.is_one_hot());
        for n_steps in task.steps() {
            if !task.is_series() && task != Task::Given {
                assert_eq!(draw(&self::sequences(task, n_steps), 2)[1].x.len(), n_steps);
            }
        }
    }
}

/// The lengths at which the staircase of cells was measured; order needs a step between B, both places and
/// E, a copy its symbols and their echo.
#[test]
fn lengths_are_those_of_the_tasks() {
    let usual = [60, 60, 16, 40, 40, 50, 30, 75, 26];
    let shortest = [2, 2, 2, 2, 2, 10, 2, 20, 6];
    for ((task, usual), shortest) in DRAWN.into_iter().zip(usual).zip(shortest) {
        assert_eq!((task.default_steps(), task.steps()), (usual, [shortest, 500]), "{task:?}");
    }
}

/// The error, in the form in which it leaves Rust, without its English.
fn error<T: core::fmt::Debug>(result: Result<T, Error>) -> Value {
    let mut value = result.unwrap_err().to_value();
    value.as_object_mut().unwrap().remove("message");
    value
}

#[test]
fn given_sequences_come_in_their_order_where_all_are_asked_for() {
    let sequences = usual(Task::Given);
    let batch = sequences.draw(&mut RandomState::new(0), 3);
    let given = given();
    for s in 0..3 {
        let one = batch.some(s..s + 1);
        assert_eq!((&one.x, &one.y), (&given.x[s], &given.y[s]));
    }
    assert_eq!((sequences.n_in(), sequences.n_steps(), sequences.n_given()), (2, 4, Some(3)));
    let last = Given { y: vec![vec![1.5], vec![0.5], vec![1.0]], n_classes: 0, ..given };
    let source = SequenceSource { given: Some(&last), ..SequenceSource::new(Task::Given) };
    let sequences = Sequences::new(&source).unwrap();
    assert!(!sequences.every_step());
    assert!((sequences.baseline() - 1.0 / 6.0).abs() < 1e-15); // the variance of 0.5, 1, 1.5
}

#[test]
fn wrong_sources_are_errors() {
    let of = |source: SequenceSource<'_>| error(Sequences::new(&source));
    let range = |field: &str, min: usize, max: usize, got: &str| {
        let expected = [min as f64, max as f64];
        json!({"code": "out_of_range", "field": field, "expected": expected, "got": got, "at": null})
    };
    let length = |field: &str, min: usize, max: usize, got: &str| json!({"code": "wrong_length", "field": field, "expected": [min, max], "got": got, "at": null});
    let character = |field: &str, expected: &str, got: &str, at: usize| json!({"code": "wrong_kind", "field": field, "expected": expected, "got": got, "at": at});
    for task in DRAWN {
        let [min, max] = task.steps();
        for n_steps in [1, min - 1, max + 1] {
            assert_eq!(
                of(SequenceSource { n_steps, ..SequenceSource::new(task) }),
                range("n_steps", min, max, &n_steps.to_string())
            );
        }
    }
    // 62 of 309 years are kept, and a window needs one value more than it has steps.
    let sunspots = SequenceSource::new(Task::Sunspots);
    assert_eq!(of(SequenceSource { n_steps: 247, ..sunspots }), range("n_steps", 2, 246, "247"));
    assert!(Sequences::new(&SequenceSource { n_steps: 246, ..sunspots }).is_ok());
    assert_eq!(of(SequenceSource { test_percent: 91, ..sunspots }), range("test_percent", 0, 90, "91"));

    for task in [Task::Text, Task::Bits, Task::Series] {
        let missing =
            json!({"code": "missing", "field": task.name(), "expected": null, "got": null, "at": null});
        assert_eq!(of(SequenceSource::new(task)), missing);
    }
    let text = |text: &str| of(SequenceSource { text, ..SequenceSource::new(Task::Text) });
    let many: String = ('\u{100}'..).take(129).collect();
    assert_eq!(text("a"), length("text", 2, 20_000, "1"));
    assert_eq!(text(&"ab".repeat(10_001)), length("text", 2, 20_000, "20002"));
    assert_eq!(text("aaaa"), length("alphabet", 2, 128, "1"));
    assert_eq!(text(&many), length("alphabet", 2, 128, "129"));
    assert!(Text::new(&many[..256]).is_ok() && Text::new(&"é!".repeat(10_000)).is_ok());
    let bits = |text: &str| of(SequenceSource { text, ..SequenceSource::new(Task::Bits) });
    assert_eq!(bits("01 21"), character("bits", "bit", "2", 3));
    assert_eq!(bits(" 1 "), length("bits", 2, 20_000, "1"));
    let fable = Text::new(FABLE).unwrap();
    assert_eq!(error(fable.encode("Maître w")), character("prompt", "character", "w", 7));
    assert_eq!(error(fable.encode("")), length("prompt", 1, 20_000, "0"));
    assert_eq!(error(fable.encode(&"a".repeat(20_001))), length("prompt", 1, 20_000, "20001"));

    let series = |series: &[f64]| of(SequenceSource { series, ..SequenceSource::new(Task::Series) });
    assert_eq!(series(&[1.0; 29]), length("series", 30, 5000, "29"));
    assert_eq!(series(&[1.0; 5001]), length("series", 30, 5000, "5001"));
    for wrong in [f64::NAN, f64::INFINITY, -1.1e12] {
        let mut values = own_series();
        values[7] = wrong;
        let error = series(&values);
        assert_eq!(
            (&error["code"], &error["field"], &error["at"]),
            (&json!("out_of_range"), &json!("series"), &json!(7))
        );
    }
    // The shortest series with the least left to train on still takes the shortest window.
    let source = SequenceSource {
        n_steps: 2,
        test_percent: 90,
        series: &[1.0; 30],
        ..SequenceSource::new(Task::Series)
    };
    assert_eq!(draw(&Sequences::new(&source).unwrap(), 3).len(), 3);
}

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/sequences.json")).unwrap()
}

fn task(name: &str) -> Task {
    Task::ALL.into_iter().find(|task| task.name() == name).unwrap()
}

fn size(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

/// Numbers in one text, because the standard parser rounds them correctly and that of JSON need not.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_str().unwrap_or_default().split_whitespace().map(|number| number.parse().unwrap()).collect()
}
