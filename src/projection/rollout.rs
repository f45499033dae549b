//! This file tells what a price change reaches: who still pays the old price, who was moved, lost or won, and what it gains.
//!
//! It runs the cohorts once more with those apart who came to a price in different ways, and once without any change, so
//! it is made only where it is looked at.

use std::rc::Rc;

use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::number::largest_remainder;
use crate::retention::reprice::break_even_loss;
use crate::workspace::Case;
use crate::workspace::Model;

use super::Projection;
use super::cohorts;
use super::course::Held;
use super::ledger;
use super::prices::PlanPrices;
use super::prices::Version;
use super::prices::begins;
use super::rates;
use super::rates::Bills;
use super::winners::Winner;
use super::winners::winners;

/// What price changes of a case reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Rollout {
    /// ARR at each month's end by how customers stand to the list, in the order of [`Held`]: split to the minor unit, so
    /// that the parts of a month add up to its ARR in the ledger.
    pub held: [Vec<f64>; Held::COUNT],
    /// ARR lost at repricings up to each month, at the old price.
    pub lost: Vec<f64>,
    /// ARR of the units cut at repricings up to each month, at the old price.
    pub cut: Vec<f64>,
    /// ARR that came to be repriced, and what became of it, at the old price.
    pub met: Met,
    /// Whether one customer may be repriced several times, and so counts in `met` more than once.
    pub repeats: bool,
    /// Of the ARR of customers who were there before, the share at a new price, by month; `None` before any change.
    pub reached: Vec<Option<f64>>,
    /// Gross profit since the start, more than without any change, by month.
    pub gain: Vec<f64>,
    /// Customers of the plans whose lists change, by how their bill changes up to the last month.
    pub winners: Vec<Winner>,
    /// Mean change of the bills of those among them who came to another price, a share of the old, weighted by what was paid.
    pub rise: Option<f64>,
    /// Gross margin without the change.
    pub margin: Option<f64>,
}

/// ARR of all who were repriced within the horizon, at the price before, each part to the minor unit; who meets several
/// changes counts at each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Met {
    /// Of those who stay, less what they cut.
    pub repriced: f64,
    /// Of the units that those who stay give up.
    pub cut: f64,
    /// Of those who take another plan.
    pub downgraded: f64,
    /// Of those who leave.
    pub lost: f64,
    /// Of those who would have left anyway, a part of the lost unless fewer leave than would have.
    pub anyway: f64,
}

impl Met {
    fn rounded(self, places: u32) -> Self {
        let unit = libm::pow(10.0, f64::from(places));
        let round = |value: f64| libm::round(value * unit) / unit;
        Self {
            repriced: round(self.repriced),
            cut: round(self.cut),
            downgraded: round(self.downgraded),
            lost: round(self.lost),
            anyway: round(self.anyway),
        }
    }

    /// ARR of all who were repriced.
    pub fn due(&self) -> f64 {
        self.repriced + self.cut + self.downgraded + self.lost
    }

    /// Share of it lost or cut because of the change: what stands against [`Rollout::break_even`].
    pub fn given_up_share(&self) -> Option<f64> {
        Some(self.lost_share()? + self.cut / self.due())
    }

    /// Share of it lost because of the change: over and above what would have left anyway.
    pub fn lost_share(&self) -> Option<f64> {
        let due = self.due();
        (due > 0.0).then(|| (self.lost - self.anyway) / due)
    }
}

impl Rollout {
    /// Whether any price changes within the horizon.
    pub fn changes(&self) -> bool {
        self.begins().is_some()
    }

    /// The share of repriced customers whose loss would undo the rise: d / (m + d).
    pub fn break_even(&self) -> Option<f64> {
        break_even_loss(self.rise.filter(|rise| *rise > 0.0)?, self.margin?)
    }

    /// The first month from which on `share` of the ARR reached is at a new price.
    pub fn until(&self, share: f64) -> Option<usize> {
        self.reached.iter().position(|reached| reached.is_some_and(|reached| reached >= share))
    }

    /// The first month of the change for new customers.
    pub fn begins(&self) -> Option<usize> {
        self.reached.iter().position(Option::is_some)
    }

    /// The month from which on the cumulative gain is never again at or below nothing.
    pub fn pays_from(&self) -> Option<usize> {
        let below = self.gain.iter().rposition(|gain| *gain <= 0.0).map_or(0, |last| last + 1);
        (below < self.gain.len()).then_some(below)
    }
}

/// What the price changes of a projection reach. `base` says what was observed.
pub fn rollout(projection: &Projection, base: &Model, currency: Currency) -> Rollout {
    let case = &projection.case;
    let rates = rates::rates_told::<f64>(case, base, currency, Bills::Exact);
    let flows = cohorts::run(case.last(), &rates, false);
    let cells = flows.segments * flows.plans;
    let arr = |class: usize| {
        let month = |t: usize| flows.held[t * cells..(t + 1) * cells].iter().map(|held| held[class]).sum::<f64>();
        (0..flows.months).map(|t| 12.0 * month(t)).collect::<Vec<_>>()
    };
    let (mut met, mut lost, mut given_up) = (Met::default(), vec![0.0; flows.months], vec![0.0; flows.months]);
    for told in &flows.repriced {
        met.repriced += 12.0 * told.repriced;
        met.cut += 12.0 * told.cut;
        met.downgraded += 12.0 * told.downgraded;
        met.lost += 12.0 * told.lost;
        met.anyway += 12.0 * told.anyway;
        lost[told.month] += 12.0 * told.lost;
        given_up[told.month] += 12.0 * told.cut;
    }
    for month in 1..lost.len() {
        lost[month] += lost[month - 1];
        given_up[month] += given_up[month - 1];
    }
    let mut held = std::array::from_fn(arr);
    foot(&mut held, projection);
    let met = met.rounded(projection.places);
    let without = without(projection, base, currency);
    let begins = begins(&rates.prices);
    let winners =
        begins.map_or_else(Vec::new, |begins| winners(projection, (&rates, &flows.standing), currency, begins));
    let repriced = || winners.iter().filter(|winner| winner.repriced);
    let paid = |of: fn(&Winner) -> f64| repriced().map(|winner| winner.customers * of(winner)).sum::<f64>();
    let (before, after) = (paid(|winner| winner.before), paid(|winner| winner.after));
    Rollout {
        reached: reached(&held, begins),
        held,
        lost,
        cut: given_up,
        met,
        repeats: rates.prices.iter().any(PlanPrices::repeats),
        gain: gain(projection, &without),
        rise: (before > 0.0).then(|| after / before - 1.0),
        margin: margin(&without),
        winners,
    }
}

/// Splits each month's ARR of the ledger among the classes, as the cohorts told them apart.
fn foot(held: &mut [Vec<f64>; Held::COUNT], projection: &Projection) {
    let unit = libm::pow(10.0, f64::from(projection.places));
    for (t, totals) in projection.ledger.totals.iter().enumerate() {
        let arr = libm::round(12.0 * totals.line.mrr.to_f64() * unit) as i64;
        let parts: Vec<Decimal> =
            held.iter().map(|class| Decimal::from_f64(class[t].max(0.0)).round_dp(projection.places + 2)).collect();
        let Some(split) = largest_remainder(arr, &parts) else { continue };
        for (class, units) in held.iter_mut().zip(split) {
            class[t] = units as f64 / unit;
        }
    }
}

/// Of what old customers pay, the share no longer at the old price.
fn reached(held: &[Vec<f64>; Held::COUNT], begins: Option<usize>) -> Vec<Option<f64>> {
    let month = |t: usize| {
        begins.filter(|begins| *begins <= t)?;
        let moved = held[Held::Repriced as usize][t] + held[Held::Switched as usize][t];
        let all = moved + held[Held::Kept as usize][t];
        (all > 0.0).then(|| moved / all)
    };
    (0..held[0].len()).map(month).collect()
}

fn gain(with: &Projection, without: &Projection) -> Vec<f64> {
    let mut sum = 0.0;
    let month = |(with, without): (&super::Totals, &super::Totals)| {
        sum += (with.gross_profit() - without.gross_profit()).to_f64();
        sum
    };
    with.ledger.totals.iter().zip(&without.ledger.totals).map(month).collect()
}

fn margin(projection: &Projection) -> Option<f64> {
    let totals = &projection.ledger.totals;
    let revenue: f64 = totals.iter().map(|totals| totals.line.revenue().to_f64()).sum();
    let profit: f64 = totals.iter().map(|totals| totals.gross_profit().to_f64()).sum();
    (revenue > 0.0).then(|| profit / revenue)
}

/// The same case had no price list ever changed: every plan and add-on of the base at the charges and conditions it was
/// observed at (annual discount, minimum, maximum, seat minimum and ramp among them), negotiated discounts, the own
/// prices of price books and the successors of plans those of the base.
///
/// Held equal, so that the gain is that of prices alone: what plans contain, which are closed to new customers, trials,
/// coupons, rates of exchange, segments in all else, channels and costs are those of the case with the change.
fn without(projection: &Projection, base: &Model, currency: Currency) -> Projection {
    let models = projection.case.models.iter().map(|(from, model)| {
        let mut model = (**model).clone();
        model.price_changes.clear();
        for (id, plan) in &mut model.plans {
            let Some(known) = base.plans.get(id) else { continue };
            let then = Version::observed(plan, Some(known));
            plan.charges = then.charges;
            plan.list_under(then.conditions);
            plan.successor = known.successor.clone();
        }
        for (id, add_on) in &mut model.add_ons {
            let Some(known) = base.add_ons.get(id) else { continue };
            let seen = add_on.observed.as_ref().or(known.observed.as_ref());
            (add_on.charges, add_on.annual_discount) = match seen {
                Some(seen) => (seen.charges.clone(), seen.annual_discount),
                None => (known.charges.clone(), known.annual_discount),
            };
        }
        for (id, segment) in &mut model.segments {
            segment.negotiated =
                base.segments.get(id).map_or(segment.negotiated.take(), |known| known.negotiated.clone());
        }
        for (id, book) in &mut model.books {
            book.plans = base.books.get(id).map_or(std::mem::take(&mut book.plans), |known| known.plans.clone());
        }
        (*from, Rc::new(model))
    });
    let case = Case { start: projection.start, months: projection.months, models: models.collect() };
    let places = projection.places;
    let rates = rates::rates::<f64>(&case, base, currency, Bills::Exact);
    let flows = cohorts::run(case.last(), &rates, false);
    let ledger = ledger::ledger(&case, &rates, &flows, places);
    Projection { start: projection.start, months: projection.months, places, case, rates, flows, ledger }
}
