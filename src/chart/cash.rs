//! This file answers: when do we run out? Cash at the end of each month, its lowest point marked, what is below zero tinted.

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
use crate::chart::timeline::Timeline;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "cash", name: "Cash" };

/// Cash at the end of each month.
#[derive(Clone, Debug, PartialEq)]
pub struct Cash {
    /// The months.
    pub timeline: Timeline,
    /// Money.
    pub unit: Unit,
    /// Cash of the open scenario.
    pub cash: Series,
    /// Cash of the compared scenario.
    pub compared: Option<Series>,
}

impl Cash {
    /// Index and amount of the lowest cash; the first of several.
    pub fn lowest(&self) -> Option<(usize, f64)> {
        let present = self.cash.values.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?)));
        present.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn series(&self) -> Vec<&Series> {
        std::iter::once(&self.cash).chain(&self.compared).collect()
    }

    fn mark_lowest(&self, canvas: &Canvas) {
        let Some((index, value)) = self.lowest() else { return };
        let label = format!("lowest {}, {}", self.unit.short(value), self.timeline.month(index).label());
        let (x, y) = (canvas.x_px(index as f64), canvas.y_px(value));
        let width = text::width(&label, true);
        let mut taken = Taken::new(canvas.edges);
        taken.add(Space::beside(x - 5.0, y, 10.0, 10.0));
        for series in self.series() {
            let at = |(i, v): (usize, &Option<f64>)| Some((canvas.x_px(i as f64), canvas.y_px((*v)?)));
            taken.add_line(series.values.iter().enumerate().filter_map(at).collect());
        }
        let left = (x - width / 2.0).min(canvas.edges.right - width).max(canvas.edges.left + 4.0);
        let down = [18.0, -18.0, 34.0, -34.0, 50.0, -50.0].into_iter();
        let spots = down.flat_map(|d| [left, x + 8.0, x - 8.0 - width].map(|l| Space::beside(l, y + d, width, 15.0)));
        let paint = if value < 0.0 { Paint::Bad } else { Paint::Ink };
        canvas.dot(
            Ink(if value < 0.0 { Paint::Bad } else { self.cash.paint }, Stroke::Area),
            (index as f64, value),
            4.0,
        );
        if let Some(space) = taken.place(spots) {
            let at = (space.left, f64::midpoint(space.top, space.bottom));
            canvas.text_px(at, &label, paint, Anchor::Start, true);
        }
    }
}

impl Figures for Cash {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let Some((index, value)) = self.lowest() else { return "There is no cash figure yet".to_owned() };
        let (month, amount) = (self.timeline.month(index).label(), self.unit.short(value));
        let out = self.cash.values.iter().position(|v| v.is_some_and(|v| v < 0.0));
        match out {
            Some(0) => format!("Cash is below zero from the start and lowest in {month} at {amount}"),
            Some(out) if out == index => format!("Cash runs out in {month}, at {amount}"),
            Some(out) => {
                format!("Cash runs out in {} and is lowest in {month} at {amount}", self.timeline.month(out).label())
            }
            None if self.cash.present().all(|v| v == value) => format!("Cash stays at {amount}"),
            None => format!("Cash never falls below {amount} ({month})"),
        }
    }

    fn subtitle(&self) -> String {
        match &self.compared {
            Some(compared) => format!("cash at the end of the month; dashed: {}", compared.name),
            None => "cash at the end of the month".to_owned(),
        }
    }

    fn draw(&self, size: Size) -> Picture {
        let ticks = Scale::ticks_for(size.height_px - 36.0);
        let scale = Scale::new(self.series().into_iter().flat_map(Series::present), ticks);
        let right = match &self.compared {
            Some(_) => room_for(self.series().into_iter().map(|s| s.name.as_str()), size.width_px),
            None => 12.0,
        };
        let (x, ticks) = (self.timeline.range(), &|width| self.timeline.ticks(width));
        let canvas =
            Layout { size, top: 10.0, right, unit: &self.unit, scale, x, ticks, caption: None, staggered: false }
                .canvas();
        for corners in below_zero(&self.cash.values) {
            canvas.area(Ink(Paint::Bad, Stroke::Faded), corners);
        }
        if let Some(compared) = &self.compared {
            canvas.run(Ink(compared.paint, Stroke::Dash), 0.0, &compared.values);
            let end = |s: &Series| s.last().map(|(_, value)| value);
            let ends = self
                .series()
                .into_iter()
                .filter_map(|s| Some(End { value: end(s)?, name: &s.name, paint: s.paint, bold: true }));
            canvas.ends(ends.collect());
        }
        canvas.run(Ink(self.cash.paint, Stroke::Line), 0.0, &self.cash.values);
        self.mark_lowest(&canvas);
        let columns = (0..self.timeline.months).map(|i| canvas.x_px(i as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        self.timeline.table(&self.unit, &self.series())
    }

    fn readout(&self, index: usize) -> Readout {
        self.timeline.readout(&self.unit, index, &self.series())
    }
}

/// The areas between the line and zero where it is below, cut exactly where it crosses.
fn below_zero(values: &[Option<f64>]) -> Vec<Vec<Point>> {
    let mut areas: Vec<Vec<Point>> = Vec::new();
    let mut open: Vec<Point> = Vec::new();
    for (index, pair) in values.windows(2).enumerate() {
        let (Some(from), Some(to)) = (pair[0], pair[1]) else {
            areas.extend(closed(&mut open));
            continue;
        };
        let x = index as f64;
        let crossing = (x + from / (from - to), 0.0);
        if from < 0.0 && open.is_empty() {
            open = vec![(x, 0.0), (x, from)];
        }
        if from >= 0.0 && to < 0.0 {
            open = vec![crossing];
        }
        if to < 0.0 {
            open.push((x + 1.0, to));
        } else if from < 0.0 {
            open.push(crossing);
            areas.extend(closed(&mut open));
        }
    }
    areas.extend(closed(&mut open));
    areas
}

fn closed(open: &mut Vec<Point>) -> Option<Vec<Point>> {
    let mut area = std::mem::take(open);
    let last = *area.last()?;
    if last.1 != 0.0 {
        area.push((last.0, 0.0));
    }
    (area.len() > 2).then_some(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tint_ends_where_cash_crosses_zero() {
        let area = |values: &[f64]| below_zero(&values.iter().map(|v| Some(*v)).collect::<Vec<_>>());
        assert_eq!(area(&[1.0, -1.0, 1.0]), [[(0.5, 0.0), (1.0, -1.0), (1.5, 0.0)]]);
        assert_eq!(area(&[-1.0, -2.0]), [[(0.0, 0.0), (0.0, -1.0), (1.0, -2.0), (1.0, 0.0)]]);
        assert_eq!(area(&[0.0, -1.0, 3.0, -3.0]).len(), 2);
        assert_eq!(area(&[1.0, 0.0, 2.0]), Vec::<Vec<Point>>::new());
        assert_eq!(below_zero(&[Some(-1.0), None, Some(-1.0)]), Vec::<Vec<Point>>::new());
    }
}
