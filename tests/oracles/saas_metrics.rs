//! This file computes the rows of the table `saas_metrics`: each metric through the formula the projection uses.

use planwright::number::Decimal;
use planwright::projection::Movement;
use planwright::projection::formulas;
use planwright::projection::movement;
use serde_json::Map;
use serde_json::Value;

use crate::outcome::Outcome;
use crate::row::Row;
use crate::row::decimal;

/// The figures of a row.
pub fn compute(row: &Row) -> Option<Outcome> {
    match row.text("metric")? {
        "GRR" => value(formulas::grr(start(row)?, or_zero(row, "contraction"), or_zero(row, "churn"))?),
        "NRR" | "NDR" => {
            let (expansion, contraction) = (or_zero(row, "expansion"), or_zero(row, "contraction"));
            value(formulas::nrr(start(row)?, expansion, contraction, or_zero(row, "churn"))?)
        }
        "quick_ratio" => quick_ratio(row),
        "LTV" | "LTV_revenue_based" => ltv(row),
        "CAC" => value(formulas::ratio(
            row.first(&["sales_marketing", "sm", "spend"])?,
            row.first(&["new_customers", "customers_won"])?,
        )?),
        "CAC_payback_months" | "CAC_payback" => {
            let arpa = row.first(&["arpa_monthly", "arpa", "arpu"])?;
            value(formulas::cac_payback(row.decimal("cac")?, arpa, or_one(row, "gross_margin"))?)
        }
        "LTV_CAC" | "LTV:CAC" => value(formulas::ratio(row.decimal("ltv")?, row.decimal("cac")?)?),
        "magic_number" => magic_number(row),
        "burn_multiple" => value(formulas::burn_multiple(row.decimal("net_burn")?, row.decimal("net_new_arr")?)?),
        "rule_of_40" => {
            value(formulas::rule_of_40(row.first(&["growth_pct", "growth"])?, row.first(&["margin_pct", "margin"])?))
        }
        "gross_margin" => value(formulas::gross_margin(row.decimal("revenue")?, row.decimal("cogs")?)?),
        "MRR_from_ARR" => value(formulas::mrr_of(row.decimal("arr")?)),
        "ARR_from_MRR" | "ARR" => value(formulas::arr(row.decimal("mrr")?)),
        "ARPA" | "ARPU" => {
            value(formulas::arpa(row.decimal("mrr")?, row.first(&["active_customers", "customers", "accounts"])?)?)
        }
        "churn" => churn(row),
        "NRR_compound" | "GRR_compound" => {
            let monthly = row.first(&["monthly_nrr", "monthly_grr", "monthly"])?;
            value(formulas::compounded(monthly, row.decimal("months")?.try_into().ok()?)?)
        }
        "MRR_waterfall" => waterfall(row),
        _ => None,
    }
}

fn value(value: Decimal) -> Option<Outcome> {
    Some(Outcome::default().with("value", value))
}

fn or_zero(row: &Row, key: &str) -> Decimal {
    row.decimal(key).unwrap_or_default()
}

fn or_one(row: &Row, key: &str) -> Decimal {
    row.decimal(key).unwrap_or(Decimal::ONE)
}

fn start(row: &Row) -> Option<Decimal> {
    row.first(&["start_mrr", "mrr_start", "start_arr", "start"])
}

fn quick_ratio(row: &Row) -> Option<Outcome> {
    let (contraction, churn) = (or_zero(row, "contraction"), or_zero(row, "churn"));
    let sum = formulas::gross_new_mrr(or_zero(row, "new"), or_zero(row, "expansion"), or_zero(row, "reactivation"));
    let gained = row.decimal("gains").unwrap_or(sum);
    let lost = row.decimal("losses").unwrap_or(contraction + churn);
    let outcome = value(formulas::quick_ratio(gained, lost)?)?;
    Some(outcome.with("gross_new_mrr", gained).with("net_new_mrr", formulas::net_new_mrr(gained, lost, Decimal::ZERO)))
}

fn ltv(row: &Row) -> Option<Outcome> {
    let (arpa, churn) = (row.first(&["arpa", "arpu", "arpa_monthly"])?, row.first(&["monthly_churn", "churn"])?);
    let margin = or_one(row, "gross_margin");
    let outcome = value(formulas::ltv(arpa, margin, churn)?)?;
    Some(outcome.with("lifetime_months", formulas::lifetime(churn)?).with("contribution", arpa * margin))
}

fn magic_number(row: &Row) -> Option<Outcome> {
    let spent = row.first(&["prev_quarter_sm", "prior_quarter_sm"])?;
    let (now, before) = match row.first(&["qoq_recurring_revenue_delta", "revenue_delta"]) {
        Some(delta) => (delta, Decimal::ZERO),
        None => (row.decimal("current_quarter_revenue")?, row.decimal("prev_quarter_revenue")?),
    };
    value(formulas::magic_number(now, before, spent)?)
}

fn churn(row: &Row) -> Option<Outcome> {
    let share = |lost: &str, start: &str| formulas::churn(row.decimal(lost)?, row.decimal(start)?);
    let mut outcome = Outcome::default();
    for (name, lost, start) in
        [("logo_churn", "customers_lost", "customers_start"), ("gross_mrr_churn", "mrr_lost", "mrr_start")]
    {
        if let Some(share) = share(lost, start) {
            outcome = outcome.with(name, share);
        }
    }
    Some(outcome)
}

/// Subscriptions one customer holds: plan, whether yearly, how many.
type Held = Vec<(String, bool, Decimal)>;

fn waterfall(row: &Row) -> Option<Outcome> {
    let plans = row.inputs.get("plans")?.as_object()?;
    let (mut held, mut known, mut balance) = (Held::new(), false, Decimal::ZERO);
    let (mut names, mut deltas, mut balances) = (Vec::new(), Vec::new(), Vec::new());
    for event in row.list("events")? {
        happen(&mut held, event.as_str()?)?;
        let after = mrr(&held, plans)?;
        names.push(Value::from(name(movement(balance, after, known)?)));
        deltas.push(after - balance);
        (balance, known) = (after, true);
        balances.push(after);
    }
    let outcome = Outcome::default().put("movements", names.into());
    Some(outcome.with_list("deltas", deltas).with_list("balance", balances))
}

/// `4 gold yearly`, `+2 silver monthly`, `-2 silver monthly` or `cancel gold`.
fn happen(held: &mut Held, event: &str) -> Option<()> {
    match *event.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["cancel", plan] => held.retain(|(other, ..)| other != plan),
        [count, plan, interval] => {
            let count: Decimal = count.trim_start_matches('+').parse().ok()?;
            held.push((plan.to_owned(), matches!(interval, "yearly" | "annual"), count));
        }
        _ => return None,
    }
    Some(())
}

/// Plans are listed with their price a month and a year.
fn mrr(held: &Held, plans: &Map<String, Value>) -> Option<Decimal> {
    let one = |(plan, yearly, count): &(String, bool, Decimal)| {
        let price = decimal(plans.get(plan)?.as_array()?.get(usize::from(*yearly))?)?;
        Some(if *yearly { formulas::mrr_of(price * count) } else { price * count })
    };
    held.iter().map(one).sum()
}

fn name(movement: Movement) -> &'static str {
    match movement {
        Movement::NewBusiness => "new_business",
        Movement::Expansion => "expansion",
        Movement::Contraction => "contraction",
        Movement::Churn => "churn",
        Movement::Reactivation => "reactivation",
    }
}
