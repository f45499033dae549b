//! This file answers: how much does each plan bring? ARR by plan, stacked over the months, with the compared scenario's total dashed.

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
pub const CHART: Chart = Chart { id: "arr-by-plan", name: "ARR by plan" };

/// ARR of each plan and month.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrByPlan {
    /// The months.
    pub timeline: Timeline,
    /// Money.
    pub unit: Unit,
    /// ARR of each plan, the first at the bottom.
    pub plans: Vec<Series>,
    /// Total ARR of the compared scenario.
    pub compared: Option<Series>,
}

impl ArrByPlan {
    fn stack(&self) -> Stack<'_> {
        let line = self.compared.as_ref().map(|s| (s, Stroke::Dash));
        Stack { timeline: self.timeline, unit: &self.unit, parts: &self.plans, line }
    }
}

impl Figures for ArrByPlan {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let stack = self.stack();
        let end = self.timeline.months.saturating_sub(1);
        let (from, to) = (stack.total(0), stack.total(end));
        let (first, last) = (self.unit.short(from), self.unit.short(to));
        let moved = |plan: &Series| plan.at(end).unwrap_or(0.0) - plan.at(0).unwrap_or(0.0);
        let leader = self.plans.iter().max_by(|a, b| (moved(a) * (to - from)).total_cmp(&(moved(b) * (to - from))));
        match leader {
            _ if from == 0.0 && to == 0.0 => "There is no ARR yet".to_owned(),
            _ if first == last => format!("ARR stays at {first}"),
            Some(plan) if self.plans.len() > 1 && to > from => {
                format!("{} carries most of the growth from {first} to {last}", plan.name)
            }
            Some(plan) if self.plans.len() > 1 => format!("ARR falls from {first} to {last}, most of it {}", plan.name),
            _ if to > from => format!("ARR grows from {first} to {last}"),
            _ => format!("ARR falls from {first} to {last}"),
        }
    }

    fn subtitle(&self) -> String {
        match &self.compared {
            Some(compared) => format!("ARR by plan; dashed: {}", compared.name),
            None => "ARR by plan".to_owned(),
        }
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
        listed(self.plans.iter().rev().chain(&self.compared))
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        let compared = self.compared.clone().filter(|other| !names.contains(&other.name));
        Some(Rc::new(Self { plans: kept(&self.plans, names), compared, ..self.clone() }))
    }
}
