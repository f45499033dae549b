//! This file is the worth of new customers: what they are expected to be billed while they stay, discounted.

use super::Projection;
use super::Rates;
use super::kinds::Kind;
use super::rates::LIFETIME;
use super::table::Table;

/// Discounted bills over 120 months expected of all who were won for `plan` in month `t`.
///
/// Survival and prices are those of month `t`, held: sum over ages of S(age) × bill(age) ÷ (1+d)^(age/12)
/// (Fader & Hardie's discounted expected lifetime, with the bill inside the sum). As terms end that customers came with,
/// they leave, cut units and take other plans as they do in the projection; who takes another plan is worth what that
/// one bills from then on.
pub fn bills(projection: &Projection, t: usize, segment: usize, plan: usize) -> f64 {
    let rates = &projection.rates.segments[segment];
    if projection.rates.free[plan] || rates.won[t][plan] == 0.0 {
        return 0.0;
    }
    let yearly = projection.case.at(t).finance.discount_rate;
    let monthly = libm::pow(1.0 + yearly, -1.0 / 12.0);
    let version = projection.rates.prices[plan].list[t];
    let one = |interval: usize| {
        let kind = Kind::of(&projection.rates, segment, (plan, version), interval, None);
        worth(&projection.rates, (segment, t), &kind, monthly)
    };
    let annual = rates.annual_share[t];
    rates.won[t][plan] * (one(0) * (1.0 - annual) + one(1) * annual)
}

/// Of one new customer; `monthly` discounts a month.
fn worth(rates: &Rates<f64>, (segment, t): (usize, usize), kind: &Kind<'_, f64>, monthly: f64) -> f64 {
    let table = kind.table;
    let by_age = rates.staying(segment, t, kind);
    let (mut alive, mut units, mut sum) = (1.0, 1.0, -table.once);
    for (age, (stay, bill)) in by_age.iter().zip(table.recurring.iter().zip(&table.usage)).take(LIFETIME).enumerate() {
        if age > 0 {
            alive *= monthly;
            let lapsed = if table.rises.is_empty() { None } else { rates.lapsed(segment, t, kind, age) };
            match lapsed {
                None => alive *= stay,
                Some(lapsed) => {
                    for (plan, version, share) in &lapsed.moves {
                        let kind = Kind::of(rates, segment, (*plan, *version), kind.interval, None);
                        sum += alive * share * rest(rates, (segment, t), &kind, age, units, monthly);
                    }
                    alive *= lapsed.stay();
                    units *= 1.0 - lapsed.cuts;
                }
            }
        }
        sum += alive * paid(table, bill, units);
    }
    sum
}

/// Of one customer from an age on, at which it is there, were there no terms that end.
fn rest(
    rates: &Rates<f64>,
    (segment, t): (usize, usize),
    kind: &Kind<'_, f64>,
    from: usize,
    units: f64,
    monthly: f64,
) -> f64 {
    let table = kind.table;
    let by_age = rates.staying(segment, t, kind);
    let (mut alive, mut sum) = (1.0, 0.0);
    let bills = table.recurring.iter().zip(&table.usage);
    for (age, (stay, bill)) in by_age.iter().zip(bills).take(LIFETIME).enumerate().skip(from) {
        if age > from {
            alive *= stay * monthly;
        }
        sum += alive * paid(table, bill, units);
    }
    sum
}

/// A month's bill of who has a share of the units left.
fn paid(table: &Table<f64>, (recurring, usage): (&f64, &f64), units: f64) -> f64 {
    let left = |follows: f64| 1.0 - (1.0 - units) * follows;
    recurring * left(table.follows.0) + usage * left(table.follows.1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::projection::project;
    use crate::workspace::check_value;
    use crate::workspace::template;

    /// Of customers won in the first month alone, everything the projection bills in 120 months, discounted, is their worth,
    /// what they do as a coupon ends included.
    #[test]
    fn what_is_billed_to_a_cohort_is_its_worth() {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        (document["scenarios"], document["assumptions"], document["months"]) = (json!({}), json!({}), json!(120));
        let then = document["start"].as_str().unwrap().parse::<crate::month::Month>().unwrap().plus(1).to_string();
        let base = &mut document["base"];
        base["opening"] = json!({});
        base["coupons"] = json!({"half": {"name": "Half", "off": {"kind": "share", "share": "0.5"},
            "lasts": {"for": "months", "months": 12}, "share": {"mid": 0.4, "small": 0.2}}});
        let none = json!({"kind": "steps", "value": 500, "steps": [{"month": then, "value": 0}]});
        for (_, channel) in base["channels"].as_object_mut().unwrap() {
            channel["source"] = json!({"kind": "organic", "prospects": none});
        }
        for (_, segment) in base["segments"].as_object_mut().unwrap() {
            (segment["reactivation"], segment["switching"], segment["cutting"]) = (json!(0), json!(0.3), json!(0.5));
        }
        let projection = project(&check_value(&document).unwrap(), None);
        let monthly = libm::pow(1.0 + projection.case.at(0).finance.discount_rate, -1.0 / 12.0);
        let cells = projection.flows.segments * projection.flows.plans;
        let billed = projection
            .flows
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (cell.mrr + cell.usage - cell.once) * libm::pow(monthly, (at / cells) as f64));
        let billed: f64 = billed.sum();
        let worth = |at: usize| super::bills(&projection, 0, at / projection.flows.plans, at % projection.flows.plans);
        let worth: f64 = (0..cells).map(worth).sum();
        let moved: f64 = projection.flows.cells.iter().map(|cell| cell.moved.max(0.0)).sum();
        assert!(moved > 0.1 && (worth / billed - 1.0).abs() < 1e-9, "{worth} {billed} {moved}");
    }
}
