//! This module writes the price list of a scenario in the formats of others; what a format cannot hold is named.
//!
//! A format is a file here and a line in [`FORMATS`]. All of them read the model as JSON, so that a price model or a
//! term they do not know is met as one, and said.

mod catalogue;

mod lago;

mod pricing2yaml;

pub mod schema;

mod stripe;

use serde_json::Value;

use crate::json::ToJson;
use crate::month::Month;
use crate::workspace::Workspace;
use crate::workspace::effective;

/// A format to export to.
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What its files are for, in a sentence.
    pub about: &'static str,
    /// What the names of its files end in.
    pub ending: &'static str,
    /// The media type of its files.
    pub kind: &'static str,
}

/// Every format, in the order offered. They are only named here, so that whoever lists them does not carry the writers.
pub const FORMATS: &[Format] = &[pricing2yaml::FORMAT, stripe::FORMAT, lago::FORMAT];

/// Writes a price list, and names what it cannot write.
type Writer = fn(&Source<'_>, &mut Vec<String>) -> String;

/// What writes each format, in the same order.
const WRITERS: &[Writer] = &[pricing2yaml::write, stripe::write, lago::write];

/// What is exported.
struct Source<'a> {
    workspace: &'a Workspace,
    /// The model of the scenario, every lever applied.
    model: Value,
    today: Month,
}

/// The price list of a scenario (none is the base) as a file of the format with this id, and what it does not hold; none
/// where there is no such format.
pub fn export(
    format: &str,
    workspace: &Workspace,
    scenario: Option<&str>,
    today: Month,
) -> Option<(String, Vec<String>)> {
    let write = WRITERS.get(FORMATS.iter().position(|known| known.id == format)?)?;
    let model = effective(workspace, scenario).to_json();
    let mut left_out = beside(&model);
    let text = write(&Source { workspace, model, today }, &mut left_out);
    Some((text, left_out))
}

/// What stands beside the plans and the add-ons of a price list, by collection, and what it is called.
const BESIDE: &[(&str, &str)] = &[
    ("coupons", "Coupons"),
    ("books", "Price books, with their currencies and own prices"),
    ("price_changes", "Scheduled price changes: prices are those before them"),
];

/// What no format writes of a model, by name.
fn beside(model: &Value) -> Vec<String> {
    let line = |(key, label): &(&str, &str)| {
        let name = |one: &Value| {
            let from = one.get("from").and_then(Value::as_str).filter(|_| *key == "price_changes");
            let from = from.map_or_else(String::new, |month| format!(" from {month}"));
            format!("{}{from}", one["name"].as_str().unwrap_or_default())
        };
        let names = model.get(key)?.as_object()?.values().map(name).collect::<Vec<_>>();
        (!names.is_empty()).then(|| format!("{label}: {}", names.join(", ")))
    };
    BESIDE.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests;
