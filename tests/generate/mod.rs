//! This module makes random workspaces that pass the check: every price model, contract, policy and curve there is.
//!
//! A document is drawn from a list of numbers in 0..1, where 0 always means the simplest choice: what shrinks the
//! numbers shrinks the document.

mod charge;
mod draw;
mod evidence;
mod model;
mod policy;
mod scenarios;
mod sold;

use planwright::workspace::Workspace;
use planwright::workspace::check_value;
use planwright::workspace::template::TEMPLATES;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

pub use draw::Draw;

/// How many numbers a document is drawn from; what is missing counts as 0.
const NUMBERS: usize = 800;

/// A random document.
pub fn document() -> impl Strategy<Value = Value> {
    proptest::collection::vec(0.0..1.0, NUMBERS..=NUMBERS).prop_map(|numbers| drawn(&mut Draw::new(numbers)))
}

/// A random workspace that passes the check.
pub fn workspace() -> impl Strategy<Value = Workspace> {
    document().prop_map(|document| match check_value(&document) {
        Ok(workspace) => workspace,
        Err(problems) => panic!("{problems:#?}\n{document}"),
    })
}

/// A random workspace, or now and then one of the templates.
#[allow(dead_code, reason = "not every test crate wants templates")]
pub fn any() -> impl Strategy<Value = Workspace> {
    let template = (0..TEMPLATES.len()).prop_map(|at| TEMPLATES[at].open());
    prop_oneof![9 => workspace(), 1 => template]
}

fn drawn(draw: &mut Draw) -> Value {
    let months = [12, 24, 37, 60, 120][draw.pick(5)];
    let currency = ["USD", "JPY", "KWD"][draw.pick(3)];
    let mut base = model::model(draw);
    let mut scenarios = scenarios::scenarios(draw, &base);
    // Last, so that a document that had none is what it was.
    base["evidence"] = evidence::evidence(draw, &base);
    base["competitors"] = evidence::competitors(draw, &base);
    scenarios::compete(draw, &mut scenarios, &base);
    json!({
        "schema": 2,
        "id": "made",
        "name": "Made",
        "currency": currency,
        "start": "2027-01",
        "months": months,
        "kpis": [],
        "base": base,
        "scenarios": scenarios,
        "assumptions": {},
    })
}
