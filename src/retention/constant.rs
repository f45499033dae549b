//! This file is constant churn: the same share of customers leaves in every period (geometric survival).

/// S(t) = (1 − c)ᵗ with churn c, 0..=1, per period.
pub fn survival(churn: f64, age: usize) -> f64 {
    libm::pow(1.0 - churn, age as f64)
}

/// Churn over several periods: 1 − (1 − c)ⁿ. Five percent a month is 45.96 % a year, not 60 %.
pub fn churn_over(churn: f64, periods: usize) -> f64 {
    1.0 - survival(churn, periods)
}

/// Expected periods paid, the first one counted: 1 / c. `None` where nobody leaves.
pub fn expected_lifetime(churn: f64) -> Option<f64> {
    (churn > 0.0).then(|| 1.0 / churn)
}

/// Σ S(t) / (1 + d)ᵗ from t = 0, with discount d at least 0 per period. `None` where it is unbounded.
pub fn discounted_lifetime(churn: f64, discount: f64) -> Option<f64> {
    let lost = churn + discount;
    (lost > 0.0).then(|| (1.0 + discount) / lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms_are_the_sums() {
        let sum: f64 = (0..4000).map(|age| survival(0.03, age) / libm::pow(1.01, age as f64)).sum();
        assert!((discounted_lifetime(0.03, 0.01).unwrap() - sum).abs() < 1e-9);
        assert_eq!((expected_lifetime(0.0), discounted_lifetime(0.0, 0.0)), (None, None));
        assert_eq!((survival(1.0, 0), survival(1.0, 1), survival(0.0, 9)), (1.0, 0.0, 1.0));
    }
}
