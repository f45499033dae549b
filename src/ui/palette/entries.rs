//! This file lists everything that can be done and gone to from anywhere, out of the lists that the page itself is made of.

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;

use crate::projection::METRICS;
use crate::shape::capital;
use crate::ui::control::Item;
use crate::ui::frame::Frame;
use crate::ui::keeper::Keeper;
use crate::ui::keys::FIND;
use crate::ui::main_menu;
use crate::ui::page::PAGES;
use crate::ui::page::editing;
use crate::ui::page::inside;
use crate::ui::session::Action;
use crate::ui::session::Panel;
use crate::ui::tabs;
use crate::ui::top;
use crate::workspace::describe;
use crate::workspace::field_at;
use crate::workspace::inputs;
use crate::workspace::path;
use crate::workspace::value_words;

/// One thing that can be done or gone to.
#[derive(PartialEq)]
pub struct Entry {
    /// What it is called here, apart from its menu: `Workspace: Rename`.
    pub label: AttrValue,
    /// What kind of thing it is; of an input, its page.
    pub place: &'static str,
    /// Icon, colour, keys, and what happens.
    pub item: Item,
    /// Path of an input.
    path: Option<String>,
}

impl Entry {
    fn new(item: Item, place: &'static str) -> Self {
        let label = if item.of.is_empty() { item.label.clone() } else { format!("{}: {}", item.of, item.label).into() };
        Self { label, place, item, path: None }
    }

    /// What stands beside the label: what kind of thing it is, and of an input its value.
    pub fn note(&self, frame: &Frame) -> String {
        let input = self.path.as_deref().and_then(|path| Some((path, frame.input(path)?)));
        // An object's name is its label already.
        let input = input.filter(|(path, _)| !path.ends_with("/name"));
        let Some((path, input)) = input else { return self.place.to_owned() };
        let shape = &input.field.shape;
        let currency = frame.style_at(path, shape).map_or(frame.workspace().currency, |style| style.currency);
        let value = value_words(&input.value, shape, frame.front.model(), currency, frame.locale);
        format!("{value} · {}", self.place)
    }
}

/// Every entry: pages, commands, scenarios, figures, inputs.
pub fn entries(frame: &Frame, keeper: &Keeper) -> Vec<Entry> {
    let commands = top::items(frame).into_iter().chain([tabs::adding(frame)]).chain(main_menu::items(frame, keeper));
    let commands = commands.filter(|item| !item.disabled && item.label != FIND);
    let own = frame.session.scenario.clone().map(|id| tabs::items(frame, id)).unwrap_or_default();
    let scenarios = tabs::fronts(frame).into_iter().chain(top::against(frame)).chain(own);
    let mut all = pages(frame);
    all.extend(commands.map(|item| Entry::new(item, "Command")));
    all.extend(scenarios.filter(|item| !item.disabled).map(|item| Entry::new(item, "Scenario")));
    all.extend(figures(frame));
    all.extend(inputs(frame.front.model()).into_iter().filter_map(|path| input(frame, path)));
    all
}

const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

fn pages(frame: &Frame) -> Vec<Entry> {
    let entry = |(at, page): (usize, &'static crate::ui::page::Page)| {
        let session = frame.session.clone();
        let action = Callback::from(move |()| session.dispatch(Action::Turn(page)));
        let item = Item::new(page.name, page.icon, action).checked(page.id == frame.session.page.id);
        Entry::new(item.keys(DIGITS.get(at).copied().unwrap_or_default()), "Page")
    };
    PAGES.iter().enumerate().map(entry).collect()
}

/// Each figure, opened down to its formula.
fn figures(frame: &Frame) -> Vec<Entry> {
    let entry = |metric: &'static crate::projection::Metric| {
        let session = frame.session.clone();
        let action = Callback::from(move |()| session.dispatch(Action::Show(Some(Panel::Explain(metric.id)))));
        Entry::new(Item::new(metric.name, "help", action), "Figure explained")
    };
    METRICS.iter().map(entry).collect()
}

/// An input that a page has a field for; an object is called by its name, where the name is given.
fn input(frame: &Frame, at: String) -> Option<Entry> {
    let page = editing(&at)?;
    let model = frame.front.model();
    let field = frame.front.field(&at).filter(|_| placed(&at, model))?;
    let object = at.strip_suffix("/name").and_then(|object| Some((field_at(object, model)?, path::get(model, &at)?)));
    let label = match object {
        Some((object, name)) => format!("{} {}", capital(object.label), name.as_str().unwrap_or_default()),
        None => match (frame.front.title(&at, &field), describe(&at, model)) {
            // What has no name of its own is known by what it refers to: Teams on Pro.
            (title, Some(words)) if title == field.label && !words.subject.is_empty() => {
                format!("{}: {title}", words.subject)
            }
            (title, _) => title,
        },
    };
    let action = {
        let (session, at) = (frame.session.clone(), at.clone());
        Callback::from(move |()| session.dispatch(Action::Seek(Some(at.clone()))))
    };
    Some(Entry { path: Some(at), ..Entry::new(Item::new(label, page.icon, action), page.name) })
}

/// Paths inside which pages have no field with a name of its own, `*` for any one step: what is ticked among others, what
/// another way of editing gives, what comes from a file.
const NOWHERE: &[&str] = &[
    "/meters",
    "/plans/*/free",
    "/plans/*/closed",
    "/plans/*/successor",
    "/add_ons/*/available_for",
    "/add_ons/*/depends_on",
    "/add_ons/*/excludes",
    "/add_ons/*/features",
    "/add_ons/*/limits",
    "/coupons/*/plans",
    "/segments/*/negotiated/plans",
    "/evidence/*/used",
    "/evidence/*/rows",
    "/costs/fixed/*/department",
    "/rollout/cap",
];
/// The same, of inputs that have a field once they are given.
const ONCE_GIVEN: &[&str] = &[
    "/features/*/unit",
    "/add_ons/*/extends",
    "/plans/*/minimum_units",
    "/segments/*/attention",
    "/segments/*/loyalty",
    "/segments/*/cutting",
    "/competitors/*/prices",
    "/rollout",
    "/price_changes",
];

/// Whether a page has a field for the input at a path.
fn placed(at: &str, model: &Value) -> bool {
    let steps: Vec<&str> = at.split('/').skip(1).collect();
    let given = || path::get(model, at).is_some_and(|value| !value.is_null());
    let flag = |feature: &str| path::get(model, &format!("/features/{feature}/kind")).is_none_or(|kind| kind == "flag");
    let free = || model["plans"].as_object().is_some_and(|plans| plans.values().any(|plan| plan["free"] == true));
    let own = match steps[..] {
        // What a finding is, is said when it is added.
        ["evidence", _] => false,
        ["plans", _, "features", feature] => flag(feature),
        ["plans", _, "limits", feature] => !flag(feature),
        ["segments", _, "free_conversion" | "free_churn"] => free(),
        _ => true,
    };
    let listed = |paths: &[&str]| paths.iter().any(|path| inside(at, path));
    own && !listed(NOWHERE) && (!listed(ONCE_GIVEN) || given())
}
