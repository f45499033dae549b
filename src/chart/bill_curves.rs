//! This file answers: which plan is cheaper, and from where? Bills of all plans against usage, with the points where they cross.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::End;
use crate::chart::canvas::Layout;
use crate::chart::canvas::Point;
use crate::chart::canvas::room_for;
use crate::chart::labels::Space;
use crate::chart::labels::Taken;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;
use crate::chart::timeline::Series;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "bill-curves", name: "Bills against usage" };

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
}

/// Where one plan becomes cheaper than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Index of the plan that is cheaper from here.
    pub cheaper: usize,
    /// Index of the plan that was cheaper.
    pub dearer: usize,
    /// Quantity and bill where they meet.
    pub at: Point,
    /// The first whole quantity at which it is cheaper.
    pub from: f64,
    /// Whether no other plan is cheaper there.
    pub is_lowest: bool,
}

impl BillCurves {
    /// All crossings, those between the cheapest plans first, each group by quantity.
    pub fn crossings(&self) -> Vec<Crossing> {
        let count = self.plans.len();
        let pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j)));
        let mut found: Vec<Crossing> = pairs.flat_map(|(i, j)| self.between(i, j)).collect();
        found.sort_by(|a, b| b.is_lowest.cmp(&a.is_lowest).then(a.at.0.total_cmp(&b.at.0)));
        found
    }

    fn between(&self, first: usize, second: usize) -> Vec<Crossing> {
        let mut found = Vec::new();
        let (mut ahead, mut last) = (0.0_f64, None::<(f64, f64, f64)>);
        for (index, quantity) in self.quantities.iter().enumerate() {
            let (Some(a), Some(b)) = (self.plans[first].at(index), self.plans[second].at(index)) else {
                (ahead, last) = (0.0, None);
                continue;
            };
            let gap = a - b;
            if let Some((before, from_gap, from_bill)) = last.filter(|_| gap * ahead < 0.0) {
                let share: f64 = from_gap / (from_gap - gap);
                let (x, y) = (before + share * (quantity - before), from_bill + share * (a - from_bill));
                let (cheaper, dearer) = if gap < 0.0 { (first, second) } else { (second, first) };
                let from = if (x - x.round()).abs() < 1e-9 { x.round() + 1.0 } else { x.ceil() };
                found.push(Crossing { cheaper, dearer, at: (x, y), from, is_lowest: self.is_lowest(index, cheaper) });
            }
            if gap != 0.0 {
                ahead = gap;
            }
            last = Some((*quantity, gap, a));
        }
        found
    }

    fn is_lowest(&self, index: usize, plan: usize) -> bool {
        let least = self.plans.iter().filter_map(|p| p.at(index)).fold(f64::INFINITY, f64::min);
        self.plans[plan].at(index).is_some_and(|bill| bill <= least)
    }

    fn phrase(&self, crossing: &Crossing, both: bool) -> String {
        let (cheaper, dearer) = (&self.plans[crossing.cheaper].name, &self.plans[crossing.dearer].name);
        let (from, meter) = (Unit::Count.short(crossing.from), &self.meter);
        match both {
            true => format!("{cheaper} cheaper than {dearer} from {from} {meter}"),
            false => format!("{cheaper} cheaper from {from} {meter}"),
        }
    }

    fn points(&self, plan: &Series) -> Vec<Point> {
        let point = |(q, bill): (&f64, &Option<f64>)| Some((*q, (*bill)?));
        self.quantities.iter().zip(&plan.values).filter_map(point).collect()
    }

    fn reaches_end(&self, plan: &Series) -> bool {
        plan.last().is_some_and(|(index, _)| index + 1 == self.quantities.len())
    }

    fn draw_marks(&self, canvas: &Canvas) {
        let mut taken = Taken::new(canvas.edges);
        for plan in &self.plans {
            let line = self.points(plan).into_iter().map(|(q, b)| (canvas.x_px(q), canvas.y_px(b))).collect();
            taken.add_line(line);
        }
        let crossings = self.crossings();
        for crossing in crossings.iter().take(12) {
            canvas.dot(Ink(Paint::Ink, Stroke::Hollow), crossing.at, 4.0);
            let (x, y) = (canvas.x_px(crossing.at.0), canvas.y_px(crossing.at.1));
            taken.add(Space::beside(x - 6.0, y, 12.0, 12.0));
        }
        for plan in self.plans.iter().filter(|p| !self.reaches_end(p)) {
            let Some(last) = self.points(plan).pop() else { continue };
            let (x, y) = (canvas.x_px(last.0), canvas.y_px(last.1));
            let width = text::width(&plan.name, true);
            let spots = [0.0, -10.0, 10.0, -20.0, 20.0].map(|d| Space::beside(x + 6.0, y + d, width, 14.0));
            write(canvas, taken.place(spots), &plan.name, plan.paint);
        }
        for crossing in crossings.iter().take(4) {
            let label = self.phrase(crossing, false);
            let at = (canvas.x_px(crossing.at.0), canvas.y_px(crossing.at.1));
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
        if let Some(crossing) = self.crossings().first() {
            return self.phrase(crossing, true).replacen(" cheaper", " is cheaper", 1);
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
        format!("monthly bill by number of {}", self.meter)
    }

    fn draw(&self, size: Size) -> Picture {
        let ticks = Scale::ticks_for(size.height_px - 52.0);
        let scale = Scale::new(self.plans.iter().flat_map(Series::present), ticks);
        let (low, high) = (self.quantities.first().copied().unwrap_or(0.0), self.quantities.last().copied());
        let high = high.unwrap_or(0.0).max(low + 1.0);
        let right = room_for(self.plans.iter().filter(|p| self.reaches_end(p)).map(|p| p.name.as_str()), size.width_px);
        let columns = |width: f64| {
            let scale = Scale::between(low, high, ((width / 56.0) as usize).max(2));
            let inside = scale.ticks().into_iter().filter(|t| *t >= low && *t <= high);
            inside.map(|t| (t, Unit::Count.tick(t, &scale))).collect()
        };
        let caption = Some(self.meter.as_str());
        let canvas = Layout {
            size,
            top: 10.0,
            right,
            unit: &self.unit,
            scale,
            x: low..high,
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
        let end = |p: &'_ Series| p.last().map_or(0.0, |(_, bill)| bill);
        canvas.ends(ends.map(|p| End { value: end(p), name: &p.name, paint: p.paint, bold: true }).collect());
        self.draw_marks(&canvas);
        let columns = self.quantities.iter().map(|q| canvas.x_px(*q)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let headers = std::iter::once(self.meter.clone()).chain(self.plans.iter().map(|p| p.name.clone())).collect();
        let row = |(index, quantity): (usize, &f64)| {
            let bills = self.plans.iter().map(|p| self.unit.exact_or_gap(p.at(index)));
            std::iter::once(Unit::Count.exact(*quantity)).chain(bills).collect()
        };
        Table { headers, rows: self.quantities.iter().enumerate().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some(quantity) = self.quantities.get(index) else { return Readout::default() };
        let row = |p: &Series| (p.paint.class(), p.name.clone(), self.unit.exact_or_gap(p.at(index)));
        let heading = format!("{} {}", Unit::Count.exact(*quantity), self.meter);
        Readout { heading, rows: self.plans.iter().map(row).collect() }
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
        BillCurves { unit: Unit::Money("$".to_owned()), meter: "seats".to_owned(), quantities, plans }
    }

    #[test]
    fn crossings_are_found_where_they_are() {
        let pro = |q: f64| Some(10.0 * q);
        for (step, team, expected) in [
            (1, &(|q: f64| Some(65.0 + 5.0 * q)) as &dyn Fn(f64) -> Option<f64>, Some(((13.0, 130.0), 14.0))),
            (8, &|q| Some(65.0 + 5.0 * q), Some(((13.0, 130.0), 14.0))),
            (1, &|q| Some(67.0 + 5.0 * q), Some(((13.4, 134.0), 14.0))),
            (1, &|q| Some(if q < 5.0 { 90.0 } else { 8.0 * q }), Some(((4.0 + 50.0 / 60.0, 48.0 + 1.0 / 3.0), 5.0))),
            (1, &|q| Some(20.0 * q), None),
            (1, &|q| (q > 30.0).then_some(200.0), None),
        ] {
            let found = curves(step, &[&pro, team]).crossings();
            assert_eq!(found.len(), usize::from(expected.is_some()));
            if let Some((at, from)) = expected {
                assert!((found[0].at.0 - at.0).abs() < 1e-9 && (found[0].at.1 - at.1).abs() < 1e-9, "{found:?}");
                assert_eq!((found[0].from, found[0].cheaper, found[0].is_lowest), (from, 1, true));
            }
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
    fn equal_bills_over_a_stretch_cross_where_they_part() {
        let kinked = |q: f64| {
            Some(if q < 10.0 {
                12.0 * q + 1.0
            } else if q <= 20.0 {
                10.0 * q
            } else {
                5.0 * q + 100.0
            })
        };
        let found = curves(1, &[&|q| Some(10.0 * q), &kinked]).crossings();
        assert_eq!((found.len(), found[0].at, found[0].from), (1, (20.0, 200.0), 21.0));
    }
}
