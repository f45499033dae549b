//! This file holds the charge made ready to be evaluated many times: numbers converted, tiers summed up, once.

use rust_decimal::Decimal;

use super::Charge;
use super::allowance::Allowance;
use super::flat::Flat;
use super::graduated::Graduated;
use super::package::Package;
use super::per_unit::PerUnit;
use super::stairstep::Stairstep;
use super::volume::Volume;
use super::wording::Wording;
use crate::number::Number;

/// One charge in the number type it is computed in; evaluating it allocates nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Priced<N> {
    /// A fixed fee.
    Flat(Flat<N>),
    /// A price for each unit.
    PerUnit(PerUnit<N>),
    /// Each unit at the price of its tier.
    Graduated(Graduated<N>),
    /// All units at the price of one tier.
    Volume(Volume<N>),
    /// Whole packages.
    Package(Package<N>),
    /// One price up to a bound.
    Stairstep(Stairstep<N>),
    /// A fee with included units.
    Allowance(Allowance<N>),
}

impl<N: Number> Priced<N> {
    /// The charge of the document, which has passed the check.
    pub fn new(charge: &Charge) -> Self {
        let n = |value: &Decimal| N::from_decimal(*value);
        match charge {
            Charge::Flat { amount } => Self::Flat(Flat { amount: n(amount) }),
            Charge::PerUnit { price, .. } => Self::PerUnit(PerUnit { price: n(price) }),
            Charge::Graduated { tiers, .. } => Self::Graduated(Graduated::new(tiers)),
            Charge::Volume { tiers, .. } => Self::Volume(Volume::new(tiers)),
            Charge::Package { size, price, free, .. } => {
                Self::Package(Package { size: n(size), price: n(price), free: n(free) })
            }
            Charge::Stairstep { steps, .. } => Self::Stairstep(Stairstep::new(steps)),
            Charge::Allowance { fee, included, price, .. } => {
                Self::Allowance(Allowance { fee: n(fee), included: n(included), price: n(price) })
            }
        }
    }

    /// Amount a month for `units` of its meter, unrounded, in currency units. Negative units count as none.
    pub fn charge(&self, units: N) -> N {
        let units = units.larger(N::ZERO);
        match self {
            Self::Flat(flat) => flat.amount,
            Self::PerUnit(per_unit) => per_unit.charge(units),
            Self::Graduated(graduated) => graduated.charge(units),
            Self::Volume(volume) => volume.charge(units),
            Self::Package(package) => package.charge(units),
            Self::Stairstep(stairstep) => stairstep.charge(units),
            Self::Allowance(allowance) => allowance.charge(units),
        }
    }
}

impl Priced<Decimal> {
    /// How the amount for `units` comes about: `12 seats × $8.00`.
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let units = units.larger(Decimal::ZERO);
        match self {
            Self::Flat(flat) => flat.words(wording),
            Self::PerUnit(per_unit) => per_unit.words(units, wording),
            Self::Graduated(graduated) => graduated.words(units, wording),
            Self::Volume(volume) => volume.words(units, wording),
            Self::Package(package) => package.words(units, wording),
            Self::Stairstep(stairstep) => stairstep.words(units, wording),
            Self::Allowance(allowance) => allowance.words(units, wording),
        }
    }
}
