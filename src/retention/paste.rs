//! This file reads survivors pasted from a sheet or a CSV file: one column of counts or shares, or period and count.

use std::fmt;

use super::cohort::Cohort;
use crate::number::SheetRow;
use crate::number::clip;
use crate::number::sheet;
use crate::number::sheet_number;

/// The most rows read.
pub const MOST_ROWS: usize = 1_201;

/// Why pasted text is not a column of survivors. Rows are lines of the text, from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum PasteError {
    /// No numbers.
    Empty,
    /// More than [`MOST_ROWS`] rows.
    TooManyRows,
    /// A row without a number or with more than two fields.
    Columns { row: usize, found: usize },
    /// A row with fewer or more fields than the first.
    Uneven { row: usize, found: usize, first: usize },
    /// Survivors that are not a number.
    NotANumber { row: usize, text: String },
    /// A percent sign in some rows only.
    MixedPercent { row: usize },
    /// A period that is not a whole number, at least 0.
    NotAPeriod { row: usize, text: String },
    /// A period that is not after the one before.
    PeriodOrder { row: usize, period: usize },
    /// Nobody in the first row, of whom any could stay.
    Nobody { row: usize },
    /// Counts whose first period is not 0, so that the start is unknown.
    NoStart { row: usize, period: usize },
}

impl fmt::Display for PasteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "no numbers found"),
            Self::TooManyRows => write!(f, "more than {MOST_ROWS} rows"),
            Self::Columns { row, found } => write!(f, "row {row}: {found} columns, expected one or two"),
            Self::Uneven { row, found, first } => write!(f, "row {row}: {found} columns, but {first} in the first row"),
            Self::NotANumber { row, text } => write!(f, "row {row}: {text:?} is not a number of survivors"),
            Self::MixedPercent { row } => write!(f, "row {row}: percent in some rows only"),
            Self::NotAPeriod { row, text } => write!(f, "row {row}: {text:?} is not a period"),
            Self::PeriodOrder { row, period } => {
                write!(f, "row {row}: period {period} does not come after the one before")
            }
            Self::Nobody { row } => write!(f, "row {row}: 0 survivors to begin with, so that nobody could stay"),
            Self::NoStart { row, period } => write!(f, "row {row}: counts begin at period {period}, not 0"),
        }
    }
}

impl std::error::Error for PasteError {}

/// Survivors as they were pasted. Whether periods are months or years is for the caller to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// Period and survivors, from period 0 on.
    pub survivors: Vec<(usize, f64)>,
    /// Whether the survivors are shares, 0..=1, rather than counts.
    pub shares: bool,
}

impl Pasted {
    /// The cohort for a fit. Shares are taken of `at_risk` customers; counts stand as they are.
    pub fn cohort(&self, at_risk: f64) -> Cohort {
        let scale = if self.shares { at_risk } else { 1.0 };
        Cohort { counts: self.survivors.iter().map(|(period, value)| (*period, value * scale)).collect() }
    }
}

/// Reads pasted survivors.
///
/// One column is periods 0, 1, 2, …; two are period and survivors. A header is optional, and a percent sign in it
/// counts for all rows. Fields are split at tabs, else at semicolons, else at commas. Values are shares where they are
/// percent or none is above 1. Shares that begin below 1 begin at period 1, as all are there at the start.
pub fn paste(text: &str) -> Result<Pasted, PasteError> {
    let rows = rows(text)?;
    let (headed, body) = match rows.split_first() {
        Some((first, rest)) if sheet_number(&first.survivors).is_none() => (first.survivors.contains('%'), rest),
        _ => (false, &rows[..]),
    };
    let first = body.first().ok_or(PasteError::Empty)?;
    let percent = headed || first.survivors.contains('%');
    let mut survivors = Vec::with_capacity(body.len() + 1);
    for (at, row) in body.iter().enumerate() {
        if row.fields != first.fields {
            return Err(PasteError::Uneven { row: row.line, found: row.fields, first: first.fields });
        }
        if !headed && row.survivors.contains('%') != percent {
            return Err(PasteError::MixedPercent { row: row.line });
        }
        let value = sheet_number(&row.survivors)
            .ok_or_else(|| PasteError::NotANumber { row: row.line, text: clip(&row.survivors, 40) })?;
        survivors.push((row.period_or(at)?, if percent { value / 100.0 } else { value }));
    }
    for (row, pair) in body[1..].iter().zip(survivors.windows(2)) {
        if pair[1].0 <= pair[0].0 {
            return Err(PasteError::PeriodOrder { row: row.line, period: pair[1].0 });
        }
    }
    if survivors[0].1 == 0.0 {
        return Err(PasteError::Nobody { row: first.line });
    }
    let shares = percent || survivors.iter().all(|(_, value)| *value <= 1.0);
    let (start, value) = survivors[0];
    if shares && value < 1.0 && first.fields == 1 {
        survivors.iter_mut().for_each(|(period, _)| *period += 1);
    }
    if shares && survivors[0].0 > 0 {
        survivors.insert(0, (0, 1.0));
    } else if start > 0 {
        return Err(PasteError::NoStart { row: first.line, period: start });
    }
    Ok(Pasted { survivors, shares })
}

/// One line with something on it.
struct Row {
    line: usize,
    fields: usize,
    period: String,
    survivors: String,
}

impl Row {
    /// The period written in the row, in a lone column its place. Words beside it ("Month 3") are passed over.
    fn period_or(&self, at: usize) -> Result<usize, PasteError> {
        if self.fields == 1 {
            return Ok(at);
        }
        let digits = self.period.trim_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        digits.parse().map_err(|_| PasteError::NotAPeriod { row: self.line, text: clip(&self.period, 40) })
    }
}

fn rows(text: &str) -> Result<Vec<Row>, PasteError> {
    let read = |row: SheetRow| match &row.cells[..] {
        [survivors] => Ok(Row { line: row.line, fields: 1, period: String::new(), survivors: survivors.clone() }),
        [period, survivors] => {
            Ok(Row { line: row.line, fields: 2, period: period.clone(), survivors: survivors.clone() })
        }
        cells => Err(PasteError::Columns { row: row.line, found: cells.len() }),
    };
    let rows = sheet(text, MOST_ROWS + 1).ok_or(PasteError::TooManyRows)?;
    rows.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::*;

    type Survivors<'a> = &'a [(usize, f64)];

    #[test]
    fn survivors_are_read_as_sheets_write_them() {
        let counts: Survivors<'_> = &[(0, 1000.0), (1, 631.0), (2, 468.0)];
        let gaps: Survivors<'_> = &[(0, 1000.0), (1, 631.0), (3, 468.0)];
        let shares: Survivors<'_> = &[(0, 1.0), (1, 0.812), (2, 0.729)];
        let rows: &[(&str, Survivors<'_>, bool)] = &[
            ("1000\n631\n468", counts, false),
            ("\u{feff}Survivors\r\n1 000\r\n631\r\n468\r\n\r\n", counts, false),
            ("month,survivors\n0,1000\n1,631\n2,468\n", counts, false),
            ("0,\"1,000\"\n1,631\n3,468", gaps, false),
            ("M0\t1.000,0\nM1\t631,0\nM3\t468,0", gaps, false),
            ("Month 0;1'000;\nMonth 1;631;\nMonth 3;468;", gaps, false),
            ("100%\n81.2 %\n72.9%", shares, true),
            ("0;1\n1;0,812\n2;0,729", shares, true),
            ("alive %\n81.2\n72.9", shares, true),
            (".812\n.729", shares, true),
            ("1\t81,2%\n2\t72,9%", shares, true),
        ];
        for (text, expected, are_shares) in rows {
            let found = paste(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(found.shares, *are_shares, "{text:?}");
            assert_eq!(found.survivors.len(), expected.len(), "{text:?}");
            for (one, other) in found.survivors.iter().zip(*expected) {
                assert!(one.0 == other.0 && (one.1 - other.1).abs() < 1e-12, "{text:?}: {one:?}");
            }
        }
    }

    #[test]
    fn faults_name_the_row() {
        let rows = [
            ("", PasteError::Empty),
            ("survivors\n", PasteError::Empty),
            ("1,2,3", PasteError::Columns { row: 1, found: 3 }),
            ("0,1000\n1,700\n\n600", PasteError::Uneven { row: 4, found: 1, first: 2 }),
            ("1000\n700\nsix", PasteError::NotANumber { row: 3, text: "six".into() }),
            ("1000\n70%", PasteError::MixedPercent { row: 2 }),
            ("0;1000\n1.5;700", PasteError::NotAPeriod { row: 2, text: "1.5".into() }),
            ("0;1000\n0;700", PasteError::PeriodOrder { row: 2, period: 0 }),
            ("n;k\n1;1000\n2;700", PasteError::NoStart { row: 2, period: 1 }),
            ("1000\nNaN", PasteError::NotANumber { row: 2, text: "NaN".into() }),
        ];
        for (text, error) in rows {
            assert_eq!(paste(text), Err(error.clone()), "{text:?}");
            assert!(!error.to_string().is_empty());
        }
        assert_eq!(paste(&"9\n".repeat(3000)), Err(PasteError::TooManyRows));
    }

    #[test]
    fn shares_fit_as_counts() {
        let cohort = paste("81.2%\n72.9%\n67.4%\n63.3%").unwrap().cohort(15_096.0);
        assert_eq!(cohort.counts[0], (0, 15_096.0));
        assert_eq!(paste("10\n9\n8").unwrap().cohort(15_096.0).counts[1], (1, 9.0));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9a-z,;.%\t\n\r\"' -]{0,80}") {
            if let Ok(pasted) = paste(&text) {
                prop_assert!(pasted.survivors[0].0 == 0);
            }
        }
    }
}
