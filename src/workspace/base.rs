//! This file holds the base of a document: its model, the same as JSON, and the models scenarios make of it, each made once.

use std::cell::OnceCell;
use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use serde_json::Value;

use super::Scenario;
use super::model::Model;
use super::stage;
use super::stage::Stage;
use super::tidy::tidy;
use crate::json::FromJson;
use crate::json::ToJson;
use crate::json::Unread;
use crate::shape::Problem;
use crate::through_json;

/// Scenarios whose models are kept: those on the screen, each as it is and as it was before the last edit.
const MOST_KEPT: usize = 8;

/// Today's facts, shared by all that is made of them. A copy is the same base until one of them is changed.
#[derive(Clone)]
pub struct Base(Rc<Made>);

struct Made {
    model: Rc<Model>,
    json: OnceCell<Rc<Value>>,
    /// The last used at the end.
    stages: RefCell<Vec<Kept>>,
}

/// What a chain of scenarios makes of the base.
struct Kept {
    chain: Vec<(String, Scenario)>,
    stages: Rc<[Stage]>,
}

impl Base {
    /// The model, shared.
    pub fn shared(&self) -> Rc<Model> {
        self.0.model.clone()
    }

    /// The model, to be changed; a copy of its own where it is shared.
    pub fn make_mut(&mut self) -> &mut Model {
        if Rc::get_mut(&mut self.0).is_none() {
            *self = self.shared().into();
        }
        let made = Rc::get_mut(&mut self.0).expect("a base of its own since the line above");
        made.json.take();
        made.stages.get_mut().clear();
        Rc::make_mut(&mut made.model)
    }

    /// The model as it is written: JSON, whole numbers as integers. What may be left out is, however it was read.
    pub(super) fn json(&self) -> &Rc<Value> {
        self.0.json.get_or_init(|| {
            let mut value = self.0.model.to_json();
            tidy(&mut value);
            value.into()
        })
    }

    /// The models of a chain, as [`stage::stages`]; what a chain leaves as it is is the base's own.
    pub(super) fn stages(&self, chain: &[(&str, &Scenario)], problems: &mut Vec<Problem>) -> Rc<[Stage]> {
        let mut all = self.0.stages.borrow_mut();
        let same =
            |kept: &Kept| kept.chain.iter().map(|(id, scenario)| (id.as_str(), scenario)).eq(chain.iter().copied());
        if let Some(at) = all.iter().position(same) {
            all[at..].rotate_left(1);
        } else {
            let before = problems.len();
            let stages = stage::stages(self.json(), chain, problems);
            stages
                .iter()
                .filter(|stage| Rc::ptr_eq(&stage.model, self.json()))
                .for_each(|stage| stage.know(self.shared()));
            let stages: Rc<[Stage]> = stages.into();
            if problems.len() > before {
                return stages;
            }
            if all.len() == MOST_KEPT {
                all.remove(0);
            }
            let chain = chain.iter().map(|(id, scenario)| ((*id).to_owned(), (*scenario).clone())).collect();
            all.push(Kept { chain, stages });
        }
        all[all.len() - 1].stages.clone()
    }

    /// Lets go of what was made of it; it is made again when asked for.
    pub(super) fn forget(&self) {
        self.0.stages.borrow_mut().clear();
    }
}

impl From<Rc<Model>> for Base {
    fn from(model: Rc<Model>) -> Self {
        Self(Rc::new(Made { model, json: OnceCell::new(), stages: RefCell::default() }))
    }
}

impl From<Model> for Base {
    fn from(model: Model) -> Self {
        Rc::new(model).into()
    }
}

impl From<Base> for Model {
    fn from(base: Base) -> Self {
        (*base).clone()
    }
}

impl Deref for Base {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.0.model
    }
}

impl PartialEq for Base {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.model == other.0.model
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.model.fmt(f)
    }
}

impl FromJson for Base {
    fn from_json(value: &Value) -> Result<Self, Unread> {
        Model::from_json(value).map(Self::from)
    }
}

impl ToJson for Base {
    fn to_json(&self) -> Value {
        self.0.model.to_json()
    }
}

through_json!(Base);

#[cfg(test)]
mod tests {
    use super::MOST_KEPT;
    use crate::workspace::Assumption;
    use crate::workspace::Edit;
    use crate::workspace::Workspace;
    use crate::workspace::apply;
    use crate::workspace::check_value;
    use crate::workspace::sample;
    use crate::workspace::view_and_case;
    use serde_json::json;

    /// The document read anew makes the same models as the one whose base may have kept some.
    fn as_read_anew(workspace: &Workspace) {
        let anew = check_value(&serde_json::to_value(workspace).unwrap()).unwrap();
        assert_eq!(*workspace, anew);
        for scenario in std::iter::once(None).chain(workspace.scenarios.keys().map(|id| Some(id.as_str()))) {
            assert_eq!(view_and_case(workspace, scenario), view_and_case(&anew, scenario), "{scenario:?}");
        }
    }

    #[test]
    fn models_that_are_kept_are_those_a_fresh_document_makes() {
        let mut workspace = sample::workspace();
        for step in 0..2 * MOST_KEPT {
            let price = json!((step + 30).to_string());
            let scenario = [Some("dearer"), Some("premium"), None][step % 3];
            workspace = apply(&workspace, &Edit::set(scenario, "/plans/pro/charges/seats/price", price)).unwrap();
            as_read_anew(&workspace);
        }
    }

    #[test]
    fn a_base_changed_in_place_forgets_what_it_was() {
        let mut workspace = sample::workspace();
        as_read_anew(&workspace);
        let before = workspace.clone();
        workspace.base_mut().segments["solo"].elasticity = -3.0;
        as_read_anew(&workspace);
        assert_eq!(before, sample::workspace(), "a copy stays as it was");
    }

    #[test]
    fn what_is_known_of_an_input_stays_while_the_input_may_be_left_out() {
        let path = "/plans/pro/minimum";
        let known = Assumption { source: "assumed".into(), note: String::new(), range: None };
        let assume = Edit::Assume { path: path.into(), assumption: Some(known) };
        let mut workspace = apply(&sample::workspace(), &assume).unwrap();
        for value in [json!("20"), json!(null), json!("0")] {
            workspace = apply(&workspace, &Edit::set(None, path, value)).unwrap();
            as_read_anew(&workspace);
            assert!(workspace.assumptions.contains_key(path));
        }
        let gone = apply(&workspace, &Edit::Remove { scenario: None, path: "/plans/pro".into() }).unwrap();
        assert!(!gone.assumptions.contains_key(path), "it goes with its plan");
    }
}
