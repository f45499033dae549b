//! This file holds the frame, what every part of the page reads: session, scenario in front, the one compared, locale.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::Value;
use yew::AttrValue;
use yew::UseReducerHandle;
use yew::hook;
use yew::use_context;

use super::outlook::Outlook;
use super::outlook::Outlooks;
use super::refused::group_path;
use super::session::Action;
use super::session::Session;
use super::words::Style;
use crate::number::Locale;
use crate::shape::Field;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::workspace::Assumption;
use crate::workspace::Edit;
use crate::workspace::Workspace;

/// What every part of the page reads. Clones are cheap.
#[derive(Clone, PartialEq)]
pub struct Frame {
    /// What is open; dispatches actions.
    pub session: UseReducerHandle<Session>,
    /// The scenario in front, computed.
    pub front: Rc<Outlook>,
    /// The scenario it is compared with, computed.
    pub compared: Option<Rc<Outlook>>,
    /// The scenarios computed so far.
    pub outlooks: Outlooks,
    /// The reader's habits with numbers.
    pub locale: Locale,
}

/// The frame; the component renders again when it changes.
#[hook]
pub fn use_frame() -> Frame {
    use_context::<Frame>().expect("every part of the page is rendered inside the frame")
}

/// An input of the model as the scenario in front has it.
#[derive(Clone)]
pub struct Input {
    /// Label, help and shape.
    pub field: Field,
    /// The label with the names of what it belongs to: `Essentials: Price`.
    pub title: String,
    /// Value in force; null where an optional one is left out.
    pub value: Value,
    /// Value without this scenario's own changes.
    pub inherited: Value,
    /// Whether this scenario changes it.
    pub changed: bool,
    /// What the check said of the last edit of it, if it was refused.
    pub problem: Option<String>,
    /// Where its base value comes from, and how sure that is.
    pub known: Option<Assumption>,
}

impl Frame {
    /// The document.
    pub fn workspace(&self) -> &Rc<Workspace> {
        self.session.workspace()
    }

    /// The path of each thing that a scenario changes in the base.
    pub fn changes(&self, scenario: &str) -> Rc<Vec<String>> {
        self.outlooks.changes(self.workspace(), scenario)
    }

    /// Lets something happen.
    pub fn dispatch(&self, action: Action) {
        self.session.dispatch(action);
    }

    /// Changes the document as one step.
    pub fn edit(&self, edit: Edit) {
        self.dispatch(Action::Edit { edit, group: String::new() });
    }

    /// The edit that gives an input of the scenario in front a value.
    pub fn setting(&self, path: &str, value: Value) -> Edit {
        Edit::set(self.session.scenario.as_deref(), path, value)
    }

    /// Gives an input of the scenario in front a value; edits of the same group in a row are one step.
    pub fn set(&self, path: &str, value: Value, group: String) {
        self.dispatch(Action::Edit { edit: self.setting(path, value), group });
    }

    /// Gives an input the value it would have without the scenario in front.
    pub fn reset(&self, path: &str) {
        if let Some(scenario) = &self.session.scenario {
            self.edit(Edit::Reset { scenario: scenario.clone(), path: path.to_owned() });
        }
    }

    /// What stands at `path` of the model; `None` where the path leads nowhere.
    pub fn input(&self, path: &str) -> Option<Input> {
        let field = self.front.field(path)?;
        let value = self.front.value(path).cloned().unwrap_or(Value::Null);
        let inherited = self.front.inherited(path).cloned().unwrap_or(Value::Null);
        let changed = self.session.scenario.is_some() && value != inherited;
        let title = self.front.title(path, &field);
        let problem = self.problem(path);
        let known = self.workspace().assumptions.get(path).cloned();
        Some(Input { field, title, value, inherited, changed, problem, known })
    }

    /// How a number of that shape is written here.
    pub fn style(&self, shape: &Shape) -> Option<Style> {
        Style::of(shape, self.workspace().currency, self.locale)
    }

    /// The same at a path: prices of a price book are in its currency.
    pub fn style_at(&self, path: &str, shape: &Shape) -> Option<Style> {
        let book = path.strip_prefix("/books/").and_then(|inside| inside.split('/').next());
        let book = book.and_then(|id| self.front.projection.case.last().books.get(id));
        Style::of(shape, book.map_or(self.workspace().currency, |book| book.currency), self.locale)
    }

    /// The CSS class of the colour of the scenario in front.
    pub fn colour(&self) -> String {
        format!("c-{}", self.front.colour)
    }

    fn problem(&self, path: &str) -> Option<String> {
        let refused = self.session.refused.as_ref()?;
        if group_path(&refused.group) != Some(path) {
            return None;
        }
        refused.problems.first().map(|problem| format!("{}; allowed: {}", self.found(problem, path), problem.allowed))
    }

    /// What was found: without its place where that is the input at `path` itself or inside it, and with the name of another
    /// input.
    fn found(&self, problem: &Problem, path: &str) -> String {
        let parted = problem.found.rsplit_once(" at ");
        let place = |rest: &str| rest.strip_suffix(" of its model").unwrap_or(rest).to_owned();
        let Some((found, place)) = parted.map(|(found, rest)| (found, place(rest))) else {
            return problem.found.clone();
        };
        if place == path || place.strip_prefix(path).is_some_and(|inside| inside.starts_with('/')) {
            return found.to_owned();
        }
        match self.front.field(&place) {
            Some(field) => format!("{}: {found}", self.front.title(&place, &field)),
            None => problem.found.clone(),
        }
    }

    /// Whose inputs are in front: what is typed for one stays out of another's fields.
    pub fn whose(&self) -> AttrValue {
        format!("{}/{}", self.workspace().id, self.session.scenario.as_deref().unwrap_or_default()).into()
    }
}

thread_local! {
    static GESTURES: Cell<u32> = const { Cell::new(0) };
}

/// The number of a new gesture, unlike any before it in this tab.
pub fn next_gesture() -> u32 {
    GESTURES.with(|gestures| {
        gestures.set(gestures.get().wrapping_add(1));
        gestures.get()
    })
}

/// The id of the element that edits `path`.
pub fn id_of(path: &str) -> AttrValue {
    format!("in{}", path.replace(['/', '~'], "-")).into()
}
