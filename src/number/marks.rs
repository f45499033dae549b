//! This file takes off what people write around the digits of a number: sign, currency, percent, multiplier.

use super::Currency;
use super::iso4217::LIST;

/// What stands around the digits.
#[derive(Default)]
pub(super) struct Marks {
    /// A minus or brackets (true) or a plus (false).
    pub negative: Option<bool>,
    /// A percent sign.
    pub percent: bool,
    /// A currency, known only where the mark names a single one.
    pub currency: Option<Option<Currency>>,
    /// Thousands, millions…
    pub multiplier: Option<i64>,
}

impl Marks {
    /// Takes one mark after the other off both ends; what is left is the digits, or does not fit.
    pub fn strip<'a>(&mut self, mut text: &'a str) -> &'a str {
        loop {
            text = text.trim();
            let rest = self.brackets(text).or_else(|| self.front(text)).or_else(|| self.back(text));
            match rest {
                Some(rest) => text = rest,
                None => return text,
            }
        }
    }

    fn brackets<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let inner = text.strip_prefix('(')?.strip_suffix(')')?;
        self.negative.is_none().then(|| self.negative = Some(true)).map(|()| inner)
    }

    fn front<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        match text.chars().next()? {
            sign @ ('-' | '+') if self.negative.is_none() => {
                self.negative = Some(sign == '-');
                Some(&text[1..])
            }
            '%' if !self.percent => {
                self.percent = true;
                Some(&text[1..])
            }
            _ if self.currency.is_none() => {
                let (currency, length) = currency_at(text, |text, mark| text.get(..mark.len()))?;
                self.currency = Some(currency);
                Some(&text[length..])
            }
            _ => None,
        }
    }

    fn back<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let (Some(rest), false) = (text.strip_suffix('%'), self.percent) {
            self.percent = true;
            return Some(rest);
        }
        let tail = |text: &'a str, length: usize| text.len().checked_sub(length).and_then(|at| text.get(at..));
        if self.currency.is_none()
            && let Some((currency, length)) = currency_at(text, |text, mark| tail(text, mark.len()))
        {
            self.currency = Some(currency);
            return Some(&text[..text.len() - length]);
        }
        let (word, times) = MULTIPLIERS
            .iter()
            .find(|(word, _)| tail(text, word.len()).is_some_and(|end| end.eq_ignore_ascii_case(word)))?;
        let rest = &text[..text.len() - word.len()];
        let follows_digits = rest.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        (self.multiplier.is_none() && follows_digits).then(|| self.multiplier = Some(*times)).map(|()| rest)
    }
}

/// Longer words first.
const MULTIPLIERS: [(&str, i64); 7] = [
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
    ("tn", 1_000_000_000_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("b", 1_000_000_000),
    ("t", 1_000_000_000_000),
];

/// Symbols that name more than one currency, or another way to write one.
const MORE_SYMBOLS: [(&str, &str); 6] = [("US$", "USD"), ("$", ""), ("¥", ""), ("£", ""), ("kr.", ""), ("kr", "")];

/// The currency at the end of the text that `part` looks at, and the length of its mark: the longest code or symbol.
fn currency_at<'a>(
    text: &'a str,
    part: impl Fn(&'a str, &'static str) -> Option<&'a str>,
) -> Option<(Option<Currency>, usize)> {
    let code = LIST
        .iter()
        .map(|entry| (entry.code, entry.code))
        .filter(|(code, _)| part(text, code).is_some_and(|found| found.eq_ignore_ascii_case(code)));
    let symbol = LIST.iter().map(|entry| (entry.symbol, entry.code)).filter(|(symbol, _)| !symbol.is_empty());
    let mut found =
        code.chain(MORE_SYMBOLS.into_iter().chain(symbol).filter(|(mark, _)| part(text, mark) == Some(mark)));
    let first = found.next()?;
    let longest = found.fold(first, |best, next| if next.0.len() > best.0.len() { next } else { best });
    Some((longest.1.parse().ok(), longest.0.len()))
}
