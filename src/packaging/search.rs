//! This file searches the add-ons of one plan for those that contain a need for least money.

use rust_decimal::Decimal;

use super::content::Amount;
use super::content::amount;
use super::need::Need;
use super::rules::Rules;
use super::rules::Set;
use super::rules::bits;
use crate::number::Number;
use crate::workspace::Model;

/// How many sets of add-ons are looked at for one need. Dozens of add-ons that each add some of one limit can be put
/// together in more ways; then the best of these is found, and said not to be certain.
pub(super) const MOST_LOOKS: usize = 10_000;

/// The search among the add-ons of one plan. Add-ons cost at least nothing, so that one is looked at only where it brings
/// something that is still missing, and a branch ends where the least it can cost reaches the best known.
pub(super) struct Search<'a> {
    model: &'a Model,
    rules: &'a Rules,
    need: &'a Need,
    plan: &'a str,
    /// Twelve months of each add-on.
    costs: &'a [Decimal],
    pub best: Option<Decimal>,
    pub found: Option<Set>,
    /// How many more sets are looked at.
    pub looks: usize,
}

impl<'a> Search<'a> {
    pub fn new(
        model: &'a Model,
        rules: &'a Rules,
        need: &'a Need,
        plan: &'a str,
        costs: &'a [Decimal],
        looks: usize,
    ) -> Self {
        Self { model, rules, need, plan, costs, best: None, found: None, looks }
    }

    /// Searches where all that is not closed contains the need; else nothing does.
    pub fn begin(&mut self, closed: Set, spent: Decimal) {
        let all = bits(!closed).filter(|at| *at < self.costs.len()).fold(0, |set: Set, at| set | 1 << at);
        if self.best.is_none_or(|best| spent < best) && self.missing(all).is_none() {
            self.visit(0, closed, spent);
        }
    }

    fn visit(&mut self, taken: Set, closed: Set, spent: Decimal) {
        if self.looks == 0 || self.best.is_some_and(|best| spent >= best) {
            return;
        }
        self.looks -= 1;
        let Some((missing, wanted)) = self.missing(taken) else {
            (self.best, self.found) = (Some(spent), Some(taken));
            return;
        };
        let open = |at: &usize| (closed | taken) & 1 << at == 0;
        let mut helping: Vec<(Decimal, usize, Set)> = (0..self.costs.len())
            .filter(|at| open(at) && self.helps(*at, missing))
            .map(|at| {
                let set = self.rules.with_needs(at) & !taken;
                (bits(set).map(|at| self.costs[at]).sum(), at, set)
            })
            .collect();
        helping.sort();
        let least = self.least(&helping, missing, self.short(taken, missing, wanted));
        let mut closed = closed;
        for ((more, at, set), least) in helping.into_iter().zip(least) {
            // Nothing a branch could save is worth less than a millionth.
            let saved = self.best.map_or(f64::INFINITY, |best| (best - spent).to_f64());
            if saved <= least + 1e-6 {
                return;
            }
            let lost = self.rules.lost(taken | set);
            if set & closed == 0 && lost & (taken | set) == 0 {
                self.visit(taken | set, closed | lost, spent + more);
            }
            closed |= 1 << at;
        }
    }

    /// The first feature that is needed and not covered, and how far it must go.
    fn missing(&self, taken: Set) -> Option<(&'a str, &'a Amount)> {
        let need: &'a Need = self.need;
        let found = need.features.iter().find(|(feature, need)| {
            amount(self.model, self.plan, taken, feature).is_none_or(|found| !found.covers(need))
        });
        found.map(|(feature, need)| (feature.as_str(), need))
    }

    /// By how much a feature falls short; none where no number says so.
    fn short(&self, taken: Set, feature: &str, wanted: &Amount) -> Option<f64> {
        let short = match (amount(self.model, self.plan, taken, feature), wanted) {
            (Some(Amount::UpTo(found)), Amount::UpTo(wanted)) => *wanted - found,
            (None, Amount::UpTo(wanted)) => *wanted,
            _ => return None,
        };
        Some(short.to_f64()).filter(|short| *short > 0.0)
    }

    /// For each of the add-ons that help, the least it costs to bring what a feature is short of by it and those behind it;
    /// infinite where they do not. One that contains the feature may bring all of it. It costs no less than as much by the
    /// unit of the cheapest, nor, of all together, than as many of the cheapest as it takes of the largest.
    fn least(&self, helping: &[(Decimal, usize, Set)], feature: &str, short: Option<f64>) -> Vec<f64> {
        let needed = short.unwrap_or(1.0);
        let brought = |at: usize| match (self.model.add_ons[at].features.get(feature), short) {
            (Some(true), _) | (_, None) => needed,
            _ => self.model.add_ons[at].extends.get(feature).map_or(0.0, |more| more.to_f64().min(needed)),
        };
        let all: Vec<(f64, f64)> = helping.iter().map(|(_, at, _)| (brought(*at), self.costs[*at].to_f64())).collect();
        let enough = needed * (1.0 - 1e-12);
        let (mut sum, mut unit) = (0.0, f64::INFINITY);
        let behind = all.iter().rev().map(|(brought, cost)| {
            sum += brought;
            unit = unit.min(if *brought > 0.0 { cost / brought } else { f64::INFINITY });
            if sum < enough { f64::INFINITY } else { unit * needed }
        });
        let mut least: Vec<f64> = behind.collect();
        least.reverse();
        let (mut largest, mut costs): (Vec<f64>, Vec<f64>) = all.into_iter().unzip();
        largest.sort_by(|one, other| other.total_cmp(one));
        costs.sort_by(f64::total_cmp);
        let mut sum = 0.0;
        let many = largest.iter().take_while(|brought| {
            let short = sum < enough;
            sum += **brought;
            short
        });
        let many: f64 = costs[..many.count()].iter().sum();
        least.iter_mut().for_each(|least| *least = least.max(many));
        least
    }

    /// Whether an add-on brings a feature, or more of it.
    fn helps(&self, at: usize, feature: &str) -> bool {
        let add_on = &self.model.add_ons[at];
        add_on.features.get(feature) == Some(&true) || add_on.extends.get(feature).is_some_and(|more| !more.is_zero())
    }
}
