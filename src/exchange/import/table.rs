//! This file reads a price page pasted as a table: plans across, what they cost and contain down.
//!
//! The first row names the plans, the first column what a row is about. Rows called price, annual price, annual
//! discount, unit, seats included and extra seat are the price list; a row with a name alone is the heading of those
//! below; any other row is a feature: yes or no, a number, unlimited, or words. Where no row is called price, one whose
//! cells are money is, or the prices beside the names of the plans.

use rust_decimal::Decimal;

use super::grid;
use super::grid::Grid;
use super::grid::cell;
use super::labels;
use super::labels::About;
use super::names;
use super::page::Page;
use super::page::Place;
use super::page::PlanRow;
use super::page::Price;
use super::price_words;
use super::priced::annual_discount;
use super::report::ImportError;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::rows;
use super::unit::Period;
use super::unit::Priced;
use crate::exchange::table::Row;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::counted;
use crate::number::parse_number;

/// The rows of a table that are the price list, by their place.
#[derive(Default)]
pub(super) struct Used {
    price: Option<usize>,
    annual: Option<usize>,
    discount: Option<usize>,
    unit: Option<usize>,
    pub included: Option<usize>,
    beyond: Option<usize>,
}

impl Used {
    fn of(grid: &Grid) -> Self {
        let first = |about: About| grid.rows.iter().position(|row| About::of(cell(row, 0)) == about);
        let money = |row: &Row| {
            let cells = grid.plans.iter().map(|(at, _)| cell(row, *at));
            let mut cells = cells.filter(|cell| !cell.is_empty());
            cells.clone().any(|cell| grid::priced(cell, grid.locale))
                && cells
                    .all(|cell| grid::priced(cell, grid.locale) || !cell.contains(|sign: char| sign.is_ascii_digit()))
        };
        Self {
            price: first(About::Price).or_else(|| {
                let unnamed = first(About::PriceAnnual).is_some();
                let fits = |row: &Row| {
                    let label = cell(row, 0);
                    money(row) && About::of(label) == About::Feature && (label.is_empty() || !unnamed)
                };
                grid.rows.iter().position(fits)
            }),
            annual: first(About::PriceAnnual),
            discount: first(About::AnnualDiscount),
            unit: first(About::Unit),
            included: first(About::Included).filter(|_| first(About::Beyond).is_some()),
            beyond: first(About::Beyond),
        }
    }

    /// Whether the row at that place is one of them.
    pub fn holds(&self, at: usize) -> bool {
        [self.price, self.annual, self.discount, self.unit, self.included, self.beyond].contains(&Some(at))
    }
}

/// The page in a table.
pub(super) fn read(text: &str, report: &mut Report) -> Result<Page, ImportError> {
    let mut grid = grid::read(text, report)?;
    let used = Used::of(&grid);
    let mut beside: Vec<Option<String>> = vec![None; grid.plans.len()];
    if used.price.is_none() && used.annual.is_none() {
        beside = in_names(&mut grid);
        if beside.iter().all(Option::is_none) {
            let names = listed(grid.plans.iter().map(|(_, name)| name.as_str()));
            let why = format!("no row is called price, and none stands beside {names}; {ALLOWED}");
            return Err(ImportError::NotAPage { line: grid.line, why });
        }
        note(
            &mut report.assumed,
            "",
            grid.line,
            format!("line {}: the prices beside the names of the plans", grid.line),
        );
    }
    priced(&grid, &used)?;
    let name = names::name(grid.title.as_deref().unwrap_or_default(), "Pasted price page");
    let mut page = Page { name, source: "Pasted price page".into(), ..Page::default() };
    names::cut(grid.title.as_deref().unwrap_or_default(), "the title", 1, report);
    for (at, beside) in (0..grid.plans.len()).zip(&beside) {
        names::cut(&grid.plans[at].1, "the name of a plan", grid.line, report);
        let plan = plan(&mut page, &grid, at, &used, beside.as_deref(), report);
        page.plans.push(plan);
    }
    rows::features(&mut page, &grid, &used, report);
    say(
        &mut report.understood,
        format!(
            "A table of {} and {}.",
            counted(grid.rows.len(), "row", Locale::EN_US),
            counted(grid.plans.len(), "plan", Locale::EN_US)
        ),
    );
    Ok(page)
}

/// What a table needs, for whoever pasted another.
const ALLOWED: &str =
    "a price page has a price for at least one plan: an amount such as $12, \"free\", or words such as \"contact us\"";

/// That a row called price holds one: any text with commas in it can be read as a table.
fn priced(grid: &Grid, used: &Used) -> Result<(), ImportError> {
    let rows: Vec<&Row> = [used.price, used.annual].into_iter().flatten().map(|row| &grid.rows[row]).collect();
    let cells = |row| grid.plans.iter().map(move |(at, _)| cell(row, *at));
    match rows.first() {
        Some(row) if !rows.iter().any(|row| cells(row).any(|text| price_words::tells(text, grid.locale))) => {
            let (label, found) = (listed([cell(row, 0)].into_iter()), listed(cells(row)));
            Err(ImportError::NotAPage { line: row.line, why: format!("the row {label} holds {found}; {ALLOWED}") })
        }
        _ => Ok(()),
    }
}

/// The first of some texts, as far as they are needed to find them again.
fn listed<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let short = |text: &str| match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("\"{}…\"", text[..end].trim_end()),
        None => format!("\"{text}\""),
    };
    let mut filled = texts.filter(|text| !text.is_empty());
    let first: Vec<String> = filled.by_ref().take(3).map(short).collect();
    match (first.is_empty(), filled.count()) {
        (true, _) => "nothing".into(),
        (false, 0) => first.join(", "),
        (false, more) => format!("{} and {more} more", first.join(", ")),
    }
}

/// The most characters of a text that is no price which an error shows.
const SHOWN: usize = 40;

/// The prices that stand in the names of the plans, which lose them: `Pro – $12 / user`, `Team (€20)`.
fn in_names(grid: &mut Grid) -> Vec<Option<String>> {
    let locale = grid.locale;
    let starts = |name: &str| {
        let at = name.find(price_words::SIGNS).or_else(|| name.find(|sign: char| sign.is_ascii_digit()));
        at.filter(|at| *at > 0 && grid::priced(name[*at..].trim_end_matches(')'), locale))
    };
    let known = grid.plans.iter().any(|(_, name)| starts(name).is_some());
    let split = |name: &mut String| {
        let at = starts(name).or_else(|| name.find('(').filter(|at| *at > 0)).filter(|_| known)?;
        let price = name[at..].trim_matches(['(', ')', ' ']).to_owned();
        *name = name[..at].trim_end_matches(['(', '-', '–', '—', ':', ',', ' ']).to_owned();
        Some(price)
    };
    grid.plans.iter_mut().map(|(_, name)| split(name)).collect()
}

/// Where a price stands, what it says, and what its row says it is for.
struct Written<'a> {
    line: usize,
    text: &'a str,
    label: &'a str,
}

fn plan(page: &mut Page, grid: &Grid, at: usize, used: &Used, beside: Option<&str>, report: &mut Report) -> PlanRow {
    let (column, name) = &grid.plans[at];
    let written = |row: Option<usize>| {
        row.map(|row| &grid.rows[row]).map(|row| Written {
            line: row.line,
            text: cell(row, *column),
            label: cell(row, 0),
        })
    };
    let free = if name.eq_ignore_ascii_case("free") { "free" } else { "" };
    let named = Written { line: grid.line, text: beside.unwrap_or(free), label: "" };
    let yearly = used.price.is_none() && used.annual.is_some();
    let price = written(used.price.or(used.annual)).unwrap_or(named);
    let place = Place { path: name.clone(), line: price.line };
    let worded = price_words::read(price.text, grid.locale);
    if worded.least {
        note(&mut report.assumed, name.clone(), price.line, format!("{:?}: the lowest of its prices", price.text));
    }
    page.currency = page.currency.or(worded.currency).or_else(|| currency(price.label));
    let mut unit = match written(used.unit).map(|unit| unit.text).filter(|text| !text.is_empty()) {
        Some(text) => Priced::read(text),
        None if worded.unit.is_empty() => Priced::read(labels::unit(price.label)),
        None => {
            let (own, label) = (Priced::read(&worded.unit), Priced::read(labels::unit(price.label)));
            Priced { noun: own.noun.or(label.noun), ..own }
        }
    };
    if yearly && !format!("{} {}", worded.unit, price.label).to_lowercase().contains("mo") {
        unit.period = Period::Yearly(1);
    }
    let annual = written(used.annual).filter(|_| !yearly);
    let annual_discount = discount(&worded.price, written(used.discount), annual, grid.locale, name, report);
    let number = |row: Option<usize>| {
        let amount = written(row).and_then(|written| price_words::amount(written.text, grid.locale));
        amount.map(|(value, ..)| value).filter(|value| *value >= Decimal::ZERO)
    };
    let beyond = number(used.beyond);
    let included = number(used.included).filter(|_| beyond.is_some() && matches!(worded.price, Price::Known(_)));
    if included.is_some() && unit.noun.is_none() {
        unit.noun = Some("seat".into());
    }
    PlanRow {
        key: name.clone(),
        name: names::name(name, "Plan"),
        place,
        price: worded.price,
        annual_discount: if unit.period == Period::Yearly(1) { Decimal::ZERO } else { annual_discount },
        unit,
        included: included.zip(beyond),
        contents: Vec::new(),
    }
}

/// The share taken off a year: as written, or out of an annual price, which is a month's or a whole year's.
fn discount(
    price: &Price,
    share: Option<Written<'_>>,
    annual: Option<Written<'_>>,
    locale: Locale,
    name: &str,
    report: &mut Report,
) -> Decimal {
    let highest = super::billing::highest();
    if let Some(share) = share.and_then(|share| parse_number(share.text, locale).ok()) {
        let value =
            if share.percent || share.value <= Decimal::ONE { share.value } else { share.value / Decimal::ONE_HUNDRED };
        return value.clamp(Decimal::ZERO, highest).round_dp(12);
    }
    let (Price::Known(monthly), Some(annual)) = (price, annual) else { return Decimal::ZERO };
    let found = price_words::amount(annual.text, locale).filter(|(value, ..)| *value > Decimal::ZERO);
    let Some((value, _, rest)) = found else { return Decimal::ZERO };
    let whole = value > monthly * Decimal::TWO || Priced::read(rest).period == Period::Yearly(1);
    let read = if whole { "a year" } else { "a month when a year is paid" };
    note(&mut report.assumed, name, annual.line, format!("the annual price {value} is a price {read}"));
    let share = match whole {
        true => Some(Decimal::ONE - value / (monthly * Decimal::from(12)))
            .filter(|share| *share >= Decimal::ZERO && *share <= highest),
        false => annual_discount(*monthly, value),
    };
    share.map(|share| share.round_dp(12).normalize()).unwrap_or_else(|| {
        let words = format!("the annual price {value}, which is no discount on {monthly} a month");
        note(&mut report.left_out, name, annual.line, words);
        Decimal::ZERO
    })
}

/// The currency a row names: `Price (EUR)`.
fn currency(label: &str) -> Option<Currency> {
    let signs = [("€", Currency::EUR), ("£", Currency::GBP)];
    let word =
        label.split(|sign: char| !sign.is_alphanumeric()).find(|word| word.len() == 3 && *word == word.to_uppercase());
    let named = word.and_then(|word| word.parse().ok());
    named.or_else(|| signs.iter().find(|(sign, _)| label.contains(sign)).map(|(_, currency)| *currency))
}
