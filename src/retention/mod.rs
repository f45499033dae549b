//! This module is who stays: one file per survival curve, their fit to observed survivors, and reactions to a price.

pub mod beta_weibull;
pub mod cohort;
pub mod constant;
mod curve;
pub mod fit;
pub mod lifetime;
pub mod paste;
pub mod reprice;
pub mod sbg;
mod simplex;
pub mod table;

pub use cohort::Cohort;
pub use cohort::CohortError;
pub use curve::Curve;
pub use fit::Fit;
pub use fit::FitError;
pub use fit::fit;
pub use paste::paste;
