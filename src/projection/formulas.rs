//! This file holds the formulas of SaaS metrics, each once, on exact numbers; `None` where undefined.

use crate::number::Decimal;

/// `a ÷ b`, undefined where `b` is zero.
pub fn ratio(a: Decimal, b: Decimal) -> Option<Decimal> {
    if b.is_zero() { None } else { a.checked_div(b) }
}

/// Annual recurring revenue: 12 × MRR.
pub fn arr(mrr: Decimal) -> Decimal {
    mrr * Decimal::from(12)
}

/// MRR of an annual amount: ÷ 12.
pub fn mrr_of(arr: Decimal) -> Decimal {
    arr / Decimal::from(12)
}

/// Gross revenue retention: (start − contraction − churn) ÷ start.
pub fn grr(start: Decimal, contraction: Decimal, churn: Decimal) -> Option<Decimal> {
    ratio(start - contraction - churn, start)
}

/// Net revenue retention: (start + expansion − contraction − churn) ÷ start.
pub fn nrr(start: Decimal, expansion: Decimal, contraction: Decimal, churn: Decimal) -> Option<Decimal> {
    ratio(start + expansion - contraction - churn, start)
}

/// MRR gained: new + expansion + reactivation.
pub fn gross_new_mrr(new: Decimal, expansion: Decimal, reactivation: Decimal) -> Decimal {
    new + expansion + reactivation
}

/// Change of MRR: gained − contraction − churn.
pub fn net_new_mrr(gained: Decimal, contraction: Decimal, churn: Decimal) -> Decimal {
    gained - contraction - churn
}

/// Quick ratio: MRR gained ÷ MRR lost.
pub fn quick_ratio(gained: Decimal, lost: Decimal) -> Option<Decimal> {
    ratio(gained, lost)
}

/// Average MRR of a customer.
pub fn arpa(mrr: Decimal, customers: Decimal) -> Option<Decimal> {
    ratio(mrr, customers)
}

/// Share of the customers (or MRR) at the start that was lost.
pub fn churn(lost: Decimal, start: Decimal) -> Option<Decimal> {
    ratio(lost, start)
}

/// Gross margin: (revenue − cost of revenue) ÷ revenue.
pub fn gross_margin(revenue: Decimal, cogs: Decimal) -> Option<Decimal> {
    ratio(revenue - cogs, revenue)
}

/// Expected periods a customer stays at constant churn: 1 ÷ churn, the first period included.
pub fn lifetime(churn: Decimal) -> Option<Decimal> {
    ratio(Decimal::ONE, churn)
}

/// Lifetime value at constant churn: ARPA × gross margin ÷ churn.
pub fn ltv(arpa: Decimal, gross_margin: Decimal, churn: Decimal) -> Option<Decimal> {
    ratio(arpa.checked_mul(gross_margin)?, churn)
}

/// Months until the margin of a new customer has paid for winning it: CAC ÷ (ARPA × gross margin).
pub fn cac_payback(cac: Decimal, arpa: Decimal, gross_margin: Decimal) -> Option<Decimal> {
    let margin = arpa.checked_mul(gross_margin)?;
    if margin <= Decimal::ZERO { None } else { ratio(cac, margin) }
}

/// Magic number (Scale VP): 4 × growth of quarterly revenue ÷ sales and marketing of the quarter before.
pub fn magic_number(revenue: Decimal, before: Decimal, sales_marketing_before: Decimal) -> Option<Decimal> {
    ratio((revenue - before) * Decimal::from(4), sales_marketing_before)
}

/// Burn multiple (Sacks): net burn ÷ net new ARR; undefined unless both are positive.
pub fn burn_multiple(net_burn: Decimal, net_new_arr: Decimal) -> Option<Decimal> {
    if net_burn <= Decimal::ZERO || net_new_arr <= Decimal::ZERO { None } else { ratio(net_burn, net_new_arr) }
}

/// Rule of 40: growth plus margin, both as shares.
pub fn rule_of_40(growth: Decimal, margin: Decimal) -> Decimal {
    growth + margin
}

/// A monthly ratio held for `months`: ratio to that power.
pub fn compounded(monthly: Decimal, months: u32) -> Option<Decimal> {
    (0..months).try_fold(Decimal::ONE, |product, _| product.checked_mul(monthly))
}
