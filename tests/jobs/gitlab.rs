//! This file replays GitLab: a 53 % list rise rolled through a year of renewals, and then another.

use planwright::projection::Projection;
use planwright::projection::Scope;
use planwright::projection::project;
use planwright::retention::reprice::break_even_loss;
use planwright::workspace::template;
use rust_decimal::Decimal;
use serde_json::json;

use crate::replay::at;
use crate::replay::near;
use crate::replay::still;
use crate::replay::sum;

/// Months of a fiscal year, which ends in January: FY23 are the template's first twelve.
fn fiscal(year: usize) -> (usize, usize) {
    ((year - 23) * 12, (year - 22) * 12)
}

fn revenue(projection: &Projection, (from, to): (usize, usize)) -> f64 {
    sum(projection, "revenue", Scope::All, from, to) / 1e6
}

/// Source of the rule: about.gitlab.com/pricing/faq-premium-update. A seat bought in September 2021.
#[test]
fn a_seat_that_renews_each_september_pays_19_then_24_then_29() {
    let opening = json!({"seat": {"segment": "enterprise", "plan": "premium", "interval": "annual",
        "age_from": 4, "age_to": 4, "customers": 1}});
    let workspace = still("gitlab", opening, &[("/base/segments/enterprise/usage/seats/mean", json!(1))]);
    let projection = project(&workspace, None);
    for t in 0..projection.months {
        let month = workspace.start.plus(t as i32);
        let price = match month.to_string().as_str() {
            text if text < "2023-09" => 19,
            text if text < "2024-09" => 24,
            _ => 29,
        };
        assert_eq!(at(&projection, "mrr", t), Decimal::from(price), "{month}");
        let billed = if month.of_year() == 9 { 12 * price } else { 0 };
        assert_eq!(at(&projection, "billings", t), Decimal::from(billed), "{month}");
    }
}

/// Source: the company's quarterly releases, in millions of dollars. The guidance for FY25 was 725 to 731; its second
/// and third quarter came to 182.6 and 196.0.
#[test]
fn revenue_is_near_what_was_reported() {
    let workspace = template("gitlab").unwrap().open();
    assert_eq!((workspace.start.to_string().as_str(), workspace.months), ("2022-02", 60));
    let projection = project(&workspace, None);
    let rows = [
        ("FY23", fiscal(23), 424.0, 0.01),
        ("Q4 FY23", (9, 12), 122.9, 0.035),
        ("FY24", fiscal(24), 579.9, 0.01),
        ("Q4 FY24", (21, 24), 163.8, 0.01),
        ("Q2 FY25", (27, 30), 182.6, 0.015),
        ("Q3 FY25", (30, 33), 196.0, 0.015),
        ("FY25, guidance", fiscal(25), 728.0, 0.04),
    ];
    for (name, months, reported, tolerance) in rows {
        let found = revenue(&projection, months);
        assert!(near(found, reported, tolerance), "{name}: {found} {reported}");
    }
    let (from, to) = fiscal(24);
    let margin = sum(&projection, "gross_profit", Scope::All, from, to) / revenue(&projection, (from, to)) / 1e6;
    assert!((margin - 0.90).abs() < 0.005, "{margin}");
}

/// Renewals spread over the year: FY24 has a part of the rise for a part of the year, FY25 all of it and more.
#[test]
fn the_uplift_is_small_in_the_first_year_and_larger_in_the_second() {
    let workspace = template("gitlab").unwrap().open();
    let [base, none, straight] = [None, Some("no-change"), Some("straight-29")].map(|id| project(&workspace, id));
    let uplift = |of: &Projection, year| revenue(of, fiscal(year)) / revenue(&none, fiscal(year)) - 1.0;
    assert_eq!(revenue(&base, fiscal(23)), revenue(&none, fiscal(23)));
    assert!((0.02..0.08).contains(&uplift(&base, 24)), "{}", uplift(&base, 24));
    assert!(uplift(&base, 25) > 2.0 * uplift(&base, 24), "{}", uplift(&base, 25));
    assert!(uplift(&straight, 24) > uplift(&base, 24));
    for t in 0..24 {
        let offered = at(&base, "price_mrr", t);
        assert_eq!(offered > Decimal::ZERO, t >= 14, "price movements begin in April 2023: {t}");
    }
}

/// Seats that may be lost before $24 and $29 earn less than $19 did, at no cost for each seat.
#[test]
fn break_even_losses_leave_revenue_as_it_was() {
    let workspace = template("gitlab").unwrap().open();
    let change = &workspace.base.price_changes["premium-29"];
    let price = |charges: &planwright::workspace::model::Charges| {
        let value = serde_json::to_value(&charges["seats"]).unwrap();
        value["price"].as_str().unwrap().parse::<f64>().unwrap()
    };
    let old = price(&workspace.base.plans["premium"].charges);
    let offer = change.offer.as_ref().unwrap();
    for (new, t, published) in
        [(price(&offer.plans["premium"]), 19, 0.208), (price(&change.plans["premium"]), 31, 0.345)]
    {
        let loss = break_even_loss((new - old) / old, 1.0).unwrap();
        assert!((loss - published).abs() < 5e-4, "{loss} {published}");
        let seats = |customers: f64| {
            let opening = json!({"seats": {"segment": "enterprise", "plan": "premium", "interval": "annual",
                "age_from": 4, "age_to": 4, "customers": customers}});
            let workspace = still("gitlab", opening, &[("/base/segments/enterprise/usage/seats/mean", json!(1))]);
            project(&workspace, None)
        };
        let (all, left) = (seats(10_000.0), seats(10_000.0 * (1.0 - loss)));
        assert_eq!(at(&left, "mrr", t), at(&all, "mrr", 0), "{new}: 10,000 seats at 19");
    }
}

/// On annual contracts billed up front, billings, revenue, deferred revenue, receivables and cash tie to the cent.
#[test]
fn billings_revenue_and_deferred_revenue_tie() {
    let workspace = template("gitlab").unwrap().open();
    for id in [None, Some("no-change"), Some("straight-29")] {
        let projection = project(&workspace, id);
        let mut deferred = projection.ledger.opening_deferred;
        let mut receivables = projection.ledger.opening_receivables;
        for t in 0..projection.months {
            deferred += at(&projection, "billings", t) - at(&projection, "revenue", t);
            receivables += at(&projection, "billings", t) - at(&projection, "collections", t);
            assert_eq!(deferred, at(&projection, "deferred_revenue", t));
            assert_eq!(receivables, at(&projection, "receivables", t));
            assert!(deferred > Decimal::ZERO);
        }
    }
}
