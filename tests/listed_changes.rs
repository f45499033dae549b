//! This file holds re-rating to what price changes say of each customer: who keeps, who moves when, to which price.
#![allow(clippy::unwrap_used)]

use planwright::number::Decimal;
use planwright::number::Locale;
use planwright::projection::project;
use planwright::roster::Cap;
use planwright::roster::Chosen;
use planwright::roster::List;
use planwright::roster::Rating;
use planwright::roster::Repeats;
use planwright::roster::Row;
use planwright::roster::When;
use planwright::roster::unsaid;
use planwright::workspace::Workspace;
use planwright::workspace::check_value;
use planwright::workspace::differences;
use planwright::workspace::template::template;
use serde_json::Value;
use serde_json::json;

/// The starter (from January 2027, 36 months; Team costs $12 a seat) with a scenario `rise` to $15 from March 2027, rolled
/// out as `rollout` says; `base` changes the base.
fn workspace(rollout: Value, base: impl Fn(&mut Value)) -> Workspace {
    let mut value = serde_json::to_value(template("starter").unwrap().open()).unwrap();
    base(&mut value["base"]);
    let mut all = json!({"existing": "keep", "attention": 0.6, "from": "2027-03"});
    all.as_object_mut().unwrap().extend(rollout.as_object().unwrap().clone());
    value["scenarios"] = json!({"rise": {"name": "Rise", "colour": "s1", "note": "", "levers": {"own": {
        "name": "Own", "on": true, "overrides": {"/plans/team/charges/seats/price": "15", "/rollout": all}
    }}}});
    check_value(&value).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Bills of the rows under base and scenario, in month `month` (0 is January 2027).
fn bills(workspace: &Workspace, month: usize, text: &str) -> Vec<(String, String)> {
    let mut list = List::open(text.as_bytes(), workspace, &Chosen::new(), Locale::EN_US).unwrap();
    let rating = Rating::new(workspace, &[Some("rise".to_owned())], When { month, list: false });
    let (mut found, mut bills) = (Vec::new(), Vec::new());
    loop {
        match list.advance() {
            Row::End => return found,
            Row::Wrong => panic!("{:?}", list.faults()),
            Row::Good => {
                rating.bill(list.customer(), &mut bills).unwrap();
                found.push((Decimal::new(bills[0], 2).to_string(), Decimal::new(bills[1], 2).to_string()));
            }
        }
    }
}

/// The bill under the scenario alone.
fn bill(workspace: &Workspace, month: usize, head: &str, row: &str) -> String {
    bills(workspace, month, &format!("{head}\n{row}\n")).pop().unwrap().1
}

#[test]
fn each_policy_moves_whom_it_says_when_it_says() {
    let (monthly, annual) = ("c,team,10,monthly,,small", "c,team,10,annual,Jun,small");
    // Computed by hand: $12 a seat is $120 a month, $15 is $150; a year paid up front costs four fifths of it.
    let rows: &[(Value, &str, usize, &str)] = &[
        (json!({}), monthly, 35, "120.00"),
        (json!({"existing": "renewal"}), monthly, 1, "120.00"),
        (json!({"existing": "renewal"}), monthly, 2, "150.00"),
        (json!({"existing": "renewal"}), annual, 4, "96.00"),
        (json!({"existing": "renewal"}), annual, 5, "120.00"),
        (json!({"existing": "date", "date": "2027-07"}), monthly, 5, "120.00"),
        (json!({"existing": "date", "date": "2027-07"}), monthly, 6, "150.00"),
        // The renewal of June 2027 lies before the date: the next one is that of June 2028.
        (json!({"existing": "date", "date": "2027-07"}), annual, 16, "96.00"),
        (json!({"existing": "date", "date": "2027-07"}), annual, 17, "120.00"),
        (json!({"existing": "notice", "notice": 3}), monthly, 4, "120.00"),
        (json!({"existing": "notice", "notice": 3}), monthly, 5, "150.00"),
        // Three steps of $1 a seat, a half-year apart.
        (json!({"existing": "steps", "steps": 3, "every": 6}), monthly, 2, "130.00"),
        (json!({"existing": "steps", "steps": 3, "every": 6}), monthly, 8, "140.00"),
        (json!({"existing": "steps", "steps": 3, "every": 6}), monthly, 14, "150.00"),
    ];
    for (rollout, row, month, expected) in rows {
        let workspace = workspace(rollout.clone(), |_| {});
        let found = bill(&workspace, *month, "customer,plan,seats,contract,renewal,segment", row);
        assert_eq!(found, *expected, "{rollout} {row} in month {month}");
    }
}

#[test]
fn groups_are_told_by_segment_size_and_tenure() {
    let groups = json!({"existing": "renewal", "groups": {
        "big": {"name": "Big", "who": {"size": {"meter": "seats", "from": 50}}, "existing": "keep"},
        "old": {"name": "Old", "who": {"tenure": {"from": 24}}, "existing": "keep"},
        "mid": {"name": "Mid", "who": {"segments": {"mid": true}}, "existing": "notice", "notice": 12},
    }});
    let workspace = workspace(groups, |_| {});
    let head = "customer,plan,seats,segment,since";
    let rows = [
        ("c,team,10,small,2026-06", "150.00"),
        ("c,team,50,small,2026-06", "600.00"),
        ("c,team,10,small,2025-03", "120.00"),
        // In March 2027 it is 23 months old.
        ("c,team,10,small,2025-04", "150.00"),
        ("c,team,10,mid,2026-06", "120.00"),
    ];
    for (row, expected) in rows {
        assert_eq!(bill(&workspace, 12, head, row), expected, "{row}");
    }
    assert_eq!(bill(&workspace, 14, head, "c,team,10,mid,2026-06"), "150.00");
    assert!(
        unsaid(
            &workspace,
            List::open("customer,plan\n".as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap().columns(),
            &[Some("rise".into())]
        )
        .iter()
        .any(|said| said.contains("nobody is in a group that is made of segments"))
    );
}

#[test]
fn of_offers_a_customer_takes_the_cheapest() {
    let stage = |until: &str, price: &str| {
        let seats = json!({"seats": {"model": "per_unit", "meter": "seats", "price": price}});
        json!({"until": until, "plans": {"team": seats}})
    };
    let offers = json!({"existing": "offers", "offers": {
        "now": {"name": "New price now"},
        "path": {"name": "Two years", "lock": true, "stages": {"first": stage("2029-03", "13")}},
        "dear": {"name": "Dear", "stages": {"first": stage("2029-03", "14")}},
    }});
    let workspace = workspace(offers, |_| {});
    let head = "customer,plan,seats";
    assert_eq!(bill(&workspace, 12, head, "c,team,10"), "130.00");
    assert_eq!(bill(&workspace, 26, head, "c,team,10"), "150.00");
}

/// The same everywhere: whoever keeps the price, and everybody before the change, pays what the base has.
#[test]
fn new_customers_pay_the_list_whatever_existing_ones_keep() {
    let workspace = workspace(json!({}), |_| {});
    let mut list =
        List::open("customer,plan,seats\nc,team,10\n".as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap();
    assert_eq!(list.advance(), Row::Good);
    let mut bills = Vec::new();
    for (when, expected) in [
        (When { month: 35, list: true }, [12_000, 15_000]),
        (When { month: 35, list: false }, [12_000, 12_000]),
        (When { month: 1, list: true }, [12_000, 12_000]),
    ] {
        Rating::new(&workspace, &[Some("rise".into())], when).bill(list.customer(), &mut bills).unwrap();
        assert_eq!(bills, expected, "{when:?}");
    }
}

#[test]
fn coupons_add_ons_and_ramps_are_billed_where_the_list_names_them() {
    let workspace = workspace(json!({"existing": "renewal"}), |base| {
        base["coupons"] = json!({
            "half": {"name": "Half", "off": {"kind": "share", "share": "0.5"}, "lasts": {"for": "months", "months": 12}},
            "pro": {"name": "Pro only", "off": {"kind": "amount", "amount": "5"}, "lasts": {"for": "forever"}, "plans": {"pro": true}},
        });
        base["add_ons"] = json!({
            "vault": {"name": "Vault", "charges": {"fee": {"model": "flat", "amount": "5"}}},
            "calls": {"name": "Calls", "charges": {"fee": {"model": "flat", "amount": "7"}}, "available_for": {"pro": true}},
        });
        base["plans"]["pro"]["ramp"] = json!(["0.5", "1"]);
        base["plans"]["pro"]["observed"]["ramp"] = json!(["0.5", "1"]);
    });
    let head = "customer,plan,seats,since,coupon,add-ons,discount";
    let rows = [
        // $120 less a tenth, then half of it for the first year since August 2026, and the add-on as it is.
        ("c,team,10,2026-08,half,vault,10%", 3, ("59.00", "72.50")),
        ("c,team,10,2026-08,half,vault,10%", 8, ("113.00", "140.00")),
        // Pro at no seat is $49 a month, half of it in the first year.
        ("c,pro,0,2026-08,Pro only,Calls; Vault,", 3, ("31.50", "31.50")),
        ("c,pro,0,2026-08,Pro only,Calls; Vault,", 8, ("56.00", "56.00")),
        ("c,pro,0,,Pro only,,", 3, ("44.00", "44.00")),
    ];
    for (row, month, (base, rise)) in rows {
        assert_eq!(
            bills(&workspace, month, &format!("{head}\n{row}\n")),
            [(base.into(), rise.into())],
            "{row} in {month}"
        );
    }
    let wrong = "customer,plan,coupon,add-ons,since\na,team,pro,vault;calls,2030-01\n";
    let mut list = List::open(wrong.as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap();
    assert_eq!(list.advance(), Row::Wrong);
    let said = list.faults().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        said,
        [
            "line 2, since: found \"2030-01\", allowed: a month as 2026-03 or Mar 2026, before Jan 2030",
            "line 2, coupon: found \"pro\", allowed: Half, or nothing",
            "line 2, add-ons: found \"calls\", allowed: Vault, or nothing",
        ]
    );
}

#[test]
fn what_is_not_in_the_bills_is_said() {
    let workspace = workspace(json!({"existing": "renewal"}), |base| {
        base["segments"]["small"]["negotiated"] = json!({"mean": 0.1, "spread": 0.05});
        base["coupons"] =
            json!({"half": {"name": "Half", "off": {"kind": "share", "share": "0.5"}, "lasts": {"for": "once"}}});
        base["add_ons"] = json!({"vault": {"name": "Vault", "charges": {"fee": {"model": "flat", "amount": "5"}}}});
        base["books"] = json!({"eu": {"name": "Euro", "currency": "EUR", "rate": 1.1, "factor": "0.9"}});
        base["plans"]["pro"]["ramp"] = json!(["0.5", "1"]);
    });
    let said = |head: &str| {
        let list = List::open(head.as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap();
        unsaid(&workspace, list.columns(), &[Some("rise".to_owned())])
    };
    let all = said("customer,plan,contract\n").join(" ");
    for words in [
        "seats: counted as 0",
        "a discount:",
        "a coupon:",
        "add-ons:",
        "Price books",
        "every ramp",
        "annual contracts renew",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    let told = said("customer,plan,contract,seats,discount,coupon,add-ons,since\n");
    assert_eq!(told, ["Price books are not in the bills: everybody is billed from the list."]);
}

#[test]
fn the_cap_stands_in_the_scenario() {
    let workspace = workspace(json!({"existing": "renewal", "cap": "0.1"}), |_| {});
    let tenth = Cap::of(Some(Decimal::new(1, 1)));
    assert_eq!(Rating::new(&workspace, &[Some("rise".into())], When::last(&workspace)).caps(), [tenth]);
    let said =
        differences(&workspace, Some("rise"), None, Locale::EN_US).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(said.contains(&"Cap on a rise: none → 10\u{a0}%".to_owned()), "{said:?}");
    // The projection has none of it: it is a figure of the list.
    let without = self::workspace(json!({"existing": "renewal"}), |_| {});
    let arr = |workspace: &Workspace| {
        project(workspace, Some("rise")).flows.cells.iter().map(|cell| cell.customers).sum::<f64>()
    };
    assert_eq!(arr(&workspace), arr(&without));
}

#[test]
fn repeated_names_are_counted() {
    let mut repeats = Repeats::default();
    ["a", "b", "a", "a", "c"].into_iter().for_each(|name| repeats.add(name));
    assert_eq!((repeats.count(), repeats.whole()), (2, true));
}
