//! This file says what every chart answers for, and lists the charts.

use std::rc::Rc;

use crate::chart::arr_by_plan;
use crate::chart::bill_curves;
use crate::chart::bundle;
use crate::chart::cash;
use crate::chart::changes;
use crate::chart::channels;
use crate::chart::cohorts;
use crate::chart::costs;
use crate::chart::demand;
use crate::chart::intervals;
use crate::chart::mix;
use crate::chart::movements;
use crate::chart::overlay;
use crate::chart::price_sensitivity;
use crate::chart::rollout;
use crate::chart::survival;
use crate::chart::svg::Drawing;
use crate::chart::winners;

/// A kind of chart.
#[derive(Debug, PartialEq, Eq)]
pub struct Chart {
    /// Stable name, as in file names and links.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
}

/// All charts, in the order the pages show them.
pub const CHARTS: &[Chart] = &[
    arr_by_plan::CHART,
    movements::CHART,
    cash::CHART,
    demand::CHART,
    bill_curves::CHART,
    price_sensitivity::CHART,
    intervals::CHART,
    mix::CHART,
    bundle::CHART,
    survival::CHART,
    cohorts::CHART,
    channels::CHART,
    costs::CHART,
    rollout::CHART,
    winners::CHART,
    overlay::CHART,
    changes::CHART,
];

/// The figures of one chart: everything a page, a reader and a keyboard need of it.
pub trait Figures {
    /// Which chart this is.
    fn chart(&self) -> Chart;

    /// The title: what the figures say.
    fn finding(&self) -> String;

    /// The measure and its unit.
    fn subtitle(&self) -> String;

    /// The height that suits a width, in pixels.
    fn height_px(&self, _width_px: f64) -> f64 {
        264.0
    }

    /// The picture at a size; one of many rows is higher than asked for rather than crowded.
    fn draw(&self, size: Size) -> Picture;

    /// The same figures as a table; the first column names the row.
    fn table(&self) -> Table;

    /// The exact figures at `index` of [`Plot`]; empty beyond its end.
    fn readout(&self, index: usize) -> Readout;

    /// Class and name of each series that can be left out of the picture, as in the readout; none where there is no choice.
    fn series(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The figures without the series of these names, to be drawn: see [`Part`](super::part::Part).
    fn without(&self, _names: &[String]) -> Option<Rc<dyn Figures>> {
        None
    }

    /// What a screen reader says instead of the picture.
    fn label(&self) -> String {
        format!("{}. {}", self.finding(), self.subtitle())
    }
}

/// Width and height of a picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right, at least 160.
    pub width_px: f64,
    /// From top to bottom, at least 80.
    pub height_px: f64,
}

/// A drawn chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What is drawn.
    pub drawing: Drawing,
    /// Where its figures stand.
    pub plot: Plot,
}

/// Where the figures of a picture stand, in pixels from its top left; index = row × number of columns + column.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Left edge of the plot.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
    /// Middles of the columns, ascending.
    pub columns: Vec<f64>,
    /// Middles of the rows, ascending; none where a column is read as a whole.
    pub rows: Vec<f64>,
}

/// The exact figures at one place of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readout {
    /// The place: a month, a price.
    pub heading: String,
    /// CSS class of the series, its name, its figure.
    pub rows: Vec<(&'static str, String, String)>,
}

/// A chart's table twin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// One for each column.
    pub headers: Vec<String>,
    /// As many cells each as there are headers.
    pub rows: Vec<Vec<String>>,
}

impl Size {
    /// A size of at least 160 by 80 pixels.
    pub fn new(width_px: f64, height_px: f64) -> Self {
        Self { width_px: width_px.clamp(160.0, 8000.0), height_px: height_px.clamp(80.0, 8000.0) }
    }
}

impl Plot {
    /// How many places there are to read.
    pub fn len(&self) -> usize {
        self.columns.len() * self.rows.len().max(1)
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The place nearest to a pointer; `None` well outside the plot.
    pub fn probe(&self, x_px: f64, y_px: f64) -> Option<usize> {
        let near = |low, high, at| at >= low - 12.0 && at <= high + 12.0;
        if !near(self.left, self.right, x_px) || !near(self.top, self.bottom, y_px) {
            return None;
        }
        let column = nearest(&self.columns, x_px)?;
        Some(nearest(&self.rows, y_px).unwrap_or(0) * self.columns.len() + column)
    }

    /// The place an arrow key leads to from `index`, held at the edges.
    pub fn step(&self, index: usize, right: i32, down: i32) -> usize {
        if self.is_empty() {
            return 0;
        }
        let across = self.columns.len();
        let (row, column) = ((index.min(self.len() - 1)) / across, index.min(self.len() - 1) % across);
        let moved = |at: usize, by: i32, count: usize| (at as i64 + i64::from(by)).clamp(0, count as i64 - 1) as usize;
        moved(row, down, self.rows.len().max(1)) * across + moved(column, right, across)
    }

    /// Middle of the place `index`: horizontal, and vertical where there are rows.
    pub fn middle(&self, index: usize) -> Option<(f64, Option<f64>)> {
        let across = self.columns.len().max(1);
        Some((*self.columns.get(index % across)?, self.rows.get(index / across).copied()))
    }
}

fn nearest(places: &[f64], at: f64) -> Option<usize> {
    let after = places.partition_point(|p| *p < at);
    let before = after.checked_sub(1);
    match (before, places.get(after)) {
        (Some(before), Some(next)) => Some(if at - places[before] <= next - at { before } else { after }),
        (Some(before), None) => Some(before),
        (None, Some(_)) => Some(after),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointer_and_keys_find_the_nearest_place() {
        let plot = |rows: &[f64]| Plot {
            left: 40.0,
            top: 10.0,
            right: 140.0,
            bottom: 90.0,
            columns: vec![40.0, 90.0, 140.0],
            rows: rows.to_vec(),
        };
        let lines = plot(&[]);
        for (x, y, expected) in [
            (40.0, 50.0, Some(0)),
            (66.0, 50.0, Some(1)),
            (64.0, 50.0, Some(0)),
            (150.0, 95.0, Some(2)),
            (155.0, 50.0, None),
            (90.0, 120.0, None),
        ] {
            assert_eq!(lines.probe(x, y), expected, "{x} {y}");
        }
        let cells = plot(&[20.0, 80.0]);
        assert_eq!((cells.probe(90.0, 70.0), cells.len()), (Some(4), 6));
        assert_eq!(
            (cells.step(4, 1, 0), cells.step(4, 9, -1), cells.step(0, -1, 0), cells.step(99, 0, 0)),
            (5, 2, 0, 5)
        );
        assert_eq!(cells.middle(5), Some((140.0, Some(80.0))));
        assert_eq!((lines.middle(1), lines.step(1, 1, 1)), (Some((90.0, None)), 2));
        assert_eq!(plot(&[]).step(0, -1, 0), 0);
    }

    #[test]
    fn charts_have_names_of_their_own() {
        for (index, chart) in CHARTS.iter().enumerate() {
            assert!(CHARTS[..index].iter().all(|other| other.id != chart.id && other.name != chart.name));
        }
    }
}
