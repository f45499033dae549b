//! This file follows coupons over time: customers who came with the same coupons on offer are a wave, and each wave has
//! its own versions of every list, so that a coupon given from some month on reaches nobody who was there before.

use crate::month::Month;
use crate::workspace::Case;
use crate::workspace::Model;
use crate::workspace::model::Coupon;

use super::course::Node;
use super::course::Step;
use super::prices::PlanPrices;
use super::prices::Version;

/// The coupons that new customers of a plan are given in a month.
pub(super) fn given(model: &Model, plan: &str, month: Month) -> Vec<Coupon> {
    model.coupons.values().filter(|coupon| coupon.given(month) && coupon.fits(plan)).cloned().collect()
}

/// The coupons on offer over time.
pub(super) struct Waves {
    /// Sets of coupons; the first is what customers who were there at the start came with.
    sets: Vec<Vec<Coupon>>,
    /// Which set new customers of each month get.
    of: Vec<usize>,
}

impl Waves {
    /// The waves of a case. Customers of the opening book, and the buyers who were observed, are taken to have come with
    /// what the base gave in the month before the start.
    pub fn new(case: &Case, base: &Model) -> Self {
        let given = |model: &Model, month| -> Vec<Coupon> {
            model.coupons.values().filter(|coupon| coupon.given(month)).cloned().collect()
        };
        let mut waves = Self { sets: vec![given(base, case.start.plus(-1))], of: vec![0; case.months] };
        if case.last().coupons.is_empty() && waves.sets[0].is_empty() {
            return waves;
        }
        for (t, of) in waves.of.iter_mut().enumerate() {
            let set = given(case.last(), case.start.plus(t as i32));
            *of = waves.sets.iter().position(|known| same(known, &set)).unwrap_or_else(|| {
                waves.sets.push(set);
                waves.sets.len() - 1
            });
        }
        waves
    }

    /// The versions of a plan for every wave: those of the first, then the same again for each other.
    pub fn spread(&self, plan: &str, prices: PlanPrices) -> PlanPrices {
        if self.sets.iter().all(Vec::is_empty) {
            return prices;
        }
        let each = prices.each;
        let mut spread = PlanPrices { versions: Vec::new(), nodes: Vec::new(), ..prices };
        for (wave, set) in self.sets.iter().enumerate() {
            let coupons: Vec<Coupon> = set.iter().filter(|coupon| coupon.fits(plan)).cloned().collect();
            let with = |version: &Version| Version { coupons: coupons.clone(), ..version.clone() };
            spread.versions.extend(prices.versions.iter().map(with));
            let moved = |step: Step| Step { from: wave * each + step.from, to: wave * each + step.to, ..step };
            spread.nodes.extend(prices.nodes.iter().map(|node| Node { step: node.step.map(moved), ..*node }));
        }
        for (list, wave) in spread.list.iter_mut().zip(&self.of) {
            *list += wave * each;
        }
        spread
    }
}

/// Whether two sets take the same off, for as long, from the same customers: when they are given does not matter.
fn same(one: &[Coupon], other: &[Coupon]) -> bool {
    let alike = |(one, other): (&Coupon, &Coupon)| {
        (&one.name, one.off, one.lasts, &one.plans, &one.share)
            == (&other.name, other.off, other.lasts, &other.plans, &other.share)
    };
    one.len() == other.len() && one.iter().zip(other).all(alike)
}
