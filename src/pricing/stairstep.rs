//! This file holds the stairstep (capacity): one price for all usage up to a bound.

use rust_decimal::Decimal;

use super::Step;
use super::wording::Wording;
use crate::number::Number;

/// Steps in order of their bounds; the lowest that covers the usage is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Stairstep<N> {
    /// Inclusive bound (none is unbounded) and price.
    steps: Vec<(Option<N>, N)>,
    /// Units that choose the step, where they are not those billed.
    chosen_by: Option<N>,
}

impl<N: Number> Stairstep<N> {
    /// Steps in order of their bounds.
    pub fn new(steps: &[Step]) -> Self {
        let step = |step: &Step| (step.up_to.map(N::from_decimal), N::from_decimal(step.price));
        Self { steps: steps.iter().map(step).collect(), chosen_by: None }
    }

    /// The same with the step that other units fall in.
    pub fn chosen_by(self, units: N) -> Self {
        Self { chosen_by: Some(units), ..self }
    }

    /// Amount for `units` ≥ 0: the price of the lowest step whose bound covers them; the last step covers all beyond.
    pub fn charge(&self, units: N) -> N {
        self.steps.get(self.covering(units)).map_or(N::ZERO, |(_, price)| *price)
    }

    fn covering(&self, units: N) -> usize {
        let by = self.chosen_by.unwrap_or(units);
        let covers = |(up_to, _): &(Option<N>, N)| up_to.is_none_or(|up_to| by <= up_to);
        self.steps.iter().position(covers).unwrap_or(self.steps.len().saturating_sub(1))
    }
}

impl Stairstep<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let at = self.covering(units);
        let Some((up_to, price)) = self.steps.get(at) else { return wording.units(units) };
        let below = at.checked_sub(1).and_then(|at| self.steps[at].0);
        let price = wording.price(*price);
        let used = wording.units(units) + &wording.chosen_by(self.chosen_by);
        match (up_to.filter(|up_to| self.chosen_by.unwrap_or(units) <= *up_to), below) {
            (Some(up_to), _) => format!("{used}, in the step up to {}: {price}", wording.number(up_to)),
            (None, Some(below)) => format!("{used}, in the step above {}: {price}", wording.number(below)),
            (None, None) => format!("{used}: {price}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_its_step() {
        let step =
            |up_to: Option<i64>, price: i64| Step { up_to: up_to.map(Decimal::from), price: Decimal::from(price) };
        let stairs = Stairstep::<f64>::new(&[step(Some(10), 50), step(Some(50), 200), step(None, 900)]);
        for (units, price) in [(0.0, 50.0), (10.0, 50.0), (10.5, 200.0), (50.0, 200.0), (51.0, 900.0)] {
            assert_eq!(stairs.charge(units), price, "{units}");
        }
        assert_eq!(Stairstep::<f64>::new(&[step(Some(10), 50)]).charge(99.0), 50.0);
    }
}
