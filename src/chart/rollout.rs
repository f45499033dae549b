//! This file answers: what does a price change reach? ARR by how customers came to their price, and below it what was lost or cut.

use std::rc::Rc;

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Unit;
use crate::chart::paint::Paint;
use crate::chart::part::kept;
use crate::chart::part::listed;
use crate::chart::stack::Stack;
use crate::chart::timeline::Series;
use crate::chart::timeline::Timeline;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "rollout", name: "Price change reached" };

/// ARR of each month by how customers came to their price.
#[derive(Clone, Debug, PartialEq)]
pub struct Rollout {
    /// The months.
    pub timeline: Timeline,
    /// Money.
    pub unit: Unit,
    /// Parts of ARR, the first at the bottom.
    pub parts: Vec<Series>,
    /// What was lost and cut so far, negative; no part of ARR.
    pub gone: Vec<Series>,
    /// Of what old customers pay, the share at a new price.
    pub reached: Vec<Option<f64>>,
}

impl Rollout {
    fn stack(&self) -> Stack<'_> {
        Stack { timeline: self.timeline, unit: &self.unit, parts: &self.parts, line: None }
    }

    /// The parts from the top, their sum, and below it what is gone.
    fn with_total<T>(&self, use_all: impl Fn(&[&Series]) -> T) -> T {
        let stack = self.stack();
        let total = Series::new("ARR", Paint::Ink, (0..self.timeline.months).map(|i| stack.total(i)));
        let all = self.parts.iter().rev().chain(std::iter::once(&total)).chain(&self.gone);
        use_all(&all.collect::<Vec<_>>())
    }
}

impl Figures for Rollout {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let month = |at: usize| self.timeline.month(at).label();
        let half = self.reached.iter().position(|share| share.is_some_and(|share| share >= 0.5));
        match (self.reached.iter().rposition(Option::is_some), half) {
            (None, _) => "No price changes".to_owned(),
            (Some(_), Some(half)) => format!("Half of what old customers pay is at a new price by {}", month(half)),
            (Some(last), None) => {
                let share = self.reached[last].unwrap_or(0.0);
                format!("By {} {:.0} % of what old customers pay is at a new price", month(last), share * 100.0)
            }
        }
    }

    fn subtitle(&self) -> String {
        "ARR by how customers came to their price; below zero: lost or cut when repriced, so far".to_owned()
    }

    fn draw(&self, size: Size) -> Picture {
        let parts: Vec<Series> = self.parts.iter().chain(&self.gone).cloned().collect();
        Stack { parts: &parts, ..self.stack() }.draw(size)
    }

    fn table(&self) -> Table {
        self.with_total(|all| self.timeline.table(&self.unit, all))
    }

    fn readout(&self, index: usize) -> Readout {
        self.with_total(|all| self.timeline.readout(&self.unit, index, all))
    }

    fn series(&self) -> Vec<(&'static str, String)> {
        listed(self.parts.iter().rev().chain(&self.gone))
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        let (parts, gone) = (kept(&self.parts, names), kept(&self.gone, names));
        Some(Rc::new(Self { parts, gone, ..self.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::sample;

    #[test]
    fn what_is_lost_is_no_part_of_the_arr() {
        let table = sample::rollout(13).table();
        assert_eq!(table.headers, ["Month", "Won at the new price", "Repriced", "Old price", "ARR", "Lost"]);
        let figures = ["$600,000.00", "$4,800,000.00", "$0.00", "$5,400,000.00", "−$200,000.00"];
        assert_eq!(table.rows[12][1..], figures);
    }
}
