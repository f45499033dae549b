//! This file brings a document of an older version forward, one version at a time, and refuses a newer one by name.

use serde_json::Value;

use super::document::SCHEMA;
use crate::shape::Problem;

/// Brings a document one version forward. The step at index 0 leads from version 1 to 2. The loop writes `schema`.
pub type Step = fn(Value) -> Value;

/// Every step there is: one fewer than [`SCHEMA`].
const STEPS: &[Step] = &[price_lists];

/// Version 2 adds price models, commercial terms and add-ons, all of which may be left out, and kinds of evidence: what
/// version 1 knew were experiments. Limits of spend belong to an observed list since; before, those of the plan held
/// for it too.
fn price_lists(mut value: Value) -> Value {
    for plan in value.pointer_mut("/base/plans").into_iter().flat_map(values) {
        for key in ["minimum", "maximum"] {
            let Some(limit) = plan.get(key).cloned() else { continue };
            if let Some(observed) = plan.get_mut("observed").and_then(Value::as_object_mut) {
                observed.entry(key).or_insert(limit);
            }
        }
    }
    experiments(value.pointer_mut("/base/evidence"));
    let scenarios = value.get_mut("scenarios").into_iter().flat_map(values);
    let levers = scenarios.filter_map(|scenario| scenario.get_mut("levers")).flat_map(values);
    for overrides in levers.filter_map(|lever| lever.get_mut("overrides")?.as_object_mut()) {
        for (path, new) in overrides {
            match path.strip_prefix("/evidence") {
                Some("") => experiments(Some(new)),
                Some(id) if id.matches('/').count() == 1 => experiment(new),
                _ => {}
            }
        }
    }
    value
}

fn experiments(findings: Option<&mut Value>) {
    findings.into_iter().flat_map(values).for_each(experiment);
}

fn experiment(finding: &mut Value) {
    if let Some(fields) = finding.as_object_mut().filter(|fields| !fields.contains_key("kind")) {
        fields.shift_insert(0, "kind".into(), "experiment".into());
    }
}

/// The values of an object; of anything else, none.
fn values(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(|fields| fields.values_mut())
}

/// The document in the version this program writes.
///
/// # Errors
/// The version is missing, is not a whole number, or is newer than this program.
pub fn migrate(value: Value) -> Result<Value, Problem> {
    forward(value, SCHEMA, STEPS)
}

fn forward(mut value: Value, newest: u32, steps: &[Step]) -> Result<Value, Problem> {
    let wrong = |found: String, allowed: String| Err(Problem { path: "/schema".into(), found, allowed });
    if !value.is_object() {
        let found = "a document that is not an object".into();
        return Err(Problem { path: String::new(), found, allowed: "an object with the fields of a workspace".into() });
    }
    let version = match value.get("schema") {
        None => return wrong("no version".into(), format!("a whole number, 1 to {newest}")),
        Some(found) => match found.as_u64() {
            Some(version) if version >= 1 => version,
            _ => return wrong(format!("the version {found}"), format!("a whole number, 1 to {newest}")),
        },
    };
    if version > u64::from(newest) {
        let found = format!("this document is of version {version}; this program reads up to {newest}");
        return wrong(found, format!("1 to {newest}"));
    }
    for (version, step) in (1_u32..).zip(steps).skip(version as usize - 1) {
        value = step(value);
        value["schema"] = (version + 1).into();
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TRIED: &[Step] = &[
        |mut value| {
            value["name"] = value["title"].take();
            value
        },
        |mut value| {
            value["months"] = json!(36);
            value
        },
    ];

    #[test]
    fn older_documents_come_forward_step_by_step() {
        assert_eq!(STEPS.len() as u32 + 1, SCHEMA);
        let one = forward(json!({"schema": 1, "title": "A"}), 3, TRIED).unwrap();
        assert_eq!((&one["schema"], &one["name"], &one["months"]), (&json!(3), &json!("A"), &json!(36)));
        let two = forward(json!({"schema": 2, "name": "B"}), 3, TRIED).unwrap();
        assert_eq!((&two["schema"], &two["name"], &two["months"]), (&json!(3), &json!("B"), &json!(36)));
        let three = json!({"schema": 3, "name": "C"});
        assert_eq!(forward(three.clone(), 3, TRIED).unwrap(), three);
    }

    #[test]
    fn evidence_of_version_1_is_an_experiment_wherever_it_stands() {
        let found = |kind: bool| {
            let mut found = json!({"name": "A", "price_low": 1});
            if kind {
                found["kind"] = json!("experiment");
            }
            found
        };
        let document = |kind: bool| {
            json!({
                "base": {"evidence": {"a": found(kind)}},
                "scenarios": {"s": {"levers": {"l": {"overrides": {
                    "/evidence/b": found(kind), "/evidence/a/name": "B", "/evidence/c": null,
                    "/evidence": {"d": found(kind)}, "/plans/a": {"name": "C"},
                }}}}},
            })
        };
        assert_eq!(price_lists(document(false)), document(true));
        for odd in [json!({}), json!({"base": 1, "scenarios": {"s": []}}), json!({"base": {"evidence": [1]}})] {
            assert_eq!(price_lists(odd.clone()), odd);
        }
    }

    #[test]
    fn other_versions_are_refused_by_name() {
        let rows = [
            (json!({"schema": 2}), "this document is of version 2; this program reads up to 1"),
            (json!({"schema": "1"}), "the version \"1\""),
            (json!({"schema": 1.5}), "the version 1.5"),
            (json!({"schema": 0}), "the version 0"),
            (json!({"schema": -1}), "the version -1"),
            (json!({"schema": null}), "the version null"),
            (json!({}), "no version"),
            (json!([1]), "a document that is not an object"),
        ];
        for (value, found) in rows {
            assert_eq!(forward(value, 1, &[]).unwrap_err().found, found);
        }
    }
}
