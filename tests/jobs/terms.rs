//! This file replays commercial terms: what a discount, a price book of its own prices and a trial do over time.

use planwright::number::Number;
use planwright::projection::Cell;
use planwright::projection::Flows;
use planwright::projection::PriceResponse;
use planwright::projection::Scope;
use planwright::projection::metric;
use planwright::projection::project;
use planwright::projection::rollout;
use planwright::workspace::case;
use planwright::workspace::check_value;
use serde_json::json;

use crate::replay::changed;

/// Customers who negotiated 30 % off and are to lose it meet a rise, by the policy of the list: those who were there paid less,
/// the rise is price, and some leave because of it. Nothing is undone for a plan it was not negotiated on.
#[test]
fn a_discount_that_ends_is_a_rise_for_those_who_had_it() {
    let lever = json!({"end": {"name": "No discount", "on": true, "overrides": {"/segments/mid/negotiated/mean": 0}}});
    let workspace = changed(
        "starter",
        &[
            ("/base/segments/mid/negotiated", json!({"mean": 0.3, "spread": 0, "plans": {"team": true}})),
            ("/base/rollout/existing", json!("renewal")),
            ("/base/rollout/attention", json!(1)),
            ("/base/segments/mid/failed_payments", json!(0.05)),
            ("/scenarios", json!({"end": {"name": "End", "colour": "s1", "note": "", "levers": lever}})),
        ],
    );
    let (base, end) = (project(&workspace, None), project(&workspace, Some("end")));
    let (one, other) = (&base.flows, &end.flows);
    let places = one.segments * one.plans;
    for place in 0..places {
        let near = (one.opening[place].mrr - other.opening[place].mrr).abs() < 1e-9;
        assert!(near, "{place}: who was there paid what was negotiated");
    }
    let sum = |flows: &Flows<f64>, of: fn(&Cell<f64>) -> f64| flows.cells.iter().map(of).sum::<f64>();
    assert!(sum(other, |cell| cell.price_mrr) > 0.0 && sum(one, |cell| cell.price_mrr) == 0.0);
    let told = rollout(&end, &workspace.base, workspace.currency);
    assert!(told.met.lost > told.met.anyway && told.rise.expect("a change") > 0.0);
    let touched = told.winners.iter().filter(|winner| winner.after != winner.before);
    assert!(touched.clone().all(|winner| (winner.segment, winner.plan) == (1, 0)) && touched.count() > 0);
}

/// A book's own price stays where the list is tried at another price, so that the demand curve has no jump at today's price.
#[test]
fn a_book_keeps_its_own_prices_on_every_list() {
    let own = json!({"team": {"seats": {"model": "per_unit", "meter": "seats", "price": "7"}}});
    let book = json!({"name": "EU", "currency": "EUR", "rate": 1.1, "factor": "1", "plans": own, "share": {"small": 0.5, "mid": 0.5}});
    let workspace = changed("starter", &[("/base/books", json!({"eu": book}))]);
    let case = case(&workspace, None);
    let path = "/plans/team/charges/seats/price";
    let mut response = PriceResponse::new(&case, &workspace.base, workspace.currency, path, 0).expect("a price");
    let mut at = |price: f64| response.at(price).expect("a response").revenue;
    let (below, here, above) = (at(11.999), at(12.0), at(12.001));
    let slope = (above - below).abs();
    assert!((here - below).abs() <= slope && (above - here).abs() <= slope, "{below} {here} {above}");
    let projection = project(&workspace, None);
    let table = projection.rates.table(0, 0, 0, 0, None);
    assert!(table.recurring[0] > 0.0);
}

/// Trials of a month of 365.25 ÷ 12 days: those that began in a month are all under way at its end, and each costs what a
/// customer costs.
#[test]
fn trials_under_way_are_told_and_cost_what_customers_do() {
    let workspace = changed(
        "starter",
        &[
            ("/base/plans/team/trial", json!({"days": 61, "conversion": 0.5})),
            ("/base/costs/cogs", json!({"each": {"name": "Each", "basis": {"per": "customer", "amount": 2}}})),
        ],
    );
    let projection = project(&workspace, None);
    for month in [0, 12, 35] {
        let value =
            |id: &str| projection.value(metric(id).expect("a metric"), month, Scope::All).expect("a value").to_f64();
        let cost = projection.ledger.cogs[0].amounts[month].to_f64();
        assert!(value("trials") > 0.0);
        assert!((cost - 2.0 * (value("customers") + value("trials"))).abs() < 0.05, "{cost} in month {month}");
    }
}

/// 20 customers a month at a list of $50 who negotiate 10 % on average, however widely, pay 20 × 50 × 0.9 = $900. A spread
/// that no shares with the mean can have is refused: around 5 % it is √(0.05 × 0.95) = 21.79 % at most.
#[test]
fn what_is_negotiated_on_average_is_what_is_off() {
    let fee = json!({"fee": {"model": "flat", "amount": "50"}});
    let sold = |mean: f64, spread: f64| {
        let sold = json!({"charges": fee, "annual_discount": "0", "features": {"boards": true}});
        let open = json!({"name": "Open", "source": {"kind": "organic", "prospects": 200}, "split": {"small": 1}});
        [
            ("/base/plans/team/charges", fee.clone()),
            ("/base/plans/team/observed", sold),
            ("/base/channels", json!({"open": open})),
            ("/base/segments/small/conversion", json!(0.1)),
            ("/base/segments/small/mix", json!({"team": 1, "pro": 0})),
            ("/base/segments/small/annual_share", json!(0)),
            ("/base/segments/small/negotiated", json!({"mean": mean, "spread": spread})),
            ("/scenarios", json!({})),
        ]
    };
    for (mean, spread, due) in
        [(0.1, 0.1, 900.0), (0.05, 0.2, 950.0), (0.2, 0.1, 800.0), (0.9, 0.3, 100.0), (0.1, 0.0, 900.0)]
    {
        let projection = project(&changed("starter", &sold(mean, spread)), None);
        let found = projection.value(metric("new_mrr").expect("a metric"), 0, Scope::All).expect("a value").to_f64();
        // Each of the bills is rounded to the cent: 20 customers, half a cent at most.
        assert!((found - due).abs() <= 0.1, "{mean} {spread}: {found} is not {due}");
    }
    let mut document = serde_json::to_value(changed("starter", &sold(0.05, 0.2))).expect("JSON");
    document["base"]["segments"]["small"]["negotiated"]["spread"] = json!(0.25);
    let problems = check_value(&document).expect_err("too wide");
    let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(told.contains("/base/segments/small/negotiated/spread: 0.25; allowed: at most 0.2179"), "{told}");
}
