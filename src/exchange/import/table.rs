//! This file reads a price page pasted as a table: plans across, what they cost and contain down.
//!
//! The first row names the plans, the first column what a row is about. Rows called price, annual price, annual
//! discount, unit, seats included and extra seat are the price list; a row with a name alone is the heading of those
//! below; any other row is a feature: yes or no, a number, unlimited, or words.

use rust_decimal::Decimal;

use super::names;
use super::page::Content;
use super::page::FeatureRow;
use super::page::Kind;
use super::page::Page;
use super::page::Place;
use super::page::PlanRow;
use super::page::Price;
use super::report::ImportError;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::unit::Priced;
use crate::exchange::table;
use crate::exchange::table::Row;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::parse_number;
use crate::workspace::model::UNLIMITED;

const YES: &[&str] = &["yes", "y", "true", "✓", "✔", "✔️", "☑", "✅", "x", "•", "●", "included"];
const NO: &[&str] = &["", "no", "n", "false", "✗", "✘", "❌", "-", "–", "—", "not included", "n/a"];
const BOUNDLESS: &[&str] = &["unlimited", "∞", "no limit", "infinite"];

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Price,
    PriceAnnual,
    AnnualDiscount,
    Unit,
    Included,
    Beyond,
    Feature,
}

impl About {
    fn of(label: &str) -> Self {
        let label = label.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| label.contains(word));
        let annual = any(&["annual", "year"]);
        let people = any(&["seat", "user", "member"]);
        match () {
            () if annual && any(&["discount", "saving"]) => Self::AnnualDiscount,
            () if people
                && any(&["extra", "additional"])
                && any(&["price", "cost", "extra seat", "additional seat", "extra user", "additional user"]) =>
            {
                Self::Beyond
            }
            () if annual && any(&["price", "cost", "billing", "billed"]) => Self::PriceAnnual,
            () if any(&["price", "cost"]) || label == "monthly" => Self::Price,
            () if ["unit", "per", "priced by", "billed per", "billed by"].contains(&label.trim()) => Self::Unit,
            () if people && any(&["included"]) => Self::Included,
            () => Self::Feature,
        }
    }
}

/// Whether a text looks like a table rather than like YAML: rows of several cells, the second of them naming plans.
pub(super) fn looks(text: &str) -> bool {
    let wide = |row: &Row| row.cells.iter().skip(1).any(|cell| !cell.is_empty());
    table::read(text, table::separator(text)).is_ok_and(|rows| rows.len() > 1 && rows.first().is_some_and(wide))
}

/// The page in a table.
pub(super) fn read(text: &str, report: &mut Report) -> Result<Page, ImportError> {
    let ends = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = ends.replace(|sign: char| sign.is_control() && sign != '\n' && sign != '\t', " ");
    let rows = table::read(&text, table::separator(&text)).map_err(ImportError::Table)?;
    let wrong = |line: usize, why: &str| Err(ImportError::NotAPage { line, why: why.into() });
    let Some((head, rows)) = rows.split_first() else { return wrong(1, "there is nothing in it") };
    let columns: Vec<usize> = (1..head.cells.len()).filter(|at| !head.cells[*at].is_empty()).collect();
    let Some(price) = rows.iter().find(|row| About::of(cell(row, 0)) == About::Price) else {
        return wrong(head.line, "no row is called price");
    };
    let mut page = Page { name: "Pasted price page".into(), source: "Pasted price page".into(), ..Page::default() };
    for column in &columns {
        let plan = plan(&mut page, head, *column, price, rows, report);
        page.plans.push(plan);
    }
    features(&mut page, &columns, rows, report);
    say(&mut report.understood, format!("A table of {} rows and {} plans.", rows.len(), columns.len()));
    Ok(page)
}

fn cell(row: &Row, column: usize) -> &str {
    row.cells.get(column).map_or("", String::as_str)
}

fn plan(page: &mut Page, head: &Row, column: usize, price: &Row, rows: &[Row], report: &mut Report) -> PlanRow {
    let name = cell(head, column);
    let place = Place { path: name.to_owned(), line: price.line };
    let found = |about: About| {
        rows.iter().find(|row| About::of(cell(row, 0)) == about).map(|row| (row.line, cell(row, column)))
    };
    let written = cell(price, column);
    let (amount, words) = amount(written);
    let unit = found(About::Unit).map_or(words, |(_, unit)| unit.to_owned());
    page.currency = page.currency.or_else(|| currency(written));
    let price = match amount {
        Some(amount) if amount.is_zero() => Price::Free,
        Some(amount) if amount > Decimal::ZERO && amount <= Decimal::from(1_000_000_000) => {
            Price::Known(amount.round_dp(12))
        }
        _ if written.eq_ignore_ascii_case("free") => Price::Free,
        _ if NO.contains(&written.to_lowercase().as_str()) => Price::OnRequest("no price given".into()),
        _ => Price::OnRequest(written.chars().take(80).collect()),
    };
    let annual_discount = discount(&price, found(About::AnnualDiscount), found(About::PriceAnnual), name, report);
    let number = |about: About| {
        self::amount(found(about).map_or("", |(_, cell)| cell)).0.filter(|value| *value >= Decimal::ZERO)
    };
    let mut unit = Priced::read(&unit);
    let beyond = number(About::Beyond);
    let included = number(About::Included).filter(|_| beyond.is_some());
    if included.is_some() && unit.noun.is_none() {
        unit.noun = Some("seat".into());
    }
    PlanRow {
        key: name.to_owned(),
        name: names::name(name, "Plan"),
        place,
        price,
        unit,
        annual_discount,
        included: included.zip(beyond),
        contents: Vec::new(),
    }
}

/// The share taken off a year: as written, or out of an annual price, which is a month's or a whole year's.
fn discount(
    price: &Price,
    share: Option<(usize, &str)>,
    annual: Option<(usize, &str)>,
    name: &str,
    report: &mut Report,
) -> Decimal {
    let highest = Decimal::new(9, 1);
    let written = share.and_then(|(_, cell)| parse_number(cell, Locale::EN_US).ok());
    if let Some(share) = written {
        let share =
            if share.percent || share.value <= Decimal::ONE { share.value } else { share.value / Decimal::ONE_HUNDRED };
        return share.clamp(Decimal::ZERO, highest).round_dp(12);
    }
    let (Price::Known(monthly), Some((line, cell))) = (price, annual) else { return Decimal::ZERO };
    let Some(annual) = amount(cell).0.filter(|annual| *annual > Decimal::ZERO) else { return Decimal::ZERO };
    let year = monthly * Decimal::from(12);
    let share =
        if annual > monthly * Decimal::TWO { Decimal::ONE - annual / year } else { Decimal::ONE - annual / monthly };
    let read = if annual > monthly * Decimal::TWO { "a year" } else { "a month when a year is paid" };
    note(&mut report.assumed, name, line, format!("the annual price {annual} is a price {read}"));
    if share < Decimal::ZERO || share > highest {
        note(
            &mut report.left_out,
            name,
            line,
            format!("the annual price {annual}, which is no discount on {monthly} a month"),
        );
        return Decimal::ZERO;
    }
    share.round_dp(12).normalize()
}

/// The number a cell begins with, and what it is for: `$12 / user / month` is 12 and `user / month`.
fn amount(cell: &str) -> (Option<Decimal>, String) {
    let cut = cell.find(" per ").into_iter().chain(cell.find('/')).min().unwrap_or(cell.len());
    let (number, rest) = cell.split_at(cut);
    (
        parse_number(number, Locale::EN_US).ok().map(|parsed| parsed.value),
        rest.trim_start_matches('/').trim().to_owned(),
    )
}

fn currency(cell: &str) -> Option<Currency> {
    let number = cell.split(['/', ' ']).next().unwrap_or_default();
    let named = parse_number(number, Locale::EN_US).ok().and_then(|parsed| parsed.currency);
    named.or_else(|| cell.trim_start().starts_with('£').then_some(Currency::GBP))
}

fn features(page: &mut Page, columns: &[usize], rows: &[Row], report: &mut Report) {
    let mut group = String::new();
    for row in rows {
        let label = cell(row, 0);
        let cells: Vec<&str> = columns.iter().map(|column| cell(row, *column)).collect();
        let about = About::of(label);
        if label.is_empty() {
            note(&mut report.left_out, "", row.line, format!("line {} has no name", row.line));
        } else if about == About::Feature && cells.iter().all(|cell| cell.is_empty()) {
            group = label.chars().take(80).collect();
        } else if about == About::Feature
            || (about == About::Included && page.plans.iter().all(|plan| plan.included.is_none()))
        {
            feature(page, label, &group, &cells);
        }
    }
}

fn feature(page: &mut Page, label: &str, group: &str, cells: &[&str]) {
    let lower: Vec<String> = cells.iter().map(|cell| cell.to_lowercase()).collect();
    let plain = |cell: &String| YES.contains(&cell.as_str()) || NO.contains(&cell.as_str());
    let number = |cell: &String| {
        parse_number(cell, Locale::EN_US).ok().filter(|parsed| !parsed.percent && parsed.value >= Decimal::ZERO)
    };
    let counted = |cell: &String| plain(cell) || BOUNDLESS.contains(&cell.as_str()) || number(cell).is_some();
    let kind = match () {
        () if lower.iter().all(plain) => Kind::Flag,
        () if lower.iter().all(counted) => Kind::Number,
        () => Kind::Text,
    };
    for ((plan, cell), written) in page.plans.iter_mut().zip(&lower).zip(cells) {
        plan.contents.push(match kind {
            _ if NO.contains(&cell.as_str()) => Content::Absent,
            _ if YES.contains(&cell.as_str()) => Content::There,
            Kind::Number if BOUNDLESS.contains(&cell.as_str()) => Content::Upto(UNLIMITED.into()),
            Kind::Number => match number(cell) {
                Some(parsed) if parsed.value.is_zero() => Content::Absent,
                Some(parsed) => Content::Upto(
                    parsed.value.min(Decimal::from(1_000_000_000_000_u64)).round_dp(12).normalize().to_string(),
                ),
                None => Content::There,
            },
            _ => Content::Upto(written.chars().take(120).collect()),
        });
    }
    page.features.push(FeatureRow {
        key: label.to_owned(),
        name: names::name(label, "Feature"),
        group: group.to_owned(),
        unit: String::new(),
        description: String::new(),
        kind,
    });
}
