//! This file holds what is taken off a bill before its limits: a coupon, or a discount somebody negotiated.
//!
//! Conventions: reductions are taken one after the other, each off what the one before has left. A share is taken off
//! the recurring part and off usage alike, each rounded by itself; an amount is taken off the recurring part first,
//! then off usage that stands on the same bill, and never more than there is.

use rust_decimal::Decimal;

use super::Interval;
use super::bounds::HIGHEST_PRICE;
use crate::json::Fields;
use crate::json::Object;
use crate::json::Unread;
use crate::json::Written;
use crate::json::unread;
use crate::number::Number;
use crate::object;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::field;
use crate::shape::money;

/// How much is taken off a bill. In JSON the field `kind` says which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Off<N = Decimal> {
    /// A share of it, 0..=1.
    Share {
        /// The share.
        share: N,
    },
    /// An amount of money, at most the bill.
    Amount {
        /// Money off each bill: each month's, or each year's where a year is paid up front.
        amount: N,
    },
}

impl Fields for Off {
    fn take(object: &mut Object<'_>) -> Result<Self, Unread> {
        match object.tag("kind")? {
            "share" => Ok(Self::Share { share: object.part("share")? }),
            "amount" => Ok(Self::Amount { amount: object.part("amount")? }),
            _ => Err(unread("a share or an amount")),
        }
    }

    fn put(&self, object: &mut Written) {
        match self {
            Self::Share { share } => {
                object.tag("kind", "share");
                object.part("share", share);
            }
            Self::Amount { amount } => {
                object.tag("kind", "amount");
                object.part("amount", amount);
            }
        }
    }
}

object!(Off);

impl Off {
    /// A reduction as a shape.
    pub const SHAPE: Shape = Shape::Union {
        tag: "kind",
        variants: &[
            Variant {
                key: "share",
                label: "A share",
                fields: &[field("Share off", Shape::Decimal { unit: Unit::Share, low: 0.0, high: 1.0 }).keyed("share")],
            },
            Variant {
                key: "amount",
                label: "An amount",
                fields: &[field("Amount off", money(HIGHEST_PRICE)).help("each bill").keyed("amount")],
            },
        ],
    };

    /// The same in money of which there is `factor` times as much for the same.
    pub fn times(self, factor: Decimal) -> Self {
        match self {
            Self::Share { .. } => self,
            Self::Amount { amount } => Self::Amount { amount: amount * factor },
        }
    }

    /// The same in another kind of number.
    pub fn of<N: Number>(self) -> Off<N> {
        match self {
            Self::Share { share } => Off::Share { share: N::from_decimal(share) },
            Self::Amount { amount } => Off::Amount { amount: N::from_decimal(amount) },
        }
    }
}

/// Something taken off a bill, with the name people read.
#[derive(Clone, Copy, Debug)]
pub struct Reduction<'a> {
    /// What the line is called: the coupon's name.
    pub name: &'a str,
    /// How much.
    pub off: Off,
}

impl<N: Number> Off<N> {
    /// What comes off a recurring part and off a month's usage (both ≥ 0), to `places` decimals. A year paid up front is
    /// billed apart from usage, so that an amount reaches the recurring part alone.
    pub fn cuts(&self, (recurring, usage): (N, N), interval: Interval, places: u32) -> (N, N) {
        match *self {
            Self::Share { share } => ((recurring * share).to_places(places), (usage * share).to_places(places)),
            Self::Amount { amount } => {
                let amount = amount.to_places(places);
                let first = amount.smaller(recurring);
                let rest = match interval {
                    Interval::Monthly => (amount - first).smaller(usage),
                    Interval::Annual => N::ZERO,
                };
                (first, rest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// domain: 300 less 200 is 100; 100 less 200 is 0, never below.
    #[test]
    fn an_amount_takes_no_more_than_the_bill() {
        let off = Off::Amount { amount: decimal("200") };
        let rows = [
            ("300", "0", Interval::Monthly, "200", "0"),
            ("100", "0", Interval::Monthly, "100", "0"),
            ("100", "30", Interval::Monthly, "100", "30"),
            ("150", "80", Interval::Monthly, "150", "50"),
            ("150", "80", Interval::Annual, "150", "0"),
        ];
        for (recurring, usage, interval, first, rest) in rows {
            let cuts = off.cuts((decimal(recurring), decimal(usage)), interval, 2);
            assert_eq!(cuts, (decimal(first), decimal(rest)), "{recurring} and {usage}");
        }
    }

    #[test]
    fn a_share_is_rounded_half_up_on_each_part() {
        let off = Off::Share { share: decimal("0.125") };
        let cuts = off.cuts((decimal("10.04"), decimal("0.20")), Interval::Monthly, 2);
        assert_eq!(cuts, (decimal("1.26"), decimal("0.03")));
    }
}
