//! This file turns the rules of add-ons into sets, and counts the subscriptions they leave: a plan and some add-ons.

use std::collections::HashMap;

use crate::workspace::Model;

/// Add-ons as bits, in the order of the model; there are at most [`MOST_ADD_ONS`](crate::workspace::model::MOST_ADD_ONS).
pub type Set = u64;

/// How many different sets are looked at to count subscriptions. Add-ons tied to each other by rules in a tangle could need
/// more; a page's rules need some dozens.
const MOST_SETS: usize = 20_000;

/// Which add-ons can be had with which plans, and with each other.
#[derive(Clone, Debug)]
pub struct Rules {
    /// By add-on, all those without which it cannot be had, step by step.
    pub(super) needs: Vec<Set>,
    /// By add-on, those that exclude it or that it excludes.
    pub(super) bars: Vec<Set>,
    /// By plan, the add-ons that can be had with it, alone or together with what they need.
    pub(super) fits: Vec<Set>,
}

impl Rules {
    /// The rules of a model that passed the check.
    pub fn new(model: &Model) -> Self {
        let bit = |id: &str| model.add_ons.get_index_of(id).map_or(0, |at| 1 << at);
        let mut needs: Vec<Set> =
            model.add_ons.values().map(|add_on| add_on.needs().fold(0, |set, id| set | bit(id))).collect();
        for _ in 0..needs.len() {
            for at in 0..needs.len() {
                needs[at] = bits(needs[at]).fold(needs[at], |set, need| set | needs[need]);
            }
        }
        let mut bars: Vec<Set> =
            model.add_ons.values().map(|add_on| add_on.bars().fold(0, |set, id| set | bit(id))).collect();
        for at in 0..bars.len() {
            bits(bars[at]).for_each(|other| bars[other] |= 1 << at);
        }
        let fits = model.plans.keys().map(|plan| {
            let alone = model.add_ons.values().enumerate().filter(|(_, add_on)| add_on.fits(plan));
            let alone = alone.fold(0, |set: Set, (at, _)| set | 1 << at);
            bits(alone).filter(|at| needs[*at] & !alone == 0).fold(0, |set, at| set | 1 << at)
        });
        let fits = fits.collect();
        Self { needs, bars, fits }
    }

    /// How many subscriptions there are with a plan, itself alone included; none where the rules are too tangled to count.
    pub fn count(&self, plan: usize) -> Option<u128> {
        self.ways(self.fits[plan], &mut HashMap::new())
    }

    /// How many subscriptions there are with any plan.
    pub fn count_all(&self) -> Option<u128> {
        let mut known = HashMap::new();
        self.fits.iter().map(|fits| self.ways(*fits, &mut known)).sum()
    }

    /// Add-ons with all they need.
    pub(super) fn with_needs(&self, add_on: usize) -> Set {
        self.needs[add_on] | 1 << add_on
    }

    /// All that cannot be had once the add-ons of `taken` are: barred by them, or in need of what is.
    pub(super) fn lost(&self, taken: Set) -> Set {
        let barred = bits(taken).fold(0, |set, at| set | self.bars[at]);
        barred | self.needing(barred)
    }

    /// All that need any of `set`.
    fn needing(&self, set: Set) -> Set {
        let needing = (0..self.needs.len()).filter(|at| self.needs[*at] & set != 0);
        needing.fold(0, |set, at| set | 1 << at)
    }

    /// The subsets of `open` that keep the rules. Add-ons that have no rule in common multiply; else the one with most
    /// rules is had or not. What is found is `known` from then on.
    fn ways(&self, open: Set, known: &mut HashMap<Set, u128>) -> Option<u128> {
        if open == 0 {
            return Some(1);
        }
        if let Some(ways) = known.get(&open) {
            return Some(*ways);
        }
        if known.len() >= MOST_SETS {
            return None;
        }
        let part = self.part(open);
        let ways = if part == open {
            let most = bits(open).max_by_key(|at| (self.near(*at) & open).count_ones()).unwrap_or_default();
            let without = self.ways(open & !(1 << most) & !self.needing(1 << most), known)?;
            let taken = self.with_needs(most);
            let lost = self.lost(taken);
            without + if lost & taken != 0 { 0 } else { self.ways(open & !taken & !lost, known)? }
        } else {
            self.ways(part, known)? * self.ways(open & !part, known)?
        };
        known.insert(open, ways);
        Some(ways)
    }

    /// The add-ons of `open` that are tied to the first of them by rules, however far.
    fn part(&self, open: Set) -> Set {
        let mut part = open & open.wrapping_neg();
        loop {
            let more = bits(part).fold(part, |set, at| set | self.near(at)) & open;
            if more == part {
                return part;
            }
            part = more;
        }
    }

    /// The add-ons a rule ties to this one.
    fn near(&self, at: usize) -> Set {
        self.needs[at] | self.needing(1 << at) | self.bars[at]
    }

    /// Whether a set keeps the rules.
    #[cfg(test)]
    pub(super) fn keeps(&self, set: Set) -> bool {
        bits(set).all(|at| self.needs[at] & !set == 0 && self.bars[at] & set == 0)
    }
}

/// The bits of a set, lowest first.
pub(super) fn bits(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let at = set.trailing_zeros() as usize;
            set &= set - 1;
            at
        })
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::prop_assert_eq;
    use proptest::prelude::prop_assume;
    use proptest::proptest;
    use serde_json::Value;
    use serde_json::json;

    use super::Rules;
    use crate::workspace::Workspace;
    use crate::workspace::check_value;
    use crate::workspace::model::MOST_ADD_ONS;
    use crate::workspace::template;

    /// The starter with the given add-ons.
    pub fn starter(add_ons: Value) -> Option<Workspace> {
        changed(|base| base["add_ons"] = add_ons.clone())
    }

    /// The starter's base, changed; none where the check refuses that.
    pub fn changed(change: impl Fn(&mut Value)) -> Option<Workspace> {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        change(&mut document["base"]);
        check_value(&document).ok()
    }

    fn add_on(at: usize) -> Value {
        json!({"name": format!("A{at}"), "charges": {"fee": {"model": "flat", "amount": "5"}}})
    }

    #[test]
    fn free_add_ons_double_the_space_and_rules_shrink_it() {
        let most = MOST_ADD_ONS;
        let all = (0..most).map(|at| (format!("a{at}"), add_on(at))).collect::<serde_json::Map<_, _>>();
        let rules = Rules::new(&starter(all.clone().into()).unwrap().base);
        assert_eq!((rules.count(0), rules.count_all()), (Some(1 << most), Some(2 << most)));
        // A chain in which each needs the one before leaves one subscription for each length.
        let mut chain = all.clone();
        for at in 1..most {
            chain[&format!("a{at}")]["depends_on"] = json!({format!("a{}", at - 1): true});
        }
        assert_eq!(Rules::new(&starter(chain.into()).unwrap().base).count(0), Some(most as u128 + 1));
        // Of add-ons of which each excludes all others, at most one is had.
        let mut one = all.clone();
        for at in 0..most {
            let others = (0..at).map(|other| (format!("a{other}"), json!(true))).collect::<serde_json::Map<_, _>>();
            one[&format!("a{at}")]["excludes"] = others.into();
        }
        assert_eq!(Rules::new(&starter(one.into()).unwrap().base).count(0), Some(most as u128 + 1));
        // Of a chain in which each excludes the one before, no two neighbours are had: Fibonacci's numbers.
        let mut apart = all;
        for at in 1..most {
            apart[&format!("a{at}")]["excludes"] = json!({format!("a{}", at - 1): true});
        }
        let fibonacci = (0..most).fold((1_u128, 2_u128), |(one, two), _| (two, one + two)).0;
        assert_eq!(Rules::new(&starter(apart.into()).unwrap().base).count(0), Some(fibonacci));
    }

    /// Each excludes those next to it and some far away, at random: more sets than are looked at.
    #[test]
    fn a_tangle_is_not_counted() {
        let mut all = (0..MOST_ADD_ONS).map(|at| (format!("a{at}"), add_on(at))).collect::<serde_json::Map<_, _>>();
        for at in 0..MOST_ADD_ONS {
            let others = [at + 1, at * 7 + 3, at * 11 + 5].map(|other| other % MOST_ADD_ONS);
            let others = others.iter().filter(|other| **other != at).map(|other| (format!("a{other}"), json!(true)));
            all[&format!("a{at}")]["excludes"] = others.collect::<serde_json::Map<_, _>>().into();
        }
        let rules = Rules::new(&starter(all.into()).unwrap().base);
        assert_eq!((rules.count(0), rules.count_all()), (None, None));
    }

    proptest! {
        #[test]
        fn the_count_is_that_of_going_through_all(ties in proptest::collection::vec((0..9_usize, 0..9_usize, 0..3_u8), 0..14)) {
            let mut all = (0..9).map(|at| (format!("a{at}"), add_on(at))).collect::<serde_json::Map<_, _>>();
            for (from, to, kind) in ties {
                let (key, other) = (format!("a{from}"), format!("a{to}"));
                match kind {
                    0 if to < from => all[&key]["depends_on"][&other] = json!(true),
                    1 if to != from => all[&key]["excludes"][&other] = json!(true),
                    _ => all[&key]["available_for"]["pro"] = json!(true),
                }
            }
            let workspace = starter(all.into());
            prop_assume!(workspace.is_some());
            let rules = Rules::new(&workspace.unwrap().base);
            for plan in 0..2 {
                let all = (0..1_u64 << 9).filter(|set| set & !rules.fits[plan] == 0 && rules.keeps(*set));
                prop_assert_eq!(rules.count(plan), Some(all.count() as u128));
            }
        }
    }
}
