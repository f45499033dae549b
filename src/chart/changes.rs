//! This file answers: whose bill moves, and by how much? Customers by class of change, a bar for each class.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::labels::Space;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "changes", name: "Change of bills" };

/// From one bar to the next, in pixels.
const PITCH: f64 = 20.0;

/// Customers by what happens to their bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// Falls first: the name of each class, whether it pays more (`Some(true)`) or less, and its customers.
    pub classes: Vec<(String, Option<bool>, f64)>,
    /// The finding.
    pub finding: String,
}

impl Changes {
    fn all(&self) -> f64 {
        self.classes.iter().map(|(_, _, customers)| customers).sum::<f64>().max(1.0)
    }
}

impl Figures for Changes {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        self.finding.clone()
    }

    fn subtitle(&self) -> String {
        "customers by change of their bill".to_owned()
    }

    fn height_px(&self, _: f64) -> f64 {
        (self.classes.len() as f64 * PITCH).max(80.0)
    }

    fn draw(&self, size: Size) -> Picture {
        let height_px = size.height_px.max(self.height_px(size.width_px));
        let size = Size { height_px, ..size };
        let widest = self.classes.iter().map(|(name, ..)| text::width(name, false)).fold(0.0, f64::max);
        let left = (widest + 8.0).min(size.width_px * 0.5);
        let edges = Space { left, top: 0.0, right: size.width_px, bottom: size.height_px };
        let canvas = Canvas::new(size, edges, 0.0..1.0, 0.0..1.0);
        let most = self.classes.iter().map(|(_, _, customers)| *customers).fold(1.0, f64::max);
        let figures = self.classes.iter().map(|(_, _, customers)| Unit::Count.short(*customers)).collect::<Vec<_>>();
        let beside = figures.iter().map(|figure| text::width(figure, true)).fold(0.0, f64::max) + 8.0;
        let room = (size.width_px - left - beside).max(8.0);
        let mut rows = Vec::new();
        for (at, ((name, more, customers), figure)) in self.classes.iter().zip(&figures).enumerate() {
            let top = at as f64 * PITCH + 2.0;
            let middle = top + PITCH / 2.0 - 2.0;
            let right = left + customers / most * room;
            let paint = match more {
                Some(true) => Paint::Bad,
                Some(false) => Paint::Good,
                None => Paint::Base,
            };
            if right - left > 0.05 {
                let space = Space { left, right, top, bottom: top + PITCH - 4.0 };
                canvas.rectangle_px(Ink(paint, Stroke::Area), space);
            }
            canvas.text_px((left - 8.0, middle), &text::fit(name, false, left - 8.0), Paint::Soft, Anchor::End, false);
            canvas.text_px((right + 6.0, middle), figure, Paint::Ink, Anchor::Start, true);
            rows.push(middle);
        }
        let columns = if rows.is_empty() { Vec::new() } else { vec![f64::midpoint(left, size.width_px)] };
        canvas.finish(columns, rows)
    }

    fn table(&self) -> Table {
        let row = |(name, _, customers): &(String, Option<bool>, f64)| {
            vec![name.clone(), Unit::Count.exact(*customers), Unit::Percent.exact(customers / self.all())]
        };
        let headers = ["Bill", "Customers", "Share"].map(str::to_owned).to_vec();
        Table { headers, rows: self.classes.iter().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some((name, _, customers)) = self.classes.get(index) else { return Readout::default() };
        let share = Unit::Percent.exact(customers / self.all());
        let rows = vec![("", "Customers".to_owned(), Unit::Count.exact(*customers)), ("", "Share".to_owned(), share)];
        Readout { heading: name.clone(), rows }
    }
}
