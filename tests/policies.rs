//! This file holds the laws of price changes and of standing still: what nobody notices changes nothing.

mod generate;

use planwright::json::FromJson;
use planwright::number::Decimal;
use planwright::packaging::retire;
use planwright::pricing::PriceModel;
use planwright::projection::Bills;
use planwright::projection::Flows;
use planwright::projection::Projection;
use planwright::projection::Scope;
use planwright::projection::metric;
use planwright::projection::project;
use planwright::projection::rates;
use planwright::projection::rollout;
use planwright::projection::run;
use planwright::retention::Curve;
use planwright::workspace::Driver;
use planwright::workspace::Edit;
use planwright::workspace::Scenario;
use planwright::workspace::Workspace;
use planwright::workspace::apply_all;
use planwright::workspace::case;
use planwright::workspace::check_value;
use planwright::workspace::model::Existing;
use planwright::workspace::model::Plan;
use planwright::workspace::model::PriceChange;
use planwright::workspace::template;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

/// So many workspaces are tried for each law.
fn tries() -> ProptestConfig {
    ProptestConfig { cases: 100, failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() }
}

/// The base alone, in one currency, and nobody leaves it by habit.
fn faithful(mut workspace: Workspace) -> Workspace {
    workspace.scenarios.clear();
    workspace.base_mut().books.clear();
    for segment in workspace.base_mut().segments.values_mut() {
        segment.retention = Curve::Constant { churn_monthly: 0.0 };
        segment.failed_payments = 0.0;
    }
    workspace
}

/// One list, now and ever, and everywhere.
fn one_list(mut workspace: Workspace) -> Workspace {
    workspace.base_mut().books.clear();
    workspace.base_mut().price_changes.clear();
    workspace.base_mut().plans.values_mut().for_each(|plan| plan.observed = None);
    workspace.base_mut().add_ons.values_mut().for_each(|add_on| add_on.observed = None);
    workspace
}

/// No coupon ends and no year of a ramp begins: each is a rise of its own, met as one.
fn lasting(mut workspace: Workspace) -> Workspace {
    workspace.base_mut().coupons.clear();
    for plan in workspace.base_mut().plans.values_mut() {
        plan.ramp.clear();
        plan.observed.iter_mut().for_each(|observed| observed.ramp.clear());
    }
    workspace
}

/// All customers of a segment use as much.
fn of_one_size(mut workspace: Workspace) -> Workspace {
    for segment in workspace.base_mut().segments.values_mut() {
        segment.usage.values_mut().for_each(|usage| usage.spread = 0.0);
    }
    workspace
}

/// Nobody comes, nobody grows, and no terms end.
fn still(workspace: Workspace) -> Workspace {
    let mut workspace = lasting(workspace);
    for segment in workspace.base_mut().segments.values_mut() {
        segment.conversion = Driver::Constant(0.0);
        segment.free_conversion = 0.0;
        segment.usage.values_mut().for_each(|usage| usage.growth = 0.0);
    }
    workspace
}

fn smooth(workspace: &Workspace) -> Flows<f64> {
    let case = case(workspace, None);
    run(case.last(), &rates(&case, &workspace.base, workspace.currency, Bills::Smooth), false)
}

/// The same with a change to the prices that every plan has by then, which all get in one of six ways and, if asked, large
/// customers in another.
fn repeated(mut workspace: Workspace, month: i32, existing: usize, group: bool) -> Workspace {
    let ways = ["keep", "renewal", "date", "notice", "steps", "offers"];
    let from = workspace.start.plus(month);
    let policy = |way: &str| {
        json!({"existing": way, "attention": 1, "name": "Same", "from": from.to_string(), "date": from.plus(3).to_string(),
            "notice": 2, "steps": 3, "every": 2, "offers": {"a": {"name": "A"}, "b": {"name": "B"}}})
    };
    let changes: Vec<_> = workspace.base.price_changes.values().cloned().collect();
    let listed = |id: &String, plan: &Plan| {
        let named = changes.iter().filter(|change| change.plans.contains_key(id));
        named.max_by_key(|change| change.from).map_or_else(|| plan.charges.clone(), |change| change.plans[id].clone())
    };
    let mut change = policy(ways[existing]);
    let keep = |change: &mut Value| {
        let way = change["existing"].as_str().expect("it is a word").to_owned();
        let of = |field: &str| field == way || (field == "every" && way == "steps");
        let object = change.as_object_mut().expect("it is an object");
        object
            .retain(|field, _| !["date", "notice", "steps", "every", "offers"].contains(&field.as_str()) || of(field));
    };
    keep(&mut change);
    if group {
        let mut other = policy(ways[(existing + 1) % ways.len()]);
        keep(&mut other);
        other.as_object_mut().expect("it is an object").remove("from");
        other["who"] = json!({"tenure": {"from": 3}});
        change["groups"] = json!({"old": other});
    }
    let plans: Vec<_> = workspace.base.plans.iter().map(|(id, plan)| (id.clone(), listed(id, plan))).collect();
    change["plans"] = json!({});
    let mut change = PriceChange::from_json(&change).expect("it is one");
    change.plans = plans.into_iter().collect();
    workspace.base_mut().price_changes.insert("same".into(), change);
    workspace
}

/// Whether all figures of two workspaces are the same to the last bit, and what price changes reach is.
fn alike(one: &Workspace, other: &Workspace) -> bool {
    let [one, other] = [one, other].map(|workspace| {
        let projection = project(workspace, None);
        let told = rollout(&projection, &workspace.base, workspace.currency);
        let cells: Vec<_> = projection.flows.cells.iter().map(|cell| format!("{cell:?}")).collect();
        (projection.ledger, cells, told)
    });
    one.0 == other.0 && one.1 == other.1 && one.2 == other.2
}

proptest! {
    #![proptest_config(tries())]

    #[test]
    fn without_hazards_and_price_changes_customers_never_fall(workspace in generate::any()) {
        let flows = smooth(&one_list(lasting(faithful(workspace))));
        let cells = flows.segments * flows.plans;
        for (at, cell) in flows.cells.iter().enumerate() {
            let before = if at < cells { flows.opening[at].customers } else { flows.cells[at - cells].customers };
            prop_assert_eq!((cell.churned, cell.moved, cell.price_mrr), (0.0, 0.0, 0.0));
            prop_assert!(cell.customers >= before * (1.0 - 1e-12));
        }
    }

    #[test]
    fn a_price_nobody_notices_loses_nobody(workspace in generate::any()) {
        let mut workspace = faithful(workspace);
        workspace.base_mut().segments.values_mut().for_each(|segment| segment.attention = Some(Driver::Constant(0.0)));
        for cell in &smooth(&workspace).cells {
            prop_assert!(cell.churned.abs() <= 1e-9 * (1e-3 + cell.customers), "{} lost", cell.churned);
            prop_assert!(cell.moved.abs() <= 1e-9 * (1e-3 + cell.customers), "{} moved", cell.moved);
        }
    }

    #[test]
    fn who_keeps_the_price_pays_the_same_for_ever(workspace in generate::any()) {
        let mut workspace = still(faithful(workspace));
        workspace.base_mut().rollout.existing = Existing::Keep;
        workspace.base_mut().rollout.groups.clear();
        for change in workspace.base_mut().price_changes.values_mut() {
            change.existing = Existing::Keep;
            change.groups.clear();
        }
        let projection = project(&workspace, None);
        let opening: Decimal = projection.ledger.opening.iter().sum();
        for totals in &projection.ledger.totals {
            prop_assert_eq!(totals.line.mrr, opening);
        }
    }

    #[test]
    fn a_vanishing_rise_is_met_as_none(workspace in generate::any()) {
        // Who is repriced parts by size and reacts to the own bill; who meets the end of terms alone, to the mean one.
        let mut workspace = of_one_size(one_list(workspace));
        workspace.scenarios.clear();
        let without = smooth(&workspace);
        let (id, plan) = workspace.base.plans.iter().find(|(_, plan)| !plan.free).expect("a paid plan");
        let mut charges = plan.charges.clone();
        charges.insert("hair".into(), PriceModel::Flat { amount: Decimal::new(1, 12) }.into());
        let change = PriceChange {
            name: "Change".into(),
            from: workspace.start.plus(3),
            plans: [(id.clone(), charges)].into_iter().collect(),
            existing: Existing::Renewal,
            date: None,
            notice: None,
            steps: None,
            every: None,
            attention: 1.0,
            offer: None,
            offers: Default::default(),
            groups: Default::default(),
        };
        workspace.base_mut().price_changes.insert("hair".into(), change);
        let with = smooth(&workspace);
        let most = without.cells.iter().map(|cell| cell.customers + cell.churned).fold(1e-3, f64::max);
        for (with, without) in with.cells.iter().zip(&without.cells) {
            let size = 1e-5 * most;
            prop_assert!((with.churned - without.churned).abs() <= size, "{} {}", with.churned, without.churned);
            prop_assert!((with.customers - without.customers).abs() <= size, "{} {}", with.customers, without.customers);
            prop_assert!((with.moved - without.moved).abs() <= size, "{} {}", with.moved, without.moved);
        }
    }

    #[test]
    fn a_change_to_the_same_prices_changes_nothing(
        workspace in generate::any(), existing in 0..6_usize, month in 0..30, group in any::<bool>(),
    ) {
        let mut workspace = one_list(workspace);
        workspace.scenarios.clear();
        let with = repeated(workspace.clone(), month, existing, group);
        prop_assert!(alike(&workspace, &with));
    }

    #[test]
    fn a_list_repeated_for_who_keeps_the_price_changes_nothing(workspace in generate::any(), later in 0..10) {
        let mut workspace = workspace;
        workspace.scenarios.clear();
        let last = workspace.base.price_changes.values().map(|change| change.from.since(workspace.start)).max();
        let rollout = workspace.base.rollout.from.map(|from| from.since(workspace.start));
        let month = last.max(rollout).unwrap_or(0).max(0) + later;
        let with = repeated(workspace.clone(), month, 0, false);
        prop_assert!(alike(&workspace, &with));
    }

    #[test]
    fn a_scenario_that_changes_nothing_is_the_base(workspace in generate::any()) {
        let mut workspace = workspace;
        let empty = Scenario {
            name: "Empty".into(),
            parent: None,
            colour: "s1".into(),
            note: String::new(),
            levers: Default::default(),
        };
        workspace.scenarios.insert("empty".into(), empty);
        let (base, empty) = (project(&workspace, None), project(&workspace, Some("empty")));
        prop_assert!(base.ledger == empty.ledger);
    }
}

/// A plan retired in favour of another keeps nobody once all have met a renewal: they are customers of the successor, who
/// has them beside its own, and MRR rolls forward plan by plan.
#[test]
fn customers_of_a_retired_plan_are_their_successors_once_moved() {
    let mut document = serde_json::to_value(template("starter").expect("it is one").open()).expect("it is JSON");
    document["scenarios"] = json!({"new": {"name": "New", "colour": "s1", "note": "", "levers": {}}});
    for segment in ["small", "mid"] {
        document["base"]["segments"][segment]["reactivation"] = json!(0);
    }
    let workspace = check_value(&document).expect("it is sound");
    let from = workspace.start.plus(2);
    let edits = [
        retire(&workspace.base, Some("new"), "team", "pro", from).expect("both plans are there"),
        Edit::set(Some("new"), "/rollout/from", from.to_string()),
        Edit::set(Some("new"), "/rollout/existing", "renewal"),
    ];
    let workspace = apply_all(&workspace, &edits).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let [kept, retired] = [None, Some("new")].map(|scenario| project(&workspace, scenario));
    let customers = |of: &Projection, t: usize, id: &str| {
        let plan = of.case.last().plans.get_index_of(id).expect("it is a plan");
        of.value(metric("customers").expect("it is a metric"), t, Scope::Plan(plan)).expect("it is known")
    };
    for t in 0..2 {
        let of = |of: &Projection| format!("{:?}", &of.flows.cells[of.flows.at(t, 0, 0)..of.flows.at(t + 1, 0, 0)]);
        assert_eq!(of(&retired), of(&kept), "before its month everything is as it was");
        assert_eq!(retired.rates.segments[0].shares[t], kept.rates.segments[0].shares[t]);
    }
    assert!(customers(&retired, 2, "team") > Decimal::ZERO);
    assert_eq!(customers(&retired, 15, "team"), Decimal::ZERO);
    let (with, without) = (customers(&retired, 15, "pro"), customers(&kept, 15, "pro"));
    assert!(with > without * Decimal::new(12, 1), "{with} {without}");
}

/// The starter's firms on Team alone, which is $20 and $1 for each of 10 calls a month; 1,000 of them are there, all on
/// monthly contracts, and leave at 5 % a month, as do those who come.
fn billed_by_call(segment: serde_json::Value) -> serde_json::Value {
    let mut document = serde_json::to_value(template("starter").expect("it is one").open()).expect("it is JSON");
    (document["scenarios"], document["assumptions"]) = (json!({}), json!({}));
    let base = &mut document["base"];
    base["meters"]["calls"] = json!({"name": "calls", "unit": "call", "kind": "usage"});
    let charges = json!({"fee": {"model": "flat", "amount": "20"},
        "calls": {"model": "per_unit", "meter": "calls", "price": "1"}});
    base["plans"] = json!({"team": {"name": "Team", "free": false, "charges": charges, "annual_discount": "0.2",
        "features": {}, "churn_factor": 1}});
    base["opening"] = json!({"book": {"segment": "mid", "plan": "team", "interval": "monthly",
        "age_from": 0, "age_to": 0, "customers": 1000}});
    base["segments"]["small"]["mix"] = json!({"team": 1});
    let mid = base["segments"]["mid"].as_object_mut().expect("it is an object");
    mid.extend(json!({"mix": {"team": 1}, "annual_share": 0, "conversion": 0.05, "elasticity": -0.8,
        "usage": {"calls": {"mean": 10, "spread": 0, "growth": 0, "every": 12}}, "reactivation": 0, "failed_payments": 0,
        "retention": {"curve": "constant", "churn_monthly": 0.05}}).as_object().expect("it is one").clone());
    mid.extend(segment.as_object().expect("it is an object").clone());
    document
}

/// A bill of $30 of which $10 is usage becomes one of $35 as a call costs $1.50: β is 0.8 ÷ (0.95 × 30), so that the odds of
/// staying, 0.95 to 0.05, fall by exp(−5 β) = 0.869053, and 5.7104 % leave. MRR holds no usage, and does not move.
#[test]
fn customers_react_to_what_usage_costs() {
    let mut document = billed_by_call(json!({}));
    document["base"]["rollout"] = json!({"existing": "renewal", "attention": 1});
    document["base"]["price_changes"] = json!({"calls": {"name": "Calls", "from": "2027-03", "existing": "renewal",
        "attention": 1, "plans": {"team": {"fee": {"model": "flat", "amount": "20"},
        "calls": {"model": "per_unit", "meter": "calls", "price": "1.5"}}}}});
    for (_, channel) in document["base"]["channels"].as_object_mut().expect("it is an object") {
        channel["source"] = json!({"kind": "organic", "prospects": 0});
    }
    let projection = project(&check_value(&document).expect("it is sound"), None);
    let cell = |t: usize| projection.flows.cells[projection.flows.at(t, 1, 0)];
    let left = |t: usize| cell(t).churned / (cell(t).customers + cell(t).churned);
    assert!((left(1) - 0.05).abs() < 1e-12 && (left(3) - 0.05).abs() < 1e-12, "{} {}", left(1), left(3));
    assert!((left(2) - 0.057104).abs() < 5e-7, "{}", left(2));
    assert_eq!(cell(2).price_mrr, 0.0);
    assert!((cell(2).mrr - cell(2).customers * 20.0).abs() < 1e-9, "{}", cell(2).mrr);
}

/// A fee of $25 instead of $20 makes a bill of $35 of one of $30, so that 5.7104 % leave in the one month in which it is met
/// (see above). A change to the prices there are is met by nobody, save those who kept an older list; a passing price that
/// is the old one leaves them where they are until it ends.
#[test]
fn who_sees_no_price_change_does_not_react() {
    let list = |fee: &str| json!({"team": {"fee": {"model": "flat", "amount": fee}, "calls": {"model": "per_unit", "meter": "calls", "price": "1"}}});
    let change = |from: &str, fee: &str, existing: &str| json!({"name": "Change", "from": from, "existing": existing, "attention": 1, "plans": list(fee)});
    let mut passing = change("2027-03", "25", "renewal");
    passing["offer"] = json!({"until": "2027-06", "plans": list("20")});
    let mut still = change("2027-03", "20", "renewal");
    still["offer"] = json!({"until": "2027-06", "plans": list("20")});
    let mut named = change("2027-03", "20", "renewal");
    named["plans"] = json!({"team": {"base": {"model": "flat", "amount": "20.0"},
        "use": {"model": "per_unit", "meter": "calls", "price": "1.00"}}});
    for (changes, met, begins) in [
        (json!({"a": change("2027-03", "20", "renewal")}), None, None),
        (json!({"a": change("2027-02", "25", "keep"), "b": change("2027-04", "25", "renewal")}), Some(3), Some(1)),
        (json!({"a": change("2027-02", "25", "renewal"), "b": change("2027-04", "25", "renewal")}), Some(1), Some(1)),
        (json!({"a": named}), None, None),
        (json!({"a": passing}), Some(5), Some(2)),
        (json!({"a": still}), None, None),
    ] {
        let mut document = billed_by_call(json!({}));
        document["base"]["rollout"] = json!({"existing": "renewal", "attention": 1});
        document["base"]["price_changes"] = changes.clone();
        for (_, channel) in document["base"]["channels"].as_object_mut().expect("it is an object") {
            channel["source"] = json!({"kind": "organic", "prospects": 0});
        }
        let workspace = check_value(&document).expect("it is sound");
        let projection = project(&workspace, None);
        let told = rollout(&projection, &workspace.base, workspace.currency);
        for t in 0..12 {
            let cell = &projection.flows.cells[projection.flows.at(t, 1, 0)];
            let (left, expected) =
                (cell.churned / (cell.customers + cell.churned), if met == Some(t) { 0.057104 } else { 0.05 });
            assert!((left - expected).abs() < 5e-7, "{left} leave in month {t}: {changes}");
        }
        assert_eq!((told.until(0.5), told.begins()), (met, begins), "{changes}");
        assert_eq!(told.met.due() > 0.0, met.is_some(), "{changes}");
    }
}

/// More and more pay annually, and so less a month; no price changes, so that as many buy as were observed.
#[test]
fn conversion_is_what_was_observed_whoever_pays_annually() {
    let share = json!({"kind": "ramp", "from": 0.1, "to": 0.9, "start": "2027-01", "end": "2028-01"});
    let projection = project(&check_value(&billed_by_call(json!({"annual_share": share}))).expect("it is sound"), None);
    let segment = &projection.rates.segments[1];
    assert!(segment.annual_share[0] == 0.1 && segment.annual_share[12] == 0.9);
    for (t, conversion) in segment.conversion.iter().enumerate() {
        assert!((conversion - 0.05).abs() < 1e-12, "{conversion} in month {t}");
    }
    // Where one in ten pays $16 and usage of $10, β is 0.8 ÷ (0.95 × 29.6); where nine do, 0.8 ÷ (0.95 × 26.4).
    for (t, bill) in [(0, 29.6), (12, 26.4)] {
        assert!((segment.beta[t] - 0.8 / (0.95 * bill)).abs() < 1e-12, "{}", segment.beta[t]);
    }
}
