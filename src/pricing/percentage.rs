//! This file holds the percentage (take rate): a share of the money that passes, and a fee for each event.

use rust_decimal::Decimal;

use super::wording::Wording;
use crate::number::Number;

/// A share of volume with what is free, and bounds of what one transaction costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percentage<N> {
    /// Share of the volume, 0..=1.
    pub rate: N,
    /// Fee for each event.
    pub fee: N,
    /// Volume that costs nothing.
    pub free_volume: N,
    /// Events that cost nothing.
    pub free_events: N,
    /// Least one transaction costs.
    pub minimum: Option<N>,
    /// Most one transaction costs.
    pub maximum: Option<N>,
}

impl<N: Number> Percentage<N> {
    /// Amount for a volume ≥ 0 in so many events ≥ 0.
    ///
    /// Without bounds `rate × max(volume − free, 0) + fee × max(events − free, 0)`. With them every transaction is taken
    /// to be of the mean size: those pay that are left after the free events and after the free volume, each
    /// `rate × size + fee` within its bounds.
    pub fn charge(&self, volume: N, events: N) -> N {
        if self.minimum.is_none() && self.maximum.is_none() {
            let part = |all: N, free: N| (all - free).larger(N::ZERO);
            return self.rate * part(volume, self.free_volume) + self.fee * part(events, self.free_events);
        }
        self.paying(volume, events) * self.each(volume, events)
    }

    /// Amount for a list of transactions, in their order: the free events come first, then the free volume covers
    /// transactions until it is used up; one that it covers in part pays for the rest.
    pub fn over(&self, transactions: &[N]) -> N {
        if self.minimum.is_none() && self.maximum.is_none() {
            let (mut volume, mut events) = (N::ZERO, N::ZERO);
            for transaction in transactions {
                volume += *transaction;
                events += N::ONE;
            }
            return self.charge(volume, events);
        }
        let (mut amount, mut free_events, mut free_volume) = (N::ZERO, self.free_events, self.free_volume);
        for transaction in transactions {
            if free_events >= N::ONE {
                free_events -= N::ONE;
                continue;
            }
            let covered = transaction.smaller(free_volume);
            free_volume -= covered;
            if covered < *transaction || covered == N::ZERO {
                amount += self.bounded(*transaction - covered);
            }
        }
        amount
    }

    /// What each transaction of a list costs, in their order; together they are [`Percentage::over`].
    pub fn of_each(&self, transactions: &[N]) -> Vec<N> {
        let bounded = self.minimum.is_some() || self.maximum.is_some();
        let (mut free_events, mut free_volume) = (self.free_events, self.free_volume);
        let one = |transaction: &N| {
            let free = free_events.smaller(N::ONE);
            free_events -= free;
            if bounded && free == N::ONE {
                return N::ZERO;
            }
            let covered = transaction.smaller(free_volume);
            free_volume -= covered;
            match bounded {
                true if covered < *transaction || covered == N::ZERO => self.bounded(*transaction - covered),
                true => N::ZERO,
                false => self.rate * (*transaction - covered) + self.fee * (N::ONE - free),
            }
        };
        transactions.iter().map(one).collect()
    }

    /// Transactions of the mean size that pay.
    fn paying(&self, volume: N, events: N) -> N {
        let covered = if volume > N::ZERO { events * (self.free_volume / volume) } else { N::ZERO };
        (events - self.free_events - covered).larger(N::ZERO)
    }

    /// What one transaction of the mean size costs.
    fn each(&self, volume: N, events: N) -> N {
        self.bounded(if events > N::ZERO { volume / events } else { N::ZERO })
    }

    fn bounded(&self, transaction: N) -> N {
        let amount = self.rate * transaction + self.fee;
        let amount = self.maximum.map_or(amount, |most| amount.smaller(most));
        self.minimum.map_or(amount, |least| amount.larger(least))
    }
}

/// The most transactions that are told one by one.
const TOLD: usize = 10;

impl Percentage<Decimal> {
    /// `2.9 % of each + $0.30, at least $1.00: $10.00 → $1.00, $200.00 → $6.10`.
    pub(super) fn words_of_each(&self, transactions: &[Decimal], money: &Wording) -> String {
        let mut words = format!("{}\u{a0}% of each", money.number(self.rate * Decimal::ONE_HUNDRED));
        let more = [
            (" + ", Some(self.fee)),
            (", at least ", self.minimum),
            (", at most ", self.maximum),
            (" after free volume of ", Some(self.free_volume)),
        ];
        for (lead, amount) in more {
            if let Some(amount) = amount.filter(|amount| !amount.is_zero()) {
                words += &format!("{lead}{}", money.price(amount));
            }
        }
        if !self.free_events.is_zero() {
            words += &format!(" after {} free", money.number(self.free_events));
        }
        let each = transactions.iter().zip(self.of_each(transactions)).take(TOLD);
        let told = each.map(|(of, due)| format!("{} → {}", money.price(*of), money.price(due.to_places(6))));
        words += &format!(": {}", told.collect::<Vec<_>>().join(", "));
        if let Some(rest) = transactions.len().checked_sub(TOLD).filter(|rest| *rest > 0) {
            words += &format!(" and {rest} more");
        }
        words
    }

    pub(super) fn words(&self, volume: Decimal, events: Decimal, wordings: &[Wording]) -> String {
        let Some(money) = wordings.first() else { return String::new() };
        let rate = format!("{}\u{a0}%", money.number(self.rate * Decimal::ONE_HUNDRED));
        if let Some(wording) = wordings.get(1).filter(|_| self.minimum.is_some() || self.maximum.is_some()) {
            let paying = self.paying(volume, events).to_places(6);
            let size = if events.is_zero() { Decimal::ZERO } else { volume / events };
            return format!(
                "{} × {} ({rate} of {} on average + {}, within the bounds of a transaction)",
                wording.units(paying),
                money.price(self.each(volume, events).to_places(6)),
                money.price(size.to_places(2)),
                money.price(self.fee),
            );
        }
        let beyond = |all: Decimal, free: Decimal| (all - free).larger(Decimal::ZERO);
        let free = |free: String, is_free: bool| if is_free { format!(" after {free} free") } else { String::new() };
        let mut words = format!("{rate} of {}", money.price(beyond(volume, self.free_volume)));
        words += &free(money.price(self.free_volume), !self.free_volume.is_zero());
        if let Some(wording) = wordings.get(1).filter(|_| !self.fee.is_zero()) {
            let paying = wording.units(beyond(events, self.free_events));
            words += &format!(" + {paying} × {}", money.price(self.fee));
            words += &free(wording.number(self.free_events), !self.free_events.is_zero());
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRIPE: Percentage<f64> =
        Percentage { rate: 0.029, fee: 0.3, free_volume: 0.0, free_events: 0.0, minimum: None, maximum: None };

    #[test]
    fn volume_and_events_are_free_apart() {
        let part = Percentage { rate: 0.01, fee: 0.5, free_volume: 100.0, free_events: 2.0, ..STRIPE };
        assert_eq!(part.charge(50.0, 1.0), 0.0);
        assert_eq!(part.charge(1100.0, 12.0), 15.0);
        assert!((STRIPE.charge(1000.0, 10.0) - 32.0).abs() < 1e-12);
    }

    #[test]
    fn bounds_are_of_one_transaction() {
        let bounded = Percentage { rate: 0.01, fee: 0.0, minimum: Some(1.0), maximum: Some(5.0), ..STRIPE };
        assert_eq!(bounded.over(&[10.0, 200.0, 900.0]), 1.0 + 2.0 + 5.0);
        assert_eq!(bounded.charge(400.0, 2.0), 4.0);
        let free = Percentage { free_events: 1.0, free_volume: 250.0, ..bounded };
        assert_eq!(free.over(&[10.0, 200.0, 900.0]), 5.0, "the second is covered, the third in part");
        assert_eq!(Percentage { free_volume: 50.0, ..bounded }.over(&[50.0, 300.0]), 3.0);
        assert_eq!(Percentage { free_events: 0.0, free_volume: 100.0, ..bounded }.charge(400.0, 4.0), 3.0);
    }

    #[test]
    fn what_each_costs_adds_up_to_the_whole() {
        let list = [10.0, 200.0, 900.0, 0.5, 60.0];
        for (free_events, free_volume, minimum) in
            [(0.0, 0.0, None), (1.5, 150.0, None), (1.0, 250.0, Some(1.0)), (2.0, 0.0, Some(0.5))]
        {
            let of = Percentage { free_events, free_volume, minimum, maximum: minimum.map(|_| 5.0), ..STRIPE };
            assert!((of.of_each(&list).iter().sum::<f64>() - of.over(&list)).abs() < 1e-9, "{of:?}");
        }
    }
}
