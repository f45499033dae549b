//! This file is the course of price changes as one existing customer meets it: what is due, to whom, in which month.
//!
//! Conventions: who is in a group is decided as things stand in the month of the change, and the first group counts. The
//! newest change that reaches a customer moves it, unless that changes nothing: a list with the same prices as the one it
//! has, or is on its way to, is no change for it, and a passing price that is its old one leaves it where it is meanwhile. A way of several prices, once taken, is followed to its end unless a
//! newer change reaches the customer first; who is bound meets none before. A step leads from the list whose price the
//! customer had, or was on its way to. Sizes: customers of a segment are five points of equal weight who share a cohort;
//! where a change asks for sizes, or lets customers choose by what they would pay, they part at the first renewal at
//! which anybody is due, a fifth of the heads to each point, and from then on each point has its own bill and reaction. In
//! a segment that cuts seats they part at the first change that reaches them, so that each point cuts its own.

use crate::month::Month;
use crate::workspace::Case;
use crate::workspace::model;
use crate::workspace::model::Model;

use super::prices::PlanPrices;

/// How customers came to the price they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// They bought it.
    Bought,
    /// They were moved to it.
    Moved,
    /// They came from another plan when that was repriced.
    Switched,
}

/// How customers stand to the list in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Their plan's list is the observed one, and stays so.
    Unchanged,
    /// They pay an older list than new customers, or their list is about to change.
    Kept,
    /// They were moved to the newest list, or are on their way to it.
    Repriced,
    /// They came from another plan when that was repriced.
    Switched,
    /// They bought at the newest list.
    Won,
}

impl Held {
    /// How many there are.
    pub const COUNT: usize = 5;
}

/// Where a version stands in the course of changes.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The list it belongs to or leads to: 0 the observed one, then one for each change.
    pub list: usize,
    /// Who holds it, where that is kept apart.
    pub came: Came,
    /// Change, rule, way and stage of a passing price.
    pub(super) stage: Option<[usize; 4]>,
    /// A step between two versions.
    pub step: Option<Step>,
    /// First month in which who holds it is no longer bound.
    pub bound: usize,
}

/// A bill on the way from one version's to another's.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Version it starts from.
    pub from: usize,
    /// Version it leads to.
    pub to: usize,
    /// Steps taken.
    pub taken: u32,
    /// Steps in all.
    pub of: u32,
}

/// A change that leads to a list.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// First month for new customers.
    pub from: usize,
    /// The list: that of the change before where this one changes no price, and is met by those on older lists alone.
    pub list: usize,
    /// Whether customers come to the plan's successor with it, whatever that costs.
    pub succeeds: bool,
    /// The first that a customer meets counts.
    pub rules: Vec<Rule>,
}

/// What some existing customers get.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub who: Who,
    /// First month in which they move; never for those who keep their price.
    pub moves_from: usize,
    /// Share of the price reaction they show.
    pub attention: f64,
    /// What they may choose from, at least one.
    pub ways: Vec<Way>,
}

/// Prices one after the other, then the new list.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub stages: Vec<Stage>,
}

/// A passing price.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// First month in which it is no longer given.
    pub until: usize,
    /// Its version, by list the customer comes from where that matters.
    pub versions: Vec<usize>,
}

/// Who a rule is for.
#[derive(Clone, Debug, Default)]
pub(super) struct Who {
    segments: Option<Vec<bool>>,
    size: Option<(usize, f64, f64)>,
    tenure: Option<(usize, usize)>,
}

/// A customer who may be moved.
#[derive(Clone, Copy)]
pub struct Customer<'a> {
    /// Its segment; a place beyond all of them where it has none.
    pub segment: usize,
    /// The version it holds.
    pub held: usize,
    /// The month.
    pub month: usize,
    /// Its age then.
    pub age: usize,
    /// Its size by meter at an age.
    pub size: &'a dyn Fn(usize, usize) -> f64,
}

/// A move that is due.
#[derive(Clone, Copy, Debug)]
pub struct Due<'a> {
    /// First month of the change: what other plans cost before it is what they are compared with.
    pub from: usize,
    /// Share of the price reaction customers show.
    pub attention: f64,
    /// Whether the customer is bound, and does not react.
    pub bound: bool,
    /// The wave of customers it belongs to.
    wave: usize,
    list: usize,
    origin: usize,
    ways: &'a [Way],
}

impl Who {
    /// Who is meant in `model`; everybody where nobody is named.
    pub fn new(who: Option<&model::Who>, model: &Model) -> Self {
        let Some(who) = who else { return Self::default() };
        let segments =
            who.segments.as_ref().map(|named| model.segments.keys().map(|id| named.get(id) == Some(&true)).collect());
        let size = who.size.as_ref().and_then(|band| {
            Some((model.meters.get_index_of(&band.meter)?, band.from.unwrap_or(0.0), band.to.unwrap_or(f64::INFINITY)))
        });
        let tenure = who
            .tenure
            .as_ref()
            .map(|tenure| (tenure.from.unwrap_or(0) as usize, tenure.to.map_or(usize::MAX, |most| most as usize)));
        Self { segments, size, tenure }
    }

    fn in_segment(&self, segment: usize) -> bool {
        self.segments.as_ref().is_none_or(|segments| segments.get(segment) == Some(&true))
    }

    fn is(&self, customer: &Customer<'_>, tenure: usize) -> bool {
        let sized = |(meter, least, most): (usize, f64, f64)| (least..=most).contains(&(customer.size)(meter, tenure));
        self.in_segment(customer.segment)
            && self.tenure.is_none_or(|(least, most)| (least..=most).contains(&tenure))
            && self.size.is_none_or(sized)
    }
}

impl Due<'_> {
    /// Whether it is the same move, for customers of the same plan.
    pub(super) fn is(&self, other: &Due<'_>) -> bool {
        let key = |due: &Due<'_>| (due.list, due.origin, due.wave, due.bound, due.ways.as_ptr());
        key(self) == key(other)
    }

    /// How many ways the customer may choose from.
    pub fn choices(&self) -> usize {
        self.ways.len()
    }

    /// The first month in which no way has a passing price any more.
    pub fn settled(&self) -> usize {
        self.ways.iter().filter_map(|way| way.stages.last()).map(|stage| stage.until).max().unwrap_or(0)
    }
}

impl Stage {
    /// Its version for who comes from a list.
    fn of(&self, origin: usize) -> usize {
        self.versions[origin.min(self.versions.len() - 1)]
    }
}

impl Way {
    /// The stage due in a month; none where that is the list.
    fn stage(&self, month: usize) -> Option<usize> {
        self.stages.iter().position(|stage| month < stage.until)
    }
}

impl PlanPrices {
    /// Whether anybody who holds a version may be due to move in a month.
    pub fn stirs(&self, held: usize, month: usize) -> bool {
        self.passing(held).is_some_and(|(way, stage)| way.stage(month) != Some(stage))
            || self
                .ahead(held)
                .any(|(_, change)| change.from <= month && change.rules.iter().any(|rule| rule.moves_from <= month))
    }

    /// The changes that those who hold a version have not met, and which they are.
    fn ahead(&self, held: usize) -> impl DoubleEndedIterator<Item = (usize, &Change)> {
        let list = self.nodes[held].list;
        self.changes.iter().enumerate().filter(move |(_, change)| change.list > list)
    }

    /// Whether customers who hold a version move alike, whatever their segment, age and size.
    pub(super) fn alike(&self, held: usize) -> bool {
        self.ahead(held).all(|(_, change)| change.rules.len() == 1 && change.rules[0].ways.len() == 1)
    }

    /// Whether customers of a segment who hold a version part by size once a change has come.
    pub fn parts(&self, segment: usize, held: usize, month: usize) -> bool {
        let come = self.ahead(held).filter(|(_, change)| change.from <= month);
        come.flat_map(|(_, change)| &change.rules)
            .any(|rule| rule.who.in_segment(segment) && (rule.who.size.is_some() || rule.ways.len() > 1))
    }

    /// Whether some change asks for sizes, or lets customers choose by what they would pay.
    pub fn by_size(&self) -> bool {
        let rules = self.changes.iter().flat_map(|change| &change.rules);
        rules.into_iter().any(|rule| rule.who.size.is_some() || rule.ways.len() > 1)
    }

    /// How many lists after the observed one come within the horizon.
    pub fn seen(&self) -> usize {
        let seen = self.changes.iter().filter(|change| change.from < self.list.len());
        seen.map(|change| change.list).max().unwrap_or(0)
    }

    /// Whether one customer may be repriced several times: by several lists, or by prices that pass.
    pub(super) fn repeats(&self) -> bool {
        self.seen() > 1 || self.nodes.iter().any(|node| node.stage.is_some())
    }

    /// The changes that bring these lists, one for each.
    pub(super) fn listing(&self) -> impl Iterator<Item = &Change> {
        (1..=self.seen()).filter_map(|list| self.changes.iter().find(|change| change.list == list))
    }

    /// How those who hold a version stand to the list in force in a month.
    pub fn stands(&self, held: usize, month: usize) -> Held {
        let (node, list) = (&self.nodes[held], self.nodes[self.list[month]].list);
        match node.came {
            Came::Switched => Held::Switched,
            _ if self.seen() == 0 => Held::Unchanged,
            _ if node.list < list && node.stage.is_none() && self.same(self.listed(list), held) => Held::Unchanged,
            _ if node.list < list || list == 0 => Held::Kept,
            Came::Moved => Held::Repriced,
            Came::Bought => Held::Won,
        }
    }

    /// The move due for a customer.
    pub fn due(&self, customer: &Customer<'_>) -> Option<Due<'_>> {
        let Customer { held, month, age, .. } = *customer;
        let node = &self.nodes[held];
        let (bound, wave) = (month < node.bound, self.wave(held));
        for (_, change) in self.ahead(held).rev().filter(|_| !bound) {
            if change.from > month {
                continue;
            }
            let tenure = age.saturating_sub(month - change.from);
            let rule = change.rules.iter().find(|rule| rule.who.is(customer, tenure));
            if let Some(Rule { attention, ways, .. }) = rule.filter(|rule| rule.moves_from <= month) {
                let (from, attention, list) = (change.from, *attention, change.list);
                let due = Due { from, attention, bound, wave, list, origin: node.list, ways };
                if node.stage.is_some() && !change.succeeds && self.leads_nowhere(&due, self.listed(node.list)) {
                    break;
                }
                return (!self.idle(&due, change, held, month)).then_some(due);
            }
        }
        let (way, stage) = self.passing(held)?;
        if way.stage(month) == Some(stage) {
            return None;
        }
        let [change, rule, ..] = node.stage?;
        let change = &self.changes[change];
        let origin = node.step.map_or(0, |step| self.nodes[step.from].list);
        let (from, attention) = (change.from, change.rules[rule].attention);
        Some(Due { from, attention, bound, wave, list: node.list, origin, ways: std::slice::from_ref(way) })
    }

    /// The way on which a version is a stage, and which.
    fn passing(&self, held: usize) -> Option<(&Way, usize)> {
        let [change, rule, way, stage] = self.nodes[held].stage?;
        Some((&self.changes[change].rules[rule].ways[way], stage))
    }

    /// The version of those who were moved to a list.
    fn listed(&self, list: usize) -> usize {
        self.lists[list][Came::Moved as usize]
    }

    /// Whether two versions bill the same, coupons apart.
    fn same(&self, one: usize, other: usize) -> bool {
        self.equals[one % self.each] == self.equals[other % self.each]
    }

    /// Whether all that a move may ever lead to bills as a version does.
    fn leads_nowhere(&self, due: &Due<'_>, version: usize) -> bool {
        let stages = due.ways.iter().flat_map(|way| &way.stages).map(|stage| stage.of(due.origin));
        stages.chain([self.listed(due.list)]).all(|other| self.same(other, version))
    }

    /// Whether those on a list have nothing to move to in a month: what is due bills as they are billed, and who has no
    /// choice is not bound by it.
    fn idle(&self, due: &Due<'_>, change: &Change, held: usize, month: usize) -> bool {
        if self.nodes[held].stage.is_some() {
            return false;
        }
        match due.ways {
            [way] => {
                let next = self.led_to(due, 0, month);
                let arrives = change.succeeds && way.stage(month).is_none();
                !arrives && month >= self.nodes[next].bound && self.same(next, held)
            }
            _ => !change.succeeds && self.leads_nowhere(due, held),
        }
    }

    /// The version that one of the ways leads to in a month.
    pub fn led_to(&self, due: &Due<'_>, way: usize, month: usize) -> usize {
        let way = &due.ways[way];
        let version = match way.stage(month) {
            Some(stage) => way.stages[stage].of(due.origin),
            None => self.listed(due.list),
        };
        self.in_wave(version, due.wave)
    }
}

/// The month as an index into the horizon; before the start is 0, far ahead is beyond the horizon.
pub(super) fn index(case: &Case, month: Month) -> usize {
    month.since(case.start).max(0) as usize
}
