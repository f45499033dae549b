//! This file names the inks of a chart: what is drawn (paint) and how (stroke), both as CSS classes that follow the theme.

use plotters::style::Color;
use plotters_backend::BackendColor;

/// A colour by its meaning; the style sheet says what it looks like in each theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Plans and other parts of a whole, light to dark.
    P1,
    /// Second part.
    P2,
    /// Third part, and the only one where there is one.
    P3,
    /// Fourth part.
    P4,
    /// Fifth part.
    P5,
    /// Sixth part.
    P6,
    /// The Base scenario.
    Base,
    /// First scenario after Base.
    S1,
    /// Second scenario.
    S2,
    /// Third scenario.
    S3,
    /// Fourth scenario.
    S4,
    /// Gains.
    Good,
    /// Losses.
    Bad,
    /// Weak evidence.
    Warn,
    /// Text and lines of the first rank.
    Ink,
    /// Text of the second rank.
    Soft,
    /// Text of the third rank: axis figures.
    Faint,
    /// Light lines across the plot.
    Grid,
    /// The line values start from.
    Axis,
    /// A marked region.
    Shade,
    /// Text on the darker cells of the heat map.
    Paper,
    /// Cells of the heat map, low to high.
    H1,
    /// Second step.
    H2,
    /// Third step.
    H3,
    /// Fourth step.
    H4,
    /// Fifth step.
    H5,
    /// Sixth step.
    H6,
    /// Seventh step.
    H7,
}

/// How a paint is laid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A line of two pixels.
    Line,
    /// A dashed line, for what is compared.
    Dash,
    /// A dotted line, for marks.
    Dots,
    /// A line of one pixel.
    Hair,
    /// A filled area.
    Area,
    /// A filled area, paler.
    Faded,
    /// An outline around the background's colour.
    Hollow,
    /// A wide line in the background's colour, so that a line upon it shows on any area.
    Under,
}

/// A paint and the way it is laid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub Paint, pub Stroke);

const PAINTS: [(Paint, &str); 28] = [
    (Paint::P1, "p1"),
    (Paint::P2, "p2"),
    (Paint::P3, "p3"),
    (Paint::P4, "p4"),
    (Paint::P5, "p5"),
    (Paint::P6, "p6"),
    (Paint::Base, "base"),
    (Paint::S1, "s1"),
    (Paint::S2, "s2"),
    (Paint::S3, "s3"),
    (Paint::S4, "s4"),
    (Paint::Good, "good"),
    (Paint::Bad, "bad"),
    (Paint::Warn, "warn"),
    (Paint::Ink, "ink"),
    (Paint::Soft, "soft"),
    (Paint::Faint, "faint"),
    (Paint::Grid, "grid"),
    (Paint::Axis, "axis"),
    (Paint::Shade, "shade"),
    (Paint::Paper, "paper"),
    (Paint::H1, "h1"),
    (Paint::H2, "h2"),
    (Paint::H3, "h3"),
    (Paint::H4, "h4"),
    (Paint::H5, "h5"),
    (Paint::H6, "h6"),
    (Paint::H7, "h7"),
];

const STROKES: [(Stroke, &str); 8] = [
    (Stroke::Line, "line"),
    (Stroke::Dash, "dash"),
    (Stroke::Dots, "dots"),
    (Stroke::Hair, "hair"),
    (Stroke::Area, "area"),
    (Stroke::Faded, "faded"),
    (Stroke::Hollow, "hollow"),
    (Stroke::Under, "under"),
];

impl Paint {
    /// The paint of part `index` of `count`: few parts take the middle of the ramp, more than six begin again.
    pub fn part(index: usize, count: usize) -> Self {
        const RAMP: [Paint; 6] = [Paint::P1, Paint::P2, Paint::P3, Paint::P4, Paint::P5, Paint::P6];
        let first = match count {
            0 | 1 => 2,
            2 => 1,
            _ => 0,
        };
        RAMP[(index + first) % RAMP.len()]
    }

    /// The paint of plan `index` of all the `count` plans of a model: the same on every chart, lines among them, for which
    /// the lightest of the ramp is too pale.
    pub fn plan(index: usize, count: usize) -> Self {
        Self::part(if count > 5 { index } else { index + 1 }, count.max(3))
    }

    /// The paint of scenario `index`, Base being 0; after the fourth they begin again.
    pub fn scenario(index: usize) -> Self {
        match index {
            0 => Self::Base,
            _ => [Self::S1, Self::S2, Self::S3, Self::S4][(index - 1) % 4],
        }
    }

    /// The step of the heat map for a share of the way from lowest (0) to highest (1).
    pub fn heat(share: f64) -> Self {
        const STEPS: [Paint; 7] = [Paint::H1, Paint::H2, Paint::H3, Paint::H4, Paint::H5, Paint::H6, Paint::H7];
        STEPS[((share.clamp(0.0, 1.0) * 7.0) as usize).min(6)]
    }

    /// The paint of text on an area of this paint.
    pub fn over(self) -> Self {
        match self {
            Self::P3 | Self::P4 | Self::P5 | Self::P6 | Self::H6 | Self::H7 => Self::Paper,
            _ => Self::Ink,
        }
    }

    /// Its CSS class.
    pub fn class(self) -> &'static str {
        PAINTS[self as usize].1
    }
}

impl Stroke {
    /// Its CSS class.
    pub fn class(self) -> &'static str {
        STROKES[self as usize].1
    }
}

/// The positions of paint and stroke in their lists travel through plotters as red and green.
impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.0 as u8, self.1 as u8, 0) }
    }
}

impl From<BackendColor> for Ink {
    fn from(color: BackendColor) -> Self {
        let paint = PAINTS.get(usize::from(color.rgb.0)).map_or(Paint::Ink, |p| p.0);
        Self(paint, STROKES.get(usize::from(color.rgb.1)).map_or(Stroke::Line, |s| s.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_survives_the_way_through_plotters() {
        for (paint, _) in PAINTS {
            for (stroke, _) in STROKES {
                assert_eq!(Ink::from(Ink(paint, stroke).to_backend_color()), Ink(paint, stroke));
            }
        }
    }

    #[test]
    fn classes_stand_in_the_order_of_their_names() {
        assert!(PAINTS.iter().enumerate().all(|(index, (paint, _))| *paint as usize == index));
        assert!(STROKES.iter().enumerate().all(|(index, (stroke, _))| *stroke as usize == index));
    }

    #[test]
    fn the_style_sheet_knows_every_class() {
        let sheet = include_str!("../../styles/charts.css");
        for class in PAINTS.iter().map(|p| p.1).chain(STROKES.iter().map(|s| s.1)) {
            assert!(sheet.contains(&format!(".{class}{{")), "styles/charts.css has no .{class}");
        }
    }
}
