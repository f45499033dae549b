//! This file reads the rows of a pasted table that are features: yes or no, a number, unlimited, or words.

use rust_decimal::Decimal;

use super::grid::Grid;
use super::grid::cell;
use super::names;
use super::page::Content;
use super::page::FeatureRow;
use super::page::Kind;
use super::page::Page;
use super::report::Report;
use super::report::note;
use super::table::Used;
use super::unit::singular;
use crate::number::Locale;
use crate::number::parse_number;
use crate::workspace::model::UNLIMITED;

const YES: &[&str] = &["yes", "y", "true", "✓", "✔", "✔️", "☑", "✅", "x", "•", "●", "included", "√", "🗸"];
const NO: &[&str] = &["", "no", "n", "false", "✗", "✘", "❌", "✖", "×", "-", "–", "—", "not included", "n/a", "none"];
const BOUNDLESS: &[&str] = &["unlimited", "∞", "no limit", "infinite"];

/// What stands before a number that is a limit.
const UP_TO: &[&str] = &["up to ", "max ", "max. ", "maximum ", "≤ ", "≤"];

/// The highest limit that is a number.
const HIGHEST: u64 = 1_000_000_000_000;

/// The longest text of a limit.
const LONGEST: usize = 120;

/// Adds the features of a table to its page.
pub(super) fn features(page: &mut Page, grid: &Grid, used: &Used, report: &mut Report) {
    let mut group = String::new();
    let features = grid.rows.iter().enumerate().filter(|(at, _)| !used.holds(*at));
    for row in features.map(|(_, row)| row) {
        let label = cell(row, 0);
        let cells: Vec<&str> = grid.plans.iter().map(|(column, _)| cell(row, *column)).collect();
        if label.is_empty() {
            note(&mut report.left_out, "", row.line, format!("line {} has no name", row.line));
        } else if cells.iter().all(|cell| cell.is_empty()) {
            names::cut(label, "the name of a group", row.line, report);
            group = names::name(label, "");
        } else {
            feature(page, label, &group, &cells, grid.locale, report, row.line);
        }
    }
}

/// A number and what it counts: `Up to 10 GB`.
fn counted(cell: &str, locale: Locale) -> Option<(Decimal, String)> {
    let lower = cell.to_lowercase();
    let cut = UP_TO.iter().find(|words| lower.starts_with(**words)).map_or(0, |words| words.len());
    let rest = cell.get(cut..)?;
    let end = rest.find(|sign: char| sign.is_alphabetic()).unwrap_or(rest.len());
    // `10k` is a number, `10 km` is not.
    let whole = parse_number(rest, locale).ok();
    let parsed = whole.or_else(|| parse_number(&rest[..end], locale).ok())?;
    let unit = if whole.is_some() { "" } else { rest[end..].trim() };
    let plain = !parsed.percent && parsed.currency.is_none() && parsed.value >= Decimal::ZERO;
    let words = unit.split_whitespace().count() <= 3 && !unit.contains(|sign: char| sign.is_ascii_digit());
    let money = cell.contains(['$', '€', '£', '¥']);
    (plain && words && !money).then(|| (parsed.value, unit.to_owned()))
}

fn feature(
    page: &mut Page,
    label: &str,
    group: &str,
    cells: &[&str],
    locale: Locale,
    report: &mut Report,
    line: usize,
) {
    names::cut(label, "the name of a feature", line, report);
    let lower: Vec<String> = cells.iter().map(|cell| cell.to_lowercase()).collect();
    let plain = |cell: &String| YES.contains(&cell.as_str()) || NO.contains(&cell.as_str());
    let numbers: Vec<_> = cells.iter().map(|cell| counted(cell, locale)).collect();
    let mut units: Vec<String> =
        numbers.iter().flatten().map(|(_, unit)| singular(unit)).filter(|unit| !unit.is_empty()).collect();
    units.sort_by_key(|unit| unit.to_lowercase());
    units.dedup_by_key(|unit| unit.to_lowercase());
    let number =
        |(cell, number): (&String, &Option<_>)| plain(cell) || BOUNDLESS.contains(&cell.as_str()) || number.is_some();
    let kind = match () {
        () if lower.iter().all(plain) => Kind::Flag,
        () if units.len() <= 1 && lower.iter().zip(&numbers).all(number) => Kind::Number,
        () => Kind::Text,
    };
    for (((plan, cell), written), number) in page.plans.iter_mut().zip(&lower).zip(cells).zip(&numbers) {
        if kind == Kind::Text && written.chars().count() > LONGEST {
            note(&mut report.left_out, label, line, format!("what is beyond {LONGEST} signs in {}", plan.name));
        }
        plan.contents.push(match (kind, number) {
            _ if NO.contains(&cell.as_str()) => Content::Absent,
            _ if YES.contains(&cell.as_str()) => Content::There,
            (Kind::Number, _) if BOUNDLESS.contains(&cell.as_str()) => Content::Upto(UNLIMITED.into()),
            (Kind::Number, Some((value, _))) if value.is_zero() => Content::Absent,
            (Kind::Number, Some((value, _))) => {
                let held = (*value).min(Decimal::from(HIGHEST)).round_dp(12).normalize();
                if held != *value {
                    let words = format!("{written:?} in {}, held as {held}", plan.name);
                    note(&mut report.left_out, label, line, words);
                }
                Content::Upto(held.to_string())
            }
            _ => {
                Content::Upto(written.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect())
            }
        });
    }
    page.features.push(FeatureRow {
        key: label.to_owned(),
        name: names::name(label, "Feature"),
        group: group.to_owned(),
        unit: if kind == Kind::Number {
            units.pop().unwrap_or_default().chars().take(40).collect()
        } else {
            String::new()
        },
        description: String::new(),
        kind,
    });
}
