//! This file holds a plain table of texts: a chart's twin, and every table without inputs.

use yew::AttrValue;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use crate::chart::Table;

/// What a table needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it shows, for those who hear it.
    pub caption: AttrValue,
    /// Its cells; the first column names the row.
    pub table: Table,
    /// Whether the last row is a total.
    #[prop_or_default]
    pub total: bool,
}

/// A table of texts.
#[component]
pub fn TableTwin(props: &Props) -> Html {
    let last = props.table.rows.len().saturating_sub(1);
    let row = |(at, cells): (usize, &Vec<String>)| {
        let class = (props.total && at == last).then_some("total");
        html! {
            <tr {class}>
                for (at, cell) in cells.iter().enumerate() {
                    if at == 0 { <th scope="row">{ cell }</th> } else { <td>{ cell }</td> }
                }
            </tr>
        }
    };
    html! {
        <div class="twin" tabindex="0" role="region" aria-label={props.caption.clone()}>
            <table>
                <caption class="unseen">{ props.caption.clone() }</caption>
                <thead><tr>{ for props.table.headers.iter().map(|header| html! { <th scope="col">{ header }</th> }) }</tr></thead>
                <tbody>{ for props.table.rows.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}
