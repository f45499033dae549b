//! This module is who buys: nested logit, its calibration, elasticity, survey and experiment evidence, and the optimum.

pub mod attach;
pub mod calibrate;
pub mod choice;
pub mod elasticity;
pub mod experiment;
pub mod gabor_granger;
pub mod lambert_w;
pub mod optimum;
pub mod source;
pub mod surplus;

pub use calibrate::Calibration;
pub use calibrate::calibrate;
pub use choice::Choice;
pub use choice::Nest;
pub use choice::shares;
pub use choice::shares_into;
pub use optimum::NoOptimum;
pub use optimum::Optimum;
