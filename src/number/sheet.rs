//! This file cuts text copied from a sheet or a CSV file into rows of cells, and reads the numbers in them.

/// One line with something on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The line of the text it begins at, from 1.
    pub line: usize,
    /// Its cells without the spaces around them; empty ones at the end are left out.
    pub cells: Vec<String>,
}

/// The rows of a text; cells are split at tabs, else at semicolons, else at commas, and may be quoted.
///
/// `None` where there are more than `most` rows.
pub fn sheet(text: &str, most: usize) -> Option<Vec<SheetRow>> {
    let delimiter = [b'\t', b';'].into_iter().find(|delimiter| text.as_bytes().contains(delimiter)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.expect("text is UTF-8 and rows may differ in length");
        let line = record.position().map_or(0, |position| line_of(text, position));
        let mut cells: Vec<String> =
            record.iter().map(|cell| cell.trim_matches(['\u{feff}', ' ', '\u{a0}']).to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            continue;
        }
        if rows.len() == most {
            return None;
        }
        rows.push(SheetRow { line, cells });
    }
    Some(rows)
}

/// The line a record begins at. The reader's own position is before any empty lines it passed over.
fn line_of(text: &str, position: &csv::Position) -> usize {
    let rest = text.get(position.byte() as usize..).unwrap_or("");
    let empty = rest.bytes().take_while(|b| matches!(b, b'\n' | b'\r')).filter(|b| *b == b'\n').count();
    position.line() as usize + empty
}

/// A number as sheets write it: percent sign, spaces and apostrophes between thousands, decimal point or comma.
///
/// A lone comma before exactly three digits parts thousands, unless the number begins with 0. A percent sign is passed
/// over: what it means is for the caller to say.
pub fn sheet_number(text: &str) -> Option<f64> {
    let skipped = |c: &char| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '%');
    let text: String = text.chars().filter(skipped).collect();
    let text = match (text.rfind(','), text.rfind('.')) {
        (None, _) => text,
        (Some(comma), Some(point)) if comma < point => text.replace(',', ""),
        (Some(_), Some(_)) => text.replace('.', "").replace(',', "."),
        (Some(comma), None) => {
            let thousands = text.matches(',').count() > 1 || (text.len() - comma == 4 && !text.starts_with('0'));
            text.replace(',', if thousands { "" } else { "." })
        }
    };
    if !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E')) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// At most so many characters of a text, the last one an ellipsis where there are more.
pub fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
    }
}
