//! This file is the reaction of existing customers to a price change: stay, leave, or move to another plan.

use crate::demand::elasticity::break_even_volume;

/// One customer's plan at the moment its price changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repricing<'a> {
    /// Probability of leaving at that moment had nothing changed (the hazard), 0..=1.
    pub hazard: f64,
    /// Price sensitivity β of the segment, at least 0.
    pub sensitivity: f64,
    /// Share of customers who notice, 0..=1 or more: scales β.
    pub attention: f64,
    /// Share of customers who neither leave nor move because of the change, 0..=1.
    pub loyalty: f64,
    /// Change of the customer's own bill, money a month, for each way to stay: one, or the offers to choose from.
    pub changes: &'a [f64],
    /// The other plans.
    pub others: &'a [Other],
}

/// Another plan a customer might move to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Other {
    /// Probability of moving there at that moment had nothing changed, 0..=1.
    pub switching: f64,
    /// Change of its bill for this customer, money a month.
    pub change: f64,
}

/// What customers do; the parts sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Reaction {
    /// Share who leave, including those who would have anyway.
    pub leave: f64,
    /// Share who move to each other plan because of the change: over and above the baseline, at least 0.
    pub switch: Vec<f64>,
    /// Share who stay, by way; baseline moves between plans, which run both ways, are counted here.
    pub stay: Vec<f64>,
}

/// A share below this is rounding, not a customer: where no price changes, nobody moves.
const DUST: f64 = 1e-12;

/// The reaction by a pivot-point logit.
///
/// Weights: leave h; move to q σ_q exp(−β a ΔP_q); stay (1 − h − Σσ) exp(−β a ΔP), a part of equal size for each way to
/// stay, at its own ΔP; scaled to sum to 1. So the odds of staying against leaving scale by exp(−β a ΔP). The move posted
/// to q is what exceeds σ_q. Where no price changes, `leave` is h and nobody moves. A customer with h = 0 and no plan to
/// move to always stays. Where h + Σσ is above 1, σ is scaled down to the share who do not leave. Of the loyal, h leave,
/// nobody moves, and the rest choose among the ways to stay as all do.
/// Source of the form: incremental (pivot-point) logit, Ben-Akiva & Lerman, Discrete Choice Analysis, ch. 5.
pub fn reprice(repricing: Repricing<'_>) -> Reaction {
    let (mut switch, mut stay) = (vec![0.0; repricing.others.len()], vec![0.0; repricing.changes.len()]);
    let leave = reprice_into(repricing, &mut switch, &mut stay);
    Reaction { leave, switch, stay }
}

/// [`reprice`] without allocation: writes the moves and the ways to stay, and returns the share who leave.
///
/// `switch` is as long as `repricing.others`, `stay` as `repricing.changes`, which holds at least one.
pub fn reprice_into(repricing: Repricing<'_>, switch: &mut [f64], stay: &mut [f64]) -> f64 {
    let Repricing { hazard, sensitivity, attention, loyalty, changes, others } = repricing;
    let slope = -sensitivity * attention;
    let moving: f64 = others.iter().map(|other| other.switching).sum();
    let scale = if moving > 1.0 - hazard { (1.0 - hazard).max(0.0) / moving } else { 1.0 };
    let staying = (1.0 - hazard - moving * scale).max(0.0) / changes.len() as f64;
    // The largest exponent among the options that can be taken is subtracted, so that nothing overflows.
    let mut highest = if hazard > 0.0 { 0.0 } else { f64::NEG_INFINITY };
    for change in changes.iter().filter(|_| staying > 0.0) {
        highest = highest.max(slope * change);
    }
    for other in others.iter().filter(|other| other.switching * scale > 0.0) {
        highest = highest.max(slope * other.change);
    }
    let weigh = |base: f64, exponent: f64| if base > 0.0 { base * libm::exp(exponent - highest) } else { 0.0 };
    let leave = weigh(hazard, 0.0);
    let mut total = leave;
    for (moved, other) in switch.iter_mut().zip(others) {
        *moved = weigh(other.switching * scale, slope * other.change);
        total += *moved;
    }
    choose(slope, changes, stay);
    total += changes.iter().map(|change| weigh(staying, slope * change)).sum::<f64>();
    let leave = loyalty * hazard + (1.0 - loyalty) * (leave / total).min(1.0);
    let mut rest = 1.0 - leave;
    for (moved, other) in switch.iter_mut().zip(others) {
        let more = (1.0 - loyalty) * (*moved / total - other.switching * scale);
        *moved = if more > DUST { more } else { 0.0 };
        rest -= *moved;
    }
    stay.iter_mut().for_each(|share| *share *= rest.max(0.0));
    leave
}

/// Writes how those who stay divide over the ways to: a logit over the changes of their bill.
fn choose(slope: f64, changes: &[f64], stay: &mut [f64]) {
    if let [one] = stay {
        *one = 1.0;
        return;
    }
    let best = changes.iter().map(|change| slope * change).fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for (share, change) in stay.iter_mut().zip(changes) {
        *share = libm::exp(slope * change - best);
        sum += *share;
    }
    stay.iter_mut().for_each(|share| *share /= sum);
}

/// The share of their units that customers who stay give up when their bill goes from `before` to `after`.
///
/// Constant elasticity: of all but the loyal, units follow the bill to the power −ε a, so that a rise in steps cuts as many
/// as the same rise at once. A bill that falls, or that was nothing, cuts none, and brings none back.
/// Source of the form: constant elasticity demand Q₁ = Q₀ (p₁/p₀)^−ε.
pub fn cut(elasticity: f64, attention: f64, loyalty: f64, before: f64, after: f64) -> f64 {
    let power = elasticity * attention;
    if power <= 0.0 || before <= 0.0 || after - before <= DUST * before {
        return 0.0;
    }
    -(1.0 - loyalty) * libm::expm1(-power * libm::log(after / before))
}

/// The share of customers (or seats) whose loss undoes a rise: d / (m + d).
///
/// `rise` d is the price change and `margin` m the contribution margin, both as shares of the old price. `None`
/// where the new price leaves no contribution.
pub fn break_even_loss(rise: f64, margin: f64) -> Option<f64> {
    break_even_volume(rise, margin).map(|change| -change)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::*;

    /// Source: GitLab Premium, $19 to $24 and to $29 a seat (about.gitlab.com/pricing/faq-premium-update), at no cost.
    #[test]
    fn break_even_seat_losses() {
        for (new, expected) in [(24.0, 0.208), (29.0, 0.345)] {
            let loss = break_even_loss((new - 19.0) / 19.0, 1.0).unwrap();
            assert!((loss - expected).abs() < 5e-4 && (19.0 - new * (1.0 - loss)).abs() < 1e-12, "{loss}");
        }
        assert_eq!(break_even_loss(-0.5, 0.5), None);
    }

    #[test]
    fn who_is_sure_to_leave_leaves() {
        let others = [Other { switching: 0.5, change: -1e4 }];
        let sure =
            Repricing { hazard: 1.0, sensitivity: 1.0, attention: 1.0, loyalty: 0.0, changes: &[5.0], others: &others };
        assert_eq!(reprice(sure), Reaction { leave: 1.0, switch: vec![0.0], stay: vec![0.0] });
    }

    #[test]
    fn nothing_changes_where_no_price_does() {
        let others = [Other { switching: 0.02, change: 0.0 }, Other { switching: 0.0, change: 0.0 }];
        for hazard in [0.0, 0.05, 0.98, 1.0] {
            let reaction = reprice(Repricing {
                hazard,
                sensitivity: 0.1,
                attention: 1.0,
                loyalty: 0.0,
                changes: &[0.0],
                others: &others,
            });
            assert!((reaction.leave - hazard).abs() < 1e-15, "{hazard} {reaction:?}");
            assert!(reaction.switch.iter().all(|moved| *moved < 1e-15));
        }
    }

    #[test]
    fn odds_of_staying_scale_with_the_rise() {
        let reaction = reprice(Repricing {
            hazard: 0.04,
            sensitivity: 0.05,
            attention: 0.6,
            loyalty: 0.0,
            changes: &[10.0],
            others: &[],
        });
        let odds = reaction.stay[0] / reaction.leave / (0.96 / 0.04);
        assert!((odds - libm::exp(-0.05 * 0.6 * 10.0)).abs() < 1e-12);
    }

    /// Two offers that cost the same are one; a cheaper one draws more, and so do both together than the dearer alone.
    #[test]
    fn offers_divide_those_who_stay() {
        let at = |changes: &[f64]| {
            reprice(Repricing { hazard: 0.1, sensitivity: 0.05, attention: 1.0, loyalty: 0.0, changes, others: &[] })
        };
        let (one, twice, either) = (at(&[10.0]), at(&[10.0, 10.0]), at(&[10.0, 4.0]));
        assert!((one.leave - twice.leave).abs() < 1e-15 && (twice.stay[0] - one.stay[0] / 2.0).abs() < 1e-15);
        assert!((either.stay[1] / either.stay[0] - libm::exp(0.05 * 6.0)).abs() < 1e-12);
        assert!(either.leave < one.leave);
    }

    /// Of customers of whom 60 % are loyal, 40 % react as all would.
    #[test]
    fn the_loyal_stay_whatever_the_rise() {
        let at = |loyalty, changes: &[f64]| {
            reprice(Repricing { hazard: 0.1, sensitivity: 1.0, attention: 1.0, loyalty, changes, others: &[] }).leave
        };
        assert!((at(0.6, &[1e4]) - (0.6 * 0.1 + 0.4)).abs() < 1e-12);
        assert!((at(1.0, &[1e4]) - 0.1).abs() < 1e-12);
    }

    /// A rise of 21 % at an elasticity of 0.5 leaves 1.21^−0.5 = 1 / 1.1 of the units, at once or in two steps of 10 %.
    #[test]
    fn a_rise_cuts_units_and_a_fall_none() {
        let once = cut(0.5, 1.0, 0.0, 100.0, 121.0);
        assert!((once - (1.0 - 1.0 / 1.1)).abs() < 1e-15, "{once}");
        let left = (1.0 - cut(0.5, 1.0, 0.0, 100.0, 110.0)) * (1.0 - cut(0.5, 1.0, 0.0, 110.0, 121.0));
        assert!((1.0 - left - once).abs() < 1e-15);
        assert!((cut(1.0, 0.5, 0.0, 100.0, 121.0) - once).abs() < 1e-15, "half of them notice");
        assert!((cut(0.5, 1.0, 0.75, 100.0, 121.0) - once / 4.0).abs() < 1e-15, "three quarters are loyal");
        for (elasticity, before, after) in
            [(0.0, 100.0, 121.0), (0.5, 100.0, 100.0), (0.5, 121.0, 100.0), (0.5, 0.0, 9.0)]
        {
            assert_eq!(cut(elasticity, 1.0, 0.0, before, after), 0.0);
        }
    }

    proptest! {
        #[test]
        fn parts_are_shares_of_one(
            hazard in 0.0..=1.0, rate in 0.0..=0.5, change in -1e6..1e6, other in -1e6..1e6, sensitivity in 0.0..10.0,
            loyalty in 0.0..=1.0, offer in -1e6..1e6,
        ) {
            let others = [Other { switching: rate * (1.0 - hazard), change: other }, Other { switching: 0.0, change }];
            let reaction = reprice(Repricing { hazard, sensitivity, attention: 1.0, loyalty, changes: &[change, offer], others: &others });
            let parts = [reaction.leave, reaction.stay[0], reaction.stay[1], reaction.switch[0], reaction.switch[1]];
            prop_assert!(parts.iter().all(|part| (0.0..=1.0).contains(part)), "{parts:?}");
            prop_assert!((parts.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }

        #[test]
        fn a_larger_rise_never_keeps_more(hazard in 0.001..=0.5, rate in 0.0..=0.2, change in -50.0..50.0, more in 0.0..50.0) {
            let others = [Other { switching: rate, change: 0.0 }];
            let at = |change| reprice(Repricing { hazard, sensitivity: 0.04, attention: 0.7, loyalty: 0.2, changes: &[change], others: &others });
            let (less, more) = (at(change), at(change + more));
            prop_assert!(more.leave >= less.leave - 1e-15 && more.switch[0] >= less.switch[0] - 1e-15);
        }
    }
}
