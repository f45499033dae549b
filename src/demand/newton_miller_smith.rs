//! This file adds purchase intent to the price sensitivity meter: how many would buy at a price, and what they bring.
//!
//! Source: Newton, Miller & Smith (1993). A respondent buys with probability 0 at the too cheap and the too expensive
//! price, with a probability calibrated from the stated intent at the cheap and the expensive one, linear between.

/// Chance of buying by stated intent, 1 (would not) to 5 (would for certain).
pub const CALIBRATION: [f64; 5] = [0.0, 0.1, 0.3, 0.5, 0.7];

/// One respondent: four rising prices, and the chance of buying at the cheap and the expensive one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Respondent {
    /// Too cheap, cheap, expensive, too expensive.
    pub prices: [f64; 4],
    /// At the cheap price, 0..=1.
    pub buy_cheap: f64,
    /// At the expensive price, 0..=1.
    pub buy_expensive: f64,
}

impl Respondent {
    /// With intents of 1 to 5 as [`CALIBRATION`] reads them; `None` where an intent is none of these or prices do not
    /// rise strictly.
    pub fn new(prices: [f64; 4], intents: [u8; 2]) -> Option<Self> {
        let chance = |intent: u8| CALIBRATION.get(usize::from(intent).checked_sub(1)?).copied();
        let [cheap, expensive] = intents.map(chance);
        let rises = super::van_westendorp::is_transitive(&prices);
        Some(Self { prices, buy_cheap: cheap?, buy_expensive: expensive? }).filter(|_| rises)
    }
}

/// Share who would buy, and revenue for each respondent, at one price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The price.
    pub price: f64,
    /// Mean chance of buying, 0..=1.
    pub reach: f64,
    /// The price times the reach.
    pub revenue: f64,
}

/// All respondents over every price one of them named.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    prices: Vec<f64>,
    /// By respondent: how the slope of the reach changes at which prices.
    bends: Vec<[(usize, f64); 4]>,
}

impl Trial {
    /// Ready to be weighed.
    pub fn new(respondents: &[Respondent]) -> Self {
        let mut prices: Vec<f64> = respondents.iter().flat_map(|one| one.prices).collect();
        prices.sort_by(f64::total_cmp);
        prices.dedup();
        let bends = |one: &Respondent| {
            let [a, b, c, d] = one.prices;
            let slopes = [
                0.0,
                one.buy_cheap / (b - a),
                (one.buy_expensive - one.buy_cheap) / (c - b),
                -one.buy_expensive / (d - c),
                0.0,
            ];
            let bend =
                |at: usize| (prices.partition_point(|known| *known < one.prices[at]), slopes[at + 1] - slopes[at]);
            [0, 1, 2, 3].map(bend)
        };
        Self { bends: respondents.iter().map(bends).collect(), prices }
    }

    /// Respondents.
    pub fn respondents(&self) -> usize {
        self.bends.len()
    }

    /// Reach and revenue at every price named; `weights` counts some respondents several times.
    pub fn curve(&self, weights: Option<&[u32]>) -> Vec<Reach> {
        let mut bends = vec![0.0; self.prices.len()];
        let mut total = 0.0;
        for (at, respondent) in self.bends.iter().enumerate() {
            let weight = weights.map_or(1.0, |weights| f64::from(weights[at]));
            total += weight;
            for (place, bend) in respondent {
                bends[*place] += weight * bend;
            }
        }
        let (mut slope, mut reach) = (0.0, 0.0);
        let mut curve = Vec::with_capacity(self.prices.len());
        for (at, price) in self.prices.iter().copied().enumerate() {
            if at > 0 {
                reach += slope * (price - self.prices[at - 1]);
            }
            slope += bends[at];
            // Sums of slopes end a hair from 0 where nobody buys.
            let share = if total > 0.0 && reach > 1e-12 * total { reach / total } else { 0.0 };
            curve.push(Reach { price, reach: share, revenue: price * share });
        }
        curve
    }
}

/// The point with the largest figure, the lowest price of equals; `None` where all are 0.
pub fn best(curve: &[Reach], figure: fn(&Reach) -> f64) -> Option<Reach> {
    let most = curve.iter().map(figure).fold(0.0, f64::max);
    curve.iter().copied().find(|point| most > 0.0 && figure(point) >= most * (1.0 - 1e-12))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::*;

    /// Chance of one respondent to buy at a price.
    fn buys(one: &Respondent, price: f64) -> f64 {
        let chances = [0.0, one.buy_cheap, one.buy_expensive, 0.0];
        if price < one.prices[0] || price > one.prices[3] {
            return 0.0;
        }
        let above = one.prices.iter().position(|anchor| price <= *anchor).unwrap_or(3).max(1);
        let (low, high) = (one.prices[above - 1], one.prices[above]);
        chances[above - 1] + (chances[above] - chances[above - 1]) * (price - low) / (high - low)
    }

    #[test]
    fn one_respondent_is_a_tent() {
        let one = Respondent::new([10.0, 20.0, 30.0, 40.0], [5, 3]).unwrap();
        let rows =
            [(5.0, 0.0), (10.0, 0.0), (15.0, 0.35), (20.0, 0.7), (25.0, 0.5), (30.0, 0.3), (35.0, 0.15), (41.0, 0.0)];
        for (price, chance) in rows {
            assert!((buys(&one, price) - chance).abs() < 1e-12, "{price}");
        }
        let curve = Trial::new(&[one]).curve(None);
        assert_eq!(best(&curve, |point| point.reach).unwrap().price, 20.0);
        assert_eq!(best(&curve, |point| point.revenue).unwrap().price, 20.0);
        assert_eq!(Respondent::new([10.0, 20.0, 30.0, 40.0], [6, 3]), None);
        assert_eq!(Respondent::new([10.0, 10.0, 30.0, 40.0], [5, 3]), None);
        assert_eq!(best(&Trial::new(&[]).curve(None), |point| point.reach), None);
    }

    proptest! {
        #[test]
        fn the_curve_is_the_mean_of_its_respondents(
            people in proptest::collection::vec((proptest::array::uniform4(1_u8..9), 1_u8..=5, 1_u8..=5), 1..20),
        ) {
            let rising = |steps: &[u8; 4]| {
                let mut sum = 0.0;
                steps.map(|part| { sum += f64::from(part) / 4.0; sum })
            };
            let people: Vec<Respondent> = people
                .iter()
                .map(|(steps, cheap, expensive)| Respondent::new(rising(steps), [*cheap, *expensive]).unwrap())
                .collect();
            for point in Trial::new(&people).curve(None) {
                let mean = people.iter().map(|one| buys(one, point.price)).sum::<f64>() / people.len() as f64;
                prop_assert!((mean - point.reach).abs() < 1e-11, "{point:?} {mean}");
            }
        }
    }
}
