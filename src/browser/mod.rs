//! This module holds the only callers of the browser outside the page itself, one file per thing the browser lends.

pub mod random;

pub mod clock;

pub mod storage;

pub mod lists;

pub mod address;

pub mod clipboard;

pub mod files;

pub mod fetch;

pub mod picture;

pub mod theme;

pub mod leaving;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

/// The window; the page runs in no worker.
fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The document of the page.
fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// What the browser says is wrong, in its own words.
pub fn words(thrown: &JsValue) -> String {
    if let Some(exception) = thrown.dyn_ref::<web_sys::DomException>() {
        return format!("{}: {}", exception.name(), exception.message());
    }
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| "the browser gave no reason".to_owned()),
    }
}
