//! This file is how long customers last: discounted lifetimes, which a margin a period makes a lifetime value.

use super::Curve;
use super::constant;
use super::sbg;
use super::table;

/// Discounted expected lifetime: Σ S(t) / (1 + d)ᵗ from t = 0, in periods, with discount d at least 0 per period.
///
/// The period of acquisition counts as one. `None` where the sum is unbounded.
pub fn discounted_lifetime(curve: &Curve, discount: f64) -> Option<f64> {
    match curve {
        Curve::Constant { churn_monthly } => constant::discounted_lifetime(*churn_monthly, discount),
        Curve::Sbg { alpha, beta } => sbg::discounted_lifetime(*alpha, *beta, discount),
        Curve::Table { survival } => tabled(survival, 0, discount),
    }
}

/// Discounted expected residual lifetime of a customer who has survived `renewals` n: Σ S(n+1+k)/S(n) / (1 + d)ᵏ.
///
/// Taken just before the next renewal, which may still fail and is not discounted. `None` where the sum is unbounded
/// or nobody survives n renewals. Source: Fader & Hardie (2010).
pub fn residual_lifetime(curve: &Curve, renewals: usize, discount: f64) -> Option<f64> {
    match curve {
        Curve::Constant { churn_monthly } => {
            let later = constant::discounted_lifetime(*churn_monthly, discount)?;
            Some((1.0 - churn_monthly) * later)
        }
        Curve::Sbg { alpha, beta } => sbg::residual_lifetime(*alpha, *beta, renewals, discount),
        Curve::Table { survival } => tabled(survival, renewals + 1, discount),
    }
}

/// Σ from age `from` on of S(age) / S(from − 1), discounted to `from`: the listed ages, then a geometric tail.
fn tabled(shares: &[f64], from: usize, discount: f64) -> Option<f64> {
    let last = shares.len().max(from + 1).max(2);
    let mut survival = vec![0.0; last + 1];
    table::survival_into(shares, &mut survival);
    let start = if from == 0 { 1.0 } else { survival[from - 1] };
    if start == 0.0 {
        return None;
    }
    let (mut sum, mut factor) = (0.0, 1.0);
    for alive in &survival[from..last] {
        sum += alive / start * factor;
        factor /= 1.0 + discount;
    }
    if survival[last] == 0.0 {
        return Some(sum);
    }
    let hazard = 1.0 - survival[last] / survival[last - 1];
    Some(sum + survival[last] / start * factor * constant::discounted_lifetime(hazard, discount)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_sums_alike() {
        let shares: Vec<f64> = (0..30).map(|age| constant::survival(0.04, age)).collect();
        let curves = [Curve::Constant { churn_monthly: 0.04 }, Curve::Table { survival: shares }];
        for curve in curves {
            for discount in [0.0, 0.01] {
                let whole = discounted_lifetime(&curve, discount).unwrap();
                assert!((whole - (1.0 + discount) / (0.04 + discount)).abs() < 1e-9, "{curve:?} {whole}");
                for renewals in [0, 3, 40] {
                    let rest = residual_lifetime(&curve, renewals, discount).unwrap();
                    assert!((rest - 0.96 * whole).abs() < 1e-8, "{curve:?} {renewals} {rest}");
                }
                let alive = curve.survival_table(3000);
                let sum = alive.iter().rev().fold(0.0, |sum, alive| sum / (1.0 + discount) + alive);
                assert!((sum - whole).abs() < 1e-8, "{curve:?} {sum} {whole}");
            }
        }
        assert_eq!(discounted_lifetime(&Curve::Table { survival: vec![1.0] }, 0.0), None);
        assert_eq!(discounted_lifetime(&Curve::Table { survival: vec![1.0, 0.5, 0.0] }, 0.0), Some(1.5));
        assert_eq!(residual_lifetime(&Curve::Table { survival: vec![1.0, 0.0] }, 1, 0.1), None);
    }
}
