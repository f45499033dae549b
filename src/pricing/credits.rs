//! This file holds prepaid credits: packs bought ahead, which roll over, lapse, and are topped up or run out.

use rust_decimal::Decimal;

use super::wording::Wording;
use crate::number::Number;

/// Credits of which some come with the plan and the rest are bought in packs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credits<N> {
    /// Credits that come with the plan each month.
    pub included: N,
    /// Credits in a pack, above 0.
    pub size: N,
    /// Price of a pack.
    pub price: N,
    /// Months after which what is left of a pack lapses; none never does.
    pub expiry: Option<N>,
    /// Most credits carried into the next month; none is without limit.
    pub rollover: Option<N>,
    /// Most packs a month, after which use stops; none tops up automatically.
    pub stop_after: Option<N>,
}

/// A month of a customer who uses as many credits every month, on average over the months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady<N> {
    /// Packs bought, a fraction where one lasts for longer than a month.
    pub packs: N,
    /// Revenue recognised.
    pub revenue: N,
    /// The part of it that is for credits of packs which lapse unused.
    pub breakage: N,
    /// Credits wanted after use has stopped.
    pub unserved: N,
}

impl<N: Number> Credits<N> {
    /// The month of a customer who uses `units` ≥ 0 credits every month, evenly.
    ///
    /// Included credits are used first; what is left of them rolls over, is never needed by such a customer, and lapses
    /// without revenue of its own. The rest, `need` a month, is used from packs, a new one being bought the moment the one
    /// before is empty or has lapsed; a hard stop bounds what is bought and so what is used. With `need = k × size + e`,
    /// `0 < e ≤ size`, packs a month are the largest of
    /// - `need / size`: every credit used was bought;
    /// - `1 / expiry`: a pack in use is replaced at the latest when it lapses;
    /// - `k` and those beyond it in a cycle, from a month's end at which the roll-over cuts what is left to the next: what is
    ///   left falls by `e` a month, and one more pack is due when it does not reach.
    ///
    /// The first two are exact together, and the first and the third, but for a cycle of over twenty years, which is taken
    /// to cut nothing; an expiry that meets a roll-over in the same pack can make it a little more.
    /// All that is bought is recognised within the life of a pack, either used or as breakage (ASC 606-10-55-46 ff.), so
    /// the revenue of a month is its packs times their price.
    pub fn steady(&self, units: N) -> Steady<N> {
        let wanted = (units - self.included).larger(N::ZERO);
        let need = self.stop_after.map_or(wanted, |most| wanted.smaller(most * self.size));
        if need <= N::ZERO {
            return Steady { packs: N::ZERO, revenue: N::ZERO, breakage: N::ZERO, unserved: wanted };
        }
        let (packs, _) = self.bought(need, N::ONE);
        let (revenue, used) = self.bought(need, self.price);
        Steady { packs, revenue, breakage: (revenue - used).larger(N::ZERO), unserved: wanted - need }
    }

    /// What `need` credits a month take at so much a pack, and the part of it that is used. What a pack costs is multiplied
    /// before anything is divided, so that a sum which ends in whole cents or half ones does so exactly.
    fn bought(&self, need: N, pack: N) -> (N, N) {
        let used = need * pack / self.size;
        let mut all = self.expiry.map_or(used, |months| used.larger(pack / months));
        if let Some(rollover) = self.rollover {
            let whole = super::block::started(need, self.size) - N::ONE;
            if let Some((months, more)) = self.cycle(need - whole * self.size, rollover) {
                all = all.larger(whole * pack + pack * N::from_f64(more) / N::from_f64(months));
            }
        }
        (self.stop_after.map_or(all, |most| all.smaller(most * pack)), used)
    }

    /// From a month's end at which `rollover` credits are kept, the months to the next at which more are left, and the packs
    /// bought in them, where `each` month takes as many, above 0 and at most a pack; none where more never are.
    fn cycle(&self, each: N, rollover: N) -> Option<(f64, f64)> {
        // So that months which what is left serves exactly are counted alike in `f64` and `Decimal`.
        let hair = self.size * N::from_decimal(Decimal::new(1, 9));
        let (mut left, mut packs) = (rollover, 0.0);
        for month in 1..=LONGEST_CYCLE {
            left -= each;
            if left < -hair {
                (left, packs) = (left + self.size, packs + 1.0);
            }
            if left + hair >= rollover {
                return Some((f64::from(month), packs));
            }
        }
        None
    }
}

/// Months after which a roll-over that has cut nothing is taken never to.
const LONGEST_CYCLE: u32 = 240;

impl Credits<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let steady = self.steady(units);
        let used = wording.units(units);
        let included = if self.included.is_zero() {
            String::new()
        } else {
            format!(", {} included", wording.number(self.included))
        };
        let mut words = format!("{used}{included}");
        if !steady.packs.is_zero() {
            let noun = if steady.packs == Decimal::ONE { "pack" } else { "packs" };
            let (packs, size) = (wording.number(steady.packs.to_places(4)), wording.number(self.size));
            let mean = if steady.packs == steady.packs.floor() { "" } else { " on average" };
            words += &format!("; {packs} {noun} of {size} a month{mean} at {}", wording.price(self.price));
        }
        if !steady.breakage.is_zero() {
            words += &format!(", {} of it for credits that lapse", wording.price(steady.breakage.to_places(2)));
        }
        if !steady.unserved.is_zero() {
            words += &format!("; {} more are not served", wording.number(steady.unserved));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: u64 = 100;
    const MONTHS: u64 = 1200;

    /// Packs a month of a customer who is followed step by step through a hundred years.
    fn followed(need: u64, size: u64, expiry: Option<u64>, rollover: Option<u64>) -> f64 {
        let (mut left, mut bought, mut packs) = (0, 0, 0);
        for step in 0..STEPS * MONTHS {
            if expiry.is_some_and(|months| step - bought >= months * STEPS) {
                left = 0;
            }
            let used = need * (step % STEPS + 1) / STEPS - need * (step % STEPS) / STEPS;
            while left < used {
                (left, bought, packs) = (left + size, step, packs + 1);
            }
            left -= used;
            if (step + 1) % STEPS == 0 {
                left = rollover.map_or(left, |most| left.min(most));
            }
        }
        f64::from(packs) / MONTHS as f64
    }

    #[test]
    fn the_closed_form_is_what_a_customer_followed_for_long_pays() {
        let rows = [
            (200, 500, None, None),
            (200, 500, Some(12), None),
            (1300, 500, Some(1), None),
            (10, 500, Some(12), None),
            (300, 500, None, Some(100)),
            (50, 500, None, Some(120)),
            (700, 500, None, Some(150)),
            (600, 500, None, Some(250)),
            (600, 500, None, Some(0)),
            (600, 500, None, Some(500)),
            (460, 850, None, Some(520)),
            (1930, 730, None, Some(580)),
            (570, 850, None, Some(700)),
        ];
        for (need, size, expiry, rollover) in rows {
            let credits = Credits {
                included: 40.0,
                size: size as f64,
                price: 1.0,
                expiry: expiry.map(|months| months as f64),
                rollover: rollover.map(|most| most as f64),
                stop_after: None,
            };
            let (closed, followed) = (credits.steady(need as f64 + 40.0).packs, followed(need, size, expiry, rollover));
            assert!(
                (closed - followed).abs() < 0.004,
                "{need} of {size}, {expiry:?} {rollover:?}: {closed} {followed}"
            );
        }
    }

    /// 46 credits a month in packs of 85, of which 52 are kept: 52, 6, then 45 after a pack, then 84 after another, of which
    /// 52 are kept. So that is two packs in three months, of $9 each, and 32 credits lapse in them.
    #[test]
    fn a_roll_over_cuts_what_is_left_in_a_cycle() {
        let (size, rollover, price) = (Decimal::from(85), Some(Decimal::from(52)), Decimal::from(9));
        let credits = Credits { included: Decimal::ZERO, size, price, expiry: None, rollover, stop_after: None };
        let month = credits.steady(Decimal::from(46));
        assert_eq!(month.revenue, Decimal::from(6));
        assert_eq!(month.breakage.round_dp(9), (Decimal::from(32 * 9) / Decimal::from(3 * 85)).round_dp(9));
        let kept_whole = Credits { rollover: Some(size), ..credits };
        assert_eq!(kept_whole.steady(Decimal::from(46)).breakage, Decimal::ZERO);
    }

    /// 122 credits in packs of 28 at 11.97: 122 × 11.97 ÷ 28 = 52.155, which is half a cent and rounds up; the quotient
    /// 122 ÷ 28 is cut off at 28 digits, and its product lies below.
    #[test]
    fn what_ends_in_half_a_cent_does_so_exactly() {
        let whole = |value: i64| Decimal::from(value);
        let price = Decimal::new(1197, 2);
        let (included, size) = (whole(0), whole(28));
        let credits = Credits { included, size, price, expiry: None, rollover: None, stop_after: None };
        assert_eq!(credits.steady(whole(122)).revenue, Decimal::new(52155, 3));
        let lapsing = Credits { expiry: Some(whole(7)), price: Decimal::new(4, 2), ..credits };
        let month = lapsing.steady(whole(3));
        assert_eq!(month.revenue, whole(4) / whole(700), "a pack in seven months, not 3 / 28 of one");
        assert_eq!(month.breakage, whole(4) / whole(700) - whole(3) / whole(700));
    }

    #[test]
    fn a_hard_stop_bounds_what_is_bought_and_served() {
        let credits =
            Credits { included: 100.0, size: 50.0, price: 8.0, expiry: None, rollover: None, stop_after: Some(2.0) };
        let month = credits.steady(260.0);
        assert_eq!((month.packs, month.revenue, month.unserved), (2.0, 16.0, 60.0));
        assert_eq!(Credits { stop_after: Some(0.0), ..credits }.steady(260.0).unserved, 160.0);
    }
}
