//! This file holds the currency type: a code of ISO 4217 with its minor unit and symbol.

use std::fmt;
use std::str::FromStr;

use crate::text;

use super::iso4217::Entry;
use super::iso4217::LIST;

/// An active currency of ISO 4217; in text and JSON its three-letter code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u8);

/// The text is not the code of an active currency of ISO 4217.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotACurrency(pub String);

impl Currency {
    /// US dollar.
    pub const USD: Self = Self::of("USD");
    /// Euro.
    pub const EUR: Self = Self::of("EUR");
    /// Pound sterling.
    pub const GBP: Self = Self::of("GBP");
    /// Japanese yen, a currency without a minor unit.
    pub const JPY: Self = Self::of("JPY");

    /// Every currency, in order of code.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..LIST.len() as u8).map(Self)
    }

    /// The three capital letters: `USD`.
    pub fn code(self) -> &'static str {
        self.entry().code
    }

    /// ISO's name: `US Dollar`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// Digits of the minor unit after the decimal point, 0 to 4; amounts are rounded to so many places.
    pub fn minor_digits(self) -> u32 {
        u32::from(self.entry().digits)
    }

    /// The customary symbol, if there is one: `$`.
    pub fn symbol(self) -> Option<&'static str> {
        Some(self.entry().symbol).filter(|symbol| !symbol.is_empty())
    }

    fn entry(self) -> &'static Entry {
        &LIST[usize::from(self.0)]
    }

    const fn of(code: &str) -> Self {
        let wanted = code.as_bytes();
        let mut at = 0;
        loop {
            let found = LIST[at].code.as_bytes();
            if found[0] == wanted[0] && found[1] == wanted[1] && found[2] == wanted[2] {
                return Self(at as u8);
            }
            at += 1;
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for NotACurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a currency code of ISO 4217, such as USD", self.0)
    }
}

impl std::error::Error for NotACurrency {}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(code: &str) -> Result<Self, NotACurrency> {
        match LIST.binary_search_by(|entry| entry.code.cmp(code)) {
            Ok(at) => Ok(Self(at as u8)),
            Err(_) => Err(NotACurrency(code.chars().take(40).collect())),
        }
    }
}

text!(Currency, "an ISO 4217 code");

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO 4217 List One: the codes whose minor unit is not two digits.
    const UNUSUAL: &[(u32, &str)] = &[
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ];

    #[test]
    fn minor_units_follow_the_standard() {
        for currency in Currency::all() {
            let listed = UNUSUAL.iter().find(|(_, codes)| codes.split(' ').any(|code| code == currency.code()));
            assert_eq!(currency.minor_digits(), listed.map_or(2, |(digits, _)| *digits), "{currency}");
        }
    }

    #[test]
    fn every_code_reads_back() {
        let codes: Vec<_> = Currency::all().map(Currency::code).collect();
        assert!(codes.is_sorted());
        assert!(codes.len() > 150);
        for currency in Currency::all() {
            let json = serde_json::to_string(&currency).unwrap();
            assert_eq!(json, format!("{:?}", currency.code()));
            assert_eq!(serde_json::from_str::<Currency>(&json).unwrap(), currency);
        }
        assert_eq!((Currency::USD.code(), Currency::JPY.code()), ("USD", "JPY"));
    }

    #[test]
    fn what_is_no_code_is_named() {
        for text in ["", "usd", "US", "USDX", "XXX", "HRK"] {
            assert_eq!(text.parse::<Currency>(), Err(NotACurrency(text.to_owned())));
        }
        assert_eq!(NotACurrency("usd".into()).to_string(), "\"usd\" is not a currency code of ISO 4217, such as USD");
    }
}
