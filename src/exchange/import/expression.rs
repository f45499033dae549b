//! This file reads a price that depends on a count: `#contacts * 0.5`, `10 + 2 * #seats`.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::report::Report;
use super::report::note;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;

/// The numbers a page gives names to, for its prices to name.
pub(super) type Variables = HashMap<String, Decimal>;

/// The variables of a page; those that are no number are named.
pub(super) fn variables(root: &Node, report: &mut Report) -> Variables {
    let mut found = Variables::new();
    if let Some(node) = root.get("variables").filter(|node| node.map().is_none()) {
        note(&mut report.left_out, "variables", node.line, format!("{}, expected a mapping", node.shown()));
    }
    for entry in root.entries("variables") {
        match entry.value.figure() {
            Some(Figure::Finite(value)) => drop(found.insert(entry.key.clone(), value)),
            _ => {
                let words = format!("{} is no number to put into a price", entry.value.shown());
                note(&mut report.left_out, format!("variables/{}", entry.key), entry.line, words);
            }
        }
    }
    found
}

/// A price that grows evenly with one count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Linear {
    /// What is paid however many there are.
    pub fixed: Decimal,
    /// What each costs.
    pub each: Decimal,
    /// The key of what is counted; empty where all is known.
    pub counted: String,
}

/// The price in an expression of numbers, variables and one key behind `#`, and the signs `+`, `*` and `/`; none for any
/// other.
pub(super) fn read(text: &str, variables: &Variables) -> Option<Linear> {
    if !text.contains('#') {
        return None;
    }
    let mut found = Linear { fixed: Decimal::ZERO, each: Decimal::ZERO, counted: String::new() };
    for term in text.split('+') {
        let (times, counted) = product(term, variables)?;
        match counted {
            None => found.fixed = found.fixed.checked_add(times)?,
            Some(key) if found.counted.is_empty() || found.counted == key => {
                found.counted = key.to_owned();
                found.each = found.each.checked_add(times)?;
            }
            Some(_) => return None,
        }
    }
    let grows = found.each > Decimal::ZERO || found.counted.is_empty();
    let sound = grows && found.fixed >= Decimal::ZERO;
    sound.then(|| Linear { fixed: found.fixed.round_dp(12), each: found.each.round_dp(12), ..found })
}

/// The number of a product, and the key in it.
fn product<'a>(term: &'a str, variables: &Variables) -> Option<(Decimal, Option<&'a str>)> {
    let (mut times, mut counted) = (Decimal::ONE, None);
    for (at, factors) in term.split('/').enumerate() {
        for (nth, factor) in factors.split('*').map(str::trim).enumerate() {
            let divides = at > 0 && nth == 0;
            let known = factor.strip_prefix('#').and_then(|key| variables.get(key));
            let number = known.copied().ok_or(()).or_else(|()| factor.parse::<Decimal>());
            match (factor.strip_prefix('#').filter(|_| known.is_none()), number) {
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
            let found = read(text, &Variables::new()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.fixed.to_string(), found.each.to_string()), (fixed.into(), each.into()), "{text}");
            assert_eq!(found.counted, "contacts");
        }
        let variables = Variables::from([("base".to_owned(), Decimal::from(10)), ("each".to_owned(), Decimal::TWO)]);
        for (text, fixed, each) in
            [("#base * 2", "20", "0"), ("#base + #each * #seats", "10", "2"), ("#base", "10", "0")]
        {
            let found = read(text, &variables).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.fixed.to_string(), found.each.to_string()), (fixed.into(), each.into()), "{text}");
        }
        for text in
            ["", "5", "#a * #b", "#a + #b", "#a * -1", "1 / #a", "#a / 0", "#", "(#a)", "#a ** 2", "Contact #sales"]
        {
            assert_eq!(read(text, &Variables::new()), None, "{text}");
        }
    }
}
