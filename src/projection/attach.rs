//! This file adds add-ons to expected bills: who takes which with a plan, what they pay, and what it leaves them.
//!
//! Conventions: attach follows the price version a customer is on, so that it moves when the customer is repriced. It is
//! set by what the add-on costs the segment's expected new customer, contracts mixed as at the start. What add-ons leave
//! their takers counts for the plan they go with. On a step between two versions all of it is as far on its way as the bill
//! of the plan; an add-on that goes with one of the two alone costs nothing on the other.
//!
//! Rules bound the takers of all add-ons jointly: each is taken, in the order of the list but after what it needs, only by
//! customers who take all it needs and nothing it excludes, first by those who are the first to take others too. So there
//! is always a crowd of customers in which each takes what the rules allow and the shares are as said.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::demand::attach::Attach;
use crate::month::Month;
use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::AddOn;
use crate::workspace::model::Charges;
use crate::workspace::model::Conditions;
use crate::workspace::model::Segment;

use super::bills::Bill;
use super::bills::Sale;
use super::crowd::Crowd;
use super::extra::Extra;
use super::memo::Memo;
use super::prices::PlanPrices;
use super::prices::Version;
use super::rates::Bills;
use super::sizes::Loads;
use super::sizes::Sizes;
use super::table::Table;

/// An add-on as it can be had with one version of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Sold {
    /// Its id.
    pub id: String,
    /// Priced components.
    pub charges: Charges,
    /// Share taken off a year paid up front.
    pub annual_discount: Decimal,
}

/// The add-ons that can be had with a plan, as `model` lists them.
pub fn listed(model: &Model, plan: &str) -> Vec<Sold> {
    sold(model, plan, |_, add_on| (add_on.charges.clone(), add_on.annual_discount))
}

/// The add-ons that could be had with a plan when attach was observed: as `base` lists them.
pub fn observed(base: &Model, plan: &str) -> Vec<Sold> {
    sold(base, plan, |_, add_on| match &add_on.observed {
        Some(then) => (then.charges.clone(), then.annual_discount),
        None => (add_on.charges.clone(), add_on.annual_discount),
    })
}

fn sold(model: &Model, plan: &str, list: impl Fn(&str, &AddOn) -> (Charges, Decimal)) -> Vec<Sold> {
    let fits = |add_on: &AddOn| add_on.fits(plan) && add_on.needs().all(|id| model.add_ons[id].fits(plan));
    if model.plans.get(plan).is_none_or(|plan| plan.free) {
        return Vec::new();
    }
    let there = model.add_ons.iter().filter(|(_, add_on)| fits(add_on));
    let made = there.map(|(id, add_on)| {
        let (charges, annual_discount) = list(id, add_on);
        Sold { id: id.clone(), charges, annual_discount }
    });
    made.collect()
}

/// Those who may take add-ons: one segment.
pub(super) struct Takers<'a> {
    /// The model in force last, whose add-ons may say more than the base's.
    pub model: &'a Model,
    /// The base, whose add-ons are as observed.
    pub base: &'a Model,
    pub segment: &'a str,
    pub sizes: &'a Sizes,
    /// Share on annual contracts at the start.
    pub annual: f64,
    pub currency: Currency,
    /// First month, at whose rates price books are converted.
    pub start: Month,
}

impl Takers<'_> {
    /// How each add-on of a version is taken.
    pub fn attaches(&self, sold: &[Sold]) -> Vec<Attach> {
        let mut all: Vec<Attach> = sold.iter().map(|sold| self.alone(sold)).collect();
        let ruled = |sold: &Sold| {
            self.add_on(&sold.id)
                .is_some_and(|add_on| add_on.needs().next().is_some() || add_on.bars().next().is_some())
        };
        if !sold.iter().any(ruled) {
            return all;
        }
        let mut crowds: Vec<Option<Crowd>> = vec![None; sold.len()];
        while let Some(own) = self.next(sold, &crowds) {
            let mut free = Crowd::all();
            for (other, crowd) in crowds.iter().enumerate() {
                let Some(crowd) = crowd else { continue };
                if self.needs(&sold[own].id, &sold[other].id) {
                    free = free.with(crowd);
                }
                if self.apart(&sold[own].id, &sold[other].id) {
                    free = free.without(crowd);
                }
            }
            let lacks = self.add_on(&sold[own].id).into_iter().flat_map(AddOn::needs);
            let lacks = lacks.filter(|id| !sold.iter().any(|sold| sold.id == **id)).count() > 0;
            let share = if lacks { 0.0 } else { all[own].share.min(free.size()) };
            all[own].share = share;
            crowds[own] = Some(free.first(share));
        }
        all
    }

    /// The first add-on without a crowd whose needs all have one; needs go in no circle.
    fn next(&self, sold: &[Sold], crowds: &[Option<Crowd>]) -> Option<usize> {
        let waits = |own: usize| {
            let other = |other: usize| crowds[other].is_none() && self.needs(&sold[own].id, &sold[other].id);
            (0..sold.len()).any(other)
        };
        let open = || (0..sold.len()).filter(|own| crowds[*own].is_none());
        open().find(|own| !waits(*own)).or_else(|| open().next())
    }

    fn needs(&self, one: &str, other: &str) -> bool {
        self.add_on(one).is_some_and(|add_on| add_on.needs().any(|id| id == other))
    }

    fn apart(&self, one: &str, other: &str) -> bool {
        let bars = |one, other| self.add_on(one).is_some_and(|add_on| add_on.bars().any(|id| id == other));
        bars(one, other) || bars(other, one)
    }

    fn add_on(&self, id: &str) -> Option<&AddOn> {
        self.model.add_ons.get(id).or_else(|| self.base.add_ons.get(id))
    }

    /// How an add-on is taken by its worth and price alone.
    fn alone(&self, sold: &Sold) -> Attach {
        let segment = self.model.segments.get(self.segment).or_else(|| self.base.segments.get(self.segment));
        let (Some(add_on), Some(segment)) = (self.add_on(&sold.id), segment) else {
            return Attach { share: 0.0, beta: 0.0 };
        };
        let price = self.price(&sold.charges, sold.annual_discount);
        let Some(seen) = add_on.attach.get(self.segment) else {
            let value = add_on.values.get(self.segment).copied();
            let value = value.unwrap_or_else(|| worth(segment, &add_on.features));
            return Attach::expected(value, price, segment.elasticity);
        };
        let before = self.base.add_ons.get(&sold.id).unwrap_or(add_on);
        let (charges, discount, features) = match add_on.observed.as_ref().or(before.observed.as_ref()) {
            Some(then) => (&then.charges, then.annual_discount, &then.features),
            None => (&before.charges, before.annual_discount, &before.features),
        };
        let then = self.price(charges, discount);
        let gain = worth(segment, &add_on.features) - worth(segment, features) - (price - then);
        Attach::observed(*seen, then, segment.elasticity).gaining(gain)
    }

    /// What an add-on costs the expected new customer a month.
    fn price(&self, charges: &Charges, annual_discount: Decimal) -> f64 {
        let of = |interval| {
            let bill = self.bill::<f64>(charges, annual_discount, interval);
            let table = bill.table(self.sizes, |money| money);
            table.recurring[0] + table.usage[0]
        };
        of(Interval::Monthly) * (1.0 - self.annual) + of(Interval::Annual) * self.annual
    }

    /// What a new customer is expected to pay a month for the add-ons on offer, and what they leave.
    pub fn taken(&self, sold: &[Sold], annual: f64) -> (f64, f64) {
        if sold.is_empty() {
            return (0.0, 0.0);
        }
        let of = |interval| {
            let table = |sold: &Sold| {
                self.bill::<f64>(&sold.charges, sold.annual_discount, interval).table(self.sizes, |money| money)
            };
            let extra = self.extra(sold, table);
            (extra.recurring[0] + extra.usage[0], extra.surplus)
        };
        let (monthly, yearly) = (of(Interval::Monthly), of(Interval::Annual));
        (monthly.0 * (1.0 - annual) + yearly.0 * annual, monthly.1)
    }

    /// What a customer is expected to pay for add-ons by age, each billed as `table` says.
    fn extra<N: Number>(&self, sold: &[Sold], mut table: impl FnMut(&Sold) -> Table<N>) -> Extra<N> {
        let attaches = self.attaches(sold);
        let surplus = attaches.iter().map(|attach| attach.worth()).sum();
        let follows = (N::ZERO, N::ZERO);
        let mut extra = Extra { recurring: Vec::new(), usage: Vec::new(), surplus, shares: Vec::new(), follows };
        for (sold, Attach { share, .. }) in sold.iter().zip(attaches) {
            let table = table(sold);
            let taken = |sum: &mut Vec<N>, of: &[N]| {
                sum.resize(of.len(), N::ZERO);
                sum.iter_mut().zip(of).for_each(|(sum, one)| *sum += *one * N::from_f64(share));
            };
            taken(&mut extra.recurring, &table.recurring);
            taken(&mut extra.usage, &table.usage);
            extra.follows.0 += table.recurring[0] * table.follows.0 * N::from_f64(share);
            extra.follows.1 += table.usage[0] * table.follows.1 * N::from_f64(share);
            extra.shares.push((sold.id.clone(), share));
        }
        extra
    }

    /// The bill of an add-on; who buys from a price book pays its list times the book's factor.
    fn bill<N: Number>(&self, charges: &Charges, annual_discount: Decimal, interval: Interval) -> Bill<N> {
        let (meters, books, currency) = (&self.model.meters, &self.model.books, self.currency);
        if books.is_empty() {
            return Bill::of(charges, annual_discount, meters, currency, interval);
        }
        let version = Version::new(charges, Conditions { annual_discount, ..Conditions::default() });
        Sale { version: &version, meters, currency, books, start: self.start }.terms(interval)
    }
}

fn worth(segment: &Segment, features: &Map<bool>) -> f64 {
    segment.values.iter().filter(|(id, _)| features.get(*id) == Some(&true)).map(|(_, value)| value).sum()
}

/// Adds what add-ons bring to the expected bills of one segment: `tables[plan][interval][version]`.
pub(super) fn add<N: Number>(
    tables: &mut [[Vec<Table<N>>; 2]],
    prices: &[PlanPrices],
    takers: &Takers<'_>,
    held: [bool; 2],
    (bills, memo): (Bills, &mut Memo<N>),
) {
    for (tables, prices) in tables.iter_mut().zip(prices) {
        let listed = prices.versions.iter().zip(&prices.nodes).enumerate();
        let sold = listed.filter(|(_, (found, node))| node.step.is_none() && !found.add_ons.is_empty());
        for (version, (found, _)) in sold {
            for (interval, contract) in [Interval::Monthly, Interval::Annual].into_iter().enumerate() {
                // All sizes together, then each point where they part.
                let parts = tables[interval].chunks_mut(prices.versions.len()).enumerate();
                for (part, tables) in parts {
                    let (point, grows) = (part.checked_sub(1), held[interval]);
                    let extra = takers.extra(&found.add_ons, |sold| match bills {
                        Bills::Exact => {
                            let bill = Rc::new(takers.bill(&sold.charges, sold.annual_discount, contract));
                            memo.table(&bill, &Loads::new(takers.sizes, grows), point, grows)
                        }
                        Bills::Smooth => {
                            let loads = Loads::new(takers.sizes, grows);
                            takers.bill(&sold.charges, sold.annual_discount, contract).at(
                                &loads,
                                point,
                                grows,
                                |money| money,
                            )
                        }
                    });
                    tables[version].take_on(extra);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use crate::projection::Projection;
    use crate::projection::project;
    use crate::workspace::Edit;
    use crate::workspace::apply_all;
    use crate::workspace::check_value;
    use crate::workspace::template;

    /// The starter's base with an add-on of $10 a seat on Pro, which half of mid-size customers take.
    fn starter(add_on: &Value) -> crate::workspace::Workspace {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        document["base"]["add_ons"] = json!({"ai": add_on});
        check_value(&document).unwrap()
    }

    fn add_on() -> Value {
        json!({
            "name": "AI", "charges": {"fee": {"model": "flat", "amount": "40"}}, "available_for": {"pro": true},
            "attach": {"small": 0.25, "mid": 0.5},
        })
    }

    fn share(projection: &Projection, segment: usize, version: usize) -> f64 {
        let plan = projection.case.last().plans.get_index_of("pro").unwrap();
        projection.rates.tables[segment][plan][0][version].add_ons.as_ref().unwrap().shares[0].1
    }

    #[test]
    fn an_add_on_brings_its_price_times_who_takes_it_and_moves_no_buyer() {
        let without = project(&template("starter").unwrap().open(), None);
        let with = project(&starter(&add_on()), None);
        let plan = with.case.last().plans.get_index_of("pro").unwrap();
        for (segment, taken) in [(0, 0.25), (1, 0.5)] {
            assert_eq!(share(&with, segment, 0), taken);
            assert_eq!(with.rates.segments[segment].shares[0], without.rates.segments[segment].shares[0]);
            let bill = |of: &Projection| of.rates.tables[segment][plan][0][0].recurring[0];
            assert!((bill(&with) - bill(&without) - 40.0 * taken).abs() < 1e-9);
        }
    }

    #[test]
    fn a_dearer_add_on_loses_takers_and_a_little_of_its_plan() {
        let workspace = starter(&add_on());
        let edits = [Edit::set(None, "/add_ons/ai/charges/fee/amount", "60")];
        let dearer = project(&apply_all(&workspace, &edits).unwrap(), None);
        let before = project(&workspace, None);
        assert_eq!((share(&dearer, 1, 0), share(&before, 1, 0)), (0.5, 0.5), "who is there pays the observed price");
        assert!(share(&dearer, 1, 1) < 0.5);
        let pro = |of: &Projection| of.rates.segments[1].shares[0][1];
        assert!(pro(&dearer) < pro(&before));
        // logit(a) falls by β × ΔP, with β = −ε ÷ (½ × $40).
        let elasticity = workspace.base.segments["mid"].elasticity;
        assert!((share(&dearer, 1, 1) - 1.0 / (1.0 + libm::exp(-elasticity))).abs() < 1e-12);
    }

    /// An add-on of $40 that half take becomes one of $60 in three steps, and Pro stays as it is: on the first step a third
    /// of what the add-on brings more is met, and of what fewer take it.
    #[test]
    fn the_price_of_an_add_on_steps_with_the_list() {
        let mut document = serde_json::to_value(starter(&add_on())).unwrap();
        document["base"]["rollout"] = json!({"existing": "steps", "steps": 3, "every": 2, "attention": 1});
        document["scenarios"] = json!({"s": {"name": "S", "colour": "s1", "note": "", "levers": {"l": {"name": "L",
            "on": true, "overrides": {"/add_ons/ai/charges/fee/amount": "60"}}}}});
        let projection = project(&check_value(&document).unwrap(), Some("s"));
        let plan = projection.case.last().plans.get_index_of("pro").unwrap();
        let (nodes, tables) = (&projection.rates.prices[plan].nodes, &projection.rates.tables[1][plan][0]);
        let taken = 1.0 / (1.0 + libm::exp(-projection.case.last().segments["mid"].elasticity));
        let plain = tables[0].recurring[0] - 20.0;
        for (node, table) in nodes.iter().zip(tables) {
            let part = node.step.map_or(node.list as f64, |step| f64::from(step.taken) / 3.0);
            let extra = table.add_ons.as_ref().unwrap();
            let expected = 20.0 + part * (60.0 * taken - 20.0);
            assert!((table.recurring[0] - plain - expected).abs() < 1e-9, "{} at {part}", table.recurring[0]);
            assert!((extra.shares[0].1 - (0.5 + part * (taken - 0.5))).abs() < 1e-12, "{:?} at {part}", extra.shares);
        }
        assert_eq!(nodes.iter().filter(|node| node.step.is_some()).count(), 2);
    }

    #[test]
    fn an_add_on_nobody_was_seen_to_buy_sells_by_what_it_is_worth() {
        let mut new = add_on();
        new["attach"] = json!({});
        for (worth, taken) in [(40.0, 0.5), (0.0, 0.0), (400.0, 1.0)] {
            new["values"] = json!({"mid": worth});
            let share = share(&project(&starter(&new), None), 1, 0);
            assert!((share - taken).abs() < 0.2, "{worth}: {share}");
            assert!(worth != 40.0 || (share - 0.5).abs() < 1e-12);
        }
    }

    /// Of two add-ons that exclude each other and both need AI, which half take, no more than half take either.
    #[test]
    fn add_ons_tied_to_the_same_are_bounded_together() {
        let mut document = serde_json::to_value(starter(&add_on())).unwrap();
        let fee = json!({"fee": {"model": "flat", "amount": "5"}});
        let tied = |name: &str, share: f64, bars: Value| json!({"name": name, "charges": fee, "depends_on": {"ai": true}, "excludes": bars, "attach": {"mid": share}});
        let ai = document["base"]["add_ons"]["ai"].clone();
        document["base"]["add_ons"] = json!({"one": tied("One", 0.3, json!({})), "two": tied("Two", 0.3, json!({"one": true})), "ai": ai,
                "none": {"name": "None", "charges": fee, "excludes": {"one": true, "two": true}, "attach": {"mid": 0.9}}});
        let projection = project(&check_value(&document).unwrap(), None);
        let plan = projection.case.last().plans.get_index_of("pro").unwrap();
        let shares = &projection.rates.tables[1][plan][0][0].add_ons.as_ref().unwrap().shares;
        let shares: Vec<(&str, f64)> = shares.iter().map(|(id, share)| (id.as_str(), *share)).collect();
        for ((id, share), (wanted, expected)) in
            shares.iter().zip([("one", 0.3), ("two", 0.2), ("ai", 0.5), ("none", 0.5)])
        {
            assert!(*id == wanted && (share - expected).abs() < 1e-12, "{shares:?}");
        }
    }

    #[test]
    fn rules_bound_who_takes_what() {
        let mut document = serde_json::to_value(starter(&add_on())).unwrap();
        let fee = json!({"fee": {"model": "flat", "amount": "5"}});
        document["base"]["add_ons"]["more"] =
            json!({"name": "More", "charges": fee, "depends_on": {"ai": true}, "attach": {"mid": 0.9}});
        document["base"]["add_ons"]["other"] =
            json!({"name": "Other", "charges": fee, "excludes": {"ai": true}, "attach": {"mid": 0.7}});
        let projection = project(&check_value(&document).unwrap(), None);
        let plan = |id| projection.case.last().plans.get_index_of(id).unwrap();
        let table = |id| projection.rates.tables[1][plan(id)][0][0].add_ons.as_ref().unwrap();
        let shares: Vec<f64> = table("pro").shares.iter().map(|(_, share)| *share).collect();
        assert_eq!(shares, [0.5, 0.5, 0.5], "no more than take AI; no more than are left by it");
        assert_eq!(table("team").shares, [("other".to_owned(), 0.7)], "AI and what needs it are only for Pro");
    }
}
