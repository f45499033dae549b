//! This file says what a feature sold apart should cost at first: the worth to a segment at which it would bring most.

use rust_decimal::Decimal;

use super::need::cost;
use super::need::mean_quantities;
use crate::demand::attach::Attach;
use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::workspace::Model;
use crate::workspace::model::Segment;

/// Of a plan's bill, where nobody has said what the feature is worth.
const PART: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// A first price a month for a feature of a plan sold apart, to two figures, and why.
///
/// Where its worth to the plan's segments is known, it is the worth to one of them (so that half of its customers would
/// take it) at which all segments together bring most, each weighted by its customers on the plan at the start, or by how
/// many of its buyers take the plan. Else it is a tenth of what the plan costs customers of mean size.
pub fn apart_price(model: &Model, currency: Currency, feature: &str, plan: &str) -> (Decimal, String) {
    let weight = |id: &str, segment: &Segment| {
        let there = model.opening.values().filter(|vintage| vintage.segment == id && vintage.plan == plan);
        let customers: f64 = there.map(|vintage| vintage.customers).sum();
        if model.opening.is_empty() { segment.mix.get(plan).copied().unwrap_or(0.0) } else { customers }
    };
    let worth = |segment: &Segment| segment.values.get(feature).copied().unwrap_or(0.0);
    let brings = |price: f64| -> f64 {
        let each = model.segments.iter().map(|(id, segment)| {
            weight(id, segment) * price * Attach::expected(worth(segment), price, segment.elasticity).share
        });
        each.sum()
    };
    let there = model.segments.iter().filter(|(id, segment)| weight(id, segment) > 0.0).map(|(_, segment)| segment);
    let valued = there.filter(|segment| worth(segment) > 0.0);
    let best = valued.max_by(|one, other| brings(worth(one)).total_cmp(&brings(worth(other))));
    if let Some(segment) = best {
        let price = Decimal::from_f64(worth(segment)).round_sf(2).unwrap_or(Decimal::ONE);
        let others = if model.segments.len() > 1 { ", and no other segment's worth would bring more" } else { "" };
        return (price.normalize(), format!("its worth to {}: half of them would take it{others}", segment.name));
    }
    let bill = |segment| cost(model, currency, plan, 0, &mean_quantities(model, segment), Interval::Monthly);
    let twelve = Decimal::from(12 * model.segments.len().max(1));
    let mean = model.segments.values().map(bill).sum::<Decimal>() / twelve;
    let price = (mean * PART).round_sf(2).filter(|price| !price.is_zero()).unwrap_or(Decimal::ONE);
    (price.normalize(), "a tenth of the plan's bill, as nobody has said what it is worth".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::packaging::rules::tests::changed;

    #[test]
    fn it_is_the_worth_that_brings_most_or_a_tenth_of_the_bill() {
        let of = |small: f64, mid: f64| {
            let workspace = changed(|base| {
                base["segments"]["small"]["values"]["sso"] = json!(small);
                base["segments"]["mid"]["values"]["sso"] = json!(mid);
                base["opening"] = json!({});
                for (id, share) in [("small", 0.0), ("mid", 0.9)] {
                    base["segments"][id]["mix"] = json!({"team": 1.0 - share, "pro": share});
                }
            });
            let workspace = workspace.unwrap();
            apart_price(&workspace.base, workspace.currency, "sso", "pro")
        };
        let (price, why) = of(2.0, 41.3);
        assert_eq!((price, why.starts_with("its worth to ")), (Decimal::from(41), true), "{why}");
        assert_eq!(of(20.0, 3.0).0, Decimal::from(3), "none of the small take the plan");
        let (price, why) = of(0.0, 0.0);
        assert!(price > Decimal::ONE && why.starts_with("a tenth of the plan's bill"), "{price} {why}");
    }
}
