//! This file fits two curves whose churn need not fall by sorting alone: discrete Weibull and beta-discrete-Weibull.
//!
//! Source: Fader, Hardie, Liu, Davin & Steenburgh (2018), J. Interactive Marketing 43:1–16.

use super::cohort::Cohort;
use super::cohort::observed;
use super::cohort::spans;
use super::fit::FEWEST_PERIODS;
use super::fit::FitError;
use super::fit::last;
use super::fit::likelihood;
use super::fit::within;
use super::sbg;
use super::simplex::maximise;

/// The least and most of the shape c.
const SHAPES: (f64, f64) = (0.01, 100.0);

/// A fitted discrete Weibull, S(t) = (1 − θ)^(t^c): one kind of customer, whose churn falls with age where c < 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    /// Churn of the first period, 0..1.
    pub theta: f64,
    /// Shape; 1 is constant churn.
    pub c: f64,
    /// Log-likelihood as in [`super::Fit`].
    pub log_likelihood: f64,
}

impl Weibull {
    /// S(age).
    pub fn survival(&self, age: usize) -> f64 {
        libm::exp(libm::log1p(-self.theta) * libm::pow(age as f64, self.c))
    }
}

/// A fitted beta-discrete-Weibull, S(t) = B(α, β + t^c) / B(α, β): mixed customers whose own churn changes with age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaWeibull {
    /// α, 0.001..=10000.
    pub alpha: f64,
    /// β, 0.001..=10000.
    pub beta: f64,
    /// Shape; 1 is the shifted beta-geometric, above 1 each customer's churn rises with age.
    pub c: f64,
    /// Log-likelihood as in [`super::Fit`].
    pub log_likelihood: f64,
}

impl BetaWeibull {
    /// S(age).
    pub fn survival(&self, age: usize) -> f64 {
        libm::exp(log_survival(self.alpha, self.beta, libm::pow(age as f64, self.c)))
    }
}

/// The discrete Weibull of the largest likelihood. Errors as in [`super::fit`].
pub fn fit_weibull(cohorts: &[Cohort]) -> Result<Weibull, FitError> {
    let spans = spans(cohorts)?;
    enough(cohorts, FEWEST_PERIODS)?;
    let mut logs = vec![0.0; last(&spans) + 1];
    // The parameters searched are ln(−ln(1 − θ)) and ln c, both free of bounds but for overflow.
    let unpack = |point: &[f64; 2], charge: &mut f64| {
        let rate = libm::exp(within(point[0], -30.0, 5.0, charge));
        (rate, libm::exp(within(point[1], libm::log(SHAPES.0), libm::log(SHAPES.1), charge)))
    };
    let mut worth = |point: &[f64; 2]| {
        let mut charge = 0.0;
        let (rate, c) = unpack(point, &mut charge);
        for (age, log) in logs.iter_mut().enumerate() {
            *log = -rate * libm::pow(age as f64, c);
        }
        likelihood(&spans, &logs) * (1.0 + charge)
    };
    let (point, log_likelihood) = maximise([-1.0, 0.0], 0.5, &mut worth);
    let (rate, c) = unpack(&point, &mut 0.0);
    Ok(Weibull { theta: -libm::expm1(-rate), c, log_likelihood })
}

/// The beta-discrete-Weibull of the largest likelihood, from the best shifted beta-geometric curve on.
///
/// Three parameters need at least four periods; other errors as in [`super::fit`].
pub fn fit_beta_weibull(cohorts: &[Cohort]) -> Result<BetaWeibull, FitError> {
    let start = super::fit(cohorts)?;
    let spans = spans(cohorts)?;
    enough(cohorts, FEWEST_PERIODS + 1)?;
    let mut logs = vec![0.0; last(&spans) + 1];
    let (low, high) = (libm::log(sbg::LOWEST), libm::log(sbg::HIGHEST));
    let unpack = |point: &[f64; 3], charge: &mut f64| {
        let alpha = libm::exp(within(point[0], low, high, charge));
        let beta = libm::exp(within(point[1], low, high, charge));
        [alpha, beta, libm::exp(within(point[2], libm::log(SHAPES.0), libm::log(SHAPES.1), charge))]
    };
    let mut worth = |point: &[f64; 3]| {
        let mut charge = 0.0;
        let [alpha, beta, c] = unpack(point, &mut charge);
        for (age, log) in logs.iter_mut().enumerate() {
            *log = log_survival(alpha, beta, libm::pow(age as f64, c));
        }
        likelihood(&spans, &logs) * (1.0 + charge)
    };
    let (point, log_likelihood) = maximise([libm::log(start.alpha), libm::log(start.beta), 0.0], 0.3, &mut worth);
    let [alpha, beta, c] = unpack(&point, &mut 0.0);
    Ok(BetaWeibull { alpha, beta, c, log_likelihood })
}

fn enough(cohorts: &[Cohort], needed: usize) -> Result<(), FitError> {
    let found = observed(cohorts).len();
    if found < needed { Err(FitError::TooFewPeriods { found, needed }) } else { Ok(()) }
}

/// ln B(α, β + x) − ln B(α, β).
fn log_survival(alpha: f64, beta: f64, x: f64) -> f64 {
    let gap = |at: f64| libm::lgamma(at) - libm::lgamma(alpha + at);
    gap(beta + x) - gap(beta)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: replication of Fader et al. (2018), abdullahau/customer-analytics, beta-discrete-weibull notebook.
    #[test]
    fn five_points_of_the_regular_segment() {
        let cohort = [Cohort::each_period(&[1000.0, 631.0, 468.0, 382.0, 326.0])];
        let weibull = fit_weibull(&cohort).unwrap();
        assert!((weibull.theta - 0.3739).abs() < 1e-4 && (weibull.c - 0.6359).abs() < 1e-4, "{weibull:?}");
        let beta = fit_beta_weibull(&cohort).unwrap();
        assert!(beta.log_likelihood >= super::super::fit(&cohort).unwrap().log_likelihood - 1e-9, "{beta:?}");
        assert!((beta.survival(1) - 0.631).abs() < 0.01);
    }

    #[test]
    fn a_known_curve_is_found_again() {
        let known = BetaWeibull { alpha: 0.8, beta: 6.0, c: 1.5, log_likelihood: 0.0 };
        let survivors: Vec<f64> = (0..13).map(|age| 1e6 * known.survival(age)).collect();
        let found = fit_beta_weibull(&[Cohort::each_period(&survivors)]).unwrap();
        for (value, expected) in [(found.alpha, known.alpha), (found.beta, known.beta), (found.c, known.c)] {
            assert!((value / expected - 1.0).abs() < 1e-3, "{found:?}");
        }
    }
}
