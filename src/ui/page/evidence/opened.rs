//! This file tells one finding: charts, figures with their intervals, warnings in words, and a way to use it.

use std::rc::Rc;

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use super::buttons::use_it;
use super::charts::Words;
use super::charts::charts;
use super::details;
use super::reading;
use super::reading::Look;
use super::resampled::use_resampled;
use crate::chart::Table;
use crate::demand::Bootstrap;
use crate::demand::Interval;
use crate::demand::conjoint::Rule;
use crate::demand::finding::Figure;
use crate::demand::finding::Finding;
use crate::demand::finding::Measure;
use crate::number;
use crate::number::UNDEFINED;
use crate::ui::control::ChartFrame;
use crate::ui::control::Select;
use crate::ui::control::Shown;
use crate::ui::control::TableTwin;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Same;
use crate::ui::page::parts::money;
use crate::ui::words::from_f64;
use crate::workspace::model::Evidence;

/// Which finding.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its id.
    pub id: AttrValue,
}

/// The finding.
#[component]
pub fn Opened(props: &Props) -> Html {
    let frame = use_frame();
    let look = use_state(Look::default);
    let model = frame.front.projection.case.last();
    let found = model.evidence.get(props.id.as_str()).cloned();
    let price = found.as_ref().map_or(1.0, |found| reading::reference(model, found));
    let read = use_memo((found.clone(), (*look).clone()), |(found, look)| reading::read(found.as_ref()?, look));
    let begun = use_state(|| None::<Same>);
    let drawn = use_resampled(&read, price);
    let told = {
        let deps = (read.clone(), price, drawn.clone(), frame.front.clone());
        let (frame, found) = (frame.clone(), found.clone());
        use_memo(deps, move |(read, price, drawn, _)| {
            let (finding, count) = read.as_ref().as_ref()?;
            Some(Told::new(&frame, found.as_ref()?, finding, *count, *price, drawn.as_deref()))
        })
    };
    let grouped = {
        let frame = frame.clone();
        let deps = (found.clone(), Look { group: None, ..(*look).clone() }, price);
        use_memo(deps, move |(found, look, price)| details::groups(&frame, found.as_ref()?, look, *price))
    };
    let Some(found) = found else { return html! {} };
    let name = found.about().name.to_owned();
    let Some(told) = told.as_ref() else {
        return html! {
            <section aria-label={format!("Finding: {name}")}><p class="muted">{ "Nothing can be read from it: its prices or answers say nothing about a change." }</p></section>
        };
    };
    let waiting = drawn.is_none() && read.as_ref().as_ref().is_some_and(|(finding, _)| finding.units() > 0);
    let resampled = match told.figures.iter().any(|figure| figure.interval.is_some()) {
        _ if waiting => "Resampling for the intervals…",
        true => "Intervals hold 90 % of what others asked would have said.",
        false => "",
    };
    html! {
        <section class="stack" aria-label={format!("Finding: {name}")}>
            { choices(&found, &read, &look) }
            for (at, chart) in told.charts.iter().enumerate() { <ChartFrame key={at} figures={chart.clone()} height_px={chart.height_px()} /> }
            <section class="section" aria-label="Figures">
                <h2>{ "Figures" }<small>{ &told.sample }</small></h2>
                <TableTwin caption="Figures of the finding" table={told.table.clone()} />
                <p class="help" role="status">{ resampled }</p>
                for warning in &told.warnings {
                    <div class="note"><span aria-hidden="true">{ "!" }</span><p>{ warning }</p></div>
                }
                { use_it(&frame, &props.id, &found, told, &begun) }
            </section>
            if let Some((finding, _)) = read.as_ref() { { details::of_kind(&frame, &found, finding) } }
            if let Some(table) = grouped.as_ref() {
                <section class="section" aria-label="Groups side by side">
                    <h2>{ "Groups side by side" }<small>{ "the same figures of each" }</small></h2>
                    <TableTwin caption="Groups side by side" table={table.clone()} />
                </section>
            }
            <details::Between curve={told.points.clone()} />
        </section>
    }
}

/// Everything told of a finding.
#[derive(PartialEq)]
pub struct Told {
    charts: Vec<Shown>,
    table: Table,
    /// How many it rests on, in words.
    pub sample: String,
    warnings: Vec<String>,
    /// The figures with their intervals.
    pub figures: Vec<Figure>,
    /// Prices between which an elasticity can be measured, with the share who buy at each.
    points: Vec<(f64, f64)>,
    /// The price the elasticity is measured at, in words.
    pub at: String,
}

impl Told {
    fn new(
        frame: &Frame,
        found: &Evidence,
        finding: &Finding,
        count: f64,
        price: f64,
        drawn: Option<&Bootstrap>,
    ) -> Self {
        let mut figures = finding.figures(price);
        for (at, figure) in figures.iter_mut().enumerate() {
            figure.interval = figure.interval.or_else(|| drawn?.interval(at)).filter(|_| figure.value.is_some());
        }
        let plan = reading::price(frame.front.projection.case.last(), found);
        let axis = plan.as_ref().map_or_else(|| "price".to_owned(), |price| price.axis());
        let words = Words { money: money(frame), price: axis, figures: &figures };
        let at = match &plan {
            Some(plan) => format!("{} of {}", written(frame, Measure::Price, price), plan.plan_name),
            None => format!("{}, the middle of what was asked", written(frame, Measure::Price, price)),
        };
        Self {
            charts: charts(found, finding, &words),
            table: table(frame, &figures, &at),
            sample: sample(frame, found, finding, count),
            warnings: finding.warnings(price),
            points: details::points(finding),
            at,
            figures,
        }
    }
}

/// How many it rests on, and how many of those asked it leaves out.
fn sample(frame: &Frame, found: &Evidence, finding: &Finding, count: f64) -> String {
    let what = match found {
        Evidence::Experiment(_) => "users",
        Evidence::GaborGranger(_) => "answers",
        Evidence::Historic(_) => "prospects",
        Evidence::VanWestendorp(_) | Evidence::Conjoint(_) => "respondents",
    };
    if count == 0.0 {
        return "n not known".to_owned();
    }
    let left_out = match finding {
        Finding::Meter { meter, .. } if meter.intransitive > 0 => {
            format!(", {} left out", number::count(from_f64(meter.intransitive as f64), frame.locale))
        }
        _ => String::new(),
    };
    format!("n = {} {what}{left_out}", number::count(from_f64(count), frame.locale))
}

/// A figure as its measure is written.
pub fn written(frame: &Frame, measure: Measure, value: f64) -> String {
    let currency = frame.workspace().currency;
    match measure {
        Measure::Price | Measure::Money => number::money(from_f64(value), currency, frame.locale),
        Measure::Share => number::share(from_f64(value), 1, frame.locale),
        Measure::Elasticity => number::fixed(from_f64(value), 2, frame.locale),
    }
}

fn table(frame: &Frame, figures: &[Figure], at: &str) -> Table {
    let row = |figure: &Figure| {
        let words = |value: f64| written(frame, figure.measure, value);
        let interval = figure.interval.map(|Interval { low, high }| format!("{} to {}", words(low), words(high)));
        let label = if figure.label == "Elasticity" { format!("Elasticity at {at}") } else { figure.label.clone() };
        vec![
            label,
            figure.value.map_or_else(|| UNDEFINED.to_owned(), words),
            interval.unwrap_or_else(|| UNDEFINED.to_owned()),
        ]
    };
    let headers = ["Figure", "Value", "90 % interval"].map(str::to_owned).to_vec();
    Table { headers, rows: figures.iter().map(row).collect() }
}

/// What can be chosen to look at: a group, the product of a conjoint study, the rule of choice.
fn choices(found: &Evidence, read: &Rc<Option<(Finding, f64)>>, look: &yew::UseStateHandle<Look>) -> Html {
    let groups = reading::groups(found);
    let row = |id: String, label: String, options: Vec<(AttrValue, AttrValue)>, value: AttrValue, on_pick| {
        html! {
            <div class="row which" key={id.clone()}><label for={id.clone()}>{ &label }</label>
                <Select {id} label={label.clone()} {options} {value} {on_pick} /></div>
        }
    };
    let changing = |change: fn(&mut Look, &str, AttrValue), of: String| {
        let look = look.clone();
        Callback::from(move |value: AttrValue| {
            let mut now = (*look).clone();
            change(&mut now, &of, value);
            look.set(now);
        })
    };
    let mut rows = Vec::new();
    if !groups.is_empty() {
        let options = std::iter::once(String::new()).chain(groups);
        let options = options.map(|name| {
            let words = if name.is_empty() { "everybody".to_owned() } else { name.clone() };
            (name.into(), words.into())
        });
        let pick = changing(
            |look, _, value| look.group = Some(value.to_string()).filter(|group| !group.is_empty()),
            String::new(),
        );
        let now = look.group.clone().unwrap_or_default();
        rows.push(row("group".into(), "Group".into(), options.collect(), now.into(), pick));
    }
    if let Some((Finding::Worths { study, product, rule }, _)) = read.as_ref().as_ref() {
        let rules = [("logit", "shares of preference (logit)"), ("first", "first choice")];
        let options = rules.map(|(key, words)| (key.into(), words.into())).into();
        let pick = changing(
            |look, _, value| look.rule = if value.as_str() == "first" { Rule::FirstChoice } else { Rule::Logit },
            String::new(),
        );
        let now = if *rule == Rule::FirstChoice { "first" } else { "logit" };
        rows.push(row("choice-rule".into(), "Choice".into(), options, now.into(), pick));
        for (name, levels) in
            study.attributes().into_iter().filter(|(_, levels)| study.levels[levels[0]].price.is_none())
        {
            let options =
                levels.iter().map(|at| (at.to_string().into(), study.levels[*at].name.clone().into())).collect();
            let now = levels.iter().find(|at| product.contains(at)).map(usize::to_string).unwrap_or_default();
            let pick = changing(
                |look, of, value| {
                    look.levels.retain(|(name, _)| name != of);
                    look.levels.extend(value.parse().ok().map(|level| (of.to_owned(), level)));
                },
                name.to_owned(),
            );
            rows.push(row(format!("level-{name}"), name.to_owned(), options, now.into(), pick));
        }
    }
    rows.into_iter().collect()
}
