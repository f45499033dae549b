//! This file answers: does putting an add-on into a plan earn more? Attach across, upgrades up, with the line of break-even.

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
use crate::packaging::Bundle;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "bundle", name: "Bundle" };

/// Columns: attach in steps of 5 %.
const COLUMNS: usize = 20;
/// Rows: upgrade rates from none to the highest.
const ROWS: usize = 8;
/// Gains and losses, each pale and full; full from this share of the largest on.
const FULL: f64 = 0.4;
const INKS: [Ink; 4] = [
    Ink(Paint::Good, Stroke::Area),
    Ink(Paint::Good, Stroke::Faded),
    Ink(Paint::Bad, Stroke::Faded),
    Ink(Paint::Bad, Stroke::Area),
];

/// What a bundle brings by attach and upgrade rate.
#[derive(Clone, Debug, PartialEq)]
pub struct BundleMap {
    /// Name of the add-on.
    pub add_on: String,
    /// Name of the plan it goes into.
    pub plan: String,
    /// Name of the plan below, whose customers may move up.
    pub below: Option<String>,
    /// The money of it.
    pub bundle: Bundle,
    /// Share of customers who take the add-on today.
    pub attach: f64,
    /// The highest upgrade rate shown.
    pub most: f64,
    /// Money.
    pub unit: Unit,
}

fn attach_at(column: usize) -> f64 {
    (column as f64 + 0.5) / COLUMNS as f64
}

fn percent(share: f64) -> String {
    Unit::Percent.short(share)
}

impl BundleMap {
    fn upgrade_at(&self, row: usize) -> f64 {
        self.most * row as f64 / (ROWS - 1) as f64
    }

    fn gain(&self, row: usize, column: usize) -> f64 {
        self.bundle.gain(attach_at(column), self.upgrade_at(row))
    }

    fn largest(&self) -> f64 {
        let corners = [(0, 0), (ROWS - 1, 0), (0, COLUMNS - 1), (ROWS - 1, COLUMNS - 1)];
        corners.iter().map(|(row, column)| self.gain(*row, *column).abs()).fold(1e-9, f64::max)
    }

    fn ink(gain: f64, largest: f64) -> usize {
        match gain / largest {
            share if share > FULL => 0,
            share if share >= 0.0 => 1,
            share if share > -FULL => 2,
            _ => 3,
        }
    }

    /// All cells of one ink together, so that they are one path.
    fn draw_cells(&self, canvas: &Canvas, cell: (f64, f64)) {
        let largest = self.largest();
        for (ink, laid) in INKS.iter().enumerate() {
            for at in 0..ROWS * COLUMNS {
                let (row, column) = (at / COLUMNS, at % COLUMNS);
                if Self::ink(self.gain(row, column), largest) == ink {
                    let left = canvas.edges.left + column as f64 * cell.0;
                    let bottom = canvas.edges.bottom - row as f64 * cell.1;
                    let space = Space { left, right: left + cell.0, top: bottom - cell.1, bottom };
                    canvas.rectangle_px(*laid, space);
                }
            }
        }
    }

    /// The line of break-even, and where customers are today.
    fn draw_lines(&self, canvas: &Canvas, cell: (f64, f64)) {
        let across = |attach: f64| canvas.edges.left + attach * cell.0 * COLUMNS as f64;
        let up = |row: usize| canvas.edges.bottom - (row as f64 + 0.5) * cell.1;
        let even = (0..ROWS).filter_map(|row| {
            let attach = self.bundle.break_even(self.upgrade_at(row))?;
            (0.0..=1.0).contains(&attach).then(|| (across(attach), up(row)))
        });
        let even: Vec<_> = even.collect();
        if even.len() > 1 {
            canvas.line_px(Ink(Paint::Ink, Stroke::Under), &even);
            canvas.line_px(Ink(Paint::Ink, Stroke::Line), &even);
        }
        let today = across(self.attach.clamp(0.0, 1.0));
        canvas.line_px(Ink(Paint::Ink, Stroke::Dots), &[(today, canvas.edges.top), (today, canvas.edges.bottom)]);
        if let (Some((x, _)), Some(attach)) = (even.first(), self.bundle.break_even(0.0)) {
            let label = format!("break-even {}", percent(attach));
            let half = text::width(&label, true) / 2.0;
            let x = x.min(canvas.edges.right - half).max(half);
            canvas.text_px((x, canvas.edges.top - 10.0), &label, Paint::Ink, Anchor::Middle, true);
        }
    }

    fn draw_names(&self, canvas: &Canvas, cell: (f64, f64)) {
        for row in (0..ROWS).step_by(if cell.1 < text::LINE { ROWS - 1 } else { 1 }) {
            let at = (canvas.edges.left - 8.0, canvas.edges.bottom - (row as f64 + 0.5) * cell.1);
            canvas.text_px(at, &percent(self.upgrade_at(row)), Paint::Faint, Anchor::End, false);
        }
        let every = if cell.0 * 4.0 < 40.0 { 10 } else { 4 };
        for column in (0..=COLUMNS).step_by(every) {
            let label = percent(column as f64 / COLUMNS as f64);
            let half = text::width(&label, false) / 2.0;
            let x = (canvas.edges.left + column as f64 * cell.0).min(canvas.edges.right - half);
            canvas.text_px((x, canvas.edges.bottom + 14.0), &label, Paint::Faint, Anchor::Middle, false);
        }
        let caption = text::fit(&format!("attach of {} before", self.add_on), false, canvas.edges.right);
        canvas.text_px((canvas.edges.right, canvas.edges.bottom + 30.0), &caption, Paint::Faint, Anchor::End, false);
    }
}

impl Figures for BundleMap {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let (add_on, plan) = (&self.add_on, &self.plan);
        match self.bundle.break_even(0.0) {
            None => format!("{add_on} costs nothing, so there is no break-even"),
            Some(even) if even >= 1.0 => format!("{plan} with {add_on} inside earns more at any attach"),
            Some(even) if even <= 0.0 => format!("{plan} with {add_on} inside earns less unless customers move up"),
            Some(even) => {
                let (today, even) = (percent(self.attach), percent(even));
                let more = if self.bundle.gain(self.attach, 0.0) >= 0.0 { "earns more" } else { "earns less" };
                format!("Bundling {more}: {today} take {add_on}, break-even is {even} without upgrades")
            }
        }
    }

    fn subtitle(&self) -> String {
        let up =
            self.below.as_ref().map_or_else(String::new, |below| format!(" and the share of {below} that moves up"));
        format!("gain a month for each customer of {}, by attach{up}; before anybody leaves", self.plan)
    }

    fn height_px(&self, _: f64) -> f64 {
        280.0
    }

    fn draw(&self, size: Size) -> Picture {
        let left = text::width(&percent(self.most), false) + 12.0;
        let edges = Space { left, top: 24.0, right: size.width_px - 2.0, bottom: size.height_px - 40.0 };
        let canvas = Canvas::new(size, edges, 0.0..1.0, 0.0..1.0);
        let (width, height) = (canvas.edges.right - canvas.edges.left, canvas.edges.bottom - canvas.edges.top);
        let cell = (width / COLUMNS as f64, height / ROWS as f64);
        self.draw_cells(&canvas, cell);
        self.draw_lines(&canvas, cell);
        self.draw_names(&canvas, cell);
        let across = (0..COLUMNS).map(|column| canvas.edges.left + (column as f64 + 0.5) * cell.0).collect();
        let down = (0..ROWS).map(|row| canvas.edges.top + (row as f64 + 0.5) * cell.1).collect();
        canvas.finish(across, down)
    }

    fn table(&self) -> Table {
        let attach = |column: usize| format!("{} attach", Unit::Percent.exact(attach_at(column)));
        let headers = std::iter::once("Move up".to_owned()).chain((0..COLUMNS).map(attach)).collect();
        let row = |row: usize| {
            let gains = (0..COLUMNS).map(|column| self.unit.exact(self.gain(row, column)));
            std::iter::once(percent(self.upgrade_at(row))).chain(gains).collect()
        };
        Table { headers, rows: (0..ROWS).rev().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let (down, column) = (index / COLUMNS, index % COLUMNS);
        let Some(row) = (ROWS - 1).checked_sub(down) else { return Readout::default() };
        let gain = self.gain(row, column);
        let (attach, upgrade) = (Unit::Percent.exact(attach_at(column)), percent(self.upgrade_at(row)));
        let Ink(paint, _) = INKS[Self::ink(gain, self.largest())];
        let heading = format!("{attach} attach, {upgrade} move up");
        Readout { heading, rows: vec![(paint.class(), "gain a month".to_owned(), self.unit.exact(gain))] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::sample;

    #[test]
    fn the_title_sets_attach_against_the_break_even() {
        let map = sample::bundle();
        assert_eq!(map.finding(), "Bundling earns more: 30\u{a0}% take AI, break-even is 50\u{a0}% without upgrades");
        assert!(map.draw(Size::new(700.0, 280.0)).drawing.markup().contains("break-even 50\u{a0}%"));
        let map = BundleMap { attach: 0.7, ..map };
        assert_eq!(map.finding(), "Bundling earns less: 70\u{a0}% take AI, break-even is 50\u{a0}% without upgrades");
        let bundle = Bundle { rise: 0.0, ..map.bundle };
        let finding = BundleMap { bundle, ..map }.finding();
        assert_eq!(finding, "Business with AI inside earns less unless customers move up");
    }
}
