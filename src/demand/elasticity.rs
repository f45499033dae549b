//! This file holds price elasticity: how it is measured, and how quantity answers to it.
//!
//! Elasticities are signed: −1.5 means that 1 % on the price takes about 1.5 % of the quantity.

/// Arc (midpoint) elasticity between two points: (ΔQ / mean Q) / (ΔP / mean P).
///
/// `None` where the prices are equal or both quantities are 0.
pub fn arc(price: f64, quantity: f64, new_price: f64, new_quantity: f64) -> Option<f64> {
    let quantity_change = (new_quantity - quantity) / (new_quantity + quantity);
    let price_change = (new_price - price) / (new_price + price);
    finite(quantity_change / price_change)
}

/// The constant elasticity that runs through two points: ln(Q₁/Q₀) / ln(P₁/P₀).
///
/// `None` where the prices are equal or anything is not above 0.
pub fn constant(price: f64, quantity: f64, new_price: f64, new_quantity: f64) -> Option<f64> {
    if [price, quantity, new_price, new_quantity].iter().any(|value| *value <= 0.0) {
        return None;
    }
    finite(libm::log(new_quantity / quantity) / libm::log(new_price / price))
}

/// Elasticity of the line Q = a − b P at a price: −b P / Q. `None` where nothing is sold.
pub fn of_line(a: f64, b: f64, price: f64) -> Option<f64> {
    let quantity = a - b * price;
    if quantity > 0.0 { finite(-b * price / quantity) } else { None }
}

/// Quantity at a new price with constant elasticity from one reference point: Q (P₁/P)^ε. Prices are above 0.
pub fn constant_response(quantity: f64, price: f64, new_price: f64, elasticity: f64) -> f64 {
    quantity * libm::pow(new_price / price, elasticity)
}

/// Change of volume (a share) that leaves contribution as it was: −d / (m + d).
///
/// `change` d is the price change and `margin` m the contribution margin, both as shares of the old price.
/// `None` where the new price leaves no contribution. Source: Nagle, The Strategy and Tactics of Pricing.
pub fn break_even_volume(change: f64, margin: f64) -> Option<f64> {
    if margin + change > 0.0 { finite(-change / (margin + change)) } else { None }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_is_none() {
        assert_eq!(arc(10.0, 5.0, 10.0, 4.0), None);
        assert_eq!(arc(10.0, 0.0, 12.0, 0.0), None);
        assert_eq!(constant(10.0, 5.0, 10.0, 4.0), None);
        assert_eq!(constant(10.0, 5.0, 12.0, 0.0), None);
        assert_eq!(of_line(100.0, 1.0, 100.0), None);
        assert_eq!(break_even_volume(-0.4, 0.4), None);
    }

    #[test]
    fn forms_agree_at_the_reference_point() {
        for elasticity in [-0.4, -1.0, -2.5] {
            let near = constant_response(80.0, 20.0, 20.02, elasticity);
            assert!((arc(20.0, 80.0, 20.02, near).unwrap() - elasticity).abs() < 0.01);
            let curve = constant_response(80.0, 20.0, 33.0, elasticity);
            assert!((constant(20.0, 80.0, 33.0, curve).unwrap() - elasticity).abs() < 1e-12);
        }
        assert_eq!(of_line(1000.0, 10.0, 50.0), Some(-1.0));
    }
}
