//! This file draws a finding: the standard chart of its kind.

use crate::chart::axis::Unit;
use crate::chart::demand::Demand;
use crate::chart::demand::Mark;
use crate::chart::intervals;
use crate::chart::intervals::Intervals;
use crate::chart::paint::Paint;
use crate::chart::price_sensitivity::PriceSensitivity;
use crate::demand::finding::Figure;
use crate::demand::finding::Finding;
use crate::demand::finding::Measure;
use crate::demand::finding::POINTS;
use crate::demand::gabor_granger as granger;
use crate::demand::van_westendorp::Answer;
use crate::demand::van_westendorp::Manner;
use crate::demand::van_westendorp::Meter;
use crate::demand::van_westendorp::Rule;
use crate::ui::control::Shown;
use crate::workspace::model::Evidence;

use super::reading::arms;

/// The most prices a curve is drawn through.
const MOST_PLACES: usize = 160;
/// Prices between those asked about, for a fitted curve.
const MOST_BETWEEN: usize = 32;

/// What charts say besides the finding.
pub struct Words<'a> {
    /// Money on an axis.
    pub money: Unit,
    /// What its prices are called below an axis.
    pub price: String,
    /// Every figure, with its interval.
    pub figures: &'a [Figure],
}

/// The charts of a finding, the main one first.
pub fn charts(found: &Evidence, finding: &Finding, words: &Words<'_>) -> Vec<Shown> {
    let mut all = Vec::new();
    match (found, finding) {
        (Evidence::Experiment(seen), _) => {
            let arms = arms(seen);
            let counted = arms.iter().all(|arm| arm.conversions.is_some());
            let rows = arms.iter().map(|arm| intervals::Row {
                name: words.money.exact(arm.price),
                value: if counted { arm.conversion().unwrap_or_default() } else { arm.revenue_per_user() },
                interval: arm.conversion_interval().filter(|_| counted).map(|interval| (interval.low, interval.high)),
            });
            let rows: Vec<_> = rows.collect();
            let way = if rows[1].value < rows[0].value { "less" } else { "more" };
            let (what, unit) = if counted {
                ("share who bought, with its 90 % interval", Unit::Percent)
            } else {
                ("revenue per user who saw the price", words.money.clone())
            };
            let finding = match counted {
                true if way == "less" => "Fewer bought at the higher price".to_owned(),
                true => "No fewer bought at the higher price".to_owned(),
                false => format!("A user brought {way} at the higher price"),
            };
            all.push(Intervals { finding, measure: what.to_owned(), unit, rows }.into());
        }
        (_, Finding::Meter { meter, .. }) => all.push(sensitivity(meter, words.money.clone()).into()),
        (_, Finding::Change(_)) => all.push(rows(
            words,
            Measure::Elasticity,
            Unit::Plain,
            "Elasticity before to after",
            "change in buyers, %, for 1 % on the price, 90 % interval",
        )),
        (_, Finding::Worths { .. }) => {
            let measure = "money a month for having the level instead of the first, 90 % interval";
            all.push(rows(words, Measure::Money, words.money.clone(), "What each level is worth", measure));
        }
        _ => {}
    }
    all.extend(demand(finding, words).map(Shown::from));
    all
}

fn rows(words: &Words<'_>, measure: Measure, unit: Unit, finding: &str, what: &str) -> Shown {
    let row = |figure: &Figure| {
        let interval = figure.interval.map(|interval| (interval.low, interval.high));
        Some(intervals::Row { name: figure.label.clone(), value: figure.value?, interval })
    };
    let rows = words.figures.iter().filter(|figure| figure.measure == measure).filter_map(row).collect();
    Intervals { finding: finding.to_owned(), measure: what.to_owned(), unit, rows }.into()
}

fn sensitivity(meter: &Meter, unit: Unit) -> PriceSensitivity {
    let counts = meter.count(Manner::Exact, None);
    let falling = |answer: Answer| counts.shares(answer).into_iter().map(|share| 1.0 - share).collect::<Vec<_>>();
    let all = [
        falling(Answer::TooCheap),
        falling(Answer::Cheap),
        counts.shares(Answer::Expensive),
        counts.shares(Answer::TooExpensive),
    ];
    let every = meter.prices().len().div_ceil(MOST_PLACES).max(1);
    let thin = |values: &[f64]| values.iter().copied().step_by(every).collect::<Vec<_>>();
    let names = ["lowest", "optimal", "indifference", "highest"];
    // The share at which the curves cross, read from the one that falls.
    let falls = |name: &str| match name {
        "lowest" | "optimal" => all[0].clone(),
        "indifference" => all[1].clone(),
        _ => all[2].iter().map(|share| 1.0 - share).collect(),
    };
    let point = |(name, (_, point)): (&str, &(&str, _))| {
        let price = counts.point(*point, Rule::Linear)?.lowest();
        Some((name.to_owned(), price, between(meter.prices(), &falls(name), price)))
    };
    let points: Vec<_> = names.into_iter().zip(&POINTS).filter_map(point).collect();
    let at = |name: &str| points.iter().find(|point| point.0 == name).map(|point| point.1);
    let range = at("lowest").zip(at("highest"));
    PriceSensitivity { unit, prices: thin(meter.prices()), shares: all.map(|shares| thin(&shares)), points, range }
}

/// A curve's value at a price, on straight lines.
fn between(prices: &[f64], values: &[f64], price: f64) -> f64 {
    let above = prices.partition_point(|known| *known < price).min(prices.len() - 1);
    let below = above.saturating_sub(1);
    let width = prices[above] - prices[below];
    let part = if width > 0.0 { ((price - prices[below]) / width).clamp(0.0, 1.0) } else { 1.0 };
    values[below] + (values[above] - values[below]) * part
}

/// A curve with more prices between those it has, on straight lines, so that what is bent beside it is drawn bent.
fn filled(curve: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let (prices, shares): (Vec<_>, Vec<_>) = curve.iter().copied().unzip();
    let (low, high) = (prices[0], prices[prices.len() - 1]);
    let mut all = prices.clone();
    all.extend((1..MOST_BETWEEN).map(|at| low + (high - low) * at as f64 / MOST_BETWEEN as f64));
    all.sort_by(f64::total_cmp);
    all.dedup();
    all.into_iter().map(|price| (price, between(&prices, &shares, price))).collect()
}

/// Share who would buy, and revenue, where the finding has such a curve.
fn demand(finding: &Finding, words: &Words<'_>) -> Option<Demand> {
    let curve = finding.demand(None);
    let (first, last) = (curve.first()?.0, curve.last()?.0);
    let every = curve.len().div_ceil(MOST_PLACES).max(1);
    let mut curve: Vec<(f64, f64)> = curve.into_iter().step_by(every).collect();
    let mut others = Vec::new();
    if let Finding::Curve { asked, fit, .. } = finding {
        curve = filled(&curve);
        let isotonic: Vec<_> = granger::levelled(asked, granger::Levelling::Isotonic, 0.0)
            .iter()
            .map(|point| (point.price, point.buy))
            .collect();
        let (prices, shares): (Vec<_>, Vec<_>) = isotonic.into_iter().unzip();
        others
            .push(("isotonic".to_owned(), curve.iter().map(|(price, _)| between(&prices, &shares, *price)).collect()));
        if let Ok(fit) = fit {
            others.push(("logistic".to_owned(), curve.iter().map(|(price, _)| fit.curve.buy(*price)).collect()));
        }
    }
    let best = |label: &str| words.figures.iter().find(|figure| figure.label == label).and_then(|figure| figure.value);
    let mark = |name: &str, price: f64| Mark {
        name: name.to_owned(),
        price,
        paint: Paint::Good,
        is_extrapolated: price < first || price > last,
    };
    let tested = best("Best tested price").or_else(|| best("Price of the most revenue"));
    let fitted = best("Best price of the fitted curve").filter(|price| (first..=last).contains(price));
    let marks = [("most revenue", tested), ("fitted", fitted)];
    Some(Demand {
        unit: words.money.clone(),
        price_unit: words.money.clone(),
        of: "respondent",
        price: words.price.clone(),
        prices: curve.iter().map(|point| point.0).collect(),
        share: curve.iter().map(|point| point.1).collect(),
        others,
        revenue: curve.iter().map(|point| point.0 * point.1).collect(),
        profit: Vec::new(),
        marks: marks.into_iter().filter_map(|(name, price)| Some(mark(name, price?))).collect(),
        evidence: None,
    })
}
