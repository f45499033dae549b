//! This file answers: what does a price change reach? ARR by how customers came to their price, and below it what was lost or cut.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Unit;
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
    /// Parts of ARR, the first at the bottom, then what was lost and cut so far, negative.
    pub parts: Vec<Series>,
    /// Of what old customers pay, the share at a new price.
    pub reached: Vec<Option<f64>>,
}

impl Rollout {
    fn stack(&self) -> Stack<'_> {
        Stack { timeline: self.timeline, unit: &self.unit, parts: &self.parts, line: None }
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
        self.stack().draw(size)
    }

    fn table(&self) -> Table {
        self.stack().table()
    }

    fn readout(&self, index: usize) -> Readout {
        self.stack().readout(index)
    }
}
