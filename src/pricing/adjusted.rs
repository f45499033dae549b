//! This file holds what surrounds a price model, in its order: unit conversion, rounding, units off, the price itself,
//! percentage discount, amount discount, maximum, minimum.

use rust_decimal::Decimal;

use super::charge::Adjust;
use super::conversion::Conversion;
use super::conversion::Whole;
use super::limits::Limits;
use super::wording::Wording;
use crate::number::Number;

/// The adjustments of one charge made ready.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Adjusted<N> {
    conversion: Option<Conversion<N>>,
    free_units: N,
    free_at_zero: bool,
    discount_share: N,
    discount_amount: N,
    limits: Limits<N>,
}

impl<N: Number> Adjusted<N> {
    /// None where nothing is adjusted.
    pub fn new(adjust: &Adjust) -> Option<Self> {
        if *adjust == Adjust::default() {
            return None;
        }
        let n = |value: Option<Decimal>| value.map(N::from_decimal);
        let converts = adjust.divide_by.is_some() || adjust.round.is_some();
        Some(Self {
            conversion: converts.then(|| Conversion {
                divide_by: n(adjust.divide_by).unwrap_or(N::ONE),
                whole: adjust.round.unwrap_or(Whole::No),
            }),
            free_units: n(adjust.free_units).unwrap_or(N::ZERO),
            free_at_zero: adjust.free_at_zero == Some(true),
            discount_share: n(adjust.discount_share).unwrap_or(N::ZERO),
            discount_amount: n(adjust.discount_amount).unwrap_or(N::ZERO),
            limits: Limits { minimum: n(adjust.minimum), maximum: n(adjust.maximum) },
        })
    }

    /// Units to be priced of `raw` ≥ 0: converted and rounded, less the units off.
    pub fn units(&self, raw: N) -> N {
        let billed = self.conversion.map_or(raw, |conversion| conversion.billed(raw));
        (billed - self.free_units).larger(N::ZERO)
    }

    /// Whether nothing is due for `units`, whatever the model says.
    pub fn is_free(&self, units: N) -> bool {
        self.free_at_zero && units == N::ZERO
    }

    /// What is paid for `months` priced at `amount`: the discounts come off first, then the maximum and the minimum,
    /// which are amounts a month.
    pub fn settled(&self, amount: N, months: N) -> N {
        self.raised(self.capped(amount, months), months)
    }

    /// The same before the minimum.
    pub fn capped(&self, amount: N, months: N) -> N {
        let amount = amount * (N::ONE - self.discount_share);
        let amount = amount - (self.discount_amount * months).smaller(amount);
        self.limits.maximum.map_or(amount, |most| amount.smaller(most * months))
    }

    /// At least the minimum.
    pub fn raised(&self, amount: N, months: N) -> N {
        self.limits.minimum.map_or(amount, |least| amount.larger(least * months))
    }
}

impl Adjusted<Decimal> {
    /// What became of the raw units, before the words of the model.
    pub fn before(&self, raw: Decimal, wording: &Wording) -> String {
        let mut words = Vec::new();
        if let Some(conversion) = self.conversion {
            let billed = wording.number(conversion.billed(raw));
            let each = wording.number(conversion.divide_by);
            let whole = match conversion.whole {
                Whole::Up => " rounded up",
                Whole::Down => " rounded down",
                Whole::Nearest => " rounded",
                Whole::No => "",
            };
            words.push(match conversion.divide_by == Decimal::ONE {
                true => format!("{}{whole} = {billed}", wording.number(raw)),
                false => format!("{} ÷ {each}{whole} = {billed}", wording.number(raw)),
            });
        }
        if !self.free_units.is_zero() {
            words.push(format!("{} off", wording.number(self.free_units)));
        }
        words.iter().map(|part| format!("{part}; ")).collect()
    }

    /// What became of the month's `price`, after the words of the model. `factor` is what terms put on the price.
    pub fn after(&self, price: Decimal, factor: Decimal, months: Decimal, wording: &Wording) -> String {
        let mut words = String::new();
        if !self.discount_share.is_zero() {
            words += &format!("; less {}\u{a0}%", wording.number(self.discount_share * Decimal::ONE_HUNDRED));
        }
        if !self.discount_amount.is_zero() {
            words += &format!("; less {}", wording.price(self.discount_amount));
        }
        let open = Self { limits: Limits { minimum: None, maximum: None }, ..self.clone() };
        let amount = open.settled(price * factor, months);
        if let Some(most) = self.limits.maximum.filter(|most| amount > *most * months) {
            words += &format!("; at most {}", wording.price(most));
        }
        words
    }

    /// Why the least of the charge is due, on a line of its own.
    pub fn least_words(&self, wording: &Wording) -> String {
        let least = self.limits.minimum.map_or_else(String::new, |least| wording.price(least));
        format!("what is missing from the least of this charge, {least} a month")
    }
}
