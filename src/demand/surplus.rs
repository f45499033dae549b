//! This file is what prospects keep: expected consumer surplus of a choice.

/// Consumer surplus for each prospect, money a month, where the share `nothing` of them buys nothing at all: what they can
/// have is worth −ln(nothing) to them in utility, beyond nothing, and a unit of money is worth β.
///
/// In a logit, and in one with nests, the expected utility of the best option is that of any option standing alone less the
/// logarithm of its share. Source: Small & Rosen (1981), up to the constant of integration.
/// `None` where β is not above 0, since utility has no price then, and where nobody is left who buys nothing.
pub fn consumer_surplus(nothing: f64, beta: f64) -> Option<f64> {
    (beta > 0.0 && nothing > 0.0).then(|| -libm::log(nothing.min(1.0)) / beta)
}

#[cfg(test)]
mod tests {
    use super::consumer_surplus;
    use crate::demand::shares;

    #[test]
    fn surplus_lost_to_a_small_rise_is_the_rise_times_the_buyers() {
        let (lambda, beta, rise) = (0.6, 0.05, 1e-4);
        let at = |price: f64| shares(&[1.0 - beta * price, 0.4], lambda);
        let kept = |price: f64| consumer_surplus(at(price).none, beta).unwrap();
        let lost = kept(20.0) - kept(20.0 + rise);
        assert!((lost / rise - at(20.0).shares[0]).abs() < 1e-5);
    }

    #[test]
    fn nothing_to_buy_is_worth_nothing() {
        assert_eq!((consumer_surplus(1.0, 1.0), consumer_surplus(1.0 + 1e-16, 1.0)), (Some(0.0), Some(0.0)));
        assert_eq!((consumer_surplus(0.5, 0.0), consumer_surplus(0.0, 1.0)), (None, None));
    }
}
