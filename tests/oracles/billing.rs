//! This file computes the rows of the tables `billing` and `proration`: parts of periods, credits, coupons, tax, deferral.

use planwright::billing::CONVENTIONS;
use planwright::billing::Convention;
use planwright::billing::Coupon;
use planwright::billing::Cycle;
use planwright::billing::Portion;
use planwright::billing::Span;
use planwright::billing::change;
use planwright::billing::deferred_after;
use planwright::billing::exact_discounts;
use planwright::billing::minor_discounts;
use planwright::billing::recognised;
use planwright::billing::taxed;
use planwright::billing::true_up;
use planwright::date::Date;
use planwright::date::Moment;
use planwright::number::Currency;
use planwright::number::Decimal;
use planwright::number::Rounding;
use planwright::number::round;
use planwright::pricing::Off;
use serde_json::Value;

use crate::outcome::Outcome;
use crate::row::Row;
use crate::row::decimal;

/// Inputs that say which part of a period is meant.
const PART: [&str; 15] = [
    "kind",
    "currency",
    "fraction",
    "fraction_remaining",
    "days",
    "unused_days",
    "days_in_period",
    "seconds",
    "seconds_in_period",
    "period_start",
    "period_end",
    "from_",
    "to",
    "inclusive",
    "convention",
];

/// The figures of a row.
pub fn compute(row: &Row) -> Option<Outcome> {
    match row.text("kind")? {
        "upgrade" | "downgrade" => changed(row),
        "prorated_amount_minor" | "prorated_amount_minor_dates" => {
            let amount = round(portion(row)?.of(row.decimal("price_minor")?), 0, Rounding::HalfUp);
            allowed(row, &["price_minor"], Outcome::default().with("amount_minor", amount))
        }
        "prorated_line_then_tax_minor" | "credit_note_minor" => line_and_tax(row),
        "commitment_true_up_minor" => {
            let (least, fee) = (row.decimal("commitment_minor")?, row.decimal("fee_minor")?);
            let missing = true_up(least, fee, &portion(row)?, 0);
            allowed(row, &["commitment_minor", "fee_minor"], Outcome::default().with("true_up_minor", missing))
        }
        "coupon_amount_off_minor" | "coupon_percent_off_minor" => coupon(row),
        "coupon_allocation_minor" => allocation(row),
        "deferral_monthly" => by_month(row),
        "deferral_daily" => by_day(row),
        "stubs" => stubs(row),
        _ => None,
    }
}

fn allowed(row: &Row, inputs: &[&str], outcome: Outcome) -> Option<Outcome> {
    row.only(&[&PART[..], inputs].concat()).then_some(outcome)
}

/// The part of a period: a fraction, days or seconds of those of the period, or dates within it.
fn portion(row: &Row) -> Option<Portion> {
    if let Some(fraction) = row.first(&["fraction", "fraction_remaining"]) {
        return Some(Portion::days(fraction, Decimal::ONE));
    }
    if let Some(used) = row.first(&["days", "unused_days"]) {
        return Some(Portion::days(used, row.decimal("days_in_period")?));
    }
    if let Some(used) = row.decimal("seconds") {
        return Some(Portion::days(used, row.decimal("seconds_in_period")?));
    }
    let inclusive = row.inputs.get("inclusive").is_some_and(|inclusive| inclusive == true);
    let convention = if inclusive { Convention::InclusiveDays } else { convention(row)? };
    let moment = |key: &str| row.text(key)?.parse::<Moment>().ok();
    let span =
        |from: &str, to: &str| Some(Span { from: convention.start(moment(from)?), until: convention.end(moment(to)?) });
    let (used, whole) = (span("from_", "to")?, span("period_start", "period_end")?);
    let months = whole.until.date.month().since(whole.from.date.month());
    Some(convention.portion(used, whole, months.max(1).unsigned_abs()))
}

fn convention(row: &Row) -> Option<Convention> {
    let key = row.text("convention").unwrap_or("actual");
    CONVENTIONS.iter().find(|(known, _, _)| *known == key).map(|(_, _, convention)| *convention)
}

fn percent(row: &Row, key: &str) -> Option<Decimal> {
    Some(row.decimal(key)? / Decimal::ONE_HUNDRED)
}

fn changed(row: &Row) -> Option<Outcome> {
    let currency: Currency = row.text("currency").map_or(Some(Currency::USD), |code| code.parse().ok())?;
    let minor = row.inputs.contains_key("old_price_minor");
    let (old, new) = (row.first(&["old_price", "old_price_minor"])?, row.first(&["new_price", "new_price_minor"])?);
    let change = change(old, new, &portion(row)?, if minor { 0 } else { currency.minor_digits() });
    let mut outcome = Outcome::default();
    for (key, value) in [("credit", change.credit), ("debit", change.debit), ("net", change.net)] {
        outcome = outcome.with(key, value).with(&format!("{key}_minor"), value);
    }
    allowed(row, &["old_price", "old_price_minor", "new_price", "new_price_minor"], outcome)
}

fn line_and_tax(row: &Row) -> Option<Outcome> {
    let line = round(portion(row)?.of(row.decimal("price_minor")?), 0, Rounding::HalfUp);
    let tax = taxed(&[(line, percent(row, "tax_pct")?)], 0).total;
    let outcome = Outcome::default().with("line_minor", line).with("subtotal_minor", line);
    allowed(row, &["price_minor", "tax_pct"], outcome.with("tax_minor", tax).with("total_minor", line + tax))
}

/// A coupon for lines, as the row or an entry of its list says.
fn coupon_of(value: &Value, lines: Option<Vec<usize>>) -> Option<Coupon> {
    let of = |key: &str| value.get(key).and_then(decimal);
    let off = match (of("amount_off_minor"), of("percent_off")) {
        (Some(amount), None) => Off::Amount { amount },
        (None, Some(percent)) => Off::Share { share: percent / Decimal::ONE_HUNDRED },
        _ => return None,
    };
    Some(Coupon { name: String::new(), off, used: of("already_used_minor").unwrap_or_default(), lines })
}

fn coupon(row: &Row) -> Option<Outcome> {
    let base = row.decimal("base_minor")?;
    let coupon = coupon_of(&Value::Object(row.inputs.clone()), None)?;
    let discount = round(coupon.discount(base), 0, Rounding::HalfUp);
    let outcome = Outcome::default().with("discount_minor", discount).with("total_minor", base - discount);
    allowed(row, &["base_minor", "amount_off_minor", "already_used_minor", "percent_off"], outcome)
}

/// Several coupons over several lines; the source keeps the shares of lines unrounded and rounds the tax once.
fn allocation(row: &Row) -> Option<Outcome> {
    let lines = row.list("lines")?;
    let of = |line: &Value, key: &str| line.get(key).and_then(decimal);
    let amounts = lines.iter().map(|line| of(line, "amount_minor")).collect::<Option<Vec<_>>>()?;
    let rates = lines.iter().map(|line| of(line, "tax_pct").unwrap_or_default() / Decimal::ONE_HUNDRED);
    let place = |id: &Value| lines.iter().position(|line| line.get("id") == Some(id));
    let coupon = |coupon: &Value| {
        let lines = match coupon.get("applies_to") {
            None => None,
            Some(all) if all == "all" => None,
            Some(ids) => Some(ids.as_array()?.iter().map(place).collect::<Option<Vec<_>>>()?),
        };
        coupon_of(coupon, lines)
    };
    let coupons = row.list("coupons")?.iter().map(coupon).collect::<Option<Vec<_>>>()?;
    let summed = |shares: Vec<Vec<Decimal>>| -> Vec<Decimal> {
        (0..lines.len()).map(|line| shares.iter().map(|coupon| coupon[line]).sum()).collect()
    };
    let exact = summed(exact_discounts(&amounts, &coupons));
    let left = amounts.iter().zip(&exact).map(|(amount, discount)| *amount - *discount);
    let taxes = taxed(&left.zip(rates).collect::<Vec<_>>(), 0);
    let minor = summed(minor_discounts(&amounts, &coupons, 0));
    let subtotal = amounts.iter().sum::<Decimal>() - minor.iter().sum::<Decimal>();
    let outcome = Outcome::default()
        .with_list("line_discounts", exact)
        .with_list("line_discounts_minor", minor)
        .with_list("line_taxes", taxes.lines)
        .with("subtotal", subtotal)
        .with("tax_total", taxes.on_total)
        .with("total", subtotal + taxes.on_total);
    row.only(&["kind", "lines", "coupons"]).then_some(outcome)
}

fn by_month(row: &Row) -> Option<Outcome> {
    let (amount, months) = (row.decimal("amount")?, row.decimal("months")?);
    let asked = row.expected.get("deferred_after").and_then(Value::as_array).map_or(0, Vec::len);
    let deferred = (1..=asked).map(|month| deferred_after(amount, Decimal::from(month), months));
    let outcome = Outcome::default().with("recognised_per_month", recognised(amount, Decimal::ONE, months));
    row.only(&["kind", "amount", "months"]).then(|| outcome.with_list("deferred_after", deferred))
}

fn by_day(row: &Row) -> Option<Outcome> {
    let (amount, term) = (row.decimal("amount")?, row.decimal("term_days")?);
    let elapsed = row.list("elapsed_days")?.iter().map(decimal).collect::<Option<Vec<_>>>()?;
    let each =
        |what: fn(Decimal, Decimal, Decimal) -> Decimal| elapsed.iter().map(move |days| what(amount, *days, term));
    let rate = round(recognised(amount, Decimal::ONE, term), 2, Rounding::HalfUp);
    let outcome =
        Outcome::default().with_list("recognised", each(recognised)).with_list("deferred", each(deferred_after));
    let rounded_first = elapsed.iter().map(|days| rate * days);
    let outcome = outcome.with_list("recognised_if_daily_rate_rounded_first", rounded_first);
    row.only(&["kind", "amount", "term_days", "elapsed_days"]).then_some(outcome)
}

/// A subscription cut at its billing dates.
fn stubs(row: &Row) -> Option<Outcome> {
    let number = |key: &str| row.inputs.get(key)?.as_u64()?.try_into().ok();
    let date = |key: &str| row.text(key)?.parse::<Date>().ok();
    let convention = convention(row)?;
    let cycle = Cycle { day: number("billing_day")?, second: 0, months: number("months")? };
    let stretches = cycle.stretches(Moment::midnight(date("start")?), Moment::midnight(date("end")?));
    let fractions = stretches.iter().map(|stretch| stretch.portion(convention).fraction()).collect::<Vec<_>>();
    let outcome = Outcome::default().with("periods", fractions.iter().sum()).with_list("fractions", fractions);
    row.only(&["kind", "billing_day", "months", "start", "end", "convention"]).then_some(outcome)
}
