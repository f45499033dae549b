//! This file replays Notion: AI as an add-on against AI inside the plan, and what the cost of AI moves.

use std::cmp::Ordering;

use planwright::packaging::Bundle;
use planwright::packaging::bundle_into;
use planwright::projection::project;
use planwright::workspace::apply;
use planwright::workspace::template;
use rust_decimal::Decimal;
use serde_json::json;

use crate::replay::at;
use crate::replay::changed;
use crate::replay::still;

/// MRR with AI inside Business against MRR with the add-on, on existing Business seats of which `attach` have it.
fn bundle_against_add_on(attach: f64, bundled: &str) -> Ordering {
    let members = 100.0;
    let opening = json!({"seats": {"segment": "company", "plan": "business", "interval": "monthly",
        "age_from": 0, "age_to": 0, "customers": 1000}});
    let edits = [
        ("/base/segments/company/usage/members/mean", json!(members)),
        ("/base/segments/company/usage/ai_members/mean", json!(members * attach)),
        ("/scenarios/bundle/levers/price/overrides/~1plans~1business~1charges~1members~1price", json!(bundled)),
    ];
    let workspace = still("notion", opening, &edits);
    let [add_on, bundle] = [None, Some("bundle")].map(|id| at(&project(&workspace, id), "mrr", 12));
    let list = Decimal::from(1000) * (Decimal::from(1800) + Decimal::try_from(1000.0 * attach).unwrap().round_dp(6));
    assert_eq!(add_on, list, "1,000 customers of 100 members at $18, and $10 for those with AI");
    bundle.cmp(&add_on)
}

/// The bundle earns more exactly where attach is below the rise over the add-on's price, before upgrades and churn:
/// $5 and $10 make 50 %, the list's own $6 by the month 60 %.
#[test]
fn the_bundle_earns_more_below_the_attach_rate_of_break_even() {
    for (bundled, even) in [("23", 0.50), ("24", 0.60)] {
        assert_eq!(bundle_against_add_on(even - 0.01, bundled), Ordering::Greater, "{bundled}");
        assert_eq!(bundle_against_add_on(even, bundled), Ordering::Equal, "{bundled}");
        assert_eq!(bundle_against_add_on(even + 0.01, bundled), Ordering::Less, "{bundled}");
    }
}

/// The same with AI as an add-on of Business, put into the plan by one edit: MRR of the bundle against that before.
fn bundled_by_edit(attach: f64, rise: &str) -> Ordering {
    let opening = json!({"seats": {"segment": "company", "plan": "business", "interval": "monthly",
        "age_from": 0, "age_to": 0, "customers": 1000}});
    let add_on = json!({
        "name": "AI", "charges": {"members": {"model": "per_unit", "meter": "members", "price": "10"}},
        "available_for": {"business": true, "plus": true}, "features": {"ai": true}, "attach": {"company": attach, "small": attach},
    });
    let members = json!({"members": {"model": "per_unit", "meter": "members", "price": "18"}});
    let scenario = json!({"name": "Bundle", "colour": "s1", "note": "", "levers": {}});
    let edits = [
        ("/base/segments/company/usage/members/mean", json!(100)),
        ("/base/plans/business/charges", members),
        ("/base/plans/business/observed", json!(null)),
        ("/base/add_ons", json!({"ai": add_on})),
        ("/scenarios", json!({"bundle": scenario})),
    ];
    let workspace = still("notion", opening, &edits);
    let edit = bundle_into(&workspace.base, Some("bundle"), "ai", "business", rise.parse().unwrap()).unwrap();
    let bundled = apply(&workspace, &edit).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let [before, after] = [None, Some("bundle")].map(|id| at(&project(&bundled, id), "mrr", 12));
    let list = Decimal::from(1000) * (Decimal::from(1800) + Decimal::try_from(1000.0 * attach).unwrap().round_dp(6));
    assert_eq!(before, list, "1,000 customers of 100 members at $18, and $10 for those who take AI");
    after.cmp(&before)
}

/// Put into Business for $5 more, an add-on at $10 earns more exactly where fewer than half take it; the map's line says so.
#[test]
fn an_add_on_put_into_its_plan_breaks_even_at_the_rise_over_its_price() {
    for (rise, even) in [("5", 0.50), ("6", 0.60)] {
        assert_eq!(bundled_by_edit(even - 0.01, rise), Ordering::Greater, "{rise}");
        assert_eq!(bundled_by_edit(even, rise), Ordering::Equal, "{rise}");
        assert_eq!(bundled_by_edit(even + 0.01, rise), Ordering::Less, "{rise}");
        let rise = rise.parse::<f64>().unwrap();
        let bundle = Bundle { price: 18.0, rise, add_on: 10.0, below: Some((12.0, 3.0)), sold_below: true };
        assert_eq!(bundle.break_even(0.0), Some(even));
        assert!(bundle.break_even(0.05) > Some(even), "those who move up pay for some of it");
    }
}

#[test]
fn the_cost_of_ai_moves_gross_margin_and_not_arr() {
    let [cheap, dear] =
        [2.0, 6.0].map(|amount| changed("notion", &[("/base/costs/cogs/ai/basis/amount", json!(amount))]));
    for id in [None, Some("bundle"), Some("credits")] {
        let (cheap, dear) = (project(&cheap, id), project(&dear, id));
        for t in 0..cheap.months {
            for metric in ["arr", "revenue", "customers"] {
                assert_eq!(at(&cheap, metric, t), at(&dear, metric, t), "{metric} {t}");
            }
            assert!(at(&cheap, "gross_margin", t) > at(&dear, "gross_margin", t), "{t}");
            let cost = at(&dear, "cogs", t) - at(&cheap, "cogs", t);
            assert_eq!(at(&cheap, "gross_profit", t) - at(&dear, "gross_profit", t), cost);
        }
    }
}

/// By the year Business goes from $15 to $20, by the month from $18 to $24: a sixth off either way.
#[test]
fn the_prices_of_the_eras_stand_on_one_base() {
    let workspace = template("notion").unwrap().open();
    let bundle = &workspace.scenarios["bundle"].levers["price"].overrides;
    let plan = &workspace.base.plans["business"];
    let by_the_month = bundle["/plans/business/charges/members/price"].as_str().unwrap().parse::<Decimal>().unwrap();
    assert_eq!((by_the_month * (Decimal::ONE - plan.annual_discount)).round_dp(2), Decimal::from(20));
    let credits = project(&workspace, Some("credits"));
    let bundle = project(&workspace, Some("bundle"));
    assert!((0..48).all(|t| at(&credits, "usage_revenue", t) > at(&bundle, "usage_revenue", t)));
}
