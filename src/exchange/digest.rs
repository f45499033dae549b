//! This file holds the headline figures a link carries, so that whoever opens it knows whether they still come out.
//!
//! ```text
//! length of the names · names of metrics, parted by tabs · line feed · ids of scenarios, parted by tabs
//! for each scenario and metric a byte: sign and power of ten, and three: seven digits; or one: absent, undefined
//! ```

use rust_decimal::Decimal;

use super::delta::put;
use super::delta::take;
use crate::number;

/// The most figures a link carries.
pub const MOST: usize = 10;
/// Significant digits carried of a figure: more than any page shows, and few enough for three bytes.
const DIGITS: u32 = 7;
/// The first byte of a cell without a figure.
const ABSENT: u8 = 126;
/// The first byte of a figure that is not defined.
const UNDEFINED: u8 = 127;
/// Set in the first byte of a negative figure.
const NEGATIVE: u8 = 128;
/// The power of ten written as 0; a Decimal has at most 28 decimal places.
const LOWEST: i32 = -28;

/// One headline figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Id of the scenario; empty for the base.
    pub scenario: String,
    /// Id of the metric.
    pub metric: String,
    /// The figure as text, as `1234567.89`; anything that is no decimal counts as not defined.
    /// Out of a link it has seven significant digits or is `n/a`.
    pub text: String,
}

/// A figure that is no longer what it was, both to seven significant digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Id of the scenario; empty for the base.
    pub scenario: String,
    /// Id of the metric.
    pub metric: String,
    /// What it was when shared.
    pub shared: String,
    /// What it is now; `None` if there is no such scenario or metric any more.
    pub now: Option<String>,
}

/// The shared figures that differ from those of now in their first seven digits, in the order shared.
pub fn differences(shared: &[Figure], now: &[Figure]) -> Vec<Difference> {
    let again =
        |figure: &Figure| now.iter().find(|other| other.scenario == figure.scenario && other.metric == figure.metric);
    let pairs = shared.iter().map(|figure| Difference {
        scenario: figure.scenario.clone(),
        metric: figure.metric.clone(),
        shared: written(rounded(&figure.text)),
        now: again(figure).map(|now| written(rounded(&now.text))),
    });
    pairs.filter(|pair| pair.now.as_ref() != Some(&pair.shared)).collect()
}

/// The first [`MOST`] figures as bytes, so give the most telling first. Tabs and line feeds in names become blanks.
pub(super) fn write(figures: &[Figure]) -> Vec<u8> {
    let figures = &figures[..figures.len().min(MOST)];
    let metrics = names(figures.iter().map(|figure| &figure.metric));
    let scenarios = names(figures.iter().map(|figure| &figure.scenario));
    let clean = |names: &[&String]| names.iter().map(|name| name.replace(['\t', '\n'], " ")).collect::<Vec<_>>();
    let text = format!("{}\n{}", clean(&metrics).join("\t"), clean(&scenarios).join("\t"));
    let mut bytes = Vec::new();
    if figures.is_empty() {
        return bytes;
    }
    put(&mut bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
    for scenario in &scenarios {
        for metric in &metrics {
            let found = figures.iter().find(|figure| figure.scenario == **scenario && figure.metric == **metric);
            match found.map(|figure| rounded(&figure.text)) {
                None => bytes.push(ABSENT),
                Some(None) => bytes.push(UNDEFINED),
                Some(Some(value)) => bytes.extend_from_slice(&cell(value)),
            }
        }
    }
    bytes
}

/// The figures of bytes that [`write`] made; `None` if it did not.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Figure>> {
    let mut rest = bytes;
    let mut figures = Vec::new();
    if rest.is_empty() {
        return Some(figures);
    }
    let length = take(&mut rest)?;
    let (text, mut cells) = rest.split_at_checked(length)?;
    let (metrics, scenarios) = std::str::from_utf8(text).ok()?.split_once('\n')?;
    for scenario in scenarios.split('\t') {
        for metric in metrics.split('\t') {
            let value = match *cells.first()? {
                first @ (ABSENT | UNDEFINED) => {
                    cells = &cells[1..];
                    if first == ABSENT {
                        continue;
                    }
                    None
                }
                _ => {
                    let (cell, behind) = cells.split_first_chunk()?;
                    cells = behind;
                    Some(figure(*cell)?)
                }
            };
            let (scenario, metric) = (scenario.to_owned(), metric.to_owned());
            figures.push(Figure { scenario, metric, text: written(value) });
        }
    }
    cells.is_empty().then_some(figures)
}

fn names<'a>(all: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut names = Vec::new();
    for name in all {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The decimal a text says, to seven significant digits.
fn rounded(text: &str) -> Option<Decimal> {
    let value = text.parse::<Decimal>().ok()?;
    Some(value.round_sf(DIGITS).unwrap_or(value).normalize())
}

fn written(value: Option<Decimal>) -> String {
    value.map_or_else(|| number::UNDEFINED.to_owned(), |value| value.normalize().to_string())
}

fn cell(value: Decimal) -> [u8; 4] {
    let mut digits = value.mantissa().unsigned_abs();
    let mut power = -(value.scale() as i32);
    while digits >= 10_u128.pow(DIGITS) {
        digits /= 10;
        power += 1;
    }
    let sign = if value.is_sign_negative() { NEGATIVE } else { 0 };
    let [_, high, middle, low] = (digits as u32).to_be_bytes();
    [sign | (power - LOWEST) as u8, high, middle, low]
}

/// The figure in a cell; `None` if it is beyond any decimal.
fn figure([first, high, middle, low]: [u8; 4]) -> Option<Decimal> {
    let power = i32::from(first & !NEGATIVE) + LOWEST;
    let digits = i128::from(u32::from_be_bytes([0, high, middle, low]));
    let scaled = 10_i128.checked_pow(power.max(0) as u32).and_then(|factor| digits.checked_mul(factor))?;
    let mut value = Decimal::try_from_i128_with_scale(scaled, (-power).max(0) as u32).ok()?;
    value.set_sign_negative(first & NEGATIVE != 0);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_map;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn figure(scenario: &str, metric: &str, value: &str) -> Figure {
        Figure { scenario: scenario.into(), metric: metric.into(), text: value.into() }
    }

    #[test]
    fn differing_figures_are_listed() {
        let rows =
            [("", "arr", "120.50"), ("", "nrr", "n/a"), ("up", "arr", "130"), ("up", "nrr", "1"), ("old", "arr", "1")];
        let shared = rows.map(|(scenario, metric, value)| figure(scenario, metric, value));
        let rows = [
            ("", "arr", "120.50000001"),
            ("", "nrr", "n/a"),
            ("up", "arr", "130.0001"),
            ("up", "nrr", "n/a"),
            ("new", "arr", "1"),
        ];
        let now = rows.map(|(scenario, metric, value)| figure(scenario, metric, value));
        let listed = differences(&shared, &now);
        let rows: Vec<_> = listed.iter().map(|d| (&*d.scenario, &*d.metric, &*d.shared, d.now.as_deref())).collect();
        let wanted =
            [("up", "arr", "130", Some("130.0001")), ("up", "nrr", "1", Some("n/a")), ("old", "arr", "1", None)];
        assert_eq!(rows, wanted);
        assert_eq!(differences(&shared, &shared), []);
    }

    #[test]
    fn figures_keep_seven_digits() {
        let rows = [
            ("74129068.31", "74129070"),
            ("-1234.5678901", "-1234.568"),
            ("0.10345678912", "0.1034568"),
            ("1500.00", "1500"),
            ("0", "0"),
            ("-0.0000000000000000000000000001", "-0.0000000000000000000000000001"),
            ("79228162514264337593543950335", "79228160000000000000000000000"),
            ("n/a", "n/a"),
        ];
        for (value, kept) in rows {
            assert_eq!(read(&write(&[figure("up", "arr", value)])), Some(vec![figure("up", "arr", kept)]), "{value}");
        }
    }

    #[test]
    fn gaps_and_names_stay() {
        assert!(write(&[]).is_empty());
        assert_eq!(read(&[]), Some(vec![]));
        let gaps = [figure("", "arr", "1"), figure("up", "cash", "n/a")];
        assert_eq!(read(&write(&gaps)), Some(gaps.to_vec()));
        assert_eq!(read(&write(&[figure("a\tb", "c\nd", "5")])), Some(vec![figure("a b", "c d", "5")]));
        let many: Vec<Figure> = (0..20).map(|at| figure(&at.to_string(), "arr", "1")).collect();
        assert_eq!(read(&write(&many)), Some(many[..MOST].to_vec()));
    }

    proptest! {
        #[test]
        fn figures_come_back(cells in btree_map(("[a-z]{0,3}", "[a-z]{1,3}"), (-9_999_999..=9_999_999_i64, 0..28_u32), 0..=MOST)) {
            let figures: Vec<Figure> = cells.into_iter().map(|((scenario, metric), (digits, scale))| {
                Figure { scenario, metric, text: Decimal::new(digits, scale).normalize().to_string() }
            }).collect();
            let mut again = read(&write(&figures)).unwrap();
            again.sort_by(|a, b| (&a.scenario, &a.metric).cmp(&(&b.scenario, &b.metric)));
            prop_assert_eq!(again, figures);
        }

        #[test]
        fn no_bytes_panic(bytes in vec(any::<u8>(), 0..60), cells in vec(any::<u8>(), 0..12)) {
            let figures = read(&[&[7], &b"arr\nup\tb"[..7], &cells].concat()).unwrap_or_default();
            prop_assert!(figures.len() <= 2);
            prop_assert!(read(&bytes).unwrap_or_default().len() <= bytes.len());
        }
    }
}
