//! This file holds trials: who chose a plan with a trial starts to pay after its length, if at all.
//!
//! Conventions: a segment's conversion is of prospects who choose a plan, to start a trial where it has one and to pay
//! where it has none; the trial's own conversion is of those who started. Prospects come evenly over a month of 365.25 ÷ 12
//! days, so that a trial of 14 days ends in the month it began for the first half and in the next for the rest. Before the
//! start as many began a trial each month as in the first. Trial users pay nothing and are not customers; they cost what a
//! customer costs where costs are per customer.

use crate::workspace::Case;
use crate::workspace::model::Trial;

use super::grid::Grid;

/// Days of a mean month.
const MONTH: f64 = 365.25 / 12.0;

/// The trials of one segment.
pub(super) struct Trials {
    /// Those who chose each plan, by month.
    chosen: Grid<f64>,
}

impl Trials {
    /// None where no plan of the case has a trial.
    pub fn new(case: &Case) -> Option<Self> {
        let any = case.models.iter().any(|(_, model)| model.plans.values().any(|plan| plan.trial.is_some()));
        any.then(|| Self { chosen: Grid::new(case.months, case.last().plans.len()) })
    }

    /// Takes those who choose each plan in month `t` and puts those who start to pay in their place; gives trials still
    /// going at its end, by plan.
    pub fn pass(&mut self, case: &Case, t: usize, chosen: &mut [f64]) -> Vec<f64> {
        self.chosen.push(chosen.iter().copied());
        let mut all = vec![0.0; chosen.len()];
        for (at, (plan, paying)) in case.at(t).plans.values().zip(chosen).enumerate() {
            if let Some(trial) = &plan.trial {
                let began = |months: usize| self.chosen[t.saturating_sub(months)][at];
                *paying = ended(trial, began) * trial.conversion.at(t, case.start);
                all[at] = going(trial, began);
            }
        }
        all
    }
}

/// Trials still going at the end of this month, of those who `began` so many months ago.
fn going(trial: &Trial, began: impl Fn(usize) -> f64) -> f64 {
    let length = f64::from(trial.days) / MONTH;
    (0..=length as usize).map(|months| began(months) * (length - months as f64).min(1.0)).sum()
}

/// Trials that end this month, of those who `began` so many months ago.
fn ended(trial: &Trial, began: impl Fn(usize) -> f64) -> f64 {
    let length = f64::from(trial.days) / MONTH;
    let whole = libm::floor(length);
    let late = length - whole;
    began(whole as usize) * (1.0 - late) + began(whole as usize + 1) * late
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Driver;

    #[test]
    fn a_trial_ends_its_length_later_on_average() {
        for days in [1, 7, 14, 30, 31, 60, 365] {
            let trial = Trial { days, conversion: Driver::Constant(1.0) };
            let all: f64 = ended(&trial, |_| 1.0);
            let age: f64 = ended(&trial, |months| months as f64);
            let under_way = going(&trial, |_| 1.0);
            assert!((under_way * MONTH - f64::from(days)).abs() < 1e-9, "as many are under way as begin in its length");
            assert!((all - 1.0).abs() < 1e-12 && (age * MONTH - f64::from(days)).abs() < 1e-9, "{days}");
        }
    }
}
