//! This module turns figures into pictures: one file per chart, one list; pure, so a test can read what a page shows.
//!
//! A chart's figures are plain data and know their finding, picture, table twin and the exact values at each place.

/// The list, and what each chart answers for.
mod figures;

/// How wide a text is.
pub mod text;

/// What is drawn and how, as CSS classes.
pub mod paint;

/// How figures are written.
pub mod written;

/// Ticks and figures of an axis.
pub mod axis;

/// Labels that keep apart.
pub mod labels;

/// The drawing surface: SVG markup.
pub mod svg;

/// Plotters' way onto the surface.
mod backend;

/// Months along an axis, and series over them.
pub mod timeline;

/// A plot being drawn.
pub mod canvas;

/// Series left out of a picture.
pub mod part;

/// Parts of a whole on top of each other.
mod stack;

/// ARR by plan.
pub mod arr_by_plan;

/// New customers by channel.
pub mod channels;

/// Costs by line against revenue.
pub mod costs;

/// What moved MRR.
pub mod movements;

/// Cash.
pub mod cash;

/// Where bills cross.
mod crossing;

/// Bills of all plans against usage.
pub mod bill_curves;

/// Demand, revenue and profit against price.
pub mod demand;

/// Change of bills.
pub mod changes;

/// Price sensitivity.
pub mod price_sensitivity;

/// Figures with their intervals.
pub mod intervals;

/// Plan mix by segment.
pub mod mix;

/// A bundle by attach and upgrades.
pub mod bundle;

/// Survival.
pub mod survival;

/// Cohorts.
pub mod cohorts;

/// What a price change reaches.
pub mod rollout;

/// Winners and losers of a price change.
pub mod winners;

/// Scenarios over each other.
pub mod overlay;

/// A picture that stands alone.
pub mod standalone;

pub use figures::CHARTS;
pub use figures::Chart;
pub use figures::Figures;
pub use figures::Picture;
pub use figures::Plot;
pub use figures::Readout;
pub use figures::Size;
pub use figures::Table;

#[cfg(test)]
mod sample;

#[cfg(test)]
mod laws;
