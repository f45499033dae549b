//! This module is who buys: nested logit, its calibration, elasticity, survey and experiment evidence, and the optimum.

pub mod answers;
pub mod attach;
pub mod bootstrap;
pub mod calibrate;
pub mod choice;
pub mod conjoint;
mod doubt;
pub mod elasticity;
pub mod experiment;
pub mod finding;
pub mod gabor_granger;
pub mod historic;
pub mod isotonic;
pub mod lambert_w;
pub mod logistic;
pub mod newton_miller_smith;
pub mod optimum;
pub mod reading;
pub mod source;
pub mod surplus;
pub mod van_westendorp;

pub use bootstrap::Bootstrap;
pub use bootstrap::Interval;
pub use calibrate::Calibration;
pub use calibrate::calibrate;
pub use choice::Choice;
pub use choice::Nest;
pub use choice::shares;
pub use choice::shares_into;
pub use optimum::NoOptimum;
pub use optimum::Optimum;
