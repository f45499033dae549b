//! This file reads a price that depends on a count: `#contacts * 0.5`, `10 + 2 * #seats`.

use rust_decimal::Decimal;

/// A price that grows evenly with one count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Linear {
    /// What is paid however many there are.
    pub fixed: Decimal,
    /// What each costs.
    pub each: Decimal,
    /// The key of what is counted.
    pub counted: String,
}

/// The price in an expression of numbers, one key behind `#`, and the signs `+`, `*` and `/`; none for any other.
pub(super) fn read(text: &str) -> Option<Linear> {
    let mut found = Linear { fixed: Decimal::ZERO, each: Decimal::ZERO, counted: String::new() };
    for term in text.split('+') {
        let (times, counted) = product(term)?;
        match counted {
            None => found.fixed = found.fixed.checked_add(times)?,
            Some(key) if found.counted.is_empty() || found.counted == key => {
                found.counted = key.to_owned();
                found.each = found.each.checked_add(times)?;
            }
            Some(_) => return None,
        }
    }
    let sound = found.each > Decimal::ZERO && found.fixed >= Decimal::ZERO;
    sound.then(|| Linear { fixed: found.fixed.round_dp(12), each: found.each.round_dp(12), ..found })
}

/// The number of a product, and the key in it.
fn product(term: &str) -> Option<(Decimal, Option<&str>)> {
    let (mut times, mut counted) = (Decimal::ONE, None);
    for (at, factors) in term.split('/').enumerate() {
        for (nth, factor) in factors.split('*').map(str::trim).enumerate() {
            let divides = at > 0 && nth == 0;
            match (factor.strip_prefix('#'), factor.parse::<Decimal>()) {
                (Some(key), _) if counted.is_none() && !divides && plain(key) => counted = Some(key),
                (None, Ok(number)) if divides => times = times.checked_div(number)?,
                (None, Ok(number)) => times = times.checked_mul(number)?,
                _ => return None,
            }
        }
    }
    Some((times, counted))
}

fn plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|sign| sign.is_alphanumeric() || sign == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_times_a_price_is_read() {
        for (text, fixed, each) in [
            ("#contacts * 0.5", "0", "0.5"),
            ("0.5*#contacts", "0", "0.5"),
            ("#contacts", "0", "1"),
            ("10 + 2 * #contacts", "10", "2"),
            ("#contacts / 1000 * 3", "0", "0.003"),
            ("#contacts * 1 + #contacts + 4 / 2", "2", "2"),
        ] {
            let found = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.fixed.to_string(), found.each.to_string()), (fixed.into(), each.into()), "{text}");
            assert_eq!(found.counted, "contacts");
        }
        for text in
            ["", "5", "#a * #b", "#a + #b", "#a * -1", "1 / #a", "#a / 0", "#", "(#a)", "#a ** 2", "Contact #sales"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
