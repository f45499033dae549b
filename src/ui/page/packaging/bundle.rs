//! This file sets an add-on against its bundle: who takes it, and the map of what the bundle earns by attach and upgrades.

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::chart::bundle::BundleMap;
use crate::number::Currency;
use crate::number::UNDEFINED;
use crate::number::share;
use crate::packaging::Bundle as Trade;
use crate::packaging::bundle_into;
use crate::packaging::cost;
use crate::packaging::mean_quantities;
use crate::packaging::order;
use crate::pricing::Interval;
use crate::pricing::PriceModel;
use crate::projection::Projection;
use crate::shape::Unit;
use crate::ui::control::ChartFrame;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::Shown;
use crate::ui::control::Typed;
use crate::ui::frame::use_frame;
use crate::ui::page::parts;
use crate::ui::page::pricing::retold::settled;
use crate::ui::page::pricing::who;
use crate::ui::words::Style;
use crate::ui::words::from_f64;
use crate::workspace::Model;
use crate::workspace::model::AddOn;

/// The highest upgrade rate shown.
const MOST: f64 = 0.2;

/// The map with its choices.
#[component]
pub fn BundleView() -> Html {
    let frame = use_frame();
    let (chosen, into, rise) =
        (use_state(AttrValue::default), use_state(AttrValue::default), use_state(|| None::<Decimal>));
    let model = frame.front.projection.case.last();
    let currency = frame.workspace().currency;
    let add_ons = frame.front.named("add_ons");
    let add_on = model.add_ons.get_key_value(chosen.as_str()).or(model.add_ons.first()).map(|(id, _)| id.clone());
    let content = add_on.as_ref().and_then(|id| model.add_ons.get(id));
    let plans: Vec<_> = frame
        .front
        .named("plans")
        .into_iter()
        .filter(|(id, _)| content.is_some_and(|content| fits(model, content, id)))
        .collect();
    let plan = plans.iter().find(|(id, _)| *id == *into).or(plans.last()).map(|(id, _)| id.clone()).unwrap_or_default();
    let price = content.map_or(Decimal::ONE, headline);
    let raised = rise.unwrap_or_else(|| (price / Decimal::TWO).round_dp(2));
    let unit = parts::money(&frame);
    let figures =
        use_memo((frame.front.clone(), add_on.clone(), plan.clone(), raised), |(front, add_on, plan, rise)| {
            map(&front.projection, currency, add_on.as_deref()?, plan, *rise, unit).map(Shown::from)
        });
    let Some(add_on) = add_on else { return html! {} };
    let pick = |state: &yew::UseStateHandle<AttrValue>| {
        let state = state.clone();
        Callback::from(move |id: AttrValue| state.set(id))
    };
    let on_edit = {
        let rise = rise.clone();
        Callback::from(move |typed: Typed| rise.set(typed.value))
    };
    let style =
        Style { unit: Unit::Money, low: 0.0, high: 1e9, whole: false, exact: true, currency, locale: frame.locale };
    let bundle = {
        let (frame, add_on, plan) = (frame.clone(), add_on.clone(), plan.clone());
        Callback::from(move |_: MouseEvent| {
            let model = frame.front.projection.case.last();
            let edit = bundle_into(model, frame.session.scenario.as_deref(), &add_on, &plan, raised);
            edit.into_iter().for_each(|edit| frame.edit(edit));
        })
    };
    let name = frame.front.name_of("plans", &plan);
    html! {
        <section class="section" aria-label="Add-on or bundle">
            <h2>{ "Add-on or bundle" }</h2>
            <div class="row"><label for="bundle-add-on">{ "Put" }</label>
                <Select id="bundle-add-on" label="Bundle: add-on" options={add_ons} value={add_on} on_pick={pick(&chosen)} /></div>
            <div class="row"><label for="bundle-plan">{ "into" }</label>
                <Select id="bundle-plan" label="Bundle: plan" options={plans} value={plan} on_pick={pick(&into)} /></div>
            <div class="row"><label for="bundle-rise">{ "and raise its price by" }</label>
                <NumberInput id="bundle-rise" label="Bundle: rise" {style} value={Some(raised)} {on_edit} /></div>
            <p class="help">{ "in the measure of the add-on's price: a seat where it is sold by the seat" }</p>
            <div class="plan-tools"><button type="button" class="btn line" onclick={bundle}>{ format!("Bundle into {name} at this price") }</button></div>
            if let Some(figures) = figures.as_ref() { <ChartFrame figures={figures.clone()} height_px=280.0 /> }
        </section>
    }
}

fn fits(model: &Model, add_on: &AddOn, plan: &str) -> bool {
    add_on.fits(plan) && model.plans.get(plan).is_some_and(|plan| !plan.free)
}

/// The price people name: of a unit, or the fee.
fn headline(add_on: &AddOn) -> Decimal {
    let named = add_on.charges.values().find_map(|charge| match &charge.model {
        PriceModel::PerUnit { price, .. } => Some(*price),
        PriceModel::Flat { amount, .. } => Some(*amount),
        _ => None,
    });
    named.unwrap_or(Decimal::ONE)
}

/// Share of the buyers of a plan who take an add-on, and of all customers of mean size what the plan costs.
fn map(
    projection: &Projection,
    currency: Currency,
    add_on: &str,
    plan: &str,
    rise: Decimal,
    unit: crate::chart::axis::Unit,
) -> Option<BundleMap> {
    let model = projection.case.last();
    let t = settled(&projection.case);
    let (shares, weights) = (who::shares(projection, t), who::weights(projection, t));
    let of = |plan: usize| -> Vec<f64> {
        shares.iter().zip(&weights).map(|(shares, weight)| shares[plan] * weight).collect()
    };
    let at = model.plans.get_index_of(plan)?;
    let index = model.add_ons.get_index_of(add_on)?;
    let buyers = of(at);
    let (all, count) = (buyers.iter().sum::<f64>(), buyers.len() as f64);
    let mean = |by_segment: &dyn Fn(usize) -> f64| {
        let each = buyers.iter().enumerate();
        each.map(|(segment, some)| by_segment(segment) * if all > 0.0 { some / all } else { 1.0 / count }).sum::<f64>()
    };
    let monthly = |plan: &str, set: u64| {
        mean(&|segment| {
            let quantities = mean_quantities(model, &model.segments[segment]);
            parts::float(cost(model, currency, plan, set, &quantities, Interval::Monthly)) / 12.0
        })
    };
    let price = monthly(plan, 0);
    let add_on_price = monthly(plan, 1 << index) - price;
    let headline = parts::float(headline(&model.add_ons[index]));
    let rise = if headline > 0.0 { parts::float(rise) / headline * add_on_price } else { 0.0 };
    let order = order(model, currency);
    let below = order.iter().rev().skip_while(|other| **other != at).nth(1).filter(|below| !model.plans[**below].free);
    let (id, below_plan) = below.and_then(|below| model.plans.get_index(*below)).unzip();
    let ratio = below.map(|below| if all > 0.0 { of(*below).iter().sum::<f64>() / all } else { 0.0 });
    Some(BundleMap {
        add_on: model.add_ons[index].name.clone(),
        plan: model.plans[at].name.clone(),
        below: below_plan.map(|plan| plan.name.clone()),
        bundle: Trade {
            price,
            rise,
            add_on: add_on_price,
            below: id.zip(ratio).map(|(id, ratio)| (monthly(id, 0), ratio)),
            sold_below: id.is_some_and(|id| model.add_ons[index].fits(id)),
        },
        attach: mean(&|segment| attach(projection, t, segment, at, add_on)),
        most: MOST,
        unit,
    })
}

/// Share of the buyers of a plan in a segment who take an add-on.
fn attach(projection: &Projection, t: usize, segment: usize, plan: usize, add_on: &str) -> f64 {
    let table = &projection.rates.tables[segment][plan][0][projection.rates.prices[plan].list[t]];
    let shares = table.add_ons.iter().flat_map(|extra| &extra.shares);
    shares.filter(|(id, _)| id == add_on).map(|(_, share)| *share).sum()
}

/// Who takes which add-on, of the buyers of plans it can be had with.
#[component]
pub fn Takers() -> Html {
    let frame = use_frame();
    let projection = &frame.front.projection;
    let (model, t) = (projection.case.last(), settled(&projection.case));
    if model.add_ons.is_empty() {
        return html! {};
    }
    let cell = |segment: usize, add_on: &str| {
        let shares = &projection.rates.segments[segment].shares[t];
        let mut sum = (0.0, 0.0);
        for (plan, _) in model.plans.keys().enumerate().filter(|(_, id)| fits(model, &model.add_ons[add_on], id)) {
            sum = (sum.0 + shares[plan], sum.1 + shares[plan] * attach(projection, t, segment, plan, add_on));
        }
        let text = if sum.0 > 0.0 { share(from_f64(sum.1 / sum.0), 1, frame.locale) } else { UNDEFINED.to_owned() };
        html! { <td>{ text }</td> }
    };
    html! {
        <section class="section" aria-label="Attach">
            <h2>{ "Attach" }<small>{ "of new customers who can have it" }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="Attach by segment">
                <table>
                    <caption class="unseen">{ "Attach by segment" }</caption>
                    <thead><tr><th scope="col">{ "Segment" }</th>{ for model.add_ons.values().map(|add_on| html! { <th scope="col">{ &add_on.name }</th> }) }</tr></thead>
                    <tbody>
                        for (at, segment) in model.segments.values().enumerate() {
                            <tr><th scope="row">{ &segment.name }</th>{ for model.add_ons.keys().map(|id| cell(at, id)) }</tr>
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}
