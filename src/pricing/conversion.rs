//! This file converts what a meter counts into what is billed: bytes into gigabytes, tokens into thousands.

use super::block::full;
use super::block::started;
use crate::choice;
use crate::number::Number;
use crate::shape::Shape;

choice! {
    /// What happens to a fraction of a converted unit.
    pub enum Whole {
        /// Started units count.
        Up = "up",
        /// Only full units count.
        Down = "down",
        /// To the nearest unit, half up.
        Nearest = "nearest",
        /// Fractions are billed.
        No = "no",
    }
}

impl Whole {
    pub(super) const SHAPE: Shape = Shape::Choice(&[
        ("no", "billed as it is"),
        ("up", "billed as a whole one"),
        ("down", "not billed"),
        ("nearest", "rounded to the nearest"),
    ]);
}

/// Division by a number of raw units, then rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conversion<N> {
    /// Raw units in a billed one, above 0.
    pub divide_by: N,
    /// Rounding of the quotient.
    pub whole: Whole,
}

impl<N: Number> Conversion<N> {
    /// Billed units of `raw` ≥ 0.
    pub fn billed(&self, raw: N) -> N {
        match self.whole {
            Whole::Up => started(raw, self.divide_by),
            Whole::Down => full(raw, self.divide_by),
            Whole::Nearest => full(raw + self.divide_by / (N::ONE + N::ONE), self.divide_by),
            Whole::No => raw / self.divide_by,
        }
    }
}
