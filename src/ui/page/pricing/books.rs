//! This file lists the price books: currency and rate of exchange, prices against the list, and who buys from each.

use rust_decimal::Decimal;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::html;

use super::charges::Charges;
use crate::json::ToJson;
use crate::number;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::frame::Frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::objects;
use crate::ui::words::from_f64;
use crate::workspace::Edit;
use crate::workspace::model::Book;

/// The section; the one added last, `newest`, stands open.
pub fn books(frame: &Frame, newest: &UseStateHandle<Option<String>>) -> Html {
    let books = &frame.front.projection.case.last().books;
    let all = objects(frame, "/books");
    let add = {
        let (frame, all, newest) = (frame.clone(), all.clone(), newest.clone());
        Callback::from(move |_: MouseEvent| {
            let share = frame.front.keys("/segments").into_iter().map(|id| (id, json!(0)));
            let share = share.collect::<serde_json::Map<_, _>>();
            let currency = frame.workspace().currency.to_string();
            newest.set(Some(all.add(
                "Price book",
                json!({"name": "", "currency": currency, "rate": 1, "factor": "1", "share": share}),
            )));
        })
    };
    let one = |(id, book): (&String, &Book)| {
        let remove = {
            let (all, id) = (all.clone(), id.clone());
            Callback::from(move |_: MouseEvent| all.remove(&id))
        };
        let told = if book.region.is_empty() {
            book.currency.to_string()
        } else {
            format!("{}, {}", book.region, book.currency)
        };
        html! {
            <div class="later" role="group" aria-label={book.name.clone()} key={id.clone()}>
                <details class="terms" open={newest.as_ref() == Some(id)}>
                    <summary>{ &book.name }<span class="help">{ told }</span></summary>
                    { form(frame, id, book) }
                </details>
                { bin(format!("Remove {}", book.name), remove) }
            </div>
        }
    };
    html! {
        <section class="section" aria-label="Price books">
            <h2>{ "Price books" }<small>{ "by region and currency" }</small></h2>
            { for books.iter().map(one) }
            <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Price book" }</button>
            { all.trouble() }
        </section>
    }
}

fn form(frame: &Frame, id: &str, book: &Book) -> Html {
    let at = format!("/books/{id}");
    let text = |key: &str, label: &'static str| {
        html! { <div class="row"><span class="label">{ label }</span><Field path={AttrValue::from(format!("{at}/{key}"))} /></div> }
    };
    let bought = frame.front.named("segments").into_iter().map(|(segment, name)| {
        html! { <FieldRow path={format!("{at}/share/{segment}")} label={format!("Bought from by {name}")} /> }
    });
    html! {
        <>
            { text("name", "Name") }
            { text("region", "Region") }
            { text("currency", "Currency") }
            <FieldRow path={format!("{at}/rate")} />
            <FieldRow path={format!("{at}/factor")} />
            <p class="help" role="status">{ example(frame, book) }</p>
            { for bought }
            { own(frame, &at, book) }
        </>
    }
}

/// What ten of the list's currency are in the book, and what they are then worth: a rate or factor turned upside down shows.
fn example(frame: &Frame, book: &Book) -> String {
    let (currency, locale, ten) = (frame.workspace().currency, frame.locale, Decimal::TEN);
    let rate = from_f64(book.rate.at(0, frame.workspace().start));
    let there = (ten * book.factor).round_dp(6);
    let back = there.checked_mul(rate).unwrap_or_default();
    format!(
        "{} on the list is {} here, which brings {}.",
        number::price(ten, currency, locale),
        number::price(there, book.currency, locale),
        number::money(back, currency, locale),
    )
}

/// The book's own prices, in its currency; written as the list's are.
fn own(frame: &Frame, at: &str, book: &Book) -> Html {
    let plans = &frame.front.projection.case.last().plans;
    let rest = plans.iter().filter(|(id, plan)| !plan.free && !book.plans.contains_key(*id));
    let items = rest.map(|(id, plan)| {
        let (frame, path) = (frame.clone(), format!("{at}/plans/{id}"));
        let charges = plan.charges.to_json();
        Item::new(plan.name.clone(), "", Callback::from(move |()| frame.set(&path, charges.clone(), String::new())))
    });
    let items = items.collect::<Vec<_>>();
    let one = |id: &String| {
        let (name, path) = (frame.front.name_of("plans", id), format!("{at}/plans/{id}"));
        let remove = {
            let (frame, path) = (frame.clone(), path.clone());
            let scenario = frame.session.scenario.clone();
            Callback::from(move |_: MouseEvent| {
                frame.edit(Edit::Remove { scenario: scenario.clone(), path: path.clone() })
            })
        };
        html! {
            <div key={id.clone()}>
                <div class="seen-head"><h3>{ format!("{name} in {}", book.currency) }</h3>
                    { bin(format!("Remove own prices of {name}"), remove) }</div>
                <Charges path={AttrValue::from(path)} owner={AttrValue::from(format!("{}, {name}", book.name))} />
            </div>
        }
    };
    html! {
        <>
            { for book.plans.keys().map(one) }
            if !items.is_empty() {
                <Menu label={format!("Own prices in {}", book.name)} class="line" face={html! { <><Icon name="plus" />{ "Own prices" }</> }} {items} />
            }
        </>
    }
}
