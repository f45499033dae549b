//! This file lists what each compared scenario changes, as sentences.

use yew::Html;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;

use super::Cases;
use crate::number::Locale;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::words::changes_to_base;
use crate::workspace::Difference;

/// What the lists need.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The scenarios.
    pub cases: Cases,
}

/// A list for each scenario but the base.
#[component]
pub fn Changes(props: &Props) -> Html {
    let frame = use_frame();
    let changing = props.cases.0.iter().filter_map(|case| Some((case, frame.changes(case.scenario.as_ref()?))));
    html! { <>{ for changing.map(|(case, changes)| list(case, &changes, frame.locale)) }</> }
}

fn list(case: &Outlook, differences: &[Difference], locale: Locale) -> Html {
    let count = changes_to_base(differences.len(), locale);
    html! {
        <section class="section" aria-label={format!("Changes of {}", case.name)}>
            <h2><span class={classes!("dot", format!("c-{}", case.colour))} aria-hidden="true"></span>{ &case.name }<small>{ count }</small></h2>
            if differences.is_empty() {
                <p class="empty">{ "Change an input on any page while this scenario is in front; it is then listed here." }</p>
            } else {
                <ul class="diff">{ for differences.iter().map(|difference| html! { <li>{ difference.to_string() }</li> }) }</ul>
            }
        </section>
    }
}
