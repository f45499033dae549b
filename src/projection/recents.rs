//! This file remembers where customers were a year ago who have been repriced or moved since, so that retention can
//! compare each with its own bill then.

use crate::number::Number;

use super::cohorts::Arrival;
use super::group::Taken;

/// Customers of one cohort in a group who were elsewhere within the last twelve months.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recent<N> {
    pub group: usize,
    pub position: usize,
    pub heads: N,
    /// Units they have cut, in heads.
    pub cut: N,
    /// Where they were, the last place first.
    pub chain: usize,
}

/// A group they left, the month from which that is more than a year ago, and what they had left before.
struct Was {
    group: usize,
    until: usize,
    older: Option<usize>,
}

/// All of one segment.
pub(super) struct Recents<N> {
    /// Those in a group.
    pub here: Vec<Recent<N>>,
    /// Those who are on their way to another this month, by group and position.
    going: Vec<Recent<N>>,
    chains: Vec<Was>,
}

impl<N> Default for Recents<N> {
    fn default() -> Self {
        Self { here: Vec::new(), going: Vec::new(), chains: Vec::new() }
    }
}

impl<N: Number> Recents<N> {
    /// Takes out those of the given cohorts, sorted by position, in `group`.
    pub fn take(&mut self, group: usize, cohorts: &[Taken<N>]) {
        let going = &mut self.going;
        self.here.retain(|recent| {
            let leaves =
                recent.group == group && cohorts.binary_search_by_key(&recent.position, |taken| taken.position).is_ok();
            if leaves {
                going.push(*recent);
            }
            !leaves
        });
    }

    /// Puts those on their way in order, once all of the month have been taken.
    pub fn prepare(&mut self) {
        self.going.sort_by_key(|recent| (recent.group, recent.position));
    }

    /// Drops those for whom the year is over.
    pub fn forget(&mut self, month: usize) {
        let chains = &self.chains;
        self.here.retain(|recent| chains[recent.chain].until > month);
    }

    /// The group in which customers with this chain were twelve months before `month`; `None` where they are now.
    pub fn year_ago(&self, chain: usize, month: usize) -> Option<usize> {
        let mut found = None;
        let mut next = Some(chain);
        while let Some(was) = next.map(|at| &self.chains[at]).filter(|was| was.until > month) {
            found = Some(was.group);
            next = was.older;
        }
        found
    }

    /// Remembers an arrival (not where `yearly`: what moves once a year needs no memory) and gives its parts to `part`,
    /// heads and what they have cut, each with the group in which it was a year ago.
    pub fn arrive(&mut self, arrival: &Arrival<N>, month: usize, yearly: bool, mut part: impl FnMut((N, N), usize)) {
        if yearly || arrival.of == N::ZERO {
            return part((arrival.heads, arrival.cut), arrival.before);
        }
        let key = (arrival.before, arrival.position);
        let mut rest = (arrival.heads, arrival.cut);
        let mut at = self.going.partition_point(|recent| (recent.group, recent.position) < key);
        while let Some(Recent { group, position, heads, cut, chain }) = self.going.get(at).copied() {
            if (group, position) != key {
                break;
            }
            let heads = heads * arrival.heads / arrival.of;
            let cut = cut * arrival.heads / arrival.of;
            let cut = cut + (heads - cut) * arrival.cuts;
            rest = (rest.0 - heads, rest.1 - cut);
            self.remember(arrival, month, (heads, cut), Some(chain));
            part((heads, cut), self.year_ago(chain, month).unwrap_or(arrival.before));
            at += 1;
        }
        self.remember(arrival, month, rest, None);
        part(rest, arrival.before);
    }

    fn remember(&mut self, arrival: &Arrival<N>, month: usize, (heads, cut): (N, N), older: Option<usize>) {
        if arrival.group == arrival.before {
            // Who stays where it was has left nothing behind.
            let here =
                older.map(|chain| Recent { group: arrival.group, position: arrival.position, heads, cut, chain });
            return self.here.extend(here);
        }
        self.chains.push(Was { group: arrival.before, until: month + 12, older });
        let chain = self.chains.len() - 1;
        self.here.push(Recent { group: arrival.group, position: arrival.position, heads, cut, chain });
    }

    /// All of this month have arrived: nobody is on the way.
    pub fn settle(&mut self) {
        self.going.clear();
    }
}
