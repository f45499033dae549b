//! This file holds the laws of bills, on generated charges, and the words of bills.

use proptest::prelude::*;

use super::*;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Locale;
use crate::number::Number;

/// Tiers from `(bound, unit price, flat fee)`.
pub(super) fn tiers(rows: &[(Option<i64>, &str, &str)]) -> Vec<Tier> {
    let tier = |&(up_to, unit, flat): &(Option<i64>, &str, &str)| Tier {
        up_to: up_to.map(Decimal::from),
        unit: decimal(unit),
        flat: decimal(flat),
    };
    rows.iter().map(tier).collect()
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn price() -> impl Strategy<Value = Decimal> {
    (0i64..10_000_000, 2u32..=5).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn quantity() -> impl Strategy<Value = Decimal> {
    (0i64..100_000_000, 0u32..=3).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// Increasing bounds, the last one open half of the time.
fn bounds() -> impl Strategy<Value = Vec<Option<Decimal>>> {
    (prop::collection::vec(1i64..50_000, 1..8), any::<bool>()).prop_map(|(widths, open)| {
        let mut bound = 0;
        let mut bounds: Vec<_> = widths
            .iter()
            .map(|width| {
                bound += width;
                Some(Decimal::new(bound, 1))
            })
            .collect();
        if open {
            bounds.pop();
            bounds.push(None);
        }
        bounds
    })
}

fn some_tiers() -> impl Strategy<Value = Vec<Tier>> {
    bounds().prop_flat_map(|bounds| {
        let each = prop::collection::vec((price(), price()), bounds.len());
        each.prop_map(move |prices| {
            let tier =
                |(up_to, (unit, flat)): (&Option<Decimal>, (Decimal, Decimal))| Tier { up_to: *up_to, unit, flat };
            bounds.iter().zip(prices).map(tier).collect()
        })
    })
}

/// Any charge over meter `m`; steps of a stairstep rise.
fn charge() -> impl Strategy<Value = Charge> {
    let meter = || "m".to_owned();
    prop_oneof![
        price().prop_map(|amount| Charge::Flat { amount }),
        price().prop_map(move |price| Charge::PerUnit { meter: meter(), price }),
        some_tiers().prop_map(move |tiers| Charge::Graduated { meter: meter(), tiers }),
        some_tiers().prop_map(move |tiers| Charge::Volume { meter: meter(), tiers }),
        (1i64..10_000, price(), quantity()).prop_map(move |(size, price, free)| Charge::Package {
            meter: meter(),
            size: Decimal::new(size, 1),
            price,
            free
        }),
        (bounds(), price()).prop_map(move |(bounds, first)| {
            let rise =
                |(at, up_to): (usize, &Option<Decimal>)| Step { up_to: *up_to, price: first * Decimal::from(at + 1) };
            Charge::Stairstep { meter: meter(), steps: bounds.iter().enumerate().map(rise).collect() }
        }),
        (price(), quantity(), price()).prop_map(move |(fee, included, price)| Charge::Allowance {
            meter: meter(),
            fee,
            included,
            price
        }),
    ]
}

/// A share or an amount off.
fn off() -> impl Strategy<Value = Off> {
    let share = (0i64..=100).prop_map(|percent| Off::Share { share: Decimal::new(percent, 2) });
    prop_oneof![share, price().prop_map(|amount| Off::Amount { amount })]
}

fn near(float: f64, exact: Decimal) -> bool {
    let exact = exact.to_f64();
    (float - exact).abs() <= 1e-9 * exact.abs().max(1e-6)
}

proptest! {
    #[test]
    fn amounts_are_never_negative_and_rise_with_quantity(charge in charge(), low in quantity(), more in quantity()) {
        let priced = Priced::<Decimal>::new(&charge);
        let (below, above) = (priced.charge(low), priced.charge(low + more));
        prop_assert!(below >= Decimal::ZERO && above >= Decimal::ZERO);
        prop_assert!(matches!(charge, Charge::Volume { .. }) || above >= below, "{below} then {above}");
        prop_assert_eq!(priced.charge(-more), priced.charge(Decimal::ZERO));
    }

    #[test]
    fn volume_falls_only_where_it_says(tiers in some_tiers()) {
        let volume = Volume::<Decimal>::new(&tiers);
        let step = decimal("0.000001");
        let falls = tiers[..tiers.len() - 1].iter().filter_map(|tier| tier.up_to);
        let falls = falls.filter(|&bound| volume.charge(bound + step) < volume.charge(bound) - step * HIGHEST);
        prop_assert!(falls.clone().next().is_none_or(|bound| volume.falls_at().is_some_and(|first| first <= bound)));
    }

    #[test]
    fn an_allowance_is_two_graduated_tiers(
        fee in price(),
        included in quantity(),
        price in price(),
        units in quantity(),
    ) {
        let meter = String::from("m");
        let tiers = vec![
            Tier { up_to: Some(included), unit: Decimal::ZERO, flat: fee },
            Tier { up_to: None, unit: price, flat: Decimal::ZERO },
        ];
        let allowance = Charge::Allowance { meter: meter.clone(), fee, included, price };
        let graduated = Charge::Graduated { meter, tiers };
        let amount = |charge: &Charge| Priced::<Decimal>::new(charge).charge(units);
        prop_assert_eq!(amount(&allowance), amount(&graduated));
    }

    #[test]
    fn graduated_tiers_sum_to_the_amount(tiers in some_tiers(), units in quantity()) {
        let graduated = Graduated::<Decimal>::new(&tiers);
        prop_assert_eq!(graduated.by_tier(units).into_iter().sum::<Decimal>(), graduated.charge(units));
    }

    #[test]
    fn floats_agree_with_decimals(charge in charge(), units in quantity()) {
        let exact = Priced::<Decimal>::new(&charge).charge(units);
        let float = Priced::<f64>::new(&charge).charge(units.to_f64());
        prop_assert!(near(float, exact), "{float} is not {exact}");
    }

    #[test]
    fn a_bill_is_its_fast_path(
        charges in prop::collection::vec((charge(), any::<bool>()), 0..5),
        quantities in (quantity(), quantity()),
        discount in 0i64..90,
        minimum in prop::option::of(price()),
        maximum in prop::option::of(price()),
        annual in any::<bool>(),
        least in quantity(),
        ramp in 0i64..300,
        off in prop::option::of(off()),
    ) {
        let placed = |(charge, usage)| on_meter(charge, if usage { "calls" } else { "seats" });
        let charges: Vec<_> = charges.into_iter().map(placed).collect();
        let named: Vec<_> = charges.iter().map(|charge| ("Charge", charge)).collect();
        let meters = [Meter { minimum: least, ..METERS[0] }, METERS[1]];
        let reductions = off.map(|off| Reduction { name: "Coupon", off });
        let offer = Offer {
            charges: &named,
            meters: &meters,
            annual_discount: Decimal::new(discount, 2),
            ramp: Decimal::new(ramp, 2),
            reductions: reductions.as_slice(),
            minimum,
            maximum,
            currency: Currency::USD,
        };
        let interval = if annual { Interval::Annual } else { Interval::Monthly };
        let quantities = [quantities.0, quantities.1];
        let bill = bill(&offer, &quantities, interval, Locale::EN_US);
        let (recurring, usage) = Terms::<Decimal>::new(&offer, interval).recurring_and_usage(&quantities);
        let part = |wanted| -> Decimal {
            let lines = bill.lines.iter().chain(&bill.monthly);
            lines.filter(|line| line.recurring == wanted).map(|line| line.amount).sum()
        };
        prop_assert_eq!((part(true), part(false)), (recurring, usage));
        prop_assert_eq!(bill.total + bill.monthly_total, recurring + usage);
        prop_assert!(recurring >= Decimal::ZERO && usage >= Decimal::ZERO);
        prop_assert!(bill.lines.iter().chain(&bill.monthly).all(|line| line.amount == line.amount.to_places(2)));
        if !annual {
            let least = minimum.unwrap_or_default().to_places(2);
            prop_assert!(bill.total >= least);
            prop_assert!(maximum.is_none_or(|most| bill.total <= most.to_places(2).max(least)));
        }
        let floats = Terms::<f64>::new(&offer, interval).recurring_and_usage(&quantities.map(Number::to_f64));
        let cents = 0.01 * (charges.len() + 2) as f64 * 13.0;
        let gap = (floats.0 - recurring.to_f64()).abs();
        prop_assert!(gap <= cents + 1e-9 * floats.0, "{} is not {recurring}", floats.0);
    }

    #[test]
    fn a_linear_price_is_expected_to_cost_what_the_mean_costs(
        price in price(),
        mean in 0.1f64..1e6,
        spread in 0.0f64..3.0,
    ) {
        let charge = Charge::PerUnit { meter: "seats".into(), price };
        let named = [("Seats", &charge)];
        let offer = Offer { charges: &named, ..EMPTY };
        let terms = Terms::<f64>::new(&offer, Interval::Monthly);
        let (recurring, usage) = terms.expected(&[mean], &[size_points(spread)]);
        let linear = mean * price.to_f64();
        prop_assert!((recurring - linear).abs() <= 1e-12 * linear);
        prop_assert_eq!(usage, 0.0);
    }
}

/// Above any unit price that `price` generates.
const HIGHEST: Decimal = Decimal::ONE_HUNDRED;

const METERS: [Meter<'static>; 2] = [
    Meter { id: "seats", name: "Seats", unit: "Seat", recurring: true, minimum: Decimal::ZERO },
    Meter { id: "calls", name: "API calls", unit: "API call", recurring: false, minimum: Decimal::ZERO },
];

const EMPTY: Offer<'static> = Offer::of(&[], &METERS, Currency::USD);

fn on_meter(mut charge: Charge, to: &str) -> Charge {
    match &mut charge {
        Charge::Flat { .. } => {}
        Charge::PerUnit { meter, .. }
        | Charge::Graduated { meter, .. }
        | Charge::Volume { meter, .. }
        | Charge::Package { meter, .. }
        | Charge::Stairstep { meter, .. }
        | Charge::Allowance { meter, .. } => *meter = to.to_owned(),
    }
    charge
}

/// Words of the one line for a charge in JSON over seats.
fn words(json: &str, units: &str) -> (String, String) {
    let charge: Charge = serde_json::from_str(json).unwrap();
    let bill =
        bill(&Offer { charges: &[("It", &charge)], ..EMPTY }, &[decimal(units)], Interval::Monthly, Locale::EN_US);
    (bill.lines[0].words.clone(), bill.total.to_string())
}

#[test]
fn lines_say_how_the_amount_came_about() {
    const GRADUATED: &str = r#"{"model":"graduated","meter":"seats","tiers":[
        {"up_to":"5","unit":"0","flat":"100"},{"up_to":"10","unit":"4","flat":"20"},
        {"up_to":null,"unit":"3","flat":"0"}]}"#;
    const VOLUME: &str = r#"{"model":"volume","meter":"seats","tiers":[
        {"up_to":"10","unit":"4","flat":"20"},{"up_to":"15","unit":"3","flat":"30"},
        {"up_to":null,"unit":"1","flat":"0"}]}"#;
    const PACKAGE: &str = r#"{"model":"package","meter":"seats","size":"60","price":"10","free":"0"}"#;
    const STAIRS: &str = r#"{"model":"stairstep","meter":"seats","steps":[
        {"up_to":"1000","price":"99"},{"up_to":null,"price":"499.5"}]}"#;
    const ALLOWANCE: &str = r#"{"model":"allowance","meter":"seats","fee":"49","included":"1000","price":"0.05"}"#;
    let cases = [
        (r#"{"model":"flat","amount":"49"}"#, "3", "$49.00 a month", "49"),
        (r#"{"model":"per_unit","meter":"seats","price":"8"}"#, "12", "12 seats × $8.00", "96"),
        (r#"{"model":"per_unit","meter":"seats","price":"0.000065"}"#, "1", "1 seat × $0.000065", "0.00"),
        (GRADUATED, "3", "3 seats: $100.00 flat", "100"),
        (GRADUATED, "7", "first 5 seats: $100.00 flat; next 2 × $4.00 + $20.00 flat", "128"),
        (GRADUATED, "12", "first 5 seats: $100.00 flat; next 5 × $4.00 + $20.00 flat; next 2 × $3.00", "146"),
        (VOLUME, "7", "7 seats × $4.00 + $20.00 flat (tier up to 10)", "48"),
        (VOLUME, "12", "12 seats × $3.00 + $30.00 flat (tier above 10 up to 15)", "66"),
        (VOLUME, "1600", "1,600 seats × $1.00 (tier above 15)", "1600"),
        (PACKAGE, "150", "3 packages of 60 seats at $10.00", "30"),
        (PACKAGE, "60", "1 package of 60 seats at $10.00", "10"),
        (STAIRS, "250", "250 seats, in the step up to 1,000: $99.00", "99"),
        (STAIRS, "2500", "2,500 seats, in the step above 1,000: $499.50", "499.5"),
        (ALLOWANCE, "400", "400 of 1,000 seats included in $49.00", "49"),
        (ALLOWANCE, "1200", "1,000 seats included in $49.00; 200 more × $0.05", "59.00"),
    ];
    for (json, units, expected, amount) in cases {
        let (said, total) = words(json, units);
        assert_eq!((said.as_str(), decimal(&total)), (expected, decimal(amount)));
    }
}

#[test]
fn an_annual_bill_is_paid_up_front_and_usage_monthly() {
    let seats = Charge::PerUnit { meter: "seats".into(), price: decimal("9.99") };
    let calls =
        Charge::Package { meter: "calls".into(), size: decimal("1000"), price: decimal("2"), free: decimal("500") };
    let base = Charge::Flat { amount: decimal("49") };
    let charges = [("Base", &base), ("Seats", &seats), ("Calls", &calls)];
    let offer = Offer { charges: &charges, annual_discount: decimal("0.2"), ..EMPTY };
    let quantities = [decimal("7"), decimal("2600")];
    let year = bill(&offer, &quantities, Interval::Annual, Locale::EN_US);
    let shown = |lines: &[Line]| -> Vec<String> {
        lines.iter().map(|l| format!("{}: {} = {}", l.label, l.words, l.amount)).collect()
    };
    let first = "Base: $49.00 a month; 12 months, less 20\u{a0}% = 470.4";
    assert_eq!(shown(&year.lines), [first, "Seats: 7 seats × $9.99; 12 months, less 20\u{a0}% = 671.33"]);
    assert_eq!(shown(&year.monthly), ["Calls: 3 packages of 1,000 API calls at $2.00, after 500 free = 6"]);
    assert_eq!((year.total, year.monthly_total), (decimal("1141.73"), decimal("6")));

    let least = bill(&Offer { minimum: Some(decimal("120")), ..offer }, &quantities, Interval::Annual, Locale::EN_US);
    assert_eq!(least.total, decimal("1368.00"), "12 × 120 less 12 × 6 of usage");
    let most = bill(&Offer { maximum: Some(decimal("90")), ..offer }, &quantities, Interval::Annual, Locale::EN_US);
    assert_eq!((most.total, most.monthly_total), (decimal("1080"), Decimal::ZERO), "usage is cut before licences");
    let month = bill(&Offer { maximum: Some(decimal("121")), ..offer }, &quantities, Interval::Monthly, Locale::EN_US);
    assert_eq!(month.total, decimal("121"));
    assert_eq!(month.lines[3].words, "the most a customer pays is $121.00 a month");
}

#[test]
fn terms_are_said_on_the_line_they_change() {
    let seats = Charge::PerUnit { meter: "seats".into(), price: decimal("8") };
    let calls = Charge::PerUnit { meter: "calls".into(), price: decimal("0.5") };
    let charges = [("Seats", &seats), ("Calls", &calls)];
    let meters = [Meter { minimum: decimal("10"), ..METERS[0] }, METERS[1]];
    let reductions = [
        Reduction { name: "Negotiated", off: Off::Share { share: decimal("0.25") } },
        Reduction { name: "Welcome", off: Off::Amount { amount: decimal("50") } },
    ];
    let offer = Offer { ramp: decimal("0.5"), reductions: &reductions, ..Offer::of(&charges, &meters, Currency::USD) };
    let shown = |units: &str| -> Vec<String> {
        let bill = bill(&offer, &[decimal(units), decimal("20")], Interval::Monthly, Locale::EN_US);
        bill.lines.iter().map(|l| format!("{}: {} = {}", l.label, l.words, l.amount).replace('\u{a0}', " ")).collect()
    };
    let expected = [
        "Seats: 10 seats × $8.00; 3 used, at least 10 billed; this year of the ramp at 50 % = 40.0",
        "Calls: 20 API calls × $0.50 = 10.0",
        "Negotiated: 25 % off $40.00 = -10.00",
        "Negotiated: 25 % off usage of $10.00 = -2.50",
        "Welcome: $50.00 off, at most the $30.00 = -30.00",
        "Welcome: $50.00 off, at most the usage of $7.50 = -7.50",
    ];
    assert_eq!(shown("3"), expected);
    assert_eq!(shown("40")[0], "Seats: 40 seats × $8.00; this year of the ramp at 50 % = 160.0");
    assert_eq!(shown("40")[4..], ["Welcome: $50.00 off $120.00 = -50"]);
}
