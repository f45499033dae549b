//! This file rolls dice: a small generator whose every roll follows from its seed (SplitMix64, Steele et al. 2014).

/// A seed, moved on by each roll.
pub struct Dice(pub u64);

impl Dice {
    /// Any 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n` − 1; 0 for none.
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    /// Once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of a few.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// `low` to `high`: mostly with few digits, now and then with all a float has.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let unit = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
        let value = low + (high - low) * unit;
        if self.once_in(3) { value } else { ((value * 1e4).round() / 1e4).clamp(low, high) }
    }

    /// Money with cents, as text.
    pub fn money(&mut self, most: usize) -> String {
        format!("{}.{:02}", self.below(most), self.below(100))
    }
}
