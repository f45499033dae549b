//! This file holds the figures computed for a row and compares them with the expected ones, field by field.

use planwright::number::Decimal;
use planwright::number::Number;
use serde_json::Map;
use serde_json::Value;

use crate::row::decimal;

/// Figures by the names the table expects. It may hold more than a row asks for, never less.
#[derive(Default)]
pub struct Outcome(Map<String, Value>);

impl Outcome {
    /// With one more exact figure.
    pub fn with(self, key: &str, value: Decimal) -> Self {
        self.put(key, Value::String(value.to_string()))
    }

    /// With one more list of exact figures.
    pub fn with_list(self, key: &str, values: impl IntoIterator<Item = Decimal>) -> Self {
        self.put(key, values.into_iter().map(|value| Value::String(value.to_string())).collect())
    }

    /// With one more value of any kind.
    pub fn put(mut self, key: &str, value: Value) -> Self {
        self.0.insert(key.to_owned(), value);
        self
    }

    /// What differs from the expected fields, in words; empty if nothing does. The tolerance is absolute: 0 compares
    /// decimals exactly; an object names one per field (0 where it names none).
    pub fn differences(&self, expected: &Map<String, Value>, tolerance: &Value) -> Vec<String> {
        let mut differences = Vec::new();
        for (field, expected) in expected {
            let tolerance = match tolerance {
                Value::Object(fields) => fields.get(field).unwrap_or(&Value::Null),
                single => single,
            };
            match self.0.get(field) {
                None => differences.push(format!("{field} was not computed, expected {expected}")),
                Some(found) if agree(found, expected, tolerance) => {}
                Some(found) => differences.push(format!("{field} is {found}, expected {expected}")),
            }
        }
        differences
    }
}

fn agree(found: &Value, expected: &Value, tolerance: &Value) -> bool {
    match (found, expected) {
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| agree(f, e, tolerance))
        }
        (Value::Object(found), Value::Object(expected)) => {
            let near =
                |(key, value): (&String, &Value)| found.get(key).is_some_and(|found| agree(found, value, tolerance));
            expected.iter().all(near)
        }
        _ => match (decimal(found), decimal(expected)) {
            (Some(found), Some(expected)) => close(found, expected, decimal(tolerance).unwrap_or_default()),
            _ => found == expected,
        },
    }
}

fn close(found: Decimal, expected: Decimal, tolerance: Decimal) -> bool {
    match found.checked_sub(expected) {
        Some(difference) => difference.abs() <= tolerance,
        None => (found.to_f64() - expected.to_f64()).abs() <= tolerance.to_f64(),
    }
}

#[test]
fn fields_are_compared_one_by_one() {
    let outcome = Outcome::default().with("a", Decimal::ONE).with_list("b", [Decimal::ONE, Decimal::TWO]);
    let cases = [
        (r#"{"a": "1.00"}"#, "0", 0),
        (r#"{"a": 1, "b": [1, "2.0"]}"#, "0", 0),
        (r#"{"a": "1.01"}"#, "0", 1),
        (r#"{"a": "1.01"}"#, "0.01", 0),
        (r#"{"a": "1.01", "b": [1.01, 2]}"#, r#"{"b": 0.1}"#, 1),
        (r#"{"b": [1]}"#, "9", 1),
        (r#"{"c": 1}"#, "9", 1),
        (r#"{"a": null}"#, "9", 1),
    ];
    for (expected, tolerance, differences) in cases {
        let expected: Map<String, Value> = serde_json::from_str(expected).expect("valid JSON");
        let tolerance = serde_json::from_str(tolerance).expect("valid JSON");
        assert_eq!(outcome.differences(&expected, &tolerance).len(), differences, "{expected:?} within {tolerance}");
    }
}
