//! This file parts a stream of CSV (RFC 4180) into records, one at a time, in memory that does not grow with the stream.
//!
//! Cells are parted by tabs, semicolons or commas, whichever the first line says; quoted cells may hold line ends. Lines
//! are counted as an editor counts them, blank ones too.

use std::io;
use std::io::BufRead;
use std::io::Chain;
use std::io::Cursor;
use std::io::Read;

use crate::exchange::table::Separator;
use crate::exchange::table::separator;

/// The longest record read, in bytes.
pub const LONGEST: usize = 65_536;

/// How much of the stream is looked at to find what parts its cells, in bytes.
const GLANCE: usize = 8_192;

/// A stream of records.
#[derive(Debug)]
pub struct Records<R> {
    /// What was looked at, then the rest.
    input: Chain<Cursor<Vec<u8>>, R>,
    separator: u8,
    /// Whether the stream could not be read on.
    broken: bool,
    /// Lines read so far.
    lines: usize,
    /// Bytes read so far.
    bytes: u64,
    /// The line the record begins in, 1 for the first.
    line: usize,
    raw: Vec<u8>,
    /// The record's cells without quotes, one behind the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// What the stream holds next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record, which can be looked at until the next is read.
    Record,
    /// More than [`LONGEST`] bytes, as after a quote that is never closed; they were passed over.
    TooLong,
    /// The end.
    End,
}

/// Where in a record reading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first sign of a cell.
    Start,
    /// In a cell without quotes, or behind its closing quote.
    Bare,
    Quoted,
    /// Behind a quote in a quoted cell: it closes the cell, unless another one follows.
    Quote,
}

impl<R: BufRead> Records<R> {
    /// The records of a stream.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn new(mut input: R) -> io::Result<Self> {
        // A stream may bring its first line bit by bit.
        let (mut begun, mut line) = (Vec::new(), 0);
        while begun.len() < GLANCE && begun[line..].trim_ascii().is_empty() {
            line = begun.len();
            if (&mut input).take((GLANCE - line) as u64).read_until(b'\n', &mut begun)? == 0 {
                break;
            }
        }
        let separator = match separator(&String::from_utf8_lossy(&begun[line..])) {
            Separator::Tab => b'\t',
            Separator::Semicolon => b';',
            Separator::Comma => b',',
        };
        Ok(Self {
            input: Cursor::new(begun).chain(input),
            separator,
            broken: false,
            lines: 0,
            bytes: 0,
            line: 0,
            raw: Vec::new(),
            text: Vec::new(),
            ends: Vec::new(),
        })
    }

    /// Goes on to the next record that is not blank.
    ///
    /// # Errors
    /// When the stream cannot be read; it ends there.
    pub fn advance(&mut self) -> io::Result<Found> {
        while !self.broken {
            match self.read() {
                Ok(Found::Record) if self.text.iter().all(u8::is_ascii_whitespace) => {}
                found => {
                    self.broken = found.is_err();
                    return found;
                }
            }
        }
        Ok(Found::End)
    }

    /// The line the record begins in, 1 for the first.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Lines read so far.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many cells the record has.
    pub fn cells(&self) -> usize {
        self.ends.len()
    }

    /// A cell of the record, trimmed; empty where the record has fewer.
    pub fn cell(&self, at: usize) -> &[u8] {
        let Some(end) = self.ends.get(at) else { return &[] };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        self.text[start..*end].trim_ascii()
    }

    fn read(&mut self) -> io::Result<Found> {
        self.text.clear();
        self.ends.clear();
        self.line = self.lines + 1;
        let (mut at, mut length) = (At::Start, 0);
        loop {
            self.raw.clear();
            let room = (LONGEST - length) as u64;
            let read = (&mut self.input).take(room).read_until(b'\n', &mut self.raw)?;
            self.bytes += read as u64;
            length += read;
            if read == 0 && length == 0 {
                return Ok(Found::End);
            }
            let whole = self.raw.ends_with(b"\n");
            if !whole && length >= LONGEST {
                self.pass_over()?;
                return Ok(Found::TooLong);
            }
            self.lines += 1;
            let content = self.raw.strip_suffix(b"\n").unwrap_or(&self.raw);
            let mut content = content.strip_suffix(b"\r").unwrap_or(content);
            if self.lines == 1 {
                content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
            }
            let parting = Parting { separator: self.separator, text: &mut self.text, ends: &mut self.ends };
            at = parting.feed(at, content);
            if at != At::Quoted {
                self.ends.push(self.text.len());
                return Ok(Found::Record);
            }
            if !whole {
                return Ok(Found::TooLong);
            }
            self.text.push(b'\n');
        }
    }

    /// Leaves out the rest of the line.
    fn pass_over(&mut self) -> io::Result<()> {
        self.lines += 1;
        loop {
            let held = self.input.fill_buf()?;
            let end = held.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(held.len(), |end| end + 1);
            self.input.consume(used);
            self.bytes += used as u64;
            if end.is_some() || used == 0 {
                return Ok(());
            }
        }
    }
}

/// Parts lines into cells.
struct Parting<'a> {
    separator: u8,
    text: &'a mut Vec<u8>,
    ends: &'a mut Vec<usize>,
}

impl Parting<'_> {
    fn feed(self, mut at: At, content: &[u8]) -> At {
        if at == At::Start && !content.contains(&b'"') {
            let mut cells = content.split(|byte| *byte == self.separator);
            self.text.extend_from_slice(cells.next().unwrap_or_default());
            for cell in cells {
                self.ends.push(self.text.len());
                self.text.extend_from_slice(cell);
            }
            return At::Bare;
        }
        for &byte in content {
            at = match (at, byte) {
                (At::Start, b'"') => At::Quoted,
                (At::Quoted, b'"') => At::Quote,
                (At::Quote, b'"') => {
                    self.text.push(byte);
                    At::Quoted
                }
                (At::Start | At::Bare | At::Quote, byte) if byte == self.separator => {
                    self.ends.push(self.text.len());
                    At::Start
                }
                (At::Quoted, _) => {
                    self.text.push(byte);
                    At::Quoted
                }
                (At::Start | At::Bare | At::Quote, _) => {
                    self.text.push(byte);
                    At::Bare
                }
            };
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::prop_assert_eq;
    use proptest::proptest;

    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        let mut records = Records::new(text.as_bytes()).unwrap();
        let mut read = Vec::new();
        loop {
            match records.advance().unwrap() {
                Found::End => return read,
                Found::TooLong => read.push((records.line(), vec!["too long".to_owned()])),
                Found::Record => {
                    let cell = |at| String::from_utf8_lossy(records.cell(at)).into_owned();
                    read.push((records.line(), (0..records.cells()).map(cell).collect()));
                }
            }
        }
    }

    #[test]
    fn records_are_parted_and_their_lines_counted_as_an_editor_counts() {
        type Records = &'static [(usize, &'static [&'static str])];
        let rows: [(&str, Records); 9] = [
            ("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]),
            ("\u{feff}a;b\r\n\r\n 1 ;2,5", &[(1, &["a", "b"]), (3, &["1", "2,5"])]),
            ("a\tb\n1\t", &[(1, &["a", "b"]), (2, &["1", ""])]),
            ("a,b\n\"x, \"\"y\"\"\",2\n3", &[(1, &["a", "b"]), (2, &["x, \"y\"", "2"]), (3, &["3"])]),
            ("a\n\"1\n2\"\n\n3\n", &[(1, &["a"]), (2, &["1\n2"]), (5, &["3"])]),
            ("5\" pipe,b\n", &[(1, &["5\" pipe", "b"])]),
            ("\"a\"b,c", &[(1, &["ab", "c"])]),
            ("a\n\"never closed\n1\n", &[(1, &["a"]), (2, &["too long"])]),
            ("", &[]),
        ];
        for (text, expected) in rows {
            let expected =
                expected.iter().map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()));
            assert_eq!(read(text), expected.collect::<Vec<_>>(), "{text:?}");
        }
    }

    /// One byte at a time, and an error in place of the end.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Err(io::Error::other("broken off")) };
            (into[0], self.0) = (*first, rest);
            Ok(1)
        }
    }

    #[test]
    fn a_slow_stream_is_read_as_a_fast_one_and_ends_where_it_breaks_off() {
        let mut records = Records::new(io::BufReader::new(Slow(b"\n \na;b,c;d\n1;2;3\n4"))).unwrap();
        for last in ["d", "3"] {
            assert_eq!((records.advance().unwrap(), records.cells()), (Found::Record, 3));
            assert_eq!(records.cell(2), last.as_bytes());
        }
        assert_eq!(records.advance().unwrap_err().to_string(), "broken off");
        assert_eq!(records.advance().unwrap(), Found::End);
    }

    #[test]
    fn a_record_without_end_takes_no_more_memory_than_the_longest() {
        let endless = format!("a,b\n\"{}\n1,2\n", "x".repeat(3 * LONGEST));
        assert_eq!(read(&endless)[1..], [(2, vec!["too long".to_owned()]), (3, vec!["1".to_owned(), "2".to_owned()])]);
    }

    proptest! {
        /// What the csv crate writes comes back.
        #[test]
        fn written_records_are_read_back(rows in vec(vec("[a-z\"\n;, ]{0,6}", 2..4), 1..6)) {
            let trimmed = |cells: &Vec<String>| cells.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
            let heading = vec!["a".to_owned(), "b".to_owned()];
            let rows = std::iter::once(heading).chain(rows).collect::<Vec<_>>();
            let text = crate::exchange::table::write(rows.iter());
            let found = read(&text).into_iter().map(|(_, cells)| cells).collect::<Vec<_>>();
            let blank = |row: &&Vec<String>| !row.iter().all(String::is_empty);
            let expected = rows.iter().map(trimmed).collect::<Vec<_>>();
            prop_assert_eq!(found.iter().filter(blank).collect::<Vec<_>>(), expected.iter().filter(blank).collect::<Vec<_>>());
        }
    }
}
