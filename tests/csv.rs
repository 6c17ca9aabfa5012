//! CSV texts: what is read, every error with its place, and that no text is too strange.
#![expect(clippy::unwrap_used, reason = "a test may")]

use neurone::Error;
use neurone::data::{MAX_CLASSES, MAX_COLUMNS, MAX_ROWS, Points, Table};
use neurone::random::RandomState;
use serde_json::json;

/// The points of the first three columns.
fn points(text: &str) -> Result<Points, Error> {
    Table::read(text)?.points(0, 1, 2)
}

/// The error, in the form in which it leaves Rust, without its code's words.
fn error<T: core::fmt::Debug>(result: Result<T, Error>) -> serde_json::Value {
    let mut value = result.unwrap_err().to_value();
    value.as_object_mut().unwrap().remove("message");
    value
}

#[test]
fn separators_decimal_commas_quotes_and_line_ends_are_understood() {
    let classes = vec!["a".to_string(), "b".to_string()];
    let expected = Points { x: vec![1.5, -3.0, 2.5, 4e-2], y: vec![1.0, 0.0], n_classes: 2, classes };
    for text in [
        "1.5,2.5,b\n-3,0.04,a\n",
        "1.5,2.5,b\n-3,4e-2,a",
        "1,5;2,5;b\n-3;0,04;a\n",
        "1.5;2.5;b\n-3.0;.04;a\n",
        "1,5\t2,5\tb\n-3\t0,04\ta\n",
        "1.5,2.5,b\r\n-3,0.04,a\r\n",
        "1.5,2.5,b\r-3,0.04,a\r",
        "\u{feff}1.5,2.5,b\n-3,0.04,a\n",
        "\u{feff}x,y,class\n1.5,2.5,b\n-3,0.04,a\n",
        "\n\n1.5,2.5,b\n\n  \n,,\n-3,0.04,a\n\n",
        " 1.5 , 2.5,b \n-3,\t0.04,a",
        "\"1.5\",\"2.5\",\"b\"\n\"-3\",\"0.04\",\"a\"",
        "\"1,5\";\"2,5\";b\n-3;0,04;a",
        "\"x;1\",\"y\t2\",\"class\"\n1.5,2.5,b\n-3,0.04,a",
        " \n\nx;y;class\n1,5;2,5;\"b\"\n-3;0,04;\"a\"",
    ] {
        assert_eq!(points(text).unwrap(), expected, "{text:?}");
    }
}

#[test]
fn other_programs_separate_otherwise() {
    let expected = points("x,y,c\n-1,2,0\n3,4.5,1\n").unwrap();
    for text in [
        "x|y|c\n-1|2|0\n3|4,5|1\n",
        "x y c\n-1.0 2.0 0\n3.0   4.5 1\n",
        "  -1.0000e+00   2.0 0\n   3.0000e+00   4.5 1",
        "sep=;\nx;y;c\n-1;2;0\n3;4,5;1\n",
        "\u{feff}sep=,\r\nx,y,c\r\n-1,2,0\r\n3,4.5,1\r\n",
        "x;y;c\n\u{2212}1;2;0\n3;4,5;1\n",
    ] {
        assert_eq!(points(text).unwrap(), expected, "{text:?}");
    }
    let thousands = Table::read("a;b\n1\u{202f}000,5;2\n10\u{a0}000;1\n").unwrap();
    assert_eq!(thousands.values(0, 0, 1).unwrap().x[..2], [1000.5, 10000.0]);
    // Lines are those of the text, and words of a single column stay together.
    let error = Table::read("sep=;\na;b\n1;2\n1\n").unwrap_err();
    assert!(matches!(error, neurone::Error::CsvCount { line: 4, .. }), "{error}");
    let single = Table::read("monthly mean\n1\n2\n").unwrap();
    assert_eq!(
        (single.names(), single.series(0).unwrap()),
        (&["monthly mean".to_string()][..], vec![1.0, 2.0])
    );
}

#[test]
fn a_header_is_found_by_its_words() {
    let names = |text| Table::read(text).unwrap().names().to_vec();
    assert_eq!(names("length (cm),width,species\n1,2,a"), ["length (cm)", "width", "species"]);
    assert_eq!(names("1,2,a\n1,2,b"), ["1", "2", "3"]);
    assert_eq!(names(",width,\n1,2,a"), ["1", "width", "3"]);
    assert_eq!(names("\"a \"\"b\"\"\",\"c\nd\"\n1,2"), ["a \"b\"", "c\nd"]);
    assert_eq!(names("größe;長さ\n1;2"), ["größe", "長さ"]);
    let table = Table::read("a,b,b\n1,2,3\n4,5,6\n").unwrap();
    assert_eq!((table.n_rows(), table.column("a").unwrap(), table.column("b").unwrap()), (2, 0, 1));
}

#[test]
fn classes_are_words_or_numbers() {
    let classes = |text: &str| Table::read(text).unwrap().classes(2).unwrap();
    assert_eq!(classes("1,2,yes\n1,2,no\n1,2,yes"), ["no", "yes"]);
    assert_eq!(classes("1,2,10\n1,2,9.5\n1,2,-1\n1,2,9.50"), ["-1", "9.5", "10"]);
    assert_eq!(classes("1,2,b\n1,2,10\n1,2,9"), ["9", "10", "b"]);
    // An experiment takes no longer name.
    assert_eq!(classes(&format!("1,2,a\n1,2,{}", "é".repeat(50)))[1], "é".repeat(40));
    let six = points("1,2,f\n1,2,e\n1,2,d\n1,2,c\n1,2,b\n1,2,a").unwrap();
    assert_eq!((six.n_classes, six.y), (MAX_CLASSES, vec![5.0, 4.0, 3.0, 2.0, 1.0, 0.0]));
}

#[test]
fn values_are_read_as_they_stand() {
    let table = Table::read("x;y;word\n1,5;7;a\n2;8,25;a\n").unwrap();
    let points = table.values(0, 0, 1).unwrap();
    let expected = Points { x: vec![1.5, 2.0, 1.5, 2.0], y: vec![7.0, 8.25], ..Points::default() };
    assert_eq!(points, expected);
    assert!([true, true, false, false].into_iter().enumerate().all(|(i, is)| table.is_numeric(i) == is));
}

/// Where commas separate, a comma within quotes is no decimal one: `"1,234"` may be a thousand.
#[test]
fn what_is_no_finite_number_is_a_text() {
    for cell in ["1,5", "inf", "NaN", "1e999", "1 000", "0x10", "1.2.3", "-", "12%"] {
        let text = format!("1,2,a\n3,\"{cell}\",b");
        let expected = json!({
            "code": "csv_cell", "field": "csv", "expected": "number", "got": cell, "at": [2, 2],
        });
        assert_eq!(error(points(&text)), expected);
    }
}

#[test]
fn errors_tell_line_and_column() {
    let row = |n: usize, cell: &str| vec![cell; n].join(",");
    let long = "é".repeat(100);
    let cases = [
        ("x,y,c\n1,2,a\n\n3,n/a,b\n".to_string(), "csv_cell", json!("number"), "n/a", [4, 2]),
        ("1,2,a\n1,,b".to_string(), "csv_cell", json!("number"), "", [2, 2]),
        (format!("1,2,a\n{long},2,b"), "csv_cell", json!("number"), &long[..80], [2, 1]),
        ("1,2,a\r\n1,2,\r\n".to_string(), "csv_cell", json!("class"), "", [2, 3]),
        ("\"a\nb\",c,d\n\"1\",x,a".to_string(), "csv_cell", json!("number"), "x", [3, 2]),
        ("1,2,a\n1,\"2,b\n3,4,c\n".to_string(), "csv_cell", json!("closing quote"), "2,b\n3,4,c", [2, 2]),
        ("\"".to_string(), "csv_cell", json!("closing quote"), "", [1, 1]),
        ("1,2,a\n\n1,2\n".to_string(), "csv_count", json!([3, 3]), "2", [3, 3]),
        ("1,2,a\n1,2,b,\n".to_string(), "csv_count", json!([3, 3]), "4", [2, 4]),
        (row(MAX_COLUMNS + 1, "1"), "csv_count", json!([1, 64]), "65", [1, 65]),
        (format!("a\n{}", row(MAX_COLUMNS + 9, "1")), "csv_count", json!([1, 64]), "65", [2, 65]),
        ("1,2,a\n".repeat(MAX_ROWS + 1), "csv_count", json!([1, 5000]), "5001", [5001, 1]),
        (
            format!("x,y,c\n{}", "1,2,a\n".repeat(MAX_ROWS + 9)),
            "csv_count",
            json!([1, 5000]),
            "5001",
            [5002, 1],
        ),
        ((1..=9).map(|i| format!("1,2,{i}\n")).collect(), "csv_count", json!([2, 6]), "7", [7, 3]),
    ];
    for (text, code, expected, got, at) in cases {
        let start: String = text.chars().take(30).collect();
        let error = error(points(&text));
        assert_eq!(
            [&error["code"], &error["expected"], &error["got"], &error["at"]],
            [&json!(code), &expected, &json!(got), &json!(at)],
            "{start:?}"
        );
    }
}

#[test]
fn errors_of_a_whole_text_name_what_is_missing() {
    for text in ["", "\n \n", "\u{feff}", "x,y,c\n", ",,\n;;"] {
        let expected =
            json!({"code": "wrong_length", "field": "rows", "expected": [1, 5000], "got": "0", "at": null});
        assert_eq!(error(Table::read(text)), expected, "{text:?}");
    }
    let table = Table::read("1,2,a\n3,4,a").unwrap();
    let expected =
        json!({"code": "wrong_length", "field": "classes", "expected": [2, 6], "got": "1", "at": null});
    assert_eq!(error(table.points(0, 1, 2)), expected);
    assert_eq!(error(table.column("width"))["code"], "unknown_field");
    for (x1, x2, label) in [(3, 0, 0), (0, 3, 0), (0, 0, 3)] {
        assert_eq!(error(table.points(x1, x2, label))["code"], "out_of_range");
        assert_eq!(error(table.values(x1, x2, label))["code"], "out_of_range");
    }
}

#[test]
fn errors_read_well() {
    let message = |text| points(text).unwrap_err().to_string();
    assert_eq!(message("1,2,a\n1,x,b"), "line 2, column 2: expected number, got \"x\"");
    assert_eq!(message("1,2,a\n1,2"), "line 2, column 3: expected 3 to 3 cells, got 2");
}

#[test]
fn the_limits_are_within_what_is_read() {
    let rows = format!("x,y,c\n{}1,2,b", "1,2,a\n".repeat(MAX_ROWS - 1));
    assert_eq!(points(&rows).unwrap().y.len(), MAX_ROWS);
    let columns = vec!["1"; MAX_COLUMNS].join(",");
    assert_eq!(Table::read(&columns).unwrap().names().len(), MAX_COLUMNS);
}

/// A text that is read has rows of one width; one that is not has an error. Nothing panics.
#[test]
fn any_text_is_read_or_refused() {
    let alphabet: Vec<char> = "0123456789..,,;;\t\"\"\n\n\r ab-+eé長\u{feff}\0".chars().collect();
    let mut n_read = 0;
    for seed in 0..5000 {
        let mut random = RandomState::new(seed);
        let length = random.randint(0, 60).unwrap();
        let mut character =
            || alphabet[usize::try_from(random.randint(0, alphabet.len() as i64).unwrap()).unwrap()];
        let text: String = (0..length).map(|_| character()).collect();
        let Ok(table) = Table::read(&text) else { continue };
        n_read += 1;
        let n = table.names().len();
        for (x, label) in (0..=n).flat_map(|x| (0..=n).map(move |label| (x, label))) {
            if let Ok(points) = table.points(x, label, label) {
                assert_eq!((points.x.len(), points.y.len()), (2 * table.n_rows(), table.n_rows()));
                assert!(points.x.iter().all(|x| x.is_finite()));
                assert!(points.y.iter().all(|y| *y < points.n_classes as f64));
            }
        }
    }
    assert!(n_read > 500, "{n_read}");
}

/// In a series an empty line is a value that is missing, not one to be skipped.
#[test]
fn a_gap_in_a_series_is_an_error() {
    let series = |text: &str, column| Table::read(text).and_then(|table| table.series(column));
    assert_eq!(series("\nyear;n\n\n1700;5,5\n1701;11\n\n\n", 1).unwrap(), [5.5, 11.0]);
    assert_eq!(series("1\n2\n3", 0).unwrap(), [1.0, 2.0, 3.0]);
    for (text, column, got, at) in [
        ("n\n1\n2\n\n4\n\n5", 0, "", [4, 1]),
        ("year,n\n1700,5\n1701,\n1702,16", 1, "", [3, 2]),
        ("year,n\n1700,5\n,\n1702,16", 1, "", [3, 2]),
        ("year,n\n1700,5\n1701,?\n1702,16", 1, "?", [3, 2]),
    ] {
        let expected =
            json!({"code": "csv_cell", "field": "csv", "expected": "number", "got": got, "at": at});
        assert_eq!(error(series(text, column)), expected, "{text:?}");
    }
    assert_eq!(error(series("1\n2", 1))["code"], "out_of_range");
}
