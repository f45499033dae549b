//! This file lists what each compared scenario changes, as sentences.

use yew::Html;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_memo;

use super::Cases;
use crate::number::Locale;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::outlook::Same;
use crate::ui::words::changes_to_base;
use crate::workspace::Difference;
use crate::workspace::differences;

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
    let key = (Same(frame.workspace().clone()), props.cases.clone(), frame.locale);
    let lists = use_memo(key, |(workspace, cases, locale)| {
        let of = |case: &Outlook| differences(&workspace.0, case.scenario.as_deref(), None, *locale);
        cases.0.iter().map(|case| of(case)).collect::<Vec<_>>()
    });
    let with_changes = props.cases.0.iter().zip(lists.iter()).filter(|(case, _)| case.scenario.is_some());
    html! { <>{ for with_changes.map(|(case, differences)| list(case, differences, frame.locale)) }</> }
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
