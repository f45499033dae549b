//! This file holds what the plans of one case cost a customer who is known: which price it has come to, and what it bills.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Customer;
use super::When;
use super::age::Ages;
use super::age::Standing;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Terms;
use crate::projection::Customer as Met;
use crate::projection::PlanPrices;
use crate::projection::Sold;
use crate::projection::Step;
use crate::projection::Version;
use crate::projection::courses;
use crate::workspace::Case;
use crate::workspace::Map;
use crate::workspace::Workspace;
use crate::workspace::case;
use crate::workspace::model::Charges;
use crate::workspace::model::Conditions;
use crate::workspace::model::Coupon;
use crate::workspace::model::Meter;

/// The largest bill of a month, in currency units.
pub(super) const HIGHEST_BILL: i64 = 1_000_000_000_000;
/// Units up to which no bill can be too large for an exact number.
const SURE: i64 = 1_000_000;
/// An age, in months, at which every ramp is through.
const SETTLED: usize = 1_200;
/// The place of a segment that is not there.
const NOWHERE: usize = usize::MAX;

/// One case, by the plans, meters and segments of the base.
#[derive(Debug)]
pub(super) struct Tariff {
    case: Case,
    currency: Currency,
    ages: Ages,
    /// The month billed, of the horizon.
    month: usize,
    /// Which price customers have come to by then.
    reach: Reach,
    /// Of each meter of its own, the place in the base; and the other way round.
    meters: Vec<Option<usize>>,
    /// Of each segment of the base, the place here.
    segments: Vec<usize>,
    plans: Vec<Option<Sale>>,
    /// The only segment there is, which everybody is of.
    only: Option<usize>,
    coupons: Vec<Coupon>,
}

/// Which price a customer has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// What it pays before any change.
    Before,
    /// What the policies of changes make of it.
    Policy,
    /// What new customers pay.
    List,
}

/// Versions come to, by segment and standing.
type Known = HashMap<(Option<usize>, Standing), usize>;

/// A plan in every version of its prices.
#[derive(Debug)]
struct Sale {
    prices: PlanPrices,
    versions: Vec<Bills>,
    /// Versions come to, by segment and standing; none where sizes count.
    known: Option<RefCell<Known>>,
}

/// One version under both contracts, exact and smooth, and what can be had with it by place of the add-on in the base.
#[derive(Debug)]
struct Bills {
    own: Both,
    add_ons: Vec<Option<Both>>,
    ramp: Vec<Decimal>,
    step: Option<Step>,
}

#[derive(Debug)]
struct Both {
    exact: [Terms<Decimal>; 2],
    smooth: [Terms<f64>; 2],
}

impl Tariff {
    /// The tariff of a case (none is the base).
    pub fn new(workspace: &Workspace, id: Option<&str>, reach: Reach, when: When) -> Self {
        let (base, currency, case) = (&workspace.base, workspace.currency, case(workspace, id));
        let model = case.last();
        let prices = courses(&case, base);
        let mut of = model.plans.keys().zip(prices).collect::<HashMap<_, _>>();
        let sale = |id: &String| {
            let prices = of.remove(id)?;
            let make = |(version, node): (&Version, &crate::projection::Node)| Bills {
                own: Both::new(&version.charges, &version.conditions, &model.meters, currency),
                add_ons: base.add_ons.keys().map(|id| extra(&version.add_ons, id, &model.meters, currency)).collect(),
                ramp: version.conditions.ramp.clone(),
                step: node.step,
            };
            let versions = prices.versions.iter().zip(&prices.nodes).map(make).collect();
            let known = (!prices.by_size()).then(RefCell::default);
            Some(Sale { prices, versions, known })
        };
        let plans = base.plans.keys().map(sale).collect();
        Self {
            currency,
            ages: Ages::new(workspace),
            month: when.month.min(case.months - 1),
            reach,
            meters: model.meters.keys().map(|id| base.meters.get_index_of(id)).collect(),
            segments: base.segments.keys().map(|id| model.segments.get_index_of(id).unwrap_or(NOWHERE)).collect(),
            only: (base.segments.len() == 1).then_some(0),
            coupons: base.coupons.values().cloned().collect(),
            plans,
            case,
        }
    }

    /// Whether it sells a plan of the base.
    pub fn sells(&self, plan: usize) -> bool {
        self.plans[plan].is_some()
    }

    /// The bill of a month, in minor units. `None` within where it is too large, outside where the plan is not sold.
    pub fn month(&self, customer: &Customer) -> Option<Option<i64>> {
        let sale = self.plans[customer.plan].as_ref()?;
        let segment = customer.segment.or(self.only);
        let standing = self.ages.of(customer, segment);
        let one = One { tariff: self, sale, customer, standing, age: standing.age_in(self.month) };
        let version = match self.reach {
            Reach::Before => 0,
            Reach::List => sale.prices.list[self.month],
            Reach::Policy => match &sale.known {
                Some(known) => {
                    let mut known = known.borrow_mut();
                    *known.entry((segment, standing)).or_insert_with(|| one.held(segment))
                }
                None => one.held(segment),
            },
        };
        Some(one.bill(version))
    }
}

/// A customer on a plan.
struct One<'a> {
    tariff: &'a Tariff,
    sale: &'a Sale,
    customer: &'a Customer,
    standing: Standing,
    /// Its age in the month billed.
    age: usize,
}

impl One<'_> {
    /// The version it holds in the month billed. Whoever may choose takes what costs least from then on (see
    /// [`Self::least`]); nobody leaves, and nobody takes another plan.
    fn held(&self, segment: Option<usize>) -> usize {
        let Self { tariff, sale, customer, standing, .. } = *self;
        let units = |meter: usize, _: usize| tariff.units(customer, meter).to_f64();
        let segment = segment.map_or(NOWHERE, |at| tariff.segments[at]);
        let mut held = 0;
        for month in 0..=tariff.month {
            if !standing.renews(tariff.case.start.plus(month as i32)) {
                continue;
            }
            let met = Met { segment, held, month, age: standing.age_in(month), size: &units };
            if let Some(due) = sale.prices.due(&met) {
                let way = if due.choices() > 1 { self.least(&due, month) } else { 0 };
                held = sale.prices.led_to(&due, way, month);
            }
        }
        held
    }

    /// The way that bills least from `month` until all ways have come to the list, a year at least; the first of equals.
    fn least(&self, due: &crate::projection::Due<'_>, month: usize) -> usize {
        let end = due.settled().max(month + 12);
        let every = self.customer.contract.months() as usize;
        let cost = |way: &usize| {
            let bills = (month..end).step_by(every).map(|month| self.sale.prices.led_to(due, *way, month));
            bills.map(|version| self.bill(version).unwrap_or(i64::MAX) as i128).sum::<i128>()
        };
        (0..due.choices()).min_by_key(cost).unwrap_or(0)
    }

    /// The bill of a month on a version; none where it is too large. It is rounded once, half-up: the twelfth of a whole
    /// year's bill, or what lies so many parts of the way between the bills of two lists.
    fn bill(&self, version: usize) -> Option<i64> {
        let (bill, parts) = match self.sale.versions[version].step {
            Some(Step { from, to, taken, of }) => {
                let (from, to, of) = (self.twelfths(from)?, self.twelfths(to)?, i128::from(of));
                (from * of + (to - from) * i128::from(taken), of * 12)
            }
            None => (self.twelfths(version)?, 12),
        };
        i64::try_from((bill * 2 + parts).div_euclid(parts * 2)).ok()
    }

    /// The same on a list, in twelfths of a minor unit.
    fn twelfths(&self, version: usize) -> Option<i128> {
        let bills = &self.sale.versions[version];
        let (tariff, customer) = (self.tariff, self.customer);
        if customer.units.iter().any(|units| *units > Decimal::from(SURE)) && !self.bounded(bills) {
            return None;
        }
        let contract = customer.contract as usize;
        let mut bill = self.own(&bills.own.exact[contract], &bills.ramp);
        // What is not sold with the plan any more is part of it, or gone: nothing is billed for it.
        let had = bills.add_ons.iter().enumerate().filter(|(at, _)| customer.add_ons >> at & 1 == 1);
        for add_on in had.filter_map(|(_, add_on)| add_on.as_ref()) {
            let terms = &add_on.exact[contract];
            bill += self.year(terms.net(terms.gross(|meter| tariff.units(customer, meter), Decimal::ONE), &[]));
        }
        (bill <= i128::from(HIGHEST_BILL) * 12 * 10_i128.pow(tariff.places())).then_some(bill)
    }

    /// Whether no part of a bill can be too large for an exact number.
    fn bounded(&self, bills: &Bills) -> bool {
        let contract = self.customer.contract as usize;
        let add_ons = bills.add_ons.iter().flatten();
        std::iter::once(&bills.own).chain(add_ons).all(|both| {
            let terms = &both.smooth[contract];
            let units = |meter| self.tariff.units(self.customer, meter).to_f64();
            let (recurring, usage) = terms.gross(units, terms.ramp());
            let most = HIGHEST_BILL as f64 * 1e3;
            // A float that is not a number is not below the bound either.
            recurring < most && usage < most
        })
    }

    /// The plan's own bill: what was negotiated comes off first, then the coupon, and limits after both.
    fn own(&self, terms: &Terms<Decimal>, ramp: &[Decimal]) -> i128 {
        let (tariff, customer) = (self.tariff, self.customer);
        let factor = match customer.since {
            Some(_) => ramp.get(self.age / 12).or(ramp.last()).copied().unwrap_or(Decimal::ONE),
            None => terms.ramp(),
        };
        let gross = terms.gross(|meter| tariff.units(customer, meter), factor);
        let negotiated = Off::Share { share: customer.discount };
        let plain = if customer.discount.is_zero() { &[][..] } else { &[negotiated][..] };
        let coupon = customer.coupon.map(|at| &tariff.coupons[at]);
        let held = coupon.map(|coupon| (coupon.holds(self.age, customer.contract), coupon.off));
        let net = match held {
            Some(((up_front, monthly), off)) if up_front || monthly => {
                let (plain, less) = (terms.net(gross, plain), terms.net(gross, &[plain, &[off]].concat()));
                (if up_front { less.0 } else { plain.0 }, if monthly { less.1 } else { plain.1 })
            }
            _ => terms.net(gross, plain),
        };
        self.year(net)
    }

    /// Minor units of twelve months, from what is billed for an interval and, of usage, for a month.
    fn year(&self, (recurring, usage): (Decimal, Decimal)) -> i128 {
        let places = self.tariff.places();
        let intervals = i128::from(12 / self.customer.contract.months());
        recurring.minor(places) * intervals + usage.minor(places) * 12
    }
}

impl Tariff {
    fn places(&self) -> u32 {
        self.currency.minor_digits()
    }

    /// Units of a meter of its own.
    fn units(&self, customer: &Customer, meter: usize) -> Decimal {
        self.meters[meter].map_or(Decimal::ZERO, |at| customer.units[at])
    }
}

impl Both {
    fn new(charges: &Charges, conditions: &Conditions, meters: &Map<Meter>, currency: Currency) -> Self {
        let contracts = [Interval::Monthly, Interval::Annual];
        Self {
            exact: contracts.map(|contract| terms(charges, conditions, meters, currency, contract)),
            smooth: contracts.map(|contract| terms(charges, conditions, meters, currency, contract)),
        }
    }
}

fn terms<N: Number>(
    charges: &Charges,
    conditions: &Conditions,
    meters: &Map<Meter>,
    currency: Currency,
    contract: Interval,
) -> Terms<N> {
    let charges = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
    let meters = conditions.meters(meters);
    Terms::new(&conditions.offer(&charges, &meters, currency, SETTLED), contract)
}

/// The bill of an add-on, where it can be had.
fn extra(sold: &[Sold], id: &str, meters: &Map<Meter>, currency: Currency) -> Option<Both> {
    let sold = sold.iter().find(|sold| sold.id == id)?;
    let conditions = Conditions { annual_discount: sold.annual_discount, ..Conditions::default() };
    Some(Both::new(&sold.charges, &conditions, meters, currency))
}
