//! This file keeps workspaces in the browser: loads, saves beside other tabs, duplicates, deletes and puts back.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::random;
use crate::browser::storage::Entry;
use crate::browser::storage::Preference;
use crate::browser::storage::StorageError;
use crate::browser::storage::Store;
use crate::browser::storage::remember_here;
use crate::exchange::file;
use crate::exchange::record::Revision;
use crate::json::ToJson;
use crate::workspace::Workspace;
use crate::workspace::check;

/// The storage as this tab uses it, with what it last read or wrote. Clones share it.
#[derive(Clone)]
pub struct Keeper(Rc<RefCell<Kept>>);

struct Kept {
    store: Result<Store, StorageError>,
    /// Id and revision of the open workspace as stored; none while it is not.
    open: Option<(String, Revision)>,
}

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Keeper {
    /// The keeper of this tab.
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(Kept { store: Store::open(), open: None })))
    }

    /// The storage, or why there is none.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn store(&self) -> Result<Store, StorageError> {
        self.0.borrow().store.clone()
    }

    /// Loads a stored workspace and remembers its revision.
    ///
    /// # Errors
    /// A sentence: it is gone, or what is stored is not a workspace any more.
    pub fn load(&self, id: &str) -> Result<Workspace, LoadError> {
        let (text, revision) = self.store()?.load(id)?;
        let workspace = file::read(text.as_bytes()).map_err(LoadError::File)?;
        self.0.borrow_mut().open = Some((id.to_owned(), revision));
        self.remember(id);
        Ok(workspace)
    }

    /// Saves the open workspace over what this tab last read or wrote of it.
    ///
    /// # Errors
    /// [`StorageError`]; then what was stored still is.
    pub fn save(&self, workspace: &Workspace) -> Result<(), StorageError> {
        let expected = self.0.borrow().open.clone().filter(|(id, _)| *id == workspace.id).map(|(_, revision)| revision);
        let text = workspace.to_json().to_string();
        let revision = self.store()?.save(&workspace.id, &workspace.name, &text, expected.as_ref())?;
        self.0.borrow_mut().open = Some((workspace.id.clone(), revision));
        self.remember(&workspace.id);
        Ok(())
    }

    /// Saves over whatever another tab stored.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn overwrite(&self, workspace: &Workspace) -> Result<(), StorageError> {
        let stored = self.store()?.load(&workspace.id).ok().map(|(_, revision)| (workspace.id.clone(), revision));
        self.0.borrow_mut().open = stored;
        self.save(workspace)
    }

    /// Whether this is the revision this tab last read or wrote of the workspace.
    pub fn knows(&self, id: &str, revision: &Revision) -> bool {
        self.0.borrow().open.as_ref().is_some_and(|(open, known)| open == id && known == revision)
    }

    /// The stored workspaces, the latest saved first; none where there is no storage.
    pub fn list(&self) -> Vec<Entry> {
        self.store().and_then(|store| store.list()).unwrap_or_default()
    }

    /// Deletes a stored workspace and hands back its text.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn delete(&self, id: &str) -> Result<String, StorageError> {
        let text = self.store()?.delete(id)?;
        let mut kept = self.0.borrow_mut();
        if kept.open.as_ref().is_some_and(|(open, _)| open == id) {
            kept.open = None;
        }
        Ok(text)
    }

    /// Stores a deleted workspace again.
    ///
    /// # Errors
    /// A sentence why it could not be.
    pub fn restore(&self, text: &str) -> Result<Workspace, LoadError> {
        let workspace =
            check(text.as_bytes()).map_err(|problems| LoadError::File(file::FileError::Document(problems)))?;
        self.store()?.save(&workspace.id, &workspace.name, text, None)?;
        Ok(workspace)
    }

    fn remember(&self, id: &str) {
        remember_here(id);
        if let Ok(store) = self.store() {
            // Which workspace was open last is a convenience; without it the latest saved one opens.
            let _ = store.prefer(Preference::LastOpened, id);
        }
    }
}

/// The same document under an id of its own.
pub fn copy(workspace: &Workspace) -> Workspace {
    Workspace { id: random::id(), ..workspace.clone() }
}

/// Why a stored workspace did not open.
#[derive(Debug)]
pub enum LoadError {
    /// The storage did not hand it out.
    Storage(StorageError),
    /// It is not a workspace.
    File(file::FileError),
}

impl From<StorageError> for LoadError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Storage(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}
