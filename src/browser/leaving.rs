//! This file says when the page may be about to go away, so that what waits to be saved is saved first.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;
use web_sys::VisibilityState;

use super::document;
use super::window;

/// The listeners of [`watch`]; dropping them ends it.
#[derive(Debug)]
pub struct Leaving(#[expect(dead_code, reason = "held until dropped")] [EventListener; 2]);

/// Calls `leaving` when the page is hidden or closed. It may be called more than once, and the page may come back.
#[must_use = "dropping the listeners ends it"]
pub fn watch(leaving: impl Fn() + Clone + 'static) -> Leaving {
    let also = leaving.clone();
    Leaving([
        EventListener::new(&document(), "visibilitychange", move |_| {
            if document().visibility_state() == VisibilityState::Hidden {
                leaving();
            }
        }),
        EventListener::new(&window(), "pagehide", move |_| also()),
    ])
}

/// Makes the browser ask before it closes the page as long as `unsaved` says so, until the listener is dropped.
#[must_use = "dropping the listener ends it"]
pub fn guard(unsaved: impl Fn() -> bool + 'static) -> EventListener {
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "beforeunload", options, move |event| {
        if unsaved() {
            event.prevent_default();
            if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                event.set_return_value("unsaved");
            }
        }
    })
}
