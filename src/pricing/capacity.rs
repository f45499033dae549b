//! This file holds the capacity: a stairstep over several meters, where the lowest step that covers all of them is paid.

use rust_decimal::Decimal;

use super::CapacityStep;
use super::wording::Wording;
use crate::number::Number;

/// Steps in order of their limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity<N> {
    /// Inclusive limit of each meter (none is unlimited) and price.
    steps: Vec<(Vec<Option<N>>, N)>,
}

impl<N: Number> Capacity<N> {
    /// Steps in order of their limits, over `meters`.
    pub fn new(steps: &[CapacityStep], meters: &[&str]) -> Self {
        let limits = |step: &CapacityStep| {
            meters.iter().map(|meter| step.limits.get(*meter).map(|limit| N::from_decimal(*limit))).collect()
        };
        Self { steps: steps.iter().map(|step| (limits(step), N::from_decimal(step.price))).collect() }
    }

    /// Amount for `units` ≥ 0 of each meter: the price of the lowest step whose every limit covers them; the last step
    /// covers all beyond.
    pub fn charge(&self, units: &[N]) -> N {
        self.steps.get(self.covering(units)).map_or(N::ZERO, |(_, price)| *price)
    }

    fn covering(&self, units: &[N]) -> usize {
        let covers = |(limits, _): &(Vec<Option<N>>, N)| {
            limits.iter().zip(units).all(|(limit, units)| limit.is_none_or(|limit| *units <= limit))
        };
        self.steps.iter().position(covers).unwrap_or(self.steps.len().saturating_sub(1))
    }
}

impl Capacity<Decimal> {
    /// The usage, the step, and which meters keep it from the step below.
    pub(super) fn words(&self, units: &[Decimal], wordings: &[Wording]) -> String {
        let at = self.covering(units);
        let used = units.iter().zip(wordings).map(|(units, wording)| wording.units(*units)).collect::<Vec<_>>();
        let (Some((_, price)), Some(wording)) = (self.steps.get(at), wordings.first()) else { return used.join(", ") };
        let below = at.checked_sub(1).map(|at| &self.steps[at].0);
        let beyond = below.into_iter().flatten().zip(units).zip(wordings);
        let beyond = beyond.filter_map(|((limit, units), wording)| {
            let limit = limit.filter(|limit| units > limit)?;
            Some(format!("above {}", wording.units(limit)))
        });
        let why = beyond.collect::<Vec<_>>();
        let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) };
        format!("{}: step {}{why}, {}", used.join(", "), at + 1, wording.price(*price))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_to_cover() {
        let step = |limits: &[(&str, i64)], price: i64| CapacityStep {
            limits: limits.iter().map(|(meter, limit)| ((*meter).to_owned(), Decimal::from(*limit))).collect(),
            price: Decimal::from(price),
        };
        let steps = [step(&[("a", 500), ("b", 5000)], 20), step(&[("a", 1000)], 50), step(&[], 90)];
        let capacity = Capacity::<f64>::new(&steps, &["a", "b"]);
        for (units, price) in [
            ([500.0, 5000.0], 20.0),
            ([500.5, 10.0], 50.0),
            ([10.0, 5001.0], 50.0),
            ([1000.0, 9e9], 50.0),
            ([1001.0, 0.0], 90.0),
        ] {
            assert_eq!(capacity.charge(&units), price, "{units:?}");
        }
    }
}
