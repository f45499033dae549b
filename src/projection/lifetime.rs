//! This file is the worth of new customers: what they are expected to be billed while they stay, discounted.

use super::Projection;
use super::rates::LIFETIME;

/// Discounted bills over 120 months expected of all who were won for `plan` in month `t`.
///
/// Survival and prices are those of month `t`, held: sum over ages of S(age) × bill(age) ÷ (1+d)^(age/12)
/// (Fader & Hardie's discounted expected lifetime, with the bill inside the sum).
pub fn bills(projection: &Projection, t: usize, segment: usize, plan: usize) -> f64 {
    let rates = &projection.rates.segments[segment];
    if projection.rates.free[plan] || rates.won[t][plan] == 0.0 {
        return 0.0;
    }
    let yearly = projection.case.at(t).finance.discount_rate;
    let monthly = libm::pow(1.0 + yearly, -1.0 / 12.0);
    let stay = &rates.stays[rates.level[t]];
    let version = projection.rates.prices[plan].list[t];
    let one = |interval: usize, by_age: &[f64]| {
        let table = &projection.rates.tables[segment][plan][interval][version];
        let (mut alive, mut sum) = (1.0, -table.once);
        let bills = table.recurring.iter().zip(&table.usage);
        for (age, (stay, (recurring, usage))) in by_age.iter().zip(bills).take(LIFETIME).enumerate() {
            if age > 0 {
                alive *= stay * monthly;
            }
            sum += alive * (recurring + usage);
        }
        sum
    };
    let annual = rates.annual_share[t];
    rates.won[t][plan] * (one(0, &stay.monthly[plan]) * (1.0 - annual) + one(1, &stay.annual[plan]) * annual)
}
