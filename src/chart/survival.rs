//! This file answers: who stays? Observed survivors by age, the fitted curve, and what a constant churn would have said.

use std::rc::Rc;

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

/// This chart in the list.
pub const CHART: Chart = Chart { id: "survival", name: "Survival" };

const NAMES: [&str; 3] = ["observed", "fitted", "constant churn"];
const PAINTS: [Paint; 3] = [Paint::Ink, Paint::P3, Paint::Base];

/// Shares of customers that stay, by age in months.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// Whom this is about, such as a segment's name.
    pub of: String,
    /// Age in months and share, where it was observed.
    pub observed: Vec<Point>,
    /// The curve in force, at ages 0, 1, 2, …
    pub fitted: Vec<f64>,
    /// The same with a constant churn, at ages 0, 1, 2, …; may be empty.
    pub constant: Vec<f64>,
}

impl Survival {
    fn ages(&self) -> usize {
        self.fitted.len().max(self.constant.len())
    }

    fn observed_at(&self, age: usize) -> Option<f64> {
        self.observed.iter().find(|(a, _)| (a - age as f64).abs() < 0.5).map(|(_, share)| *share)
    }

    fn at(&self, age: usize) -> [Option<f64>; 3] {
        [self.observed_at(age), self.fitted.get(age).copied(), self.constant.get(age).copied()]
    }

    fn ends(&self) -> Vec<End<'_>> {
        let ends = [(self.fitted.last(), NAMES[1], Paint::P3), (self.constant.last(), NAMES[2], Paint::Base)];
        let end = |(value, name, paint): (Option<&f64>, &'static str, Paint)| {
            Some(End { value: *value.filter(|v| v.is_finite())?, name, paint, bold: true })
        };
        ends.into_iter().filter_map(end).collect()
    }

    /// The observed points, named beside the last of them.
    fn draw_observed(&self, canvas: &Canvas) {
        let points: Vec<Point> = self.observed.iter().copied().filter(|p| p.0.is_finite() && p.1.is_finite()).collect();
        let mut taken = Taken::new(canvas.edges);
        for curve in [&self.fitted, &self.constant] {
            let places = curve.iter().enumerate().filter(|(_, v)| v.is_finite());
            taken.add_line(places.map(|(age, v)| (canvas.x_px(age as f64), canvas.y_px(*v))).collect());
        }
        for point in &points {
            canvas.dot(Ink(Paint::Ink, Stroke::Hollow), *point, 3.5);
            taken.add(Space::beside(canvas.x_px(point.0) - 4.0, canvas.y_px(point.1), 8.0, 8.0));
        }
        let width = text::width(NAMES[0], true);
        let spots = points.iter().rev().flat_map(|point| {
            let (x, y) = (canvas.x_px(point.0), canvas.y_px(point.1));
            [(x - width - 6.0, y + 14.0), (x + 6.0, y - 14.0), (x + 6.0, y + 14.0), (x - width / 2.0, y + 16.0)]
                .map(|(left, y)| Space::beside(left, y, width, 15.0))
        });
        if let Some(space) = taken.place(spots) {
            let at = (space.left, f64::midpoint(space.top, space.bottom));
            canvas.text_px(at, NAMES[0], Paint::Ink, Anchor::Start, true);
        }
    }
}

impl Figures for Survival {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let Some(last) = self.fitted.len().checked_sub(1) else { return format!("{}: no curve yet", self.of) };
        let age = if last >= 12 { last / 12 * 12 } else { last };
        let share = Unit::Percent.short(self.fitted[age]);
        match self.constant.get(age) {
            Some(constant) if Unit::Percent.short(*constant) != share => {
                let other = Unit::Percent.short(*constant);
                format!("{}: {share} stay {age} months; a constant churn would say {other}", self.of)
            }
            _ => format!("{}: {share} stay {age} months", self.of),
        }
    }

    fn subtitle(&self) -> String {
        "share of customers that stay, by age in months".to_owned()
    }

    fn draw(&self, size: Size) -> Picture {
        let shares = self.observed.iter().map(|o| o.1).chain(self.fitted.iter().chain(&self.constant).copied());
        let scale = Scale::new(shares.chain([1.0]), Scale::ticks_for(size.height_px - 52.0));
        let oldest = self.observed.iter().map(|o| o.0).fold(self.ages() as f64 - 1.0, f64::max).max(1.0);
        let columns = |width: f64| {
            let most = ((width / 40.0) as usize).max(2);
            let every = [1, 2, 3, 6, 12, 24, 48].into_iter().find(|e| oldest as usize / e < most).unwrap_or(120);
            (0..=oldest as usize).step_by(every).map(|age| (age as f64, age.to_string())).collect()
        };
        let ends = self.ends();
        let layout = Layout {
            size,
            top: 10.0,
            right: room_for(ends.iter().map(|e| e.name), size.width_px),
            unit: &Unit::Percent,
            scale,
            x: 0.0..oldest,
            ticks: &columns,
            caption: Some("months since the start"),
            staggered: false,
        };
        let canvas = layout.canvas();
        let values = |figures: &[f64]| figures.iter().map(|v| Some(*v).filter(|v| v.is_finite())).collect::<Vec<_>>();
        canvas.run(Ink(Paint::Base, Stroke::Dash), 0.0, &values(&self.constant));
        canvas.run(Ink(Paint::P3, Stroke::Line), 0.0, &values(&self.fitted));
        self.draw_observed(&canvas);
        canvas.ends(ends);
        let columns = (0..self.ages()).map(|age| canvas.x_px(age as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let row = |age: usize| {
            let shares = self.at(age).map(|share| Unit::Percent.exact_or_gap(share));
            std::iter::once(age.to_string()).chain(shares).collect()
        };
        let headers = std::iter::once("Months").chain(NAMES).map(str::to_owned).collect();
        Table { headers, rows: (0..self.ages()).map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        if index >= self.ages() {
            return Readout::default();
        }
        let classes = PAINTS.map(Paint::class);
        let rows = self.at(index).into_iter().zip(NAMES).zip(classes);
        let row = |((share, name), class): ((Option<f64>, &str), &'static str)| {
            Some((class, name.to_owned(), Unit::Percent.exact(share?)))
        };
        Readout {
            heading: format!("after {index} {}", if index == 1 { "month" } else { "months" }),
            rows: rows.filter_map(row).collect(),
        }
    }

    fn series(&self) -> Vec<(&'static str, String)> {
        let there = [!self.observed.is_empty(), true, !self.constant.is_empty()];
        let all = NAMES.into_iter().zip(PAINTS).zip(there).filter(|(_, there)| *there);
        all.map(|((name, paint), _)| (paint.class(), name.to_owned())).collect()
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        let kept = |at: usize| !names.iter().any(|name| name == NAMES[at]);
        let observed = if kept(0) { self.observed.clone() } else { Vec::new() };
        // Its ages stay, for the axis.
        let fitted = if kept(1) { self.fitted.clone() } else { vec![f64::NAN; self.fitted.len()] };
        let constant = if kept(2) { self.constant.clone() } else { Vec::new() };
        Some(Rc::new(Self { observed, fitted, constant, ..self.clone() }))
    }
}
