//! This file holds the law of what is kept from one projection to the next: it changes no figure.

mod edits;
mod generate;

use edits::Dice;
use edits::edit;
use planwright::projection::Memo;
use planwright::projection::Projection;
use planwright::projection::project;
use planwright::projection::project_case;
use planwright::workspace::History;
use planwright::workspace::case;
use proptest::prelude::*;

/// Everything that bills decide, to the last digit.
fn figures(projection: &Projection) -> String {
    format!("{:?} {:?} {:?}", projection.rates.tables, projection.flows.cells, projection.ledger.totals)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever was projected before, base or scenario, this document or the one before an edit.
    #[test]
    fn a_projection_again_is_the_projection(workspace in generate::any(), seed: u64) {
        let mut dice = Dice(seed);
        let (mut history, mut memo) = (History::new(workspace), Memo::default());
        for _ in 0..8 {
            let now = history.workspace().clone();
            for scenario in std::iter::once(None).chain(now.scenarios.keys().map(|id| Some(id.as_str()))) {
                let (again, cold) = (project_case(&now, case(&now, scenario), &mut memo), project(&now, scenario));
                prop_assert_eq!(figures(&again), figures(&cold), "{:?}", scenario);
            }
            let next = edit(&now, &mut dice);
            // Some edits are refused: the document stays as it is.
            history.edit(std::slice::from_ref(&next), None).ok();
        }
    }
}
