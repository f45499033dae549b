//! This file answers: which prices are acceptable? The four curves of a price sensitivity meter with their points marked.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Layout;
use crate::chart::labels::Space;
use crate::chart::labels::Taken;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "price-sensitivity", name: "Price sensitivity" };

const NAMES: [&str; 4] = ["too cheap", "cheap", "expensive", "too expensive"];
const PAINTS: [Paint; 4] = [Paint::P1, Paint::P2, Paint::P4, Paint::P5];

/// Shares of respondents over the prices they named.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceSensitivity {
    /// Money of the prices.
    pub unit: Unit,
    /// The prices, ascending.
    pub prices: Vec<f64>,
    /// Share who find each price too cheap, cheap, expensive, too expensive.
    pub shares: [Vec<f64>; 4],
    /// Points by name, such as `optimal`, with the price and the share at which their curves cross.
    pub points: Vec<(String, f64, f64)>,
    /// The acceptable range.
    pub range: Option<(f64, f64)>,
}

impl PriceSensitivity {
    fn draw_points(&self, canvas: &Canvas, taken: &mut Taken) {
        for (name, price, share) in self.points.iter().filter(|point| point.1.is_finite() && point.2.is_finite()) {
            let (x, y) = (canvas.x_px(*price), canvas.y_px(*share));
            canvas.dot(Ink(Paint::Ink, Stroke::Area), (*price, *share), 4.0);
            taken.add(Space::beside(x - 5.0, y, 10.0, 10.0));
            let label = format!("{name} {}", self.unit.short(*price));
            let width = text::width(&label, true);
            let spots =
                [(x + 8.0, y - 13.0), (x - width - 8.0, y - 13.0), (x + 8.0, y + 15.0), (x - width - 8.0, y + 15.0)]
                    .into_iter()
                    .chain((1..6).map(|row| (x - width / 2.0, canvas.edges.top + 16.0 * f64::from(row))))
                    .map(|(left, y)| Space::beside(left, y, width, 14.0));
            if let Some(space) = taken.place_near((x, y), spots) {
                let at = (space.left, f64::midpoint(space.top, space.bottom));
                canvas.text_px(at, &label, Paint::Ink, Anchor::Start, true);
            }
        }
    }

    fn draw_names(&self, canvas: &Canvas, taken: &mut Taken) {
        for ((name, paint), shares) in NAMES.iter().zip(PAINTS).zip(&self.shares) {
            let width = text::width(name, true);
            let places = (1..20).map(|part| part * self.prices.len() / 20).filter(|at| shares.get(*at).is_some());
            let spots = places.flat_map(|at| {
                let (x, y) = (canvas.x_px(self.prices[at]), canvas.y_px(shares[at]));
                [(x + 6.0, y - 12.0), (x - width - 6.0, y - 12.0), (x + 6.0, y + 12.0)]
                    .map(|(left, y)| Space::beside(left, y, width, 14.0))
            });
            if let Some(space) = taken.place(spots) {
                let at = (space.left, f64::midpoint(space.top, space.bottom));
                canvas.text_px(at, name, paint, Anchor::Start, true);
            }
        }
    }
}

impl Figures for PriceSensitivity {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        match self.range {
            Some((low, high)) => {
                format!("Acceptable from {} to {}", self.unit.exact(low), self.unit.exact(high))
            }
            None => "There are no answers to show yet".to_owned(),
        }
    }

    fn subtitle(&self) -> String {
        "share of respondents who find a price too cheap, cheap, expensive, too expensive".to_owned()
    }

    fn height_px(&self, _: f64) -> f64 {
        320.0
    }

    fn draw(&self, size: Size) -> Picture {
        let (low, high) = (self.prices.first().copied().unwrap_or(0.0), self.prices.last().copied().unwrap_or(1.0));
        let high = if high > low { high } else { low + 1.0 };
        let ticks = |width: f64| {
            let scale = Scale::between(low, high, ((width / 64.0) as usize).max(2));
            let inside = scale.ticks().into_iter().filter(|price| (low..=high).contains(price));
            inside.map(|price| (price, self.unit.tick(price, &scale))).collect()
        };
        let layout = Layout {
            size,
            top: 12.0,
            right: 14.0,
            unit: &Unit::Percent,
            scale: Scale::new([0.0, 1.0], Scale::ticks_for(size.height_px - 54.0)),
            x: low..high,
            ticks: &ticks,
            caption: Some("price"),
            staggered: false,
        };
        let canvas = layout.canvas();
        if let Some((from, to)) = self.range {
            let (left, right) = (canvas.x_px(from.clamp(low, high)), canvas.x_px(to.clamp(low, high)));
            canvas.rectangle_px(
                Ink(Paint::Shade, Stroke::Area),
                Space { left, right: right.max(left + 2.0), ..canvas.edges },
            );
        }
        let mut taken = Taken::new(canvas.edges);
        for (shares, paint) in self.shares.iter().zip(PAINTS) {
            let points: Vec<_> = self.prices.iter().copied().zip(shares.iter().copied()).collect();
            taken.add_line(points.iter().map(|(x, y)| (canvas.x_px(*x), canvas.y_px(*y))).collect());
            if points.len() > 1 {
                canvas.line(Ink(paint, Stroke::Line), points);
            }
        }
        self.draw_points(&canvas, &mut taken);
        self.draw_names(&canvas, &mut taken);
        let columns = self.prices.iter().map(|price| canvas.x_px(*price)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let headers = ["Price", "Too cheap", "Cheap", "Expensive", "Too expensive"].map(str::to_owned).to_vec();
        let row = |at: usize| {
            let shares = self.shares.iter().map(|shares| Unit::Percent.exact_or_gap(shares.get(at).copied()));
            std::iter::once(self.unit.exact(self.prices[at])).chain(shares).collect()
        };
        Table { headers, rows: (0..self.prices.len()).map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some(price) = self.prices.get(index) else { return Readout::default() };
        let row = |((name, paint), shares): ((&&str, Paint), &Vec<f64>)| {
            Some((paint.class(), (*name).to_owned(), Unit::Percent.exact(*shares.get(index)?)))
        };
        let rows = NAMES.iter().zip(PAINTS).zip(&self.shares).filter_map(row).collect();
        Readout { heading: self.unit.exact(*price), rows }
    }
}
