//! This module is the page Pricing: the price list and what another price would do.

mod books;

mod change;

/// The editor of charges, wherever they stand.
pub mod charges;

mod convert;

mod coupons;

mod curves;

mod invoice;

mod invoiced;

/// The prices a person can move.
pub mod list;

/// The largest flows between plans.
pub mod moves;

mod plan_edits;

mod plans;

mod response;

mod terms;

/// A scenario told once more without one of its changes.
pub mod retold;

/// Who takes what.
pub mod who;

/// Sentences and figures.
pub mod words;

pub use response::charge;
pub use response::covered;

use std::rc::Rc;

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::component;
use yew::hook;
use yew::html;
use yew::use_memo;
use yew::use_state;

use self::list::Price;
use self::moves::Moves;
use self::response::Question;
use self::response::Study;
use self::retold::Curve;
use self::retold::Retold;
use self::words::Hand;
use self::words::Outcome;
use crate::chart::paint::Paint;
use crate::number::Decimal;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::ui::control::ChartFrame;
use crate::ui::control::Select;
use crate::ui::control::Shown;
use crate::ui::figures::known;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::outlook::Same;
use crate::ui::page::parts;
use crate::ui::page::parts::float;
use crate::workspace::Model;

/// The page.
#[component]
pub fn Pricing() -> Html {
    let frame = use_frame();
    let chosen = use_state(String::new);
    let newest = use_state(|| None::<String>);
    let prices = use_memo(frame.front.clone(), |front| list::prices(front.projection.case.last()));
    let price = chosen_price(&frame, &prices, &chosen);
    let shut = price.as_ref().and_then(|price| words::shut(&frame.front.projection, price));
    let told = use_told(&frame, price.clone().filter(|_| shut.is_none()));
    let t = retold::settled(&frame.front.projection.case);
    let mix = use_memo((frame.front.clone(), frame.compared.clone()), |(front, compared)| {
        Shown::from(who::mix(front, compared.as_deref()))
    });
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |path: String| chosen.set(path))
    };
    let today = price.as_ref().map_or(0.0, |price| float(today(&frame, price)));
    html! {
        <>
            if let Some(told) = told.as_ref() { { told.finding.finding() } } else { <p class="finding">{ shut.clone().unwrap_or_else(|| "Every plan is free: give one a price.".to_owned()) }</p> }
            <div class="cols pricing">
                <div class="stack">
                    <plans::Plans prices={prices.clone()} chosen={price.clone()} slides={shut.is_none()} {today} shares={buyers(&frame.front.projection, t)} on_choose={on_choose.clone()} />
                    { change::rolled_out(&frame) }
                    { coupons::coupons(&frame, &newest) }
                    { books::books(&frame, &newest) }
                    <change::ObservedAt />
                </div>
                <div class="stack">
                    if let (Some(told), Some(price)) = (told.as_ref(), &price) {
                        <section aria-label="Demand">
                            <ChartFrame figures={told.demand.clone()} title={AttrValue::from(told.title.clone())} height_px=320.0 />
                            { which(&prices, price, on_choose) }
                            if let Some(caution) = &told.caution {
                                <div class="note"><span aria-hidden="true">{ "!" }</span><p>{ caution }</p></div>
                            }
                            for words in &told.elsewhere { <p class="help">{ words }</p> }
                        </section>
                    } else if let Some(price) = &price {
                        <section aria-label="Demand">{ which(&prices, price, on_choose) }</section>
                    }
                    <div class="two">
                        <curves::Curves />
                        <ChartFrame figures={(*mix).clone()} height_px={mix.height_px().min(280.0)} />
                    </div>
                    <div class="two">
                        <invoice::Invoice />
                        if let Some(told) = told.as_ref() { { source(&frame, told) } }
                    </div>
                </div>
            </div>
        </>
    }
}

/// The choice of the price the demand chart is about.
fn which(prices: &[Price], price: &Price, on_choose: Callback<String>) -> Html {
    let options: Vec<_> =
        prices.iter().map(|price| (AttrValue::from(price.path.clone()), AttrValue::from(price.words()))).collect();
    html! {
        <div class="row which"><label for="which-price">{ "Which price" }</label>
            <Select id="which-price" label="Which price" {options} value={price.path.clone()} on_pick={on_choose.reform(|path: AttrValue| path.to_string())} /></div>
    }
}

/// Where the buyers that the moved price moves come from and go.
fn source(frame: &Frame, told: &Told) -> Html {
    let named = ["plans", "competitors"].into_iter().flat_map(|of| frame.front.named(of));
    let plans = named.map(|(_, name)| name).collect::<Vec<_>>();
    html! {
        <section class="section" aria-label="Source of business">
            <h2>{ "Who comes from where" }<small>{ told.moved.clone().unwrap_or_else(|| "of 1,000 prospects".to_owned()) }</small></h2>
            if told.moved.is_some() {
                <Moves {plans} flows={told.flows.clone()} caption={AttrValue::from("Who comes from where")} locale={frame.locale} />
            } else {
                <p class="muted">{ "Move a price to see which plans gain and which lose." }</p>
            }
        </section>
    }
}

/// Everything computed about the price looked at.
#[derive(PartialEq)]
struct Told {
    finding: words::Sentence,
    title: String,
    caution: Option<String>,
    /// Evidence that is about another price of the plan.
    elsewhere: Vec<String>,
    demand: Shown,
    /// `Essentials from $6 to $8`, where it is moved.
    moved: Option<String>,
    flows: Vec<Vec<f64>>,
}

/// Tells the price looked at, again only when document, scenario or price are others.
#[hook]
fn use_told(frame: &Frame, price: Option<Price>) -> Rc<Option<Told>> {
    let workspace = frame.workspace().clone();
    let (hand, before) =
        (Hand { currency: workspace.currency, locale: frame.locale }, price.as_ref().map(|price| today(frame, price)));
    let retold = use_memo((), |()| (Retold::default(), Curve::default()));
    let of = (frame.front.clone(), Same(workspace), price, before, hand);
    use_memo(of, move |(front, workspace, price, before, hand)| {
        tell(front, &workspace.0.base, price.as_ref()?, (*before)?, *hand, (&retold.0, &retold.1))
    })
}

fn tell(
    front: &Outlook,
    base: &Model,
    price: &Price,
    today: Decimal,
    hand: Hand,
    (retold, curve): (&Retold, &Curve),
) -> Option<Told> {
    let projection = &front.projection;
    let t = retold::settled(&projection.case);
    let paint = paint(&front.colour);
    let name = if front.scenario.is_some() { "scenario" } else { "now" };
    let put = |model: &mut Model| retold::put_price(model, &price.path, today);
    let moved = price.value != today;
    // Of a base whose own price is moved, what was observed is noted: without the move it is the same base throughout.
    let unmoved = (moved && front.scenario.is_none()).then(|| {
        let mut base = base.clone();
        put(&mut base);
        base
    });
    let base = unmoved.as_ref().unwrap_or(base);
    let then = moved.then(|| retold.told(projection, base, hand.currency, put));
    // Any price is asked about, so it does not matter which the case has: while this one moves, the other stays the same.
    let case = then.as_ref().map_or(&projection.case, |then| &then.case);
    let question = Question { case, base, currency: hand.currency, price, today: float(today), name, paint, t };
    let points = curve.of(then.as_ref(), &price.path, question.range(), || question.points(question.range()))?;
    let study: Study = question.study(&points)?;
    let (title, caution) = (words::title(hand, &study), words::caution(&study, &price.plan_name));
    let (finding, moved, flows) = if let Some(then) = &then {
        let last = projection.months - 1;
        let arr = |of: &Projection| of.value(known("arr"), last, Scope::All).unwrap_or_default();
        let month = projection.start.plus(last as i32).label();
        let outcome = Outcome { month, now: arr(projection), then: arr(then) };
        let flows = who::moves(&who::options(then, t), &who::options(projection, t), &who::weights(projection, t));
        let moved = format!("{} from {} to {}", price.plan_name, hand.of(price, today), hand.of(price, price.value));
        (words::moved(hand, price, today, &study, &outcome), Some(moved), flows)
    } else {
        (words::unmoved(hand, price, &study), None, Vec::new())
    };
    let elsewhere = response::elsewhere(projection.case.last(), price);
    Some(Told { finding, title, caution, elsewhere, demand: study.demand.into(), moved, flows })
}

/// The price looked at: the chosen one, else the first that the scenario changes, else that of the first paid plan.
fn chosen_price(frame: &Frame, prices: &[Price], chosen: &str) -> Option<Price> {
    let named = prices.iter().find(|price| price.path == chosen);
    let open = || prices.iter().filter(|price| words::shut(&frame.front.projection, price).is_none());
    let changed = || open().find(|price| price.value != today(frame, price));
    named.or_else(changed).or_else(|| open().next()).or(prices.first()).cloned()
}

/// The price it is measured against: what the scenario inherits, and in the base what was observed.
fn today(frame: &Frame, price: &Price) -> Decimal {
    let inherited = frame.front.inherited(&price.path).and_then(crate::ui::words::number);
    let observed = || {
        let inside = price.path.strip_prefix(&format!("/plans/{}/", price.plan))?;
        let seen = frame.front.value(&format!("/plans/{}/observed/{inside}", price.plan))?;
        crate::ui::words::number(seen)
    };
    let then = if frame.session.scenario.is_some() { inherited } else { observed() };
    then.unwrap_or(price.value)
}

/// Share of all buyers by plan.
fn buyers(projection: &Projection, t: usize) -> Vec<f64> {
    let shares = who::together(&who::shares(projection, t), &who::weights(projection, t));
    let all: f64 = shares.iter().sum();
    shares.into_iter().map(|share| if all > 0.0 { share / all } else { 0.0 }).collect()
}

/// The paint of a scenario's colour; the base stands alone here, in ink.
fn paint(colour: &str) -> Paint {
    if colour == "base" { Paint::Ink } else { parts::paint(colour) }
}
