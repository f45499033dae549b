//! This file runs the oracle tables: figures from outside sources that the engine must reproduce.
//!
//! The tables stand in `tests/oracles/data`; `ORACLES=/some/folder cargo test --test oracles` runs others instead.
//! A row that no table's function covers is listed and counted, never passed over in silence.

mod billing;
mod demand;
mod money;
mod outcome;
mod price_models;
mod retention;
mod row;
mod saas_metrics;
mod surveys;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use outcome::Outcome;
use row::Row;
use serde_json::Value;

/// Computes the figures of a row, or declines it.
type Compute = fn(&Row) -> Option<Outcome>;

/// Tables with a function for their rows. A table that is not listed is not covered.
const TABLES: &[(&str, Compute)] = &[
    ("billing", billing::compute),
    ("demand", |row| surveys::compute(row).or_else(|| fields(row, demand::run))),
    ("money", money::compute),
    ("price_models", price_models::compute),
    ("proration", billing::compute),
    ("retention", |row| fields(row, retention::run)),
    ("saas_metrics", saas_metrics::compute),
];

/// Tables of which this project's copy must be covered to the last row.
const COMPLETE: &[&str] = &["billing", "demand", "money", "price_models", "proration", "retention", "saas_metrics"];

#[test]
fn every_covered_row_comes_out() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/data");
    let named = std::env::var_os("ORACLES").map(PathBuf::from);
    let folder = named.as_deref().unwrap_or(&own);
    let (mut passed, mut wrong, mut uncovered) = (0, Vec::new(), Vec::new());
    for row in rows(folder) {
        let place = format!("{} {}", row.table, row.name);
        let compute = TABLES.iter().find(|(table, _)| *table == row.table).map(|(_, compute)| compute);
        match compute.and_then(|compute| compute(&row)) {
            None => uncovered.push((row.table, place)),
            Some(outcome) => match outcome.differences(&row.expected, &row.tolerance) {
                differences if differences.is_empty() => passed += 1,
                differences => wrong.push(format!("{place}: {}", differences.join("; "))),
            },
        }
    }
    let counts = format!("{passed} passed, {} wrong, {} not covered", wrong.len(), uncovered.len());
    let mut report: String = uncovered.iter().map(|(_, place)| format!("not covered: {place}\n")).collect();
    report += &format!("oracles in {}: {counts}\n", folder.display());
    // Past the capture of the test harness: a run that passes tells this too.
    std::io::stderr().write_all(report.as_bytes()).expect("stderr is open");
    assert!(wrong.is_empty(), "{counts}\n{}", wrong.join("\n"));
    assert!(passed + uncovered.len() > 0, "{} holds no rows", folder.display());
    let gaps: Vec<_> = uncovered.iter().filter(|(table, _)| COMPLETE.contains(&table.as_str())).collect();
    assert!(named.is_some() || gaps.is_empty(), "rows that must be covered are not: {gaps:?}");
}

/// The figures of a table whose function gives them as one object.
fn fields(row: &Row, run: fn(&str, &Value) -> Option<Value>) -> Option<Outcome> {
    let found = run(&row.name, &Value::Object(row.inputs.clone()))?;
    Some(found.as_object()?.iter().fold(Outcome::default(), |outcome, (key, value)| outcome.put(key, value.clone())))
}

/// Every row of every `.json` table in the folder, tables by name.
fn rows(folder: &Path) -> Vec<Row> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files.iter().flat_map(|file| row::read(file)).collect()
}
