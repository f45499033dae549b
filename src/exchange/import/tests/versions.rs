//! This file holds what versions of the format before 2.1 write otherwise, and what no version does.

use super::charge;
use super::page;
use super::read;
use super::said;
use crate::driver::Driver;
use crate::workspace::Workspace;

/// A page whose head is these lines, with one plan at 10 a month.
fn headed(head: &str) -> String {
    format!(
        "{head}\nfeatures:\n  sso: {{valueType: BOOLEAN, defaultValue: true, type: DOMAIN}}\nplans:\n  PRO: {{price: 10, unit: user/month}}\n"
    )
}

fn source(workspace: &Workspace) -> String {
    workspace.assumptions["/plans/pro/charges/users/price"].source.clone()
}

#[test]
fn the_day_of_a_page_is_that_of_its_prices() {
    for (head, seen) in [
        ("saasName: Acme\nversion: '1.0'\nday: 4\nmonth: 2\nyear: 2019", "Price page, 2019-02-04"),
        ("saasName: Acme\nversion: '1.1'\ncreatedAt: '2021-12-31'", "Price page, 2021-12-31"),
        ("saasName: Acme\ncreatedAt: 2021-12-31T10:00:00.000Z", "Price page, 2021-12-31"),
        ("saasName: Acme\nmonth: 2\nyear: 2019", "Price page, 2019-02"),
        ("saasName: Acme\nyear: 2019\nurl: https://acme.example/p", "Price page, 2019 (https://acme.example/p)"),
    ] {
        let (workspace, report) = read(&headed(head));
        assert_eq!(source(&workspace), seen, "{head}");
        assert!(report.left_out.is_empty() && !said(&report.assumed, "on which day"), "{head}: {report:#?}");
    }
    let (workspace, report) = read(&headed("saasName: Acme"));
    assert_eq!(source(&workspace), "Price page");
    assert!(said(&report.assumed, "The page does not say on which day it was seen (createdAt)."), "{report:#?}");
}

#[test]
fn what_is_wrong_at_the_head_is_named() {
    for (line, words) in [
        ("createdAt: last week", "createdAt (line 1): \"last week\" is no day (year-month-day)"),
        ("createdAt: '2023-02-29'", "createdAt (line 1): \"2023-02-29\" is no day"),
        ("createdAt: 100", "createdAt (line 1): \"100\" is no day"),
        ("{day: 31, month: 4, year: 2020}", "day (line 1): 2020-04 has no day 31"),
        ("month: May", "month (line 1): \"May\" is no month of a date"),
        ("url: true", "url (line 1): \"true\" is no web address"),
        ("url: ftp://acme.example", "url (line 1): \"ftp://acme.example\" is no web address"),
        ("saasName: [a]", "saasName (line 1): a list is no name"),
        ("version: newest", "version (line 1): \"newest\" is no version of the format; read as 2.1"),
        ("syntaxVersion: [2]", "syntaxVersion (line 1): a list is no version of the format"),
        ("{syntaxVersion: '2.1', version: spring}", "version (line 1): the page's own version, \"spring\""),
        ("starts: 2020-01-01", "starts (line 1): from when on its prices hold"),
        ("hasAnnualPayment: maybe", "hasAnnualPayment (line 1): \"maybe\" is neither true nor false"),
    ] {
        let line = line.trim_matches(['{', '}']).replace(", ", "\n");
        let (_, report) = read(&headed(&line));
        let number = 1 + line.lines().position(|line| words.starts_with(line.split(':').next().unwrap())).unwrap();
        let words = words.replace("line 1", &format!("line {number}"));
        assert!(said(&report.left_out, &words), "{words}: {report:#?}");
    }
    let (workspace, report) = read(&headed("version: '3.4'"));
    assert_eq!(&*workspace.name, "Imported price page");
    assert!(said(&report.assumed, "Syntax version 3.4 is read as 2.1."), "{report:#?}");
    assert!(said(&report.assumed, "called Imported price page, since it has no saasName"), "{report:#?}");
    let (_, report) = read(&headed(&format!("saasName: {}", "A name ".repeat(20))));
    assert!(said(&report.left_out, "what the name has beyond 80 signs"), "{report:#?}");
}

/// Whether a year can be paid up front was a yes or no of its own, and prices of a year stood with each plan.
#[test]
fn a_page_says_whether_a_year_is_paid_up_front() {
    let never = |workspace: &Workspace| {
        workspace.base.segments.values().all(|segment| segment.annual_share == Driver::Constant(0.0))
    };
    let plans = |plans: &str, head: &str| read(&format!("{head}\n{}", page(plans)));
    let (starter, report) = plans("PRO: {price: 10, unit: user/month}", "");
    assert!(!never(&starter));
    assert!(said(&report.assumed, "No discount for paying a year up front, since the page names none."));

    let (workspace, report) =
        plans("PRO: {monthlyPrice: 10, annualPrice: 10, unit: user/month}", "hasAnnualPayment: false");
    assert!(never(&workspace));
    assert!(said(&report.understood, "hasAnnualPayment (line 1): no year is paid up front"), "{report:#?}");
    assert!(!said(&report.assumed, "No discount") && !said(&report.assumed, "share paid annually"), "{report:#?}");
    assert_eq!(workspace.assumptions["/segments/small/annual_share"].source, "Price page, 2027-01-05");

    let (_, report) = plans("PRO: {annualPrice: 10, unit: user/month}", "hasAnnualPayment: true");
    assert!(said(&report.understood, "hasAnnualPayment (line 1): a year can be paid up front"), "{report:#?}");
    assert!(said(&report.assumed, "who pays by the month pays as much"), "{report:#?}");
    assert!(!said(&report.understood, "no price of it") && !said(&report.assumed, "No discount"), "{report:#?}");

    let (_, report) = plans("PRO: {price: 10, unit: user/month}", "hasAnnualPayment: true");
    assert!(said(&report.understood, "a year can be paid up front; no price of it is named"), "{report:#?}");
    assert!(said(&report.assumed, "No discount for paying a year"), "{report:#?}");

    let low = "LOW: {monthlyPrice: 10, annualPrice: 9, unit: user/month}\n";
    let (workspace, report) = plans(
        &format!(
            "{low}TOP: {{monthlyPrice: 40, annualPrice: 30, unit: user/month}}\nALL: {{monthlyPrice: 100, annualPrice: 900}}"
        ),
        "hasAnnualPayment: false",
    );
    assert_eq!(workspace.base.plans["all"].annual_discount.to_string(), "0.25");
    assert!(!never(&workspace));
    for words in [
        "annualPrice of 2 plans is for a month when a year is paid: 10 to 25 % less.",
        "annualPrice of 1 plan is for the whole year: 25 % less.",
    ] {
        assert!(said(&report.understood, words), "{words}: {report:#?}");
    }
    assert!(said(&report.left_out, "hasAnnualPayment (line 1): false, though prices of a year stand"), "{report:#?}");
    assert!(!said(&report.assumed, "No discount"), "{report:#?}");
}

/// The key of a price tells a month's from a year's, whatever its unit says.
#[test]
fn a_monthly_price_is_one_of_a_month() {
    let (workspace, report) = read(&page(
        "PRO: {monthlyPrice: 6, annualPrice: 5, unit: channel/year}\nMAX: {price: 60, unit: channel/year}\nALL: {price: 9, unit: channel}\nTWO: {monthlyPrice: 12, annualPrice: 10, unit: channel/year, price: 12}",
    ));
    let plan = |id: &str| &workspace.base.plans[id];
    let price = |price: &str| format!(r#"{{"channels":{{"model":"per_unit","meter":"channels","price":"{price}"}}}}"#);
    assert_eq!(charge(plan("pro")), price("6"));
    assert_eq!(plan("pro").annual_discount.round_dp(4).to_string(), "0.1667");
    assert_eq!(charge(plan("max")), price("5"));
    assert_eq!(charge(plan("two")), price("12"));
    assert_eq!(plan("two").annual_discount, plan("pro").annual_discount);
    for words in [
        "plans/PRO/unit (line 11): \"channel/year\" beside a monthlyPrice, read as the price of a month",
        "plans/TWO/unit (line 14): \"channel/year\" beside a monthlyPrice, read as the price of a month",
        "plans/MAX (line 12): 60 due once a year is held as 5 a month",
        "plans/ALL/unit (line 13): \"channel\" names no time, read as the price of a month",
    ] {
        assert!(said(&report.assumed, words), "{words}: {report:#?}");
    }
    assert!(!said(&report.assumed, "plans/MAX/unit") && !said(&report.assumed, "plans/PRO (line 11)"), "{report:#?}");
}
