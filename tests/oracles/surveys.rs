//! This file runs the rows of the demand table that are surveys: a price sensitivity meter with or without intent.

use std::fs;
use std::path::Path;

use planwright::demand::newton_miller_smith as intent;
use planwright::demand::van_westendorp::Answer;
use planwright::demand::van_westendorp::Counts;
use planwright::demand::van_westendorp::Crossing;
use planwright::demand::van_westendorp::Definition;
use planwright::demand::van_westendorp::Manner;
use planwright::demand::van_westendorp::Meter;
use planwright::demand::van_westendorp::Point;
use planwright::demand::van_westendorp::Rule;
use serde_json::Value;
use serde_json::json;

use crate::outcome::Outcome;
use crate::row::Row;

/// The figures of a row that names survey data; `None` for other rows, and where the data are not in its folder.
pub fn compute(row: &Row) -> Option<Outcome> {
    let fields: Vec<&str> = row.text("fields")?.split(',').map(str::trim).collect();
    let columns = columns(&row.folder.join(row.text("data")?), &fields)?;
    let prices: Vec<[f64; 4]> =
        (0..columns[0].len()).map(|at| [0, 1, 2, 3].map(|column| columns[column][at])).collect();
    let manner = if row.source.contains("1.3.3") { Manner::R133 } else { Manner::Exact };
    let meter = Meter::new(&prices);
    let counts = meter.count(manner, None);
    let outcome = Outcome::default()
        .put("invalid", json!(meter.intransitive))
        .put("valid", json!(meter.respondents()))
        .put("n", json!(prices.len()));
    let outcome = points(outcome, &counts, row.text("intersection").unwrap_or_default())?;
    let outcome = curves(outcome, &meter, &counts, row);
    Some(if columns.len() > 5 { reach(outcome, &prices, &columns) } else { outcome })
}

fn points(outcome: Outcome, counts: &Counts<'_>, words: &str) -> Option<Outcome> {
    let rule = if words.contains("step") { Rule::Step } else { Rule::Linear };
    let which: fn(&Crossing) -> f64 = if words.contains("max") {
        Crossing::highest
    } else if words.contains("mean") {
        Crossing::mean
    } else if words.contains("median") {
        Crossing::median
    } else {
        Crossing::lowest
    };
    let all = [
        ("PMC", Point::Cheapness(Definition::Original)),
        ("PME", Point::Expensiveness(Definition::Original)),
        ("IDP", Point::Indifference),
        ("OPP", Point::Optimal),
        ("PMC_narrow", Point::Cheapness(Definition::Narrower)),
        ("PME_narrow", Point::Expensiveness(Definition::Narrower)),
    ];
    all.into_iter().try_fold(outcome, |outcome, (name, point)| {
        let crossing = counts.point(point, rule)?;
        let degenerate = format!("{name}_degenerate");
        Some(outcome.put(name, json!(which(&crossing))).put(&degenerate, json!(crossing.degenerate)))
    })
}

/// Shares at the price, or the prices, a row asks about.
fn curves(outcome: Outcome, meter: &Meter, counts: &Counts<'_>, row: &Row) -> Outcome {
    let asked = row.inputs.get("price").or(row.inputs.get("prices"));
    let Some(asked) = asked else { return outcome };
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(f64::NAN);
    let at = |of: &dyn Fn(f64) -> f64| match asked {
        Value::Array(all) => all.iter().map(|price| json!(of(number(price)))).collect(),
        one => json!(of(number(one))),
    };
    let below = |answer: Answer| {
        let shares = counts.shares(answer);
        move |price: f64| {
            let known = meter.prices().partition_point(|known| *known <= price);
            if known == 0 { 0.0 } else { shares[known - 1] }
        }
    };
    let [too_cheap, cheap] = [Answer::TooCheap, Answer::Cheap].map(below);
    let [expensive, too_expensive] = [Answer::Expensive, Answer::TooExpensive].map(below);
    outcome
        .put("tooCheap", at(&|price| 1.0 - too_cheap(price)))
        .put("cheap", at(&|price| 1.0 - cheap(price)))
        .put("expensive", at(&expensive))
        .put("tooExpensive", at(&too_expensive))
        .put("notCheap", at(&cheap))
        .put("notExpensive", at(&|price| 1.0 - expensive(price)))
}

fn reach(outcome: Outcome, prices: &[[f64; 4]], columns: &[Vec<f64>]) -> Outcome {
    let person = |at: usize| intent::Respondent::new(prices[at], [columns[4][at] as u8, columns[5][at] as u8]);
    let people: Vec<_> = (0..prices.len()).filter_map(person).collect();
    let curve = intent::Trial::new(&people).curve(None);
    let [most, dearest] = [intent::best(&curve, |point| point.reach), intent::best(&curve, |point| point.revenue)];
    let price = |best: Option<intent::Reach>| json!(best.map(|point| point.price));
    outcome
        .put("reach_price", price(most))
        .put("reach", json!(most.map(|point| point.reach)))
        .put("revenue_price", price(dearest))
        .put("revenue", json!(dearest.map(|point| point.revenue)))
        .put("price_optimal_reach", price(most))
        .put("price_optimal_revenue", price(dearest))
}

/// Columns by name: from an object of lists, or from a CSV file with a header.
fn columns(file: &Path, names: &[&str]) -> Option<Vec<Vec<f64>>> {
    let text = fs::read_to_string(file).ok()?;
    let of = |name: &&str| -> Option<Vec<f64>> {
        if file.extension().is_some_and(|extension| extension == "json") {
            let object: Value = serde_json::from_str(&text).ok()?;
            object.get(*name)?.as_array()?.iter().map(Value::as_f64).collect()
        } else {
            let mut lines = text.lines();
            let at = lines.next()?.split(',').position(|header| header.trim() == *name)?;
            lines.map(|line| line.split(',').nth(at)?.trim().parse().ok()).collect()
        }
    };
    names.iter().map(of).collect::<Option<Vec<_>>>().filter(|columns| columns.len() > 3)
}
