//! This file stacks parts of a whole over the months, with one line over them: plans, channels, cost lines.

use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::End;
use crate::chart::canvas::Layout;
use crate::chart::canvas::room_for;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::timeline::Series;
use crate::chart::timeline::Timeline;

/// Parts on top of each other, the first at the bottom; what is negative goes below zero.
pub struct Stack<'a> {
    /// The months.
    pub timeline: Timeline,
    /// What the parts are counted in.
    pub unit: &'a Unit,
    /// The parts.
    pub parts: &'a [Series],
    /// A line over them, and how it is drawn.
    pub line: Option<(&'a Series, Stroke)>,
}

impl Stack<'_> {
    /// The sum of the parts in a month.
    pub fn total(&self, index: usize) -> f64 {
        self.parts.iter().filter_map(|p| p.at(index)).sum()
    }

    /// The picture at a size.
    pub fn draw(&self, size: Size) -> Picture {
        let bounds = self.bounds();
        let line = self.line.iter().flat_map(|(s, _)| s.present());
        let scale = Scale::new(
            bounds.iter().flatten().flatten().flat_map(|b| [b.0, b.1]).chain(line),
            Scale::ticks_for(size.height_px - 36.0),
        );
        let names = self.shown().map(|(_, p)| p.name.as_str()).chain(self.line.iter().map(|(s, _)| s.name.as_str()));
        let layout = Layout {
            size,
            top: 10.0,
            right: room_for(names, size.width_px),
            unit: self.unit,
            scale,
            x: self.timeline.range(),
            ticks: &|width| self.timeline.ticks(width),
            caption: None,
            staggered: false,
        };
        let canvas = layout.canvas();
        for (index, part) in self.shown() {
            for side in bounds[index].iter().filter(|side| side.iter().any(|(from, to)| from != to)) {
                area(&canvas, part.paint, side, &self.places());
            }
        }
        if let Some((series, stroke)) = self.line {
            canvas.run(Ink(series.paint, Stroke::Under), 0.0, &series.values);
            canvas.run(Ink(series.paint, stroke), 0.0, &series.values);
        }
        canvas.ends(self.ends(&bounds));
        let columns = (0..self.timeline.months).map(|i| canvas.x_px(i as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    /// Table of parts, total and line.
    pub fn table(&self) -> Table {
        self.with_total(|all| self.timeline.table(self.unit, all))
    }

    /// The figures of one month.
    pub fn readout(&self, index: usize) -> Readout {
        self.with_total(|all| self.timeline.readout(self.unit, index, all))
    }

    fn with_total<T>(&self, use_all: impl Fn(&[&Series]) -> T) -> T {
        let total = Series::new("Total", Paint::Ink, (0..self.timeline.months).map(|i| self.total(i)));
        let parts = self.parts.iter().rev();
        let total = (self.parts.len() > 1).then_some(&total);
        let all: Vec<&Series> = parts.chain(total).chain(self.line.map(|(s, _)| s)).collect();
        use_all(&all)
    }

    fn shown(&self) -> impl Iterator<Item = (usize, &Series)> {
        self.parts.iter().enumerate().filter(|(_, p)| p.present().any(|v| v != 0.0))
    }

    fn places(&self) -> Vec<f64> {
        match self.timeline.months {
            1 => vec![-0.5, 0.5],
            months => (0..months).map(|i| i as f64).collect(),
        }
    }

    /// Where every part begins and ends in every place, above zero and below it: a part that is not there yet, or comes to
    /// be negative, is not drawn from one side to the other.
    fn bounds(&self) -> Vec<[Vec<(f64, f64)>; 2]> {
        let places = self.places().len();
        let mut stacks = [f64::max, f64::min].map(|within| (within, vec![0.0; places]));
        let mut edges = |part: &Series| {
            stacks.each_mut().map(|(within, stack)| {
                let edge = |(place, base): (usize, &mut f64)| {
                    let value = part.at(place.min(self.timeline.months.saturating_sub(1))).unwrap_or(0.0);
                    let from = *base;
                    *base += within(value, 0.0);
                    (from, *base)
                };
                stack.iter_mut().enumerate().map(edge).collect()
            })
        };
        self.parts.iter().map(&mut edges).collect()
    }

    fn ends(&self, bounds: &[[Vec<(f64, f64)>; 2]]) -> Vec<End<'_>> {
        let middle = |index: usize| {
            let [above, below] = &bounds[index];
            let side = if self.parts[index].last().is_some_and(|(_, value)| value < 0.0) { below } else { above };
            side.last().map_or(0.0, |(from, to)| f64::midpoint(*from, *to))
        };
        let parts = self.shown().map(|(i, p)| End { value: middle(i), name: &p.name, paint: Paint::Ink, bold: true });
        let line = self.line.and_then(|(s, stroke)| {
            Some(End { value: s.last()?.1, name: &s.name, paint: s.paint, bold: stroke != Stroke::Dash })
        });
        parts.chain(line).collect()
    }
}

fn area(canvas: &Canvas, paint: Paint, edges: &[(f64, f64)], places: &[f64]) {
    let top = places.iter().zip(edges).map(|(x, (_, upper))| (*x, *upper));
    let bottom = places.iter().zip(edges).rev().map(|(x, (lower, _))| (*x, *lower));
    canvas.area(Ink(paint, Stroke::Area), top.chain(bottom).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_on_each_other_and_losses_hang_below() {
        let parts = [
            Series::new("a", Paint::P1, [1.0, 2.0]),
            Series::new("b", Paint::P2, [3.0, -4.0]),
            Series::new("c", Paint::P3, [Some(5.0), None]),
        ];
        let unit = Unit::Count;
        let timeline = Timeline { start: "2027-01".parse().unwrap(), months: 2 };
        let stack = Stack { timeline, unit: &unit, parts: &parts, line: None };
        let [a, b, c] = stack.bounds().try_into().unwrap();
        assert_eq!(a[0], [(0.0, 1.0), (0.0, 2.0)]);
        assert_eq!(b, [[(1.0, 4.0), (2.0, 2.0)], [(0.0, 0.0), (0.0, -4.0)]], "each side from its own edge");
        assert_eq!(c[0], [(4.0, 9.0), (2.0, 2.0)]);
        assert_eq!((stack.total(0), stack.total(1)), (9.0, -2.0));
        let rows = stack.table().rows;
        assert_eq!(rows[1], ["Feb 2027", "n/a", "−4", "2", "−2"], "topmost part first, then the total");
    }
}
