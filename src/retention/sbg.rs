//! This file is the shifted beta-geometric curve: each customer leaves at a rate of their own, Beta(α, β) across customers.
//!
//! Churn falls with age only because those prone to leave are gone.
//! Source: Fader & Hardie (2007), How to project customer retention, J. Interactive Marketing 21(1):76–90.

/// The smallest α or β a document or a fit may hold.
pub const LOWEST: f64 = 0.001;
/// The largest α or β a document or a fit may hold.
pub const HIGHEST: f64 = 10_000.0;

/// Share of customers alive after `age` renewals, by the recursion S(t) = r_t S(t−1).
pub fn survival(alpha: f64, beta: f64, age: usize) -> f64 {
    (1..=age).map(|period| retention(alpha, beta, period)).product()
}

/// Retention rate of a period t ≥ 1: r_t = (β + t − 1) / (α + β + t − 1) (eq. 8).
pub fn retention(alpha: f64, beta: f64, period: usize) -> f64 {
    let stay = beta + period as f64 - 1.0;
    stay / (alpha + stay)
}

/// Churn of a period t ≥ 1: α / (α + β + t − 1).
pub fn hazard(alpha: f64, beta: f64, period: usize) -> f64 {
    alpha / (alpha + beta + period as f64 - 1.0)
}

/// Writes ln S(t) for t = 0, 1, ….
pub(super) fn log_survival(alpha: f64, beta: f64, out: &mut [f64]) {
    let mut sum = 0.0;
    for (age, value) in out.iter_mut().enumerate() {
        if age > 0 {
            sum -= libm::log1p(alpha / (beta + age as f64 - 1.0));
        }
        *value = sum;
    }
}

/// Σ S(t) / (1 + d)ᵗ from t = 0, with discount d at least 0 per period: ₂F₁(1, β; α + β; 1/(1+d)).
///
/// `None` where the sum is unbounded: no discount and α at most 1.
pub fn discounted_lifetime(alpha: f64, beta: f64, discount: f64) -> Option<f64> {
    if discount > 0.0 {
        return Some(hypergeometric(alpha, beta, 1.0 / (1.0 + discount)));
    }
    (alpha > 1.0).then(|| (alpha + beta - 1.0) / (alpha - 1.0))
}

/// Discounted periods still to come for a customer who has survived `renewals`, from the next renewal on, itself
/// undiscounted and at risk: r_{n+1} ₂F₁(1, β+n+1; α+β+n+1; 1/(1+d)).
///
/// `None` as in [`discounted_lifetime`]. Source: Fader & Hardie (2010), Customer-base valuation in a contractual setting.
pub fn residual_lifetime(alpha: f64, beta: f64, renewals: usize, discount: f64) -> Option<f64> {
    let later = discounted_lifetime(alpha, beta + renewals as f64 + 1.0, discount)?;
    Some(retention(alpha, beta, renewals + 1) * later)
}

/// ₂F₁(1, β; α + β; z) for 0 ≤ z < 1 by Gauss's continued fraction (DLMF 15.7.1), from its far end.
///
/// Each level narrows the error by (1 − s)/(1 + s) with s = √(1 − z), so 20/s levels are enough once past α + β.
fn hypergeometric(alpha: f64, beta: f64, z: f64) -> f64 {
    let whole = alpha + beta;
    let levels = (20.0 / libm::sqrt(1.0 - z) + whole + 50.0).min(1e6) as u32;
    let mut fraction = 1.0;
    for level in (2..=levels).rev() {
        let n = f64::from(level / 2);
        let above = if level % 2 == 0 { n * (alpha - 1.0 + n) } else { (beta + n) * (whole - 1.0 + n) };
        let below = (whole + f64::from(level) - 2.0) * (whole + f64::from(level) - 1.0);
        fraction = 1.0 - above / below * z / fraction;
    }
    1.0 / (1.0 - beta / whole * z / fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summed(alpha: f64, beta: f64, from: usize, discount: f64) -> f64 {
        let mut alive = survival(alpha, beta, from);
        let start = if from == 0 { 1.0 } else { survival(alpha, beta, from - 1) };
        let mut sum = 0.0;
        for step in 0..200_000 {
            sum += alive / start / libm::pow(1.0 + discount, f64::from(step));
            alive *= retention(alpha, beta, from + step as usize + 1);
        }
        sum
    }

    #[test]
    fn closed_forms_are_the_sums() {
        for (alpha, beta) in [(0.704, 1.182), (0.01, 0.02), (0.5, 0.5), (1.0, 1.0), (3.0, 40.0), (500.0, 9500.0)] {
            for discount in [0.5, 0.01, 0.0008] {
                let closed = discounted_lifetime(alpha, beta, discount).unwrap();
                let sum = summed(alpha, beta, 0, discount);
                assert!((closed / sum - 1.0).abs() < 1e-9, "{alpha} {beta} {discount}: {closed} {sum}");
                let residual = residual_lifetime(alpha, beta, 4, discount).unwrap();
                assert!((residual / summed(alpha, beta, 5, discount) - 1.0).abs() < 1e-9, "{alpha} {beta} {discount}");
            }
        }
        assert_eq!(discounted_lifetime(0.9, 2.0, 0.0), None);
        assert_eq!(discounted_lifetime(3.0, 4.0, 0.0), Some(3.0));
        let nearly = discounted_lifetime(3.0, 4.0, 1e-9).unwrap();
        assert!((nearly - 3.0).abs() < 1e-6, "{nearly}");
    }

    #[test]
    fn hazard_and_retention_are_complements() {
        for period in 1..50 {
            assert!((hazard(0.7, 1.2, period) + retention(0.7, 1.2, period) - 1.0).abs() < 1e-15);
        }
    }
}
