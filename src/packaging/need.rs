//! This file finds the cheapest subscription for a need: the plan and add-ons that contain it for least money.

use rust_decimal::Decimal;

use super::content::Amount;
use super::rules::Rules;
use super::rules::Set;
use super::rules::bits;
use super::search::MOST_LOOKS;
use super::search::Search;
use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Terms;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::AddOn;
use crate::workspace::model::Charges;
use crate::workspace::model::Conditions;
use crate::workspace::model::Feature;
use crate::workspace::model::Kind;
use crate::workspace::model::Meter;
use crate::workspace::model::Segment;

/// What a customer must have.
#[derive(Clone, Debug)]
pub struct Need {
    /// Features, each with how far it must go.
    pub features: Vec<(String, Amount)>,
    /// Units a month, in the order of the model's meters.
    pub quantities: Vec<Decimal>,
    /// How it is paid.
    pub interval: Interval,
}

/// A plan with add-ons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The plan's id.
    pub plan: String,
    /// The add-ons, in the order of the model.
    pub add_ons: Vec<String>,
    /// What twelve months of it cost, exactly.
    pub yearly: Decimal,
}

/// The cheapest subscription that contains a need, of the plans that `allowed` lets through; `None` where none does. Of
/// equals the one of the earlier plan. With it, whether that is certain: there were not too many to look at.
pub fn cheapest(
    model: &Model,
    rules: &Rules,
    currency: Currency,
    need: &Need,
    allowed: impl Fn(&str) -> bool,
) -> (Option<Subscription>, bool) {
    let mut looks = MOST_LOOKS;
    let found = cheapest_of(model, rules, currency, need, allowed, None, &mut looks);
    (found, looks > 0)
}

/// The same, of those that cost at most so much, with so many looks left.
pub(super) fn cheapest_of(
    model: &Model,
    rules: &Rules,
    currency: Currency,
    need: &Need,
    allowed: impl Fn(&str) -> bool,
    most: Option<Decimal>,
    looks: &mut usize,
) -> Option<Subscription> {
    let cost_of = |add_on| add_on_cost(model, currency, add_on, &need.quantities, need.interval);
    let costs: Vec<Decimal> = model.add_ons.values().map(cost_of).collect();
    let mut best: Option<(Decimal, usize, Set)> = None;
    let beyond = most.map(|most| most + Decimal::new(1, 12));
    for (at, plan) in model.plans.keys().enumerate().filter(|(_, plan)| allowed(plan)) {
        let mut search = Search::new(model, rules, need, plan, &costs, *looks);
        search.best = best.map(|(cost, ..)| cost).or(beyond);
        let alone = cost(model, currency, plan, 0, &need.quantities, need.interval);
        search.begin(!rules.fits[at], alone);
        *looks = search.looks;
        if let (Some(cost), Some(set)) = (search.best, search.found) {
            best = Some((cost, at, set));
        }
    }
    let (yearly, plan, set) = best?;
    let (plan, _) = model.plans.get_index(plan)?;
    let add_ons = bits(set).filter_map(|at| Some(model.add_ons.get_index(at)?.0.clone())).collect();
    Some(Subscription { plan: plan.clone(), add_ons, yearly })
}

/// What a usage needs: a number feature that has the name or the id of a meter is its limit a month.
pub fn needs_of(model: &Model, quantities: &[Decimal]) -> Vec<(String, Amount)> {
    let limits = |(id, meter): (&String, &Meter)| {
        let named = |(feature, content): &(&String, &Feature)| {
            content.kind == Kind::Number && (*feature == id || content.name.eq_ignore_ascii_case(&meter.name))
        };
        model.features.iter().find(named).map(|(feature, _)| feature.clone())
    };
    let used = model.meters.iter().zip(quantities).filter(|(_, units)| !units.is_zero());
    used.filter_map(|(meter, units)| Some((limits(meter)?, Amount::UpTo(*units)))).collect()
}

/// The cheapest add-ons with which a plan, by its place, contains what is needed, and what they cost together; `cost` is
/// none for one that is not sold with it.
pub fn lifted(
    model: &Model,
    rules: &Rules,
    plan: usize,
    features: &[(String, Amount)],
    cost: impl Fn(&str) -> Option<Decimal>,
) -> Option<(Decimal, Vec<String>)> {
    let (id, _) = model.plans.get_index(plan)?;
    let found: Vec<Option<Decimal>> = model.add_ons.keys().map(|id| cost(id)).collect();
    let costs: Vec<Decimal> = found.iter().map(|cost| cost.unwrap_or_default()).collect();
    let unsold = found.iter().enumerate().filter(|(_, cost)| cost.is_none()).fold(0, |set: Set, (at, _)| set | 1 << at);
    let need = Need { features: features.to_vec(), quantities: Vec::new(), interval: Interval::Monthly };
    let mut search = Search::new(model, rules, &need, id, &costs, MOST_LOOKS);
    search.begin(!rules.fits[plan] | unsold, Decimal::ZERO);
    let add_ons = bits(search.found?).filter_map(|at| Some(model.add_ons.get_index(at)?.0.clone())).collect();
    Some((search.best?, add_ons))
}

/// What twelve months of a plan with add-ons cost, for units a month.
pub fn cost(
    model: &Model,
    currency: Currency,
    plan: &str,
    add_ons: Set,
    quantities: &[Decimal],
    interval: Interval,
) -> Decimal {
    let Some(found) = model.plans.get(plan) else { return Decimal::ZERO };
    let own = yearly(model, currency, &found.charges, &found.conditions(), quantities, interval);
    let more = bits(add_ons).map(|at| add_on_cost(model, currency, &model.add_ons[at], quantities, interval));
    own + more.sum::<Decimal>()
}

/// An add-on is billed by itself: no bounds, no ramp.
fn add_on_cost(
    model: &Model,
    currency: Currency,
    add_on: &AddOn,
    quantities: &[Decimal],
    interval: Interval,
) -> Decimal {
    let conditions = Conditions { annual_discount: add_on.annual_discount, ..Conditions::default() };
    yearly(model, currency, &add_on.charges, &conditions, quantities, interval)
}

/// Twelve months of charges in the first year.
fn yearly(
    model: &Model,
    currency: Currency,
    charges: &Charges,
    conditions: &Conditions,
    quantities: &[Decimal],
    interval: Interval,
) -> Decimal {
    let charges: Vec<_> = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect();
    let meters = conditions.meters(&model.meters);
    let offer = conditions.offer(&charges, &meters, currency, 0);
    let (recurring, usage) = Terms::<Decimal>::new(&offer, interval).recurring_and_usage(quantities);
    recurring * Decimal::from(12 / interval.months()) + usage * Decimal::from(12)
}

/// Units a month of a segment's mean customer when acquired, in the order of the model's meters.
pub fn mean_quantities(model: &Model, segment: &Segment) -> Vec<Decimal> {
    let usage: &Map<_> = &segment.usage;
    model
        .meters
        .keys()
        .map(|id| Decimal::from_f64(usage.get(id).map_or(0.0, |usage| usage.mean)).to_places(6))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::prelude::prop_assert_eq;
    use proptest::prelude::prop_assume;
    use proptest::proptest;
    use serde_json::json;

    use super::*;
    use crate::packaging::content::amount;
    use crate::packaging::rules::tests::changed;
    use crate::workspace::model::MOST_ADD_ONS;

    proptest! {
        /// The search finds what going through every subscription finds.
        #[test]
        fn the_cheapest_is_the_minimum_over_all(
            add_ons in proptest::collection::vec((1..60_u32, 0..4_usize, 0..90_u32, 0..8_usize, 0..5_u8), 1..9),
            wanted in proptest::collection::vec(0..4_usize, 1..4),
            amount_wanted in 0..150_u32,
        ) {
            let features = ["f0", "f1", "f2", "gb"];
            let all = add_ons.iter().enumerate().map(|(at, (price, brings, more, other, rule))| {
                let mut made = json!({"name": "A", "charges": {"fee": {"model": "flat", "amount": price.to_string()}}});
                match brings {
                    3 => made["extends"] = json!({"gb": more.to_string()}),
                    brings => made["features"] = json!({features[*brings]: true}),
                }
                match rule {
                    0 if *other < at => made["depends_on"] = json!({format!("a{other}"): true}),
                    1 if *other < at => made["excludes"] = json!({format!("a{other}"): true}),
                    2 => made["available_for"] = json!({"pro": true}),
                    _ => {}
                }
                (format!("a{at}"), made)
            });
            let all = all.collect::<serde_json::Map<_, _>>();
            let workspace = changed(|base| {
                base["add_ons"] = all.clone().into();
                for id in &features[..3] {
                    base["features"][id] = json!({"name": id, "group": ""});
                }
                base["features"]["gb"] = json!({"name": "GB", "group": "", "kind": "number"});
                base["plans"]["team"]["features"]["gb"] = json!(true);
                base["plans"]["team"]["limits"] = json!({"gb": "30"});
                base["plans"]["pro"]["features"]["f0"] = json!(true);
            });
            prop_assume!(workspace.is_some());
            let workspace = workspace.unwrap();
            let (model, rules) = (&workspace.base, Rules::new(&workspace.base));
            let features = wanted.iter().map(|at| match at {
                3 => ("gb".to_owned(), Amount::UpTo(amount_wanted.into())),
                at => (features[*at].to_owned(), Amount::There),
            });
            let quantities = mean_quantities(model, &model.segments[0]);
            let need = Need { features: features.collect(), quantities, interval: Interval::Annual };
            let mut least: Option<Decimal> = None;
            for (at, plan) in model.plans.keys().enumerate() {
                for set in (0..1_u64 << model.add_ons.len()).filter(|set| set & !rules.fits[at] == 0 && rules.keeps(*set)) {
                    let covers = |(id, need): &(String, Amount)| amount(model, plan, set, id).is_some_and(|found| found.covers(need));
                    if need.features.iter().all(covers) {
                        let cost = cost(model, workspace.currency, plan, set, &need.quantities, need.interval);
                        least = Some(least.map_or(cost, |least| least.min(cost)));
                    }
                }
            }
            let (found, certain) = cheapest(model, &rules, workspace.currency, &need, |_| true);
            prop_assert_eq!(found.map(|found| found.yearly), least);
            prop_assert!(certain);
        }
    }

    /// As many add-ons as there is room for, each adding to one limit: alike, and at a different price each.
    #[test]
    fn many_add_ons_of_one_limit_are_put_together() {
        let of = |price: &dyn Fn(usize) -> usize, more: &dyn Fn(usize) -> usize| {
            let workspace = changed(|base| {
                base["features"]["gb"] = json!({"name": "GB", "group": "", "kind": "number"});
                for at in 0..MOST_ADD_ONS {
                    let charges = json!({"fee": {"model": "flat", "amount": price(at).to_string()}});
                    base["add_ons"][format!("a{at}")] =
                        json!({"name": "A", "charges": charges, "extends": {"gb": more(at).to_string()}});
                }
            });
            let workspace = workspace.unwrap();
            let need = Need {
                features: vec![("gb".to_owned(), Amount::UpTo(200.into()))],
                quantities: mean_quantities(&workspace.base, &workspace.base.segments[0]),
                interval: Interval::Monthly,
            };
            let rules = Rules::new(&workspace.base);
            let (found, certain) = cheapest(&workspace.base, &rules, workspace.currency, &need, |_| true);
            let found = found.unwrap();
            let alone = cost(&workspace.base, workspace.currency, &found.plan, 0, &need.quantities, need.interval);
            ((found.yearly - alone) / Decimal::from(12), found.add_ons.len(), certain)
        };
        // 20 of 64 that each add 10 for 3.
        assert_eq!(of(&|_| 3, &|_| 10), (Decimal::from(60), 20, true));
        // Of those that add 10 each, the 20 cheapest: 1 + 2 + … + 20.
        assert_eq!(of(&|at| at + 1, &|_| 10), (Decimal::from(210), 20, true));
        // What costs a unit the same each time, in odd sizes, is put together in more ways than are looked at.
        let (price, _, _) = of(&|at| 7 + at * 2, &|at| 7 + at * 2);
        assert!(price >= Decimal::from(200) && price <= Decimal::from(206), "{price}");
    }
}
