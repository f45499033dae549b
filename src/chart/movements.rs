//! This file answers: what moved MRR? A waterfall from opening to closing MRR of a period, each movement a step.

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
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "movements", name: "MRR movements" };

/// MRR at both ends of a period and what moved it in between.
#[derive(Clone, Debug, PartialEq)]
pub struct Movements {
    /// Money.
    pub unit: Unit,
    /// The period, such as `2027`.
    pub period: String,
    /// Name of the opening bar, such as `Dec 2026`.
    pub from: String,
    /// Name of the closing bar.
    pub to: String,
    /// MRR when the period begins.
    pub opening: f64,
    /// MRR of new customers.
    pub new: f64,
    /// More units, add-ons and higher plans.
    pub expansion: f64,
    /// Changed prices; negative where prices fell.
    pub price: f64,
    /// MRR of customers that came back.
    pub reactivation: f64,
    /// Fewer units and lower plans, as a positive figure.
    pub contraction: f64,
    /// MRR of customers that left, as a positive figure.
    pub churned: f64,
}

/// One bar of the waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// A shorter name.
    pub short: String,
    /// MRR before it; zero for the two ends.
    pub from: f64,
    /// MRR after it.
    pub to: f64,
    /// Whether it is one of the two ends.
    pub is_end: bool,
}

impl Movements {
    /// MRR when the period ends: opening, plus gains, less losses.
    pub fn closing(&self) -> f64 {
        self.steps().into_iter().fold(self.opening, |mrr, (_, _, change)| mrr + change)
    }

    /// Both ends, and the movements that are not zero; each step begins where the last ended.
    pub fn bars(&self) -> Vec<Bar> {
        let end = |name: &String, to| Bar { name: name.clone(), short: name.clone(), from: 0.0, to, is_end: true };
        let mut bars = vec![end(&self.from, self.opening)];
        let mut mrr = self.opening;
        for (name, short, change) in self.steps().into_iter().filter(|s| s.2 != 0.0) {
            let (name, short) = (name.to_owned(), short.to_owned());
            bars.push(Bar { name, short, from: mrr, to: mrr + change, is_end: false });
            mrr += change;
        }
        bars.push(end(&self.to, mrr));
        bars
    }

    fn steps(&self) -> [(&'static str, &'static str, f64); 6] {
        [
            ("new", "new", self.new),
            ("expansion", "expand", self.expansion),
            ("price", "price", self.price),
            ("reactivation", "react.", self.reactivation),
            ("contraction", "contr.", -self.contraction),
            ("churn", "churn", -self.churned),
        ]
    }

    fn draw_bars(&self, canvas: &Canvas, bars: &[Bar], pitch: f64) {
        let half = (pitch * 0.36).min(48.0);
        for paint in [Paint::P3, Paint::Good, Paint::Bad] {
            for (index, bar) in bars.iter().enumerate().filter(|(_, b)| b.paint() == paint) {
                let (x, top, bottom) =
                    (canvas.x_px(index as f64), canvas.y_px(bar.from.max(bar.to)), canvas.y_px(bar.from.min(bar.to)));
                let space = Space { left: x - half, right: x + half, top, bottom: bottom.max(top + 1.0) };
                canvas.rectangle_px(Ink(paint, Stroke::Area), space);
            }
        }
        for (index, bar) in bars.iter().enumerate().take(bars.len() - 1) {
            let (x, y) = (canvas.x_px(index as f64), canvas.y_px(bar.to));
            canvas.line_px(Ink(Paint::Axis, Stroke::Hair), &[(x + half, y), (x + pitch - half, y)]);
        }
        let labels = self.labels(bars, pitch - 3.0);
        for ((index, bar), label) in bars.iter().enumerate().zip(&labels) {
            let at = (canvas.x_px(index as f64), canvas.y_px(bar.from.max(bar.to)) - 9.0);
            canvas.text_px(at, label, Paint::Ink, Anchor::Middle, true);
        }
    }

    /// The bars' figures; where these are too wide, in fewer digits.
    fn labels(&self, bars: &[Bar], room: f64) -> Vec<String> {
        let full: Vec<String> = bars.iter().map(|b| b.label(&self.unit)).collect();
        if full.iter().all(|label| text::width(label, true) <= room) {
            return full;
        }
        let brief = |bar: &Bar| match bar.is_end {
            true => self.unit.shorter(bar.to),
            false => self.unit.change_shorter(bar.to - bar.from),
        };
        bars.iter().map(brief).collect()
    }
}

impl Bar {
    fn paint(&self) -> Paint {
        match self.is_end {
            true => Paint::P3,
            false if self.to >= self.from => Paint::Good,
            false => Paint::Bad,
        }
    }

    fn label(&self, unit: &Unit) -> String {
        if self.is_end { unit.short(self.to) } else { unit.change(self.to - self.from) }
    }
}

impl Figures for Movements {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let steps = self.steps();
        let gain = steps.iter().max_by(|a, b| a.2.total_cmp(&b.2)).filter(|s| s.2 > 0.0);
        let loss = steps.iter().min_by(|a, b| a.2.total_cmp(&b.2)).filter(|s| s.2 < 0.0);
        let net = self.closing() - self.opening;
        let amount = self.unit.short(net.abs());
        match (gain, loss) {
            (None, None) => format!("MRR does not move in {}", self.period),
            // The largest of one side may be less than the largest of the other, and the sides yet the other way round.
            (Some((gain, _, up)), Some((loss, _, down))) if net > 0.0 => match *up > -down {
                true => format!("{} outruns {loss}: MRR up {amount} in {}", subject(gain), self.period),
                false => format!("All gains together outrun {loss}: MRR up {amount} in {}", self.period),
            },
            (Some((gain, _, up)), Some((loss, _, down))) if net < 0.0 => match -*down > *up {
                true => format!("{} outruns {}: MRR down {amount} in {}", subject(loss), object(gain), self.period),
                false => format!("All losses together outrun {}: MRR down {amount} in {}", object(gain), self.period),
            },
            (Some(_), Some(_)) => format!("Gains and losses cancel out in {}", self.period),
            (Some((gain, ..)), None) => format!("{} lifts MRR by {amount} in {}", subject(gain), self.period),
            (None, Some((loss, ..))) => format!("{} takes {amount} of MRR in {}", subject(loss), self.period),
        }
    }

    fn subtitle(&self) -> String {
        "MRR movements".to_owned()
    }

    fn draw(&self, size: Size) -> Picture {
        let bars = self.bars();
        let scale = Scale::new(bars.iter().flat_map(|b| [b.from, b.to]), Scale::ticks_for(size.height_px - 48.0));
        let count = bars.len() as f64;
        let room = (size.width_px - 66.0) / count - 4.0;
        let fits = |name: &dyn Fn(&Bar) -> f64| bars.iter().all(|b| name(b) <= room);
        let long = fits(&|b| text::width(&b.name, false));
        let staggered = !long && !fits(&|b| text::width(&b.short, false));
        let names = |_| {
            let name = |b: &Bar| if long { b.name.clone() } else { text::fit(&b.short, false, 2.0 * room.max(28.0)) };
            bars.iter().enumerate().map(|(i, b)| (i as f64, name(b))).collect()
        };
        let layout = Layout {
            size,
            top: 22.0,
            right: 8.0,
            unit: &self.unit,
            scale,
            x: -0.5..count - 0.5,
            ticks: &names,
            caption: None,
            staggered,
        };
        let canvas = layout.canvas();
        let pitch = (canvas.edges.right - canvas.edges.left) / bars.len() as f64;
        self.draw_bars(&canvas, &bars, pitch);
        let columns = (0..bars.len()).map(|i| canvas.x_px(i as f64)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let mut rows = vec![vec![self.from.clone(), self.unit.tabled(self.opening)]];
        rows.extend(self.steps().map(|(name, _, change)| vec![name.to_owned(), self.unit.tabled(change)]));
        rows.push(vec![self.to.clone(), self.unit.tabled(self.closing())]);
        Table { headers: vec!["Movement".to_owned(), "MRR".to_owned()], rows }
    }

    fn readout(&self, index: usize) -> Readout {
        let bars = self.bars();
        let Some(bar) = bars.get(index) else { return Readout::default() };
        let mrr = ("ink", "MRR".to_owned(), self.unit.exact(bar.to));
        let change = (bar.paint().class(), "change".to_owned(), self.unit.exact(bar.to - bar.from));
        let rows = if bar.is_end { vec![mrr] } else { vec![change, mrr] };
        Readout { heading: bar.name.clone(), rows }
    }
}

/// A movement as it begins a sentence.
fn subject(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    if name == "new" { "New business".to_owned() } else { first.to_uppercase() + rest }
}

fn object(name: &str) -> &str {
    if name == "new" { "new business" } else { name }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn movements(figures: [f64; 7]) -> Movements {
        let [opening, new, expansion, price, reactivation, contraction, churned] = figures;
        Movements {
            unit: Unit::money(crate::number::Currency::USD),
            period: "2027".to_owned(),
            from: "Dec 2026".to_owned(),
            to: "Dec 2027".to_owned(),
            opening,
            new,
            expansion,
            price,
            reactivation,
            contraction,
            churned,
        }
    }

    #[test]
    fn the_title_names_what_moved_most() {
        for (figures, title) in [
            (
                [5.04e6, 1.92e6, 0.34e6, 0.61e6, 0.0, 0.18e6, 1.31e6],
                "New business outruns churn: MRR up $1.38M in 2027",
            ),
            ([1000.0, 10.0, 0.0, -30.0, 0.0, 0.0, 20.0], "Price outruns new business: MRR down $40 in 2027"),
            ([1000.0, 8.0, 6.0, 0.0, 0.0, 0.0, 10.0], "All gains together outrun churn: MRR up $4 in 2027"),
            ([1000.0, 10.0, 0.0, 0.0, 0.0, 6.0, 8.0], "All losses together outrun new business: MRR down $4 in 2027"),
            ([1000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 50.0], "Churn takes $50 of MRR in 2027"),
            ([0.0, 7.5, 0.0, 0.0, 0.0, 0.0, 0.0], "New business lifts MRR by $7.50 in 2027"),
            ([9.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0], "Gains and losses cancel out in 2027"),
            ([0.0; 7], "MRR does not move in 2027"),
        ] {
            assert_eq!(movements(figures).finding(), title);
        }
        let names: Vec<String> =
            movements([5.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0]).bars().into_iter().map(|b| b.name).collect();
        assert_eq!(names, ["Dec 2026", "new", "churn", "Dec 2027"], "movements of nothing are dropped");
    }

    proptest! {
        #[test]
        fn bars_lead_exactly_from_opening_to_closing(figures in prop::array::uniform7(-1e7..1e7f64)) {
            let movements = movements(figures);
            let bars = movements.bars();
            prop_assert_eq!(bars[0].to, movements.opening);
            for pair in bars[..bars.len() - 1].windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
            }
            let last = &bars[bars.len() - 1];
            prop_assert_eq!(last.to, bars[bars.len() - 2].to);
            prop_assert_eq!(last.to, movements.closing());
        }
    }
}
