//! This file replays policies seat by seat: what one customer of a known size and age pays, in which month.

use planwright::projection::Held;
use planwright::projection::project;
use planwright::projection::rollout;
use planwright::workspace::template;
use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;

use crate::replay::at;
use crate::replay::changed;
use crate::replay::still;

/// Premium is $19 until April 2023 and $29 from then on, with no passing offer but what `groups` say.
const CHANGE: &str = "/base/price_changes/premium-29";

fn premium(price: &str) -> Value {
    json!({"premium": {"seats": {"model": "per_unit", "meter": "seats", "price": price}}})
}

/// One customer of `seats` seats on Premium, acquired in September 2021, by the month of its renewals: what a seat pays
/// from then on, where a change has the given groups.
fn renewals(segment: &str, seats: f64, groups: Value) -> Vec<(String, Decimal)> {
    let opening = json!({"one": {"segment": segment, "plan": "premium", "interval": "annual",
        "age_from": 4, "age_to": 4, "customers": 1}});
    let size = format!("/base/segments/{segment}/usage/seats/mean");
    let (offer, group) = (format!("{CHANGE}/offer"), format!("{CHANGE}/groups"));
    let workspace = still("gitlab", opening, &[(&size, json!(seats)), (&offer, Value::Null), (&group, groups)]);
    let projection = project(&workspace, None);
    let seats = Decimal::from_f64_retain(seats).unwrap();
    let mut paid: Vec<(String, Decimal)> = Vec::new();
    for t in 0..projection.months {
        let price = at(&projection, "mrr", t) / seats;
        if paid.last().is_none_or(|(_, before)| *before != price) {
            paid.push((workspace.start.plus(t as i32).to_string(), price));
        }
    }
    paid
}

fn prices(rows: &[(&str, &str)]) -> Vec<(String, Decimal)> {
    rows.iter().map(|(month, price)| ((*month).to_owned(), price.parse().unwrap())).collect()
}

#[test]
fn each_policy_moves_a_seat_when_it_says() {
    let group = |who: Value, policy: Value| {
        let mut group = json!({"name": "Group", "who": who});
        policy.as_object().unwrap().iter().for_each(|(key, value)| group[key] = value.clone());
        json!({"g": group})
    };
    let all = || json!({});
    let at_once = prices(&[("2022-02", "19"), ("2023-09", "29")]);
    let never = prices(&[("2022-02", "19")]);
    let keep = json!({"existing": "keep"});
    let rows = [
        (json!({}), at_once.clone()),
        (group(all(), keep.clone()), never.clone()),
        // Eight months after April 2023 is December: the next renewal is a September later.
        (group(all(), json!({"existing": "notice", "notice": 8})), prices(&[("2022-02", "19"), ("2024-09", "29")])),
        (group(all(), json!({"existing": "date", "date": "2024-01"})), prices(&[("2022-02", "19"), ("2024-09", "29")])),
        // $2.50 every six months from April 2023: the first step in September 2023, the third in September 2024.
        (
            group(all(), json!({"existing": "steps", "steps": 4, "every": 6})),
            prices(&[("2022-02", "19"), ("2023-09", "21.5"), ("2024-09", "26.5"), ("2025-09", "29")]),
        ),
        // In April 2023 the customer has been there for 19 months.
        (group(json!({"tenure": {"from": 19}}), keep.clone()), never.clone()),
        (group(json!({"tenure": {"to": 18}}), keep.clone()), at_once.clone()),
        (group(json!({"segments": {"enterprise": true}}), keep.clone()), never.clone()),
        (group(json!({"segments": {"small": true}}), keep.clone()), at_once.clone()),
        (group(json!({"plans": {"premium": true}}), keep.clone()), never.clone()),
        (group(json!({"plans": {"ultimate": true}}), keep.clone()), at_once.clone()),
        // It has ten seats in January 2022 and does not grow; both ends of a band are in it.
        (group(json!({"size": {"meter": "seats", "to": 10}}), keep.clone()), never),
        (group(json!({"size": {"meter": "seats", "from": 10.5}}), keep), at_once),
    ];
    for (groups, expected) in rows {
        assert_eq!(renewals("enterprise", 10.0, groups.clone()), expected, "{groups}");
    }
}

/// Rule and prices: about.gitlab.com/pricing/faq-premium-update. The path of two years for up to 25 seats is invented.
#[test]
fn one_change_holds_the_24_for_all_and_a_path_of_years_for_the_small() {
    let year = |until: &str, price: &str| json!({"until": until, "plans": premium(price)});
    let groups = json!({
        "small": {
            "name": "Up to 25 seats", "who": {"size": {"meter": "seats", "to": 25}}, "existing": "offers",
            "offers": {"path": {"name": "Two more years", "lock": true, "stages": {
                "first": year("2024-04", "22"), "second": year("2025-04", "25"),
            }}},
        },
        "others": {
            "name": "All others", "who": {}, "existing": "offers",
            "offers": {"once": {"name": "Once at $24", "stages": {"first": year("2024-04", "24")}}},
        },
    });
    let small = prices(&[("2022-02", "19"), ("2023-09", "22"), ("2024-09", "25"), ("2025-09", "29")]);
    assert_eq!(renewals("small", 10.0, groups.clone()), small);
    let large = prices(&[("2022-02", "19"), ("2023-09", "24"), ("2024-09", "29")]);
    assert_eq!(renewals("enterprise", 600.0, groups), large);
}

/// Customers of one segment differ in size: those with at most 25 seats keep their price, and the others pay $29, each on
/// its own seats. Seats of the five fifths of a lognormal: `pricing::size_points`.
#[test]
fn a_group_by_size_parts_the_customers_of_a_segment() {
    let points = planwright::pricing::size_points::<5>(0.9);
    let opening = json!({"all": {"segment": "small", "plan": "premium", "interval": "annual",
        "age_from": 4, "age_to": 4, "customers": 100}});
    let groups = json!({"g": {"name": "Small", "who": {"size": {"meter": "seats", "to": 25}}, "existing": "keep"}});
    let workspace = still(
        "gitlab",
        opening,
        &[
            ("/base/segments/small/usage/seats/mean", json!(50)),
            ("/base/segments/small/usage/seats/spread", json!(0.9)),
            (&format!("{CHANGE}/offer"), Value::Null),
            (&format!("{CHANGE}/groups"), groups),
        ],
    );
    let projection = project(&workspace, None);
    let seats = points.map(|point| 50.0 * point);
    assert!(seats[1] < 25.0 && seats[2] > 25.0, "{seats:?}");
    let expected: f64 = seats.iter().map(|seats| 20.0 * seats * if *seats <= 25.0 { 19.0 } else { 29.0 }).sum();
    let found = f64::try_from(at(&projection, "mrr", 20)).unwrap();
    assert!((found - expected).abs() < 0.05, "{found} {expected}");
    let told = rollout(&projection, &workspace.base, workspace.currency);
    for winner in &told.winners {
        let rise = winner.after / winner.before - 1.0;
        let expected = if seats[winner.fifth] <= 25.0 { 0.0 } else { 10.0 / 19.0 };
        assert!((rise - expected).abs() < 1e-3 && winner.repriced == (expected > 0.0), "{winner:?}");
    }
    // Of those who are repriced: who keeps the price has no part in it.
    assert!((told.rise.unwrap() - 10.0 / 19.0).abs() < 1e-3, "{:?}", told.rise);
    // Each fifth's bill is rounded to the cent.
    let before = at(&projection, "mrr", 18) - Decimal::from(100 * 50 * 19);
    assert!(before.abs() < Decimal::new(5, 2), "{before}");
}

/// Customers who choose between $29 now and $24 for two years compare the means of what they would pay until April 2025:
/// the renewals of September 2023 and 2024, $29 against $24. With β a = 0.1 for each dollar and one seat, the odds of the
/// path are exp(0.1 × 5).
#[test]
fn offers_are_chosen_by_what_they_cost() {
    let groups = json!({"all": {"name": "All", "who": {}, "existing": "offers", "attention": 1, "offers": {
        "now": {"name": "Now"},
        "path": {"name": "Two years", "lock": true, "stages": {"both": {"until": "2025-04", "plans": premium("24")}}},
    }}});
    let opening = json!({"one": {"segment": "enterprise", "plan": "premium", "interval": "annual",
        "age_from": 4, "age_to": 4, "customers": 1000}});
    let workspace = still(
        "gitlab",
        opening,
        &[
            ("/base/segments/enterprise/usage/seats/mean", json!(1)),
            (&format!("{CHANGE}/offer"), Value::Null),
            (&format!("{CHANGE}/groups"), groups),
        ],
    );
    let projection = project(&workspace, None);
    let beta = projection.rates.segments[1].beta[19];
    let path = 1.0 / (1.0 + libm::exp(-beta * 5.0));
    let expected = 1000.0 * (24.0 * path + 29.0 * (1.0 - path));
    let found = f64::try_from(at(&projection, "mrr", 19)).unwrap();
    assert!(beta > 0.0 && (found - expected).abs() < 0.01, "{found} {expected}");
    assert_eq!(at(&projection, "mrr", 44), Decimal::from(29_000), "after April 2025 all pay the list");
    // Up to December 2023 those on the path pay 5/19 more, and the others 10/19.
    let mut short = workspace.clone();
    short.months = 23;
    let told = rollout(&project(&short, None), &short.base, short.currency);
    let mut paid: Vec<(f64, f64)> = Vec::new();
    for winner in told.winners.iter().filter(|winner| winner.fifth == 0) {
        paid.push((winner.after / winner.before, winner.customers / 200.0));
    }
    paid.sort_by(|a, b| a.0.total_cmp(&b.0));
    let expected = [(24.0 / 19.0, path), (29.0 / 19.0, 1.0 - path)];
    let near = |(found, expected): (&(f64, f64), &(f64, f64))| {
        (found.0 - expected.0).abs() < 1e-9 && (found.1 - expected.1).abs() < 1e-6
    };
    assert!(paid.len() == 2 && paid.iter().zip(&expected).all(near), "{paid:?} {expected:?}");
    let mean = (24.0 * path + 29.0 * (1.0 - path)) / 19.0 - 1.0;
    assert!((told.rise.unwrap() - mean).abs() < 1e-9, "{:?} {mean}", told.rise);
}

/// The same rise, where nobody notices it and where everybody studies it: one driver.
#[test]
fn notice_is_one_driver() {
    let lost = |attention: f64| {
        let workspace = changed(
            "gitlab",
            &[
                ("/base/segments/small/attention", json!(attention)),
                ("/base/segments/enterprise/attention", json!(attention)),
            ],
        );
        let projection = project(&workspace, None);
        rollout(&projection, &workspace.base, workspace.currency).met
    };
    let (unseen, said, studied) = (lost(0.0), lost(1.0), lost(3.0));
    assert!((unseen.lost - unseen.anyway).abs() < 1e-6 * unseen.due() && unseen.downgraded < 1e-6 * unseen.due());
    assert!(said.lost_share() > unseen.lost_share() && studied.lost_share() > said.lost_share());
}

/// Old price, repriced, moved, won and unchanged ARR are all ARR there is, and most of the old ARR is repriced within two
/// years of April 2023; the change pays from its first months on.
#[test]
fn the_rollout_of_the_template_adds_up() {
    let workspace = template("gitlab").unwrap().open();
    let projection = project(&workspace, None);
    let told = rollout(&projection, &workspace.base, workspace.currency);
    for t in 0..projection.months {
        let held: f64 = told.held.iter().map(|held| held[t]).sum();
        let arr = f64::try_from(at(&projection, "arr", t)).unwrap();
        assert!((held - arr).abs() < 1e-4, "{t}: {held} {arr}");
        for held in &told.held {
            assert!((held[t] * 100.0 - (held[t] * 100.0).round()).abs() < 1e-3, "whole cents: {}", held[t]);
        }
    }
    let met = [told.met.repriced, told.met.cut, told.met.downgraded, told.met.lost];
    let cents: i64 = met.iter().map(|part| (part * 100.0).round() as i64).sum();
    assert_eq!(cents, (told.met.due() * 100.0).round() as i64);
    assert!(met.iter().all(|part| (part * 100.0 - (part * 100.0).round()).abs() < 1e-3), "{met:?}");
    assert_eq!(told.begins(), Some(14));
    let half = told.until(0.5).unwrap();
    assert!((17..24).contains(&half) && told.until(0.99).unwrap() <= 26, "{half}");
    assert_eq!(told.pays_from(), Some(14));
    assert!((told.rise.unwrap() - 10.0 / 19.0).abs() < 1e-9);
    // The rise of 53 % at a gross margin near 90 %.
    assert!((told.break_even().unwrap() - 0.526 / (0.9 + 0.526)).abs() < 0.01);
    assert!(told.met.lost_share().unwrap() < told.break_even().unwrap());
}

/// A customer of ten seats on $19 comes to $29 and, at an elasticity of 0.5 that half of them notice, keeps
/// (29 ÷ 19)^−0.25 of its seats. What it gives up is contraction; the rise of the seats it had is price.
#[test]
fn seats_cut_are_contraction_of_those_who_stay() {
    let opening = json!({"one": {"segment": "enterprise", "plan": "premium", "interval": "annual",
        "age_from": 4, "age_to": 4, "customers": 100}});
    let workspace = still(
        "gitlab",
        opening,
        &[
            ("/base/segments/enterprise/usage/seats/mean", json!(10)),
            ("/base/segments/enterprise/cutting", json!(0.5)),
            (&format!("{CHANGE}/offer"), Value::Null),
            (&format!("{CHANGE}/groups"), json!({})),
            (&format!("{CHANGE}/attention"), json!(0.5)),
        ],
    );
    let projection = project(&workspace, None);
    let float = |id: &str, t| f64::try_from(at(&projection, id, t)).unwrap();
    let left = libm::pow(29.0 / 19.0, -0.25);
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 0.01, "{found} {expected}");
    // September 2023 is the first renewal from April 2023 on.
    near(float("mrr", 18), 19_000.0);
    near(float("mrr", 19), 29_000.0 * left);
    let line = &projection.ledger.totals[19].line;
    near(line.price.to_string().parse().unwrap(), 10_000.0);
    near(line.contraction.to_string().parse().unwrap(), 29_000.0 * (1.0 - left));
    assert_eq!(line.churn, Decimal::ZERO, "nobody leaves");
    near(float("mrr", 40), 29_000.0 * left);
    near(float("customers", 40), 100.0);
    let told = rollout(&projection, &workspace.base, workspace.currency);
    near(told.met.cut, 12.0 * 19_000.0 * (1.0 - left));
    near(told.met.repriced, 12.0 * 19_000.0 * left);
    near(told.cut[18], 0.0);
    near(told.cut[19], told.met.cut);
    near(told.met.given_up_share().unwrap(), 1.0 - left);
    for winner in &told.winners {
        near(winner.paid() / winner.before, 29.0 / 19.0 * left);
    }
    // The break-even is of the rise at the same seats.
    near(told.rise.unwrap(), 10.0 / 19.0);
}

/// A list that only sets a minimum and ramps later years is undone whole: the gain is against the same business without.
#[test]
fn the_gain_is_against_the_terms_that_were_observed() {
    let with = changed(
        "starter",
        &[
            ("/base/plans/team/minimum", json!("90")),
            ("/base/plans/team/ramp", json!(["1", "1.2"])),
            ("/scenarios", json!({})),
        ],
    );
    let without = project(&changed("starter", &[("/scenarios", json!({}))]), None);
    let projection = project(&with, None);
    let profit = |projection: &planwright::projection::Projection| -> Decimal {
        projection.ledger.totals.iter().map(|totals| totals.gross_profit()).sum()
    };
    let gained = f64::try_from(profit(&projection) - profit(&without)).unwrap();
    let told = rollout(&projection, &with.base, with.currency);
    let found = *told.gain.last().unwrap();
    assert!(gained.abs() > 1000.0 && (found - gained).abs() < 0.01, "{found} {gained}");
}

/// The change of April 2023 in a plan of twelve months from February 2022 on: nothing of it is seen, whatever its month.
#[test]
fn a_change_after_the_last_month_reaches_nobody() {
    for from in ["2023-02", "2023-04", "2031-01"] {
        let workspace = changed(
            "gitlab",
            &[
                ("/scenarios", json!({})),
                ("/months", json!(12)),
                (&format!("{CHANGE}/from"), json!(from)),
                (&format!("{CHANGE}/offer"), Value::Null),
                (&format!("{CHANGE}/groups"), json!({})),
            ],
        );
        let projection = project(&workspace, None);
        let told = rollout(&projection, &workspace.base, workspace.currency);
        assert!(!told.changes() && told.winners.is_empty() && told.met.due() == 0.0 && told.rise.is_none(), "{from}");
        assert_eq!(told.gain.last(), Some(&0.0));
        let held: f64 = told.held[Held::Unchanged as usize][11];
        let arr = f64::try_from(at(&projection, "arr", 11)).unwrap();
        assert!((held - arr).abs() < 1.0, "{held} {arr}");
    }
}
