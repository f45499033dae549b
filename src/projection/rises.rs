//! This file finds where terms end that customers came with, coupons and years of a ramp, and what that changes of their bill.

use crate::number::Number;
use crate::pricing::Interval;
use crate::workspace::model::Lasts;

use super::bills::Bill;
use super::bills::Crowd;
use super::bills::Used;
use super::table::Rise;

impl<N: Number> Bill<N> {
    /// The terms that end before an age above 0, for those who came with each coupon and for those who came with none.
    ///
    /// Both bills are at the size of that age, so that growth is no part of the change; usage is a part of them. Under an
    /// annual contract terms end where a year does: that a coupon no longer covers usage within one is no such end. A coupon
    /// that was on a first monthly bill alone is a discount given once, not a price that rises.
    pub(super) fn rises<M: Number>(
        &self,
        who: &Crowd<'_, N>,
        age: usize,
        used: &[Used<'_, N>],
        paid: impl Fn(N) -> M,
    ) -> Vec<Rise<M>> {
        let ramps = [self.ramp(age - 1), self.ramp(age)];
        let holds = |used: &Used<'_, N>, age: usize| {
            let once = self.interval == Interval::Monthly && used.coupon.lasts == Lasts::Once;
            !once && used.coupon.holds(age, self.interval).0
        };
        let bill = |ramp: N, off: Option<&Used<'_, N>>| {
            let mut sum = N::ZERO;
            let months = N::from_f64(f64::from(self.interval.months()));
            self.each_bill(who, age, ramp, |till, gross, negotiated| {
                let plain = till.paid(gross, negotiated);
                let (recurring, usage) = match off {
                    Some(used) => till.paid(gross, &[negotiated, &[till.off(used.off)]].concat()),
                    None => plain,
                };
                let usage = if self.interval == Interval::Monthly { usage } else { plain.1 };
                sum += recurring + usage * months;
            });
            sum
        };
        let rest = used.iter().fold(1.0, |rest, used| rest - used.share.to_f64());
        let came = used.iter().map(Some).chain(std::iter::once(None));
        let rise = |came: Option<&Used<'_, N>>| {
            let share = came.map_or(rest, |used| used.share.to_f64());
            let [was, is] = [age - 1, age].map(|age| came.filter(|used| holds(used, age)));
            if share <= 0.0 || ramps[0] == ramps[1] && was.is_some() == is.is_some() {
                return None;
            }
            let (before, after) = (bill(ramps[0], was), bill(ramps[1], is));
            // A minimum may bill the same all along: then nobody meets a change.
            if before == after {
                return None;
            }
            let coupon = came.map(|used| used.at);
            Some(Rise { age, coupon, share, before: paid(before), more: paid(after - before) })
        };
        came.filter_map(rise).collect()
    }
}
