//! This file makes a picture that stands alone: the styles inside, the title above, so that it can be saved and sent.

use crate::chart::Figures;
use crate::chart::Size;
use crate::chart::svg::escape;
use crate::chart::svg::tenths;

/// Room for title and subtitle, in pixels.
const HEAD: f64 = 48.0;

/// Room around the picture, in pixels.
const MARGIN: f64 = 16.0;

/// A whole SVG file of the chart at a size (its title is added above). `tokens` are the theme's values as CSS
/// declarations, such as `--ink:#1a1c20;--p1:#c6d0e0`; `font` is a CSS font family.
pub fn standalone(figures: &dyn Figures, size: Size, tokens: &str, font: &str) -> String {
    let drawn = figures.draw(size).drawing.markup();
    let (width, height) = (size.width_px + 2.0 * MARGIN, size.height_px + HEAD + 2.0 * MARGIN);
    let mut out = String::with_capacity(drawn.len() + 4096);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 ");
    pair(&mut out, width, height, " ");
    out.push_str("\" width=\"");
    pair(&mut out, width, height, "\" height=\"");
    out.push_str("\" role=\"img\" aria-label=\"");
    escape(&mut out, &figures.label());
    out.push_str("\"><style>:root{--font:");
    out.push_str(&font.replace(['<', '>', '{', '}'], ""));
    out.push(';');
    out.push_str(&tokens.replace(['<', '>', '{', '}'], ""));
    out.push('}');
    out.push_str(include_str!("../../styles/charts.css"));
    out.push_str(
        "</style><rect class=\"sheet\" width=\"100%\" height=\"100%\"/><text class=\"lab ink\" x=\"16\" y=\"28\">",
    );
    escape(&mut out, &figures.finding());
    out.push_str("</text><text class=\"t faint\" x=\"16\" y=\"46\">");
    escape(&mut out, &figures.subtitle());
    out.push_str("</text><g transform=\"translate(16 64)\">");
    out.push_str(&drawn);
    out.push_str("</g></svg>");
    out
}

fn pair(out: &mut String, first: f64, second: f64, between: &str) {
    tenths(out, (first * 10.0) as i32);
    out.push_str(between);
    tenths(out, (second * 10.0) as i32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::sample;

    #[test]
    fn a_saved_picture_carries_title_and_styles() {
        let figures = sample::overlay(36);
        let file = standalone(&figures, Size::new(600.0, 240.0), "--ink:#123;}</style><script>", "Inter,sans-serif");
        assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
        assert!(file.contains(&figures.finding()) && file.contains("--ink:#123") && file.contains(".area{"));
        assert!(!file.contains("<script>"), "tokens cannot leave the style sheet");
        assert_eq!(file.matches("<svg").count(), file.matches("</svg>").count());
    }
}
