//! This module makes random documents for laws: each passes the check, and all price models, drivers and curves occur.
#![allow(dead_code)]

mod dice;

mod edits;

mod model;

use planwright::workspace::Workspace;
use planwright::workspace::apply;
use planwright::workspace::check_value;
use proptest::prelude::Strategy;
use proptest::prelude::any;
use serde_json::json;

pub use dice::Dice;
pub use edits::edit;
pub use edits::inputs;
pub use edits::value_of;
pub use model::model;

/// How large a document is: plans, segments, channels, edits that made its scenarios.
pub type Size = (usize, usize, usize, usize);

/// A random workspace with up to three scenarios.
pub fn workspace() -> impl Strategy<Value = Workspace> {
    let size = (1..=5_usize, 1..=3_usize, 1..=3_usize, 0..=12_usize);
    (size, any::<u64>()).prop_map(|(size, seed)| made(size, seed))
}

/// The workspace of a seed.
pub fn made((plans, segments, channels, edits): Size, seed: u64) -> Workspace {
    let mut dice = Dice(seed);
    let value = json!({
        "schema": 1, "id": "made", "name": "Made", "currency": dice.pick(&["USD", "EUR", "JPY", "KWD"]),
        "start": format!("20{}-{:02}", 20 + dice.below(20), 1 + dice.below(12)), "months": 12 + dice.below(109),
        "kpis": ["arr", "nrr"], "base": model(&mut dice, plans, segments, channels), "scenarios": {}, "assumptions": {},
    });
    let mut workspace = match check_value(&value) {
        Ok(workspace) => workspace,
        Err(problems) => panic!("the made document does not pass: {problems:#?}\n{value:#}"),
    };
    for _ in 0..edits {
        // An edit that is refused is no edit: what is made is what a person could have made.
        if let Ok(next) = apply(&workspace, &edit(&workspace, &mut dice)) {
            workspace = next;
        }
    }
    workspace
}
