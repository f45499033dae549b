//! This file sums up what scenarios do to the bills of a list, customer by customer, in memory that does not grow with it.

use serde::Deserialize;
use serde::Serialize;

use super::Columns;
use super::Customer;
use super::Rating;
use super::column::METERS;
use crate::number::Decimal;
use crate::workspace::Workspace;
use crate::workspace::model::MeterKind;

/// Classes of change of a bill, with the upper bound of each in hundredths of a percent; falls come first. A rise from
/// nothing has no percentage: it is the last class.
pub const CHANGES: [(&str, i64); 13] = [
    ("falls by over 20 %", -2_001),
    ("falls 10 to 20 %", -1_001),
    ("falls 5 to 10 %", -501),
    ("falls up to 5 %", -1),
    ("unchanged", 0),
    ("rises up to 5 %", 500),
    ("rises 5 to 10 %", 1_000),
    ("rises 10 to 20 %", 2_000),
    ("rises 20 to 30 %", 3_000),
    ("rises 30 to 50 %", 5_000),
    ("rises 50 to 100 %", 10_000),
    ("rises by over 100 %", i64::MAX),
    ("pays for the first time", i64::MAX),
];

/// Upper bounds of the classes of size.
const SIZES: [i64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, i64::MAX];

/// Customers named as the most affected.
const NAMED: usize = 10;

/// The whole, in hundredths of a percent, which the bounds of [`CHANGES`] are in.
const POINTS: i128 = 10_000;

/// The whole, in trillionths, which shares of a rise are held in: a document's numbers have twelve places.
const WHOLE: i64 = 1_000_000_000_000;

/// The most a bill may rise, as a share of it, exact to twelve places; none where it may rise freely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap(Option<i64>);

impl Cap {
    /// The cap of a share; none for none.
    pub fn of(share: Option<Decimal>) -> Self {
        Self(share.map(trillionths))
    }

    /// Its share.
    pub fn share(self) -> Option<Decimal> {
        self.0.map(|cap| Decimal::new(cap, WHOLE.ilog10()).normalize())
    }

    /// The bill that a customer pays: at most the cap above the base, rounded half-up. Whoever paid nothing has no
    /// share to rise by, and is not capped.
    pub fn bill(self, base: i64, bill: i64) -> i64 {
        let Some(cap) = self.0.filter(|_| base > 0) else { return bill };
        let whole = i128::from(WHOLE);
        let most = (i128::from(base) * (whole + i128::from(cap)) * 2 + whole).div_euclid(2 * whole);
        bill.min(i64::try_from(most).unwrap_or(i64::MAX))
    }
}

/// A share of a rise, at most 100 times the bill, in trillionths.
fn trillionths(share: Decimal) -> i64 {
    let share = share.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
    i64::try_from((share * Decimal::from(WHOLE)).round()).expect("a hundred wholes are fewer than an i64 counts")
}

/// What a list and its re-rating come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Customers billed.
    pub customers: usize,
    /// Bills of a month under the base.
    pub base: Decimal,
    /// Of each scenario.
    pub effects: Vec<Effect>,
    places: u32,
    over: i64,
    /// The meter that says how big a customer is, if the list does.
    size: Option<usize>,
}

/// What one scenario does to a list. Money is a month's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The most bills may rise.
    pub cap: Cap,
    /// Bills under the scenario, capped.
    pub total: Decimal,
    /// What the cap takes off them.
    pub forgone: Decimal,
    /// Customers whose rise is capped.
    pub capped: usize,
    /// Customers whose bill rises by more than the share asked for; rises from nothing too.
    pub over: usize,
    /// Customers on plans the scenario no longer sells, who keep their bill.
    pub kept: usize,
    /// Customers by class of change, in the order of [`CHANGES`].
    pub changes: Vec<usize>,
    /// By segment; the last is of customers without one, where there are any.
    pub segments: Vec<Group>,
    /// By plan under the base.
    pub plans: Vec<Group>,
    /// By size, where the list has one.
    pub sizes: Vec<Group>,
    /// The customers whose bills rise most, most first.
    pub most: Vec<Affected>,
}

/// Customers of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What they have in common.
    pub name: String,
    /// How many they are.
    pub customers: usize,
    /// Their bills under the base.
    pub base: Decimal,
    /// Their bills under the scenario.
    pub total: Decimal,
    /// How many rise by more than the share asked for.
    pub over: usize,
}

/// A customer whose bill rises much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The line in the list.
    pub line: usize,
    /// What the list calls the customer.
    pub name: String,
    /// The bill under the base, in minor units.
    pub base: i64,
    /// The bill under the scenario.
    pub bill: i64,
}

impl Tally {
    /// Nothing yet, for scenarios with these caps; `over` is the rise that counts, as a share of the bill.
    pub fn new(workspace: &Workspace, columns: &Columns, caps: &[Cap], over: Decimal) -> Self {
        let base = &workspace.base;
        let licence = |(at, meter): (usize, &crate::workspace::model::Meter)| {
            (meter.kind == MeterKind::Licence && columns.of[METERS + at].is_some()).then_some(at)
        };
        let size = base.meters.values().enumerate().find_map(licence);
        let unit = size.map_or("", |at| base.meters[at].name.as_str());
        let segments = base.segments.values().map(|segment| segment.name.clone()).chain(["No segment".to_owned()]);
        let effect = Effect {
            cap: Cap(None),
            total: Decimal::ZERO,
            forgone: Decimal::ZERO,
            capped: 0,
            over: 0,
            kept: 0,
            changes: vec![0; CHANGES.len()],
            segments: segments.map(Group::new).collect(),
            plans: base.plans.values().map(|plan| Group::new(plan.name.clone())).collect(),
            sizes: if size.is_some() { sizes(unit).map(Group::new).collect() } else { Vec::new() },
            most: Vec::new(),
        };
        let places = workspace.currency.minor_digits();
        let effects = caps.iter().map(|cap| Effect { cap: *cap, ..effect.clone() }).collect();
        Self { customers: 0, base: Decimal::ZERO, effects, places, over: trillionths(over), size }
    }

    /// Takes a customer in whose bills are those of [`Rating::bill`]; those of scenarios are capped in place.
    pub fn add(&mut self, customer: &Customer, bills: &mut [i64], rating: &Rating) {
        let Some((base, bills)) = bills.split_first_mut() else { return };
        let money = |minor: i64| Decimal::new(minor, self.places);
        self.customers += 1;
        self.base += money(*base);
        for (at, (effect, bill)) in self.effects.iter_mut().zip(bills).enumerate() {
            let capped = effect.cap.bill(*base, *bill);
            effect.capped += usize::from(capped < *bill);
            effect.forgone += money(*bill - capped);
            *bill = capped;
            effect.total += money(capped);
            effect.kept += usize::from(!rating.sells(at + 1, customer.plan));
            let over = rises(*base, capped, self.over);
            effect.over += usize::from(over);
            effect.changes[class(*base, capped)] += 1;
            let segment = customer.segment.unwrap_or(effect.segments.len() - 1);
            let size = self.size.map(|meter| size(customer.units[meter]));
            let groups = [
                effect.segments.get_mut(segment),
                effect.plans.get_mut(customer.plan),
                size.and_then(|size| effect.sizes.get_mut(size)),
            ];
            for group in groups.into_iter().flatten() {
                group.customers += 1;
                group.base += money(*base);
                group.total += money(capped);
                group.over += usize::from(over);
            }
            effect.remember(customer, *base, capped);
        }
    }

    /// The tally without the groups that nobody is in.
    pub fn finish(mut self) -> Self {
        for effect in &mut self.effects {
            for groups in [&mut effect.segments, &mut effect.plans, &mut effect.sizes] {
                groups.retain(|group| group.customers > 0);
            }
        }
        self
    }
}

impl Effect {
    fn remember(&mut self, customer: &Customer, base: i64, bill: i64) {
        let rise = bill - base;
        let least = self.most.last().filter(|_| self.most.len() == NAMED).map_or(0, |last| last.bill - last.base);
        if rise > least {
            let at = self.most.partition_point(|other| other.bill - other.base >= rise);
            self.most.insert(at, Affected { line: customer.line, name: customer.name.clone(), base, bill });
            self.most.truncate(NAMED);
        }
    }
}

impl Group {
    fn new(name: String) -> Self {
        Self { name, customers: 0, base: Decimal::ZERO, total: Decimal::ZERO, over: 0 }
    }
}

/// Whether a bill rises by more than a share of it, in trillionths; any rise from nothing does.
fn rises(base: i64, bill: i64, over: i64) -> bool {
    bill > base && i128::from(bill - base) * i128::from(WHOLE) > i128::from(base) * i128::from(over)
}

/// The class of a change, an index into [`CHANGES`].
fn class(base: i64, bill: i64) -> usize {
    let change = bill - base;
    if base == 0 && change > 0 {
        return CHANGES.len() - 1;
    }
    if change == 0 {
        return 4;
    }
    let (change, base) = (i128::from(change) * POINTS, i128::from(base));
    let within = |at: &usize| change <= base * i128::from(CHANGES[*at].1);
    match change < 0 {
        // A fall belongs to the first class whose next one begins above it.
        true => (0..4).find(|at| change < base * i128::from(CHANGES[*at].1 + 1)).unwrap_or(3),
        false => (5..11).find(within).unwrap_or(11),
    }
}

fn size(units: Decimal) -> usize {
    SIZES.iter().position(|most| units <= Decimal::from(*most)).unwrap_or(SIZES.len() - 1)
}

/// The names of the classes of size.
fn sizes(unit: &str) -> impl Iterator<Item = String> {
    (0..SIZES.len()).map(move |at| match at {
        0 => format!("0 to 1 {unit}"),
        at if at == SIZES.len() - 1 => format!("over {} {unit}", SIZES[at - 1]),
        at if SIZES[at - 1] + 1 == SIZES[at] => format!("{} {unit}", SIZES[at]),
        at => format!("{} to {} {unit}", SIZES[at - 1] + 1, SIZES[at]),
    })
}
