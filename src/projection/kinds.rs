//! This file numbers the groups of customers: one for each paid plan, contract and price version, and for each size
//! where they part by it.

use super::rates::Rates;
use crate::pricing::SIZE_POINTS;

/// What the customers of a group have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Plan.
    pub plan: usize,
    /// 0 monthly, 1 annual.
    pub interval: usize,
    /// Version of the plan's prices.
    pub version: usize,
    /// Point of the sizes; `None` for all sizes together.
    pub point: Option<usize>,
}

/// All kinds, in the order of their groups.
pub(super) struct Kinds {
    /// The kind of each group.
    pub all: Vec<Kind>,
    /// By plan: its first group, and how many versions of its prices there are. A free plan has none.
    plans: Vec<(usize, usize)>,
    /// Parts of each contract: all sizes together, and each point where they part.
    parts: usize,
}

impl Kinds {
    /// The kinds of a segment.
    pub fn new<N>(rates: &Rates<N>, segment: usize) -> Self {
        let (mut all, mut plans) = (Vec::new(), Vec::new());
        let parts = if rates.apart[segment] { 1 + SIZE_POINTS } else { 1 };
        for (plan, prices) in rates.prices.iter().enumerate() {
            let versions = if rates.free[plan] { 0 } else { prices.versions.len() };
            plans.push((all.len(), versions));
            for interval in 0..2 {
                for part in 0..parts {
                    let point = part.checked_sub(1);
                    all.extend((0..versions).map(|version| Kind { plan, interval, version, point }));
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
}
