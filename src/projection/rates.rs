//! This file turns a case into the numbers the cohorts run on: bills, survival, and who is won, month by month.

use crate::number::Currency;
use crate::number::Number;
use crate::workspace::Case;
use crate::workspace::Model;
use crate::workspace::model::Basis;
use crate::workspace::model::Segment;

use super::course::Came;
use super::fx::Fx;
use super::grid::Grid;
use super::market::Market;
use super::market::prospects;
use super::memo::Memo;
use super::prices::PlanPrices;
use super::prices::prices;
use super::rivals;
use super::sizes::Sizes;
use super::stay::Stay;
use super::stay::Survival;
use super::table::Table;
use super::tables::held;
use super::tables::tables;
use super::trial::Trials;

/// Months a customer's lifetime value looks ahead.
pub const LIFETIME: usize = 120;

/// Everything the cohorts need, for one case.
pub struct Rates<N> {
    /// Rates of exchange, where there are price books.
    pub fx: Option<Fx>,
    /// Months of the horizon.
    pub months: usize,
    /// Ages tabulated: the horizon and the oldest opening vintage.
    pub ages: usize,
    /// Prices of each plan.
    pub prices: Vec<PlanPrices>,
    /// Expected bills: `[segment][plan][interval][version]`, monthly before annual. Where customers part by size, the
    /// versions follow once more for each point of the sizes.
    pub tables: Vec<Vec<[Vec<Table<N>>; 2]>>,
    /// Sizes of each segment's customers.
    pub sizes: Vec<Sizes>,
    /// Segments whose customers part by size: where a change asks for it, or where they cut and anything changes.
    pub apart: Vec<bool>,
    /// Of those who are bound all stay at any age; empty where nobody is.
    pub(super) all: Vec<N>,
    /// Whether those who came to a list in different ways are kept apart.
    pub told: bool,
    /// Which plans are free.
    pub free: Vec<bool>,
    /// By plan: the first month in which nobody new can take it; beyond the horizon for most.
    pub closed: Vec<usize>,
    /// By plan: who those are on, once it is closed, who are moved to its list or come back to it.
    pub heirs: Vec<Option<usize>>,
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
    pub won: Grid<N>,
    /// Share of them on annual contracts, by month.
    pub annual_share: Vec<N>,
    /// Free accounts at the end of each month, by plan.
    pub free_accounts: Grid<f64>,
    /// Trials under way at the end of each month, by plan.
    pub trials: Grid<f64>,
    /// Free accounts at the start, by plan.
    pub free_opening: Vec<f64>,
    /// Survival by churn level; `level[t]` says which holds in month `t`.
    pub stays: Vec<Stay<N>>,
    /// Index into `stays` by month.
    pub level: Vec<usize>,
    /// Utility lost per money a month, by month.
    pub beta: Vec<f64>,
    /// Factor on the notice taken of a price change, by month.
    pub attention: Vec<f64>,
    /// Share who stay with their plan whatever the rise, by month.
    pub loyalty: Vec<f64>,
    /// Percent of units that those who stay give up when their bill rises by one percent, by month.
    pub cutting: Vec<f64>,
    /// Share of repriced customers who would take each other plan at unchanged prices.
    pub switching: Vec<f64>,
    /// Share of customers lost in the last twelve months who return, a month.
    pub reactivation: N,
    /// Prospects by month.
    pub prospects: Vec<f64>,
    /// Share of prospects who buy (a paid or a free plan), by month.
    pub conversion: Vec<f64>,
    /// Share of prospects who buy each plan: `[month][plan]`.
    pub shares: Grid<f64>,
    /// Share of prospects who take each competitor: `[month][competitor]`.
    pub lost_to: Grid<f64>,
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
    made(case, base, (currency, bills), false, &mut Memo::default())
}

/// The same with exact bills, of which those that `memo` knows are not computed again.
pub fn rates_again<N: Number>(case: &Case, base: &Model, currency: Currency, memo: &mut Memo<N>) -> Rates<N> {
    let rates = made(case, base, (currency, Bills::Exact), false, memo);
    memo.forget();
    rates
}

/// The same for a projection that tells how customers came to the price they pay.
pub fn rates_told<N: Number>(case: &Case, base: &Model, currency: Currency, bills: Bills) -> Rates<N> {
    made(case, base, (currency, bills), true, &mut Memo::default())
}

fn made<N: Number>(
    case: &Case,
    base: &Model,
    (currency, bills): (Currency, Bills),
    told: bool,
    memo: &mut Memo<N>,
) -> Rates<N> {
    let model = case.last();
    let oldest = model.opening.values().map(|vintage| vintage.age_to as usize + 1).max().unwrap_or(0);
    let ages = (case.months + oldest + 1).max(LIFETIME + 1);
    let prices = prices(case, base, told);
    let cuts = |id: &str| {
        let cutting = case.models.iter().filter_map(|(_, model)| model.segments.get(id)?.cutting.as_ref());
        cutting.into_iter().any(|driver| driver.extremes().1 > 0.0)
    };
    let sized = |(id, segment): (&String, &Segment)| Sizes::new(id, segment, &model.meters, ages).cutting(cuts(id));
    let sizes = model.segments.iter().map(sized).collect::<Vec<_>>();
    let parts = |segment| prices.iter().any(|prices| prices.parts(segment, 0, case.months));
    let changed = prices.iter().any(|prices| !prices.changes.is_empty());
    let apart = |(at, sizes): (usize, &Sizes)| sizes.points() > 1 && (sizes.cuts && changed || parts(at));
    let apart = sizes.iter().enumerate().map(apart).collect::<Vec<_>>();
    let held = held(case);
    let tables = tables(case, base, &prices, (&sizes, &apart), &held, (currency, bills), memo);
    let free = model.plans.values().map(|plan| plan.free).collect::<Vec<_>>();
    let arriving = arriving(case);
    let segment = |(at, segment): (usize, &Segment)| {
        let curve = Survival::new(segment, model, ages, held[at]);
        segment_rates(case, base, at, &prices, &tables[at], &arriving[at], curve)
    };
    let segments = case.at(0).segments.values().enumerate().map(segment).collect();
    let counted = counted(model);
    let units = counted.iter().map(|meter| sizes.iter().map(|sizes| numbers(sizes.units(*meter))).collect()).collect();
    let binds = prices.iter().any(|prices| prices.nodes.iter().any(|node| node.bound > 0));
    let all = if binds { vec![N::ONE; ages] } else { Vec::new() };
    let fx = Fx::new(case, &prices, &sizes, currency);
    let heirs = heirs(case.last());
    Rates {
        closed: closed(case),
        fx,
        months: case.months,
        ages,
        prices,
        tables,
        sizes,
        apart,
        all,
        told,
        free,
        heirs,
        segments,
        units,
        counted,
    }
}

impl<N> Rates<N> {
    /// Plan and version of customers who are led to a version of a plan in a month: once the plan is closed, and where
    /// its list is what they are led to, those of its successor's list.
    pub fn landed(&self, plan: usize, version: usize, month: usize) -> (usize, usize) {
        let prices = &self.prices[plan];
        let node = &prices.nodes[version];
        match self.heirs[plan] {
            Some(heir) if month >= self.closed[plan] && node.stage.is_none() && node.step.is_none() => {
                let next = &self.prices[heir];
                let list = next.nodes[next.list[month]].list;
                (heir, next.in_wave(next.lists[list][Came::Moved as usize], prices.wave(version)))
            }
            _ => (plan, version),
        }
    }

    /// The bills of a segment's customers on a version, of all sizes or at one point of them.
    pub fn table(
        &self,
        segment: usize,
        plan: usize,
        interval: usize,
        version: usize,
        point: Option<usize>,
    ) -> &Table<N> {
        let part = point.map_or(0, |point| point + 1) * self.prices[plan].versions.len();
        &self.tables[segment][plan][interval][part + version]
    }
}

/// Prospects by segment and month, over all channels.
fn arriving(case: &Case) -> Vec<Vec<f64>> {
    let segments = &case.last().segments;
    let mut arriving = vec![vec![0.0; case.months]; segments.len()];
    for (at, channel) in case.last().channels.values().enumerate() {
        let split: Vec<f64> = segments.keys().map(|id| channel.split.get(id).copied().unwrap_or(0.0)).collect();
        for t in 0..case.months {
            let brought = prospects(&case.at(t).channels[at], t, case.start);
            for (share, arriving) in split.iter().zip(&mut arriving) {
                arriving[t] += brought * share;
            }
        }
    }
    arriving
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
    arriving: &[f64],
    mut curve: Survival<N>,
) -> SegmentRates<N> {
    let segment = |t: usize| &case.at(t).segments[at];
    let plans = prices.len();
    let free = case.last().plans.values().map(|plan| plan.free).collect::<Vec<_>>();
    let mut mixed = segment(0).annual_share.at(0, case.start);
    let observed = |annual: f64| tables.iter().map(|tables| plan_price(tables, 0, annual)).collect();
    let surplus = tables.iter().map(|tables| tables[0][0].surplus()).collect::<Vec<_>>();
    let id = case.last().segments.get_index(at).map_or("", |(id, _)| id.as_str());
    let market = Market::new(case.last(), base, segment(0), observed(mixed), &surplus);
    let mut market = market.beside(rivals::offers(base, id, 0, case.start));
    let mut rates = SegmentRates {
        won: Grid::new(case.months, plans),
        annual_share: Vec::with_capacity(case.months),
        free_accounts: Grid::new(case.months, plans),
        trials: Grid::new(case.months, plans),
        free_opening: free_opening(case.at(0), at),
        stays: Vec::new(),
        level: Vec::with_capacity(case.months),
        beta: Vec::with_capacity(case.months),
        attention: Vec::with_capacity(case.months),
        loyalty: Vec::with_capacity(case.months),
        cutting: Vec::with_capacity(case.months),
        switching: switching(segment(0), market.mix()),
        reactivation: N::from_f64(segment(0).reactivation),
        prospects: Vec::with_capacity(case.months),
        conversion: Vec::with_capacity(case.months),
        shares: Grid::new(case.months, plans),
        lost_to: Grid::new(case.months, case.last().competitors.len()),
    };
    let closed = closed(case);
    for (switching, closed) in rates.switching.iter_mut().zip(&closed) {
        // Nobody who is repriced moves to a plan that is about to close.
        *switching = if *closed < case.months { 0.0 } else { *switching };
    }
    let mut accounts = rates.free_opening.clone();
    let mut trials = Trials::new(case);
    let (mut before, mut shares) = ((f64::NAN, Vec::new(), Vec::new()), vec![0.0; plans]);
    let mut bought = vec![0.0; plans];
    for (t, arriving) in arriving.iter().enumerate() {
        let now = segment(t);
        let annual = now.annual_share.at(t, case.start);
        let conversion = now.conversion.at(t, case.start);
        let bills = tables.iter().zip(prices).zip(&closed).map(|((tables, prices), closed)| {
            if t >= *closed {
                return f64::INFINITY;
            }
            let version = prices.list[t];
            plan_price(tables, version, annual) - tables[0][version].surplus()
        });
        if annual != mixed {
            (mixed, before.0) = (annual, f64::NAN);
            market.observe(observed(annual), &surplus);
        }
        // The choice of the month before stands where nothing it follows from has changed.
        let offers = rivals::offers(case.at(t), id, t, case.start);
        if before.0 == conversion && before.2 == offers && bills.clone().eq(before.1.iter().copied()) {
            rates.conversion.push(rates.conversion[t - 1]);
            rates.shares.repeat();
            rates.lost_to.repeat();
        } else {
            (before.0, before.2) = (conversion, offers.clone());
            market.meet(offers);
            before.1.clear();
            before.1.extend(bills);
            rates.conversion.push(market.buyers(conversion, &before.1, &mut shares));
            rates.shares.push(shares.iter().copied());
            let none = 1.0 - rates.conversion[t];
            rates.lost_to.push(market.lost_to(conversion).map(|share| share * none));
        }
        bought.iter_mut().zip(&shares).for_each(|(bought, share)| *bought = arriving * share);
        match &mut trials {
            Some(trials) => rates.trials.push(trials.pass(case, t, &mut bought)),
            None => rates.trials.push(std::iter::repeat_n(0.0, plans)),
        }
        rates.won.push(won(now, &bought, &shares, &free, &mut accounts));
        rates.level.push(curve.level(now.churn_level.at(t, case.start)));
        rates.annual_share.push(N::from_f64(annual));
        rates.free_accounts.push(accounts.iter().copied());
        rates.beta.push(market.beta(conversion));
        rates.attention.push(now.attention.as_ref().map_or(1.0, |factor| factor.at(t, case.start)));
        rates.loyalty.push(now.loyalty.as_ref().map_or(0.0, |share| share.at(t, case.start)));
        rates.cutting.push(now.cutting.as_ref().map_or(0.0, |factor| factor.at(t, case.start)));
        rates.prospects.push(*arriving);
    }
    rates.stays = curve.stays;
    rates
}

/// What a new customer is expected to pay a month for the plan itself; `annual` is the share on annual contracts.
fn plan_price<N: Number>(tables: &[Vec<Table<N>>; 2], version: usize, annual: f64) -> f64 {
    let of = |interval: usize| tables[interval][version].weighed.to_f64();
    of(0) * (1.0 - annual) + of(1) * annual
}

/// Customers won by plan in one month, of prospects who `bought`; free accounts come, leave and start to pay.
fn won<N: Number>(
    segment: &Segment,
    bought: &[f64],
    shares: &[f64],
    free: &[bool],
    accounts: &mut [f64],
) -> impl Iterator<Item = N> {
    let paid = |plan: &usize| !free[*plan];
    let paying = (0..shares.len()).filter(paid).map(|plan| shares[plan]).sum::<f64>();
    let stay = (1.0 - segment.free_churn) * (1.0 - segment.free_conversion);
    let upgrade = (1.0 - segment.free_churn) * segment.free_conversion;
    let upgraded = if paying > 0.0 { accounts.iter().sum::<f64>() * upgrade } else { 0.0 };
    let kept = if paying > 0.0 { stay } else { 1.0 - segment.free_churn };
    (0..shares.len()).map(move |plan| {
        if free[plan] {
            accounts[plan] = accounts[plan] * kept + bought[plan];
            return N::ZERO;
        }
        let part = if paying > 0.0 { shares[plan] / paying } else { 0.0 };
        N::from_f64(bought[plan] + upgraded * part)
    })
}

/// The first month in which nobody new can take each plan; beyond the horizon for most.
fn closed(case: &Case) -> Vec<usize> {
    let month = |closed: crate::month::Month| closed.since(case.start).max(0) as usize;
    case.last().plans.values().map(|plan| plan.closed.map_or(usize::MAX, month)).collect()
}

/// The successor of each plan that has one.
fn heirs(model: &Model) -> Vec<Option<usize>> {
    model.plans.values().map(|plan| model.plans.get_index_of(plan.successor.as_deref()?)).collect()
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
