//! This file reads the rows of an oracle table.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use planwright::number::Decimal;
use serde_json::Map;
use serde_json::Value;

/// One row: what to compute and what comes out.
pub struct Row {
    /// The file's name without `.json`.
    pub table: String,
    /// Folder of the table, for rows that name further files.
    pub folder: PathBuf,
    /// The row's name.
    pub name: String,
    /// Where the figures come from.
    pub source: String,
    /// What to compute.
    pub inputs: Map<String, Value>,
    /// What comes out.
    pub expected: Map<String, Value>,
    /// 0 for exact, a number, or a number per field.
    pub tolerance: Value,
}

/// The rows of a table.
pub fn read(file: &Path) -> Vec<Row> {
    let fail = |what: &dyn std::fmt::Display| -> ! { panic!("{}: {what}", file.display()) };
    let text = fs::read_to_string(file).unwrap_or_else(|error| fail(&error));
    let rows: Vec<Map<String, Value>> = serde_json::from_str(&text).unwrap_or_else(|error| fail(&error));
    let table = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = file.parent().unwrap_or(Path::new(".")).to_path_buf();
    let object = |row: &Map<String, Value>, key: &str| match row.get(key) {
        Some(Value::Object(object)) => object.clone(),
        _ => fail(&format!("a row without {key}: {row:?}")),
    };
    let row = |row: &Map<String, Value>| Row {
        table: table.clone(),
        folder: folder.clone(),
        name: row.get("name").and_then(Value::as_str).unwrap_or("without a name").to_owned(),
        source: row.get("source").and_then(Value::as_str).unwrap_or_default().to_owned(),
        inputs: object(row, "inputs"),
        expected: object(row, "expected"),
        tolerance: row.get("tolerance").cloned().unwrap_or(Value::from(0)),
    };
    rows.iter().map(row).collect()
}

impl Row {
    /// The input as text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.inputs.get(key)?.as_str()
    }

    /// The input as an exact decimal, from a string or a number.
    pub fn decimal(&self, key: &str) -> Option<Decimal> {
        decimal(self.inputs.get(key)?)
    }

    /// The first of these inputs that is there, as a decimal.
    pub fn first(&self, keys: &[&str]) -> Option<Decimal> {
        keys.iter().find_map(|key| self.decimal(key))
    }

    /// The input as a list.
    pub fn list(&self, key: &str) -> Option<&[Value]> {
        self.inputs.get(key)?.as_array().map(Vec::as_slice)
    }

    /// Whether every input is one of these (notes aside): a row that asks for more is not covered by what ignores it.
    pub fn only(&self, keys: &[&str]) -> bool {
        self.inputs.keys().all(|key| key == "note" || keys.contains(&key.as_str()))
    }
}

/// A JSON string or number as an exact decimal.
pub fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    text.parse().or_else(|_| Decimal::from_scientific(&text)).ok()
}
