//! This file holds the peculiarities of price pages, each as a small page of its own.

mod amiss;

mod constructs;

mod further;

mod pasted;

mod units;

mod versions;

use super::*;
use crate::workspace::model::Kind;
use crate::workspace::model::Plan;

fn today() -> Month {
    Month::new(2027, 3).unwrap()
}

fn read(text: &str) -> (Workspace, Report) {
    import(text.as_bytes(), today()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A page with these plans, each line of which is indented by two.
fn page(plans: &str) -> String {
    let plans: String = plans.lines().map(|line| format!("  {line}\n")).collect();
    format!(
        "syntaxVersion: '2.1'\nsaasName: Acme\ncreatedAt: '2027-01-05'\ncurrency: EUR\nfeatures:\n  ssoLogin:\n    valueType: BOOLEAN\n    defaultValue: false\n    type: INTEGRATION\nplans:\n{plans}"
    )
}

fn said(notes: &[Note], words: &str) -> bool {
    notes.iter().any(|note| note.to_string().contains(words))
}

fn charge(plan: &Plan) -> String {
    serde_json::to_string(&plan.charges).unwrap()
}

#[test]
fn every_way_to_write_a_price_is_read() {
    let free = "{}";
    let seats = |price: &str| format!(r#"{{"users":{{"model":"per_unit","meter":"users","price":"{price}"}}}}"#);
    let flat = |price: &str| format!(r#"{{"fee":{{"model":"flat","amount":"{price}"}}}}"#);
    let block = |size: &str, price: &str| {
        format!(r#"{{"users":{{"model":"package","meter":"users","size":"{size}","price":"{price}","free":"0"}}}}"#)
    };
    let rows = [
        ("price: 0\nunit: user/month", free.to_owned()),
        ("price: 0\nunit: forever", free.to_owned()),
        ("price: Free", free.to_owned()),
        ("price: 12\nunit: user/month", seats("12")),
        ("price: 8.75\nunit: user/month", seats("8.75")),
        ("price: '12.50'\nunit: user/month", seats("12.5")),
        ("price: 120\nunit: user/year", seats("10")),
        ("price: 49\nunit: /month", flat("49")),
        ("price: 49", flat("49")),
        ("price: 49\nunit: null", flat("49")),
        ("price: 588\nunit: per year", flat("49")),
        ("price: 13\nunit: 500 users/month", block("500", "13")),
        ("monthlyPrice: 7\nannualPrice: 6\nunit: user/month", seats("7")),
    ];
    for (lines, expected) in rows {
        let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
        let (workspace, _) = read(&page(&format!("BASIC:\n{lines}  features: null\n  usageLimits: null")));
        let plan = &workspace.base.plans["basic"];
        assert_eq!(charge(plan), expected, "{lines}");
        assert_eq!(plan.free, expected == free, "{lines}");
    }
}

#[test]
fn the_units_of_real_pages_become_meters() {
    let nouns = ["site", "member", "editor", "host", "connection", "person", "seat", "account", "channel", "workspace"];
    for noun in nouns {
        for period in ["month", "year"] {
            let (workspace, _) = read(&page(&format!("PRO:\n  price: 24\n  unit: {noun}/{period}\n  features: null")));
            let (_, meter) = workspace.base.meters.first().unwrap();
            assert_eq!(meter.unit, noun);
            assert_eq!(workspace.base.segments["mid"].usage.len(), 1);
        }
    }
    let (workspace, report) = read(&page(
        "PRO:\n  price: 24\n  unit: user/month\n  features: null\nMAX:\n  price: 40\n  unit: seat/month\n  features: null",
    ));
    assert_eq!(workspace.base.meters.len(), 1);
    assert!(said(&report.assumed, "a seat is a user"), "{report:?}");
}

#[test]
fn a_price_in_words_is_on_request_and_gets_an_expected_one() {
    for words in ["Contact Sales", "Contact us", "Custom", "\"Let's Talk\"", "See Rates", "null"] {
        let plans = format!(
            "PLUS:\n  price: 10\n  unit: user/month\n  features: null\nPRO:\n  price: 20\n  unit: user/month\n  features: null\nMAX:\n  price: {words}\n  unit: user/month\n  features: null"
        );
        let (workspace, report) = read(&page(&plans));
        let path = "/plans/max/charges/users/price";
        assert!(workspace.base.plans["max"].contact_sales && !workspace.base.plans["pro"].contact_sales);
        assert!(charge(&workspace.base.plans["max"]).contains(r#""price":"40""#), "{words}");
        let assumption = &workspace.assumptions[path];
        assert!(assumption.assumed() && assumption.range == Some(vec![24.0, 56.0]), "{assumption:?}");
        assert!(!workspace.assumptions["/plans/pro/charges/users/price"].assumed());
        assert!(said(&report.assumed, "plans/MAX"), "{report:?}");
    }
}

#[test]
fn billing_multipliers_are_annual_discounts() {
    let plan = "PRO:\n  price: 20\n  unit: user/month\n  features: null";
    for (billing, discount) in [
        ("billing:\n  monthly: 1.0\n  annually: 0.8\n", "0.2"),
        ("billing:\n  monthly: 1\n  annual: 0.83\n", "0.17"),
        ("billing:\n  yearly: 0.75\n", "0.25"),
        ("billing:\n  monthly: 1.0\n", "0"),
        ("billing: null\n", "0"),
        ("", "0"),
    ] {
        let (workspace, report) = read(&format!("{billing}{}", page(plan)));
        assert_eq!(workspace.base.plans["pro"].annual_discount.to_string(), discount, "{billing}");
        assert_eq!(said(&report.assumed, "No discount"), discount == "0", "{billing}");
    }
    let (workspace, _) =
        read(&page("PRO:\n  monthlyPrice: 20\n  annualPrice: 15\n  unit: user/month\n  features: null"));
    assert_eq!(workspace.base.plans["pro"].annual_discount.to_string(), "0.25");
}

const FULL: &str = "\
syntaxVersion: '2.1'
saasName: Acme
createdAt: '2027-01-05'
version: '2027'
url: https://acme.example/pricing
currency: USD
billing: {monthly: 1.0, annually: 0.8}
tags: [Work]
features:
  boards: {valueType: BOOLEAN, defaultValue: true, tag: Work, type: DOMAIN}
  samlSso: {description: Log in once, valueType: BOOLEAN, defaultValue: false, type: INTEGRATION, integrationType: IDENTITY_PROVIDER}
  support: {valueType: TEXT, defaultValue: NONE, type: SUPPORT}
  paying: {valueType: TEXT, defaultValue: [CARD], type: PAYMENT}
  seatsIncluded: {valueType: NUMERIC, defaultValue: 3, type: DOMAIN}
usageLimits:
  storage: {valueType: NUMERIC, defaultValue: 5, unit: GB, type: NON_RENEWABLE, linkedFeatures: [boards]}
  guests: {valueType: NUMERIC, defaultValue: 0, unit: guest, type: NON_RENEWABLE}
plans:
  FREE: {price: 0, unit: user/month, features: null, usageLimits: null}
  BUSINESS_PLUS:
    price: 18
    unit: user/month
    features:
      samlSso: {value: true}
      support: {value: 24x7 by mail}
      paying: {value: [CARD, WIRE_TRANSFER]}
      gone: {value: true}
    usageLimits:
      storage: {value: .inf}
      guests: {value: 1000000000}
addOns:
  extraStorage:
    availableFor: [BUSINESS_PLUS]
    price: 4
    unit: /month
    usageLimitsExtensions:
      storage: {value: 100}
  vault: {price: Contact Sales, unit: user/month, dependsOn: [extraStorage], excludes: [audit, lost], features: {samlSso: {value: true}}, usageLimits: {guests: {value: 50}}}
  audit: {price: 2, unit: member/month, availableFor: [FREE, BUSINESS_PLUS]}
  setup: {price: 99, unit: one-time payment}
";

#[test]
fn features_limits_and_add_ons_arrive_with_their_values_and_rules() {
    let (workspace, report) = read(FULL);
    let model = &workspace.base;
    assert_eq!((workspace.name.as_str(), workspace.currency.code(), workspace.start), ("Acme", "USD", today()));
    let groups: Vec<_> =
        model.features.values().map(|feature| (feature.name.as_str(), feature.group.as_str(), feature.kind)).collect();
    assert_eq!(
        groups,
        [
            ("Boards", "Work", Kind::Flag),
            ("Saml sso", "Integrations", Kind::Flag),
            ("Support", "Support", Kind::Text),
            ("Paying", "Payment", Kind::Text),
            ("Seats included", "Product", Kind::Number),
            ("Storage", "Work", Kind::Number),
            ("Guests", "Limits", Kind::Number),
        ]
    );
    assert_eq!(
        (model.features["storage"].unit.as_str(), model.features["saml-sso"].description.as_str()),
        ("GB", "Log in once")
    );
    let limits = |plan: &str, feature: &str| model.plans[plan].limits.get(feature).map(String::as_str);
    assert_eq!((limits("free", "storage"), limits("business-plus", "storage")), (Some("5"), Some("unlimited")));
    assert_eq!((limits("free", "guests"), limits("business-plus", "guests")), (None, Some("unlimited")));
    assert_eq!((limits("free", "support"), limits("business-plus", "support")), (None, Some("24x7 by mail")));
    assert_eq!(
        (limits("free", "paying"), limits("business-plus", "paying")),
        (Some("Card"), Some("Card, wire transfer"))
    );
    assert!(!model.plans["free"].features.contains_key("support") && model.plans["free"].features["boards"]);
    let (extra, vault) = (&model.add_ons["extra-storage"], &model.add_ons["vault"]);
    assert_eq!(extra.extends["storage"].to_string(), "100");
    assert!(extra.fits("business-plus") && !extra.fits("free") && model.add_ons["audit"].available_for.is_none());
    assert_eq!(
        (vault.needs().collect::<Vec<_>>(), vault.bars().collect::<Vec<_>>()),
        (vec!["extra-storage"], vec!["audit"])
    );
    assert!(vault.features["saml-sso"] && vault.limits["guests"] == "50");
    assert!(workspace.assumptions["/add_ons/vault/charges/users/price"].assumed());
    assert_eq!(
        workspace.assumptions["/plans/business-plus/charges/users/price"].source,
        "Price page, 2027-01-05 (https://acme.example/pricing)"
    );
    assert!(!model.add_ons.contains_key("setup"));
    for words in [
        "addOns/setup (line 40): a price paid once",
        "plans/BUSINESS_PLUS/features/gone (line 27)",
        "\"lost\" is no add-on",
        "the kind of integration of 1 feature",
    ] {
        assert!(said(&report.left_out, words), "{words}: {:#?}", report.left_out);
    }
    assert!(said(&report.assumed, "1000000000") && said(&report.assumed, "a member is a user"));
}

/// Whatever nobody published is marked, with a range or a reason.
#[test]
fn everything_assumed_is_marked_in_the_document() {
    let (workspace, _) = read(FULL);
    for path in [
        "/segments/small/conversion",
        "/segments/mid/mix/business-plus",
        "/segments/small/usage/users/mean",
        "/segments/small/retention/alpha",
        "/segments/mid/elasticity",
        "/channels/search/source/spend",
        "/costs/cogs/hosting/basis/share",
        "/add_ons/audit/attach/mid",
    ] {
        let known = workspace.assumptions.get(path).unwrap_or_else(|| panic!("{path}"));
        assert!(known.assumed() && known.range.as_ref().is_some_and(|range| range[0] < range[1]), "{path}: {known:?}");
    }
    assert!(!workspace.assumptions["/segments/small/values"].note.is_empty());
    assert!(workspace.base.segments["small"].values["saml-sso"] > 0.0);
}

/// Money of the starter that no page says goes with the prices of the page's currency; its shares stay.
#[test]
fn costs_go_with_prices_in_another_currency() {
    let of = |currency: &str, price: &str| {
        let plan = format!("TEAM:\n  price: {price}\n  unit: user/month\n  features: null\n");
        let (workspace, report) = read(&page(&plan).replace("currency: EUR", &format!("currency: {currency}")));
        let costs = serde_json::to_value(&workspace.base.costs).unwrap();
        let figures = ["/fixed/sales/amount", "/fixed/product/amount/value", "/payment_fixed", "/payment_share"];
        let figures = figures.map(|at| costs.pointer(at).and_then(serde_json::Value::as_f64).unwrap());
        (figures, workspace.base.finance.opening_cash.to_string(), said(&report.assumed, "times the starter's figures"))
    };
    let plain = ([45_000.0, 150_000.0, 0.3, 0.029], "2400000".to_owned(), false);
    assert_eq!(of("EUR", "12"), plain);
    // Dear or cheap in dollars is a matter of the page, not of the currency.
    assert_eq!(of("USD", "1500"), plain);
    assert_eq!(of("JPY", "1500"), ([4_500_000.0, 15_000_000.0, 30.0, 0.029], "240000000".to_owned(), true));
}

#[test]
fn a_page_of_add_ons_only_sells_them_with_a_plan_of_its_own() {
    let text = FULL.replace("plans:\n", "plansGone:\n");
    let (workspace, report) = read(&text);
    assert!(workspace.base.plans.keys().eq(["base"]));
    assert!(said(&report.assumed, "The page has no plans") && said(&report.left_out, "plansGone"));
}

#[test]
fn rules_that_contradict_each_other_are_left_out() {
    let text = FULL.replace("  extraStorage:\n", "  extraStorage:\n    dependsOn: [vault]\n");
    let (workspace, report) = read(&text);
    assert!(said(&report.left_out, "circle"), "{:#?}", report.left_out);
    assert_eq!(workspace.base.add_ons.len(), 3);
}

#[test]
fn what_is_no_page_is_refused_with_the_line() {
    let rows = [
        ("", "line 1"),
        ("hello", "line 1: found \"hello\""),
        ("- a\n- b\n", "line 1: found a list"),
        ("a: 1\nb: 2\n", "its keys: a, b"),
        ("saasName: X\nplans: 12\n", "line 2: plans is \"12\""),
        ("saasName: X\nfeatures: {}\nplans: null\n", "neither plans nor addOns"),
        ("saasName: X\nplans:\n  PRO:\n    price: [\n", "not YAML: line"),
        ("saasName: X\nplans:\n  ALL: {price: 99, unit: forever}\n", "line 3: none of its plans has a price a month"),
        ("{\"schema\": 2, \"base\": {}}", "workspace of this app"),
        ("Feature,Basic,Pro\nSSO,no,yes\n", "line 1: no row is called price"),
    ];
    for (text, words) in rows {
        let error = import(text.as_bytes(), today()).expect_err(text).to_string();
        assert!(error.contains(words), "{text:?}: {error}");
    }
    assert!(matches!(import(b"\xff", today()), Err(ImportError::Text(_))));
}

#[test]
fn a_pasted_table_becomes_a_price_list() {
    let text = "\tFree\tTeam\tBusiness\tEnterprise
Price\t€0\t€12 / user / month\t€24 / user / month\tLet's talk
Annual price\t\t€120\t€19.20\t
Security
SSO\tno\t✗\t✓\t✓
Audit log\t\t-\tyes\tyes
Limits
Storage (GB)\t5\t100\t1,000\tunlimited
Support\t-\tMail\tMail, 1 day\tPhone
";
    for separated in [text.to_owned(), text.replace(',', "").replace('\t', ",")] {
        let (workspace, report) = read(&separated);
        let model = &workspace.base;
        assert_eq!(workspace.currency.code(), "EUR");
        assert_eq!(model.plans.keys().collect::<Vec<_>>(), ["free", "team", "business", "enterprise"]);
        let discounts: Vec<_> = model.plans.values().map(|plan| plan.annual_discount.round_dp(4).to_string()).collect();
        assert_eq!(discounts, ["0", "0.1667", "0.2", "0"]);
        assert!(charge(&model.plans["team"]).contains(r#""price":"12""#));
        assert!(workspace.assumptions["/plans/enterprise/charges/users/price"].assumed());
        let kinds: Vec<_> = model.features.values().map(|feature| (feature.group.as_str(), feature.kind)).collect();
        assert_eq!(
            kinds,
            [("Security", Kind::Flag), ("Security", Kind::Flag), ("Limits", Kind::Number), ("Limits", Kind::Text)]
        );
        assert_eq!(model.plans["business"].limits["storage-gb"], "1000");
        assert_eq!(model.plans["enterprise"].limits["storage-gb"], "unlimited");
        assert!(!model.plans["team"].features.contains_key("sso") && model.plans["business"].features["sso"]);
        assert!(said(&report.assumed, "a price a month when a year is paid"));
    }
}

#[test]
fn seats_included_with_a_price_beyond_are_an_allowance() {
    let (workspace, _) =
        read("Plan,Team,Pro\nPrice,$50,$90\nSeats included,5,10\nExtra seat,8,7\nAnnual discount,20%,20%\n");
    assert_eq!(
        charge(&workspace.base.plans["team"]),
        r#"{"seats":{"model":"allowance","meter":"seats","fee":"50","included":"5","price":"8"}}"#
    );
    assert_eq!(workspace.base.plans["pro"].annual_discount.to_string(), "0.2");
    let (workspace, _) = read("Plan,Team,Pro\nPrice per month,50,90\nSeats included,5,10\n");
    assert_eq!(charge(&workspace.base.plans["team"]), r#"{"fee":{"model":"flat","amount":"50"}}"#);
    assert_eq!(workspace.base.plans["pro"].limits["seats-included"], "10");
}

/// What a terminal would obey arrives as spaces, in names as in text.
#[test]
fn control_characters_do_not_get_in() {
    let text = FULL.replace("Log in once", "\"Log\\u0007 in\"").replace("Acme", "\"Ac\\u001bme\"");
    let (workspace, _) = read(&text);
    assert_eq!(
        (workspace.name.as_str(), workspace.base.features["saml-sso"].description.as_str()),
        ("Ac me", "Log  in")
    );
}
