//! This file finds the numbers by which a page means "as much as you like" where a number must stand.

use std::collections::HashMap;
use std::collections::HashSet;

use rust_decimal::Decimal;

use super::report::Report;
use super::report::note;
use super::unit::Priced;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;

/// From here on a 1 with zeros behind it, or nines alone, is no limit.
const ROUND: u64 = 999_999_999;

/// From here on any number is no limit: the document holds no greater one.
const HUGE: u64 = 1_000_000_000_000;

/// From here on a 1 with zeros behind it is no limit if several limits have it that count different things.
const SHARED: u64 = 1_000_000;

/// How many limits share such a number at least, and how many from [`GREAT`] on.
const LIMITS: usize = 3;
const GREAT_LIMITS: usize = 2;

/// From here on two limits are enough.
const GREAT: u64 = 10_000_000;

/// How many times the next lower number of the same limit such a number is, to be no limit by itself: a million devices
/// where the other plan has two.
const TIMES: u64 = 10_000;

/// The numbers of one page that stand for no limit.
#[derive(Clone, Debug, Default)]
pub(super) struct Boundless {
    shared: HashSet<Decimal>,
}

impl Boundless {
    /// Those of a page; each that stands in it is named with how often.
    pub fn of(root: &Node, report: &mut Report) -> Self {
        let mut seen: HashMap<Decimal, Seen> = HashMap::new();
        let mut limits: HashMap<&str, Limit> = HashMap::new();
        for collection in ["features", "usageLimits"] {
            for entry in root.entries(collection) {
                let unit = entry.value.get("unit").and_then(Node::text).unwrap_or_default();
                let limit = limits.entry(&entry.key).or_default();
                limit.events |= Priced::read(unit).events();
                limit.lasts |= Priced::lasts(unit);
                let default = entry.value.get("defaultValue");
                default.into_iter().for_each(|node| see(&mut seen, &mut limits, node, &entry.key));
            }
            let sold = ["plans", "addOns"].into_iter().flat_map(|key| root.entries(key));
            for entry in sold.flat_map(|sold| sold.value.entries(collection)) {
                see(&mut seen, &mut limits, entry.value.get("value").unwrap_or(&entry.value), &entry.key);
            }
        }
        // What happens may well happen a million times; where it does, the number is one.
        let events =
            |seen: &Seen| seen.keys.iter().any(|key| limits.get(key.as_str()).is_some_and(|limit| limit.events));
        let far = limits.values().filter(|limit| !limit.events).flat_map(Limit::far).min();
        let lasts = |seen: &Seen| seen.keys.iter().any(|key| limits.get(key.as_str()).is_some_and(|limit| limit.lasts));
        let shared = |(value, seen): &(&Decimal, &Seen)| {
            let standing = far.is_some_and(|far| **value >= far) && !events(seen);
            let great = **value >= GREAT.into() && !events(seen) && seen.keys.len() >= GREAT_LIMITS;
            may_stand(**value) && (standing || great || lasts(seen) || seen.keys.len() >= LIMITS)
        };
        let found = Self { shared: seen.iter().filter(shared).map(|(value, _)| *value).collect() };
        let mut named: Vec<_> = seen.into_iter().filter(|(value, _)| found.holds(*value)).collect();
        named.sort_by_key(|(value, _)| *value);
        for (value, Seen { count, line, .. }) in named {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            note(&mut report.assumed, "value", line, format!("{value}, which stands {times}, is unlimited"));
        }
        found
    }

    /// Whether a limit of this size is none.
    pub fn holds(&self, value: Decimal) -> bool {
        let round = value >= ROUND.into() && (zeros(value) || value.to_string().bytes().all(|digit| digit == b'9'));
        round || value >= HUGE.into() || value == Decimal::NEGATIVE_ONE || self.shared.contains(&value)
    }
}

/// Where a number stands in a page.
#[derive(Default)]
struct Seen {
    count: usize,
    line: usize,
    keys: HashSet<String>,
}

/// The numbers of one limit, and whether it counts what happens, or days and months, of which no one has a million.
#[derive(Default)]
struct Limit {
    events: bool,
    lasts: bool,
    values: Vec<Decimal>,
}

impl Limit {
    /// Its numbers that are too far from the one below them to be meant.
    fn far(&self) -> impl Iterator<Item = Decimal> {
        let others = self.values.iter().filter(|value| !may_stand(**value) && **value > Decimal::ZERO).max().copied();
        let far = move |value: &&Decimal| others.is_some_and(|other| other * Decimal::from(TIMES) <= **value);
        self.values.iter().filter(|value| may_stand(**value)).filter(far).copied()
    }
}

fn see<'a>(seen: &mut HashMap<Decimal, Seen>, limits: &mut HashMap<&'a str, Limit>, node: &Node, key: &'a str) {
    let Some(Figure::Finite(value)) = node.figure() else { return };
    if value < HUGE.into() {
        limits.entry(key).or_default().values.push(value);
    }
    if value >= SHARED.into() || value == Decimal::NEGATIVE_ONE {
        let seen = seen.entry(value).or_default();
        seen.line = if seen.count == 0 { node.line } else { seen.line };
        seen.count += 1;
        seen.keys.insert(key.to_owned());
    }
}

/// Whether a number may stand for no limit, if others say so.
fn may_stand(value: Decimal) -> bool {
    value >= SHARED.into() && zeros(value)
}

/// A 1 with zeros behind it.
fn zeros(value: Decimal) -> bool {
    value.normalize().to_string().strip_prefix('1').is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'))
}
