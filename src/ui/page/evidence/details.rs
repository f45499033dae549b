//! This file tells more of a finding than its figures: crossings by every rule, each of several changes, groups side by side,
//! and the elasticity between two points a person chooses.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_state_eq;

use super::opened::written;
use super::reading;
use super::reading::Look;
use crate::chart::Table;
use crate::demand::Interval;
use crate::demand::answers;
use crate::demand::elasticity;
use crate::demand::finding::Finding;
use crate::demand::finding::Measure;
use crate::demand::historic;
use crate::demand::van_westendorp::Definition;
use crate::demand::van_westendorp::Manner;
use crate::demand::van_westendorp::Meter;
use crate::demand::van_westendorp::Point;
use crate::demand::van_westendorp::Rule;
use crate::number::UNDEFINED;
use crate::ui::control::Select;
use crate::ui::control::TableTwin;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::workspace::model::Evidence;

/// The most points of a curve to choose from, and the most groups beside each other.
const MOST_POINTS: usize = 60;
const MOST_GROUPS: usize = 8;

/// Points of the method with their definition, in words.
const CROSSED: [(&str, &str, Point); 6] = [
    ("Lowest acceptable", "too cheap × not cheap (original)", Point::Cheapness(Definition::Original)),
    ("Lowest acceptable", "too cheap × expensive (narrower)", Point::Cheapness(Definition::Narrower)),
    ("Optimal", "too cheap × too expensive", Point::Optimal),
    ("Indifference", "cheap × expensive", Point::Indifference),
    ("Highest acceptable", "too expensive × cheap (narrower)", Point::Expensiveness(Definition::Narrower)),
    ("Highest acceptable", "too expensive × not expensive (original)", Point::Expensiveness(Definition::Original)),
];

/// What only the kind of a finding has to tell.
pub fn of_kind(frame: &Frame, found: &Evidence, finding: &Finding) -> Html {
    match (found, finding) {
        (_, Finding::Meter { meter, .. }) => section(
            "Where the curves cross",
            "each point by every rule in use",
            crossings(frame, meter),
            "Linear: on straight lines between the prices named, the lowest crossing. Step: the first price named at which the rising curve has reached the falling one. Where the curves run together, every price named there is a crossing: the lowest, the mean and the highest of them.",
        ),
        (Evidence::Historic(survey), _) => {
            let months = answers::historic(&survey.rows).unwrap_or_default();
            section(
                "Every change of price",
                "before and after each",
                changes(frame, &months),
                "The figures above and “Use this” are of the last change.",
            )
        }
        _ => html! {},
    }
}

fn section(title: &'static str, small: &'static str, table: Table, help: &'static str) -> Html {
    html! {
        <section class="section" aria-label={title}>
            <h2>{ title }<small>{ small }</small></h2>
            <TableTwin caption={title} {table} />
            <p class="help">{ help }</p>
        </section>
    }
}

fn crossings(frame: &Frame, meter: &Meter) -> Table {
    let counts = meter.count(Manner::Exact, None);
    let price = |value: f64| written(frame, Measure::Price, value);
    let row = |(label, definition, point): &(&str, &str, Point)| {
        let (linear, step) = (counts.point(*point, Rule::Linear), counts.point(*point, Rule::Step));
        let gap = || UNDEFINED.to_owned();
        let run = match &linear {
            Some(crossing) if crossing.degenerate => {
                format!("{}, {}, {}", price(crossing.lowest()), price(crossing.mean()), price(crossing.highest()))
            }
            _ => "one point".to_owned(),
        };
        vec![
            format!("{label}: {definition}"),
            linear.as_ref().map_or_else(gap, |crossing| price(crossing.lowest())),
            step.map_or_else(gap, |crossing| price(crossing.lowest())),
            run,
        ]
    };
    let headers = ["Point", "Linear", "Step", "Where they run together"].map(str::to_owned).to_vec();
    Table { headers, rows: CROSSED.iter().map(row).collect() }
}

fn changes(frame: &Frame, months: &[(crate::month::Month, historic::Seen)]) -> Table {
    let seen: Vec<_> = months.iter().map(|(_, seen)| *seen).collect();
    let mut begins = 0;
    let row = |change: historic::Change| {
        begins += change.before.months;
        let words = |measure, value: Option<f64>| {
            value.map_or_else(|| UNDEFINED.to_owned(), |value| written(frame, measure, value))
        };
        let range = change.interval.map(|Interval { low, high }| {
            format!("{} to {}", written(frame, Measure::Elasticity, low), written(frame, Measure::Elasticity, high))
        });
        let pair = |measure, one: f64, other: f64| {
            format!("{} → {}", written(frame, measure, one), written(frame, measure, other))
        };
        vec![
            months.get(begins).map_or_else(String::new, |(month, _)| month.label()),
            pair(Measure::Price, change.before.price, change.after.price),
            pair(Measure::Share, change.before.conversion, change.after.conversion),
            words(Measure::Elasticity, change.arc_elasticity),
            words(Measure::Elasticity, change.elasticity),
            range.unwrap_or_else(|| UNDEFINED.to_owned()),
        ]
    };
    let headers = ["From", "Price", "Conversion", "Arc elasticity", "Elasticity", "90 % interval"];
    let rows = historic::changes(&seen).into_iter().map(row).collect();
    Table { headers: headers.map(str::to_owned).to_vec(), rows }
}

/// Every figure for everybody and for each group; none without groups.
pub fn groups(frame: &Frame, found: &Evidence, look: &Look, price: f64) -> Option<Table> {
    let names = reading::groups(found);
    if names.is_empty() {
        return None;
    }
    let of = |group: Option<String>| {
        let (finding, count) = reading::read(found, &Look { group, ..look.clone() })?;
        Some((finding.figures(price), count))
    };
    let shown = names.iter().take(MOST_GROUPS);
    let told: Vec<_> = std::iter::once(None).chain(shown.clone().cloned().map(Some)).map(of).collect();
    let everybody = told.first()?.as_ref()?;
    let mut headers = vec!["Figure".to_owned(), "Everybody".to_owned()];
    headers.extend(shown.cloned());
    let count = |told: &Option<(_, f64)>| told.as_ref().map_or_else(|| "0".to_owned(), |(_, count)| format!("{count}"));
    let mut rows = vec![std::iter::once("Counted".to_owned()).chain(told.iter().map(count)).collect::<Vec<_>>()];
    for figure in &everybody.0 {
        // Figures are found by name: a small group may lack some.
        let cell = |told: &Option<(Vec<crate::demand::finding::Figure>, f64)>| {
            let own = told.as_ref().and_then(|(all, _)| all.iter().find(|own| own.label == figure.label)?.value);
            own.map_or_else(|| UNDEFINED.to_owned(), |value| written(frame, figure.measure, value))
        };
        rows.push(std::iter::once(figure.label.clone()).chain(told.iter().map(cell)).collect());
    }
    Some(Table { headers, rows })
}

/// What the choice of two points needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Share who buy by price, ascending.
    pub curve: Vec<(f64, f64)>,
}

/// The points of a finding between which an elasticity can be measured.
pub fn points(finding: &Finding) -> Vec<(f64, f64)> {
    let all = match finding {
        Finding::Change(change) => {
            let mut both = [change.before, change.after].map(|side| (side.price, side.conversion)).to_vec();
            both.sort_by(|one, other| one.0.total_cmp(&other.0));
            both
        }
        _ => finding.demand(None),
    };
    let every = all.len().div_ceil(MOST_POINTS).max(1);
    let last = all.last().copied();
    let mut kept: Vec<_> = all.into_iter().step_by(every).collect();
    kept.extend(last.filter(|last| kept.last() != Some(last)));
    kept
}

/// Arc and point elasticity between two points of a curve.
#[component]
pub fn Between(props: &Props) -> Html {
    let frame = use_frame();
    let chosen = use_state_eq(|| (None::<usize>, None::<usize>));
    let curve = &props.curve;
    let Some(last) = curve.len().checked_sub(1).filter(|last| *last > 0) else { return html! {} };
    // At the ends of a survey's curve all or nobody may buy: the first look is at its middle.
    let (one, other) = (chosen.0.unwrap_or(last / 3).min(last), chosen.1.unwrap_or(last - last / 3).min(last));
    let options: Vec<(AttrValue, AttrValue)> = curve
        .iter()
        .enumerate()
        .map(|(at, (price, _))| (at.to_string().into(), written(&frame, Measure::Price, *price).into()))
        .collect();
    let on_one = {
        let chosen = chosen.clone();
        Callback::from(move |key: AttrValue| chosen.set((key.parse().ok(), chosen.1)))
    };
    let on_other = {
        let chosen = chosen.clone();
        Callback::from(move |key: AttrValue| chosen.set((chosen.0, key.parse().ok())))
    };
    let table = between(&frame, curve[one], curve[other]);
    html! {
        <section class="section" aria-label="Elasticity between two prices">
            <h2>{ "Elasticity between two prices" }</h2>
            <div class="row"><label for="point-one">{ "From" }</label>
                <Select id="point-one" label="Elasticity from" options={options.clone()} value={one.to_string()} on_pick={on_one} /></div>
            <div class="row"><label for="point-other">{ "To" }</label>
                <Select id="point-other" label="Elasticity to" {options} value={other.to_string()} on_pick={on_other} /></div>
            <TableTwin caption="Elasticity between two prices" {table} />
        </section>
    }
}

fn between(frame: &Frame, (price, share): (f64, f64), (other_price, other_share): (f64, f64)) -> Table {
    let words = |value: Option<f64>| {
        value.map_or_else(|| UNDEFINED.to_owned(), |value| written(frame, Measure::Elasticity, value))
    };
    let slope = (share - other_share) / (other_price - price);
    let line = |at: f64| elasticity::of_line(share + slope * price, slope, at).filter(|value| value.is_finite());
    let at = |price: f64, share: f64| {
        format!(
            "Point, on the straight line, at {} ({})",
            written(frame, Measure::Price, price),
            written(frame, Measure::Share, share)
        )
    };
    let rows = vec![
        vec!["Arc (midpoint)".to_owned(), words(elasticity::arc(price, share, other_price, other_share))],
        vec!["Constant, through both".to_owned(), words(elasticity::constant(price, share, other_price, other_share))],
        vec![at(price, share), words(line(price))],
        vec![at(other_price, other_share), words(line(other_price))],
    ];
    Table { headers: ["Measured as", "Elasticity"].map(str::to_owned).to_vec(), rows }
}
