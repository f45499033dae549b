//! This file answers: who takes which plan? Plan mix by segment, a bar for each scenario below the other.

use crate::chart::Chart;
use crate::chart::Figures;
use crate::chart::Picture;
use crate::chart::Readout;
use crate::chart::Size;
use crate::chart::Table;
use crate::chart::axis::Unit;
use crate::chart::canvas::Canvas;
use crate::chart::labels::Space;
use crate::chart::paint::Ink;
use crate::chart::paint::Paint;
use crate::chart::paint::Stroke;
use crate::chart::svg::Anchor;
use crate::chart::text;

/// This chart in the list.
pub const CHART: Chart = Chart { id: "mix", name: "Plan mix by segment" };

/// Shares of the plans in each segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix {
    /// Name and paint of each plan.
    pub plans: Vec<(String, Paint)>,
    /// The segments.
    pub segments: Vec<Segment>,
}

/// One segment's mix.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// A scenario's name and the share of each plan, summing to 1; where there are several, the first is what is compared.
    pub bars: Vec<(String, Vec<f64>)>,
}

/// Where everything stands, in pixels.
struct Places {
    /// Left edge of the bars.
    left: f64,
    /// Plan names: place and text, left of it a swatch.
    legend: Vec<(f64, f64)>,
    /// Whether segments are named above their bars rather than beside them.
    above: bool,
    /// Top of each segment's name, top of each of its bars.
    segments: Vec<(f64, Vec<f64>)>,
    /// Height of a bar.
    bar: f64,
}

impl Places {
    fn bottom(&self) -> f64 {
        self.segments.last().and_then(|s| s.1.last()).map_or(0.0, |top| top + self.bar + 2.0)
    }
}

impl Mix {
    fn bars(&self) -> impl Iterator<Item = (&Segment, usize, &(String, Vec<f64>))> {
        self.segments.iter().flat_map(|s| s.bars.iter().enumerate().map(move |(i, bar)| (s, i, bar)))
    }

    fn places(&self, size: Size) -> Places {
        let widest =
            |names: &mut dyn Iterator<Item = &str>, bold| names.map(|n| text::width(n, bold)).fold(0.0, f64::max);
        let segment = widest(&mut self.segments.iter().map(|s| s.name.as_str()), true);
        let scenario = widest(&mut self.bars().map(|(_, _, b)| b.0.as_str()), false);
        let above = segment + scenario + 24.0 > size.width_px * 0.36;
        let left = if above { scenario.min(size.width_px * 0.42) + 8.0 } else { segment + scenario + 24.0 };
        let (legend, top) = self.legend(left, size.width_px);
        let rows = self.bars().count().max(1) as f64;
        let between = self.segments.len() as f64 * if above { 28.0 } else { 8.0 };
        let pitch = ((size.height_px - top - between) / rows).clamp(8.0, 32.0);
        let mut y = top;
        let mut place = |s: &Segment| {
            let name = y;
            y += if above { 20.0 } else { 0.0 };
            let tops = (0..s.bars.len()).map(|i| y + i as f64 * pitch).collect();
            y += s.bars.len() as f64 * pitch + 8.0;
            (name, tops)
        };
        let segments = self.segments.iter().map(&mut place).collect();
        Places { left, legend, above, segments, bar: (pitch - 3.0).min(22.0) }
    }

    /// Places of the plans' names in as many lines as they need, and the height they take.
    fn legend(&self, left: f64, width_px: f64) -> (Vec<(f64, f64)>, f64) {
        let (mut x, mut y) = (left, 8.0);
        let mut places = Vec::new();
        for (name, _) in &self.plans {
            let width = text::width(name, true).min(width_px - left) + 30.0;
            if x > left && x + width - 16.0 > width_px {
                (x, y) = (left, y + 18.0);
            }
            places.push((x, y));
            x += width;
        }
        (places, y + 16.0)
    }

    /// Each plan's swatch and its parts of all bars together, so that a plan is one path. What is compared is a lower bar in
    /// the same paints: paler ones would be those of other plans.
    fn draw_bars(&self, canvas: &Canvas, places: &Places) {
        let low =
            |(segment, at): (&Segment, usize)| if at == 0 && segment.bars.len() > 1 { places.bar * 0.3 } else { 0.0 };
        let tops = places.segments.iter().flat_map(|s| s.1.iter().copied());
        let heights = tops.zip(self.bars()).map(|(top, (segment, at, _))| (top + low((segment, at)), top + places.bar));
        let heights: Vec<(f64, f64)> = heights.collect();
        let parts: Vec<Vec<(f64, f64)>> = self.bars().map(|(_, _, bar)| spans(&bar.1)).collect();
        let room = canvas.edges.right - places.left;
        let at = |share: f64| places.left + share * room;
        for (plan, (_, paint)) in self.plans.iter().enumerate() {
            let (x, y) = places.legend[plan];
            let swatch = Space { left: x, right: x + 10.0, top: y - 5.0, bottom: y + 5.0 };
            canvas.rectangle_px(Ink(*paint, Stroke::Area), swatch);
            for (spans, (top, bottom)) in parts.iter().zip(&heights) {
                let Some((from, to)) = spans.get(plan).filter(|(from, to)| (to - from) * room > 0.05) else {
                    continue;
                };
                let right = (at(*to) - 1.0).max(at(*from) + 0.3);
                let space = Space { left: at(*from), right, top: *top, bottom: *bottom };
                canvas.rectangle_px(Ink(*paint, Stroke::Area), space);
            }
        }
        for (spans, (top, bottom)) in parts.iter().zip(&heights) {
            for ((from, to), (_, paint)) in spans.iter().zip(&self.plans) {
                let label = format!("{:.0}", (to - from) * 100.0);
                if text::width(&label, false) + 6.0 <= (to - from) * room {
                    let middle = (at(f64::midpoint(*from, *to)), f64::midpoint(*top, *bottom));
                    canvas.text_px(middle, &label, paint.over(), Anchor::Middle, false);
                }
            }
        }
    }

    /// The largest difference between the first and the last bar of a segment: segment, plan, difference.
    fn largest_move(&self) -> Option<(&str, &str, f64)> {
        let mut largest: Option<(&str, &str, f64)> = None;
        for segment in &self.segments {
            let (Some(first), Some(last)) = (segment.bars.first(), segment.bars.last()) else { continue };
            for ((plan, _), (before, after)) in self.plans.iter().zip(first.1.iter().zip(&last.1)) {
                if largest.is_none_or(|l| (after - before).abs() > l.2.abs() + 1e-9) {
                    largest = Some((&segment.name, plan, after - before));
                }
            }
        }
        largest
    }
}

impl Figures for Mix {
    fn chart(&self) -> Chart {
        CHART
    }

    fn finding(&self) -> String {
        let compared = self.segments.iter().any(|s| s.bars.len() > 1);
        match self.largest_move() {
            None => "There is no plan mix yet".to_owned(),
            Some((segment, plan, by)) if by.abs() >= 0.0005 => {
                let points = format!("{:.1}", by.abs() * 100.0);
                let (points, way) = (points.trim_end_matches(".0"), if by > 0.0 { "to" } else { "away from" });
                format!("{segment} move {way} {plan}, by {points} points")
            }
            Some(_) if compared => "The mix is the same in both scenarios".to_owned(),
            Some(_) => {
                let bars = || self.segments.iter().filter_map(|s| Some((s, s.bars.first()?)));
                let shares = bars().flat_map(|(s, b)| self.plans.iter().zip(&b.1).map(move |(p, v)| (s, p, *v)));
                let top = shares.max_by(|a, b| a.2.total_cmp(&b.2));
                top.map_or_else(String::new, |(s, p, v)| {
                    format!("{} of {} take {}", Unit::Percent.short(v), s.name, p.0)
                })
            }
        }
    }

    fn subtitle(&self) -> String {
        "plan mix by segment, % of buyers".to_owned()
    }

    /// Every bar 22 pixels high.
    fn height_px(&self, width_px: f64) -> f64 {
        self.places(Size { width_px, height_px: 8000.0 }).bottom().max(80.0)
    }

    fn draw(&self, size: Size) -> Picture {
        let places = self.places(size);
        let size = Size { height_px: size.height_px.max(places.bottom()), ..size };
        let edges = Space { left: places.left, top: 0.0, right: size.width_px, bottom: size.height_px };
        let canvas = Canvas::new(size, edges, 0.0..1.0, 0.0..1.0);
        self.draw_bars(&canvas, &places);
        for ((name, _), (x, y)) in self.plans.iter().zip(&places.legend) {
            let name = text::fit(name, true, size.width_px - x - 15.0);
            canvas.text_px((x + 15.0, *y), &name, Paint::Ink, Anchor::Start, true);
        }
        let mut rows = Vec::new();
        for (segment, (name, tops)) in self.segments.iter().zip(&places.segments) {
            let room = if places.above { size.width_px } else { places.left };
            let y = if places.above { name + 8.0 } else { name + places.bar / 2.0 };
            canvas.text_px((0.0, y), &text::fit(&segment.name, true, room), Paint::Ink, Anchor::Start, true);
            for ((scenario, _), top) in segment.bars.iter().zip(tops) {
                let label = text::fit(scenario, false, places.left - 8.0);
                let at = (places.left - 8.0, top + places.bar / 2.0);
                canvas.text_px(at, &label, Paint::Faint, Anchor::End, false);
                rows.push(top + places.bar / 2.0);
            }
        }
        let columns = if rows.is_empty() { Vec::new() } else { vec![f64::midpoint(places.left, size.width_px)] };
        canvas.finish(columns, rows)
    }

    fn table(&self) -> Table {
        let headers =
            ["Segment", "Scenario"].map(str::to_owned).into_iter().chain(self.plans.iter().map(|p| p.0.clone()));
        let row = |(segment, _, (scenario, shares)): (&Segment, usize, &(String, Vec<f64>))| {
            let shares = shares.iter().map(|share| Unit::Percent.exact(*share));
            [segment.name.clone(), scenario.clone()].into_iter().chain(shares).collect()
        };
        Table { headers: headers.collect(), rows: self.bars().map(row).collect() }
    }

    fn readout(&self, index: usize) -> Readout {
        let Some((segment, _, (scenario, shares))) = self.bars().nth(index) else { return Readout::default() };
        let row = |((name, paint), share): (&(String, Paint), &f64)| {
            (paint.class(), name.clone(), Unit::Percent.exact(*share))
        };
        let heading = format!("{}, {scenario}", segment.name);
        Readout { heading, rows: self.plans.iter().zip(shares).map(row).collect() }
    }
}

/// Where each part of a bar begins and ends, as shares of its length.
fn spans(shares: &[f64]) -> Vec<(f64, f64)> {
    let mut end = 0.0;
    let span = |share: &f64| {
        let from: f64 = end;
        end = (from + share.clamp(0.0, 1.0)).min(1.0);
        (from, end)
    };
    shares.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::sample;

    #[test]
    fn the_title_names_the_largest_move() {
        let mut mix = sample::mix();
        assert_eq!(mix.finding(), "Agencies move away from Essentials, by 7 points");
        for segment in &mut mix.segments {
            segment.bars.truncate(1);
        }
        assert_eq!(mix.finding(), "62\u{a0}% of Creators take Free");
        mix.segments.clear();
        assert_eq!(mix.finding(), "There is no plan mix yet");
    }

    #[test]
    fn bars_fit_into_their_natural_height() {
        for width in [300.0, 360.0, 800.0] {
            let mix = sample::mix();
            let plot = mix.draw(Size::new(width, mix.height_px(width))).plot;
            assert_eq!(plot.rows.len(), 6);
            assert!(plot.rows.windows(2).all(|w| w[1] - w[0] >= 25.0));
            assert!(plot.rows[5] + 11.0 <= mix.height_px(width));
        }
    }
}
