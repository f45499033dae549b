//! This file holds what the price pages of the SaaS-analysis data set write in ways of their own, each as a small page.

use rust_decimal::Decimal;

use super::charge;
use super::page;
use super::read;
use super::said;
use super::today;
use crate::exchange::export::export;
use crate::exchange::import::import;
use crate::projection::Scope;
use crate::projection::metric;
use crate::projection::project;
use crate::workspace::Workspace;
use crate::workspace::model::Kind;
use crate::workspace::model::MOST_ADD_ONS;
use crate::workspace::model::MOST_PLANS;

fn of(workspace: &Workspace, add_on: &str) -> String {
    serde_json::to_string(&workspace.base.add_ons[add_on].charges).unwrap()
}

/// A plan and these add-ons, each a line.
fn sold(add_ons: &str) -> String {
    let add_ons: String = add_ons.lines().map(|line| format!("  {line}\n")).collect();
    page("FREE: {price: 0}\nPRO: {price: 20, unit: user/month}") + "addOns:\n" + &add_ons
}

#[test]
fn what_is_paid_once_is_no_price_a_month() {
    for unit in ["one time payment", "one time purchase", "one-time payment", "one-off fee", "lifetime access"] {
        let (workspace, report) =
            read(&sold(&format!("setup: {{price: 990, unit: {unit}}}\nmore: {{price: 1, unit: /month}}")));
        assert_eq!(workspace.base.add_ons.keys().collect::<Vec<_>>(), ["more"], "{unit}");
        assert!(said(&report.left_out, "addOns/setup (line 14): a price paid once"), "{unit}: {report:?}");
    }
}

/// 20 by the hour for an add-on that adds 5 hours is 20 for 5 hours.
#[test]
fn an_add_on_sells_as_many_at_a_time_as_it_adds() {
    let limits = "usageLimits:
  hours: {valueType: NUMERIC, defaultValue: 10, unit: hour/month, type: RENEWABLE}
  requests: {valueType: NUMERIC, defaultValue: 0, unit: DNS request, type: NON_RENEWABLE}
  minutes: {valueType: NUMERIC, defaultValue: 0, unit: minutes/month, type: RENEWABLE}
  seats: {valueType: NUMERIC, defaultValue: 0, unit: seat, type: NON_RENEWABLE}
";
    let add_ons = "streaming: {price: 20, unit: hour/month, usageLimitsExtensions: {hours: {value: 5}}}
dns: {price: 0.50, unit: DNS request, usageLimitsExtensions: {requests: {value: 500000}}}
views: {price: 1.0, unit: 1000min/month, usageLimitsExtensions: {minutes: {value: 1000}}}
storage: {price: 1.0, unit: min/month, usageLimitsExtensions: {minutes: {value: 1000}}}
one: {price: 3, unit: hour/month, usageLimitsExtensions: {hours: {value: 1}}}
flat: {price: 15, unit: /month, usageLimitsExtensions: {hours: {value: 8}}}
asYouGo: {price: 0.75, usageLimitsExtensions: {requests: {value: 1000}}}
fee: {price: 7, usageLimitsExtensions: {seats: {value: 5}}}
";
    let (workspace, report) = read(&(limits.to_owned() + &sold(add_ons)));
    let package = |meter: &str, size: &str, price: &str| {
        format!(r#"{{"{meter}":{{"model":"package","meter":"{meter}","size":"{size}","price":"{price}","free":"0"}}}}"#)
    };
    assert_eq!(of(&workspace, "streaming"), package("hours", "5", "20"));
    assert_eq!(of(&workspace, "dns"), package("dns-requests", "500000", "0.5"));
    assert_eq!(of(&workspace, "views"), package("minutes", "1000", "1"));
    assert_eq!(of(&workspace, "storage"), package("minutes", "1000", "1"));
    assert_eq!(of(&workspace, "one"), r#"{"hours":{"model":"per_unit","meter":"hours","price":"3"}}"#);
    assert_eq!(of(&workspace, "flat"), r#"{"fee":{"model":"flat","amount":"15"}}"#);
    assert_eq!(of(&workspace, "as-you-go"), package("dns-requests", "1000", "0.75"));
    assert_eq!(of(&workspace, "fee"), r#"{"fee":{"model":"flat","amount":"7"}}"#);
    assert_eq!(workspace.base.add_ons["dns"].extends["requests"].to_string(), "500000");
    assert!(said(&report.assumed, "addOns/streaming (line 19): 20 buys 5 hours"), "{report:?}");
}

/// A page with these features and limits, one plan that says nothing of them and one that gives them values.
fn featured(features: &str, limits: &str, given: &str) -> String {
    let indented = |lines: &str, by: &str| lines.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    format!(
        "saasName: Acme\nfeatures:\n{}usageLimits:\n{}plans:\n  LOW: {{price: 5}}\n  HIGH:\n    price: 9\n    features:\n{}",
        indented(features, "  "),
        indented(limits, "  "),
        indented(given, "      "),
    )
}

#[test]
fn a_number_that_stands_for_no_limit_is_none() {
    let limits = "posts: {valueType: NUMERIC, defaultValue: 1000000000000}
apps: {valueType: NUMERIC, defaultValue: 100000000000000000}
users: {valueType: NUMERIC, defaultValue: 10000000000}
runs: {valueType: NUMERIC, defaultValue: -1}
visits: {valueType: NUMERIC, defaultValue: 1000000}
guides: {valueType: NUMERIC, defaultValue: 3}
files: {valueType: NUMERIC, defaultValue: 2_000}
rows: {valueType: NUMERIC, defaultValue: '10,000'}
cells: {valueType: NUMERIC, defaultValue: Unlimited}
";
    let (workspace, report) = read(&featured("{}", limits, "guides: {value: .inf}").replace("features:\n  {}\n", ""));
    let limit = |plan: &str, feature: &str| workspace.base.plans[plan].limits[feature].clone();
    for (feature, low) in [
        ("posts", "unlimited"),
        ("apps", "unlimited"),
        ("users", "unlimited"),
        ("runs", "unlimited"),
        ("visits", "1000000"),
        ("guides", "3"),
        ("files", "2000"),
        ("rows", "10000"),
        ("cells", "unlimited"),
    ] {
        assert_eq!(limit("low", feature), low, "{feature}");
    }
    assert_eq!(limit("high", "guides"), "unlimited");
    assert!(said(&report.assumed, "10000000000, which stands once, is unlimited"), "{report:?}");
    // A million that limits of three kinds have is as good as none.
    let many = "a: {valueType: NUMERIC, defaultValue: 1000000}\nb: {valueType: NUMERIC, defaultValue: 1000000}\nc: {valueType: NUMERIC, defaultValue: 1000000}";
    let (workspace, report) = read(&featured("x: {valueType: BOOLEAN}", many, "x: true"));
    assert_eq!(workspace.base.plans["low"].limits["b"], "unlimited");
    assert!(said(&report.assumed, "1000000, which stands 3 times"), "{report:?}");
}

/// Nothing a page gives a feature is lost because the page declares another type.
#[test]
fn a_feature_is_of_the_kind_it_is_given() {
    let features = "plain: {valueType: BOOLEAN, defaultValue: 'false'}
words: {valueType: BOOLEAN, defaultValue: false}
count: {valueType: BOOLEAN, defaultValue: false}
sized: {valueType: NUMERIC, defaultValue: 5 GB}
methods: {valueType: TEXT, defaultValue: [CARD]}
share: {valueType: TEXT, defaultValue: ''}
untyped: {defaultValue: 5}
bare: {valueType: BOOLEAN}
";
    let given = "plain: {value: 'yes'}\nwords: {value: Limited}\ncount: {value: 25}\nshare: {value: 2%}\nmethods:\n  value:\n    - CARD\n    - WIRE_TRANSFER\nuntyped: {value: 7}";
    let (workspace, report) =
        read(&featured(features, "users: {valueType: NUMERIC, defaultValue: 1, unit: user}", given));
    let kind = |feature: &str| workspace.base.features[feature].kind;
    let kinds = [
        ("plain", Kind::Flag),
        ("words", Kind::Text),
        ("count", Kind::Number),
        ("sized", Kind::Text),
        ("methods", Kind::Text),
        ("share", Kind::Text),
        ("untyped", Kind::Number),
        ("bare", Kind::Flag),
    ];
    for (feature, expected) in kinds {
        assert_eq!(kind(feature), expected, "{feature}");
    }
    let (low, high) = (&workspace.base.plans["low"], &workspace.base.plans["high"]);
    assert!(!low.features.contains_key("plain") && high.features["plain"] && !high.features.contains_key("bare"));
    let limits =
        ["words", "count", "sized", "methods", "share", "untyped"].map(|feature| high.limits[feature].as_str());
    assert_eq!(limits, ["Limited", "25", "5 GB", "Card, wire transfer", "2%", "7"]);
    assert_eq!((low.limits["sized"].as_str(), low.limits.get("words")), ("5 GB", None));
    assert!(said(&report.assumed, "features/words/valueType (line 4): BOOLEAN, read as text"), "{report:?}");
}

#[test]
fn multipliers_are_for_the_prices_written() {
    let plan = page("PRO: {price: 20, unit: user/month}\nBIG: {price: 600, unit: user/year}");
    for (billing, price, discount) in [
        ("{monthly: 1.25, annually: 1.0}", "25", "0.2"),
        ("{Monthly: 1, Annual: 0.83}", "20", "0.17"),
        ("{monthly: 1.0, annualy: 0.9}", "20", "0.1"),
        ("{monthly: 1.0, annual: 0.85, biennial: 0.7}", "20", "0.15"),
        ("{monthly: 1.0, annual: 1.2}", "20", "0"),
        ("{monthly: 1.0, annual: 1.0}", "20", "0"),
    ] {
        let (workspace, report) = read(&format!("billing: {billing}\n{plan}"));
        let pro = &workspace.base.plans["pro"];
        assert!(charge(pro).contains(&format!(r#""price":"{price}""#)), "{billing}: {}", charge(pro));
        assert_eq!(pro.annual_discount.to_string(), discount, "{billing}");
        // What is due by the year is what it is.
        assert!(charge(&workspace.base.plans["big"]).contains(r#""price":"50""#), "{billing}");
        assert_eq!(said(&report.left_out, "billing/biennial"), billing.contains("biennial"));
        assert_eq!(said(&report.left_out, "dearer than its months"), billing.contains("1.2}"));
    }
}

#[test]
fn prices_in_words_and_expressions_are_prices() {
    let seats = |price: &str| format!(r#"{{"users":{{"model":"per_unit","meter":"users","price":"{price}"}}}}"#);
    let flat = |price: &str| format!(r#"{{"fee":{{"model":"flat","amount":"{price}"}}}}"#);
    for (lines, expected) in [
        ("price: $12, unit: user/month", seats("12")),
        ("price: '$12 / user / month'", seats("12")),
        ("price: 12 USD, unit: user/month", seats("12")),
        ("price: From $49/mo", flat("49")),
        ("price: Free forever", "{}".into()),
        ("price: 5.000, unit: /month", flat("5")),
        ("price: 30, unit: user/quarter", seats("10")),
        ("price: 8, unit: 'user/month (billed annually)'", seats("8")),
        ("monthlyPrice: null, annualPrice: 25, price: null, unit: user/month", seats("25")),
        ("monthlyPrice: 10, annualPrice: 96, unit: user/month", seats("10")),
        (
            "price: '#contacts * 0.5', unit: /month",
            r#"{"contacts":{"model":"per_unit","meter":"contacts","price":"0.5"}}"#.into(),
        ),
        (
            "price: '10 + 2 * #seats'",
            r#"{"seats":{"model":"allowance","meter":"seats","fee":"10","included":"0","price":"2"}}"#.into(),
        ),
    ] {
        let (workspace, report) = read(&page(&format!("BASIC: {{{lines}}}")));
        assert_eq!(charge(&workspace.base.plans["basic"]), expected, "{lines}: {report:?}");
        let discount = workspace.base.plans["basic"].annual_discount.to_string();
        assert_eq!(discount, if lines.contains("96") { "0.2" } else { "0" }, "{lines}");
    }
    for lines in ["price: -5", "price: .inf", "price: {monthly: 5}", "price: [5]", "price: ' '", "unit: user/month"] {
        let (workspace, report) = read(&page(&format!("BASIC: {{{lines}}}")));
        assert!(workspace.base.plans["basic"].contact_sales && said(&report.assumed, "plans/BASIC"), "{lines}");
    }
}

#[test]
fn plans_on_request_stand_a_step_above_those_before_them() {
    let prices = |text: &str| {
        let (workspace, _) = read(&page(text));
        let amount = |plan: &crate::workspace::model::Plan| {
            let charge = serde_json::to_value(plan).unwrap()["charges"].clone();
            let charge = charge.as_object().unwrap().values().next().cloned().unwrap_or_default();
            charge.get("price").or(charge.get("amount")).and_then(|price| price.as_str().map(str::to_owned))
        };
        workspace.base.plans.values().map(amount).collect::<Vec<_>>()
    };
    let some = |prices: &[&str]| prices.iter().map(|price| Some((*price).to_owned())).collect::<Vec<_>>();
    // Nothing has a price: each plan is a step above the last.
    let none = "LIGHT: {price: Contact Sales, unit: /month}\nPLUS: {price: Contact Sales, unit: /month}\nMAX: {price: Contact Sales, unit: /month}";
    assert_eq!(prices(none), some(&["20", "30", "45"]));
    let two = "PRO: {price: 10, unit: user/month}\nMORE: {price: Contact Sales}\nMOST: {price: Contact sales}";
    assert_eq!(prices(two), some(&["10", "15", "22"]));
    // Each of two product lines has its own top, counted as it is.
    let lines = "SITE: {price: 20, unit: site/month}\nSITES: {price: 40, unit: site/month}\nANY: {price: Contact us, unit: site/month}\nSHOP: {price: 200, unit: site/month}\nTEAM: {price: 30, unit: user/month}\nALL: {price: Contact us, unit: user/month}";
    assert_eq!(prices(lines), some(&["20", "40", "80", "200", "30", "45"]));
    // A price by the year is compared as a month's.
    let yearly = "PRO: {price: 120, unit: user/year}\nMAX: {price: Custom, unit: user/month}";
    assert_eq!(prices(yearly), some(&["10", "15"]));
}

#[test]
fn rules_of_add_ons_may_name_plans_and_what_is_not_there() {
    let add_ons = "a: {price: 1, unit: /month, availableFor: [pro, GONE]}
b: {price: 1, unit: /month, dependsOn: [PRO, a, lost]}
c: {price: 1, unit: /month, excludes: [PRO, b]}
d: {price: 1, unit: /month, availableFor: [GONE]}
e: {price: 1, unit: /month, availableFor: PRO, usageLimitsExtensions: {nowhere: {value: 5}}}
f: {price: 1, unit: /month, usageLimits: {users: {value: 9}, nowhere: {value: 3}}, usageLimitsExtensions: {runs: {value: .inf}}}
";
    let limits = "usageLimits:\n  users: {valueType: NUMERIC, defaultValue: 1, linkedFeatures: [absent]}\n  runs: {valueType: NUMERIC, defaultValue: 5}\n";
    let (workspace, report) = read(&(limits.to_owned() + &sold(add_ons)));
    let add_on = |id: &str| &workspace.base.add_ons[id];
    assert_eq!(workspace.base.add_ons.keys().collect::<Vec<_>>(), ["a", "b", "c", "e", "f"]);
    for (id, free, pro) in
        [("a", false, true), ("b", false, true), ("c", true, false), ("e", false, true), ("f", true, true)]
    {
        assert_eq!((add_on(id).fits("free"), add_on(id).fits("pro")), (free, pro), "{id}");
    }
    assert_eq!(
        (add_on("b").needs().collect::<Vec<_>>(), add_on("c").bars().collect::<Vec<_>>()),
        (vec!["a"], vec!["b"])
    );
    assert_eq!((add_on("f").limits["users"].as_str(), add_on("f").limits["runs"].as_str()), ("9", "unlimited"));
    assert!(add_on("f").extends.is_empty() && add_on("e").extends.is_empty());
    for words in [
        "addOns/a/availableFor (line 17): \"GONE\" is no plan",
        "addOns/b/dependsOn (line 18): \"lost\" is no add-on",
        "addOns/d (line 20): available for none of the plans",
        "addOns/e/usageLimitsExtensions/nowhere",
        "addOns/f/usageLimits/nowhere",
    ] {
        assert!(said(&report.left_out, words), "{words}: {report:#?}");
    }
    assert!(said(&report.understood, "addOns/f/usageLimitsExtensions/runs (line 22): lifts the limit"));
}

#[test]
fn features_a_page_does_not_define_are_named_together() {
    let given = (0..9).map(|at| format!("gone{at}: {{value: true}}\n")).collect::<String>();
    let (_, report) = read(&featured(
        "x: {valueType: BOOLEAN, trackable: true, period: {value: 1}}",
        "u: {valueType: NUMERIC}",
        &given,
    ));
    let words = "plans/HIGH/features (line 11): 9 features the page does not define: gone0, gone1, gone2, gone3, gone4 and 4 more";
    assert!(said(&report.left_out, words), "{report:#?}");
    assert!(said(&report.left_out, "features/x/trackable (line 3): trackable of 1 feature"), "{report:#?}");
}

#[test]
fn a_least_number_of_users_is_billed() {
    let text = "TEAM: {price: 9.8, unit: user/month, usageLimits: {minNumberOfUsers: {value: 3}}}\nFLAT: {price: 50, unit: /month, usageLimits: {minNumberOfUsers: {value: 4}}}";
    let limits = "usageLimits:\n  minNumberOfUsers: {valueType: NUMERIC, defaultValue: 1, unit: user}\n  maxNumberOfUsers: {valueType: NUMERIC, defaultValue: 100, unit: user}\n";
    let (workspace, report) = read(&(limits.to_owned() + &page(text)));
    let least = |plan: &str| workspace.base.plans[plan].minimum_units.get("users").copied();
    assert_eq!((least("team"), least("flat")), (Some(Decimal::from(3)), None));
    assert_eq!(workspace.base.plans["team"].limits["min-number-of-users"], "3");
    assert!(said(&report.understood, "plans/TEAM (line 14): at least 3 users are billed"), "{report:#?}");
}

#[test]
fn the_ways_of_yaml_are_read() {
    let merged = page("LOW: &low {price: 10, unit: user/month}\nHIGH:\n  <<: *low\n  price: 20");
    let (workspace, _) = read(&merged);
    assert!(charge(&workspace.base.plans["high"]).contains(r#""meter":"users","price":"20""#));
    let tabbed = "saasName: Acme\nplans:\n\tPRO:\n\t\tprice:\t20\n\t\tunit: user/month\t# each\n";
    let (workspace, report) = read(tabbed);
    assert!(charge(&workspace.base.plans["pro"]).contains(r#""price":"20""#));
    assert!(said(&report.assumed, "two spaces"));
    let windows = "\u{feff}%YAML 1.2\r\n---\r\n# a page\r\nsaasName: >-\r\n  Acme\r\n  Co\r\nversion: 2025\r\nplans:\r\n  PRO: {price: 1}\r\n  PRO: {price: 2}\r\n";
    let (workspace, report) = read(windows);
    assert_eq!((workspace.name.as_str(), workspace.base.plans.len()), ("Acme Co", 1));
    assert!(said(&report.left_out, "plans/PRO (line 9): stands twice"), "{report:#?}");
    // Keys of one name, in other scripts, and none at all, stay apart.
    let (workspace, _) =
        read(&page("Pro: {price: 1}\nPRO: {price: 2}\n企業: {price: 3}\n'': {price: 4}\n'99.9%': {price: 5}"));
    assert_eq!(workspace.base.plans.keys().collect::<Vec<_>>(), ["pro", "pro-2", "plan", "plan-2", "99-9"]);
}

/// More add-ons without a plan than there is room for; as many plans as there is; one free plan with an add-on for a plan
/// that is not there.
#[test]
fn large_and_unfinished_pages_are_projected() {
    let many = |most: usize, noun: &str| {
        (1..=most).map(|at| format!("  {noun}{at}: {{price: {at}, unit: user/month}}\n")).collect::<String>()
    };
    let pages = [
        (format!("saasName: Acme\nplans: null\naddOns:\n{}", many(MOST_ADD_ONS + 1, "addOn")), 1, 1),
        (format!("saasName: Acme\nplans:\n{}", many(MOST_PLANS, "PLAN_")), MOST_PLANS, 0),
        ("saasName: Acme\nplans:\n  FREE: {price: 0}\naddOns:\n  ssl: {availableFor: [ENTERPRISE], price: Contact us}\n".into(), 1, 1),
    ];
    for (text, plans, lost) in pages {
        let (workspace, report) = import(text.as_bytes(), today()).unwrap();
        assert_eq!(workspace.base.plans.len(), plans, "{text}");
        assert_eq!(report.left_out.iter().filter(|note| note.path.starts_with("addOns/")).count(), lost, "{text}");
        let projection = project(&workspace, None);
        let figures = |id: &str| projection.series(metric(id).unwrap(), Scope::All);
        assert!(figures("arr").iter().chain(&figures("cash")).all(Option::is_some), "{text}");
    }
}

/// What is sold by blocks, used up, asked for, needed or barred comes back from an export as it was.
#[test]
fn odd_pages_come_back_from_an_export() {
    let text = "saasName: Acme
billing: {monthly: 1.0, annually: 0.8}
features:
  99.99%Uptime: {valueType: BOOLEAN, defaultValue: false, type: GUARANTEE}
  24/7Chat: {valueType: BOOLEAN, defaultValue: true, type: SUPPORT}
  advanced&Plus: {valueType: BOOLEAN, defaultValue: false, type: DOMAIN}
  level: {valueType: BOOLEAN, defaultValue: false, type: SUPPORT}
  paying: {valueType: TEXT, defaultValue: [CARD], type: PAYMENT}
usageLimits:
  hours: {valueType: NUMERIC, defaultValue: 10, unit: hour/month, type: RENEWABLE}
  requests: {valueType: NUMERIC, defaultValue: 0, unit: DNS request, type: NON_RENEWABLE}
  minNumberOfUsers: {valueType: NUMERIC, defaultValue: 1, unit: user, type: NON_RENEWABLE}
  posts: {valueType: NUMERIC, defaultValue: 10000000000, unit: post, type: NON_RENEWABLE}
plans:
  FREE: {price: 0, unit: forever}
  PRO: {price: 10, unit: user/month, features: {level: {value: Priority}}, usageLimits: {minNumberOfUsers: {value: 3}}}
  TEAM: {price: 20.5, unit: user/month, features: {99.99%Uptime: {value: true}, paying: {value: [CARD, INVOICE]}}}
  SITE: {price: 300, unit: site/year}
  MAX: {price: Contact Sales, usageLimits: {hours: {value: .inf}}}
  MOST: {price: Contact us}
addOns:
  streaming: {price: 20, unit: hour/month, availableFor: [PRO, TEAM], usageLimitsExtensions: {hours: {value: 5}}}
  dns: {price: 0.75, dependsOn: [streaming], usageLimitsExtensions: {requests: {value: 1000}}}
  texts: {price: 0.01, unit: message, excludes: [dns]}
  views: {price: 1, unit: 1000min/month}
  vault: {price: Contact Sales, unit: user/month, features: {advanced&Plus: {value: true}}}
  kiosk: {price: 1.99, unit: per kiosk user/month}
  lift: {price: 9, unit: /month, usageLimitsExtensions: {requests: {value: .inf}}}
";
    let (workspace, _) = read(text);
    let (exported, _) = export("pricing2yaml", &workspace, None, today()).unwrap();
    let (again, _) = read(&exported);
    let held = |workspace: &Workspace, key: &str| serde_json::to_value(&*workspace.base).unwrap()[key].clone();
    for (id, before) in held(&workspace, "plans").as_object().unwrap() {
        assert_eq!(held(&again, "plans")[id], *before, "{id}\n{exported}");
    }
    assert_eq!(held(&again, "add_ons"), held(&workspace, "add_ons"), "{exported}");
    let kinds = |workspace: &Workspace| {
        let features = workspace.base.features.iter();
        features
            .map(|(id, feature)| (id.clone(), (feature.kind, feature.unit.clone())))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(kinds(&again), kinds(&workspace), "{exported}");
}
