//! This file holds the keys of the whole page.

use gloo::events::EventListener;
use gloo::events::EventListenerOptions;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use web_sys::KeyboardEvent;
use yew::UseReducerHandle;
use yew::hook;
use yew::use_effect_with;

use super::page::PAGES;
use super::session::Action;
use super::session::Panel;
use super::session::Session;

/// What finds everything else.
pub const FIND: &str = "Find a command or input";

/// Every key and what it does, as the dialog lists them.
pub const KEYS: &[(&[&str], &str)] = &[
    (&["Ctrl", "K"], FIND),
    (&["Ctrl", "Z"], "Undo (⌘ in place of Ctrl on a Mac)"),
    (&["Ctrl", "Shift", "Z"], "Redo (also Ctrl Y)"),
    (&["1", "…", "9", "0"], "Turn to a page; 0 is the tenth"),
    (&["?"], "These shortcuts"),
    (&["Esc"], "Close; in a field, put back what was there"),
    (&["Enter"], "Commit a field"),
    (&["↑", "↓"], "Nudge a number; with Shift ten times as far"),
    (&["←", "→"], "Walk the scenario tabs; read a chart's figures"),
    (&["F2"], "Rename a scenario"),
    (&["Alt", "←", "→"], "Move a scenario"),
];

/// Listens for the keys of the whole page.
#[hook]
pub fn use_keys(session: &UseReducerHandle<Session>) {
    use_effect_with(session.dispatcher(), |dispatcher| {
        let dispatcher = dispatcher.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let command = event.ctrl_key() || event.meta_key();
            let action = match event.key().as_str() {
                "z" | "Z" if command && event.shift_key() => Action::Redo,
                "z" | "Z" if command => Action::Undo,
                "y" | "Y" if command => Action::Redo,
                "k" | "K" if command && !event.shift_key() && !event.alt_key() && !in_dialog() => {
                    Action::Show(Some(Panel::Palette))
                }
                _ if command || event.alt_key() || writing() || in_dialog() => return,
                "?" => Action::Show(Some(Panel::Shortcuts)),
                key => match key
                    .parse::<usize>()
                    .ok()
                    .filter(|digit| *digit < 10)
                    .and_then(|number| PAGES.get((number + 9) % 10))
                {
                    Some(page) => Action::Turn(page),
                    None => return,
                },
            };
            event.prevent_default();
            if matches!(action, Action::Undo | Action::Redo) {
                return aside(|| dispatcher.dispatch(action.clone()));
            }
            dispatcher.dispatch(action);
        });
        move || drop(listener)
    });
}

/// Does something with the focus taken out of the field for a moment, so that the field shows the document again.
fn aside(work: impl FnOnce()) {
    let field = gloo::utils::document()
        .active_element()
        .filter(is_field)
        .and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = &field {
        // A refusal to leave the field only leaves its text as typed.
        let _ = field.blur();
    }
    work();
    if let Some(field) = &field {
        let _ = field.focus();
    }
}

fn writing() -> bool {
    gloo::utils::document().active_element().is_some_and(|element| is_field(&element))
}

fn is_field(element: &web_sys::Element) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
}

fn in_dialog() -> bool {
    gloo::utils::document().query_selector("dialog[open]").ok().flatten().is_some()
}
