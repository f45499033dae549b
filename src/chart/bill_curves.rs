//! This file answers: which plan is cheaper, and from where? Bills of all plans against usage, or what one unit costs, with the
//! points where they cross.

use std::ops::Range;
use std::rc::Rc;

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Spacing;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::End;
use crate::chart::canvas::Layout;
use crate::chart::canvas::Point;
use crate::chart::canvas::room_for;
use crate::chart::crossing::Crossing;
use crate::chart::crossing::crossings;
use crate::chart::labels::Space;
use crate::chart::labels::Taken;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::part::kept;
use crate::chart::part::listed;
use crate::chart::svg::Anchor;
use crate::chart::text;
use crate::chart::timeline::Series;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "bill-curves", name: "Bills against usage" };

/// What is drawn of a bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Money {
    /// All of it.
    #[default]
    Bill,
    /// The bill over the quantity: the effective price of a unit. There is none at 0.
    Unit,
}

/// Monthly bill of each plan at each quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct BillCurves {
    /// Money.
    pub unit: Unit,
    /// What the quantity counts, in the plural: `seats`.
    pub meter: String,
    /// The quantities, ascending. Crossings are exact where bills are straight between them.
    pub quantities: Vec<f64>,
    /// The bill of each plan at each of them; `None` where the plan cannot be had.
    pub plans: Vec<Series>,
    /// Whether bills or prices of a unit are drawn.
    pub shown: Money,
    /// How both axes are spaced.
    pub spacing: Spacing,
}

impl BillCurves {
    fn phrase(&self, crossing: &Crossing, both: bool) -> String {
        let (cheaper, dearer) = (&self.plans[crossing.cheaper].name, &self.plans[crossing.dearer].name);
        let (from, meter) = (Unit::Count.short(crossing.from), &self.meter);
        match both {
            true => format!("{cheaper} cheaper than {dearer} from {from} {meter}"),
            false => format!("{cheaper} cheaper from {from} {meter}"),
        }
    }

    /// What is drawn of a bill for a quantity.
    fn money(&self, quantity: f64, bill: f64) -> Option<f64> {
        match self.shown {
            Money::Bill => Some(bill),
            Money::Unit => (quantity > 0.0).then(|| bill / quantity),
        }
    }

    /// The figure of a plan at a place among the quantities.
    fn figure(&self, plan: &Series, index: usize) -> Option<f64> {
        self.money(self.quantities[index], plan.at(index)?)
    }

    /// The place of a bill in the plot; none where an axis has none.
    fn place(&self, quantity: f64, bill: f64) -> Option<Point> {
        Some((self.spacing.place(quantity)?, self.spacing.place(self.money(quantity, bill)?)?))
    }

    /// How far the price of a unit moves on the plan where it moves most.
    fn price_found(&self) -> String {
        let ends = |plan: &Series| {
            let found = (0..self.quantities.len()).filter_map(|at| Some((at, self.figure(plan, at)?)));
            let (first, last) = (found.clone().next()?, found.clone().next_back()?);
            Some((plan.name.clone(), first, last))
        };
        let ratio = |(_, first, last): &(String, (usize, f64), (usize, f64))| (first.1 - last.1) / first.1.max(1e-9);
        let found = self.plans.iter().filter_map(ends).max_by(|a, b| ratio(a).total_cmp(&ratio(b)));
        let Some((name, first, last)) = found else { return "No plan has a price of a unit".to_owned() };
        let price = |(at, price): (usize, f64)| {
            format!("{} each for {}", self.unit.short(price), Unit::Count.short(self.quantities[at]))
        };
        if (first.1 - last.1).abs() < 1e-9 * first.1.abs() {
            return format!("{name} costs {} each at every number of {}", self.unit.short(first.1), self.meter);
        }
        format!("{name} costs {} and {} {}", price(first), price(last), self.meter)
    }

    fn points(&self, plan: &Series) -> Vec<Point> {
        let point = |(q, bill): (&f64, &Option<f64>)| self.place(*q, (*bill)?);
        self.quantities.iter().zip(&plan.values).filter_map(point).collect()
    }

    /// The stretch of the horizontal axis.
    fn across(&self) -> Range<f64> {
        let mut places = self.quantities.iter().filter_map(|quantity| self.spacing.place(*quantity));
        let low = places.next().unwrap_or(0.0);
        let least = if self.spacing == Spacing::Linear { 1.0 } else { 0.1 };
        low..places.next_back().unwrap_or(low).max(low + least)
    }

    fn reaches_end(&self, plan: &Series) -> bool {
        let last = plan.last().filter(|(index, _)| index + 1 == self.quantities.len());
        last.is_some_and(|(index, bill)| self.place(self.quantities[index], bill).is_some())
    }

    fn draw_marks(&self, canvas: &Canvas) {
        let mut taken = Taken::new(canvas.edges);
        for plan in &self.plans {
            let line = self.points(plan).into_iter().map(|(q, b)| (canvas.x_px(q), canvas.y_px(b))).collect();
            taken.add_line(line);
        }
        let place = |crossing: Crossing| Some((self.place(crossing.at.0, crossing.at.1)?, crossing));
        let found: Vec<(Point, Crossing)> =
            crossings(&self.quantities, &self.plans).into_iter().filter_map(place).collect();
        for (at, _) in found.iter().take(12) {
            canvas.dot(Ink(Paint::Ink, Stroke::Hollow), *at, 4.0);
            let (x, y) = (canvas.x_px(at.0), canvas.y_px(at.1));
            taken.add(Space::beside(x - 6.0, y, 12.0, 12.0));
        }
        for plan in self.plans.iter().filter(|p| !self.reaches_end(p)) {
            let Some(last) = self.points(plan).pop() else { continue };
            let (x, y) = (canvas.x_px(last.0), canvas.y_px(last.1));
            let width = text::width(&plan.name, true);
            let spots = [0.0, -10.0, 10.0, -20.0, 20.0].map(|d| Space::beside(x + 6.0, y + d, width, 14.0));
            write(canvas, taken.place(spots), &plan.name, plan.paint);
        }
        for (at, crossing) in found.iter().take(4) {
            let label = self.phrase(crossing, false);
            let at = (canvas.x_px(at.0), canvas.y_px(at.1));
            let Some(space) = taken.place_near(at, around(canvas, at, &label)) else { continue };
            let to = space.nearest(at);
            let far = libm::hypot(to.0 - at.0, to.1 - at.1);
            if far > 14.0 {
                let from = (at.0 + (to.0 - at.0) * 5.0 / far, at.1 + (to.1 - at.1) * 5.0 / far);
                canvas.line_px(Ink(Paint::Soft, Stroke::Hair), &[from, to]);
            }
            write(canvas, Some(space), &label, Paint::Ink);
        }
    }
}

/// Places for a label around a point, all in pixels.
fn around(canvas: &Canvas, (x, y): Point, label: &str) -> Vec<Space> {
    let width = text::width(label, true);
    let reach = [12.0, 24.0, 40.0, 60.0, 84.0, 110.0];
    let inside = (canvas.edges.left + 4.0).max((x - width / 2.0).min(canvas.edges.right - width));
    let lefts = [x + 8.0, x - 8.0 - width, inside];
    let rows = reach.iter().flat_map(|d| [*d, -d]);
    rows.flat_map(|d| lefts.map(|left| Space::beside(left, y + d, width, 14.0))).collect()
}

fn write(canvas: &Canvas, space: Option<Space>, label: &str, paint: Paint) {
    if let Some(space) = space {
        canvas.text_px((space.left, f64::midpoint(space.top, space.bottom)), label, paint, Anchor::Start, true);
    }
}

impl Figures for BillCurves {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        if let Some(crossing) = crossings(&self.quantities, &self.plans).first() {
            return self.phrase(crossing, true).replacen(" cheaper", " is cheaper", 1);
        }
        if self.shown == Money::Unit {
            return self.price_found();
        }
        let last = self.quantities.len().saturating_sub(1);
        let dearest = self.plans.iter().filter(|p| p.at(last).is_some());
        let dearest = dearest.max_by(|a, b| a.at(last).unwrap_or(0.0).total_cmp(&b.at(last).unwrap_or(0.0)));
        match dearest {
            Some(plan) if self.plans.len() > 1 => format!("{} costs most at every number of {}", plan.name, self.meter),
            Some(plan) => {
                let (bill, quantity) = (plan.at(last).unwrap_or(0.0), self.quantities[last]);
                format!(
                    "{} costs {} at {} {}",
                    plan.name,
                    self.unit.short(bill),
                    Unit::Count.short(quantity),
                    self.meter
                )
            }
            None => "There is no plan to bill".to_owned(),
        }
    }

    fn subtitle(&self) -> String {
        let what = match self.shown {
            Money::Bill => "monthly bill",
            Money::Unit => "monthly bill over the quantity",
        };
        let left_out = |plan: &Series| plan.present().any(|bill| bill <= 0.0);
        let free = self.spacing == Spacing::Logarithmic && self.plans.iter().any(left_out);
        let note = if free { "; a bill of nothing has no place on logarithmic axes" } else { "" };
        format!("{what} by number of {}{note}", self.meter)
    }

    fn draw(&self, size: Size) -> Picture {
        let ticks = Scale::ticks_for(size.height_px - 52.0);
        let drawn = |plan| (0..self.quantities.len()).filter_map(move |at| self.figure(plan, at));
        let scale = self.spacing.scale(self.plans.iter().flat_map(drawn), ticks);
        let across = self.across();
        let right = room_for(self.plans.iter().filter(|p| self.reaches_end(p)).map(|p| p.name.as_str()), size.width_px);
        let columns = |width: f64| {
            let scale = match self.spacing {
                Spacing::Linear => Scale::between(across.start, across.end, ((width / 56.0) as usize).max(2)),
                Spacing::Logarithmic => self.spacing.scale(self.quantities.iter().copied(), 0),
            };
            let inside = scale.ticks().into_iter().filter(|t| *t >= across.start - 1e-9 && *t <= across.end + 1e-9);
            inside.map(|t| (t, Unit::Count.tick(t, &scale))).collect()
        };
        let caption = Some(self.meter.as_str());
        let canvas = Layout {
            size,
            top: 10.0,
            right,
            unit: &self.unit,
            scale,
            x: across.clone(),
            ticks: &columns,
            caption,
            staggered: false,
        }
        .canvas();
        for plan in &self.plans {
            let points = self.points(plan);
            match points.as_slice() {
                [] => {}
                [only] => canvas.dot(Ink(plan.paint, Stroke::Area), *only, 3.0),
                _ => canvas.line(Ink(plan.paint, Stroke::Line), points),
            }
        }
        let ends = self.plans.iter().filter(|p| self.reaches_end(p));
        let end = |p: &'_ Series| self.points(p).last().map_or(0.0, |(_, y)| *y);
        canvas.ends(ends.map(|p| End { value: end(p), name: &p.name, paint: p.paint, bold: true }).collect());
        self.draw_marks(&canvas);
        let column = |q: &f64| canvas.x_px(self.spacing.place(*q).unwrap_or(across.start));
        let columns = self.quantities.iter().map(column).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let headers = std::iter::once(self.meter.clone()).chain(self.plans.iter().map(|p| p.name.clone())).collect();
        let row = |(index, quantity): (usize, &f64)| {
            let bills = self.plans.iter().map(|p| self.unit.exact_or_gap(self.figure(p, index)));
            std::iter::once(Unit::Count.exact(*quantity)).chain(bills).collect()
        };
        Table { headers, rows: self.quantities.iter().enumerate().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some(quantity) = self.quantities.get(index) else { return Readout::default() };
        let row = |p: &Series| (p.paint.class(), p.name.clone(), self.unit.exact_or_gap(self.figure(p, index)));
        let heading = format!("{} {}", Unit::Count.exact(*quantity), self.meter);
        Readout { heading, rows: self.plans.iter().map(row).collect() }
    }

    fn series(&self) -> Vec<(&'static str, String)> {
        listed(&self.plans)
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        Some(Rc::new(Self { plans: kept(&self.plans, names), ..self.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curves(step: usize, bills: &[&dyn Fn(f64) -> Option<f64>]) -> BillCurves {
        let quantities: Vec<f64> = (0..=40).step_by(step).map(|q| q as f64).collect();
        let plan = |(i, bill): (usize, &&dyn Fn(f64) -> Option<f64>)| {
            Series::new(["Pro", "Team", "Free"][i], Paint::P1, quantities.iter().map(|q| bill(*q)).collect::<Vec<_>>())
        };
        let plans = bills.iter().enumerate().map(plan).collect();
        let (shown, spacing) = (Money::Bill, Spacing::Linear);
        BillCurves {
            unit: Unit::money(crate::number::Currency::USD),
            meter: "seats".to_owned(),
            quantities,
            plans,
            shown,
            spacing,
        }
    }

    #[test]
    fn the_title_tells_the_first_crossing_of_the_cheapest() {
        let free = |q: f64| (q <= 3.0).then_some(0.0);
        let (pro, team) = (|q: f64| Some(10.0 * q), |q: f64| Some(65.0 + 5.0 * q));
        let all = curves(1, &[&pro, &team, &free]);
        assert_eq!(all.finding(), "Team is cheaper than Pro from 14 seats");
        assert_eq!(curves(1, &[&pro, &|q| Some(12.0 * q)]).finding(), "Team costs most at every number of seats");
        assert_eq!(curves(1, &[&pro]).finding(), "Pro costs $400 at 40 seats");
        assert_eq!(curves(1, &[]).finding(), "There is no plan to bill");
    }

    #[test]
    fn the_price_of_a_unit_is_the_bill_over_the_quantity() {
        let team = |q: f64| Some(60.0 + 6.0 * q);
        let mut unit = curves(10, &[&team]);
        (unit.shown, unit.spacing) = (Money::Unit, Spacing::Logarithmic);
        assert_eq!(unit.finding(), "Pro costs $12 each for 10 and $7.50 each for 40 seats");
        let rows = unit.table().rows;
        assert_eq!((rows[0][1].as_str(), rows[1][1].as_str(), rows[2][1].as_str()), ("n/a", "$12", "$9"));
        assert_eq!(unit.place(0.0, 60.0), None);
        let (pro, team) = (|q: f64| Some(10.0 * q), |q: f64| Some(65.0 + 5.0 * q));
        let mut both = curves(1, &[&pro, &team]);
        both.shown = Money::Unit;
        assert_eq!(
            (both.finding(), both.place(13.0, 130.0)),
            ("Team is cheaper than Pro from 14 seats".to_owned(), Some((13.0, 10.0)))
        );
    }
}
