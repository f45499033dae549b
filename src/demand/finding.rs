//! This file sums up a finding of any kind: its figures, how far others asked would move them, its demand.

use super::Bootstrap;
use super::Interval;
use super::answers::Respondent;
use super::answers::Study;
use super::conjoint;
use super::elasticity::arc;
use super::experiment::Experiment;
use super::gabor_granger as granger;
use super::gabor_granger::Asked;
use super::gabor_granger::Levelling;
use super::historic::Change;
use super::logistic;
use super::newton_miller_smith as intent;
use super::van_westendorp::Answer;
use super::van_westendorp::Definition;
use super::van_westendorp::Manner;
use super::van_westendorp::Meter;
use super::van_westendorp::Point;
use super::van_westendorp::Rule;

/// More answers than this are not resampled: chance hardly moves their figures.
const MOST_UNITS: f64 = 50_000.0;
/// How far from a price the arc elasticity at it is measured on a survey's curve, a share of the price.
const REACH: f64 = 0.1;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A price.
    Price,
    /// A share, 0..=1.
    Share,
    /// Money for each person asked or shown the price.
    Money,
    /// An elasticity.
    Elasticity,
}

/// One figure of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What people call it.
    pub label: String,
    /// What it counts.
    pub measure: Measure,
    /// The figure; `None` where it does not exist, as an optimum may not.
    pub value: Option<f64>,
    /// Its central 90 % interval, where the method itself has one.
    pub interval: Option<Interval>,
}

/// A finding ready to be summed up.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Two prices, two groups.
    Experiment(Experiment),
    /// Four prices of each respondent, and intent where it was asked for.
    Meter { meter: Meter, trial: Option<(intent::Trial, Vec<usize>)> },
    /// Buy or not at several prices; whether it is known how many were asked, without which nothing can be said of chance.
    Curve { asked: Vec<Asked>, fit: Result<logistic::Fit, logistic::NoFit>, counted: bool },
    /// Before and after: the last change of price.
    Change(Change),
    /// Part-worths, the product looked at (one level of each attribute but the price), and the rule of choice.
    Worths { study: Study, product: Vec<usize>, rule: conjoint::Rule },
}

/// Points of the price sensitivity meter in the order shown.
pub const POINTS: [(&str, Point); 6] = [
    ("Lowest acceptable", Point::Cheapness(Definition::Original)),
    ("Optimal", Point::Optimal),
    ("Indifference", Point::Indifference),
    ("Highest acceptable", Point::Expensiveness(Definition::Original)),
    ("Lowest, narrower definition", Point::Cheapness(Definition::Narrower)),
    ("Highest, narrower definition", Point::Expensiveness(Definition::Narrower)),
];

impl Finding {
    /// A price sensitivity meter; `None` where nobody's prices rise.
    pub fn meter(people: &[Respondent]) -> Option<Self> {
        let meter = Meter::new(&people.iter().map(|one| one.prices).collect::<Vec<_>>());
        let rising = people.iter().filter(|one| super::van_westendorp::is_transitive(&one.prices));
        let asked: Vec<(usize, intent::Respondent)> = rising
            .enumerate()
            .filter_map(|(at, one)| Some((at, intent::Respondent::new(one.prices, one.intents?)?)))
            .collect();
        let trial = (!asked.is_empty()).then(|| {
            let (places, people): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
            (intent::Trial::new(&people), places)
        });
        (meter.respondents() > 0).then_some(Self::Meter { meter, trial })
    }

    /// A Gabor-Granger survey.
    pub fn curve(answers: &[Asked]) -> Self {
        let asked = granger::gathered(answers);
        Self::Curve { fit: logistic::fit_ceiling(&asked), asked, counted: !answers.iter().any(Asked::is_share) }
    }

    /// Whole answers or respondents to draw from; 0 where the method has intervals of its own.
    pub fn units(&self) -> usize {
        match self {
            Self::Experiment(_) | Self::Change(_) => 0,
            Self::Meter { meter, .. } => meter.respondents(),
            Self::Curve { counted: false, .. } => 0,
            Self::Curve { asked, .. } => {
                let all: f64 = asked.iter().map(|one| libm::round(one.asked)).sum();
                if all <= MOST_UNITS { all as usize } else { 0 }
            }
            Self::Worths { study, .. } => study.respondents.len(),
        }
    }

    /// Every figure; the elasticity, at `price`, comes last.
    pub fn figures(&self, price: f64) -> Vec<Figure> {
        let values = self.values(None, price);
        let figure = |((label, measure), value): ((String, Measure), Option<f64>)| {
            let interval = match (self, measure) {
                (Self::Experiment(told), Measure::Elasticity) => told.interval,
                (Self::Change(change), Measure::Elasticity) if label == ELASTICITY => change.interval,
                _ => None,
            };
            Figure { label, measure, value: value.filter(|value| value.is_finite()), interval }
        };
        self.labels().into_iter().zip(values).map(figure).collect()
    }

    /// Draws up to `most` more resamples of every figure.
    pub fn resample(&self, drawn: &mut Bootstrap, most: usize, price: f64) {
        drawn.draw(most, |weights| self.values(Some(weights), price));
    }

    /// No resamples yet.
    pub fn bootstrap(&self) -> Bootstrap {
        Bootstrap::new(self.units(), self.labels().len())
    }

    fn labels(&self) -> Vec<(String, Measure)> {
        let plain =
            |all: &[(&str, Measure)]| all.iter().map(|(label, measure)| ((*label).to_owned(), *measure)).collect();
        match self {
            Self::Experiment(_) => plain(&[
                ("Revenue per user, lower price", Measure::Money),
                ("Revenue per user, higher price", Measure::Money),
                ("Change of revenue per user", Measure::Share),
                ("Arc elasticity", Measure::Elasticity),
                ("Least elasticity it could show", Measure::Elasticity),
                (ELASTICITY, Measure::Elasticity),
            ]),
            Self::Meter { .. } => {
                let mut all: Vec<_> = POINTS.iter().map(|(label, _)| ((*label).to_owned(), Measure::Price)).collect();
                all.extend::<Vec<_>>(plain(&[
                    ("Price of the widest reach", Measure::Price),
                    ("Reach there", Measure::Share),
                    ("Price of the most revenue", Measure::Price),
                    ("Revenue per respondent there", Measure::Money),
                    (ELASTICITY, Measure::Elasticity),
                ]));
                all
            }
            Self::Curve { .. } => plain(&[
                ("Best tested price", Measure::Price),
                ("The same, isotonic", Measure::Price),
                ("Best price of the fitted curve", Measure::Price),
                (ELASTICITY, Measure::Elasticity),
            ]),
            Self::Change(_) => plain(&[
                ("Conversion before", Measure::Share),
                ("Conversion after", Measure::Share),
                ("Arc elasticity", Measure::Elasticity),
                ("Elasticity with the trend taken out", Measure::Elasticity),
                (ELASTICITY, Measure::Elasticity),
            ]),
            Self::Worths { study, .. } => {
                let level = |at: usize| format!("{}: {}", study.levels[at].attribute, study.levels[at].name);
                let mut all: Vec<_> = paid(study).map(|(at, _)| (level(at), Measure::Money)).collect();
                all.push((ELASTICITY.to_owned(), Measure::Elasticity));
                all
            }
        }
    }

    fn values(&self, weights: Option<&[u32]>, price: f64) -> Vec<Option<f64>> {
        match self {
            Self::Experiment(told) => vec![
                Some(told.control),
                Some(told.treated),
                Some(told.revenue_per_user_change),
                told.arc_elasticity,
                told.detectable,
                told.elasticity,
            ],
            Self::Meter { meter, trial } => meter_values(meter, trial.as_ref(), weights, price),
            Self::Curve { asked, fit, .. } => {
                let drawn = weights.map(|weights| redrawn(asked, weights));
                let asked = drawn.as_deref().unwrap_or(asked);
                let fit = match weights {
                    Some(_) => fit.as_ref().ok().and_then(|fit| logistic::fit_near(asked, &fit.curve).ok()),
                    None => fit.as_ref().ok().copied(),
                };
                let best = |levelling| Some(granger::best(&granger::levelled(asked, levelling, 0.0))?.price);
                vec![
                    best(Levelling::Minimum),
                    best(Levelling::Isotonic),
                    fit.and_then(|fit| fit.curve.optimum(0.0).ok()),
                    fit.map(|fit| fit.curve.elasticity(price)),
                ]
            }
            Self::Change(change) => vec![
                Some(change.before.conversion),
                Some(change.after.conversion),
                change.arc_elasticity,
                change.against_trend,
                change.elasticity,
            ],
            Self::Worths { study, .. } => {
                let scale = study.prices();
                let worth = |(level, instead): (usize, usize)| {
                    conjoint::worth_paying(&study.respondents, scale.as_ref()?, level, instead, weights)
                };
                let mut all: Vec<Option<f64>> = paid(study).map(worth).collect();
                all.push(slope_at(&self.demand(weights), price));
                all
            }
        }
    }

    /// Share who would buy by price, ascending; empty where the finding has no such curve.
    pub fn demand(&self, weights: Option<&[u32]>) -> Vec<(f64, f64)> {
        match self {
            Self::Meter { trial: Some((trial, places)), .. } => reach(trial, places, weights),
            Self::Curve { asked, .. } => {
                let points = granger::levelled(asked, Levelling::Minimum, 0.0);
                points.iter().map(|point| (point.price, point.buy)).collect()
            }
            Self::Worths { study, product, rule } if study.none.is_some() => {
                let share = |(price, level): &(f64, usize)| {
                    let offer: Vec<usize> = product.iter().copied().chain([*level]).collect();
                    (*price, conjoint::shares(&study.respondents, &[offer], study.none, *rule, weights)[0])
                };
                study.prices().map(|scale| scale.levels().iter().map(share).collect()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

/// What the figure to be used is called.
const ELASTICITY: &str = "Elasticity";

/// Levels of a study with the level of the same attribute they are measured against, prices left out.
fn paid(study: &Study) -> impl Iterator<Item = (usize, usize)> {
    let attributes = study.attributes().into_iter().map(|(_, levels)| levels);
    let priced = attributes.filter(|levels| study.levels[levels[0]].price.is_none());
    priced.flat_map(|levels| levels[1..].iter().map(|level| (*level, levels[0])).collect::<Vec<_>>())
}

fn meter_values(
    meter: &Meter,
    trial: Option<&(intent::Trial, Vec<usize>)>,
    weights: Option<&[u32]>,
    price: f64,
) -> Vec<Option<f64>> {
    let counts = meter.count(Manner::Exact, weights);
    let mut all: Vec<Option<f64>> =
        POINTS.iter().map(|(_, point)| Some(counts.point(*point, Rule::Linear)?.lowest())).collect();
    let curve = trial.map(|(trial, places)| {
        let drawn: Option<Vec<u32>> = weights.map(|weights| places.iter().map(|at| weights[*at]).collect());
        trial.curve(drawn.as_deref())
    });
    let widest = curve.as_ref().and_then(|curve| intent::best(curve, |point| point.reach));
    let dearest = curve.as_ref().and_then(|curve| intent::best(curve, |point| point.revenue));
    all.extend([widest.map(|point| point.price), widest.map(|point| point.reach)]);
    all.extend([dearest.map(|point| point.price), dearest.map(|point| point.revenue)]);
    let demand: Vec<(f64, f64)> = match curve {
        Some(curve) => curve.iter().map(|point| (point.price, point.reach)).collect(),
        None => meter
            .prices()
            .iter()
            .copied()
            .zip(counts.shares(Answer::TooExpensive).iter().map(|share| 1.0 - share))
            .collect(),
    };
    all.push(slope_at(&demand, price));
    all
}

/// The answers as drawn: of each price, the units that would buy come first.
fn redrawn(asked: &[Asked], weights: &[u32]) -> Vec<Asked> {
    let mut left = weights;
    let take = |one: &Asked| {
        let (own, rest) = left.split_at((libm::round(one.asked) as usize).min(left.len()));
        left = rest;
        let buy = (libm::round(one.buy) as usize).min(own.len());
        let sum = |units: &[u32]| units.iter().map(|weight| f64::from(*weight)).sum::<f64>();
        Asked { price: one.price, asked: sum(own), buy: sum(&own[..buy]) }
    };
    asked.iter().map(take).collect()
}

fn reach(trial: &intent::Trial, places: &[usize], weights: Option<&[u32]>) -> Vec<(f64, f64)> {
    let drawn: Option<Vec<u32>> = weights.map(|weights| places.iter().map(|at| weights[*at]).collect());
    trial.curve(drawn.as_deref()).iter().map(|point| (point.price, point.reach)).collect()
}

/// Arc elasticity of a curve from 10 % below a price to 10 % above it, on straight lines; `None` beyond its ends.
fn slope_at(curve: &[(f64, f64)], price: f64) -> Option<f64> {
    let at = |price: f64| {
        let above = curve.partition_point(|point| point.0 < price);
        let (low, high) = (curve.get(above.checked_sub(1)?)?, curve.get(above)?);
        Some(low.1 + (high.1 - low.1) * (price - low.0) / (high.0 - low.0))
    };
    let (low, high) = (price * (1.0 - REACH), price * (1.0 + REACH));
    arc(low, at(low)?, high, at(high)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::answers;

    fn meter(text: &str) -> Finding {
        Finding::meter(&answers::van_westendorp(text).unwrap()).unwrap()
    }

    fn done(finding: &Finding, price: f64) -> Bootstrap {
        let mut drawn = finding.bootstrap();
        while !drawn.is_done() {
            finding.resample(&mut drawn, 250, price);
        }
        drawn
    }

    #[test]
    fn a_meter_has_points_intervals_and_an_elasticity() {
        let people: Vec<String> = (0..80)
            .map(|at| {
                let base = 5.0 + f64::from(at % 20) / 4.0;
                format!("{base}\t{}\t{}\t{}\t4\t2", base + 5.0, base + 9.0, base + 14.0)
            })
            .collect();
        let finding = meter(&people.join("\n"));
        let figures = finding.figures(15.0);
        let drawn = done(&finding, 15.0);
        for (at, figure) in figures.iter().enumerate() {
            let (value, interval) = (figure.value.unwrap(), drawn.interval(at).unwrap());
            assert!(interval.low <= value + 1e-9 && value <= interval.high + 1e-9, "{figure:?} {interval:?}");
        }
        let elasticity = figures.last().unwrap();
        assert!(elasticity.label == "Elasticity" && elasticity.value.unwrap() < -0.5, "{elasticity:?}");
        assert_eq!(finding.figures(100.0).last().unwrap().value, None);
    }

    /// Six shares are not six answers: who does not say how many were asked gets no interval, and is told why.
    #[test]
    fn shares_without_a_count_have_no_interval() {
        let rows = "5\t0.62\n8\t0.55\n12\t0.41\n16\t0.43\n20\t0.22\n30\t0.09";
        let read = |rows: &str| {
            let asked: Vec<_> = answers::gabor_granger(rows).unwrap().into_iter().map(|(asked, _)| asked).collect();
            Finding::curve(&asked)
        };
        let finding = read(rows);
        assert_eq!(finding.figures(12.0)[0].value, Some(16.0), "0.41 × 16 = 6.56 is the most");
        assert_eq!((finding.units(), finding.bootstrap().is_done()), (0, true));
        let told = finding.warnings(12.0);
        assert!(told.iter().any(|words| words.contains("how many were asked")), "{told:?}");
        assert!(!told.iter().any(|words| words.contains("Only 6 answers")), "{told:?}");
        assert_eq!(read("5\t1\n5\t0\n8\t1").units(), 3, "answers of one person each are counted");
    }

    /// How many would ever buy is as unsure as the rest: by 20,000 resamples fitted elsewhere, 14.36 to 17.69.
    #[test]
    fn the_best_price_is_as_unsure_as_the_ceiling() {
        let buys = [(10.0, 81.0), (15.0, 69.0), (20.0, 45.0), (30.0, 11.0), (45.0, 1.0)];
        let finding = Finding::curve(&buys.map(|(price, buy)| Asked { price, asked: 120.0, buy }));
        let best = done(&finding, 20.0).interval(2).unwrap();
        assert!((best.low - 14.36).abs() < 0.3 && (best.high - 17.69).abs() < 0.3, "{best:?}");
    }

    #[test]
    fn answers_are_resampled_by_price() {
        let asked = [(10.0, 90.0), (20.0, 60.0), (30.0, 30.0), (40.0, 10.0)];
        let asked: Vec<Asked> =
            asked.iter().map(|(price, buy)| Asked { price: *price, asked: 100.0, buy: *buy }).collect();
        let finding = Finding::curve(&asked);
        assert_eq!(redrawn(&asked, &[1; 400]), asked);
        let drawn = done(&finding, 25.0);
        let elasticity = finding.figures(25.0).last().unwrap().value.unwrap();
        let interval = drawn.interval(3).unwrap();
        assert!(interval.low < elasticity && elasticity < interval.high && interval.high < -0.5, "{interval:?}");
        assert!(interval.high - interval.low < 1.0, "{interval:?}");
    }
}
