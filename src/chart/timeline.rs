//! This file lays months along an axis: where they stand, which of them are named, and the figures of each.

use crate::chart::Readout;
use crate::chart::Table;
use crate::chart::axis::Unit;
use crate::chart::paint::Paint;
use crate::chart::text;
use crate::chart::written;
use crate::month::Month;

/// The months a chart spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The first month.
    pub start: Month,
    /// How many months there are.
    pub months: usize,
}

/// One named run of figures, one for each step of the axis; `None` where there is no figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// What it is drawn in.
    pub paint: Paint,
    /// Its figures.
    pub values: Vec<Option<f64>>,
}

impl Series {
    /// A series from plain figures or from figures that may be missing; what is not finite counts as missing.
    pub fn new<V: Into<Option<f64>>>(
        name: impl Into<String>,
        paint: Paint,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(|v| v.into().filter(|v| v.is_finite())).collect();
        Self { name: name.into(), paint, values }
    }

    /// The figure at `index`, if there is one.
    pub fn at(&self, index: usize) -> Option<f64> {
        self.values.get(index).copied().flatten()
    }

    /// Index and value of the last figure.
    pub fn last(&self) -> Option<(usize, f64)> {
        self.values.iter().enumerate().rev().find_map(|(index, value)| value.map(|v| (index, v)))
    }

    /// All figures there are.
    pub fn present(&self) -> impl Iterator<Item = f64> + '_ {
        self.values.iter().copied().flatten()
    }
}

impl Timeline {
    /// The stretch of the horizontal axis.
    pub fn range(&self) -> std::ops::Range<f64> {
        if self.months < 2 { -0.5..0.5 } else { 0.0..(self.months - 1) as f64 }
    }

    /// The month at `index`.
    pub fn month(&self, index: usize) -> Month {
        self.start.plus(index as i32)
    }

    /// The months named below a plot `width_px` wide, on round months of the year, and never closer than a space.
    pub fn ticks(&self, width_px: f64) -> Vec<(f64, String)> {
        if self.months == 0 {
            return Vec::new();
        }
        let pitch = width_px / (self.months.max(2) - 1) as f64;
        let every = [1, 2, 3, 6, 12, 24, 36, 48, 60, 120].into_iter().find(|e| self.fits(*e, pitch)).unwrap_or(120);
        let mut ticks: Vec<(f64, String)> = Vec::new();
        let mut edge = f64::NEG_INFINITY;
        for index in (0..self.months).filter(|i| *i == 0 || self.on(*i, every)) {
            let (label, middle) = (self.label(index), index as f64 * pitch);
            let half = text::width(&label, false) / 2.0;
            if index > 0 && middle - half < edge + 12.0 {
                continue;
            }
            if index == 0 && self.first_gives_way(every, pitch) {
                continue;
            }
            edge = middle + half;
            ticks.push((index as f64, label));
        }
        ticks
    }

    /// Table of series over the months.
    pub fn table(&self, unit: &Unit, series: &[&Series]) -> Table {
        let headers = std::iter::once("Month".to_owned()).chain(series.iter().map(|s| s.name.clone())).collect();
        let row = |index| {
            let figure = |s: &&Series| s.at(index).map_or_else(|| unit.exact_or_gap(None), |value| unit.tabled(value));
            let month = self.month(index);
            let named = if written::is_bare() { month.to_string() } else { month.label() };
            std::iter::once(named).chain(series.iter().map(figure)).collect()
        };
        Table { headers, rows: (0..self.months).map(row).collect() }
    }

    /// The figures of one month; nothing beyond the last.
    pub fn readout(&self, unit: &Unit, index: usize, series: &[&Series]) -> Readout {
        if index >= self.months {
            return Readout::default();
        }
        let row = |s: &&Series| (s.paint.class(), s.name.clone(), unit.exact_or_gap(s.at(index)));
        Readout { heading: self.month(index).label(), rows: series.iter().map(row).collect() }
    }

    fn on(&self, index: usize, every: usize) -> bool {
        let month = self.month(index);
        let years = if every > 12 { month.year() - self.start.plus(11).year() } else { 0 };
        (years * 12 + month.of_year() as i32 - 1).rem_euclid(every as i32) == 0
    }

    fn label(&self, index: usize) -> String {
        let month = self.month(index);
        if index == 0 || month.of_year() == 1 { month.label() } else { month.name().to_owned() }
    }

    /// Room between the months named every `every`: a year beside a month where several fall in a year.
    fn fits(&self, every: usize, pitch: f64) -> bool {
        let (widths, space) = if every >= 12 { (1.0, 20.0) } else { (0.78, 32.0) };
        every as f64 * pitch >= text::width("Jan 2027", false) * widths + space
    }

    /// Whether the first month, off the round ones, would push a January aside.
    fn first_gives_way(&self, every: usize, pitch: f64) -> bool {
        let reach = text::width("Jan 2027", false) + 12.0;
        !self.on(0, every)
            && (1..self.months)
                .take_while(|i| *i as f64 * pitch < reach)
                .any(|i| self.on(i, every) && self.month(i).of_year() == 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn timeline(start: &str, months: usize) -> Timeline {
        Timeline { start: start.parse().unwrap(), months }
    }

    #[test]
    fn months_thin_out_with_the_width() {
        let names = |start, months, width| {
            timeline(start, months).ticks(width).into_iter().map(|t| t.1).collect::<Vec<_>>().join(" ")
        };
        for (start, months, width, expected) in [
            ("2027-01", 37, 1026.0, "Jan 2027 Apr Jul Oct Jan 2028 Apr Jul Oct Jan 2029 Apr Jul Oct Jan 2030"),
            ("2027-01", 37, 560.0, "Jan 2027 Jul Jan 2028 Jul Jan 2029 Jul Jan 2030"),
            ("2027-01", 37, 260.0, "Jan 2027 Jan 2028 Jan 2029 Jan 2030"),
            ("2027-03", 24, 500.0, "Mar 2027 Jul Jan 2028 Jul Jan 2029"),
            ("2026-12", 25, 300.0, "Jan 2027 Jul Jan 2028 Jul"),
            ("2027-01", 120, 240.0, "Jan 2027 Jan 2031 Jan 2035"),
            ("2027-05", 1, 300.0, "May 2027"),
            ("2027-05", 0, 300.0, ""),
        ] {
            assert_eq!(names(start, months, width), expected, "{start} {months} {width}");
        }
    }

    proptest! {
        #[test]
        fn months_never_collide(first in 0..12, months in 1usize..121, width in 60.0..2400.0f64) {
            let line = Timeline { start: "2027-01".parse::<Month>().unwrap().plus(first), months };
            let ticks = line.ticks(width);
            let pitch = width / (months.max(2) - 1) as f64;
            for pair in ticks.windows(2) {
                let room = text::width(&pair[0].1, false) / 2.0 + text::width(&pair[1].1, false) / 2.0;
                prop_assert!((pair[1].0 - pair[0].0) * pitch >= room + 12.0 - 1e-6);
            }
        }
    }
}
