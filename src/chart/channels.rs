//! This file answers: where do new customers come from? New customers by channel, stacked over the months.

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
pub const CHART: Chart = Chart { id: "channels", name: "New customers by channel" };

/// New customers of each channel and month.
#[derive(Clone, Debug, PartialEq)]
pub struct Channels {
    /// The months.
    pub timeline: Timeline,
    /// New customers of each channel, the first at the bottom.
    pub channels: Vec<Series>,
    /// All new customers of the compared scenario.
    pub compared: Option<Series>,
}

impl Channels {
    fn stack(&self) -> Stack<'_> {
        let line = self.compared.as_ref().map(|s| (s, Stroke::Dash));
        Stack { timeline: self.timeline, unit: &Unit::Count, parts: &self.channels, line }
    }
}

impl Figures for Channels {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let brought = |channel: &Series| channel.present().sum::<f64>();
        let all: f64 = self.channels.iter().map(brought).sum();
        match self.channels.iter().max_by(|a, b| brought(a).total_cmp(&brought(b))) {
            Some(channel) if all > 0.0 && self.channels.len() > 1 => {
                format!("{} of new customers come from {}", Unit::Percent.short(brought(channel) / all), channel.name)
            }
            Some(channel) if all > 0.0 => format!("{} customers come from {}", Unit::Count.short(all), channel.name),
            _ => "No new customers come in".to_owned(),
        }
    }

    fn subtitle(&self) -> String {
        match &self.compared {
            Some(compared) => format!("new customers a month by channel; dashed: {}", compared.name),
            None => "new customers a month by channel".to_owned(),
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
        listed(self.channels.iter().rev().chain(&self.compared))
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        let compared = self.compared.clone().filter(|other| !names.contains(&other.name));
        Some(Rc::new(Self { channels: kept(&self.channels, names), compared, ..self.clone() }))
    }
}
