//! This file keeps workspaces and preferences in the browser's local storage, safely beside other tabs.
//!
//! Each workspace is one key. The list of workspaces is the list of keys, so the two can never disagree.

use std::fmt;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::DomException;
use web_sys::Storage;
use web_sys::StorageEvent;

use super::clock;
use super::random;
use super::window;
use super::words;
use crate::exchange::record;
use crate::exchange::record::Header;
use crate::exchange::record::Revision;

const WORKSPACES: &str = "planwright/workspace/";
const PREFERENCES: &str = "planwright/preference/";
const OPEN: &str = "planwright/open";

/// Why the storage did not do as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser has no local storage.
    Absent,
    /// The browser forbids it, in its own words.
    Refused(String),
    /// There is no room left.
    Full,
    /// Another tab saved the workspace since this one read or wrote it; nothing was written.
    Conflict {
        /// What is stored now.
        other: Revision,
    },
    /// The workspace is not stored, as when another tab deleted it; nothing was written.
    Gone,
    /// The stored value is not a workspace's.
    Damaged,
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("this browser has no local storage"),
            Self::Refused(why) => write!(f, "the browser refuses to store anything ({why})"),
            Self::Full => f.write_str("the browser's storage is full"),
            Self::Conflict { other } => write!(f, "another tab has saved this workspace (revision {})", other.number),
            Self::Gone => f.write_str("the workspace is no longer stored, another tab may have deleted it"),
            Self::Damaged => record::NotARecord.fmt(f),
        }
    }
}

impl std::error::Error for StorageError {}

/// A stored workspace, without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The workspace's id.
    pub id: String,
    /// Its name, revision and age; `None` if what is stored cannot be read (it can still be loaded raw or deleted).
    pub header: Option<Header>,
}

/// What a person set for this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// Light, dark or the system's.
    Theme,
    /// The id of the workspace to open.
    LastOpened,
}

impl Preference {
    const ALL: [Self; 2] = [Self::Theme, Self::LastOpened];

    fn key(self) -> String {
        let name = match self {
            Self::Theme => "theme",
            Self::LastOpened => "last-opened",
        };
        format!("{PREFERENCES}{name}")
    }
}

/// Something another tab did to the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It saved the workspace.
    Saved {
        /// The workspace's id.
        id: String,
        /// What is stored now.
        revision: Revision,
    },
    /// It deleted the workspace.
    Deleted {
        /// The workspace's id.
        id: String,
    },
    /// It set a preference.
    Preferred(Preference),
    /// The whole storage was emptied, as by clearing the site's data.
    Cleared,
}

/// The storage, as this tab uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    storage: Storage,
    tab: String,
}

impl Store {
    /// The browser's local storage.
    ///
    /// # Errors
    /// [`StorageError::Absent`] or [`StorageError::Refused`]. Lack of room only shows when something is saved.
    pub fn open() -> Result<Self, StorageError> {
        let storage = window().local_storage().map_err(|thrown| refusal(&thrown))?.ok_or(StorageError::Absent)?;
        Ok(Self { storage, tab: random::id() })
    }

    /// All stored workspaces, the latest saved first, unreadable ones last.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub fn list(&self) -> Result<Vec<Entry>, StorageError> {
        let mut entries = Vec::new();
        let count = self.storage.length().map_err(|thrown| refusal(&thrown))?;
        for at in 0..count {
            let key = self.storage.key(at).map_err(|thrown| refusal(&thrown))?;
            let Some(id) = key.as_deref().and_then(|key| key.strip_prefix(WORKSPACES)) else { continue };
            let Some(kept) = self.kept(id)? else { continue };
            entries.push(Entry { id: id.to_owned(), header: record::read(&kept).ok().map(|(header, _)| header) });
        }
        entries.sort_by(|a, b| {
            let age = |entry: &Entry| entry.header.as_ref().map_or(f64::NEG_INFINITY, |header| header.saved_ms);
            age(b).total_cmp(&age(a)).then_with(|| a.id.cmp(&b.id))
        });
        Ok(entries)
    }

    /// A workspace's text and the revision to hand back when saving it.
    ///
    /// # Errors
    /// [`StorageError::Gone`], [`StorageError::Damaged`] or [`StorageError::Refused`].
    pub fn load(&self, id: &str) -> Result<(String, Revision), StorageError> {
        let kept = self.kept(id)?.ok_or(StorageError::Gone)?;
        let (header, text) = record::read(&kept).map_err(|_| StorageError::Damaged)?;
        Ok((text.to_owned(), header.revision))
    }

    /// Saves a workspace's text on top of the revision `expected`; `None` where it is not stored yet.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] or [`StorageError::Gone`] if another tab was at it since,
    /// [`StorageError::Full`] or [`StorageError::Refused`]. Whatever the error, what was stored before still is.
    pub fn save(
        &self,
        id: &str,
        name: &str,
        text: &str,
        expected: Option<&Revision>,
    ) -> Result<Revision, StorageError> {
        let stored = match self.kept(id)? {
            Some(kept) => Some(record::read(&kept).map_err(|_| StorageError::Damaged)?.0.revision),
            None => None,
        };
        match (stored, expected) {
            (Some(other), expected) if Some(&other) != expected => return Err(StorageError::Conflict { other }),
            (None, Some(_)) => return Err(StorageError::Gone),
            _ => {}
        }
        let revision = Revision { number: expected.map_or(1, |before| before.number + 1), tab: self.tab.clone() };
        let header = Header { revision: revision.clone(), name: name.to_owned(), saved_ms: clock::now_ms() };
        self.put(&key(id), &record::write(&header, text))?;
        Ok(revision)
    }

    /// Deletes a workspace and hands back its text, so that it can be saved again as new.
    ///
    /// # Errors
    /// As [`Store::load`]; except that a damaged value is deleted too and handed back as it stood.
    pub fn delete(&self, id: &str) -> Result<String, StorageError> {
        let kept = self.kept(id)?.ok_or(StorageError::Gone)?;
        self.storage.remove_item(&key(id)).map_err(|thrown| refusal(&thrown))?;
        Ok(record::read(&kept).map_or(kept.as_str(), |(_, text)| text).to_owned())
    }

    /// A preference, if it was set.
    pub fn preference(&self, preference: Preference) -> Option<String> {
        self.storage.get_item(&preference.key()).ok().flatten()
    }

    /// Sets a preference.
    ///
    /// # Errors
    /// [`StorageError::Full`] or [`StorageError::Refused`].
    pub fn prefer(&self, preference: Preference, value: &str) -> Result<(), StorageError> {
        self.put(&preference.key(), value)
    }

    /// Calls `heard` with what other tabs do to the storage, until the listener is dropped.
    #[must_use = "dropping the listener ends it"]
    pub fn watch(&self, heard: impl Fn(Change) + 'static) -> EventListener {
        let storage = self.storage.clone();
        EventListener::new(&window(), "storage", move |event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
            if event.storage_area().as_ref() == Some(&storage)
                && let Some(change) = change(event.key().as_deref(), event.new_value().as_deref())
            {
                heard(change);
            }
        })
    }

    fn kept(&self, id: &str) -> Result<Option<String>, StorageError> {
        self.storage.get_item(&key(id)).map_err(|thrown| refusal(&thrown))
    }

    fn put(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.storage.set_item(key, value).map_err(|thrown| refusal(&thrown))
    }
}

/// The id of the workspace this tab had open before it was loaded again; other tabs may have others.
pub fn open_here() -> Option<String> {
    session()?.get_item(OPEN).ok().flatten()
}

/// Remembers which workspace this tab has open, for as long as the tab lives.
pub fn remember_here(id: &str) {
    if let Some(session) = session() {
        // Without it a reload opens what was open last in any tab.
        let _ = session.set_item(OPEN, id);
    }
}

fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn key(id: &str) -> String {
    format!("{WORKSPACES}{id}")
}

fn change(key: Option<&str>, value: Option<&str>) -> Option<Change> {
    let Some(key) = key else { return Some(Change::Cleared) };
    let Some(id) = key.strip_prefix(WORKSPACES) else {
        return Preference::ALL.into_iter().find(|preference| preference.key() == key).map(Change::Preferred);
    };
    let id = id.to_owned();
    match value {
        Some(kept) => record::read(kept).ok().map(|(header, _)| Change::Saved { id, revision: header.revision }),
        None => Some(Change::Deleted { id }),
    }
}

/// Browsers name a full storage by two names; everything else they throw is a refusal.
pub(super) fn refusal(thrown: &JsValue) -> StorageError {
    let name = thrown.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => StorageError::Full,
        _ => StorageError::Refused(words(thrown)),
    }
}
