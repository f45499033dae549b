//! This file answers: when does revenue carry the costs? Costs by line, stacked over the months, with revenue over them.

use std::rc::Rc;

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Unit;
use crate::chart::paint::Stroke;
use crate::chart::part::kept;
use crate::chart::part::listed;
use crate::chart::stack::Stack;
use crate::chart::timeline::Series;
use crate::chart::timeline::Timeline;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "costs", name: "Costs and revenue" };

/// Cost lines and revenue of each month.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// The months.
    pub timeline: Timeline,
    /// Money.
    pub unit: Unit,
    /// Cost of each line as a positive amount, the first at the bottom.
    pub lines: Vec<Series>,
    /// Revenue.
    pub revenue: Series,
}

impl Costs {
    fn stack(&self) -> Stack<'_> {
        Stack {
            timeline: self.timeline,
            unit: &self.unit,
            parts: &self.lines,
            line: Some((&self.revenue, Stroke::Line)),
        }
    }

    fn profit(&self, index: usize) -> f64 {
        self.revenue.at(index).unwrap_or(0.0) - self.stack().total(index)
    }
}

impl Figures for Costs {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let months = self.timeline.months;
        let profits: Vec<f64> = (0..months).map(|i| self.profit(i)).collect();
        let since = profits.iter().rposition(|p| *p < 0.0).map_or(0, |last| last + 1);
        match profits.last() {
            None => "There is nothing to show yet".to_owned(),
            Some(_) if profits.iter().all(|p| *p == 0.0) => "Revenue and costs are even".to_owned(),
            Some(_) if since == 0 => "Revenue exceeds costs in every month".to_owned(),
            Some(_) if profits.iter().all(|p| *p < 0.0) => "Costs exceed revenue in every month".to_owned(),
            Some(_) if since < months => format!("Revenue exceeds costs from {}", self.timeline.month(since).label()),
            Some(_) => {
                let from = profits.iter().rposition(|p| *p >= 0.0).map_or(0, |last| last + 1);
                format!("Costs exceed revenue from {}", self.timeline.month(from).label())
            }
        }
    }

    fn subtitle(&self) -> String {
        "costs by line, and revenue, a month".to_owned()
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

    fn series(&self) -> Vec<(&'static str, String)> {
        listed(self.lines.iter().rev())
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        Some(Rc::new(Self { lines: kept(&self.lines, names), ..self.clone() }))
    }
}
