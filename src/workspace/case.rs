//! This file says which model is in force in which month of a scenario, and where its inputs come from.

use std::rc::Rc;

use serde_json::Value;

use super::Workspace;
use super::model::Model;
use super::path;
use super::stage;
use super::stage::Stage;
use crate::month::Month;

/// A scenario ready to be projected.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// First month.
    pub start: Month,
    /// Months projected, 12..=120.
    pub months: usize,
    /// The model in force from a month on (0 is `start`), in order of month; the first entry is of month 0.
    pub models: Vec<(usize, Rc<Model>)>,
}

/// The scenario's models over time; the base's for `None` (and for an id that is not in the workspace).
///
/// A lever's month at or before the start counts from the start; one beyond the horizon is left out.
pub fn case(workspace: &Workspace, scenario: Option<&str>) -> Case {
    dated(workspace, &workspace.base.stages(&workspace.chain(scenario), &mut Vec::new()))
}

/// The inputs of a scenario as a page shows them, with the case they make.
pub fn view_and_case(workspace: &Workspace, scenario: Option<&str>) -> (View, Case) {
    let chain = workspace.chain(scenario);
    let own = chain.last().map(|(_, own)| own);
    let levers = own.into_iter().flat_map(|own| own.levers.values()).filter(|lever| lever.on);
    let overridden = levers.flat_map(|lever| lever.overrides.keys().cloned()).collect();
    let stages = workspace.base.stages(&chain, &mut Vec::new());
    let inherited = own.map(|own| last(workspace, own.parent.as_deref()));
    (View { effective: stage::last(&stages), inherited, overridden }, dated(workspace, &stages))
}

fn dated(workspace: &Workspace, stages: &[Stage]) -> Case {
    let (start, months) = (workspace.start, workspace.months as usize);
    let mut models: Vec<(usize, &Stage)> = Vec::new();
    for stage in stages {
        let month = stage.from.map_or(0, |from| from.since(start).max(0) as usize);
        if month >= months {
            break;
        }
        match models.last_mut() {
            Some(last) if last.0 == month => last.1 = stage,
            _ => models.push((month, stage)),
        }
    }
    let models = models.into_iter().map(|(month, stage)| (month, typed(stage))).collect();
    Case { start, months, models }
}

/// The model with every lever of the scenario and its ancestors applied, dated ones too.
pub fn effective(workspace: &Workspace, scenario: Option<&str>) -> Model {
    let stages = workspace.base.stages(&workspace.chain(scenario), &mut Vec::new());
    stages.last().map_or_else(|| workspace.base.shared(), typed).as_ref().clone()
}

/// The model of [`effective`] as JSON.
pub(super) fn last(workspace: &Workspace, scenario: Option<&str>) -> Rc<Value> {
    stage::last(&workspace.base.stages(&workspace.chain(scenario), &mut Vec::new()))
}

fn typed(stage: &Stage) -> Rc<Model> {
    stage.typed().expect("the check has read every model of every scenario")
}

/// The inputs of one scenario (or of the base) as a page shows them. Built once for each repaint.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    effective: Rc<Value>,
    inherited: Option<Rc<Value>>,
    overridden: Vec<String>,
}

impl View {
    /// The view of a scenario; of the base for `None`.
    pub fn new(workspace: &Workspace, scenario: Option<&str>) -> Self {
        view_and_case(workspace, scenario).0
    }

    /// The whole model with every lever applied.
    pub fn model(&self) -> &Value {
        &self.effective
    }

    /// The value of an input, all levers applied; `None` where it is absent.
    pub fn value(&self, path: &str) -> Option<&Value> {
        path::get(&self.effective, path)
    }

    /// The value it would have without this scenario's own changes; `None` for the base, and where it is absent.
    pub fn inherited(&self, path: &str) -> Option<&Value> {
        path::get(self.inherited.as_ref()?, path)
    }

    /// The paths this scenario's levers change, in their order.
    pub fn overridden(&self) -> impl Iterator<Item = &str> {
        self.overridden.iter().map(String::as_str)
    }
}

/// The value of an input of a scenario; one look-up. A page that needs many builds a [`View`].
pub fn value_at(workspace: &Workspace, scenario: Option<&str>, path: &str) -> Option<Value> {
    path::get(&last(workspace, scenario), path).cloned()
}

impl Case {
    /// The model in force in month `t`.
    pub fn at(&self, t: usize) -> &Model {
        let (_, model) = self.models.iter().rev().find(|(from, _)| *from <= t).unwrap_or(&self.models[0]);
        model
    }

    /// The model in force at the end: every lever applied.
    pub fn last(&self) -> &Model {
        &self.models[self.models.len() - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Edit;
    use crate::workspace::apply_all;
    use crate::workspace::sample;
    use serde_json::json;

    const PRICE: &str = "/plans/pro/charges/seats/price";

    /// The price in force, with the month it is in force from.
    fn prices(workspace: &Workspace, scenario: Option<&str>) -> Vec<(usize, Value)> {
        let price = |model: &Model| serde_json::to_value(model).unwrap().pointer(PRICE).cloned().unwrap_or_default();
        case(workspace, scenario).models.iter().map(|(month, model)| (*month, price(model))).collect()
    }

    #[test]
    fn dated_levers_come_into_force_in_their_month() {
        let rows: [(_, _, _, &[_]); 7] = [
            ("2027-01", 24, None, &[(0, "49")]),
            ("2027-01", 24, Some("dearer"), &[(0, "59"), (12, "69")]),
            ("2027-01", 24, Some("premium"), &[(0, "59"), (12, "69")]),
            ("2027-01", 12, Some("dearer"), &[(0, "59")]),
            ("2028-01", 24, Some("dearer"), &[(0, "69")]),
            ("2030-01", 24, Some("dearer"), &[(0, "69")]),
            ("2027-01", 24, Some("gone"), &[(0, "49")]),
        ];
        for (start, months, scenario, expected) in rows {
            let edits = [("/start", json!(start)), ("/months", json!(months))]
                .map(|(path, value)| Edit::SetWorkspace { path: path.into(), value });
            let workspace = apply_all(&sample::workspace(), &edits).unwrap();
            let expected: Vec<_> = expected.iter().map(|(month, price)| (*month, json!(price))).collect();
            assert_eq!(prices(&workspace, scenario), expected, "{start} {months} {scenario:?}");
        }
    }

    #[test]
    fn a_view_tells_own_from_inherited() {
        let workspace = sample::workspace();
        let price = |scenario| {
            let view = View::new(&workspace, scenario);
            (view.value(PRICE).cloned(), view.inherited(PRICE).cloned(), view.overridden().any(|path| path == PRICE))
        };
        assert_eq!(price(None), (Some(json!("49")), None, false));
        assert_eq!(price(Some("dearer")), (Some(json!("69")), Some(json!("49")), true));
        assert_eq!(price(Some("premium")), (Some(json!("69")), Some(json!("69")), false));
        let premium = View::new(&workspace, Some("premium"));
        assert_eq!(premium.inherited("/segments/teams/elasticity"), Some(&json!(-1.5)));
        assert_eq!(value_at(&workspace, Some("premium"), "/segments/teams/elasticity"), Some(json!(-2)));
        let model = effective(&workspace, Some("premium"));
        assert_eq!((model.plans.len(), workspace.base.plans.len()), (4, 3));
    }
}
