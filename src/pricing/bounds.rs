//! This file holds what a price, a quantity and a rate may be, wherever a charge has one.

use crate::shape::Shape;
use crate::shape::Unit;

/// The largest price, in currency units.
pub const HIGHEST_PRICE: f64 = 1e9;
/// The largest quantity of a meter in a month.
pub const HIGHEST_QUANTITY: f64 = 1e12;

pub(super) const METER: Shape = Shape::Reference("meters");
pub(super) const QUANTITY: Shape = Shape::Decimal { unit: Unit::Count, low: 0.0, high: HIGHEST_QUANTITY };
pub(super) const BLOCK: Shape = Shape::Decimal { unit: Unit::Count, low: 1e-6, high: HIGHEST_QUANTITY };
pub(super) const RATE: Shape = Shape::Decimal { unit: Unit::Share, low: 0.0, high: 1.0 };
