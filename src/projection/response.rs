//! This file is the response to one price: who buys, and what a prospect brings, over a range of that price.

use serde_json::Value;

use crate::month::Month;
use crate::number::Currency;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::workspace::Case;
use crate::workspace::Model;
use crate::workspace::model::Basis;
use crate::workspace::path;

use super::attach;
use super::attach::Takers;
use super::bills::Sale;
use super::market::Market;
use super::market::prospects;
use super::prices::Version;
use super::rivals;
use super::sizes::Sizes;
use super::waves::given;
use crate::json::FromJson;
use crate::json::ToJson;

/// What one price does, over all segments, weighted by their prospects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// The price.
    pub price: f64,
    /// Share of prospects who choose any plan.
    pub buy: f64,
    /// Share of prospects who choose a plan that is paid for, and do pay: of a trial, those who convert.
    pub paying: f64,
    /// Share of prospects who choose the plan whose price it is.
    pub plan: f64,
    /// Revenue a month for each prospect.
    pub revenue: f64,
    /// The same less the costs that grow with sales.
    pub profit: f64,
}

/// One segment made ready: what does not depend on the price.
struct Part {
    weight: f64,
    conversion: f64,
    annual: f64,
    market: Market,
    sizes: Sizes,
    bills: Vec<f64>,
    /// What customers of each plan pay for add-ons, and what these leave them.
    add_ons: Vec<(f64, f64)>,
    /// Plans nobody new can take.
    closed: Vec<bool>,
    margins: Vec<Margin>,
}

/// How the cost of a customer follows from its plan and bill.
#[derive(Clone, Copy)]
struct Margin {
    share: f64,
    fixed: f64,
}

/// The response to a price of a plan's charge, whose path in the model is `/plans/PLAN/charges/CHARGE/…`.
pub struct PriceResponse<'a> {
    model: &'a Model,
    currency: Currency,
    plan: usize,
    charge: String,
    /// Path of the price inside the charge.
    inside: String,
    json: Value,
    parts: Vec<Part>,
    month: Month,
    start: Month,
    /// Share of those who choose each plan that come to pay: of a trial, those who convert.
    paying: Vec<f64>,
}

impl<'a> PriceResponse<'a> {
    /// Ready to answer for prices at `path` in month `t`; `None` where the path is not a price of a charge.
    pub fn new(case: &'a Case, base: &Model, currency: Currency, path: &str, t: usize) -> Option<Self> {
        let model = case.at(t);
        let steps: Vec<_> = path::steps(path)?.collect();
        let [plans, plan_id, charges, charge, inside @ ..] = steps.as_slice() else { return None };
        if plans != "plans" || charges != "charges" || inside.is_empty() {
            return None;
        }
        let (plan, _, of) = model.plans.get_full(&**plan_id)?;
        let json = of.charges.get(&**charge)?.to_json();
        let parts = (0..model.segments.len()).map(|segment| part(case, base, currency, segment, t)).collect();
        let inside = inside.iter().map(|step| format!("/{}", crate::shape::escape(step))).collect::<String>();
        json.pointer(&inside)?;
        let paying = model
            .plans
            .values()
            .map(|plan| plan.trial.as_ref().map_or(1.0, |trial| trial.conversion.at(t, case.start)));
        let (paying, month) = (paying.collect(), case.start.plus(t as i32));
        Some(Self {
            model,
            currency,
            plan,
            charge: charge.to_string(),
            inside,
            json,
            parts,
            month,
            start: case.start,
            paying,
        })
    }

    /// What `price` does; prices below zero are not asked for.
    pub fn at(&mut self, price: f64) -> Option<Response> {
        let mut json = self.json.clone();
        let text = crate::number::Decimal::from_f64_retain(price)?.round_dp(6).normalize().to_string();
        *json.pointer_mut(&self.inside)? = Value::String(text);
        let charge = Charge::from_json(&json).ok()?;
        let plan = &self.model.plans[self.plan];
        let (id, _) = self.model.plans.get_index(self.plan)?;
        let mut version = Version::of(plan).sold_in(self.model, id);
        version.charges.insert(self.charge.clone(), charge);
        version.coupons = given(self.model, id, self.month);
        let sale = sale(self.model, &version, self.currency, self.start);
        let mut sum = Response { price, buy: 0.0, paying: 0.0, plan: 0.0, revenue: 0.0, profit: 0.0 };
        for part in &mut self.parts {
            part.bills[self.plan] = blended(&sale, &part.sizes, part.annual);
            let mut shares = vec![0.0; part.bills.len()];
            let felt = part
                .bills
                .iter()
                .zip(&part.add_ons)
                .zip(&part.closed)
                .map(|((bill, (_, surplus)), closed)| if *closed { f64::INFINITY } else { bill - surplus });
            let buy = part.market.buyers(part.conversion, &felt.collect::<Vec<_>>(), &mut shares);
            sum.buy += part.weight * buy;
            sum.plan += part.weight * shares[self.plan];
            shares.iter_mut().zip(&self.paying).for_each(|(share, paying)| *share *= paying);
            let paid = shares.iter().zip(self.model.plans.values()).filter(|(_, plan)| !plan.free);
            sum.paying += part.weight * paid.map(|(share, _)| share).sum::<f64>();
            let bills = part.bills.iter().zip(&part.add_ons).map(|(bill, (paid, _))| bill + paid);
            for ((share, bill), margin) in shares.iter().zip(bills).zip(&part.margins) {
                sum.revenue += part.weight * share * bill;
                sum.profit += part.weight * share * (bill * (1.0 - margin.share) - margin.fixed);
            }
        }
        Some(sum)
    }
}

fn part(case: &Case, base: &Model, currency: Currency, at: usize, t: usize) -> Part {
    let model = case.at(t);
    let (id, segment) = model.segments.get_index(at).expect("the segment is one of the model's");
    let sizes = Sizes::new(id, segment, &model.meters, 1);
    let annual = segment.annual_share.at(t, case.start);
    let opening = segment.annual_share.at(0, case.start);
    let bill = |id: &String, plan: &crate::workspace::model::Plan, now: bool| {
        let mut version = match base.plans.get(id) {
            _ if now => Version::of(plan).sold_in(model, id),
            Some(known) => Version::observed(plan, Some(known)).seen_in(case.at(0), base, id),
            None => Version::observed(plan, None).sold_in(case.at(0), id),
        };
        version.coupons = match now {
            true => given(model, id, case.start.plus(t as i32)),
            false => given(base, id, case.start.plus(-1)),
        };
        let sale = sale(model, &version, currency, case.start);
        blended(&sale, &sizes, annual)
    };
    let arriving = |segment: &str| {
        let of = |channel| prospects(channel, t, case.start);
        model
            .channels
            .values()
            .map(|channel| of(channel) * channel.split.get(segment).copied().unwrap_or(0.0))
            .sum::<f64>()
    };
    let all = model.segments.keys().map(|id| arriving(id)).sum::<f64>();
    let observed_bills = model.plans.iter().map(|(id, plan)| bill(id, plan, false)).collect();
    let takers =
        Takers { model: case.last(), base, segment: id, sizes: &sizes, annual: opening, currency, start: case.start };
    let add_ons = model.plans.keys().map(|id| takers.taken(&attach::listed(model, id), annual)).collect();
    let then = |id: &String| match base.plans.contains_key(id) {
        true => attach::observed(base, id),
        false => attach::listed(case.at(0), id),
    };
    let surplus = model.plans.keys().map(|id| takers.taken(&then(id), annual).1).collect::<Vec<_>>();
    let now = model.plans.iter().map(|(id, plan)| bill(id, plan, true)).collect::<Vec<_>>();
    Part {
        weight: if all > 0.0 { arriving(id) / all } else { 1.0 / model.segments.len() as f64 },
        conversion: segment.conversion.at(t, case.start),
        annual,
        market: {
            let market = Market::new(model, base, segment, observed_bills, &surplus);
            let mut market = market.beside(rivals::offers(base, id, 0, case.start));
            market.meet(rivals::offers(model, id, t, case.start));
            market
        },
        add_ons,
        closed: model
            .plans
            .values()
            .map(|plan| plan.closed.is_some_and(|closed| closed.since(case.start) <= t as i32))
            .collect(),
        margins: model.plans.values().map(|plan| margin(case, &sizes, plan.free, annual, t)).collect(),
        bills: now,
        sizes,
    }
}

/// What a plan is sold at on a version.
fn sale<'a>(model: &'a Model, version: &'a Version, currency: Currency, start: Month) -> Sale<'a> {
    Sale { version, meters: &model.meters, currency, books: &model.books, start }
}

/// Expected bill a month of a new customer, usage included.
fn blended(sale: &Sale<'_>, sizes: &Sizes, annual: f64) -> f64 {
    let of = |interval| {
        let table = sale.terms::<f64>(interval).table(sizes, |money| money);
        table.weighed
    };
    of(Interval::Monthly) * (1.0 - annual) + of(Interval::Annual) * annual
}

fn margin(case: &Case, sizes: &Sizes, free: bool, annual: f64, t: usize) -> Margin {
    let model = case.at(t);
    let payments = if free { 0.0 } else { 1.0 - annual + annual / 12.0 };
    let mut margin = Margin { share: model.costs.payment_share, fixed: model.costs.payment_fixed * payments };
    for cost in model.costs.cogs.values() {
        match &cost.basis {
            Basis::Revenue { share } => margin.share += share.at(t, case.start),
            Basis::Customer { amount } if !free => margin.fixed += amount.at(t, case.start),
            Basis::Free { amount } if free => margin.fixed += amount.at(t, case.start),
            Basis::Unit { meter, amount } if !free => {
                let units = model.meters.get_index_of(meter).map_or(0.0, |meter| sizes.units(meter)[0]);
                margin.fixed += units * amount.at(t, case.start);
            }
            _ => {}
        }
    }
    margin
}
