//! This file numbers the groups of customers: one for each paid plan, contract and price version.

use super::rates::Rates;

/// What the customers of a group have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Plan.
    pub plan: usize,
    /// 0 monthly, 1 annual.
    pub interval: usize,
    /// Version of the plan's prices.
    pub version: usize,
}

/// All kinds, in the order of their groups.
pub(super) struct Kinds {
    /// The kind of each group.
    pub all: Vec<Kind>,
    /// By plan: its first group, and how many versions of its prices there are. A free plan has none.
    plans: Vec<(usize, usize)>,
}

impl Kinds {
    /// The kinds of a segment, which are the same for all.
    pub fn new<N>(rates: &Rates<N>) -> Self {
        let (mut all, mut plans) = (Vec::new(), Vec::new());
        for (plan, prices) in rates.prices.iter().enumerate() {
            let versions = if rates.free[plan] { 0 } else { prices.versions.len() };
            plans.push((all.len(), versions));
            for interval in 0..2 {
                all.extend((0..versions).map(|version| Kind { plan, interval, version }));
            }
        }
        Self { all, plans }
    }

    /// The group of a paid plan, a contract and a version.
    pub fn group(&self, plan: usize, interval: usize, version: usize) -> usize {
        let (first, versions) = self.plans[plan];
        first + interval * versions + version
    }
}
