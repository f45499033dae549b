//! This file tests invoices whole: stubs, changes, what was billed before, coupons and tax together.

use rust_decimal::Decimal;

use super::*;
use crate::date::Moment;
use crate::number::Currency;
use crate::number::Locale;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::Meter;
use crate::pricing::Off;
use crate::pricing::Offer;
use crate::pricing::PriceModel;

fn exact(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

const METERS: &[Meter] = &[
    Meter { id: "seats", name: "Seats", unit: "seat", recurring: true, minimum: Decimal::ZERO },
    Meter { id: "calls", name: "Calls", unit: "call", recurring: false, minimum: Decimal::ZERO },
];

/// A plan with a fee, a price for seats and one for calls.
fn charges(fee: &str, seat: &str, call: &str) -> [Charge; 3] {
    let per = |meter: &str, price: &str| PriceModel::PerUnit { meter: meter.to_owned(), price: exact(price) }.into();
    [PriceModel::Flat { amount: exact(fee) }.into(), per("seats", seat), per("calls", call)]
}

fn with_offer<T>(charges: &[Charge; 3], bounds: [Option<&str>; 2], then: impl FnOnce(&Offer) -> T) -> T {
    let charges: Vec<_> = ["Platform", "Seats", "Calls"].into_iter().zip(charges).collect();
    let [minimum, maximum] = bounds.map(|bound| bound.map(exact));
    let currency = Currency::USD;
    let annual_discount = exact("0.1");
    then(&Offer { annual_discount, minimum, maximum, ..Offer::of(&charges, METERS, currency) })
}

fn order<'a>(offers: &'a [&'a Offer<'a>], quantities: &'a [Decimal]) -> Order<'a> {
    Order {
        offers,
        quantities,
        interval: Interval::Monthly,
        stretches: &[],
        convention: Convention::ActualDays,
        included: Included::Whole,
        replaced: None,
        billed: Decimal::ZERO,
        coupons: &[],
        tax: None,
        locale: Locale::EN_US,
    }
}

fn stretches(day: u32, months: u32, from: &str, until: &str) -> Vec<Stretch> {
    let moment = |text: &str| text.parse::<Moment>().unwrap();
    Cycle { day, second: 0, months }.stretches(moment(from), moment(until))
}

fn amounts(statement: &Statement) -> Vec<String> {
    statement.lines.iter().map(|line| format!("{:.2}", line.amount)).collect()
}

#[test]
fn a_stub_prorates_what_recurs_and_bills_usage_as_used() {
    let charges = charges("10", "8", "0.01");
    let quantities = [exact("12"), exact("500")];
    with_offer(&charges, [None, None], |offer| {
        let offers = [offer];
        let stub = stretches(1, 1, "2027-01-15", "2027-02-01");
        let bill = |convention| {
            let order = Order { stretches: &stub, convention, ..order(&offers, &quantities) };
            invoice(&order).unwrap().now
        };
        let actual = bill(Convention::ActualDays);
        // 17 of 31 days: 5.4839, 52.6452; of 30 days: 30 − 15 + 1 = 16 of 30: 5.3333, 51.20.
        assert_eq!(amounts(&actual), ["5.48", "52.65", "5.00"]);
        assert_eq!(actual.lines[1].words, "12 seats × $8.00; 17 of 31 days");
        assert_eq!(actual.lines[2].words, "500 calls × $0.01; as used, what is included is not prorated");
        assert_eq!(amounts(&bill(Convention::FixedThirty)), ["5.33", "51.20", "5.00"]);
        let months = stretches(1, 1, "2027-01-15", "2027-03-08");
        let order = Order { stretches: &months, ..order(&offers, &quantities) };
        let all = invoice(&order).unwrap().now;
        assert_eq!(amounts(&all), ["5.48", "52.65", "5.00", "10.00", "96.00", "5.00", "2.26", "21.68", "5.00"]);
        assert_eq!(all.lines[3].words.split(':').next(), Some("1 Feb 2027 to 1 Mar 2027"));
    });
}

/// The least of a charge is on a line of its own, in a part of a period as Lago prorates a commitment: 17 of 31 days of 100
/// are 54.84, less what the charge itself comes to.
#[test]
fn the_least_of_a_charge_is_a_line_in_words() {
    let [flat, mut seats, mut calls] = charges("10", "8", "0.01");
    (seats.adjust.minimum, calls.adjust.minimum) = (Some(exact("100")), Some(exact("31")));
    let quantities = [exact("6"), exact("500")];
    with_offer(&[flat, seats, calls], [None, None], |offer| {
        let offers = [offer];
        let whole = invoice(&order(&offers, &quantities)).unwrap().now;
        assert_eq!(amounts(&whole), ["10.00", "48.00", "52.00", "5.00", "26.00"]);
        assert_eq!(whole.lines[2].label, "Seats: true-up");
        assert_eq!(whole.lines[2].words, "what is missing from the least of this charge, $100.00 a month");
        let stub = stretches(1, 1, "2027-01-15", "2027-02-01");
        let part = invoice(&Order { stretches: &stub, ..order(&offers, &quantities) }).unwrap().now;
        // 17 of 31 days of 48 and of 100; of the least of usage 31, from which the usage itself is taken.
        assert_eq!(amounts(&part), ["5.48", "26.32", "28.52", "5.00", "12.00"]);
        assert!(part.lines[2].words.ends_with("; 17 of 31 days"), "{}", part.lines[2].words);
        let year = Order { interval: Interval::Annual, ..order(&offers, &quantities) };
        let year = invoice(&year).unwrap();
        assert_eq!(amounts(&year.now), ["108.00", "518.40", "681.60"]);
        assert_eq!(amounts(&year.monthly.unwrap()), ["5.00", "26.00"]);
    });
}

/// Source: getlago/lago-api, spec/scenarios/commitments/minimum/in_arrears_spec.rb: a commitment of 10,000.00 and a
/// fee of 1,000.00 over 334 of 365 days leave 8,235.61, not 8,235.62.
#[test]
fn bounds_are_prorated_and_rounded_before_they_are_subtracted() {
    let quantities = [Decimal::ZERO, Decimal::ZERO];
    let (fee, least) = ((exact("1000") / exact("10.8")).to_string(), (exact("10000") / exact("12")).to_string());
    with_offer(&charges(&fee, "8", "0"), [Some(&least), None], |offer| {
        let offers = [offer];
        let interval = Interval::Annual;
        let convention = Convention::InclusiveDays;
        let whole = Span { from: "2026-01-01".parse().unwrap(), until: "2027-01-01".parse().unwrap() };
        let stub = Stretch { used: Span { from: "2026-02-01".parse().unwrap(), ..whole }, whole, months: 12 };
        let order = Order { interval, convention, stretches: &[stub], ..order(&offers, &quantities) };
        let bill = invoice(&order).unwrap().now;
        assert_eq!(
            (amounts(&bill), bill.total),
            (vec!["915.07".into(), "0.00".into(), "8235.61".into()], exact("9150.68"))
        );
    });
    with_offer(&charges("100", "0", "1"), [None, Some("60")], |offer| {
        let offers = [offer];
        let half = stretches(1, 1, "2027-02-15", "2027-03-01");
        let quantities = [Decimal::ZERO, exact("40")];
        let bill = invoice(&Order { stretches: &half, ..order(&offers, &quantities) }).unwrap().now;
        // 50.00 for the half month and 40.00 of usage, at most 30.00: usage is cut first.
        assert_eq!(
            (amounts(&bill), bill.total),
            (vec!["50.00".into(), "0.00".into(), "40.00".into(), "-40.00".into(), "-20.00".into()], exact("30"))
        );
    });
}

/// Sources: docs.stripe.com/billing/subscriptions/prorations (10 to 20 at half the period costs 5 now);
/// getlago/lago-api, spec/scenarios/invoices/invoices_spec.rb (6 of 31 days of 10.00 and 20 % tax are 2.33).
#[test]
fn changes_credits_and_taxes_add_up() {
    let quantities = [Decimal::ONE, Decimal::ZERO];
    let half = stretches(1, 1, "2027-02-15", "2027-03-01");
    with_offer(&charges("0", "10", "0"), [None, None], |old| {
        let offers = [old];
        with_offer(&charges("0", "20", "0"), [None, None], |new| {
            let replaced = Some(Replaced { name: "Team", offer: old, quantities: &quantities });
            let bill = invoice(&Order { stretches: &half, replaced, ..order(&[new], &quantities) }).unwrap().now;
            assert_eq!(bill.total, exact("5"));
            assert_eq!((bill.lines[1].label.as_str(), bill.lines[1].amount), ("Team: Seats", exact("-5")));
        });
        let days = stretches(1, 1, "2027-01-26", "2027-02-01");
        let taxed = Order { stretches: &days, tax: Some(exact("0.2")), ..order(&offers, &quantities) };
        let bill = invoice(&taxed).unwrap().now;
        assert_eq!((bill.subtotal, bill.total), (exact("1.94"), exact("2.33")));
    });
}

#[test]
fn coupons_are_spread_to_the_cent_and_earlier_bills_taken_off() {
    let quantities = [exact("3"), exact("1000")];
    with_offer(&charges("10", "7.77", "0.01"), [None, None], |offer| {
        let offers = [offer];
        let coupon = |name: &str, off, used| Coupon { name: name.to_owned(), off, used: exact(used), lines: None };
        let (share, amount) = (Off::Share { share: exact("0.2") }, Off::Amount { amount: exact("10") });
        let coupons = [coupon("WELCOME", share, "0"), coupon("TEN", amount, "6")];
        let order = Order { coupons: &coupons, tax: Some(exact("0.19")), ..order(&offers, &quantities) };
        let bill = invoice(&order).unwrap().now;
        // 10 + 23.31 + 10 = 43.31; 20 % is 8.66, and 4.00 of the second coupon is left.
        let off: Vec<_> = bill.discounts.iter().map(|line| line.amount.to_string()).collect();
        assert_eq!((bill.subtotal, off), (exact("43.31"), vec!["-8.66".to_owned(), "-4.00".to_owned()]));
        assert_eq!(bill.discounts[0].words, "20\u{a0}% off: Platform $2.00, Seats $4.66, Calls $2.00");
        let tax = bill.tax.as_ref().unwrap().amount;
        assert_eq!(bill.total, exact("30.65") + tax);
        let billed = Order { billed: exact("43.31"), ..order };
        assert_eq!(invoice(&billed).unwrap().now.total, Decimal::ZERO);
        let credit = Order { billed: exact("50"), coupons: &[], ..order };
        // A credit is taxed as its lines are: −6.69 and its tax.
        assert_eq!(invoice(&credit).unwrap().now.subtotal, exact("-6.69"));
        let annual = invoice(&Order { interval: Interval::Annual, ..order }).unwrap();
        let monthly = annual.monthly.unwrap();
        assert_eq!((monthly.subtotal, monthly.discounts.len()), (exact("10.00"), 1));
    });
}

#[test]
fn what_no_ledger_holds_is_refused() {
    with_offer(&charges("0", "1000000000", "0"), [None, None], |offer| {
        let offers = [offer];
        let quantities = [exact("1000000000000"), Decimal::ZERO];
        assert_eq!(invoice(&order(&offers, &quantities)), Err(Immense));
        assert_eq!(cost_a_month(&offers, &quantities, Interval::Annual), Err(Immense));
        assert_eq!(cost_a_month(&offers, &[Decimal::ONE], Interval::Annual), Ok(exact("900000000")));
    });
}

/// Of 1,000 calls 600 are included in a fee of $60; each beyond is $0.10. In 15 of 30 days 300 are, for $30: the other 700 cost
/// $70. By the usual convention all 600 are, for all of the fee.
#[test]
fn what_is_included_is_prorated_where_that_is_asked_for() {
    let (fee, included, price) = (exact("60"), exact("600"), exact("0.1"));
    let calls = PriceModel::Allowance { meter: "calls".into(), fee, included, price }.into();
    let named = [("Calls", &calls)];
    let offer = Offer::of(&named, METERS, Currency::USD);
    let (offers, quantities) = ([&offer], [Decimal::ZERO, exact("1000")]);
    let half = stretches(1, 1, "2027-04-01", "2027-04-16");
    let of = |included| invoice(&Order { included, stretches: &half, ..order(&offers, &quantities) }).unwrap().now;
    let (whole, part) = (of(Included::Whole), of(Included::Prorated));
    assert_eq!((amounts(&whole), amounts(&part)), (vec!["100.00".to_owned()], vec!["100.00".to_owned()]));
    let fewer = [Decimal::ZERO, exact("400")];
    let of = |included| invoice(&Order { included, stretches: &half, ..order(&offers, &fewer) }).unwrap().now;
    assert_eq!(amounts(&of(Included::Whole)), ["60.00"], "400 are within the 600");
    assert_eq!(amounts(&of(Included::Prorated)), ["40.00"], "30 and 100 × 0.10");
    assert!(part.lines[0].words.ends_with("as used, what is included is for 15 of 30 days"), "{}", part.lines[0].words);
    assert!(whole.lines[0].words.ends_with("what is included is not prorated"), "{}", whole.lines[0].words);
    let year = Order { interval: Interval::Annual, included: Included::Prorated, ..order(&offers, &fewer) };
    let monthly = invoice(&Order { stretches: &stretches(1, 12, "2027-04-01", "2027-10-01"), ..year }).unwrap().monthly;
    assert_eq!(amounts(&monthly.unwrap()), ["60.00"], "usage beside a year paid up front is that of whole months");
}
