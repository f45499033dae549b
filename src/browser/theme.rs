//! This file switches the page between light and dark.

use std::cell::Cell;

use gloo::events::EventListener;
use web_sys::MediaQueryList;

use super::document;
use super::window;

/// What a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// The themes in the order of the menu: key in storage and words.
pub const THEMES: &[(Theme, &str, &str)] =
    &[(Theme::System, "system", "As the system"), (Theme::Light, "light", "Light"), (Theme::Dark, "dark", "Dark")];

thread_local! {
    static APPLIED: Cell<Theme> = const { Cell::new(Theme::System) };
}

/// The theme the page is shown in: the one applied last.
pub fn applied() -> Theme {
    APPLIED.get()
}

impl Theme {
    /// The key under which it is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a stored key; the system's for anything unknown.
    pub fn of(key: &str) -> Self {
        THEMES.iter().find(|(_, known, _)| *known == key).map_or(Self::System, |(theme, ..)| *theme)
    }

    /// Whether it is dark now.
    pub fn dark(self) -> bool {
        match self {
            Self::System => preference().is_some_and(|query| query.matches()),
            Self::Light => false,
            Self::Dark => true,
        }
    }

    /// Shows the page in it: `data-theme` of the root element becomes `light` or `dark`.
    pub fn apply(self) {
        APPLIED.set(self);
        if let Some(root) = document().document_element() {
            let name = if self.dark() { "dark" } else { "light" };
            root.set_attribute("data-theme", name).expect("a root element takes attributes");
        }
    }
}

/// Calls `changed` with whether the system is dark whenever that changes, until the listener is dropped.
#[must_use = "dropping the listener ends it"]
pub fn watch(changed: impl Fn(bool) + 'static) -> Option<EventListener> {
    let query = preference()?;
    let asked = query.clone();
    Some(EventListener::new(&query, "change", move |_| changed(asked.matches())))
}

fn preference() -> Option<MediaQueryList> {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}
