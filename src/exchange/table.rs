//! This file reads blocks pasted from spreadsheets or CSV files, and writes tables as CSV (RFC 4180).

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
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing in it"),
            Self::TooLarge => write!(f, "there are more than {MOST} cells in it"),
        }
    }
}

impl std::error::Error for TableError {}

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        }
    }
}
