//! This file is the principal branch of Lambert's W, the inverse of w·exp(w).

/// W₀(x): the w ≥ −1 with w·exp(w) = x. `None` below −1/e, where there is no real answer.
///
/// Halley's iteration; relative error below 1e-14 away from −1/e. Source: Corless et al. (1996), On the Lambert W function.
pub fn lambert_w0(x: f64) -> Option<f64> {
    let above_branch = 1.0 + std::f64::consts::E * x;
    if x.is_nan() || above_branch < -1e-15 {
        return None;
    }
    if x > 3.0 {
        return Some(lambert_w0_of_exp(libm::log(x)));
    }
    let root = libm::sqrt(2.0 * above_branch.max(0.0));
    let mut w = if x < 0.0 { root - 1.0 - root * root / 3.0 } else { libm::log1p(x) };
    for _ in 0..40 {
        let power = libm::exp(w);
        let excess = w * power - x;
        let slope = power * (w + 1.0);
        if excess == 0.0 || slope <= 0.0 {
            break;
        }
        let step = excess / (slope - (w + 2.0) * excess / (2.0 * w + 2.0));
        w -= step;
        if step.abs() <= 1e-16 * w.abs() {
            break;
        }
    }
    Some(w)
}

/// W₀(exp(y)), also where exp(y) would overflow: the w > 0 with w + ln w = y.
pub fn lambert_w0_of_exp(y: f64) -> f64 {
    if y < 1.0 {
        return lambert_w0(libm::exp(y)).expect("exp is above −1/e");
    }
    let mut w = if y > 2.0 { y - libm::log(y) } else { 1.0 };
    for _ in 0..40 {
        let step = (w + libm::log(w) - y) * w / (w + 1.0);
        w -= step;
        if step.abs() <= 1e-16 * w {
            break;
        }
    }
    w
}

#[cfg(test)]
mod tests {
    use super::lambert_w0;
    use super::lambert_w0_of_exp;

    /// W(1) is the omega constant (OEIS A030178), W(−ln 2 / 2) = −ln 2.
    #[test]
    fn known_values() {
        let two = std::f64::consts::LN_2;
        let rows = [(0.0, 0.0), (1.0, 0.567_143_290_409_783_8), (std::f64::consts::E, 1.0), (-two / 2.0, -two)];
        for (x, w) in rows {
            assert!((lambert_w0(x).unwrap() - w).abs() < 1e-14, "{x}");
        }
        assert!((lambert_w0(-1.0 / std::f64::consts::E).unwrap() + 1.0).abs() < 1e-7);
        assert_eq!(lambert_w0(-0.4), None);
    }

    #[test]
    fn it_inverts() {
        for step in -30..4000 {
            let x = f64::from(step) / 100.0;
            if let Some(w) = lambert_w0(x) {
                assert!((w * libm::exp(w) - x).abs() < 1e-13 * x.abs().max(1.0), "{x} {w}");
            }
        }
        for y in [-800.0, -1.0, 0.9, 1.0, 1.1, 30.0, 700.0, 1e6] {
            let w = lambert_w0_of_exp(y);
            assert!((w + libm::log(w) - y).abs() < 1e-9 * y.abs() || w == 0.0, "{y} {w}");
        }
    }
}
