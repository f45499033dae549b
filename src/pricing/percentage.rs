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
    /// Amount for a volume ≥ 0 in so many events ≥ 0:
    /// `rate × max(volume − free, 0) + fee × max(events − free, 0)`.
    ///
    /// Free volume is free of the rate and free events are free of the fee, each in the order of the transactions. With
    /// bounds every transaction is taken to be of the mean size, and what is due for one that is not wholly free lies within
    /// them; where it does anyway the bounds change nothing.
    pub fn charge(&self, volume: N, events: N) -> N {
        let [first, second] = self.due(volume, events);
        let within = |(count, due): (N, N)| count == N::ZERO || self.bounded(due) == due;
        if within(first) && within(second) {
            let part = |all: N, free: N| (all - free).larger(N::ZERO);
            return self.rate * part(volume, self.free_volume) + self.fee * part(events, self.free_events);
        }
        first.0 * self.bounded(first.1) + second.0 * self.bounded(second.1)
    }

    /// Amount for a list of transactions, in their order.
    pub fn over(&self, transactions: &[N]) -> N {
        self.each(transactions).fold(N::ZERO, |sum, due| sum + due)
    }

    /// What each transaction of a list costs, in their order: the rate of what free volume does not cover and, where it is
    /// not free, the fee, within the bounds; nothing where both are free.
    pub fn each(&self, transactions: &[N]) -> impl Iterator<Item = N> {
        let (mut free_events, mut free_volume) = (self.free_events, self.free_volume);
        transactions.iter().map(move |transaction| {
            let (free, covered) = (free_events.smaller(N::ONE), transaction.smaller(free_volume));
            (free_events, free_volume) = (free_events - free, free_volume - covered);
            if free == N::ONE && covered == *transaction {
                return N::ZERO;
            }
            self.bounded(self.rate * (*transaction - covered) + self.fee * (N::ONE - free))
        })
    }

    /// Transactions of the mean size that pay, and what is due for each before bounds: first those for which only the rate
    /// or only the fee is, then those for which both are.
    fn due(&self, volume: N, events: N) -> [(N, N); 2] {
        let rated = self.rate * if events > N::ZERO { volume / events } else { N::ZERO };
        // Volume that free volume covers, as a number of events; where nothing passes there is nothing to cover.
        let covered = if volume > N::ZERO { events * (self.free_volume / volume) } else { N::ZERO };
        let (covered, free) = (covered.smaller(events), self.free_events.smaller(events));
        let (one, due) = if covered < free { (free - covered, rated) } else { (covered - free, self.fee) };
        [(one, due), (events - covered.larger(free), rated + self.fee)]
    }

    fn bounded(&self, due: N) -> N {
        let due = self.maximum.map_or(due, |most| due.smaller(most));
        self.minimum.map_or(due, |least| due.larger(least))
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
        let each = transactions.iter().zip(self.each(transactions)).take(TOLD);
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
            let size = if events.is_zero() { Decimal::ZERO } else { volume / events };
            let part = |(count, due): (Decimal, Decimal)| {
                let (count, due) = (wording.units(count.to_places(6)), money.price(self.bounded(due).to_places(6)));
                format!("{count} × {due}")
            };
            let parts = self.due(volume, events).into_iter().filter(|(count, _)| !count.is_zero()).map(part);
            let parts = parts.collect::<Vec<_>>().join(" + ");
            return format!(
                "{} ({rate} of {} on average + {}, what is free aside, within the bounds of a transaction)",
                if parts.is_empty() { wording.units(Decimal::ZERO) } else { parts },
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
        assert_eq!(free.over(&[10.0, 200.0, 900.0]), 0.0 + 1.0 + 5.0, "the second is wholly covered, but not its fee");
        assert_eq!(Percentage { free_volume: 50.0, ..bounded }.over(&[50.0, 300.0]), 1.0 + 3.0);
        assert_eq!(Percentage { free_events: 1.0, free_volume: 50.0, ..bounded }.over(&[50.0, 300.0]), 3.0);
        assert_eq!(Percentage { free_events: 1.0, free_volume: 100.0, ..bounded }.charge(400.0, 4.0), 3.0);
    }

    /// 1 % and 0.10 an event, one event free, of 100 and 200: 0.01 × 300 + 0.10 × 1 = 3.10. With 150 free as well
    /// 0.01 × 150 + 0.10 = 1.60. As a list, as a mean, and with bounds that never bind.
    #[test]
    fn bounds_that_never_bind_change_nothing() {
        let n = |value: i64, places: u32| Decimal::new(value, places);
        let (none, list) = (Decimal::ZERO, [n(100, 0), n(200, 0)]);
        let plain = Percentage {
            rate: n(1, 2),
            fee: n(10, 2),
            free_volume: none,
            free_events: n(1, 0),
            minimum: None,
            maximum: None,
        };
        for (free_volume, free_events, due) in
            [(0, 1, n(310, 2)), (150, 1, n(160, 2)), (0, 0, n(320, 2)), (300, 0, n(20, 2)), (300, 2, none)]
        {
            let plain = Percentage { free_volume: n(free_volume, 0), free_events: n(free_events, 0), ..plain };
            for (minimum, maximum) in [(None, None), (Some(none), None), (None, Some(n(1_000_000, 0)))] {
                let of = Percentage { minimum, maximum, ..plain };
                assert_eq!((of.over(&list), of.charge(n(300, 0), n(2, 0))), (due, due), "{of:?}");
            }
        }
    }

    /// 10 events of 30, 3 of them free and 120 of the volume: 120 covers 4 events. So 3 are wholly free, 1 pays its fee
    /// of 0.20, which the least of 0.25 raises, and 6 pay 0.3 + 0.2, which the most of 0.4 cuts: 0.25 + 6 × 0.4 = 2.65.
    #[test]
    fn the_mean_transaction_pays_what_is_not_free() {
        let of = Percentage { rate: 0.01, fee: 0.2, free_events: 3.0, free_volume: 120.0, ..STRIPE };
        let of = Percentage { minimum: Some(0.25), maximum: Some(0.4), ..of };
        assert!((of.charge(300.0, 10.0) - 2.65).abs() < 1e-12);
        assert!((of.over(&[30.0; 10]) - 2.65).abs() < 1e-12);
    }
}
