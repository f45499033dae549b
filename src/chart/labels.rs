//! This file keeps labels apart: down a side, and anywhere in a plot.

/// Middles of labels of these `heights` between `low` and `high`, in the order of `wanted` (ascending), as near to it as
/// possible (least squares) without one covering the next. Where there is no room for all, they share the room.
pub fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut offsets = vec![0.0];
    offsets.extend(heights.windows(2).scan(0.0, |offset, pair| {
        *offset += f64::midpoint(pair[0], pair[1]);
        Some(*offset)
    }));
    let all = offsets[offsets.len() - 1];
    let scale = if all > high - low { (high - low).max(0.0) / all } else { 1.0 };
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(wanted.len());
    for (place, offset) in wanted.iter().zip(&offsets) {
        let mut pool = (place - offset * scale, 1);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let members = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / members as f64, members);
        }
        pools.push(pool);
    }
    let ceiling = (high - all * scale).max(low);
    let bases = pools.into_iter().flat_map(|(base, members)| std::iter::repeat_n(base.clamp(low, ceiling), members));
    bases.zip(offsets).map(|(base, offset)| base + offset * scale).collect()
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Space {
    /// The rectangle of this size with its left edge at `left` and its middle at `y`.
    pub fn beside(left: f64, y: f64, width: f64, height: f64) -> Self {
        Self { left, top: y - height / 2.0, right: left + width, bottom: y + height / 2.0 }
    }

    /// Whether the two share more than an edge.
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether `other` lies within.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && self.right >= other.right && self.top <= other.top && self.bottom >= other.bottom
    }

    /// The point of the rectangle nearest to `at`.
    pub fn nearest(&self, at: (f64, f64)) -> (f64, f64) {
        (at.0.max(self.left).min(self.right), at.1.max(self.top).min(self.bottom))
    }

    /// Whether the straight line from `a` to `b` passes through.
    pub fn crossed(&self, a: (f64, f64), b: (f64, f64)) -> bool {
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (start, end, low, high) in [(a.0, b.0, self.left, self.right), (a.1, b.1, self.top, self.bottom)] {
            let run = end - start;
            if run.abs() < 1e-9 {
                if start < low || start > high {
                    return false;
                }
                continue;
            }
            let (enter, leave) = ((low - start) / run, (high - start) / run);
            (from, to) = (from.max(enter.min(leave)), to.min(enter.max(leave)));
        }
        from <= to
    }
}

/// What a plot already holds, so that the next label finds a free place.
#[derive(Clone, Debug)]
pub struct Taken {
    within: Space,
    spaces: Vec<Space>,
    lines: Vec<Vec<(f64, f64)>>,
}

impl Taken {
    /// Nothing yet, inside `within`.
    pub fn new(within: Space) -> Self {
        Self { within, spaces: Vec::new(), lines: Vec::new() }
    }

    /// A space no label may cover.
    pub fn add(&mut self, space: Space) {
        self.spaces.push(space);
    }

    /// A line that labels had better not cross, as points in pixels.
    pub fn add_line(&mut self, line: Vec<(f64, f64)>) {
        self.lines.push(line);
    }

    /// The first of `candidates` with the fewest crossed lines that lies inside and covers no other label; it is taken.
    pub fn place(&mut self, candidates: impl IntoIterator<Item = Space>) -> Option<Space> {
        self.cheapest(candidates, |_| 0.0)
    }

    /// As [`Taken::place`], where a crossed line is as bad as 24 pixels farther from `at`.
    pub fn place_near(&mut self, at: (f64, f64), candidates: impl IntoIterator<Item = Space>) -> Option<Space> {
        self.cheapest(candidates, |space| {
            let (x, y) = space.nearest(at);
            libm::hypot(x - at.0, y - at.1) / 24.0
        })
    }

    fn cheapest(
        &mut self,
        candidates: impl IntoIterator<Item = Space>,
        penalty: impl Fn(&Space) -> f64,
    ) -> Option<Space> {
        let mut best: Option<(f64, Space)> = None;
        for space in candidates {
            let floor = penalty(&space);
            let hopeless = best.is_some_and(|(least, _)| floor >= least);
            if hopeless || !self.within.holds(&space) || self.spaces.iter().any(|s| s.meets(&space)) {
                continue;
            }
            let crossed = self.lines.iter().filter(|l| l.windows(2).any(|w| space.crossed(w[0], w[1]))).count();
            let cost = floor + crossed as f64;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, space));
            }
        }
        let (_, space) = best?;
        self.spaces.push(space);
        Some(space)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_move_as_little_as_possible() {
        for (wanted, expected) in [
            (&[20.0, 60.0][..], &[20.0, 60.0][..]),
            (&[50.0, 50.0], &[42.0, 58.0]),
            (&[0.0, 1.0, 2.0], &[0.0, 16.0, 32.0]),
            (&[98.0, 99.0], &[84.0, 100.0]),
            (&[], &[]),
        ] {
            assert_eq!(spread(wanted, &vec![16.0; wanted.len()], 0.0, 100.0), expected);
        }
        assert_eq!(spread(&[5.0, 5.0, 5.0], &[16.0; 3], 0.0, 20.0), [0.0, 10.0, 20.0], "too many share the room");
        assert_eq!(spread(&[50.0, 50.0], &[16.0, 32.0], 0.0, 100.0), [38.0, 62.0], "a taller one needs more");
    }

    #[test]
    fn a_label_avoids_lines_and_others() {
        let space = |left, top| Space { left, top, right: left + 10.0, bottom: top + 10.0 };
        let mut taken = Taken::new(Space { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 });
        taken.add(space(0.0, 0.0));
        taken.add_line(vec![(0.0, 25.0), (100.0, 25.0)]);
        let picked = taken.place([space(5.0, 5.0), space(95.0, 5.0), space(20.0, 20.0), space(20.0, 40.0)]);
        assert_eq!(picked, Some(space(20.0, 40.0)));
        assert_eq!(taken.place([space(21.0, 41.0)]), None);
        assert_eq!(taken.place([space(40.0, 20.0)]), Some(space(40.0, 20.0)), "over a line where nothing else is left");
    }

    proptest! {
        #[test]
        fn labels_never_overlap(mut wanted in prop::collection::vec(-50.0..350.0f64, 0..18), tall in any::<u32>(), height in 0.0..300.0f64) {
            wanted.sort_by(f64::total_cmp);
            let heights = (0..wanted.len()).map(|at| if tall >> at & 1 == 1 { 32.0 } else { 16.0 }).collect::<Vec<_>>();
            let places = spread(&wanted, &heights, 10.0, 10.0 + height);
            prop_assert_eq!(places.len(), wanted.len());
            let gaps = heights.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect::<Vec<_>>();
            let room = gaps.iter().sum::<f64>() <= height;
            for (pair, gap) in places.windows(2).zip(gaps) {
                let least = if room { gap - 1e-9 } else { -1e-9 };
                prop_assert!(pair[1] - pair[0] >= least);
            }
            prop_assert!(places.iter().all(|p| *p >= 10.0 - 1e-9 && *p <= 10.0 + height + 1e-9));
        }
    }
}
