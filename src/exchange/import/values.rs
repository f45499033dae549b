//! This file reads what a page says of one feature in one place: yes or no, a number, unlimited, or words.

use rust_decimal::Decimal;

use super::boundless::Boundless;
use super::page::Content;
use super::page::Kind;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;
use crate::number::Locale;
use crate::number::parse_number;
use crate::shape::capital;
use crate::workspace::model::UNLIMITED;

/// What is written for yes and for no, beside true and false.
const YES: &[&str] = &["true", "yes", "y", "on", "included", "available", "✓", "✔", "✅"];
const NO: &[&str] =
    &["", "false", "none", "no", "n", "off", "-", "–", "—", "✗", "✘", "❌", "n/a", "not included", "not available"];

/// What is written where there is no limit.
const BOUNDLESS: &[&str] = &["unlimited", "infinite", "infinity", "no limit", "∞"];

/// The longest text of a limit.
const LONGEST: usize = 120;

/// What a value is, whatever it should be.
enum Said {
    Nothing,
    Flag(bool),
    Number(Decimal),
    Unlimited,
    Words,
}

fn said(node: &Node) -> Said {
    match node.figure() {
        _ if node.nothing() || node.list().is_some_and(<[Node]>::is_empty) => return Said::Nothing,
        Some(Figure::Infinite) => return Said::Unlimited,
        Some(Figure::Finite(value)) => return Said::Number(value),
        None => {}
    }
    let lower = node.text().unwrap_or_default().trim().to_lowercase();
    match lower.as_str() {
        _ if node.text().is_none() => Said::Words,
        text if YES.contains(&text) => Said::Flag(true),
        text if NO.contains(&text) => Said::Flag(false),
        text if BOUNDLESS.contains(&text) => Said::Unlimited,
        text => match parse_number(text, Locale::EN_US) {
            Ok(parsed) if !parsed.percent && parsed.currency.is_none() && !text.starts_with(['$', '£', '¥']) => {
                Said::Number(parsed.value)
            }
            _ => Said::Words,
        },
    }
}

/// The kind that holds everything said of a feature: the one it is declared to be, if that holds it.
pub(super) fn kind(declared: Option<Kind>, values: &[&Node]) -> Kind {
    let any = |of: fn(Said) -> bool| values.iter().any(|node| of(said(node)));
    let words = any(|said| matches!(said, Said::Words));
    let number = any(|said| match said {
        Said::Number(value) => !value.is_zero() && value != Decimal::ONE,
        Said::Unlimited => true,
        _ => false,
    });
    match declared {
        Some(Kind::Text) => Kind::Text,
        _ if words => Kind::Text,
        Some(Kind::Number) => Kind::Number,
        None if any(|said| matches!(said, Said::Number(_))) && !any(|said| matches!(said, Said::Flag(_))) => {
            Kind::Number
        }
        _ if number => Kind::Number,
        _ => Kind::Flag,
    }
}

/// What a value says of a feature of that kind.
pub(super) fn content(node: &Node, kind: Kind, boundless: &Boundless) -> Content {
    match (kind, said(node)) {
        (_, Said::Nothing | Said::Flag(false)) => Content::Absent,
        (_, Said::Flag(true)) => Content::There,
        (Kind::Flag, Said::Number(value)) if value.is_zero() => Content::Absent,
        (Kind::Flag, _) | (Kind::Number, Said::Words) => Content::There,
        (Kind::Number, Said::Unlimited) => Content::Upto(UNLIMITED.into()),
        (Kind::Number, Said::Number(value)) if boundless.holds(value) => Content::Upto(UNLIMITED.into()),
        (Kind::Number, Said::Number(value)) if value <= Decimal::ZERO => Content::Absent,
        (Kind::Number, Said::Number(value)) => Content::Upto(tidy(value).to_string()),
        (Kind::Text, Said::Unlimited) => Content::Upto("Unlimited".into()),
        (Kind::Text, Said::Number(_) | Said::Words) => match text(node) {
            words if words.is_empty() => Content::There,
            words => Content::Upto(words.chars().take(LONGEST).collect()),
        },
    }
}

/// The words of a value; payment methods CARD and GATEWAY are Card, gateway.
pub(super) fn text(node: &Node) -> String {
    match node.list() {
        Some(items) if node.text().is_none() => {
            let methods = items.iter().filter_map(Node::text).map(|method| method.to_lowercase().replace('_', " "));
            capital(&methods.collect::<Vec<_>>().join(", "))
        }
        _ => node.text().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// How many signs of a text find no room.
pub(super) fn beyond(node: &Node) -> usize {
    text(node).chars().count().saturating_sub(LONGEST)
}

/// A limit to the places the document holds.
pub(super) fn tidy(value: Decimal) -> Decimal {
    value.round_dp(12).normalize()
}
