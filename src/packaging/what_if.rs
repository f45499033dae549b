//! This file makes each what-if of packaging one edit: move a feature, bundle an add-on, take it out, add or retire a plan.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;

use super::content::Amount;
use super::content::limit;
use super::need::cost;
use super::need::mean_quantities;
use crate::json::FromJson;
use crate::json::ToJson;
use crate::month::Month;
use crate::number::Currency;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::PriceModel;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::fresh_id;
use crate::workspace::model::Charges;
use crate::workspace::model::Kind;
use crate::workspace::model::UNLIMITED;

/// Puts a feature into a plan with what is said of it, or takes it out with that.
pub fn contain(model: &Model, scenario: Option<&str>, plan: &str, feature: &str, said: Option<&str>) -> Edit {
    let path = |part: &str| format!("/plans/{plan}/{part}/{feature}");
    let flag = model.features.get(feature).is_none_or(|feature| feature.kind == Kind::Flag);
    let known = model.plans.get(plan).is_some_and(|plan| plan.limits.contains_key(feature));
    let mut edits = vec![Edit::set(scenario, path("features"), said.is_some())];
    match said.filter(|said| !flag && !said.is_empty()) {
        Some(said) => edits.push(Edit::set(scenario, path("limits"), said)),
        None if known => edits.push(Edit::set(scenario, path("limits"), Value::Null)),
        None => {}
    }
    Edit::Many(edits)
}

/// Moves a feature from one plan to another, with how far it goes.
pub fn move_feature(model: &Model, scenario: Option<&str>, feature: &str, from: &str, to: &str) -> Edit {
    let said = model.plans.get(from).and_then(|plan| plan.limits.get(feature)).map_or("", String::as_str);
    Edit::Many(vec![contain(model, scenario, from, feature, None), contain(model, scenario, to, feature, Some(said))])
}

/// Puts an add-on into a plan: the plan contains what the add-on brings, which can no longer be bought with it. An add-on
/// that was for this plan alone is sold no more. The price of the plan rises by `rise` a month.
pub fn bundle_into(model: &Model, scenario: Option<&str>, add_on: &str, plan: &str, rise: Decimal) -> Option<Edit> {
    let (found, held) = (model.add_ons.get(add_on)?, model.plans.get(plan)?);
    let mut edits = Vec::new();
    for feature in found.features.iter().filter(|(_, brings)| **brings).map(|(feature, _)| feature) {
        let said = found.limits.get(feature).or(held.limits.get(feature)).map_or("", String::as_str);
        edits.push(contain(model, scenario, plan, feature, Some(said)));
    }
    for (feature, more) in &found.extends {
        let there = held.features.get(feature) == Some(&true);
        let now = there.then(|| limit(Kind::Number, held.limits.get(feature).map(String::as_str)));
        let said = match now {
            Some(Amount::UpTo(now)) => (now + more).normalize().to_string(),
            Some(_) => UNLIMITED.to_owned(),
            None => more.normalize().to_string(),
        };
        edits.push(contain(model, scenario, plan, feature, Some(&said)));
    }
    if !rise.is_zero() {
        let charges = raised(&held.charges, &found.charges, rise);
        edits.push(Edit::set(scenario, format!("/plans/{plan}/charges"), json!(charges)));
    }
    let others: Vec<&String> = model.plans.keys().filter(|other| *other != plan && found.fits(other)).collect();
    if others.is_empty() {
        edits.push(Edit::Remove { scenario: scenario.map(str::to_owned), path: format!("/add_ons/{add_on}") });
    } else {
        edits.push(Edit::set(scenario, format!("/add_ons/{add_on}/available_for"), set_of(others)));
    }
    Some(Edit::Many(edits))
}

/// Charges that cost `rise` a month more in the manner of an add-on: by the unit where both have a price for one unit of the
/// same meter, else as a flat fee.
pub fn raised(charges: &Charges, add_on: &Charges, rise: Decimal) -> Charges {
    let mut raised = charges.clone();
    let meters: Vec<&str> = add_on.values().filter_map(Charge::meter).collect();
    for charge in raised.values_mut() {
        match &mut charge.model {
            PriceModel::PerUnit { meter, price, .. } if meters.contains(&meter.as_str()) => {
                *price = (*price + rise).max(Decimal::ZERO);
                return raised;
            }
            PriceModel::Flat { amount, .. } if meters.is_empty() => {
                *amount = (*amount + rise).max(Decimal::ZERO);
                return raised;
            }
            _ => {}
        }
    }
    if rise > Decimal::ZERO {
        let same = add_on.values().find_map(|charge| match &charge.model {
            PriceModel::PerUnit { meter, .. } => Some(json!({"model": "per_unit", "meter": meter, "price": rise})),
            _ => None,
        });
        let added = same.unwrap_or_else(|| json!({"model": "flat", "amount": rise}));
        if let Ok(charge) = Charge::from_json(&added) {
            raised.insert(fresh_id("bundle", charges), charge);
        }
    }
    raised
}

/// Takes an add-on out of a plan again: what it brings is no longer in the plan and can be bought with it.
pub fn take_out(model: &Model, scenario: Option<&str>, add_on: &str, plan: &str) -> Option<Edit> {
    let found = model.add_ons.get(add_on)?;
    let brought = found.features.iter().filter(|(_, brings)| **brings);
    let mut edits: Vec<Edit> = brought.map(|(feature, _)| contain(model, scenario, plan, feature, None)).collect();
    if !found.fits(plan) {
        let path = format!("/add_ons/{add_on}/available_for");
        let plans: Vec<&String> = model.plans.keys().filter(|other| *other == plan || found.fits(other)).collect();
        let all = plans.len() == model.plans.len();
        edits.push(Edit::set(scenario, path, if all { Value::Null } else { set_of(plans) }));
    }
    Some(Edit::Many(edits))
}

/// Sells a feature of a plan apart, as a new add-on of that plan at a price a month.
pub fn sell_apart(model: &Model, scenario: Option<&str>, feature: &str, plan: &str, price: Decimal) -> Option<Edit> {
    let found = model.features.get(feature)?;
    let said = model.plans.get(plan)?.limits.get(feature);
    let mut add_on = json!({
        "name": found.name, "charges": {"fee": {"model": "flat", "amount": price}}, "features": {feature: true},
        "available_for": {plan: true},
    });
    if let Some(said) = said {
        add_on["limits"] = json!({ feature: said });
    }
    let id = fresh_id(&found.name, &model.add_ons);
    let insert =
        Edit::Insert { scenario: scenario.map(str::to_owned), collection: "/add_ons".into(), id, value: add_on };
    Some(Edit::Many(vec![contain(model, scenario, plan, feature, None), insert]))
}

/// Adds a plan between two others: it contains what the lower one does, is most like it, and costs a customer of mean size
/// midway between both.
pub fn add_between(
    model: &Model,
    scenario: Option<&str>,
    currency: Currency,
    lower: &str,
    upper: &str,
) -> Option<Edit> {
    let below = model.plans.get(lower)?;
    let name = format!("{} plus", below.name).chars().take(80).collect::<String>();
    let mut value = below.to_json();
    let plan = value.as_object_mut()?;
    plan.shift_remove("observed");
    plan.shift_remove("minimum");
    plan.shift_remove("maximum");
    plan.insert("name".into(), json!(name));
    plan.insert("like".into(), json!(lower));
    plan.insert("free".into(), json!(false));
    plan.insert("charges".into(), json!(halfway(model, currency, lower, upper)?));
    let id = fresh_id(&name, &model.plans);
    Some(Edit::Insert { scenario: scenario.map(str::to_owned), collection: "/plans".into(), id, value })
}

/// The lower plan's charges scaled so that a customer of mean size pays midway between the two; of a free one the upper
/// plan's, halved.
fn halfway(model: &Model, currency: Currency, lower: &str, upper: &str) -> Option<Charges> {
    let typical = |plan: &str| -> Decimal {
        let each = model
            .segments
            .values()
            .map(|segment| cost(model, currency, plan, 0, &mean_quantities(model, segment), Interval::Monthly));
        each.sum()
    };
    let (below, above) = (typical(lower), typical(upper));
    if model.plans.get(lower)?.charges.is_empty() || below <= Decimal::ZERO {
        return Some(scaled(&model.plans.get(upper)?.charges, Decimal::new(5, 1), 3));
    }
    let factor = (below + above).checked_div(below * Decimal::TWO)?;
    Some(scaled(&model.plans.get(lower)?.charges, factor, 3))
}

/// Charges of which every price is `factor` times as high, kept to so many figures; quantities and bounds stay.
pub fn scaled(charges: &Charges, factor: Decimal, figures: u32) -> Charges {
    let mut json = charges.to_json();
    scale(&mut json, factor, figures);
    Charges::from_json(&json).unwrap_or_else(|_| charges.clone())
}

/// The fields of charges that hold money.
const MONEY: &[&str] = &["amount", "price", "unit", "flat", "fee"];

fn scale(value: &mut Value, factor: Decimal, figures: u32) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| scale(item, factor, figures)),
        Value::Object(object) => {
            for (key, inner) in object {
                let money = inner.as_str().filter(|_| MONEY.contains(&key.as_str()));
                match money.and_then(|text| text.parse::<Decimal>().ok()?.checked_mul(factor)?.round_sf(figures)) {
                    Some(money) => *inner = json!(money.normalize()),
                    None => scale(inner, factor, figures),
                }
            }
        }
        _ => {}
    }
}

/// Retires a plan: closed to new customers from a month on, and from then on the list of its successor, which reaches those
/// who are there by the policy of the price change; they are the successor's customers then. Until then nothing changes.
pub fn retire(model: &Model, scenario: Option<&str>, plan: &str, successor: &str, from: Month) -> Option<Edit> {
    let both = plan != successor && [plan, successor].iter().all(|plan| model.plans.contains_key(*plan));
    let set = |part: &str, value: Value| Edit::set(scenario, format!("/plans/{plan}/{part}"), value);
    both.then(|| Edit::Many(vec![set("closed", json!(from)), set("successor", json!(successor))]))
}

fn set_of(ids: Vec<&String>) -> Value {
    ids.into_iter().map(|id| (id.clone(), json!(true))).collect::<serde_json::Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packaging::rules::tests::starter;
    use crate::workspace::Workspace;
    use crate::workspace::apply;

    /// The starter with a scenario, storage of 100 GB on Team, and an add-on of AI for both plans, $10 a seat.
    fn workspace() -> Workspace {
        let mut document = serde_json::to_value(starter(json!({})).unwrap()).unwrap();
        let meter = document["base"]["meters"].as_object().unwrap().keys().next().unwrap().clone();
        document["base"]["features"]["gb"] = json!({"name": "Storage", "group": "", "kind": "number", "unit": "GB"});
        document["base"]["features"]["ai"] = json!({"name": "AI", "group": ""});
        document["base"]["plans"]["team"]["features"]["gb"] = json!(true);
        document["base"]["plans"]["team"]["limits"] = json!({"gb": "100"});
        document["base"]["add_ons"]["ai"] = json!({
            "name": "AI", "charges": {"seats": {"model": "per_unit", "meter": meter, "price": "10"}},
            "features": {"ai": true}, "extends": {"gb": "50"},
        });
        document["scenarios"]["new"] = json!({"name": "New", "colour": "s1", "note": "", "levers": {}});
        crate::workspace::check_value(&document).unwrap()
    }

    fn after(edit: Option<Edit>) -> (Workspace, Model) {
        let workspace = apply(&workspace(), &edit.unwrap()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let model = crate::workspace::effective(&workspace, Some("new"));
        (workspace, model)
    }

    const NEW: Option<&str> = Some("new");

    #[test]
    fn a_moved_feature_takes_its_limit_along() {
        let (workspace, model) = after(Some(move_feature(&workspace().base, NEW, "gb", "team", "pro")));
        assert_eq!((model.plans["team"].features["gb"], model.plans["pro"].features["gb"]), (false, true));
        assert_eq!((model.plans["team"].limits.get("gb"), model.plans["pro"].limits["gb"].as_str()), (None, "100"));
        assert_eq!(workspace.base.plans["team"].limits["gb"], "100", "the base stays");
    }

    #[test]
    fn a_bundle_is_undone_by_taking_it_out_again() {
        let base = workspace().base;
        let (bundled, model) = after(bundle_into(&base, NEW, "ai", "team", Decimal::from(4)));
        let team = &model.plans["team"];
        assert_eq!((team.features["ai"], team.limits["gb"].as_str()), (true, "150"));
        assert!(!model.add_ons["ai"].fits("team") && model.add_ons["ai"].fits("pro"));
        let price = |model: &Model| match model.plans["team"].charges["seats"].model {
            PriceModel::PerUnit { price, .. } => price,
            _ => panic!("Team is priced by the seat"),
        };
        assert_eq!(price(&model) - price(&base), Decimal::from(4), "$4 more for each seat");
        let out = apply(&bundled, &take_out(&model, NEW, "ai", "team").unwrap()).unwrap();
        let model = crate::workspace::effective(&out, NEW);
        assert!(!model.plans["team"].features["ai"] && model.add_ons["ai"].available_for.is_none());
        let alone = apply(&bundled, &bundle_into(&model, NEW, "ai", "team", Decimal::ZERO).unwrap()).unwrap();
        let model = crate::workspace::effective(&alone, NEW);
        let gone = apply(&alone, &bundle_into(&model, NEW, "ai", "pro", Decimal::ZERO).unwrap()).unwrap();
        assert!(crate::workspace::effective(&gone, NEW).add_ons.is_empty(), "nobody is left to buy it");
    }

    #[test]
    fn a_feature_sold_apart_can_be_bought_with_its_plan() {
        let (_, model) = after(sell_apart(&workspace().base, NEW, "gb", "team", Decimal::from(7)));
        let sold = &model.add_ons["storage"];
        assert!(sold.fits("team") && !sold.fits("pro") && sold.features["gb"] && sold.limits["gb"] == "100");
        assert!(!model.plans["team"].features["gb"] && !model.plans["team"].limits.contains_key("gb"));
    }

    #[test]
    fn a_plan_between_two_costs_half_of_each_and_sells() {
        let base = workspace().base;
        let currency = workspace().currency;
        let (_, model) = after(add_between(&base, NEW, currency, "team", "pro"));
        let bill = |id: &str| -> Decimal {
            let each = model.segments.values().map(|segment| mean_quantities(&model, segment));
            each.map(|quantities| cost(&model, currency, id, 0, &quantities, Interval::Monthly)).sum()
        };
        let off = bill("team-plus") * Decimal::TWO / (bill("team") + bill("pro")) - Decimal::ONE;
        assert!(off.abs() < Decimal::new(1, 2), "{off}");
        assert_eq!(model.plans["team-plus"].like.as_deref(), Some("team"));
    }

    #[test]
    fn a_plan_retires_in_its_month_and_is_as_it_was_before() {
        let base = workspace().base;
        let from = crate::month::Month::new(2027, 3).unwrap();
        let (_, model) = after(retire(&base, NEW, "team", "pro", from));
        let (old, was) = (&model.plans["team"], &base.plans["team"]);
        assert_eq!((&old.charges, &old.features, &old.limits), (&was.charges, &was.features, &was.limits));
        assert_eq!((old.closed, old.successor.as_deref()), (Some(from), Some("pro")));
        assert_eq!(retire(&base, NEW, "team", "team", from), None);
        assert_eq!(retire(&base, NEW, "team", "nobody", from), None);
    }
}
