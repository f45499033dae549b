//! This file is the table of plans: name, price, annual discount and share of buyers, each edited in place.

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::FocusEvent;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_state;

use super::charges::OpenPlan;
use super::list::Price;
use super::list::headline;
use super::plan_edits;
use crate::number::share;
use crate::ui::control::Field;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::control::NumberField;
use crate::ui::control::PathSlider;
use crate::ui::frame::Frame;
use crate::ui::frame::next_gesture;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::ui::words::from_f64;
use crate::workspace::Edit;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Every price.
    pub prices: std::rc::Rc<Vec<Price>>,
    /// The price looked at; none where every plan is free.
    pub chosen: Option<Price>,
    /// Whether it is moved by a slider: somebody new can choose its plan.
    pub slides: bool,
    /// The price it is measured against.
    pub today: f64,
    /// Share of buyers by plan.
    pub shares: Vec<f64>,
    /// Another price is looked at, by path.
    pub on_choose: Callback<String>,
}

/// The table, the slider of the price looked at, and the plan that is open.
#[component]
pub fn Plans(props: &Props) -> Html {
    let frame = use_frame();
    let open = use_state(|| None::<AttrValue>);
    let plans = frame.front.named("plans");
    let add = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| {
            act(&frame, plan_edits::another(&frame.front, frame.session.scenario.clone()));
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |id: AttrValue| open.set(if *open == Some(id.clone()) { None } else { Some(id) }))
    };
    let row = |(at, (id, name)): (usize, &(AttrValue, AttrValue))| {
        let share = props.shares.get(at).copied().unwrap_or_default();
        let one =
            Row { frame: &frame, id, name, price: headline(&props.prices, id), share, open: open.as_ref() == Some(id) };
        one.html(props, &toggle)
    };
    html! {
        <section class="section" aria-label="Plans">
            <h2>{ "Plans" }<small>{ "a month, before discounts" }</small></h2>
            <div class="wide">
                <table class="plans">
                    <caption class="unseen">{ "Plans" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Plan" }</th><th scope="col">{ "Price" }</th><th scope="col" class="words">{ "per" }</th>
                        <th scope="col">{ "Annual off" }</th><th scope="col" title="of buyers, all segments">{ "Share" }</th>
                        <th scope="col"><span class="unseen">{ "More" }</span></th>
                    </tr></thead>
                    <tbody>{ for plans.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
            if let Some(price) = props.chosen.as_ref().filter(|_| props.slides) { { slider(price, props.today) } }
            <div class="plan-tools">
                <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Plan" }</button>
            </div>
            { refused(&frame) }
            if let Some(id) = open.as_ref().filter(|id| plans.iter().any(|(known, _)| known == *id)) {
                <OpenPlan key={id.as_str()} id={id.clone()} />
            }
        </section>
    }
}

fn slider(price: &Price, today: f64) -> Html {
    let (low, high) = price.range(today, today);
    let (low, high) = (low.min(price.float()), high.max(price.float()));
    let part = if price.part.is_empty() { String::new() } else { format!(", {}", price.part) };
    html! {
        <div class="row price-slider">
            <span class="label">{ format!("{}{part}", price.plan_name) }</span>
            <PathSlider path={AttrValue::from(price.path.clone())} {low} {high} />
        </div>
    }
}

/// Makes an edit of whole plans as a step of its own; a refusal is said below the table.
fn act(frame: &Frame, edit: Edit) {
    frame.dispatch(Action::Edit { edit, group: group(GROUP, next_gesture()) });
}

const GROUP: &str = "/plans";

/// Why the last edit of whole plans was refused.
fn refused(frame: &Frame) -> Html {
    match frame.input(GROUP).and_then(|input| input.problem) {
        Some(problem) => html! { <p class="wrong-text" role="alert">{ problem }</p> },
        None => html! {},
    }
}

/// One plan.
struct Row<'a> {
    frame: &'a Frame,
    id: &'a AttrValue,
    name: &'a AttrValue,
    price: Option<&'a Price>,
    share: f64,
    open: bool,
}

impl Row<'_> {
    fn html(&self, props: &Props, toggle: &Callback<AttrValue>) -> Html {
        let at = format!("/plans/{}", self.id);
        let chosen = props.chosen.as_ref().is_some_and(|price| price.plan == self.id.as_str());
        let onfocusin = {
            let (on_choose, path) =
                (props.on_choose.clone(), self.price.filter(|_| !chosen).map(|price| price.path.clone()));
            Callback::from(move |_: FocusEvent| {
                if let Some(path) = &path {
                    on_choose.emit(path.clone());
                }
            })
        };
        let per =
            self.price.map_or("account", |price| if price.per == "month" { "customer" } else { price.per.as_str() });
        let more = props.prices.iter().filter(|price| price.plan == self.id.as_str()).count().saturating_sub(1);
        html! {
            <tr key={self.id.as_str()} class={classes!(chosen.then_some("looked-at"))} {onfocusin}>
                <th scope="row"><Field path={format!("{at}/name")} label={format!("{}: name", self.name)} /></th>
                <td>
                    if let Some(price) = self.price {
                        <NumberField path={AttrValue::from(price.path.clone())} label={format!("{}: price per {per}", self.name)} />
                    } else {
                        <span class="muted">{ "free" }</span>
                    }
                </td>
                <td class="words muted">{ per }
                    if more > 0 { <span class="more" title={format!("and {more} other prices: open the plan")}>{ format!(" +{more}") }</span> }
                </td>
                <td>
                    if self.price.is_some() {
                        <NumberField path={format!("{at}/annual_discount")} label={format!("{}: annual discount", self.name)} />
                    } else { <span class="muted">{ "–" }</span> }
                </td>
                <td class="num">{ share(from_f64(self.share), 0, self.frame.locale) }</td>
                <td><span class="row-tools">
                    <button type="button" class="btn" aria-expanded={self.open.to_string()} data-holds={at.clone()} aria-label={format!("Charges of {}", self.name)}
                        title="Charges" onclick={toggle.reform({ let id = self.id.clone(); move |_: MouseEvent| id.clone() })}><Icon name="edit" /></button>
                    <Menu label={format!("More for {}", self.name)} face={html! { <Icon name="more" /> }} items={self.items()} />
                </span></td>
            </tr>
        }
    }

    fn items(&self) -> Vec<Item> {
        let free = self.frame.front.value(&format!("/plans/{}/free", self.id)) == Some(&Value::Bool(true));
        let with = |make: fn(&Frame, &str) -> Option<Edit>| {
            let (frame, id) = (self.frame.clone(), self.id.clone());
            Callback::from(move |()| {
                if let Some(edit) = make(&frame, &id) {
                    act(&frame, edit);
                }
            })
        };
        let only = self.frame.front.named("plans").len() < 2;
        vec![
            Item::new(
                "Duplicate",
                "copy",
                with(|frame, id| plan_edits::twin(&frame.front, frame.session.scenario.clone(), id)),
            ),
            Item::new(
                if free { "Make it a paid plan" } else { "Make it free" },
                "pricing",
                with(|frame, id| Some(plan_edits::toggle_free(&frame.front, frame.session.scenario.clone(), id))),
            ),
            Item::new(
                "Remove",
                "bin",
                with(|frame, id| {
                    Some(Edit::Remove { scenario: frame.session.scenario.clone(), path: format!("/plans/{id}") })
                }),
            )
            .disabled(only)
            .ruled(),
        ]
    }
}
