//! This file holds more ways of real price pages: add-ons without a plan, numbers that cannot be meant, prices of a year.

use serde_json::Value;

use super::charge;
use super::page;
use super::read;
use super::said;
use super::today;
use crate::exchange::export::export;
use crate::projection::Scope;
use crate::projection::metric;
use crate::projection::project;
use crate::workspace::Workspace;

fn held(workspace: &Workspace, key: &str) -> Value {
    serde_json::to_value(&*workspace.base).unwrap()[key].clone()
}

/// What comes back from an export, and what the export says it left out.
fn exported(workspace: &Workspace) -> (Workspace, Vec<String>, String) {
    let (text, left_out) = export("pricing2yaml", workspace, None, today()).unwrap();
    (read(&text).0, left_out, text)
}

/// Identity products are sold one by one, some in two sizes of which one is had, some on top of others.
#[test]
fn a_page_of_add_ons_only_is_one_plan_with_add_ons() {
    let text = "saasName: Acme
features:
  login: {valueType: BOOLEAN, defaultValue: true, type: DOMAIN}
  push: {valueType: BOOLEAN, defaultValue: false, type: AUTOMATION, tag: Factors}
usageLimits:
  flows: {valueType: NUMERIC, defaultValue: 0, unit: flow}
plans: null
addOns:
  signOn: {price: 2, unit: user/month, excludes: [adaptiveSignOn]}
  adaptiveSignOn: {price: 5, unit: user/month, excludes: [signOn], features: {push: {value: true}}}
  directory: {price: 2, unit: user/month}
  lifecycle: {price: 4, unit: user/month, dependsOn: [directory]}
  starter: {price: 0, unit: user/month, usageLimits: {flows: {value: 5}}}
  governance: {price: Contact us, unit: user/month}
";
    let (workspace, report) = read(text);
    let base = &workspace.base;
    assert!(base.plans.keys().eq(["base"]) && base.add_ons.len() == 6);
    assert!(!base.plans["base"].free && base.plans["base"].features["login"]);
    assert_eq!(charge(&base.plans["base"]), r#"{"fee":{"model":"flat","amount":"0"}}"#);
    assert_eq!(base.add_ons["lifecycle"].needs().collect::<Vec<_>>(), ["directory"]);
    assert_eq!(base.add_ons["sign-on"].bars().collect::<Vec<_>>(), ["adaptive-sign-on"]);
    assert!(said(&report.assumed, "its 6 add-ons") && said(&report.assumed, "Base costs nothing"), "{report:#?}");
    let projection = project(&workspace, None);
    let arr = projection.value(metric("arr").unwrap(), projection.months - 1, Scope::All).unwrap();
    assert!(arr > rust_decimal::Decimal::from(1000), "{arr}");
    let (again, _, text) = exported(&workspace);
    for key in ["plans", "add_ons", "features"] {
        assert_eq!(held(&again, key), held(&workspace, key), "{text}");
    }
    // A free plan beside paid ones stays a free account, whatever add-ons it has.
    let (workspace, _) =
        read(&(page("FREE: {price: 0}\nPRO: {price: 5}") + "addOns:\n  more: {price: 1, unit: /month}\n"));
    assert!(workspace.base.plans["free"].free);
}

/// A million devices where the other plan has two, ten million labels where the others have ten; but requests may well be a
/// million.
#[test]
fn a_number_far_from_the_others_of_its_limit_is_no_limit() {
    let limits = "usageLimits:
  devices: {valueType: NUMERIC, defaultValue: 2, unit: device}
  labels: {valueType: NUMERIC, defaultValue: 5, unit: label}
  storage: {valueType: NUMERIC, defaultValue: 10, unit: GB}
  spaces: {valueType: NUMERIC, defaultValue: 0, unit: space}
  calls: {valueType: NUMERIC, defaultValue: 10, unit: call/month}
  rows: {valueType: NUMERIC, defaultValue: 1000, unit: row}
";
    let of = |high: &str| {
        let (workspace, report) = read(
            &(limits.to_owned() + &page(&format!("LOW: {{price: 5}}\nHIGH: {{price: 9, usageLimits: {{{high}}}}}"))),
        );
        let limits = workspace.base.plans["high"].limits.clone();
        (limits.iter().map(|(id, limit)| format!("{id} {limit}")).collect::<Vec<_>>().join(", "), report)
    };
    let (found, report) = of("devices: {value: 1000000}, spaces: {value: 10000000}, storage: {value: 1000000}");
    assert!(found.starts_with("devices unlimited, labels 5, storage unlimited, spaces unlimited, "), "{found}");
    assert!(said(&report.assumed, "1000000, which stands 2 times, is unlimited"), "{report:#?}");
    // By itself it is one: nothing is far from it.
    assert!(of("spaces: {value: 10000000}").0.contains("spaces 10000000"));
    // What happens a million times is counted, and then the number is one elsewhere too.
    let (found, _) = of("calls: {value: 1000000}, devices: {value: 1000000}");
    assert!(found.contains("calls 1000000") && found.contains("devices 1000000"), "{found}");
    assert!(of("rows: {value: 1000000}").0.contains("rows 1000000"), "a thousand times as many");
    // Ten million that limits of two kinds have is as good as none, and so is a million of days.
    let (found, _) = of("rows: {value: 10000000}, labels: {value: 10000000}");
    assert!(found.contains("labels unlimited") && found.contains("rows unlimited"), "{found}");
    let days = "usageLimits:\n  history: {valueType: NUMERIC, defaultValue: 1000000, unit: day}\n";
    let (workspace, _) = read(&(days.to_owned() + &page("LOW: {price: 5}")));
    assert_eq!(workspace.base.plans["low"].limits["history"], "unlimited");
}

#[test]
fn what_else_a_price_is_for_is_said() {
    let add_on = "addOns:\n  reports: {price: 9, unit: user/month/workspace}\n";
    let (workspace, report) = read(&(page("PRO: {price: 20, unit: user/month}") + add_on));
    let charges = serde_json::to_string(&workspace.base.add_ons["reports"].charges).unwrap();
    assert_eq!(charges, r#"{"users":{"model":"per_unit","meter":"users","price":"9"}}"#);
    let words =
        "addOns/reports/unit (line 13): a price by user and by workspace, read as by user: one workspace is meant";
    assert!(said(&report.left_out, words), "{report:#?}");
    let (workspace, report) =
        read(&page("TEN: {price: 99, unit: up to 10 users/month}\nPRO: {price: 9, unit: 'user/month, min 3'}"));
    assert_eq!(charge(&workspace.base.plans["ten"]), r#"{"fee":{"model":"flat","amount":"99"}}"#);
    for words in [
        "plans/TEN/unit (line 11): \"up to 10 users\" beside the price has no place",
        "plans/PRO/unit (line 12): \"month min 3\"",
    ] {
        assert!(said(&report.left_out, words), "{words}: {report:#?}");
    }
}

#[test]
fn variables_are_put_into_prices() {
    let variables = "variables: {base: 12.5, seat: 2, vip: true}\n";
    let plans = "LOW: {price: '#base', unit: user/month}\nMID: {price: '#base * 2', unit: /month}\nTOP: {price: '#base + #seat * #hosts'}\nVIP: {price: '#vip ? 1 : 2'}";
    let (workspace, report) = read(&(variables.to_owned() + &page(plans)));
    let plan = |id: &str| charge(&workspace.base.plans[id]);
    assert_eq!(plan("low"), r#"{"users":{"model":"per_unit","meter":"users","price":"12.5"}}"#);
    assert_eq!(plan("mid"), r#"{"fee":{"model":"flat","amount":"25"}}"#);
    let top = r#"{"hosts":{"model":"allowance","meter":"hosts","fee":"12.5","included":"0","price":"2"}}"#;
    assert_eq!(plan("top"), top);
    assert!(
        workspace.base.plans["vip"].contact_sales && said(&report.left_out, "variables/vip (line 1)"),
        "{report:#?}"
    );
    assert!(said(&report.understood, "\"#base * 2\" is 25"), "{report:#?}");
}

/// The format has one multiplier for all that is sold; plans with a yearly price of their own keep it.
#[test]
fn each_plan_comes_back_with_its_own_price_of_a_year() {
    let text = page(
        "LOW: {monthlyPrice: 12, annualPrice: 10, unit: user/month}
MID: {monthlyPrice: 29.99, annualPrice: 24.99, unit: user/month}
TOP: {monthlyPrice: 99, annualPrice: 990, unit: /month}
FLAT: {price: 5, unit: /month}
ASK: {price: Contact us}",
    ) + "addOns:\n  more: {monthlyPrice: 8, annualPrice: 6, unit: user/month, features: {ssoLogin: {value: true}}}\n";
    let (workspace, _) = read(&text);
    let (again, left_out, text) = exported(&workspace);
    for key in ["plans", "add_ons"] {
        assert_eq!(held(&again, key), held(&workspace, key), "{text}");
    }
    // The two alike make the multiplier.
    assert!(text.contains("    annualPrice: 24.99\n") && text.contains("    annualPrice: 6\n"), "{text}");
    for words in [
        "Mid: its own annual discount of 16.67 %, for readers",
        "Flat: its own annual discount of 0 %, for",
        "Ask: its own annual discount of 0 %",
    ] {
        assert!(left_out.iter().any(|left| left.starts_with(words)), "{words}: {left_out:#?}");
    }
    assert_eq!(left_out.len(), 5, "{left_out:#?}");
}

#[test]
fn a_price_that_grows_with_a_count_comes_back() {
    for (price, meter) in [("'10 + 2 * #hostSeats'", "host-seats"), ("'5 + 0.25 * #GB'", "gb")] {
        let (workspace, _) = read(&page(&format!("PRO: {{price: {price}}}")));
        let (again, left_out, text) = exported(&workspace);
        assert_eq!(held(&again, "plans"), held(&workspace, "plans"), "{text}");
        assert!(charge(&again.base.plans["pro"]).contains(&format!(r#""meter":"{meter}""#)), "{text}");
        assert!(left_out.is_empty(), "{left_out:?}");
    }
}

/// Okta's page has keys beyond the 50 signs that readers once allowed.
#[test]
fn a_long_key_comes_back() {
    let key = "endToEndManagementOfTheLifecycleOfLocalMachineAccounts";
    let text = page(&format!("PRO: {{price: 10, features: {{{key}: {{value: true}}}}}}")).replace(
        "features:\n  ssoLogin",
        &format!("features:\n  {key}: {{valueType: BOOLEAN, defaultValue: false, type: DOMAIN}}\n  ssoLogin"),
    );
    let (workspace, _) = read(&text);
    let (again, left_out, text) = exported(&workspace);
    assert!(text.contains(key) && left_out.is_empty(), "{left_out:#?}");
    assert_eq!(held(&again, "features"), held(&workspace, "features"));
    assert_eq!(held(&again, "plans"), held(&workspace, "plans"));
}
