//! This file converts what a meter counts into what is billed: bytes into gigabytes, tokens into thousands.

use crate::number::Number;

/// What happens to a fraction of a converted unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Started units count.
    Up,
    /// Only full units count.
    Down,
    /// To the nearest unit, half up.
    Nearest,
    /// Fractions are billed.
    No,
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
        let units = raw / self.divide_by;
        match self.whole {
            Whole::Up => units.ceil(),
            Whole::Down => units.floor(),
            Whole::Nearest => (units + N::ONE / (N::ONE + N::ONE)).floor(),
            Whole::No => units,
        }
    }

    /// Billed units left after `free` of them: an allowance comes off what was converted and rounded, not before.
    pub fn billed_beyond(&self, raw: N, free: N) -> N {
        (self.billed(raw) - free).larger(N::ZERO)
    }
}
