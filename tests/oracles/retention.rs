//! This file runs the retention table: survival curves, their fits, likelihoods and lifetimes.

use planwright::retention::Cohort;
use planwright::retention::Curve;
use planwright::retention::beta_weibull::fit_beta_weibull;
use planwright::retention::beta_weibull::fit_weibull;
use planwright::retention::constant;
use planwright::retention::fit;
use planwright::retention::fit::log_likelihood;
use planwright::retention::lifetime::discounted_lifetime;
use planwright::retention::lifetime::residual_lifetime;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Survivors of 1,000 customers in years 0 to 12.
/// Source: Fader & Hardie (2007), J. Interactive Marketing 21(1):76–90, table 1.
const PUBLISHED: [(&str, [f64; 13]); 2] = [
    ("regular", [1000.0, 631.0, 468.0, 382.0, 326.0, 289.0, 262.0, 241.0, 223.0, 207.0, 194.0, 183.0, 173.0]),
    ("high_end", [1000.0, 869.0, 743.0, 653.0, 593.0, 551.0, 517.0, 491.0, 468.0, 445.0, 427.0, 409.0, 394.0]),
];
/// Years 0 to 7 are fitted; the rest is held out.
const FITTED: usize = 8;

/// The fields computed for a row; `None` where nothing covers it.
pub fn run(name: &str, inputs: &Value) -> Option<Value> {
    let has = |key: &str| inputs.get(key).is_some();
    if has("series") {
        Some(json!({ "survivors": published(&inputs["series"].as_str()?.to_lowercase().replace([' ', '-'], "_"))? }))
    } else if has("actual") && name.contains("regression") {
        regressions(inputs)
    } else if has("actual") {
        held_out(inputs)
    } else if has("cohorts") {
        let cohorts: Vec<Vec<f64>> = inputs["cohorts"].as_array()?.iter().map(numbers).collect::<Option<_>>()?;
        fitted(inputs, &cohorts.iter().map(|survivors| Cohort::each_period(survivors)).collect::<Vec<_>>())
    } else if has("survivors") && has("alpha") {
        likelihood(inputs)
    } else if has("survivors") {
        fitted(inputs, &[Cohort::each_period(&numbers(&inputs["survivors"])?)])
    } else if has("discount") {
        lifetimes(name, inputs)
    } else if has("t") {
        let curve = sbg(number(&inputs["alpha"])?, number(&inputs["beta"])?);
        let periods = numbers(&inputs["t"])?;
        let retention: Vec<f64> = periods.iter().map(|t| 1.0 - curve.hazard(*t as usize)).collect();
        let survival: Vec<f64> = periods.iter().map(|t| curve.survival(*t as usize)).collect();
        Some(json!({ "retention": retention, "survival": survival }))
    } else if has("monthly_churn") {
        let churn = number(&inputs["monthly_churn"])?;
        Some(json!({
            "expected_periods": constant::expected_lifetime(churn),
            "survival_12": constant::survival(churn, 12),
            "annual_churn": constant::churn_over(churn, 12),
        }))
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

fn sbg(alpha: f64, beta: f64) -> Curve {
    Curve::Sbg { alpha, beta }
}

fn published(segment: &str) -> Option<[f64; 13]> {
    PUBLISHED.iter().find(|(name, _)| *name == segment).map(|(_, survivors)| *survivors)
}

fn fitted(inputs: &Value, cohorts: &[Cohort]) -> Option<Value> {
    let model = inputs.get("model").and_then(Value::as_str).unwrap_or("sBG").to_lowercase();
    if model.starts_with("dw") || model.contains("discrete weibull") && !model.contains("beta") {
        let weibull = fit_weibull(cohorts).ok()?;
        return Some(json!({ "theta": weibull.theta, "c": weibull.c, "log_likelihood": weibull.log_likelihood }));
    }
    if model.starts_with("bdw") || model.starts_with("beta") && model.contains("weibull") {
        let found = fit_beta_weibull(cohorts).ok()?;
        let (alpha, beta, c) = (found.alpha, found.beta, found.c);
        return Some(json!({ "alpha": alpha, "beta": beta, "c": c, "log_likelihood": found.log_likelihood }));
    }
    let fit = fit(cohorts).ok()?;
    Some(json!({ "alpha": fit.alpha, "beta": fit.beta, "log_likelihood": fit.log_likelihood }))
}

fn likelihood(inputs: &Value) -> Option<Value> {
    let survivors = numbers(&inputs["survivors"])?;
    let curve = sbg(number(&inputs["alpha"])?, number(&inputs["beta"])?);
    let last = survivors.len() - 1;
    let alive = curve.survival_table(last);
    let lost = |t: usize| (survivors[t - 1] - survivors[t]) * libm::log(alive[t - 1] - alive[t]);
    Some(json!({
        "log_likelihood": log_likelihood(&curve, &[Cohort::each_period(&survivors)]).ok()?,
        "terms": (1..=last).map(lost).collect::<Vec<_>>(),
        "censored": survivors[last] * libm::log(alive[last]),
    }))
}

fn lifetimes(name: &str, inputs: &Value) -> Option<Value> {
    let discount = number(&inputs["discount"])?;
    let renewals = inputs.get("renewals").and_then(number).map(|n| n as usize);
    let mut found = Map::new();
    for (segment, value) in inputs.as_object()? {
        let Some([alpha, beta]) = numbers(value).and_then(|pair| <[f64; 2]>::try_from(pair).ok()) else { continue };
        let lifetime = match renewals {
            Some(renewals) => residual_lifetime(&sbg(alpha, beta), renewals, discount),
            None if name.contains("residual") => None,
            None => discounted_lifetime(&sbg(alpha, beta), discount),
        };
        found.insert(segment.clone(), json!(lifetime?));
    }
    Some(found.into())
}

/// The last observed year against the curve fitted to years 0 to 7.
fn held_out(inputs: &Value) -> Option<Value> {
    let mut found = Map::new();
    for (segment, actual) in inputs["actual"].as_object()? {
        let fit = fit(&[Cohort::each_period(&published(segment)?[..FITTED])]).ok()?;
        let error = fit.curve.survival(12) / number(actual)? - 1.0;
        found.insert(format!("abs_relative_error_{segment}_pct"), json!(error.abs() * 100.0));
    }
    Some(found.into())
}

/// What the paper warns of: trend lines through years 0 to 7, read off at year 12. They check the published table
/// this file holds, not the product, which draws no trend lines.
fn regressions(inputs: &Value) -> Option<Value> {
    let mut found = Map::new();
    for (segment, actual) in inputs["actual"].as_object()? {
        let actual = number(actual)?;
        let shares: Vec<f64> = published(segment)?[..FITTED].iter().map(|survivors| survivors / 1000.0).collect();
        let logs: Vec<f64> = shares.iter().map(|share| libm::log(*share)).collect();
        let suffix = if segment == "high_end" { String::new() } else { format!("_{segment}") };
        let fits = [
            ("linear", polynomial(&shares, 1)),
            ("quadratic", polynomial(&shares, 2)),
            ("exponential", libm::exp(polynomial(&logs, 1))),
        ];
        for (kind, at_twelve) in fits {
            found.insert(format!("{kind}{suffix}_pct"), json!((at_twelve / actual - 1.0) * 100.0));
        }
    }
    Some(found.into())
}

/// Least squares of `values` at 0, 1, 2, … by a polynomial of a low degree, read off at 12.
fn polynomial(values: &[f64], degree: i32) -> f64 {
    let size = degree as usize + 1;
    let moment = |power: i32| (0..values.len()).map(|t| (t as f64).powi(power)).sum::<f64>();
    let mut rows: Vec<Vec<f64>> = (0..=degree)
        .map(|row| {
            let right: f64 = values.iter().enumerate().map(|(t, value)| (t as f64).powi(row) * value).sum();
            (0..=degree).map(|column| moment(row + column)).chain([right]).collect()
        })
        .collect();
    for pivot in 0..size {
        let lead = rows[pivot].clone();
        for row in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot).map(|(_, row)| row) {
            let factor = row[pivot] / lead[pivot];
            row.iter_mut().zip(&lead).for_each(|(value, lead)| *value -= factor * lead);
        }
    }
    (0..size).map(|power| rows[power][size] / rows[power][power] * 12_f64.powi(power as i32)).sum()
}
