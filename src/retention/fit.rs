//! This file fits survival curves to observed survivors by censored maximum likelihood, and says how well they fit.

use std::fmt;

use super::Curve;
use super::cohort::Cohort;
use super::cohort::CohortError;
use super::cohort::Span;
use super::cohort::observed;
use super::cohort::spans;
use super::sbg;
use super::simplex::maximise;

/// The fewest periods after the start that a curve of two parameters can be told from.
pub const FEWEST_PERIODS: usize = 3;

/// Why no curve was fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FitError {
    /// Fewer periods after the start were counted than the curve has need of.
    TooFewPeriods { found: usize, needed: usize },
    /// A cohort is not one.
    Cohort(CohortError),
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewPeriods { found, needed } => {
                write!(f, "{found} periods after the start, but the curve needs at least {needed}")
            }
            Self::Cohort(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FitError {}

impl From<CohortError> for FitError {
    fn from(error: CohortError) -> Self {
        Self::Cohort(error)
    }
}

/// Why the data do not single out α and β, though the curve through them may still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIdentified {
    /// Nobody left.
    NoLosses,
    /// Churn does not fall with age, so customers cannot be told apart: constant churn says as much.
    ChurnDoesNotFall,
    /// All losses are in the first periods: customers look like either leaving at once or never.
    AllOrNothing,
}

impl fmt::Display for NotIdentified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLosses => "nobody left, so nothing can be said about who will",
            Self::ChurnDoesNotFall => "churn does not fall with age, so constant churn says as much",
            Self::AllOrNothing => "customers leave at once or not at all, so the curve is at its limit",
        })
    }
}

/// Constant churn fitted or read off, with its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// Churn per period, 0..=1.
    pub churn: f64,
    /// Log-likelihood of the counts; −∞ where the counts rule it out.
    pub log_likelihood: f64,
    /// Largest distance between observed and fitted survival, a share (0.003 is 0.3 points).
    pub error: f64,
}

/// A fitted shifted beta-geometric curve, with constant churn beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// [`Curve::Sbg`] with `alpha` and `beta`, in the periods of the data.
    pub curve: Curve,
    /// α, 0.001..=10000.
    pub alpha: f64,
    /// β, 0.001..=10000.
    pub beta: f64,
    /// Log-likelihood without the multinomial constant: Σ lost ln P(t) + Σ censored ln S(n).
    pub log_likelihood: f64,
    /// Largest distance between observed and fitted survival, a share (0.003 is 0.3 points).
    pub error: f64,
    /// Constant churn of the largest likelihood.
    pub constant: Constant,
    /// Churn of the first observed period held for ever: what a single churn figure would have said.
    pub first_period: Constant,
    /// Observed survival by period, over all cohorts.
    pub observed: Vec<(usize, f64)>,
    /// Why α and β are not to be trusted, if so.
    pub not_identified: Option<NotIdentified>,
}

/// Fits the shifted beta-geometric curve to one or several cohorts, which may differ in length.
///
/// Survivors at the end of the data are censored, not lost. α and β stay within 0.001..=10000.
/// Source: Fader & Hardie (2007), appendix B; several cohorts: the sum of their likelihoods.
pub fn fit(cohorts: &[Cohort]) -> Result<Fit, FitError> {
    let spans = spans(cohorts)?;
    let observed = observed(cohorts);
    if observed.len() < FEWEST_PERIODS {
        return Err(FitError::TooFewPeriods { found: observed.len(), needed: FEWEST_PERIODS });
    }
    let (alpha, beta, log_likelihood) = maximise_sbg(&spans);
    let curve = Curve::Sbg { alpha, beta };
    let first = spans[0];
    let first_retention = first.retained / (first.retained + first.lost);
    let first_churn = 1.0 - libm::pow(first_retention, 1.0 / (first.to - first.from) as f64);
    let constant = |churn| Constant {
        churn,
        log_likelihood: constant_likelihood(&spans, churn),
        error: error(&Curve::Constant { churn_monthly: churn }, &observed),
    };
    Ok(Fit {
        alpha,
        beta,
        log_likelihood,
        error: error(&curve, &observed),
        constant: constant(maximise_constant(&spans)),
        first_period: constant(first_churn),
        not_identified: doubt(&spans, alpha, beta),
        curve,
        observed,
    })
}

/// Log-likelihood of any curve, with the convention of [`Fit::log_likelihood`]; −∞ where the counts rule it out.
pub fn log_likelihood(curve: &Curve, cohorts: &[Cohort]) -> Result<f64, CohortError> {
    let spans = spans(cohorts)?;
    let logs: Vec<f64> = match curve {
        Curve::Sbg { alpha, beta } => {
            let mut logs = vec![0.0; last(&spans) + 1];
            sbg::log_survival(*alpha, *beta, &mut logs);
            logs
        }
        _ => curve.survival_table(last(&spans)).into_iter().map(libm::log).collect(),
    };
    Ok(likelihood(&spans, &logs))
}

/// Σ retained ln(S(to)/S(from)) + lost ln(1 − S(to)/S(from)), from ln S by age.
pub(super) fn likelihood(spans: &[Span], log_survival: &[f64]) -> f64 {
    let times = |count: f64, log: f64| if count == 0.0 { 0.0 } else { count * log };
    let of = |span: &Span| {
        if log_survival[span.from] == f64::NEG_INFINITY {
            return times(span.retained, f64::NEG_INFINITY);
        }
        let retained = log_survival[span.to] - log_survival[span.from];
        times(span.retained, retained) + times(span.lost, libm::log(-libm::expm1(retained)))
    };
    spans.iter().map(of).sum()
}

/// The last period counted.
pub(super) fn last(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.to).max().unwrap_or(0)
}

/// Holds a parameter within bounds; the excess is charged so that a search turns back.
pub(super) fn within(value: f64, low: f64, high: f64, charge: &mut f64) -> f64 {
    let held = value.clamp(low, high);
    *charge += (value - held).abs();
    held
}

fn maximise_sbg(spans: &[Span]) -> (f64, f64, f64) {
    let (low, high) = (libm::log(sbg::LOWEST), libm::log(sbg::HIGHEST));
    let mut logs = vec![0.0; last(spans) + 1];
    let mut worth = |point: &[f64; 2]| {
        let mut charge = 0.0;
        let [alpha, beta] = point.map(|value| libm::exp(within(value, low, high, &mut charge)));
        sbg::log_survival(alpha, beta, &mut logs);
        likelihood(spans, &logs) * (1.0 + charge)
    };
    let churn = maximise_constant(spans).clamp(1e-4, 1.0 - 1e-4);
    let starts = [0.5, 2.0, 10.0, 100.0, 5_000.0].map(|sum| [libm::log(churn * sum), libm::log((1.0 - churn) * sum)]);
    let best = starts.into_iter().map(|start| (start, worth(&start))).reduce(|a, b| if b.1 > a.1 { b } else { a });
    let (start, _) = best.expect("there are five starts");
    let (point, _) = maximise(start, 0.5, &mut worth);
    let held = point.map(|value| value.clamp(low, high));
    (libm::exp(held[0]), libm::exp(held[1]), worth(&held))
}

fn maximise_constant(spans: &[Span]) -> f64 {
    let lost: f64 = spans.iter().map(|span| span.lost).sum();
    let retained: f64 = spans.iter().map(|span| span.retained).sum();
    if lost == 0.0 || retained == 0.0 {
        return if lost > 0.0 { 1.0 } else { 0.0 };
    }
    let each = lost / (lost + retained);
    if spans.iter().all(|span| span.to == span.from + 1) {
        return each;
    }
    let start = libm::log(-libm::log1p(-each));
    let (point, _) = maximise([start], 0.5, |x| constant_likelihood(spans, -libm::expm1(-libm::exp(x[0]))));
    -libm::expm1(-libm::exp(point[0]))
}

fn constant_likelihood(spans: &[Span], churn: f64) -> f64 {
    let log = libm::log1p(-churn);
    let logs: Vec<f64> = (0..=last(spans)).map(|age| if age == 0 { 0.0 } else { log * age as f64 }).collect();
    likelihood(spans, &logs)
}

fn error(curve: &Curve, observed: &[(usize, f64)]) -> f64 {
    let table = curve.survival_table(observed.iter().map(|(period, _)| *period).max().unwrap_or(0));
    observed.iter().map(|(period, share)| (table[*period] - share).abs()).fold(0.0, f64::max)
}

fn doubt(spans: &[Span], alpha: f64, beta: f64) -> Option<NotIdentified> {
    let at = |value: f64, bound: f64| (value / bound - 1.0).abs() < 0.01;
    if spans.iter().all(|span| span.lost == 0.0) {
        Some(NotIdentified::NoLosses)
    } else if at(alpha, sbg::LOWEST) || at(beta, sbg::LOWEST) {
        Some(NotIdentified::AllOrNothing)
    } else if at(alpha, sbg::HIGHEST) || at(beta, sbg::HIGHEST) {
        Some(NotIdentified::ChurnDoesNotFall)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::*;
    use crate::retention::constant;

    /// Source: Buffer, Kaplan-Meier of new subscriptions (data blog of J. Winternheimer, 2022-01-19), 15,096 at risk.
    #[test]
    fn four_months_of_subscriptions() {
        let survivors = [1.0, 0.812, 0.729, 0.674, 0.633].map(|share| share * 15_096.0);
        let fit = fit(&[Cohort::each_period(&survivors)]).unwrap();
        assert!((fit.alpha - 0.245).abs() < 0.006 && (fit.beta - 1.07).abs() < 0.021, "{fit:?}");
        for (age, expected) in [(1, 0.814), (2, 0.728), (3, 0.674), (4, 0.636)] {
            assert!((fit.curve.survival(age) - expected).abs() < 3e-3, "{age}: {}", fit.curve.survival(age));
        }
        assert!(fit.error <= 0.003, "{}", fit.error);
        assert!((fit.curve.survival(12) - 0.50).abs() < 0.01, "{}", fit.curve.survival(12));
        assert!((fit.first_period.churn - 0.188).abs() < 1e-12);
        assert!((constant::survival(fit.first_period.churn, 12) - 0.08).abs() < 0.005);
        assert!(fit.constant.error > 0.05 && fit.constant.log_likelihood < fit.log_likelihood);
        assert_eq!(fit.not_identified, None);
    }

    #[test]
    fn too_little_is_refused() {
        let rows: [(&[f64], FitError); 5] = [
            (&[1000.0, 631.0, 468.0], FitError::TooFewPeriods { found: 2, needed: 3 }),
            (&[1000.0], FitError::TooFewPeriods { found: 0, needed: 3 }),
            (&[10.0, 9.0, 9.5, 8.0], CohortError::Rises { cohort: 0, period: 2, count: 9.5, before: 9.0 }.into()),
            (&[10.0, 9.0, 8.0, -1.0], CohortError::NotACount { cohort: 0, period: 3, count: -1.0 }.into()),
            (&[0.0, 0.0, 0.0, 0.0], CohortError::NoStart { cohort: 0 }.into()),
        ];
        for (survivors, error) in rows {
            assert_eq!(fit(&[Cohort::each_period(survivors)]), Err(error));
        }
        assert!(fit(&[]).is_err());
    }

    #[test]
    fn what_the_data_cannot_tell_is_said() {
        let constant: Vec<f64> = (0..8).map(|age| 1000.0 * constant::survival(0.05, age)).collect();
        let rows: [(&[f64], NotIdentified); 5] = [
            (&constant, NotIdentified::ChurnDoesNotFall),
            (&[100.0, 99.0, 95.0, 80.0, 40.0], NotIdentified::ChurnDoesNotFall),
            (&[100.0, 100.0, 100.0, 100.0], NotIdentified::NoLosses),
            (&[100.0, 60.0, 60.0, 60.0], NotIdentified::AllOrNothing),
            (&[100.0, 0.0, 0.0, 0.0], NotIdentified::AllOrNothing),
        ];
        for (survivors, reason) in rows {
            let fit = fit(&[Cohort::each_period(survivors)]).unwrap();
            assert_eq!(fit.not_identified, Some(reason), "{survivors:?} {fit:?}");
            assert!(fit.log_likelihood.is_finite() && fit.error.is_finite());
        }
    }

    #[test]
    fn gaps_between_periods_do_not_move_the_answer() {
        let known = Curve::Sbg { alpha: 0.7, beta: 2.0 };
        let counts = [0, 1, 2, 3, 6, 9, 12, 24].map(|age| (age, 1e5 * known.survival(age)));
        let fit = fit(&[Cohort { counts: counts.to_vec() }]).unwrap();
        assert!((fit.alpha - 0.7).abs() < 1e-5 && (fit.beta - 2.0).abs() < 1e-5 && fit.error < 1e-6, "{fit:?}");
    }

    proptest! {
        #[test]
        fn a_known_curve_is_found_again(alpha in 0.1..5.0, beta in 0.3..20.0, starters in 10.0..1e6) {
            let known = Curve::Sbg { alpha, beta };
            let survivors: Vec<f64> = known.survival_table(12).iter().map(|share| share * starters).collect();
            let fit = fit(&[Cohort::each_period(&survivors)]).unwrap();
            prop_assert!((fit.alpha / alpha - 1.0).abs() < 1e-3 && (fit.beta / beta - 1.0).abs() < 1e-3, "{fit:?}");
            prop_assert!(fit.error < 1e-4 && fit.log_likelihood >= fit.constant.log_likelihood - 1e-9);
        }
    }
}
