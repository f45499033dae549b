//! This file holds every price model to what each export makes of it: the same price where the format has one, words where not.
//!
//! Formats as published: Pricing2Yaml 2.1 (one price and its unit for each plan); Stripe's price object
//! (docs.stripe.com/api/prices/create: `billing_scheme`, `tiers_mode`, `transform_quantity`); Lago's charge
//! (getlago/lago-openapi, ChargeProperties: `charge_model` and its properties).
#![allow(clippy::unwrap_used)]

use planwright::exchange::export::export;
use planwright::month::Month;
use planwright::pricing::Charge;
use planwright::shape::Shape;
use planwright::workspace::Workspace;
use planwright::workspace::check_value;
use planwright::workspace::template::template;
use serde_json::Value;
use serde_json::json;

/// What a format makes of a charge: a part of what is written, or words about what is not.
enum Made {
    As(Value),
    Said(&'static str),
}

use Made::As;
use Made::Said;

struct Row {
    charge: Value,
    /// Price and unit.
    yaml: (&'static str, &'static str),
    /// What Pricing2Yaml is said to lack; empty for nothing.
    lacks: &'static str,
    stripe: Made,
    lago: Made,
}

fn rows() -> Vec<Row> {
    let row = |charge, yaml, lacks, stripe, lago| Row { charge, yaml, lacks, stripe, lago };
    let tiers = json!([{"up_to": "10", "unit": "5", "flat": "0"}, {"up_to": null, "unit": "4", "flat": "2"}]);
    let ranges = json!([
        {"from_value": 0, "to_value": 10, "per_unit_amount": "5", "flat_amount": "0"},
        {"from_value": 11, "to_value": null, "per_unit_amount": "4", "flat_amount": "2"},
    ]);
    let tiered = json!([
        {"up_to": 10, "unit_amount": 500, "flat_amount": 0}, {"up_to": "inf", "unit_amount": 400, "flat_amount": 200},
    ]);
    let blocks = json!([{"up_to": "10", "size": "5", "price": "3"}, {"up_to": null, "size": "5", "price": "2"}]);
    let no = |words| Said(words);
    // None of the formats has one.
    let nowhere = |charge| {
        let (stripe, lago) = (no("Stripe has no such price"), no("Lago has no such charge"));
        row(charge, ("Contact Sales", "/month"), "only a price of one unit", stripe, lago)
    };
    vec![
        row(
            json!({"model": "flat", "amount": "49.5"}),
            ("49.5", "/month"),
            "",
            As(json!({"billing_scheme": "per_unit", "unit_amount": 4950})),
            As(json!({"amount_cents": 4950})),
        ),
        row(
            json!({"model": "per_unit", "meter": "calls", "price": "0.0042"}),
            ("0.0042", "call"),
            "",
            As(json!({"billing_scheme": "per_unit", "unit_amount_decimal": "0.42"})),
            As(json!({"charge_model": "standard", "properties": {"amount": "0.0042"}})),
        ),
        row(
            json!({"model": "graduated", "meter": "seats", "tiers": tiers}),
            ("5", "seat/month"),
            "only a price of one unit",
            As(json!({"billing_scheme": "tiered", "tiers_mode": "graduated", "tiers": tiered})),
            As(json!({"charge_model": "graduated", "properties": {"graduated_ranges": ranges}})),
        ),
        row(
            json!({"model": "volume", "meter": "seats", "tiers": tiers}),
            ("5", "seat/month"),
            "only a price of one unit",
            As(json!({"billing_scheme": "tiered", "tiers_mode": "volume", "tiers": tiered})),
            As(json!({"charge_model": "volume", "properties": {"volume_ranges": ranges}})),
        ),
        row(
            json!({"model": "package", "meter": "calls", "size": "1000", "price": "3", "free": "500"}),
            ("3", "1000 calls/month"),
            "only a price of one unit",
            no("packages are of whole units, none of them free"),
            As(
                json!({"charge_model": "package", "properties": {"amount": "3", "package_size": 1000, "free_units": 500}}),
            ),
        ),
        nowhere(json!({"model": "graduated_blocks", "meter": "calls", "blocks": blocks})),
        nowhere(json!({"model": "volume_blocks", "meter": "calls", "blocks": blocks})),
        row(
            json!({"model": "stairstep", "meter": "seats", "steps": [{"up_to": "10", "price": "20"}, {"up_to": null, "price": "35"}]}),
            ("20", "/month"),
            "only a price of one unit",
            As(json!({"tiers_mode": "volume", "tiers": [
                {"up_to": 10, "unit_amount": 0, "flat_amount": 2000}, {"up_to": "inf", "unit_amount": 0, "flat_amount": 3500},
            ]})),
            As(json!({"charge_model": "volume", "properties": {"volume_ranges": [
                {"from_value": 0, "to_value": 10, "per_unit_amount": "0", "flat_amount": "20"},
                {"from_value": 11, "to_value": null, "per_unit_amount": "0", "flat_amount": "35"},
            ]}})),
        ),
        nowhere(
            json!({"model": "capacity", "capacity": [{"limits": {"seats": "10", "calls": "1000"}, "price": "20"}, {"limits": {}, "price": "90"}]}),
        ),
        row(
            json!({"model": "allowance", "meter": "seats", "fee": "30", "included": "3", "price": "9"}),
            ("30", "/month"),
            "price",
            As(json!({"tiers_mode": "graduated", "tiers": [
                {"up_to": 3, "unit_amount": 0, "flat_amount": 3000}, {"up_to": "inf", "unit_amount": 900, "flat_amount": 0},
            ]})),
            As(json!({"charge_model": "graduated", "properties": {"graduated_ranges": [
                {"from_value": 0, "to_value": 3, "per_unit_amount": "0", "flat_amount": "30"},
                {"from_value": 4, "to_value": null, "per_unit_amount": "9", "flat_amount": "0"},
            ]}})),
        ),
        row(
            json!({"model": "percentage", "meter": "money", "rate": "0.029", "events": "calls", "fee": "0.3", "free_events": "3", "transaction_maximum": "20"}),
            ("Contact Sales", "/month"),
            "only a price of one unit",
            no("Stripe has no such price"),
            As(json!({"charge_model": "percentage", "properties": {
                "rate": "2.9", "fixed_amount": "0.3", "free_units_per_events": 3, "per_transaction_max_amount": "20",
            }})),
        ),
        row(
            json!({"model": "percentage", "meter": "money", "rate": "0.029", "events": "calls", "fee": "0.3", "free_events": "2.5"}),
            ("Contact Sales", "/month"),
            "only a price of one unit",
            no("Stripe has no such price"),
            no("free events are whole"),
        ),
        row(
            json!({"model": "graduated_percentage", "meter": "money", "rates": [{"up_to": "1000", "rate": "0.02", "flat": "1"}, {"up_to": null, "rate": "0.01", "flat": "0"}]}),
            ("Contact Sales", "/month"),
            "only a price of one unit",
            no("Stripe has no such price"),
            As(json!({"charge_model": "graduated_percentage", "properties": {"graduated_percentage_ranges": [
                {"from_value": 0, "to_value": 1000, "rate": "2", "flat_amount": "1"},
                {"from_value": 1001, "to_value": null, "rate": "1", "flat_amount": "0"},
            ]}})),
        ),
        nowhere(json!({"model": "cost_plus", "meter": "money", "multiplier": "1.25"})),
        row(
            json!({"model": "credits", "meter": "calls", "included": "100", "size": "1000", "price": "10", "expiry": 12}),
            ("10", "1000 calls/month"),
            "only a price of one unit",
            no("Stripe has no such price"),
            no("Lago has no such charge"),
        ),
    ]
}

/// The starter with one charge on its plan Team.
fn workspace(charge: &Value) -> Workspace {
    let mut value = serde_json::to_value(template("starter").unwrap().open()).unwrap();
    let base = &mut value["base"];
    base["plans"]["team"]["charges"] = json!({ "it": charge });
    for (id, name, unit) in [("calls", "calls", "call"), ("money", "dollars", "dollar")] {
        base["meters"][id] = json!({"name": name, "unit": unit, "kind": "usage"});
    }
    check_value(&value).unwrap_or_else(|problems| panic!("{charge}: {problems:?}"))
}

/// Whether every entry of `part` stands in `whole`.
fn holds(whole: &Value, part: &Value) -> bool {
    match part {
        Value::Object(entries) => entries.iter().all(|(key, part)| holds(&whole[key.as_str()], part)),
        Value::Array(items) => whole.as_array().is_some_and(|all| {
            all.len() == items.len() && all.iter().zip(items).all(|(whole, part)| holds(whole, part))
        }),
        other => whole == other,
    }
}

fn made(format: &str, workspace: &Workspace) -> (String, Vec<String>) {
    export(format, workspace, None, Month::new(2027, 3).unwrap()).unwrap()
}

fn about(said: &[String], words: &str) -> bool {
    said.iter().any(|said| said.starts_with("Team, it") && said.contains(words))
}

#[test]
fn every_price_model_is_in_the_table() {
    let Shape::Union { variants, .. } = Charge::SHAPE else { panic!("a charge is one of several models") };
    let mut models = rows().iter().map(|row| row.charge["model"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    models.dedup();
    assert_eq!(models, variants.iter().map(|variant| variant.key).collect::<Vec<_>>());
}

#[test]
fn pricing2yaml_writes_one_price_and_says_what_it_lacks() {
    for row in rows() {
        let (text, said) = made("pricing2yaml", &workspace(&row.charge));
        let plan = text.split("TEAM:").nth(1).unwrap_or_else(|| panic!("{text}"));
        let line =
            |key: &str| plan.lines().find_map(|line| line.trim().strip_prefix(key)).unwrap().trim().trim_matches('\'');
        assert_eq!((line("price:"), line("unit:")), row.yaml, "{}", row.charge);
        match row.lacks {
            "" => assert!(!said.iter().any(|said| said.starts_with("Team, it")), "{} {said:?}", row.charge),
            words => assert!(about(&said, words), "{} {said:?}", row.charge),
        }
    }
}

#[test]
fn stripe_has_the_same_price_or_says_it_has_none() {
    for row in rows() {
        let (text, said) = made("stripe", &workspace(&row.charge));
        let all: Value = serde_json::from_str(&text).unwrap();
        let price = all["prices"].as_array().unwrap().iter().find(|price| price["lookup_key"] == "plan_team_it_month");
        match row.stripe {
            As(part) => assert!(holds(price.unwrap(), &part), "{} {price:?}", row.charge),
            Said(words) => assert!(price.is_none() && about(&said, words), "{} {said:?}", row.charge),
        }
    }
}

#[test]
fn lago_has_the_same_charge_or_says_it_has_none() {
    for row in rows() {
        let (text, said) = made("lago", &workspace(&row.charge));
        let all: Value = serde_json::from_str(&text).unwrap();
        let plan = all["plans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|plan| &plan["plan"])
            .find(|plan| plan["code"] == "team")
            .unwrap();
        let charge = &plan["charges"][0];
        match row.lago {
            As(part) if part.get("amount_cents").is_some() => assert!(holds(plan, &part), "{} {plan}", row.charge),
            As(part) => assert!(holds(charge, &part), "{} {charge}", row.charge),
            Said(words) => assert!(charge.is_null() && about(&said, words), "{} {said:?}", row.charge),
        }
    }
}

/// What is done round a model is in none of the formats, and each format says so of each.
#[test]
fn adjustments_are_said_to_be_left_out() {
    let all = json!({
        "model": "per_unit", "meter": "seats", "price": "5", "divide_by": "2", "round": "up", "free_units": "1",
        "discount_share": "0.1", "discount_amount": "3", "maximum": "900", "minimum": "10",
    });
    for format in ["pricing2yaml", "stripe", "lago"] {
        let (_, said) = made(format, &workspace(&all));
        for words in ["divide by", "round", "free units", "discount share", "discount amount", "maximum", "minimum"] {
            assert!(about(&said, words), "{format} {words}: {said:?}");
        }
    }
}
