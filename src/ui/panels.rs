//! This file shows what lies over the page, and holds the small dialogs: settings, shortcuts, about.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_callback;

use super::control::Dialog;
use super::control::MonthPick;
use super::control::NumberInput;
use super::control::Select;
use super::control::Typed;
use super::explain::Explain;
use super::figures;
use super::frame::use_frame;
use super::keys::KEYS;
use super::library::Library;
use super::page_import::PricePageDialog;
use super::palette::Palette;
use super::palette::Seek;
use super::price_list::PriceListDialog;
use super::session::Action;
use super::session::Panel;
use super::share::Share;
use super::words::Style;
use crate::month::Month;
use crate::number::Currency;
use crate::projection::METRICS;
use crate::shape::Unit;
use crate::workspace::Edit;

/// What lies over the page, if anything.
#[component]
pub fn Panels() -> Html {
    let frame = use_frame();
    let on_close = use_callback(frame.session.dispatcher(), |(), dispatcher| dispatcher.dispatch(Action::Show(None)));
    match &frame.session.panel {
        None => {
            html! { if let Some(path) = frame.session.sought.clone() { <Seek key={path.as_str()} path={path.clone()} /> } }
        }
        Some(Panel::Explain(id)) => html! { <Explain id={*id} key={*id} {on_close} /> },
        Some(Panel::Share) => html! { <Share {on_close} /> },
        Some(Panel::Library) => html! { <Library {on_close} /> },
        Some(Panel::PricePage(first)) => html! { <PricePageDialog first={*first} {on_close} /> },
        Some(Panel::PriceList) => html! { <PriceListDialog {on_close} /> },
        Some(Panel::Palette) => html! { <Palette {on_close} /> },
        Some(Panel::Settings) => html! { <Settings {on_close} /> },
        Some(Panel::Shortcuts) => html! {
            <Dialog title="Keyboard shortcuts" {on_close}>
                <dl class="keys">
                    for (keys, words) in KEYS.iter() {
                        <dt>{ for keys.iter().map(|key| html! { <><kbd>{ *key }</kbd>{ " " }</> }) }</dt><dd>{ *words }</dd>
                    }
                </dl>
            </Dialog>
        },
        Some(Panel::About) => html! {
            <Dialog title="About Planwright" {on_close}>
                <p>{ "Planwright models what a SaaS price list earns: who buys, which plan they pick, who stays, what it brings in month by month." }</p>
                <p>{ "Everything is computed and kept in this browser. Once loaded, the page sends nothing anywhere; a link you share carries its data behind the sign #, which browsers do not send." }</p>
                <p class="muted">{ format!("Version {}. MIT or Apache 2.0.", env!("CARGO_PKG_VERSION")) }</p>
            </Dialog>
        },
    }
}

/// What a small dialog needs.
#[derive(Properties, PartialEq)]
struct Props {
    on_close: Callback<()>,
}

/// Start, horizon, currency and the figures of the strip.
#[component]
fn Settings(props: &Props) -> Html {
    let frame = use_frame();
    let workspace = frame.workspace().clone();
    let set = |path: &'static str| {
        let frame = frame.clone();
        move |value: serde_json::Value, group: String| {
            frame.dispatch(Action::Edit { edit: Edit::SetWorkspace { path: path.into(), value }, group });
        }
    };
    let (currency, start, months) = (set("/currency"), set("/start"), set("/months"));
    let on_currency = Callback::from(move |code: AttrValue| currency(code.as_str().into(), String::new()));
    let on_start = Callback::from(move |month: Option<Month>| {
        month.into_iter().for_each(|month| start(month.to_string().into(), String::new()))
    });
    let style = Style {
        unit: Unit::Months,
        low: 12.0,
        high: 120.0,
        whole: true,
        exact: false,
        currency: workspace.currency,
        locale: frame.locale,
    };
    let on_months = Callback::from(move |typed: Typed| {
        typed.value.into_iter().for_each(|value| months(style.json(value), format!("/months#{}", typed.gesture)));
    });
    let currencies: Vec<(AttrValue, AttrValue)> =
        Currency::all().map(|one| (one.code().into(), format!("{} {}", one.code(), one.name()).into())).collect();
    html! {
        <Dialog title="Start, horizon, currency" on_close={props.on_close.clone()}>
            <div class="row"><label for="set-start">{ "First month" }</label><MonthPick id="set-start" label="First month" value={Some(workspace.start)} on_month={on_start} /></div>
            <div class="row"><label for="set-months">{ "Horizon" }</label>
                <NumberInput id="set-months" label="Horizon" {style} value={Some(workspace.months.into())} on_edit={on_months} /></div>
            <div class="row"><label for="set-currency">{ "Currency" }<span class="help">{ "Amounts keep their figures; nothing is converted." }</span></label>
                <Select id="set-currency" label="Currency" options={currencies} value={workspace.currency.code()} on_pick={on_currency} /></div>
            <h3>{ "Key figures, at most 8" }</h3>
            <div class="picks">{ for METRICS.iter().map(|metric| chosen(&frame, metric)) }</div>
        </Dialog>
    }
}

fn chosen(frame: &super::frame::Frame, metric: &'static crate::projection::Metric) -> Html {
    let shown: Vec<String> = figures::kpis(frame.workspace()).iter().map(|metric| metric.id.to_owned()).collect();
    let on = shown.iter().any(|id| id == metric.id);
    let onchange = {
        let (frame, shown) = (frame.clone(), shown.clone());
        Callback::from(move |_: yew::Event| {
            let mut shown = shown.clone();
            if on {
                shown.retain(|id| id != metric.id);
            } else {
                shown.push(metric.id.to_owned());
            }
            frame.edit(Edit::SetWorkspace { path: "/kpis".into(), value: shown.into() });
        })
    };
    let disabled = if on { shown.len() == 1 } else { shown.len() >= 8 };
    html! { <label class="toggle tick" title={metric.definition}><input type="checkbox" checked={on} {disabled} {onchange} />{ metric.name }</label> }
}
