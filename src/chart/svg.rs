//! This file is the one drawing surface: shapes in tenths of a pixel go in, compact SVG markup comes out.
//!
//! A unit is a tenth of a pixel, since plotters' coordinates are whole numbers. Neighbouring shapes of the same ink
//! become one path, so that a chart is a few dozen elements and redraws within a frame. Colours are CSS classes, since
//! the page's policy forbids style attributes and the theme may change under a drawn chart.

use std::fmt::Write;

use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::text;

/// Units in a pixel.
pub const TENTHS: f64 = 10.0;

/// A place on the surface, in tenths of a pixel from the top left.
pub type Spot = (i32, i32);

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// SVG markup in the making.
pub struct Svg {
    pub(super) size: (i32, i32),
    open: Option<Ink>,
    body: String,
}

impl Svg {
    /// An empty picture of `width_px` by `height_px`.
    pub fn new(width_px: f64, height_px: f64) -> Self {
        Self { size: (units(width_px), units(height_px)), open: None, body: String::with_capacity(4096) }
    }

    /// The whole `<svg>` element. It is hidden from screen readers: the element around it carries
    /// [`crate::chart::Figures::label`].
    pub fn finish(&mut self) -> String {
        self.close();
        let mut out = String::with_capacity(self.body.len() + 120);
        for (before, length) in [
            ("<svg class=\"chart\" viewBox=\"0 0 ", self.size.0),
            (" ", self.size.1),
            ("\" width=\"", self.size.0),
            ("\" height=\"", self.size.1),
        ] {
            out.push_str(before);
            tenths(&mut out, length);
        }
        out.push_str("\" aria-hidden=\"true\" focusable=\"false\">");
        out.push_str(&self.body);
        out.push_str("</svg>");
        self.body.clear();
        out
    }

    /// A line through places.
    pub fn path_of(&mut self, ink: Ink, places: impl IntoIterator<Item = Spot>) {
        points(self.path(ink), places);
    }

    /// A closed area.
    pub fn polygon(&mut self, ink: Ink, corners: impl IntoIterator<Item = Spot>) {
        let out = self.path(ink);
        points(out, corners);
        out.push('z');
    }

    /// A rectangle between two opposite corners.
    pub fn rectangle(&mut self, ink: Ink, a: Spot, b: Spot) {
        let out = self.path(ink);
        let (width, height) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        command(out, 'M', &[a.0.min(b.0), a.1.min(b.1)]);
        command(out, 'h', &[width]);
        command(out, 'v', &[height]);
        command(out, 'h', &[-width]);
        out.push('z');
    }

    /// A circle.
    pub fn circle(&mut self, ink: Ink, centre: Spot, radius: i32) {
        let out = self.path(ink);
        command(out, 'M', &[centre.0 - radius, centre.1]);
        for across in [2 * radius, -2 * radius] {
            command(out, 'a', &[radius, radius, 0, 10, 0, across, 0]);
        }
        out.push('z');
    }

    /// A line of text, its middle at the height of `at`; bold text has a halo, so that it can be read over lines.
    pub fn text(&mut self, label: &str, paint: Paint, anchor: Anchor, bold: bool, at: Spot) {
        self.close();
        let kind = if bold { "lab" } else { "t" };
        let side = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " mid",
            Anchor::End => " end",
        };
        let _ = write!(self.body, "<text class=\"{kind} {}{side}\" x=\"", paint.class());
        tenths(&mut self.body, at.0);
        self.body.push_str("\" y=\"");
        tenths(&mut self.body, at.1 + units(text::SIZE * 0.35));
        self.body.push_str("\">");
        escape(&mut self.body, label);
        self.body.push_str("</text>");
    }

    /// Continues the open path where it has this ink, else begins a new one.
    fn path(&mut self, ink: Ink) -> &mut String {
        if self.open != Some(ink) {
            self.close();
            self.open = Some(ink);
            let _ = write!(self.body, "<path class=\"{} {}\" d=\"", ink.1.class(), ink.0.class());
        }
        &mut self.body
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.body.push_str("\"/>");
        }
    }
}

/// Pixels in tenths.
pub fn units(pixels: f64) -> i32 {
    (pixels * TENTHS).round() as i32
}

/// Writes a number of tenths with at most one decimal.
pub fn tenths(out: &mut String, value: i32) {
    if value < 0 {
        out.push('-');
    }
    let (whole, rest) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
    let _ = match rest {
        0 => write!(out, "{whole}"),
        _ => write!(out, "{whole}.{rest}"),
    };
}

/// Appends `text` with the characters escaped that mean something in markup.
pub fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ if letter.is_control() => out.push(' '),
            _ => out.push(letter),
        }
    }
}

fn points(out: &mut String, places: impl IntoIterator<Item = Spot>) {
    let mut separator = 'M';
    for (x, y) in places {
        out.push(separator);
        separator = ' ';
        tenths(out, x);
        out.push(' ');
        tenths(out, y);
    }
}

fn command(out: &mut String, letter: char, figures: &[i32]) {
    let mut separator = letter;
    for figure in figures {
        out.push(separator);
        separator = ' ';
        tenths(out, *figure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::paint::Stroke;

    #[test]
    fn neighbours_of_one_ink_are_one_path() {
        let mut page = Svg::new(100.0, 50.0);
        let (grid, line) = (Ink(Paint::Grid, Stroke::Hair), Ink(Paint::P1, Stroke::Line));
        page.path_of(grid, [(0, 5), (1000, 5)]);
        page.path_of(grid, [(0, 105), (1000, 105)]);
        page.path_of(line, [(0, 1), (-25, 2), (30, 100)]);
        page.rectangle(line, (10, 30), (5, 10));
        assert_eq!(
            page.finish(),
            "<svg class=\"chart\" viewBox=\"0 0 100 50\" width=\"100\" height=\"50\" aria-hidden=\"true\" \
             focusable=\"false\"><path class=\"hair grid\" d=\"M0 0.5 100 0.5M0 10.5 100 10.5\"/>\
             <path class=\"line p1\" d=\"M0 0.1 -2.5 0.2 3 10M0.5 1h0.5v2h-0.5z\"/></svg>"
        );
    }

    #[test]
    fn shapes_and_text_come_out_with_classes() {
        let mut page = Svg::new(10.0, 10.0);
        page.text("a<b & \"c\"\n", Paint::S1, Anchor::End, true, (10, 20));
        page.circle(Ink(Paint::Good, Stroke::Area), (50, 50), 30);
        page.polygon(Ink(Paint::Good, Stroke::Area), [(0, 0), (10, 0), (10, 10)]);
        page.path_of(Ink(Paint::Base, Stroke::Dash), [(0, 0), (1, 1)]);
        let markup = page.finish();
        for part in [
            "<text class=\"lab s1 end\" x=\"1\" y=\"6.2\">a&lt;b &amp; &quot;c&quot; </text>",
            "<path class=\"area good\" d=\"M2 5a3 3 0 1 0 6 0a3 3 0 1 0 -6 0zM0 0 1 0 1 1z\"/>",
            "<path class=\"dash base\" d=\"M0 0 0.1 0.1\"/>",
        ] {
            assert!(markup.contains(part), "{part} is not in {markup}");
        }
    }
}
