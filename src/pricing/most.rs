//! This file bounds a charge from above, so that a check can refuse bills that no number holds.

use rust_decimal::Decimal;

use super::Charge;
use super::PriceModel;
use crate::number::Number;

impl Charge {
    /// At least what is due a month where `units` says the most that a customer has of a meter.
    pub fn most(&self, units: impl Fn(&str) -> f64) -> f64 {
        let adjust = &self.adjust;
        let raw = self.meter().map_or(0.0, &units);
        let billed =
            adjust.divide_by.map_or(raw, |by| raw / by.to_f64()) + if adjust.round.is_some() { 1.0 } else { 0.0 };
        let most = of_model(&self.model, billed, units);
        most.max(adjust.minimum.map_or(0.0, |least| least.to_f64()))
    }
}

fn money(amount: &Decimal) -> f64 {
    amount.to_f64()
}

fn of_model(model: &PriceModel, units: f64, others: impl Fn(&str) -> f64) -> f64 {
    let largest = |prices: &mut dyn Iterator<Item = &Decimal>| prices.map(money).fold(0.0, f64::max);
    match model {
        PriceModel::Flat { amount } => money(amount),
        PriceModel::PerUnit { price, .. } => money(price) * units,
        PriceModel::Graduated { tiers, .. } | PriceModel::Volume { tiers, .. } => {
            let fees = tiers.iter().map(|tier| money(&tier.flat)).sum::<f64>();
            fees + largest(&mut tiers.iter().map(|tier| &tier.unit)) * units
        }
        PriceModel::Package { size, price, least, .. } => {
            money(price) * (units / money(size) + 1.0).max(least.as_ref().map_or(0.0, money))
        }
        PriceModel::GraduatedBlocks { blocks, .. } | PriceModel::VolumeBlocks { blocks, .. } => {
            blocks.iter().map(|tier| money(&tier.price) * (units / money(&tier.size) + 1.0)).sum()
        }
        PriceModel::Stairstep { steps, .. } => largest(&mut steps.iter().map(|step| &step.price)),
        PriceModel::Capacity { capacity } => largest(&mut capacity.iter().map(|step| &step.price)),
        PriceModel::Allowance { fee, price, .. } => money(fee) + money(price) * units,
        PriceModel::Percentage { rate, events, fee, transaction_minimum, .. } => {
            let each = [fee, transaction_minimum].into_iter().flatten().map(money).sum::<f64>();
            money(rate) * units + each * events.as_deref().map_or(0.0, others)
        }
        PriceModel::GraduatedPercentage { rates, .. } => {
            let fees = rates.iter().map(|tier| money(&tier.flat)).sum::<f64>();
            fees + largest(&mut rates.iter().map(|tier| &tier.rate)) * units
        }
        PriceModel::CostPlus { multiplier, .. } => money(multiplier) * units,
        PriceModel::Credits { size, price, .. } => money(price) * (units / money(size) + 1.0),
    }
}
