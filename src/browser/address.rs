//! This file reads and writes the part of the address after `#`, which browsers do not send anywhere.

use std::fmt;

use gloo::events::EventListener;
use wasm_bindgen::JsValue;

use super::document;
use super::window;
use super::words;

/// The browser would not change the address, as when it is changed too often; with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError(pub String);

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the browser would not change the address ({})", self.0)
    }
}

impl std::error::Error for AddressError {}

/// What stands after `#`; empty if nothing does.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// The page's own address without `#` and what follows: what a link is made of.
pub fn page() -> String {
    let whole = window().location().href().unwrap_or_default();
    whole.split('#').next().unwrap_or_default().to_owned()
}

/// The address of a file of this site. It carries the name of the page's own module, so that no cache mixes two versions.
pub fn beside(file: &str) -> String {
    let script = document().query_selector("script[data-wasm]").ok().flatten();
    let module = script.and_then(|script| script.get_attribute("data-wasm")).unwrap_or_default();
    format!("{file}?{}", module.trim_start_matches("./"))
}

/// The address that opens `fragment`.
pub fn with(fragment: &str) -> String {
    format!("{}#{fragment}", page())
}

/// Puts `fragment` after `#` (takes `#` away if it is empty) without loading or adding to the history.
///
/// # Errors
/// [`AddressError`].
pub fn replace(fragment: &str) -> Result<(), AddressError> {
    let address = if fragment.is_empty() { page() } else { with(fragment) };
    let history = window().history().map_err(|thrown| AddressError(words(&thrown)))?;
    history.replace_state_with_url(&JsValue::NULL, "", Some(&address)).map_err(|thrown| AddressError(words(&thrown)))
}

/// Calls `changed` with the new fragment whenever a person changes it (not on [`replace`]), until the listener is dropped.
#[must_use = "dropping the listener ends it"]
pub fn watch(changed: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| changed(fragment()))
}
