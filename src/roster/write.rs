//! This file writes amounts and names into CSV without taking memory for each.

/// Appends minor units with `places` decimals: 4900 is `49.00`.
pub fn amount(text: &mut Vec<u8>, minor: i64, places: u32) {
    if minor < 0 {
        text.push(b'-');
    }
    let places = places as usize;
    let mut digits = [b'0'; 24];
    let (mut rest, mut at) = (minor.unsigned_abs(), digits.len());
    while rest > 0 || digits.len() - at <= places {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let whole = digits.len() - places;
    text.extend_from_slice(&digits[at..whole]);
    if places > 0 {
        text.push(b'.');
        text.extend_from_slice(&digits[whole..]);
    }
}

/// Appends a cell, quoted where it must be.
pub fn cell(text: &mut Vec<u8>, content: &str) {
    if !content.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return text.extend_from_slice(content.as_bytes());
    }
    text.push(b'"');
    for byte in content.bytes() {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
    text.push(b'"');
}

/// Appends the share by which a bill changes, with four decimals; nothing where it was nothing.
pub fn share(text: &mut Vec<u8>, base: i64, bill: i64) {
    if base != 0 {
        let (change, base) = (i128::from(bill - base) * 20_000, i128::from(base));
        let rounded = (change.abs() + base) / (2 * base);
        if change < 0 && rounded > 0 {
            text.push(b'-');
        }
        // The largest bill over the smallest has more digits than an amount, its whole part has not.
        amount(text, (rounded / 10_000) as i64, 0);
        text.push(b'.');
        text.extend([1_000, 100, 10, 1].map(|place| b'0' + (rounded / place % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_decimals() {
        let rows = [
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (4900, 2, "49.00"),
            (-1234, 2, "-12.34"),
            (7, 0, "7"),
            (12345, 3, "12.345"),
        ];
        for (minor, places, expected) in rows {
            let mut text = Vec::new();
            amount(&mut text, minor, places);
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
    }

    #[test]
    fn shares_are_rounded_half_away_from_zero() {
        for (base, bill, expected) in [
            (3, 4, "0.3333"),
            (4900, 5900, "0.2041"),
            (200, 100, "-0.5000"),
            (0, 5, ""),
            (80_000, 79_996, "-0.0001"),
            (80_000, 79_999, "0.0000"),
            (1, 1_000_000_000_000_000, "999999999999999.0000"),
        ] {
            let mut text = Vec::new();
            share(&mut text, base, bill);
            assert_eq!(String::from_utf8(text).unwrap(), expected, "{base} to {bill}");
        }
    }
}
