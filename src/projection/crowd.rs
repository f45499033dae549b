//! This file holds a crowd: some of all customers of a segment, as stretches of the line from 0 to 1 on which they stand.

/// Stretches in ascending order, none touching the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd(Vec<(f64, f64)>);

impl Crowd {
    /// Everybody.
    pub fn all() -> Self {
        Self(vec![(0.0, 1.0)])
    }

    /// Share of all customers.
    pub fn size(&self) -> f64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// Those who are in both.
    pub fn with(&self, other: &Self) -> Self {
        let both = self.0.iter().flat_map(|(from, to)| {
            other.0.iter().map(move |(low, high)| (from.max(*low), to.min(*high))).filter(|(from, to)| from < to)
        });
        Self(both.collect())
    }

    /// Those who are not in the other.
    pub fn without(&self, other: &Self) -> Self {
        let (mut gaps, mut from) = (Vec::new(), 0.0);
        for (low, high) in &other.0 {
            gaps.push((from, *low));
            from = *high;
        }
        gaps.push((from, 1.0));
        self.with(&Self(gaps))
    }

    /// The first `share` of all customers who are in it, or all where there are fewer.
    pub fn first(&self, share: f64) -> Self {
        let mut left = share;
        let taken = self.0.iter().map_while(|(from, to)| {
            let end = to.min(from + left);
            left -= end - from;
            (end > *from).then_some((*from, end))
        });
        Self(taken.collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::Crowd;

    proptest! {
        #[test]
        fn a_crowd_and_the_rest_are_everybody(shares in proptest::collection::vec(0.0..1.0_f64, 1..6)) {
            let mut free = Crowd::all();
            let mut sum = 0.0;
            for share in shares {
                let taken = free.first(share.min(free.size()));
                prop_assert!((taken.size() - share.min(free.size())).abs() < 1e-12);
                sum += taken.size();
                free = free.without(&taken);
                prop_assert!((free.size() + sum - 1.0).abs() < 1e-12 && free.with(&taken).size() < 1e-12);
            }
        }
    }
}
