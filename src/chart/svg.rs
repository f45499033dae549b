//! This file is the one drawing surface: shapes in tenths of a pixel go in, a few SVG elements come out.
//!
//! A unit is a tenth of a pixel, since plotters' coordinates are whole numbers. Neighbouring shapes of the same ink
//! become one path, so that a chart is a few dozen elements. They stay apart until the end: a page that shows a redrawn
//! chart touches only the elements that differ, and a frame is mostly spent on labels laid out anew. Colours are CSS
//! classes, since the page's policy forbids style attributes and the theme may change under a drawn chart.

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

/// One element of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Lines or areas of one ink.
    Path {
        /// How it is laid on.
        ink: Ink,
        /// Its path data.
        data: String,
    },
    /// A line of text.
    Text {
        /// Its colour.
        paint: Paint,
        /// Which end of it stands at its place.
        anchor: Anchor,
        /// Whether it is bold.
        bold: bool,
        /// Where its base line is.
        at: Spot,
        /// The words.
        label: String,
    },
}

/// The elements of a picture, the later upon the earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width and height in tenths of a pixel.
    pub size: (i32, i32),
    /// The elements.
    pub marks: Vec<Mark>,
}

/// A drawing in the making.
pub struct Svg {
    pub(super) size: (i32, i32),
    marks: Vec<Mark>,
}

impl Svg {
    /// An empty picture of `width_px` by `height_px`.
    pub fn new(width_px: f64, height_px: f64) -> Self {
        Self { size: (units(width_px), units(height_px)), marks: Vec::with_capacity(48) }
    }

    /// What was drawn.
    pub fn finish(&mut self) -> Drawing {
        Drawing { size: self.size, marks: std::mem::take(&mut self.marks) }
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
        let at = (at.0, at.1 + units(text::SIZE * 0.35));
        self.marks.push(Mark::Text { paint, anchor, bold, at, label: label.to_owned() });
    }

    /// Continues the last path where it has this ink, else begins a new one.
    fn path(&mut self, ink: Ink) -> &mut String {
        if !matches!(self.marks.last(), Some(Mark::Path { ink: last, .. }) if *last == ink) {
            self.marks.push(Mark::Path { ink, data: String::with_capacity(64) });
        }
        match self.marks.last_mut() {
            Some(Mark::Path { data, .. }) => data,
            _ => unreachable!("a path was put there"),
        }
    }
}

impl Anchor {
    /// Its CSS class; text begins at its place without one.
    pub fn class(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Middle => "mid",
            Self::End => "end",
        }
    }
}

impl Mark {
    /// The CSS classes it is drawn by; none is empty text where it needs fewer.
    pub fn classes(&self) -> [&'static str; 3] {
        match self {
            Self::Path { ink, .. } => [ink.1.class(), ink.0.class(), ""],
            Self::Text { paint, anchor, bold, .. } => [if *bold { "lab" } else { "t" }, paint.class(), anchor.class()],
        }
    }

    fn markup(&self, out: &mut String) {
        out.push_str(match self {
            Self::Path { .. } => "<path class=\"",
            Self::Text { .. } => "<text class=\"",
        });
        for (index, class) in self.classes().into_iter().filter(|class| !class.is_empty()).enumerate() {
            if index > 0 {
                out.push(' ');
            }
            out.push_str(class);
        }
        match self {
            Self::Path { data, .. } => {
                let _ = write!(out, "\" d=\"{data}\"/>");
            }
            Self::Text { at, label, .. } => {
                let _ = write!(out, "\" x=\"{}\" y=\"{}\">", pixels(at.0), pixels(at.1));
                escape(out, label);
                out.push_str("</text>");
            }
        }
    }
}

impl Drawing {
    /// Its `viewBox`.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", pixels(self.size.0), pixels(self.size.1))
    }

    /// The whole `<svg>` element. It is hidden from screen readers: the element around it carries
    /// [`crate::chart::Figures::label`].
    pub fn markup(&self) -> String {
        let mut out = String::with_capacity(4096);
        let (width, height) = (pixels(self.size.0), pixels(self.size.1));
        let _ = write!(
            out,
            "<svg class=\"chart\" viewBox=\"{}\" width=\"{width}\" height=\"{height}\" \
             aria-hidden=\"true\" focusable=\"false\">",
            self.view_box()
        );
        self.marks.iter().for_each(|mark| mark.markup(&mut out));
        out.push_str("</svg>");
        out
    }
}

/// Pixels in tenths.
pub fn units(pixels: f64) -> i32 {
    (pixels * TENTHS).round() as i32
}

/// A number of tenths in pixels, with at most one decimal.
pub fn pixels(tenths_of_px: i32) -> String {
    let mut out = String::with_capacity(8);
    tenths(&mut out, tenths_of_px);
    out
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
            page.finish().markup(),
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
        let markup = page.finish().markup();
        for part in [
            "<text class=\"lab s1 end\" x=\"1\" y=\"6.2\">a&lt;b &amp; &quot;c&quot; </text>",
            "<path class=\"area good\" d=\"M2 5a3 3 0 1 0 6 0a3 3 0 1 0 -6 0zM0 0 1 0 1 1z\"/>",
            "<path class=\"dash base\" d=\"M0 0 0.1 0.1\"/>",
        ] {
            assert!(markup.contains(part), "{part} is not in {markup}");
        }
    }
}
