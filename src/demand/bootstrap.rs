//! This file measures how far a figure would move had other people been asked: resampling with a pinned seed.

use crate::number::Pcg32;

/// The seed of every interval, so that a survey says the same today and tomorrow, here and there.
const SEED: u64 = 1976;
/// Resamples an interval rests on.
pub const DRAWS: usize = 1_000;
/// Fewer resamples in which a figure exists give no interval.
const FEWEST: usize = 100;

/// The ends of a central 90 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// 5 % lie below.
    pub low: f64,
    /// 5 % lie above.
    pub high: f64,
}

/// Resamples of `units` (respondents, answers), drawn in slices so that no slice takes long.
///
/// Draw i depends only on the seed and i: drawing in slices of any length gives the same figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    units: usize,
    drawn: usize,
    /// By figure, in the order drawn; draws in which the figure does not exist are left out.
    figures: Vec<Vec<f64>>,
}

impl Bootstrap {
    /// Nothing drawn yet, for a sample of `units` and a number of figures.
    pub fn new(units: usize, figures: usize) -> Self {
        Self { units, drawn: 0, figures: vec![Vec::new(); figures] }
    }

    /// Whether all [`DRAWS`] are there (or nobody to draw from).
    pub fn is_done(&self) -> bool {
        self.drawn >= DRAWS || self.units == 0
    }

    /// Draws up to `most` more. `figures` gets how often each unit was drawn.
    pub fn draw(&mut self, most: usize, mut figures: impl FnMut(&[u32]) -> Vec<Option<f64>>) {
        let mut weights = vec![0_u32; self.units];
        let until = if self.units == 0 { self.drawn } else { DRAWS.min(self.drawn + most) };
        for draw in self.drawn..until {
            let mut generator = Pcg32::new(SEED, draw as u64);
            weights.fill(0);
            for _ in 0..self.units {
                weights[generator.below(self.units as u32) as usize] += 1;
            }
            for (all, figure) in self.figures.iter_mut().zip(figures(&weights)) {
                all.extend(figure.filter(|figure| figure.is_finite()));
            }
        }
        self.drawn = until;
    }

    /// The interval of a figure by percentiles; `None` where fewer than 100 resamples give it, or there is no such figure.
    pub fn interval(&self, figure: usize) -> Option<Interval> {
        let mut values = self.figures.get(figure)?.clone();
        if values.len() < FEWEST {
            return None;
        }
        values.sort_by(f64::total_cmp);
        Some(Interval { low: quantile(&values, 0.05), high: quantile(&values, 0.95) })
    }
}

/// Quantile of values in ascending order, at least one, by Hyndman and Fan's type 7.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> impl Fn(&[u32]) -> Vec<Option<f64>> + '_ {
        |weights| {
            let sum: f64 = values.iter().zip(weights).map(|(value, weight)| value * f64::from(*weight)).sum();
            vec![Some(sum / values.len() as f64)]
        }
    }

    #[test]
    fn the_interval_of_a_mean_is_what_theory_says() {
        let values: Vec<f64> = (0..200).map(|at| f64::from(at % 20)).collect();
        let mut bootstrap = Bootstrap::new(values.len(), 1);
        while !bootstrap.is_done() {
            bootstrap.draw(DRAWS, mean(&values));
        }
        let found = bootstrap.interval(0).unwrap();
        let half = 1.645 * libm::sqrt((400.0 - 1.0) / 12.0 / 200.0);
        assert!((found.low - (9.5 - half)).abs() < 0.06 && (found.high - (9.5 + half)).abs() < 0.06, "{found:?}");
        assert_eq!(bootstrap.interval(1), None);
    }

    #[test]
    fn slices_do_not_change_what_is_drawn() {
        let values = [1.0, 5.0, 7.0, 20.0];
        let drawn = |slice: usize| {
            let mut bootstrap = Bootstrap::new(4, 1);
            while !bootstrap.is_done() {
                bootstrap.draw(slice, mean(&values));
            }
            bootstrap
        };
        assert_eq!(drawn(1), drawn(333));
        assert!(Bootstrap::new(0, 1).is_done());
    }

    #[test]
    fn quantiles_are_of_type_7() {
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!((quantile(&values, 0.0), quantile(&values, 0.5), quantile(&values, 1.0)), (1.0, 2.5, 4.0));
        assert_eq!(quantile(&values, 0.25), 1.75);
    }
}
