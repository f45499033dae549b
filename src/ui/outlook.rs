//! This file holds the outlook: one scenario as the page shows it, its inputs, projection and changes, computed once.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;
use yew::AttrValue;

use crate::projection::Memo;
use crate::projection::Projection;
use crate::projection::project_case;
use crate::shape::Field;
use crate::shape::Shape;
use crate::workspace::View;
use crate::workspace::Workspace;
use crate::workspace::alike;
use crate::workspace::changed;
use crate::workspace::field_at;
use crate::workspace::path;
use crate::workspace::view_and_case;

/// One scenario, or the base, computed.
pub struct Outlook {
    /// Id of the scenario; none is the base.
    pub scenario: Option<String>,
    /// What people call it.
    pub name: String,
    /// Its colour: `base` or a token of the style sheet.
    pub colour: String,
    /// Its inputs.
    pub view: View,
    /// Its figures.
    pub projection: Projection,
}

impl PartialEq for Outlook {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Outlook {
    /// Computes a scenario of a checked workspace; the base for `None`.
    pub fn new(workspace: &Workspace, scenario: Option<&str>) -> Self {
        Self::again(workspace, scenario, &mut Memo::default())
    }

    /// The same; bills that `memo` knows from the outlook before are not computed again.
    fn again(workspace: &Workspace, scenario: Option<&str>, memo: &mut Memo<f64>) -> Self {
        let found = scenario.and_then(|id| workspace.scenarios.get(id));
        let (view, case) = view_and_case(workspace, scenario);
        Self {
            scenario: found.and(scenario).map(str::to_owned),
            name: found.map_or_else(|| "Base".to_owned(), |found| found.name.clone()),
            colour: found.map_or_else(|| "base".to_owned(), |found| found.colour.clone()),
            view,
            projection: project_case(workspace, case, memo),
        }
    }

    /// The whole model in force, as JSON.
    pub fn model(&self) -> &Value {
        self.view.model()
    }

    /// The value of an input.
    pub fn value(&self, path: &str) -> Option<&Value> {
        self.view.value(path)
    }

    /// Its value without this scenario's own changes.
    pub fn inherited(&self, path: &str) -> Option<&Value> {
        self.view.inherited(path)
    }

    /// Label, help and shape of what stands at a path.
    pub fn field(&self, path: &str) -> Option<Field> {
        field_at(path, self.model())
    }

    /// The ids and names of the objects of a collection (`plans`), in their order.
    pub fn named(&self, collection: &str) -> Vec<(AttrValue, AttrValue)> {
        let objects = self.model().get(collection).and_then(Value::as_object);
        let name = |id: &String, object: &Value| object.get("name").and_then(Value::as_str).unwrap_or(id).to_owned();
        objects.into_iter().flatten().map(|(id, object)| (id.clone().into(), name(id, object).into())).collect()
    }

    /// The name of an object of a collection; its id where it is gone.
    pub fn name_of(&self, collection: &str, id: &str) -> String {
        let name = self.model().get(collection).and_then(|all| all.get(id)).and_then(|found| found.get("name"));
        name.and_then(Value::as_str).unwrap_or(id).to_owned()
    }

    /// The ids of the entries of the map at `path`, in their order.
    pub fn keys(&self, path: &str) -> Vec<String> {
        self.value(path).and_then(Value::as_object).into_iter().flat_map(|object| object.keys().cloned()).collect()
    }

    /// A label with the names of the objects around it: `Essentials: Price`.
    pub fn title(&self, path: &str, field: &Field) -> String {
        let mut around = Vec::new();
        let mut prefix = String::new();
        let mut keyed = None;
        for step in path::steps(path).into_iter().flatten() {
            if let Some(Field { label, shape: Shape::Map { keys: Some(collection), .. }, .. }) = self.field(&prefix) {
                keyed = Some(self.name_of(collection, &step));
                around.push(label.to_owned());
            }
            prefix = format!("{prefix}/{}", crate::shape::escape(&step));
            let name = self.value(&prefix).and_then(|object| object.get("name")).and_then(Value::as_str);
            around.extend(name.map(str::to_owned));
            if prefix.len() < path.len() {
                around.extend(keyed.take());
            }
        }
        around.push(keyed.unwrap_or_else(|| field.label.to_owned()));
        around.join(": ")
    }
}

/// The outlooks told last, one of each scenario, and what each scenario changes: where a later document leaves its inputs
/// as they were, the same is told again. The same for as long as the desk stands.
#[derive(Clone, Default)]
pub struct Outlooks(Rc<Kept>);

#[derive(Default)]
struct Kept {
    outlooks: RefCell<Told<(Rc<Outlook>, Memo<f64>)>>,
    changes: RefCell<Told<Rc<Vec<String>>>>,
}

impl PartialEq for Outlooks {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What was told last of each scenario, or the base, beside the document it was told of.
struct Told<T>(Vec<(Option<String>, Rc<Workspace>, T)>);

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Told<T> {
    /// What is told of a scenario: what was, where its inputs are as they were, else what `tell` makes of it.
    fn of(&mut self, workspace: &Rc<Workspace>, scenario: Option<&str>, tell: impl FnOnce(Option<T>) -> T) -> &T {
        let known = self.0.iter().position(|(of, ..)| of.as_deref() == scenario).map(|at| self.0.swap_remove(at));
        let what = match known {
            Some((_, then, what)) if Rc::ptr_eq(&then, workspace) || alike(&then, workspace, scenario) => what,
            Some((.., what)) => tell(Some(what)),
            None => {
                self.0.retain(|(of, ..)| of.as_ref().is_none_or(|id| workspace.scenarios.contains_key(id)));
                tell(None)
            }
        };
        self.0.push((scenario.map(str::to_owned), workspace.clone(), what));
        &self.0[self.0.len() - 1].2
    }
}

impl Outlooks {
    /// A scenario, or the base for `None`, computed if it was not.
    pub fn of(&self, workspace: &Rc<Workspace>, scenario: Option<&str>) -> Rc<Outlook> {
        let mut told = self.0.outlooks.borrow_mut();
        let (outlook, _) = told.of(workspace, scenario, |before| {
            let mut memo = before.map_or_else(Memo::default, |(_, memo)| memo);
            (Rc::new(Outlook::again(workspace, scenario, &mut memo)), memo)
        });
        outlook.clone()
    }

    /// The path of each thing that a scenario changes in the base: what is counted wherever changes are counted.
    pub fn changes(&self, workspace: &Rc<Workspace>, scenario: &str) -> Rc<Vec<String>> {
        let scenario = Some(scenario);
        let mut told = self.0.changes.borrow_mut();
        told.of(workspace, scenario, |_| Rc::new(changed(workspace, scenario, None))).clone()
    }
}

/// A document compared by pointer: every edit makes a new one.
#[derive(Clone)]
pub struct Same(pub Rc<Workspace>);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
