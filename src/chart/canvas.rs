//! This file is a plot being drawn: margins fitted to its labels, grid and axes, and shapes in data coordinates.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::element::Circle;
use plotters::element::PathElement;
use plotters::element::Polygon;
use plotters::element::Rectangle;
use plotters::element::Text;
use plotters::style::FontDesc;
use plotters::style::FontFamily;
use plotters::style::FontStyle;
use plotters::style::text_anchor::HPos;
use plotters::style::text_anchor::Pos;
use plotters::style::text_anchor::VPos;

use crate::chart::Picture;
use crate::chart::Plot;
use crate::chart::Size;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::labels::Space;
use crate::chart::labels::spread;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::svg::Spot;
use crate::chart::svg::Svg;
use crate::chart::svg::TENTHS;
use crate::chart::svg::units;
use crate::chart::text;

/// A point in the plot's own coordinates.
pub type Point = (f64, f64);

/// What stands around a plot; [`Layout::canvas`] fits the margins to it and draws grid and axes.
pub struct Layout<'a> {
    /// Outer size.
    pub size: Size,
    /// Room above the plot, in pixels.
    pub top: f64,
    /// Room right of the plot, in pixels.
    pub right: f64,
    /// What the vertical axis counts.
    pub unit: &'a Unit,
    /// The vertical axis.
    pub scale: Scale,
    /// The horizontal axis.
    pub x: Range<f64>,
    /// Ticks of the horizontal axis for a plot of that width in pixels.
    pub ticks: &'a dyn Fn(f64) -> Vec<(f64, String)>,
    /// What the horizontal axis counts, below it on the right.
    pub caption: Option<&'a str>,
    /// Whether every second figure of the horizontal axis stands a line lower, where they are wide.
    pub staggered: bool,
}

/// A name beside the end of its series.
pub struct End<'a> {
    /// The value it belongs to.
    pub value: f64,
    /// The name.
    pub name: &'a str,
    /// What it is written in.
    pub paint: Paint,
    /// Whether it is bold; what is only compared is not.
    pub bold: bool,
}

const NEVER: &str = "writing into a string does not fail";

/// A plot being drawn. Methods ending in `_px` take pixels of the picture, the others the plot's own coordinates.
pub struct Canvas {
    page: Rc<RefCell<Svg>>,
    data: DrawingArea<Svg, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    pixels: DrawingArea<Svg, Shift>,
    /// The plot's edges in pixels.
    pub edges: Space,
    x: Range<f64>,
    y: Range<f64>,
    width_px: f64,
}

impl Layout<'_> {
    /// The canvas with grid, axis figures and caption drawn.
    pub fn canvas(&self) -> Canvas {
        let rows: Vec<(f64, String)> =
            self.scale.ticks().into_iter().map(|v| (v, self.unit.tick(v, &self.scale))).collect();
        let widest = rows.iter().map(|(_, t)| text::width(t, false)).fold(0.0, f64::max);
        let edges = Space {
            left: (widest + 10.0).min(self.size.width_px / 3.0),
            top: self.top,
            right: self.size.width_px - self.right,
            bottom: self.size.height_px - if self.caption.is_some() || self.staggered { 42.0 } else { 26.0 },
        };
        let canvas = Canvas::new(self.size, edges, self.x.clone(), self.scale.low..self.scale.high);
        let base =
            if self.scale.is_logarithmic() { self.scale.low } else { 0.0_f64.clamp(self.scale.low, self.scale.high) };
        for (value, _) in rows.iter().filter(|(v, _)| *v != base) {
            canvas.level(Ink(Paint::Grid, Stroke::Hair), *value);
        }
        canvas.level(Ink(Paint::Axis, Stroke::Hair), base);
        for (value, label) in &rows {
            let at = (canvas.edges.left - 8.0, canvas.y_px(*value));
            canvas.text_px(at, label, Paint::Faint, Anchor::End, false);
        }
        canvas.columns(&(self.ticks)(canvas.edges.right - canvas.edges.left), self.staggered);
        if let Some(caption) = self.caption {
            let at = (canvas.edges.right, self.size.height_px - 8.0);
            let room = canvas.edges.right;
            canvas.text_px(at, &text::fit(caption, false, room), Paint::Faint, Anchor::End, false);
        }
        canvas
    }
}

impl Canvas {
    /// An empty plot inside `edges` (kept at least 8 pixels wide and high).
    pub fn new(size: Size, edges: Space, x: Range<f64>, y: Range<f64>) -> Self {
        let edges =
            Space { right: edges.right.max(edges.left + 8.0), bottom: edges.bottom.max(edges.top + 8.0), ..edges };
        let (across, down) = (units(edges.left)..units(edges.right), units(edges.bottom)..units(edges.top));
        let spot = Cartesian2d::new(x.clone(), y.clone(), (across, down));
        let page = Rc::new(RefCell::new(Svg::new(size.width_px, size.height_px)));
        let pixels: DrawingArea<Svg, Shift> = DrawingArea::from(&page);
        Self { data: pixels.apply_coord_spec(spot), pixels, page, edges, x, y, width_px: size.width_px }
    }

    /// Horizontal place of a value, in pixels.
    pub fn x_px(&self, x: f64) -> f64 {
        let share = (x - self.x.start) / (self.x.end - self.x.start);
        self.edges.left + share * (self.edges.right - self.edges.left)
    }

    /// Vertical place of a value, in pixels.
    pub fn y_px(&self, y: f64) -> f64 {
        let share = (y - self.y.start) / (self.y.end - self.y.start);
        self.edges.bottom - share * (self.edges.bottom - self.edges.top)
    }

    /// A line through points.
    pub fn line(&self, ink: Ink, points: Vec<Point>) {
        self.data.draw(&PathElement::new(points, ink)).expect(NEVER);
    }

    /// A line through values, the first at `from`, one apart, broken where there is none; a value alone is a dot.
    pub fn run(&self, ink: Ink, from: f64, values: &[Option<f64>]) {
        let points = |start: usize, run: &[Option<f64>]| {
            run.iter().enumerate().filter_map(|(i, v)| Some((from + (start + i) as f64, (*v)?))).collect::<Vec<_>>()
        };
        let mut start = 0;
        for run in values.split(Option::is_none) {
            match points(start, run) {
                points if points.len() == 1 => self.dot(Ink(ink.0, Stroke::Area), points[0], 3.0),
                points if points.is_empty() => {}
                points => self.line(ink, points),
            }
            start += run.len() + 1;
        }
    }

    /// A closed area.
    pub fn area(&self, ink: Ink, corners: Vec<Point>) {
        self.data.draw(&Polygon::new(corners, ink)).expect(NEVER);
    }

    /// A dot of `radius_px`.
    pub fn dot(&self, ink: Ink, at: Point, radius_px: f64) {
        self.data.draw(&Circle::new(at, units(radius_px), ink)).expect(NEVER);
    }

    /// A line across the plot at a value.
    pub fn level(&self, ink: Ink, value: f64) {
        let y = self.y_px(value).round() + 0.5;
        self.line_px(ink, &[(self.edges.left, y), (self.edges.right, y)]);
    }

    /// A line through pixels.
    pub fn line_px(&self, ink: Ink, points: &[Point]) {
        self.pixels.draw(&PathElement::new(points.iter().map(pixel).collect::<Vec<_>>(), ink)).expect(NEVER);
    }

    /// A rectangle in pixels.
    pub fn rectangle_px(&self, ink: Ink, space: Space) {
        let corners = [pixel(&(space.left, space.top)), pixel(&(space.right, space.bottom))];
        self.pixels.draw(&Rectangle::new(corners, ink)).expect(NEVER);
    }

    /// Text with its middle at the height of `at`.
    pub fn text_px(&self, at: Point, label: &str, paint: Paint, anchor: Anchor, bold: bool) {
        let side = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
        let ink = Ink(paint, Stroke::Area);
        let font = FontDesc::new(FontFamily::SansSerif, text::SIZE * TENTHS, style).color(&ink);
        self.pixels.draw(&Text::new(label, pixel(&at), font.pos(Pos::new(side, VPos::Center)))).expect(NEVER);
    }

    /// The names of series at their ends, right of the plot, kept apart; a moved one keeps a thin line to its end. A long one
    /// takes two lines where all of them have room.
    pub fn ends(&self, mut ends: Vec<End<'_>>) {
        ends.sort_by(|a, b| b.value.total_cmp(&a.value));
        let left = self.edges.right + 14.0;
        let room = self.width_px - left;
        let (top, bottom) = (self.edges.top, self.edges.bottom.max(self.edges.top + 1.0));
        let mut names: Vec<_> = ends.iter().map(|end| text::lines(end.name, end.bold, room)).collect();
        if names.iter().flatten().count() as f64 * text::LINE > bottom - top {
            names = ends.iter().map(|end| vec![text::fit(end.name, end.bold, room)]).collect();
        }
        let heights: Vec<f64> = names.iter().map(|lines| lines.len() as f64 * text::LINE).collect();
        let over = |height: Option<&f64>| (height.unwrap_or(&text::LINE) - text::LINE) / 2.0;
        let wanted: Vec<f64> = ends.iter().map(|e| self.y_px(e.value)).collect();
        let places = spread(&wanted, &heights, top + over(heights.first()), bottom - over(heights.last()));
        for (from, to) in wanted.iter().zip(&places).filter(|(from, to)| (*from - *to).abs() > 3.0) {
            let bend = [(self.edges.right + 2.0, *from), (self.edges.right + 11.0, *to)];
            self.line_px(Ink(Paint::Axis, Stroke::Hair), &bend);
        }
        for ((end, lines), place) in ends.iter().zip(names).zip(places) {
            for (line, name) in lines.iter().enumerate() {
                let y = place + (line as f64 - (lines.len() - 1) as f64 / 2.0) * text::CLOSE;
                self.text_px((left, y), name, end.paint, Anchor::Start, end.bold);
            }
        }
    }

    /// The finished picture, readable at these columns and rows.
    pub fn finish(self, columns: Vec<f64>, rows: Vec<f64>) -> Picture {
        let Space { left, top, right, bottom } = self.edges;
        Picture { drawing: self.page.borrow_mut().finish(), plot: Plot { left, top, right, bottom, columns, rows } }
    }

    fn columns(&self, ticks: &[(f64, String)], staggered: bool) {
        for (index, (value, label)) in ticks.iter().enumerate() {
            let half = text::width(label, false) / 2.0;
            let x = self.x_px(*value).min(self.width_px - half).max(half);
            let lower = if staggered && index % 2 == 1 { text::LINE } else { 0.0 };
            self.text_px((x, self.edges.bottom + 16.0 + lower), label, Paint::Faint, Anchor::Middle, false);
        }
    }
}

/// Room for these names right of a plot, in pixels: no more than a third of the picture.
pub fn room_for<'a>(names: impl IntoIterator<Item = &'a str>, width_px: f64) -> f64 {
    let widest = names.into_iter().map(|n| text::width(n, true)).fold(0.0, f64::max);
    if widest == 0.0 { 12.0 } else { (widest + 18.0).min(width_px * 0.36) }
}

fn pixel(at: &Point) -> Spot {
    (units(at.0), units(at.1))
}
