//! This file loads files of the site itself, when they are first wanted.

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::address;
use super::window;
use super::words;

/// The bytes of a file beside the page.
///
/// # Errors
/// A sentence why it did not come.
pub async fn beside(file: &str) -> Result<ArrayBuffer, String> {
    let thrown = |thrown| format!("{file} was not loaded ({})", words(&thrown));
    let response = JsFuture::from(window().fetch_with_str(&address::beside(file))).await.map_err(thrown)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(format!("{file} was not loaded (status {})", response.status()));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(thrown)?).await.map_err(thrown)?;
    Ok(buffer.unchecked_into())
}
