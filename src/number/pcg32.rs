//! This file is the pinned source of chance: PCG32, the same numbers from a seed on every machine, for ever.

/// A PCG-XSH-RR 64/32 generator. Source: O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good
/// Algorithms for Random Number Generation (2014).
#[derive(Clone, Debug)]
pub struct Pcg32 {
    state: u64,
    increment: u64,
}

impl Pcg32 {
    /// The generator of a seed; each stream is a sequence of its own.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut generator = Self { state: 0, increment: (stream << 1) | 1 };
        generator.next_u32();
        generator.state = generator.state.wrapping_add(seed);
        generator.next_u32();
        generator
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        let old = self.state;
        self.state = old.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(self.increment);
        let shifted = (((old >> 18) ^ old) >> 27) as u32;
        shifted.rotate_right((old >> 59) as u32)
    }

    /// A whole number below `bound` (above 0), each as likely as any other.
    pub fn below(&mut self, bound: u32) -> u32 {
        let short = bound.wrapping_neg() % bound;
        loop {
            let drawn = self.next_u32();
            if drawn >= short {
                return drawn % bound;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pcg32;

    /// Source: the output of pcg32-demo for seed 42 and stream 54, pcg-random.org.
    #[test]
    fn the_published_numbers_come_out() {
        let mut generator = Pcg32::new(42, 54);
        let drawn: Vec<u32> = (0..6).map(|_| generator.next_u32()).collect();
        assert_eq!(drawn, [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330, 0x83d2_f293, 0xbfa4_784b, 0xcbed_606e]);
    }

    #[test]
    fn every_number_below_the_bound_is_as_likely() {
        let mut generator = Pcg32::new(1, 0);
        let mut counts = [0_u32; 7];
        (0..70_000).for_each(|_| counts[generator.below(7) as usize] += 1);
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 400), "{counts:?}");
        assert_eq!(generator.below(1), 0);
    }
}
