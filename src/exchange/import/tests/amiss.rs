//! This file holds what is amiss in price pages: each fault is named in words, or mended and said so.

use super::charge;
use super::page;
use super::read;
use super::said;

/// A page of one plan at 10 a month, with these lines in it.
fn with(lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    let limits = "usageLimits:\n  seats: {valueType: NUMERIC, defaultValue: 1, unit: seat, type: NON_RENEWABLE}\n";
    limits.to_owned() + &page("PRO:\n  price: 10") + &lines
}

#[test]
fn a_key_with_a_letter_amiss_is_read_as_meant() {
    let (workspace, report) = read(&with("usaeLimits: {seats: {value: 7}}"));
    assert_eq!(workspace.base.plans["pro"].limits["seats"], "7");
    assert!(said(&report.assumed, "plans/PRO/usaeLimits (line 15): read as usageLimits"), "{report:#?}");
    let text = page("PRO: {price: 10}") + "addons:\n  more: {Price: 3, availablefor: [PRO], featured: true}\n";
    let (workspace, report) = read(&text);
    assert!(workspace.base.add_ons.contains_key("more"), "{report:#?}");
    assert!(said(&report.assumed, "addons (line 12): read as addOns"), "{report:#?}");
    assert!(said(&report.left_out, "addOns/more/featured (line 13): not a part of a plan or add-on"), "{report:#?}");
    // Where the key meant is there as well, the other is not it.
    let (_, report) = read(&with("usageLimits: {seats: {value: 7}}\nusageLimit: {seats: {value: 8}}"));
    assert!(said(&report.left_out, "plans/PRO/usageLimit (line 16): not a part"), "{report:#?}");
}

#[test]
fn what_stands_in_the_wrong_place_or_form_is_not_lost() {
    let (workspace, report) =
        read(&with("usageLimits:\n  seats:\n    value: 4\n    ssoLogin: {value: true}\n    colour: red"));
    let plan = &workspace.base.plans["pro"];
    assert!(plan.limits["seats"] == "4" && plan.features["sso-login"], "{report:#?}");
    assert!(said(&report.assumed, "seats/ssoLogin (line 18): read as beside seats, not within it"), "{report:#?}");
    assert!(said(&report.left_out, "seats/colour (line 19): not a part of what"), "{report:#?}");

    let (workspace, report) = read(&with("features: [ssoLogin, teleport]"));
    assert!(workspace.base.plans["pro"].features["sso-login"]);
    assert!(said(&report.assumed, "plans/PRO/features (line 15): a list, read as what it contains"), "{report:#?}");
    assert!(said(&report.left_out, "\"teleport\", a feature the page does not define"), "{report:#?}");

    for (lines, words) in [
        ("features: all", "plans/PRO/features (line 15): \"all\", expected a mapping"),
        ("usageLimits: [seats]", "plans/PRO/usageLimits (line 15): a list, expected a mapping"),
        ("unit: [seat]", "plans/PRO/unit (line 15): a list, expected words"),
        ("unit: /month\nunit: /year", "plans/PRO/unit (line 15): stands twice, the last counts"),
        ("usageLimits: {seats: {value: 2}, seats: {value: 3}}", "plans/PRO/usageLimits/seats (line 15): stands twice"),
        ("private: true", "plans/PRO/private (line 15): sold to some only"),
        ("private: 1", "plans/PRO/private (line 15): \"1\" is neither true nor false"),
    ] {
        let (_, report) = read(&with(lines));
        assert!(said(&report.left_out, words), "{words}: {report:#?}");
    }
    assert!(read(&with("private: false")).1.left_out.iter().all(|note| !note.path.contains("private")));
    let (_, report) = read(
        &(with("") + "addOns:\n  more: {price: 1, usageLimitsExtensions: 5, availableFor: []}\n  less: {price: 1}\n"),
    );
    assert!(
        said(&report.left_out, "addOns/more/usageLimitsExtensions (line 16): \"5\", expected a mapping"),
        "{report:#?}"
    );
    assert!(
        said(&report.assumed, "addOns/more/availableFor (line 16): no plan is named, so all can have it"),
        "{report:#?}"
    );
    let add_ons = "addOns:\n  more: {price: 1, dependsOn: {less: true}, excludes: [[a]], features: {ssoLogin: true}}\n";
    let (_, contradicting) = read(&(with("") + add_ons).replace("currency: EUR", "currency: [EUR]"));
    for words in [
        "addOns/more/dependsOn (line 16): a mapping, expected a list of keys",
        "addOns/more/excludes (line 16): a list, expected a list of keys",
        "currency (line 6): a list is no currency code",
    ] {
        assert!(said(&contradicting.left_out, words), "{words}: {contradicting:#?}");
    }
    assert!(said(&report.assumed, "addOns (line 16): the page does not say what more, less bring"), "{report:#?}");
}

#[test]
fn what_is_amiss_with_features_is_named_once() {
    let text = "tags: [Security]
features:
  a: {valueType: FLAG, defaultValue: true, type: DOMAIN}
  b: {valueType: FLAG, defaultValue: true, type: MAGIC, tag: Other}
  c: {defaultValue: false, type: DOMAIN, tag: Security, docURL: 'https://acme.example'}
  d: {valueType: BOOLEAN, type: DOMAIN, expression: 'x > 1', pricingsUrls: ['https://acme.example'], integrationType: API}
usageLimits:
  e: {valueType: NUMERIC, defaultValue: 1, type: RENEWABLE, features: [b], unit: [GB]}
  f: {valueType: BOOLEAN, defaultValue: true, type: FOREVER, linkedFeatures: [c]}
variables: 3
plans:
  PRO: {price: 10, description: For all}
  MAX: {price: 20, description: For more}
addOns:
  more: {price: 1, description: More, features: {d: {value: true}}}
";
    let (workspace, report) = read(text);
    let groups: Vec<&str> = workspace.base.features.values().map(|feature| &*feature.group).collect();
    assert_eq!(groups, ["Product", "Other", "Security", "Product", "Other", "Security"]);
    for words in [
        "features/a/valueType (line 3): \"FLAG\" of 2 features is none of BOOLEAN, NUMERIC, TEXT; the values decide",
        "features/c/valueType (line 5): not said of 1 feature; the values decide",
        "features/d/defaultValue (line 6): not said of 1 feature: what does not name it does not have it",
        "features/b/tag (line 4): the tag of 1 feature is none of the page's; it is a heading all the same",
    ] {
        assert!(said(&report.assumed, words), "{words}: {report:#?}");
    }
    for words in [
        "features/b/type (line 4): \"MAGIC\" of 1 feature is no type",
        "usageLimits/f/type (line 9): \"FOREVER\" of 1 usage limit is no type",
        "usageLimits/e/unit (line 8): a list for 1 usage limit, expected words",
        "features/c/docURL (line 5): the link to a document of 1 feature",
        "features/d/pricingsUrls (line 6): links to price pages of 1 feature",
        "features/d/expression (line 6): the rule that switches 1 feature",
        "features/d/integrationType (line 6): the kind of integration of 1 feature",
        "plans/…/description (line 12): the description of 2 plans",
        "addOns/…/description (line 15): the description of 1 add-on",
        "usageLimits/…/type: type of 2 usage limits, and the features they limit",
        "variables (line 10): \"3\", expected a mapping",
    ] {
        assert!(said(&report.left_out, words), "{words}: {report:#?}");
    }
    assert!(said(&report.understood, "2 usage limits, each as a feature; 1 of them a number."), "{report:#?}");
    let (_, report) = read(&with(""));
    assert!(said(&report.understood, "1 usage limit, as a feature that is a number."), "{report:#?}");
    assert!(said(&report.left_out, "type of 1 usage limit, and the features it limits"), "{report:#?}");
}

/// The price by the month is on request, the one of a year is not; a formula that cannot be computed is no price.
#[test]
fn a_price_in_words_gives_way_to_an_amount() {
    let (workspace, report) = read(&page(
        "LOW: {price: 12, unit: user/month}\nTOP: {monthlyPrice: Contact Sales, annualPrice: 30, unit: user/month}",
    ));
    let top = &workspace.base.plans["top"];
    assert_eq!(charge(top), r#"{"users":{"model":"per_unit","meter":"users","price":"30"}}"#);
    assert!(!top.contact_sales);
    let words = "plans/TOP/annualPrice (line 12): the only price beside \"Contact Sales\", read as a month's when a year is paid";
    assert!(said(&report.assumed, words), "{report:#?}");
    let (workspace, _) = read(&page("LOW: {price: 12}\nTOP: {monthlyPrice: 30, annualPrice: Contact Sales}"));
    assert!(charge(&workspace.base.plans["top"]).contains(r#""amount":"30""#));
    for formula in ["2*#x+3/(#x+1)", "#x > 3 ? 1 : 2", "5 * #x - 1"] {
        let (workspace, report) = read(&page(&format!("LOW: {{price: 12}}\nTOP: {{price: '{formula}'}}")));
        assert!(workspace.base.plans["top"].contact_sales, "{formula}");
        assert!(said(&report.left_out, &format!("{formula:?} cannot be computed, read as on request")), "{report:#?}");
    }
    let (_, report) =
        read(&page("PRO: {price: $12 per seat, unit: user/month}\nMAX: {price: $20 / user, unit: user/month}"));
    assert!(
        said(&report.left_out, "plans/PRO/price (line 11): \"per seat\" behind the price, since a unit is named"),
        "{report:#?}"
    );
    assert!(!said(&report.left_out, "plans/MAX/price"), "{report:#?}");
}

/// A plan on request that names no unit is expected to be sold as the one before it, and a step above it.
#[test]
fn a_plan_on_request_without_a_unit_is_sold_as_the_one_before_it() {
    let (workspace, _) = read(&page(
        "LOW: {price: 10, unit: user/month}\nMID: {price: 20, unit: user/month}\nTOP: {price: Contact us, unit: user/month}\nALL: {price: Contact us}",
    ));
    assert!(charge(&workspace.base.plans["top"]).contains(r#""price":"40""#));
    assert!(charge(&workspace.base.plans["all"]).contains(r#""meter":"users","price":"80""#));
}

#[test]
fn rules_of_add_ons_that_contradict_are_named() {
    let add_ons = "addOns:\n  sso: {price: 1, availableFor: [PRO], dependsOn: [audit]}\n  audit: {price: 1, availableFor: [MAX]}\n";
    let (workspace, report) = read(&(page("PRO: {price: 10}\nMAX: {price: 20}") + add_ons));
    assert!(workspace.base.add_ons["sso"].needs().next().is_none());
    assert!(
        said(&report.left_out, "What the add-on sso needs: an add-on that is available for no plan"),
        "{report:#?}"
    );
}
