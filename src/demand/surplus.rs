//! This file is what buyers keep: expected consumer surplus of a choice, from the logsum.

use super::choice::largest;

/// Expected utility of the best option: ln(exp(none) + Σ exp-weights of the plans), all plans in one nest.
///
/// `none` is the utility of the outside option (0 by convention). With λ = 1 this is the plain logsum.
/// Source: Small & Rosen (1981), up to the constant of integration.
pub fn expected_utility(utilities: &[f64], lambda: f64, none: f64) -> f64 {
    let best = largest(utilities);
    if best == f64::NEG_INFINITY {
        return none;
    }
    let sum: f64 = utilities.iter().map(|utility| libm::exp((utility - best) / lambda)).sum();
    let plans = best + lambda * libm::log(sum);
    let (more, less) = if plans > none { (plans, none) } else { (none, plans) };
    more + libm::log1p(libm::exp(less - more))
}

/// Consumer surplus for each prospect, money a month: expected utility (outside option at 0) ÷ β.
///
/// `None` where β is not above 0: without a price sensitivity utility has no price.
pub fn consumer_surplus(utilities: &[f64], lambda: f64, beta: f64) -> Option<f64> {
    (beta > 0.0).then(|| expected_utility(utilities, lambda, 0.0) / beta)
}

#[cfg(test)]
mod tests {
    use super::consumer_surplus;
    use super::expected_utility;
    use crate::demand::shares;

    #[test]
    fn surplus_lost_to_a_small_rise_is_the_rise_times_the_buyers() {
        let (lambda, beta, rise) = (0.6, 0.05, 1e-4);
        let at = |price: f64| [1.0 - beta * price, 0.4];
        let lost = consumer_surplus(&at(20.0), lambda, beta).unwrap()
            - consumer_surplus(&at(20.0 + rise), lambda, beta).unwrap();
        assert!((lost / rise - shares(&at(20.0), lambda).shares[0]).abs() < 1e-5);
    }

    #[test]
    fn nothing_to_buy_is_worth_nothing() {
        assert_eq!(expected_utility(&[], 0.5, 0.0), 0.0);
        assert_eq!(expected_utility(&[f64::NEG_INFINITY], 0.5, 0.0), 0.0);
        assert_eq!(consumer_surplus(&[1.0], 1.0, 0.0), None);
    }
}
