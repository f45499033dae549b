//! This file compares documents with the published schema by a reader of our own, which knows the words the schema uses.

#![allow(clippy::unwrap_used)]

mod generate;

use planwright::exchange::export::schema::schema;
use planwright::workspace::TEMPLATES;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

/// Whether `value` is as `rule` says; where it is not, the path.
fn fits(value: &Value, rule: &Value, whole: &Value, path: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{path}: {what}"));
    let Some(rules) = rule.as_object() else { return if rule == true { Ok(()) } else { wrong("nothing fits") } };
    for (word, rule) in rules {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "required" => {}
            "$ref" => {
                let target = whole
                    .pointer(rule.as_str().unwrap().strip_prefix('#').unwrap())
                    .expect("a reference leads somewhere");
                fits(value, target, whole, path)?;
            }
            "allOf" => rule.as_array().unwrap().iter().try_for_each(|rule| fits(value, rule, whole, path))?,
            "anyOf" | "oneOf" => {
                let fit = rule.as_array().unwrap().iter().filter(|rule| fits(value, rule, whole, path).is_ok()).count();
                if fit == 0 || (word == "oneOf" && fit != 1) {
                    return wrong(&format!("{fit} of {word}"));
                }
            }
            "const" if value != rule => return wrong("another constant"),
            "enum" if !rule.as_array().unwrap().contains(value) => return wrong("not in the list"),
            "const" | "enum" => {}
            "type" => {
                let right = match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    "number" => value.is_number(),
                    "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
                    other => panic!("type {other}"),
                };
                if !right {
                    return wrong("another type");
                }
            }
            "minimum" if value.as_f64().is_some_and(|found| found < rule.as_f64().unwrap()) => {
                return wrong("too small");
            }
            "maximum" if value.as_f64().is_some_and(|found| found > rule.as_f64().unwrap()) => {
                return wrong("too large");
            }
            "maxLength"
                if value.as_str().is_some_and(|text| text.chars().count() > rule.as_u64().unwrap() as usize) =>
            {
                return wrong("too long");
            }
            "minItems" if value.as_array().is_some_and(|items| items.len() < rule.as_u64().unwrap() as usize) => {
                return wrong("too few");
            }
            "maxItems" if value.as_array().is_some_and(|items| items.len() > rule.as_u64().unwrap() as usize) => {
                return wrong("too many");
            }
            "maxProperties" if value.as_object().is_some_and(|map| map.len() > rule.as_u64().unwrap() as usize) => {
                return wrong("too many");
            }
            "minimum" | "maximum" | "maxLength" | "minItems" | "maxItems" | "maxProperties" => {}
            "pattern" => {
                if value.as_str().is_some_and(|text| !matches(text, rule.as_str().unwrap())) {
                    return wrong("another pattern");
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    fits(item, rule, whole, &format!("{path}/{at}"))?;
                }
            }
            "propertyNames" => {
                for key in value.as_object().into_iter().flat_map(|map| map.keys()) {
                    fits(&json!(key), rule, whole, path)?;
                }
            }
            "properties" => {
                for (key, rule) in rule.as_object().unwrap() {
                    value.get(key).map_or(Ok(()), |inner| fits(inner, rule, whole, &format!("{path}/{key}")))?;
                }
            }
            "additionalProperties" => {
                let named = rules.get("properties").and_then(Value::as_object);
                for (key, inner) in value.as_object().into_iter().flatten() {
                    if named.is_none_or(|named| !named.contains_key(key)) {
                        fits(inner, rule, whole, &format!("{path}/{key}"))?;
                    }
                }
            }
            other => panic!("the schema uses {other:?}, which this reader does not know"),
        }
    }
    let needed = rules.get("required").and_then(Value::as_array).into_iter().flatten();
    let missing = needed.filter_map(Value::as_str).find(|key| value.is_object() && value.get(key).is_none());
    missing.map_or(Ok(()), |key| wrong(&format!("no {key}")))
}

/// The few patterns of the schema, by hand.
fn matches(text: &str, pattern: &str) -> bool {
    let digits = |text: &str, least: usize, most: usize| {
        (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match pattern {
        "^/" => text.starts_with('/'),
        "\\S" => text.contains(|sign: char| !sign.is_whitespace()),
        "^[A-Z]{3}$" => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        "^[a-z0-9_-]{1,40}$" => {
            (1..=40).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte))
        }
        _ if pattern.starts_with("^(19") => text.parse::<planwright::month::Month>().is_ok(),
        _ if pattern.starts_with("^-?[0-9]") => {
            let text = text.strip_prefix('-').unwrap_or(text);
            text.split_once('.')
                .map_or(digits(text, 1, 28), |(whole, places)| digits(whole, 1, 28) && digits(places, 1, 12))
        }
        other => panic!("the schema uses the pattern {other}, which this reader does not know"),
    }
}

#[test]
fn every_template_is_as_the_schema_says() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    for template in TEMPLATES {
        let value = serde_json::to_value(template.open()).unwrap();
        assert_eq!(fits(&value, &schema, &schema, ""), Ok(()), "{}", template.name);
    }
}

#[test]
fn what_the_check_refuses_the_schema_refuses_too() {
    let schema = schema();
    let starter =
        serde_json::to_value(TEMPLATES.iter().find(|template| template.name == "starter").unwrap().open()).unwrap();
    let rows: &[(&str, Value, &str)] = &[
        ("/months", json!(200), "/months"),
        ("/months", json!(24.5), "/months"),
        ("/currency", json!("dollars"), "/currency"),
        ("/start", json!("2027-13"), "/start"),
        ("/base/plans/team/free", json!("no"), "/base/plans/team/free"),
        ("/base/plans/team/charges/seats/price", json!(12), "/base/plans/team/charges"),
        ("/base/plans/team/charges/seats/price", json!("12e3"), "/base/plans/team/charges"),
        ("/base/plans/team/charges/seats/model", json!("gift"), "/base/plans/team/charges"),
        ("/base/segments/small/conversion", json!(1.5), "/base/segments/small/conversion"),
        ("/base/channels/organic/source/prospects/monthly", json!(0.9), "/base/channels/organic/source"),
        ("/base/costs/fixed/sales/department", json!("fun"), "/base/costs/fixed/sales/department"),
        ("/scenarios/pro-price/colour", json!("pink"), "/scenarios/pro-price/colour"),
        ("/name", json!("  "), "/name"),
    ];
    for (path, new, place) in rows {
        let mut value = starter.clone();
        *value.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = new.clone();
        let error = fits(&value, &schema, &schema, "").expect_err(path);
        assert!(error.starts_with(place), "{path} = {new}: {error}");
    }
    let mut more = starter.clone();
    more["surprise"] = json!(1);
    assert!(fits(&more, &schema, &schema, "").is_err());
    more.as_object_mut().unwrap().retain(|key, _| key != "surprise" && key != "base");
    assert_eq!(fits(&more, &schema, &schema, ""), Err(": no base".into()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_that_passes_the_check_is_as_the_schema_says(workspace in generate::workspace()) {
        let schema = schema();
        prop_assert_eq!(fits(&serde_json::to_value(&workspace).unwrap(), &schema, &schema, ""), Ok(()));
    }
}
