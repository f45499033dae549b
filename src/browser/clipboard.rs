//! This file puts text and pictures on the clipboard.

use std::fmt;

use js_sys::Array;
use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::window;
use super::words;

/// Why nothing was copied; the page then shows a text for copying by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClipboardError {
    /// The browser lends its clipboard only to pages from https or this machine.
    Absent,
    /// The browser or the person refused, in the browser's words.
    Refused(String),
}

impl fmt::Display for ClipboardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("this browser lends its clipboard only to secure pages"),
            Self::Refused(why) => write!(f, "the browser did not copy it ({why})"),
        }
    }
}

impl std::error::Error for ClipboardError {}

/// Copies `text`. Call it while handling a click or key, or the browser will refuse.
///
/// # Errors
/// [`ClipboardError`].
pub async fn write(text: &str) -> Result<(), ClipboardError> {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return Err(ClipboardError::Absent);
    }
    match JsFuture::from(clipboard.write_text(text)).await {
        Ok(_) => Ok(()),
        Err(thrown) => Err(ClipboardError::Refused(words(&thrown))),
    }
}

/// Copies a picture, as the file it would be saved as. Call it while handling a click or key, or the browser will refuse.
///
/// # Errors
/// [`ClipboardError`].
pub async fn write_picture(picture: &web_sys::Blob) -> Result<(), ClipboardError> {
    let clipboard = window().navigator().clipboard();
    let item =
        Reflect::get(&window(), &"ClipboardItem".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let Some(item) = item.filter(|_| !clipboard.is_undefined()) else { return Err(ClipboardError::Absent) };
    let copied = async {
        let parts = Object::new();
        Reflect::set(&parts, &picture.type_().into(), picture)?;
        let items = Array::of1(&Reflect::construct(&item, &Array::of1(&parts))?);
        let write = Reflect::get(&clipboard, &"write".into())?.dyn_into::<Function>()?;
        JsFuture::from(write.call1(&clipboard, &items)?.dyn_into::<Promise>()?).await
    };
    copied.await.map(drop).map_err(|thrown: JsValue| ClipboardError::Refused(words(&thrown)))
}
