//! This file works out what another price would do: the demand chart's figures, and where the best price lies.

use crate::chart::axis::Unit;
use crate::chart::demand::Demand;
use crate::chart::demand::Mark;
use crate::chart::paint::Paint;
use crate::number::Currency;
use crate::pricing::Charge;
use crate::projection::PriceResponse;
use crate::projection::Response;
use crate::shape::Unit as Counted;
use crate::workspace::Case;
use crate::workspace::Model;
use crate::workspace::model::Evidence;

use super::list::Price;

/// Prices looked at.
const POINTS: usize = 61;

/// The price that earns most within a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Best {
    /// Between its ends.
    Inside(f64),
    /// More may be earned below.
    Lowest(f64),
    /// More may be earned above.
    Highest(f64),
}

/// What another price would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The chart.
    pub demand: Demand,
    /// The best price in the chart's range.
    pub best: Best,
    /// Whether it is profit that is best, rather than revenue.
    pub by_profit: bool,
    /// At today's price.
    pub today: Response,
    /// At the price in front.
    pub now: Response,
}

/// What is asked.
pub struct Question<'a> {
    /// The scenario in front, whatever its price is.
    pub case: &'a Case,
    /// The base, which says what was observed.
    pub base: &'a Model,
    /// Of all money.
    pub currency: Currency,
    /// The price, as the scenario in front has it.
    pub price: &'a Price,
    /// The price it is measured against.
    pub today: f64,
    /// What the price in front is called: `scenario`, `now`.
    pub name: &'a str,
    /// Its paint.
    pub paint: Paint,
    /// The month.
    pub t: usize,
}

/// The range of prices looked at: a quarter to three times today's, and the price in front.
pub fn range(today: f64, now: f64) -> (f64, f64) {
    let middle = if today > 0.0 { today } else { now };
    if middle <= 0.0 {
        return (0.0, 20.0);
    }
    (round(middle * 0.25, false).min(now * 0.9), round((middle * 3.0).max(now * 1.1), true))
}

/// Two figures, rounded away from the middle.
fn round(value: f64, up: bool) -> f64 {
    let power = libm::floor(libm::log10(value)) - 1.0;
    // Tenths are divided, not multiplied by 0.1, which is none.
    let (times, of) = (libm::pow(10.0, power.max(0.0)), libm::pow(10.0, (-power).max(0.0)));
    let steps = value / times * of;
    let whole = if up { libm::ceil(steps - 1e-9) } else { libm::floor(steps + 1e-9) };
    whole * times / of
}

impl Question<'_> {
    /// What prices over a range do; `None` where the path is not a price.
    pub fn points(&self, (low, high): (f64, f64)) -> Option<Vec<Response>> {
        let at = |point: usize| low + (high - low) * point as f64 / (POINTS - 1) as f64;
        let prices: Vec<_> = (0..POINTS).map(at).collect();
        self.at(&prices)
    }

    fn at(&self, prices: &[f64]) -> Option<Vec<Response>> {
        let mut response = PriceResponse::new(self.case, self.base, self.currency, &self.price.path, self.t)?;
        prices.iter().map(|price| response.at(*price)).collect()
    }

    /// The range of prices that is looked at.
    pub fn range(&self) -> (f64, f64) {
        self.price.range(self.today, self.price.float())
    }

    /// The answer, made of what prices over the range do; `None` where the path is not a price.
    pub fn study(&self, points: &[Response]) -> Option<Study> {
        let &[then, now] = self.at(&[self.today, self.price.float()])?.as_slice() else { return None };
        let by_profit = points.iter().any(|point| (point.profit - point.revenue).abs() > 1e-9);
        let worth = |point: &Response| if by_profit { point.profit } else { point.revenue };
        let best = best(&points.iter().map(|point| (point.price, worth(point))).collect::<Vec<_>>());
        let of = |figure: fn(&Response) -> f64| points.iter().map(figure).collect::<Vec<_>>();
        let evidence = self.evidence();
        let money = Unit::money(self.currency);
        let demand = Demand {
            of: "prospect",
            price_unit: match self.price.unit {
                Counted::Share => Unit::Percent,
                Counted::Plain => Unit::Plain,
                _ => money.clone(),
            },
            unit: money,
            price: self.price.axis(),
            prices: of(|point| point.price),
            share: of(|point| point.paying),
            others: Vec::new(),
            revenue: of(|point| point.revenue),
            profit: if by_profit { of(|point| point.profit) } else { Vec::new() },
            marks: self.marks(best, evidence),
            evidence,
        };
        Some(Study { demand, best, by_profit, today: then, now })
    }

    /// The range of prices that evidence in force about this very price covers.
    fn evidence(&self) -> Option<(f64, f64)> {
        covered(self.case.last(), self.price)
    }

    fn marks(&self, best: Best, evidence: Option<(f64, f64)>) -> Vec<Mark> {
        let beyond = |price: f64| evidence.is_some_and(|(low, high)| price < low || price > high);
        let mark = |name: &str, price: f64, paint| {
            let is_extrapolated = beyond(price);
            Mark { name: name.to_owned(), price, paint, is_extrapolated }
        };
        let now = self.price.float();
        let mut marks = Vec::new();
        if (now - self.today).abs() > 1e-9 {
            marks.push(mark("today", self.today, Paint::Base));
            marks.push(mark(self.name, now, self.paint));
        } else {
            marks.push(mark("today", now, Paint::Base));
        }
        if let Best::Inside(price) = best {
            // What no evidence speaks of carries no best price, although today's price is known.
            let is_extrapolated = evidence.is_none() || beyond(price);
            let name = if is_extrapolated { "best, extrapolated" } else { "best in range" };
            marks.push(Mark { is_extrapolated, ..mark(name, price, Paint::Good) });
        }
        marks
    }
}

/// The range of prices that evidence about a plan's price covers, where that price is counted in the same thing and a
/// segment's elasticity is the one it gave: what nobody uses does not carry the curve.
pub fn covered(model: &Model, price: &Price) -> Option<(f64, f64)> {
    let charge = charge(model, price)?;
    let carries = |found: &&Evidence| {
        let about = found.about();
        let same = about.plan == Some(&price.plan) && about.meter == charge.meter();
        same && !found.in_force(model).is_empty()
    };
    let ranges = model.evidence.values().filter(carries).filter_map(Evidence::prices);
    ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// Evidence about the plan that does not carry the curve, or not all of it, each with the reason.
pub fn elsewhere(model: &Model, price: &Price) -> Vec<String> {
    let Some(charge) = charge(model, price) else { return Vec::new() };
    let unit = |meter: Option<&str>| {
        let meter = meter.and_then(|id| model.meters.get(id));
        meter.map_or_else(|| "for the whole account".to_owned(), |meter| format!("for each {}", meter.unit))
    };
    let told = |found: &Evidence| {
        let about = found.about();
        if about.plan != Some(&price.plan) {
            return None;
        }
        if about.meter != charge.meter() {
            let (then, now) = (unit(about.meter), unit(charge.meter()));
            return Some(format!("Not shaded: “{}” was about a price {then}, this one is {now}.", about.name));
        }
        let used = found.in_force(model);
        if used.is_empty() {
            let words = "is not used here: no segment has the elasticity it gives.";
            return Some(format!("Not shaded: “{}” {words}", about.name));
        }
        let name = |id: &String| model.segments.get(id).map_or_else(|| id.clone(), |segment| segment.name.clone());
        let names = used.iter().map(name).collect::<Vec<_>>().join(", ");
        (used.len() < model.segments.len()).then(|| format!("“{}” is used for {names} alone.", about.name))
    };
    model.evidence.values().filter_map(told).collect()
}

/// The charge a price is part of.
pub fn charge<'a>(model: &'a Model, price: &Price) -> Option<&'a Charge> {
    model.plans.get(&price.plan)?.charges.get(price.path.split('/').nth(4)?)
}

/// The best of some prices in ascending order; between two of them by the parabola through the best and its neighbours.
pub fn best(points: &[(f64, f64)]) -> Best {
    let top = points.iter().enumerate().max_by(|(_, a), (_, b)| a.1.total_cmp(&b.1)).map_or(0, |(at, _)| at);
    if top == 0 {
        return Best::Lowest(points.first().map_or(0.0, |point| point.0));
    }
    if top + 1 == points.len() {
        return Best::Highest(points[top].0);
    }
    let [(a, fa), (b, fb), (c, fc)] = [points[top - 1], points[top], points[top + 1]];
    let (left, right) = ((b - a) * (fb - fc), (b - c) * (fb - fa));
    let below = left - right;
    let price = if below.abs() < 1e-12 { b } else { b - 0.5 * ((b - a) * left - (b - c) * right) / below };
    Best::Inside(price.clamp(a, c))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::list::prices;
    use super::super::retold::put_price;
    use super::super::retold::settled;
    use super::*;
    use crate::workspace::TEMPLATES;
    use crate::workspace::case;

    #[test]
    fn a_parabola_has_its_peak_where_it_is() {
        let points: Vec<_> = (0..=20).map(f64::from).map(|x| (x, -(x - 7.3) * (x - 7.3))).collect();
        let Best::Inside(price) = best(&points) else { panic!("a peak inside") };
        assert!((price - 7.3).abs() < 1e-9, "{price}");
        let line = |slope: f64| (0..=20).map(f64::from).map(|x| (x, slope * x)).collect::<Vec<_>>();
        assert_eq!((best(&line(1.0)), best(&line(-1.0))), (Best::Highest(20.0), Best::Lowest(0.0)));
    }

    #[test]
    fn the_range_is_a_quarter_to_three_times_in_round_figures() {
        for (today, now, expected) in
            [(6.0, 8.0, (1.5, 18.0)), (49.0, 49.0, (12.0, 150.0)), (6.0, 60.0, (1.5, 66.0)), (0.0, 0.0, (0.0, 20.0))]
        {
            assert_eq!(range(today, now), expected);
        }
    }

    #[test]
    fn a_best_price_that_no_evidence_covers_is_hollow_and_said_to_be_extrapolated() {
        let workspace = TEMPLATES[0].open();
        let case = &case(&workspace, None);
        let price = &prices(case.last())[0];
        let (base, currency, name, paint) = (&workspace.base, workspace.currency, "now", Paint::Base);
        let question = Question { case, base, currency, price, today: price.float(), name, paint, t: 0 };
        let best = |evidence| {
            let marks = question.marks(Best::Inside(6.24), evidence);
            let best = marks.into_iter().find(|mark| mark.paint == Paint::Good).unwrap();
            (best.name, best.is_extrapolated)
        };
        for beyond in [None, Some((7.0, 9.0))] {
            assert_eq!(best(beyond), ("best, extrapolated".to_owned(), true));
        }
        assert_eq!(best(Some((5.0, 9.0))), ("best in range".to_owned(), false));
    }

    #[test]
    fn what_prices_do_does_not_depend_on_the_price_in_force() {
        for template in TEMPLATES {
            let workspace = template.open();
            for scenario in std::iter::once(None).chain(workspace.scenarios.keys().map(|id| Some(id.as_str()))) {
                let here = case(&workspace, scenario);
                for price in prices(here.last()) {
                    let mut there = here.clone();
                    let other = price.value + crate::number::Decimal::TEN;
                    there.models.iter_mut().for_each(|(_, model)| put_price(Rc::make_mut(model), &price.path, other));
                    let points = |case| {
                        let (base, currency) = (&workspace.base, workspace.currency);
                        let (name, paint, t) = ("now", Paint::Base, settled(&here));
                        Question { case, base, currency, price: &price, today: 1.0, name, paint, t }.points((1.0, 90.0))
                    };
                    assert_eq!(points(&here), points(&there), "{}: {}", template.name, price.path);
                }
            }
        }
    }
}
