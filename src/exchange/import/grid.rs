//! This file makes a grid of a pasted table: names of plans across, names of rows down, whichever way it was pasted.

use super::labels::About;
use super::price_words;
use super::report::ImportError;
use super::report::Report;
use super::report::note;
use super::report::say;
use crate::exchange::table;
use crate::exchange::table::Row;
use crate::exchange::table::Separator;
use crate::number::Locale;

/// What stands beside the name of a plan and is no part of it.
const BADGES: &[&str] = &["most popular", "recommended", "best value", "popular", "best"];

/// A table with a plan in each column.
pub(super) struct Grid {
    /// The line above it, if it has one.
    pub title: Option<String>,
    /// The names of plans, each with its column.
    pub plans: Vec<(usize, String)>,
    /// The line of the names.
    pub line: usize,
    /// The rows below.
    pub rows: Vec<Row>,
    /// How numbers are written in it.
    pub locale: Locale,
}

/// The cell of a row; nothing where there is none.
pub(super) fn cell(row: &Row, column: usize) -> &str {
    row.cells.get(column).map_or("", String::as_str)
}

/// Whether a text looks like a table rather than like YAML: rows of several cells, one of the first naming plans.
pub(super) fn looks(text: &str) -> bool {
    let (text, separator) = plain(text);
    table::read(&text, separator).is_ok_and(|rows| rows.len() > 1 && rows.iter().take(3).any(|row| filled(row) > 0))
}

/// Cells with something in them, the first aside.
fn filled(row: &Row) -> usize {
    row.cells.iter().skip(1).filter(|cell| !cell.is_empty()).count()
}

/// The text with cells parted as spreadsheets do, if it is a table drawn with `|`.
fn plain(text: &str) -> (String, Separator) {
    let ends = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = ends.replace(|sign: char| sign.is_control() && sign != '\n' && sign != '\t', " ");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let drawn = |line: &&str| line.trim().matches('|').count() > 1 || ruled(line);
    if lines.len() < 2 || !lines.iter().all(drawn) {
        let separator = table::separator(&text);
        return (text, separator);
    }
    let cells = |line: &str| match ruled(line) {
        true => String::new(),
        false => {
            let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
            inner
                .split('|')
                .map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\"")))
                .collect::<Vec<_>>()
                .join("\t")
        }
    };
    (text.lines().map(|line| cells(line) + "\n").collect(), Separator::Tab)
}

/// A line that parts a drawn table: `|---|:--:|`.
fn ruled(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.chars().all(|sign| matches!(sign, '|' | '-' | ':' | '+' | '=' | ' '))
}

/// The grid in a text.
pub(super) fn read(text: &str, report: &mut Report) -> Result<Grid, ImportError> {
    let (text, separator) = plain(text);
    let rows = table::read(&text, separator).map_err(ImportError::Table)?;
    let locale = habit(&rows, separator);
    let mut rows = rows.into_iter().peekable();
    let title =
        rows.next_if(|row| filled(row) == 0).map(|row| cell(&row, 0).to_owned()).filter(|title| !title.is_empty());
    let rows: Vec<Row> = turned(rows.collect(), report);
    let mut rows = rows.into_iter().peekable();
    let Some(mut head) = rows.next() else {
        return Err(ImportError::NotAPage { line: 1, why: "there is nothing in it".into() });
    };
    // A heading over several plans stands above their names.
    let below = |next: &Row| {
        cell(next, 0).is_empty() && filled(next) > filled(&head) && !next.cells.iter().any(|cell| priced(cell, locale))
    };
    if let Some(names) = rows.next_if(below) {
        let words = format!("the headings above the plans: {}", listed(&head));
        note(&mut report.left_out, "", head.line, format!("line {}: {words}", head.line));
        head = names;
    }
    let rows: Vec<Row> = rows.collect();
    let name = |at: usize| (at, named(cell(&head, at)));
    let plans: Vec<_> = (1..head.cells.len()).map(name).filter(|(_, name)| !name.is_empty()).collect();
    let beside = |row: &&Row| {
        (1..row.cells.len()).any(|at| !cell(row, at).is_empty() && plans.iter().all(|(plan, _)| *plan != at))
    };
    if let Some(first) = rows.iter().find(beside) {
        let words = format!("line {}: cells in columns without a plan", first.line);
        note(&mut report.left_out, "", first.line, words);
    }
    Ok(Grid { title, plans, line: head.line, rows, locale })
}

/// How numbers are written: with a decimal comma if one shows and no decimal point or grouping comma does.
fn habit(rows: &[Row], separator: Separator) -> Locale {
    let shows = |mark: char, digits: std::ops::RangeInclusive<usize>| {
        rows.iter().flat_map(|row| &row.cells).any(|cell| {
            cell.match_indices(mark).any(|(at, _)| {
                let before = cell[..at].ends_with(|sign: char| sign.is_ascii_digit());
                let behind = cell[at + 1..].chars().take_while(char::is_ascii_digit).count();
                before && digits.contains(&behind)
            })
        })
    };
    let point = shows('.', 1..=2) || shows(',', 3..=3);
    let comma = shows(',', 1..=2) || (separator == Separator::Semicolon && shows('.', 3..=3));
    if comma && !point { Locale::from_tag("de-DE") } else { Locale::EN_US }
}

fn listed(row: &Row) -> String {
    row.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

/// The name of a plan without what is said beside it.
fn named(cell: &str) -> String {
    let mut name = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    for badge in BADGES {
        let ends = name.len().checked_sub(badge.len()).filter(|at| *at > 0 && name.is_char_boundary(*at));
        if let Some(at) = ends.filter(|at| name[*at..].eq_ignore_ascii_case(badge)) {
            name = name[..at].trim_end_matches([' ', '(', '-', '–', ':']).to_owned();
        }
        let bracketed = format!("({badge})");
        let ends = name.len().checked_sub(bracketed.len()).filter(|at| *at > 0 && name.is_char_boundary(*at));
        if let Some(at) = ends.filter(|at| name[*at..].eq_ignore_ascii_case(&bracketed)) {
            name = name[..at].trim_end().to_owned();
        }
    }
    name
}

/// Whether a cell is a price by its signs: money, or an amount for something.
pub(super) fn priced(cell: &str, locale: Locale) -> bool {
    let money = cell.contains(price_words::SIGNS);
    let amount = price_words::amount(cell, locale);
    amount.is_some_and(|(_, currency, rest)| money || currency.is_some() || rest.trim_start().starts_with('/'))
}

/// Rows that are plans, with what they cost and contain across, turned so that plans are across.
fn turned(rows: Vec<Row>, report: &mut Report) -> Vec<Row> {
    let is_price = |label: &str| matches!(About::of(label), About::Price | About::PriceAnnual);
    let across = rows.first().is_some_and(|head| head.cells.iter().skip(1).any(|cell| is_price(cell)));
    let down = rows.iter().skip(1).any(|row| is_price(cell(row, 0)));
    if !across || down {
        return rows;
    }
    say(&mut report.understood, "Each row is a plan.");
    let (line, width) = (rows[0].line, rows.iter().map(|row| row.cells.len()).max().unwrap_or_default());
    let column = |at: usize| Row { line, cells: rows.iter().map(|row| cell(row, at).to_owned()).collect() };
    (0..width).map(column).filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect()
}
