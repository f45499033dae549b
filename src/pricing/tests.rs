//! This file holds the laws of bills, on generated charges, and the words of bills.

use proptest::prelude::*;

use super::any::*;
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

fn near(float: f64, exact: Decimal) -> bool {
    let exact = exact.to_f64();
    (float - exact).abs() <= 1e-9 * exact.abs().max(1e-6)
}

proptest! {
    #[test]
    fn amounts_are_never_negative_and_rise_with_quantity(
        charge in charge(),
        low in (quantity(), quantity()),
        more in (quantity(), quantity()),
    ) {
        let priced = Priced::<Decimal>::new(&charge);
        let above = priced.charge(&[low.0 + more.0, low.1 + more.1]);
        let below = priced.charge(&[low.0, low.1]);
        prop_assert!(below >= Decimal::ZERO && above >= Decimal::ZERO);
        prop_assert!(!charge.model.falls().is_empty() || may_fall(&charge.model) || above >= below, "{below} then {above}");
        prop_assert_eq!(priced.charge(&[-more.0, -more.1]), priced.charge(&[]));
        let most = charge.most(|meter| if meter == "m" { low.0.to_f64() } else { low.1.to_f64() });
        prop_assert!(below.to_f64() <= most * (1.0 + 1e-9), "{below} is more than {most}");
    }

    #[test]
    fn a_charge_comes_back_from_json(charge in charge()) {
        let json = serde_json::to_value(&charge).unwrap();
        prop_assert_eq!(crate::shape::verify(&json, &Charge::SHAPE, ""), vec![]);
        prop_assert_eq!(serde_json::from_value::<Charge>(json).unwrap(), charge);
    }

    #[test]
    fn volume_falls_only_where_it_says(tiers in some_tiers()) {
        let volume = Volume::<Decimal>::new(&tiers);
        let falls = PriceModel::Volume { meter: "m".into(), tiers: tiers.clone(), by_end: None }.falls();
        for (at, bound) in tiers[..tiers.len() - 1].iter().enumerate().filter_map(|(at, tier)| Some((at, tier.up_to?))) {
            let step = decimal("0.000000000001");
            let fallen = volume.charge(bound + step) < volume.charge(bound);
            let said = falls.iter().any(|fall| fall.row == at && fall.bound == Some(bound));
            prop_assert!(said || !fallen, "{bound}");
        }
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
        let allowance = PriceModel::Allowance { meter: meter.clone(), fee, included, price };
        let graduated = PriceModel::Graduated { meter, tiers };
        let amount = |model: PriceModel| Priced::<Decimal>::new(&model.into()).charge(&[units]);
        prop_assert_eq!(amount(allowance), amount(graduated));
    }

    #[test]
    fn graduated_tiers_sum_to_the_amount(tiers in some_tiers(), units in quantity()) {
        let graduated = Graduated::<Decimal>::new(&tiers);
        prop_assert_eq!(graduated.by_tier(units).into_iter().sum::<Decimal>(), graduated.charge(units));
    }

    #[test]
    fn floats_agree_with_decimals(charge in charge(), units in (quantity(), quantity())) {
        let exact = Priced::<Decimal>::new(&charge).charge(&[units.0, units.1]);
        let float = Priced::<f64>::new(&charge).charge(&[units.0.to_f64(), units.1.to_f64()]);
        let scale = charge.adjust.discount_amount.unwrap_or_default() + exact;
        prop_assert!(near(float - exact.to_f64() + scale.to_f64(), scale), "{float} is not {exact}");
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
            transactions: &[],
            ends: &[],
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
}

/// Whether more units may cost less though no bound says so: blocks of one tier end unevenly.
fn may_fall(model: &PriceModel) -> bool {
    matches!(model, PriceModel::Volume { .. } | PriceModel::VolumeBlocks { .. })
}

const METERS: [Meter<'static>; 2] = [
    Meter { id: "seats", name: "Seats", unit: "Seat", recurring: true, minimum: Decimal::ZERO },
    Meter { id: "calls", name: "API calls", unit: "API call", recurring: false, minimum: Decimal::ZERO },
];

const EMPTY: Offer<'static> = Offer::of(&[], &METERS, Currency::USD);

/// The charge with `m` being one of the offer's meters and `n` the other.
fn on_meter(charge: Charge, to: &str) -> Charge {
    let other = if to == "seats" { "calls" } else { "seats" };
    let json = serde_json::to_string(&charge).unwrap();
    let json = json.replace("\"m\"", &format!("\"{to}\"")).replace("\"n\"", &format!("\"{other}\""));
    serde_json::from_str(&json).unwrap()
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
    const BLOCKS: &str = r#"{"model":"graduated_blocks","meter":"seats","blocks":[
        {"up_to":"1000","size":"100","price":"10"},{"up_to":null,"size":"500","price":"40"}]}"#;
    const CAPACITY: &str = r#"{"model":"capacity","capacity":[
        {"limits":{"seats":"10","calls":"500"},"price":"20"},{"limits":{},"price":"50"}]}"#;
    const CREDITS: &str =
        r#"{"model":"credits","meter":"seats","included":"500","size":"500","price":"10","expiry":12}"#;
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
        (
            r#"{"model":"per_unit","meter":"seats","price":"10","divide_by":"1000","round":"up","free_units":"0.5"}"#,
            "1400",
            "1,400 ÷ 1,000 rounded up = 2; 0.5 off; 1.5 seats × $10.00",
            "15",
        ),
        (
            r#"{"model":"per_unit","meter":"seats","price":"10","discount_share":"0.5","maximum":"65"}"#,
            "20",
            "20 seats × $10.00; less 50\u{a0}%; at most $65.00",
            "65",
        ),
        (
            r#"{"model":"per_unit","meter":"seats","price":"10","discount_amount":"15","minimum":"100"}"#,
            "10",
            "10 seats × $10.00; less $15.00",
            "100",
        ),
        (BLOCKS, "1001", "1,001 seats: 10 blocks of 100 at $10.00 + 1 block of 500 at $40.00", "140"),
        (CAPACITY, "12", "12 seats, 0 API calls: step 2 (above 10 seats), $50.00", "50"),
        (CREDITS, "700", "700 seats, 500 included; 0.4 packs of 500 a month on average at $10.00", "4"),
        (
            CREDITS,
            "510",
            "510 seats, 500 included; 0.0833 packs of 500 a month on average at $10.00, $0.63 of it for credits that lapse",
            "0.83",
        ),
        (
            r#"{"model":"percentage","meter":"seats","rate":"0.029","free_volume":"100"}"#,
            "1100",
            "2.9\u{a0}% of $1,000.00 after $100.00 free",
            "29.000",
        ),
        (
            r#"{"model":"graduated_percentage","meter":"seats","rates":[
                {"up_to":"1000","rate":"0.05","flat":"0"},{"up_to":null,"rate":"0.03","flat":"2"}]}"#,
            "1500",
            "5\u{a0}% of $1,000.00; 3\u{a0}% of the next $500.00 + $2.00",
            "67",
        ),
        (r#"{"model":"cost_plus","meter":"seats","multiplier":"1.25"}"#, "80", "$80.00 of cost × 1.25", "100"),
        (ALLOWANCE, "400", "400 of 1,000 seats included in $49.00", "49"),
        (ALLOWANCE, "1200", "1,000 seats included in $49.00; 200 more × $0.05", "59.00"),
    ];
    for (json, units, expected, amount) in cases {
        let (said, total) = words(json, units);
        assert_eq!((said.as_str(), decimal(&total)), (expected, decimal(amount)));
    }
}

const CALLS: &str = r#"{"model":"package","meter":"calls","size":"1000","price":"2","free":"500"}"#;

#[test]
fn an_annual_bill_is_paid_up_front_and_usage_monthly() {
    let seats = Charge::from(PriceModel::PerUnit { meter: "seats".into(), price: decimal("9.99") });
    let calls: Charge = serde_json::from_str(CALLS).unwrap();
    let base = Charge::from(PriceModel::Flat { amount: decimal("49") });
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
    let seats = Charge::from(PriceModel::PerUnit { meter: "seats".into(), price: decimal("8") });
    let calls = Charge::from(PriceModel::PerUnit { meter: "calls".into(), price: decimal("0.5") });
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
