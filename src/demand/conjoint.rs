//! This file turns part-worths into shares: what each respondent would take of some offers, or nothing.
//!
//! Part-worths come from an estimation elsewhere: one utility for each respondent and level. The level of "none" is an
//! offer of its own where the study had one.

use super::choice::largest;

/// How a respondent's utilities become a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Shares of preference: exp(U) over the sum of all.
    #[default]
    Logit,
    /// The offer with the largest utility takes the whole respondent; equals share.
    FirstChoice,
}

/// One respondent's utility of every level.
pub type Worths = [f64];

/// Share of respondents who take each offer, and last who take none.
///
/// An offer is the indexes of its levels. `none` is the index of the level that stands for buying nothing; without it
/// everybody takes an offer. `weights` counts some respondents several times.
pub fn shares<W: AsRef<Worths>>(
    respondents: &[W],
    offers: &[Vec<usize>],
    none: Option<usize>,
    rule: Rule,
    weights: Option<&[u32]>,
) -> Vec<f64> {
    let mut sums = vec![0.0; offers.len() + 1];
    let mut total = 0.0;
    for (at, worths) in respondents.iter().enumerate() {
        let weight = weights.map_or(1.0, |weights| f64::from(weights[at]));
        let utility = |levels: &Vec<usize>| levels.iter().map(|level| worths.as_ref()[*level]).sum::<f64>();
        let mut utilities: Vec<f64> = offers.iter().map(utility).collect();
        utilities.push(none.map_or(f64::NEG_INFINITY, |level| worths.as_ref()[level]));
        let best = largest(&utilities);
        if weight == 0.0 || best == f64::NEG_INFINITY {
            continue;
        }
        let chosen = |utility: f64| match rule {
            Rule::Logit => libm::exp(utility - best),
            Rule::FirstChoice => f64::from(u8::from(utility >= best - 1e-9)),
        };
        let all: f64 = utilities.iter().map(|utility| chosen(*utility)).sum();
        total += weight;
        sums.iter_mut().zip(&utilities).for_each(|(sum, utility)| *sum += weight * chosen(*utility) / all);
    }
    if total > 0.0 {
        sums.iter_mut().for_each(|sum| *sum /= total);
    }
    sums
}

/// The price levels of a study, ascending in price: price and index of the level. At least two.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceScale(Vec<(f64, usize)>);

impl PriceScale {
    /// The scale of some levels with a price; `None` with fewer than two different prices.
    pub fn new(levels: impl IntoIterator<Item = (f64, usize)>) -> Option<Self> {
        let mut all: Vec<(f64, usize)> = levels.into_iter().collect();
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        all.dedup_by(|one, other| one.0 == other.0);
        (all.len() > 1).then_some(Self(all))
    }

    /// Lowest and highest price tested.
    pub fn range(&self) -> (f64, f64) {
        (self.0[0].0, self.0[self.0.len() - 1].0)
    }

    /// Prices tested, ascending, each with its level.
    pub fn levels(&self) -> &[(f64, usize)] {
        &self.0
    }

    /// Utility lost for each unit of money: minus the least-squares slope of the price levels' part-worths.
    pub fn sensitivity(&self, worths: &Worths) -> f64 {
        let n = self.0.len() as f64;
        let mean = self.0.iter().map(|(price, _)| price).sum::<f64>() / n;
        let level = self.0.iter().map(|(_, level)| worths[*level]).sum::<f64>() / n;
        let top: f64 = self.0.iter().map(|(price, at)| (price - mean) * (worths[*at] - level)).sum();
        let bottom: f64 = self.0.iter().map(|(price, _)| (price - mean) * (price - mean)).sum();
        -top / bottom
    }
}

/// Mean part-worth of a level; 0 without respondents.
pub fn mean_worth<W: AsRef<Worths>>(respondents: &[W], level: usize, weights: Option<&[u32]>) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for (at, worths) in respondents.iter().enumerate() {
        let weight = weights.map_or(1.0, |weights| f64::from(weights[at]));
        (sum, total) = (sum + weight * worths.as_ref()[level], total + weight);
    }
    if total > 0.0 { sum / total } else { 0.0 }
}

/// Willingness to pay for `level` rather than `instead`, money: mean difference of utility over mean price sensitivity.
///
/// The ratio of means is taken, since the ratio of a respondent who hardly minds the price has no bounds.
/// `None` where utility does not fall with the price on average.
pub fn worth_paying<W: AsRef<Worths>>(
    respondents: &[W],
    scale: &PriceScale,
    level: usize,
    instead: usize,
    weights: Option<&[u32]>,
) -> Option<f64> {
    let (mut gain, mut sensitivity) = (0.0, 0.0);
    for (at, worths) in respondents.iter().enumerate() {
        let weight = weights.map_or(1.0, |weights| f64::from(weights[at]));
        let worths = worths.as_ref();
        gain += weight * (worths[level] - worths[instead]);
        sensitivity += weight * scale.sensitivity(worths);
    }
    (sensitivity > 0.0).then(|| gain / sensitivity).filter(|money| money.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels: basic, full, $10, $20, none.
    const PEOPLE: [[f64; 5]; 3] = [[0.0, 2.0, 1.0, -1.0, 0.5], [0.0, 0.5, 2.0, -2.0, 0.0], [0.0, 3.0, 0.5, -0.5, 1.0]];

    #[test]
    fn shares_follow_the_rule() {
        let offers = [vec![0, 2], vec![1, 3]];
        let first = shares(&PEOPLE, &offers, Some(4), Rule::FirstChoice, None);
        // 1 and 1, none 0.5: shared; 2 and −1.5; 0.5 and 2.5.
        let expected = [1.5 / 3.0, 1.5 / 3.0, 0.0];
        assert!(first.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12), "{first:?}");
        let logit = shares(&PEOPLE[..1], &offers, Some(4), Rule::Logit, None);
        let sum = 2.0 * libm::exp(1.0) + libm::exp(0.5);
        assert!((logit[0] - libm::exp(1.0) / sum).abs() < 1e-12 && (logit.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(shares(&PEOPLE, &offers, None, Rule::Logit, None)[2], 0.0);
        assert_eq!(shares(&PEOPLE[..0], &offers, None, Rule::Logit, None), [0.0; 3]);
        let one = shares(&PEOPLE, &offers, Some(4), Rule::FirstChoice, Some(&[0, 2, 0]));
        assert_eq!(one, [1.0, 0.0, 0.0]);
    }

    #[test]
    fn a_level_is_worth_what_the_price_may_rise() {
        let scale = PriceScale::new([(10.0, 2), (20.0, 3)]).unwrap();
        assert_eq!((scale.range(), scale.sensitivity(&PEOPLE[0])), ((10.0, 20.0), 0.2));
        // Mean gain (2 + 0.5 + 3)/3 over mean sensitivity (0.2 + 0.4 + 0.1)/3.
        assert!((worth_paying(&PEOPLE, &scale, 1, 0, None).unwrap() - 5.5 / 0.7).abs() < 1e-12);
        assert_eq!(mean_worth(&PEOPLE, 2, None), 3.5 / 3.0);
        let rising = [[0.0, 1.0, 0.0, 1.0, 0.0]];
        assert_eq!(worth_paying(&rising, &scale, 1, 0, None), None);
        assert_eq!(PriceScale::new([(10.0, 2)]), None);
    }
}
