//! This module is the page: session and reducer, the frame around every page, the controls, and the pages.

mod actions;

mod app;

/// The one family of controls.
pub mod control;

mod explain;

/// Figures as people read them.
pub mod figures;

mod focus;

/// What every part of the page reads.
pub mod frame;

/// Icons.
pub mod icon;

mod keeper;

mod keys;

mod later;

mod library;

mod main_menu;

/// What the page has to say.
pub mod notice;

mod notices;

mod opening;

/// A scenario as the page shows it.
pub mod outlook;

/// The pages, one file or folder each.
pub mod page;

mod panels;

mod price_list;

mod page_import;

mod palette;

mod rail;

/// The edit refused last, and the groups of edits.
pub mod refused;

mod save;

mod saving;

/// What one tab has open, and everything that can happen to it.
pub mod session;

mod share;

/// Starting values of new objects.
pub mod starting;

mod steps;

mod strip;

mod tabs;

mod top;

/// Who is told of a change.
pub mod watch;

/// Values as the text of a field, and back.
pub mod words;

pub use app::App;
