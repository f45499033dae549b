//! This file reads a number as a person types it: `1.2k`, `$49`, `49 USD`, `3 %`, `−5`, `(5)`, `1,5` by locale.
//!
//! Around the digits may stand, in any order and each once: a sign (or brackets, for a negative), a currency symbol or
//! code, a percent sign, and a multiplier (`k`, `m`, `b`, `t`; also `mn`, `bn`, `tn`; capitals too, so `3m` is three
//! million). Within the digits:
//! - Spaces and apostrophes group thousands in every locale; then `.` or `,` can only be the decimal mark.
//! - Where both `.` and `,` occur the last is the decimal mark, whatever the locale: `1.234,5` is 1234.5.
//! - One that occurs several times groups: `1,234,567`.
//! - The locale's decimal mark, once, is the decimal mark: `1.500` is 1.5 in en-US, `1,500` is 1.5 in de-DE.
//! - **Ambiguous**: the locale's grouping mark, once. It groups if it stands between one to three digits (no leading
//!   zero) and exactly three, else it is the decimal mark: in en-US `1,500` is 1500, but `1,5`, `0,500` and `1500,5`
//!   are 1.5, 0.5 and 1500.5.
//! - In a locale that groups by neither (fr-FR, de-CH) the other mark, once, is the decimal mark: `1.500` is 1.5.
//! - Groups are of three; Indian grouping (`12,34,567`) is read everywhere. Anything else is refused.

use std::fmt;

use rust_decimal::Decimal;

use super::Currency;
use super::Locale;
use super::marks::Marks;

/// A number as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The value; with a percent sign already divided by 100, so `3%` is 0.03.
    pub value: Decimal,
    /// Whether a percent sign stood there; a field that cannot be a share refuses it.
    pub percent: bool,
    /// The currency that was written, where the mark names only one: none for `$`, `¥`, `£` and `kr`.
    pub currency: Option<Currency>,
}

/// The text is not a number; says what was found. At most 40 characters of the text are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotANumber {
    /// Nothing but spaces.
    Empty,
    /// No digit in it.
    NoDigits(String),
    /// Something that belongs to no number.
    Unexpected {
        /// The first character that does not fit.
        found: char,
        /// The text.
        text: String,
    },
    /// Separators that neither group thousands nor mark decimals.
    Grouping(String),
    /// More than 28 digits before the decimal mark, or multiplied beyond them.
    TooLarge(String),
}

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a number is missing"),
            Self::NoDigits(text) => write!(f, "{text:?} has no digits"),
            Self::Unexpected { found, text } => write!(f, "{text:?} is not a number: {found:?} does not fit"),
            Self::Grouping(text) => write!(f, "{text:?} is not a number: its separators are not every three digits"),
            Self::TooLarge(text) => write!(f, "{text:?} is too large"),
        }
    }
}

impl std::error::Error for NotANumber {}

/// Reads a number; the rules, and what is ambiguous, are those of this file's head. Never panics.
///
/// # Errors
/// [`NotANumber`] with what was found.
pub fn parse_number(text: &str, locale: Locale) -> Result<Parsed, NotANumber> {
    let plain: String = text.chars().map(simplified).collect();
    let shown: String = text.trim().chars().take(40).collect();
    if plain.trim().is_empty() {
        return Err(NotANumber::Empty);
    }
    if !plain.contains(|c: char| c.is_ascii_digit()) {
        return Err(NotANumber::NoDigits(shown));
    }
    let mut marks = Marks::default();
    let core = marks.strip(plain.trim());
    if let Some(found) = core.chars().find(|&c| !c.is_ascii_digit() && !SEPARATORS.contains(&c)) {
        return Err(NotANumber::Unexpected { found, text: shown });
    }
    let Some(digits) = separated(core, locale) else { return Err(NotANumber::Grouping(shown)) };
    let too_large = || NotANumber::TooLarge(shown.clone());
    let written: Decimal = digits.parse().map_err(|_| too_large())?;
    let mut value = written.checked_mul(Decimal::from(marks.multiplier.unwrap_or(1))).ok_or_else(too_large)?;
    if marks.percent {
        value /= Decimal::ONE_HUNDRED;
    }
    if marks.negative.unwrap_or(false) {
        value = -value;
    }
    Ok(Parsed { value: value.normalize(), percent: marks.percent, currency: marks.currency.flatten() })
}

/// What may stand between digits, after [`simplified`].
const SEPARATORS: [char; 4] = ['.', ',', ' ', '\''];

/// One character for each way to write it: spaces, minus signs, apostrophes, digits of other scripts.
fn simplified(c: char) -> char {
    const ZEROS: [u32; 6] = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10];
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{00b4}' => '\'',
        '\u{066a}' | '\u{ff05}' => '%',
        c if c.is_whitespace() => ' ',
        c => match ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&u32::from(c))) {
            Some(zero) => char::from(b'0' + (u32::from(c) - zero) as u8),
            None => c,
        },
    }
}

/// The digits with `.` as decimal mark and nothing else between them; `None` where the separators make no sense.
fn separated(core: &str, locale: Locale) -> Option<String> {
    let mark = decimal_mark(core, locale);
    let (whole, fraction) = mark.map_or((core, ""), |at| (&core[..at], &core[at + 1..]));
    let digits_only = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits_only(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let groups: Vec<&str> = whole.split([',', '.', ' ', '\'']).collect();
    if groups.len() > 1 && !(one_kind(whole) && evenly(&groups)) {
        return None;
    }
    let whole = groups.concat();
    Some(format!(
        "{}.{}",
        if whole.is_empty() { "0" } else { &whole },
        if fraction.is_empty() { "0" } else { fraction }
    ))
}

/// Where the decimal mark stands, by the rules in the file's head.
fn decimal_mark(core: &str, locale: Locale) -> Option<usize> {
    let last = core.rfind(['.', ','])?;
    let mark = &core[last..=last];
    let (before, after) = (&core[..last], &core[last + 1..]);
    let others = before.contains(['.', ',', ' ', '\'']);
    let repeated = before.contains(mark);
    if repeated {
        return None;
    }
    if others || locale.group.to_string() != mark {
        return Some(last);
    }
    let groups = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    (!groups).then_some(last)
}

/// All separators are the same.
fn one_kind(whole: &str) -> bool {
    let mut separators = whole.chars().filter(|c| !c.is_ascii_digit());
    let first = separators.next();
    separators.all(|c| Some(c) == first)
}

/// Groups of three after one to three digits, or of two before a last one of three.
fn evenly(groups: &[&str]) -> bool {
    let Some(((first, last), middle)) =
        groups.split_first().and_then(|(first, rest)| rest.split_last().map(|(last, middle)| ((first, last), middle)))
    else {
        return true;
    };
    let western = (1..=3).contains(&first.len()) && middle.iter().all(|group| group.len() == 3);
    let indian = (1..=2).contains(&first.len()) && middle.iter().all(|group| group.len() == 2);
    last.len() == 3 && (western || indian)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::format;
    use super::*;

    fn read(text: &str, tag: &str) -> Result<Parsed, NotANumber> {
        parse_number(text, Locale::from_tag(tag))
    }

    #[test]
    fn what_people_type() {
        let cases: &[(&str, &str, &str)] = &[
            ("en-US", "49", "49"),
            ("en-US", " 1.2k ", "1200"),
            ("en-US", "3M", "3000000"),
            ("en-US", "2b", "2000000000"),
            ("en-US", "1.5 bn", "1500000000"),
            ("en-US", "$49", "49"),
            ("en-US", "49 $", "49"),
            ("en-US", "49 USD", "49"),
            ("en-US", "usd 49", "49"),
            ("en-US", "CA$1.2k", "1200"),
            ("en-US", "$ 1.2 k", "1200"),
            ("en-US", "1.2 k€", "1200"),
            ("en-US", "3 kEUR", "3000"),
            ("en-US", "−5", "-5"),
            ("en-US", "-$5", "-5"),
            ("en-US", "$-5", "-5"),
            ("en-US", "+5", "5"),
            ("en-US", "(5)", "-5"),
            ("en-US", "($1,234.50)", "-1234.50"),
            ("en-US", "1,234,567.8", "1234567.8"),
            ("en-US", "1,500", "1500"),
            ("de-DE", "1,500", "1.5"),
            ("en-US", "1.500", "1.5"),
            ("de-DE", "1.500", "1500"),
            ("de-DE", "1.5", "1.5"),
            ("de-DE", "€1,5", "1.5"),
            ("en-US", "1,5", "1.5"),
            ("en-US", "0,500", "0.5"),
            ("en-US", "1500,500", "1500.5"),
            ("en-US", "1.234,5", "1234.5"),
            ("de-DE", "1,234.5", "1234.5"),
            ("en-US", "1.234.567", "1234567"),
            ("fr-FR", "1 234,5", "1234.5"),
            ("fr-FR", "1\u{202f}234\u{a0}567", "1234567"),
            ("fr-FR", "1.500", "1.5"),
            ("de-CH", "1’234.50", "1234.5"),
            ("en-US", "1 234,567", "1234.567"),
            ("en-US", "12,34,567", "1234567"),
            ("en-US", ".5", "0.5"),
            ("en-US", "5.", "5"),
            ("en-US", "٣٤", "34"),
            ("sv-SE", "49 kr", "49"),
            ("pl-PL", "49,99 zł", "49.99"),
            ("en-US", "0.000065", "0.000065"),
        ];
        for (tag, text, value) in cases {
            let parsed = read(text, tag).unwrap_or_else(|error| panic!("{text} in {tag}: {error}"));
            assert_eq!(
                (parsed.value, parsed.percent),
                (Decimal::from_str_exact(value).unwrap(), false),
                "{text} {tag}"
            );
        }
    }

    #[test]
    fn percent_is_a_share() {
        for (text, value) in
            [("3%", "0.03"), ("3 %", "0.03"), ("%3", "0.03"), ("−12.5\u{a0}%", "-0.125"), ("(4%)", "-0.04")]
        {
            let parsed = read(text, "en-US").unwrap();
            assert_eq!((parsed.value, parsed.percent), (Decimal::from_str_exact(value).unwrap(), true), "{text}");
        }
    }

    #[test]
    fn the_currency_is_told_where_it_is_certain() {
        let cases = [
            ("€5", Some("EUR")),
            ("5 chf", Some("CHF")),
            ("US$5", Some("USD")),
            ("$5", None),
            ("5 kr", None),
            ("5", None),
        ];
        for (text, code) in cases {
            assert_eq!(read(text, "en-US").unwrap().currency.map(Currency::code), code, "{text}");
        }
    }

    #[test]
    fn errors_say_what_was_found() {
        let cases = [
            ("", "a number is missing"),
            ("  ", "a number is missing"),
            ("abc", "\"abc\" has no digits"),
            ("12abc", "\"12abc\" is not a number: 'a' does not fit"),
            ("--5", "\"--5\" is not a number: '-' does not fit"),
            ("(5", "\"(5\" is not a number: '(' does not fit"),
            ("5 $ 6", "\"5 $ 6\" is not a number: '$' does not fit"),
            ("5%%", "\"5%%\" is not a number: '%' does not fit"),
            ("1,23,4", "\"1,23,4\" is not a number: its separators are not every three digits"),
            ("1 2", "\"1 2\" is not a number: its separators are not every three digits"),
            ("1.2.3", "\"1.2.3\" is not a number: its separators are not every three digits"),
            ("1,234 567", "\"1,234 567\" is not a number: its separators are not every three digits"),
            ("99999999999999999999999999999999", "\"99999999999999999999999999999999\" is too large"),
            ("99999999999999999999t", "\"99999999999999999999t\" is too large"),
        ];
        for (text, message) in cases {
            assert_eq!(read(text, "en-US").unwrap_err().to_string(), message);
        }
    }

    const TAGS: [&str; 9] = ["en-US", "de-DE", "fr-FR", "de-CH", "hi-IN", "pt-PT", "nl-NL", "sv-SE", "tr-TR"];

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), digits in "[-+($€k%]{0,3}[0-9., ']{0,30}[)$€a-zA-Z% ]{0,5}") {
            for tag in TAGS {
                let _ = read(&text, tag);
                let _ = read(&digits, tag);
            }
        }

        #[test]
        fn what_is_written_reads_back(cents in -10_000_000_000_000i64..10_000_000_000_000, currency in 0usize..160) {
            let currency = Currency::all().nth(currency).unwrap();
            let value = Decimal::new(cents, currency.minor_digits());
            for tag in TAGS {
                let locale = Locale::from_tag(tag);
                prop_assert_eq!(read(&format::money(value, currency, locale), tag).unwrap().value, value);
                prop_assert_eq!(read(&format::share(value, 4, locale), tag).unwrap().value, value);
                prop_assert_eq!(read(&format::plain(value, 4, locale), tag).unwrap().value, value);
            }
        }
    }
}
