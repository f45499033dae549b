//! This file lists the inputs of a model by path: every value a person can give, in the order of the model.

use serde_json::Value;

use super::model::Model;
use super::path::inside;
use crate::json::entry;
use crate::shape::Described;
use crate::shape::Shape;
use crate::shape::step;

/// The path of every input of `model`, a model in JSON: numbers, texts, choices and kinds, those too that may be given and
/// are not. A list is one input. What was observed is none.
pub fn inputs(model: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    visit(Some(model), Model::SHAPE, model, &mut String::new(), &mut paths);
    paths
}

fn visit(value: Option<&Value>, shape: Shape, model: &Value, path: &mut String, paths: &mut Vec<String>) {
    match (shape, value) {
        (Shape::Record(fields), Some(value)) => {
            for field in fields.iter().filter(|field| field.key != "observed") {
                let own = inside(value, field.key).filter(|own| !own.is_null());
                step(path, field.key, |path| visit(own, field.shape, model, path, paths));
            }
        }
        (Shape::Union { tag, variants }, Some(value)) => {
            paths.push(path.clone());
            let kind = value.get(tag).and_then(Value::as_str);
            for field in variants.iter().filter(|variant| kind == Some(variant.key)).flat_map(|variant| variant.fields)
            {
                let own = inside(value, field.key).filter(|own| !own.is_null());
                step(path, field.key, |path| visit(own, field.shape, model, path, paths));
            }
        }
        // Whatever its keys refer to can be given an entry.
        (Shape::Map { of, keys: Some(collection), .. }, value) => {
            for key in model[collection].as_object().into_iter().flat_map(|all| all.keys()) {
                let own = value.and_then(|value| entry(value.as_object()?, key));
                step(path, key, |path| visit(own, *of, model, path, paths));
            }
        }
        (Shape::Map { of, keys: None, .. }, Some(value)) => {
            for (key, own) in value.as_object().into_iter().flatten() {
                step(path, key, |path| visit(Some(own), *of, model, path, paths));
            }
        }
        (Shape::Record(_) | Shape::Map { .. } | Shape::List { .. }, None) => {}
        // What may be of several kinds, and of none.
        (Shape::Id | Shape::Any | Shape::Paths { .. }, _) => {}
        _ => paths.push(path.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::field_at;
    use crate::workspace::sample;

    #[test]
    fn every_input_stands_where_its_path_leads_and_all_kinds_are_there() {
        let model = sample::value()["base"].clone();
        let paths = inputs(&model);
        for path in &paths {
            assert!(field_at(path, &model).is_some(), "{path} leads nowhere");
        }
        for path in [
            "/plans/pro/name",
            "/plans/pro/charges/seats/price",
            "/plans/pro/minimum",
            "/plans/basic/features/sso",
            "/segments/teams/retention",
            "/segments/teams/retention/churn_monthly",
            "/segments/teams/mix/pro",
            "/channels/search/source/prospects",
            "/costs/fixed/rent/amount",
            "/finance/opening_cash",
        ] {
            assert!(paths.iter().any(|found| found == path), "{path} is missing of {paths:#?}");
        }
        let mut once = paths.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), paths.len());
    }
}
