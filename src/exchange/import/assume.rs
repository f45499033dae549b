//! This file adds to a price list what no page says: who buys, how many, who stays, what it costs; all of it assumed.
//!
//! The figures are those of the invented company of the starter template, spread over the plans of the page.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::build::List;
use super::page::Page;
use super::report::Report;
use super::report::say;
use super::sizes::bill;
use super::sizes::sizes;
use crate::json::ToJson;
use crate::month::Month;
use crate::number::Currency;
use crate::workspace::document::ASSUMED;
use crate::workspace::path;
use crate::workspace::template;

/// The note on a price that is expected because a page does not name it.
const ON_REQUEST: &str = "on request; expected from the page's other prices";

/// How far an assumed figure may be off, as a share of it.
const EITHER_WAY: f64 = 0.4;

/// Share of sign-ups on a free plan, where there is one, and of all who sign up among prospects.
const ON_FREE: f64 = 0.8;
const SIGN_UPS: f64 = 4.0;

/// Share of revenue that hosting costs: a cost by unit would depend on what a page counts in.
const HOSTING: f64 = 0.08;

/// Share of the customers who can have an add-on that take it.
const ATTACH: f64 = 0.15;

/// What a small team pays a month on the middle of the starter's two plans.
const STARTER_BILL: f64 = 126.0;

/// Share of the buyers of one plan that the next one up has.
const STEP_DOWN: f64 = 0.55;

/// The workspace of a page with this price list, as JSON.
pub(super) fn workspace(page: &Page, list: List, today: Month, report: &mut Report) -> Value {
    let starter = template("starter").expect("the starter is one of the templates: a test opens each");
    let mut document = starter.open().to_json();
    let expected = list.expected.clone();
    let model = &mut document["base"];
    let sizes = sizes(&list);
    for (segment, large) in [("small", false), ("mid", true)] {
        buyers(&mut model["segments"][segment], &list, &sizes, large);
        if page.never_yearly {
            model["segments"][segment]["annual_share"] = json!(0.0);
        }
    }
    model["opening"] = json!({});
    let times = scale(page, &list, &sizes);
    if let Some(times) = times {
        costs(model, times);
    }
    if let Some(basis) = model.pointer_mut("/costs/cogs/hosting/basis") {
        *basis = json!({"per": "revenue", "share": HOSTING});
    }
    let List { meters, features, plans, mut add_ons, .. } = list;
    for add_on in add_ons.values_mut() {
        add_on["attach"] = json!({"small": ATTACH, "mid": ATTACH});
    }
    for (key, map) in [("meters", meters), ("features", features), ("plans", plans)] {
        model[key] = map.into();
    }
    if !add_ons.is_empty() {
        model["add_ons"] = add_ons.into();
    }
    let assumptions = assumptions(model, page, &expected);
    document["assumptions"] = assumptions.into();
    document["scenarios"] = json!({});
    document["name"] = page.name.as_str().into();
    document["id"] = "imported".into();
    document["start"] = today.to_string().into();
    if let Some(currency) = page.currency {
        document["currency"] = currency.code().into();
    }
    told(report, page, times);
    document
}

/// What the report says of it.
fn told(report: &mut Report, page: &Page, times: Option<f64>) {
    let words = [
        "Two segments, how big their customers are, how many prospects come and how many of them buy.",
        "The mix of plans: cheaper ones mostly by small teams, dearer ones mostly by mid-sized firms.",
        "What a feature is worth: the step in price to the plan that adds it, times the share of paying buyers who pay that step, shared among all features it adds and limits it lifts.",
        match page.never_yearly {
            false => "Retention, reaction to prices, share paid annually, costs and cash: the starter's.",
            true => "Retention, reaction to prices, costs and cash: the starter's.",
        },
        "No customers at the start.",
    ];
    words.iter().for_each(|words| say(&mut report.assumed, *words));
    if let (Some(times), Some(currency)) = (times, page.currency) {
        let words = format!(
            "Costs, spend and cash are {times} times the starter's figures, to go with prices in {}.",
            currency.code()
        );
        say(&mut report.assumed, words);
    }
    if !page.add_ons.is_empty() {
        say(&mut report.assumed, format!("{} % of those who can have an add-on take it.", ATTACH * 100.0));
    }
    if page.currency.is_none() {
        say(&mut report.assumed, "Prices are in US dollars, since no currency is named.");
    }
}

/// What the starter's money is multiplied by so that it goes with prices in another currency: the power of ten next to how
/// much more a small team pays on this page than on the starter's. No rate of exchange is assumed. None for US dollars,
/// where prices are low or high for reasons of their own, and where nothing has a price.
fn scale(page: &Page, list: &List, sizes: &Map<String, Value>) -> Option<f64> {
    page.currency.filter(|currency| *currency != Currency::USD)?;
    let mean = |id: &str| sizes[id][0].as_f64().unwrap_or_default();
    let mut bills: Vec<f64> = list.plans.values().map(|plan| bill(plan, &mean)).filter(|bill| *bill > 0.0).collect();
    bills.sort_by(f64::total_cmp);
    let middle = bills.get(bills.len() / 2)?;
    let power = libm::round(libm::log10(middle / STARTER_BILL)).clamp(-3.0, 5.0);
    (power != 0.0).then(|| libm::pow(10.0, power))
}

/// Multiplies the money of the starter that no page says: costs, what channels spend, cash.
fn costs(model: &mut Value, times: f64) {
    let scaled = |value: &mut Value| match value {
        Value::Number(_) => {
            let figure = value.as_f64().unwrap_or_default();
            *value = json!(tidy(figure * times));
        }
        Value::String(text) => {
            if let Ok(figure) = text.parse::<f64>() {
                *text = tidy(figure * times).to_string();
            }
        }
        _ => {}
    };
    let driver = |value: &mut Value| match value {
        Value::Object(over_time) => over_time.get_mut("value").into_iter().for_each(scaled),
        constant => scaled(constant),
    };
    let each = |value: &mut Value, of: &dyn Fn(&mut Value)| {
        value.as_object_mut().into_iter().flat_map(|map| map.values_mut()).for_each(of);
    };
    each(&mut model["costs"]["cogs"], &|line| line["basis"].get_mut("amount").into_iter().for_each(driver));
    each(&mut model["costs"]["fixed"], &|line| driver(&mut line["amount"]));
    driver(&mut model["costs"]["payment_fixed"]);
    scaled(&mut model["finance"]["opening_cash"]);
    each(&mut model["channels"], &|channel| {
        for key in ["spend", "reference_spend"] {
            channel["source"].get_mut(key).into_iter().for_each(driver);
        }
    });
}

/// Size, mix and worth of features of one segment.
fn buyers(segment: &mut Value, list: &List, sizes: &Map<String, Value>, large: bool) {
    let mean = |id: &str| sizes[id][usize::from(large)].as_f64().unwrap_or_default();
    let usage = list.meters.keys().map(|id| {
        let spread = if large { 0.8 } else { 0.6 };
        (id.clone(), json!({"mean": mean(id), "spread": spread, "growth": 0.06, "every": 12}))
    });
    segment["usage"] = usage.collect::<Map<_, _>>().into();
    let bills: Vec<f64> = list.order.iter().map(|(id, _)| bill(&list.plans[id], &mean)).collect();
    let free = list.plans.values().any(|plan| plan["free"] == true);
    let mix = mix(list, &bills, large);
    segment["values"] = values(list, &bills, &mix).into();
    segment["mix"] = mix.into();
    if free && let Some(conversion) = segment["conversion"].as_f64() {
        let paid = list.plans.values().any(|plan| plan["free"] == false);
        segment["conversion"] = json!(if paid { rounded(conversion * SIGN_UPS) } else { conversion });
        segment["free_conversion"] = json!(0.01);
        segment["free_churn"] = json!(0.04);
    }
}

/// Share of buyers by plan. Small customers take each plan less often than the one cheaper than it; large ones take the
/// one above the cheapest most often. Plans on request have a fourth of what a listed one would.
fn mix(list: &List, bills: &[f64], large: bool) -> Map<String, Value> {
    let free = |id: &str| list.plans[id]["free"] == true;
    let frees = list.order.iter().filter(|(id, _)| free(id)).count();
    let paid: Vec<usize> = (0..list.order.len()).filter(|at| !free(&list.order[*at].0)).collect();
    let favourite = usize::from(large && paid.len() > 1);
    let weight = |at: usize| {
        let rank = paid.iter().filter(|other| (bills[**other], **other) < (bills[at], at)).count();
        let request = if list.order[at].1 { 0.25 } else { 1.0 };
        request * libm::pow(STEP_DOWN, rank.abs_diff(favourite) as f64)
    };
    let whole: f64 = paid.iter().map(|at| weight(*at)).sum();
    let on_free = if frees == 0 {
        0.0
    } else if paid.is_empty() {
        1.0
    } else {
        ON_FREE
    };
    let share = |at: usize| match free(&list.order[at].0) {
        true => on_free / frees as f64,
        false => (1.0 - on_free) * weight(at) / whole,
    };
    let mut shares: Vec<f64> = (0..list.order.len()).map(|at| rounded(share(at))).collect();
    let most = (0..shares.len()).max_by(|one, other| shares[*one].total_cmp(&shares[*other]));
    if let Some(most) = most {
        let rest: f64 = (0..shares.len()).filter(|at| *at != most).map(|at| shares[at]).sum();
        shares[most] = rounded(1.0 - rest);
    }
    list.order.iter().zip(shares).map(|((id, _), share)| (id.clone(), share.into())).collect()
}

fn rounded(share: f64) -> f64 {
    libm::round(share * 1e4) / 1e4
}

/// What each feature is worth that a dearer plan adds: what buyers pay for it today on average, which is the step in the
/// bill times the share of paying buyers who pay that step, shared among all that the plan adds: features, and limits that
/// are others than in the plan below. So the worth of all a plan contains never exceeds what is paid for it.
fn values(list: &List, bills: &[f64], mix: &Map<String, Value>) -> Map<String, Value> {
    let mut order: Vec<usize> = (0..list.order.len()).collect();
    order.sort_by(|one, other| bills[*one].total_cmp(&bills[*other]));
    let of = |at: usize, what: &str| {
        let found = list.plans[&list.order[at].0].get(what).and_then(Value::as_object);
        found.cloned().unwrap_or_default()
    };
    let share = |from: f64| {
        let takes = |(at, (id, _)): (usize, &(String, bool))| {
            (bills[at] >= from && bills[at] > 0.0).then(|| mix[id].as_f64().unwrap_or_default())
        };
        list.order.iter().enumerate().filter_map(takes).sum::<f64>()
    };
    let mut values = Map::new();
    for pair in order.windows(2) {
        let (below, above) = (of(pair[0], "features"), of(pair[1], "features"));
        let (limits, lifted) = (of(pair[0], "limits"), of(pair[1], "limits"));
        let is_new = |id: &&String| !below.contains_key(*id) && !values.contains_key(*id);
        let added: Vec<String> = above.keys().filter(is_new).cloned().collect();
        let others =
            lifted.iter().filter(|(id, limit)| below.contains_key(*id) && limits.get(*id) != Some(limit)).count();
        let (step, payers) = (bills[pair[1]] - bills[pair[0]], share(0.0));
        if added.is_empty() || step <= 0.0 || payers <= 0.0 {
            continue;
        }
        let paid = step * share(bills[pair[1]]) / payers / (added.len() + others) as f64;
        let each = (libm::round(paid * 100.0) / 100.0).clamp(0.01, 1e6);
        values.extend(added.into_iter().map(|id| (id, each.into())));
    }
    values
}

/// What is known of every figure: where prices were seen, and that all else is assumed, with a range.
fn assumptions(model: &Value, page: &Page, expected: &[String]) -> Map<String, Value> {
    let mut known = Map::new();
    for collection in ["plans", "add_ons"] {
        for (id, sold) in model.get(collection).and_then(Value::as_object).into_iter().flatten() {
            for (charge, content) in sold["charges"].as_object().into_iter().flatten() {
                let key = ["price", "amount", "fee"]
                    .iter()
                    .find(|key| content.get(**key).is_some())
                    .copied()
                    .unwrap_or_default();
                let at = format!("/{collection}/{id}/charges/{charge}/{key}");
                let assumption = match expected.contains(&at) {
                    true => assumed(model, &at, ON_REQUEST),
                    false => Some(json!({"source": page.source})),
                };
                known.extend(assumption.map(|assumption| (at, assumption)));
            }
            for segment in sold.get("attach").and_then(Value::as_object).into_iter().flat_map(|attach| attach.keys()) {
                let at = format!("/{collection}/{id}/attach/{segment}");
                known.extend(assumed(model, &at, "").map(|assumption| (at, assumption)));
            }
        }
    }
    let mut paths = Vec::new();
    for (id, segment) in model["segments"].as_object().into_iter().flatten() {
        let own = |key: &str| format!("/segments/{id}/{key}");
        let each = |key: &str| segment[key].as_object().into_iter().flat_map(|map| map.keys());
        paths.extend(each("usage").map(|meter| own(&format!("usage/{meter}/mean"))));
        paths.extend(["conversion", "elasticity", "nesting", "annual_share"].map(own));
        paths.extend(each("mix").map(|plan| own(&format!("mix/{plan}"))));
        paths.extend(each("retention").filter(|key| *key != "curve").map(|key| own(&format!("retention/{key}"))));
        paths.extend(
            ["failed_payments", "unrecovered", "reactivation", "switching", "free_conversion", "free_churn"].map(own),
        );
        if page.never_yearly {
            known.insert(own("annual_share"), json!({"source": page.source}));
        }
        let note = "the step in price to the plan that adds a feature, by who pays it, shared among all that it adds";
        known.insert(own("values"), json!({"source": ASSUMED, "note": note}));
    }
    paths.extend(
        ["/channels/organic/source/prospects", "/channels/search/source/spend", "/rollout/attention"]
            .map(str::to_owned),
    );
    for (id, line) in model["costs"]["cogs"].as_object().into_iter().flatten() {
        let key = ["amount", "share"].into_iter().find(|key| line["basis"].get(key).is_some());
        paths.extend(key.map(|key| format!("/costs/cogs/{id}/basis/{key}")));
    }
    let fixed = model["costs"]["fixed"].as_object().into_iter().flat_map(|fixed| fixed.keys());
    paths.extend(fixed.map(|id| format!("/costs/fixed/{id}/amount")));
    paths.extend(["/costs/payment_share", "/finance/opening_cash"].map(str::to_owned));
    for at in paths {
        known.extend(assumed(model, &at, "").map(|assumption| (at, assumption)));
    }
    known
}

/// An assumed figure with its range; a path over time has none; none for what is zero or not there.
fn assumed(model: &Value, at: &str, note: &str) -> Option<Value> {
    let found = path::get(model, at)?;
    let mut assumption = json!({"source": ASSUMED});
    if !note.is_empty() {
        assumption["note"] = note.into();
    }
    let figure = found.as_f64().or_else(|| found.as_str()?.parse().ok());
    match figure {
        Some(0.0) => return None,
        Some(figure) => {
            let far = |share: f64| tidy(figure * share);
            let mut ends = [far(1.0 - EITHER_WAY), far(1.0 + EITHER_WAY)];
            ends.sort_by(f64::total_cmp);
            let whole = figure > 0.0 && figure <= 1.0 && !at.ends_with("amount") && !at.contains("charges");
            assumption["range"] = json!([ends[0], if whole { ends[1].min(1.0) } else { ends[1] }]);
        }
        None if found.is_object() => {}
        None => return None,
    }
    Some(assumption)
}

/// Three leading digits.
fn tidy(figure: f64) -> f64 {
    let scale = libm::pow(10.0, 2.0 - libm::floor(libm::log10(figure.abs())));
    let whole = libm::round(figure * scale);
    if scale > 1.0 { whole / scale } else { libm::round(whole * (1.0 / scale)) }
}
