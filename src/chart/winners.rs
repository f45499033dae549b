//! This file answers: who pays more, and by how much? Customers by the change of their bill.

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
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "winners", name: "Winners and losers" };

/// Upper ends of the bins, a share of the old bill; what is above the last has a bin of its own. Whose bill stays is in
/// the bin that ends just above nothing.
const ENDS: [f64; 9] = [-0.2, -0.1, -1e-9, 1e-9, 0.1, 0.2, 0.3, 0.5, 1.0];
const NAMES: [&str; 10] = [
    "−20 % or more",
    "−10 to −20 %",
    "0 to −10 %",
    "as before",
    "0 to 10 %",
    "10 to 20 %",
    "20 to 30 %",
    "30 to 50 %",
    "50 to 100 %",
    "100 % or more",
];
/// What stands below the bins: the change at the edge between two, and at the middle of those that stay.
const EDGES: [(f64, &str); 8] =
    [(0.5, "−20"), (1.5, "−10"), (3.0, "same"), (4.5, "+10"), (5.5, "+20"), (6.5, "+30"), (7.5, "+50"), (8.5, "+100")];

/// Customers with the change of their bill, a share of the old one; `None` where they paid nothing before.
#[derive(Clone, Debug, PartialEq)]
pub struct Winners {
    /// Change and how many.
    pub customers: Vec<(Option<f64>, f64)>,
}

impl Winners {
    /// Share of customers by bin.
    fn bins(&self) -> [f64; 10] {
        let mut bins = [0.0; 10];
        let mut all = 0.0;
        for (change, customers) in &self.customers {
            let at =
                change.map_or(ENDS.len(), |change| ENDS.iter().position(|end| change <= *end).unwrap_or(ENDS.len()));
            bins[at] += customers;
            all += customers;
        }
        bins.map(|customers| if all > 0.0 { customers / all } else { 0.0 })
    }
}

impl Figures for Winners {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let bins = self.bins();
        let (less, more): (f64, f64) = (bins[..3].iter().sum(), bins[4..].iter().sum());
        match (less > 0.0, more > 0.0) {
            (false, false) => "Nobody's bill changes".to_owned(),
            (false, true) if more > 0.9995 => "Every customer on a changed list pays more".to_owned(),
            (true, false) if less > 0.9995 => "Every customer on a changed list pays less".to_owned(),
            _ => {
                format!("{:.0} % of customers on a changed list pay more, {:.0} % less", more * 100.0, less * 100.0)
            }
        }
    }

    fn subtitle(&self) -> String {
        "share of customers there before, by change of bill up to the last month".to_owned()
    }

    fn draw(&self, size: Size) -> Picture {
        let bins = self.bins();
        let unit = Unit::Percent;
        let scale = Scale::new(bins.iter().copied().chain([0.0, 0.1]), Scale::ticks_for(size.height_px - 36.0));
        let named = |width: f64| {
            let step = if width < 320.0 { 2 } else { 1 };
            EDGES.iter().step_by(step).map(|(at, name)| (*at, (*name).to_owned())).collect()
        };
        let (x, ticks): (_, &dyn Fn(f64) -> Vec<(f64, String)>) = (-0.5..9.5, &named);
        let caption = Some("change of bill, %");
        let canvas =
            Layout { size, top: 10.0, right: 12.0, unit: &unit, scale, x, ticks, caption, staggered: false }.canvas();
        for (at, share) in bins.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let paint = match at {
                0..3 => Paint::Good,
                3 => Paint::P3,
                _ => Paint::Bad,
            };
            let (left, right) = (at as f64 - 0.42, at as f64 + 0.42);
            canvas.area(Ink(paint, Stroke::Area), vec![(left, 0.0), (left, *share), (right, *share), (right, 0.0)]);
        }
        let columns = (0..bins.len()).map(|at| canvas.x_px(at as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let rows =
            NAMES.iter().zip(self.bins()).map(|(name, share)| vec![(*name).to_owned(), Unit::Percent.exact(share)]);
        Table { headers: vec!["Change of bill".to_owned(), "Customers".to_owned()], rows: rows.collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some(name) = NAMES.get(index) else { return Readout::default() };
        let share = Unit::Percent.exact(self.bins()[index]);
        Readout { heading: (*name).to_owned(), rows: vec![("p3", "Customers".to_owned(), share)] }
    }
}
