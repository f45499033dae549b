//! This file keeps the focus near where it was when what had it is taken away.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;
use yew::hook;
use yew::use_effect_with;

use super::outlook::Same;
use crate::workspace::Workspace;

/// What can have the focus, first what brings up no keyboard on a phone.
const HELD: [&str; 2] =
    ["button:not(:disabled), a[href], summary", "input:not(:disabled), select:not(:disabled), textarea"];

thread_local! {
    /// What had the focus last, and all it stands in, from the inside.
    static LAST: RefCell<Vec<Around>> = const { RefCell::new(Vec::new()) };
}

/// An element that had the focus inside it, with its neighbours then.
struct Around {
    element: Element,
    beside: [Option<Element>; 2],
}

/// After an edit that removed what had the focus (a row, a plan, a scenario), gives it to what stands beside the removed,
/// or else to what is left around it; left alone, the browser drops it to the top of the page.
#[hook]
pub fn use_kept_focus(workspace: &Rc<Workspace>) {
    use_effect_with((), |()| {
        let listener = EventListener::new(&gloo::utils::document(), "focusin", |event| {
            let first = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let chain = std::iter::successors(first, |element| element.parent_element());
            LAST.set(chain.map(around).collect());
        });
        move || drop(listener)
    });
    use_effect_with(Same(workspace.clone()), |_| {
        // Taken out first: the focus that is given is heard above.
        let last = LAST.take();
        match heir(&last) {
            // A refused focus leaves it where it was.
            Some(field) => drop(field.focus()),
            None => LAST.set(last),
        }
    });
}

/// The element of an id.
pub fn element(id: &str) -> Option<HtmlElement> {
    gloo::utils::document().get_element_by_id(id)?.dyn_into().ok()
}

/// Gives the focus to the element of an id, where there is one.
pub fn give(id: &str) {
    if let Some(element) = element(id) {
        // A refused focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Presses the element of an id, where there is one.
pub fn press(id: &str) {
    if let Some(element) = element(id) {
        element.click();
    }
}

/// What gave the focus up goes away without an heir.
pub fn let_go() {
    LAST.take();
}

fn around(element: Element) -> Around {
    let beside = [element.next_element_sibling(), element.previous_element_sibling()];
    Around { element, beside }
}

/// What the focus goes to, where what had it is gone; a page turned away takes its focus with it.
fn heir(last: &[Around]) -> Option<HtmlElement> {
    let kept = gloo::utils::document().active_element().is_some_and(|now| now.tag_name() != "BODY");
    if kept || last.first()?.element.is_connected() {
        return None;
    }
    let left = last.iter().position(|around| around.element.is_connected())?;
    let gone = last[..left].last().filter(|gone| gone.element.id() != "page")?;
    let beside = gone.beside.iter().flatten().filter(|element| element.is_connected()).find_map(first_held);
    beside.or_else(|| last[left..].iter().find_map(|around| first_held(&around.element)))
}

/// The first place in an element, itself counted, that can have the focus.
fn first_held(element: &Element) -> Option<HtmlElement> {
    let inside = |held: &str| {
        let own = element.matches(held).unwrap_or(false).then(|| element.clone());
        own.or_else(|| element.query_selector(held).ok().flatten())
    };
    HELD.into_iter().find_map(inside)?.dyn_into().ok()
}
