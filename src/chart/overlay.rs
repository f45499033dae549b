//! This file answers: which case wins? One metric of up to four scenarios over each other, Base dashed.

use std::rc::Rc;

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::End;
use crate::chart::canvas::Layout;
use crate::chart::canvas::room_for;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::part::kept;
use crate::chart::part::listed;
use crate::chart::timeline::Series;
use crate::chart::timeline::Timeline;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "overlay", name: "Scenarios" };

/// One metric of several scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// The months.
    pub timeline: Timeline,
    /// What the metric is counted in.
    pub unit: Unit,
    /// The metric's name, such as `ARR`.
    pub metric: String,
    /// Whether less of it is better.
    pub less_is_better: bool,
    /// A series for each scenario; one painted [`Paint::Base`] is dashed.
    pub scenarios: Vec<Series>,
}

impl Overlay {
    /// The scenario that is ahead in a month, if one is.
    fn ahead(&self, index: usize) -> Option<&Series> {
        let better = if self.less_is_better { -1.0 } else { 1.0 };
        let figures = || self.scenarios.iter().filter_map(|s| Some((s, s.at(index)? * better)));
        let (first, best) = figures().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (figures().filter(|(_, v)| *v == best).count() == 1).then_some(first)
    }
}

impl Figures for Overlay {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let metric = &self.metric;
        let end = self.timeline.months.saturating_sub(1);
        let Some(winner) = self.ahead(end) else {
            let same = self.scenarios.iter().filter_map(|s| s.at(end)).count() > 1;
            return if same {
                format!("{metric} ends the same in each case")
            } else {
                format!("{metric} over the months")
            };
        };
        if self.scenarios.len() < 2 {
            let value = winner.at(end).unwrap_or(0.0);
            return format!("{metric} ends at {}", self.unit.short(value));
        }
        let since = (0..=end).rev().take_while(|i| self.ahead(*i) == Some(winner)).last().unwrap_or(end);
        let earlier = (0..since).any(|i| self.ahead(i).is_some());
        match earlier {
            false => format!("{} leads throughout", winner.name),
            true => format!("{} leads from {}", winner.name, self.timeline.month(since).label()),
        }
    }

    fn subtitle(&self) -> String {
        self.metric.clone()
    }

    fn draw(&self, size: Size) -> Picture {
        let ticks = Scale::ticks_for(size.height_px - 36.0);
        let scale = Scale::new(self.scenarios.iter().flat_map(Series::present), ticks);
        let right = room_for(self.scenarios.iter().map(|s| s.name.as_str()), size.width_px);
        let (x, ticks) = (self.timeline.range(), &|width| self.timeline.ticks(width));
        let canvas =
            Layout { size, top: 10.0, right, unit: &self.unit, scale, x, ticks, caption: None, staggered: false }
                .canvas();
        for series in self.scenarios.iter().rev() {
            let stroke = if series.paint == Paint::Base { Stroke::Dash } else { Stroke::Line };
            canvas.run(Ink(series.paint, stroke), 0.0, &series.values);
        }
        let end = |s: &'_ Series| s.last().map(|(_, value)| value);
        let ends = self
            .scenarios
            .iter()
            .filter_map(|s| Some(End { value: end(s)?, name: &s.name, paint: s.paint, bold: true }));
        canvas.ends(ends.collect());
        let columns = (0..self.timeline.months).map(|i| canvas.x_px(i as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        self.timeline.table(&self.unit, &self.scenarios.iter().collect::<Vec<_>>())
    }

    fn readout(&self, index: usize) -> Readout {
        self.timeline.readout(&self.unit, index, &self.scenarios.iter().collect::<Vec<_>>())
    }

    fn series(&self) -> Vec<(&'static str, String)> {
        listed(&self.scenarios)
    }

    fn without(&self, names: &[String]) -> Option<Rc<dyn Figures>> {
        Some(Rc::new(Self { scenarios: kept(&self.scenarios, names), ..self.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_names_who_leads_and_since_when() {
        let case = |base: &[f64], other: &[f64], less_is_better| {
            let scenarios = vec![
                Series::new("Base", Paint::Base, base.iter().copied()),
                Series::new("Dearer", Paint::S1, other.iter().copied()),
            ];
            let timeline = Timeline { start: "2027-01".parse().unwrap(), months: base.len() };
            Overlay { timeline, unit: Unit::Plain, metric: "ARR".to_owned(), less_is_better, scenarios }.finding()
        };
        for (base, other, less, expected) in [
            (&[1.0, 1.0, 1.0][..], &[1.0, 2.0, 3.0][..], false, "Dearer leads throughout"),
            (&[2.0, 2.0, 2.0], &[1.0, 3.0, 3.0], false, "Dearer leads from Feb 2027"),
            (&[2.0, 2.0, 2.0], &[1.0, 3.0, 3.0], true, "Base leads from Feb 2027"),
            (&[2.0], &[2.0], false, "ARR ends the same in each case"),
            (&[f64::NAN], &[f64::NAN], false, "ARR over the months"),
        ] {
            assert_eq!(case(base, other, less), expected);
        }
    }
}
