//! This file reads survey data from a sheet: which column is which, and what is wrong in which row.

use std::fmt;

use crate::month::Month;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::SheetRow;
use crate::number::clip;
use crate::number::parse_number;
use crate::number::sheet_number;

/// The most rows of one survey.
pub const MOST_ROWS: usize = 2_000;
/// The most faults that are listed.
const MOST_FAULTS: usize = 20;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// Money within bounds, with or without the sign of its currency.
    Money { low: f64, high: f64 },
    /// A number within bounds.
    Amount { low: f64, high: f64 },
    /// A whole number within bounds.
    Whole { low: f64, high: f64 },
    /// A month as YYYY-MM.
    Month,
    /// Words, at most 40 characters.
    Word,
}

/// A column that a kind of evidence has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// What people call it.
    pub label: &'static str,
    /// What its cells hold.
    pub holds: Holds,
    /// Whether every row must have it.
    pub needed: bool,
    /// Headers it goes by, in small letters without anything else.
    pub known_as: &'static [&'static str],
}

/// A cell as it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A number.
    Number(f64),
    /// A month.
    Month(Month),
    /// Words.
    Word(String),
}

impl Entry {
    /// The number; 0 where it is none.
    pub fn number(&self) -> f64 {
        if let Self::Number(number) = self { *number } else { 0.0 }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Month(month) => write!(f, "{month}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// Something wrong in a row of the sheet, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the text; 0 where it is about no row in particular.
    pub row: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row > 0 { write!(f, "row {}: {}", self.row, self.what) } else { f.write_str(&self.what) }
    }
}

/// Where each wanted column stands in the sheet, and whether the first row names the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Whether the first row is a header.
    pub has_header: bool,
    /// By wanted column: its place in the sheet, from 0.
    pub places: Vec<Option<usize>>,
}

/// The likeliest mapping: by the names in the header, else in order.
pub fn guess(rows: &[SheetRow], columns: &[Column]) -> Mapping {
    let Some(first) = rows.first() else { return Mapping { has_header: false, places: vec![None; columns.len()] } };
    let has_header = first.cells.iter().all(|cell| amount(cell).is_none() && cell.parse::<Month>().is_err());
    if !has_header {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let places = (0..columns.len()).map(|at| Some(at).filter(|at| *at < width)).collect();
        return Mapping { has_header, places };
    }
    let names: Vec<String> = first.cells.iter().map(|cell| plain(cell)).collect();
    let named = |column: &Column| {
        let known = |name: &String| column.known_as.contains(&name.as_str()) || *name == plain(column.label);
        names.iter().position(known)
    };
    Mapping { has_header, places: columns.iter().map(named).collect() }
}

/// Small letters and digits alone.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A number with a currency sign or code around it.
pub fn amount(text: &str) -> Option<f64> {
    sheet_number(text.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+' | '%')))
        .filter(|_| text.chars().any(|c| c.is_ascii_digit()) && text.chars().filter(|c| c.is_alphabetic()).count() <= 3)
}

/// The currency that stands around the digits of an amount, where it is another than `currency`: its sign or code. A sign
/// that several currencies share is another's where the currency is written with none such.
pub fn foreign(text: &str, currency: Currency) -> Option<String> {
    let (begin, end) = (text.find(|c: char| c.is_ascii_digit())?, text.rfind(|c: char| c.is_ascii_digit())? + 1);
    let around =
        [&text[..begin], &text[end..]].map(|part| part.trim_matches(|c: char| " \u{a0}\u{202f}+-−()%".contains(c)));
    around.into_iter().find(|mark| is_foreign(mark, currency)).map(str::to_owned)
}

fn is_foreign(mark: &str, currency: Currency) -> bool {
    const SHARED: [&str; 5] = ["$", "£", "¥", "kr", "kr."];
    if SHARED.contains(&mark) {
        return currency.symbol().is_some_and(|own| !own.contains(mark.trim_end_matches('.')));
    }
    let written = parse_number(&format!("1 {mark}"), Locale::EN_US).ok();
    written.and_then(|written| written.currency).is_some_and(|found| found != currency)
}

/// What is wrong with the heading of a column of numbers: it says percent, or another currency, by its sign or its code in
/// capitals.
fn wrong_heading(heading: &str, column: &Column, currency: Option<Currency>) -> Option<String> {
    let label = column.label;
    let number = matches!(column.holds, Holds::Money { .. } | Holds::Amount { .. } | Holds::Whole { .. });
    if number && heading.contains('%') {
        return Some(format!("{label} stands under {:?}, allowed: {}", clip(heading, 40), NO_PERCENT));
    }
    let currency = currency.filter(|_| matches!(column.holds, Holds::Money { .. }))?;
    // A heading in capitals throughout may be made of words that are codes.
    let codes = heading.chars().any(char::is_lowercase) || heading.contains(['(', '[']);
    let mut marks = heading.split(|c: char| c.is_whitespace() || "()[]/,:".contains(c)).filter(|mark| {
        !mark.is_empty()
            && (!mark.chars().any(char::is_alphanumeric)
                || codes && mark.len() == 3 && mark.bytes().all(|b| b.is_ascii_uppercase()))
    });
    let wrong = marks.any(|mark| is_foreign(mark, currency));
    wrong.then(|| format!("{label} stands under {:?}, allowed: amounts in {}", clip(heading, 40), currency.code()))
}

/// What a column of numbers can hold instead of a percentage.
const NO_PERCENT: &str = "numbers without a percent sign";

/// Every row's entries in the order of the columns, with the line each stood in; or the first faults there are, and
/// how many more. Amounts are of `currency`; where none is named they may be of any, as rows are that a document keeps.
pub fn read(
    rows: &[SheetRow],
    columns: &[Column],
    mapping: &Mapping,
    currency: Option<Currency>,
) -> Result<Vec<Vec<Option<Entry>>>, Vec<Fault>> {
    let mut faults: Vec<Fault> = columns
        .iter()
        .zip(&mapping.places)
        .filter(|(column, place)| column.needed && place.is_none())
        .map(|(column, _)| Fault { row: 0, what: format!("no column is {:?}", column.label) })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let (header, body) = rows.split_at(usize::from(mapping.has_header).min(rows.len()));
    for row in header {
        let heading = |place: &Option<usize>| row.cells.get((*place)?);
        let wrong = |(column, place)| wrong_heading(heading(place)?, column, currency);
        faults.extend(columns.iter().zip(&mapping.places).filter_map(wrong).map(|what| Fault { row: row.line, what }));
    }
    let mut read = Vec::new();
    for row in body {
        let entry = |(column, place): (&Column, &Option<usize>)| {
            let cell = place.and_then(|place| row.cells.get(place)).map_or("", String::as_str);
            entry(cell, column, currency).map_err(|what| Fault { row: row.line, what })
        };
        match columns.iter().zip(&mapping.places).map(entry).collect::<Result<Vec<_>, _>>() {
            Ok(entries) => read.push(entries),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() && read.is_empty() {
        faults.push(Fault { row: 0, what: "no rows found".to_owned() });
    }
    if faults.is_empty() { Ok(read) } else { Err(first(faults)) }
}

/// The first faults, and how many there are beyond them.
pub(super) fn first(mut faults: Vec<Fault>) -> Vec<Fault> {
    let more = faults.len().saturating_sub(MOST_FAULTS);
    if more > 0 {
        faults.truncate(MOST_FAULTS);
        let what = format!("{more} more {}", if more == 1 { "row is wrong" } else { "rows are wrong" });
        faults.push(Fault { row: 0, what });
    }
    faults
}

/// Whether a number is written in thousands or millions: `1.2k`.
fn is_short(cell: &str) -> bool {
    let end = cell.rfind(|c: char| c.is_ascii_digit()).map_or("", |at| cell[at + 1..].trim());
    ["k", "m", "mn", "b", "bn", "t", "tn"].iter().any(|word| end.eq_ignore_ascii_case(word))
}

fn entry(cell: &str, column: &Column, currency: Option<Currency>) -> Result<Option<Entry>, String> {
    let label = column.label;
    if cell.is_empty() {
        return if column.needed { Err(format!("{label} is missing")) } else { Ok(None) };
    }
    let number = |low: f64, high: f64, kind: &str| match amount(cell) {
        Some(_) if is_short(cell) => {
            Err(format!("{label} is {:?}, allowed: {kind} from {low} to {high}, written in full", clip(cell, 40)))
        }
        Some(_) if cell.contains(['%', '\u{ff05}', '\u{66a}']) => Err(format!(
            "{label} is {:?}, allowed: {kind} from {low} to {high}, without a percent sign",
            clip(cell, 40)
        )),
        None => Err(format!("{label} is {:?}, not {kind}", clip(cell, 40))),
        Some(number) if !(low..=high).contains(&number) => {
            Err(format!("{label} is {number}, allowed: {low} to {high}"))
        }
        Some(number) => Ok(number),
    };
    let found = match column.holds {
        Holds::Money { low, high } => {
            if let Some(currency) = currency.filter(|currency| foreign(cell, *currency).is_some()) {
                let code = currency.code();
                return Err(format!("{label} is {:?}, allowed: {low} to {high} in {code}", clip(cell, 40)));
            }
            Entry::Number(number(low, high, "a number")?)
        }
        Holds::Amount { low, high } => Entry::Number(number(low, high, "a number")?),
        Holds::Whole { low, high } => {
            let found = number(low, high, "a whole number")?;
            if found.fract() != 0.0 {
                return Err(format!("{label} is {found}, not a whole number"));
            }
            Entry::Number(found)
        }
        Holds::Month => {
            Entry::Month(cell.parse().map_err(|_| format!("{label} is {:?}, not a month as YYYY-MM", clip(cell, 40)))?)
        }
        Holds::Word => Entry::Word(cell.chars().filter(|c| !c.is_control()).take(40).collect()),
    };
    Ok(Some(found))
}

/// Read rows as the document keeps them: cells by tab, rows by line, columns in their order.
pub fn written(rows: &[Vec<Option<Entry>>]) -> String {
    let row = |row: &Vec<Option<Entry>>| {
        let cells: Vec<String> =
            row.iter().map(|entry| entry.as_ref().map_or(String::new(), Entry::to_string)).collect();
        cells.join("\t").trim_end_matches('\t').to_owned()
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::sheet;

    const COLUMNS: &[Column] = &[
        Column { label: "Price", holds: Holds::Money { low: 0.01, high: 1e6 }, needed: true, known_as: &["preis"] },
        Column { label: "Intent", holds: Holds::Whole { low: 1.0, high: 5.0 }, needed: false, known_as: &[] },
        Column { label: "Group", holds: Holds::Word, needed: false, known_as: &["segment"] },
    ];

    fn told(text: &str) -> Result<String, Vec<String>> {
        let rows = sheet(text, MOST_ROWS).unwrap();
        read(&rows, COLUMNS, &guess(&rows, COLUMNS), Some(Currency::USD))
            .map(|rows| written(&rows))
            .map_err(|faults| faults.iter().map(Fault::to_string).collect())
    }

    #[test]
    fn columns_are_found_by_name_or_order() {
        let rows = [
            ("10,5,small\n12", "10\t5\tsmall\n12"),
            ("segment;Preis;note\nsmall;$10,50;x\nbig;1.000,00;", "10.5\t\tsmall\n1000\t\tbig"),
            ("Intent\tPRICE\n3\tUSD 9\n4\t$ 8\n5\tUS$7", "9\t3\n8\t4\n7\t5"),
            ("preis ($),intent\n9,3", "9\t3"),
        ];
        for (text, expected) in rows {
            assert_eq!(told(text).as_deref(), Ok(expected), "{text:?}");
            let again = sheet(expected, MOST_ROWS).unwrap();
            assert_eq!(
                told(expected).unwrap(),
                written(&read(&again, COLUMNS, &guess(&again, COLUMNS), None).unwrap())
            );
        }
    }

    #[test]
    fn a_heading_may_name_the_currency_of_the_workspace_alone() {
        for heading in ["Price (USD)", "Price US$", "PRICE TO TRY", "Price of all", "Price / month"] {
            assert_eq!(wrong_heading(heading, &COLUMNS[0], Some(Currency::USD)), None);
        }
        for heading in ["Price EUR", "PRICE [EUR]", "Price, £", "Price in % of list"] {
            assert!(wrong_heading(heading, &COLUMNS[0], Some(Currency::USD)).is_some(), "{heading}");
        }
        assert_eq!(wrong_heading("Price €", &COLUMNS[0], None), None, "rows of a document are of its currency");
    }

    #[test]
    fn every_fault_names_its_row() {
        let rows = [
            (
                "10,5\nten,5\n\n11,6\n12,2.5",
                vec![
                    "row 2: Price is \"ten\", not a number",
                    "row 4: Intent is 6, allowed: 1 to 5",
                    "row 5: Intent is 2.5, not a whole number",
                ],
            ),
            (
                "10\n€ 5.11\n7.50 EUR\n£8",
                vec![
                    "row 2: Price is \"€ 5.11\", allowed: 0.01 to 1000000 in USD",
                    "row 3: Price is \"7.50 EUR\", allowed: 0.01 to 1000000 in USD",
                    "row 4: Price is \"£8\", allowed: 0.01 to 1000000 in USD",
                ],
            ),
            (
                "10;3\n12;4 %\n85 %;1\n1.2k;1",
                vec![
                    "row 2: Intent is \"4 %\", allowed: a whole number from 1 to 5, without a percent sign",
                    "row 3: Price is \"85 %\", allowed: a number from 0.01 to 1000000, without a percent sign",
                    "row 4: Price is \"1.2k\", allowed: a number from 0.01 to 1000000, written in full",
                ],
            ),
            (
                "price (€),intent %\n10,4",
                vec![
                    "row 1: Price stands under \"price (€)\", allowed: amounts in USD",
                    "row 1: Intent stands under \"intent %\", allowed: numbers without a percent sign",
                ],
            ),
            ("price,intent\n,4", vec!["row 2: Price is missing"]),
            ("group,intent\nbig,4", vec!["no column is \"Price\""]),
            ("price,intent", vec!["no rows found"]),
            ("0", vec!["row 1: Price is 0, allowed: 0.01 to 1000000"]),
            ("", vec!["no column is \"Price\""]),
        ];
        for (text, expected) in rows {
            assert_eq!(told(text), Err(expected.into_iter().map(str::to_owned).collect()), "{text:?}");
        }
    }
}
