//! This file holds price tables as people paste them, each with the prices and limits a person would read in it.

use super::charge;
use super::read;
use super::said;
use crate::exchange::import::Report;
use crate::exchange::import::import;
use crate::workspace::Workspace;
use crate::workspace::model::Kind;

/// The price of each plan: `free`, `on request`, or the amount with the meter it is by.
fn prices(workspace: &Workspace) -> Vec<String> {
    let price = |(id, plan): (&String, &crate::workspace::model::Plan)| {
        let charges = serde_json::to_value(&plan.charges).unwrap();
        let charge = charges.as_object().unwrap().iter().next();
        let words = match charge {
            _ if plan.contact_sales => "on request".to_owned(),
            None => "free".to_owned(),
            Some((meter, charge)) => {
                let amount = ["price", "amount"].iter().find_map(|key| charge.get(*key)?.as_str()).unwrap_or_default();
                if meter == "fee" { amount.to_owned() } else { format!("{amount} {meter}") }
            }
        };
        format!("{id} {words}")
    };
    workspace.base.plans.iter().map(price).collect()
}

fn discounts(workspace: &Workspace) -> Vec<String> {
    workspace.base.plans.values().map(|plan| plan.annual_discount.round_dp(2).normalize().to_string()).collect()
}

#[test]
fn the_same_prices_are_read_however_they_are_pasted() {
    let tables = [
        "\tFree\tPro\tTeam\tEnterprise\nPrice\tFree\t$12 / user / month\t$1,200 / month\tContact us\nSSO\t—\t—\t✓\t✓\n",
        "Plan,Free,Pro,Team,Enterprise\nMonthly price,$0,$12/user/mo,\"$1,200/mo\",Custom\nSSO,no,no,yes,yes\n",
        "Plan;Free;Pro;Team;Enterprise\nPreis/price;0 €;12,00 € / user;1.200 €;Let's talk\nSSO;-;-;x;x\n",
        "| Plan | Free | Pro | Team | Enterprise |\n|------|:----:|-----|------|------|\n| Pricing | $0 | $12 per user per month | $1,200 per month | Contact sales |\n| SSO | | | ✓ | ✓ |\n",
        "Acme pricing 2026\n\n,Free,Pro (Most popular),Team,Enterprise\n,\"$0\n\",\"$12\nper user/month\",\"$1,200\n/month\",Custom\nSSO,✗,✗,✓,✓\n",
        "Features\tFree\tPro – $12 / user\tTeam ($1,200/mo)\tEnterprise (custom)\nSSO\t\t\t✓\t✓\n",
        "Plan\tPrice\tSSO\nFree\tFree\tno\nPro\t$12 / user / month\tno\nTeam\t$1,200\tyes\nEnterprise\tContact us\tyes\n",
        ",Individuals,,Companies,\n,Free,Pro,Team,Enterprise\nPrice,Free,12 USD per user,\"1,200 USD\",Talk to us\nSSO,-,-,Yes,Yes\n",
        "\tFree\tPro\tTeam\tEnterprise\r\nCost\t0\t12\t1200\tContact us\r\nUnit\t\tuser/month\t/month\t\r\nSSO\tFALSE\tFALSE\tTRUE\tTRUE\r\n",
    ];
    for text in tables {
        let (workspace, report) = read(text);
        assert_eq!(
            prices(&workspace),
            ["free free", "pro 12 users", "team 1200", "enterprise on request"],
            "{text}{report:?}"
        );
        let with: Vec<_> = workspace.base.plans.iter().filter(|(_, plan)| plan.features.contains_key("sso")).collect();
        assert_eq!(with.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["team", "enterprise"], "{text}");
        assert_eq!(workspace.base.features["sso"].kind, Kind::Flag, "{text}");
    }
    assert_eq!(read(tables[2]).0.currency.code(), "EUR");
    assert_eq!(read(tables[4]).0.name, "Acme pricing 2026");
    assert!(said(&read(tables[5]).1.assumed, "line 1: the prices beside the names"));
    assert!(said(&read(tables[6]).1.understood, "Each row is a plan"));
    assert!(said(&read(tables[7]).1.left_out, "headings above the plans: Individuals, Companies"));
}

fn annual(rows: &str) -> (Vec<String>, Vec<String>, Report) {
    let (workspace, report) = read(&format!("Plan\tPro\tTeam\n{rows}\n"));
    (prices(&workspace), discounts(&workspace), report)
}

#[test]
fn monthly_and_annual_rows_are_a_price_and_its_discount() {
    let month = vec!["pro 10 users".to_owned(), "team 20 users".to_owned()];
    for rows in [
        "Monthly\t$10/user\t$20/user\nAnnually\t$8/user\t$16/user",
        "Price per user / month\t$10\t$20\nPrice per user / year\t$96\t$192",
        "Monthly price (per user)\t$10\t$20\nAnnual price\t$96 / year\t$192 / year",
        "Price billed monthly\t$10 / seat\t$20 / seat\nPrice billed annually\t$8\t$16",
        "Price\t$10 / user\t$20 / user\nAnnual discount\t20 %\t20%",
        "\t$10 / user\t$20 / user\nBilled annually\t$8\t$16",
    ] {
        let (prices, discounts, report) = annual(rows);
        let seats = |price: &String| price.replace("seats", "users");
        assert_eq!(prices.iter().map(seats).collect::<Vec<_>>(), month, "{rows}: {report:?}");
        assert_eq!(discounts, ["0.2", "0.2"], "{rows}: {report:?}");
    }
    // A price by the year alone is a twelfth a month.
    let (prices, discounts, report) = annual("Price per year\t€120\t€240");
    assert_eq!((prices, discounts), (vec!["pro 10".into(), "team 20".into()], vec!["0".into(), "0".into()]));
    assert!(said(&report.assumed, "120 due once a year is held as 10 a month"), "{report:?}");
    let (prices, ..) = annual("Annual price per month\t€8\t€16");
    assert_eq!(prices, ["pro 8", "team 16"]);
    // A dearer year is no discount.
    let (_, discounts, report) = annual("Monthly\t$10\t$20\nAnnual\t$12\t$16");
    assert_eq!(discounts, ["0", "0.2"]);
    assert!(said(&report.left_out, "no discount on 10 a month"), "{report:?}");
}

#[test]
fn limits_are_numbers_with_their_unit() {
    let text = "\tPro\tTeam\tMax\nPrice\tFrom $10\t$20+\t$30
Storage\t10 GB\t1,000 GB\tUnlimited
Users\tUp to 5\tUp to 25 users\t∞
History\t30 days\t1 day\t—
Mixed\t10 GB\t1 TB\t2 TB
Uptime\t99.9%\t99.95%\tn/a
Support\tMail\t24/7\tPhone, 1 day
Overage\t$0.10\t$0.05\t$0.01
Projects\t3\t1.5k\t0
";
    let (workspace, report) = read(text);
    assert_eq!(prices(&workspace), ["pro 10", "team 20", "max 30"]);
    let row = |id: &str| {
        let feature = &workspace.base.features[id];
        let limit = |plan: &str| workspace.base.plans[plan].limits.get(id).cloned().unwrap_or_default();
        (feature.kind, feature.unit.clone(), ["pro", "team", "max"].map(limit))
    };
    let of = |kind: Kind, unit: &str, limits: [&str; 3]| (kind, unit.to_owned(), limits.map(str::to_owned));
    assert_eq!(row("storage"), of(Kind::Number, "GB", ["10", "1000", "unlimited"]));
    assert_eq!(row("users"), of(Kind::Number, "user", ["5", "25", "unlimited"]));
    assert_eq!(row("history"), of(Kind::Number, "day", ["30", "1", ""]));
    assert_eq!(row("mixed"), of(Kind::Text, "", ["10 GB", "1 TB", "2 TB"]));
    assert_eq!(row("uptime"), of(Kind::Text, "", ["99.9%", "99.95%", ""]));
    assert_eq!(row("support"), of(Kind::Text, "", ["Mail", "24/7", "Phone, 1 day"]));
    assert_eq!(row("overage"), of(Kind::Text, "", ["$0.10", "$0.05", "$0.01"]));
    assert_eq!(row("projects"), of(Kind::Number, "", ["3", "1500", ""]));
    assert!(said(&report.assumed, "\"From $10\": the lowest of its prices") && said(&report.assumed, "\"$20+\""));
}

#[test]
fn numbers_are_read_by_the_habit_of_the_table() {
    let (workspace, _) = read("Tarif;Basic;Profi\nPrice;9,90 €;1.200,50 €\nMails;1.000;10.000\n");
    assert_eq!(prices(&workspace), ["basic 9.9", "profi 1200.5"]);
    assert_eq!(workspace.base.plans["profi"].limits["mails"], "10000");
    let (workspace, _) = read("Plan;Basic;Pro\nPrice;$9.90;$1,200.50\nMails;1,000;10,000\n");
    assert_eq!(prices(&workspace), ["basic 9.9", "pro 1200.5"]);
    assert_eq!(workspace.base.plans["pro"].limits["mails"], "10000");
}

#[test]
fn headings_blank_cells_and_stray_columns_are_told_apart() {
    let text = "\tPro\tTeam\t\nPrice per seat (GBP)\t10\t20\tnote\nSecurity\t\t\t\nSSO\t\tyes\t\n\tlost\tcells\t\nPrice of training\t$100\t$90\n";
    let (workspace, report) = read(text);
    assert_eq!(
        (prices(&workspace), workspace.currency.code()),
        (vec!["pro 10 seats".into(), "team 20 seats".into()], "GBP")
    );
    assert_eq!(workspace.base.features["sso"].group, "Security");
    assert_eq!(workspace.base.plans["pro"].limits["price-of-training"], "$100");
    assert!(
        said(&report.left_out, "line 5 has no name")
            && said(&report.left_out, "line 2: cells in columns without a plan")
    );
    assert_eq!(charge(&workspace.base.plans["pro"]), r#"{"seats":{"model":"per_unit","meter":"seats","price":"10"}}"#);
}

#[test]
fn what_names_no_price_is_refused() {
    for text in
        ["A,B,C\n1,2,3\n", "Plan 1\tPlan 2\nx\ty\n", "| a | b |\n|---|---|\n| c | d |\n", "title\n,Pro\nSSO,yes\n"]
    {
        let error = import(text.as_bytes(), super::today()).expect_err(text).to_string();
        assert!(error.contains("price"), "{text}: {error}");
    }
}

#[test]
fn prose_is_refused_with_what_was_found_and_what_is_allowed() {
    let rows = [
        (
            "# Planwright\n\nA workbench for prices, made for those who set them.\n\nThe price elasticity of a segment, its churn, and what a plan holds.\nUsers, too, are counted.\n",
            "line 5: the row \"The price elasticity of a segment\" holds \"its churn\"",
        ),
        (
            "- Costs, cash and revenue, by month\n- Prices, plans, tiers\n- The cost of 3 customers, which is read off a page of nine pages in all, is one\n",
            "line 2: the row \"- Prices\" holds \"plans\"",
        ),
        ("Plan\tPro\tTeam\nPrice\t—\t\nSSO\tyes\tno\n", "line 2: the row \"Price\" holds \"—\""),
        ("Plan\tPro\tTeam\nPrice\t\t\nSSO\tyes\tno\n", "line 2: the row \"Price\" holds nothing"),
        (
            "Dear all,\nsee you on Monday, or later,\nBest, me\n",
            "no row is called price, and none stands beside \"or later\"",
        ),
    ];
    for (text, found) in rows {
        let error = import(text.as_bytes(), super::today()).expect_err(text).to_string();
        assert!(error.starts_with("this is not a price page, line ") && error.contains(found), "{error}\n{text}");
        let allowed = "at least one plan: an amount such as $12, \"free\", or words such as \"contact us\"";
        assert!(error.ends_with(allowed), "{error}");
    }
    for price in ["0", "Free", "Contact us", "Let's talk", "Custom pricing", "On request", "12", "$9.99 per editor"] {
        let (workspace, _) = read(&format!("Plan\tPro\tTeam\nPrice\t—\t{price}\nSSO\tyes\tno\n"));
        assert_eq!(workspace.base.plans.len(), 2, "{price}");
    }
}

#[test]
fn what_finds_no_room_is_said() {
    let long = "an uncommonly long name ".repeat(4);
    let text = format!("{long}\n,Pro,{long}\nPrice,$1,$2\n{long},,\n{long},20,3\n");
    let (workspace, report) = read(&text);
    for words in [
        "(line 1): what the title has beyond 80 signs",
        "(line 2): what the name of a plan has beyond 80 signs",
        "(line 4): what the name of a group has beyond 80 signs",
        "(line 5): what the name of a feature has beyond 80 signs",
    ] {
        assert!(said(&report.left_out, words), "{words}: {report:?}");
    }
    assert_eq!(workspace.name.chars().count(), 80);
    let (workspace, report) = read("\tPro\tTeam\nPrice\t$1\t$2\nMails\t2000000000000000\t3\n");
    assert_eq!(workspace.base.plans["pro"].limits["mails"], "1000000000000");
    assert!(said(&report.left_out, "\"2000000000000000\" in Pro, held as 1000000000000"), "{report:?}");
}
