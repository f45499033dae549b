//! This file says what prospects find elsewhere: the competitors' offers, beside buying nothing.
//!
//! Convention: what was observed includes the competitors as they stand in the base in its first month. Not taking a plan
//! has utility 0 then, whatever competitors there are, so calibration does not know of them; it is made up of buying
//! nothing and of each competitor in the proportions 1 : exp(β (value − price)). A price for each unit counts as often as
//! a new customer of the segment has units on average, like a bill of zero for none. When a competitor's price or value
//! moves, or one enters or leaves, the utility of not taking a plan moves by the difference of the logsums.

use crate::month::Month;
use crate::workspace::Model;

/// Value less price of each competitor for a segment in month `t`; −∞ where the segment does not know it.
pub fn offers(model: &Model, segment: &str, t: usize, start: Month) -> Vec<f64> {
    let usage = |meter: &str| model.segments.get(segment)?.usage.get(meter).map(|usage| usage.mean);
    let offer = |competitor: &crate::workspace::model::Competitor| {
        let bill = competitor.bill(segment, |meter| usage(meter).unwrap_or(0.0), t, start);
        competitor.values.get(segment).map_or(f64::NEG_INFINITY, |value| value - bill)
    };
    model.competitors.values().map(offer).collect()
}

/// Utility of not taking a plan, against 0 at the offers of reference.
pub fn outside(beta: f64, reference: &[f64], now: &[f64]) -> f64 {
    if reference == now { 0.0 } else { logsum(beta, now) - logsum(beta, reference) }
}

/// Of those who take no plan, the share who take each competitor; the rest buys nothing.
pub fn taken<'a>(beta: f64, now: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let all = logsum(beta, now);
    now.iter().map(move |offer| libm::exp(utility(beta, *offer) - all))
}

/// Share of a segment's prospects who took each competitor of `base` when observed, where `conversion` of them bought.
pub fn observed_lost(base: &Model, segment: &str, start: Month, beta: f64, conversion: f64) -> Vec<f64> {
    taken(beta, &offers(base, segment, 0, start)).map(|share| share * (1.0 - conversion)).collect()
}

/// ln(1 + Σ exp(β offer)), without overflow.
fn logsum(beta: f64, offers: &[f64]) -> f64 {
    let best = offers.iter().map(|offer| utility(beta, *offer)).fold(0.0, f64::max);
    let sum: f64 = offers.iter().map(|offer| libm::exp(utility(beta, *offer) - best)).sum();
    best + libm::log(libm::exp(-best) + sum)
}

/// β times the offer; an unknown competitor stays unknown where β is 0.
fn utility(beta: f64, offer: f64) -> f64 {
    if offer == f64::NEG_INFINITY { offer } else { beta * offer }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::*;

    #[test]
    fn nothing_moves_at_the_reference_and_a_better_offer_draws_away() {
        let (then, cheaper) = ([5.0, f64::NEG_INFINITY], [8.0, f64::NEG_INFINITY]);
        assert_eq!(outside(0.1, &then, &then), 0.0);
        assert!(outside(0.1, &then, &cheaper) > 0.0 && outside(0.1, &[], &[1.0]) > 0.0);
        assert!((outside(0.1, &[], &[0.0]) - std::f64::consts::LN_2).abs() < 1e-12);
        assert_eq!((outside(0.0, &then, &cheaper), taken(0.0, &then).nth(1)), (0.0, Some(0.0)));
        assert_eq!(taken(0.1, &[0.0]).collect::<Vec<_>>(), [0.5]);
    }

    #[test]
    fn a_price_for_each_counts_as_often_as_a_customer_has_units() {
        let mut model = crate::workspace::Model::from(crate::workspace::template("buffer").unwrap().open().base);
        let (start, segment) = (Month::new(2026, 1).unwrap(), model.segments.keys().next().unwrap().clone());
        let (meter, usage) =
            model.segments[&segment].usage.get_index(0).map(|(id, usage)| (id.clone(), usage.mean)).unwrap();
        let rival = |meter: Option<&str>| {
            let value = serde_json::json!({"name": "Rival", "price": 7, "meter": meter, "values": {&segment: 50}});
            serde_json::from_value::<crate::workspace::model::Competitor>(value).unwrap()
        };
        model.competitors.insert("flat".into(), rival(None));
        model.competitors.insert("each".into(), rival(Some(&meter)));
        assert_eq!(offers(&model, &segment, 0, start), [43.0, 50.0 - 7.0 * usage]);
    }

    proptest! {
        #[test]
        fn shares_are_shares(beta in 0.0..1e4, offers in proptest::collection::vec(-1e6..1e6, 0..5)) {
            let sum: f64 = taken(beta, &offers).sum();
            prop_assert!((0.0..=1.0 + 1e-9).contains(&sum) && outside(beta, &[], &offers) >= 0.0);
        }
    }
}
