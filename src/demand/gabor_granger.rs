//! This file reads a Gabor-Granger survey: the share who would buy at each price they were asked about.

use super::isotonic::falling;

/// How answers are made to fall with the price: nobody who would pay more is lost by asking less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Levelling {
    /// The running minimum: each price is held to the least share seen below it.
    #[default]
    Minimum,
    /// Isotonic regression: shares out of order are pooled, weighted by how many were asked.
    Isotonic,
}

/// What was answered at one price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// The price, above 0.
    pub price: f64,
    /// How many were asked, above 0.
    pub asked: f64,
    /// How many of them would buy, at most `asked`.
    pub buy: f64,
}

impl Asked {
    /// Whether it is a share of nobody knows how many: one asked who would buy in part.
    pub fn is_share(&self) -> bool {
        self.asked == 1.0 && self.buy > 0.0 && self.buy < 1.0
    }
}

/// One tested price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The price asked about.
    pub price: f64,
    /// Share who would buy, 0..=1, made non-increasing in the price.
    pub buy: f64,
    /// Revenue for each respondent.
    pub revenue: f64,
    /// Contribution for each respondent.
    pub profit: f64,
}

/// The curve over the tested prices, in order of price, at a unit cost.
///
/// Buy shares are forced non-increasing by the running minimum (Gabor & Granger 1966 ask in falling order, where
/// this holds of each person).
pub fn curve(prices: &[f64], buys: &[f64], unit_cost: f64) -> Vec<Point> {
    let mut asked: Vec<(f64, f64)> = prices.iter().copied().zip(buys.iter().copied()).collect();
    asked.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lowest = 1.0_f64;
    let point = |(price, buy): (f64, f64)| {
        lowest = lowest.min(buy.max(0.0));
        Point { price, buy: lowest, revenue: price * lowest, profit: (price - unit_cost) * lowest }
    };
    asked.into_iter().map(point).collect()
}

/// The same from counts, levelled either way. Answers to the same price are taken together.
pub fn levelled(answers: &[Asked], levelling: Levelling, unit_cost: f64) -> Vec<Point> {
    let asked = gathered(answers);
    let prices: Vec<f64> = asked.iter().map(|one| one.price).collect();
    let mut buys: Vec<f64> = asked.iter().map(|one| one.buy / one.asked).collect();
    if levelling == Levelling::Isotonic {
        let weights: Vec<f64> = asked.iter().map(|one| one.asked).collect();
        buys = falling(&buys, &weights);
    }
    curve(&prices, &buys, unit_cost)
}

/// Answers by price, ascending; those about the same price taken together, prices nobody was asked about left out.
pub fn gathered(answers: &[Asked]) -> Vec<Asked> {
    let mut sorted: Vec<Asked> = answers.iter().copied().filter(|one| one.asked > 0.0).collect();
    sorted.sort_by(|one, other| one.price.total_cmp(&other.price));
    let mut all: Vec<Asked> = Vec::with_capacity(sorted.len());
    for one in sorted {
        match all.last_mut() {
            Some(last) if last.price == one.price => {
                (last.asked, last.buy) = (last.asked + one.asked, last.buy + one.buy);
            }
            _ => all.push(one),
        }
    }
    all
}

/// The tested price with the largest profit (the lowest of equals); `None` without prices. At unit cost 0 this is
/// the price of the largest revenue.
pub fn best(points: &[Point]) -> Option<Point> {
    points.iter().copied().reduce(|best, point| if point.profit > best.profit { point } else { best })
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use super::Levelling;
    use super::best;
    use super::curve;
    use super::levelled;

    #[test]
    fn a_rise_in_the_answers_is_levelled() {
        let points = curve(&[20.0, 10.0, 30.0], &[0.3, 0.5, 0.4], 0.0);
        assert_eq!(points.iter().map(|point| point.buy).collect::<Vec<_>>(), [0.5, 0.3, 0.3]);
        assert_eq!(best(&points).unwrap().price, 30.0);
        assert_eq!(best(&curve(&[10.0, 20.0], &[0.5, 0.3], 8.0)).unwrap().price, 20.0);
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn two_ways_of_levelling() {
        let asked = |price, buy| Asked { price, asked: 100.0, buy };
        let answers = [asked(10.0, 50.0), asked(20.0, 20.0), asked(30.0, 40.0), asked(30.0, 40.0)];
        let shares = |levelling| levelled(&answers, levelling, 0.0).iter().map(|point| point.buy).collect::<Vec<_>>();
        assert_eq!(shares(Levelling::Minimum), [0.5, 0.2, 0.2]);
        let pooled = (20.0 + 80.0) / 300.0;
        assert_eq!(shares(Levelling::Isotonic), [0.5, pooled, pooled]);
        assert!(levelled(&[], Levelling::Isotonic, 0.0).is_empty());
    }
}
