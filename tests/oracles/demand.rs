//! This file runs the demand table: nested logit, elasticity, optima, surplus, Gabor-Granger, Lambert's W.

use planwright::demand::Nest;
use planwright::demand::choice::nested_shares;
use planwright::demand::elasticity;
use planwright::demand::gabor_granger;
use planwright::demand::lambert_w::lambert_w0;
use planwright::demand::logistic::Logistic;
use planwright::demand::optimum;
use planwright::demand::surplus::consumer_surplus;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The fields computed for a row; `None` where nothing covers it.
pub fn run(name: &str, inputs: &Value) -> Option<Value> {
    let has = |key: &str| inputs.get(key).is_some();
    let model = inputs.get("model").and_then(Value::as_str).unwrap_or("");
    if has("purchase_probability") {
        discrete(inputs)
    } else if model == "logistic" {
        logistic(inputs)
    } else if model.starts_with("linear") {
        linear(inputs)
    } else if model.starts_with("constant elasticity") && has("base_price") {
        response(inputs)
    } else if model.starts_with("constant elasticity") {
        markup(inputs)
    } else if model.starts_with("MNL") {
        common_markup(inputs)
    } else if has("contribution_margin_pct") {
        let change = number(&inputs["price_change_pct"])? / 100.0;
        let margin = number(&inputs["contribution_margin_pct"])? / 100.0;
        Some(json!({ "required_volume_change_pct": elasticity::break_even_volume(change, margin)? * 100.0 }))
    } else if has("utilities_before") {
        let none = inputs.get("no_buy").and_then(number);
        let shares = |key: &str| plain(&inputs[key], none).map(|(shares, _)| shares);
        Some(json!({ "before": shares("utilities_before")?, "after": shares("utilities_after")? }))
    } else if has("nests") {
        nested(inputs)
    } else if has("price_coefficient") {
        let (none, beta) = (number(&inputs["no_buy"])?, number(&inputs["price_coefficient"])?);
        let nest = Nest { lambda: 1.0, utilities: &numbers(&inputs["utilities"])? };
        let surplus = consumer_surplus(nested_shares(&[nest], Some(none)).1, beta)? + none / beta;
        Some(json!({ "expected_max_utility": surplus * beta, "consumer_surplus": surplus }))
    } else if name.starts_with("lambertw0") {
        Some(json!({ "w": lambert_w0(number(&inputs["x"])?) }))
    } else if inputs.get("utilities").is_some_and(Value::is_object) {
        let (shares, none) = plain(&inputs["utilities"], inputs.get("no_buy").and_then(number))?;
        Some(with_options(shares, none))
    } else {
        None
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(number).collect()
}

fn discrete(inputs: &Value) -> Option<Value> {
    let cost = inputs.get("marginal_cost").and_then(number).unwrap_or(0.0);
    let points = gabor_granger::curve(&numbers(&inputs["prices"])?, &numbers(&inputs["purchase_probability"])?, cost);
    let revenues: Vec<f64> = points.iter().map(|point| point.revenue).collect();
    Some(json!({ "revenue_per_respondent": revenues, "best_price": gabor_granger::best(&points)?.price }))
}

fn logistic(inputs: &Value) -> Option<Value> {
    let of = |key: &str| inputs.get(key).and_then(number);
    let curve = Logistic { most: of("max")?, intercept: of("beta0")?, slope: of("beta1")? };
    let cost = of("marginal_cost").unwrap_or(0.0);
    let price = match of("price_grid_step") {
        Some(step) => curve.optimum_on_grid(cost, step),
        None => curve.optimum(cost),
    }
    .ok()?;
    let profit = of("market").unwrap_or(1.0) * curve.profit(price, cost) - of("fixed_cost").unwrap_or(0.0);
    Some(json!({ "price": price, "profit": profit }))
}

fn linear(inputs: &Value) -> Option<Value> {
    let (a, b) = (number(&inputs["a"])?, number(&inputs["b"])?);
    let cost = inputs.get("marginal_cost").and_then(number).unwrap_or(0.0);
    let price = optimum::linear(a, b, cost).ok()?;
    let quantity = a - b * price;
    Some(json!({
        "price": price,
        "quantity": quantity,
        "revenue": price * quantity,
        "profit": (price - cost) * quantity,
        "elasticity": elasticity::of_line(a, b, price),
    }))
}

fn response(inputs: &Value) -> Option<Value> {
    let of = |key: &str| number(&inputs[key]);
    let (price, base, new) = (of("base_price")?, of("base_quantity")?, of("new_price")?);
    let quantity = elasticity::constant_response(base, price, new, of("elasticity")?);
    Some(json!({ "quantity": quantity, "revenue_change_pct": (quantity * new / (base * price) - 1.0) * 100.0 }))
}

/// The table writes elasticities of Q = k p^−e without their sign.
fn markup(inputs: &Value) -> Option<Value> {
    let cost = number(&inputs["marginal_cost"])?;
    let price = optimum::constant_elasticity(-number(&inputs["elasticity"])?.abs(), cost).ok();
    Some(json!({ "price": price, "lerner_index": price.map(|price| optimum::lerner_index(price, cost)) }))
}

fn common_markup(inputs: &Value) -> Option<Value> {
    let costs = numbers(&inputs["marginal_cost"])?;
    let best = optimum::common_markup(&numbers(&inputs["a"])?, &costs, number(&inputs["b"])?).ok()?;
    Some(json!({
        "markup": best.markup,
        "prices": best.prices,
        "total_share": best.buy,
        "profit_per_consumer": best.profit,
    }))
}

/// Shares of named options in one nest with λ = 1, and of the outside option.
fn plain(utilities: &Value, none: Option<f64>) -> Option<(Map<String, Value>, f64)> {
    let options = utilities.as_object()?;
    let values: Vec<f64> = options.values().map(number).collect::<Option<_>>()?;
    let (shares, none) = nested_shares(&[Nest { lambda: 1.0, utilities: &values }], none);
    Some((options.keys().cloned().zip(shares[0].iter().map(|share| json!(share))).collect(), none))
}

fn nested(inputs: &Value) -> Option<Value> {
    let mut lists = Vec::new();
    for (nest, members) in inputs["nests"].as_object()? {
        let names: Vec<&str> = members.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
        let utilities: Vec<f64> = names.iter().map(|name| number(&inputs["utilities"][name])).collect::<Option<_>>()?;
        lists.push((names, utilities, number(&inputs["lambda_"][nest])?));
    }
    let nests: Vec<Nest<'_>> = lists.iter().map(|(_, utilities, lambda)| Nest { lambda: *lambda, utilities }).collect();
    let (within, none) = nested_shares(&nests, inputs.get("no_buy").and_then(number));
    let mut shares = Map::new();
    for ((names, _, _), values) in lists.iter().zip(&within) {
        shares.extend(names.iter().zip(values).map(|(name, share)| ((*name).to_owned(), json!(share))));
    }
    Some(with_options(shares, none))
}

/// Some rows name the options beside `no_buy`, some gather them under `shares`: both are given.
fn with_options(shares: Map<String, Value>, none: f64) -> Value {
    let mut fields = shares.clone();
    let sum: f64 = none + shares.values().filter_map(Value::as_f64).sum::<f64>();
    fields.insert("shares".into(), shares.into());
    fields.insert("no_buy".into(), json!(none));
    fields.insert("sum_check".into(), json!(sum));
    fields.into()
}
