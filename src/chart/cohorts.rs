//! This file answers: do newer customers stay longer? A row for each cohort, a column for each age, darker where more is left.

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
pub const CHART: Chart = Chart { id: "cohorts", name: "Cohorts" };

/// What is left of each cohort at each age.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    /// What is left: `customers` or `MRR`.
    pub measure: String,
    /// What ages count: `months`, `quarters`.
    pub ages: String,
    /// Name of each cohort, and its share left at ages 0, 1, 2, …; `None` where it is not known.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
}

/// Cells up to which figures are written into them.
const CELLS_WITH_FIGURES: usize = 90;

impl Cohorts {
    fn columns(&self) -> usize {
        self.rows.iter().map(|r| r.1.len()).max().unwrap_or(0)
    }

    fn present(&self) -> impl Iterator<Item = f64> + '_ {
        self.rows.iter().flat_map(|r| r.1.iter().flatten().copied()).filter(|v| v.is_finite())
    }

    fn cell(&self, row: usize, age: usize) -> Option<f64> {
        self.rows.get(row)?.1.get(age).copied().flatten().filter(|v| v.is_finite())
    }

    fn range(&self) -> (f64, f64) {
        let (low, high) = (self.present().fold(f64::INFINITY, f64::min), self.present().fold(0.0, f64::max));
        if low < high { (low, high) } else { (0.0, high.max(1.0)) }
    }

    fn paint(&self, share: f64, range: (f64, f64)) -> Paint {
        Paint::heat((share - range.0) / (range.1 - range.0))
    }

    /// Cells and the legend's swatch of each step together, so that a step is one path.
    fn draw_cells(&self, canvas: &Canvas, cell: (f64, f64)) {
        let range = self.range();
        let gap = if cell.0 < 6.0 || cell.1 < 6.0 { 0.0 } else { 1.0 };
        let high = Unit::Percent.short(range.1);
        let end = canvas.edges.right - text::width(&high, false) - 6.0;
        for step in 0..7 {
            let paint = Paint::heat((f64::from(step) + 0.5) / 7.0);
            let ink = Ink(paint, Stroke::Area);
            let left = end - f64::from(7 - step) * 14.0;
            canvas.rectangle_px(ink, Space { left, right: left + 13.0, top: 5.0, bottom: 15.0 });
            for row in 0..self.rows.len() {
                for age in (0..self.columns())
                    .filter(|age| self.cell(row, *age).is_some_and(|v| self.paint(v, range) == paint))
                {
                    let (left, top) = self.corner(canvas, cell, row, age);
                    let space = Space { left, top, right: left + cell.0 - gap, bottom: top + cell.1 - gap };
                    canvas.rectangle_px(ink, space);
                }
            }
        }
        let low = Unit::Percent.short(range.0);
        canvas.text_px((end - 98.0 - 6.0, 10.0), &low, Paint::Faint, Anchor::End, false);
        canvas.text_px((canvas.edges.right, 10.0), &high, Paint::Faint, Anchor::End, false);
    }

    fn draw_figures(&self, canvas: &Canvas, cell: (f64, f64)) {
        let range = self.range();
        for (row, (_, shares)) in self.rows.iter().enumerate() {
            for age in 0..shares.len() {
                let Some(share) = self.cell(row, age) else { continue };
                let (left, top) = self.corner(canvas, cell, row, age);
                let at = (left + cell.0 / 2.0, top + cell.1 / 2.0);
                let label = format!("{:.0}", share * 100.0);
                canvas.text_px(at, &label, self.paint(share, range).over(), Anchor::Middle, false);
            }
        }
    }

    fn draw_names(&self, canvas: &Canvas, cell: (f64, f64)) {
        let every = (text::LINE / cell.1).ceil().max(1.0) as usize;
        for (row, (name, _)) in self.rows.iter().enumerate().step_by(every) {
            let y = canvas.edges.top + (row as f64 + 0.5) * cell.1;
            let label = text::fit(name, false, canvas.edges.left - 8.0);
            canvas.text_px((canvas.edges.left - 8.0, y), &label, Paint::Faint, Anchor::End, false);
        }
        let every = [1, 2, 3, 6, 12, 24, 60].into_iter().find(|e| *e as f64 * cell.0 >= 30.0).unwrap_or(120);
        for age in (0..self.columns()).step_by(every) {
            let x = canvas.edges.left + (age as f64 + 0.5) * cell.0;
            let at = (x, canvas.edges.bottom + 14.0);
            canvas.text_px(at, &age.to_string(), Paint::Faint, Anchor::Middle, false);
        }
        let caption = format!("{} since the start", self.ages);
        let at = (canvas.edges.right, canvas.edges.bottom + 30.0);
        canvas.text_px(at, &caption, Paint::Faint, Anchor::End, false);
    }

    fn corner(&self, canvas: &Canvas, cell: (f64, f64), row: usize, age: usize) -> (f64, f64) {
        (canvas.edges.left + age as f64 * cell.0, canvas.edges.top + row as f64 * cell.1)
    }
}

impl Figures for Cohorts {
    fn chart(&self) -> Chart {
        CHART
    }

    /// Compares the first and the last cohort at the oldest age that both have reached.
    fn finding(&self) -> String {
        let known = |row: usize| (0..self.columns()).rev().find(|age| self.cell(row, *age).is_some()).unwrap_or(0);
        let (first, Some(mut last)) = (0, self.rows.len().checked_sub(1)) else {
            return "There are no cohorts yet".to_owned();
        };
        while last > first + 1 && known(last) < self.columns().min(12) / 2 {
            last -= 1;
        }
        let age = known(first).min(known(last));
        let (Some(old), Some(new)) = (self.cell(first, age), self.cell(last, age)) else {
            return "There are no cohorts yet".to_owned();
        };
        let (of, ages) = (&self.measure, &self.ages);
        let (old_name, new_name) = (&self.rows[first].0, &self.rows[last].0);
        let (old_text, new_text) = (Unit::Percent.short(old), Unit::Percent.short(new));
        match new - old {
            _ if first == last => format!("{old_name} keeps {old_text} of its {of} after {age} {ages}"),
            by if by.abs() < 0.0005 => format!("Every cohort keeps {old_text} of its {of} after {age} {ages}"),
            by if by > 0.0 => {
                format!(
                    "Newer cohorts keep more {of}: {new_text} after {age} {ages} in {new_name}, {old_text} in {old_name}"
                )
            }
            _ => format!(
                "Newer cohorts keep {} {of}: {new_text} after {age} {ages} in {new_name}, {old_text} in {old_name}",
                if of == "customers" { "fewer" } else { "less" }
            ),
        }
    }

    fn subtitle(&self) -> String {
        format!("{} left of each cohort, by age in {}", self.measure, self.ages)
    }

    /// Every row 22 pixels high, up to 24 rows.
    fn height_px(&self, _: f64) -> f64 {
        64.0 + (self.rows.len().clamp(1, 24) * 22) as f64
    }

    fn draw(&self, size: Size) -> Picture {
        let widest = self.rows.iter().map(|r| text::width(&r.0, false)).fold(0.0, f64::max);
        let left = (widest + 10.0).min(size.width_px * 0.3);
        let edges = Space { left, top: 24.0, right: size.width_px, bottom: size.height_px - 40.0 };
        let canvas = Canvas::new(size, edges, 0.0..1.0, 0.0..1.0);
        let (columns, rows) = (self.columns(), self.rows.len());
        let width = ((canvas.edges.right - left) / columns.max(1) as f64).min(56.0);
        let cell = (width, (canvas.edges.bottom - canvas.edges.top) / rows.max(1) as f64);
        self.draw_cells(&canvas, cell);
        let count = self.present().count();
        if count <= CELLS_WITH_FIGURES && cell.0 >= text::width("100", false) + 4.0 && cell.1 >= 15.0 {
            self.draw_figures(&canvas, cell);
        }
        self.draw_names(&canvas, cell);
        let across = (0..columns).map(|i| canvas.edges.left + (i as f64 + 0.5) * cell.0).collect();
        let down = (0..rows).map(|i| canvas.edges.top + (i as f64 + 0.5) * cell.1).collect();
        canvas.finish(across, down)
    }

    fn table(&self) -> Table {
        let columns = self.columns();
        let headers = std::iter::once("Cohort".to_owned()).chain((0..columns).map(|age| age.to_string())).collect();
        let row = |(index, (name, _)): (usize, &(String, Vec<Option<f64>>))| {
            let share = |age| self.cell(index, age).map_or_else(String::new, |v| Unit::Percent.exact(v));
            std::iter::once(name.clone()).chain((0..columns).map(share)).collect()
        };
        Table { headers, rows: self.rows.iter().enumerate().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let columns = self.columns().max(1);
        let (row, age) = (index / columns, index % columns);
        let Some((name, _)) = self.rows.get(row) else { return Readout::default() };
        let share = self.cell(row, age);
        let class = share.map_or(Paint::Faint, |v| self.paint(v, self.range())).class();
        let heading = format!("{name}, after {age} {}", self.ages);
        Readout { heading, rows: vec![(class, format!("{} left", self.measure), Unit::Percent.exact_or_gap(share))] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::sample;

    #[test]
    fn the_title_compares_old_and_new() {
        let mut cohorts = sample::cohorts(12);
        assert_eq!(
            cohorts.finding(),
            "Newer cohorts keep more customers: 64\u{a0}% after 6 quarters in Q2 2028, 56\u{a0}% in Q1 2027"
        );
        cohorts.rows.truncate(1);
        assert_eq!(cohorts.finding(), "Q1 2027 keeps 42\u{a0}% of its customers after 11 quarters");
        cohorts.rows.clear();
        assert_eq!(cohorts.finding(), "There are no cohorts yet");
    }

    #[test]
    fn a_step_of_the_ramp_is_one_path() {
        for size in [4, 12, 40] {
            let markup = sample::cohorts(size).draw(Size::new(900.0, 400.0)).drawing.markup();
            assert_eq!(markup.matches("<path").count(), 7);
        }
    }
}
