//! This file shows the bills of all plans against how much a customer uses.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::chart::axis::Spacing;
use crate::chart::axis::Unit;
use crate::chart::bill_curves::BillCurves;
use crate::chart::bill_curves::Money;
use crate::chart::paint::Paint;
use crate::chart::timeline::Series;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::money_short;
use crate::pricing::Interval;
use crate::pricing::Offer;
use crate::pricing::Terms;
use crate::projection::Buyer;
use crate::projection::Version;
use crate::projection::with_offers;
use crate::ui::control::ChartFrame;
use crate::ui::control::Select;
use crate::ui::control::Shown;
use crate::ui::frame::use_frame;
use crate::workspace::Model;

/// Quantities along the axis at most.
const MOST_POINTS: f64 = 80.0;

/// The chart, with choices of what is drawn of a bill, how the axes are spaced, and of the meter where there are several.
#[component]
pub fn Curves() -> Html {
    let frame = use_frame();
    let (chosen, shown, spacing) =
        (use_state(AttrValue::default), use_state(Money::default), use_state(Spacing::default));
    let meters = charged(frame.front.projection.case.last());
    let meter = if meters.iter().any(|(id, _)| *id == *chosen) { (*chosen).clone() } else { first(&meters) };
    let (currency, locale) = (frame.workspace().currency, frame.locale);
    let figures = use_memo(
        (frame.front.clone(), meter.clone(), currency, *shown, *spacing),
        |(front, meter, currency, shown, spacing)| {
            let curves = curves(front.projection.case.last(), meter, *currency, *spacing);
            if meter.is_empty() {
                return Err(flat(&curves, *currency, locale));
            }
            Ok(Shown::from(BillCurves { shown: *shown, ..curves }))
        },
    );
    let figures = match figures.as_ref() {
        Ok(figures) => figures.clone(),
        Err(words) => {
            return html! {
                <section class="section" aria-label="Bills">
                    <h2>{ "Bills" }<small>{ "a month" }</small></h2>
                    <p>{ words }</p>
                </section>
            };
        }
    };
    let on_pick = {
        let chosen = chosen.clone();
        Callback::from(move |id| chosen.set(id))
    };
    let moneys = [("bill", "the bill", Money::Bill), ("unit", "the price of one", Money::Unit)];
    let spacings = [("linear", "linear", Spacing::Linear), ("log", "logarithmic", Spacing::Logarithmic)];
    html! {
        <div>
            <ChartFrame {figures} height_px=280.0 />
            <div class="row which">
                <label for="curve-shown">{ "Show" }</label>{ pick("curve-shown", "Bills: show", &moneys, &shown) }
                { pick("curve-axes", "Bills: axes", &spacings, &spacing) }
            </div>
            if meters.len() > 1 {
                <div class="row which"><label for="curve-meter">{ "Against" }</label>
                    <Select id="curve-meter" label="Bills against" options={meters} value={meter} {on_pick} /></div>
            }
        </div>
    }
}

/// What plans cost that charge for no meter: there is nothing to draw their bills against.
fn flat(curves: &BillCurves, currency: Currency, locale: Locale) -> String {
    let bill = |plan: &Series| Some(format!("{} {}", plan.name, money_short(plan.at(0)?, currency, locale)));
    let bills: Vec<_> = curves.plans.iter().filter_map(bill).collect();
    format!("No plan charges by usage, so bills are the same however much a customer uses: {}.", bills.join(", "))
}

/// A choice among a few values that a state holds.
fn pick<T: Copy + PartialEq + 'static>(
    id: &'static str,
    label: &'static str,
    choices: &[(&'static str, &'static str, T)],
    state: &UseStateHandle<T>,
) -> Html {
    let options: Vec<(AttrValue, AttrValue)> =
        choices.iter().map(|(key, words, _)| ((*key).into(), (*words).into())).collect();
    let value = choices.iter().find(|(_, _, value)| *value == **state).map_or("", |(key, _, _)| *key);
    let (known, state) = (choices.to_vec(), state.clone());
    let on_pick = Callback::from(move |key: AttrValue| {
        if let Some((_, _, value)) = known.iter().find(|(known, _, _)| key == *known) {
            state.set(*value);
        }
    });
    html! { <Select {id} {label} {options} {value} {on_pick} /> }
}

fn first(meters: &[(AttrValue, AttrValue)]) -> AttrValue {
    meters.first().map(|(id, _)| id.clone()).unwrap_or_default()
}

/// The meters that some plan charges for, by id and name.
fn charged(model: &Model) -> Vec<(AttrValue, AttrValue)> {
    let used = |id: &String| {
        let mut charges = model.plans.values().flat_map(|plan| plan.charges.values());
        charges.any(|charge| charge.model.meters().contains(&id.as_str()))
    };
    let named = model.meters.iter().filter(|(id, _)| used(id));
    named.map(|(id, meter)| (id.clone().into(), meter.name.clone().into())).collect()
}

/// The monthly bill of every plan at each quantity of a meter; other meters stand at their mean over the segments.
pub fn curves(model: &Model, meter: &str, currency: Currency, spacing: Spacing) -> BillCurves {
    let mean = |id: &String| {
        let means = model.segments.values().filter_map(|segment| segment.usage.get(id)).map(|usage| usage.mean);
        let means: Vec<f64> = means.collect();
        if means.is_empty() { 0.0 } else { means.iter().sum::<f64>() / means.len() as f64 }
    };
    let largest = model.segments.values().filter_map(|segment| segment.usage.get(meter)).map(|usage| usage.mean);
    let quantities = quantities(largest.fold(0.0, f64::max), spacing);
    let at = model.meters.get_index_of(meter);
    let mut sizes: Vec<f64> = model.meters.keys().map(mean).collect();
    let count = model.plans.len();
    let mut series = Vec::with_capacity(count);
    for (index, plan) in model.plans.values().enumerate() {
        let terms = |offers: &[&Offer]| Terms::<f64>::new(offers[0], Interval::Monthly);
        let terms = with_offers(model, &Version::of(plan), &[], Buyer::new(currency), |id, _| id.to_owned(), terms);
        let mut bills = Vec::with_capacity(quantities.len());
        for quantity in &quantities {
            if let Some(at) = at {
                sizes[at] = *quantity;
            }
            let (recurring, usage) = terms.recurring_and_usage(&sizes);
            bills.push(recurring + usage);
        }
        series.push(Series::new(plan.name.clone(), Paint::plan(index, count), bills));
    }
    let name = model.meters.get(meter).map_or_else(String::new, |meter| meter.name.to_lowercase());
    BillCurves { unit: Unit::money(currency), meter: name, quantities, plans: series, shown: Money::Bill, spacing }
}

/// Whole quantities from none to three times the mean of the largest segment, or to ten; on logarithmic axes from one,
/// at equal ratios, to ten times as many.
fn quantities(mean: f64, spacing: Spacing) -> Vec<f64> {
    let high = libm::ceil((mean * 3.0).max(10.0));
    if spacing == Spacing::Logarithmic {
        let high = high * 10.0;
        let at = |step: usize| libm::round(libm::pow(high, step as f64 / MOST_POINTS));
        let mut quantities: Vec<f64> = (0..=MOST_POINTS as usize).map(at).collect();
        quantities.dedup();
        return quantities;
    }
    let step = libm::ceil(high / MOST_POINTS);
    let step = if step > 1.0 { crate::chart::axis::nice(step) } else { 1.0 };
    let count = libm::ceil(high / step) as usize;
    (0..=count).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::template;

    #[test]
    fn a_plan_costs_what_its_list_says() {
        let workspace = template("starter").unwrap().open();
        let curves = curves(&workspace.base, "seats", workspace.currency, Spacing::Linear);
        let at = |plan: usize, quantity: f64| {
            let index = curves.quantities.iter().position(|q| *q == quantity).unwrap();
            curves.plans[plan].at(index).unwrap()
        };
        // Team: 12 a seat. Pro: 49 and 22 a seat up to ten, 19 beyond.
        assert_eq!((at(0, 10.0), at(1, 10.0), at(1, 20.0)), (120.0, 269.0, 459.0));
    }

    #[test]
    fn quantities_are_few_and_whole() {
        for mean in [0.0, 0.4, 6.0, 38.0, 4200.0, 3e7] {
            for spacing in [Spacing::Linear, Spacing::Logarithmic] {
                let quantities = quantities(mean, spacing);
                assert!(quantities.len() >= 11 && quantities.len() <= 82, "{mean}: {}", quantities.len());
                assert!(quantities.iter().all(|quantity| quantity.fract() == 0.0));
                assert!(quantities.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}
