//! This file tabulates who stays from one age to the next, by plan and contract, once for each level of churn.

use crate::number::Number;
use crate::workspace::Model;
use crate::workspace::model::Segment;

/// Who stays from one age to the next, by plan: `[plan][age]`; age 0 is unused. Nothing under a contract that nobody holds.
pub struct Stay<N> {
    /// Monthly contracts.
    pub monthly: Vec<Vec<N>>,
    /// Annual contracts: less than one only at anniversaries.
    pub annual: Vec<Vec<N>>,
}

impl<N> Stay<N> {
    /// Of a plan under a contract, 0 monthly, 1 annual.
    pub fn by_age(&self, plan: usize, interval: usize) -> &Vec<N> {
        if interval == 0 { &self.monthly[plan] } else { &self.annual[plan] }
    }
}

/// A segment's survival, from which the level of churn and each plan's factor make what the cohorts run on.
///
/// Both are exponents of the share who stay (proportional hazards). Payments that fail and are never recovered come on
/// top: each month on a monthly contract, at the renewal on an annual one.
pub(super) struct Survival<N> {
    ages: usize,
    /// Share who stay through each month, and its logarithm, the first unused; nothing where nobody is on a monthly contract.
    months: Vec<(f64, f64)>,
    /// The same through each year, where anybody is on an annual contract.
    years: Vec<(f64, f64)>,
    factors: Vec<f64>,
    recovered: f64,
    levels: Vec<f64>,
    /// By level, in the order in which they were first asked for.
    pub stays: Vec<Stay<N>>,
}

impl<N: Number> Survival<N> {
    /// The survival of `segment` up to below `ages`, on the contracts that are `held`: monthly, annual.
    pub fn new(segment: &Segment, model: &Model, ages: usize, held: [bool; 2]) -> Self {
        let survival = segment.retention.survival_table(ages);
        let [months, years] = [(held[0], 1), (held[1], 12)]
            .map(|(held, each)| if held { ratios(&survival[..ages], each) } else { Vec::new() });
        let factors = model.plans.values().map(|plan| plan.churn_factor).collect();
        let recovered = 1.0 - segment.failed_payments * segment.unrecovered;
        Self { ages, months, years, factors, recovered, levels: Vec::new(), stays: Vec::new() }
    }

    /// The index in `stays` of a level of churn.
    pub fn level(&mut self, level: f64) -> usize {
        // Levels mostly hold for long: the last one first.
        let known = self.levels.iter().rposition(|known| *known == level);
        known.unwrap_or_else(|| {
            let stay = self.stay(level);
            self.levels.push(level);
            self.stays.push(stay);
            self.levels.len() - 1
        })
    }

    fn stay(&self, level: f64) -> Stay<N> {
        let (mut monthly, mut annual): (Vec<Vec<N>>, Vec<Vec<N>>) = (Vec::new(), Vec::new());
        for (plan, factor) in self.factors.iter().enumerate() {
            let twin = self.factors[..plan].iter().position(|other| other == factor);
            let (by_month, by_year) = match twin {
                Some(twin) => (monthly[twin].clone(), annual[twin].clone()),
                None => self.by_contract(factor * level),
            };
            monthly.push(by_month);
            annual.push(by_year);
        }
        Stay { monthly, annual }
    }

    /// Who stays on monthly and on annual contracts, of those who would at `exponent` 1.
    fn by_contract(&self, exponent: f64) -> (Vec<N>, Vec<N>) {
        let mut last = (1.0, 1.0);
        let mut staying = |(ratio, log): &(f64, f64)| {
            // A tail of one hazard needs its power once.
            if *ratio != last.0 {
                last = (*ratio, power(*ratio, *log, exponent));
            }
            N::from_f64(last.1 * self.recovered)
        };
        let monthly = self.months.iter().map(&mut staying).collect();
        let mut annual = if self.years.is_empty() { Vec::new() } else { vec![N::ONE; self.ages] };
        for (year, ratio) in self.years.iter().enumerate().skip(1) {
            annual[year * 12] = staying(ratio);
        }
        (monthly, annual)
    }
}

/// The share of those alive who stay through `each` so many ages, and its logarithm; the first is one, and unused.
fn ratios(survival: &[f64], each: usize) -> Vec<(f64, f64)> {
    let mut ratios: Vec<(f64, f64)> = vec![(1.0, 0.0)];
    let ages = survival.iter().step_by(each);
    for (before, now) in ages.clone().zip(ages.skip(1)) {
        let ratio = if *before > 0.0 { now / before } else { 0.0 };
        // A tail of one hazard needs its logarithm once.
        let log = ratios.last().filter(|last| last.0 == ratio).map_or_else(|| libm::log(ratio), |last| last.1);
        ratios.push((ratio, log));
    }
    ratios
}

/// `ratio` to the power `exponent`, from its logarithm; the common 1 costs nothing, and nobody stays of nobody.
fn power(ratio: f64, log: f64, exponent: f64) -> f64 {
    if exponent == 1.0 {
        ratio
    } else if exponent == 0.0 {
        1.0
    } else {
        libm::exp(exponent * log)
    }
}
