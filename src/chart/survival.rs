//! Who stays? Observed survivors by age, the fitted curve, and what a constant churn would have said.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::End;
use crate::chart::canvas::Layout;
use crate::chart::canvas::Point;
use crate::chart::canvas::room_for;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "survival", name: "Survival" };

const NAMES: [&str; 3] = ["observed", "fitted", "constant churn"];

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
        let observed = self.observed.last().map(|o| o.1);
        let ends = [observed, self.fitted.last().copied(), self.constant.last().copied()];
        let paints = [Paint::Ink, Paint::P3, Paint::Base];
        let shown = ends.into_iter().zip(NAMES).zip(paints);
        shown.filter_map(|((value, name), paint)| Some(End { value: value?, name, paint })).collect()
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
        };
        let canvas = layout.canvas();
        let values = |figures: &[f64]| figures.iter().map(|v| Some(*v).filter(|v| v.is_finite())).collect::<Vec<_>>();
        canvas.run(Ink(Paint::Base, Stroke::Dash), 0.0, &values(&self.constant));
        canvas.run(Ink(Paint::P3, Stroke::Line), 0.0, &values(&self.fitted));
        for point in self.observed.iter().filter(|p| p.0.is_finite() && p.1.is_finite()) {
            canvas.dot(Ink(Paint::Ink, Stroke::Hollow), *point, 3.5);
        }
        canvas.ends(ends, size.width_px);
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
        let classes = [Paint::Ink, Paint::P3, Paint::Base].map(Paint::class);
        let rows = self.at(index).into_iter().zip(NAMES).zip(classes);
        let row = |((share, name), class): ((Option<f64>, &str), &'static str)| {
            Some((class, name.to_owned(), Unit::Percent.exact(share?)))
        };
        Readout { heading: format!("after {index} months"), rows: rows.filter_map(row).collect() }
    }
}
