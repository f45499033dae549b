//! This file answers: what would another price do? Share who buy, revenue and profit per prospect against price, with today, the scenario
//! and the best price marked, and the range that evidence covers shaded.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Scale;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Point;
use crate::chart::labels::Space;
use crate::chart::labels::Taken;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "demand", name: "Demand against price" };

/// Colours of the curves of other methods.
const OTHERS: [Paint; 2] = [Paint::P4, Paint::P6];

/// What people do at each price.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Money, for revenue and profit.
    pub unit: Unit,
    /// Of the prices: money, or a share or factor of it.
    pub price_unit: Unit,
    /// Whom it is about: a prospect, a respondent.
    pub of: &'static str,
    /// Whose price, such as `Essentials, price per channel a month`.
    pub price: String,
    /// The prices, ascending.
    pub prices: Vec<f64>,
    /// Share of prospects who buy at each.
    pub share: Vec<f64>,
    /// The same as other methods have it, each by name.
    pub others: Vec<(String, Vec<f64>)>,
    /// Revenue per prospect at each.
    pub revenue: Vec<f64>,
    /// Profit per prospect at each; may be empty.
    pub profit: Vec<f64>,
    /// Prices that are marked.
    pub marks: Vec<Mark>,
    /// Lowest and highest price that evidence covers.
    pub evidence: Option<(f64, f64)>,
}

/// A price that is marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it is: `today`, `scenario`, `best`.
    pub name: String,
    /// The price.
    pub price: f64,
    /// Its colour.
    pub paint: Paint,
    /// Whether it lies beyond the evidence: drawn hollow.
    pub is_extrapolated: bool,
}

/// Both vertical axes: shares on the left, money on the right, on the same grid.
struct Axes {
    /// Tick distance of shares, and of money.
    steps: (f64, f64),
    /// Steps above and below zero.
    above: usize,
    below: usize,
}

impl Demand {
    /// Money for each of whom it is about: `revenue per prospect`.
    fn per(&self, money: &str) -> String {
        format!("{money} per {}", self.of)
    }

    fn axes(&self, size: Size) -> Axes {
        let above = if size.height_px < 180.0 { 2 } else { 4 };
        let most = |figures: &[f64]| figures.iter().copied().filter(|v| v.is_finite()).fold(0.0, f64::max);
        let least = |figures: &[f64]| figures.iter().copied().filter(|v| v.is_finite()).fold(0.0, f64::min);
        let money = most(&self.revenue).max(most(&self.profit));
        let loss = -least(&self.revenue).min(least(&self.profit));
        let mut step = step(money / above as f64);
        while loss / step > above as f64 {
            step *= 2.0;
        }
        let shares = self.others.iter().map(|(_, shares)| most(shares)).fold(most(&self.share), f64::max);
        let share = quarter(shares / above as f64);
        Axes { steps: (share, step), above, below: (loss / step - 1e-9).ceil().max(0.0) as usize }
    }

    /// The value of a curve at a price, straight between its points.
    fn at(&self, curve: &[f64], price: f64) -> Option<f64> {
        let after = self.prices.partition_point(|p| *p < price);
        let (right, last) = (*self.prices.get(after)?, *curve.get(after)?);
        let Some(before) = after.checked_sub(1) else { return (right == price).then_some(last) };
        let left = self.prices[before];
        Some(curve[before] + (last - curve[before]) * (price - left) / (right - left))
    }

    fn peak(&self) -> Option<(f64, &'static str)> {
        let (curve, name) = if self.profit.is_empty() { (&self.revenue, "Revenue") } else { (&self.profit, "Profit") };
        let best = curve.iter().enumerate().filter(|(_, v)| v.is_finite()).max_by(|a, b| a.1.total_cmp(b.1))?;
        Some((*self.prices.get(best.0)?, name))
    }

    fn shown_marks(&self) -> impl Iterator<Item = &Mark> {
        let range = self.prices.first().zip(self.prices.last());
        self.marks.iter().filter(move |m| range.is_some_and(|(low, high)| m.price >= *low && m.price <= *high))
    }

    /// Labels of the marks above the plot, between the figures of its axes: text, left edge, row from the plot upwards.
    fn mark_labels(&self, x_px: &dyn Fn(f64) -> f64, (first, last): (f64, f64)) -> Vec<(&Mark, String, f64, usize)> {
        let mut marks: Vec<&Mark> = self.shown_marks().collect();
        marks.sort_by(|a, b| a.price.total_cmp(&b.price));
        let mut rows: Vec<f64> = Vec::new();
        let mut place = |mark: &'_ Mark| {
            let label = format!("{} {}", mark.name, self.price_unit.short(mark.price));
            let width = text::width(&label, true);
            let left = (x_px(mark.price) - width / 2.0).min(last - width).max(first);
            let row = rows.iter().position(|edge| *edge <= left).unwrap_or(rows.len());
            if row == rows.len() {
                rows.push(0.0);
            }
            rows[row] = left + width + 10.0;
            (label, left, row)
        };
        marks.into_iter().map(|mark| (mark, place(mark))).map(|(m, (label, left, row))| (m, label, left, row)).collect()
    }

    fn draw_evidence(&self, canvas: &Canvas, taken: &mut Taken) {
        let range = self.prices.first().zip(self.prices.last());
        let (Some((low, high)), Some((&first, &last))) = (self.evidence, range) else { return };
        let (left, right) = (canvas.x_px(low.clamp(first, last)), canvas.x_px(high.clamp(first, last)));
        let band = Space { left, right: right.max(left + 2.0), ..canvas.edges };
        canvas.rectangle_px(Ink(Paint::Shade, Stroke::Area), band);
        let label = format!("evidence {}–{}", self.price_unit.short(low), self.price_unit.short(high));
        let width = text::width(&label, false);
        let places = [canvas.edges.bottom - 12.0, canvas.edges.top + 12.0];
        let lefts = [left + 6.0, right - width - 6.0, (left + right - width) / 2.0, right + 6.0, left - width - 6.0];
        let spots = places.into_iter().flat_map(|y| lefts.map(|l| Space::beside(l, y, width, 14.0)));
        if let Some(space) = taken.place(spots) {
            let at = (space.left, f64::midpoint(space.top, space.bottom));
            canvas.text_px(at, &label, Paint::Faint, Anchor::Start, false);
        }
    }

    /// Names beside the curves, where these are farthest from each other and nothing is crossed.
    fn draw_names(&self, canvas: &Canvas, curves: &[Curve], taken: &mut Taken) {
        for (number, curve) in curves.iter().enumerate() {
            let others = || curves.iter().enumerate().filter(|(n, _)| *n != number).map(|(_, c)| c);
            let apart = |index: usize| {
                let y = canvas.y_px(curve.points[index].1);
                let gaps = others().filter_map(|c| c.points.get(index)).map(|p| (canvas.y_px(p.1) - y).abs());
                gaps.fold(60.0, f64::min)
            };
            let mut tries: Vec<usize> = (0..24).map(|i| i * curve.points.len() / 24).collect();
            tries.sort_by(|a, b| apart(*b).total_cmp(&apart(*a)));
            let width = text::width(&curve.name, true);
            let spots = tries.into_iter().flat_map(|i| {
                let (x, y) = (canvas.x_px(curve.points[i].0), canvas.y_px(curve.points[i].1));
                [(x + 6.0, y - 13.0), (x - width - 6.0, y - 13.0), (x + 6.0, y + 13.0), (x - width - 6.0, y + 13.0)]
                    .map(|(left, y)| Space::beside(left, y, width, 15.0))
            });
            if let Some(space) = taken.place(spots) {
                let at = (space.left, f64::midpoint(space.top, space.bottom));
                canvas.text_px(at, &curve.name, curve.paint, Anchor::Start, true);
            }
        }
    }

    fn curves(&self, axes: &Axes) -> Vec<Curve> {
        let scaled = |figures: &[f64], by: f64| -> Vec<Point> {
            let points = self.prices.iter().zip(figures).map(|(price, value)| (*price, value * by));
            points.filter(|p| p.1.is_finite()).collect()
        };
        let money = axes.steps.0 / axes.steps.1;
        let curve = |name, paint, points| Curve { name, paint, points };
        let mut all = vec![
            curve("share who buy".to_owned(), Paint::P2, scaled(&self.share, 1.0)),
            curve(self.per("revenue"), Paint::Ink, scaled(&self.revenue, money)),
            curve(self.per("profit"), Paint::Good, scaled(&self.profit, money)),
        ];
        let others = self.others.iter().zip(OTHERS.into_iter().cycle());
        all.extend(others.map(|((name, shares), paint)| curve(name.clone(), paint, scaled(shares, 1.0))));
        all.into_iter().filter(|c| c.points.len() > 1).collect()
    }

    fn grid(&self, canvas: &Canvas, axes: &Axes) {
        let rows = -(axes.below as i32)..=axes.above as i32;
        for row in rows.clone().filter(|r| *r != 0) {
            canvas.level(Ink(Paint::Grid, Stroke::Hair), f64::from(row) * axes.steps.0);
        }
        canvas.level(Ink(Paint::Axis, Stroke::Hair), 0.0);
        let (shares, money) = axes.scales();
        for row in rows {
            let (share, amount) = (f64::from(row) * axes.steps.0, f64::from(row) * axes.steps.1);
            let y = canvas.y_px(share);
            if row >= 0 {
                let label = Unit::Percent.tick(share, &shares);
                canvas.text_px((canvas.edges.left - 8.0, y), &label, Paint::Faint, Anchor::End, false);
            }
            let label = self.unit.tick(amount, &money);
            canvas.text_px((canvas.edges.right + 8.0, y), &label, Paint::Faint, Anchor::Start, false);
        }
    }

    fn price_ticks(&self, canvas: &Canvas) {
        let (Some(low), Some(high)) = (self.prices.first(), self.prices.last()) else { return };
        let width = canvas.edges.right - canvas.edges.left;
        let scale = Scale::between(*low, *high, ((width / 64.0) as usize).max(2));
        for price in scale.ticks().into_iter().filter(|p| p >= low && p <= high) {
            let at = (canvas.x_px(price), canvas.edges.bottom + 16.0);
            canvas.text_px(at, &self.price_unit.tick(price, &scale), Paint::Faint, Anchor::Middle, false);
        }
    }

    fn draw_marks(&self, canvas: &Canvas, labels: &[(&Mark, String, f64, usize)], axes: &Axes) {
        let curve = if self.profit.is_empty() { &self.revenue } else { &self.profit };
        for (mark, label, left, row) in labels {
            let y = canvas.edges.top - 8.0 - text::LINE * *row as f64;
            canvas.text_px((*left, y), label, mark.paint, Anchor::Start, true);
            let x = canvas.x_px(mark.price);
            canvas.line_px(Ink(mark.paint, Stroke::Dots), &[(x, canvas.edges.top), (x, canvas.edges.bottom)]);
            for curve in [curve, &self.revenue].into_iter().take(if self.profit.is_empty() { 1 } else { 2 }) {
                let Some(value) = self.at(curve, mark.price).filter(|v| v.is_finite()) else { continue };
                let stroke = if mark.is_extrapolated { Stroke::Hollow } else { Stroke::Area };
                let at = (mark.price, value * axes.steps.0 / axes.steps.1);
                canvas.dot(Ink(mark.paint, stroke), at, 4.5);
            }
        }
    }
}

/// A curve in the plot's coordinates.
struct Curve {
    name: String,
    paint: Paint,
    points: Vec<Point>,
}

impl Axes {
    fn scales(&self) -> (Scale, Scale) {
        let scale = |step| Scale { low: -(self.below as f64) * step, high: self.above as f64 * step, step };
        (scale(self.steps.0), scale(self.steps.1))
    }
}

impl Figures for Demand {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let Some((best, name)) = self.peak() else { return "There is no demand to show yet".to_owned() };
        let (price, of) = (self.price_unit.short(best), self.of);
        match self.evidence {
            _ if self.prices.last() == Some(&best) => format!("{name} per {of} still rises at {price}"),
            _ if self.prices.first() == Some(&best) => format!("{name} per {of} falls from {price} on"),
            Some((low, high)) if best >= low && best <= high => {
                format!("{name} per {of} peaks near {price}, inside what evidence covers")
            }
            Some(_) => format!("{name} per {of} peaks near {price}, beyond what evidence covers"),
            None => format!("{name} per {of} peaks near {price}"),
        }
    }

    fn subtitle(&self) -> String {
        let of = self.of;
        let money = if self.profit.is_empty() { "revenue" } else { "revenue and profit" };
        format!("share who buy (left), and {money} per {of} (right), against price")
    }

    fn height_px(&self, _: f64) -> f64 {
        320.0
    }

    fn draw(&self, size: Size) -> Picture {
        let axes = self.axes(size);
        let (shares, money) = axes.scales();
        let widest = |unit: &Unit, scale: &Scale| {
            scale.ticks().iter().map(|t| text::width(&unit.tick(*t, scale), false)).fold(0.0, f64::max)
        };
        let (low, high) = (self.prices.first().copied().unwrap_or(0.0), self.prices.last().copied().unwrap_or(0.0));
        let high = if high > low { high } else { low + 1.0 };
        let left = widest(&Unit::Percent, &shares) + 10.0;
        let right = size.width_px - widest(&self.unit, &money) - 14.0;
        let x_px = |price: f64| left + (price - low) / (high - low) * (right - left);
        let labels = self.mark_labels(&x_px, (left, right));
        let rows = labels.iter().map(|l| l.3 + 1).max().unwrap_or(0);
        let top = 8.0 + text::LINE * rows as f64;
        let edges = Space { left, top, right, bottom: size.height_px - 42.0 };
        let canvas = Canvas::new(size, edges, low..high, shares.low..shares.high);
        let mut taken = Taken::new(canvas.edges);
        let curves = self.curves(&axes);
        for curve in &curves {
            taken.add_line(curve.points.iter().map(|(x, y)| (canvas.x_px(*x), canvas.y_px(*y))).collect());
        }
        for (mark, ..) in &labels {
            let x = canvas.x_px(mark.price);
            taken.add_line(vec![(x, canvas.edges.top), (x, canvas.edges.bottom)]);
        }
        taken.add_line(vec![(left, canvas.y_px(0.0)), (right, canvas.y_px(0.0))]);
        self.draw_evidence(&canvas, &mut taken);
        self.grid(&canvas, &axes);
        self.price_ticks(&canvas);
        for curve in &curves {
            canvas.line(Ink(curve.paint, Stroke::Line), curve.points.clone());
        }
        self.draw_names(&canvas, &curves, &mut taken);
        self.draw_marks(&canvas, &labels, &axes);
        let caption = text::fit(&self.price, false, canvas.edges.right);
        canvas.text_px((canvas.edges.right, size.height_px - 8.0), &caption, Paint::Faint, Anchor::End, false);
        let columns = self.prices.iter().map(|p| canvas.x_px(*p)).collect();
        canvas.finish(columns, Vec::new())
    }

    fn table(&self) -> Table {
        let mut headers = vec!["Price".to_owned(), "Share who buy".to_owned(), upper(self.per("revenue"))];
        headers.extend((!self.profit.is_empty()).then(|| upper(self.per("profit"))));
        headers.extend(self.others.iter().map(|(name, _)| upper(name.clone())));
        let row = |index: usize| {
            let readout = self.readout(index);
            std::iter::once(readout.heading).chain(readout.rows.into_iter().map(|r| r.2)).collect()
        };
        Table { headers, rows: (0..self.prices.len()).map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some(price) = self.prices.get(index) else { return Readout::default() };
        let money = |curve: &[f64]| self.unit.exact_or_gap(curve.get(index).copied().filter(|v| v.is_finite()));
        let share = Unit::Percent.exact_or_gap(self.share.get(index).copied().filter(|v| v.is_finite()));
        let mut rows = vec![
            (Paint::P2.class(), "share who buy".to_owned(), share),
            (Paint::Ink.class(), self.per("revenue"), money(&self.revenue)),
        ];
        if !self.profit.is_empty() {
            rows.push((Paint::Good.class(), self.per("profit"), money(&self.profit)));
        }
        let others = self.others.iter().zip(OTHERS.into_iter().cycle());
        rows.extend(others.map(|((name, shares), paint)| {
            (paint.class(), name.clone(), Unit::Percent.exact_or_gap(shares.get(index).copied()))
        }));
        Readout { heading: self.price_unit.exact(*price), rows }
    }
}

fn upper(words: String) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The least of 1, 2, 2.5, 5 times a power of ten no less than `wanted`; 1 for zero.
fn step(wanted: f64) -> f64 {
    if wanted < 1e-12 {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let steps = [1.0, 2.0, 2.5, 5.0].into_iter().map(|n| n * power);
    steps.into_iter().find(|n| *n >= wanted * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// As [`step`] for shares: four steps never pass 100 %.
fn quarter(wanted: f64) -> f64 {
    if wanted < 1e-12 { 0.25 } else { step(wanted) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::sample;

    #[test]
    fn the_title_says_where_the_peak_lies() {
        let mut figures = sample::demand();
        figures.profit = Vec::new();
        assert_eq!(figures.finding(), "Revenue per prospect peaks near $6.88, inside what evidence covers");
        figures.evidence = Some((8.0, 10.0));
        assert_eq!(figures.finding(), "Revenue per prospect peaks near $6.88, beyond what evidence covers");
        figures.revenue = figures.prices.clone();
        assert_eq!(figures.finding(), "Revenue per prospect still rises at $16");
    }

    #[test]
    fn a_loss_has_room_below_zero() {
        let mut figures = sample::demand();
        figures.profit = figures.prices.iter().map(|p| p - 9.0).collect();
        let axes = figures.axes(Size::new(600.0, 300.0));
        assert_eq!((axes.above, axes.below, axes.steps.1), (4, 4, 2.0));
        assert_eq!(figures.at(&figures.profit, 9.25), Some(0.25));
        assert_eq!(figures.at(&figures.profit, 99.0), None);
    }
}
