//! This file holds the beta distribution: shares between 0 and 1 with a mean and a spread.

/// How shares lie between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    alpha: f64,
    beta: f64,
    /// `ln B(α, β)`.
    scale: f64,
}

/// Log-odds beyond which a share is 0 or 1.
const FARTHEST: f64 = 700.0;
/// Steps towards a quantile; each at least halves what is left of [`FARTHEST`].
const STEPS: usize = 64;

impl Beta {
    /// The distribution with these parameters, both above 0 and below some millions.
    pub fn new(alpha: f64, beta: f64) -> Self {
        Self { alpha, beta, scale: libm::lgamma(alpha) + libm::lgamma(beta) - libm::lgamma(alpha + beta) }
    }

    /// The expected share, counting only the lowest shares, those up to the quantile `p`: `∫ x dF` from 0 to `F⁻¹(p)`.
    ///
    /// It is `μ p − x^α (1 − x)^β ÷ ((α + β) B(α, β))` at `x = F⁻¹(p)`, by `I_x(α + 1, β) = I_x(α, β) − x^α (1 − x)^β ÷ (α
    /// B(α, β))` (NIST Handbook of Mathematical Functions 8.17.20), so that it is exactly the mean at `p = 1`.
    pub fn lowest(&self, p: f64) -> f64 {
        let mean = self.alpha / (self.alpha + self.beta);
        if p <= 0.0 || p >= 1.0 {
            return mean * p;
        }
        // What is held back is at most that of shares which are 0 or 1 alone.
        let most = (mean * p).min((1.0 - mean) * (1.0 - p));
        let held = self.odds(p).map_or(most, |odds| self.density(odds) / (self.alpha + self.beta));
        mean * p - held.min(most)
    }

    /// The log-odds of the quantile `p`; none where a share so near to an end is no number of its own.
    fn odds(&self, p: f64) -> Option<f64> {
        let (mut low, mut high) = (-FARTHEST, FARTHEST);
        if self.below(low) >= p || self.below(high) <= p {
            return None;
        }
        let mut odds = libm::log(self.alpha / self.beta).clamp(low, high);
        for _ in 0..STEPS {
            let off = self.below(odds) - p;
            if off > 0.0 {
                high = odds;
            } else {
                low = odds;
            }
            // Newton's step where it stays between what is known, half of that where it does not.
            let next = odds - off / self.density(odds);
            let next = if next > low && next < high { next } else { (low + high) / 2.0 };
            if (next - odds).abs() <= 1e-12 * (1.0 + odds.abs()) {
                return Some(next);
            }
            odds = next;
        }
        Some(odds)
    }

    /// Density of the log-odds: `x^α (1 − x)^β ÷ B(α, β)`.
    fn density(&self, odds: f64) -> f64 {
        let (share, rest) = (-softplus(-odds), -softplus(odds));
        libm::exp(self.alpha * share + self.beta * rest - self.scale)
    }

    /// Share of shares whose log-odds are no more, `I_x(α, β)`: by its continued fraction from the nearer side (NIST
    /// Handbook of Mathematical Functions 8.17.22).
    fn below(&self, odds: f64) -> f64 {
        let x = libm::exp(-softplus(-odds));
        if x < (self.alpha + 1.0) / (self.alpha + self.beta + 2.0) {
            self.density(odds) / self.alpha * fraction(self.alpha, self.beta, x)
        } else {
            let rest = libm::exp(-softplus(odds));
            1.0 - self.density(odds) / self.beta * fraction(self.beta, self.alpha, rest)
        }
    }
}

/// `ln(1 + e^x)`.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// The continued fraction of the incomplete beta function, by Lentz's method as Thompson and Barnett changed it.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut ratio = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let (mut top, mut product) = (1.0, ratio);
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            ratio = 1.0 / away(1.0 + term * ratio);
            top = away(1.0 + term / top);
            product *= ratio * top;
        }
        if (ratio * top - 1.0).abs() < 1e-15 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(α, β, p, F⁻¹(p))` of which the distribution function is known in closed form: `x^α` where β is 1,
    /// `1 − (1 − x)^β` where α is 1, the arcsine law at ½ and ½, and `x² (3 − 2 x)` at 2 and 2.
    #[test]
    fn quantiles_are_those_known_in_closed_form() {
        let sine = |p: f64| libm::pow(libm::sin(std::f64::consts::PI * p / 2.0), 2.0);
        let rows = [
            (1.0, 1.0, 0.2, 0.2),
            (3.0, 1.0, 0.4, libm::pow(0.4, 1.0 / 3.0)),
            (1.0, 9.0, 0.8, 1.0 - libm::pow(0.2, 1.0 / 9.0)),
            (1.0, 40_000.0, 0.6, 1.0 - libm::pow(0.4, 1.0 / 40_000.0)),
            (0.5, 0.5, 0.2, sine(0.2)),
            (0.5, 0.5, 0.9, sine(0.9)),
            (2.0, 2.0, 0.156_25, 0.25),
        ];
        for (alpha, beta, p, x) in rows {
            let odds = Beta::new(alpha, beta).odds(p).unwrap();
            let found = 1.0 / (1.0 + libm::exp(-odds));
            assert!((found - x).abs() <= 1e-12, "{alpha} {beta} {p}: {found} is not {x}");
        }
    }

    /// Of even shares the lowest fifth sums to ∫ x from 0 to 0.2 = 0.02; of `3 x²` up to its median ∫ 3 x³ = ¾ · 0.5^(4/3).
    #[test]
    fn the_lowest_shares_sum_to_their_integral() {
        assert!((Beta::new(1.0, 1.0).lowest(0.2) - 0.02).abs() < 1e-14);
        assert!((Beta::new(3.0, 1.0).lowest(0.5) - 0.75 * libm::pow(0.5, 4.0 / 3.0)).abs() < 1e-14);
        assert_eq!(Beta::new(3.0, 1.0).lowest(1.0), 0.75);
    }

    /// Shares heaped at the ends: nearly all of a mean of 0.3 is had by the highest three of ten.
    #[test]
    fn heaps_at_the_ends_are_summed_up_too() {
        let heaped = Beta::new(0.3e-3, 0.7e-3);
        for (p, sum) in [(0.2, 0.0), (0.6, 0.0), (0.8, 0.1), (1.0, 0.3)] {
            assert!((heaped.lowest(p) - sum).abs() < 1e-3, "{p}: {}", heaped.lowest(p));
        }
    }
}
