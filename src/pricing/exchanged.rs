//! This file says what of a charge follows the money of a price book, and what is the same in every currency.
//!
//! Amounts of money follow: prices, fees, discounts and bounds in money, and of a charge that counts money what is free of
//! it and the bounds of its tiers. Rates, multipliers and shares do not: 2.9 % is 2.9 % in every currency. Nor do
//! quantities of anything but money.

use rust_decimal::Decimal;

use super::Charge;
use super::PriceModel;

impl Charge {
    /// The same with every amount of money times a factor: a price list in another currency.
    pub fn times(&self, factor: Decimal) -> Self {
        let mut charge = self.clone();
        let scale = |money: &mut Decimal| *money *= factor;
        charge.model.money(&scale);
        let adjust = &mut charge.adjust;
        [&mut adjust.discount_amount, &mut adjust.maximum, &mut adjust.minimum].into_iter().flatten().for_each(scale);
        if charge.model.counts_money() {
            adjust.free_units.iter_mut().for_each(scale);
        }
        charge
    }

    /// The same where the money it counts is given in a currency of which `rate` makes one of the charge's own. Where it
    /// counts anything else nothing changes.
    pub fn counting(&self, rate: Decimal) -> Self {
        let mut charge = self.clone();
        if charge.model.counts_money() && rate != Decimal::ONE {
            charge.adjust.divide_by = Some(charge.adjust.divide_by.unwrap_or(Decimal::ONE) * rate);
        }
        charge
    }
}

impl PriceModel {
    /// Whether what it counts is money.
    pub fn counts_money(&self) -> bool {
        matches!(self, Self::Percentage { .. } | Self::GraduatedPercentage { .. } | Self::CostPlus { .. })
    }

    /// Calls `change` with each amount of money.
    fn money(&mut self, change: &impl Fn(&mut Decimal)) {
        match self {
            Self::Flat { amount } => change(amount),
            Self::PerUnit { price, .. } | Self::Package { price, .. } | Self::Credits { price, .. } => change(price),
            Self::Graduated { tiers, .. } | Self::Volume { tiers, .. } => tiers.iter_mut().for_each(|tier| {
                change(&mut tier.unit);
                change(&mut tier.flat);
            }),
            Self::GraduatedBlocks { blocks, .. } | Self::VolumeBlocks { blocks, .. } => {
                blocks.iter_mut().for_each(|tier| change(&mut tier.price));
            }
            Self::Stairstep { steps, .. } => steps.iter_mut().for_each(|step| change(&mut step.price)),
            Self::Capacity { capacity } => capacity.iter_mut().for_each(|step| change(&mut step.price)),
            Self::Allowance { fee, price, .. } => {
                change(fee);
                change(price);
            }
            Self::Percentage { free_volume, fee, transaction_minimum, transaction_maximum, .. } => {
                let amounts = [free_volume, fee, transaction_minimum, transaction_maximum];
                amounts.into_iter().flatten().for_each(change);
            }
            Self::GraduatedPercentage { rates, .. } => rates.iter_mut().for_each(|tier| {
                tier.up_to.iter_mut().for_each(change);
                change(&mut tier.flat);
            }),
            Self::CostPlus { .. } => {}
        }
    }
}
