//! This file answers: how does an input move? The shape of one driver over the months, small.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::Layout;
use crate::chart::paint::Ink;
use crate::chart::paint::Stroke;
use crate::chart::timeline::Series;
use crate::chart::timeline::Timeline;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "driver", name: "Shape of a driver" };

/// One driver over the months.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The months.
    pub timeline: Timeline,
    /// What it is counted in.
    pub unit: Unit,
    /// Its value in each month.
    pub values: Series,
    /// Its value in Base, where it differs.
    pub base: Option<Series>,
}

impl Driver {
    fn series(&self) -> Vec<&Series> {
        std::iter::once(&self.values).chain(&self.base).collect()
    }

    /// From the lowest to the highest value, not from zero: what matters is the shape.
    fn scale(&self, height_px: f64) -> Scale {
        let all = || self.series().into_iter().flat_map(Series::present);
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        if low > high {
            return Scale::new([], 2);
        }
        let ticks = ((height_px / 36.0) as usize).clamp(2, 4);
        if high - low > high.abs().max(low.abs()) * 0.02 {
            return Scale::between(low, high, ticks);
        }
        Scale::new([low, high], ticks)
    }
}

impl Figures for Driver {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let name = &self.values.name;
        let (Some(first), Some((index, last))) = (self.values.present().next(), self.values.last()) else {
            return format!("{name} has no values");
        };
        let all_same = self.values.present().all(|v| v == first);
        let (from, to, month) = (self.unit.short(first), self.unit.short(last), self.timeline.month(index).label());
        match all_same {
            true => format!("{name} stays at {from}"),
            false if from == to => format!("{name} begins and ends at {from}"),
            false => format!("{name} moves from {from} to {to} in {month}"),
        }
    }

    fn subtitle(&self) -> String {
        "value in each month".to_owned()
    }

    fn height_px(&self, _: f64) -> f64 {
        120.0
    }

    fn draw(&self, size: Size) -> Picture {
        let (x, ticks) = (self.timeline.range(), &|width| self.timeline.ticks(width));
        let scale = self.scale(size.height_px - 36.0);
        let canvas =
            Layout { size, top: 10.0, right: 12.0, unit: &self.unit, scale, x, ticks, caption: None, staggered: false }
                .canvas();
        if let Some(base) = &self.base {
            canvas.run(Ink(base.paint, Stroke::Dash), 0.0, &base.values);
        }
        canvas.run(Ink(self.values.paint, Stroke::Line), 0.0, &self.values.values);
        let columns = (0..self.timeline.months).map(|i| canvas.x_px(i as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        self.timeline.table(&self.unit, &self.series())
    }

    fn readout(&self, index: usize) -> Readout {
        self.timeline.readout(&self.unit, index, &self.series())
    }
}
