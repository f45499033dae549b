//! This file lets a person say which column of a list says what, with its first rows in view.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use super::rerate::Listed;
use crate::chart::Table;
use crate::roster::HeadError;
use crate::roster::ListField;
use crate::shape::capital;
use crate::ui::control::Select;
use crate::ui::control::TableTwin;

/// What is needed.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What columns may say.
    pub fields: Vec<ListField>,
    /// The list's headings.
    pub headings: Vec<String>,
    /// The list.
    pub list: Listed,
}

/// The headings of a list that was refused.
pub fn headings(error: &HeadError) -> Vec<String> {
    match error {
        HeadError::Missing { headings, .. } | HeadError::NoSuchHeading { headings, .. } => headings.clone(),
        HeadError::Empty | HeadError::TooLong | HeadError::Unread(_) => Vec::new(),
    }
}

/// The columns.
#[component]
pub fn Mapping(props: &Props) -> Html {
    if props.headings.is_empty() {
        return html! {};
    }
    let rated = props.list.rated.as_ref();
    let chosen = props.list.chosen();
    let none = (AttrValue::default(), AttrValue::from("no column"));
    let headings = props.headings.iter().map(|heading| (heading.clone().into(), heading.clone().into()));
    let options = std::iter::once(none).chain(headings).collect::<Vec<_>>();
    let row = |(at, field): (usize, &ListField)| {
        let value = rated.map(|rated| rated.columns.heading(at).to_owned());
        let value = value.or_else(|| chosen.get(&field.key).cloned()).unwrap_or_default();
        let (key, chosen, on_choose) = (field.key.clone(), chosen.clone(), props.list.on_choose.clone());
        let on_pick = Callback::from(move |heading: AttrValue| {
            let mut next = chosen.clone();
            next.insert(key.clone(), heading.to_string());
            on_choose.emit(next);
        });
        let id = format!("list-column-{at}");
        html! {
            <div class="row" key={at}><label for={id.clone()}>{ capital(&field.label) }</label>
                <Select {id} label={format!("Column of {}", field.label)} options={options.clone()} value={value} {on_pick} /></div>
        }
    };
    let preview = rated.map(|rated| Table { headers: rated.columns.headings.clone(), rows: rated.preview.clone() });
    html! {
        <section class="section" aria-label="Columns">
            <h2>{ "Columns" }</h2>
            { for props.fields.iter().enumerate().map(row) }
            if let Some(table) = preview { <TableTwin caption="First rows of the list" {table} /> }
        </section>
    }
}
