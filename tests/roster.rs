//! This file holds the customer list to its promises: rows read or named by line, bills exact, sums that foot, learning.
#![allow(clippy::unwrap_used)]

use planwright::exchange::table;
use planwright::json::FromJson;
use planwright::number::Decimal;
use planwright::number::Locale;
use planwright::pricing::Interval;
use planwright::pricing::bill;
use planwright::projection::project;
use planwright::roster::Cap;
use planwright::roster::Chosen;
use planwright::roster::Columns;
use planwright::roster::Customer;
use planwright::roster::HeadError;
use planwright::roster::Kept;
use planwright::roster::Learned;
use planwright::roster::Learner;
use planwright::roster::List;
use planwright::roster::Order;
use planwright::roster::Rating;
use planwright::roster::Row;
use planwright::roster::Tally;
use planwright::roster::When;
use planwright::roster::Window;
use planwright::roster::blank;
use planwright::roster::cases;
use planwright::workspace::Workspace;
use planwright::workspace::apply;
use planwright::workspace::check_value;
use planwright::workspace::model::AddOn;
use planwright::workspace::model::MOST_ADD_ONS;
use planwright::workspace::template::TEMPLATES;
use planwright::workspace::template::template;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;
use serde_json::json;

fn starter() -> Workspace {
    template("starter").unwrap().open()
}

type Read = (Vec<Customer>, Vec<String>, Columns);

fn read_as(text: &str, chosen: &Chosen, locale: Locale) -> Result<Read, HeadError> {
    let mut list = List::open(text.as_bytes(), &starter(), chosen, locale)?;
    let (mut customers, mut faults) = (Vec::new(), Vec::new());
    loop {
        match list.advance() {
            Row::End => return Ok((customers, faults, list.columns().clone())),
            Row::Good => customers.push(list.customer().clone()),
            Row::Wrong => faults.extend(list.faults().iter().map(ToString::to_string)),
        }
    }
}

fn read(text: &str) -> Read {
    read_as(text, &Chosen::new(), Locale::EN_US).unwrap()
}

/// Bills of the last month, as price changes have it.
fn rating(workspace: &Workspace, cases: &[Option<String>]) -> Rating {
    Rating::new(workspace, cases, When::last(workspace))
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn rows_are_read_by_their_headings() {
    let (customers, faults, columns) = read(
        "Account;Tier;Users;Seats;Discount;Billing interval;Renewal date;Segment\n\
         Acme, Inc;PRO;9;12;10%;annual;2027-03-31;mid\n\n\
         Bolt;Team;1;\"1,200\";;;;Small teams\n",
    );
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(columns.ignored().collect::<Vec<_>>(), ["Users"]);
    let acme = Customer {
        line: 2,
        name: "Acme, Inc".into(),
        plan: 1,
        segment: Some(1),
        units: vec![decimal("12")],
        discount: decimal("0.1"),
        contract: Interval::Annual,
        renewal: Some(3),
        since: None,
        coupon: None,
        add_ons: 0,
    };
    let bolt = Customer {
        line: 4,
        name: "Bolt".into(),
        plan: 0,
        segment: Some(0),
        units: vec![decimal("1200")],
        discount: Decimal::ZERO,
        contract: Interval::Monthly,
        renewal: None,
        since: None,
        coupon: None,
        add_ons: 0,
    };
    assert_eq!(customers, [acme, bolt]);
}

#[test]
fn numbers_are_read_by_locale_and_heading() {
    let text = "customer,plan,seats,discount %\na,team,\"1.234,5\",15\n";
    let (customers, _, _) = read_as(text, &Chosen::new(), Locale::from_tag("de-DE")).unwrap();
    assert_eq!((customers[0].units[0], customers[0].discount), (decimal("1234.5"), decimal("0.15")));
    let months = [("2027-03", 3), ("3", 3), ("Mar", 3), ("march", 3), ("Sep 2027", 9), ("12", 12), ("2027/05/01", 5)];
    for (written, month) in months {
        let (customers, faults, _) = read(&format!("customer,plan,renewal\na,team,{written}\n"));
        assert_eq!(customers.first().and_then(|customer| customer.renewal), Some(month), "{written}: {faults:?}");
    }
}

/// The fifth of March and the third of May are written alike.
#[test]
fn a_date_that_can_be_read_two_ways_is_refused() {
    for (written, month) in [("05/03/2027", None), ("5-3-27", None), ("04/15/2027", Some(4)), ("05/05/2027", Some(5))] {
        let (customers, faults, _) = read(&format!("customer,plan,renewal\na,team,{written}\n"));
        assert_eq!(customers.first().and_then(|customer| customer.renewal), month, "{written}: {faults:?}");
        assert_eq!(faults.is_empty(), month.is_some(), "{written}: {faults:?}");
    }
}

#[test]
fn what_is_wrong_names_line_column_and_what_is_allowed() {
    let (customers, faults, _) = read(
        "customer,plan,seats,discount,contract,renewal,segment\n\
         a,team,3,,,,\n\
         ,gold,-1,15,weekly,13,huge\n\
         b,pro,many,1.5,,,\n\
         c,pro,1,0,monthly,1,small,extra\n\
         d,pro,1,,,,\n\
         e,team,1,,,,\n\
         short,pro\n\
         \"f,pro,1\n",
    );
    assert_eq!(customers.iter().map(|customer| customer.name.as_str()).collect::<Vec<_>>(), ["a", "d", "e"]);
    let expected = [
        "line 3, customer: nothing found, allowed: a name or id",
        "line 3, plan: found \"gold\", allowed: Team, Pro",
        "line 3, segment: found \"huge\", allowed: Small teams, Mid-sized firms, or nothing",
        "line 3, discount: found \"15\", allowed: a share from 0 to 1, or 0 % to 100 %",
        "line 3, contract: found \"weekly\", allowed: monthly or annual",
        "line 3, renewal: found \"13\", allowed: a month as 2027-03, Mar or 3",
        "line 3, seats: found \"-1\", allowed: a number in digits, from 0 to 1000000000000",
        "line 4, discount: found \"1.5\", allowed: a share from 0 to 1, or 0 % to 100 %",
        "line 4, seats: found \"many\", allowed: a number in digits, from 0 to 1000000000000",
        "line 5, customer: found \"8 cells\", allowed: 7 cells, one under each heading",
        "line 8, customer: found \"2 cells\", allowed: 7 cells, one under each heading",
        "line 9: found \"a row without end\", allowed: a row of at most 65536 bytes, every quote closed",
    ];
    assert_eq!(faults, expected);
}

/// A list may be newer than the workspace's start: who came in its first month or later is a customer of no age, whose ramp
/// is in its first year.
#[test]
fn a_list_may_be_newer_than_the_start() {
    let list = "customer,plan,seats,since\na,team,3,2027-01\nb,team,3,2029-12\nc,team,3,2030-01\n";
    let (customers, faults, _) = read(list);
    assert_eq!(customers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(faults, ["line 4, since: found \"2030-01\", allowed: a month as 2026-03 or Mar 2026, before Jan 2030"]);
}

#[test]
fn headings_are_chosen_or_missed() {
    let chosen =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Chosen>();
    let text = "Who,What,How many\na,team,4\n";
    let all = chosen(&[("customer", "Who"), ("plan", "What"), ("seats", "How many")]);
    assert_eq!(read_as(text, &all, Locale::EN_US).unwrap().0[0].units[0], decimal("4"));
    let cases = [
        (text, chosen(&[]), "no column says the customer; its headings are: Who, What, How many"),
        (text, chosen(&[("customer", "Whom")]), "no column is called \"Whom\"; its headings are: Who, What, How many"),
        ("", chosen(&[]), "there is nothing in it"),
        (
            text,
            chosen(&[("customer", "Who"), ("plan", "")]),
            "no column says the plan; its headings are: Who, What, How many",
        ),
    ];
    for (text, chosen, said) in cases {
        assert_eq!(read_as(text, &chosen, Locale::EN_US).unwrap_err().to_string(), said);
    }
}

/// Seats go by many names, unless another column or meter has the name for its own.
#[test]
fn seats_are_known_by_what_people_call_them() {
    for heading in ["Licences", "Licenses", "Seat count", "Users", "User count", "Number of seats", "Members"] {
        let (customers, _, columns) = read(&format!("customer,plan,{heading}\na,team,12\n"));
        assert_eq!((customers[0].units[0], columns.heading(9)), (decimal("12"), heading));
    }
    let (customers, ..) = read("customer,plan,users,seats\na,team,9,12\n");
    assert_eq!(customers[0].units[0], decimal("12"));
    // Of two kinds of seats neither is meant by a third name; a meter of other things is not meant at all.
    let with = |id: &str, kind: &str, unit: &str| {
        let mut document = serde_json::to_value(starter()).unwrap();
        document["base"]["meters"][id] = json!({"name": id, "unit": unit, "kind": kind});
        check_value(&document).unwrap()
    };
    let columns = |workspace: &Workspace| {
        let list = List::open("customer,plan,users\n".as_bytes(), workspace, &Chosen::new(), Locale::EN_US).unwrap();
        list.columns().of[9..].to_vec()
    };
    assert_eq!(columns(&with("members", "licence", "member")), [None, None]);
    assert_eq!(columns(&with("users", "usage", "user")), [None, Some(2)]);
    assert_eq!(columns(&with("channels", "licence", "channel")), [Some(2), None]);
}

/// A plan that charges for seats leaves something open where they are not said; nothing is charged for without a charge.
#[test]
fn empty_seats_are_counted_as_none_and_said() {
    let workspace = with_free_plan();
    let text = "customer,plan,seats\na,team,\nb,pro,\nc,team,0\nd,free,\ne,gold,\nf,team,7\n";
    let mut list = List::open(text.as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap();
    while list.advance() != Row::End {}
    let said = "2 customers leave seats empty, which the plan charges for: counted as 0.";
    assert_eq!(blank(&workspace, list.blank()), [said]);
    assert!(blank(&workspace, &[0]).is_empty());
}

/// Computed by hand from the starter's list: Team $12 a seat; Pro $49 and $22, $19, $16 a seat in tiers of 10 and 50,
/// 20 % off a year up front. The scenario puts the first tier at $25.
#[test]
fn bills_are_those_of_the_list() {
    let workspace = starter();
    let rows = [
        ("team,3,,", "36.00", "36.00"),
        ("pro,0,,", "49.00", "49.00"),
        ("pro,12,,", "307.00", "337.00"),
        ("pro,60,,", "1189.00", "1219.00"),
        ("pro,12,10%,", "276.30", "303.30"),
        ("pro,12,,annual", "245.60", "269.60"),
        // 12 × 0.8 × 12.50 seats is 1440.00, a twelfth of it 120.00, of 95 % of it 114.00.
        ("team,12.5,5%,annual", "114.00", "114.00"),
        // 115.20 a year less 33.333 % is 76.80: 6.40 a month.
        ("team,1,33.333%,annual", "6.40", "6.40"),
    ];
    let text = rows.iter().map(|(row, ..)| format!("x,{row}\n")).collect::<String>();
    let (customers, faults, _) = read(&format!("customer,plan,seats,discount,contract\n{text}"));
    assert!(faults.is_empty(), "{faults:?}");
    let rating = rating(&workspace, &cases(&workspace));
    let mut bills = Vec::new();
    for (customer, (row, base, scenario)) in customers.iter().zip(rows) {
        rating.bill(customer, &mut bills).unwrap();
        let written = bills.iter().map(|minor| Decimal::new(*minor, 2).to_string()).collect::<Vec<_>>();
        assert_eq!(written, [base, scenario], "{row}");
    }
}

/// GitLab's base raises Premium from $19 to $29 at a later date, one scenario leaves that out.
#[test]
fn later_price_changes_hold_in_every_case_but_the_base_as_it_stands() {
    let workspace = template("gitlab").unwrap().open();
    let mut list =
        List::open("customer,plan,users\na,premium,10\n".as_bytes(), &workspace, &Chosen::new(), Locale::EN_US)
            .unwrap();
    assert_eq!(list.advance(), Row::Good);
    let cases = cases(&workspace);
    let mut bills = Vec::new();
    rating(&workspace, &cases).bill(list.customer(), &mut bills).unwrap();
    let bill = |id: Option<&str>| bills[1 + cases.iter().position(|case| case.as_deref() == id).unwrap()];
    assert_eq!((bills[0], bill(None), bill(Some("no-change"))), (19_000, 29_000, 19_000));
}

#[test]
fn a_bill_beyond_all_bounds_is_refused_not_computed() {
    let rating = rating(&starter(), &[]);
    let (customers, ..) = read("customer,plan,seats\na,team,1e12\nb,team,1000000000000\nc,team,999999999\n");
    let mut bills = Vec::new();
    let fine = customers.iter().map(|customer| rating.bill(customer, &mut bills).is_ok()).collect::<Vec<_>>();
    assert_eq!(fine, [false, true]);
}

#[test]
fn a_cap_holds_rises_and_says_what_it_forgoes() {
    let rows = [
        (None, 4900, 5900, 5900),
        (Some("0.1"), 4900, 5900, 5390),
        (Some("0.1"), 0, 5900, 5900),
        (Some("0"), 1, 9, 1),
        // Half a cent rounds up: 12.5 % of 3 cents above 3 is 3.375, of 4 cents 4.5.
        (Some("0.125"), 3, 9, 3),
        (Some("0.125"), 4, 9, 5),
        // All twelve places count: 7.125 % of $1,000 is $71.25, and a trillionth of $10,000,000,000 is a cent.
        (Some("0.07125"), 100_000, 200_000, 107_125),
        (Some("0.333333333333"), 100_000, 200_000, 133_333),
        (Some("0.000000000001"), 1_000_000_000_000, 2_000_000_000_000, 1_000_000_000_001),
        (Some("100"), 1, 9_000, 101),
    ];
    for (cap, base, bill, expected) in rows {
        let cap = Cap::of(cap.map(|cap| cap.parse().unwrap()));
        assert_eq!(cap.bill(base, bill), expected, "{cap:?} {base} {bill}");
    }
}

proptest! {
    /// Of each plan of each template, the bill of the list is the bill line by line.
    #[test]
    fn bills_are_the_bill_line_by_line(units in vec(0u32..5_000, 12), annual in any::<bool>()) {
        for template in TEMPLATES {
            let workspace = template.open();
            let base = &workspace.base;
            let contract = if annual { Interval::Annual } else { Interval::Monthly };
            let units = units.iter().map(|units| Decimal::from(*units)).take(base.meters.len()).collect::<Vec<_>>();
            let rating = rating(&workspace, &[]);
            let mut bills = Vec::new();
            for (at, plan) in base.plans.values().enumerate() {
                let customer = Customer {
                    line: 1, name: "x".into(), plan: at, segment: None, units: units.clone(),
                    discount: Decimal::ZERO, contract, renewal: None, since: None, coupon: None, add_ons: 0,
                };
                rating.bill(&customer, &mut bills).unwrap();
                let conditions = plan.conditions();
                let charges = plan.charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
                let meters = conditions.meters(&base.meters);
                let offer = conditions.offer(&charges, &meters, workspace.currency, 1_200);
                let lines = bill(&offer, &units, contract, Locale::EN_US);
                let expected = if annual {
                    (lines.total / Decimal::from(12)).round_dp_with_strategy(
                        workspace.currency.minor_digits(),
                        rust_decimal::RoundingStrategy::MidpointAwayFromZero,
                    ) + lines.monthly_total
                } else {
                    lines.total
                };
                prop_assert_eq!(Decimal::new(bills[0], workspace.currency.minor_digits()), expected);
            }
        }
    }

    /// Groups and classes foot to the totals, with or without a cap; a table shows the same.
    #[test]
    fn sums_foot(rows in vec((0usize..2, 0u32..400, 0usize..3), 1..60), cap in proptest::option::of(0i64..3_000)) {
        let workspace = starter();
        let row = |(plan, seats, segment): &(usize, u32, usize)| {
            format!("c{seats},{},{seats},{}\n", ["team", "pro"][*plan], ["", "small", "mid"][*segment])
        };
        let (customers, _, columns) = read(&format!("customer,plan,seats,segment\n{}", rows.iter().map(row).collect::<String>()));
        let cases = cases(&workspace);
        let rating = rating(&workspace, &cases);
        let mut tally = Tally::new(&workspace, &columns, &[Cap::of(cap.map(|cap| Decimal::new(cap, 4)))], Decimal::new(1, 1));
        let (mut kept, mut bills) = (Kept::new(1), Vec::new());
        for customer in &customers {
            rating.bill(customer, &mut bills).unwrap();
            tally.add(customer, &mut bills, &rating);
            kept.push(customer, &bills);
        }
        let tally = tally.finish();
        let effect = &tally.effects[0];
        for groups in [&effect.segments, &effect.plans, &effect.sizes] {
            prop_assert_eq!(groups.iter().map(|group| group.customers).sum::<usize>(), tally.customers);
            prop_assert_eq!(groups.iter().map(|group| group.base).sum::<Decimal>(), tally.base);
            prop_assert_eq!(groups.iter().map(|group| group.total).sum::<Decimal>(), effect.total);
            prop_assert_eq!(groups.iter().map(|group| group.over).sum::<usize>(), effect.over);
        }
        prop_assert_eq!(effect.changes.iter().sum::<usize>(), tally.customers);
        prop_assert!(cap.is_some() || effect.forgone.is_zero() && effect.capped == 0);
        let window = |order, falling| Window {
            scenario: 0, order, falling, name: String::new(), plan: None, segment: None, from: 0, rows: 1_000,
        };
        let (all, lines) = kept.window(&window(Order::Change, true));
        prop_assert_eq!((all, lines.len()), (tally.customers, tally.customers));
        prop_assert!(lines.windows(2).all(|pair| pair[0].bill - pair[0].base >= pair[1].bill - pair[1].base));
        prop_assert_eq!(Decimal::new(lines.iter().map(|line| line.bill).sum(), 2), effect.total);
        for (most, line) in effect.most.iter().zip(&lines) {
            prop_assert_eq!(most.bill - most.base, line.bill - line.base);
        }
        let csv = String::from_utf8(kept.csv(&window(Order::Line, false), &["Team".into(), "Pro".into()], &["S".into(), "M".into()], 2)).unwrap();
        let parsed = table::read(&csv, table::Separator::Comma).unwrap();
        prop_assert_eq!(parsed.len(), tally.customers + 1);
    }

    #[test]
    fn no_text_panics(text in "[a-z0-9,;\"\n\t%. ]{0,120}") {
        let _ = read_as(&format!("customer,plan,seats,discount\n{text}"), &Chosen::new(), Locale::EN_US);
        let _ = read_as(&text, &Chosen::new(), Locale::EN_US);
    }
}

/// Customers of a list that is kept, with their bills.
fn kept(list: &str) -> Kept {
    let rating = rating(&starter(), &cases(&starter()));
    let (mut kept, mut bills) = (Kept::new(1), Vec::new());
    for customer in &read(list).0 {
        rating.bill(customer, &mut bills).unwrap();
        kept.push(customer, &bills);
    }
    kept
}

/// Every customer, in the order of the list.
fn everybody() -> Window {
    Window {
        scenario: 0,
        order: Order::Line,
        falling: false,
        name: String::new(),
        plan: None,
        segment: None,
        from: 0,
        rows: 9,
    }
}

#[test]
fn customers_who_are_alike_stay_in_the_order_of_the_list() {
    let kept = kept("customer,plan,seats\nfirst,team,3\nlarge,team,9\nsecond,team,3\nthird,team,3\n");
    for (order, falling, expected) in [
        (Order::Bill, false, "first second third large"),
        (Order::Bill, true, "large first second third"),
        // The scenario moves nobody's bill.
        (Order::Change, false, "first large second third"),
        (Order::Change, true, "first large second third"),
    ] {
        let (_, lines) = kept.window(&Window { order, falling, ..everybody() });
        let names = lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(" ");
        assert_eq!(names, expected, "{order:?}, falling: {falling}");
    }
}

#[test]
fn a_window_filters_and_sorts() {
    let kept = kept("customer,plan,seats,segment\nZed,team,1,small\nabba,pro,12,mid\nZap,pro,60,small\n");
    let all = everybody();
    let cases = [
        (Window { order: Order::Base, falling: true, ..all.clone() }, 3, "Zap abba Zed"),
        (Window { order: Order::Share, falling: true, ..all.clone() }, 3, "abba Zap Zed"),
        (Window { name: "z".into(), ..all.clone() }, 2, "Zed Zap"),
        (Window { plan: Some(1), segment: Some(0), ..all.clone() }, 1, "Zap"),
        (Window { from: 1, rows: 1, ..all.clone() }, 3, "abba"),
    ];
    for (window, all, expected) in cases {
        let (found, lines) = kept.window(&window);
        let names = lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(" ");
        assert_eq!((found, names.as_str()), (all, expected), "{window:?}");
    }
}

#[test]
fn a_list_teaches_sizes_mix_contracts_and_the_book_in_one_edit() {
    let workspace = starter();
    let (customers, _, columns) = read(
        "customer,plan,seats,contract,renewal,segment\n\
         a,team,2,monthly,,small\nb,team,4,annual,2027-03,small\nc,pro,6,annual,2027-03,small\nd,pro,8,monthly,,small\n\
         e,pro,50,annual,12,mid\nf,team,9,,,\n",
    );
    let mut learner = Learner::new(&workspace, &columns);
    customers.iter().for_each(|customer| learner.add(customer, 0));
    let learned = learner.finish(&workspace);
    assert_eq!((learned.customers, learned.left_out, learned.cut.len()), (5, 1, 0));
    let after = apply(&workspace, &learned.edit()).unwrap();
    let small = &after.base.segments["small"];
    // Two stand evenly at ages 0 to 35, two at 21; a year of age makes 1.06 of a size. The mean of 2, 4, 6, 8 is 5, over a
    // mean growth of (2 (1 + 1.06 + 1.1236)/3 + 2 × 1.06)/4 = 1.0606; their sample standard deviation is √(20/3), and the
    // growth's own spread is 0.0337: √((1 + 0.2667)/(1 + 0.0337²) − 1).
    assert_eq!((small.usage["seats"].mean, small.usage["seats"].spread), (4.714313, 0.515009));
    assert_eq!(
        after.assumptions["/segments/small/usage/seats/mean"].note,
        "4 customers; 5.00 at their age now, less the growth since they came"
    );
    assert_eq!((small.mix["team"], small.mix["pro"]), (0.5, 0.5));
    assert_eq!(small.annual_share.at(0, after.start), 0.5);
    assert_eq!(after.base.segments["mid"].mix["pro"], 1.0);
    let book = after.base.opening.values();
    let of = |segment: &str| book.clone().filter(|one| one.segment == segment).map(|one| one.customers).sum::<f64>();
    assert_eq!((of("small"), of("mid")), (4.0, 1.0));
    // The start is January 2027: who renews in March has the anniversary in the third month, at age 9, 21, …
    let march =
        book.clone().filter(|one| one.segment == "small" && one.interval == Interval::Annual).collect::<Vec<_>>();
    assert!(
        march.len() == 2 && march.iter().all(|one| one.age_from % 12 == 9 && one.age_from == one.age_to),
        "{march:?}"
    );
    let december = book.clone().find(|one| one.segment == "mid").unwrap();
    assert_eq!(december.age_from % 12, 0);
    assert_eq!(after.assumptions["/segments/small/usage/seats/mean"].source, "customer list");
}

/// The starter with a plan that costs nothing, which four of five of the small take, and 300 of its accounts at the start.
fn with_free_plan() -> Workspace {
    let mut document = serde_json::to_value(starter()).unwrap();
    let base = &mut document["base"];
    base["plans"]["free"] = json!({"name": "Free", "free": true, "charges": {}, "annual_discount": "0", "features": {}, "churn_factor": 1.0});
    base["segments"]["small"]["mix"] = json!({"free": 0.8, "team": 0.15, "pro": 0.05});
    base["opening"]["free"] = json!({"segment": "small", "plan": "free", "interval": "monthly", "age_from": 0, "age_to": 11, "customers": 300.0});
    check_value(&document).unwrap()
}

fn learnt(workspace: &Workspace, text: &str) -> (Learned, Workspace) {
    let mut list = List::open(text.as_bytes(), workspace, &Chosen::new(), Locale::EN_US).unwrap();
    let (mut learner, rating, mut bills) =
        (Learner::new(workspace, list.columns()), rating(workspace, &[]), Vec::new());
    while list.advance() != Row::End {
        assert!(list.faults().is_empty(), "{:?}", list.faults());
        rating.bill(list.customer(), &mut bills).unwrap();
        learner.add(list.customer(), bills[0]);
    }
    let learned = learner.finish(workspace);
    let after = apply(workspace, &learned.edit()).unwrap();
    (learned, after)
}

/// A list of bills names nobody who pays nothing: four of five buyers take the free plan as before, the fifth is split 3 to
/// 1 as the list is, and as many buyers pay as did.
#[test]
fn what_a_list_of_bills_cannot_show_stays() {
    let workspace = with_free_plan();
    let paid = "a,team,2,small\nb,team,4,small\nc,team,6,small\nd,pro,8,small\n";
    let (learned, after) = learnt(&workspace, &format!("customer,plan,seats,segment\n{paid}"));
    let mix = &after.base.segments["small"].mix;
    let shares = ["free", "team", "pro"].map(|plan| (mix[plan] * 1e9).round() / 1e9);
    assert_eq!(shares, [0.8, 0.15, 0.05]);
    assert_eq!(after.base.opening["free"], workspace.base.opening["free"]);
    assert_eq!(
        learned.kept,
        [
            "The list has nobody on Free: the share of new buyers who take it, and who is on it at the start, stay as they \
          are; the plans on the list share the rest."
        ]
    );
    let won = |workspace: &Workspace| {
        let cells = project(workspace, None).flows.cells;
        cells[..2 * workspace.base.plans.len()].iter().map(|cell| cell.new).sum::<f64>()
    };
    assert!((won(&after) / won(&workspace) - 1.0).abs() < 0.05, "{} {}", won(&after), won(&workspace));
    // Accounts on the list say themselves how many they are.
    let (learned, after) = learnt(&workspace, &format!("customer,plan,seats,segment\n{paid}e,free,0,small\n"));
    let mix = &after.base.segments["small"].mix;
    assert_eq!((mix["free"], mix["team"], mix["pro"]), (0.2, 0.6, 0.2));
    assert!(!after.base.opening.contains_key("free") && learned.kept.is_empty(), "{:?}", learned.kept);
}

/// Ten seats each, of ages 0, 12 and 24 at the start of January 2027: as new ones they had 10 / ((1 + 1.06 + 1.1236) / 3),
/// all the same. At $12 a seat less what they negotiate, 0, 10 and 20 %, the list bills 3 × $120 × 0.9. An add-on of $10
/// that half of them are said to have is no part of it: $5 a head.
#[test]
fn a_book_opens_at_what_its_list_bills() {
    let list = "customer,plan,seats,segment,since,discount\n\
                a,team,10,small,2026-12,\nb,team,10,small,2025-12,10%\nc,team,10,small,2024-12,20%\n";
    let mut workspace = starter();
    let (learned, after) = learnt(&workspace, list);
    let small = &after.base.segments["small"];
    assert_eq!((small.usage["seats"].mean, small.usage["seats"].spread), (9.423294, 0.0));
    let negotiated = small.negotiated.as_ref().unwrap();
    assert_eq!((negotiated.mean, negotiated.spread, &negotiated.plans), (0.1, 0.1, &None));
    let flows = project(&after, None).flows;
    let opening = flows.opening[..flows.plans].iter().map(|cell| cell.mrr).sum::<f64>();
    assert!((opening - 324.0).abs() < 0.01, "{opening}");
    let words = |learned: &Learned, of: &Workspace| learned.opens.as_ref().unwrap().words(of.currency, Locale::EN_US);
    assert_eq!(words(&learned, &workspace), "The book then opens at $324 MRR, and the list bills $324 a month.");

    let extra = AddOn::from_json(&json!({"name": "Extra", "charges": {"fee": {"model": "flat", "amount": "10"}},
        "attach": {"small": 0.5, "mid": 0.5}}));
    workspace.base_mut().add_ons.insert("extra".into(), extra.unwrap());
    let (learned, _) = learnt(&workspace, list);
    let said =
        "The book then opens at $339 MRR, and the list bills $324 a month: $15 more for add-ons that no column says.";
    assert_eq!(words(&learned, &workspace), said);
}

/// What a segment negotiates on one plan alone stays there while the list agrees; a list without discounts ends it.
#[test]
fn discounts_of_a_list_are_negotiated_on_the_plans_that_have_them() {
    let mut document = serde_json::to_value(starter()).unwrap();
    document["base"]["segments"]["small"]["negotiated"] = json!({"mean": 0.3, "spread": 0.1, "plans": {"pro": true}});
    let workspace = check_value(&document).unwrap();
    // Of those on Pro alone 0 and 20 %, of all four 0, 0, 10 and 20 %: sample deviations √0.02 and √(0.0275/3).
    let rows = [("", Some((0.1, 0.141421, true))), ("10%", Some((0.075, 0.095743, false)))];
    for (team, expected) in rows {
        let text = format!(
            "customer,plan,seats,segment,discount\na,team,2,small,\nb,team,2,small,{team}\nc,pro,2,small,\nd,pro,2,small,20%\n"
        );
        let (_, after) = learnt(&workspace, &text);
        let found = after.base.segments["small"].negotiated.as_ref();
        let found = found.map(|found| (found.mean, found.spread, found.plans.is_some()));
        assert_eq!(found, expected, "{team}");
    }
    let (_, after) = learnt(&workspace, "customer,plan,seats,segment,discount\na,pro,2,small,\n");
    assert_eq!(after.base.segments["small"].negotiated.as_ref().map(|found| found.mean), Some(0.0));
    // No column of discounts: what is assumed stays, and is said to be what the model opens below the list by.
    let (learned, after) = learnt(&workspace, "customer,plan,seats,segment\na,pro,10,small\n");
    assert_eq!(after.base.segments["small"].negotiated, workspace.base.segments["small"].negotiated);
    let (words, amount) = &learned.opens.as_ref().unwrap().beyond[2];
    // 30 % of about $49 and ten seats at $22, as the spread of the list, none, has it.
    assert!(words == "negotiated discounts that no column says" && (amount + 0.3 * 269.0).abs() < 2.0, "{amount}");
}

/// The start is January 2027.
#[test]
fn who_is_older_than_a_book_can_say_is_told() {
    let workspace = starter();
    let (customers, _, columns) =
        read("customer,plan,seats,segment,since\na,team,2,small,1999-12\nb,team,2,small,2016-12\n");
    let mut learner = Learner::new(&workspace, &columns);
    customers.iter().for_each(|customer| learner.add(customer, 0));
    let learned = learner.finish(&workspace);
    assert!(
        learned.cut.len() == 1 && learned.cut[0].starts_with("1 customer came more than 120 months ago"),
        "{:?}",
        learned.cut
    );
    let after = apply(&workspace, &learned.edit()).unwrap();
    let oldest =
        after.base.opening.values().filter(|one| one.segment == "small" && one.age_to == 120).map(|one| one.customers);
    assert_eq!(oldest.sum::<f64>(), 2.0);
}

/// The last of as many add-ons as a model may have is billed like the first.
#[test]
fn every_add_on_a_model_may_have_is_billed() {
    let mut workspace = starter();
    for at in 0..MOST_ADD_ONS {
        let charges = json!({ "fee": { "model": "flat", "amount": (at + 1).to_string() } });
        let add_on = AddOn::from_json(&json!({ "name": format!("Add-on {at}"), "charges": charges })).unwrap();
        workspace.base_mut().add_ons.insert(format!("d{at}"), add_on);
    }
    let text = format!("customer,plan,seats,add-ons\na,team,1,d0\nb,team,1,d{}\n", MOST_ADD_ONS - 1);
    let mut list = List::open(text.as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap();
    let rating = rating(&workspace, &[]);
    for fee in [1, MOST_ADD_ONS as i64] {
        let mut bills = Vec::new();
        assert_eq!(list.advance(), Row::Good, "{:?}", list.faults());
        rating.bill(list.customer(), &mut bills).unwrap();
        assert_eq!(bills, [1200 + 100 * fee]);
    }
}

/// The bill of a year is divided once, with its add-ons, and what lies between two lists is rounded once: $433.45 a month
/// less 10 % is $4,681.26 a year, $390.105 a month; $167.50 less 5 % is $1,909.50, $159.125.
#[test]
fn a_years_bill_is_divided_once() {
    let mut document = serde_json::to_value(starter()).unwrap();
    let flat = |amount: &str| json!({"fee": {"model": "flat", "amount": amount}});
    let base = &mut document["base"];
    (base["plans"]["team"]["charges"], base["plans"]["team"]["observed"]) = (flat("433.45"), json!(null));
    base["plans"]["team"]["annual_discount"] = json!("0.1");
    base["add_ons"] = json!({"extra": {"name": "Extra", "charges": flat("167.5"), "annual_discount": "0.05"}});
    // Half of the way to $4,682.40 a year, $390.20 a month.
    base["price_changes"] = json!({"rise": {"name": "Rise", "from": "2028-02", "plans": {"team": flat("433.5556")},
        "existing": "steps", "steps": 2, "every": 24, "attention": 1}});
    let workspace = check_value(&document).unwrap();
    let text = "customer,plan,contract,renewal,add-ons\na,team,annual,2,extra\nb,team,annual,2,\n";
    let mut list = List::open(text.as_bytes(), &workspace, &Chosen::new(), Locale::EN_US).unwrap();
    let rating = rating(&workspace, &[None]);
    for expected in [[54_923, 54_928], [39_011, 39_015]] {
        assert_eq!(list.advance(), Row::Good);
        let mut bills = Vec::new();
        rating.bill(list.customer(), &mut bills).unwrap();
        assert_eq!(bills, expected);
    }
}
