//! This file is the logistic buy curve: its best price in closed form, and its fit to answers by maximum likelihood.

use std::fmt;

use super::NoOptimum;
use super::Optimum;
use super::choice::logistic;
use super::gabor_granger::Asked;
use super::gabor_granger::gathered;
use super::lambert_w::lambert_w0_of_exp;
use super::optimum;

/// A logistic buy curve: most / (1 + exp(−(b₀ + b₁ P))), with b₁ below 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic {
    /// Share who would buy at any price low enough, 0..=1.
    pub most: f64,
    /// Intercept b₀.
    pub intercept: f64,
    /// Slope b₁, for each unit of money, below 0.
    pub slope: f64,
}

impl Logistic {
    /// Share who would buy at a price.
    pub fn buy(&self, price: f64) -> f64 {
        self.most * logistic(self.intercept + self.slope * price)
    }

    /// Elasticity at a price: b₁ P (1 − σ), with σ the share of the most who buy.
    pub fn elasticity(&self, price: f64) -> f64 {
        self.slope * price * (1.0 - logistic(self.intercept + self.slope * price))
    }

    /// Contribution for each respondent at a price.
    pub fn profit(&self, price: f64, unit_cost: f64) -> f64 {
        (price - unit_cost) * self.buy(price)
    }

    /// The price of the largest contribution: c + (1 + W₀(exp(b₀ + b₁ c − 1))) / −b₁, as in the logit.
    pub fn optimum(&self, unit_cost: f64) -> Result<f64, NoOptimum> {
        if self.slope.is_nan() || self.slope >= 0.0 {
            return Err(NoOptimum::DemandDoesNotFall);
        }
        let w = lambert_w0_of_exp(self.intercept + self.slope * unit_cost - 1.0);
        Ok(unit_cost + (1.0 + w) / -self.slope)
    }

    /// The best price among the whole multiples of `step` (above 0): one of the two beside the optimum, as profit has
    /// one peak.
    pub fn optimum_on_grid(&self, unit_cost: f64, step: f64) -> Result<f64, NoOptimum> {
        let steps = libm::floor(self.optimum(unit_cost)? / step);
        let (below, above) = (steps * step, (steps + 1.0) * step);
        Ok(if self.profit(above, unit_cost) > self.profit(below, unit_cost) { above } else { below })
    }
}

/// A logistic curve fitted to answers, and how well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The curve.
    pub curve: Logistic,
    /// Log likelihood of the answers.
    pub likelihood: f64,
}

/// Why no logistic curve fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFit {
    /// Fewer than two prices, so that there is no slope.
    TooFewPrices,
    /// At every price all or nobody would buy, so that the steepest curve is always the better one.
    Separated,
    /// The share who would buy does not fall as the price rises.
    DoesNotFall,
}

impl fmt::Display for NoFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooFewPrices => "no curve: a slope needs at least two prices",
            Self::Separated => "no curve: everybody would buy up to a price and nobody above it",
            Self::DoesNotFall => "no curve: the share who would buy does not fall as the price rises",
        })
    }
}

impl std::error::Error for NoFit {}

/// The curve with the largest likelihood of these answers, where at most `most` of all would ever buy.
///
/// Fisher scoring with halved steps, which for `most` = 1 is the usual logistic regression.
pub fn fit(answers: &[Asked], most: f64) -> Result<Fit, NoFit> {
    let asked = gathered(answers);
    if asked.len() < 2 {
        return Err(NoFit::TooFewPrices);
    }
    if !asked.iter().any(|one| one.buy > 0.0 && one.buy < one.asked * most) {
        let (first, last) = (asked[0], asked[asked.len() - 1]);
        return Err(if first.buy > 0.0 && last.buy == 0.0 { NoFit::Separated } else { NoFit::DoesNotFall });
    }
    // Prices are centred and scaled, so that both coefficients are of the order of 1.
    let total: f64 = asked.iter().map(|one| one.asked).sum();
    let centre = asked.iter().map(|one| one.asked * one.price).sum::<f64>() / total;
    let scale = (asked[asked.len() - 1].price - asked[0].price).max(f64::MIN_POSITIVE);
    let at = |one: &Asked| (one.price - centre) / scale;
    let likelihood = |[intercept, slope]: [f64; 2]| {
        let each = |one: &Asked| {
            let share = (most * logistic(intercept + slope * at(one))).clamp(1e-300, 1.0 - 1e-16);
            one.buy * libm::log(share) + (one.asked - one.buy) * libm::log1p(-share)
        };
        asked.iter().map(each).sum::<f64>()
    };
    let share = (asked.iter().map(|one| one.buy).sum::<f64>() / total / most).clamp(1e-6, 1.0 - 1e-6);
    let mut found = [libm::log(share / (1.0 - share)), 0.0];
    let mut reached = likelihood(found);
    for _ in 0..200 {
        let Some(step) = scoring_step(&asked, most, found, at) else { break };
        let mut part = 1.0;
        let (tried, value) = loop {
            let tried = [found[0] + part * step[0], found[1] + part * step[1]];
            let value = likelihood(tried);
            if value >= reached - 1e-12 * reached.abs() || part < 1e-9 {
                break (tried, value);
            }
            part /= 2.0;
        };
        (found, reached) = (tried, value);
        if step[0].abs().max(step[1].abs()) < 1e-12 {
            break;
        }
    }
    let sure = |one: &&Asked| {
        let part = logistic(found[0] + found[1] * at(one));
        !(1e-6..=1.0 - 1e-6).contains(&part)
    };
    if found[1] >= 0.0 {
        return Err(NoFit::DoesNotFall);
    }
    if asked.iter().filter(sure).count() + 1 >= asked.len() && asked.len() > 2 {
        return Err(NoFit::Separated);
    }
    let slope = found[1] / scale;
    Ok(Fit { curve: Logistic { most, intercept: found[0] - slope * centre, slope }, likelihood: reached })
}

/// The same with the ceiling fitted too: the best of a grid refined by a golden section.
pub fn fit_ceiling(answers: &[Asked]) -> Result<Fit, NoFit> {
    let least = gathered(answers).iter().map(|one| one.buy / one.asked).fold(0.0, f64::max);
    let whole = fit(answers, 1.0)?;
    let worth = |most: f64| fit(answers, most).map_or(f64::NEG_INFINITY, |fit| fit.likelihood);
    let most = match optimum::search(least.max(0.01) * (1.0 + 1e-6), 1.0, worth) {
        Optimum::Inside { price, .. } | Optimum::AtBound { price, .. } => price,
    };
    Ok(fit(answers, most).ok().filter(|fit| fit.likelihood > whole.likelihood + 1e-9).unwrap_or(whole))
}

/// The same from a ceiling that is known to be near, by scoring of the likelihood's profile: for resamples of answers whose
/// own curve is `near`, a tenth of the work.
pub fn fit_near(answers: &[Asked], near: &Logistic) -> Result<Fit, NoFit> {
    let whole = fit(answers, 1.0)?;
    let asked = gathered(answers);
    let least = asked.iter().map(|one| one.buy / one.asked).fold(0.01, f64::max) * (1.0 + 1e-6);
    if least >= 1.0 {
        return Ok(whole);
    }
    let start = if near.most < 1.0 { near.most } else { (1.0 + least) / 2.0 };
    let Ok(mut best) = fit(&asked, start.clamp(least, 1.0)) else { return Ok(whole) };
    for _ in 0..30 {
        let Some(mut step) = ceiling_step(&asked, &best.curve) else { break };
        let next = loop {
            let most = (best.curve.most + step).clamp(least, 1.0);
            match fit(&asked, most).ok().filter(|next| next.likelihood > best.likelihood) {
                Some(next) => break Some(next),
                None if step.abs() < 1e-6 => break None,
                None => step /= 2.0,
            }
        };
        let Some(next) = next else { break };
        let moved = (next.curve.most - best.curve.most).abs();
        best = next;
        if moved < 1e-6 {
            break;
        }
    }
    Ok(if best.likelihood > whole.likelihood + 1e-9 { best } else { whole })
}

/// Score over information of the ceiling, where intercept and slope are fitted to it; `None` where there is none.
fn ceiling_step(asked: &[Asked], curve: &Logistic) -> Option<f64> {
    let (mut score, mut own, mut joint, mut rest_of) = (0.0, 0.0, [0.0; 2], [0.0; 3]);
    let total: f64 = asked.iter().map(|one| one.asked).sum();
    let centre = asked.iter().map(|one| one.asked * one.price).sum::<f64>() / total;
    for one in asked {
        let part = curve.buy(one.price) / curve.most;
        let rest = (1.0 - curve.most * part).max(1e-12);
        let (x, both) = (one.price - centre, one.asked * part * (1.0 - part) / rest);
        score += (one.buy - one.asked * curve.most * part) / (curve.most * rest);
        own += one.asked * part / (curve.most * rest);
        joint = [joint[0] + both, joint[1] + both * x];
        let weight = both * curve.most * (1.0 - part);
        rest_of = [rest_of[0] + weight, rest_of[1] + weight * x, rest_of[2] + weight * x * x];
    }
    let ([a, b, c], [p, q]) = (rest_of, joint);
    let determinant = a * c - b * b;
    let left = own - (c * p * p - 2.0 * b * p * q + a * q * q) / determinant;
    (determinant > 1e-12 * a * c && left > 1e-9 * own).then(|| score / left)
}

/// Fisher information⁻¹ times score, for intercept and slope; `None` where the information vanishes.
fn scoring_step(asked: &[Asked], most: f64, found: [f64; 2], at: impl Fn(&Asked) -> f64) -> Option<[f64; 2]> {
    let (mut score, mut information) = ([0.0; 2], [0.0; 3]);
    for one in asked {
        let x = at(one);
        let part = logistic(found[0] + found[1] * x);
        let (share, rest) = (most * part, (1.0 - most * part).max(1e-12));
        let pull = (one.buy - one.asked * share) * (1.0 - part) / rest;
        let weight = one.asked * share * (1.0 - part) * (1.0 - part) / rest;
        score = [score[0] + pull, score[1] + pull * x];
        information = [information[0] + weight, information[1] + weight * x, information[2] + weight * x * x];
    }
    let [a, b, c] = information;
    let determinant = a * c - b * b;
    (determinant > 1e-12 * a * c)
        .then(|| [(c * score[0] - b * score[1]) / determinant, (a * score[1] - b * score[0]) / determinant])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(curve: &Logistic, prices: &[f64]) -> Vec<Asked> {
        prices.iter().map(|price| Asked { price: *price, asked: 500.0, buy: 500.0 * curve.buy(*price) }).collect()
    }

    #[test]
    fn closed_form_is_the_peak() {
        let logistic = Logistic { most: 0.33, intercept: 8.3, slope: -0.97 };
        let exact = logistic.optimum(3.0).unwrap();
        let Optimum::Inside { price, .. } = optimum::search(3.0, 20.0, |price| logistic.profit(price, 3.0)) else {
            panic!()
        };
        assert!((price - exact).abs() < 1e-5);
        assert!(Logistic { slope: 0.1, ..logistic }.optimum(3.0).is_err());
    }

    #[test]
    fn a_fit_gives_back_the_curve_the_answers_came_from() {
        let known = Logistic { most: 1.0, intercept: 3.0, slope: -0.15 };
        let found = fit(&asked(&known, &[5.0, 10.0, 20.0, 30.0, 45.0]), 1.0).unwrap().curve;
        assert!(
            (found.slope - known.slope).abs() < 1e-8 && (found.intercept - known.intercept).abs() < 1e-7,
            "{found:?}"
        );
        let capped = Logistic { most: 0.6, ..known };
        let found = fit_ceiling(&asked(&capped, &[2.0, 5.0, 10.0, 20.0, 30.0, 45.0])).unwrap().curve;
        assert!((found.most - 0.6).abs() < 1e-3 && (found.slope - known.slope).abs() < 1e-3, "{found:?}");
        let step = 1e-4;
        let arc = super::super::elasticity::arc(20.0, known.buy(20.0), 20.0 + step, known.buy(20.0 + step)).unwrap();
        assert!((known.elasticity(20.0) - arc).abs() < 1e-4);
    }

    /// Answers drawn anew are fitted as well from the curve of all as from nothing.
    #[test]
    fn a_near_ceiling_leads_to_the_same_fit() {
        let mut generator = crate::number::Pcg32::new(7, 1);
        for most in [0.5, 0.7, 0.9, 1.0] {
            let known = Logistic { most, intercept: 3.0, slope: -0.15 };
            for _ in 0..25 {
                let draw = |price: &f64| {
                    let buys = (0..120).filter(|_| f64::from(generator.below(1 << 20)) < known.buy(*price) * 1048576.0);
                    Asked { price: *price, asked: 120.0, buy: buys.count() as f64 }
                };
                let answers: Vec<Asked> = [10.0, 15.0, 20.0, 30.0, 45.0].iter().map(draw).collect();
                let (near, whole) = (fit_near(&answers, &known).unwrap(), fit_ceiling(&answers).unwrap());
                assert!(near.likelihood > whole.likelihood - 1e-6, "{answers:?}: {near:?} {whole:?}");
            }
        }
    }

    /// Two prices are fitted exactly: the logits of the two shares.
    #[test]
    fn two_prices_are_met() {
        let answers = [Asked { price: 10.0, asked: 80.0, buy: 40.0 }, Asked { price: 20.0, asked: 120.0, buy: 30.0 }];
        let found = fit(&answers, 1.0).unwrap().curve;
        assert!((found.buy(10.0) - 0.5).abs() < 1e-9 && (found.buy(20.0) - 0.25).abs() < 1e-9);
    }

    #[test]
    fn what_no_curve_fits_is_said() {
        let one = |price, buy| Asked { price, asked: 10.0, buy };
        assert_eq!(fit(&[one(1.0, 5.0)], 1.0), Err(NoFit::TooFewPrices));
        assert_eq!(fit(&[one(1.0, 10.0), one(2.0, 0.0)], 1.0), Err(NoFit::Separated));
        assert_eq!(fit(&[one(1.0, 5.0), one(2.0, 7.0)], 1.0), Err(NoFit::DoesNotFall));
        assert_eq!(fit(&[one(1.0, 0.0), one(2.0, 0.0)], 1.0), Err(NoFit::DoesNotFall));
        assert_eq!(fit(&[one(1.0, 10.0), one(2.0, 5.0), one(3.0, 0.0)], 1.0), Err(NoFit::Separated));
    }
}
