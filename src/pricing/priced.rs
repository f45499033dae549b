//! This file holds the charge made ready to be evaluated many times: numbers converted, tiers summed up, once.

use rust_decimal::Decimal;

use super::Charge;
use super::PriceModel;
use super::adjusted::Adjusted;
use super::allowance::Allowance;
use super::blocks::Blocks;
use super::capacity::Capacity;
use super::cost_plus::CostPlus;
use super::credits::Credits;
use super::flat::Flat;
use super::graduated::Graduated;
use super::graduated_percentage::GraduatedPercentage;
use super::package::Package;
use super::per_unit::PerUnit;
use super::percentage::Percentage;
use super::stairstep::Stairstep;
use super::volume::Volume;
use super::wording::Wording;
use crate::number::Number;

/// The most meters one charge counts.
pub(super) const MOST_METERS: usize = 12;

/// One charge in the number type it is computed in; evaluating it allocates nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced<N> {
    rate: Rate<N>,
    adjusted: Option<Box<Adjusted<N>>>,
}

/// Each price model made ready.
#[derive(Clone, Debug, PartialEq)]
enum Rate<N> {
    Flat(Flat<N>),
    PerUnit(PerUnit<N>),
    Graduated(Graduated<N>),
    Volume(Volume<N>),
    Package(Package<N>),
    Blocks(Blocks<N>),
    Stairstep(Stairstep<N>),
    Capacity(Capacity<N>),
    Allowance(Allowance<N>),
    Percentage(Box<Percentage<N>>),
    Transactions(Box<Percentage<N>>, Vec<N>),
    GraduatedPercentage(GraduatedPercentage<N>),
    CostPlus(CostPlus<N>),
    Credits(Box<Credits<N>>),
}

impl<N: Number> Priced<N> {
    /// The charge of the document, which has passed the check.
    pub fn new(charge: &Charge) -> Self {
        Self { rate: rate(&charge.model), adjusted: Adjusted::new(&charge.adjust).map(Box::new) }
    }

    /// The same for single transactions, by the meter that counts their money: a percentage of it prices each by itself.
    /// Where the money is converted first, or some of it comes off, the mean transaction stands for all.
    pub(super) fn of_each(mut self, charge: &Charge, transactions: &[(&str, &[Decimal])]) -> Self {
        let whole = charge.adjust.divide_by.is_none() && charge.adjust.round.is_none();
        let all = transactions.iter().find(|(meter, _)| charge.meter() == Some(meter));
        if let (Rate::Percentage(percentage), Some((_, all)), true) = (&self.rate, all, whole)
            && charge.adjust.free_units.is_none()
        {
            let each = all.iter().map(|amount| N::from_decimal(*amount)).collect();
            self.rate = Rate::Transactions(percentage.clone(), each);
        }
        self
    }

    /// The same where so many raw units at the period's end choose the tier, if that is what the charge's goes by.
    pub(super) fn ending_with(mut self, charge: &Charge, raw: Option<N>) -> Self {
        let Some(raw) = raw.filter(|_| charge.model.by_end()) else { return self };
        let units = self.adjusted.as_ref().map_or(raw, |adjusted| adjusted.units(raw));
        self.rate = match self.rate {
            Rate::Volume(volume) => Rate::Volume(volume.chosen_by(units)),
            Rate::Blocks(blocks) => Rate::Blocks(blocks.chosen_by(units)),
            Rate::Stairstep(stairstep) => Rate::Stairstep(stairstep.chosen_by(units)),
            other => other,
        };
        self
    }

    /// Amount a month, unrounded, in currency units, for the units of each of the charge's meters, in the order of
    /// [`PriceModel::meters`]. Negative units count as none, and so do missing ones.
    pub fn charge(&self, units: &[N]) -> N {
        self.over(units, N::ONE, N::ONE)
    }

    /// The same for so many months of the same units, with a factor on the price (12 and a discount for a year paid up
    /// front) before discounts and bounds of the charge's own.
    pub(super) fn over(&self, units: &[N], factor: N, months: N) -> N {
        match &self.adjusted {
            None => self.rate.charge(units) * factor,
            Some(adjusted) => adjusted.settled(self.price(units, adjusted) * factor, months),
        }
    }

    /// The amount of [`Priced::over`] before the charge's own least raises it; none where it does not.
    pub(super) fn before_least(&self, units: &[N], factor: N, months: N) -> Option<N> {
        let adjusted = self.adjusted.as_ref()?;
        let amount = adjusted.capped(self.price(units, adjusted) * factor, months);
        (adjusted.raised(amount, months) > amount).then_some(amount)
    }

    /// The month's price between the adjustments of units and those of money.
    fn price(&self, units: &[N], adjusted: &Adjusted<N>) -> N {
        let mut billed = [N::ZERO; MOST_METERS];
        let count = units.len().min(MOST_METERS);
        billed[..count].copy_from_slice(&units[..count]);
        if let Some(first) = billed[..count].first_mut() {
            *first = adjusted.units(first.larger(N::ZERO));
        }
        if adjusted.is_free(billed[0]) { N::ZERO } else { self.rate.charge(&billed[..count]) }
    }
}

/// The numbers of a price model.
fn rate<N: Number>(model: &PriceModel) -> Rate<N> {
    let n = |value: &Decimal| N::from_decimal(*value);
    let some = |value: &Option<Decimal>| value.map(N::from_decimal);
    let or_zero = |value: &Option<Decimal>| value.map_or(N::ZERO, N::from_decimal);
    match model {
        PriceModel::Flat { amount } => Rate::Flat(Flat { amount: n(amount) }),
        PriceModel::PerUnit { price, .. } => Rate::PerUnit(PerUnit { price: n(price) }),
        PriceModel::Graduated { tiers, .. } => Rate::Graduated(Graduated::new(tiers)),
        PriceModel::Volume { tiers, .. } => Rate::Volume(Volume::new(tiers)),
        PriceModel::Package { size, price, free, full_only, least, .. } => Rate::Package(Package {
            size: n(size),
            price: n(price),
            free: n(free),
            full_only: *full_only == Some(true),
            least: or_zero(least),
        }),
        PriceModel::GraduatedBlocks { blocks, .. } => Rate::Blocks(Blocks::graduated(blocks)),
        PriceModel::VolumeBlocks { blocks, .. } => Rate::Blocks(Blocks::volume(blocks)),
        PriceModel::Stairstep { steps, .. } => Rate::Stairstep(Stairstep::new(steps)),
        PriceModel::Capacity { capacity } => Rate::Capacity(Capacity::new(capacity, &model.meters())),
        PriceModel::Allowance { fee, included, price, .. } => {
            Rate::Allowance(Allowance { fee: n(fee), included: n(included), price: n(price) })
        }
        PriceModel::Percentage {
            rate,
            free_volume,
            fee,
            free_events,
            transaction_minimum,
            transaction_maximum,
            ..
        } => Rate::Percentage(Box::new(Percentage {
            rate: n(rate),
            fee: or_zero(fee),
            free_volume: or_zero(free_volume),
            free_events: or_zero(free_events),
            minimum: some(transaction_minimum),
            maximum: some(transaction_maximum),
        })),
        PriceModel::GraduatedPercentage { rates, .. } => Rate::GraduatedPercentage(GraduatedPercentage::new(rates)),
        PriceModel::CostPlus { multiplier, .. } => Rate::CostPlus(CostPlus { multiplier: n(multiplier) }),
        PriceModel::Credits { included, size, price, expiry, rollover, stop_after, .. } => {
            Rate::Credits(Box::new(Credits {
                included: n(included),
                size: n(size),
                price: n(price),
                expiry: expiry.map(|months| N::from_decimal(months.into())),
                rollover: some(rollover),
                stop_after: some(stop_after),
            }))
        }
    }
}

/// The units of a charge's only meter, or the first of several.
fn one<N: Number>(units: &[N], at: usize) -> N {
    units.get(at).map_or(N::ZERO, |units| units.larger(N::ZERO))
}

impl<N: Number> Rate<N> {
    fn charge(&self, all: &[N]) -> N {
        let units = one(all, 0);
        match self {
            Self::Flat(flat) => flat.amount,
            Self::PerUnit(per_unit) => per_unit.charge(units),
            Self::Graduated(graduated) => graduated.charge(units),
            Self::Volume(volume) => volume.charge(units),
            Self::Package(package) => package.charge(units),
            Self::Blocks(blocks) => blocks.charge(units),
            Self::Stairstep(stairstep) => stairstep.charge(units),
            Self::Capacity(capacity) => capacity.charge(all),
            Self::Allowance(allowance) => allowance.charge(units),
            Self::Percentage(percentage) => percentage.charge(units, one(all, 1)),
            Self::Transactions(percentage, each) => percentage.over(each),
            Self::GraduatedPercentage(graduated) => graduated.charge(units),
            Self::CostPlus(cost_plus) => cost_plus.charge(units),
            Self::Credits(credits) => credits.steady(units).revenue,
        }
    }
}

impl Rate<Decimal> {
    fn words(&self, all: &[Decimal], wordings: &[Wording]) -> String {
        let units = one(all, 0);
        let wording = &wordings[0];
        match self {
            Self::Flat(flat) => flat.words(wording),
            Self::PerUnit(per_unit) => per_unit.words(units, wording),
            Self::Graduated(graduated) => graduated.words(units, wording),
            Self::Volume(volume) => volume.words(units, wording),
            Self::Package(package) => package.words(units, wording),
            Self::Blocks(blocks) => blocks.words(units, wording),
            Self::Stairstep(stairstep) => stairstep.words(units, wording),
            Self::Capacity(capacity) => capacity.words(all, wordings),
            Self::Allowance(allowance) => allowance.words(units, wording),
            Self::Percentage(percentage) => percentage.words(units, one(all, 1), wordings),
            Self::Transactions(percentage, each) => percentage.words_of_each(each, wording),
            Self::GraduatedPercentage(graduated) => graduated.words(units, wording),
            Self::CostPlus(cost_plus) => cost_plus.words(units, wording),
            Self::Credits(credits) => credits.words(units, wording),
        }
    }
}

impl Priced<Decimal> {
    /// How the amount of [`Priced::over`] comes about: `12 seats × $8.00`. A wording for each meter, at least one.
    pub(super) fn words(&self, units: &[Decimal], factor: Decimal, months: Decimal, wordings: &[Wording]) -> String {
        let Some(adjusted) = &self.adjusted else { return self.rate.words(units, wordings) };
        let mut billed = units.to_vec();
        let mut before = String::new();
        if let Some(first) = billed.first_mut() {
            before = adjusted.before(first.larger(Decimal::ZERO), &wordings[0]);
            *first = adjusted.units(first.larger(Decimal::ZERO));
        }
        let model = match adjusted.is_free(billed.first().copied().unwrap_or_default()) {
            true => "nothing is used".to_owned(),
            false => self.rate.words(&billed, wordings),
        };
        format!("{before}{model}{}", adjusted.after(self.price(units, adjusted), factor, months, &wordings[0]))
    }

    /// Why the charge's own least is due.
    pub(super) fn least_words(&self, wording: &Wording) -> String {
        self.adjusted.as_ref().map_or_else(String::new, |adjusted| adjusted.least_words(wording))
    }
}
