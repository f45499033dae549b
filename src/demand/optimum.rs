//! This file finds the price that earns most, or says in words why there is none.

use std::fmt;

use super::choice::largest;
use super::lambert_w::lambert_w0_of_exp;

/// Why no price is best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoOptimum {
    /// Demand of constant elasticity between −1 and 0: each rise earns more.
    Inelastic { elasticity: f64 },
    /// Elastic demand (below −1) of constant elasticity and no unit cost: each cut earns more.
    NoUnitCost { elasticity: f64 },
    /// The quantity does not fall when the price rises.
    DemandDoesNotFall,
    /// Nobody buys at a price above the unit cost.
    CostTooHigh,
    /// Two prices were tried: a slope, not a curve.
    TwoPrices { elasticity: Option<f64> },
}

impl fmt::Display for NoOptimum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inelastic { elasticity } => {
                write!(f, "no optimum: with a constant elasticity of {elasticity:.2} every rise earns more")
            }
            Self::NoUnitCost { elasticity } => {
                write!(
                    f,
                    "no optimum: with a constant elasticity of {elasticity:.2} and no unit cost every cut earns more"
                )
            }
            Self::DemandDoesNotFall => write!(f, "no optimum: the quantity does not fall as the price rises"),
            Self::CostTooHigh => write!(f, "no optimum: nobody buys at a price above the unit cost"),
            Self::TwoPrices { elasticity } => {
                write!(f, "no optimum: two prices give a local slope, not a curve")?;
                match elasticity {
                    Some(e) if *e < -1.0 => write!(
                        f,
                        "; drawn out with a constant elasticity of {e:.2} and no unit cost, lower would always be better"
                    ),
                    Some(e) => {
                        write!(f, "; drawn out with a constant elasticity of {e:.2}, higher would always be better")
                    }
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for NoOptimum {}

/// The best price for the line Q = a − b P at unit cost c: (a/b + c) / 2.
pub fn linear(a: f64, b: f64, unit_cost: f64) -> Result<f64, NoOptimum> {
    if b <= 0.0 {
        return Err(NoOptimum::DemandDoesNotFall);
    }
    if unit_cost >= a / b {
        return Err(NoOptimum::CostTooHigh);
    }
    Ok((a / b + unit_cost) / 2.0)
}

/// The best price under constant elasticity ε (negative) at unit cost c: c ε / (ε + 1), for ε < −1 and c > 0 only.
pub fn constant_elasticity(elasticity: f64, unit_cost: f64) -> Result<f64, NoOptimum> {
    if elasticity >= 0.0 {
        return Err(NoOptimum::DemandDoesNotFall);
    }
    if elasticity >= -1.0 {
        return Err(NoOptimum::Inelastic { elasticity });
    }
    if unit_cost <= 0.0 {
        return Err(NoOptimum::NoUnitCost { elasticity });
    }
    Ok(unit_cost * elasticity / (elasticity + 1.0))
}

/// Lerner index (P − c) / P: the margin as a share of the price, 1/|ε| at the optimum. The price is above 0.
pub fn lerner_index(price: f64, unit_cost: f64) -> f64 {
    (price - unit_cost) / price
}

/// The best prices of a plain logit.
#[derive(Clone, Debug, PartialEq)]
pub struct CommonMarkup {
    /// Price less unit cost, the same for every plan.
    pub markup: f64,
    /// Best price by plan.
    pub prices: Vec<f64>,
    /// Share of prospects who buy at these prices, 0..=1.
    pub buy: f64,
    /// Contribution for each prospect.
    pub profit: f64,
}

/// The best prices when utility is a − β P, the outside option 0, and all plans share β.
///
/// Markup (1 + W)/β, total share W/(1 + W), contribution per prospect W/β, with W = W₀(Σ exp(a − β c − 1)).
/// Source: the common-markup property of the logit (Anderson, de Palma & Thisse 1992) in closed form.
/// [`NoOptimum::DemandDoesNotFall`] where β is not above 0.
pub fn common_markup(attractions: &[f64], unit_costs: &[f64], beta: f64) -> Result<CommonMarkup, NoOptimum> {
    if beta.is_nan() || beta <= 0.0 {
        return Err(NoOptimum::DemandDoesNotFall);
    }
    let exponents: Vec<f64> = attractions.iter().zip(unit_costs).map(|(a, cost)| a - beta * cost - 1.0).collect();
    let best = largest(&exponents);
    if best == f64::NEG_INFINITY {
        return Err(NoOptimum::CostTooHigh);
    }
    let sum: f64 = exponents.iter().map(|exponent| libm::exp(exponent - best)).sum();
    let w = lambert_w0_of_exp(best + libm::log(sum));
    let markup = (1.0 + w) / beta;
    let prices = unit_costs.iter().map(|cost| cost + markup).collect();
    Ok(CommonMarkup { markup, prices, buy: w / (1.0 + w), profit: w / beta })
}

/// The best price found between two bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Optimum {
    /// A best price inside the range, and what it earns.
    Inside { price: f64, profit: f64 },
    /// No optimum within the range: the most is earned at this bound of it, and more may lie beyond.
    AtBound { price: f64, profit: f64 },
}

/// How many prices are tried before the best of them is refined.
const GRID: usize = 64;
/// Golden-section steps: each keeps 0.618 of the bracket.
const STEPS: usize = 60;

/// The price from `low` to `high` at which `profit` is largest, by a grid of 65 prices and a golden section around the best.
///
/// Prices where `profit` is not a number count as the worst. A flat profit is reported at `low`. Of several peaks the
/// highest on the grid is refined, so one narrower than a cell may be missed.
pub fn search(low: f64, high: f64, mut profit: impl FnMut(f64) -> f64) -> Optimum {
    let mut worth = |price: f64| {
        let value = profit(price);
        if value.is_nan() { f64::NEG_INFINITY } else { value }
    };
    let price_at = |at: usize| if at == GRID { high } else { low + (high - low) * at as f64 / GRID as f64 };
    let mut best = (0, worth(low));
    for at in 1..=GRID {
        let value = worth(price_at(at));
        if value > best.1 {
            best = (at, value);
        }
    }
    let bracket = (price_at(best.0.saturating_sub(1)), price_at((best.0 + 1).min(GRID)));
    let (price, value) = golden_section(bracket, &mut worth);
    let (price, value) = if value > best.1 { (price, value) } else { (price_at(best.0), best.1) };
    let near = 1e-6 * (high - low);
    if price - low <= near {
        Optimum::AtBound { price: low, profit: value }
    } else if high - price <= near {
        Optimum::AtBound { price: high, profit: value }
    } else {
        Optimum::Inside { price, profit: value }
    }
}

fn golden_section((mut low, mut high): (f64, f64), worth: &mut impl FnMut(f64) -> f64) -> (f64, f64) {
    const RATIO: f64 = 0.618_033_988_749_894_8;
    let mut left = (high - RATIO * (high - low), f64::NEG_INFINITY);
    let mut right = (low + RATIO * (high - low), f64::NEG_INFINITY);
    left.1 = worth(left.0);
    right.1 = worth(right.0);
    for _ in 0..STEPS {
        if left.1 >= right.1 {
            high = right.0;
            right = left;
            left.0 = high - RATIO * (high - low);
            left.1 = worth(left.0);
        } else {
            low = left.0;
            left = right;
            right.0 = low + RATIO * (high - low);
            right.1 = worth(right.0);
        }
    }
    if left.1 >= right.1 { left } else { right }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::shares;

    #[test]
    fn no_optimum_is_said_in_words() {
        assert_eq!(constant_elasticity(-0.8, 5.0), Err(NoOptimum::Inelastic { elasticity: -0.8 }));
        assert_eq!(constant_elasticity(-1.34, 0.0), Err(NoOptimum::NoUnitCost { elasticity: -1.34 }));
        assert_eq!(constant_elasticity(0.2, 1.0), Err(NoOptimum::DemandDoesNotFall));
        assert_eq!(linear(100.0, 0.0, 1.0), Err(NoOptimum::DemandDoesNotFall));
        assert_eq!(linear(100.0, 10.0, 10.0), Err(NoOptimum::CostTooHigh));
        assert_eq!(common_markup(&[1.0], &[1.0], 0.0), Err(NoOptimum::DemandDoesNotFall));
        for reason in [NoOptimum::Inelastic { elasticity: -0.8 }, NoOptimum::NoUnitCost { elasticity: -1.34 }] {
            assert!(reason.to_string().starts_with("no optimum: "));
        }
    }

    #[test]
    fn search_finds_the_closed_form() {
        let (attractions, costs, beta) = ([1.0, 1.8, 2.4], [2.0, 6.0, 15.0], 0.05);
        let closed = common_markup(&attractions, &costs, beta).unwrap();
        for plan in 0..3 {
            let found = search(0.0, 300.0, |price| {
                let mut prices = closed.prices.clone();
                prices[plan] = price;
                let utilities: Vec<f64> = attractions.iter().zip(&prices).map(|(a, price)| a - beta * price).collect();
                let choice = shares(&utilities, 1.0);
                choice
                    .shares
                    .iter()
                    .zip(prices.iter().zip(&costs))
                    .map(|(share, (price, cost))| share * (price - cost))
                    .sum()
            });
            match found {
                Optimum::Inside { price, profit } => {
                    assert!((price - closed.prices[plan]).abs() < 1e-4, "{price}");
                    assert!((profit - closed.profit).abs() < 1e-9, "{profit}");
                }
                Optimum::AtBound { .. } => panic!("{found:?}"),
            }
        }
    }

    #[test]
    fn a_maximum_at_the_bound_is_no_optimum() {
        assert_eq!(search(1.0, 9.0, |price| price), Optimum::AtBound { price: 9.0, profit: 9.0 });
        assert_eq!(search(1.0, 9.0, |price| -price), Optimum::AtBound { price: 1.0, profit: -1.0 });
        assert_eq!(search(1.0, 9.0, |_| 3.0), Optimum::AtBound { price: 1.0, profit: 3.0 });
        assert_eq!(search(1.0, 1.0, |_| 3.0), Optimum::AtBound { price: 1.0, profit: 3.0 });
        assert!(matches!(search(0.0, 9.0, |price| (price - 0.01) * (0.02 - price)), Optimum::Inside { .. }));
        assert!(matches!(search(0.0, 9.0, |_| f64::NAN), Optimum::AtBound { .. }));
    }
}
