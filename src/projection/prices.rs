//! This file turns the price list of a case into dated versions: what new customers pay, and where existing ones move.

use super::course::Came;
use super::course::Change;
use super::course::Node;
use super::course::Rule;
use super::course::Stage;
use super::course::Step;
use super::course::Way;
use super::course::Who;
use super::course::index;
use crate::workspace::Case;
use crate::workspace::Map;
use crate::workspace::model::Book;
use crate::workspace::model::Charges;
use crate::workspace::model::Conditions;
use crate::workspace::model::Coupon;
use crate::workspace::model::Existing;
use crate::workspace::model::Model;
use crate::workspace::model::Negotiated;
use crate::workspace::model::Offer;
use crate::workspace::model::Plan;
use crate::workspace::model::Policy;
use crate::workspace::model::Segment;

use super::attach;
use super::attach::Sold;
use super::waves::Waves;

/// One version of one plan's prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Priced components.
    pub charges: Charges,
    /// Discounts, limits and terms.
    pub conditions: Conditions,
    /// The add-ons that can be had with it.
    pub add_ons: Vec<Sold>,
    /// What some who came with it take off.
    pub coupons: Vec<Coupon>,
    /// What customers negotiate off it, by segment.
    pub negotiated: Map<Negotiated>,
    /// The own prices that books have for the plan, by book: they hold until the book gives others, whatever the list does.
    pub abroad: Map<Charges>,
}

impl Version {
    /// A list of charges under conditions; nothing is taken off it, and no book has prices of its own.
    pub(super) fn new(charges: &Charges, conditions: Conditions) -> Self {
        let (charges, none) = (charges.clone(), Map::default());
        Self { charges, conditions, add_ons: Vec::new(), coupons: Vec::new(), negotiated: none, abroad: Map::default() }
    }

    /// The list of a plan as it stands; without add-ons and what is taken off, as the other.
    pub fn of(plan: &Plan) -> Self {
        Self::new(&plan.charges, plan.conditions())
    }

    /// Whether it bills everybody the same as another: what charges are called does not matter.
    fn bills_as(&self, other: &Self) -> bool {
        let alike = |one: &Charges, other: &Charges| one == other || one.values().eq(other.values());
        let abroad = self.abroad.len() == other.abroad.len()
            && self.abroad.iter().all(|(id, own)| other.abroad.get(id).is_some_and(|other| alike(own, other)));
        alike(&self.charges, &other.charges)
            && abroad
            && (&self.conditions, &self.add_ons, &self.coupons, &self.negotiated)
                == (&other.conditions, &other.add_ons, &other.coupons, &other.negotiated)
    }

    /// The same as `model` sells the plan `id`: with what is negotiated, and the books' own prices.
    pub(super) fn sold_in(self, model: &Model, id: &str) -> Self {
        self.sold_by(id, &model.segments, &model.books, None)
    }

    /// The same as it was sold when buyers were observed: as `base` has the segments and books of `model`, where it knows them.
    pub(super) fn seen_in(self, model: &Model, base: &Model, id: &str) -> Self {
        self.sold_by(id, &model.segments, &model.books, Some(base))
    }

    fn sold_by(self, id: &str, segments: &Map<Segment>, books: &Map<Book>, base: Option<&Model>) -> Self {
        let negotiated = segments.iter().filter_map(|(segment, now)| {
            let then = base.and_then(|base| base.segments.get(segment)).unwrap_or(now);
            let found =
                then.negotiated.as_ref().filter(|found| found.fits(id) && (found.mean > 0.0 || found.spread > 0.0));
            Some((segment.clone(), found?.clone()))
        });
        let abroad = books.iter().filter_map(|(book, now)| {
            let then = base.and_then(|base| base.books.get(book)).unwrap_or(now);
            Some((book.clone(), then.plans.get(id)?.clone()))
        });
        Self { negotiated: negotiated.collect(), abroad: abroad.collect(), ..self }
    }

    /// The list of a plan as its buyers were observed: said by the plan itself, else by the base, else as it stands.
    pub fn observed(plan: &Plan, base: Option<&Plan>) -> Self {
        match (plan.observed.as_ref().or(base.and_then(|plan| plan.observed.as_ref())), base) {
            (Some(then), _) => Self::new(&then.charges, then.conditions()),
            (None, Some(base)) => Self::of(base),
            (None, None) => Self::of(plan),
        }
    }
}

/// The prices of one plan over time. Version 0 is the observed one. Where coupons come and go, the same versions stand
/// once more for each wave of customers (see [`super::waves`]).
#[derive(Clone, Debug)]
pub struct PlanPrices {
    /// All versions.
    pub versions: Vec<Version>,
    /// Where each version stands.
    pub nodes: Vec<Node>,
    /// The version new customers get, by month.
    pub list: Vec<usize>,
    /// The version of each list, 0 the observed one, for those who buy it, are moved to it, or come from another plan.
    pub(super) lists: Vec<[usize; 3]>,
    /// The changes that lead from each list to the next.
    pub(super) changes: Vec<Change>,
    /// How many versions one wave has.
    pub(super) each: usize,
    /// By version of a wave, the first that bills the same.
    pub(super) equals: Vec<usize>,
}

impl PlanPrices {
    /// The wave of customers on a version.
    pub fn wave(&self, version: usize) -> usize {
        version / self.each
    }

    /// The same version for customers of a wave.
    pub fn in_wave(&self, version: usize, wave: usize) -> usize {
        wave * self.each + version % self.each
    }
}

/// The first month of the first change of any plan's list, within the horizon.
pub(super) fn begins(prices: &[PlanPrices]) -> Option<usize> {
    prices.iter().flat_map(PlanPrices::listing).map(|change| change.from).min()
}

/// A dated change of one plan's prices, as the document has it.
struct Dated<'a> {
    from: usize,
    charges: &'a Charges,
    /// The list whole; `None` where all but the charges stays as it is.
    list: Option<Version>,
    policies: Vec<Policy<'a>>,
    /// Whether it is the list of the plan's successor.
    succeeds: bool,
}

/// The versions of every plan of `case`. Plans that only the base knows in another form take that form as version 0.
/// With `told`, those who bought a list, were moved to it, or came to it from another plan are kept apart.
pub fn prices(case: &Case, base: &Model, told: bool) -> Vec<PlanPrices> {
    let waves = Waves::new(case, base);
    let of = |(id, plan): (&String, &Plan)| waves.spread(id, plan_prices(case, base, id, plan, told));
    case.last().plans.iter().map(of).collect()
}

/// The versions of every plan of `case` for one customer who is known: which coupons it came with is not asked.
pub fn courses(case: &Case, base: &Model) -> Vec<PlanPrices> {
    case.last().plans.iter().map(|(id, plan)| plan_prices(case, base, id, plan, false)).collect()
}

fn plan_prices(case: &Case, base: &Model, id: &str, plan: &Plan, told: bool) -> PlanPrices {
    let known = base.plans.contains_key(id);
    let add_ons = if known { attach::observed(base, id) } else { attach::listed(case.at(0), id) };
    let observed = Version::observed(plan, base.plans.get(id));
    let observed = if known { observed.seen_in(case.at(0), base, id) } else { observed.sold_in(case.at(0), id) };
    let first = Version { add_ons, ..observed };
    let mut changes = listed(case, id, &first);
    if let Some(last) = succession(case, plan) {
        // What the plan itself was to cost from then on nobody is ever asked.
        changes.retain(|change| change.from < last.from);
        changes.push(last);
    }
    changes.extend(dated(case, id));
    changes.sort_by_key(|change| change.from);
    let mut made = Made { case, id, told, versions: Vec::new(), nodes: Vec::new(), lists: Vec::new() };
    made.list(first);
    let changes = changes.iter().fold(Vec::new(), |mut met, change| {
        met.extend(made.change(met.len(), change));
        met
    });
    let Made { versions, nodes, lists, .. } = made;
    let newest = |t: usize| changes.iter().rfind(|change: &&Change| change.from <= t).map_or(0, |change| change.list);
    let list = (0..case.months).map(|t| lists[newest(t)][Came::Bought as usize]).collect();
    let (each, equals) = (versions.len(), equals(&versions, &nodes));
    PlanPrices { versions, nodes, list, lists, changes, each, equals }
}

/// For each version the first that bills the same: a step between two that do bills as both.
fn equals(versions: &[Version], nodes: &[Node]) -> Vec<usize> {
    let mut equals: Vec<usize> = Vec::with_capacity(versions.len());
    for (at, (version, node)) in versions.iter().zip(nodes).enumerate() {
        let first = match node.step {
            Some(Step { from, to, .. }) => (equals[from] == equals[to]).then(|| equals[from]),
            None => (0..at).find(|other| nodes[*other].step.is_none() && versions[*other].bills_as(version)),
        };
        equals.push(first.unwrap_or(at));
    }
    equals
}

/// The list itself, where it differs from the observed one or a lever changes it in some month.
fn listed<'a>(case: &'a Case, id: &str, first: &Version) -> Vec<Dated<'a>> {
    let mut changes: Vec<Dated<'a>> = Vec::new();
    let mut before = first.clone();
    for (at, (month, model)) in case.models.iter().enumerate() {
        let Some(plan) = model.plans.get(id) else { continue };
        let now = Version { add_ons: attach::listed(model, id), ..Version::of(plan).sold_in(model, id) };
        if now == before {
            continue;
        }
        let rollout = &model.rollout;
        let from = if at == 0 { rollout.from.map_or(0, |from| index(case, from)) } else { *month };
        // A lever's list holds from its month on: what was to come in force after it is part of it.
        changes.retain(|change| change.from < from);
        changes.push(Dated {
            from,
            charges: &plan.charges,
            list: Some(now.clone()),
            policies: rollout.policies().collect(),
            succeeds: false,
        });
        before = now;
    }
    changes
}

/// The list of a plan's successor, which is its own from the month in which it is closed.
fn succession<'a>(case: &'a Case, plan: &Plan) -> Option<Dated<'a>> {
    let from = index(case, plan.closed?);
    let model = case.at(from.min(case.months - 1));
    let (id, next) = model.plans.get_key_value(plan.successor.as_deref()?)?;
    let list = Version { add_ons: attach::listed(model, id), ..Version::of(next).sold_in(model, id) };
    let policies = model.rollout.policies().collect();
    (from < case.months).then_some(Dated { from, charges: &next.charges, list: Some(list), policies, succeeds: true })
}

/// The later price changes that name the plan.
fn dated<'a>(case: &'a Case, id: &'a str) -> impl Iterator<Item = Dated<'a>> {
    case.last().price_changes.values().filter_map(move |change| {
        let charges = change.plans.get(id)?;
        let policies = change.policies().collect();
        Some(Dated { from: index(case, change.from), charges, list: None, policies, succeeds: false })
    })
}

/// Versions as they are made, in the order of the changes.
struct Made<'a> {
    case: &'a Case,
    id: &'a str,
    told: bool,
    versions: Vec<Version>,
    nodes: Vec<Node>,
    lists: Vec<[usize; 3]>,
}

impl Made<'_> {
    fn version(&mut self, version: Version, node: Node) -> usize {
        self.versions.push(version);
        self.nodes.push(node);
        self.versions.len() - 1
    }

    /// A new list: one version, or one for each way of coming to it.
    fn list(&mut self, version: Version) {
        let (list, told) = (self.lists.len(), self.told);
        let mut one = |version, came| self.version(version, Node { list, came, stage: None, step: None, bound: 0 });
        let apart = told.then(|| [Came::Moved, Came::Switched].map(|came| one(version.clone(), came)));
        let bought = one(version, Came::Bought);
        let [moved, switched] = apart.unwrap_or([bought, bought]);
        self.lists.push([bought, moved, switched]);
    }

    /// The change at `at`, with its list where any price differs from the list before or passing prices come with it; none
    /// where it is met by nobody.
    fn change(&mut self, at: usize, change: &Dated<'_>) -> Option<Change> {
        let before = &self.versions[self.lists.last().map_or(0, |list| list[Came::Bought as usize])];
        let version = Version { charges: change.charges.clone(), ..change.list.as_ref().unwrap_or(before).clone() };
        let met = |policy: &&Policy<'_>| {
            let plans = policy.who.and_then(|who| who.plans.as_ref());
            plans.is_none_or(|plans| plans.get(self.id) == Some(&true))
        };
        let policies: Vec<_> = change.policies.iter().filter(met).copied().collect();
        let passes = policies.iter().flat_map(|policy| policy.stages()).any(|stage| stage.plans.contains_key(self.id));
        if change.succeeds || passes || !version.bills_as(before) {
            self.list(version.clone());
        }
        let (from, list, succeeds) = (change.from, self.lists.len() - 1, change.succeeds);
        let rules = policies.iter().enumerate().map(|(rule, policy)| self.rule(from, [at, rule], policy, &version));
        (list > 0).then(|| Change { from, list, succeeds, rules: rules.collect() })
    }

    /// What a policy, the rule of the change at `at`, makes of a change to `new` in month `from`.
    fn rule(&mut self, from: usize, at: [usize; 2], policy: &Policy<'_>, new: &Version) -> Rule {
        let case = self.case;
        let moves_from = match policy.existing {
            Existing::Keep => usize::MAX,
            Existing::Renewal | Existing::Steps | Existing::Offers => from,
            Existing::Date => policy.date.map_or(from, |date| index(case, date).max(from)),
            Existing::Notice => from + policy.notice.unwrap_or_default() as usize,
        };
        let ways = match policy.existing {
            Existing::Steps => vec![self.steps(from, at, policy, new)],
            Existing::Offers => {
                let offers = policy.offers.values().enumerate();
                offers.map(|(way, offer)| self.way((at, way), offer.lock, offer.stages.values(), new)).collect()
            }
            _ => vec![self.way((at, 0), false, policy.offer.into_iter(), new)],
        };
        Rule { who: Who::new(policy.who, case.last()), moves_from, attention: policy.attention, ways }
    }

    /// Prices one after the other, then the list. A stage that does not name the plan is none.
    fn way<'b>(
        &mut self,
        ([change, rule], way): ([usize; 2], usize),
        lock: bool,
        stages: impl Iterator<Item = &'b Offer>,
        new: &Version,
    ) -> Way {
        let (list, case) = (self.lists.len() - 1, self.case);
        let priced = stages.filter_map(|stage| Some((index(case, stage.until), stage.plans.get(self.id)?)));
        let priced: Vec<_> = priced.collect();
        let bound = if lock { priced.last().map_or(0, |(until, _)| *until) } else { 0 };
        let stages = priced.into_iter().enumerate().map(|(stage, (until, charges))| {
            let node = Node { list, came: Came::Moved, stage: Some([change, rule, way, stage]), step: None, bound };
            Stage { until, versions: vec![self.version(Version { charges: charges.clone(), ..new.clone() }, node)] }
        });
        Way { stages: stages.collect() }
    }

    /// Steps on the way from each earlier list to the new one.
    fn steps(&mut self, start: usize, [change, rule]: [usize; 2], policy: &Policy<'_>, new: &Version) -> Way {
        let list = self.lists.len() - 1;
        let (steps, every) = (policy.steps.unwrap_or(1), policy.every.unwrap_or(1) as usize);
        let stages = (1..steps).map(|taken| {
            let one = |origin: usize| {
                let [from, to] = [origin, list].map(|list| self.lists[list][Came::Bought as usize]);
                let (step, stage) =
                    (Some(Step { from, to, taken, of: steps }), Some([change, rule, 0, taken as usize - 1]));
                self.version(new.clone(), Node { list, came: Came::Moved, stage, step, bound: 0 })
            };
            Stage { until: start + taken as usize * every, versions: (0..list).map(one).collect() }
        });
        Way { stages: stages.collect() }
    }
}
