//! This file adds, duplicates and removes whole objects of the model: segments, channels, costs, vintages.

use serde_json::Value;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::html;

use crate::ui::frame::Frame;
use crate::ui::frame::next_gesture;
use crate::ui::icon::Icon;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::workspace::Edit;
use crate::workspace::Map;
use crate::workspace::fresh_id;

/// The objects of one collection of the model. Clones are cheap.
#[derive(Clone)]
pub struct Objects {
    frame: Frame,
    path: &'static str,
}

/// The objects at `path`, such as `/segments`.
pub fn objects(frame: &Frame, path: &'static str) -> Objects {
    Objects { frame: frame.clone(), path }
}

impl Objects {
    /// Adds an object called `name` and gives its id; what it is called is also written into it, if it has a name.
    pub fn add(&self, name: &str, mut value: Value) -> String {
        if let Some(own) = value.get_mut("name") {
            *own = name.into();
        }
        let id = self.fresh(name);
        self.run(self.inserting(id.clone(), value));
        id
    }

    /// The edit that adds an object.
    pub fn inserting(&self, id: String, value: Value) -> Edit {
        let scenario = self.frame.session.scenario.clone();
        Edit::Insert { scenario, collection: self.path.to_owned(), id, value }
    }

    /// Adds a copy of an object and gives its id.
    pub fn duplicate(&self, id: &str) -> Option<String> {
        let value = self.frame.front.value(&format!("{}/{id}", self.path))?.clone();
        let name = format!("{} copy", value.get("name").and_then(Value::as_str).unwrap_or(id));
        Some(self.add(&name.chars().take(80).collect::<String>(), value))
    }

    /// Takes an object out, with what refers to it.
    pub fn remove(&self, id: &str) {
        let path = format!("{}/{id}", self.path);
        self.run(Edit::Remove { scenario: self.frame.session.scenario.clone(), path });
    }

    /// Runs an edit as a step of its own; what the check says of it is told by [`Objects::trouble`].
    pub fn run(&self, edit: Edit) {
        self.frame.dispatch(Action::Edit { edit, group: group(self.path, next_gesture()) });
    }

    /// What the check said of the last of these edits, if it was refused.
    pub fn trouble(&self) -> Html {
        match self.frame.input(self.path).and_then(|input| input.problem) {
            Some(problem) => html! { <p class="wrong-text" role="alert">{ problem }</p> },
            None => html! {},
        }
    }

    /// An id that is taken neither in the base nor in any scenario.
    pub fn fresh(&self, name: &str) -> String {
        let mut taken: Map<()> = Map::new();
        let front = self.frame.front.keys(self.path);
        let workspace = self.frame.workspace();
        let levers = workspace.scenarios.values().flat_map(|scenario| scenario.levers.values());
        let inside = format!("{}/", self.path);
        let overridden = levers
            .flat_map(|lever| lever.overrides.keys())
            .filter_map(|path| path.strip_prefix(&inside)?.split('/').next().map(str::to_owned));
        let base = crate::workspace::value_at(workspace, None, self.path);
        let base = base.as_ref().and_then(Value::as_object).into_iter().flat_map(|all| all.keys().cloned());
        taken.extend(front.into_iter().chain(overridden).chain(base).map(|id| (id, ())));
        fresh_id(name, &taken)
    }
}

/// A button that takes something out.
pub fn bin(label: String, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="btn bin" title={label.clone()} aria-label={label} {onclick}><Icon name="bin" /></button>
    }
}
