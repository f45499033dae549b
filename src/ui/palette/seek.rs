//! This file brings the focus to the field of an input: what hides it is opened as a person would, from the outside in.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::use_effect_with;

use crate::browser::clock::Timeout;
use crate::ui::focus;
use crate::ui::frame::id_of;
use crate::ui::frame::use_frame;
use crate::ui::session::Action;
use crate::workspace::path::within;

/// What is pressed to see the inputs within one of the paths in this attribute.
const HOLDS: &str = "data-holds";
/// Attributes that say that it was pressed.
const PRESSED: &str = "[aria-expanded=true], [aria-selected=true], [aria-pressed=true], details[open] > summary";
/// Steps before a field that does not come is given up: some to open what holds it, many to pass a long table.
const MOST: u32 = 120;
/// Tables that show only the rows in view.
const LONG: &str = "main .in-view";
/// How long a step waits for a page that is not drawn yet, in milliseconds.
const WAIT_MS: u32 = 16;

/// What is looked for.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path of the input.
    pub path: String,
}

/// Looks for the field of an input from when it is rendered; says when the focus is there.
#[component]
pub fn Seek(props: &Props) -> Html {
    let frame = use_frame();
    use_effect_with(props.path.clone(), move |path| {
        let session = frame.session.clone();
        let done = Rc::new(move || session.dispatch(Action::Seek(None)));
        let waiting = Rc::new(RefCell::new(None));
        look(path.clone(), 0, waiting.clone(), done);
        move || drop(waiting.take())
    });
    Html::default()
}

/// Takes one step after the page has been drawn again, until the focus is in the field, or it does not come.
fn look(path: String, step: u32, waiting: Rc<RefCell<Option<Timeout>>>, done: Rc<dyn Fn()>) {
    let next = waiting.clone();
    let timeout = Timeout::new(if step == 0 { 0 } else { WAIT_MS }, move || {
        if let Some(field) = field(&path) {
            reveal(&field);
            // A refused focus leaves it where it was.
            let _ = field.focus();
        } else if step < MOST {
            if !open(&path) {
                pass();
            }
            return look(path, step + 1, next, done);
        } else {
            focus::give("page");
        }
        done();
    });
    *waiting.borrow_mut() = Some(timeout);
}

/// The field of an input, or the first of several that are parts of it.
fn field(path: &str) -> Option<HtmlElement> {
    let id = id_of(path);
    let part = || gloo::utils::document().query_selector(&format!("main [id^=\"{id}-\"]")).ok().flatten();
    focus::element(&id).or_else(|| part()?.dyn_into().ok())
}

/// Opens what the field stands in.
fn reveal(field: &Element) {
    let around = std::iter::successors(field.parent_element(), |around| around.parent_element());
    for details in around.filter(|element| element.tag_name() == "DETAILS") {
        // It is only left closed.
        let _ = details.set_attribute("open", "");
    }
}

/// Presses the outermost of what is yet to be opened on the way to an input. Says whether there was any.
fn open(path: &str) -> bool {
    let holding = |element: &Element| {
        let held = element.get_attribute(HOLDS)?;
        held.split_whitespace().filter(|held| within(path, held)).map(str::len).min()
    };
    let shut = |element: &Element| !element.matches(PRESSED).unwrap_or(true);
    let all = all(&format!("main [{HOLDS}]"));
    let found = all.filter(shut).filter_map(|element| Some((holding(&element)?, element)));
    let outermost =
        found.min_by_key(|(length, _)| *length).and_then(|(_, element)| element.dyn_into::<HtmlElement>().ok());
    outermost.as_ref().map(HtmlElement::click).is_some()
}

/// Scrolls the first table that shows only the rows in view one screen further; after the end of the last, all begin again.
fn pass() {
    let further = |table: &Element| {
        let before = table.scroll_top();
        table.set_scroll_top(before + table.client_height());
        table.scroll_top() > before
    };
    if !all(LONG).any(|table| further(&table)) {
        all(LONG).for_each(|table| table.set_scroll_top(0));
    }
}

fn all(selector: &str) -> impl Iterator<Item = Element> + use<> {
    let found = gloo::utils::document().query_selector_all(selector).ok();
    let count = found.as_ref().map_or(0, |found| found.length());
    (0..count).filter_map(move |at| found.as_ref()?.item(at)?.dyn_into().ok())
}
