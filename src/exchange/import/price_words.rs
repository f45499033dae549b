//! This file reads prices as people write them: `$12 / user / month`, `from €5`, `12 USD per seat`, `Free`, `Contact us`.

use rust_decimal::Decimal;

use super::page::Price;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::parse_number;

/// The highest price read as one.
const HIGHEST: i64 = 1_000_000_000;

/// The signs of money that stand in prices.
pub(super) const SIGNS: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// What is written for nothing to pay, and where no price is given.
const FREE: &[&str] = &["free", "free forever", "always free", "forever free", "gratis", "no charge", "no cost"];
const NONE: &[&str] = &["", "-", "–", "—", "n/a", "none", "no", "✗", "✘", "❌"];

/// What stands before the least of several prices.
const LEAST: &[&str] = &["starting from", "starting at", "starts from", "starts at", "as low as", "from", "at least"];

/// What stands before a price and says nothing.
const MERELY: &[&str] = &["only ", "just ", "about ", "approx. ", "~", "≈"];

/// Words of which one says that a price is told to those who ask.
const ASKED: &[&str] = &[
    "anfrage",
    "ask",
    "bespoke",
    "call",
    "chat",
    "consult",
    "contact",
    "custom",
    "customised",
    "customized",
    "demand",
    "demo",
    "devis",
    "enquire",
    "individual",
    "individually",
    "individuell",
    "inquire",
    "negotiable",
    "negotiated",
    "poa",
    "quote",
    "request",
    "sales",
    "speak",
    "tailored",
    "talk",
    "touch",
    "variable",
    "varies",
];

/// The most words of a cell that is a price, or asks for one, without a sign of money.
const MOST_WORDS: usize = 8;

/// What a price says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Worded {
    pub price: Price,
    /// What stands behind the amount: `user / month`.
    pub unit: String,
    /// Where its sign names one currency only.
    pub currency: Option<Currency>,
    /// Whether it is the least of several.
    pub least: bool,
}

/// The price in a text.
pub(super) fn read(text: &str, locale: Locale) -> Worded {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = text.to_lowercase();
    let plain = |price: Price| Worded { price, unit: String::new(), currency: None, least: false };
    if FREE.contains(&lower.trim_end_matches(['!', '.'])) {
        return plain(Price::Free);
    }
    if NONE.contains(&lower.as_str()) {
        return plain(Price::OnRequest("no price given".into()));
    }
    let (words, mut least) = led(&text);
    let Some((value, currency, rest)) = amount(words, locale) else {
        return plain(Price::OnRequest(text.chars().take(80).collect()));
    };
    // `$10–$20`, `$10 to 20`, `$99+`: the lowest counts.
    let mut rest = rest.trim();
    if let Some(more) = rest.strip_prefix('+') {
        (least, rest) = (true, more.trim());
    }
    let upper =
        ["-", "–", "—", "to "].iter().find_map(|sign| rest.strip_prefix(sign)).and_then(|rest| amount(rest, locale));
    if let Some((_, _, behind)) = upper {
        (least, rest) = (true, behind);
    }
    let Some(price) = of_number(value) else {
        return plain(Price::OnRequest(text.chars().take(80).collect()));
    };
    let unit = rest.trim_start_matches(['/', '*', ' ', ',']).trim().to_owned();
    Worded { price, unit, currency, least }
}

/// Whether a text gives a price, says that there is nothing to pay, or that one has to ask; other text may be anything.
pub(super) fn tells(text: &str, locale: Locale) -> bool {
    let brief = text.split_whitespace().count() <= MOST_WORDS;
    match read(text, locale).price {
        Price::Free => true,
        Price::Known(_) => brief || text.contains(SIGNS),
        Price::OnRequest(_) => {
            let lower = text.to_lowercase();
            brief && lower.split(|sign: char| !sign.is_alphanumeric()).any(|word| ASKED.contains(&word))
        }
    }
}

/// The price of a number; none if it is none.
pub(super) fn of_number(value: Decimal) -> Option<Price> {
    match value {
        value if value.is_zero() => Some(Price::Free),
        value if value > Decimal::ZERO && value <= HIGHEST.into() => Some(Price::Known(value.round_dp(12))),
        _ => None,
    }
}

/// The number a text begins with, its currency, and what stands behind it.
pub(super) fn amount(text: &str, locale: Locale) -> Option<(Decimal, Option<Currency>, &str)> {
    let text = text.trim();
    let ends = |sign: char| matches!(sign, '/' | '(' | '+' | '*' | '–' | '—');
    let mut end = text.find(ends).unwrap_or(text.len());
    loop {
        let number = text[..end].trim_end();
        if let Ok(parsed) = parse_number(number, locale) {
            if parsed.percent || text[end..].trim_start().starts_with('%') {
                return None;
            }
            let pounds = number.contains('£').then_some(Currency::GBP);
            return Some((parsed.value, parsed.currency.or(pounds), &text[end..]));
        }
        // `10-20`: a sign between digits ends the number as a space does.
        end = number.rfind(|sign: char| sign.is_whitespace() || sign == '-').filter(|at| *at > 0)?;
    }
}

/// What is behind the words that lead to a price, and whether it is the least of several.
fn led(text: &str) -> (&str, bool) {
    let lead = |word: &&&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let behind = |word: &str| text[word.len()..].trim_start_matches([':', ' ']);
    if let Some(word) = LEAST.iter().find(lead) {
        return (behind(word), true);
    }
    (MERELY.iter().find(lead).map_or(text, |word| behind(word)), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_write_them() {
        let rows = [
            ("$12 / user / month", Some("12"), "user / month", false),
            ("$12/user/month, billed annually", Some("12"), "user/month, billed annually", false),
            ("12 USD per seat", Some("12"), "per seat", false),
            ("$12 USD per seat", Some("12"), "USD per seat", false),
            ("€ 1,200 per year", Some("1200"), "per year", false),
            ("12,50 €", Some("12.5"), "", false),
            ("From $29/mo", Some("29"), "mo", true),
            ("Starting at $99", Some("99"), "", true),
            ("$99+", Some("99"), "", true),
            ("$10 - $20 / month", Some("10"), "month", true),
            ("$10–20 per user", Some("10"), "per user", true),
            ("10-20", Some("10"), "", true),
            ("only £5", Some("5"), "", false),
            ("$0.05 / GB", Some("0.05"), "GB", false),
            ("$25\nper editor/month", Some("25"), "per editor/month", false),
            ("$8 (billed yearly)", Some("8"), "(billed yearly)", false),
            ("$0", Some("0"), "", false),
            ("Free", Some("0"), "", false),
            ("Free forever", Some("0"), "", false),
        ];
        for (text, price, unit, least) in rows {
            let found = read(text, Locale::EN_US);
            let known = match &found.price {
                Price::Free => Some(Decimal::ZERO),
                Price::Known(price) => Some(*price),
                Price::OnRequest(_) => None,
            };
            assert_eq!(known, price.map(|price| price.parse().unwrap()), "{text}");
            assert_eq!((found.unit.as_str(), found.least), (unit, least), "{text}");
        }
        for text in
            ["Contact us", "Let's talk", "Custom", "from our sales team", "2 %", "-5", "Free trial", "—", "", "1e30"]
        {
            assert!(matches!(read(text, Locale::EN_US).price, Price::OnRequest(_)), "{text}");
        }
        for text in [
            "$5",
            "0",
            "Free!",
            "12 per user per month",
            "Let's talk",
            "Custom pricing",
            "from € 5 and up for each one of those who use it",
        ] {
            assert!(tells(text, Locale::EN_US), "{text}");
        }
        for text in
            ["", "—", "elasticity", "a tool for those who set them", "3 of the many things that it reads on a page"]
        {
            assert!(!tells(text, Locale::EN_US), "{text}");
        }
        assert_eq!(read("€5", Locale::EN_US).currency, Some(Currency::EUR));
        assert_eq!(read("£5 / user", Locale::EN_US).currency, Some(Currency::GBP));
        assert_eq!(read("$5", Locale::EN_US).currency, None);
    }
}
