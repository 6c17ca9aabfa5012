//! The README's table of attributes says what the schema says.

use neurone::experiment::{FIELDS, Kind};
use serde_json::Value;

const README: &str = include_str!("../README.md");

fn words(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What a field takes, in the words of the table; nothing for what no attribute can hold.
fn takes(kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Number(min, max) => format!("{min} to {max}"),
        Kind::Integer(min, max) => format!("{min} to {max}"),
        Kind::Seed => format!("0 to {}", u32::MAX),
        Kind::Choice(choices) => words(choices),
        Kind::Flag => "`true`, `false`".into(),
        Kind::Words(choices, _) => format!("for each layer one of {}", words(choices)),
        Kind::Choices(choices, min, max) if min == max => format!("{min} of {}", words(choices)),
        Kind::Choices(choices, ..) => format!("some of {}", words(choices)),
        Kind::Integers(min, max, length) => format!("up to {length} numbers from {min} to {max}"),
        Kind::Points(_)
        | Kind::Numbers(_)
        | Kind::Text(_)
        | Kind::Sequences
        | Kind::Parameter
        | Kind::Edits(_) => return None,
    })
}

fn default(attribute: &str, value: &Value) -> String {
    match value {
        Value::Null => "drawn".into(),
        Value::String(word) => format!("`{word}`"),
        Value::Array(list) if list.is_empty() => {
            if attribute == "layers" { "none: one neuron" } else { "none" }.into()
        }
        Value::Array(list) => {
            let words: Vec<_> = list.iter().filter_map(Value::as_str).collect();
            format!("`{}`", words.join(","))
        }
        Value::Bool(flag) => format!("`{flag}`"),
        // 1.0 is written 1.
        number => number.as_f64().map(|number| number.to_string()).unwrap_or_default(),
    }
}

#[test]
fn the_attribute_table_is_the_schema() {
    let rows = FIELDS.iter().filter(|field| field.name != "version").filter_map(|field| {
        // HTML hides whatever has an attribute `hidden`.
        let attribute = if field.name == "hidden" { "layers".into() } else { field.name.replace('_', "-") };
        let default = default(&attribute, &field.to_value()["default"]);
        Some(format!("| `{attribute}` | {} | {default} |", takes(field.kind)?))
    });
    let expected: Vec<_> = rows.collect();
    let table = README.lines().skip_while(|line| !line.starts_with("| attribute | takes | default")).skip(2);
    let written: Vec<_> = table.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(written, expected);
    assert!(!written.is_empty());
}
