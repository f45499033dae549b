//! This file is the course of price changes as one existing customer meets it: what is due, to whom, in which month.
//!
//! Conventions: who is in a group is decided as things stand in the month of the change, and the first group counts. The
//! newest change that reaches a customer moves it. A way of several prices, once taken, is followed to its end unless a
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
    /// Rule, way and stage of a passing price.
    pub(super) stage: Option<(usize, usize, usize)>,
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

impl Way {
    /// The stage due in a month; none where that is the list.
    fn stage(&self, month: usize) -> Option<usize> {
        self.stages.iter().position(|stage| month < stage.until)
    }
}

impl PlanPrices {
    /// Whether anybody who holds a version may be due to move in a month.
    pub fn stirs(&self, held: usize, month: usize) -> bool {
        let node = &self.nodes[held];
        self.passing(held).is_some_and(|(way, stage)| way.stage(month) != Some(stage))
            || self.changes[node.list..]
                .iter()
                .any(|change| change.from <= month && change.rules.iter().any(|rule| rule.moves_from <= month))
    }

    /// Whether customers who hold a version move alike, whatever their segment, age and size.
    pub(super) fn alike(&self, held: usize) -> bool {
        self.changes[self.nodes[held].list..]
            .iter()
            .all(|change| change.rules.len() == 1 && change.rules[0].ways.len() == 1)
    }

    /// Whether customers of a segment who hold a version part by size once a change has come.
    pub fn parts(&self, segment: usize, held: usize, month: usize) -> bool {
        let come = self.changes[self.nodes[held].list..].iter().filter(|change| change.from <= month);
        come.flat_map(|change| &change.rules)
            .any(|rule| rule.who.in_segment(segment) && (rule.who.size.is_some() || rule.ways.len() > 1))
    }

    /// Whether some change asks for sizes, or lets customers choose by what they would pay.
    pub fn by_size(&self) -> bool {
        let rules = self.changes.iter().flat_map(|change| &change.rules);
        rules.into_iter().any(|rule| rule.who.size.is_some() || rule.ways.len() > 1)
    }

    /// How many of the changes come within the horizon.
    pub fn seen(&self) -> usize {
        self.changes.iter().filter(|change| change.from < self.list.len()).count()
    }

    /// How those who hold a version stand to the list in force in a month.
    pub fn stands(&self, held: usize, month: usize) -> Held {
        let (node, list) = (&self.nodes[held], self.nodes[self.list[month]].list);
        match node.came {
            Came::Switched => Held::Switched,
            _ if self.seen() == 0 => Held::Unchanged,
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
        for (at, change) in self.changes.iter().enumerate().skip(node.list).rev().filter(|_| !bound) {
            if change.from > month {
                continue;
            }
            let tenure = age.saturating_sub(month - change.from);
            let rule = change.rules.iter().find(|rule| rule.who.is(customer, tenure));
            if let Some(Rule { attention, ways, .. }) = rule.filter(|rule| rule.moves_from <= month) {
                let (from, attention) = (change.from, *attention);
                return Some(Due { from, attention, bound, wave, list: at + 1, origin: node.list, ways });
            }
        }
        let (way, stage) = self.passing(held)?;
        if way.stage(month) == Some(stage) {
            return None;
        }
        let (change, (rule, _, _)) = (&self.changes[node.list - 1], node.stage?);
        let origin = node.step.map_or(0, |step| self.nodes[step.from].list);
        let (from, attention) = (change.from, change.rules[rule].attention);
        Some(Due { from, attention, bound, wave, list: node.list, origin, ways: std::slice::from_ref(way) })
    }

    /// The way on which a version is a stage, and which.
    fn passing(&self, held: usize) -> Option<(&Way, usize)> {
        let node = &self.nodes[held];
        let (rule, way, stage) = node.stage?;
        Some((&self.changes[node.list - 1].rules[rule].ways[way], stage))
    }

    /// The version that one of the ways leads to in a month.
    pub fn led_to(&self, due: &Due<'_>, way: usize, month: usize) -> usize {
        let way = &due.ways[way];
        let version = match way.stage(month) {
            Some(stage) => {
                let versions = &way.stages[stage].versions;
                versions[due.origin.min(versions.len() - 1)]
            }
            None => self.lists[due.list][Came::Moved as usize],
        };
        self.in_wave(version, due.wave)
    }
}

/// The month as an index into the horizon; before the start is 0, far ahead is beyond the horizon.
pub(super) fn index(case: &Case, month: Month) -> usize {
    month.since(case.start).max(0) as usize
}
