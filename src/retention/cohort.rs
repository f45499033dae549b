//! This file holds observed cohorts: how many of those who started together are still there, period by period.

use std::collections::BTreeMap;
use std::fmt;

/// The last period a cohort may reach.
pub const LAST_PERIOD: usize = 1_200;
/// The largest count of customers.
pub const HIGHEST_COUNT: f64 = 1e12;

/// Customers who started together. Periods rise from 0 and may have gaps; counts need not be whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// Period and how many were still there at its end; period 0 is the start.
    pub counts: Vec<(usize, f64)>,
}

impl Cohort {
    /// A cohort counted at periods 0, 1, 2, ….
    pub fn each_period(survivors: &[f64]) -> Self {
        Self { counts: survivors.iter().copied().enumerate().collect() }
    }
}

/// What is wrong with a cohort; cohorts are numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CohortError {
    /// A count that is negative, not a number, or above [`HIGHEST_COUNT`].
    NotACount { cohort: usize, period: usize, count: f64 },
    /// More survivors than at the period before.
    Rises { cohort: usize, period: usize, count: f64, before: f64 },
    /// Nobody at the start, or no start.
    NoStart { cohort: usize },
    /// A period that is not after the one before it, or after [`LAST_PERIOD`].
    Period { cohort: usize, period: usize },
}

impl fmt::Display for CohortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cohort, words) = match self {
            Self::NotACount { cohort, period, count } => {
                (cohort, format!("{count} survivors at period {period} is not a count"))
            }
            Self::Rises { cohort, period, count, before } => {
                (cohort, format!("survivors rise from {before} to {count} at period {period}"))
            }
            Self::NoStart { cohort } => (cohort, "nobody at period 0".to_owned()),
            Self::Period { cohort, period } => {
                (cohort, format!("period {period} is out of order or after {LAST_PERIOD}"))
            }
        };
        write!(f, "cohort {}: {words}", cohort + 1)
    }
}

impl std::error::Error for CohortError {}

/// What was seen of all cohorts between two periods: enough for the likelihood of any survival curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub retained: f64,
    pub lost: f64,
}

/// All cohorts added up, span by span, in order. Errors name the first fault.
pub(super) fn spans(cohorts: &[Cohort]) -> Result<Vec<Span>, CohortError> {
    let mut sums: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    for (at, cohort) in cohorts.iter().enumerate() {
        verify(at, cohort)?;
        for pair in cohort.counts.windows(2) {
            let sum = sums.entry((pair[0].0, pair[1].0)).or_default();
            sum.0 += pair[1].1;
            sum.1 += pair[0].1 - pair[1].1;
        }
    }
    Ok(sums.into_iter().map(|((from, to), (retained, lost))| Span { from, to, retained, lost }).collect())
}

/// Observed survival at each period above 0: survivors ÷ starters over the cohorts counted in that period.
pub fn observed(cohorts: &[Cohort]) -> Vec<(usize, f64)> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for cohort in cohorts {
        let Some((_, start)) = cohort.counts.first() else { continue };
        for (period, count) in &cohort.counts[1..] {
            let sum = sums.entry(*period).or_default();
            sum.0 += count;
            sum.1 += start;
        }
    }
    sums.into_iter().map(|(period, (count, start))| (period, count / start)).collect()
}

fn verify(cohort: usize, counted: &Cohort) -> Result<(), CohortError> {
    match counted.counts.first() {
        Some((0, start)) if *start != 0.0 => {}
        _ => return Err(CohortError::NoStart { cohort }),
    }
    let mut before: Option<(usize, f64)> = None;
    for (period, count) in counted.counts.iter().copied() {
        if !(0.0..=HIGHEST_COUNT).contains(&count) {
            return Err(CohortError::NotACount { cohort, period, count });
        }
        if period > LAST_PERIOD || before.is_some_and(|(last, _)| period <= last) {
            return Err(CohortError::Period { cohort, period });
        }
        match before {
            Some((_, before)) if count > before => return Err(CohortError::Rises { cohort, period, count, before }),
            _ => before = Some((period, count)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_named() {
        let rows: [(&[(usize, f64)], CohortError); 7] = [
            (&[], CohortError::NoStart { cohort: 0 }),
            (&[(0, 0.0), (1, 0.0)], CohortError::NoStart { cohort: 0 }),
            (&[(1, 9.0)], CohortError::NoStart { cohort: 0 }),
            (&[(0, 9.0), (1, -1.0)], CohortError::NotACount { cohort: 0, period: 1, count: -1.0 }),
            (&[(0, 9.0), (1, 10.0)], CohortError::Rises { cohort: 0, period: 1, count: 10.0, before: 9.0 }),
            (&[(0, 9.0), (2, 8.0), (2, 7.0)], CohortError::Period { cohort: 0, period: 2 }),
            (&[(0, 9.0), (5000, 8.0)], CohortError::Period { cohort: 0, period: 5000 }),
        ];
        for (counts, error) in rows {
            assert_eq!(spans(&[Cohort { counts: counts.to_vec() }]), Err(error));
            assert!(error.to_string().starts_with("cohort 1: "));
        }
    }

    #[test]
    fn cohorts_of_different_length_add_up() {
        let cohorts = [
            Cohort::each_period(&[100.0, 60.0, 50.0]),
            Cohort::each_period(&[50.0, 40.0]),
            Cohort::each_period(&[9.0]),
        ];
        let spans = spans(&cohorts).unwrap();
        assert_eq!(spans[0], Span { from: 0, to: 1, retained: 100.0, lost: 50.0 });
        assert_eq!(spans[1], Span { from: 1, to: 2, retained: 50.0, lost: 10.0 });
        assert_eq!(observed(&cohorts), [(1, 100.0 / 150.0), (2, 0.5)]);
    }
}
