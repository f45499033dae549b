//! This file finds the cheapest subscription for a need: features wanted, units a month, and how it is paid.

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::number::money;
use crate::packaging::Amount;
use crate::packaging::Need;
use crate::packaging::Rules;
use crate::packaging::Subscription;
use crate::packaging::cheapest;
use crate::packaging::mean_quantities;
use crate::pricing::Interval;
use crate::shape::Unit;
use crate::shape::capital;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::Typed;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::words::Style;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::Kind;

/// The finder.
#[component]
pub fn Finder() -> Html {
    let frame = use_frame();
    let (wanted, typed) = (use_state(Map::<Decimal>::new), use_state(Map::<Decimal>::new));
    let (model, currency) = (frame.front.projection.case.last(), frame.workspace().currency);
    let found = use_memo((frame.front.clone(), (*wanted).clone(), (*typed).clone()), |(front, wanted, typed)| {
        let model = front.projection.case.last();
        let features = wanted.iter().filter_map(|(id, amount)| Some((id.clone(), needed(model, id, *amount)?)));
        let need =
            Need { features: features.collect(), quantities: quantities(model, typed), interval: Interval::Monthly };
        cheapest(model, &Rules::new(model), currency, &need, |_| true)
    });
    let style =
        Style { unit: Unit::Count, low: 0.0, high: 1e12, whole: false, exact: true, currency, locale: frame.locale };
    let field = |id: String, label: String, value: Decimal, state: &Amounts| {
        let key = id.clone();
        let on_edit = with(state, move |amounts, edit: Typed| {
            amounts.insert(key.clone(), edit.value.unwrap_or_default());
        });
        let input = format!("need-{id}");
        html! { <div class="row" key={input.clone()}><label for={input.clone()}>{ label }</label><NumberInput id={input} {style} value={Some(value)} {on_edit} /></div> }
    };
    let mut options: Vec<(AttrValue, AttrValue)> = vec![(AttrValue::default(), "Add a feature…".into())];
    options.extend(frame.front.named("features").into_iter().filter(|(id, _)| !wanted.contains_key(id.as_str())));
    let on_pick = with(&wanted, |wanted, id: AttrValue| {
        if !id.is_empty() {
            wanted.insert(id.to_string(), Decimal::ONE);
        }
    });
    let amounts = quantities(model, &typed);
    let chip = |(id, amount): (&String, &Decimal)| {
        let Some(feature) = model.features.get(id) else { return html! {} };
        let gone = id.clone();
        let drop = with(&wanted, move |wanted, _: MouseEvent| {
            wanted.shift_remove(&gone);
        });
        html! {
            <li key={id.clone()}>
                if feature.kind == Kind::Number { { field(id.clone(), format!("{} {}", feature.name, feature.unit), *amount, &wanted) } } else { { &feature.name } }
                <button type="button" class="btn" aria-label={format!("{} is not needed", feature.name)} onclick={drop}><Icon name="close" /></button>
            </li>
        }
    };
    html! {
        <section class="section" aria-label="Cheapest subscription">
            <h2>{ "Cheapest subscription" }<small>{ "for a need, paid by the month" }</small></h2>
            { for model.meters.iter().zip(amounts).map(|((id, meter), value)| field(id.clone(), capital(&meter.name), value, &typed)) }
            <ul class="chips">{ for wanted.iter().map(chip) }</ul>
            <Select id="need-feature" label="Need: add a feature" {options} value={AttrValue::default()} {on_pick} />
            <p role="status">{ told(&frame, &found) }</p>
        </section>
    }
}

/// Amounts by the id of a feature or meter.
type Amounts = UseStateHandle<Map<Decimal>>;

/// Changes amounts by what happens to a control.
fn with<E: 'static>(amounts: &Amounts, change: impl Fn(&mut Map<Decimal>, E) + 'static) -> Callback<E> {
    let amounts = amounts.clone();
    Callback::from(move |event| {
        let mut next = (*amounts).clone();
        change(&mut next, event);
        amounts.set(next);
    })
}

/// What was found, and whether that is all there is.
fn told(frame: &Frame, (found, certain): &(Option<Subscription>, bool)) -> Html {
    let uncertain = if *certain { "" } else { " There may be others: not all of so many add-ons were put together." };
    let Some(found) = found else {
        return html! { <>{ "No subscription contains all of it." }{ uncertain }</> };
    };
    let names = found.add_ons.iter().map(|id| frame.front.name_of("add_ons", id));
    let names: Vec<_> = std::iter::once(frame.front.name_of("plans", &found.plan)).chain(names).collect();
    let month = money((found.yearly / Decimal::from(12)).round_dp(2), frame.workspace().currency, frame.locale);
    html! { <>{ "Cheapest: " }<b>{ names.join(" with ") }</b>{ ", " }<b>{ month }</b>{ " a month." }{ uncertain }</> }
}

fn needed(model: &Model, id: &str, amount: Decimal) -> Option<Amount> {
    Some(if model.features.get(id)?.kind == Kind::Number { Amount::UpTo(amount) } else { Amount::There })
}

/// What was typed, or the mean of the first segment.
fn quantities(model: &Model, typed: &Map<Decimal>) -> Vec<Decimal> {
    let usual = model.segments.values().next().map(|segment| mean_quantities(model, segment)).unwrap_or_default();
    let of = |(at, id): (usize, &String)| typed.get(id).or(usual.get(at)).copied().unwrap_or_default();
    model.meters.keys().enumerate().map(of).collect()
}
