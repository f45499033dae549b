//! This file previews the public price page, and copies or saves it as one file.

use std::rc::Rc;

use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::platform::spawn_local;
use yew::use_memo;
use yew::use_state;

use crate::browser::clipboard;
use crate::browser::files;
use crate::exchange::public_page::Card;
use crate::exchange::public_page::Extra;
use crate::exchange::public_page::PricePage;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::pricing::retold::settled;

/// The preview.
#[component]
pub fn Preview() -> Html {
    let frame = use_frame();
    let (annual, said) = (use_state(|| false), use_state(|| None::<String>));
    let workspace = frame.workspace().clone();
    let page = use_memo((frame.front.clone(), workspace.name.clone(), frame.locale), |(front, name, locale)| {
        let case = &front.projection.case;
        let month = case.start.plus(settled(case) as i32);
        PricePage::new(name, case.last(), month, workspace.currency, *locale)
    });
    let interval = usize::from(*annual);
    let turn = |to: bool| {
        let annual = annual.clone();
        Callback::from(move |_: yew::Event| annual.set(to))
    };
    let (copy, save) = (copying(&page, &said), saving(&page, &said));
    let lines = |prices: &[Vec<String>; 2]| {
        prices[interval].iter().map(|line| html! { <p class="price">{ line }</p> }).collect::<Html>()
    };
    let card = |card: &Card| {
        html! { <li><h3>{ &card.name }</h3>{ lines(&card.prices) }if *annual && !card.saving.is_empty() { <p class="muted">{ &card.saving }</p> }</li> }
    };
    let extra = |extra: &Extra| html! { <li><h3>{ &extra.name }</h3>{ lines(&extra.prices) }<p class="muted">{ &extra.rule }</p></li> };
    html! {
        <section class="section price-page" aria-label="Price page">
            <h2>{ "Price page" }<small>{ "as the public would see it" }</small>
                <span class="aside">
                    <button type="button" class="btn" onclick={copy}><Icon name="copy" />{ "Copy HTML" }</button>
                    <button type="button" class="btn" onclick={save}><Icon name="save" />{ "Save as file" }</button>
                </span>
            </h2>
            if !frame.front.projection.case.last().price_changes.is_empty() {
                <p class="help">{ "Prices are those before later price changes." }</p>
            }
            <p class="help" role="status">{ said.as_deref().unwrap_or_default() }</p>
            <fieldset class="ticks"><legend>{ "Paid" }</legend>
                <label class="check"><input type="radio" name="paid" checked={!*annual} onchange={turn(false)} />{ "monthly" }</label>
                <label class="check"><input type="radio" name="paid" checked={*annual} onchange={turn(true)} />{ "annually" }</label>
            </fieldset>
            <ul class="price-cards">{ for page.cards.iter().map(card) }</ul>
            { table(&page) }
            if !page.add_ons.is_empty() { <h3>{ "Add-ons" }</h3><ul class="price-cards">{ for page.add_ons.iter().map(extra) }</ul> }
        </section>
    }
}

/// What was last done with the page.
type Said = UseStateHandle<Option<String>>;

/// Copies the page as HTML.
fn copying(page: &Rc<PricePage>, said: &Said) -> Callback<MouseEvent> {
    let (page, said) = (page.clone(), said.clone());
    Callback::from(move |_: MouseEvent| {
        let (html, said) = (page.html(), said.clone());
        spawn_local(async move {
            said.set(Some(match clipboard::write(&html).await {
                Ok(()) => "The page is copied.".to_owned(),
                Err(error) => format!("Not copied: {error}."),
            }));
        });
    })
}

/// Saves the page as a file.
fn saving(page: &Rc<PricePage>, said: &Said) -> Callback<MouseEvent> {
    let (page, said) = (page.clone(), said.clone());
    Callback::from(move |_: MouseEvent| {
        said.set(Some(match files::save("prices.html", "text/html", &page.html()) {
            Ok(()) => "The page is saved as prices.html.".to_owned(),
            Err(error) => format!("Not saved: {error}."),
        }));
    })
}

/// The most features shown here; the file has all.
const MOST: usize = 60;

fn table(page: &PricePage) -> Html {
    let all: usize = page.groups.iter().map(|(_, lines)| lines.len()).sum();
    let mut left = MOST;
    let groups = page.groups.iter().map(|(group, lines)| {
        let shown = lines.len().min(left);
        left -= shown;
        (group, &lines[..shown])
    });
    let columns = page.cards.len() + 1;
    let group = |(group, lines): (&String, &[crate::exchange::public_page::Line])| {
        html! {
            <tbody>
                if !group.is_empty() && !lines.is_empty() { <tr class="group"><th scope="rowgroup" colspan={columns.to_string()}>{ group }</th></tr> }
                for line in lines.iter() {
                    <tr><th scope="row">{ &line.name }if !line.description.is_empty() { <span class="help">{ &line.description }</span> }</th>
                        { for line.cells.iter().map(|cell| html! { <td class={cell.is_none().then_some("muted")}>{ cell.as_deref().unwrap_or("no") }</td> }) }</tr>
                }
            </tbody>
        }
    };
    html! {
        <>
            <div class="wide" tabindex="0" role="region" aria-label="Price page: features by plan">
                <table>
                    <caption class="unseen">{ "Price page: features by plan" }</caption>
                    <thead><tr><th scope="col">{ "Feature" }</th>{ for page.cards.iter().map(|card| html! { <th scope="col">{ &card.name }</th> }) }</tr></thead>
                    { for groups.map(group) }
                </table>
            </div>
            if all > MOST { <p class="help">{ format!("{MOST} of {all} features shown; the file has all.") }</p> }
        </>
    }
}
