//! This file knows how wide a line of text is without asking a browser, so that labels can be placed anywhere.

/// Height of every label in a chart, in pixels.
pub const SIZE: f64 = 12.0;

/// Least distance between the middles of two labels below each other, in pixels.
pub const LINE: f64 = 16.0;

/// Distance between the lines of one label, in pixels: closer than two labels are.
pub const CLOSE: f64 = 13.0;

/// Advance of each printable ASCII character, from the space on, in hundredths of the font's size. These are the widths
/// of DejaVu Sans, the widest family a page may fall back to; measured so, no label collides in a narrower one either.
const ADVANCE: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69,
    61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63,
    59, 82, 59, 59, 52, 64, 34, 64, 84,
];

/// How much wider bold text runs.
const BOLD: f64 = 1.13;

/// Width of `text` in pixels, at [`SIZE`].
pub fn width(text: &str, bold: bool) -> f64 {
    let hundredths: f64 = text.chars().map(advance).sum();
    hundredths / 100.0 * SIZE * if bold { BOLD } else { 1.0 }
}

/// `text` cut with an ellipsis to fit into `room` pixels; empty where not even one letter fits.
pub fn fit(text: &str, bold: bool, room: f64) -> String {
    if width(text, bold) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let cut: String = kept.iter().collect::<String>().trim_end().chars().chain(['…']).collect();
        if cut.chars().count() > 1 && width(&cut, bold) <= room {
            return cut;
        }
    }
    String::new()
}

/// `text` on one line where it fits into `room` pixels, else on two, broken at a space; what still does not fit is cut.
pub fn lines(text: &str, bold: bool, room: f64) -> Vec<String> {
    let fits = |at: &usize| width(&text[..*at], bold) <= room;
    let mut spaces = text.match_indices(' ').map(|(at, _)| at);
    match spaces.rfind(fits) {
        Some(at) if width(text, bold) > room => vec![text[..at].to_owned(), fit(&text[at + 1..], bold, room)],
        _ => vec![fit(text, bold, room)],
    }
}

fn advance(letter: char) -> f64 {
    let code = letter as u32;
    match code {
        32..127 => f64::from(ADVANCE[code as usize - 32]),
        0x2026 => 100.0,
        0x2212 => 84.0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 => 100.0,
        0x1f000.. => 130.0,
        _ => 66.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_the_letters() {
        for (text, bold, expected) in
            [("", false, 0.0), ("0", false, 7.68), ("$12.0M", false, 44.9), ("00", true, 17.4), ("−", false, 10.1)]
        {
            assert!((width(text, bold) - expected).abs() < 1.0, "{text}: {}", width(text, bold));
        }
    }

    #[test]
    fn a_long_name_is_cut_where_it_fits() {
        for (text, room, expected) in [
            ("Team", 60.0, "Team"),
            ("Enterprise Agreement", 80.0, "Enterprise…"),
            ("Pro plan", 42.0, "Pro…"),
            ("Team", 3.0, ""),
            ("", 3.0, ""),
        ] {
            assert_eq!(fit(text, false, room), expected);
            assert!(width(&fit(text, false, room), false) <= room);
        }
    }

    #[test]
    fn a_long_name_goes_on_on_a_second_line() {
        for (text, room, expected) in [
            ("Won at the new price", 200.0, &["Won at the new price"][..]),
            ("Won at the new price", 90.0, &["Won at the", "new price"]),
            ("Enterprise", 40.0, &["Ent…"]),
            ("AI inside Business", 58.0, &["AI inside", "Busin…"]),
        ] {
            assert_eq!(lines(text, true, room), expected);
        }
    }
}
