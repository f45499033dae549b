//! This file writes a table as aligned text, CSV or JSON.

use serde_json::Map;
use serde_json::Value;

use crate::exchange::table;

/// How figures are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Aligned, for people.
    Table,
    /// Comma-separated, RFC 4180.
    Csv,
    /// JSON.
    Json,
}

/// The words for the formats, the usual one first.
pub(super) const FORMATS: &[(&str, Format)] = &[("table", Format::Table), ("csv", Format::Csv), ("json", Format::Json)];

/// Aligned text: the first `left` columns to the left, the others to the right.
pub(super) fn aligned(header: &[String], rows: &[Vec<String>], left: usize) -> String {
    let length = |cell: &String| cell.chars().count();
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(length).max().unwrap_or(0);
    let widths = header.iter().enumerate().map(|(at, title)| length(title).max(widest(at))).collect::<Vec<_>>();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells
            .map(|(at, (cell, width))| if at < left { format!("{cell:width$}") } else { format!("{cell:>width$}") });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    std::iter::once(line(&header.to_vec())).chain(rows.iter().map(line)).collect()
}

/// CSV with a header.
pub(super) fn csv(header: &[String], rows: &[Vec<String>]) -> String {
    table::write(std::iter::once(header).chain(rows.iter().map(Vec::as_slice)))
}

/// An array with one object a row, one row a line.
pub(super) fn json(header: &[String], rows: &[Vec<Value>]) -> String {
    let object = |row: &Vec<Value>| {
        let fields = header.iter().cloned().zip(row.iter().cloned());
        format!("  {}", Value::Object(fields.collect::<Map<_, _>>()))
    };
    format!("[\n{}\n]\n", rows.iter().map(object).collect::<Vec<_>>().join(",\n"))
}
