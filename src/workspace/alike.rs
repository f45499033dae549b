//! This file says whether a scenario has stayed the same from one document to the next.

use super::Workspace;

/// Whether a scenario (the base for `None`) is made of the same inputs in both documents; whatever else they hold, its
/// models and its figures are the same then.
pub fn alike(one: &Workspace, other: &Workspace, scenario: Option<&str>) -> bool {
    // Taken apart, so that a new field has to say here whether figures depend on it.
    let Workspace { currency, start, months, base, schema: _, id: _, name: _, template: _, kpis: _, .. } = one;
    let Workspace { scenarios: _, assumptions: _, .. } = one;
    (*currency, *start, *months) == (other.currency, other.start, other.months)
        && one.chain(scenario) == other.chain(scenario)
        && *base == other.base
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Edit;
    use crate::workspace::apply;
    use crate::workspace::case;
    use crate::workspace::sample;
    use serde_json::json;

    #[test]
    fn a_change_concerns_its_scenario_and_those_that_start_from_it() {
        let before = sample::workspace();
        let all = [None, Some("dearer"), Some("premium")];
        let rows = [
            (Edit::set(None, "/segments/teams/elasticity", json!(-3)), [false, false, false]),
            (Edit::set(Some("dearer"), "/segments/teams/elasticity", json!(-3)), [true, false, false]),
            (Edit::set(Some("premium"), "/segments/teams/elasticity", json!(-3)), [true, true, false]),
            (Edit::SetWorkspace { path: "/months".into(), value: json!(48) }, [false, false, false]),
            (Edit::SetWorkspace { path: "/name".into(), value: json!("Other") }, [true, true, true]),
        ];
        for (edit, expected) in rows {
            let after = apply(&before, &edit).unwrap();
            assert_eq!(all.map(|scenario| alike(&before, &after, scenario)), expected, "{edit:?}");
            for scenario in all.into_iter().filter(|scenario| alike(&before, &after, *scenario)) {
                assert_eq!(case(&before, scenario), case(&after, scenario));
            }
        }
    }
}
