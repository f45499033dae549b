//! This file holds what every export must keep: the rules of its format, and what it says it left out.

use std::path::Path;

use serde_json::json;

use super::*;
use crate::exchange::import::import;
use crate::exchange::yaml;
use crate::exchange::yaml::Node;
use crate::workspace::TEMPLATES;
use crate::workspace::check_value;

fn today() -> Month {
    Month::new(2027, 3).unwrap()
}

fn exported(format: &str, workspace: &Workspace) -> (String, Vec<String>) {
    export(format, workspace, None, today()).unwrap()
}

/// The pages of the gallery, the templates, and the starter with charges of every shape.
fn workspaces() -> Vec<(String, Workspace)> {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery");
    let pages = std::fs::read_dir(gallery).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|ending| ending == "yml"));
    let mut all: Vec<_> = pages
        .map(|path| (path.display().to_string(), import(&std::fs::read(&path).unwrap(), today()).unwrap().0))
        .collect();
    all.extend(TEMPLATES.iter().map(|template| (template.name.to_owned(), template.open())));
    all.push(("every".into(), every()));
    all
}

fn every() -> Workspace {
    let mut value = serde_json::to_value(TEMPLATES.last().unwrap().open()).unwrap();
    let plans = &mut value["base"]["plans"];
    plans["team"]["charges"] = json!({
        "pack": {"model": "package", "meter": "seats", "size": "5", "price": "49.995", "free": "0"},
        "steps": {"model": "stairstep", "meter": "seats", "steps": [{"up_to": "10", "price": "20"}, {"up_to": null, "price": "35"}]},
        "allowed": {"model": "allowance", "meter": "seats", "fee": "30", "included": "3", "price": "9"},
        "half": {"model": "volume", "meter": "seats", "tiers": [{"up_to": "2.5", "unit": "1", "flat": "0"}, {"up_to": null, "unit": "2", "flat": "0"}]},
    });
    plans["pro"]["minimum"] = "100".into();
    value["base"]["add_ons"] = json!({
        "calls": {"name": "Calls", "charges": {"calls": {"model": "per_unit", "meter": "calls", "price": "0.0042"}}, "available_for": {"pro": true}},
        "vault": {"name": "It's a vault: #1", "charges": {"fee": {"model": "flat", "amount": "5"}}, "excludes": {"calls": true}},
    });
    value["base"]["meters"]["calls"] = json!({"name": "calls", "unit": "call", "kind": "usage"});
    value["base"]["segments"]["small"]["usage"]["calls"] = json!({"mean": 10, "spread": 0, "growth": 0, "every": 12});
    value["base"]["segments"]["mid"]["usage"]["calls"] = json!({"mean": 10, "spread": 0, "growth": 0, "every": 12});
    check_value(&value).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What a page holds of plans, add-ons and features.
fn held(workspace: &Workspace) -> Value {
    let model = serde_json::to_value(&*workspace.base).unwrap();
    json!({"plans": model["plans"], "add_ons": model["add_ons"], "features": model["features"], "currency": workspace.currency.code()})
}

#[test]
fn a_page_exported_and_imported_again_is_the_same_page() {
    let pages = workspaces().into_iter().filter(|(name, _)| name.ends_with(".yml"));
    for (name, workspace) in pages {
        let (text, _) = exported("pricing2yaml", &workspace);
        let (again, report) =
            import(text.as_bytes(), today()).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        let (before, after) = (held(&workspace), held(&again));
        for key in ["plans", "add_ons", "features", "currency"] {
            assert_eq!(after[key], before[key], "{name} {key}\n{text}");
        }
        let types = |note: &crate::exchange::import::Note| note.path.ends_with("/type");
        assert!(report.left_out.iter().all(types), "{name}: {:?}", report.left_out);
    }
}

/// The rules of Pricing4TS's validators, which the format's own tools apply.
#[test]
fn pricing2yaml_keeps_the_rules_of_the_format() {
    for (name, workspace) in workspaces() {
        let (text, _) = exported("pricing2yaml", &workspace);
        let root = yaml::read(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        let of = |key: &str| root.get(key).and_then(Node::map).unwrap_or_default();
        let text_of = |node: &Node, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        assert_eq!(text_of(&root, "syntaxVersion").as_deref(), Some("2.1"));
        assert!((3..=255).contains(&text_of(&root, "saasName").unwrap().chars().count()), "{name}");
        let tags: Vec<_> =
            root.get("tags").and_then(Node::list).unwrap_or_default().iter().filter_map(Node::text).collect();
        for collection in ["features", "usageLimits", "plans", "addOns"] {
            for (at, entry) in of(collection).iter().enumerate() {
                assert!((3..=255).contains(&entry.key.chars().count()), "{name}: {}", entry.key);
                assert!(
                    of(collection)[at + 1..].iter().all(|other| other.key != entry.key),
                    "{name}: {} twice",
                    entry.key
                );
            }
        }
        let types =
            ["INFORMATION", "INTEGRATION", "DOMAIN", "AUTOMATION", "MANAGEMENT", "GUARANTEE", "SUPPORT", "PAYMENT"];
        // These say what kind of it they are, too.
        let kinds = [("INTEGRATION", "integrationType"), ("AUTOMATION", "automationType")];
        for feature in of("features") {
            let node = &feature.value;
            let kind = text_of(node, "type").unwrap();
            assert!(types.contains(&kind.as_str()));
            assert!(kinds.iter().all(|(of, key)| *of != kind || node.get(key).is_some()), "{name}: {}", feature.key);
            let default = node.get("defaultValue").unwrap();
            match text_of(node, "valueType").as_deref() {
                Some("BOOLEAN") => assert!(matches!(default.text(), Some("true" | "false"))),
                Some("TEXT") => assert!(default.text().is_some()),
                other => panic!("{name}: {other:?}"),
            }
            assert!(node.get("tag").and_then(Node::text).is_none_or(|tag| tags.contains(&tag)), "{name}");
        }
        for limit in of("usageLimits") {
            assert_eq!(text_of(&limit.value, "valueType").as_deref(), Some("NUMERIC"));
            assert!(
                limit.value.get("defaultValue").and_then(Node::figure).is_some() && limit.value.get("unit").is_some()
            );
            assert!(["RENEWABLE", "NON_RENEWABLE"].contains(&text_of(&limit.value, "type").unwrap().as_str()));
        }
        let known = |collection: &str, key: &str| of(collection).iter().any(|entry| entry.key == key);
        for (collection, entry) in
            of("plans").iter().map(|plan| ("plans", plan)).chain(of("addOns").iter().map(|add_on| ("addOns", add_on)))
        {
            assert!(entry.value.get("features").is_some() && entry.value.get("unit").is_some(), "{name} {}", entry.key);
            let brings = |key: &&str| entry.value.get(key).and_then(Node::map).is_some();
            let some = ["features", "usageLimits", "usageLimitsExtensions"].iter().any(brings);
            assert!(collection == "plans" || some, "{name}: {} brings nothing", entry.key);
            let price = entry.value.get("price").unwrap();
            let figure = price
                .figure()
                .is_some_and(|figure| matches!(figure, yaml::Figure::Finite(price) if !price.is_sign_negative()));
            assert!(figure || price.text() == Some("Contact Sales"), "{name} {}", entry.key);
            for (field, target) in
                [("features", "features"), ("usageLimits", "usageLimits"), ("usageLimitsExtensions", "usageLimits")]
            {
                for value in entry.value.get(field).and_then(Node::map).unwrap_or_default() {
                    assert!(
                        known(target, &value.key) && value.value.get("value").is_some(),
                        "{name} {} {}",
                        entry.key,
                        value.key
                    );
                }
            }
            for (field, target) in [("availableFor", "plans"), ("dependsOn", "addOns"), ("excludes", "addOns")] {
                let named = entry.value.get(field).and_then(Node::list).unwrap_or_default();
                assert!(collection == "addOns" || named.is_empty());
                assert!(named.iter().all(|item| known(target, item.text().unwrap())), "{name} {}", entry.key);
            }
        }
        for factor in of("billing") {
            let yaml::Figure::Finite(factor) = factor.value.figure().unwrap() else { panic!("{name}") };
            assert!(factor > 0.into() && factor <= 1.into(), "{name}");
        }
    }
}

/// A tool of the format refuses an add-on without any content, which pages of before have.
#[test]
fn an_add_on_that_brings_nothing_stands_for_itself() {
    let page = "saasName: Acme\nplans:\n  PRO: {price: 10}\naddOns:\n  callRecording: {price: 3}\n";
    let (workspace, _) = import(page.as_bytes(), today()).unwrap();
    let (text, left_out) = exported("pricing2yaml", &workspace);
    assert!(text.contains("features:\n  callRecording:\n    description: The add-on itself"), "{text}");
    assert!(text.contains("    features:\n      callRecording:\n        value: true\n"), "{text}");
    assert!(left_out.iter().any(|said| said.starts_with("Call recording: it brings nothing")), "{left_out:?}");
    let (again, _) = import(text.as_bytes(), today()).unwrap();
    assert_eq!(held(&again), held(&workspace), "{text}");
}

/// Amounts of one kind in a Stripe object: exactly one of the two keys, whole or a text of at most 12 places.
fn amount(object: &Value, key: &str) -> bool {
    match (object.get(key), object.get(format!("{key}_decimal"))) {
        (Some(whole), None) => whole.as_u64().is_some(),
        (None, Some(text)) => {
            let text = text.as_str().unwrap();
            text.split_once('.').is_some_and(|(_, places)| places.len() <= 12) && text.parse::<f64>().unwrap() >= 0.0
        }
        _ => false,
    }
}

#[test]
fn stripe_keeps_the_rules_of_the_format() {
    for (name, workspace) in workspaces() {
        let (text, _) = exported("stripe", &workspace);
        let all: Value = serde_json::from_str(&text).unwrap();
        let products: Vec<_> =
            all["products"].as_array().unwrap().iter().map(|product| product["id"].as_str().unwrap()).collect();
        assert_eq!(products.len(), workspace.base.plans.len() + workspace.base.add_ons.len());
        let mut keys = Vec::new();
        for price in all["prices"].as_array().unwrap() {
            assert!(products.contains(&price["product"].as_str().unwrap()), "{name}");
            assert_eq!(price["currency"], workspace.currency.code().to_lowercase());
            assert!(["month", "year"].contains(&price["recurring"]["interval"].as_str().unwrap()));
            assert!(["licensed", "metered"].contains(&price["recurring"]["usage_type"].as_str().unwrap()));
            assert_eq!(price["recurring"]["usage_type"] == "metered", price["recurring"].get("meter").is_some());
            let key = price["lookup_key"].as_str().unwrap();
            assert!(key.len() <= 200 && !keys.contains(&key), "{name} {key}");
            keys.push(key);
            let tiers = price.get("tiers").and_then(Value::as_array);
            match price["billing_scheme"].as_str().unwrap() {
                "per_unit" => assert!(amount(price, "unit_amount") && tiers.is_none(), "{name} {price}"),
                "tiered" => {
                    assert!(["graduated", "volume"].contains(&price["tiers_mode"].as_str().unwrap()));
                    assert!(price.get("transform_quantity").is_none() && !amount(price, "unit_amount"));
                    let (last, before) = tiers.unwrap().split_last().unwrap();
                    assert_eq!(last["up_to"], "inf");
                    let bounds: Vec<_> = before.iter().map(|tier| tier["up_to"].as_u64().unwrap()).collect();
                    assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]) && bounds.iter().all(|bound| *bound > 0));
                    assert!(
                        tiers.unwrap().iter().all(|tier| amount(tier, "unit_amount") && amount(tier, "flat_amount")),
                        "{price}"
                    );
                }
                other => panic!("{other}"),
            }
        }
    }
}

#[test]
fn stripe_amounts_are_those_of_the_list() {
    let (text, left_out) = exported("stripe", &every());
    let all: Value = serde_json::from_str(&text).unwrap();
    let price = |key: &str| all["prices"].as_array().unwrap().iter().find(|price| price["lookup_key"] == key);
    let pack = price("plan_team_pack_month").unwrap();
    assert_eq!(
        (&pack["unit_amount_decimal"], &pack["transform_quantity"]),
        (&json!("4999.5"), &json!({"divide_by": 5, "round": "up"}))
    );
    let steps = price("plan_team_steps_month").unwrap();
    assert_eq!(
        (&steps["tiers_mode"], &steps["tiers"][0]["flat_amount"], &steps["tiers"][1]["up_to"]),
        (&json!("volume"), &json!(2000), &json!("inf"))
    );
    let allowed = price("plan_team_allowed_year").unwrap();
    assert_eq!(
        allowed["tiers"],
        json!([
            {"up_to": 3, "unit_amount": 0, "flat_amount": 28_800},
            {"up_to": "inf", "unit_amount": 8_640, "flat_amount": 0},
        ])
    );
    assert_eq!(price("plan_pro_platform_year").unwrap()["unit_amount"], 47_040);
    assert_eq!(price("addon_calls_calls_month").unwrap()["unit_amount_decimal"], "0.42");
    assert!(price("addon_calls_calls_year").is_none() && price("plan_team_half_month").is_none());
    for words in [
        "Team, half: volume (bounds of tiers are whole)",
        "Pro: minimum",
        "Calls: available for",
        "It's a vault: #1: excludes",
        "the id of the meter",
    ] {
        assert!(left_out.iter().any(|said| said.contains(words)), "{words}: {left_out:#?}");
    }
}

#[test]
fn a_label_that_does_not_fit_is_said_with_what_is_written() {
    let mut value = serde_json::to_value(every()).unwrap();
    value["name"] = "A name of a workspace that is longer than a page may be called".into();
    value["base"]["meters"]["seats"]["unit"] = "active workspace member".into();
    value["base"]["plans"]["team"]["charges"]["calls"] =
        json!({"model": "per_unit", "meter": "calls", "price": "0.01"});
    let workspace = check_value(&value).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (text, left_out) = exported("stripe", &workspace);
    let all: Value = serde_json::from_str(&text).unwrap();
    let team = all["products"].as_array().unwrap().iter().find(|product| product["id"] == "plan_team").unwrap();
    assert_eq!(team["unit_label"], "active works");
    for words in [
        r#"Team: its unit "active workspace member", written "active works"; a unit label has at most 12 characters"#,
        r#"Team: its unit "call"; a product has one unit label, here "active works""#,
    ] {
        assert_eq!(left_out.iter().filter(|said| *said == words).count(), 1, "{words}: {left_out:#?}");
    }
    let (text, left_out) = exported("pricing2yaml", &workspace);
    assert!(text.contains("saasName: 'A name of a workspace that is longer than a page may be called'\n"), "{text}");
    assert!(!left_out.iter().any(|said| said.contains("name of the workspace")), "{left_out:#?}");
    value["name"] = "Ox".into();
    let workspace = check_value(&value).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (text, left_out) = exported("pricing2yaml", &workspace);
    let words = "The name of the workspace, written \"Ox page\": it has 3 to 255 signs";
    assert!(text.contains("saasName: 'Ox page'\n") && left_out.iter().any(|said| said == words), "{left_out:#?}");
}

fn decimal_text(value: &Value) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    value.as_str().is_some_and(|text| {
        text.split_once('.').map_or(digits(text), |(whole, places)| digits(whole) && digits(places))
    })
}

#[test]
fn lago_keeps_the_rules_of_the_format() {
    for (name, workspace) in workspaces() {
        let (text, _) = exported("lago", &workspace);
        let all: Value = serde_json::from_str(&text).unwrap();
        let mut codes = Vec::new();
        for plan in all["plans"].as_array().unwrap().iter().map(|plan| &plan["plan"]) {
            assert!(!plan["name"].as_str().unwrap().is_empty() && plan["pay_in_advance"].is_boolean(), "{name}");
            assert!(["monthly", "yearly"].contains(&plan["interval"].as_str().unwrap()));
            assert!(plan["amount_cents"].as_u64().is_some() && plan["amount_currency"] == workspace.currency.code());
            assert!(plan.get("minimum_commitment").is_none_or(|least| least["amount_cents"].as_u64().is_some()));
            let code = plan["code"].as_str().unwrap();
            assert!(!codes.contains(&code), "{name} {code}");
            codes.push(code);
            for charge in plan["charges"].as_array().unwrap() {
                let id = charge["billable_metric_id"].as_str().unwrap();
                assert_eq!((id.len(), id.matches('-').count()), (36, 4));
                let properties = &charge["properties"];
                match charge["charge_model"].as_str().unwrap() {
                    "standard" => assert!(decimal_text(&properties["amount"])),
                    "package" => assert!(
                        decimal_text(&properties["amount"])
                            && properties["package_size"].as_u64().is_some_and(|size| size > 0)
                            && properties["free_units"].as_u64().is_some()
                    ),
                    model @ ("graduated" | "volume") => {
                        let rows = properties[format!("{model}_ranges")].as_array().unwrap();
                        let mut from = 0;
                        for (at, row) in rows.iter().enumerate() {
                            assert_eq!(row["from_value"], from, "{name} {charge}");
                            assert_eq!(row["to_value"].is_null(), at + 1 == rows.len());
                            assert!(decimal_text(&row["flat_amount"]) && decimal_text(&row["per_unit_amount"]));
                            from = row["to_value"].as_u64().unwrap_or_default() + 1;
                        }
                    }
                    other => panic!("{name} {other}"),
                }
            }
        }
    }
}

#[test]
fn lago_amounts_are_those_of_the_list() {
    let (text, left_out) = exported("lago", &every());
    let all: Value = serde_json::from_str(&text).unwrap();
    let plan = |code: &str| {
        all["plans"].as_array().unwrap().iter().map(|plan| &plan["plan"]).find(|plan| plan["code"] == code).unwrap()
    };
    assert_eq!((&plan("pro")["amount_cents"], &plan("pro-yearly")["amount_cents"]), (&json!(4_900), &json!(47_040)));
    assert_eq!(plan("pro")["minimum_commitment"], json!({"amount_cents": 10_000}));
    assert_eq!(plan("pro-yearly")["minimum_commitment"], json!({"amount_cents": 120_000}));
    assert_eq!(
        plan("pro")["charges"][0]["properties"]["graduated_ranges"][1],
        json!({"from_value": 11, "to_value": 50, "flat_amount": "0", "per_unit_amount": "19"})
    );
    assert_eq!(
        plan("team")["charges"][0]["properties"],
        json!({"amount": "49.995", "package_size": 5, "free_units": 0})
    );
    assert_eq!(plan("add-on-calls")["charges"][0]["properties"], json!({"amount": "0.0042"}));
    assert!(left_out.iter().any(|said| said.contains("Team, half: volume")), "{left_out:#?}");
    assert!(left_out.iter().any(|said| said.contains("5 features")), "{left_out:#?}");
}

/// A scenario is exported with its levers, and says nothing of the base.
#[test]
fn the_scenario_chosen_is_exported() {
    let starter = TEMPLATES.iter().find(|template| template.name == "starter").unwrap().open();
    for format in FORMATS.iter().skip(1) {
        let (base, _) = exported(format.id, &starter);
        let (scenario, _) = export(format.id, &starter, Some("pro-price"), today()).unwrap();
        assert!(scenario != base && scenario.contains("25"), "{}", format.id);
    }
    assert_eq!(export("none", &starter, None, today()), None);
}
