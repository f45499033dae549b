//! This file says how numbers are written where a reader lives: separators, grouping, and the side of the currency.

/// A reader's habits with numbers. The caller knows the language tag; nothing here asks the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between units and fraction.
    pub decimal: char,
    /// Between groups of digits.
    pub group: char,
    /// Groups of two after the first three digits, as in India: 12,34,567.
    pub lakhs: bool,
    /// How a currency stands to its amount.
    pub currency: CurrencyPlace,
}

/// Where the symbol or code of a currency stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrencyPlace {
    /// `$5`; a code or a symbol that ends in a letter is set off by a space.
    Before,
    /// `€ 5`.
    BeforeSpaced,
    /// `5 €`.
    After,
}

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';
const APOSTROPHE: char = '\u{2019}';

impl Locale {
    /// American English, and what every unknown tag gets.
    pub const EN_US: Self = Self::new('.', ',', CurrencyPlace::Before);

    const fn new(decimal: char, group: char, currency: CurrencyPlace) -> Self {
        Self { decimal, group, lakhs: false, currency }
    }

    /// The habits of a BCP 47 language tag such as `de-CH` (case and `_` for `-` do not matter), after CLDR's main
    /// patterns; digits are always 0–9. Unknown tags read as `en-US`.
    pub fn from_tag(tag: &str) -> Self {
        use CurrencyPlace::After;
        use CurrencyPlace::Before;
        use CurrencyPlace::BeforeSpaced;
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        let region = parts.find(|part| part.len() == 2 || (part.len() == 3 && part.as_bytes()[0].is_ascii_digit()));
        match (language, region.unwrap_or_default()) {
            ("de" | "it" | "rm", "ch" | "li") => Self::new('.', APOSTROPHE, BeforeSpaced),
            ("en", "za") | ("af", _) => Self::new(',', NO_BREAK, Before),
            ("en" | "hi" | "bn" | "ta" | "te" | "mr" | "gu", "in") | ("hi" | "ta" | "te" | "mr" | "gu", _) => {
                Self { lakhs: true, ..Self::EN_US }
            }
            ("es", "mx" | "us" | "pr" | "gt" | "hn" | "ni" | "pa" | "pe" | "sv" | "do" | "419") => Self::EN_US,
            ("fr", "ca") | ("pt", "pt") => Self::new(',', NO_BREAK, After),
            ("fr", _) => Self::new(',', NARROW, After),
            ("nl", _) | ("pt", _) | ("de", "at") => Self::new(',', '.', BeforeSpaced),
            ("es", "ar" | "cl" | "co" | "uy" | "py" | "ec" | "ve") => Self::new(',', '.', BeforeSpaced),
            ("tr" | "id", _) => Self::new(',', '.', Before),
            ("de" | "it" | "es" | "ca" | "gl" | "eu" | "da" | "el" | "ro" | "hr" | "sl" | "sr" | "bs" | "mk", _) => {
                Self::new(',', '.', After)
            }
            ("is" | "vi" | "az", _) => Self::new(',', '.', After),
            ("sv" | "nb" | "nn" | "no" | "fi" | "cs" | "sk" | "pl" | "hu", _) => Self::new(',', NO_BREAK, After),
            ("uk" | "ru" | "be" | "bg" | "kk" | "et" | "lt" | "lv" | "hy" | "ka", _) => Self::new(',', NO_BREAK, After),
            _ => Self::EN_US,
        }
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::EN_US
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_carry_their_separators() {
        let cases = [
            ("en-US", '.', ','),
            ("en_GB", '.', ','),
            ("DE-de", ',', '.'),
            ("de", ',', '.'),
            ("de-CH", '.', '\u{2019}'),
            ("fr-FR", ',', '\u{202f}'),
            ("fr-CA", ',', '\u{a0}'),
            ("pt-BR", ',', '.'),
            ("es-MX", '.', ','),
            ("es-ES", ',', '.'),
            ("zh-Hans-CN", '.', ','),
            ("sr-Latn-RS", ',', '.'),
            ("pl", ',', '\u{a0}'),
            ("", '.', ','),
            ("tlh", '.', ','),
            ("€-€€", '.', ','),
        ];
        for (tag, decimal, group) in cases {
            let locale = Locale::from_tag(tag);
            assert_eq!((locale.decimal, locale.group), (decimal, group), "{tag}");
        }
        assert!(Locale::from_tag("hi-IN").lakhs);
    }
}
