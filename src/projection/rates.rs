//! This file turns a case into the numbers the cohorts run on: bills, survival, and who is won, month by month.

use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::workspace::Case;
use crate::workspace::Model;
use crate::workspace::model::Basis;
use crate::workspace::model::Plan;
use crate::workspace::model::Segment;

use super::bills::Sale;
use super::bills::Sizes;
use super::bills::Table;
use super::market::Market;
use super::market::prospects;
use super::prices::PlanPrices;
use super::prices::prices;

/// Months a customer's lifetime value looks ahead.
pub const LIFETIME: usize = 120;

/// Everything the cohorts need, for one case.
pub struct Rates<N> {
    /// Months of the horizon.
    pub months: usize,
    /// Ages tabulated: the horizon and the oldest opening vintage.
    pub ages: usize,
    /// Prices of each plan.
    pub prices: Vec<PlanPrices>,
    /// Expected bills: `[segment][plan][interval][version]`, monthly before annual.
    pub tables: Vec<Vec<[Vec<Table<N>>; 2]>>,
    /// Which plans are free.
    pub free: Vec<bool>,
    /// By segment.
    pub segments: Vec<SegmentRates<N>>,
    /// Meters that costs follow, and expected units of one customer: `[meter][segment][age]`.
    pub units: Vec<Vec<Vec<N>>>,
    /// Indexes of those meters in the model.
    pub counted: Vec<usize>,
}

/// What one segment does.
pub struct SegmentRates<N> {
    /// Customers won by month and plan, those who start to pay after a free plan included.
    pub won: Vec<Vec<N>>,
    /// Share of them on annual contracts, by month.
    pub annual_share: Vec<N>,
    /// Free accounts at the end of each month, by plan.
    pub free_accounts: Vec<Vec<f64>>,
    /// Free accounts at the start, by plan.
    pub free_opening: Vec<f64>,
    /// Survival by churn level; `level[t]` says which holds in month `t`.
    pub stays: Vec<Stay<N>>,
    /// Index into `stays` by month.
    pub level: Vec<usize>,
    /// Utility lost per money a month, by month.
    pub beta: Vec<f64>,
    /// Share of repriced customers who would take each other plan at unchanged prices.
    pub switching: Vec<f64>,
    /// Share of customers lost in the last twelve months who return, a month.
    pub reactivation: N,
    /// Prospects by month.
    pub prospects: Vec<f64>,
    /// Share of prospects who buy (a paid or a free plan), by month.
    pub conversion: Vec<f64>,
    /// Share of prospects who buy each plan: `[month][plan]`.
    pub shares: Vec<Vec<f64>>,
}

/// Who stays from one age to the next, by plan: `[plan][age]`; age 0 is unused.
pub struct Stay<N> {
    /// Monthly contracts.
    pub monthly: Vec<Vec<N>>,
    /// Annual contracts: less than one only at anniversaries.
    pub annual: Vec<Vec<N>>,
}

/// How bills are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bills {
    /// Each line of each distinct bill to the minor unit: what customers pay.
    Exact,
    /// Not at all: for studies that run thousands of projections.
    Smooth,
}

/// The rates of `case`; `base` is the base model, whose plans say what was observed.
pub fn rates<N: Number>(case: &Case, base: &Model, currency: Currency, bills: Bills) -> Rates<N> {
    let model = case.last();
    let oldest = model.opening.values().map(|vintage| vintage.age_to as usize + 1).max().unwrap_or(0);
    let ages = (case.months + oldest + 1).max(LIFETIME + 1);
    let prices = prices(case, base);
    let sizes = model.segments.values().map(|segment| Sizes::new(segment, &model.meters, ages)).collect::<Vec<_>>();
    let tables = sizes
        .iter()
        .map(|sizes| {
            let of_plan = |(prices, plan): (&PlanPrices, &Plan)| {
                [Interval::Monthly, Interval::Annual].map(|interval| {
                    let of = |version| {
                        let sale = Sale { version, plan, meters: &model.meters, currency };
                        match bills {
                            Bills::Exact => sale.exact::<N>(sizes, interval),
                            Bills::Smooth => sale.table::<N>(sizes, interval),
                        }
                    };
                    prices.versions.iter().map(of).collect::<Vec<_>>()
                })
            };
            prices.iter().zip(model.plans.values()).map(of_plan).collect::<Vec<_>>()
        })
        .collect::<Vec<_>>();
    let free = model.plans.values().map(|plan| plan.free).collect::<Vec<_>>();
    let segments =
        (0..model.segments.len()).map(|at| segment_rates(case, base, at, &prices, &tables[at], &free, ages)).collect();
    let counted = counted(model);
    let units = counted.iter().map(|meter| sizes.iter().map(|sizes| numbers(sizes.units(*meter))).collect()).collect();
    Rates { months: case.months, ages, prices, tables, free, segments, units, counted }
}

/// Meters that a cost of revenue follows.
fn counted(model: &Model) -> Vec<usize> {
    let mut meters = Vec::new();
    for cost in model.costs.cogs.values() {
        if let Basis::Unit { meter, .. } = &cost.basis
            && let Some(at) = model.meters.get_index_of(meter)
            && !meters.contains(&at)
        {
            meters.push(at);
        }
    }
    meters
}

fn numbers<N: Number>(values: Vec<f64>) -> Vec<N> {
    values.into_iter().map(N::from_f64).collect()
}

fn segment_rates<N: Number>(
    case: &Case,
    base: &Model,
    at: usize,
    prices: &[PlanPrices],
    tables: &[[Vec<Table<N>>; 2]],
    free: &[bool],
    ages: usize,
) -> SegmentRates<N> {
    let segment = |t: usize| &case.at(t).segments[at];
    let plans = prices.len();
    let opening = segment(0).annual_share.at(0, case.start);
    let bill = |plan: usize, version: usize, annual: f64| {
        let of = |interval: usize| {
            let table = &tables[plan][interval][version];
            table.recurring[0].to_f64() + table.usage[0].to_f64()
        };
        of(0) * (1.0 - annual) + of(1) * annual
    };
    let observed = (0..plans).map(|plan| bill(plan, 0, opening)).collect();
    let mut market = Market::new(case.last(), base, segment(0), observed);
    let mut rates = SegmentRates {
        won: Vec::with_capacity(case.months),
        annual_share: Vec::with_capacity(case.months),
        free_accounts: Vec::with_capacity(case.months),
        free_opening: free_opening(case.at(0), at),
        stays: Vec::new(),
        level: Vec::with_capacity(case.months),
        beta: Vec::with_capacity(case.months),
        switching: switching(segment(0), market.mix()),
        reactivation: N::from_f64(segment(0).reactivation),
        prospects: Vec::with_capacity(case.months),
        conversion: Vec::with_capacity(case.months),
        shares: Vec::with_capacity(case.months),
    };
    let mut levels: Vec<f64> = Vec::new();
    let mut accounts = rates.free_opening.clone();
    for t in 0..case.months {
        let (model, now) = (case.at(t), segment(t));
        let annual = now.annual_share.at(t, case.start);
        let conversion = now.conversion.at(t, case.start);
        let (id, _) = model.segments.get_index(at).expect("segments are the same throughout a case");
        let arriving = model
            .channels
            .values()
            .map(|channel| prospects(channel, t, case.start) * channel.split.get(id).copied().unwrap_or(0.0))
            .sum::<f64>();
        let bills = (0..plans).map(|plan| bill(plan, prices[plan].list[t], annual)).collect::<Vec<_>>();
        let mut shares = vec![0.0; plans];
        let buy = market.buyers(conversion, &bills, &mut shares);
        let won = won(now, arriving, &shares, free, &mut accounts);
        let level = now.churn_level.at(t, case.start);
        let known = levels.iter().position(|known| *known == level).unwrap_or_else(|| {
            levels.push(level);
            rates.stays.push(stay(now, case.at(t), level, ages));
            levels.len() - 1
        });
        rates.level.push(known);
        rates.won.push(won.into_iter().map(N::from_f64).collect());
        rates.annual_share.push(N::from_f64(annual));
        rates.free_accounts.push(accounts.clone());
        rates.beta.push(market.beta(conversion));
        rates.prospects.push(arriving);
        rates.conversion.push(buy);
        rates.shares.push(shares);
    }
    rates
}

/// Customers won by plan in one month; free accounts come, leave and start to pay.
fn won(segment: &Segment, arriving: f64, shares: &[f64], free: &[bool], accounts: &mut [f64]) -> Vec<f64> {
    let paid = |plan: &usize| !free[*plan];
    let paying = (0..shares.len()).filter(paid).map(|plan| shares[plan]).sum::<f64>();
    let stay = (1.0 - segment.free_churn) * (1.0 - segment.free_conversion);
    let upgrade = (1.0 - segment.free_churn) * segment.free_conversion;
    let upgraded = if paying > 0.0 { accounts.iter().sum::<f64>() * upgrade } else { 0.0 };
    let kept = if paying > 0.0 { stay } else { 1.0 - segment.free_churn };
    (0..shares.len())
        .map(|plan| {
            if free[plan] {
                accounts[plan] = accounts[plan] * kept + arriving * shares[plan];
                return 0.0;
            }
            let part = if paying > 0.0 { shares[plan] / paying } else { 0.0 };
            arriving * shares[plan] + upgraded * part
        })
        .collect()
}

fn free_opening(model: &Model, segment: usize) -> Vec<f64> {
    let (id, _) = model.segments.get_index(segment).expect("the segment is one of the model's");
    let on = |plan: &String| {
        let vintages = model.opening.values().filter(|vintage| &vintage.segment == id && &vintage.plan == plan);
        vintages.map(|vintage| vintage.customers).sum()
    };
    model.plans.iter().map(|(id, plan)| if plan.free { on(id) } else { 0.0 }).collect()
}

/// Of customers on each plan, the share who would take another at unchanged prices is spread by the mix of buyers.
fn switching(segment: &Segment, mix: &[f64]) -> Vec<f64> {
    mix.iter().map(|share| share * segment.switching).collect()
}

/// Survival from age to age: the segment's curve, each plan's factor and the level of churn as exponents of the share
/// who stay (proportional hazards), and payments that fail and are never recovered.
fn stay<N: Number>(segment: &Segment, model: &Model, level: f64, ages: usize) -> Stay<N> {
    let survival = segment.retention.survival_table(ages);
    let recovered = 1.0 - segment.failed_payments * segment.unrecovered;
    let ratio = |age: usize, months: usize| {
        let before = survival[age - months];
        if before > 0.0 { survival[age] / before } else { 0.0 }
    };
    let by_plan = |step: usize| {
        let of = |factor: f64| {
            let at = |age: usize| match age {
                0 => 1.0,
                _ if !age.is_multiple_of(step) => 1.0,
                _ => power(ratio(age, step), factor * level) * recovered,
            };
            numbers((0..ages).map(at).collect())
        };
        model.plans.values().map(|plan| of(plan.churn_factor)).collect()
    };
    Stay { monthly: by_plan(1), annual: by_plan(12) }
}

/// `base` to the power `exponent`; the common 1 costs nothing.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 1.0 { base } else { libm::pow(base, exponent) }
}
