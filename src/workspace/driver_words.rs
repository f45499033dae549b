//! This file says in words how a driver moves over time: `4 % until Mar 2027, rising to 6 % by Dec 2027`.

use super::driver::Driver;
use super::driver::Path;
use super::words::percent;
use crate::number;
use crate::number::Locale;

/// Values of a list that are written out.
const SHOWN: usize = 3;

/// A driver in words; `level` writes one of its values.
pub(super) fn over_time(driver: &Driver, level: &dyn Fn(f64) -> String, locale: Locale) -> String {
    let path = match driver {
        Driver::Constant(value) => return level(*value),
        Driver::Path(path) => path,
    };
    let words = match path {
        Path::Level { value, .. } => level(*value),
        Path::Ramp { from, to, start, end, .. } => {
            let way = if to < from { "falling" } else { "rising" };
            format!("{} until {}, {way} to {} by {}", level(*from), start.label(), level(*to), end.label())
        }
        Path::Steps { value, steps, .. } => {
            let steps = steps.iter().map(|step| format!(", {} from {}", level(step.value), step.month.label()));
            level(*value) + &steps.collect::<String>()
        }
        Path::List { values, .. } => {
            let first: Vec<_> = values.iter().take(SHOWN).map(|value| level(*value)).collect();
            let last = values.last().filter(|_| values.len() > SHOWN);
            let rest = last.map_or_else(String::new, |last| format!(", …, {}", level(*last)));
            format!("{}{rest} month by month", first.join(", "))
        }
        Path::Growth { value, monthly, .. } => {
            let (way, rate) = if *monthly < 0.0 { ("falling", -monthly) } else { ("growing", *monthly) };
            format!("{}, {way} {} a month", level(*value), percent(rate, locale))
        }
    };
    match path.season() {
        Some(factors) => {
            let least = factors.iter().copied().fold(f64::INFINITY, f64::min);
            let most = factors.iter().copied().fold(0.0, f64::max);
            let times = |factor| number::plain(factor, 2, locale);
            format!("{words}, by season × {} to × {}", times(least), times(most))
        }
        None => words,
    }
}
