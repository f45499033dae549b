//! This file reads columns and blocks pasted from spreadsheets or CSV files, and writes tables as CSV (RFC 4180).

use std::fmt;

use csv::ReaderBuilder;
use csv::WriterBuilder;

/// The most cells read.
pub const MOST: usize = 100_000;

/// What parts the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// As spreadsheets copy.
    Tab,
    /// As spreadsheets save where the comma is the decimal mark.
    Semicolon,
    /// As spreadsheets save elsewhere.
    Comma,
}

/// One row that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line it starts in, 1 for the first.
    pub line: usize,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

/// Why a text is not the table wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// There is nothing in it.
    Empty,
    /// There are more than [`MOST`] cells in it.
    TooLarge,
    /// One column was wanted, and the row has several.
    Wide {
        /// Its line.
        line: usize,
        /// Its cells.
        cells: usize,
    },
    /// A cell is not what was wanted.
    Cell {
        /// Its line.
        line: usize,
        /// Its column, 1 for the first.
        column: usize,
        /// Its content.
        cell: String,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing in it"),
            Self::TooLarge => write!(f, "there are more than {MOST} cells in it"),
            Self::Wide { line, cells } => write!(f, "line {line} has {cells} cells, one column is expected"),
            Self::Cell { line, column, cell, why } => write!(f, "line {line}, column {column}, {cell:?}: {why}"),
        }
    }
}

impl std::error::Error for TableError {}

/// One column of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Column<T> {
    /// The words above it, if any.
    pub heading: Option<String>,
    /// The values in order.
    pub values: Vec<T>,
}

/// The separator a text most likely uses: a tab or a semicolon outside quotes, else the comma.
pub fn separator(text: &str) -> Separator {
    let mut quoted = false;
    let mut plain = text.chars().filter(|sign| {
        quoted ^= *sign == '"';
        !quoted
    });
    match plain.find(|sign| matches!(sign, '\t' | ';')) {
        Some('\t') => Separator::Tab,
        Some(_) => Separator::Semicolon,
        None => Separator::Comma,
    }
}

/// The rows of a text, blank ones left out. Cells may be quoted and then hold separators and line breaks.
///
/// # Errors
/// [`TableError::Empty`] or [`TableError::TooLarge`].
pub fn read(text: &str, separator: Separator) -> Result<Vec<Row>, TableError> {
    let delimiter = match separator {
        Separator::Tab => b'\t',
        Separator::Semicolon => b';',
        Separator::Comma => b',',
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut count, mut line, mut passed) = (0, 1, 0);
    for record in reader.records() {
        let record = record.expect("rows of any length out of text in memory can be read");
        count += record.len();
        if count > MOST {
            return Err(TableError::TooLarge);
        }
        if record.iter().all(str::is_empty) {
            continue;
        }
        // The reader's position is that of the empty lines before the row, so lines are counted here.
        let position = record.position().map_or(passed, |position| position.byte() as usize);
        let blank = text.as_bytes()[position..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += text.as_bytes()[passed..position + blank].iter().filter(|byte| **byte == b'\n').count();
        passed = position + blank;
        rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
    }
    if rows.is_empty() { Err(TableError::Empty) } else { Ok(rows) }
}

/// One column of values, pasted as a column or as a row. A first cell without a digit is its heading. Without a tab
/// or semicolon each line is one cell, so that `1,5` stays a number; `parse` says what is wrong with a cell.
///
/// # Errors
/// [`TableError`]; of several bad cells the first is named.
pub fn column<T, E: fmt::Display>(text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<Column<T>, TableError> {
    let separator = separator(text);
    let rows = if separator == Separator::Comma { lines(text)? } else { read(text, separator)? };
    let mut cells = Vec::new();
    if let [row] = &rows[..] {
        cells.extend(row.cells.iter().enumerate().map(|(at, cell)| (row.line, at + 1, cell)));
    } else {
        for row in &rows {
            let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
            let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
                return Err(TableError::Wide { line: row.line, cells: row.cells.len() });
            };
            cells.push((row.line, at + 1, cell));
        }
    }
    let headed = cells.len() > 1 && !cells[0].2.contains(|sign: char| sign.is_ascii_digit());
    let heading = headed.then(|| cells.remove(0).2.clone());
    let values = cells.into_iter().map(|(line, column, cell)| {
        parse(cell).map_err(|error| TableError::Cell { line, column, cell: cell.clone(), why: error.to_string() })
    });
    Ok(Column { heading, values: values.collect::<Result<_, _>>()? })
}

/// The rows as CSV: cells with commas, quotes or line breaks quoted, every row ended by a line feed.
pub fn write<R, C>(rows: R) -> String
where
    R: IntoIterator,
    R::Item: IntoIterator<Item = C>,
    C: AsRef<[u8]>,
{
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("rows of any length can be written to memory");
    }
    let bytes = writer.into_inner().expect("memory can be flushed");
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn lines(text: &str) -> Result<Vec<Row>, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let unquoted = |line: &str| {
        let line = line.trim();
        line.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(line).trim().to_owned()
    };
    let rows: Vec<Row> = text
        .lines()
        .enumerate()
        .map(|(at, line)| Row { line: at + 1, cells: vec![unquoted(line)] })
        .filter(|row| !row.cells[0].is_empty())
        .collect();
    match rows.len() {
        0 => Err(TableError::Empty),
        1..=MOST => Ok(rows),
        _ => Err(TableError::TooLarge),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(cell: &str) -> Result<f64, std::num::ParseFloatError> {
        cell.replace(',', ".").parse()
    }

    #[test]
    fn columns_are_read_as_pasted() {
        let rows: [(&str, Option<&str>, &[f64]); 10] = [
            ("1\n2\n3", None, &[1.0, 2.0, 3.0]),
            ("1\r\n2\r\n3\r\n", None, &[1.0, 2.0, 3.0]),
            ("survivors\n1000\n869\n", Some("survivors"), &[1000.0, 869.0]),
            ("1,5\n2,25", None, &[1.5, 2.25]),
            ("1\t2\t3", None, &[1.0, 2.0, 3.0]),
            ("Seats\t5\t8", Some("Seats"), &[5.0, 8.0]),
            ("1;2,5", None, &[1.0, 2.5]),
            ("\t1\n\t2\n", None, &[1.0, 2.0]),
            ("\u{feff}\"7\"\n\n  8  \n", None, &[7.0, 8.0]),
            ("42", None, &[42.0]),
        ];
        for (text, heading, values) in rows {
            let wanted = Column { heading: heading.map(str::to_owned), values: values.to_vec() };
            assert_eq!(column(text, number), Ok(wanted), "{text:?}");
        }
    }

    #[test]
    fn bad_columns_name_the_place() {
        let rows = [
            ("", "there is nothing in it"),
            (" \n\t\n", "there is nothing in it"),
            ("1\n\nx2\n", "line 3, column 1, \"x2\": invalid float literal"),
            ("1\t2\n3\t4\n", "line 1 has 2 cells, one column is expected"),
            ("5;6;7 seats", "line 1, column 3, \"7 seats\": invalid float literal"),
            ("seats", "line 1, column 1, \"seats\": invalid float literal"),
        ];
        for (text, sentence) in rows {
            let error = column(text, number).map_err(|error| error.to_string());
            assert_eq!(error, Err(sentence.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn blocks_keep_quoted_cells_and_lines() {
        let text = "plan\tprice\n\"Pro\nplus\"\t\"1,\"\"000\"\"\"\n\nMax\t 5 \t\n";
        assert_eq!(separator(text), Separator::Tab);
        let rows = read(text, Separator::Tab).unwrap();
        let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
        assert_eq!(cells, [vec!["plan", "price"], vec!["Pro\nplus", "1,\"000\""], vec!["Max", "5", ""]]);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 5]);
        assert_eq!(separator("\"a;b\",c"), Separator::Comma);
        assert_eq!(separator("\"a\tb\";c"), Separator::Semicolon);
        assert_eq!(read(&",".repeat(MOST), Separator::Comma), Err(TableError::TooLarge));
    }

    #[test]
    fn csv_is_quoted_where_needed() {
        let rows = [vec!["month", "Pro, \"old\""], vec!["2026-01", ""], vec!["", ""], vec!["a\nb"]];
        assert_eq!(write(rows), "month,\"Pro, \"\"old\"\"\"\n2026-01,\n,\n\"a\nb\"\n");
        assert_eq!(write(Vec::<Vec<&str>>::new()), "");
    }

    proptest! {
        #[test]
        fn written_rows_come_back(rows in proptest::collection::vec(proptest::collection::vec("[a-z,;\"\n]{1,5}[a-z]", 1..4), 1..5)) {
            let again: Vec<_> = read(&write(&rows), Separator::Comma).unwrap().into_iter().map(|row| row.cells).collect();
            let trimmed: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            prop_assert_eq!(again, trimmed);
        }

        #[test]
        fn no_text_panics(text in "[a1,;\"\t\r\né ]{0,40}") {
            for separator in [Separator::Tab, Separator::Semicolon, Separator::Comma] {
                let rows = read(&text, separator).map(|rows| rows.len());
                prop_assert!(rows.unwrap_or(1) > 0);
            }
            let values = column(&text, number).map(|column| column.values.len());
            prop_assert!(values.unwrap_or(1) > 0);
        }
    }
}
