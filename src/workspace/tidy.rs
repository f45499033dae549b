//! This file makes equal numbers equal values: JSON has one kind of number, serde_json has three.

use serde_json::Value;

/// The largest whole number that every reader of JSON holds exactly, 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes every whole number in `value` as an integer, so that `10.0` and `10` compare equal and read as any type.
pub fn tidy(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            if float.fract() == 0.0 && float.abs() <= EXACT {
                *value = (float as i64).into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => object.values_mut().for_each(tidy),
        _ => {}
    }
}
