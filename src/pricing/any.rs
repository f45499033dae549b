//! This file draws charges for the laws: every price model, with and without what surrounds a price.

use proptest::prelude::*;

use super::*;
use crate::number::Decimal;

pub(super) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

pub(super) fn price() -> impl Strategy<Value = Decimal> {
    (0i64..10_000_000, 2u32..=5).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

pub(super) fn quantity() -> impl Strategy<Value = Decimal> {
    (0i64..100_000_000, 0u32..=3).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// Increasing bounds, the last one open half of the time.
pub(super) fn bounds() -> impl Strategy<Value = Vec<Option<Decimal>>> {
    (prop::collection::vec(1i64..50_000, 1..8), any::<bool>()).prop_map(|(widths, open)| {
        let mut bound = 0;
        let mut bounds: Vec<_> = widths
            .iter()
            .map(|width| {
                bound += width;
                Some(Decimal::new(bound, 1))
            })
            .collect();
        if open {
            bounds.pop();
            bounds.push(None);
        }
        bounds
    })
}

pub(super) fn some_tiers() -> impl Strategy<Value = Vec<Tier>> {
    bounds().prop_flat_map(|bounds| {
        let each = prop::collection::vec((price(), price()), bounds.len());
        each.prop_map(move |prices| {
            let tier =
                |(up_to, (unit, flat)): (&Option<Decimal>, (Decimal, Decimal))| Tier { up_to: *up_to, unit, flat };
            bounds.iter().zip(prices).map(tier).collect()
        })
    })
}

/// Any price model over meter `m` (and `n`, where it counts two); steps rise.
pub(super) fn model() -> impl Strategy<Value = PriceModel> {
    let meter = || "m".to_owned();
    let some = || prop::option::of(price());
    let rising = |(bounds, first): (Vec<Option<Decimal>>, Decimal)| {
        let rise =
            move |(at, up_to): (usize, &Option<Decimal>)| Step { up_to: *up_to, price: first * Decimal::from(at + 1) };
        bounds.iter().enumerate().map(rise).collect::<Vec<_>>()
    };
    let size = || (1i64..5_000).prop_map(|size| Decimal::new(size, 1));
    let share = || (0i64..=1000).prop_map(|mille| Decimal::new(mille, 3));
    prop_oneof![
        price().prop_map(|amount| PriceModel::Flat { amount }),
        price().prop_map(move |price| PriceModel::PerUnit { meter: meter(), price }),
        some_tiers().prop_map(move |tiers| PriceModel::Graduated { meter: meter(), tiers }),
        some_tiers().prop_map(move |tiers| PriceModel::Volume { meter: meter(), tiers, by_end: None }),
        (size(), price(), quantity(), any::<bool>(), prop::option::of(0i64..9)).prop_map(
            move |(size, price, free, full, least)| PriceModel::Package {
                meter: meter(),
                size,
                price,
                free,
                full_only: full.then_some(true),
                least: least.map(Decimal::from),
            }
        ),
        (some_blocks(), any::<bool>()).prop_map(move |(blocks, graduated)| match graduated {
            true => PriceModel::GraduatedBlocks { meter: meter(), blocks },
            false => PriceModel::VolumeBlocks { meter: meter(), blocks, by_end: None },
        }),
        (bounds(), price()).prop_map(rising).prop_map(move |steps| PriceModel::Stairstep {
            meter: meter(),
            steps,
            by_end: None
        }),
        (bounds(), price()).prop_map(rising).prop_map(move |steps| {
            let limits = |bound: Option<Decimal>| {
                bound.into_iter().flat_map(|bound| [(meter(), bound), ("n".to_owned(), bound * Decimal::TEN)]).collect()
            };
            let step = |step: Step| CapacityStep { limits: limits(step.up_to), price: step.price };
            PriceModel::Capacity { capacity: steps.into_iter().map(step).collect() }
        }),
        (price(), quantity(), price()).prop_map(move |(fee, included, price)| PriceModel::Allowance {
            meter: meter(),
            fee,
            included,
            price
        }),
        (share(), (some(), some(), some()), (some(), price())).prop_map(
            move |(rate, (free_volume, fee, free_events), (least, more))| PriceModel::Percentage {
                meter: meter(),
                rate,
                free_volume,
                events: Some("n".to_owned()),
                fee,
                free_events,
                transaction_minimum: least,
                transaction_maximum: least.map(|least| least + more),
            }
        ),
        (some_tiers(), share()).prop_map(move |(tiers, share)| {
            let rate = |tier: Tier| RateTier { up_to: tier.up_to, rate: share, flat: tier.flat };
            PriceModel::GraduatedPercentage { meter: meter(), rates: tiers.into_iter().map(rate).collect() }
        }),
        (0i64..1_000_000)
            .prop_map(move |milli| PriceModel::CostPlus { meter: meter(), multiplier: Decimal::new(milli, 3) }),
        (size(), price(), quantity(), prop::option::of(1u32..24), prop::option::of(size()), prop::option::of(0i64..9))
            .prop_map(move |(size, price, included, expiry, rollover, stop)| PriceModel::Credits {
                meter: meter(),
                included,
                size,
                price,
                expiry,
                rollover,
                stop_after: stop.map(Decimal::from),
            }),
    ]
}

pub(super) fn some_blocks() -> impl Strategy<Value = Vec<BlockTier>> {
    bounds().prop_flat_map(|bounds| {
        let each = prop::collection::vec((1i64..500, price()), bounds.len());
        each.prop_map(move |rows| {
            let tier = |(up_to, (size, price)): (&Option<Decimal>, (i64, Decimal))| BlockTier {
                up_to: *up_to,
                size: Decimal::from(size),
                price,
            };
            bounds.iter().zip(rows).map(tier).collect()
        })
    })
}

/// A model as often as not within adjustments.
pub(super) fn charge() -> impl Strategy<Value = Charge> {
    let some = || prop::option::of(price());
    let whole = prop_oneof![Just(Whole::Up), Just(Whole::Down), Just(Whole::Nearest), Just(Whole::No)];
    let units = (prop::option::of(0u32..4), prop::option::of(whole), some(), any::<bool>());
    let money = (prop::option::of(0i64..=100), some(), some(), some());
    let adjust = (units, money).prop_map(|((by, round, free_units, zero), (percent, amount, least, more))| Adjust {
        divide_by: by.map(|power| Decimal::from(10u32.pow(power))),
        round,
        free_units,
        free_at_zero: zero.then_some(true),
        discount_share: percent.map(|percent| Decimal::new(percent, 2)),
        discount_amount: amount,
        maximum: more.map(|more| more + least.unwrap_or_default()),
        minimum: least,
    });
    (model(), prop::option::of(adjust)).prop_map(|(model, adjust)| {
        let adjust = adjust.unwrap_or_default();
        let counts = !matches!(model, PriceModel::Flat { .. } | PriceModel::Capacity { .. });
        let of_units = Adjust { divide_by: None, round: None, free_units: None, free_at_zero: None, ..adjust.clone() };
        Charge { model, adjust: if counts { adjust } else { of_units } }
    })
}

/// A share or an amount off.
pub(super) fn off() -> impl Strategy<Value = Off> {
    let share = (0i64..=100).prop_map(|percent| Off::Share { share: Decimal::new(percent, 2) });
    prop_oneof![share, price().prop_map(|amount| Off::Amount { amount })]
}
