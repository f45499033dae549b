//! This file keeps customer lists in the browser's own database, one for each workspace; they never leave this browser.

use std::cell::RefCell;

use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;
use web_sys::IdbDatabase;
use web_sys::IdbObjectStore;
use web_sys::IdbOpenDbRequest;
use web_sys::IdbRequest;
use web_sys::IdbTransactionMode;

use super::clock;
use super::storage::StorageError;
use super::storage::refusal;
use super::window;

const DATABASE: &str = "planwright";
const STORE: &str = "customer-lists";

/// A list as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredList {
    /// The name of its file.
    pub name: String,
    /// Its bytes.
    pub file: Blob,
    /// Columns as they were chosen, as text.
    pub chosen: String,
    /// When it was given, in milliseconds since 1970: no two lists of a browser have the same.
    pub given_ms: f64,
}

impl StoredList {
    /// A list given now.
    pub fn new(name: String, file: Blob) -> Self {
        Self { name, file, chosen: "{}".to_owned(), given_ms: clock::now_ms() }
    }
}

/// The list of a workspace.
///
/// # Errors
/// [`StorageError`].
pub async fn load(workspace: &str) -> Result<Option<StoredList>, StorageError> {
    if let Some(list) = aside(workspace) {
        return Ok(Some(list));
    }
    let store = store(IdbTransactionMode::Readonly).await?;
    let request = store.get(&workspace.into()).map_err(|thrown| refusal(&thrown))?;
    let found = answer(&request).await?;
    let field = |name: &str| Reflect::get(&found, &name.into()).unwrap_or_default();
    Ok(field("file").dyn_into().ok().map(|file| StoredList {
        name: field("name").as_string().unwrap_or_default(),
        file,
        chosen: field("chosen").as_string().unwrap_or_default(),
        given_ms: field("given_ms").as_f64().unwrap_or_default(),
    }))
}

/// Keeps a list as that of a workspace.
///
/// # Errors
/// [`StorageError`]; then what was kept before still is.
pub async fn save(workspace: &str, list: &StoredList) -> Result<(), StorageError> {
    let value = Object::new();
    let fields: [(&str, JsValue); 4] = [
        ("name", list.name.as_str().into()),
        ("file", list.file.clone().into()),
        ("chosen", list.chosen.as_str().into()),
        ("given_ms", list.given_ms.into()),
    ];
    for (name, field) in fields {
        Reflect::set(&value, &name.into(), &field).map_err(|thrown| refusal(&thrown))?;
    }
    let store = store(IdbTransactionMode::Readwrite).await?;
    let request = store.put_with_key(&value, &workspace.into()).map_err(|thrown| refusal(&thrown))?;
    answer(&request).await.map(drop)
}

/// Deletes the list of a workspace.
///
/// # Errors
/// [`StorageError`].
pub async fn delete(workspace: &str) -> Result<(), StorageError> {
    let store = store(IdbTransactionMode::Readwrite).await?;
    let request = store.delete(&workspace.into()).map_err(|thrown| refusal(&thrown))?;
    answer(&request).await.map(drop)
}

thread_local! {
    /// Lists of deleted workspaces, for those who put one back in this visit.
    static ASIDE: RefCell<Vec<(String, StoredList)>> = const { RefCell::new(Vec::new()) };
}

/// Deletes the list of a workspace that is deleted, so that it can be put back with it as long as this visit lasts.
///
/// # Errors
/// [`StorageError`]; a browser without such a database holds no list.
pub async fn set_aside(workspace: &str) -> Result<(), StorageError> {
    let found = match load(workspace).await {
        Err(StorageError::Absent) => None,
        found => found?,
    };
    if let Some(list) = found {
        delete(workspace).await?;
        ASIDE.with(|aside| aside.borrow_mut().push((workspace.to_owned(), list)));
    }
    Ok(())
}

/// Keeps the list of a workspace again that was put back.
///
/// # Errors
/// [`StorageError`].
pub async fn bring_back(workspace: &str) -> Result<(), StorageError> {
    if let Some(list) = aside(workspace) {
        save(workspace, &list).await?;
        ASIDE.with(|aside| aside.borrow_mut().retain(|(id, _)| id != workspace));
    }
    Ok(())
}

/// The list of a workspace that was deleted in this visit.
fn aside(workspace: &str) -> Option<StoredList> {
    ASIDE.with(|aside| aside.borrow().iter().find(|(id, _)| id == workspace).map(|(_, list)| list.clone()))
}

async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, StorageError> {
    let factory = window().indexed_db().map_err(|thrown| refusal(&thrown))?.ok_or(StorageError::Absent)?;
    let request = factory.open_with_u32(DATABASE, 1).map_err(|thrown| refusal(&thrown))?;
    let made = request.clone();
    let make = Closure::once_into_js(move || {
        if let Ok(database) = made.result().map(JsCast::unchecked_into::<IdbDatabase>) {
            // A database without its store refuses what is asked of it next, and that is said.
            let _ = database.create_object_store(STORE);
        }
    });
    request.unchecked_ref::<IdbOpenDbRequest>().set_onupgradeneeded(Some(make.unchecked_ref()));
    let database = answer(&request).await?.unchecked_into::<IdbDatabase>();
    let transaction = database.transaction_with_str_and_mode(STORE, mode).map_err(|thrown| refusal(&thrown))?;
    transaction.object_store(STORE).map_err(|thrown| refusal(&thrown))
}

/// What a request comes to.
async fn answer(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let settled = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(settled).await {
        Ok(_) => request.result().map_err(|thrown| refusal(&thrown)),
        Err(event) => {
            let error = request.error().ok().flatten();
            Err(refusal(&error.map_or(event, JsValue::from)))
        }
    }
}
