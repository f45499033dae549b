//! This file is the price sensitivity meter: at which price a product is too cheap, cheap, expensive, too expensive.
//!
//! Source: van Westendorp (1976). Each point of the method is the price at which the shares of two answers given so far
//! sum to 1, so that all are found by the same search, in whole counts and hence exactly.

/// Which answer a respondent gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So cheap that its quality is doubted.
    TooCheap,
    /// A bargain.
    Cheap,
    /// Getting expensive.
    Expensive,
    /// Too expensive to consider.
    TooExpensive,
}

/// How shares are counted and compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Share of answers at or below the price (the empirical distribution function), compared in whole respondents.
    #[default]
    Exact,
    /// As `pricesensitivitymeter` 1.3.3 for R: 0 at and below the least answer, though somebody gave it, and compared
    /// as floats, where 1 − 157/158 is a hair more than 1/158 and curves that meet there have not met yet.
    R133,
}

/// Where two curves are said to cross.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// On straight lines between the prices named.
    #[default]
    Linear,
    /// At the first price named where the rising curve is no lower than the falling one.
    Step,
}

/// Which curves bound the acceptable range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Definition {
    /// Too cheap with not cheap; too expensive with not expensive.
    #[default]
    Original,
    /// Too cheap with expensive; too expensive with cheap (Conjointly, Quantilope).
    Narrower,
}

/// A point of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Marginal cheapness, the low end of the acceptable range.
    Cheapness(Definition),
    /// Marginal expensiveness, the high end of it.
    Expensiveness(Definition),
    /// Indifference price: as many call it cheap as expensive.
    Indifference,
    /// Optimal price: as many reject it as too cheap as as too expensive.
    Optimal,
}

impl Point {
    /// The two answers whose shares sum to 1 at the point.
    fn answers(self) -> [Answer; 2] {
        use Answer::*;
        match self {
            Self::Cheapness(Definition::Original) => [TooCheap, Cheap],
            Self::Cheapness(Definition::Narrower) => [TooCheap, Expensive],
            Self::Expensiveness(Definition::Original) => [Expensive, TooExpensive],
            Self::Expensiveness(Definition::Narrower) => [Cheap, TooExpensive],
            Self::Indifference => [Cheap, Expensive],
            Self::Optimal => [TooCheap, TooExpensive],
        }
    }
}

/// The prices at which two curves cross: one, or a plateau of several named prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// In ascending order, at least one.
    prices: Vec<f64>,
    /// Whether the curves are equal over a stretch of prices, so that any of them is as good an answer.
    pub degenerate: bool,
}

impl Crossing {
    /// The lowest.
    pub fn lowest(&self) -> f64 {
        self.prices[0]
    }

    /// The highest.
    pub fn highest(&self) -> f64 {
        self.prices[self.prices.len() - 1]
    }

    /// The mean of the named prices.
    pub fn mean(&self) -> f64 {
        self.prices.iter().sum::<f64>() / self.prices.len() as f64
    }

    /// The median of the named prices.
    pub fn median(&self) -> f64 {
        super::bootstrap::quantile(&self.prices, 0.5)
    }
}

/// The answers of everybody whose four prices rise, ready to be counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Meter {
    prices: Vec<f64>,
    /// By respondent: where each answer stands in `prices`.
    places: Vec<[usize; 4]>,
    /// Respondents left out, because their prices do not rise strictly from too cheap to too expensive.
    pub intransitive: usize,
}

/// Whether four prices rise strictly.
pub fn is_transitive(prices: &[f64; 4]) -> bool {
    prices.windows(2).all(|pair| pair[0] < pair[1])
}

impl Meter {
    /// The meter of some respondents' prices: too cheap, cheap, expensive, too expensive. All are finite.
    pub fn new(answers: &[[f64; 4]]) -> Self {
        let kept: Vec<&[f64; 4]> = answers.iter().filter(|prices| is_transitive(prices)).collect();
        let mut prices: Vec<f64> = kept.iter().flat_map(|answer| answer.iter().copied()).collect();
        prices.sort_by(f64::total_cmp);
        prices.dedup();
        let place = |price: f64| prices.partition_point(|known| *known < price);
        let places = kept.iter().map(|answer| answer.map(place)).collect();
        Self { places, intransitive: answers.len() - kept.len(), prices }
    }

    /// Respondents counted.
    pub fn respondents(&self) -> usize {
        self.places.len()
    }

    /// Every price named, ascending.
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// How many gave each answer at or below each price; `weights` counts some respondents several times.
    pub fn count(&self, manner: Manner, weights: Option<&[u32]>) -> Counts<'_> {
        let mut counts = [0; 4].map(|_| vec![0_u32; self.prices.len()]);
        let mut total = 0;
        for (at, places) in self.places.iter().enumerate() {
            let weight = weights.map_or(1, |weights| weights[at]);
            total += weight;
            for (counts, place) in counts.iter_mut().zip(places) {
                counts[*place] += weight;
            }
        }
        for counts in &mut counts {
            let least = counts.iter().position(|count| *count > 0);
            let mut sum = 0;
            for count in counts.iter_mut() {
                sum += *count;
                *count = sum;
            }
            if let (Manner::R133, Some(least)) = (manner, least) {
                counts[least] = 0;
            }
        }
        Counts { prices: &self.prices, manner, counts, total }
    }
}

/// Cumulative counts of the four answers over the prices named.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts<'a> {
    prices: &'a [f64],
    manner: Manner,
    counts: [Vec<u32>; 4],
    total: u32,
}

impl Counts<'_> {
    /// Share of respondents whose answer is at or below each price, 0..=1, in the order of the prices.
    pub fn shares(&self, answer: Answer) -> Vec<f64> {
        self.counts[answer as usize].iter().map(|count| f64::from(*count) / f64::from(self.total.max(1))).collect()
    }

    /// Where the curves of a point cross; `None` without respondents.
    pub fn point(&self, point: Point, rule: Rule) -> Option<Crossing> {
        let [one, other] = point.answers().map(|answer| &self.counts[answer as usize]);
        let gap = |at: usize| self.gap(point, one[at], other[at]);
        let first = (0..self.prices.len()).find(|at| gap(*at) >= 0.0).filter(|_| self.total > 0)?;
        if gap(first) > 0.0 && first > 0 && rule == Rule::Linear {
            let (low, high) = (gap(first - 1), gap(first));
            let (from, to) = (self.prices[first - 1], self.prices[first]);
            return Some(Crossing { prices: vec![from + (to - from) * low / (low - high)], degenerate: false });
        }
        let alike = |at: &usize| one[*at] == one[first] && other[*at] == other[first];
        let prices: Vec<f64> = (first..self.prices.len()).take_while(alike).map(|at| self.prices[at]).collect();
        let degenerate = gap(first) == 0.0 && prices.len() > 1;
        Some(Crossing { prices, degenerate })
    }

    /// The rising curve of a point less its falling one. It never falls from one price to the next.
    fn gap(&self, point: Point, one: u32, other: u32) -> f64 {
        let (one, other, total) = (f64::from(one), f64::from(other), f64::from(self.total));
        if self.manner == Manner::Exact {
            return one + other - total;
        }
        let (one, other) = (one / total, other / total);
        match point {
            // Not cheap, itself 1 less a share that is 1 less another, against too cheap.
            Point::Cheapness(Definition::Original) => (1.0 - (1.0 - other)) - (1.0 - one),
            _ => other - (1.0 - one),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::*;

    const THREE: [[f64; 4]; 4] =
        [[1.0, 3.0, 5.0, 7.0], [2.0, 4.0, 6.0, 8.0], [2.0, 3.0, 5.0, 9.0], [5.0, 4.0, 6.0, 8.0]];

    #[test]
    fn answers_that_do_not_rise_are_counted_and_left_out() {
        let meter = Meter::new(&THREE);
        assert_eq!((meter.respondents(), meter.intransitive), (3, 1));
        assert_eq!(Meter::new(&[[1.0, 1.0, 2.0, 3.0]]).intransitive, 1);
        assert_eq!(Meter::new(&[]).count(Manner::Exact, None).point(Point::Optimal, Rule::Linear), None);
    }

    #[test]
    fn a_plateau_is_flagged_and_its_ends_given() {
        let meter = Meter::new(&THREE);
        let counts = meter.count(Manner::Exact, None);
        let optimal = counts.point(Point::Optimal, Rule::Linear).unwrap();
        assert!(optimal.degenerate);
        assert_eq!((optimal.lowest(), optimal.highest(), optimal.mean(), optimal.median()), (2.0, 6.0, 4.0, 4.0));
        let range = Point::Cheapness(Definition::Original);
        let (linear, step) = (counts.point(range, Rule::Linear).unwrap(), counts.point(range, Rule::Step).unwrap());
        assert_eq!((linear.lowest(), step.lowest(), linear.degenerate), (2.0, 2.0, false));
    }

    #[test]
    fn the_two_rules_part_where_curves_jump_past_each_other() {
        let meter = Meter::new(&[[1.0, 10.0, 12.0, 20.0]; 3]);
        let counts = meter.count(Manner::Exact, None);
        let at = |rule| counts.point(Point::Indifference, rule).unwrap().lowest();
        assert_eq!((at(Rule::Linear), at(Rule::Step)), (10.0, 10.0));
        let meter = Meter::new(&[[1.0, 10.0, 12.0, 20.0], [1.0, 10.0, 12.0, 20.0], [1.0, 11.0, 12.5, 20.0]]);
        let counts = meter.count(Manner::Exact, None);
        let optimal = |rule| counts.point(Point::Cheapness(Definition::Original), rule).unwrap().lowest();
        assert_eq!((optimal(Rule::Linear), optimal(Rule::Step)), (1.0, 1.0));
        let anchored = meter.count(Manner::R133, None);
        let lowest = |rule| anchored.point(Point::Cheapness(Definition::Original), rule).unwrap().lowest();
        assert_eq!((lowest(Rule::Linear), lowest(Rule::Step)), (10.0, 10.0));
        assert_eq!((counts.shares(Answer::Cheap)[1], anchored.shares(Answer::Cheap)[1]), (2.0 / 3.0, 0.0));
    }

    proptest! {
        #[test]
        fn points_lie_where_theory_puts_them(
            steps in proptest::collection::vec(proptest::array::uniform4(1_u8..9), 1..30),
        ) {
            let rising = |step: &[u8; 4]| {
                let mut sum = 0.0;
                step.map(|part| { sum += f64::from(part); sum })
            };
            let answers: Vec<[f64; 4]> = steps.iter().map(rising).collect();
            let meter = Meter::new(&answers);
            for manner in [Manner::Exact, Manner::R133] {
                let counts = meter.count(manner, None);
                let at = |point, rule| counts.point(point, rule).unwrap();
                for rule in [Rule::Linear, Rule::Step] {
                    let low = at(Point::Cheapness(Definition::Original), rule);
                    let narrow = at(Point::Cheapness(Definition::Narrower), rule);
                    let high = at(Point::Expensiveness(Definition::Original), rule);
                    prop_assert!(low.lowest() <= narrow.lowest() + 1e-9);
                    prop_assert!(at(Point::Expensiveness(Definition::Narrower), rule).lowest() <= high.lowest() + 1e-9);
                    prop_assert!(low.lowest() <= high.lowest() + 1e-9);
                    prop_assert!(low.lowest() <= low.mean() + 1e-9 && low.mean() <= low.highest() + 1e-9);
                }
                let linear = at(Point::Indifference, Rule::Linear).lowest();
                prop_assert!(linear <= at(Point::Indifference, Rule::Step).lowest() + 1e-9);
            }
        }
    }
}
