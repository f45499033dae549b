//! This file replays Buffer: a doubled price, lost subscribers, a plan in between, and a year of flows.

use planwright::demand::NoOptimum;
use planwright::demand::experiment::Arm;
use planwright::demand::experiment::summarise;
use planwright::projection::Projection;
use planwright::projection::Scope;
use planwright::projection::project;
use planwright::retention::Cohort;
use planwright::retention::Curve;
use planwright::retention::fit;
use planwright::workspace::template;
use serde_json::Value;
use serde_json::json;

use crate::replay::changed;
use crate::replay::near;
use crate::replay::sum;

/// Source: jwinternheimer.github.io/blog/awesome-price-experiment, September 2016, $10 to $20 a month.
#[test]
fn a_doubled_price_costs_a_fifth_of_revenue_and_says_nothing_of_an_optimum() {
    let control = Arm { price: 10.0, users: 16_520.0, revenue: 57_946.06, conversions: None };
    let treated = Arm { price: 20.0, users: 16_938.0, revenue: 47_001.05, conversions: None };
    let found = summarise(control, treated).unwrap();
    assert!((found.control - 3.508).abs() < 5e-4 && (found.treated - 2.775).abs() < 5e-4);
    assert!((found.revenue_per_user_change + 0.209).abs() < 5e-4);
    assert!((found.quantity_ratio - 0.396).abs() < 6e-4);
    let elasticity = found.elasticity.unwrap();
    assert!((elasticity + 1.34).abs() < 5e-3);
    let none = found.optimum().unwrap_err();
    assert_eq!(none, NoOptimum::TwoPrices { elasticity: Some(elasticity) });
    let words = none.to_string();
    assert!(words.contains("no optimum") && words.contains("local slope"), "{words}");
    assert!(words.contains("lower would always be better"), "{words}");

    let workspace = template("buffer").unwrap().open();
    for (id, segment) in &workspace.base.segments {
        assert!((segment.elasticity - elasticity).abs() < 5e-3, "{id}");
        let known = &workspace.assumptions[&format!("/segments/{id}/elasticity")];
        assert!(known.source.contains("2016") && known.source.contains("two prices"), "{}", known.source);
    }
}

/// Source: the same author's data blog, 19 January 2022, Kaplan-Meier shares of 15,096 new subscriptions.
#[test]
fn the_curve_through_four_months_keeps_half_after_a_year_where_constant_churn_keeps_a_twelfth() {
    let shares = [1.0, 0.812, 0.729, 0.674, 0.633];
    let found = fit(&[Cohort::each_period(&shares.map(|share| share * 15_096.0))]).unwrap();
    assert!((found.alpha - 0.245).abs() < 1e-2 && (found.beta - 1.07).abs() < 3e-2, "{found:?}");
    assert!(found.error <= 0.003, "{}", found.error);
    for (month, expected) in [(1, 0.814), (2, 0.728), (3, 0.674), (4, 0.636)] {
        assert!((found.curve.survival(month) - expected).abs() < 3e-3, "{month}: {}", found.curve.survival(month));
    }
    assert!((found.curve.survival(12) - 0.50).abs() < 0.015, "{}", found.curve.survival(12));
    let constant = Curve::Constant { churn_monthly: found.first_period.churn };
    assert!((found.first_period.churn - 0.188).abs() < 5e-4 && (constant.survival(12) - 0.08).abs() < 5e-3);

    for (id, segment) in &template("buffer").unwrap().open().base.segments {
        for month in 1..=4 {
            let distance = segment.retention.survival(month) - found.curve.survival(month);
            assert!(distance.abs() < 3e-3, "{id} {month}: {distance}");
        }
    }
}

/// The price page of 2019 with `share` of buyers on Business, without and with a $35 plan, as scenarios of the template.
fn tier_between(share: f64) -> [Projection; 2] {
    let flat = |amount: &str| json!({"fee": {"model": "flat", "amount": amount}});
    let plan = |name: &str, amount: &str, from: &str, observed: bool| {
        let features = changed("buffer", &[]).base.plans[from].features.clone();
        let mut plan = json!({"name": name, "free": false, "charges": flat(amount), "annual_discount": "0",
            "features": features, "churn_factor": 1});
        if observed {
            plan["observed"] = json!({"charges": flat(amount), "annual_discount": "0", "features": plan["features"]});
        }
        plan
    };
    let mut premium = plan("Premium", "35", "team", false);
    premium["like"] = json!("team");
    premium["features"] =
        json!({"schedule": true, "analytics": true, "engagement": true, "drafts": true, "approvals": true});
    let mut page = json!({"/plans/essentials": plan("Pro", "15", "essentials", true), "/plans/team": plan("Business", "65", "team", true)});
    for segment in ["creators", "businesses", "agencies"] {
        page[format!("/segments/{segment}/mix")] = json!({"essentials": 1.0 - share, "team": share});
    }
    let scenario = |parent: Option<&str>, overrides: Value| {
        let mut scenario = json!({"name": "2019", "colour": "s1", "note": "",
            "levers": {"page": {"name": "Page", "on": true, "overrides": overrides}}});
        if let Some(parent) = parent {
            scenario["parent"] = json!(parent);
        }
        scenario
    };
    let scenarios =
        json!({"before": scenario(None, page), "after": scenario(Some("before"), json!({"/plans/premium": premium}))});
    let workspace = changed("buffer", &[("/base/opening", json!({})), ("/scenarios", scenarios)]);
    ["before", "after"].map(|id| project(&workspace, Some(id)))
}

/// Source: data.buffer.com/2019/11/04/analyzing-the-35-premium-plan-experiment: more conversions, more MRR, less revenue
/// an account, fewer $65 sales. What Business's share of buyers was is not published.
#[test]
fn a_plan_between_brings_buyers_and_takes_them_from_the_dearer_one() {
    let business = 1;
    for share in [0.3, 0.45, 0.6] {
        let [before, after] = tier_between(share);
        let new = |projection: &Projection, scope| sum(projection, "new_customers", scope, 0, 12);
        let money = |projection: &Projection| sum(projection, "new_mrr", Scope::All, 0, 12);
        let of = |projection: &Projection| new(projection, Scope::Plan(business)) / new(projection, Scope::All);
        let account = |projection: &Projection| money(projection) / new(projection, Scope::All);
        assert!((of(&before) - share).abs() < 1e-9);
        assert!(new(&after, Scope::All) > new(&before, Scope::All), "more conversions at {share}");
        assert!(money(&after) > money(&before), "more MRR at {share}");
        assert!(of(&after) < of(&before), "a lower share of $65 at {share}");
        assert!(new(&after, Scope::Plan(business)) < new(&before, Scope::Plan(business)), "fewer $65 sales at {share}");
        // Plans of one nest lose the same share of their buyers, so the mean bill moves towards the new plan's $35.
        assert_eq!(account(&after) < account(&before), 15.0 + 50.0 * share > 35.0, "revenue an account at {share}");
    }
}

/// Source: jwinternheimer/observable_metrics, 51 weeks of 2025. The template's first year is that rate of a year.
#[test]
fn a_year_of_flows_is_the_published_one() {
    let (new, reactivated, churned) = (59_247.0, 9_647.0, 56_987.0);
    assert_eq!(new + reactivated - churned, 11_907.0);
    assert!(near(113_058.0 * 0.0445 * 12.0 * (51.0 * 7.0 / 365.25), new, 0.01));

    let projection = project(&template("buffer").unwrap().open(), None);
    let scale = 51.0 * 7.0 / 365.25;
    let year = |id| sum(&projection, id, Scope::All, 0, 12);
    let [won, back, lost] = ["new_customers", "reactivated_customers", "churned_customers"].map(year);
    for (found, published) in [(won, new), (back, reactivated), (lost, churned)] {
        assert!(near(found * scale, published, 0.03), "{} {published}", found * scale);
    }
    assert!(near((won + back - lost) * scale, 11_907.0, 0.06), "{}", (won + back - lost) * scale);
    let opening: f64 = projection.flows.opening.iter().map(|cell| cell.customers).sum();
    let closing = sum(&projection, "customers", Scope::All, 11, 12);
    assert!((opening + won + back - lost - closing).abs() < 1e-3, "{opening} + {won} + {back} - {lost} = {closing}");
}
