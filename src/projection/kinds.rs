//! This file numbers the groups of customers: one for each paid plan, contract and price version, and for each size
//! where they part by it.

use super::rates::Rates;
use super::table::Table;
use crate::pricing::SIZE_POINTS;

/// What the customers of a group have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind<'a, N> {
    /// Plan.
    pub plan: usize,
    /// 0 monthly, 1 annual.
    pub interval: usize,
    /// Version of the plan's prices.
    pub version: usize,
    /// Point of the sizes; `None` for all sizes together.
    pub point: Option<usize>,
    /// What one of them is billed.
    pub table: &'a Table<N>,
}

impl<'a, N> Kind<'a, N> {
    /// Those of a segment on a version of a plan's prices.
    pub fn of(
        rates: &'a Rates<N>,
        segment: usize,
        (plan, version): (usize, usize),
        interval: usize,
        point: Option<usize>,
    ) -> Self {
        Self { plan, interval, version, point, table: rates.table(segment, plan, interval, version, point) }
    }
}

/// All kinds, in the order of their groups.
pub(super) struct Kinds<'a, N> {
    /// The kind of each group.
    pub all: Vec<Kind<'a, N>>,
    /// By plan: its first group, and how many versions of its prices there are. A free plan has none.
    plans: Vec<(usize, usize)>,
    /// Parts of each contract: all sizes together, and each point where they part.
    parts: usize,
}

impl<'a, N> Kinds<'a, N> {
    /// The kinds of a segment.
    pub fn new(rates: &'a Rates<N>, segment: usize) -> Self {
        let (mut all, mut plans) = (Vec::new(), Vec::new());
        let parts = if rates.apart[segment] { 1 + SIZE_POINTS } else { 1 };
        for (plan, prices) in rates.prices.iter().enumerate() {
            let versions = if rates.free[plan] { 0 } else { prices.versions.len() };
            plans.push((all.len(), versions));
            for interval in 0..2 {
                for part in 0..parts {
                    let point = part.checked_sub(1);
                    let kind = |version| Kind::of(rates, segment, (plan, version), interval, point);
                    all.extend((0..versions).map(kind));
                }
            }
        }
        Self { all, plans, parts }
    }

    /// The group of a paid plan, a contract, a version and a size.
    pub fn group(&self, plan: usize, interval: usize, version: usize, point: Option<usize>) -> usize {
        let (first, versions) = self.plans[plan];
        first + (interval * self.parts + point.map_or(0, |point| point + 1)) * versions + version
    }

    /// What customers now in `group` were billed in the group `before`: at their own size, where they have parted since.
    pub fn billed(&self, before: usize, group: usize) -> &'a Table<N> {
        let (was, point) = (&self.all[before], self.all[group].point);
        if was.point == point {
            return was.table;
        }
        self.all[self.group(was.plan, was.interval, was.version, point)].table
    }
}
