//! This file is who of the customers lost in a year returns, and to which plan, as the second engine sees it.

use super::Segment;

impl Segment<'_> {
    /// Those who return this month, by plan and contract. Where their plan is closed, and its successor, and so on, they
    /// spread over the paid plans as new customers do.
    pub(super) fn returned(&mut self) -> Vec<[f64; 2]> {
        let (rates, month, rate) = (self.rates, self.month, self.segment().reactivation);
        let shares: Vec<f64> = (0..rates.prices.len())
            .map(|plan| if rates.free[plan] { 0.0 } else { self.segment().shares[month][plan] })
            .collect();
        let sold: f64 = shares.iter().sum();
        let mut returned = vec![[0.0; 2]; shares.len()];
        for plan in 0..shares.len() {
            let (mut to, mut seen) = (Some(plan), 0);
            while let Some(closed) = to.filter(|plan| rates.closed[*plan] <= month && seen < shares.len()) {
                (to, seen) = (rates.heirs[closed], seen + 1);
            }
            let to = to.filter(|plan| rates.closed[*plan] > month);
            if to.is_none() && sold == 0.0 {
                continue;
            }
            for lost in &mut self.lost[month..month + 12] {
                for annual in 0..2 {
                    let back = lost[plan][annual] * rate;
                    lost[plan][annual] -= back;
                    match to {
                        Some(to) => returned[to][annual] += back,
                        None => (0..shares.len()).for_each(|to| returned[to][annual] += back * shares[to] / sold),
                    }
                }
            }
        }
        returned
    }
}
