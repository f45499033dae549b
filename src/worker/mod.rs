//! This module is the worker: work too long for the page, done in steps beside it, and both ends of the line between them.
//!
//! A job is a file that implements [`Job`], and a line in `jobs`. On the line between page and worker goes
//! `[id, job, question, bytes]` one way, `[id]` to cancel, and `[id, kind, text, bytes]` back; texts are JSON, bytes
//! are transferred, not copied. The page asks by `ask`, and what it gets back ends the work when it is dropped.

mod job;

mod jobs;

mod price_list;

mod read_page;

pub mod kind;

pub mod list;

#[cfg(feature = "web")]
mod client;

#[cfg(feature = "worker")]
mod serve;

#[cfg(feature = "web")]
pub use client::Asked;
#[cfg(feature = "web")]
pub use client::News;
#[cfg(feature = "web")]
pub use client::Trouble;
#[cfg(feature = "web")]
pub use client::ask;
pub use job::Entry;
pub use job::Job;
pub use job::Running;
pub use job::Share;
pub use job::Shelf;
pub use job::Step;
pub use jobs::JOBS;
pub use price_list::Exported;
pub use price_list::PriceList;
pub use price_list::Wanted;
pub use read_page::Imported;
pub use read_page::PricePage;
#[cfg(feature = "worker")]
pub use serve::serve;
