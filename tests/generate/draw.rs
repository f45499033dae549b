//! This file draws values from a list of numbers.

use serde_json::Value;
use serde_json::json;

/// Numbers in 0..1, used up one by one; 0 when none is left.
pub struct Draw {
    numbers: std::vec::IntoIter<f64>,
}

impl Draw {
    /// Draws from `numbers`.
    pub fn new(numbers: Vec<f64>) -> Self {
        Self { numbers: numbers.into_iter() }
    }

    /// A number in 0..1.
    pub fn unit(&mut self) -> f64 {
        self.numbers.next().unwrap_or(0.0)
    }

    /// True with this probability.
    pub fn flag(&mut self, probability: f64) -> bool {
        self.unit() > 1.0 - probability
    }

    /// One of 0..`count`.
    pub fn pick(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    /// A number with four decimals.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let value = low + self.unit() * (high - low);
        ((value * 1e4).round() / 1e4).clamp(low, high)
    }

    /// 0 as often as not, else a number.
    pub fn perhaps(&mut self, low: f64, high: f64) -> f64 {
        if self.flag(0.5) { self.between(low, high) } else { 0.0 }
    }

    /// Money as a document writes it.
    pub fn money(&mut self, low: f64, high: f64) -> String {
        format!("{:.2}", low + self.unit() * (high - low))
    }

    /// A month up to `most` months after 2026-11.
    pub fn month(&mut self, most: usize) -> String {
        month(self.pick(most))
    }

    /// Shares that sum to 1, some of them 0.
    pub fn shares(&mut self, count: usize) -> Vec<f64> {
        let weights: Vec<f64> = (0..count).map(|at| if at == 0 { 0.2 } else { self.perhaps(0.05, 1.0) }).collect();
        let sum: f64 = weights.iter().sum();
        let mut shares: Vec<f64> = weights.iter().map(|weight| (weight / sum * 1e6).round() / 1e6).collect();
        shares[0] += 1.0 - shares.iter().sum::<f64>();
        shares[0] = (shares[0] * 1e6).round() / 1e6;
        shares
    }

    /// A number over time between `low` and `high`.
    pub fn driver(&mut self, low: f64, high: f64) -> Value {
        let (a, b) = (self.between(low, high), self.between(low, high));
        match self.pick(6) {
            0 | 1 => json!(a),
            2 => json!({"kind": "ramp", "from": a, "to": b, "start": "2027-03", "end": "2028-06"}),
            3 => {
                json!({"kind": "steps", "value": a, "steps": [{"month": "2027-06", "value": b}, {"month": "2028-02", "value": a}]})
            }
            4 => json!({"kind": "list", "values": [a, b, a]}),
            _ => {
                let factors: Vec<f64> = (0..12).map(|_| self.between(0.5, 1.0)).collect();
                json!({"kind": "level", "value": a, "season": factors})
            }
        }
    }
}

/// The month `after` months after 2026-11, so that some are before the start.
pub fn month(after: usize) -> String {
    let at = 2026 * 12 + 10 + after;
    format!("{:04}-{:02}", at / 12, at % 12 + 1)
}

/// The month `by` months after a month.
pub fn later(month: &str, by: usize) -> String {
    let year: usize = month[..4].parse().expect("a month");
    let of_year: usize = month[5..].parse().expect("a month");
    self::month(year * 12 + of_year - 1 - (2026 * 12 + 10) + by)
}
