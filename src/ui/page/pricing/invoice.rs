//! This file is the invoice calculator: one customer's bill, line by line, with the words that explain each amount.

use rust_decimal::Decimal;
use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::InputEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use super::invoiced::Asked;
use super::invoiced::Made;
use super::words::Hand;
use crate::billing::CONVENTIONS;
use crate::billing::Convention;
use crate::billing::INCLUDED;
use crate::billing::Included;
use crate::billing::Statement;
use crate::date::Moment;
use crate::number;
use crate::pricing::Charge;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Line;
use crate::shape::Unit;
use crate::shape::capital;
use crate::ui::control::MonthPick;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::Typed;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Same;
use crate::ui::words::Style;
use crate::workspace::Model;

/// The calculator: closed, it computes nothing.
#[component]
pub fn Invoice() -> Html {
    let frame = use_frame();
    let (open, asked) = (use_state(|| false), use_state(Asked::default));
    let hand = Hand { currency: frame.workspace().currency, locale: frame.locale };
    let wanted = open.then(|| (frame.front.clone(), Same(frame.workspace().clone()), (*asked).clone()));
    let made = use_memo((wanted, hand), |(wanted, hand)| {
        let (front, workspace, asked) = wanted.as_ref()?;
        asked.made(&front.projection.case, &workspace.0.base, *hand)
    });
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let hand = made.as_ref().as_ref().map_or(hand, |made| made.hand);
    let form = Form { asked, hand, model: frame.front.projection.case.last() };
    html! {
        <section class="section invoice" aria-label="Invoice calculator">
            <h2>{ "Invoice" }<small>{ "what one customer pays" }</small></h2>
            if let Some(made) = made.as_ref() {
                { form.what(&frame.front.named("plans"), made) }
                { form.how(&frame.front.named("plans"), &frame.front.named("books")) }
                { told(made) }
            }
            <button type="button" class="btn line" aria-expanded={open.to_string()} onclick={toggle}>
                { if *open { "Close the invoice" } else { "Work out an invoice" } }
            </button>
        </section>
    }
}

/// What is asked, and what the fields need to say so.
struct Form<'a> {
    asked: UseStateHandle<Asked>,
    hand: Hand,
    model: &'a Model,
}

type Options = [(AttrValue, AttrValue)];

impl Form<'_> {
    /// Plan, payment, quantities, add-ons.
    fn what(&self, plans: &Options, made: &Made) -> Html {
        let (asked, model) = (&self.asked, self.model);
        let plan = asked.plan(model);
        let intervals = [("monthly".into(), "monthly".into()), ("annual".into(), "a year up front".into())];
        let now: AttrValue = if asked.annual { "annual" } else { "monthly" }.into();
        let units = |(id, name): (String, String)| {
            let (value, key, other) = (asked.quantity(model, &id), id.clone(), id.clone());
            let put = move |asked: &mut Asked, value: Option<Decimal>| {
                asked.units.insert(key.clone(), value.unwrap_or_default());
            };
            let put_end = move |asked: &mut Asked, value: Option<Decimal>| {
                asked.ends.insert(other.clone(), value.unwrap_or_default());
            };
            let end = asked.ends.get(&id).copied().unwrap_or(value);
            let (shape, ended) = ((Unit::Count, HIGHEST_QUANTITY), made.ends.contains(&id));
            html! {
                <>
                    { self.number(&format!("units-{id}"), &name, shape, Some(value), put) }
                    if ended { { self.number(&format!("end-{id}"), &format!("{name} at the end"), shape, Some(end), put_end) } }
                </>
            }
        };
        html! {
            <>
                { self.choice("plan", "Plan", plans, plan.clone(), |asked, key| asked.plan = key) }
                { self.choice("paid", "Paid", &intervals, now, |asked, key| asked.annual = key == "annual") }
                { for metered(model, &plan, &asked.add_ons).into_iter().map(units) }
                { for made.transacts.iter().map(|(id, name)| self.transactions(id, name, made.transacts.len() == 1)) }
                { for made.add_ons.iter().map(|(id, name)| self.add_on(id, name)) }
            </>
        }
    }

    /// Dates, what was before, coupons, tax.
    fn how(&self, plans: &Options, books: &Options) -> Html {
        let asked = &self.asked;
        let conventions: Vec<_> = CONVENTIONS.iter().map(|(key, words, _)| ((*key).into(), (*words).into())).collect();
        let counted = CONVENTIONS.iter().find(|(_, _, convention)| *convention == asked.convention);
        let counted: AttrValue = counted.map_or("", |(key, _, _)| *key).into();
        let by_key = |asked: &mut Asked, key: AttrValue| {
            let found = CONVENTIONS.iter().find(|(known, _, _)| key == *known);
            asked.convention = found.map_or(Convention::default(), |(_, _, convention)| *convention);
        };
        let included = INCLUDED.map(|(key, words, _)| (key.into(), words.into()));
        let now = INCLUDED.iter().find(|(.., included)| *included == asked.included);
        let now: AttrValue = now.map_or("", |(key, ..)| *key).into();
        let included_by = |asked: &mut Asked, key: AttrValue| {
            let found = INCLUDED.iter().find(|(known, ..)| key == *known);
            asked.included = found.map_or(Included::default(), |(.., included)| *included);
        };
        let or_none = |none: &'static str, options: &Options| {
            [(AttrValue::default(), none.into())].into_iter().chain(options.iter().cloned()).collect::<Vec<_>>()
        };
        let (before, books) = (or_none("none", plans), or_none("the list", books));
        let plan = asked.plan(self.model);
        let ramped = self.model.plans.get(plan.as_str()).is_some_and(|plan| !plan.ramp.is_empty());
        let fitting = self.model.coupons.iter().filter(|(_, coupon)| coupon.fits(&plan));
        let coupons = fitting.map(|(id, coupon)| (id.clone().into(), coupon.name.clone().into()));
        let coupons = or_none("none", &coupons.collect::<Vec<_>>());
        let given = |value: Decimal| Some(value).filter(|value| !value.is_zero());
        let (money, share) = ((Unit::Money, HIGHEST_QUANTITY), (Unit::Share, 1.0));
        html! {
            <details class="terms">
                <summary>{ "Part of a period, coupons, tax" }</summary>
                if books.len() > 1 {
                    { self.choice("book", "Price book", &books, asked.book.clone(), |asked, key| asked.book = key) }
                }
                if ramped {
                    { self.number("year", "Year of the contract", (Unit::Plain, 10.0), asked.year, |asked, year| asked.year = year) }
                }
                { self.day("from", "In use from", asked.start, |asked, moment| asked.start = moment) }
                { self.day("until", "Until", asked.until, |asked, moment| asked.until = moment) }
                { self.number("day", "Billing day", (Unit::Plain, 31.0), asked.day, |asked, day| asked.day = day) }
                { self.choice("counted", "Counted by", &conventions, counted, by_key) }
                if asked.start.is_some() {
                    { self.choice("included", "Included usage", &included, now, included_by) }
                }
                { self.choice("was", "In place of", &before, asked.was.clone(), |asked, key| asked.was = key) }
                if !asked.was.is_empty() { { self.former_list() } }
                { self.number("billed", "Billed before", money, given(asked.billed), |asked, value| asked.billed = value.unwrap_or_default()) }
                { self.number("negotiated", "Negotiated discount", share, given(asked.negotiated), |asked, value| asked.negotiated = value.unwrap_or_default()) }
                if coupons.len() > 1 {
                    { self.choice("coupon", "Coupon", &coupons, asked.coupon.clone(), |asked, key| asked.coupon = key) }
                }
                { self.number("share", "Percentage off", share, given(asked.share), |asked, value| asked.share = value.unwrap_or_default()) }
                { self.number("amount", "Amount off", money, given(asked.amount), |asked, value| asked.amount = value.unwrap_or_default()) }
                { self.number("tax", "Tax", share, given(asked.tax), |asked, value| asked.tax = value.unwrap_or_default()) }
            </details>
        }
    }

    /// Calls `put` with what is asked and a new value, and asks that.
    fn putting<T: 'static>(&self, put: impl Fn(&mut Asked, T) + 'static) -> Callback<T> {
        let asked = self.asked.clone();
        Callback::from(move |value| {
            let mut next = (*asked).clone();
            put(&mut next, value);
            asked.set(next);
        })
    }

    fn row(&self, id: &str, label: &str, field: Html) -> Html {
        html! { <div class="row" key={id.to_owned()}><label for={format!("invoice-{id}")}>{ label }</label>{ field }</div> }
    }

    fn choice(
        &self,
        id: &str,
        label: &str,
        options: &Options,
        value: AttrValue,
        put: fn(&mut Asked, AttrValue),
    ) -> Html {
        let field = html! {
            <Select id={format!("invoice-{id}")} label={format!("Invoice: {}", lower(label))} options={options.to_vec()} {value} on_pick={self.putting(put)} />
        };
        self.row(id, label, field)
    }

    fn number(
        &self,
        id: &str,
        label: &str,
        (unit, high): (Unit, f64),
        value: Option<Decimal>,
        put: impl Fn(&mut Asked, Option<Decimal>) + 'static,
    ) -> Html {
        let whole = unit == Unit::Plain;
        let (low, optional) = (if whole { 1.0 } else { 0.0 }, unit != Unit::Count);
        let style =
            Style { unit, low, high, whole, exact: true, currency: self.hand.currency, locale: self.hand.locale };
        let on_edit = self.putting(move |asked, typed: Typed| put(asked, typed.value));
        let field = html! {
            <NumberInput id={format!("invoice-{id}")} label={format!("Invoice: {}", lower(label))} {style} {value} {optional} {on_edit} />
        };
        self.row(id, &capital(label), field)
    }

    /// A day, or a moment where seconds count.
    fn day(&self, id: &str, label: &str, value: Option<Moment>, put: fn(&mut Asked, Option<Moment>)) -> Html {
        let by_second = self.asked.convention == Convention::Seconds;
        let (kind, length) = if by_second { ("datetime-local", 16) } else { ("date", 10) };
        let text = |moment: Moment| {
            let (hour, minute) = (moment.second / 3600, moment.second / 60 % 60);
            format!("{}T{hour:02}:{minute:02}", moment.date).chars().take(length).collect::<String>()
        };
        let put = self.putting(put);
        let onchange = Callback::from(move |event: Event| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            put.emit(field.and_then(|field| field.value().parse().ok()));
        });
        let field = html! {
            <span class="field"><input id={format!("invoice-{id}")} type={kind} min="1970-01-01" max="2199-12-31" value={value.map(text).unwrap_or_default()}
                aria-label={format!("Invoice: {}", lower(label))} {onchange} /></span>
        };
        self.row(id, label, field)
    }

    /// The month whose list the former price is of.
    fn former_list(&self) -> Html {
        let on_month = self.putting(|asked, month| asked.was_at = month);
        let field = html! {
            <MonthPick id="invoice-was-at" label="Invoice: at the prices of" value={self.asked.was_at} optional=true {on_month} />
        };
        self.row("was-at", "at the prices of", field)
    }

    /// Single transactions of a meter, one after the other.
    fn transactions(&self, meter: &str, name: &str, only: bool) -> Html {
        let (key, typed) = (meter.to_owned(), self.asked.transactions.get(meter).cloned().unwrap_or_default());
        let put = self.putting(move |asked, text: String| {
            asked.transactions.insert(key.clone(), text);
        });
        let of = if only { String::new() } else { format!(" of {}", lower(name)) };
        let (id, label) = (format!("transactions-{meter}"), format!("Single transactions{of}"));
        let field = html! { <Transactions id={format!("invoice-{id}")} label={format!("Invoice: {}", lower(&label))} value={typed} on_text={put} /> };
        self.row(&id, &label, field)
    }

    fn add_on(&self, id: &str, name: &str) -> Html {
        let key = id.to_owned();
        let put = self.putting(move |asked, taken: bool| {
            asked.add_ons.retain(|id| *id != key);
            asked.add_ons.extend(taken.then(|| key.clone()));
        });
        let onchange = Callback::from(move |event: Event| {
            put.emit(event.target_dyn_into::<HtmlInputElement>().is_some_and(|field| field.checked()));
        });
        let checked = self.asked.add_ons.iter().any(|taken| taken == id);
        let field = html! {
            <span class="toggle"><input id={format!("invoice-add-on-{id}")} type="checkbox" role="switch" {checked} aria-label={format!("Invoice: {name}")} {onchange} /></span>
        };
        self.row(&format!("add-on-{id}"), name, field)
    }
}

/// What the field of transactions needs.
#[derive(Properties, PartialEq)]
struct TransactionsProps {
    id: AttrValue,
    label: AttrValue,
    value: AttrValue,
    /// What was typed, once the field is left or Enter pressed.
    on_text: Callback<String>,
}

/// Amounts of single transactions, as a line of text.
#[component]
fn Transactions(props: &TransactionsProps) -> Html {
    // Held apart: saving shows itself while amounts are typed, and must not put the old ones back.
    let draft = use_state(|| None::<String>);
    let text = |event: &Event| event.target_dyn_into::<HtmlInputElement>().map(|field| field.value());
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| draft.set(text(&event)))
    };
    let onchange = {
        let (draft, on_text) = (draft.clone(), props.on_text.clone());
        Callback::from(move |event: Event| {
            draft.set(None);
            on_text.emit(text(&event).unwrap_or_default());
        })
    };
    html! {
        <span class="field text"><input id={props.id.clone()} type="text" autocomplete="off" placeholder="12.50 80 3"
            value={draft.as_ref().map_or_else(|| props.value.clone(), |text| text.clone().into())} aria-label={props.label.clone()} {oninput} {onchange} /></span>
    }
}

/// The lines, then which plan would be cheapest.
fn told(made: &Made) -> Html {
    let hand = made.hand;
    let whole = match &made.invoice {
        Err(why) => html! { <p class="wrong-text" role="alert">{ *why }</p> },
        Ok(invoice) => html! {
            <table>
                <caption class="help">{ &made.list }</caption>
                <thead class="unseen"><tr><th scope="col">{ "Line" }</th><th scope="col">{ "Amount" }</th></tr></thead>
                <tbody>
                    { lines(hand, &invoice.now, if invoice.monthly.is_some() { "Total, up front" } else { "Total" }) }
                    if let Some(monthly) = &invoice.monthly { { lines(hand, monthly, "Total, each month") } }
                </tbody>
            </table>
        },
    };
    html! {
        <>
            { whole }
            if let Some(cheapest) = &made.cheapest { <p class="cheapest">{ cheapest }</p> }
        </>
    }
}

fn lines(hand: Hand, statement: &Statement, total: &'static str) -> Html {
    let money = |amount: Decimal| number::money(amount, hand.currency, hand.locale);
    let line = |line: &Line| {
        html! { <tr><th scope="row">{ &line.label }<span class="help">{ &line.words }</span></th><td>{ money(line.amount) }</td></tr> }
    };
    html! {
        <>
            { for statement.all().map(line) }
            <tr class="total"><th scope="row">{ total }</th><td><output>{ money(statement.total) }</output></td></tr>
        </>
    }
}

/// What a charge is called: its meter, or for a fee the words of its id.
pub fn charge_name(model: &Model, id: &str, charge: &Charge) -> String {
    let meter = charge.meter().and_then(|meter| model.meters.get(meter));
    capital(&meter.map_or_else(|| id.replace(['-', '_'], " "), |meter| meter.name.clone()))
}

/// With a small first letter.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The meters that a plan or one of the add-ons charges for, by id and name.
fn metered(model: &Model, plan: &str, add_ons: &[String]) -> Vec<(String, String)> {
    let own = model.plans.get(plan).map(|plan| &plan.charges);
    let extra = add_ons.iter().filter_map(|id| model.add_ons.get(id)).map(|add_on| &add_on.charges);
    let charges: Vec<&Charge> = own.into_iter().chain(extra).flat_map(|charges| charges.values()).collect();
    let used = |id: &String| charges.iter().any(|charge| charge.model.meters().contains(&id.as_str()));
    model.meters.iter().filter(|(id, _)| used(id)).map(|(id, meter)| (id.clone(), meter.name.clone())).collect()
}
