//! This file answers: how sure is each figure? One row a figure, a dot with its interval: arms, part-worths, shares.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::labels::Space;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "intervals", name: "Figures with their intervals" };

/// Height of a row.
const ROW: f64 = 26.0;

/// Figures of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervals {
    /// What they say, the title.
    pub finding: String,
    /// What is measured, such as `share who bought, 90 % interval`.
    pub measure: String,
    /// Its unit.
    pub unit: Unit,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is of.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its interval, where one is known.
    pub interval: Option<(f64, f64)>,
}

impl Row {
    fn ends(&self) -> [f64; 3] {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        [low, self.value, high]
    }
}

impl Intervals {
    fn words(&self, row: &Row) -> String {
        match row.interval {
            Some((low, high)) => format!("{} to {}", self.unit.exact(low), self.unit.exact(high)),
            None => "n/a".to_owned(),
        }
    }
}

impl Figures for Intervals {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        self.finding.clone()
    }

    fn subtitle(&self) -> String {
        self.measure.clone()
    }

    fn height_px(&self, _: f64) -> f64 {
        40.0 + ROW * self.rows.len() as f64
    }

    fn draw(&self, size: Size) -> Picture {
        let size = Size::new(size.width_px, size.height_px.max(self.height_px(size.width_px)));
        let widest = self.rows.iter().map(|row| text::width(&row.name, false)).fold(0.0, f64::max);
        let edges = Space {
            left: (widest + 14.0).min(size.width_px * 0.42),
            top: 8.0,
            right: size.width_px - 22.0,
            bottom: 8.0 + ROW * self.rows.len().max(1) as f64,
        };
        let ticks = ((edges.right - edges.left) / 70.0) as usize;
        let scale = Scale::new(self.rows.iter().flat_map(Row::ends).filter(|end| end.is_finite()), ticks.max(2));
        let canvas = Canvas::new(size, edges, scale.low..scale.high, 0.0..1.0);
        for tick in scale.ticks() {
            let x = canvas.x_px(tick);
            let paint = if tick == 0.0 { Paint::Axis } else { Paint::Grid };
            canvas.line_px(Ink(paint, Stroke::Hair), &[(x, canvas.edges.top), (x, canvas.edges.bottom)]);
            let label = self.unit.tick(tick, &scale);
            canvas.text_px((x, canvas.edges.bottom + 14.0), &label, Paint::Faint, Anchor::Middle, false);
        }
        let middle = |at: usize| canvas.edges.top + ROW * (at as f64 + 0.5);
        for (at, row) in self.rows.iter().enumerate() {
            let name = text::fit(&row.name, false, canvas.edges.left - 12.0);
            canvas.text_px((canvas.edges.left - 10.0, middle(at)), &name, Paint::Ink, Anchor::End, false);
            if let Some((low, high)) = row.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
                canvas.line_px(
                    Ink(Paint::P2, Stroke::Line),
                    &[(canvas.x_px(low), middle(at)), (canvas.x_px(high), middle(at))],
                );
            }
            if row.value.is_finite() {
                let height = (canvas.edges.bottom - middle(at)) / (canvas.edges.bottom - canvas.edges.top);
                canvas.dot(Ink(Paint::P2, Stroke::Area), (row.value, height), 4.5);
            }
        }
        let rows = (0..self.rows.len()).map(middle).collect::<Vec<_>>();
        let columns =
            if rows.is_empty() { Vec::new() } else { vec![f64::midpoint(canvas.edges.left, canvas.edges.right)] };
        canvas.finish(columns, rows)
    }

    fn table(&self) -> Table {
        let headers = ["", "Figure", "90 % interval"].map(str::to_owned).to_vec();
        let row = |row: &Row| vec![row.name.clone(), self.unit.exact(row.value), self.words(row)];
        Table { headers, rows: self.rows.iter().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some(row) = self.rows.get(index) else { return Readout::default() };
        let class = Paint::P2.class();
        let rows = vec![
            (class, "figure".to_owned(), self.unit.exact(row.value)),
            (class, "90 % interval".to_owned(), self.words(row)),
        ];
        Readout { heading: row.name.clone(), rows }
    }
}
