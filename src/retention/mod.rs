//! This module is being laid out.
use crate::shape::*;
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "curve", rename_all = "snake_case", deny_unknown_fields)]
pub enum Curve {
    Constant { churn_monthly: f64 },
    Sbg { alpha: f64, beta: f64 },
}
impl Curve {
    pub const SHAPE: Shape = Shape::Any;
}
