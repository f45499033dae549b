//! This file says what one step changed, from one document to the next, in the sentences of the list of changes.

use serde_json::Value;
use serde_json::json;

use super::Scenario;
use super::Workspace;
use super::describe::describe;
use super::difference::between;
use super::words::lower;
use super::words::value_words;
use crate::number::Locale;
use crate::shape::Described;
use crate::shape::Field;
use crate::shape::capital;

/// What is other in `after` than in `before`: of the workspace, of its base, then of each scenario. A change of another
/// scenario than that in `front` says whose it is. Empty where nothing has words, as when only the order of objects changed.
pub fn step(before: &Workspace, after: &Workspace, front: Option<&str>, locale: Locale) -> Vec<String> {
    let mut said = settings(before, after, locale);
    if before.base != after.base {
        said.extend(between((before, None), (after, None), locale).iter().map(ToString::to_string));
    }
    for (id, now) in &after.scenarios {
        let own = match before.scenarios.get(id) {
            None => vec![format!("New scenario {}", now.name)],
            Some(then) if then == now => Vec::new(),
            Some(then) => scenario((before, then), (after, now), id, front == Some(id), locale),
        };
        let new: Vec<String> = own.into_iter().filter(|sentence| !said.contains(sentence)).collect();
        said.extend(new);
    }
    let gone = before.scenarios.iter().filter(|(id, _)| !after.scenarios.contains_key(*id));
    said.extend(gone.map(|(_, gone)| format!("Scenario {} removed", gone.name)));
    if said.is_empty() && !before.scenarios.keys().eq(after.scenarios.keys()) {
        said.push("Scenarios in another order".to_owned());
    }
    if said.is_empty() {
        said = known(before, after);
    }
    said
}

fn labelled<T: Described>(key: &str) -> Field {
    *T::FIELDS.iter().find(|field| field.key == key).expect("a field is asked for by its own key")
}

/// What is said once for the whole workspace.
fn settings(before: &Workspace, after: &Workspace, locale: Locale) -> Vec<String> {
    let of = |workspace: &Workspace| {
        [
            ("name", json!(workspace.name)),
            ("currency", json!(workspace.currency.code())),
            ("start", json!(workspace.start.to_string())),
            ("months", json!(workspace.months)),
        ]
    };
    let words = |value: &Value, field: &Field| value_words(value, &field.shape, &Value::Null, after.currency, locale);
    let differing = of(before).into_iter().zip(of(after)).filter(|(then, now)| then != now);
    let sentence = |((key, then), (_, now)): ((&str, Value), (&str, Value))| {
        let field = labelled::<Workspace>(key);
        let label = if key == "name" { format!("Workspace {}", lower(field.label)) } else { field.label.to_owned() };
        format!("{label}: {} → {}", words(&then, &field), words(&now, &field))
    };
    let mut said: Vec<String> = differing.map(sentence).collect();
    if before.kpis != after.kpis {
        said.push(format!("{} changed", labelled::<Workspace>("kpis").label));
    }
    said
}

/// A scenario of one document, and the same one of another.
fn scenario(
    (before, then): (&Workspace, &Scenario),
    (after, now): (&Workspace, &Scenario),
    id: &str,
    in_front: bool,
    locale: Locale,
) -> Vec<String> {
    let words =
        |value: &str, field: &Field| value_words(&json!(value), &field.shape, &Value::Null, after.currency, locale);
    let label = |key: &str| lower(labelled::<Scenario>(key).label);
    let mut said = Vec::new();
    if then.name != now.name {
        said.push(format!("Scenario {}: {} → {}", label("name"), then.name, now.name));
    }
    if then.colour != now.colour {
        let field = labelled::<Scenario>("colour");
        let (then, colour) = (words(&then.colour, &field), words(&now.colour, &field));
        said.push(format!("{} {}: {then} → {colour}", now.name, label("colour")));
    }
    if then.note != now.note {
        said.push(format!("{} {} changed", now.name, label("note")));
    }
    if then.levers != now.levers || then.parent != now.parent {
        let place = if in_front { String::new() } else { format!(" in {}", now.name) };
        let changes = between((before, Some(id)), (after, Some(id)), locale);
        said.extend(changes.iter().map(|change| format!("{change}{place}")));
    }
    said
}

/// What inputs rest on.
fn known(before: &Workspace, after: &Workspace) -> Vec<String> {
    let model = after.base.json();
    let paths =
        after.assumptions.keys().chain(before.assumptions.keys().filter(|path| !after.assumptions.contains_key(*path)));
    let differing = paths.filter(|path| before.assumptions.get(*path) != after.assumptions.get(*path));
    let sentence = |path: &String| {
        let words = describe(path, model)?;
        let whole = capital(format!("{} {}", words.subject, words.label).trim());
        Some(format!("What is known about {whole} changed"))
    };
    differing.filter_map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Assumption;
    use crate::workspace::Edit;
    use crate::workspace::ScenarioChange;
    use crate::workspace::apply_all;
    use crate::workspace::sample;

    fn said(edits: &[Edit]) -> Vec<String> {
        let before = sample::workspace();
        let after = apply_all(&before, edits).unwrap();
        let sentences = step(&before, &after, Some("dearer"), Locale::EN_US);
        sentences.iter().map(|sentence| sentence.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn each_kind_of_step_has_its_sentence() {
        let price = |scenario, value: &str| Edit::set(scenario, "/plans/pro/charges/seats/price", value);
        let setting = |path: &str, value: Value| Edit::SetWorkspace { path: path.into(), value };
        let scenario = |change| Edit::SetScenario { id: "dearer".into(), change };
        let known = Assumption { source: "own panel".into(), note: String::new(), range: None };
        let rows = [
            (Edit::set(None, "/segments/teams/conversion", json!(0.05)), "Segment conversion: 4.5 % → 5 %"),
            (Edit::set(Some("dearer"), "/segments/teams/conversion", json!(0.05)), "Segment conversion: 4.5 % → 5 %"),
            (
                Edit::set(Some("premium"), "/segments/teams/conversion", json!(0.05)),
                "Segment conversion: 4.5 % → 5 % in With Premium",
            ),
            (setting("/name", json!("Acme")), "Workspace name: Sample → Acme"),
            (setting("/months", json!(60)), "Horizon: 24 months → 60 months"),
            (setting("/currency", json!("EUR")), "Currency: USD → EUR"),
            (setting("/kpis", json!(["arr"])), "Key figures changed"),
            (scenario(ScenarioChange::Name("Bold".into())), "Scenario name: Dearer Pro → Bold"),
            (scenario(ScenarioChange::Colour("s4".into())), "Dearer Pro colour: orange → purple"),
            (Edit::AddScenario { name: "Third".into(), from: None }, "New scenario Third"),
            (Edit::DeleteScenario { id: "premium".into() }, "Scenario With Premium removed"),
            (Edit::MoveScenario { id: "premium".into(), to: 0 }, "Scenarios in another order"),
            (
                Edit::Assume { path: "/segments/teams/conversion".into(), assumption: Some(known) },
                "What is known about Segment conversion changed",
            ),
        ];
        for (edit, expected) in rows {
            assert_eq!(said(std::slice::from_ref(&edit)), [expected], "{edit:?}");
        }
        let both = said(&[price(None, "59"), Edit::set(None, "/finance/opening_cash", "1")]);
        assert_eq!(both.len(), 2, "{both:?}");
        assert!(both[0].starts_with("Pro price: $49 → $59"), "{both:?}");
        assert_eq!(said(&[]), [""; 0]);
    }
}
