//! This file is the map: every module in dependency order (a module uses only those above it), and how data flows.
//!
//! ```text
//! document ─ check ─► model in force ─► rates ─► flows ─► ledger ─► metrics ─► picture
//! (workspace)         (workspace)       (projection)                           (chart)
//! ```
//!
//! Invariants:
//! - Each arrow is a pure function; time, storage, addresses and randomness come in as arguments.
//! - After [`workspace::check`] passes, nothing downstream can fail, panic or return NaN.
//! - Heads and rates are `f64`; money somebody pays, and everything in the ledger, is `Decimal`.
//! - A label, unit, bound, metric or formula is written once and read from there by page, file, link and command line.
#![cfg_attr(test, allow(clippy::unwrap_used))]

/// How values stand in a document: JSON, one small function a type.
pub mod json;

/// Numbers: decimal and float behind one trait, money, currencies, splitting, reading and writing by locale.
pub mod number;

/// Months of the calendar.
pub mod month;

/// Days of the calendar, and moments in them.
pub mod date;

/// A number over time: constant, ramp, steps, list, growth, season.
pub mod driver;

/// What an input is: label, unit, bounds; one description yields check, form and sentence.
pub mod shape;

/// What one customer is billed: one file per price model.
pub mod pricing;

/// The invoice of one customer: parts of periods, what was billed before, coupons, tax.
pub mod billing;

/// Who buys: nested logit, elasticity, optimum.
pub mod demand;

/// Who stays: one file per survival curve, and their fit.
pub mod retention;

/// The document: types, paths, drivers, check, edits, history, templates.
pub mod workspace;

/// What goes in which plan: subscriptions and their rules, the cheapest for a need, what-ifs, diagnostics.
pub mod packaging;

/// Month by month: rates, flows, ledger, metrics, explain.
pub mod projection;

/// Figures to pictures, pure: one file per chart.
pub mod chart;

/// Documents and figures leaving and entering: link, file, table.
pub mod exchange;

/// The customer list: read, billed row by row, summed up, learnt from.
pub mod roster;

/// The command line, pure: arguments and readers in, text and exit status out.
pub mod command;

/// The only callers of the browser outside the page itself: storage, address, clipboard, files, tabs.
#[cfg(feature = "web")]
pub mod browser;

/// Work too long for the page, done beside it.
pub mod worker;

/// The page.
#[cfg(feature = "web")]
pub mod ui;
