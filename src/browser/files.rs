//! This file saves files to and reads files from the person's machine.

use std::cell::RefCell;
use std::fmt;

use gloo::file::Blob;
use gloo::file::ObjectUrl;
use js_sys::Array;
use js_sys::ArrayBuffer;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::BlobPropertyBag;
use web_sys::DragEvent;
use web_sys::HtmlAnchorElement;
use web_sys::HtmlInputElement;

use super::clock::Timeout;
use super::document;
use super::words;
use crate::exchange::file;
use crate::exchange::file::TextError;

/// How long a saved file's address is kept: browsers fetch it after the click has returned.
const KEPT_MS: u32 = 30_000;

/// Why a file was not read or saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Its content is not text, or too much of it.
    Text(TextError),
    /// The browser could not read or save it, in its own words.
    Refused(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Refused(why) => write!(f, "the browser could not handle the file ({why})"),
        }
    }
}

impl std::error::Error for FileError {}

/// Saves `text` as a download called `name`; `kind` is its media type, as `application/json`.
///
/// # Errors
/// [`FileError::Refused`].
pub fn save(name: &str, kind: &str, text: &str) -> Result<(), FileError> {
    save_blob(name, &Blob::new_with_options(text, Some(kind)))
}

/// Saves bytes as a download called `name`; `kind` is their media type.
///
/// # Errors
/// [`FileError::Refused`].
pub fn save_bytes(name: &str, kind: &str, bytes: &ArrayBuffer) -> Result<(), FileError> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_buffer_source_sequence_and_options(&Array::of1(bytes), &options);
    save_blob(name, &blob.map_err(|thrown| FileError::Refused(words(&thrown)))?.into())
}

/// Saves a blob as a download called `name`.
///
/// # Errors
/// [`FileError::Refused`].
pub fn save_blob(name: &str, blob: &Blob) -> Result<(), FileError> {
    let address = ObjectUrl::from(blob.clone());
    let anchor = document().create_element("a").map_err(|thrown| FileError::Refused(words(&thrown)))?;
    let anchor = anchor.unchecked_into::<HtmlAnchorElement>();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(KEPT_MS, move || drop(address)).forget();
    Ok(())
}

/// Reads a chosen or dropped file as text.
///
/// # Errors
/// [`FileError`]; a file over the limit is refused before it is read.
pub async fn read(chosen: &web_sys::File) -> Result<String, FileError> {
    file::roomy(chosen.size()).map_err(FileError::Text)?;
    let buffer = JsFuture::from(chosen.array_buffer()).await.map_err(|thrown| FileError::Refused(words(&thrown)))?;
    file::text(&Uint8Array::new(&buffer).to_vec()).map_err(FileError::Text)
}

/// The file in a file field, if one was chosen; the field is emptied so that the same file can be chosen again.
pub fn chosen(field: &HtmlInputElement) -> Option<web_sys::File> {
    let file = field.files().and_then(|files| files.get(0));
    field.set_value("");
    file
}

thread_local! {
    /// A file on its way from where it was dropped to the part of the page that reads it.
    static HANDED: RefCell<Option<web_sys::File>> = const { RefCell::new(None) };
}

/// Hands a file on to the part of the page that is shown next.
pub fn hand_on(file: web_sys::File) {
    HANDED.with(|handed| handed.replace(Some(file)));
}

/// The file handed on, if one was; it is handed on once.
pub fn handed() -> Option<web_sys::File> {
    HANDED.with(RefCell::take)
}

/// Whether a file is no workspace by its name: a price page or a table.
pub fn is_table_or_page(name: &str) -> bool {
    let name = name.to_lowercase();
    [".yml", ".yaml", ".csv", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending))
}

/// The file dropped on the page, if a file was.
pub fn dropped(event: &DragEvent) -> Option<web_sys::File> {
    event.data_transfer().and_then(|held| held.files()).and_then(|files| files.get(0))
}
