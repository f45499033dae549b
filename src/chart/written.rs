//! This file says how figures are written: as the reader writes numbers, or bare, as a spreadsheet takes them.

use std::cell::Cell;

use crate::number::Locale;

thread_local! {
    static LOCALE: Cell<Locale> = const { Cell::new(Locale::EN_US) };
    static BARE: Cell<bool> = const { Cell::new(false) };
}

/// Says once, before anything is drawn, how the reader of this thread's pictures writes numbers: the one thing a picture
/// takes from around it, since it is the same for all of them as long as the page stands.
pub fn written_for(locale: Locale) {
    LOCALE.set(locale);
}

/// What `work` makes with every exact figure bare, for a machine to read: `-1240113.5` for money and counts, 0.0431 for
/// 4.31 %, 2027-03 for a month.
pub fn bare<T>(work: impl FnOnce() -> T) -> T {
    let before = BARE.replace(true);
    let made = work();
    BARE.set(before);
    made
}

/// How this thread's reader writes numbers.
pub(super) fn locale() -> Locale {
    LOCALE.get()
}

/// A figure as a machine reads it, to six decimals; `None` where people read it.
pub(super) fn as_bare(value: f64) -> Option<String> {
    BARE.get().then(|| {
        let text = format!("{value:.6}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        if text == "-0" { "0".to_owned() } else { text.to_owned() }
    })
}

/// Whether a machine reads what is written.
pub(super) fn is_bare() -> bool {
    BARE.get()
}

/// Decimals of an amount: none where it is whole or large. A small price keeps two where the currency itself has none.
pub(super) fn money_places(value: f64, digits: usize) -> usize {
    let least = libm::pow(10.0, -(digits.max(2) as f64)) / 2.0;
    match digits {
        _ if value >= 1e4 || (value - value.round()).abs() < least => 0,
        0 if value < 100.0 => 2,
        digits => digits,
    }
}

pub(super) fn digits(value: f64) -> usize {
    match value {
        v if v >= 99.95 => 2,
        v if v >= 9.995 => 1,
        _ => 0,
    }
}

pub(super) fn fixed(value: f64, places: usize) -> String {
    format!("{value:.places$}")
}

pub(super) fn trimmed(text: String, trim: bool) -> String {
    match trim && text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

pub(super) fn grouped(text: &str) -> String {
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::with_capacity(text.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}
