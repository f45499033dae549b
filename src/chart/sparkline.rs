//! This file draws a line of the size of a word, beside a key figure.

use std::fmt::Write;

use crate::chart::paint::Paint;
use crate::chart::svg::tenths;

/// Width in pixels.
pub const WIDTH: f64 = 64.0;

/// Height in pixels.
pub const HEIGHT: f64 = 22.0;

/// The `<svg>` element of a line through `values`, broken where there is none; hidden from screen readers, since the
/// figure stands beside it. A constant runs through the middle.
pub fn sparkline(values: &[Option<f64>], paint: Paint) -> String {
    let present = || values.iter().copied().flatten().filter(|v| v.is_finite());
    let (low, high) = (present().fold(f64::INFINITY, f64::min), present().fold(f64::NEG_INFINITY, f64::max));
    let mut out = String::with_capacity(160 + 10 * values.len());
    let _ = write!(
        out,
        "<svg class=\"chart spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         aria-hidden=\"true\" focusable=\"false\"><path class=\"line {}\" d=\"",
        paint.class()
    );
    let pitch = (WIDTH - 3.0) / (values.len().max(2) - 1) as f64;
    let mut down = false;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value.filter(|v| v.is_finite()) else {
            down = false;
            continue;
        };
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        let (x, y) = (1.5 + index as f64 * pitch, HEIGHT - 2.5 - share * (HEIGHT - 5.0));
        let alone = !down && values.get(index + 1).copied().flatten().is_none();
        out.push(if down { ' ' } else { 'M' });
        tenths(&mut out, (x * 10.0) as i32);
        out.push(' ');
        tenths(&mut out, (y * 10.0) as i32);
        if alone {
            out.push_str("h0.1");
        }
        down = true;
    }
    out.push_str("\"/></svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_path_with_breaks() {
        for (values, path) in [
            (&[Some(0.0), Some(1.0), Some(0.5)][..], "M1.5 19.5 32 2.5 62.5 11"),
            (&[Some(7.0), Some(7.0)], "M1.5 11 62.5 11"),
            (&[Some(1.0), None, Some(2.0)], "M1.5 19.5h0.1M62.5 2.5h0.1"),
            (&[Some(3.0)], "M1.5 11h0.1"),
            (&[None, Some(f64::NAN)], ""),
            (&[], ""),
        ] {
            let markup = sparkline(values, Paint::S1);
            assert!(markup.contains(&format!("<path class=\"line s1\" d=\"{path}\"/></svg>")), "{markup}");
        }
    }
}
