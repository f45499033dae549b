//! This file leaves series out of a chart's picture; what the chart says, and its table, stay those of the whole.

use std::rc::Rc;

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::timeline::Series;

/// A chart with some of its series left out.
pub struct Part {
    whole: Rc<dyn Figures>,
    drawn: Rc<dyn Figures>,
    left_out: Vec<String>,
}

impl Part {
    /// `whole` without the series of these names; `None` where it has none of them, or nothing can be left out of it.
    pub fn of(whole: Rc<dyn Figures>, names: &[String]) -> Option<Self> {
        let left_out: Vec<String> =
            whole.series().into_iter().map(|(_, name)| name).filter(|name| names.contains(name)).collect();
        let drawn = whole.without(&left_out).filter(|_| !left_out.is_empty())?;
        Some(Self { whole, drawn, left_out })
    }
}

impl Figures for Part {
    fn chart(&self) -> Chart {
        self.whole.chart()
    }

    fn finding(&self) -> String {
        self.whole.finding()
    }

    fn subtitle(&self) -> String {
        format!("{}; not drawn: {}", self.whole.subtitle(), self.left_out.join(", "))
    }

    fn height_px(&self, width_px: f64) -> f64 {
        self.whole.height_px(width_px)
    }

    fn draw(&self, size: Size) -> Picture {
        self.drawn.draw(size)
    }

    fn table(&self) -> Table {
        self.whole.table()
    }

    /// A total stays that of the whole.
    fn readout(&self, index: usize) -> Readout {
        let mut readout = self.whole.readout(index);
        readout.rows.retain(|(_, name, _)| !self.left_out.contains(name));
        readout
    }

    fn series(&self) -> Vec<(&'static str, String)> {
        self.whole.series()
    }
}

/// Class and name of each series.
pub(super) fn listed<'a>(series: impl IntoIterator<Item = &'a Series>) -> Vec<(&'static str, String)> {
    series.into_iter().map(|series| (series.paint.class(), series.name.clone())).collect()
}

/// The series that have none of these names.
pub(super) fn kept(series: &[Series], names: &[String]) -> Vec<Series> {
    series.iter().filter(|series| !names.contains(&series.name)).cloned().collect()
}
