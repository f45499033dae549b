//! This file chooses round ticks for an axis and writes its figures, short on the axis and exact where asked for.

use crate::chart::written;
use crate::chart::written::digits;
use crate::chart::written::fixed;
use crate::chart::written::grouped;
use crate::chart::written::money_places;
use crate::chart::written::trimmed;
use crate::number::Currency;
use crate::number::CurrencyPlace;

/// What an axis counts in.
#[derive(Clone, Debug, PartialEq)]
pub enum Unit {
    /// An amount of money behind this symbol, such as `$`, in a currency of so many decimals.
    Money(String, usize),
    /// Heads: customers, prospects, seats.
    Count,
    /// A share 0..=1, written in percent.
    Percent,
    /// A bare number.
    Plain,
}

/// A stretch of an axis between two ticks, with ticks every `step`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Lowest value shown, a multiple of `step`.
    pub low: f64,
    /// Highest value shown, a multiple of `step`, above `low`.
    pub high: f64,
    /// Distance of the ticks: 1, 2 or 5 times a power of ten; 0 where each step is ten times the last, and `low` and
    /// `high` are exponents of ten.
    pub step: f64,
}

/// Where an axis puts a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    /// Equal differences at equal distances.
    #[default]
    Linear,
    /// Equal ratios at equal distances; nothing at or below zero has a place.
    Logarithmic,
}

impl Spacing {
    /// The place of a value along the axis.
    pub fn place(self, value: f64) -> Option<f64> {
        match self {
            Self::Linear => Some(value),
            Self::Logarithmic => (value > 0.0).then(|| libm::log10(value)),
        }
    }

    /// The scale of an axis for `values`, from zero where it has one, with about so many ticks.
    pub fn scale(self, values: impl Iterator<Item = f64>, ticks: usize) -> Scale {
        match self {
            Self::Linear => Scale::new(values, ticks),
            Self::Logarithmic => Scale::logarithmic(values),
        }
    }
}

const LARGEST: f64 = 1e15;

/// Behind a share in text; an axis leaves the space out.
const PERCENT: &str = "\u{a0}%";

impl Scale {
    /// The scale from zero around `values` with at most `ticks` steps; values that are not finite are passed over.
    pub fn new(values: impl IntoIterator<Item = f64>, ticks: usize) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values.into_iter().filter(|v| v.is_finite()) {
            (low, high) = (low.min(value.max(-LARGEST)), high.max(value.min(LARGEST)));
        }
        Self::between(low, high, ticks)
    }

    /// The scale around `low..=high` with at most `ticks` steps (at least 2).
    pub fn between(low: f64, high: f64, ticks: usize) -> Self {
        let ticks = ticks.max(2) as f64;
        let span = high - low;
        if span < 1e-9 {
            return Self { low, high: low + 1.0, step: 1.0 };
        }
        let mut step = nice(span / ticks);
        while (high / step - 1e-9).ceil() - (low / step + 1e-9).floor() > ticks {
            step = nice(step * 1.5);
        }
        Self { low: (low / step + 1e-9).floor() * step, high: (high / step - 1e-9).ceil() * step, step }
    }

    /// The scale of exponents around the positive `values`, from and to 1, 2 or 5 times a power of ten.
    fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| *value > 0.0 && *value <= LARGEST) {
            (least, most) = (least.min(value), most.max(value));
        }
        if most == 0.0 {
            return Self { low: 0.0, high: 1.0, step: 0.0 };
        }
        let low = -libm::log10(nice(1.0 / least));
        Self { low, high: libm::log10(nice(most)).max(low + 0.3), step: 0.0 }
    }

    /// Whether its values are exponents.
    pub fn is_logarithmic(&self) -> bool {
        self.step == 0.0
    }

    /// Steps that suit an axis `height_px` high.
    pub fn ticks_for(height_px: f64) -> usize {
        ((height_px / 44.0) as usize).clamp(2, 6)
    }

    /// Where ticks stand, from low to high.
    pub fn ticks(&self) -> Vec<f64> {
        if self.is_logarithmic() {
            let (first, last) = (libm::floor(self.low) as i32, libm::ceil(self.high) as i32);
            let between: &[f64] = if self.high - self.low <= 2.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
            let each = |power: i32| between.iter().map(move |n| f64::from(power) + libm::log10(*n));
            let inside = |tick: &f64| *tick >= self.low - 1e-9 && *tick <= self.high + 1e-9;
            return (first..=last).flat_map(each).filter(inside).collect();
        }
        let (first, last) = ((self.low / self.step).round() as i64, (self.high / self.step).round() as i64);
        (first..=last).map(|n| n as f64 * self.step).collect()
    }
}

/// The least of 1, 2, 5 times a power of ten that is no less than `step` (above zero).
pub fn nice(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    [1.0, 2.0, 5.0].into_iter().map(|n| n * power).find(|n| *n >= step * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

impl Unit {
    /// Money of a currency.
    pub fn money(currency: Currency) -> Self {
        Self::Money(currency.symbol().unwrap_or(currency.code()).to_owned(), currency.minor_digits() as usize)
    }

    /// The figure of a tick on a scale of `step`: every tick of the scale gets as many decimals.
    pub fn tick(&self, value: f64, scale: &Scale) -> String {
        if scale.is_logarithmic() {
            return self.short(libm::pow(10.0, value));
        }
        if value.abs() < scale.step / 1e3 && *self != Self::Percent {
            return "0".to_owned();
        }
        if *self == Self::Percent {
            return self.mark(value, &fixed(value.abs() * 100.0, decimals(scale.step * 100.0)), "%");
        }
        let (size, suffix) = magnitude(scale.high.abs().max(scale.low.abs()));
        let places = match (decimals(scale.step / size), self) {
            // Whole cents: $0.50, not $0.5.
            (1, Self::Money(..)) if size == 1.0 => 2,
            (places, _) => places,
        };
        self.mark(value, &grouped(&fixed(value.abs() / size, places)), suffix)
    }

    /// Three figures and a magnitude: `$1.24M`, `12.3k`, `4.3 %`.
    pub fn short(&self, value: f64) -> String {
        if *self == Self::Percent {
            let percent = value.abs() * 100.0;
            return self.mark(value, &fixed(percent, usize::from(percent < 9.95)), PERCENT);
        }
        let (size, suffix) = magnitude(value.abs() * 1.0005);
        let scaled = value.abs() / size;
        let places = match (size > 1.0, self) {
            (true, _) => 3usize.saturating_sub(1 + digits(scaled)),
            (false, Self::Money(_, digits)) => money_places(scaled, *digits),
            (false, _) => usize::from(scaled < 9.95 && (scaled - scaled.round()).abs() > 0.05),
        };
        self.mark(value, &grouped(&trimmed(fixed(scaled, places), size > 1.0)), suffix)
    }

    /// As [`Unit::short`] with sign and without currency, for a change: `+1.24M`.
    pub fn change(&self, value: f64) -> String {
        let text = match self {
            Self::Money(_, digits) => Self::Money(String::new(), *digits).short(value),
            _ => self.short(value),
        };
        if value > 0.0 { format!("+{text}") } else { text }
    }

    /// Two figures and a magnitude, for narrow places: `$5.0M`.
    pub fn shorter(&self, value: f64) -> String {
        let (size, suffix) = magnitude(value.abs() * 1.005);
        let scaled = value.abs() / size;
        self.mark(value, &fixed(scaled, usize::from(scaled < 9.95 && size > 1.0)), suffix)
    }

    /// As [`Unit::change`] in two figures, for narrow places: `+5.0M`.
    pub fn change_shorter(&self, value: f64) -> String {
        let text = match self {
            Self::Money(_, digits) => Self::Money(String::new(), *digits).shorter(value),
            _ => self.shorter(value),
        };
        if value > 0.0 { format!("+{text}") } else { text }
    }

    /// In full: `$1,240,113`, `1,204.5`, `4.31 %`.
    pub fn exact(&self, value: f64) -> String {
        if let Some(bare) = written::as_bare(value) {
            return bare;
        }
        match self {
            Self::Percent => self.mark(value, &trimmed(fixed(value.abs() * 100.0, 2), true), PERCENT),
            Self::Money(_, digits) => {
                self.mark(value, &grouped(&fixed(value.abs(), money_places(value.abs(), *digits))), "")
            }
            _ => {
                let places = if value.abs() < 100.0 { 2 } else { 0 };
                self.mark(value, &grouped(&trimmed(fixed(value.abs(), places), true)), "")
            }
        }
    }

    /// As [`Unit::exact`], money to the minor unit, so that the rows of a table add up: `$1,240,113.00`.
    pub fn tabled(&self, value: f64) -> String {
        match (self, written::as_bare(value)) {
            (Self::Money(_, digits), None) => self.mark(value, &grouped(&fixed(value.abs(), *digits)), ""),
            _ => self.exact(value),
        }
    }

    /// As [`Unit::exact`], `n/a` for a gap.
    pub fn exact_or_gap(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "n/a".to_owned(), |v| self.exact(v))
    }

    /// The figures (`1,240.5`) with sign, currency and suffix as the reader writes them.
    fn mark(&self, value: f64, figures: &str, suffix: &str) -> String {
        let locale = written::locale();
        let sign = if value < 0.0 && figures.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "−" } else { "" };
        let own = |sign| match sign {
            '.' => locale.decimal,
            ',' => locale.group,
            digit => digit,
        };
        let figures: String = figures.chars().map(own).collect();
        match (self, locale.currency) {
            (Self::Money(symbol, _), _) if symbol.is_empty() => format!("{sign}{figures}{suffix}"),
            (Self::Money(symbol, _), CurrencyPlace::Before) => format!("{sign}{symbol}{figures}{suffix}"),
            (Self::Money(symbol, _), CurrencyPlace::BeforeSpaced) => format!("{sign}{symbol}\u{a0}{figures}{suffix}"),
            (Self::Money(symbol, _), CurrencyPlace::After) => format!("{sign}{figures}{suffix}\u{a0}{symbol}"),
            _ => format!("{sign}{figures}{suffix}"),
        }
    }
}

fn magnitude(value: f64) -> (f64, &'static str) {
    match value {
        v if v >= 1e12 => (1e12, "T"),
        v if v >= 1e9 => (1e9, "B"),
        v if v >= 1e6 => (1e6, "M"),
        v if v >= 1e4 => (1e3, "k"),
        _ => (1.0, ""),
    }
}

/// Decimals that tell multiples of `step` apart.
fn decimals(step: f64) -> usize {
    (0..6).find(|n| (step * libm::pow(10.0, *n as f64)).fract() < 1e-6).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::Locale;

    #[test]
    fn figures_are_written_as_the_reader_writes_them() {
        let money = Unit::money(Currency::EUR);
        let written = |tag: &str| {
            written::written_for(Locale::from_tag(tag));
            let texts = (money.exact(-1_240_113.0), money.short(1_240_113.0), Unit::Count.exact(1204.0));
            written::written_for(Locale::EN_US);
            texts
        };
        assert_eq!(written("en-US"), ("−€1,240,113".into(), "€1.24M".into(), "1,204".into()));
        assert_eq!(written("de-DE"), ("−1.240.113\u{a0}€".into(), "1,24M\u{a0}€".into(), "1.204".into()));
        assert_eq!(written("nl-NL").0, "−€\u{a0}1.240.113");
    }

    #[test]
    fn tables_hold_minor_units_and_spreadsheets_bare_figures() {
        let (dollars, yen) = (money(), Unit::money(Currency::JPY));
        assert_eq!(
            (dollars.tabled(-1_240_113.5), yen.tabled(1_240_113.4)),
            ("−$1,240,113.50".into(), "¥1,240,113".into())
        );
        assert_eq!(
            (yen.exact(8.14), yen.exact(812.4), dollars.exact(812.4)),
            ("¥8.14".into(), "¥812".into(), "$812.40".into())
        );
        let bare = written::bare(|| [dollars.tabled(-1_240_113.5), Unit::Percent.exact(0.0431), yen.exact(-1e-9)]);
        assert_eq!(bare, ["-1240113.5", "0.0431", "0"]);
        assert_eq!(Unit::Percent.exact(0.0431), "4.31\u{a0}%");
    }

    fn money() -> Unit {
        Unit::money(Currency::USD)
    }

    #[test]
    fn ticks_are_round() {
        let texts = |unit: &Unit, values: &[f64], ticks| {
            let scale = Scale::new(values.iter().copied(), ticks);
            scale.ticks().iter().map(|t| unit.tick(*t, &scale)).collect::<Vec<_>>().join(" ")
        };
        for (unit, values, ticks, expected) in [
            (money(), &[13.64e6][..], 4, "0 $5M $10M $15M"),
            (money(), &[13.64e6], 6, "0 $5M $10M $15M"),
            (money(), &[-1.2e6, 2.3e6], 5, "−$2M −$1M 0 $1M $2M $3M"),
            (money(), &[1.4e6], 4, "0 $0.5M $1.0M $1.5M"),
            (money(), &[8000.0], 4, "0 $2,000 $4,000 $6,000 $8,000"),
            (money(), &[1.9], 4, "0 $0.50 $1.00 $1.50 $2.00"),
            (Unit::Count, &[104_310.0], 4, "0 50k 100k 150k"),
            (Unit::Percent, &[1.0], 4, "0% 50% 100%"),
            (Unit::Percent, &[0.043], 5, "0% 1% 2% 3% 4% 5%"),
            (Unit::Plain, &[0.0, f64::NAN], 4, "0 1"),
        ] {
            assert_eq!(texts(&unit, values, ticks), expected);
        }
    }

    #[test]
    fn ticks_of_ratios_are_powers_of_ten() {
        for (values, expected) in [
            (&[3.0, 40.0][..], "2 5 10 20 50"),
            (&[1.0, 0.0, 4e5], "1 10 100 1,000 10k 100k"),
            (&[0.0, -3.0], "1 2 5 10"),
            (&[100.0], "100"),
        ] {
            let scale = Spacing::Logarithmic.scale(values.iter().copied(), 4);
            let texts = scale.ticks().iter().map(|t| Unit::Count.tick(*t, &scale)).collect::<Vec<_>>();
            assert_eq!(texts.join(" "), expected);
        }
        assert_eq!(Spacing::Logarithmic.place(0.0), None);
    }

    #[test]
    fn figures_are_short_or_exact() {
        for (unit, value, short, exact) in [
            (money(), 13_640_112.4, "$13.6M", "$13,640,112"),
            (money(), 2_414_000.0, "$2.41M", "$2,414,000"),
            (money(), 999_999.0, "$1M", "$999,999"),
            (money(), 9.2, "$9.20", "$9.20"),
            (money(), 49.0, "$49", "$49"),
            (money(), 0.0, "$0", "$0"),
            (money(), -1_310_000.0, "−$1.31M", "−$1,310,000"),
            (Unit::Count, 104_310.25, "104k", "104,310"),
            (Unit::Count, 14.0, "14", "14"),
            (Unit::Percent, 0.0431, "4.3\u{a0}%", "4.31\u{a0}%"),
            (Unit::Percent, 0.62, "62\u{a0}%", "62\u{a0}%"),
            (Unit::Plain, -0.001, "0", "0"),
        ] {
            assert_eq!((unit.short(value), unit.exact(value)), (short.to_owned(), exact.to_owned()));
        }
        assert_eq!(money().change(1_920_000.0), "+1.92M");
        assert_eq!(money().change(-1_310_000.0), "−1.31M");
        assert_eq!(Unit::Count.exact_or_gap(None), "n/a");
        assert_eq!((money().shorter(5.04e6), money().shorter(12.6e6), money().shorter(950.0)), {
            ("$5.0M".to_owned(), "$13M".to_owned(), "$950".to_owned())
        });
        let steps = [0.34e6, -1.31e6, 0.04e6, 100.0, 0.0].map(|v| money().change_shorter(v));
        assert_eq!(steps, ["+340k", "−1.3M", "+40k", "+100", "0"]);
    }

    proptest! {
        #[test]
        fn a_scale_holds_its_values(low in -1e12..1e12f64, width in 0.0..1e12f64, ticks in 2usize..7) {
            let scale = Scale::between(low, low + width, ticks);
            prop_assert!(scale.low <= low + width * 1e-6 + 1e-3 && scale.high >= low + width * (1.0 - 1e-6) - 1e-3);
            prop_assert!(scale.ticks().len() >= 2 && scale.ticks().len() <= ticks + 1);
            let mantissa = scale.step / libm::pow(10.0, libm::floor(libm::log10(scale.step) + 1e-9));
            prop_assert!([1.0, 2.0, 5.0].iter().any(|m| (mantissa - m).abs() < 1e-6), "{}", mantissa);
        }
    }
}
