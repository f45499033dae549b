//! This file shows the P&L and the cash statement as a table by month, quarter or year, and copies it as CSV.

use rust_decimal::Decimal;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use super::statement::Every;
use super::statement::Figures;
use super::statement::Period;
use super::statement::Rank;
use super::statement::Row;
use super::statement::periods;
use super::statement::rows;
use crate::browser::clipboard;
use crate::number;
use crate::number::UNDEFINED;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;

const EVERY: [(Every, &str); 3] = [(Every::Month, "Monthly"), (Every::Quarter, "Quarterly"), (Every::Year, "Yearly")];

/// The statement.
#[component]
pub fn Statement() -> Html {
    let frame = use_frame();
    let every = use_state(|| Every::Year);
    let said = use_state(String::new);
    let rows = use_memo(frame.front.clone(), |front| rows(&front.projection));
    let projection = &frame.front.projection;
    let periods = periods(projection.start, projection.months, *every);
    let currency = frame.workspace().currency;
    let copy = copying(rows.to_vec(), periods.clone(), &said);
    let choice = |(own, name): &(Every, &'static str)| {
        let (every, own) = (every.clone(), *own);
        let pressed = (*every == own).to_string();
        let onclick = Callback::from(move |_: MouseEvent| every.set(own));
        html! { <button type="button" class="btn" aria-pressed={pressed} {onclick}>{ *name }</button> }
    };
    html! {
        <section class="section below">
            <h2>
                { "P&L and cash" }<small>{ format!("{}, to the minor unit", currency.code()) }</small>
                <span class="aside">
                    <span class="pick" role="group" aria-label="Columns of the P&L">{ for EVERY.iter().map(choice) }</span>
                    <button type="button" class="btn line" onclick={copy}><Icon name="copy" />{ "Copy as CSV" }</button>
                    <span class="muted" role="status">{ said.as_str() }</span>
                </span>
            </h2>
            <div class="twin statement" tabindex="0" role="region" aria-label="P&L and cash, scrolls sideways">
                <table>
                    <caption class="unseen">{ "P&L and cash" }</caption>
                    <thead><tr>
                        <th scope="col">{ currency.code() }</th>
                        { for periods.iter().map(|period| html! { <th scope="col">{ &period.label }</th> }) }
                    </tr></thead>
                    <tbody>{ for rows.iter().map(|row| line(&frame, row, &periods)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn line(frame: &Frame, row: &Row, periods: &[Period]) -> Html {
    let class = match row.rank {
        Rank::Part => "part-of",
        Rank::Sum => "sum",
        Rank::Result => "total",
        Rank::Aside => "aside-of",
    };
    let cell = |period: &Period| html! { <td>{ written(frame, row, row.figures.over(period)) }</td> };
    html! { <tr {class}><th scope="row">{ &row.label }</th>{ for periods.iter().map(cell) }</tr> }
}

/// Money to the minor unit without its mark, which stands in the heading; shares as percent.
fn written(frame: &Frame, row: &Row, value: Option<Decimal>) -> String {
    let currency = frame.workspace().currency;
    let Some(value) = value else { return UNDEFINED.to_owned() };
    if matches!(row.figures, Figures::Share(..)) {
        return number::share(value, 1, frame.locale);
    }
    let mark = currency.symbol().unwrap_or(currency.code());
    number::money(value, currency, frame.locale).replace(mark, "").replace('\u{a0}', "")
}

/// Puts the table on the clipboard, exact, and says so.
fn copying(rows: Vec<Row>, periods: Vec<Period>, said: &UseStateHandle<String>) -> Callback<MouseEvent> {
    let said = said.clone();
    Callback::from(move |_: MouseEvent| {
        let text = csv(&rows, &periods);
        let said = said.clone();
        spawn_local(async move {
            said.set(match clipboard::write(&text).await {
                Ok(()) => "Copied".to_owned(),
                Err(error) => format!("Not copied: {error}"),
            });
        });
    })
}

/// The table as CSV, unrounded shares and exact money.
fn csv(rows: &[Row], periods: &[Period]) -> String {
    let headers = std::iter::once(String::new()).chain(periods.iter().map(|period| period.label.clone()));
    let line = |row: &Row| {
        let figure = |period: &Period| row.figures.over(period).map_or(UNDEFINED.to_owned(), |value| value.to_string());
        std::iter::once(row.label.clone()).chain(periods.iter().map(figure)).collect::<Vec<String>>()
    };
    crate::exchange::table::write(std::iter::once(headers.collect()).chain(rows.iter().map(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_is_exact() {
        let row = |label: &str, figures| Row { label: label.to_owned(), rank: Rank::Part, figures };
        let exact = |text: &str| text.parse::<Decimal>().unwrap();
        let rows = [
            row("Hosting, support", Figures::Flow(vec![exact("1.10"), exact("2.05")])),
            row("Margin", Figures::Share(vec![exact("1"), exact("1")], vec![exact("0"), exact("0")])),
        ];
        let periods = periods("2027-01".parse().unwrap(), 2, Every::Quarter);
        assert_eq!(csv(&rows, &periods), ",Q1 2027 (2 mo)\n\"Hosting, support\",3.15\nMargin,n/a\n");
    }
}
