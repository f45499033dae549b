//! This file tells a control of a change only when the change concerns what stands at its path.

use std::cell::Cell;
use std::cell::RefCell;
use std::mem::Discriminant;
use std::mem::discriminant;
use std::rc::Rc;

use serde_json::Value;
use yew::AttrValue;
use yew::hook;
use yew::use_context;
use yew::use_effect_with;
use yew::use_force_update;
use yew::use_mut_ref;

use super::frame::Frame;
use crate::shape::Shape;

/// The frame as it stands, and who wants to be told of changes. The same for as long as the desk stands: being given it
/// renders nothing again.
#[derive(Clone)]
pub struct Watch(Rc<Watched>);

impl PartialEq for Watch {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Called with the frame, and whether everything changed.
type Watcher = Rc<dyn Fn(&Frame, bool)>;

struct Watched {
    frame: RefCell<Frame>,
    /// The frame the watchers were last told of.
    told: RefCell<Around>,
    watchers: RefCell<Vec<(u32, Watcher)>>,
    next: Cell<u32>,
}

impl Watch {
    /// Watches over `frame`.
    pub fn new(frame: Frame) -> Self {
        let told = RefCell::new(Around::of(&frame));
        let (frame, watchers) = (RefCell::new(frame), RefCell::default());
        Self(Rc::new(Watched { frame, told, watchers, next: Cell::default() }))
    }

    /// The frame as it stands now; for what happens later than it was rendered.
    pub fn frame(&self) -> Frame {
        self.0.frame.borrow().clone()
    }

    /// Takes the frame that everything is about to be rendered from, and tells those whom it concerns. Not later, in an
    /// effect: the browser may send the next key before effects run.
    pub fn put(&self, frame: &Frame) {
        if self.0.frame.replace(frame.clone()) == *frame {
            return;
        }
        let around = Around::of(frame);
        let all = self.0.told.replace(around.clone()) != around;
        // Those told may come and go.
        let watchers = self.0.watchers.borrow().clone();
        for (_, watcher) in watchers {
            watcher(frame, all);
        }
    }

    fn add(&self, watcher: Watcher) -> u32 {
        let id = self.0.next.get();
        self.0.next.set(id.wrapping_add(1));
        self.0.watchers.borrow_mut().push((id, watcher));
        id
    }

    fn remove(&self, id: u32) {
        self.0.watchers.borrow_mut().retain(|(other, _)| *other != id);
    }
}

/// Everything around the values that any control may show: whose change concerns them all.
#[derive(Clone, PartialEq)]
struct Around {
    scenario: Option<String>,
    colour: String,
    locale: crate::number::Locale,
    currency: crate::number::Currency,
    start: crate::month::Month,
    months: u32,
    refused: Option<Rc<super::refused::Refused>>,
    known: crate::workspace::Paths<crate::workspace::Assumption>,
    names: Vec<(String, String)>,
}

impl Around {
    fn of(frame: &Frame) -> Self {
        let workspace = frame.workspace();
        Self {
            scenario: frame.session.scenario.clone(),
            colour: frame.front.colour.clone(),
            locale: frame.locale,
            currency: workspace.currency,
            start: workspace.start,
            months: workspace.months,
            refused: frame.session.refused.clone(),
            known: workspace.assumptions.clone(),
            names: names(frame.front.model()),
        }
    }
}

/// The ids and names of all objects, in order: labels and choices are made of them.
fn names(model: &Value) -> Vec<(String, String)> {
    let collections = model.as_object().into_iter().flat_map(|model| model.values());
    let objects = collections.filter_map(Value::as_object).flatten();
    let name = |object: &Value| object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    objects.map(|(id, object)| (id.clone(), name(object))).collect()
}

/// What a control showed when it was last rendered.
#[derive(PartialEq)]
struct Seen {
    value: Value,
    inherited: Value,
    field: Option<(&'static str, bool, Discriminant<Shape>)>,
}

impl Seen {
    fn of(frame: &Frame, path: &str) -> Self {
        let value = |found: Option<&Value>| found.cloned().unwrap_or_default();
        let field = frame.front.field(path).map(|field| (field.label, field.optional, discriminant(&field.shape)));
        Self { value: value(frame.front.value(path)), inherited: value(frame.front.inherited(path)), field }
    }

    fn holds(&self, frame: &Frame, path: &str) -> bool {
        let same = |seen: &Value, now: Option<&Value>| now.map_or(seen.is_null(), |now| now == seen);
        let field = frame.front.field(path).map(|field| (field.label, field.optional, discriminant(&field.shape)));
        same(&self.value, frame.front.value(path))
            && same(&self.inherited, frame.front.inherited(path))
            && self.field == field
    }
}

/// The frame for a control at `path`, which renders again only when what stands there changes, or something around it.
///
/// What is done later must not keep the frame: it asks [`Watch::frame`] for the newest, or needs only the dispatcher.
#[hook]
pub fn use_frame_at(path: &AttrValue) -> (Watch, Frame) {
    let watch = use_context::<Watch>().expect("every control is rendered inside the frame");
    let update = use_force_update();
    let frame = watch.frame();
    let seen = use_mut_ref(|| None::<Seen>);
    *seen.borrow_mut() = Some(Seen::of(&frame, path));
    use_effect_with((watch.clone(), path.clone()), move |(watch, path)| {
        let (watched, watch, path) = (watch.clone(), watch.clone(), path.clone());
        let id = watched.add(Rc::new(move |frame, all| {
            if all || !seen.borrow().as_ref().is_some_and(|seen| seen.holds(frame, &path)) {
                update.force_update();
            }
        }));
        move || watch.remove(id)
    });
    (watch, frame)
}
